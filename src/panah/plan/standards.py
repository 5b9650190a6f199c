"""What people need by published standards, and what a country's profile says instead; both are TOML, no code."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from typing import Any

from panah.errors import InputError

PHASES = ("emergency", "later")
SEASONS = ("any", "winter")
KINDS = ("standing", "daily", "once")
DRIVERS = ("present", "sheltered", "arrivals", "to_sites", "newcomers", "children")
"""Whose number a need follows; items.toml says what each is."""
BY = ("per_person", "people_per", "per_10000", "per_household", "grams_per_month", "minutes")
"""How a standard's value turns people into a need."""
BIOMETRICS = {"none": 0.0, "irises": 4.0, "irises and fingerprints": 10.0}
"""Minutes that they add for a family of five (UNHCR Registration Guidance, chapter 6.5)."""
_TOP = 1e9


@dataclass(frozen=True, slots=True)
class Item:
    """Something that people need: how much of it for how many, by which standard."""

    key: str
    words: str
    unit: str
    of: str
    by: str
    value: float
    source: str
    kind: str
    checked: str = ""
    """How far the source was checked, see standards.toml; empty for one's own."""
    biometrics: bool = False

    def amount(self, profile: Profile) -> float:
        """The standard's value, with what the profile's biometrics add to it."""
        return self.value + (BIOMETRICS[profile.biometrics] if self.biometrics else 0.0)

    def factor(self, profile: Profile) -> float:
        """What one person of those whom it follows comes to."""
        return {
            "per_person": self.value,
            "people_per": 1.0 / self.value,
            "per_10000": self.value / 10_000,
            "per_household": self.value / profile.household,
            "grams_per_month": self.value / 30 / 1000,
            "minutes": self.amount(profile) / 5 / (60 * profile.desk_hours * profile.desk_use),
        }[self.by]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is supposed of a country's response; the fields are the keys of a profile's file."""

    place: str = ""
    """ISO3 code that it is for; empty for every place."""
    phase: str = "emergency"
    season: str = "any"
    sheltered: tuple[float, float] = (1.0, 1.0)
    """Share of those to look after who need an organised site, from low to high."""
    household: float = 5.0
    """Persons in a household."""
    children: float = 0.4
    """Share of children."""
    desk_hours: float = 8.0
    """Hours a day that a desk is open."""
    desk_use: float = 0.7
    """Share of them in which it serves somebody."""
    biometrics: str = "none"
    currency: str = "USD"
    without: tuple[str, ...] = ()
    """Items that are not planned for."""
    there: Mapping[str, float] = field(default_factory=dict)
    """What there is already, by item."""
    prices: Mapping[str, float] = field(default_factory=dict)
    """What one of an item costs (daily items: one a day)."""
    items: tuple[Item, ...] = ()
    """What is needed, in order."""


@cache
def _tables() -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    room = resources.files("panah.plan")
    return tuple(  # type: ignore[return-value]
        tomllib.loads(room.joinpath(name).read_text(encoding="utf-8")) for name in ("items.toml", "standards.toml")
    )


def usual_profile(**changed: Any) -> Profile:
    """The profile that holds where no file says otherwise, with these fields changed."""
    return _filled({"items": {}, **changed}, "the profile")


def load_profile(text: str, where: str = "") -> Profile:
    """The profile in a file's TOML text. Raises InputError that names the key that cannot be used."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"this is no TOML: {error}", where=where) from None
    return _filled(table, where)


def _filled(table: Mapping[str, Any], where: str) -> Profile:
    known = {f.name: f for f in fields(Profile)}
    for key in table:
        if key not in known:
            raise InputError(f"{key!r} is no key of a profile", where=where, hint=f"Known are {', '.join(known)}")
    values = {key: _value(key, value, where) for key, value in table.items() if key != "items"}
    draft = Profile(**values)
    items = _items(table.get("items", {}), draft, where)
    names = {item.key for item in items}
    for key in (*draft.there, *draft.prices):
        if key not in names:
            hint = f"Known are {', '.join(sorted(names))}"
            raise InputError(f"{key!r} is no item that is planned for", where=where, hint=hint)
    return Profile(**values, items=items)


