"""Each stage alone: where the header stands, what a column is, and what a title names."""

from __future__ import annotations

import pytest
from tables_by_hand import table

from panah.read.table.columns import read_columns
from panah.read.table.header import find_layout
from panah.read.table.spots import country, named_in, spot
from panah.read.table.words import counted, fold


def cells(*lines: str):
    return table(*lines).tables[0][1]


def roles(*lines: str) -> list[str]:
    rows = cells(*lines)
    layout = find_layout(rows)
    assert layout is not None
    return [column.role for column in read_columns(rows, layout)]


def test_the_header_is_found_under_notes_and_blank_rows():
    layout = find_layout(
        cells("Border Guard, daily table", "", "as of noon", "Date|Arrivals|Departures", "2022-03-01|5|6")
    )
    assert layout is not None
    assert (layout.header, layout.first) == (("Date", "Arrivals", "Departures"), 4)
    assert "as of noon" in layout.notes


def test_a_tag_row_is_found_among_the_first_25_rows_and_not_below():
    rows = [f"note {i}" for i in range(23)] + ["Who|Where", "#org|#adm1", "A|B"]
    assert find_layout(cells(*rows)).tags == ("#org", "#adm1")
    late = [f"note {i}" for i in range(30)] + ["#org|#adm1", "A|B"]
    assert find_layout(cells(*late)) is None


def test_a_tag_row_with_some_plain_words_is_still_one():
    layout = find_layout(cells("Id|Type|Men|Country", "|#sector + es|#targeted+m|country", "1|x|5|Chad"))
    assert layout.tags == ("", "#sector+es", "#targeted+m", "")


def test_a_merged_header_cell_counts_for_the_columns_under_it():
    layout = find_layout(cells("|Entries||Exits", "Day|Men|Women|Men", "2022-03-01|1|2|3"))
    assert layout.header == ("Day", "Entries Men", "Entries Women", "Exits Men")


def test_the_same_header_means_what_its_cells_say():
    assert roles("date|population|value", "2022-03-01|SYR|5", "2022-03-02|AFG|6") == ["date", "population", "value"]
    assert roles("date|population", "2022-03-01|500", "2022-03-02|600") == ["date", "value"]
    assert roles("data|arrivi", "2022-03-01|5", "2022-03-02|6") == ["date", "count"]
    assert roles("data|arrivi", "quay|5", "port|6") == ["place", "count"]


def test_blank_columns_and_shares_count_nobody():
    assert roles("date|arrivals|% women|notes", "2022-03-01|5|0.5|", "2022-03-02|6|0.4|")[2:] == ["ignore", "ignore"]


@pytest.mark.parametrize(
    ("header", "measure"),
    [
        ("numPresentIdpInd", "present"),
        ("Total No# of Returnees Ind#", "returns"),
        ("Въезд граждан", "arrivals"),
        ("Asylanträge", "applications"),
        ("نازحون", "present"),
        ("maahantulot", "arrivals"),
        ("Réfugiés enregistrés", "registered"),
    ],
)
def test_headers_in_many_languages_say_what_is_counted(header, measure):
    found = counted(fold(header))
    assert found is not None
    assert found.measure == measure


def test_a_place_is_a_country_only_by_its_exact_name():
    assert (country("Iraq"), country("iraq"), country("IRQ"), country("Iraqq")) == ("IRQ", "IRQ", "IRQ", None)
    assert (spot("any"), spot("Zaporizka*"), spot("Lake Chad camp 3")) == (None, "Zaporizka", "Lake Chad camp 3")


def test_a_title_names_countries_and_peoples():
    assert named_in("ukraine-arrivals_2022").lands == ("UKR",)
    assert named_in("Ukrainian refugees in Poland").peoples == ("UKR",)
    assert named_in("Ukrainian refugees in Poland").lands == ("POL",)
    assert named_in("Прибытия из Украины").lands == ("UKR",)
