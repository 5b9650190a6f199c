"""`panah needs`: what the people of the coming weeks need, and what is short."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from panah.cli.bulletin import write_file
from panah.cli.followed import Followed, follow
from panah.cli.outlook import read_scenario
from panah.cli.picture import SituationName
from panah.cli.screen import AsOf, Database, busy, columns, emit
from panah.errors import InputError

if TYPE_CHECKING:
    from panah.plan import Needs, Profile


class Format(StrEnum):
    """How needs are written."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"


def needs(
    situation: SituationName,
    days: Annotated[int, typer.Option("--days", metavar="N", help="How many days ahead.")] = 28,
    place: Annotated[
        list[str] | None, typer.Option("--place", metavar="CODE", help="Of this place alone; may be repeated.")
    ] = None,
    profile: Annotated[
        list[Path] | None,
        typer.Option("--profile", metavar="FILE", help="A country's profile in TOML; one for each place."),
    ] = None,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", metavar="FILE", help="A TOML file of what to suppose besides.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where it goes; needed for xlsx.")
    ] = None,
    as_of: AsOf = None,
    database: Database = None,
    format: Annotated[
        Format | None, typer.Option(help="text for people, json, or xlsx with formulas. Without it, as FILE ends.")
    ] = None,
) -> None:
    """Work out beds, water, desks and the rest for the coming weeks.

    By published standards or a country's own; with ranges, what is short from which day, and what it costs.
    """
    from panah import publish

    ending = output.suffix.lstrip(".").lower() if output else ""
    form = format or (Format(ending) if ending in set(Format) else Format.TEXT)
    if form is Format.XLSX and output is None:
        raise InputError("xlsx is no text for a terminal", hint="Say where it goes with --output")
    profiles = _profiles(profile or [])
    followed = follow(situation, database, as_of)
    found = _worked_out(followed, days, place or [], profiles, scenario)
    title = followed.situation.title
    if form is Format.XLSX:
        content = publish.needs_xlsx(title, followed.as_of, found)
    elif form is Format.JSON:
        rows = publish.needs_json(title, followed.as_of, found)
        content = (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode()
    else:
        content = publish.needs_text(title, followed.as_of, found, width=columns()).encode()
    if output:
        write_file(output, content)
    else:
        emit(content.decode())


def _profiles(files: list[Path]) -> dict[str, Profile]:
    """The profiles by place, "" for the one that holds everywhere else."""
    from panah.plan import load_profile

    found: dict[str, Profile] = {}
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise InputError("this is no text in UTF-8", where=str(file)) from None
        one = load_profile(text, str(file))
        if one.place in found:
            where = one.place or "every place"
            raise InputError(f"two profiles are for {where}", where=str(file), hint='Write place = "KAZ" in each')
        found[one.place] = one
    return found


def _worked_out(
    followed: Followed, days: int, places: list[str], profiles: dict[str, Profile], scenario: Path | None
) -> list[Needs]:
    from panah.forecast import forecast
    from panah.plan import needs as needs_of
    from panah.plan import usual_profile
    from panah.reconcile.estimate import Corridor
    from panah.reconcile.told import main_population

    situation, estimate = followed.situation, followed.estimate()
    supposed = read_scenario(scenario) if scenario else None
    known = [code for code in situation.places if any(c.place == code for c in estimate.corridors)]
    for code in (*places, *(code for code in profiles if code)):
        if code not in known:
            hint = f"Known are {', '.join(known) or 'none'}"
            raise InputError(f"nothing is known of {code!r} in this situation", hint=hint)
    with busy("Working out needs"):
        outlook = forecast(estimate, days, scenario=supposed, events=situation.events)
        found = []
        for code in places or known:
            population = main_population(estimate, code, situation.populations)
            corridor = Corridor(code, population or "")
            if (corridor, "arrivals") in outlook.series:
                own = profiles.get(code) or profiles.get("") or usual_profile()
                found.append(needs_of(outlook, estimate, corridor, own, situation.sites))
    return found