def _value(key: str, value: Any, where: str) -> Any:
    """A key's value, checked."""
    chosen = {"phase": PHASES, "season": SEASONS, "biometrics": tuple(BIOMETRICS)}.get(key)
    if chosen:
        if value not in chosen:
            raise InputError(f"{key} = {value!r} is not known", where=where, hint=f"Name one of {', '.join(chosen)}")
        return value
    if key in ("there", "prices"):
        if not isinstance(value, Mapping):
            raise InputError(f"{key} is no table", where=where, hint=f"Write [{key}] and a line an item below it")
        return {str(k): _number(f"{key}.{k}", v, (0.0, _TOP), where) for k, v in value.items()}
    if key == "without":
        if not isinstance(value, list | tuple) or not all(each in [*_tables()[0]] for each in value):
            raise InputError(f"without = {value!r} names no items", where=where, hint='Write without = ["site_area"]')
        return tuple(value)
    if key in ("place", "currency"):
        return str(value)
    if key == "sheltered":
        pair = value if isinstance(value, list | tuple) else [value, value]
        if len(pair) != 2 or _number(key, pair[0], (0.0, 1.0), where) > _number(key, pair[1], (0.0, 1.0), where):
            raise InputError(f"sheltered = {value!r} is no share", where=where, hint="Write 0.3, or [0.2, 0.4]")
        return float(pair[0]), float(pair[1])
    bounds = {"household": (1.0, 30.0), "children": (0.0, 1.0), "desk_hours": (0.5, 24.0), "desk_use": (0.05, 1.0)}
    return _number(key, value, bounds[key], where)


def _number(key: str, value: Any, bounds: tuple[float, float], where: str) -> float:
    sound = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not sound or not bounds[0] <= value <= bounds[1]:
        hint = f"It must be a number from {bounds[0]:g} to {bounds[1]:g}"
        raise InputError(f"{key} = {value!r} cannot be", where=where, hint=hint)
    return float(value)


def _items(own: Any, profile: Profile, where: str) -> tuple[Item, ...]:
    """The house's items as a profile's phase, season and own tables have them, then the profile's own items."""
    shipped = _tables()[0]
    if not isinstance(own, Mapping) or not all(isinstance(each, Mapping) for each in own.values()):
        raise InputError("items are no tables", where=where, hint="Write [items.latrines] and value = 30 below it")
    merged = {key: _with_own(shipped.get(key, {}), own.get(key, {})) for key in (*shipped, *own)}
    return tuple(
        _item(key, table, profile, where)
        for key, table in merged.items()
        if key not in profile.without and table.get("season", profile.season) == profile.season
    )


def _with_own(shipped: Mapping[str, Any], own: Mapping[str, Any]) -> Mapping[str, Any]:
    """An item's table with one's own keys; an own amount, or the standard for it, puts the shipped one aside."""
    if not {"value", "standard"} & own.keys():
        return {**shipped, **own}
    amount = ("value", "standard", "winter", "source")
    return {"source": "the profile", **{k: v for k, v in shipped.items() if k not in amount}, **own}


def _item(key: str, table: Mapping[str, Any], profile: Profile, where: str) -> Item:
    there = f"{where}, items.{key}"
    standard = table.get("winter") if profile.season == "winter" and "winter" in table else table.get("standard")
    value, source, checked = table.get("value"), table.get("source"), ""
    if standard:
        value, source, checked = _standard(str(standard), profile.phase, there)
    for name, known in (("of", DRIVERS), ("by", BY), ("kind", KINDS)):
        if table.get(name) not in known:
            hint = f"Name one of {', '.join(known)}"
            raise InputError(f"{name} = {table.get(name)!r} is not known", where=there, hint=hint)
    if missing := [name for name in ("words", "unit") if not table.get(name)]:
        raise InputError(f"it has no {missing[0]}", where=there)
    amount = _number("value", value, (1e-6, _TOP), there)
    words, unit, of, by, kind = (str(table[name]) for name in ("words", "unit", "of", "by", "kind"))
    return Item(key, words, unit, of, by, amount, str(source or ""), kind, checked, bool(table.get("biometrics")))


def _standard(name: str, phase: str, where: str) -> tuple[float, str, str]:
    """Value, source and how far it was checked; one that is published for the emergency alone holds later too."""
    body, _, quantity = name.partition(".")
    found = _tables()[1].get(body, {}).get(quantity)
    if found is None:
        raise InputError(f"{name!r} is no standard that is known", where=where, hint="Look in plan/standards.toml")
    first, second = (phase, *(each for each in PHASES if each != phase))
    return float(found.get(first, found.get(second))), f"{found['set_by']}: {found['source']}", str(found["checked"])
