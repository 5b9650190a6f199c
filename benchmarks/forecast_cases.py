"""Past influxes and long flows as cases for forecasts: what a series had counted up to a day, and what came after.

A case knows nothing of later days: that a surge began is told from its first three days and the past, and the first
forecast of it is made after those.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from panah.forecast.surges import onsets

Array = NDArray[np.float64]

SHARED = Path(__file__).parents[2] / "shared" / "data"
AGES = (3, 5, 7, 10, 14, 21, 28)
"""Days (or weeks, where counts are weekly) of a surge after which it is forecast."""
HORIZON = 28
"""Days ahead."""
DAILY = {
    "ukraine": ("ukr-pol-arr-day", "ukr-hun-arr-day", "ukr-svk-arr-day", "ukr-rou-direct-arr-day",
                "ukr-rou-viamda-arr-day", "ukr-mda-arr-cum", "ukr-all-dep-day"),
    "italy": ("ita-sea-arr-day-unhcr", "ita-sea-arr-day"),
    "channel": ("gbr-smallboat-arr-day",),
    "hongkong": ("hkg-res-arr-day", "hkg-cn-arr-day", "hkg-oth-arr-day", "hkg-airport-all-arr-day",
                 "hkg-szbay-all-arr-day", "hkg-lowu-all-arr-day", "hkg-all-dep-day"),
}  # fmt: skip
WEEKLY = {
    "somalia-in": ("som-arr-banadir-week", "som-arr-bay-week", "som-arr-lowershabelle-week", "som-arr-mudug-week",
                   "som-arr-sool-week", "som-all-week"),
    "somalia-out": ("som-dep-lowershabelle-week", "som-dep-bay-week", "som-dep-bakool-week", "som-dep-hiraan-week",
                    "som-dep-mudug-week", "som-dep-sool-week", "som-drought-week", "som-conflict-week"),
}  # fmt: skip
"""Weekly families: people who arrive in a region and people who leave one overlap, so they are one episode."""
EPISODE = {"somalia-in": "somalia", "somalia-out": "somalia"}
"""Families of one episode: neither may inform the other."""


@dataclass(frozen=True, slots=True)
class Case:
    """One forecast to make: `past` and `future` are people per step (day or week), NaN where nobody counted."""

    family: str
    series: str
    kind: str
    """'day 3' ... of a surge, or 'rolling'."""
    first: date
    """The day of the first value."""
    step: int
    """Days between values: 1 or 7."""
    past: Array
    future: Array

    @property
    def name(self) -> str:
        return f"{self.series}@{len(self.past)}"

    @property
    def episode(self) -> str:
        """What the case belongs to; no other case of it may inform its forecast."""
        return EPISODE.get(self.family, self.family)


def series_of(name: str) -> tuple[date, int, Array]:
    """A series as its first day, the days between its values, and the values; running totals become daily counts."""
    rows = _rows()[name]
    days = sorted(rows)
    step = 7 if name.endswith("-week") else 1
    if step == 7:
        days = [day for day in days if day.weekday() == 6]  # a first week of fewer days is passed over
    count = (days[-1] - days[0]).days // step + 1
    values = np.full(count, np.nan)
    for day in days:
        values[(day - days[0]).days // step] = rows[day]
    if name.endswith("-cum"):
        values = np.diff(values, prepend=0.0)
        values[values < 0] = np.nan
    return days[0], step, values


_READ: dict[str, dict[date, float]] = {}


def _rows() -> dict[str, dict[date, float]]:
    if not _READ:
        found: dict[str, dict[date, float]] = defaultdict(dict)
        for name in ("ukraine2022", "italy-sea", "uk-small-boats", "hongkong2021-24", "somalia-prmn"):
            with (SHARED / f"{name}.csv").open(encoding="utf-8") as lines:
                for row in csv.DictReader(lines):
                    found[row["series_id"]][date.fromisoformat(row["date"])] = float(row["value"])
        _READ.update(found)
    return _READ


def cases(families: dict[str, tuple[str, ...]], every: int = 12, *, by_week: bool = False) -> list[Case]:
    """The cases of the families: each surge at its AGES, and an origin every `every` weeks on longer series.

    With `by_week` daily series are added up to weeks, as if only those were known.
    """
    out: list[Case] = []
    for family, names in families.items():
        for name in names:
            first, step, values = series_of(name)
            if by_week and step == 1:
                first, step, values = _weeks(first, values)
            line = Line(family, name, first, step, values)
            begun = family == "ukraine"  # these counts begin with the influx
            for onset in [0] if begun else onsets(values, step):
                for age in AGES:
                    out += line.case(f"{'day' if step == 1 else 'week'} {age}", onset + age)
            start, gap = (35 // step, 14 // step) if begun else (120, every * 7) if step == 1 else (26, every)
            for origin in range(start, len(values) - HORIZON // step + 1, gap):
                out += line.case("rolling", origin)
    return out


def _weeks(first: date, values: Array) -> tuple[date, int, Array]:
    """A daily series as weeks that begin on Sundays; a week of which a day is unknown is unknown."""
    off = (6 - first.weekday()) % 7
    whole = (len(values) - off) // 7
    return first + timedelta(off), 7, values[off : off + 7 * whole].reshape(whole, 7).sum(axis=1)


@dataclass(frozen=True, slots=True)
class Line:
    """A whole series, of which cases are cut."""

    family: str
    series: str
    first: date
    step: int
    values: Array

    def case(self, kind: str, origin: int) -> list[Case]:
        """The case at this origin; none where too little of its future or of its last week was counted."""
        ahead = HORIZON // self.step
        past, future = self.values[:origin], self.values[origin : origin + ahead]
        if len(future) < ahead or not np.isfinite(future[0]) or np.isnan(future).mean() > 0.25:
            return []
        if not len(past) or np.isnan(past[-7:]).mean() > 0.5:
            return []
        return [Case(self.family, self.series, kind, self.first, self.step, past, future)]
