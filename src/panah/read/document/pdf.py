"""A PDF -> its words page by page, the tables that lines rule off, and what its properties say of its origin.

pypdf gives the words. What a hostile file may cost is limited by counts that are the same on every machine: bytes of a
stream once unpacked, operators of a page and of the file, nested forms, fonts. There is no clock here; who wants to
give up after some time raises from `progress`.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from io import BytesIO
from itertools import groupby
from typing import Any

from panah.errors import InputError
from panah.read.document import own_words
from panah.read.document.days import stated_day
from panah.read.document.found import Found, Progress
from panah.read.document.paragraphs import breaks_off, compounds, paragraphs, seam, without_running_heads
from panah.read.document.pdf_lines import Line, Piece, lines
from panah.read.document.pdf_tables import LEFT_OUT, Ruled, ruled_tables
from panah.read.table.looks import Cells

MAX_PAGES = 2_000
MOST_OPERATORS = 400_000
"""Operators of one page; a dense page has some 5,000, a detailed map 100,000."""
MOST_OPERATORS_OF_ALL = 6_000_000
"""Operators of all pages together: some 60 seconds of work."""
MOST_FORMS = 500
"""Forms that are drawn on one page; beyond, its tables are not looked for, since pdfminer follows forms without end."""
MOST_FONT_BYTES = 4 * 1024 * 1024
MOST_CHARACTERS = 30_000
"""Characters of a page that is searched for tables; a full page of small print has 8,000."""
MOST_TEXT = 40_000_000
MOST_TABLES = 500
RULES = (6, 8_000)
"""Fewest and most lines and rectangles of a page that is searched for tables."""
_LIMITS: dict[str, Any] = {
    "maximum_declared_stream_length": 50_000_000,
    "array_based_stream_maximum_output_length": 20_000_000,
    "lzw_maximum_output_length": 20_000_000,
    "run_length_maximum_output_length": 20_000_000,
    "zlib_maximum_output_length": 20_000_000,
    "zlib_maximum_recovery_input_length": 1_000_000,
    "stream_decoding_work_maximum_length": 60_000_000,
    "stream_parsing_work_maximum_count": 1_500_000,
    "xform_maximum_invocations_per_extraction": MOST_FORMS,
}
_HINT = "Print it to a new PDF, or save its words as text, and open that"
logging.getLogger("pypdf").addHandler(logging.NullHandler())  # else their remarks on bad files land on stderr
logging.getLogger("pdfminer").addHandler(logging.NullHandler())


class _TooMuchError(MemoryError):
    """The file asks for more work than any report needs. pypdf lets a MemoryError pass where it swallows others."""


@dataclass(slots=True)
class _Reading:
    """What was found so far, and the work that is left."""

    left: int = MOST_OPERATORS_OF_ALL
    pages: list[list[Line]] = field(default_factory=list)
    tables: list[tuple[str, Cells]] = field(default_factory=list)
    without_words: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    unsearched: list[int] = field(default_factory=list)


def read_pdf(data: bytes, where: str, progress: Progress) -> Found:
    """The words of a PDF with the offsets where its pages begin, its ruled tables, named 'page 3, table 1', and notes.

    `progress` is told the pages that are done. Raises InputError for a file that a password locks, that is damaged,
    that has more than MAX_PAGES pages or only pictures of words.
    """
    from pypdf import apply_configuration

    with apply_configuration(**_LIMITS):
        reader, count = _opened(data, where)
        reading = _Reading()
        for number in range(1, count + 1):
            _read_page(reader, number, reading)
            progress(number, count)
        properties = _properties(reader)
    text, starts = _text(reading.pages)
    if not text.strip() and not reading.tables:
        _refuse_without_words(reading, count, where)
    return _found(text, starts, reading, properties)


def _opened(data: bytes, where: str) -> tuple[Any, int]:
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(BytesIO(data), strict=False)
        locked = reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED
        count = 0 if locked else len(reader.pages)
    except DependencyError:
        locked, count, reader = True, 0, None
    except Exception as error:  # pypdf raises many kinds on a broken file
        raise InputError(f"the PDF is damaged ({type(error).__name__})", where=where, hint=_HINT) from None
    if locked:
        raise InputError("a password locks this PDF", where=where, hint="Save it without the password")
    if count > MAX_PAGES:
        raise InputError(f"it has more than {MAX_PAGES:,} pages", where=where, hint="Split it into its reports")
    if not count:
        raise InputError("the PDF has no pages", where=where, hint=_HINT)
    return reader, count


def _read_page(reader: Any, number: int, reading: _Reading) -> None:
    """Add a page's lines and tables; one that is broken or asks too much is noted and gives none."""
    pieces: list[Piece] = []
    try:
        page = reader.pages[number - 1]
        if page.rotation % 360:
            page = _upright(page)
        tables = _take_page(page, number, reading, pieces)
    except Exception:  # pypdf raises many kinds on a broken page, and _TooMuchError
        reading.broken.append(number)
        tables, pieces = [], []
    reading.tables += [(f"page {number}, table {i}", table.cells) for i, table in enumerate(tables, start=1)]
    del reading.tables[MOST_TABLES:]
    outside = [p for p in pieces if not any(table.holds(p.x, p.y) for table in tables)]
    reading.pages.append(lines(outside))
    if not tables and not reading.pages[-1] and number not in reading.broken:
        reading.without_words.append(number)


