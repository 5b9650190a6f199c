"""`panah picture`: what is known about a situation on a day."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer

from panah.cli.followed import follow
from panah.cli.screen import AsOf, Database, columns, emit, parse_day
from panah.errors import InputError


class Format(StrEnum):
    """How the picture is written."""

    TEXT = "text"
    JSON = "json"


SituationName = Annotated[
    str,
    typer.Argument(metavar="SITUATION", help="A situation's folder, or the name of one in the database."),
]


def picture(
    situation: SituationName,
    as_of: AsOf = None,
    database: Database = None,
    format: Annotated[Format, typer.Option(help="How the picture is written.")] = Format.TEXT,
    explain: Annotated[
        bool, typer.Option("--explain", help="Every figure beside what all figures together say, and its doubts.")
    ] = False,
    compare: Annotated[
        date | None,
        typer.Option(
            "--compare", parser=parse_day, metavar="DAY",
            help="What changed since this earlier day, and which reports moved it.",
        ),
    ] = None,
) -> None:
    """Say what is known about a situation on a day.

    Flows and people present with ranges, the counts behind them, contradictions, sources.
    """  # fmt: skip
    from panah import publish

    if explain and compare:
        raise InputError("--explain and --compare are two pictures", hint="ask for one of them")
    found = follow(situation, database, as_of)
    rows: Any
    out = ""
    if compare:
        changes = found.changes(compare)
        out, rows = publish.changed(changes, found.estimate()), publish.changed_json(changes)
    elif explain:
        estimate = found.estimate()
        out, rows = publish.explained(estimate), publish.explained_json(estimate)
    elif format is Format.JSON:
        rows = publish.to_json(found.picture())
    else:
        out = publish.render_text(found.picture(), width=columns())
    emit((json.dumps(rows, ensure_ascii=False, indent=2) if format is Format.JSON else out.rstrip()) + "\n")
