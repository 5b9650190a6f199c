"""`panah score`: how good an outlook was, now that its days have passed."""

from __future__ import annotations

import json
import textwrap
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from panah.cli.followed import follow
from panah.cli.picture import SituationName
from panah.cli.screen import AsOf, Database, columns, emit, parse_day
from panah.errors import InputError


class Format(StrEnum):
    """How the scores are written."""

    TEXT = "text"
    JSON = "json"


def score(
    situation: SituationName,
    made: Annotated[
        date,
        typer.Option(
            "--made", parser=parse_day, metavar="DAY", help="The day from whose knowledge the outlook is made."
        ),
    ],
    as_of: AsOf = None,
    database: Database = None,
    format: Annotated[Format, typer.Option(help="How the scores are written.")] = Format.TEXT,
) -> None:
    """Say how the outlook of an earlier day did.

    It is made anew from what was known on that day, and judged by what is known since.
    """
    from panah import publish
    from panah.forecast import forecast
    from panah.forecast import score as judge

    later = follow(situation, database, as_of)
    ahead = (later.as_of - made).days
    if ahead < 1:
        raise InputError(f"no day has passed from {made} to {later.as_of}", hint="Give an earlier day as --made")
    then = follow(situation, database, made)
    outlook = forecast(then.estimate(), ahead, events=then.situation.events)
    scores = judge(outlook, known := later.estimate())
    if format is Format.JSON:
        emit(json.dumps(publish.scored_json(scores), ensure_ascii=False, indent=2) + "\n")
        return
    lines = publish.scored(scores, known, made)
    if not lines:
        raise InputError(f"nothing known on {made} tells of days after it", hint="Give a later day as --made")
    emit("\n".join(textwrap.fill(line, columns(), subsequent_indent="  ") for line in lines) + "\n")
