"""What an Estimate knows about one place: the newest figures that belong together, and the modelled series."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from panah.errors import InputError
from panah.figure import Figure, Form, Measure, Unit
from panah.read.tellings import joined
from panah.reconcile.claims import CROWD
from panah.reconcile.estimate import Estimate, Series, Statement
from panah.reconcile.told import leaves, main_population, supported, tells_of

RATES = (Form.PER_DAY, Form.PER_WEEK, Form.PER_MONTH)
FLOWS = (Measure.ARRIVALS, Measure.DEPARTURES)


def day_of(figure: Figure) -> date | None:
    """The last day that a figure tells about, or the day it was said when its period is open; None without either."""
    return figure.period.end or figure.said or figure.known or figure.period.start


def statements_of(estimate: Estimate, place: str, population: str | None = None) -> tuple[Statement, ...]:
    """The statements about a place that the model uses, newest first; of one population when it is named."""
    found = [s for s in estimate.statements if tells_of(estimate, s.figure, place, population)]
    return tuple(sorted(found, key=lambda s: _rank(s.figure), reverse=True))


def apart(estimate: Estimate, place: str, population: str | None = None) -> tuple[tuple[Statement, str], ...]:
    """The whole counts about a place that the model leaves out, newest first, each with the reason.

    Registrations and applications are among them: they are kept apart, and yet they are counts that people look for.
    """
    told: list[Figure] = []
    reasons: dict[str, str] = {}
    for figure, reason in estimate.left_out:
        whole = figure.part_of is None and figure.high <= CROWD
        if whole and tells_of(estimate, figure, place, population):
            told.append(figure)
            reasons.setdefault(figure.id, reason)
    nan = (math.nan, math.nan, math.nan)
    found = [(Statement(one.figure, one.figures, nan, 0.0, 0.0), reasons[one.figure.id]) for one in joined(told)]
    return tuple(sorted(found, key=lambda pair: _rank(pair[0].figure), reverse=True))


def _rank(figure: Figure) -> tuple[date, date, float, float, str]:
    told = figure.said or figure.known or date.min
    return (day_of(figure) or date.min, told, figure.confidence, figure.high, figure.evidence.quote)


def for_sentence(statements: Iterable[Statement]) -> list[Statement]:
    """The statements fit for a headline: of whole populations, in persons, and not likely wrong when others remain."""
    whole = [s for s in statements if s.figure.part_of is None and s.figure.unit is Unit.PERSON]
    trusted = [s for s in whole if not s.wrong > 0.5]
    return trusted or whole


def newest(statements: Iterable[Statement], measure: Measure, forms: tuple[Form, ...]) -> Figure | None:
    """The newest figure of this measure and one of these forms; `statements` are newest first."""
    return next((s.figure for s in statements if s.figure.measure is measure and s.figure.form in forms), None)


@dataclass(frozen=True, slots=True)
class Balance:
    """Totals in and out that share a start and so may be subtracted; `departures` may be counted as returns."""

    arrivals: Figure
    departures: Figure

    @property
    def end(self) -> date | None:
        """The later of the two ends; None when neither is stated."""
        ends = [end for end in (self.arrivals.period.end, self.departures.period.end) if end]
        return max(ends, default=None)

    @property
    def daily(self) -> bool:
        """Whether the two are counts of one single day."""
        return self.arrivals.period.days == 1


def balance(statements: Iterable[Statement], place: str) -> Balance | None:
    """The newest totals in and out with the same start, population and, within two days, the same end.

    A pair for one day alone gives way to a pair for a longer time that ends hardly earlier.
    """
    totals = [s.figure for s in statements if s.figure.form is Form.TOTAL and s.figure.period.start is not None]
    outs = [figure for figure in totals if leaves(figure, place)]
    pairs = [
        Balance(came, left)
        for came in totals
        for left in outs
        if came.measure is Measure.ARRIVALS
        and (came.period.start, came.population) == (left.period.start, left.population)
        and _near(came.period.end, left.period.end)
        and (came.period.days == 1) == (left.period.days == 1)
    ]
    if not pairs:
        return None
    long = next((pair for pair in pairs if not pair.daily), pairs[0])
    return long if hardly_older(long.end, pairs[0].end) else pairs[0]


def hardly_older(one: date | None, other: date | None) -> bool:
    """Whether `one` lies at most three days before `other`; an open day counts as the newest."""
    return one is None or (other is not None and other - one <= timedelta(days=3))


def _near(one: date | None, other: date | None) -> bool:
    return one == other or (one is not None and other is not None and abs(one - other) <= timedelta(days=2))


def series(estimate: Estimate, measure: Measure, place: str, population: str | None = None) -> Series | None:
    """The modelled series of a measure, or None where the estimate has no such corridor or no statement carries it."""
    population = population or main_population(estimate, place)
    known = any(c.place == place and c.population == population for c in estimate.corridors)
    if not known or measure not in supported(estimate, place, population):
        return None
    try:
        if measure is Measure.PRESENT:
            found = estimate.present(place=place, population=population)
        else:
            found = estimate.flow(measure.value, place=place, population=population)
    except (InputError, KeyError):
        return None
    return found if found.draws.size and found.days else None


def net(estimate: Estimate, pair: Balance, place: str, population: str | None = None) -> NDArray[np.float64] | None:
    """Draws of arrivals minus departures over the pair's period, each from one and the same draw of both flows."""
    start, end = pair.arrivals.period.start, pair.end or estimate.as_of
    population = pair.arrivals.population or population
    came = series(estimate, Measure.ARRIVALS, place, population)
    went = series(estimate, Measure.DEPARTURES, place, population)
    if came is None or went is None or start is None or not came.days[0] <= start <= min(end, came.days[-1]):
        return None  # A sum over a part of the days would look like the whole.
    draws = np.asarray(came.total(start, end) - went.total(start, end), dtype=np.float64)
    return draws if np.isfinite(draws).all() else None


