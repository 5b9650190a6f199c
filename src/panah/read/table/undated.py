"""The day of a table whose columns hold none: named by its sheet, the notes around it, its title or other sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from panah.figure import Period
from panah.read.table.column import Column
from panah.read.table.header import Layout
from panah.read.table.looks import Cells
from panah.read.table.numbers import number
from panah.read.table.stamps import stamps

_DATED = frozenset({"date", "start", "end", "said", "month_end", "week", "year", "month"})
_OPEN = re.compile(r"(?<![\d/.-])(?:0?\d|1[0-2])[/-](?:0?\d|1[0-2])[/-]\d{4}")
"""A day of which nothing shows whether the day or the month stands first."""


def table_day(
    columns: tuple[Column, ...], cells: Cells, layout: Layout, sheet: str, title: str, others: Period | None
) -> tuple[Period | None, str]:
    """The one day or month that the words around a table name, and where; None where a column holds days.

    They are asked in this order, and the first that names any decides, if it names one alone: the sheet's name with
    the notes above the table, the notes below it, the title, the days of the workbook's other sheets (`others`).
    """
    if any(c.role in _DATED or c.day for c in columns):
        return None, ""
    asked = (
        ("the notes above the table name it", [sheet, *_lone(cells[: layout.first])], True),
        ("the notes below the table name it", _lone(cells[layout.first :]), False),
        ("the title names it", [title], False),
    )
    for why, texts, years in asked:
        found = {stamp for text in texts for stamp in stamps(_OPEN.sub(" ", text), years=years)}
        if found:
            return (found.pop(), why) if len(found) == 1 else (None, "")
    return others, "it is the day of the other sheets" if others else ""


def _lone(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """The texts that stand alone in their row, as notes do, or in a row beside numbers that are none of the table's."""
    notes = []
    for row in rows:
        filled = [cell for cell in row if cell.strip()]
        if 1 <= len(set(filled)) <= 2 and not all(number(cell) for cell in filled):
            notes += list(dict.fromkeys(filled))
    return [note[:2000] for note in notes[:20]]
