"""Tables that a page rules off with lines -> cells, by pdfplumber, on a copy of the page that is safe to give it.

pdfminer, on which pdfplumber stands, unpacks streams and nested forms without any limit. So it gets one page at a
time, and only one whose streams pypdf has unpacked within its limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from panah.read.document.grids import holds_counts
from panah.read.document.pdf_lines import SMALLER, plain
from panah.read.document.raised import MARK, raised
from panah.read.document.visual import in_reading_order
from panah.read.table.looks import Cells

MOST_CROSSINGS = 40_000
"""Vertical times horizontal lines of a page that is searched for tables: 400 rows of a hundred columns."""
MOST_STREAM = 20 * 1024 * 1024
"""Bytes of all streams of one page once unpacked, pictures aside."""
MOST_OBJECTS = 20_000
LEFT_OUT = ("/Annots", "/B", "/Thumb", "/Metadata", "/AA", "/PieceInfo", "/StructParents")
"""What a copy of a page goes without: none of it draws anything that is read."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table of a page: its cells and the corners (left, bottom, right, top) of the space that it takes there."""

    cells: Cells
    box: tuple[float, float, float, float]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the page lies inside the table."""
        left, bottom, right, top = self.box
        return left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1


def ruled_tables(page: Any) -> list[Ruled]:
    """The tables of counts on a pypdf page, from top to bottom; raises whatever a broken page makes pdfplumber raise.

    A page that is too large to be searched safely raises ValueError.
    """
    import pdfplumber  # 0.3 s to import

    with pdfplumber.open(BytesIO(_alone(page))) as pdf:
        sheet = pdf.pages[0]
        _check_lines(sheet)
        _raise_marks(sheet.chars)
        height = float(sheet.height) + float(sheet.bbox[1])
        found = [Ruled(_cells(table), _box(table.bbox, height)) for table in sheet.find_tables()]
    return [table for table in found if holds_counts(table.cells)]


def _box(bbox: tuple[float, float, float, float], height: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = bbox
    return left, height - bottom, right, height - top


def _alone(page: Any) -> bytes:
    """The page as a file of its own. Raises ValueError when what it needs is too much."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    copy = writer.add_page(page, excluded_keys=LEFT_OUT)
    _check_streams(copy)
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _check_streams(page: Any) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

    seen: set[int] = set()
    waiting: list[Any] = [value for key, value in page.items() if key != "/Parent"]
    size = 0
    while waiting:
        part = waiting.pop()
        if isinstance(part, IndirectObject):
            part = part.get_object()
        if id(part) in seen or not isinstance(part, DictionaryObject | ArrayObject):
            continue
        seen.add(id(part))
        if isinstance(part, StreamObject) and part.get("/Subtype") != "/Image":
            size += len(part.get_data())
        if size > MOST_STREAM or len(seen) > MOST_OBJECTS:
            raise ValueError("the page needs too much to be searched for tables")
        waiting += part.values() if isinstance(part, DictionaryObject) else part


def _check_lines(sheet: Any) -> None:
    edges = sheet.edges
    down = {round(e["x0"]) for e in edges if e["orientation"] == "v"}
    across = {round(e["top"]) for e in edges if e["orientation"] == "h"}
    if len(down) * len(across) > MOST_CROSSINGS or len(edges) > MOST_CROSSINGS:
        raise ValueError("the page has too many lines to be searched for tables")


def _raise_marks(chars: list[dict[str, Any]]) -> None:
    """Turn small signs that stick to larger ones into raised ones, so that no footnote becomes part of a number."""
    base: dict[str, Any] | None = None
    for char in chars:
        if base is not None and _is_mark(char, base):
            level = {key: base[key] for key in ("top", "bottom", "doctop", "y0", "y1")}
            char.update(level, text=raised(char["text"]))  # on the line of its number, not above it
            base = {**base, "x1": char["x1"]}
        elif char["text"].strip():
            base = char


def _is_mark(char: dict[str, Any], base: dict[str, Any]) -> bool:
    small = char["size"] <= SMALLER * base["size"] and MARK.fullmatch(char["text"]) is not None
    beside = -1 < char["x0"] - base["x1"] < 0.35 * base["size"]
    level = char["bottom"] <= base["bottom"] + 0.5 and char["top"] >= base["top"] - base["size"]
    return small and beside and level


def _cells(table: Any) -> Cells:
    """The cells of a pdfplumber table; a cell that spans several rows or columns stands in each of them."""
    rows = table.rows
    texts = table.extract()
    boxes = {
        box: text or ""
        for row, line in zip(rows, texts, strict=True)
        for box, text in zip(row.cells, line, strict=True)
        if box is not None
    }
    middles = _middles(rows)
    out = []
    for row, line in zip(rows, texts, strict=True):
        level = _middle([box for box in row.cells if box is not None], 1, 3)
        cells = []
        for at, text in enumerate(line):
            if text is None and level is not None and middles[at] is not None:
                text = next((t for b, t in boxes.items() if b[0] < middles[at] < b[2] and b[1] < level < b[3]), "")
            cells.append(_words(text or ""))
        out.append(tuple(cells))
    return tuple(out)


def _middles(rows: list[Any]) -> list[Any]:
    """The middle of each column, by its narrowest cell."""
    width = max((len(row.cells) for row in rows), default=0)
    columns: Iterator[list[Any]] = (
        [row.cells[at] for row in rows if at < len(row.cells) and row.cells[at] is not None] for at in range(width)
    )
    return [_middle(column, 0, 2) for column in columns]


def _middle(boxes: list[Any], low: int, high: int) -> float | None:
    if not boxes:
        return None
    box = min(boxes, key=lambda b: b[high] - b[low])
    return float(box[low] + box[high]) / 2


def _words(text: str) -> str:
    return plain(" ".join(in_reading_order(line) for line in text.split("\n")))
