"""Real tables as portals and agencies publish them: how many figures each gives, some by hand, sums computed apart.

They lie beside the project (../shared/data/tables) and are not kept in it: sizes and licences differ.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

import openpyxl
import pytest
from tables_by_hand import day

from panah.errors import InputError
from panah.figure import Figure, Measure, Unit
from panah.read.document import open_document
from panah.read.table import Reading, read_tables_closely

TABLES = Path(__file__).parents[4] / "shared" / "data" / "tables"
pytestmark = pytest.mark.skipif(not TABLES.is_dir(), reason="the tables lie beside the project")

FIGURES = {
    "csv-hapi-idps.csv": (699, 0),
    "csv-somalia-prmn-od.csv": (1797, 881),
    "csv-unhcr-asylumapplications.csv": (313, 26),
    "csv-unhcr-asylumdecisions.csv": (698, 60),
    "csv-unhcr-demographics.csv": (13109, 11970),
    "csv-unhcr-endyearpopulationtotals.csv": (3764, 0),
    "csv-unhcr-solutions.csv": (179, 0),
    "hxl-dtm-global-idp.csv": (901, 676),
    "json-dtm-api-haiti.json": (290, 232),
    "json-unhcr-sublocation-ukraine.json": (44, 0),
    "json-unhcr-timeseries-ukraine.json": (69, 0),
    "messy-hk-passenger-bom-crlf.csv": (4796, 3597),
    "messy-italy-impossible-dates.csv": (43, 0),
    "messy-italy-landings-vintages.csv": (597, 0),
    "messy-italy-reception-regions.csv": (5910, 0),
    "messy-unhcr-ukraine-wide-dates.csv": (443, 0),
    "messy-us-dates-moldova.csv": (190, 0),
    "messy-usbp-monthly-fy2000.csv": (325, 324),
    "xlsx-dtm-car-baseline-r14.xlsx": (3370, 2528),
    "xlsx-dtm-mali-baseline-r72.xlsx": (224, 0),
    "xlsx-ukraine-idp-estimate-r14.xlsx": (50, 0),
    "xlsx-ukraine-returnees-r13.xlsx": (31, 0),
}
"""How many figures, and how many of them are parts of another one."""

REFUSED = {
    "libhxl-input-fuzzy.csv": "its HXL tag #targeted+f counts people, but not whether they moved",
    "libhxl-input-merged.xlsx": "its HXL tag #targeted+m counts people, but not whether they moved",
    "libhxl-input-multiple-headers.csv": "its HXL tag #affected counts people, but not whether they moved",
    "libhxl-input-quality.xlsx": "neither a column nor the title says what is counted",
    "libhxl-input-untagged.csv": "neither a column nor the title says what is counted",
    "libhxl-input-valid-latin1.csv": "its HXL tag #targeted+f counts people, but not whether they moved",
    "libhxl-wide-tagging-test.csv": "neither a column nor the title says what is counted",
    "sources.csv": "no column counts people who moved",
}

BY_HAND = """
csv-hapi-idps.csv!M2|246362|present|person|AFG|AFG|AFG||2017-03-30
csv-unhcr-asylumapplications.csv!H2|245854|applications|person|AFG|AFG|IRN|2000-01-01|2000-12-31
csv-unhcr-asylumdecisions.csv!H2|82638|registered|person|AFG|AFG|IRN|2000-01-01|2000-12-31
csv-unhcr-demographics.csv!V2|1200000|present|person|AFG|AFG|AFG||2001-12-31
csv-unhcr-demographics.csv!V3|26092|returns|person|AFG||AFG|2001-01-01|2001-12-31
csv-unhcr-endyearpopulationtotals.csv!D2|2000|present|person|||IRN||1962-12-31
csv-unhcr-solutions.csv!F2|390|returns|person|IRN|PAK|IRN|1983-01-01|1983-12-31
json-dtm-api-haiti.json!D2|1068882|present|person|HTI|HTI|HTI||2010-11-30
json-dtm-api-haiti.json!J2|509533|present|person|HTI|HTI|HTI||2010-11-30
json-unhcr-sublocation-ukraine.json!R4|915000|present|person|UKR|UKR|DEU||2022-08-03
json-unhcr-timeseries-ukraine.json!C2|85000|present|person||UKR|||2022-04-25
messy-hk-passenger-bom-crlf.csv!G2|350|arrivals|person|||Airport|2021-01-01|2021-01-01
messy-italy-impossible-dates.csv!B3|130|arrivals|person|||ITA|2025-02-02|2025-02-02
messy-italy-landings-vintages.csv!B2|121|arrivals|person|||ITA|2019-09-01|2019-09-01
messy-unhcr-ukraine-wide-dates.csv!D2|547982|arrivals|person||UKR|POL||2022-03-02
messy-us-dates-moldova.csv!B2|6472|present|person|||MDA||2022-02-24
messy-us-dates-moldova.csv!C2|10928|arrivals|person||UKR|MDA||2022-02-24
messy-usbp-monthly-fy2000.csv!B6|716|arrivals|person|||Livermore|1999-10-01|1999-10-31
messy-usbp-monthly-fy2000.csv!M30|13689|arrivals|person|||Big Bend (formerly Marfa)|1999-10-01|2000-09-30
messy-usbp-monthly-fy2000.csv!N54|1676438|arrivals|person|||USA|1999-10-01|2000-09-30
xlsx-dtm-mali-baseline-r72.xlsx!J3|61|present|household|MLI|MLI|Commune I||2021-09-30
xlsx-dtm-mali-baseline-r72.xlsx!K3|283|present|person|MLI|MLI|Commune I||2021-09-30
xlsx-dtm-mali-baseline-r72.xlsx!P31|21787|returns|household|MLI||Menaka||2021-09-30
xlsx-ukraine-idp-estimate-r14.xlsx!G3|121000|present|person|UKR|UKR|Cherkaska||2023-09-30
xlsx-ukraine-idp-estimate-r14.xlsx!H3|62000|returns|person|UKR||Cherkaska||2023-09-30
"""
"""Read by a person: file and cell, number, measure, unit, population, from, to, first day, last day."""


@pytest.fixture(scope="module")
def read():
    kept: dict[str, Reading] = {}

    def once(name: str) -> Reading:
        if name not in kept:
            kept[name] = read_tables_closely(open_document(TABLES / name))
        return kept[name]

    return once


def whole(figures: list[Figure]) -> list[Figure]:
    return [figure for figure in figures if figure.part_of is None]


def rows_of(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_there_has_its_line_here():
    assert {path.name for path in TABLES.iterdir()} == {*FIGURES, *REFUSED, "libhxl-input-quality.xls"}


@pytest.mark.parametrize("name", FIGURES)
def test_a_table_of_counts_gives_so_many_figures(name, read):
    figures = read(name).figures
    assert (len(figures), len(figures) - len(whole(figures))) == FIGURES[name]
    ids = {figure.id for figure in figures}
    assert all(figure.part_of in ids for figure in figures if figure.part_of)


@pytest.mark.parametrize("name", REFUSED)
def test_a_table_of_something_else_is_refused_with_what_is_missing(name, read):
    reading = read(name)
    assert reading.figures == []
    assert any(REFUSED[name] in problem.what for problem in reading.problems)


def test_an_old_excel_workbook_is_refused_with_the_way_out():
    with pytest.raises(InputError, match=r"old Excel workbook \(\.xls\).*Save it|Open it and save it as \.xlsx"):
        open_document(TABLES / "libhxl-input-quality.xls")


@pytest.mark.parametrize("line", BY_HAND.split("\n")[1:-1])
def test_a_cell_means_what_a_person_reads_in_it(line, read):
    where, value, *said, start, end = line.split("|")
    name, _, spot = where.partition("!")
    cell = [f for f in read(name).figures if (f.evidence.cell or "").endswith(f"!{spot}")]
    (figure,) = (f for f in cell if "+" not in f.evidence.quote)
    assert figure.low == figure.high == float(value)
    ends = (figure.population, figure.origin, figure.destination)
    assert [figure.measure, figure.unit, *(end or "" for end in ends)] == said
    assert (figure.period.start, figure.period.end) == (day(start) if start else None, day(end))


@pytest.mark.parametrize("name", [name for name in FIGURES if name.endswith((".csv", ".json"))])
def test_a_quote_is_the_text_of_its_cell(name, read):
    report = open_document(TABLES / name)
    cells = dict(report.tables)
    for figure in read(name).figures[::7]:
        sheet, _, spot = (figure.evidence.cell or "").rpartition("!")
        letters = spot.rstrip("0123456789")
        column = sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(letters))) - 1
        assert figure.evidence.quote.startswith(cells[sheet][int(spot[len(letters) :]) - 1][column].strip())


def test_the_displaced_of_somalia_add_up_over_all_monitored_groups(read):
    figures = whole(read("csv-somalia-prmn-od.csv").figures)
    rows = rows_of("csv-somalia-prmn-od.csv")
    assert sum(f.low for f in figures) == sum(int(row["Number of Individuals"]) for row in rows) == 82992
    first = [row for row in rows if row["Year Week"] == "201601"]  # from 3 January, the year's first Sunday
    week = [f for f in figures if f.period.start == day("2016-01-03")]
    assert sum(f.low for f in week) == sum(int(row["Number of Individuals"]) for row in first)


def test_the_displaced_of_the_central_african_republic_add_up_over_all_sites(read):
    figures = whole(read("xlsx-dtm-car-baseline-r14.xlsx").figures)
    sheet = openpyxl.load_workbook(TABLES / "xlsx-dtm-car-baseline-r14.xlsx", read_only=True, data_only=True).active
    rows = list(sheet.iter_rows(min_row=3, min_col=11, max_col=12, values_only=True))
    for unit, column in ((Unit.HOUSEHOLD, 0), (Unit.PERSON, 1)):
        assert sum(f.low for f in figures if f.unit is unit) == sum(row[column] or 0 for row in rows)


def test_reasons_and_origins_add_up_to_one_stock_a_day_in_haiti(read):
    answer = json.loads((TABLES / "json-dtm-api-haiti.json").read_text())
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for row in answer["result"]:
        sums[row["reportingDate"][:10], row["operation"] + row["assessmentType"]] += row["numPresentIdpInd"]
    found = sorted((str(f.period.end), f.low) for f in whole(read("json-dtm-api-haiti.json").figures))
    assert found == sorted((when, total) for (when, _), total in sums.items())


def test_the_landings_of_a_day_are_told_by_each_report_that_knew_them(read):
    rows = [r for r in rows_of("messy-italy-landings-vintages.csv") if r["Data"] <= r["Data_Report"]]
    figures = read("messy-italy-landings-vintages.csv").figures
    assert sorted((str(f.period.end), str(f.said), f.low) for f in figures) == sorted(
        (r["Data"], r["Data_Report"], float(r["Valore"])) for r in rows
    )


def test_days_that_are_none_and_zeros_after_the_report_are_named(read):
    problems = read("messy-italy-impossible-dates.csv").problems
    assert len(problems) == 16
    assert sum("is no day of the calendar" in p.what for p in problems) == 3
    assert sum("after its own report of" in p.what for p in problems) == 13


def test_missing_cells_of_a_wide_table_are_missing(read):
    with (TABLES / "messy-unhcr-ukraine-wide-dates.csv").open(newline="") as file:
        cells = [cell for row in list(csv.reader(file))[1:] for cell in row[2:]]
    assert (
        sum(cell not in ("", "-") for cell in cells) == 443 == len(read("messy-unhcr-ukraine-wide-dates.csv").figures)
    )


def test_residents_and_visitors_are_parts_of_the_total_at_each_control_point(read):
    figures = read("messy-hk-passenger-bom-crlf.csv").figures
    rows = rows_of("messy-hk-passenger-bom-crlf.csv")
    assert sum(f.low for f in whole(figures)) == sum(int(row["Total"]) for row in rows)
    assert sum(f.low for f in figures if f.part_of) == sum(int(row["Total"]) for row in rows)


def test_borders_are_parts_of_all_and_sectors_of_their_border(read):
    figures = {f.evidence.cell.rpartition("!")[2]: f for f in read("messy-usbp-monthly-fy2000.csv").figures}
    parents = {spot: f.part_of for spot, f in figures.items()}
    assert parents["N48"] == parents["N50"] == parents["N52"] == figures["N54"].id
    assert (parents["N6"], parents["N14"], parents["M30"]) == (figures["N48"].id, figures["N50"].id, figures["N52"].id)
    assert parents["B6"] == figures["N6"].id
    assert "it adds up 3 rows" in figures["N54"].caveats[-1]


def test_returns_are_those_of_the_days_that_another_sheet_states(read):
    reading = read("xlsx-ukraine-returnees-r13.xlsx")
    top = [f for f in reading.figures if (f.evidence.cell or "").startswith("Top 5")]
    assert {f.period.end for f in top} == {day("2023-05-31")}
    assert {f.measure for f in top} == {Measure.RETURNS}
    assert any("the day of the other sheets" in note.what for note in reading.notes)


def test_shares_are_no_people(read):
    what = [p.what for p in read("xlsx-ukraine-idp-estimate-r14.xlsx").problems]
    assert what == ["no column counts people who moved (column '% of IDPs': it holds shares, not people)"] * 2


def test_the_order_of_day_and_month_is_shown(read):
    notes = read("messy-hk-passenger-bom-crlf.csv").notes
    assert [note.what for note in notes] == ["the days of 'Date' are read as day before month, as '13-01-2021' shows"]


def test_a_group_that_calls_itself_cumulative_says_so(read):
    figures = read("json-unhcr-sublocation-ukraine.json").figures
    assert all("(cumulative)" in f.caveats[-1] for f in figures)
    assert {source.name for f in figures for source in f.sources} == {"UNHCR, Government"}
