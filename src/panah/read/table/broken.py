"""Rows that a conversion broke over several lines: 'Big Bend', then its numbers, then '(formerly Marfa)'."""

from __future__ import annotations

from panah.read.table.column import Column
from panah.read.table.header import Layout
from panah.read.table.looks import Cells
from panah.read.table.numbers import missing, number

FEWEST = 3
"""Numbers in a row without a name that make it sure that its name stands alone in the line above."""

FEWEST_BLANK = 0.4
"""Share of blank cells from which on a column is taken to name its blocks once."""
_LABELS = frozenset({"date", "place", "from", "to", "year", "month", "week"})


def mended(cells: Cells, layout: Layout) -> tuple[Cells, frozenset[int]]:
    """The cells with each row of bare numbers named by the lone words above it, and which rows that were.

    Such a row is one cell shorter than the header. Its cells move one column to the right, so whoever names them has
    to count one column less.
    """
    width = len(layout.header)
    rows, moved = list(cells), set()
    for i in range(layout.first + 1, len(rows)):
        row, above = rows[i], _lone(rows[i - 1])
        if above and len(row) == width - 1 and len(row) >= FEWEST and all(number(c) or missing(c) for c in row):
            after = _lone(rows[i + 1]) if i + 1 < len(rows) else ""
            name = f"{above} {after}" if after.startswith("(") else above
            rows[i] = (name, *row)
            moved.add(i)
    return (tuple(rows), frozenset(moved)) if moved else (cells, frozenset())


def filled_down(cells: Cells, layout: Layout, columns: tuple[Column, ...]) -> tuple[Cells, str]:
    """The cells with the blanks of the first column of places or days filled from above, and a note on it.

    So tables write a name once for all the rows that it holds for. A column is taken for one when its first cell is
    filled, two in five of its cells are blank, and each blank one has a place or a day right of it.
    """
    labels = [c for c in columns if c.role in _LABELS]
    body = [i for i in range(layout.first, len(cells)) if any(number(cell) for cell in cells[i])]
    if layout.tags or len(labels) < 2 or len(body) < 4:
        return cells, ""
    first, others = labels[0].index, [c.index for c in labels[1:]]
    blank = [i for i in body if not _at(cells[i], first)]
    beside = all(any(_at(cells[i], j) for j in others) for i in blank)
    if not beside or not _at(cells[body[0]], first) or not FEWEST_BLANK * len(body) <= len(blank) < len(body):
        return cells, ""
    rows, last, gaps = list(cells), "", frozenset(blank)
    for i in range(layout.first, len(rows)):
        last = _at(rows[i], first) or last
        if i in gaps:
            row = list(rows[i])
            row[first] = last
            rows[i] = tuple(row)
    return tuple(rows), f"blank cells of the column {labels[0].name!r} take the words above them"


def _at(row: tuple[str, ...], index: int) -> str:
    return row[index].strip() if index < len(row) else ""


def _lone(row: tuple[str, ...]) -> str:
    """The words of a row's only filled cell, when they are none of a number."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return filled[0] if len(filled) == 1 and not number(filled[0]) else ""
