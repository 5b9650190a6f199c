"""A Word document (DOCX) -> its paragraphs and tables in their order, and what its properties say of its origin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import PurePath
from typing import Any

from panah.errors import InputError
from panah.read.document import own_words
from panah.read.document.days import stated_day
from panah.read.document.found import Found
from panah.read.document.grids import Span, as_lines, filled, holds_counts
from panah.read.document.raised import raised
from panah.read.table.looks import Cells
from panah.read.zipped import checked_archive

MAX_XML = 30 * 1024 * 1024
"""Largest part with words once unpacked: a report of 100 pages has 2 MB, and the parsed tree takes ten times that."""
MOST_TABLES = 500
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARK = re.compile(r"[\d*†‡]")


def read_word(data: bytes, where: str) -> Found:
    """The words of a DOCX in `text` and its tables of counts in `tables`, each in its order.

    What was deleted under tracked changes is left out, headers, footers and notes are not read. Raises InputError
    for a document that is damaged or unpacks to too much.
    """
    import docx  # 0.2 s to import

    archive = checked_archive(data, where)
    if any(part.filename.endswith((".xml", ".rels")) and part.file_size > MAX_XML for part in archive.infolist()):
        raise InputError(f"its words unpack to more than {MAX_XML >> 20} MB", where=where, hint="Split the document")
    try:
        document = docx.Document(BytesIO(data))
        text, tables = _read(document.element.body)
        properties = _properties(document)
        notes_left = any("footnoteReference" in str(e.tag) for e in document.element.body.iter())
    except Exception as error:  # python-docx, zlib and the XML parser raise many kinds on a broken file
        what = f"the Word document is damaged ({type(error).__name__})"
        raise InputError(what, where=where, hint="Open and save it again as .docx") from None
    stated, created = stated_day(text), properties["created"]
    day: date | None = created.date() if isinstance(created, datetime) else None
    found = Found(
        text=text,
        tables=tables,
        title=own_words.title(properties["title"]) or _first_heading(document) or PurePath(where).stem,
        publisher=own_words.author(properties["author"]),
        guessed=stated or day,
        guessed_from="was found in its first lines" if stated else "is the day on which the document was made",
        notes=("its footnotes were not read",) if notes_left else (),
    )
    return replace(found, notes=(*own_words.author_note(found), *found.notes))


def _read(body: Any) -> tuple[str, tuple[tuple[str, Cells], ...]]:
    pieces: list[str] = []
    tables: list[tuple[str, Cells]] = []
    last = ""
    for block in _blocks(body):
        if block.tag == f"{_W}p":
            words = _words(block)
            pieces.append(words)
            last = words.strip() or last
            continue
        cells = filled(_rows(block))
        if not holds_counts(cells) or len(tables) >= MOST_TABLES:
            pieces.append(as_lines(cells))
            continue
        heading = f": {' '.join(last.split())}" if last and len(last) <= 100 else ""
        tables.append((f"table {len(tables) + 1}{heading}", cells))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(pieces)).strip("\n"), tuple(tables)


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in their order, also those inside content controls."""
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(child)


def _words(paragraph: Any) -> str:
    """The text of a paragraph as it stands with all changes accepted, raised footnote marks as such."""
    out: list[str] = []
    for element in _runs(paragraph):
        if element.tag == f"{_W}t":
            text = element.text or ""
            out.append(raised(text) if _is_raised(element.getparent()) and _MARK.search(text) else text)
        elif element.tag == f"{_W}tab":
            out.append("\t")
        elif element.tag in (f"{_W}br", f"{_W}cr"):
            out.append("\n")
        elif element.tag == f"{_W}noBreakHyphen":
            out.append("-")
    return "".join(out).replace("\x00", "")


_LEFT = frozenset({_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr"})


def _runs(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag not in _LEFT:
            yield child
            yield from _runs(child)


def _is_raised(run: Any) -> bool:
    place = run.find(f"{_W}rPr/{_W}vertAlign")
    return place is not None and place.get(f"{_W}val") == "superscript"


def _rows(table: Any) -> Iterator[list[Span]]:
    """The cells of each row; one that goes on with the cell above it has that one's text."""
    above: dict[int, str] = {}
    for row in table.iter(f"{_W}tr"):
        spans: list[Span] = []
        now: dict[int, str] = {}
        at = 0
        for cell in row.iter(f"{_W}tc"):
            wide = _number(cell.find(f"{_W}tcPr/{_W}gridSpan"))
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            text = " ".join(" ".join(_words(p) for p in cell.iter(f"{_W}p")).split())
            if merge is not None and merge.get(f"{_W}val", "continue") == "continue":
                text = above.get(at, text)
            now[at] = text
            spans.append((text, wide, 1))
            at += wide
        above = now
        yield spans


def _number(element: Any) -> int:
    value = element.get(f"{_W}val", "") if element is not None else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 5 else 1


def _properties(document: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in ("title", "author", "created"):
        try:
            found[key] = getattr(document.core_properties, key)
        except Exception:  # malformed dates
            found[key] = None
    return found


def _first_heading(document: Any) -> str:
    """The first paragraph in the style of a title or a heading, among the first ones."""
    for paragraph in document.paragraphs[:12]:
        style = str(getattr(paragraph.style, "style_id", "") or "")
        if style.startswith(("Title", "Heading")) and paragraph.text.strip():
            return " ".join(paragraph.text.split())[:200]
    return ""
