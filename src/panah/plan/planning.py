"""From an outlook to needs: how much of what, on which day, with ranges; what is short, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from panah.forecast.outlook import Outlook
from panah.plan.people import People, people
from panah.plan.standards import Item, Profile, usual_profile
from panah.reconcile.estimate import Array, Corridor, Estimate
from panah.situation import Site

MIDDLE, BAD = 0.5, 0.9
"""Levels that are shown: as likely more as less, and one bad week in ten."""
WHOLE = ("standing", "once")
"""Kinds that are counted in whole ones."""
LIKELY, POSSIBLE = 0.5, 0.1
"""Chances from which on a shortage is called likely, and possible."""


def at_level(draws: Array, level: float) -> float:
    """The draw that is not below a share `level` of the draws, (path,): what a formula makes of it is a draw, too."""
    return float(np.quantile(draws, level, method="inverted_cdf"))


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """What is needed of an item on each day, (path, day), in its unit: daily items a day, handed out ones to date."""

    item: Item
    draws: Array
    there: float | None = None
    """What there is already; None where it is not known."""

    def at(self, level: float, days: slice = slice(None)) -> float:
        """The most that is needed on one of these days, with a chance of `level` to be enough for all of them."""
        return at_level(self.draws[:, days].max(axis=1), level)


@dataclass(frozen=True, slots=True)
class Shortage:
    """An item of which there is too little: the chance of it on any day, and what is missing then."""

    item: Item
    there: float
    chance: float
    possible: date | None
    """The first day with a chance of at least one in ten."""
    likely: date | None
    """The first day on which it is more likely than not."""
    missing: tuple[float, float]
    """What is missing on the worst day: in the middle, and in one bad case of ten."""


@dataclass(frozen=True, slots=True, eq=False)
class Needs:
    """The needs of one corridor in the days of an outlook."""

    corridor: Corridor
    as_of: date
    days: tuple[date, ...]
    profile: Profile
    people: People
    needs: tuple[Need, ...]

    def shortages(self) -> tuple[Shortage, ...]:
        """The items of which there may be too little, the likeliest first; of those alone that say what is there."""
        found = [short for need in self.needs if (short := _short(need, self.days))]
        return tuple(sorted(found, key=lambda short: -short.chance))

    def costs(self) -> Mapping[str, Array]:
        """What each item with a price costs over the days, (path,), in the profile's currency.

        Standing items and those handed out cost what is missing at most, daily ones what is missing on each day.
        """
        prices = self.profile.prices
        return {n.item.key: prices[n.item.key] * _bought(n) for n in self.needs if n.item.key in prices}


def needs(
    outlook: Outlook,
    estimate: Estimate,
    corridor: Corridor,
    profile: Profile | None = None,
    sites: Sequence[Site] = (),
) -> Needs:
    """What the people of a corridor need on each day of the outlook that was made from this estimate.

    Each path's people are turned into needs by the profile's standards, and quantiles are taken last. The beds of the
    `sites` in the corridor's place are there, unless the profile says how many are. Raises InputError as `people` does.
    """
    profile = profile or usual_profile()
    found = people(outlook, estimate, corridor, profile)
    rooms = [site.capacity for site in sites if site.place == corridor.place]
    there = ({"beds": float(sum(rooms))} if rooms else {}) | dict(profile.there)
    each = tuple(Need(item, needed(item, found.of[item.of], profile), there.get(item.key)) for item in profile.items)
    return Needs(corridor, outlook.as_of, outlook.days, profile, found, each)


def needed(item: Item, whose: Array, profile: Profile) -> Array:
    """What so many people need of an item; whole ones are rounded up."""
    amount = whose * item.factor(profile)
    return np.asarray(np.ceil(amount - 1e-9)) if item.kind in WHOLE else amount


def _short(need: Need, days: tuple[date, ...]) -> Shortage | None:
    if need.there is None:
        return None
    short = need.draws > need.there
    chance = float(short.any(axis=1).mean())
    if chance < POSSIBLE:
        return None
    by_day = short.mean(axis=0)
    first = [next((d for d, p in zip(days, by_day, strict=True) if p >= at), None) for at in (POSSIBLE, LIKELY)]
    middle, bad = (max(need.at(level) - need.there, 0.0) for level in (MIDDLE, BAD))
    return Shortage(need.item, need.there, chance, first[0], first[1], (middle, bad))


def _bought(need: Need) -> Array:
    """How many of an item are bought, (path,)."""
    missing = np.maximum(need.draws - (need.there or 0.0), 0.0)
    return np.asarray(missing.sum(axis=1) if need.item.kind == "daily" else missing.max(axis=1))
