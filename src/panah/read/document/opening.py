"""Opening a file: its kind's reader gives what it holds, and what is given by keyword wins over what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath

from panah.errors import InputError
from panah.figure import Report
from panah.read.decode import decode
from panah.read.document.found import Found, Progress, no_progress
from panah.read.document.kinds import kind_of_bytes, kind_of_text
from panah.read.document.plain import read_plain, read_rows
from panah.read.table.cells import read_office
from panah.read.zipped import checked_archive

MAX_BYTES = 50 * 1024 * 1024
"""Largest file that is opened. A situation report has 20 kB as text and some 5 MB as PDF; a bigger text than this is a
dump of many, and holding it with its decoded copy already takes some 250 MB."""
MOST_DEEP = 3
"""How deep e-mails are opened that are attached to e-mails."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller knows about the reports of a file."""

    published: date | None = None
    publisher: str | None = None
    language: str | None = None
    today: date | None = None


def open_document(
    path_or_bytes: str | Path | bytes,
    *,
    name: str = "",
    published: date | None = None,
    publisher: str | None = None,
    language: str | None = None,
    today: date | None = None,
) -> Report:
    """The one Report kept in a file or in its bytes: words in `text`, rows in `tables`, doubts in `notes`.

    Plain text, HTML, PDF, DOCX, e-mail (without its attachments), CSV/TSV and XLSX are read. What is given by keyword
    wins over what the document says. With `today`, a later day of publication is noted.
    Raises InputError in one sentence for what cannot be read, and for a feed or list of several reports.
    """
    data, where = _bytes_of(path_or_bytes, name)
    given = Given(published, publisher, language, today)
    documents = read_bytes(data, where, language)
    first = next(documents, None)
    if first is None:
        raise _empty(where)
    second = None if first.attached else next((found for found in documents if not found.attached), None)
    if second is not None:
        raise InputError("it holds several reports", where=where, hint="Open it with open_documents")
    return _report(first, where, given)


def open_documents(
    path_or_bytes: str | Path | bytes,
    *,
    name: str = "",
    published: date | None = None,
    publisher: str | None = None,
    language: str | None = None,
    today: date | None = None,
    progress: Progress = no_progress,
) -> Iterator[Report]:
    """The Reports kept in a file or in its bytes, one after the other, at least one.

    A feed (RSS, Atom) gives its items, ReliefWeb's JSON its rows, an e-mail its words and then each attachment that
    can be read, anything else one report. `progress(done, total)` is told after each page or item; it may raise to
    end the reading. Keywords and errors are those of `open_document`; an item without words is left out.
    """
    data, where = _bytes_of(path_or_bytes, name)
    given, kept, failed = Given(published, publisher, language, today), 0, None
    for found in read_bytes(data, where, language, progress):
        try:
            report = _report(found, where, given)
        except InputError as error:
            failed = error
            continue
        kept += 1
        yield report
    if not kept:
        raise failed or _empty(where)


def _empty(where: str) -> InputError:
    return InputError("it is empty", where=where, hint="Give a file that holds a report's words or rows")


def _bytes_of(path_or_bytes: str | Path | bytes, name: str) -> tuple[bytes, str]:
    if isinstance(path_or_bytes, bytes):
        data, where = path_or_bytes, name
    else:
        data, where = _load(Path(path_or_bytes)), name or Path(path_or_bytes).name
    if len(data) > MAX_BYTES:
        raise InputError(f"it is larger than {MAX_BYTES >> 20} MB", where=where, hint="Split it into its reports")
    return data, where


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


def _report(found: Found, where: str, given: Given) -> Report:
    if not found.text.strip() and not any(any(map(any, cells)) for _, cells in found.tables):
        raise _empty(where)
    day = given.published or found.published or found.guessed
    notes = found.notes
    if found.guessed and not (given.published or found.published):
        notes += (f"the day of publication, {found.guessed}, {found.guessed_from}: give it if that is wrong",)
    if day and given.today and day > given.today:
        notes += (f"the day of publication, {day}, has not come yet",)
    return Report(
        text=found.text,
        title=found.title,
        publisher=given.publisher or found.publisher,
        published=day,
        language=given.language or found.language,
        url=found.url,
        tables=found.tables,
        notes=notes,
        pages=found.pages,
    )


def read_bytes(
    data: bytes, where: str, language: str | None, progress: Progress = no_progress, *, depth: int = 0
) -> Iterator[Found]:
    """What is found in the bytes of a file, one for each report in it. Readers are loaded when first needed."""
    kind = kind_of_bytes(data, where)
    if kind == "pdf":
        from panah.read.document.pdf import read_pdf

        yield read_pdf(data, where, progress)
    elif kind:
        yield _office(data, where)
    else:
        text, notes = decode(data, where, language)
        for found in _of_text(data, text, where, language, progress, depth):
            yield replace(found, notes=notes + found.notes) if notes else found


def _office(data: bytes, where: str) -> Found:
    """A Word document or a workbook."""
    if data.startswith(b"PK") and "word/document.xml" in checked_archive(data, where).namelist():
        from panah.read.document.word import read_word

        return read_word(data, where)
    tables, notes = read_office(data, where)
    return Found(tables=tables, title=PurePath(where).stem, notes=notes)


def _of_text(
    data: bytes, text: str, where: str, language: str | None, progress: Progress, depth: int
) -> Iterator[Found]:
    kind = kind_of_text(text, where)
    if kind == "html":
        from panah.read.document.html import read_html

        yield read_html(text)
    elif kind == "feed":
        from panah.read.document.feed import read_feed

        yield from read_feed(text, where, progress)
    elif kind == "json":
        from panah.read.document.reliefweb import read_json

        yield from read_json(text, where, progress)
    elif kind == "mail":  # has encodings of its own in each part
        from panah.read.document.mail import read_mail

        yield from read_mail(data, where, lambda part, name: _attached(part, name, language, depth + 1))
    else:
        yield read_rows(text, where) if kind == "table" else read_plain(text, where)


def _attached(data: bytes, name: str, language: str | None, depth: int) -> list[Found]:
    """What an attachment holds. Raises InputError for one that cannot be read or is too deep."""
    if depth > MOST_DEEP:
        raise InputError("it is an e-mail in an e-mail in an e-mail", where=name, hint="Save it as a file of its own")
    return list(read_bytes(data, name, language, depth=depth))
