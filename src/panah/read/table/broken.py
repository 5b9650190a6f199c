"""Rows that a conversion broke over several lines: 'Big Bend', then its numbers, then '(formerly Marfa)'."""

from __future__ import annotations

from panah.read.table.cells import Cells
from panah.read.table.header import Layout
from panah.read.table.numbers import missing, number

FEWEST = 3
"""Numbers in a row without a name that make it sure that its name stands alone in the line above."""


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


def _lone(row: tuple[str, ...]) -> str:
    """The words of a row's only filled cell, when they are none of a number."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return filled[0] if len(filled) == 1 and not number(filled[0]) else ""
