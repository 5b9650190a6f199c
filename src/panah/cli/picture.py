"""`panah picture`: what is known about a situation on a day."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from panah.cli.followed import follow
from panah.cli.screen import AsOf, Database, columns, emit


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
) -> None:
    """Say what is known about a situation on a day.

    Flows and people present with ranges, the counts behind them, contradictions, sources.
    """
    from panah import publish

    found = follow(situation, database, as_of).picture()
    if format is Format.JSON:
        emit(json.dumps(publish.to_json(found), ensure_ascii=False, indent=2) + "\n")
    else:
        emit(publish.render_text(found, width=columns()).rstrip() + "\n")
