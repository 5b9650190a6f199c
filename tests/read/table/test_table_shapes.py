"""Small tables in the shapes that agencies, ministries and people publish, each read to its figures and problems."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_by_hand import claim, day, table

from panah.figure import Form, Hedge, Measure, Period, Report, Unit, from_json, to_json
from panah.read.document import open_document
from panah.read.table import Problem, read_tables, read_tables_with_problems


def test_a_tidy_series_gives_one_figure_a_row_with_form_and_cell():
    figures, problems = read_tables_with_problems(
        table(
            "series_id|date|place_from|place_to|population|measure|form|value",
            "a|2022-09-21|RUS|KAZ|RUS|arrivals|cumulative|98000",
            "b|2022-09-01|KAZ|any|any|departures|total_month|64000",
            "c|2022-09-21|RUS|FIN-Southeast|RUS|arrivals|total_day|4443",
            "d|2022-09-21|SYR|lebanon|SYR|present|stock|12",
            "e|2022-07-01|sea|EU|any|arrivals|total_quarter|7",
            "f|2022-09-21|SOM|Bay|SOM|arrivals|total_week|8",
        )
    )
    assert problems == []
    assert [claim(f) for f in figures] == [
        ("arrivals", 98000, "RUS", "KAZ"),
        ("departures", 64000, "KAZ", None),
        ("arrivals", 4443, "RUS", "FIN-Southeast"),
        ("present", 12, "SYR", "LBN"),
        ("arrivals", 7, "sea", "EU"),
        ("arrivals", 8, "SOM", "Bay"),
    ]
    assert [f.population for f in figures] == ["RUS", None, "RUS", "SYR", None, "SOM"]
    assert [f.period for f in figures] == [
        Period(None, day("2022-09-21")),
        Period(day("2022-09-01"), day("2022-09-30")),
        Period(day("2022-09-21"), day("2022-09-21")),
        Period(None, day("2022-09-21")),
        Period(day("2022-07-01"), day("2022-09-30")),
        Period(day("2022-09-21"), day("2022-09-27")),
    ]
    assert (figures[0].evidence.cell, figures[0].evidence.quote) == ("sheet!H2", "98000")
    assert dict(figures[0].reasons) == {
        "measure": "column F 'measure'",
        "period": "its header 'date'",
        "origin": "column C 'place_from'",
        "destination": "column D 'place_to'",
        "population": "column E 'population'",
    }


def test_directions_in_a_column_and_a_total_in_the_row():
    data = (
        "Date,Control Point,Arrival / Departure,Residents,Other Visitors,Total,\r\n"
        "31-01-2021,Airport,Arrival,341,9,350,\r\n31-01-2021,Airport,Departure,803,45,848,\r\n"
        "01-02-2021,Airport,Arrival,1,2,3,\r\n"
    )
    figures = read_tables(open_document(data.encode("utf-8-sig"), name="passengers.csv"))
    totals = [f for f in figures if f.part_of is None]
    assert [claim(f) for f in totals] == [
        ("arrivals", 350, None, "Airport"),
        ("departures", 848, "Airport", None),
        ("arrivals", 3, None, "Airport"),
    ]
    assert totals[2].period == Period(day("2021-02-01"), day("2021-02-01"))
    assert [(f.low, f.population) for f in figures if f.part_of == totals[0].id] == [
        (341, "Residents"),
        (9, "Other Visitors"),
    ]


def test_impossible_days_and_days_after_the_report_are_problems_and_the_rest_is_read():
    note = "*Conteggio degli eventi di sbarco"
    figures, problems = read_tables_with_problems(
        table(
            "Data|Valore|Note|Fonte|Data_Report",
            f"2025-02-14|141|{note}|Fonte: Polizia di frontiera. Dati provvisori.|2025-02-15",
            f"2025-02-16|0|{note}|Fonte: Polizia di frontiera. Dati provvisori.|2025-02-15",
            f"2025-02-29|0|{note}|Fonte: Polizia di frontiera. Dati provvisori.|2025-02-28",
            title="sbarchi-italia",
        )
    )
    assert len(figures) == 1
    assert (figures[0].measure, figures[0].low, figures[0].said) == (Measure.ARRIVALS, 141, day("2025-02-15"))
    assert [source.name for source in figures[0].sources] == ["Polizia di frontiera"]
    assert [p.where for p in problems] == ["sheet!A3", "sheet!A4"]
    assert "after its own report of 2025-02-15" in problems[0].what
    assert problems[1] == Problem("sheet!A4", "'2025-02-29' is no day of the calendar")


def test_a_table_wide_by_day_is_read_cell_by_cell_and_a_guess_is_said():
    days = [f"2022-03-0{d}" for d in range(1, 8)]
    figures = read_tables(
        table(
            "Data Geomaster Name|Data Admin Level|" + "|".join(days),
            "Poland|Country|-|547982|649903|756303.0||885303|1027603",
            "Republic of Moldova|Country|-|97827|103254|-|104067|112000|113000",
            title="ukraine-wide",
        )
    )
    assert len(figures) == 10
    assert (figures[0].destination, figures[0].origin, figures[0].low) == ("POL", "UKR", 547982)
    assert figures[0].period == Period(None, day("2022-03-02"))
    assert figures[0].evidence.cell == "sheet!D2"
    assert figures[-1].destination == "MDA"
    assert all(f.confidence == 0.5 and "hardly ever fall" in f.caveats[0] for f in figures)


def test_a_table_wide_by_day_without_a_word_or_a_pattern_is_refused():
    days = [f"2022-03-0{d}" for d in range(1, 8)]
    figures, problems = read_tables_with_problems(table("Place|" + "|".join(days), "Poland|9|1|8|2|7|3|6"))
    assert figures == []
    assert problems == [Problem("sheet", "neither a column nor the title says what is counted")]


def test_a_table_wide_by_year_covers_whole_years():
    figures = read_tables(
        table("Country|2019|2020|2021", "Chad|10|20|30", "Mali|1|2|3", title="New asylum applications")
    )
    assert [claim(f) for f in figures][:2] == [("applications", 10, None, "TCD"), ("applications", 20, None, "TCD")]
    assert figures[1].period == Period(day("2020-01-01"), day("2020-12-31"))


def test_a_line_of_a_million_commas_is_no_table():
    report = open_document(b"1,2," * 250_000, name="long.csv")
    assert "columns" in read_tables_with_problems(report)[1][0].what


def test_american_days_and_a_header_that_its_numbers_contradict():
    rows = [
        f'"March {d}, 2022",{total},{total + 9000}'
        for d, total in enumerate((900, 1500, 1200, 1100, 1600, 1000, 900), 1)
    ]
    data = "data_date,cumulative_refugees,cumulative_refugees_UKR\n" + "\n".join(rows)
    figures = read_tables(open_document(data.encode(), name="moldova.csv"))
    net = [f for f in figures if f.evidence.cell and "!B" in f.evidence.cell]
    assert {f.measure for f in net} == {Measure.PRESENT}
    assert all("falls in 4 of 6 steps" in f.caveats[-1] and f.confidence == 0.5 for f in net)
    assert net[0].destination == "MDA"
    assert net[0].period == Period(None, day("2022-03-01"))


def test_a_running_total_that_falls_once_keeps_a_caveat_there():
    rows = [f"2022-03-{d:02}|{1000 * d if d != 15 else 1}" for d in range(1, 29)]
    figures = read_tables(table("Date|Cumulative arrivals", *rows))
    assert {f.measure for f in figures} == {Measure.ARRIVALS}
    assert [f.period.end for f in figures if f.caveats] == [day("2022-03-15")]


def test_notes_above_and_two_header_rows_are_joined():
    figures = read_tables(
        table(
            "Prepared for the weekly meeting",
            "",
            "|Arrivals||Departures|",
            "Date|Women|Men|Women|Men",
            "2022-03-01|5|6|7|8",
        )
    )
    assert [(f.measure.value, f.population, f.low) for f in figures] == [
        ("arrivals", "Arrivals Women", 5),
        ("arrivals", "Arrivals Men", 6),
        ("departures", "Departures Women", 7),
        ("departures", "Departures Men", 8),
    ]
    assert figures[0].evidence.cell == "sheet!B5"


def test_a_russian_table_with_dots_in_days_spaces_in_numbers_and_a_total():
    figures, problems = read_tables_with_problems(
        table(
            "Дата|Пункт пропуска|Въезд|Выезд",
            "21.09.2022|Vaalimaa|4 824|1 234",
            "22.09.2022|Vaalimaa|6 470|нет данных",
            "Итого||11 294|1 234",
        )
    )
    assert [claim(f) for f in figures] == [
        ("arrivals", 4824, None, "Vaalimaa"),
        ("departures", 1234, "Vaalimaa", None),
        ("arrivals", 6470, None, "Vaalimaa"),
    ]
    assert [p.where for p in problems] == ["sheet!A4"]
    assert "totals" in problems[0].what


def test_columns_headed_by_countries_are_destinations_and_the_title_names_the_origin():
    figures = read_tables(
        table(
            "Date|Poland|Hungary", "01/03/2022|5|6", "02/03/2022|15|16", "03/03/2022|1|2", title="Arrivals from Ukraine"
        )
    )
    assert [claim(f) for f in figures][:2] == [("arrivals", 5, "UKR", "POL"), ("arrivals", 6, "UKR", "HUN")]
    assert figures[2].period == Period(day("2022-03-02"), day("2022-03-02"))


def test_people_named_in_a_header_are_the_population_and_no_place():
    figure = read_tables(table("Camp|Date|Sudanese refugees", "Adre|2023-12-31|500", "Farchana|2023-12-31|7"))[0]
    assert (figure.population, figure.origin, figure.destination) == ("SDN", None, "Adre")


def test_households_beside_people_are_the_same_people_in_another_unit():
    figures = read_tables(
        table("Camp|Date|Refugees|Households", "Adre|2023-12-31|12.345|2.100", "Iridimi|2023-12-31|1|1")
    )
    assert [(f.low, f.unit, f.measure) for f in figures][:2] == [
        (12345, Unit.PERSON, Measure.PRESENT),
        (2100, Unit.HOUSEHOLD, Measure.PRESENT),
    ]
    assert "dots were read" in figures[0].caveats[0]


def test_bounds_in_columns_of_their_own_make_a_range():
    figure = read_tables(
        table("date|place_to|measure|form|low|high|value", "2022-09-27|GEO|arrivals|per_day|5000|6000|5500")
    )[0]
    assert (figure.low, figure.high, figure.hedge, figure.form) == (5000, 6000, Hedge.RANGE, Form.PER_DAY)


def test_weekly_and_monthly_rows_cover_their_whole_period():
    week = read_tables(table("Week|Border crossing|Entries", "2022-W10|Medyka|100", "2022-W11|Medyka|120"))
    assert week[0].period == Period(day("2022-03-07"), day("2022-03-13"))
    months = [f"2022-0{m}-01|{m}00" for m in range(1, 6)]
    assert read_tables(table("Date|Arrivals", *months))[1].period == Period(day("2022-02-01"), day("2022-02-28"))
    fortnights = [f"2022-01-{d:02}|{d}00" for d in (1, 8, 15, 22)]
    loose = read_tables(table("Date|Arrivals", *fortnights))[0]
    assert loose.period == Period(None, day("2022-01-01"))
    assert "which days before" in loose.caveats[-1]


def test_a_bad_cell_never_stops_the_good_ones():
    figures, problems = read_tables_with_problems(
        table(
            "date|country|measure|value",
            "2022-09-26|KAZ|arrivals|98,00",
            "2022-09-27|KAZ|visits|5",
            "2022-09-28|KAZ|arrivals|7",
            "|KAZ|arrivals|6",
            "2022-09-29|KAZ|arrivals|9",
        )
    )
    assert [f.low for f in figures] == [7, 9]
    assert [(p.where, p.what) for p in problems] == [
        ("sheet!D2", "'98,00' is no number of people"),
        ("sheet!C3", "'visits' is no measure or group that is known here"),
        ("sheet!A5", "the row states no day"),
    ]


def test_an_ambiguous_order_of_day_and_month_is_a_caveat_on_every_figure():
    figures = read_tables(table("day|arrivals", "02/01/2022|5", "03/04/2022|6"))
    assert all("whether day or month stands first" in f.caveats[0] for f in figures)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("5|6", "7|8"), "looks like a header"),
        (("Name|Age", "Ann|41", "Bob|33"), "no column counts people who moved"),
        (("Year|ISO3CoO|ISO3CoA|NAT", "2001|AFG|IRN|5"), "no column counts people who moved"),
    ],
)
def test_a_table_of_something_else_is_refused_in_one_sentence(lines, words):
    figures, problems = read_tables_with_problems(table(*lines))
    assert figures == []
    assert words in problems[0].what


def test_a_column_that_is_left_out_is_named():
    _, problems = read_tables_with_problems(table("Date|Arrivals|ROM_MOL", "2022-03-01|5|6", "2022-03-02|5|7"))
    assert problems == [Problem("sheet!C1", "the column 'ROM_MOL' was not read: its header says not what it counts")]


def test_figures_carry_the_reports_publisher_day_and_id_and_survive_json():
    report = table("Date|Country|Arrivals", "2022-03-01|Poland|5", publisher="Agency", published=day("2022-03-02"))
    figure = read_tables(report)[0]
    assert [source.name for source in figure.sources] == ["Agency"]
    assert (figure.said, figure.report) == (day("2022-03-02"), report.id)
    assert from_json(to_json(figure)) == figure


def test_a_report_without_tables_gives_nothing():
    assert read_tables_with_problems(Report(text="5,000 people came.")) == ([], [])


HEADERS = [
    "date",
    "Year",
    "month",
    "Week",
    "country",
    "ISO3CoO",
    "Region",
    "population",
    "measure",
    "form",
    "value",
    "low",
]
HEADERS += [
    "high",
    "Total",
    "refugees",
    "IDPs",
    "PT",
    "Female_0_4",
    "source",
    "2022-03-01",
    "01/02/2022",
    "Poland",
    "unit",
]
HEADERS += ["reason", "#date+reported", "#affected+idps", "#country+code", "#affected+f+idps", "Data Report", ""]
CELLS = ["", "-", "5", "1,234", "1.234", "98,00", "-5", "5-7", "~5", "1e99", "2022-02-30", "2022-02-28", "13/02/2022"]
CELLS += [
    "2022",
    "0",
    "202253",
    "AFG",
    "Total",
    "all",
    "Arrival",
    "stock",
    "cumulative",
    "REF",
    "P",
    "9999-12-31",
    "0001-01-01",
]
CELLS += ["²³", "٥٠٠", "\ud800", "9" * 30, "12,345 (a)"]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_table_gives_figures_and_problems_and_never_raises(data):
    width = data.draw(st.integers(1, 6))
    head = data.draw(st.lists(st.sampled_from(HEADERS), min_size=width, max_size=width))
    cell = st.one_of(st.sampled_from(CELLS), st.text(max_size=6))
    rows = data.draw(st.lists(st.lists(cell, max_size=width), max_size=6))
    report = Report(text="", tables=(("s", (tuple(head), *map(tuple, rows))),))
    figures, problems = read_tables_with_problems(report)
    for figure in figures:
        assert figure.evidence.cell is not None
        assert figure.evidence.cell.startswith("s!")
    assert all(p.where and p.what for p in problems)
