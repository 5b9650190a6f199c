"""Past influxes and long flows as cases for forecasts: what a series had counted up to a day, and what came after.

A case knows nothing of later days: which days begin a surge is decided from that day, the two after it, and the past.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

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
    onset: int | None
    """Index of the first step of the surge in `past`; None where none is going on."""

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


def onsets(values: Array, step: int) -> list[int]:
    """First steps of surges: three in a row with three times the mean of the four weeks (a dozen, of weekly counts)
    before, with at least 40 people a step and half of the highest three of the year before, sixty days (a dozen weeks)
    apart. Whoever has counted to the third of them can tell.
    """
    before, apart, year = (28, 60, 365) if step == 1 else (12, 12, 52)
    known = np.isfinite(values)
    filled = np.where(known, values, 0.0)
    three = np.convolve(filled, np.ones(3), "valid") / np.maximum(np.convolve(known, np.ones(3), "valid"), 1)
    out: list[int] = []
    for i in range(before, len(three)):
        counted = values[i - before : i][known[i - before : i]]
        usual = counted.mean() if len(counted) else np.inf
        high = three[max(0, i - year) : i - 2].max()
        if (not out or i - out[-1] >= apart) and three[i] >= max(3 * usual, 40.0, high / 2) and filled[i] > usual:
            out.append(i)
    return out


def cases(families: dict[str, tuple[str, ...]], every: int = 12) -> list[Case]:
    """The cases of the families: each surge at its AGES, and an origin every `every` weeks on longer series."""
    out: list[Case] = []
    for family, names in families.items():
        for name in names:
            first, step, values = series_of(name)
            ahead = HORIZON // step
            begins = [0] if family == "ukraine" else onsets(values, step)
            for onset in begins:
                for age in AGES:
                    out += _case(family, name, f"{'day' if step == 1 else 'week'} {age}", first, step, values, onset + age, onset)
            start, gap = (35, 14) if family == "ukraine" else ((120, every * 7) if step == 1 else (26, every))
            for origin in range(start, len(values) - ahead + 1, gap):
                out += _case(family, name, "rolling", first, step, values, origin, None)
    return out


def _case(family: str, name: str, kind: str, first: date, step: int, values: Array, origin: int, onset: int | None) -> list[Case]:
    ahead = HORIZON // step
    future = values[origin : origin + ahead]
    past = values[:origin]
    if len(future) < ahead or np.isnan(future).mean() > 0.25 or np.isnan(past[-7:]).mean() > 0.5:
        return []
    return [Case(family, name, kind, first, step, past, future, onset)]


def day_of(case: Case, index: int) -> date:
    """The day of a value of the case."""
    return case.first + timedelta(index * case.step)
