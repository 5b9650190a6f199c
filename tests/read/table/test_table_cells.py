"""Number cells and day cells, decided column by column."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panah.errors import InputError
from panah.figure import Hedge, Period
from panah.read.table.cells import letters
from panah.read.table.days import order_of, period_of, week_of
from panah.read.table.numbers import missing, number, style


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("0", 0),
        ("98000", 98000),
        ("98,000", 98000),
        ("1,643,679", 1643679),
        ("98 000", 98000),
        ("98\u00a0000", 98000),
        ("98'000", 98000),
        ("1655503.0", 1655503),
        ("1e+05", 100000),
        ("1,257,500\u00b9", 1257500),
        ("12,345*", 12345),
        ("12,345 (a)", 12345),
        ("\u0669\u0668\u0660\u0660\u0660", 98000),
    ],
)
def test_a_number_is_read_however_it_is_written(cell, value):
    found = number(cell)
    assert found is not None
    assert (found.low, found.high) == (value, value)


@pytest.mark.parametrize(
    "cell", ["98,00", "abc", "-5", "1,23,456", "12.3.4", "5 %", "1e99", "9" * 30, "", "inf", "nan"]
)
def test_what_is_no_number_of_people_is_not_read_as_one(cell):
    assert number(cell) is None


@pytest.mark.parametrize("cell", ["", " ", "-", "–", "n/a", "N/A", "#N/A", "Not available", "..", "нет данных"])
def test_a_missing_cell_is_missing_and_not_zero(cell):
    assert missing(cell)
    assert number(cell) is None


@pytest.mark.parametrize(
    ("cell", "low", "high", "hedge"),
    [
        ("~5,000", 5000, 5000, Hedge.ABOUT),
        ("about 5,000", 5000, 5000, Hedge.ABOUT),
        ("более 5 000", 5000, 5000, Hedge.OVER),
        (">5000", 5000, 5000, Hedge.OVER),
        ("5,000+", 5000, 5000, Hedge.OVER),
        ("5,000–6,000", 5000, 6000, Hedge.RANGE),
        ("5000-6000", 5000, 6000, Hedge.RANGE),
    ],
)
def test_a_hedge_in_the_cell_is_kept(cell, low, high, hedge):
    found = number(cell)
    assert found is not None
    assert (found.low, found.high, found.hedge) == (low, high, hedge)


def test_separators_are_decided_for_the_column_and_a_doubt_is_said():
    european = style(["1.234", "98.000", "1.234.567"])
    assert number("98.000", european).low == 98000
    assert european.doubt == ""
    assert "dots" in style(["1.234", "98.000"]).doubt
    assert number("12,5", style(["12,5", "1.234,0", "7,5"])).low == 12.5
    assert number("1.5", style(["1.5", "2.25"])).low == 1.5


def test_one_typo_does_not_turn_a_column_into_decimals():
    assert number("98,00", style(["98,00", "64,000", "12000"])) is None


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2022-09-27", date(2022, 9, 27), date(2022, 9, 27)),
        ("2022-09-27T00:00:00", date(2022, 9, 27), date(2022, 9, 27)),
        ("2022/09/27", date(2022, 9, 27), date(2022, 9, 27)),
        ("27.09.2022", date(2022, 9, 27), date(2022, 9, 27)),
        ("September 27, 2022", date(2022, 9, 27), date(2022, 9, 27)),
        ("27 Sept 2022", date(2022, 9, 27), date(2022, 9, 27)),
        ("27 сентября 2022 г.", date(2022, 9, 27), date(2022, 9, 27)),
        ("27. syyskuuta 2022", date(2022, 9, 27), date(2022, 9, 27)),
        ("2022-02", date(2022, 2, 1), date(2022, 2, 28)),
        ("Dezember 2022", date(2022, 12, 1), date(2022, 12, 31)),
        ("2022 Q4", date(2022, 10, 1), date(2022, 12, 31)),
    ],
)
def test_a_day_a_month_and_a_quarter_become_the_days_they_name(cell, start, end):
    assert period_of(cell) == Period(start, end)


@pytest.mark.parametrize("cell", ["2025-02-29", "31/04/2022", "30 February 2022", "2022-13", "0000-01-01"])
def test_an_impossible_day_is_said_instead_of_moved(cell):
    with pytest.raises(InputError, match="no day of the calendar"):
        period_of(cell)


@pytest.mark.parametrize(
    "cell", ["", "2022", "Total", "12", "98,000", "about May", "see note 3 of 2022 in May and June"]
)
def test_what_names_no_day_gives_none(cell):
    assert period_of(cell) is None


def test_day_and_month_are_decided_for_the_whole_column():
    dmy, mdy = ["01/02/2022", "13/02/2022"], ["02/01/2022", "02/13/2022"]
    assert period_of("01/02/2022", order_of(dmy)) == Period(date(2022, 2, 1), date(2022, 2, 1))
    assert period_of("02/01/2022", order_of(mdy)) == Period(date(2022, 2, 1), date(2022, 2, 1))
    assert "13/02/2022" in order_of(dmy).why


def test_rows_that_follow_each_other_closely_decide_where_no_number_does():
    order = order_of(["03/01/2022", "03/02/2022", "03/03/2022", "03/04/2022"])
    assert not order.day_first
    assert order.doubt == ""


def test_an_ambiguous_column_says_so():
    order = order_of(["02/01/2022", "03/04/2022"])
    assert order.day_first
    assert "no cell" in order.doubt


def test_cells_that_fit_only_the_other_order_are_said():
    order = order_of(["13/01/2022", "14/01/2022", "01/15/2022"])
    assert order.day_first
    assert order.doubt.startswith("1 cells")
    with pytest.raises(InputError):
        period_of("01/15/2022", order)


def test_weeks_are_iso_weeks():
    assert week_of("202210") == week_of("2022-W10") == Period(date(2022, 3, 7), date(2022, 3, 13))
    assert week_of("202260") is None


def test_columns_are_named_as_in_a_spreadsheet():
    assert [letters(i) for i in (0, 1, 25, 26, 51, 52, 701, 702)] == ["A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=5))
def test_any_cell_is_a_number_a_day_or_nothing(cell, column):
    found = number(cell, style([cell, *column]))
    assert found is None or 0 <= found.low <= found.high
    try:
        period = period_of(cell, order_of([cell, *column]))
    except InputError:
        return
    assert period is None or (period.start is not None and period.start <= period.end)