def _upright(page: Any) -> Any:
    """A copy of a turned page with its content turned instead."""
    from pypdf import PdfWriter

    copy = PdfWriter().add_page(page, excluded_keys=LEFT_OUT)
    copy.transfer_rotation_to_content()
    return copy


def _take_page(page: Any, number: int, reading: _Reading, pieces: list[Piece]) -> list[Ruled]:
    """Fill `pieces` with the page's words, and give its tables."""
    from pypdf.generic import ContentStream

    _check_fonts(page)
    if page.get("/Contents") is None:
        return []
    content = ContentStream(page["/Contents"].get_object(), page.pdf, "bytes")
    operations = content.operations
    work = _Work(page, reading, len(operations))
    rules = sum(operator in (b"re", b"l") for _, operator in operations)
    size = 0
    for piece in work.pieces(content):
        pieces.append(piece)
        size += len(piece.text)
    if size > MOST_TEXT // 100:
        raise _TooMuchError
    if not RULES[0] <= rules + work.rules:
        return []
    if rules > RULES[1] or work.forms >= MOST_FORMS or size > MOST_CHARACTERS:
        reading.unsearched.append(number)
        return []
    try:
        return ruled_tables(work.untouched)
    except Exception:  # pdfminer raises many kinds on what pypdf forgives; the words are there all the same
        reading.unsearched.append(number)
        return []


class _Work:
    """One page's words as pieces, with the work that they take counted."""

    def __init__(self, page: Any, reading: _Reading, operators: int) -> None:
        self.untouched, self.reading, self.page = page, reading, page
        self.forms = self.rules = self.spent = 0
        self._count(operators)

    def _count(self, operators: int) -> None:
        self.spent += operators
        self.reading.left -= operators
        if self.spent > MOST_OPERATORS or self.reading.left < 0:
            raise _TooMuchError

    def pieces(self, content: Any) -> list[Piece]:
        """The page's words, piece by piece as the file draws them."""
        from pypdf import PageObject
        from pypdf.generic import NameObject

        found: list[Piece] = []
        content.operations = list(_with_breaks(content.operations))
        scratch = PageObject(self.page.pdf)
        scratch.update(self.page)
        scratch[NameObject("/Contents")] = content
        seen = -len(content.operations)

        def before(operator: bytes, operands: Any, cm: Any, tm: Any) -> None:
            nonlocal seen
            seen += 1
            self.forms += operator == b"Do"
            if seen > 0:  # more than the page itself has: they stand in forms
                self.rules += operator in (b"re", b"l")
                self._count(1)

        def text(words: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
            if words:
                found.append(_piece(words, cm, tm, size))

        scratch.extract_text(visitor_operand_before=before, visitor_text=text)
        return found


_MOVES = frozenset({b"Tm", b"Td", b"TD", b"T*", b"'", b'"'})
_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})


def _with_breaks(operations: list[Any]) -> Iterator[Any]:
    """The same operators, with one that changes nothing before each move, so that a piece never spans two places."""
    shown = False
    for operands, operator in operations:
        if shown and operator in _MOVES:
            yield [1, 0, 0, 1, 0, 0], b"cm"
            shown = False
        shown = shown or operator in _SHOWS
        yield operands, operator


