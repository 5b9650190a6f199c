"""`panah outlook`: the coming weeks of a situation."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from panah.cli.followed import Followed, follow
from panah.cli.picture import SituationName
from panah.cli.screen import AsOf, Database, busy, columns, emit
from panah.errors import InputError

if TYPE_CHECKING:
    from panah.forecast import Outlook, Scenario


class Format(StrEnum):
    """How the outlook is written."""

    TEXT = "text"
    JSON = "json"
    HUBVERSE = "hubverse"


def outlook(
    situation: SituationName,
    days: Annotated[int, typer.Option("--days", metavar="N", help="How many days ahead.")] = 28,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", metavar="FILE", help="A TOML file of what to suppose besides.")
    ] = None,
    as_of: AsOf = None,
    database: Database = None,
    format: Annotated[
        Format, typer.Option(help="text for people, json, or hubverse: CSV in the columns of forecast hubs.")
    ] = Format.TEXT,
) -> None:
    """Say what the coming weeks may bring, with ranges.

    Arrivals, departures and people present, week by week; with a scenario beside the plain outlook.
    """
    from panah import publish
    from panah.forecast import forecast

    supposed = read_scenario(scenario) if scenario else None
    found = follow(situation, database, as_of)
    estimate = found.estimate()
    with busy("Looking ahead"):
        events = found.situation.events
        plain = forecast(estimate, days, events=events)
        other = forecast(estimate, days, scenario=supposed, events=events) if supposed else None
    if format is Format.HUBVERSE:
        emit(_hubverse([each for each in (plain, other) if each]))
        return
    shown = publish.ahead(plain, estimate, found.situation)
    beside = publish.ahead(other, estimate, found.situation) if other else None
    if format is Format.JSON:
        rows = publish.ahead_json(shown) | {"supposing": publish.ahead_json(beside) if beside else None}
        emit(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        emit(publish.ahead_text(shown, beside, width=columns()) + _signs(found))


def _signs(found: Followed) -> str:
    """Early signs in the reports of the last two weeks, a line each, for a person to judge."""
    from panah.publish import signs_text
    from panah.read.signs import DAYS, signs

    since = found.as_of - timedelta(DAYS)
    told = [report for report in found.reports if report.published and since < report.published <= found.as_of]
    text = signs_text([(report.published, sign) for report in told for sign in signs(report)], width=columns())
    return f"\n{text}" if text else ""


def read_scenario(file: Path) -> Scenario:
    """The scenario in a file. Raises InputError for one that is no TOML in UTF-8."""
    from panah.forecast import load_scenario

    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError("this is no text in UTF-8", where=str(file)) from None
    return load_scenario(text, str(file))


def _hubverse(outlooks: list[Outlook]) -> str:
    out = io.StringIO(newline="")
    rows = [row for each in outlooks for row in each.rows()]
    if not rows:
        raise InputError("nothing is known from which an outlook could be made", hint="Add reports first")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
