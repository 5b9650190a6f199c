"""The shapes of HXL, HAPI and UNHCR tables, each read to the figures that an information manager reads in it."""

from __future__ import annotations

from tables_by_hand import claim, day, table

from panah.figure import Measure, Period, Unit
from panah.read.document import open_document
from panah.read.table import read_tables, read_tables_with_problems


def test_hxl_tags_map_exactly_wherever_their_row_stands():
    figures = read_tables(
        table(
            "A note above the table",
            "",
            "Country|Code|Region|People|Women|Families|When|Other",
            "#country+name|#country+code|#adm1+name|#affected+idps+ind|#affected+idps+f|#affected+idps+hh|#date+reported|",
            "Mali|MLI|Mopti|1 200|Not available|200|2021-09-30|77",
            "Mali|MLI||9,000|5000|1500|2021-09-30|77",
        )
    )
    assert [(f.low, f.unit, f.destination, f.origin, f.population) for f in figures] == [
        (1200, Unit.PERSON, "Mopti", "MLI", "MLI"),
        (200, Unit.HOUSEHOLD, "Mopti", "MLI", "MLI"),
        (9000, Unit.PERSON, "MLI", "MLI", "MLI"),
        (5000, Unit.PERSON, "MLI", "MLI", "MLI"),
        (1500, Unit.HOUSEHOLD, "MLI", "MLI", "MLI"),
    ]
    assert figures[3].part_of == figures[2].id
    assert all(f.measure is Measure.PRESENT and f.period == Period(None, day("2021-09-30")) for f in figures)
    assert "its HXL tag #affected+idps+ind" in dict(figures[0].reasons)["measure"]


def test_hxl_counts_of_aid_are_refused_with_what_is_missing():
    figures, problems = read_tables_with_problems(table("Who|Women", "#org|#targeted+f", "A|100", "B|200"))
    assert figures == []
    assert "#targeted+f" in problems[0].what
    assert "not whether they moved" in problems[0].what


def test_rows_broken_down_by_reason_are_summed_and_stay_as_parts():
    figures = read_tables(
        table(
            "Country|Reason|People|Reported",
            "#country+code|#cause+type|#affected+idps|#date+reported",
            "AFG|Conflict|100|2017-03-30",
            "AFG|Disaster|20|2017-03-30",
            "AFG|Conflict|90|2017-06-30",
        )
    )
    assert [(f.low, f.part_of is not None) for f in figures] == [(120, False), (100, True), (20, True), (90, False)]
    assert figures[0].evidence.quote == "100 + 20"
    assert figures[1].part_of == figures[0].id
    assert any("sum of 2 rows" in c for c in figures[0].caveats)


def test_rows_that_say_the_same_of_different_numbers_are_not_summed():
    figures = read_tables(table("#country+code|#date|#affected+idps", "AFG|2017-03-30|100", "AFG|2017-03-30|20"))
    assert [f.low for f in figures] == [100, 20]
    assert all("2 rows of the table" in f.caveats[-1] for f in figures)


def test_hapi_rows_are_known_by_their_columns():
    head = "location_code,provider_admin1_name,admin1_name,admin_level,operation,assessment_type,population,"
    head += "reporting_round,reference_period_start,reference_period_end\n"
    rows = "AFG,,,0,Op,BA,246362,1,2017-03-30,2017-03-30\nAFG,Kabul,Kabul,1,Op,BA,62328,1,2017-03-30,2017-03-30\n"
    figures = read_tables(open_document((head + rows).encode("utf-8-sig"), name="idps.csv"))
    assert [(f.low, f.destination, f.measure) for f in figures] == [
        (246362, "AFG", Measure.PRESENT),
        (62328, "Kabul", Measure.PRESENT),
    ]
    assert figures[0].period == Period(None, day("2017-03-30"))
    assert figures[0].evidence.cell == "idps!G2"


def test_unhcr_populations_of_origin_and_asylum_keep_their_groups_apart():
    figures, problems = read_tables_with_problems(
        table(
            "Year|ISO3CoO|ISO3CoA|REF|IDP|ASY", "2001|AFG|IRN|1e+05|0|300", "2001|AFG|AFG|0|900|", "2001|UKN|IRN|7|0|0"
        )
    )
    assert problems == []
    assert [(f.low, f.origin, f.destination, f.population) for f in figures] == [
        (100000, "AFG", "IRN", "AFG"),
        (300, "AFG", "IRN", "AFG asylum-seekers"),
        (0, "AFG", "AFG", "AFG"),
        (900, "AFG", "AFG", "AFG"),
        (7, None, "IRN", None),
        (0, None, "IRN", "asylum-seekers"),
    ]
    assert all(f.period == Period(None, day("2001-12-31")) for f in figures)


def test_unhcr_names_of_columns_are_read_as_well():
    figures = read_tables(
        table("year|coo_iso|coa_iso|refugees|asylum_seekers|returned_refugees|idps", "2022|UKR|POL|5|6|7|0")
    )
    assert [claim(f) for f in figures] == [
        ("present", 5, "UKR", "POL"),
        ("present", 6, "UKR", "POL"),
        ("returns", 7, "POL", "UKR"),
    ]


def test_unhcr_applications_sum_over_procedures_and_cases_are_households():
    figures = read_tables(
        table(
            "Year|ISO3CoO|ISO3CoA|ProcedureType|ApplicationType|ApplicationDataType|Applications",
            "2005|AFG|PAK|U|N|P|10",
            "2005|AFG|PAK|U|A|P|5",
            "2005|IRQ|PAK|U|N|C|3",
        )
    )
    assert [(f.low, f.unit, f.part_of is None) for f in figures] == [
        (15, Unit.PERSON, True),
        (10, Unit.PERSON, False),
        (5, Unit.PERSON, False),
        (3, Unit.HOUSEHOLD, True),
    ]
    assert figures[0].period == Period(day("2005-01-01"), day("2005-12-31"))


def test_a_breakdown_of_zeros_beside_a_total_says_nothing_and_is_left_out():
    figures = read_tables(
        table(
            "Year|ISO3CoO|ISO3CoA|PT|Female_total|Male_total|Total",
            "2001|AFG|IRN|REF|0|0|1200",
            "2001|IRQ|IRN|ASY|2|3|5",
            "2001|AFG|IRN|RET|1|1|2",
        )
    )
    assert [(f.low, f.measure.value, f.population, f.part_of is None) for f in figures] == [
        (1200, "present", "AFG", True),
        (5, "present", "IRQ asylum-seekers", True),
        (2, "present", "IRQ asylum-seekers", False),
        (3, "present", "IRQ asylum-seekers", False),
        (2, "returns", "AFG", True),
        (1, "returns", "AFG", False),
        (1, "returns", "AFG", False),
    ]
    assert (figures[4].origin, figures[4].destination) == ("IRN", "AFG")
