"""Days that stand inside longer words: 'IDPs (March 2023)', 'as of 31/12/2022', 'October' under a title of FY 2000."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from panah.errors import InputError
from panah.figure import Period
from panah.read.table.days import Order, month_names, month_of, period_of
from panah.read.table.words import fold_cell, words

_SPELLED = re.compile(
    r"(?<!\d)(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4}|\d{4}[- ]?Q[1-4]|\d{4}-\d{2}(?![-/\d])"
    r"|(?:\d{1,2}[- ])?[^\W\d_]{3,9}[-'\u2019]\d{2})(?!\d)"
)
_APART = re.compile(r"[^\s.,\-/'\u2019\u2013]")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_SPAN_OF_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/\u2013]\s*((?:19|20)?\d{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\.?[-\s/]*(?:de |of )?([^\W\d_]{3,})\.?|([^\W\d_]{3,})\.?[-\s]+(\d{1,2})"
)


@dataclass(frozen=True, slots=True)
class Years:
    """The year that words name; `last` is the later one of two ('2022/23'), `fiscal` when they call it so."""

    first: int
    last: int
    fiscal: bool = False


def stamps(text: str, order: Order | None = None, *, years: bool = False) -> list[Period]:
    """The days, months and quarters (with `years`, else whole years as well) that a text names, each once, in order."""
    plain = text[:2000].replace("_", " ")
    found: dict[Period, None] = {}
    for match in _SPELLED.finditer(plain):
        try:
            period = period_of(match[0], order or Order())
        except InputError:
            continue
        if period:
            found[period] = None
    found.update(dict.fromkeys(_worded(plain)))
    if not found and years:
        found.update({Period(date(int(y), 1, 1), date(int(y), 12, 31)): None for y in _YEAR.findall(plain)})
    return list(found)


def _worded(text: str) -> Iterator[Period]:
    """Days and months with the month in words: '31 March 2023', 'March 31, 2023', 'March 2023'."""
    tokens = []
    end = 0
    for match in _TOKEN.finditer(text):
        if _APART.search(text, end, match.start()):
            tokens.append("")  # what stands in brackets or after a semicolon is none of the same day
        tokens += [match[0]] if fold_cell(match[0]) not in words().joints else []
        end = match.end()
    for i, token in enumerate(tokens):
        month = month_names().get(fold_cell(token)) if len(token) >= 3 else None
        if not month:
            continue
        before, after = (tokens[i - 1] if i else ""), [*tokens[i + 1 : i + 3], "", ""]
        if _is_year(after[0]):
            day, year = (before if _is_day(before) else ""), after[0]
        elif _is_day(after[0]) and _is_year(after[1]):
            day, year = after[0], after[1]
        else:
            continue
        try:
            yield Period(*(date(int(year), month, int(day)),) * 2) if day else month_of(int(year), month)
        except (InputError, ValueError):
            continue


def _is_year(token: str) -> bool:
    return len(token) == 4 and token.isdecimal() and 1900 <= int(token) <= 2100


def _is_day(token: str) -> bool:
    return len(token) <= 2 and token.isdecimal() and 1 <= int(token) <= 31


def year_in(text: str) -> Years | None:
    """The one year, or two years that follow each other, that a title names; None when it names none or several."""
    plain = text[:2000].replace("_", " ")
    folded = fold_cell(plain)
    fiscal = any(re.search(rf"\b{word} ?(?=\d|$|\b)", folded) for word in words().fiscal)
    for match in _SPAN_OF_YEARS.finditer(plain):
        first = int(match[1])
        last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
        if last == first + 1:
            return Years(first, last, fiscal)
    found = {int(year) for year in _YEAR.findall(plain)}
    return Years(*(found.pop(),) * 2, fiscal) if len(found) == 1 else None


def month_or_day(cell: str) -> tuple[int, int | None] | None:
    """The month, and the day if one is named, of a cell without a year: 'October', '01-May', 'May 1'."""
    text = cell.strip()
    if len(text) > 20:
        return None
    if month := month_names().get(fold_cell(text)):
        return month, None
    match = _DAY_MONTH.fullmatch(text)
    if not match:
        return None
    named = month_names().get(fold_cell(match[2] or match[3]))
    day = int(match[1] or match[4])
    return (named, day) if named and 1 <= day <= 31 else None


def dated(cells: Sequence[str], years: Years) -> list[Period | None]:
    """The periods of headers that name months or days without a year, under words that name the year.

    The months run on from one header to the next; where they pass the end of a year, a fiscal year ends in the year
    that it is called by. Raises InputError when they pass it and one plain year is all that is named.
    """
    found = [month_or_day(cell) for cell in cells]
    months = [pair[0] for pair in found if pair]
    turns = [i for i, (a, b) in enumerate(pairwise(months)) if b < a]
    if turns and years.first == years.last and not years.fiscal:
        raise InputError(f"its months pass the end of a year, but only {years.first} is named")
    year = years.last - len(turns) if years.fiscal and years.first == years.last else years.first
    periods: list[Period | None] = []
    before = 0
    for pair in found:
        if pair is None:
            periods.append(None)
            continue
        month, day = pair
        year += month < before
        before = month
        periods.append(Period(*(date(year, month, day),) * 2) if day else month_of(year, month))
    return periods
