"""Tables drawn in a page or a document: which of them hold counts, and cells that span several rows or columns."""

from __future__ import annotations

import re
from collections.abc import Iterable

from panah.read.table.looks import Cells

MOST_CELLS = 200_000
"""Cells of one table, after spans are filled: a span of a thousand columns is a mistake or an attack."""
MOST_SPAN = 1000
LONG = 120
"""Letters of a cell that holds prose."""
_NUMBER = re.compile(r"[~<>≈≥≤]?\s*\d[\d.,'’\s]*[%+]?[\s¹²³⁰⁴-⁹ᵃᵇᶜᵈᶠᵍ*†‡]*")

Span = tuple[str, int, int]
"""A cell: its text, the columns and the rows that it covers."""


def filled(rows: Iterable[Iterable[Span]]) -> Cells:
    """The cells of a table with each span's text in every cell that it covers, and equally long rows."""
    grid: list[dict[int, str]] = []
    waiting: dict[int, tuple[str, int]] = {}
    size = 0
    for spans in rows:
        row = {column: text for column, (text, _) in waiting.items()}
        waiting = {column: (text, left - 1) for column, (text, left) in waiting.items() if left > 1}
        at = 0
        for text, wide, high in spans:
            while at in row:
                at += 1
            for column in range(at, at + max(1, min(wide, MOST_SPAN))):
                row[column] = text
                if high > 1:
                    waiting[column] = (text, min(high, MOST_SPAN) - 1)
        size += len(row)
        if size > MOST_CELLS:
            return ()
        grid.append(row)
    width = max((max(row, default=-1) + 1 for row in grid), default=0)
    if width * len(grid) > MOST_CELLS:
        return ()
    return tuple(tuple(row.get(column, "") for column in range(width)) for row in grid)


def holds_counts(cells: Cells) -> bool:
    """Whether it is a table of numbers: two rows and columns or more, numbers in it, and hardly any prose.

    Pages also use tables to put words side by side; those are words.
    """
    texts = [cell for row in cells for cell in row if cell.strip()]
    if len(cells) < 2 or max(map(len, cells), default=0) < 2 or not texts:
        return False
    numbers = sum(1 for cell in texts if len(cell) < LONG and _NUMBER.fullmatch(cell.strip()))
    figured = sum(1 for cell in texts if len(cell) < LONG and 2 * sum(map(str.isdigit, cell)) >= len(cell))
    prose = sum(1 for cell in texts if len(cell) > LONG)
    return numbers >= 2 and 5 * max(numbers, figured) >= len(texts) and 10 * prose <= len(texts)


def as_lines(cells: Iterable[Iterable[str]]) -> str:
    """A table of words as words: a line a row."""
    rows = (" | ".join(dict.fromkeys(cell for cell in row if cell.strip())) for row in cells)
    return "\n".join(row for row in rows if row)
