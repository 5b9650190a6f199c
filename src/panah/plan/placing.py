"""Households to units of sites: each together, by rules that hold always and wants as far as there is room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from panah.errors import InputError
from panah.plan.register import Household, Override, Unit
from panah.plan.rules import PLACED, RULES, Units, broken_by, wants, worths
from panah.plan.solving import WAITS, Places, Worths, solve, value_of
from panah.reconcile.estimate import Array


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a household goes, or for what it waits."""

    household: Household
    unit: Unit | None
    """None for one that waits."""
    met: tuple[str, ...] = ()
    """What it wants and gets, by the names of WANTS."""
    missed: tuple[str, ...] = ()
    """What it wants and does not get."""
    broken: tuple[str, ...] = ()
    """The fewest RULES that no unit keeps together for one that waits; none where it waits for a free place alone."""
    full: tuple[Unit, ...] = ()
    """The units that would do for one that waits, had they room."""
    reason: str = ""
    """Why an officer placed it here; empty where nobody did."""


@dataclass(frozen=True, slots=True)
class Group:
    """How a group of households fares."""

    name: str
    """What they have in common: in_need, children, no_children, or a language."""
    households: int
    people: int
    placed: int
    """People who are placed."""
    wanted: int
    """What its placed households want, counted."""
    met: int


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Who goes where on a day. `value` is what the placement is worth, and no other can be worth more than `bound`."""

    day: date
    units: tuple[Unit, ...]
    placed: tuple[Placed, ...]
    prices: Mapping[str, float]
    """What one more place in a unit is worth, by its name, where placing a person is worth 1."""
    value: float
    bound: float

    def left(self) -> Mapping[str, int]:
        """The places that are left in each unit, by its name."""
        room = {unit.name: unit.free for unit in self.units}
        for each in self.placed:
            if each.unit:
                room[each.unit.name] -= each.household.people
        return room

    def groups(self) -> tuple[Group, ...]:
        """How those fare for whom not every unit would do, those with and without children, and each language."""
        found: dict[str, list[Placed]] = defaultdict(list)
        for each in self.placed:
            home = each.household
            names = ["children" if home.under_18 else "no_children", *sorted(home.languages)]
            for name in [*names, *(["in_need"] if home.in_need else [])]:
                found[name].append(each)
        first = ("in_need", "children", "no_children")
        order = [name for name in first if name in found] + sorted(name for name in found if name not in first)
        return tuple(_group(name, found[name]) for name in order)


def place(
    households: Sequence[Household],
    units: Sequence[Unit],
    day: date,
    overrides: Sequence[Override] = (),
    expected: float = 0.0,
    *,
    seed: int = 0,
) -> Placement:
    """Place households on a day into the free places of units.

    No household is split and no rule of RULES broken; nobody waits while a unit that would do has room. Overrides are
    kept, and the others placed around them. `expected` are people of the same mix who will come before places are free
    again: those who can go elsewhere leave room for those who cannot. Raises InputError for overrides that cannot hold.
    """
    known = Units(tuple(units), day)
    worth = worths(households, known)
    people = np.array([home.people for home in households], dtype=float)
    free: Array = np.array([unit.free for unit in units], dtype=float)
    fixed = _fixed(households, known, worth, overrides)
    places = np.full(len(households), WAITS, dtype=np.intp)
    for i, unit in fixed.items():
        places[i] = unit
    rest = np.array([i for i in range(len(households)) if i not in fixed], dtype=np.intp)
    left = _room(free, people, places)
    solved = solve(worth[rest], people[rest], left, expected, seed=seed)
    places[rest] = solved.places
    reasons = {override.household: override.reason for override in overrides}
    room = _room(free, people, places)
    spare = people.max(initial=0.0)
    return Placement(
        day,
        tuple(units),
        tuple(_told(home, known, int(places[i]), worth[i], reasons.get(home.household, "")) for i, home in
              enumerate(households)),
        {unit.name: round(float(price) / PLACED, 3) if left < spare else 0.0
         for unit, price, left in zip(units, solved.prices, room, strict=True)},
        value_of(worth, people, places),
        solved.bound + sum(float(people[i] * worth[i, unit]) for i, unit in fixed.items()),
    )  # fmt: skip


def _room(free: Array, people: Array, places: Places) -> Array:
    """The places that are left, (unit,)."""
    there = places != WAITS
    return np.asarray(free - np.bincount(places[there], weights=people[there], minlength=len(free)))


def _fixed(
    households: Sequence[Household], units: Units, worth: Worths, overrides: Sequence[Override]
) -> dict[int, int]:
    """Which household goes to which unit by an override."""
    at = {home.household: i for i, home in enumerate(households)}
    unit_at = {(unit.site, unit.unit): j for j, unit in enumerate(units.all)}
    fixed: dict[int, int] = {}
    taken: dict[int, list[str]] = defaultdict(list)
    for override in overrides:
        if override.household not in at:
            raise InputError(f"an override names {override.household!r}, which is no household that is to be placed")
        unit = unit_at.get((override.site, override.unit))
        if unit is None:
            name = f"{override.site}, {override.unit}" if override.unit else override.site
            raise InputError(f"an override sends {override.household!r} to {name!r}, which is no unit of a site")
        i = at[override.household]
        if worth[i, unit] == -np.inf:
            forbid = [name for name, rule in RULES.items() if not rule(households[i], units)[unit]]
            told = f"{override.household!r} cannot be placed in {units.all[unit].name!r} by an override"
            raise InputError(f"{told}: the rules {', '.join(forbid)} forbid it", hint="Correct the register's row")
        fixed[i] = unit
        taken[unit].append(override.household)
        if sum(households[at[name]].people for name in taken[unit]) > units.all[unit].free:
            told = ", ".join(map(repr, taken[unit]))
            raise InputError(
                f"the overrides for {told} cannot hold together: "
                f"{units.all[unit].name!r} has {units.all[unit].free} free places"
            )
    return fixed


def _told(home: Household, units: Units, unit: int, worth: Worths, reason: str) -> Placed:
    if unit != WAITS:
        met, missed = wants(home, units, unit)
        return Placed(home, units.all[unit], met, missed, reason=reason)
    would = np.flatnonzero(worth > -np.inf)
    return Placed(
        home, None, broken=() if len(would) else broken_by(home, units), full=tuple(units.all[j] for j in would)
    )


def _group(name: str, placed: Sequence[Placed]) -> Group:
    there = [each for each in placed if each.unit]
    met = sum(len(each.met) for each in there)
    return Group(
        name,
        len(placed),
        sum(each.household.people for each in placed),
        sum(each.household.people for each in there),
        met + sum(len(each.missed) for each in there),
        met,
    )

