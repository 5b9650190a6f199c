"""Scenarios: what could happen in the coming weeks, each a switch whose assumption stands in words."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from panah.errors import InputError
from panah.reconcile.estimate import Array, Corridor


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of change does: arrivals times a factor and hazards of leaving times another, each in a range."""

    arrivals: tuple[float, float]
    leaving: tuple[float, float]
    half_life: float | None
    """Days after which half of the change is gone; None for one that lasts."""
    words: str


KINDS: Mapping[str, Kind] = {
    "wave": Kind(
        (2.0, 4.0), (1.0, 1.0), 14.0,
        "a new wave: {arrivals} times as many arrive, and half of the rise is gone after {half} days",
    ),
    "closure": Kind((0.02, 0.15), (1.0, 1.0), None, "the border closes: {arrivals} times as many arrive"),
    "neighbour_closes": Kind(
        (1.2, 1.8), (1.0, 1.0), None, "a neighbour closes its border: {arrivals} times as many arrive here"
    ),
    "elsewhere_full": Kind(
        (1.0, 1.2), (0.5, 0.9), None,
        "reception elsewhere is full: {arrivals} times as many arrive, and {leaving} times as many of those present "
        "leave a day",
    ),
}  # fmt: skip
"""The switches, with what is supposed where a scenario names no numbers: assumptions, not measurements."""
_KEYS = {"kind", "from", "until", "place", "population", "arrivals", "leaving", "half_life"}


@dataclass(frozen=True, slots=True)
class Change:
    """One switch: from which day until which (both included; None: on and on), where, and by how much."""

    kind: str
    start: date
    until: date | None = None
    place: str | None = None
    population: str | None = None
    arrivals: tuple[float, float] = (1.0, 1.0)
    leaving: tuple[float, float] = (1.0, 1.0)
    half_life: float | None = None

    @classmethod
    def of(cls, kind: str, start: date, **given: Any) -> Change:
        """A switch with the numbers of its kind, where `given` (the other fields) names no others."""
        usual = KINDS[kind]
        numbers = {"arrivals": usual.arrivals, "leaving": usual.leaving, "half_life": usual.half_life}
        return cls(kind, start, **numbers | given)

    def concerns(self, corridor: Corridor) -> bool:
        """Whether it changes this corridor's flows."""
        return self.place in (None, corridor.place) and self.population in (None, corridor.population)

    @property
    def words(self) -> str:
        """The assumption as a sentence without its full stop."""
        text = KINDS[self.kind].words.format(
            arrivals=_span(self.arrivals), leaving=_span(self.leaving), half=f"{self.half_life or 0:g}"
        )
        where = f" in {self.place}" if self.place else ""
        until = f" until {self.until}" if self.until else ""
        return f"From {self.start}{until}{where}, {text}"

    def factors(self, days: tuple[date, ...], paths: int, rng: np.random.Generator) -> tuple[Array, Array]:
        """Factors of arrivals and of the hazards of leaving, (path, day); a path has one strength of the change."""
        on = np.array([self.start <= day and (self.until is None or day <= self.until) for day in days])
        age = np.array([(day - self.start).days for day in days], dtype=float)
        left = np.exp2(-np.maximum(age, 0.0) / self.half_life) if self.half_life else np.ones(len(days))
        chance = rng.random((paths, 1))
        out = []
        for low, high in (self.arrivals, self.leaving):
            strength = np.log(low) + chance * (np.log(high) - np.log(low))
            # what is left of a rise is a share of the people it adds, not of its logarithm
            out.append(np.where(on, 1.0 + (np.exp(strength) - 1.0) * left, 1.0))
        return out[0], out[1]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A name and the changes that it supposes."""

    name: str
    changes: tuple[Change, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The assumptions, a sentence each without its full stop."""
        return tuple(change.words for change in self.changes)


def _span(pair: tuple[float, float]) -> str:
    low, high = (f"{value:g}" for value in pair)
    return low if low == high else f"{low} to {high}"


def load_scenario(text: str, where: str = "") -> Scenario:
    """The scenario that a TOML text describes: a `name`, and a [[change]] for each switch.

    Raises InputError that names the change and the key which cannot be used.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"this is no TOML: {error}", where=where) from None
    found = table.get("change")
    if not isinstance(found, list) or not found:
        raise InputError("it has no [[change]]", where=where, hint=f"Name one of {', '.join(KINDS)} as its kind")
    changes = tuple(_change(each, f"{where}, change {i}") for i, each in enumerate(found, 1))
    return Scenario(str(table.get("name") or "scenario"), changes)


def _change(table: Any, where: str) -> Change:
    if not isinstance(table, dict):
        raise InputError(f"{table!r} is no change", where=where, hint="Write [[change]] and its keys below it")
    if unknown := sorted(set(table) - _KEYS):
        known = ", ".join(sorted(_KEYS))
        raise InputError(f"{unknown[0]!r} is no key of a change", where=where, hint=f"Known are {known}")
    kind = KINDS.get(str(table.get("kind")))
    if kind is None:
        named = table.get("kind")
        raise InputError(f"{named!r} is no kind of change", where=where, hint=f"Known are {', '.join(KINDS)}")
    start, until = _day(table, "from", where), _day(table, "until", where)
    if start is None:
        raise InputError("it does not say from which day", where=where, hint="Write from = 2022-10-05")
    if until and until < start:
        raise InputError(f"it ends on {until}, before it begins on {start}", where=where)
    half = table.get("half_life", kind.half_life)
    if half is not None and (not _is_number(half) or half <= 0):
        raise InputError(f"{half!r} is no half-life in days", where=where)
    return Change(
        kind=str(table["kind"]),
        start=start,
        until=until,
        place=_text(table, "place"),
        population=_text(table, "population"),
        arrivals=_range(table, "arrivals", kind.arrivals, where),
        leaving=_range(table, "leaving", kind.leaving, where),
        half_life=None if half is None else float(half),
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _text(table: Mapping[str, Any], key: str) -> str | None:
    return str(table[key]) if table.get(key) else None


def _day(table: Mapping[str, Any], key: str, where: str) -> date | None:
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise InputError(f"{value!r} is no day", where=where, hint=f"Write {key} = 2022-10-05")
    return value


def _range(table: Mapping[str, Any], key: str, usual: tuple[float, float], where: str) -> tuple[float, float]:
    value = table.get(key, list(usual))
    pair = value if isinstance(value, list) else [value, value]
    sound = len(pair) == 2 and all(_is_number(each) for each in pair) and 0 < pair[0] <= pair[1] <= 1000
    if not sound:
        hint = f"Write {key} = [2.0, 4.0], the lower one first"
        raise InputError(f"{key} = {value!r} is no factor", where=where, hint=hint)
    return float(pair[0]), float(pair[1])
