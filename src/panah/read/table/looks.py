"""What a sheet shows beside its cells' values: merged cells, hidden rows and columns, a hidden sheet."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import Any

Cells = tuple[tuple[str, ...], ...]
"""Rows of cells from the top of the sheet, blank rows kept, so that row 7 of the sheet is `cells[6]`."""

MOST_MERGED = 20_000
"""Merged areas of one sheet that are looked at; forms have hundreds."""
LONGEST = 120
"""Letters of the longest text that is repeated; longer ones are remarks in a box."""
_MERGED = re.compile(rb'<mergeCell\b[^<>]{0,100}?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_HIDDEN_ROW = re.compile(rb'<row\b[^<>]{0,300}?\bhidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<col\b[^<>]{0,300}?\bhidden="(?:1|true)"')
_NUMBER = re.compile(r"[\d.,\s]+")
_YEAR = re.compile(r"(?:19|20)\d\d")

Area = tuple[int, int, int, int]
"""Top, left, bottom and right of merged cells, counted from 0, all included."""


@dataclass(frozen=True, slots=True)
class Look:
    """The merged areas of a sheet, and in words what it hides."""

    merged: tuple[Area, ...] = ()
    hidden: str = ""


def look_of(archive: zipfile.ZipFile, sheet: Any) -> Look:
    """How an openpyxl sheet looks, from its part of the archive; nothing where that cannot be found."""
    path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    try:
        xml = archive.read(path)
    except KeyError:
        return Look()
    rows, columns = len(_HIDDEN_ROW.findall(xml)), len(_HIDDEN_COLUMN.findall(xml))
    parts = [f"hides {rows} rows"] if rows else []
    parts += ["hides columns"] if columns else []
    parts += ["is hidden"] if getattr(sheet, "sheet_state", "visible") != "visible" else []
    merged = [_area(*match) for match in _MERGED.findall(xml)[:MOST_MERGED]]
    return Look(tuple(merged), " and ".join(parts))


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> Area:
    return int(top) - 1, _column(left), int(bottom) - 1, _column(right)


def _column(name: bytes) -> int:
    index = 0
    for letter in name:
        index = 26 * index + letter - 64
    return index - 1


def filled(cells: Cells, merged: tuple[Area, ...]) -> Cells:
    """The cells with the words of each merged area in all of its cells.

    Numbers are not repeated, or one count would become several, but years are. Words that span a whole row are a
    title and stand in their first cell only.
    """
    rows: dict[int, list[str]] = {}
    for top, left, bottom, right in merged:
        if top >= len(cells) or left >= len(cells[top]):
            continue
        text = cells[top][left]
        if not text.strip() or len(text) > LONGEST or (_NUMBER.fullmatch(text) and not _YEAR.fullmatch(text.strip())):
            continue
        beside = any(cell.strip() for i, cell in enumerate(cells[top]) if not left <= i <= right)
        last = min(right, max(map(len, cells[top : bottom + 1])), 4000) if beside else left
        for index in range(top, min(bottom, len(cells) - 1) + 1):
            row = rows.get(index) or list(cells[index])
            if not any(cell.strip() for cell in row) or (index > top and not beside):
                continue  # a blank row stays one, and a box of remarks fills no rows below it
            row += [""] * (last + 1 - len(row))
            row[left : last + 1] = [cell or text for cell in row[left : last + 1]]
            rows[index] = row
    return tuple(tuple(rows[i]) if i in rows else row for i, row in enumerate(cells)) if rows else cells