def _piece(words: str, cm: list[float], tm: list[float], size: float) -> Piece:
    a = tm[0] * cm[0] + tm[1] * cm[2]
    b = tm[0] * cm[1] + tm[1] * cm[3]
    c = tm[2] * cm[0] + tm[3] * cm[2]
    d = tm[2] * cm[1] + tm[3] * cm[3]
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    length = math.hypot(a, b) or 1.0
    cos, sin = a / length, b / length
    turn = round(math.degrees(math.atan2(sin, cos)) / 10) * 10
    return Piece(words, x * cos + y * sin, y * cos - x * sin, abs(size) * math.hypot(c, d), turn, x, y)


def _check_fonts(page: Any) -> None:
    """Raise _TooMuchError when the tables of the page's fonts are larger than any script needs."""
    resources = page.get("/Resources")
    fonts = resources.get_object().get("/Font") if resources is not None else None
    size = 0
    for font in (fonts.get_object() if fonts is not None else {}).values():
        table = font.get_object().get("/ToUnicode")
        stream: Any = table.get_object() if table is not None else None
        size += 1000 + (len(stream.get_data()) if hasattr(stream, "get_data") else 0)
        if size > MOST_FONT_BYTES:
            raise _TooMuchError


def _properties(reader: Any) -> dict[str, Any]:
    """Title, author and day from the file's properties, as far as they can be read."""
    found: dict[str, Any] = {}
    for key in ("title", "author", "creation_date"):
        try:
            found[key] = getattr(reader.metadata, key, None)
        except Exception:  # malformed text or date
            found[key] = None
    return found


def _text(pages: list[list[Line]]) -> tuple[str, tuple[int, ...]]:
    """The pages' text as one, and where each begins; a sentence that goes on over the page is not cut."""
    hyphened = compounds(pages)
    parts: list[str] = []
    starts, size = [], 0
    for page in without_running_heads(pages):
        words = paragraphs(page, hyphened)[: max(0, MOST_TEXT - size)]
        if parts and words:
            cut, glue = seam(parts[-1], words, hyphened) if breaks_off(parts[-1], words) else (0, "\n\n")
            parts[-1] = parts[-1][: len(parts[-1]) - cut] + glue
            size += len(glue) - cut
        starts.append(size)
        if words:
            parts.append(words)
            size += len(words)
    return "".join(parts), tuple(starts)


def _refuse_without_words(reading: _Reading, count: int, where: str) -> None:
    if reading.broken:
        raise InputError("no page of the PDF can be read", where=where, hint=_HINT)
    what = "the PDF holds only pictures of words" if count else "the PDF is empty"
    raise InputError(what, where=where, hint="Run text recognition (OCR) on it and open the result")


def _found(text: str, starts: tuple[int, ...], reading: _Reading, properties: dict[str, Any]) -> Found:
    stated, made = stated_day(text), properties["creation_date"]
    created: date | None = made.date() if isinstance(made, datetime) else None
    found = Found(
        text=text,
        pages=starts,
        tables=tuple(reading.tables),
        title=own_words.title(properties["title"]) or _largest(reading.pages),
        publisher=own_words.author(properties["author"]),
        guessed=stated or created,
        guessed_from="was found in its first lines" if stated else "is the day on which the PDF was made",
    )
    return replace(found, notes=(*own_words.author_note(found), *_notes(reading)))


def _notes(reading: _Reading) -> Iterator[str]:
    if reading.without_words:
        yield f"without text, perhaps scanned: {_listed(reading.without_words)}"
    if reading.broken:
        yield f"damaged or too large to be read: {_listed(reading.broken)}"
    if reading.unsearched:
        yield f"not searched for tables, whose rows were taken as words: {_listed(reading.unsearched)}"
    if reading.tables:
        n = len(reading.tables)
        found = "1 table was found by its" if n == 1 else f"{n} tables were found by their"
        yield f"{found} ruled lines: look at each of the figures before it counts"


def _listed(numbers: list[int]) -> str:
    """'pages 1, 3 to 7': runs of pages as their ends."""
    runs = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        runs.append(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}")
    return f"{'page' if len(numbers) == 1 else 'pages'} {', '.join(runs)}"


def _largest(pages: list[list[Line]]) -> str:
    """The line in the largest letters at the top of the first page, if they are larger than those of most lines."""
    first = [line for line in pages[0][:12] if any(c.isalpha() for c in line.text)] if pages else []
    if len(first) < 2:
        return ""
    top = max(first, key=lambda line: line.size)
    usual = sorted(line.size for line in pages[0])[len(pages[0]) // 2]
    return top.text[:200] if top.size > 1.2 * usual else ""
