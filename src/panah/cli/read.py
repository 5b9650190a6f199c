"""`panah read`: one report, or a stream of them, to figures."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from panah.cli.screen import counted, emit, note, parse_day, today

if TYPE_CHECKING:
    from panah.figure import Figure, Report
    from panah.read.document import Progress


class Format(StrEnum):
    """How the figures are written."""

    TABLE = "table"
    JSON = "json"
    NDJSON = "ndjson"


def read(
    file: Annotated[
        str, typer.Argument(metavar="FILE|-", help="A report (text, HTML, PDF, DOCX, table), or - for stdin.")
    ],
    published: Annotated[
        date | None, typer.Option(parser=parse_day, metavar="DAY", help="Day of publication, as 2022-09-27.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who published it.")] = None,
    language: Annotated[str | None, typer.Option(metavar="xx", help="Its language, as en; else it is guessed.")] = None,
    format: Annotated[Format, typer.Option(help="How the figures are written.")] = Format.TABLE,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each field has its value.")] = False,
    ndjson: Annotated[bool, typer.Option("--ndjson", help="FILE holds one report a line as JSON (a batch).")] = False,
) -> None:
    """Read a report, or a file of several, into figures, each with its exact words.

    With --ndjson, read one report a line and write its figures as one line, in the same order.
    """
    if ndjson:
        if published or publisher or language or explain:
            raise typer.BadParameter("with --ndjson each line brings its own published, publisher and lang")
        from panah.cli.batch import run

        run(file)
        return
    given = {"published": published, "publisher": publisher, "language": language}
    if format is Format.NDJSON:
        for _, figures, known in _read(file, given):
            _say(known)
            emit("".join(json.dumps(as_row(figure, explain=explain), ensure_ascii=False) + "\n" for figure in figures))
        return
    found = list(_read(file, given))
    for report, figures, known in found:
        if format is Format.TABLE:
            from panah.cli.table import show_figures, show_report

            if len(found) > 1:
                show_report(report)
            _say(known)
            show_figures(figures, set(known), explain=explain)
        else:
            _say(known)
    if format is Format.JSON:
        rows = [as_row(figure, explain=explain) for _, figures, _ in found for figure in figures]
        about = [about_report(report, known) for report, _, known in found]
        emit(json.dumps({"figures": rows, "reports": about}, ensure_ascii=False, indent=2) + "\n")


def _say(known: list[str]) -> None:
    for remark in known:
        note(f"note: {remark}")


def _read(file: str, given: dict[str, Any]) -> Iterator[tuple[Report, list[Figure], list[str]]]:
    """Each report of a file with its figures and what a person should know before trusting them."""
    from panah.read import read_with_remarks

    with counted("Reading") as progress:
        for report in _opened(file, given, progress):
            figures, unread = read_with_remarks(report)
            yield report, figures, [*remarks(report, figures), *unread]


def _opened(file: str, given: dict[str, Any], progress: Progress) -> Iterator[Report]:
    from panah.read.document import MAX_BYTES, open_documents

    from_stdin = file == "-"
    return open_documents(
        sys.stdin.buffer.read(MAX_BYTES + 1) if from_stdin else file,
        name="stdin" if from_stdin else file,
        today=today(),
        progress=progress,
        **given,
    )


def remarks(report: Report, figures: list[Figure]) -> list[str]:
    """What a person should know before trusting any of these figures: doubts about the file, caveats they all have."""
    shared = [c for c in (figures[0].caveats if figures else ()) if all(c in figure.caveats for figure in figures)]
    found = [*report.notes, *shared]
    if report.published is None:
        found.append("say when it was published with --published DAY")
    return list(dict.fromkeys(found))


def about_report(report: Report, known: list[str]) -> dict[str, Any]:
    """What the figures' `report` stands for, as JSON."""
    return {
        "id": report.id,
        "title": report.title,
        "publisher": report.publisher,
        "published": report.published.isoformat() if report.published else None,
        "language": report.language,
        "url": report.url,
        "pages": len(report.pages) or None,
        "notes": known,
    }


def as_row(figure: Figure, *, explain: bool) -> dict[str, Any]:
    """The figure as JSON; the reasons are long and come only with --explain."""
    from panah.figure import to_json

    row = to_json(figure)
    if not explain:
        del row["reasons"]
    return row
