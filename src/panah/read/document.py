"""A file of any kind -> a Report: its words with offsets that hold, or its tables of cells, and notes on doubts.

What a file is gets decided by its first bytes, and by its name only where the bytes leave it open.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass, replace
from datetime import date
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path, PurePath
from typing import Any

from panah.errors import InputError
from panah.figure import Report
from panah.read.decode import decode, one_line_end
from panah.read.table.cells import looks_like_rows, read_csv, read_office
from panah.read.table.json_rows import read_json
from panah.read.table.looks import Cells
from panah.situation import parse_report

MAX_BYTES = 50 * 1024 * 1024
"""Largest file that is opened. A situation report has 20 kB; a bigger text than this is a dump of many, and holding it
with its decoded copy already takes some 250 MB."""
MAX_HTML = 5 * 1024 * 1024
"""Largest page whose main text is looked for: a megabyte takes a second and 100 MB of memory."""
_SAVE_AS_TEXT = "Save it as text or HTML and open that"
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "PDF is not read yet", _SAVE_AS_TEXT),
    (b"{\\rtf", "RTF is not read", _SAVE_AS_TEXT),
    (b"\x89PNG", "it is a picture (PNG), and pictures are not read", "Type what it says into a text file"),
    (b"\xff\xd8\xff", "it is a picture (JPEG), and pictures are not read", "Type what it says into a text file"),
    (b"GIF8", "it is a picture (GIF), and pictures are not read", "Type what it says into a text file"),
    (b"\x1f\x8b", "it is a compressed file (gzip)", "Unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "it is an archive (7z)", "Unpack it first"),
    (b"Rar!", "it is an archive (RAR)", "Unpack it first"),
    (b"\x7fELF", "it is a program, not a report", "Give the file that holds the report's words"),
    (b"SQLite format 3\x00", "it is a database (SQLite), not a report", "Export the table as CSV and open that"),
    (b"PAR1", "it is a Parquet file, which is not read here", "Export the table as CSV and open that"),
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    r"\s*(?:<!--(?:(?!-->).)*-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|article|div|p|table|h1)\b",
    re.I | re.S,
)
_FEED = re.compile(r"\s*(?:<\?xml|<rss\b|<feed\b)", re.I)
_JSON = re.compile(r'\s*(?:\{\s*"|\[\s*[\[{])')
_LANG = re.compile(r"<html[^>]{0,300}?\blang\s*=\s*[\"']?([a-z]{2})", re.I)
_MAIL_HEAD = re.compile(
    r"^(?:from|to|subject|date|received|mime-version|message-id|return-path|delivered-to|content-type|reply-to):", re.I
)


@dataclass(frozen=True, slots=True)
class _Found:
    """What one kind of file gave; what the document itself says about its origin."""

    text: str = ""
    tables: tuple[tuple[str, Cells], ...] = ()
    title: str = ""
    publisher: str | None = None
    published: date | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()
    guessed: date | None = None
    """A day found somewhere on a page, which may be another day than that of its publication."""


def open_document(
    path_or_bytes: str | Path | bytes,
    *,
    name: str = "",
    published: date | None = None,
    publisher: str | None = None,
    language: str | None = None,
    today: date | None = None,
) -> Report:
    """The Report kept in a file or in its bytes: words in `text`, rows in `tables`, doubts in `notes`.

    Plain text, HTML, e-mail, CSV/TSV and XLSX are read. What is given by keyword wins over what the document says.
    With `today`, a later day of publication is noted. Raises InputError in one sentence for what cannot be read.
    """
    if isinstance(path_or_bytes, bytes):
        data, where = path_or_bytes, name
    else:
        data, where = _load(Path(path_or_bytes)), name or Path(path_or_bytes).name
    if len(data) > MAX_BYTES:
        raise InputError(f"it is larger than {MAX_BYTES >> 20} MB", where=where, hint="Split it into its reports")
    found = _read(data, where, language)
    if not found.text.strip() and not any(any(map(any, cells)) for _, cells in found.tables):
        raise InputError("it is empty", where=where, hint="Give a file that holds a report's words or rows")
    day = published or found.published or found.guessed
    notes = found.notes
    if found.guessed and not (published or found.published):
        notes += (f"the day of publication, {found.guessed}, was found on the page: give it if that is wrong",)
    if day and today and day > today:
        notes += (f"the day of publication, {day}, has not come yet",)
    return Report(
        text=found.text,
        title=found.title,
        publisher=publisher or found.publisher,
        published=day,
        language=language or found.language,
        tables=found.tables,
        notes=notes,
    )


def _load(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError("there is no such file", where=str(path), hint="Check the name") from None
    except IsADirectoryError:
        raise InputError("it is a folder", where=str(path), hint="Name one of the files in it") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"it cannot be opened ({reason})", where=str(path), hint="Check its permissions") from None


def _read(data: bytes, where: str, language: str | None) -> _Found:
    for magic, what, hint in _MAGIC:
        if data.startswith(magic):
            raise InputError(what, where=where, hint=hint)
    if data.startswith((_ZIP, _OLE)):
        tables, notes = read_office(data, where)
        return _Found(tables=tables, title=PurePath(where).stem, notes=notes)
    text, notes = decode(data, where, language)
    kind = _kind(text, where)
    if kind == "mail":  # has encodings of its own in each part
        return _mail(data, where)
    found = {"html": _html, "table": _table, "json": _json, "text": _plain}[kind](text, where)
    return replace(found, notes=notes + found.notes)


def _kind(text: str, where: str) -> str:
    suffix = PurePath(where).suffix.casefold()
    head = text[:4096].lstrip("\ufeff")
    if _HTML.match(head) or (suffix in (".html", ".htm", ".xhtml") and "<" in head):
        return "html"
    if _FEED.match(head):
        raise InputError("XML and feeds are not read yet", where=where, hint=_SAVE_AS_TEXT)
    if suffix in (".json", ".geojson", ".ndjson", ".jsonl") or (not suffix and _JSON.match(head)):
        return "json"
    headers = [line for line in head.split("\n\n", 1)[0].splitlines() if _MAIL_HEAD.match(line)]
    if len(headers) >= (1 if suffix == ".eml" else 2) and _MAIL_HEAD.match(head):
        return "mail"
    if suffix in (".csv", ".tsv", ".tab"):
        return "table"
    return "table" if not suffix and looks_like_rows(head) else "text"


def _plain(text: str, where: str) -> _Found:
    if text.startswith("---\n") and "\n---\n" in text[:4096]:
        try:
            report = parse_report(text, where=where)
        except InputError:
            return _Found(text=text, notes=("it starts with '---' but has no readable head; all of it is words",))
        return _Found(report.text, (), report.title, report.publisher, report.published, report.language)
    return _Found(text=text)


def _table(text: str, where: str) -> _Found:
    tables, notes = read_csv(text, where)
    return _Found(tables=tables, title=PurePath(where).stem, notes=notes)


def _json(text: str, where: str) -> _Found:
    tables, title = read_json(text, where)
    return _Found(tables=tables, title=title)


def _html(text: str, where: str) -> _Found:
    language = _LANG.search(text[:4096])
    base = _Found(language=language.group(1).lower() if language else None)
    page = _main_text(text) if len(text) <= MAX_HTML else None
    body = (page.text or "").strip() if page else ""
    if page and body:
        return replace(
            base, text=body, title=page.title or "", publisher=page.sitename or None, guessed=_iso_day(page.date)
        )
    plain = _Stripper.strip(text)
    why = "the main text of the page was not found" if len(text) <= MAX_HTML else "the page is too large to search"
    return replace(
        base,
        text=plain.text,
        title=(page and page.title) or plain.title,
        publisher=(page and page.sitename) or None,
        guessed=_iso_day(page.date) if page else None,
        notes=(f"{why}; all its words were taken, menus included",),
    )


def _main_text(html: str) -> Any:
    import trafilatura  # 0.4 s to import

    try:
        return trafilatura.bare_extraction(
            html,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            # what stands in the page's head or time stamp; the extensive search takes any day that the words name
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # lxml and the extractor raise many kinds on hostile markup; the plain words remain
        return None


def _iso_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


class _Stripper(HTMLParser):
    """The words of a page without its tags; blocks stand on lines of their own."""

    _SILENT = frozenset({"script", "style", "noscript", "template", "svg"})
    _INLINE = frozenset(
        {"a", "b", "i", "em", "strong", "span", "sup", "sub", "small", "u", "mark", "abbr", "time", "font"}
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.title = ""
        self._silent = 0
        self._in_title = False

    @classmethod
    def strip(cls, html: str) -> _Found:
        stripper = cls()
        try:
            stripper.feed(html)
            stripper.close()
            text, title = "".join(stripper.pieces), stripper.title
        except (AssertionError, ValueError):  # the standard parser gives up on some malformed declarations
            text, title = re.sub(r"<[^<>]*>", " ", html), ""
        lines = (" ".join(line.split()) for line in text.splitlines())
        return _Found(text="\n".join(line for line in lines if line), title=" ".join(title.split()))

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._in_title = tag == "title"
        self._silent += tag in self._SILENT
        if tag not in self._INLINE:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False
        self._silent = max(0, self._silent - (tag in self._SILENT))
        if tag not in self._INLINE:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif not self._silent:
            self.pieces.append(data)


def _mail(data: bytes, where: str) -> _Found:
    try:
        message = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
        body = message.get_body(("plain", "html"))
        content = body.get_content() if isinstance(body, EmailMessage) else ""
        subject, sender = str(message.get("subject", "")), message.get("from")
        when = getattr(message.get("date"), "datetime", None)
        html = body is not None and body.get_content_type() == "text/html"
        left = [part.get_filename() or "without a name" for part in message.iter_attachments()]
    except Exception as error:  # the standard parser raises many kinds on malformed heads and unknown encodings
        what = f"the e-mail is malformed ({type(error).__name__})"
        raise InputError(what, where=where, hint="Copy its words into a text file") from None
    found = _html(content, where) if html else _Found(text=one_line_end(content))
    addresses = getattr(sender, "addresses", ())
    return _Found(
        text=found.text.replace("\x00", ""),
        title=" ".join(subject.split()),
        publisher=(addresses[0].display_name or addresses[0].domain or None) if addresses else None,
        published=when.date() if when else None,
        language=found.language,
        notes=found.notes + ((f"attachments were not read: {', '.join(left)}",) if left else ()),
    )
