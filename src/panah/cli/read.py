"""`panah read`: one report, or a stream of them, to figures."""

from __future__ import annotations

import json
import sys
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from panah.cli.screen import busy, emit, note, parse_day, today

if TYPE_CHECKING:
    from panah.figure import Figure, Report


class Format(StrEnum):
    """How the figures are written."""

    TABLE = "table"
    JSON = "json"
    NDJSON = "ndjson"


def read(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A report (text, HTML, table), or - for stdin.")],
    published: Annotated[
        date | None, typer.Option(parser=parse_day, metavar="DAY", help="Day of publication, as 2022-09-27.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who published it.")] = None,
    language: Annotated[str | None, typer.Option(metavar="xx", help="Its language, as en; else it is guessed.")] = None,
    format: Annotated[Format, typer.Option(help="How the figures are written.")] = Format.TABLE,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each field has its value.")] = False,
    ndjson: Annotated[bool, typer.Option("--ndjson", help="FILE holds one report a line as JSON (a batch).")] = False,
    jobs: Annotated[
        int, typer.Option(min=0, metavar="N", help="With --ndjson: processes that read; 0 is one a core.")
    ] = 1,
) -> None:
    """Read a report into figures, each with its exact words.

    With --ndjson, read one report a line and write its figures as one line, in the same order.
    """
    if ndjson:
        if published or publisher or language or explain:
            raise typer.BadParameter("with --ndjson each line brings its own published, publisher and lang")
        from panah.cli.batch import run

        run(file, jobs)
        return
    if jobs != 1:
        raise typer.BadParameter("--jobs shares out a batch: it goes with --ndjson")
    with busy("Reading"):
        report = _opened(file, published, publisher, language)
        figures, unread = _figures(report)
    known = [*remarks(report, figures), *unread]
    for remark in known:
        note(f"note: {remark}")
    if format is Format.TABLE:
        from panah.cli.table import show_figures

        show_figures(figures, set(known), explain=explain)
        return
    rows = [as_row(figure, explain=explain) for figure in figures]
    if format is Format.JSON:
        emit(json.dumps({"figures": rows}, ensure_ascii=False, indent=2) + "\n")
    else:
        emit("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _figures(report: Report) -> tuple[list[Figure], list[str]]:
    from panah.read import read_with_remarks

    return read_with_remarks(report)


def _opened(file: str, published: date | None, publisher: str | None, language: str | None) -> Report:
    from panah.read.document import MAX_BYTES, open_document

    from_stdin = file == "-"
    return open_document(
        sys.stdin.buffer.read(MAX_BYTES + 1) if from_stdin else file,
        name="stdin" if from_stdin else file,
        published=published,
        publisher=publisher,
        language=language,
        today=today(),
    )


def remarks(report: Report, figures: list[Figure]) -> list[str]:
    """What a person should know before trusting any of these figures: doubts about the file, caveats they all have."""
    shared = [c for c in (figures[0].caveats if figures else ()) if all(c in figure.caveats for figure in figures)]
    found = [*report.notes, *shared]
    if report.published is None:
        found.append("say when it was published with --published DAY")
    return list(dict.fromkeys(found))


def as_row(figure: Figure, *, explain: bool) -> dict[str, Any]:
    """The figure as JSON; the reasons are long and come only with --explain."""
    from panah.figure import to_json

    row = to_json(figure)
    if not explain:
        del row["reasons"]
    return row
