"""What a file is: decided by its first bytes, and by its name only where the bytes leave it open."""

from __future__ import annotations

import re
from pathlib import PurePath

from panah.errors import InputError
from panah.read.table.cells import looks_like_rows

_SAVE_AS_TEXT = "Save it as text or HTML and open that"
_TYPE_IT = "Type what it says into a text file"
_EXPORT = "Export the table as CSV and open that"
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "RTF is not read", _SAVE_AS_TEXT),
    (b"\x89PNG", "it is a picture (PNG), and pictures are not read", _TYPE_IT),
    (b"\xff\xd8\xff", "it is a picture (JPEG), and pictures are not read", _TYPE_IT),
    (b"GIF8", "it is a picture (GIF), and pictures are not read", _TYPE_IT),
    (b"\x1f\x8b", "it is a compressed file (gzip)", "Unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "it is an archive (7z)", "Unpack it first"),
    (b"Rar!", "it is an archive (RAR)", "Unpack it first"),
    (b"\x7fELF", "it is a program, not a report", "Give the file that holds the report's words"),
    (b"SQLite format 3\x00", "it is a database (SQLite), not a report", _EXPORT),
    (b"PAR1", "it is a Parquet file, which is not read here", _EXPORT),
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_HEAD = 1024
"""A PDF may have this many other bytes before its mark."""
_START = r"\s*(?:<!--(?:(?!-->).)*-->\s*|<\?[^>]*>\s*)*<"
_HTML = re.compile(_START + r"(?:!doctype\s+html|html|head|body|article|div|p|table|h1)\b", re.I | re.S)
_FEED = re.compile(_START + r"(?:rss|(?:\w+:)?feed|rdf:rdf)\b", re.I | re.S)
_FEED_BELOW = re.compile(r"<(?:rss|(?:\w+:)?feed|rdf:rdf)\b", re.I)
_XML = re.compile(r"\s*<(?:\?xml|!doctype)", re.I)
_MAIL_HEAD = re.compile(
    r"^(?:from|to|subject|date|received|mime-version|message-id|return-path|delivered-to|content-type|reply-to):", re.I
)


def kind_of_bytes(data: bytes, where: str) -> str:
    """'pdf', 'zip' or 'ole' for what is no text; '' for what may be. Raises InputError for what is never read."""
    for magic, what, hint in _REFUSED:
        if data.startswith(magic):
            raise InputError(what, where=where, hint=hint)
    if data.startswith(b"%PDF-") or (b"%PDF-" in data[:_PDF_HEAD] and not data[:1].isalpha()):
        return "pdf"
    return "zip" if data.startswith(_ZIP) else "ole" if data.startswith(_OLE) else ""


def kind_of_text(text: str, where: str) -> str:
    """'html', 'feed', 'json', 'mail', 'table' or 'text'. Raises InputError for XML that is no feed."""
    suffix = PurePath(where).suffix.casefold()
    head = text[:4096].lstrip("\ufeff")
    if _FEED.match(head):
        return "feed"
    if _HTML.match(head) or (suffix in (".html", ".htm", ".xhtml") and "<" in head):
        return "html"
    if _XML.match(head):
        if _FEED_BELOW.search(head):  # below declarations of its own
            return "feed"
        raise InputError("it is XML, but no feed (RSS or Atom)", where=where, hint=_SAVE_AS_TEXT)
    if suffix in (".json", ".geojson", ".ndjson", ".jsonl") or _looks_like_json(head):
        return "json"
    headers = [line for line in head.split("\n\n", 1)[0].splitlines() if _MAIL_HEAD.match(line)]
    if len(headers) >= (1 if suffix == ".eml" else 2) and _MAIL_HEAD.match(head):
        return "mail"
    if suffix in (".csv", ".tsv", ".tab"):
        return "table"
    return "table" if not suffix and looks_like_rows(head) else "text"


def _looks_like_json(head: str) -> bool:
    return bool(re.match(r'\s*(?:\{\s*"[^"\n]{1,80}"\s*:|\[\s*\{\s*")', head))
