"""`panah export`: estimates and figures as files for other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from panah.cli.followed import Followed, follow
from panah.cli.picture import SituationName
from panah.cli.screen import AsOf, Database, emit, note


class Format(StrEnum):
    """csv and hxl hold the daily estimate, figures and ndjson the sourced figures behind it."""

    CSV = "csv"
    HXL = "hxl"
    FIGURES = "figures"
    NDJSON = "ndjson"


def export(
    situation: SituationName,
    format: Annotated[
        Format, typer.Option(help="csv, hxl: the daily estimate; figures (CSV), ndjson: the figures behind it.")
    ] = Format.CSV,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead of stdout.")
    ] = None,
    as_of: AsOf = None,
    database: Database = None,
) -> None:
    """Write a situation as CSV, HXL or JSON lines."""
    text = _written(follow(situation, database, as_of), format)
    if output is None:
        emit(text)
    else:
        output.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
        note(f"wrote {output}")


def _written(followed: Followed, format: Format) -> str:
    from panah import publish

    if format is Format.CSV:
        return publish.to_csv(followed.estimate())
    if format is Format.HXL:
        return publish.to_hxl(followed.estimate())
    if format is Format.FIGURES:
        return publish.figures_csv(followed.figures)
    return publish.figures_ndjson(followed.figures)
