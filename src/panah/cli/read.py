"""`panah read`: one report, or a stream of them, to figures."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from panah.cli.screen import counted, emit, note, parse_day, today
from panah.errors import InputError, PanahError

if TYPE_CHECKING:
    from panah.figure import Figure, Report
    from panah.read import Reading
    from panah.read.document import Progress


class Format(StrEnum):
    """How the figures are written."""

    TABLE = "table"
    JSON = "json"
    NDJSON = "ndjson"


def read(
    files: Annotated[
        list[str], typer.Argument(metavar="FILES|-", help="Reports (text, HTML, PDF, DOCX, table), or - for stdin.")
    ],
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
    joined: Annotated[bool, typer.Option("--joined", help="Join what several files tell of one count.")] = False,
    model_url: Annotated[str | None, typer.Option(metavar="URL", help="Ask a model of yours as well, here.")] = None,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="The model's name at that address.")] = None,
    model_key_file: Annotated[Path | None, typer.Option(metavar="FILE", help="A file that holds its key.")] = None,
) -> None:
    """Read reports, or files of several, into figures, each with its exact words.

    With --ndjson, read one report a line and write its figures as one line, in the same order.
    """
    if ndjson:
        if published or publisher or language or explain or joined or model_url or len(files) > 1:
            raise typer.BadParameter("with --ndjson one file is read, and each line brings its own published and lang")
        from panah.cli.batch import run

        run(files[0], jobs)
        return
    if jobs != 1:
        raise typer.BadParameter("--jobs shares out a batch: it goes with --ndjson")
    reader = _reader(model_url, model, model_key_file)
    given = {"published": published, "publisher": publisher, "language": language}
    found, failed = _read_all(files, given, reader)
    if joined:
        from panah.cli.joined import show_joined

        show_joined([figure for one in found for figure in one.reading.figures], format)
    else:
        _show(found, format, explain=explain)
    if failed:
        raise typer.Exit(InputError.exit_code)


class Read(NamedTuple):
    """A report, what was read in it, and what a person should know before trusting that."""

    report: Report
    reading: Reading
    known: list[str]


Reader = Callable[["Report"], "Reading"]


def _reader(model_url: str | None, model: str | None, key_file: Path | None) -> Reader:
    """The grammar; with a model's address, the grammar and that model."""
    if model_url is None and model is None and key_file is None:
        from panah.read import reading

        return reading
    if not model_url or not (model or "").strip():
        raise typer.BadParameter("a model needs both --model-url and --model")
    from panah.cli.model import asker
    from panah.read.model import read_with_model

    return partial(read_with_model, ask=asker(model_url, key_file), model=str(model).strip())


def _read_all(files: list[str], given: dict[str, Any], reader: Reader) -> tuple[list[Read], int]:
    """Every report of the files, and how many files could not be read; one alone raises that."""
    found: list[Read] = []
    failed = 0
    for file in files:
        try:
            mine = list(_read(file, given, reader))
        except PanahError as error:
            if len(files) == 1:
                raise
            failed += 1
            note(f"panah: {error.sentence}")
            continue
        for one in mine:
            for remark in one.known:
                note(f"note: {remark}" if len(files) == 1 else f"note: {file}: {remark}")
        found += mine
    return found, failed


def _show(found: list[Read], format: Format, *, explain: bool) -> None:
    if format is Format.TABLE:
        from panah.cli.table import show_figures, show_mentions, show_report

        for report, reading, known in found:
            if len(found) > 1:
                show_report(report)
            show_figures(reading.figures, set(known), explain=explain)
            show_mentions(reading.mentions, report, explain=explain)
        return
    rows = [as_row(figure, explain=explain) for one in found for figure in one.reading.figures]
    if format is Format.JSON:
        from panah.read.mention import mention_json

        left = [mention_json(mention) for one in found for mention in one.reading.mentions]
        about = [about_report(one.report, one.known) for one in found]
        emit(json.dumps({"figures": rows, "mentions": left, "reports": about}, ensure_ascii=False, indent=2) + "\n")
    else:
        emit_rows("figures", rows, whole=False)


def show_figures_as(figures: list[Figure], known: set[str], format: Format, *, explain: bool) -> None:
    """Print the figures in a format; `known` are remarks that were said before."""
    if format is Format.TABLE:
        from panah.cli.table import show_figures

        show_figures(figures, known, explain=explain)
        return
    emit_rows("figures", [as_row(figure, explain=explain) for figure in figures], whole=format is Format.JSON)


def emit_rows(name: str, rows: list[dict[str, Any]], *, whole: bool) -> None:
    """The rows as one JSON object under a name, or else one a line."""
    if whole:
        emit(json.dumps({name: rows}, ensure_ascii=False, indent=2) + "\n")
    else:
        emit("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _read(file: str, given: dict[str, Any], reader: Reader) -> Iterator[Read]:
    with counted("Reading") as progress:
        for report in _opened(file, given, progress):
            found = reader(report)
            yield Read(report, found, list(dict.fromkeys((*remarks(report, found.figures), *found.remarks))))


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
