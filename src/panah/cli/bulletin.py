"""`panah bulletin`: what is sent out about a situation."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from panah.cli.followed import follow
from panah.cli.picture import SituationName
from panah.cli.screen import AsOf, Database, busy, emit, note, parse_day
from panah.errors import InputError

if TYPE_CHECKING:
    from panah.forecast import Score
    from panah.reconcile import Estimate


class Format(StrEnum):
    """How the bulletin is made."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    TEXT = "txt"


WEEK = 7
"""Days whose outlook is judged in the next bulletin."""


def bulletin(
    situation: SituationName,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where it goes; its ending (.pdf) names the format."),
    ] = None,
    format: Annotated[Format | None, typer.Option(help="Without it, the file's ending; else txt.")] = None,
    since: Annotated[
        date | None,
        typer.Option("--since", parser=parse_day, metavar="DAY", help="The bulletin before: tell what changed since."),
    ] = None,
    next_update: Annotated[
        date | None, typer.Option("--next-update", parser=parse_day, metavar="DAY", help="When the next one comes.")
    ] = None,
    contact: Annotated[str, typer.Option("--contact", metavar="WORDS", help="Whom to ask.")] = "",
    as_of: AsOf = None,
    database: Database = None,
) -> None:
    """Make the bulletin of a situation: HTML, PDF, Word, or a message for phones.

    Headline, counts, charts, the coming weeks, contradictions, and every figure with its words.
    """
    from panah import publish
    from panah.forecast import forecast

    form = format.value if format else output.suffix.lstrip(".").lower() if output else Format.TEXT.value
    if form not in set(Format):
        hint = f"Name one of {', '.join(Format)} with --format"
        raise InputError(f"a bulletin cannot be made as {form!r}", hint=hint)
    if output is None and form in (Format.PDF, Format.DOCX):
        raise InputError(f"{form} is no text for a terminal", hint="Say where it goes with --output")
    found = follow(situation, database, as_of)
    if since and since >= found.as_of:
        raise InputError(f"{since} is not before {found.as_of}", hint="Give the day of an earlier bulletin as --since")
    estimate = found.estimate()
    with busy("Writing"):
        edition = publish.Edition(
            outlook=forecast(estimate, events=found.situation.events),
            scores=_scores(situation, database, estimate),
            since=since,
            changes=found.changes(since) if since else (),
            next_update=next_update,
            contact=contact,
        )
        content = publish.bulletin_file(publish.bulletin(estimate, found.situation, edition), form)
    if output:
        write_file(output, content)
    else:
        emit(content.decode())


def _scores(situation: str, database: str | None, estimate: Estimate) -> tuple[Score, ...]:
    """How the outlook of a week before did."""
    from panah.forecast import forecast, score

    then = follow(situation, database, estimate.as_of - timedelta(WEEK))
    known = then.estimate()
    return score(forecast(known, WEEK, events=then.situation.events), estimate) if known.corridors else ()


def write_file(output: Path, content: bytes) -> None:
    """Write a file whole or not at all: a full disk must not leave half of it under its name."""
    part = output.with_name(output.name + ".part")
    part.write_bytes(content)
    part.replace(output)
    note(f"wrote {output}")
