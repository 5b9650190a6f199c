"""Tables as people make them in a hurry: each trap with the figures that its maker meant."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import openpyxl
import pytest
from tables_by_hand import claim, day, table

from panah.errors import InputError
from panah.figure import Period, Unit
from panah.read import reading
from panah.read.document import open_document
from panah.read.table import read_tables, read_tables_closely
from panah.read.table.sums import Line, find_sums


def month(text: str, last: int) -> Period:
    return Period(day(f"{text}-01"), day(f"{text}-{last}"))


def workbook(**sheets) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def opened(book: openpyxl.Workbook, name: str = "book.xlsx"):
    file = io.BytesIO()
    book.save(file)
    return open_document(file.getvalue(), name=name)


def test_entries_and_exits_merged_over_days():
    reading = read_tables_closely(
        table("|Entries||Exits|", "Crossing|01/05/2023|13/05/2023|01/05/2023|13/05/2023", "Medyka|5|6|7|8")
    )
    assert [(*claim(f), str(f.period.end)) for f in reading.figures] == [
        ("arrivals", 5, None, "Medyka", "2023-05-01"),
        ("arrivals", 6, None, "Medyka", "2023-05-13"),
        ("departures", 7, "Medyka", None, "2023-05-01"),
        ("departures", 8, "Medyka", None, "2023-05-13"),
    ]
    assert "day before month, as '13/05/2023' shows" in reading.notes[0].what


def test_days_and_years_merged_over_what_is_counted():
    figures = read_tables(table("|2023-05-01||2023-05-02|", "Crossing|In|Exits|Entries|Exits", "Medyka|5|6|7|8"))
    assert [(f.measure.value, f.low, str(f.period.start)) for f in figures[-3:]] == [
        ("departures", 6, "2023-05-01"),
        ("arrivals", 7, "2023-05-02"),
        ("departures", 8, "2023-05-02"),
    ]
    figures = read_tables(table("|2021||2022|", "Country|Refugees|IDPs|Refugees|IDPs", "Chad|5|6|7|8"))
    assert [(f.low, str(f.period.end), f.population) for f in figures] == [
        (5, "2021-12-31", None),
        (6, "2021-12-31", "TCD"),
        (7, "2022-12-31", None),
        (8, "2022-12-31", "TCD"),
    ]


def test_days_as_a_spreadsheet_numbers_them_in_a_column_and_in_the_header():
    reading = read_tables_closely(table("Date|Arrivals", "44621|5", "44622|6"))
    assert [f.period.start for f in reading.figures] == [date(2022, 3, 1), date(2022, 3, 2)]
    assert "as a spreadsheet numbers them" in reading.notes[0].what
    wide = read_tables(table("Country|44621|44622|44623", "Poland|5|6|7", title="Arrivals from Ukraine"))
    assert [(f.low, f.period.end) for f in wide] == [
        (5, date(2022, 3, 1)),
        (6, date(2022, 3, 2)),
        (7, date(2022, 3, 3)),
    ]


def test_a_column_that_leaves_day_and_month_open_follows_the_other_one():
    figures = read_tables(table("Report date|Date|Arrivals", "13/02/2023|02/01/2023|1", "14/02/2023|05/02/2023|2"))
    assert [f.period.start for f in figures] == [date(2023, 1, 2), date(2023, 2, 5)]
    assert all(f.caveats == () for f in figures)


def test_an_arabic_table_with_its_own_digits():
    reading = read_tables_closely(
        table(
            "التاريخ|المعبر|وصول|مغادرة",
            "٢٠٢٣/٠٤/١٥|أرقين|١٬٢٣٤|٥٦",
            "٢٠٢٣/٠٤/١٦|أرقين|٢٬٠٠٠|غير متوفر",
            "الإجمالي||٣٬٢٣٤|٥٦",
        )
    )
    assert [claim(f) for f in reading.figures] == [
        ("arrivals", 1234, None, "أرقين"),
        ("departures", 56, "أرقين", None),
        ("arrivals", 2000, None, "أرقين"),
    ]
    assert reading.figures[0].evidence.quote == "١٬٢٣٤"
    assert "totals" in reading.problems[0].what


def test_a_french_table_under_its_day_with_spaces_footnotes_and_households():
    reading = read_tables_closely(
        table(
            "Tchad : réfugiés soudanais, situation au 31 mars 2023",
            "Camp|Réfugiés|Ménages",
            "Farchana|12 345¹|2 100",
            "Iridimi|9 876 (a)|1 900",
            "Total|22 221|4 000",
        )
    )
    assert [(f.low, f.unit, f.destination, str(f.period.end)) for f in reading.figures][:4] == [
        (12345, Unit.PERSON, "Farchana", "2023-03-31"),
        (2100, Unit.HOUSEHOLD, "Farchana", "2023-03-31"),
        (9876, Unit.PERSON, "Iridimi", "2023-03-31"),
        (1900, Unit.HOUSEHOLD, "Iridimi", "2023-03-31"),
    ]
    assert {f.population for f in reading.figures} == {"SDN"}
    assert [(f.low, f.destination) for f in reading.figures if f.part_of is None] == [(22221, "TCD"), (4000, "TCD")]


def test_shares_beside_people_are_left_out():
    figures = read_tables(
        table("Region|IDPs|% of total|Women", "Bay|100|40|0.5", "Banadir|150|60|0.6", title="Somalia 30 June 2022")
    )
    assert [(f.low, str(f.period.end)) for f in figures] == [(100, "2022-06-30"), (150, "2022-06-30")]


def test_a_cumulative_column_runs_on_beside_the_daily_one():
    figures = read_tables(table("Date|New arrivals|Cumulative", "2023-05-01|5|5", "2023-05-02|6|11", "2023-05-03|7|18"))
    assert [(f.low, f.period) for f in figures][2:4] == [
        (6, Period(day("2023-05-02"), day("2023-05-02"))),
        (11, Period(None, day("2023-05-02"))),
    ]


def test_rounds_count_on_the_day_that_their_header_names_and_else_are_refused():
    figures = read_tables(table("State|Round 10 (Mar 2023)|Round 11 (Jun 2023)", "Borno|100|110", title="IDPs"))
    assert [(f.low, f.period) for f in figures] == [
        (100, Period(None, day("2023-03-31"))),
        (110, Period(None, day("2023-06-30"))),
    ]
    refused = read_tables_closely(table("State|Round 10|Round 11", "Borno|100|110", "Yobe|10|11", title="IDPs"))
    assert refused.figures == []
    assert "names a round, but not its day" in refused.problems[0].what


def test_sub_totals_in_the_middle_are_wholes_and_never_added_beside_their_parts():
    figures = read_tables(
        table(
            "Region|Province|Refugees",
            "North|A|100",
            "North|B|250",
            "Sub-total North||350",
            "South|C|40",
            "South|D|60",
            "Sub-total South||100",
            "Grand total||450",
            title="Chad refugees as of 31 December 2022",
        )
    )
    by_place = {f.destination: f for f in figures}
    assert list(by_place) == ["A", "B", "North", "C", "D", "South", "TCD"]
    assert by_place["A"].part_of == by_place["B"].part_of == by_place["North"].id
    assert by_place["North"].part_of == by_place["South"].part_of == by_place["TCD"].id
    assert by_place["TCD"].low == sum(f.low for f in figures if f.destination in "ABCD")


def test_a_total_that_is_none_is_said():
    problems = read_tables_closely(
        table("Date|Camp|Refugees", "2023-05-01|A|100", "2023-05-01|B|200", "2023-05-01|Total|400")
    ).problems
    assert "no rows above it add up to it" in problems[0].what


def test_a_total_beside_columns_of_countries_has_them_as_parts():
    figures = read_tables(
        table("Month|Poland|Hungary|Total", "Jan 2023|1,000|200|1,200", title="Arrivals from Ukraine")
    )
    total = next(f for f in figures if f.low == 1200)
    assert (total.origin, total.destination, total.period) == ("UKR", None, month("2023-01", 31))
    assert all(f.part_of == total.id for f in figures if f is not total)


def test_months_without_a_year_take_that_of_the_title_and_a_fiscal_year_runs_over_two():
    months = "Sector|Oct|Nov|Dec|Jan|Total"
    figures = read_tables(table(months, "Teknaf|1|2|3|4|10", title="Arrivals FY 2023"))
    assert [f.period for f in figures] == [
        Period(day("2022-10-01"), day("2023-01-31")),
        month("2022-10", 31),
        month("2022-11", 30),
        month("2022-12", 31),
        month("2023-01", 31),
    ]
    plain = read_tables_closely(table(months, "Teknaf|1|2|3|4|10", title="Arrivals 2023"))
    assert "pass the end of a year" in plain.problems[0].what
    none = read_tables_closely(table(months, "Teknaf|1|2|3|4|10", title="Arrivals"))
    assert "neither they nor the title name one year" in none.problems[0].what


def test_error_cells_are_named_and_the_rest_is_read():
    reading = read_tables_closely(
        table("Date|Arrivals|Departures", "2023-05-01|#REF!|5", "2023-05-02|7|#DIV/0!", "2023-05-03|8|#N/A")
    )
    assert [f.low for f in reading.figures] == [5, 7, 8]
    assert [p.where for p in reading.problems] == ["sheet!B2", "sheet!C3"]


def test_numbers_in_thousands_are_told_in_full_and_quoted_as_they_stand():
    figure = read_tables(table("Country|Year|Refugees (in thousands)", "Chad|2022|1,100.5", "Sudan|2022|900"))[0]
    assert (figure.low, figure.evidence.quote) == (1100500, "1,100.5")
    assert "units of 1,000" in figure.caveats[0]


def test_a_place_that_is_written_once_holds_for_its_block():
    reading = read_tables_closely(
        table(
            "Country|Camp|Date|IDPs",
            "Chad|Adre|2023-05-01|100",
            "|Farchana|2023-05-01|200",
            "|Iridimi|2023-05-01|300",
            "Sudan|Um Rakuba|2023-05-01|50",
            "|Tunaydbah|2023-05-01|60",
        )
    )
    assert [f.origin for f in reading.figures] == ["TCD", "TCD", "TCD", "SDN", "SDN"]
    assert "take the words above them" in reading.notes[-1].what


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("Paese|Mese|Arrivi|Partenze", "Italia|gennaio 2023"),
        ("País|Mês|Entradas|Saídas", "Itália|janeiro 2023"),
        ("País|Mes|Llegadas|Salidas", "Italia|enero de 2023"),
        ("Pays|Mois|Arrivées|Départs", "Italie|janvier 2023"),
        ("Land|Monat|Einreisen|Ausreisen", "Italien|Januar 2023"),
        ("Страна|Месяц|Въезд|Выезд", "Италия|январь 2023"),
        ("البلد|الشهر|الوافدون|المغادرون", "إيطاليا|يناير 2023"),
    ],
)
def test_headers_in_eight_languages(head, place):
    figures = read_tables(table(head, f"{place}|4.962|1.010"))
    assert [claim(f) for f in figures] == [("arrivals", 4962, None, "ITA"), ("departures", 1010, "ITA", None)]
    assert figures[0].period == month("2023-01", 31)


def test_merged_cells_hidden_rows_and_shares_of_a_workbook_under_a_sheet_of_notes():
    numbers = [
        ["Border report, May 2023", None, None, None],
        [None, "Entries", None, "Share"],
        ["Crossing", "Men", "Women", None],
        ["Medyka", 5, 6, 0.25],
        [None, 7, 8, 0.5],
        ["Korczowa", "9", 10, 0.25],
    ]
    book = workbook(Notes=[["All numbers are provisional."], ["Contact: desk"]], Numbers=numbers)
    sheet = book["Numbers"]
    for area in ("A1:D1", "B2:C2", "A4:A5"):
        sheet.merge_cells(area)
    for row in range(4, 7):
        sheet.cell(row, 4).number_format = "0 %"
    sheet.row_dimensions[5].hidden = True
    report = opened(book)
    assert "hides 1 rows" in report.notes[0]
    assert report.tables[1][1][3] == ("Medyka", "5", "6", "25%")
    reading = read_tables_closely(report)
    assert [(f.low, f.destination, f.evidence.cell) for f in reading.figures] == [
        (5, "Medyka", "Numbers!B4"),
        (6, "Medyka", "Numbers!C4"),
        (7, "Medyka", "Numbers!B5"),
        (8, "Medyka", "Numbers!C5"),
        (9, "Korczowa", "Numbers!B6"),
        (10, "Korczowa", "Numbers!C6"),
    ]
    assert {f.period for f in reading.figures} == {month("2023-05", 31)}


def test_a_merged_number_is_one_count_and_not_one_for_each_row():
    book = workbook(S=[["Date", "Camp", "Refugees"], ["2023-05-01", "A", 500], ["2023-05-01", "B", None]])
    book["S"].merge_cells("C2:C3")
    assert [f.low for f in read_tables(opened(book))] == [500]


def test_json_of_a_series_of_hapi_of_columns_and_of_geojson():
    series = {"title": "Arrivals from Sudan", "data": {"2023-05-01": 5, "2023-05-02": 6, "2023-05-03": None}}
    figures = read_tables(open_document(json.dumps(series).encode(), name="x.json"))
    assert [(*claim(f), str(f.period.end)) for f in figures] == [
        ("arrivals", 5, "SDN", None, "2023-05-01"),
        ("arrivals", 6, "SDN", None, "2023-05-02"),
    ]
    row = {"origin_location_code": "AFG", "asylum_location_code": "IRN", "population_group": "REF", "gender": "all"}
    row |= {"population": 100, "reference_period_start": "2023-01-01T00:00:00", "reference_period_end": "2023-12-31"}
    figure = read_tables(open_document(json.dumps({"data": [row]}).encode(), name="hapi.json"))[0]
    assert (claim(figure), figure.population) == (("present", 100, "AFG", "IRN"), "AFG")
    assert (figure.evidence.cell, figure.evidence.quote) == ("data!E2", "100")
    columns = {"date": ["2023-05-01", "2023-05-02"], "departures": [7, 8]}
    assert [f.low for f in read_tables(open_document(json.dumps(columns).encode(), name="c.json"))] == [7, 8]
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}}
    feature["properties"] = {"camp": "Adre", "date": "2023-05-01", "refugees": 12}
    map_of = {"type": "FeatureCollection", "features": [feature]}
    assert claim(read_tables(open_document(json.dumps(map_of).encode(), name="m.geojson"))[0])[1:] == (12, None, "Adre")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"a": [1, 2', "it is not valid JSON .*line 1"),
        ('{"a": "b"}', "its JSON holds no rows"),
        ("[" * 100_000, "nested too deep|no JSON"),
        ('{"a":' * 50_000 + "1" + "}" * 50_000, "nested too deep|holds no rows"),
    ],
)
def test_json_without_rows_is_refused_in_one_sentence(text, what):
    with pytest.raises(InputError, match=what):
        open_document(text.encode(), name="x.json")


def test_an_open_document_spreadsheet_is_refused_with_the_way_out():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(InputError, match=r"\.ods.*Save it as \.xlsx"):
        open_document(file.getvalue(), name="x.ods")


def test_bombs_are_refused_or_bounded():
    rows = b"date,arrivals\n" + b"2023-05-01,5\n" * 1_000_000
    with pytest.raises(InputError, match="more than 2,000,000 cells"):
        open_document(rows, name="big.csv")
    many = table("Date|Arrivals|Departures|Returns", *["2023-05-01|1|2|3"] * 170_000)
    assert "more than 500,000 numbers" in read_tables_closely(many).problems[0].what
    book = workbook(S=[["Date", "Arrivals"], ["2023-05-01", 5]])
    book["S"].merge_cells("A2:B2")
    file = io.BytesIO()
    book.save(file)
    declared = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(declared, "w") as new:
        for name in old.namelist():
            sheet = old.read(name).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
            new.writestr(name, sheet.replace(b'ref="A2:B2"', b'ref="A2:XFD1048576"'))
    assert len(read_tables(open_document(declared.getvalue(), name="wide.xlsx"))) <= 1
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(declared, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/media/zeros", b"\0" * (301 << 20))
    with pytest.raises(InputError, match="unpacks to more than 300 MB"):
        open_document(declared.getvalue(), name="bomb.xlsx")


def test_a_copy_of_a_row_is_no_sum_and_small_numbers_add_up_by_chance():
    lines = [Line(i, (), values) for i, values in enumerate([(5.0, 6.0, 7.0), (0.0, 0.0, 0.0), (5.0, 6.0, 7.0)])]
    assert find_sums(lines) == {}
    assert find_sums([Line(i, (), (float(v),)) for i, v in enumerate((1, 2, 3, 6))]) == {}
    found = find_sums([Line(i, (), (float(v),)) for i, v in enumerate((100, 200, 300, 600))])
    assert {i: one.parts for i, one in found.items()} == {3: (0, 1, 2)}


def test_what_was_decided_for_a_whole_column_is_among_the_remarks():
    remarks = reading(table("Date|Arrivals", "13/02/2023|5", "14/02/2023|6")).remarks
    assert remarks == ["sheet!A1: the days of 'Date' are read as day before month, as '13/02/2023' shows"]
