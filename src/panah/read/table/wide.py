"""Columns headed by days, months or years: the numbers under them are one series, and a column of totals adds it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from panah.errors import InputError
from panah.figure import Period
from panah.read.table.column import Column
from panah.read.table.days import Order, order_of, period_of
from panah.read.table.header import Layout, is_day, numbered_days
from panah.read.table.stamps import dated, month_or_day, stamps, year_in
from panah.read.table.words import fold, has, words

_SERIES = frozenset({"number", "unknown", "count", "ignore"})
_DATED = frozenset({"date", "start", "end", "said", "month_end", "week", "year"})
FEWEST = 3
"""Columns headed by days alone that make a series; a lone day may be the name of something else."""


def headed_by_days(columns: tuple[Column, ...], layout: Layout, around: str) -> tuple[Column, ...]:
    """The columns, those whose header is or holds a day with that day; `around` are words that may name the year."""
    if layout.tags:
        return columns
    for days in (_whole_headers, _without_year):
        if found := days(columns, around):
            return _totalled(tuple(_dated(c, found) for c in columns), found)
    return _within_headers(columns)


_Days = dict[int, tuple[Period | None, Order, str]]
"""By index of the column: the day of its header, the order of day and month, and why."""


def _dated(column: Column, found: _Days) -> Column:
    if column.index not in found:
        return column
    day, order, why = found[column.index]
    return replace(column, role="count", why=why, order=order, day=day, day_why=why)


def _whole_headers(columns: Sequence[Column], around: str) -> _Days:
    names = numbered_days(c.name for c in columns)
    headed = [c for c in columns if (is_day(c.name) or c.name in names) and c.role in _SERIES]
    if len(headed) < FEWEST:
        return {}
    order = order_of([c.name for c in headed if not _is_year(c.name)])
    why = f"its header is a day ({order.why})" if order.why else "its header is a day"
    return {c.index: (_header_day(c.name, order), order, why) for c in headed}


def _is_year(name: str) -> bool:
    return len(name) == 4 and name.isdecimal()


def _header_day(name: str, order: Order) -> Period | None:
    if _is_year(name):
        return Period(date(int(name), 1, 1), date(int(name), 12, 31))
    try:
        return period_of(name, order)
    except InputError:
        return None


def _without_year(columns: Sequence[Column], around: str) -> _Days:
    """Headers that name a month or a day, under a title that names the year. Raises InputError when none does."""
    headed = [c for c in columns if c.role in _SERIES and month_or_day(c.name)]
    if len(headed) < FEWEST:
        return {}
    years = year_in(around)
    if years is None:
        raise InputError("its columns are headed by months or days, but neither they nor the title name one year")
    periods = dated([c.name for c in headed], years)
    called = "fiscal year" if years.fiscal else "year"
    spans = str(years.last) if years.first == years.last else f"{years.first} to {years.last}"
    why = f"its header, in the {called} {spans} that the title names"
    return {c.index: (period, Order(), why) for c, period in zip(headed, periods, strict=True)}


def _totalled(columns: tuple[Column, ...], found: _Days) -> tuple[Column, ...]:
    """A column of totals beside months or days that leave no gap covers all of them."""
    days = sorted((p for p, _, _ in found.values() if p and p.start and p.end), key=lambda p: (p.start, p.end))
    gapless = len(days) >= FEWEST and all(
        a.end and b.start and b.start == a.end + timedelta(days=1) for a, b in pairwise(days)
    )
    if not gapless:
        return columns
    span = Period(days[0].start, days[-1].end)
    return tuple(
        replace(c, day=span, day_why=f"its header {c.name!r}, over the days of the other columns")
        if c.role == "value" and c.meaning.whole
        else c
        for c in columns
    )


def _within_headers(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Days inside longer headers ('IDPs (March 2023)'), where no column holds days or the headers name several."""
    found: _Days = {}
    order = order_of([token for c in columns for token in c.name.replace("(", " ").replace(")", " ").split()])
    for c in columns:
        named = stamps(c.name, order, years=True) if c.role in ("count", "number", "value") else []
        if len(named) == 1 and not any(has(fold(c.name), word) for word in words().since):
            found[c.index] = (named[0], order, f"its header {c.name!r}")
    distinct = Counter(day for day, _, _ in found.values())
    if not found or (any(c.role in _DATED for c in columns) and len(distinct) < FEWEST):
        return columns
    return tuple(_stamped(c, *found[c.index]) if c.index in found else c for c in columns)


def _stamped(column: Column, day: Period | None, order: Order, why: str) -> Column:
    role = "count" if column.role == "number" else column.role
    return replace(column, role=role, day=day, order=order, day_why=why)
