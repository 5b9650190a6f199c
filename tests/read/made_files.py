"""PDFs, Word documents and archives made on the spot, small and hostile ones among them."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

STYLES = getSampleStyleSheet()
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])


def pdf(*pages: Iterable[str | Sequence[Sequence[Any]]], style: TableStyle = GRID, **properties: Any) -> bytes:
    """A PDF whose pages hold these paragraphs (with reportlab's markup) and, for lists of rows, ruled tables."""
    stream = BytesIO()
    parts: list[Any] = []
    for number, page in enumerate(pages):
        parts += [PageBreak()] if number else []
        for block in page:
            if isinstance(block, str):
                parts.append(Paragraph(block, STYLES["Title" if block.startswith("<b>") else "BodyText"]))
            else:
                parts.append(Table([list(row) for row in block], style=style))
    SimpleDocTemplate(stream, pagesize=A4, invariant=1, **properties).build(parts)
    return stream.getvalue()


def raw_pdf(objects: Sequence[bytes], *, root: int = 1) -> bytes:
    """A PDF file of these objects, the first of which has number 1."""
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, start)


def stream(content: bytes, extra: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object."""
    body = zlib.compress(content, 9) if packed else content
    kind = b"/Filter /FlateDecode " if packed else b""
    return b"<< %b%b /Length %d >>\nstream\n%b\nendstream" % (kind, extra, len(body), body)


def one_page(content: bytes, *, packed: bool = False, font: bytes = b"", more: Sequence[bytes] = ()) -> bytes:
    """A page with this content in Helvetica, or in the font that object 5 and those after it make."""
    helvetica = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    forms = b" ".join(b"/X%d %d 0 R" % (i, 6 + i) for i in range(len(more)))
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> /XObject << %b >> >> >>" % forms,
            stream(content, packed=packed),
            font or helvetica,
            *more,
        ]
    )


def spelled(lines: Sequence[Sequence[tuple[float, str]]]) -> bytes:
    """A page whose lines are runs (place from the left, text from left to right as it lies on the paper).

    Each character is a code of a font that has no outlines: only its table of characters matters to a reader.
    """
    letters = sorted({c for line in lines for _, text in line for c in text})
    codes = {c: i + 1 for i, c in enumerate(letters)}
    table = b"".join(b"<%04x> <%b>\n" % (codes[c], c.encode("utf-16-be").hex().encode()) for c in letters)
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def "
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        b"%d beginbfchar\n%bendbfchar endcmap end end" % (len(letters), table)
    )
    content = b"BT /F1 12 Tf\n"
    for number, line in enumerate(lines):
        for at, text in line:
            shown = b"".join(b"%04x" % codes[c] for c in text)
            content += b"1 0 0 1 %f %f Tm <%b> Tj\n" % (at, 700 - 15 * number, shown)
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H "
        b"/DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
    )
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 500 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    return one_page(content + b"ET", font=font, more=[descendant, stream(to_unicode)])


def docx(*blocks: str | tuple[str, str] | Sequence[Sequence[str]], **properties: Any) -> bytes:
    """A Word document: text is a paragraph, a pair (style, text) a paragraph in a style, rows are a table."""
    import docx as word

    document = word.Document()
    for name, value in {"title": "", "author": "", **properties}.items():
        setattr(document.core_properties, name, value)
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        elif isinstance(block, tuple):
            document.add_paragraph(block[1], style=block[0])
        else:
            table = document.add_table(rows=len(block), cols=len(block[0]))
            for row, cells in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
    return saved(document)


def saved(document: Any) -> bytes:
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def bomb(name: str, size: int, *, others: Sequence[str] = ()) -> bytes:
    """An archive whose one part unpacks to `size` bytes."""
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for other in others:
            archive.writestr(other, "<x/>")
        with archive.open(name, "w", force_zip64=True) as part:
            for _ in range(size >> 20):
                part.write(bytes(1 << 20))
    return kept.getvalue()
