"""A situation: one emergency that is followed, with its places, events, sites and reports, and its folder on disk.

A folder holds `situation.toml` and `reports/*.md` (or .txt, .html): a few `key: value` lines between two `---` lines
(title, publisher, published, known, language, url), then the report's words.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from panah.errors import InputError
from panah.figure import Event, Report


@dataclass(frozen=True, slots=True)
class Site:
    """A place with capacity (in beds) where people can be received."""

    name: str
    place: str
    """ISO3 code of its country."""
    capacity: int
    kind: str = "reception centre"
    town: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """One emergency that is followed. `populations` and `places` are ISO3 codes; `reports` are in order of day."""

    slug: str
    title: str
    populations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    sites: tuple[Site, ...] = ()
    reports: tuple[Report, ...] = ()
    note: str = ""


def load(folder: Path | str) -> Situation:
    """The situation kept in `folder`. Raises InputError naming the file and what is missing or malformed in it."""
    folder = Path(folder)
    path = folder / "situation.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError("there is no situation.toml", where=str(folder), hint="name a situation's folder") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"it is not valid TOML ({error})", where=str(path)) from None
    try:
        return Situation(
            slug=table["slug"],
            title=table["title"],
            populations=tuple(table.get("populations", ())),
            places=tuple(table.get("places", ())),
            events=tuple(
                Event(row["day"], row["name"], tuple(row.get("words", ())), tuple(row.get("places", ())))
                for row in table.get("events", ())
            ),
            sites=tuple(Site(**row) for row in table.get("sites", ())),
            reports=load_reports(folder / "reports"),
            note=table.get("note", ""),
        )
    except (KeyError, TypeError) as error:
        raise InputError(f"a field is missing or unknown ({error})", where=str(path)) from None


def load_reports(folder: Path) -> tuple[Report, ...]:
    """The reports of a folder, sorted by day of publication, then by file name."""
    files = sorted(p for p in folder.glob("*") if p.suffix in (".md", ".txt")) if folder.is_dir() else []
    reports = [parse_report(p.read_text(encoding="utf-8"), where=str(p)) for p in files]
    return tuple(sorted(reports, key=lambda report: report.published or date.max))


def parse_report(text: str, *, where: str = "") -> Report:
    """The report written as `key: value` lines between `---` lines, then its words; without them, all is words."""
    if not text.startswith("---\n"):
        return Report(text=text.strip())
    head, mark, body = text[4:].partition("\n---\n")
    if not mark:
        raise InputError("the first '---' has no second one after it", where=where)
    keys: dict[str, Any] = {}
    for line in head.splitlines():
        key, colon, value = line.partition(":")
        if not colon:
            raise InputError(f"{line!r} is no 'key: value' line", where=where)
        keys[key.strip()] = value.strip()
    for key in ("published", "known"):
        if key in keys:
            try:
                keys[key] = date.fromisoformat(keys[key])
            except ValueError:
                raise InputError(f"{keys[key]!r} is no day", where=where, hint="write it as 2022-09-27") from None
    try:
        return Report(text=body.strip(), **keys)
    except TypeError as error:
        raise InputError(f"a key is not known here ({error})", where=where) from None
