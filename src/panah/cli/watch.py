"""`panah watch`: keep reading what arrives in a folder or a feed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from panah.cli.arrived import SETTLED, Folder, digest_of
from panah.cli.read import Format
from panah.cli.screen import Database, emit, note, today
from panah.errors import ConflictError, InputError, PanahError, UnavailableError

if TYPE_CHECKING:
    from panah.cli.seen import Seen
    from panah.figure import Report

_FEED = (b"<?xml", b"<rss", b"<feed", b"<rdf", b"{", b"[")
_TRIES = 30


def watch(
    source: Annotated[str, typer.Argument(metavar="FOLDER|FEED", help="A folder, a feed's address, or a feed file.")],
    situation: Annotated[
        str | None, typer.Option(metavar="NAME", help="Keep what arrives in this situation; else print it.")
    ] = None,
    every: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="How often to look.")] = 60.0,
    once: Annotated[bool, typer.Option("--once", help="Look once and end.")] = False,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who published these reports.")] = None,
    language: Annotated[str | None, typer.Option(metavar="xx", help="Their language; else it is guessed.")] = None,
    format: Annotated[Format, typer.Option(help="How figures are printed.")] = Format.TABLE,
    state: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to remember what was read; else in your data folder.")
    ] = None,
    database: Database = None,
) -> None:
    """Keep reading what arrives in a folder or a feed, until Ctrl-C.

    What was read is remembered: a restart reads nothing twice and loses nothing. A file or item that cannot be read is
    named once and the rest goes on.
    """
    from panah.cli.seen import Seen, memory_for

    place = _place(source)
    keep = _keeper(situation, database) if situation else _printer(format)
    name = str(place.resolve()) if isinstance(place, Path) else place
    seen = Seen(state or memory_for(name, f"{situation}\n{database or ''}" if situation else ""))
    reader = _Reader(seen, keep, {"publisher": publisher, "language": language})
    ours = frozenset(path.resolve() for path in (seen.path, Path(database) if database else seen.path))
    try:
        look = _looker(place, seen, reader, ours)
        failed = _once(look) if once else _for_ever(look, every)
    finally:
        seen.close()
    if failed:
        raise typer.Exit(InputError.exit_code)




def documents(content: Path | bytes, *, name: str, **given: Any) -> Iterator[Report]:
    """The reports in a file or a feed."""
    from panah.read.document import open_documents

    yield from open_documents(content, name=name, **given)


def _place(source: str) -> Path | str:
    from panah.cli.fetch import checked_address

    if "://" in source:
        return checked_address(source)
    path = Path(source)
    if not path.exists():
        raise InputError("there is no such folder or file", where=source, hint="Name a folder, or a feed's address")
    return path


def _once(look: Callable[[], tuple[int, int]]) -> int:
    """One look, and more as long as files are being written; gives how many could not be read."""
    failed, growing = look()
    for _ in range(_TRIES):
        if not growing:
            return failed
        time.sleep(SETTLED)
        more, growing = look()
        failed += more
    note(f"note: {growing} {'file is' if growing == 1 else 'files are'} still being written and left for the next time")
    return failed


def _for_ever(look: Callable[[], tuple[int, int]], every: float) -> int:
    """Look again and again. What fails as a whole is said once and tried again after ever longer pauses."""
    from panah.cli.fetch import LONGEST_PAUSE

    said, failures = "", 0
    while True:
        pause = every
        try:
            _, growing = look()
            if growing:
                pause = min(every, SETTLED)
            if said:
                note("note: it works again")
            said, failures = "", 0
        except PanahError as error:
            if error.sentence != said:
                note(f"panah: {error.sentence}")
            said, failures = error.sentence, failures + 1
            asked = getattr(error, "pause", 0.0)
            pause = min(max(every * 2 ** min(failures, 20), asked), max(LONGEST_PAUSE, every))
        time.sleep(pause)


def _looker(place: Path | str, seen: Seen, reader: _Reader, ours: frozenset[Path]) -> Callable[[], tuple[int, int]]:
    if isinstance(place, str):
        return lambda: (_look_at_feed(place, seen, reader), 0)
    if not place.is_dir():
        return lambda: (_look_at_file(place, seen, reader), 0)
    folder = Folder(place, seen, ours)
    return lambda: _look_into(folder, seen, reader)


def _look_into(folder: Folder, seen: Seen, reader: _Reader) -> tuple[int, int]:
    if not folder.folder.is_dir():
        raise UnavailableError("the folder is not there any more", where=str(folder.folder))
    arrived, growing = folder.arrived()
    failed = 0
    for name, path, stamp in arrived:
        digest = digest_of(path)
        if not digest or seen.files.get(name, ([], ""))[1] != digest:
            failed += reader.read(path, name, shown=str(path))
        seen.note(file=name, stamp=stamp, digest=digest)
    return failed, growing


def _look_at_file(path: Path, seen: Seen, reader: _Reader) -> int:
    digest = digest_of(path)
    if not digest:
        raise UnavailableError("it cannot be opened", where=str(path))
    if seen.feed.get("digest") == digest:
        return 0
    failed = reader.read(path, path.name, shown=str(path))
    seen.note(feed={"digest": digest})
    return failed


def _look_at_feed(url: str, seen: Seen, reader: _Reader) -> int:
    from panah.cli.fetch import fetch

    fetched = fetch(url, seen.feed)
    if fetched.content is None:
        return 0
    digest = hashlib.sha256(fetched.content).hexdigest()[:32]
    if digest == seen.feed.get("digest"):
        return 0
    if not fetched.content.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_FEED):
        raise InputError("it is no feed", where=url, hint="Give the address of its RSS or Atom feed")
    failed = reader.read(fetched.content, url, shown=url)
    seen.note(feed={"digest": digest, "etag": fetched.etag, "modified": fetched.modified})
    return failed


@dataclass
class _Reader:
    """Reads what arrived into reports and hands each on that was not handed on before."""

    seen: Seen
    keep: Callable[[Report, str], None]
    given: dict[str, Any]
    named: set[str] = field(default_factory=set)

    def read(self, content: Path | bytes, name: str, *, shown: str) -> int:
        """1 when something in it could not be read, which is said once, else 0."""
        failed = 0
        try:
            for report in documents(content, name=shown, today=today(), **self.given):
                key = f"{name}\n{report.id}"
                if key in self.seen.reports:
                    continue
                failed |= self._try(lambda report=report: self.keep(report, shown), shown)  # type: ignore[misc]
                self.seen.note(report=key)
        except UnavailableError:
            raise
        except Exception as error:  # whatever one file does to the reader, the others must still be read
            failed = self._named(error, shown)
        return failed

    def _try(self, act: Callable[[], None], shown: str) -> int:
        try:
            act()
        except (InputError, ConflictError) as error:
            return self._named(error, shown)
        return 0

    def _named(self, error: Exception, shown: str) -> int:
        if isinstance(error, BrokenPipeError):
            raise error
        if isinstance(error, PanahError):
            sentence = error.sentence if error.where else f"{shown}: {error.sentence}"
        else:
            if type(error).__module__.startswith(("django.db", "psycopg", "sqlite3")):
                raise UnavailableError(f"the database does not answer ({' '.join(str(error).split())})") from error
            sentence = f"{shown}: the reader failed ({type(error).__name__}: {' '.join(str(error).split())})."
        if sentence not in self.named:
            note(f"panah: {sentence}")
        self.named.add(sentence)
        return 1


def _printer(format: Format) -> Callable[[Report, str], None]:
    from panah.cli.read import remarks, show_figures_as
    from panah.cli.table import show_mentions
    from panah.read import reading

    def show(report: Report, shown: str) -> None:
        found = reading(report)
        known = [*remarks(report, found.figures), *found.remarks]
        for remark in known:
            note(f"note: {shown}: {remark}")
        if format is Format.TABLE:
            emit(f"{report.title or shown}\n")
        show_figures_as(found.figures, set(known), format, explain=False)
        if format is Format.TABLE:
            show_mentions(found.mentions, report, explain=False)

    return show


def _keeper(situation: str, database: str | None) -> Callable[[Report, str], None]:
    from panah.cli.followed import open_ledger

    open_ledger(database)
    from django.db import close_old_connections

    from panah.ledger import service
    from panah.web.start import LOCAL_USER

    row = service.situation(situation)

    def keep(report: Report, shown: str) -> None:
        close_old_connections()  # after days of silence the server may have hung up
        added = service.add_report(row, report, events=service.events_of(row), now=datetime.now(UTC), by=LOCAL_USER)
        name = report.title or shown
        for remark in added.row.notes if added.new else ():
            note(f"note: {name}: {remark}")
        figures = f"{len(added.figures)} {'figure' if len(added.figures) == 1 else 'figures'}"
        also = f"; {report.publisher} is kept as one more who told it" if added.retold else ""
        emit(f"{name}: {figures}\n" if added.new else f"{name}: already here, with {figures}{also}\n")

    return keep
