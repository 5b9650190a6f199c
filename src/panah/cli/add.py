"""`panah add`: reports into the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from panah.cli.followed import keep_folder, open_ledger
from panah.cli.screen import Database, counted, emit, note, parse_day, today, watched
from panah.errors import ConflictError, InputError, PanahError

if TYPE_CHECKING:
    from panah.figure import Report
    from panah.ledger.models import Situation


def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILES...", help="Reports, or a situation's folder.")],
    situation: Annotated[
        str | None, typer.Option(metavar="NAME", help="The situation that the reports belong to.")
    ] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Follow a new situation under this title.")] = None,
    published: Annotated[
        date | None, typer.Option(parser=parse_day, metavar="DAY", help="Day of publication of these reports.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who published these reports.")] = None,
    language: Annotated[str | None, typer.Option(metavar="xx", help="Their language; else it is guessed.")] = None,
    database: Database = None,
) -> None:
    """Keep reports and the figures read from them.

    A report that is already here is kept once. A feed or a list gives its reports, an e-mail its attachments as well.

    A situation's folder brings its own name, events, sites and reports. A file that cannot be read is named and the
    others are kept.
    """
    folders = [path for path in files if (path / "situation.toml").is_file()]
    loose = [path for path in files if path not in folders]
    if loose and situation is None:
        raise typer.BadParameter("say which situation the reports belong to: --situation NAME")
    open_ledger(database)
    for folder in folders:
        _add_folder(folder)
    if loose and situation is not None:
        given = {"published": published, "publisher": publisher, "language": language}
        _add_files(_situation(situation, title), loose, given)


def _add_files(row: Situation, paths: list[Path], given: Mapping[str, Any]) -> None:
    failed = 0
    for path in watched(_unfolded(paths), "reports kept"):
        try:
            _add_file(row, path, given)
        except PanahError as error:
            failed += 1
            note(f"panah: {error.sentence}")
    if failed:
        raise typer.Exit(InputError.exit_code)


def _add_folder(folder: Path) -> None:
    from panah.situation import load

    given = load(folder)
    row = keep_folder(given)
    emit(
        f"{row.slug}: {len(given.reports)} reports, {len(given.events)} events and {len(given.sites)} sites are kept\n"
    )


def _situation(name: str, title: str | None) -> Situation:
    from panah.ledger import service
    from panah.situation import Situation as Folder
    from panah.web.start import LOCAL_USER

    if title is None:
        return service.situation(name)
    if name in {row.slug for row in service.situations()}:
        raise ConflictError(f"there is already a situation called {name!r}", hint="Leave --title out to add to it")
    return service.open_situation(Folder(name, title), now=datetime.now(UTC), by=LOCAL_USER)


def _unfolded(paths: list[Path]) -> list[Path]:
    """The files, and of each folder the files directly in it, in order of name."""
    return [
        file
        for path in paths
        for file in (sorted(p for p in path.iterdir() if p.is_file() and p.name[0] != ".") if path.is_dir() else [path])
    ]


def _add_file(row: Situation, path: Path, given: Mapping[str, Any]) -> None:
    """Keep the reports of one file and say of each what became of it."""
    from panah.read.document import open_documents

    with counted(str(path)) as progress:
        reports = list(open_documents(path, name=str(path), today=today(), progress=progress, **given))
    failed: PanahError | None = None
    for report in reports:
        name = f"{path}, {report.title[:80] or report.id}" if len(reports) > 1 else str(path)
        try:
            _keep(row, report, name)
        except PanahError as error:
            if len(reports) == 1:
                raise
            failed = error
            note(f"panah: {name}: {error.sentence}")
    if failed:
        raise InputError("not all of its reports could be kept", where=str(path))


def _keep(row: Situation, report: Report, name: str) -> None:
    from panah.ledger import service
    from panah.web.start import LOCAL_USER

    added = service.add_report(row, report, events=service.events_of(row), now=datetime.now(UTC), by=LOCAL_USER)
    for remark in added.row.notes if added.new else ():
        note(f"note: {name}: {remark}")
    count = len(added.figures)
    figures = f"{count} {'figure' if count == 1 else 'figures'}"
    if added.retold:
        figures += f"; {report.publisher} is kept as one more who told it"
    emit(f"{name}: {figures}\n" if added.new else f"{name}: already here, with {figures}\n")
