"""Day cells -> periods, with the order of day and month decided once for a whole column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from panah.errors import InputError
from panah.figure import Period
from panah.read.table.words import fold_cell, words

CLOSE = 8
"""Days between rows that follow each other closely: daily and weekly tables, with a gap."""

_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\d{1,2}(?:\D.{0,18})?)?")
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?: (?:\d{1,2}\D.{0,10}|\D{1,3}))?")
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")
_QUARTER = re.compile(r"(\d{4})[- ]?Q([1-4])", re.I)
_WEEK = re.compile(r"(\d{4})[- ]?W?(\d{1,2})")
_WORDS = re.compile(r"[^\W\d_]{3,}")
_MONTH_YY = re.compile(r"([^\W\d_]{3,})\.?[-\u2013/'\u2019 ]{1,2}(\d{2})")
_DAY_MONTH_YY = re.compile(r"(\d{1,2})[-/ .]{1,2}([^\W\d_]{3,})\.?[-/ ]{1,2}(\d{2})")
_SERIAL = re.compile(r"\d{5}(?:\.\d{1,10})?")
_LANGUAGES = ("en", "ru", "de", "fr", "es", "uk", "ar", "kk", "fi", "it", "tr", "pl", "pt", "ar_SY", "fa")
OPEN = "no cell of the column shows whether day or month stands first"
"""The doubt that another column of days may remove."""
FIRST_SERIAL, LAST_SERIAL = 25569, 65380
"""Spreadsheets number the days: these are 1970-01-01 and 2078-12-31. Other five-digit numbers are no days."""


@dataclass(frozen=True, slots=True)
class Order:
    """Whether the day stands before the month in a column, why, and the doubt that its cells leave."""

    day_first: bool = True
    why: str = ""
    doubt: str = ""
    serial: bool = False
    """Its days are numbers, as a spreadsheet stores them, since the cells have lost their format."""
    weeks: str = ""
    """For weeks: 'sunday' when they start on Sundays, the first of the year being week 1; else they are ISO weeks."""


def order_of(cells: Sequence[str]) -> Order:
    """The order of day and month in a column, decided by all of its cells together.

    A number above 12 decides; then a dot between them; then the order in which the rows follow each other closely.
    """
    if serials(cells):
        return Order(serial=True, why="days as a spreadsheet numbers them, its day 1 being 1 January 1900")
    found = [m for m in (_NUMERIC.fullmatch(cell.strip()) for cell in cells) if m]
    if not found:
        return Order()
    first, second = sum(int(m[1]) > 12 for m in found), sum(int(m[3]) > 12 for m in found)
    if first or second:
        proof = next(m for m in found if int(m[1 if first >= second else 3]) > 12)
        doubt = f"{min(first, second)} cells of the column fit only the other order" if first and second else ""
        name = "day before month" if first >= second else "month before day"
        return Order(first >= second, f"{name}, as {proof[0]!r} shows", doubt)
    if found[0][2] == ".":
        return Order(True, "day before month, as the dots show")
    spans = {way: _wander(found, way) for way in (True, False)}
    way = spans[True] < spans[False]
    if spans[way] <= CLOSE * len(found) and spans[not way] > 3 * spans[way]:
        return Order(way, f"{'day before month' if way else 'month before day'}: so the rows follow each other closely")
    return Order(True, "day before month", OPEN)


def _wander(found: Sequence[re.Match[str]], day_first: bool) -> int:
    days = []
    for m in found:
        day, month = (int(m[1]), int(m[3])) if day_first else (int(m[3]), int(m[1]))
        try:
            days.append(date(_year(m[4]), month, day))
        except ValueError:
            return 10**9
    return sum(abs((b - a).days) for a, b in pairwise(days))


def period_of(cell: str, order: Order = Order()) -> Period | None:
    """The days that a cell names: one day, or a whole month or quarter; None when it names none.

    Raises InputError for what looks like a day but is none, such as 30 February.
    """
    text = cell.strip()
    if len(text) > 40:
        return None
    if order.serial and is_serial(text):
        return day_of_serial(text)
    if m := _ISO.fullmatch(text):
        return _day(int(m[1]), int(m[3]), int(m[4]), text)
    if m := _NUMERIC.fullmatch(text):
        day, month = (int(m[1]), int(m[3])) if order.day_first else (int(m[3]), int(m[1]))
        return _day(_year(m[4]), month, day, text)
    if m := _MONTH.fullmatch(text):
        return month_of(int(m[1]), int(m[2]), text)
    if m := _QUARTER.fullmatch(text):
        return Period(_day(int(m[1]), 3 * int(m[2]) - 2, 1, text).start, month_of(int(m[1]), 3 * int(m[2]), text).end)
    if (m := _MONTH_YY.fullmatch(text)) and (named := month_names().get(fold_cell(m[1]))):
        return month_of(_year(m[2]), named, text)
    if (m := _DAY_MONTH_YY.fullmatch(text)) and (named := month_names().get(fold_cell(m[2]))):
        return _day(_year(m[3]), named, int(m[1]), text)
    return _in_words(text)


def is_serial(cell: str) -> bool:
    """Whether a cell is a number by which spreadsheets store a day."""
    text = cell.strip()
    return bool(_SERIAL.fullmatch(text)) and FIRST_SERIAL <= float(text) <= LAST_SERIAL


def serials(cells: Sequence[str]) -> bool:
    """Whether all cells of a column are days as spreadsheets number them."""
    return bool(cells) and all(map(is_serial, cells))


def day_of_serial(text: str) -> Period:
    """The day with this number in a spreadsheet."""
    day = date(1899, 12, 30) + timedelta(days=int(float(text)))
    return Period(day, day)


def _in_words(text: str) -> Period | None:
    names = _WORDS.findall(text)
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    if "(" in text or not words().rounds.isdisjoint(map(fold_cell, names)):
        return None  # 'Round 10 (March 2023)' is no tenth of March
    if not 1 <= len(names) <= 3 or not 1 <= len(numbers) <= 2:
        return None
    months = {month for name in names if (month := month_names().get(fold_cell(name)))}
    years = [n for n in numbers if 1900 <= n <= 2200]
    if len(months) != 1 or len(years) != 1:
        return None
    days = [n for n in numbers if n not in years]
    return _day(years[0], months.pop(), days[0], text) if days else month_of(years[0], months.pop(), text)


@cache
def month_names() -> dict[str, int]:
    """Month by its folded full or short name, from CLDR, in the languages that tables come in."""
    from babel.dates import get_month_names  # only tables with months in words need it

    found: dict[str, int] = {}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for month, name in get_month_names(width, context=context, locale=language).items():
                    found.setdefault(fold_cell(name), int(month))
    return {name: month for name, month in found.items() if len(name) >= 3 and not name.isdigit()}


def month_of(year: int, month: int, text: str = "") -> Period:
    """All days of a month. Raises InputError for a month that is none."""
    start = _day(year, month, 1, text or f"{year}-{month}").start
    assert start is not None
    following = date(year + month // 12, month % 12 + 1, 1) if year < 9999 else date(9999, 12, 31)
    return Period(start, following - timedelta(days=1))


def weeks_of(cells: Sequence[str]) -> Order:
    """How a column numbers its weeks: ISO has no week 0, so a column with one starts its weeks on Sundays."""
    zero = next((c for c in cells if (m := _WEEK.fullmatch(c.strip())) and int(m[2]) == 0), None)
    if zero is None:
        return Order()
    why = f"weeks that start on Sundays, since {zero!r} is none of ISO's"
    return Order(why=why, doubt="the table has a week 0: its weeks are taken to start on Sundays", weeks="sunday")


def week_of(text: str, order: Order = Order()) -> Period | None:
    """The days of a week written as year and number ('202243'); None when it is none."""
    m = _WEEK.fullmatch(text.strip())
    if m and order.weeks:
        return _sunday_week(int(m[1]), int(m[2]))
    try:
        start = date.fromisocalendar(int(m[1]), int(m[2]), 1) if m else None
    except ValueError:
        return None
    return Period(start, start + timedelta(days=6)) if start else None


def _sunday_week(year: int, week: int) -> Period | None:
    """The week that starts on the year's week-th Sunday; week 0 is what stands before the first one."""
    if not 1 <= year <= 9998 or week > 53:
        return None
    opening = date(year, 1, 1)
    sunday = opening + timedelta(days=(6 - opening.weekday()) % 7 + 7 * (week - 1))
    start, end = max(sunday, opening), min(sunday + timedelta(days=6), date(year, 12, 31))
    return Period(start, end) if start <= end else None


def _day(year: int, month: int, day: int, text: str) -> Period:
    try:
        found = date(year, month, day)
    except ValueError:
        raise InputError(f"{text!r} is no day of the calendar") from None
    return Period(found, found)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)