@dataclass(frozen=True, slots=True)
class Span:
    """A modelled value: its median and the ends of its 90 % range, in people (per day for flows)."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Gain:
    """How many more people came to a place than left it from `since` to each day, in people."""

    since: date
    days: Mapping[date, Span]


def gain(estimate: Estimate, place: str, population: str | None = None) -> Gain | None:
    """Arrivals less departures added up from the start of the newest balance, or else from the first stated day.

    Every draw is added up by itself. None where the figures do not carry both flows.
    """
    came = series(estimate, Measure.ARRIVALS, place, population)
    went = series(estimate, Measure.DEPARTURES, place, population)
    if came is None or went is None or came.days != went.days:
        return None
    found = for_sentence(statements_of(estimate, place, population or main_population(estimate, place)))
    pair = balance(found, place)
    starts = [s.figure.period.start for s in found if s.figure.period.start and s.figure.measure in FLOWS]
    since = pair.arrivals.period.start if pair and not pair.daily else min(starts, default=None)
    first = max(since or came.days[0], came.days[0])
    inside = [i for i, value in enumerate(came.days) if value >= first]
    if not inside:
        return None
    added = np.cumsum(came.draws[:, inside] - went.draws[:, inside], axis=1)
    return Gain(first, _each_day([came.days[i] for i in inside], added))


def span_of(draws: NDArray[np.float64] | None) -> Span | None:
    """Median and 90 % range of these draws; None when there are none or one is missing."""
    if draws is None or draws.size == 0 or not np.isfinite(draws).all():
        return None
    low, median, high = np.quantile(draws, (0.05, 0.5, 0.95))
    return Span(float(low), float(median), float(high))


def mean_over(found: Series | None, start: date, end: date) -> Span | None:
    """The average day between two days of a series, ends included; None outside its days or where it is missing."""
    if found is None or start > end:
        return None
    inside = [i for i, value in enumerate(found.days) if start <= value <= end]
    return span_of(np.asarray(found.draws[:, inside].mean(axis=1), dtype=np.float64)) if inside else None


def spans(found: Series | None) -> dict[date, Span]:
    """Median and 90 % range of each day of a series; a day with a missing draw is left out."""
    return {} if found is None else _each_day(found.days, found.draws)


def _each_day(days: Sequence[date], draws: NDArray[np.float64]) -> dict[date, Span]:
    whole = np.asarray(np.isfinite(draws).all(axis=0))
    low, median, high = np.quantile(np.where(whole, draws, 0.0), (0.05, 0.5, 0.95), axis=0)
    return {value: Span(float(low[i]), float(median[i]), float(high[i])) for i, value in enumerate(days) if whole[i]}
