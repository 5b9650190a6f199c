"""Where a sheet's header stands: notes above it, one row or several, an HXL tag row anywhere in the first rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from panah.errors import InputError
from panah.read.table.days import is_serial, period_of
from panah.read.table.looks import Cells
from panah.read.table.numbers import missing, number
from panah.read.table.stamps import month_or_day
from panah.read.table.words import counted, fold, fold_cell, words

SEARCHED = 25
"""Rows searched for a header; the same reach as HXL's own tools use for the tag row."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_TAG = re.compile(r"#\s*[A-Za-z]\w*(?:\s*\+\s*[A-Za-z]\w*)*\s*")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is laid out: a header and an HXL tag for each column, the first row below, the words above."""

    header: tuple[str, ...]
    tags: tuple[str, ...]
    first: int
    notes: str = ""


def find_layout(cells: Cells) -> Layout | None:
    """The layout of a sheet; None when no row of the first 25 looks like a header."""
    width = max(map(len, cells), default=0)
    for index, row in enumerate(cells[:SEARCHED]):
        if _is_tag_row(row):
            tags = tuple(_tag(cell) for cell in _padded(row, width))
            header = _joined(cells, index - 1, width) if index else ("",) * width
            return Layout(header, tags, index + 1, _words_of(cells[: max(0, index - 1)]))
    scores = {i: _score(row) - i for i, row in enumerate(cells[:SEARCHED]) if _may_be_header(row)}
    if not scores:
        return None
    best = max(scores, key=lambda i: (scores[i], -i))
    last = best + 1 if _continues(cells, best + 1) else best
    header = _with_lone_end(_joined(cells, last, width), cells, best)
    return Layout(header, (), last + 1, _words_of(cells[:best]))


def _is_tag_row(row: tuple[str, ...]) -> bool:
    filled = [cell for cell in row if cell.strip()]
    tagged = sum(1 for cell in filled if _TAG.fullmatch(cell.strip()))
    return tagged > 0 and 2 * tagged >= len(filled)


def _tag(cell: str) -> str:
    return "".join(cell.split()).casefold() if _TAG.fullmatch(cell.strip()) else ""


def is_day(cell: str) -> bool:
    """Whether a cell is written like a day, a month or a quarter, possible or not."""
    try:
        return period_of(cell) is not None
    except InputError:
        return True


def numbered_days(cells: Iterable[str]) -> frozenset[str]:
    """The cells of a row that are days though they look like numbers: three years or more one after the other, as in a
    table wide by year, or as many days as a spreadsheet numbers them (44621, 44622 ...)."""
    row = list(cells)
    years = [int(cell) for cell in row if len(cell) == 4 and cell.isdecimal()]
    if len(years) >= 3 and 1900 <= years[0] <= 2200 and all(b - a == 1 for a, b in pairwise(years)):
        return frozenset(map(str, years))
    serials = [cell for cell in row if is_serial(cell)]
    if len(serials) >= 3 and all(0 < float(b) - float(a) <= 31 for a, b in pairwise(serials)):
        return frozenset(serials)
    return frozenset()


def _known(cell: str) -> bool:
    folded = (fold(cell), fold_cell(cell))
    return any(f in names for names in words().roles.values() for f in folded) or counted(folded[0]) is not None


def _score(row: tuple[str, ...]) -> float:
    filled = [cell.strip() for cell in row if not missing(cell)]
    numbered = len(numbered_days(filled))
    days = sum(1 for cell in filled if is_day(cell) or month_or_day(cell)) + numbered
    numbers = sum(1 for cell in filled if number(cell)) - numbered
    known = sum(1 for cell in filled if len(cell) < 120 and _known(cell)) + (days if days >= 3 else 0)
    return 3 * known + len(filled) - 3 * numbers


def _may_be_header(row: tuple[str, ...]) -> bool:
    filled = [cell.strip() for cell in row if not missing(cell)]
    texts = len(filled) if numbered_days(filled) else sum(1 for cell in filled if not number(cell))
    return len(set(filled)) >= 2 and 2 * texts >= len(filled)


def _continues(cells: Cells, index: int) -> bool:
    """Whether a row is the header's second one: words stand where the rows below it hold numbers."""
    if index + 1 >= len(cells) or not _may_be_header(cells[index]):
        return False
    row = cells[index]
    if any(number(cell) or is_day(cell) for cell in row):
        return False
    below = [r for r in cells[index + 1 : index + 8] if r]
    return any(
        not missing(cell) and sum(1 for r in below if i < len(r) and number(r[i])) * 2 > len(below)
        for i, cell in enumerate(row)
    )


def _joined(cells: Cells, last: int, width: int) -> tuple[str, ...]:
    """The header that ends in row `last`, each column's words joined from at most two rows above it downwards."""
    rows = [_padded(cells[last], width)]
    for above in range(last - 1, max(-1, last - 3), -1):
        row = cells[above]
        if sum(1 for cell in row if cell.strip()) < 2 or any(map(_is_count, row)) or max(map(len, row)) > 120:
            break
        rows.insert(0, _filled_forward(_padded(row, width)))
    columns = zip(*rows, strict=True)
    return tuple(" ".join(dict.fromkeys(cell.strip() for cell in column if cell.strip())) for column in columns)


def _is_count(cell: str) -> bool:
    """Whether a cell is a number that stands for neither a year nor a day."""
    text = cell.strip()
    return number(text) is not None and not is_serial(text) and not _YEAR.fullmatch(text)


def _with_lone_end(header: tuple[str, ...], cells: Cells, row: int) -> tuple[str, ...]:
    """The header, its nameless last column named by the lone words above and below it: a broken 'Yearly / Total'."""
    if len(header) < 3 or header[-1] or not all(header[:-1]):
        return header
    around = (cells[i] for i in (row - 1, row + 1) if 0 <= i < len(cells))
    lone = (next(filter(None, map(str.strip, cells_))) for cells_ in around if sum(1 for c in cells_ if c.strip()) == 1)
    name = " ".join(lone)
    return (*header[:-1], name) if fold(name) in words().totals else header


def _filled_forward(row: tuple[str, ...]) -> tuple[str, ...]:
    """A merged header cell stands only in its first column; the columns under it get it too."""
    filled, last = [], ""
    for cell in row:
        last = cell.strip() or last
        filled.append(last)
    return tuple(filled)


def _padded(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    return row + ("",) * (width - len(row))


def _words_of(rows: Cells) -> str:
    return " ".join(cell.strip() for row in rows for cell in row if cell.strip())[:2000]
