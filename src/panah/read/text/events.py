"""Well-known turning points ('since the invasion') for reports that give no date for them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from panah.figure import Event
from panah.read.text.lexicon import plain


@cache
def well_known() -> tuple[Event, ...]:
    """The events of events.toml, newest first."""
    path = resources.files("panah.read.text").joinpath("events.toml")
    table = plain(tomllib.loads(path.read_text(encoding="utf-8")))
    rows = [Event(row["day"], row["name"], tuple(row["words"])) for row in table["events"]]
    return tuple(sorted(rows, key=lambda event: event.day, reverse=True))
