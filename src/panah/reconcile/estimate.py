"""What `reconcile` gives back: the estimate with its corridors, series, statements and contradictions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from panah.errors import InputError
from panah.figure import Figure

Array = NDArray[np.float64]

FLOWS = ("arrivals", "departures")
ANY = "any"
"""Population of a corridor whose figures do not say who the people are."""


@dataclass(frozen=True, slots=True, order=True)
class Corridor:
    """One population in one place: `place` is an ISO3 code or a name, `population` an ISO3 code or 'any'."""

    place: str
    population: str = ANY

    def __str__(self) -> str:
        return f"{self.place} ({self.population})"


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One quantity over `days`; `draws` has shape (n_draws, n_days), in people per day or people present."""

    days: tuple[date, ...]
    draws: Array

    def __post_init__(self) -> None:
        self.draws.flags.writeable = False

    @property
    def median(self) -> Array:
        """Median over the draws, one value a day."""
        return np.asarray(np.median(self.draws, axis=0))

    def interval(self, p: float = 0.9) -> tuple[Array, Array]:
        """The low and high end, a value a day each, of the middle range that holds a share `p` of the draws."""
        if not 0.0 < p < 1.0:
            raise InputError(f"a range cannot hold a share of {p}", hint="name a share between 0 and 1, such as 0.9")
        low, high = np.quantile(self.draws, [(1 - p) / 2, (1 + p) / 2], axis=0)
        return low, high

    def total(self, start: date, end: date) -> Array:
        """The sum from `start` to `end`, both included, one a draw; days that are not followed count nothing.

        Raises InputError when none of the days is followed.
        """
        chosen = [i for i, day in enumerate(self.days) if start <= day <= end]
        if not chosen:
            raise InputError(f"no day from {start} to {end} is followed", hint="see Series.days for those that are")
        return np.asarray(self.draws[:, chosen].sum(axis=1))


@dataclass(frozen=True, slots=True)
class Statement:
    """One distinct count and how the estimate sees it.

    `tellings` are all figures that retell it. `fitted` is what the estimate says for the same quantity (5 %, median,
    95 %, in the figure's own terms: people, people per day, or a factor). `wrong` is the probability that the figure
    is wrong, of which `both` that it counts the people who came and those who left together; `leaning` is the
    probability that the one who counted is off by one share in all that they counted here.
    `pull` is the log ratio of the stated centre to the fitted median in units of the figure's noise.
    `note` says in words what had to be supposed about it.
    """

    figure: Figure
    tellings: tuple[Figure, ...]
    fitted: tuple[float, float, float]
    wrong: float
    pull: float
    note: str = ""
    both: float = 0.0
    leaning: float = 0.0


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A sentence in plain English on figures that cannot all hold, and those figures."""

    sentence: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Staying:
    """Who is in a corridor's place at the end of the last day and how they leave, one value a draw.

    `passing` and `settled` are people; `share` is that of arrivals who are in transit; `speed` and `hazard` are logs of
    the usual daily hazards of leaving, in transit and once settled, and `drift` how far off, in logs, both are now.
    """

    passing: Array
    settled: Array
    share: Array
    speed: Array
    hazard: Array
    drift: Array


class ByPlace:
    """What is followed in each place, looked up by it."""

    __slots__ = ()
    corridors: tuple[Corridor, ...]
    series: Mapping[tuple[Corridor, str], Series]

    def flow(self, measure: str, *, place: str, population: str | None = None) -> Series:
        """People per day who arrive in or depart from a place; `measure` is 'arrivals' or 'departures'.

        Raises InputError for another measure, for a place that no figure is about, and when a place has several
        populations and none is named.
        """
        if str(measure) not in FLOWS:
            raise InputError(f"{measure!r} is no flow", hint=f"it must be one of {', '.join(FLOWS)}")
        return self.series[self._corridor(place, population), str(measure)]

    def present(self, *, place: str, population: str | None = None) -> Series:
        """People present in a place at the end of each day, those included who were there before the first day.

        Raises InputError as `flow` does.
        """
        return self.series[self._corridor(place, population), "present"]

    def _corridor(self, place: str, population: str | None) -> Corridor:
        here = [c for c in self.corridors if c.place == place]
        chosen = [c for c in here if population in (None, c.population)]
        if len(chosen) == 1:
            return chosen[0]
        if chosen:
            names = ", ".join(c.population for c in chosen)
            raise InputError(f"{place} has several populations", hint=f"name one of {names}")
        followed = ", ".join(str(c) for c in self.corridors) or "none"
        what = f"{population} in {place}" if population else place
        raise InputError(f"no figure is about {what}", hint=f"followed are: {followed}")


@dataclass(frozen=True, slots=True, eq=False)
class Estimate(ByPlace):
    """Daily arrivals, departures and people present as known on `as_of`, with what was made of each figure.

    `days` run from the first day that any corridor follows to `as_of`; a corridor's own series may begin later.
    `left_out` are the figures that are no observation, each with the reason in words.
    """

    as_of: date
    days: tuple[date, ...] = ()
    corridors: tuple[Corridor, ...] = ()
    statements: tuple[Statement, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    left_out: tuple[tuple[Figure, str], ...] = ()
    series: Mapping[tuple[Corridor, str], Series] = field(default_factory=dict)
    staying: Mapping[Corridor, Staying] = field(default_factory=dict)
