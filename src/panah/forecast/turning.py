"""Turning points: flows that leave what their own last week lets expect, told on the day it is known.

Where days were counted, a flow is compared with its own week before, as the early aberration reporting of public health
does (EARS C2, Hutwagner et al. 2003), with differences that catch more at the same rate of false alarms: two days, the
week's median instead of its mean, and a standard deviation that is shrunk towards what past influxes show. Where a few
statements are all, a rate of the last days is compared with an earlier one. Falls are told of statements alone: two in
three of those in daily counts were calms of a few days.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist

import numpy as np

from panah.figure import Figure, Form, Measure
from panah.forecast.prior import learned
from panah.forecast.scoring import three
from panah.reconcile.estimate import Array, Corridor, Estimate, Statement
from panah.reconcile.rows import LEAD_IN, box

WEEK, GAP, NOW = 7, 2, 2
"""Days that a flow is compared with, days between that are passed over, and the newest days that are compared."""
KNOWN = 6
"""Counts that the standard deviation of past influxes is worth."""
RISE = 2.8
"""Standard deviations from which on a rise is told: one alarm in vain in 200 days of a flow, as measured by
benchmarks/forecast_turns.py."""
LIKELY = 0.5
"""Share of the draws that must say so where days were counted."""
MORE = 1.25
"""A rise is told of statements where the flow is likely this many times what it was."""
SURE = 0.9
"""Chance of that from which on it is told."""
FRESH, LOOK_BACK = 3, 21
"""Days up to today in which a turn is news, and days between two statements that are compared, at most."""
_NORMAL = NormalDist()
_OF_RANGE = 2 * _NORMAL.inv_cdf(0.95)
_DAYS = {Form.PER_DAY: 3, Form.PER_WEEK: 7}


@dataclass(frozen=True, slots=True)
class Turn:
    """A flow of arrivals that has risen, or fallen, since `day`: people a day now and before (low, middle, high).

    Low and high are 5 and 95 % of the draws, or the ends of what a statement says.
    """

    corridor: Corridor
    rose: bool
    day: date
    now: tuple[float, float, float]
    before: tuple[float, float, float]
    chance: float
    """How likely it is not the noise of single days, 0 to 1."""
    figures: tuple[Figure, ...] = ()
    """The statements that say so; none where it shows in the daily counts."""


def turns(estimate: Estimate) -> tuple[Turn, ...]:
    """The turning points of the last days, one a corridor at most, in the corridors' order."""
    found = ((_stated(estimate, corridor) or _counted(estimate, corridor)) for corridor in estimate.corridors)
    return tuple(turn for turn in found if turn)


def unusual(counts: Array) -> Array:
    """How many standard deviations the newest days lie above the week before, (row, step) of daily counts (row, step).

    Step t compares the mean of days t-1 and t with the median of the seven that end two days before them; NaN for the
    first ten steps, and where a day of them is unknown.
    """
    rows, length = counts.shape
    out = np.full((rows, length), np.nan)
    if length < WEEK + GAP + NOW:
        return out
    weeks = np.lib.stride_tricks.sliding_window_view(counts, WEEK, axis=1)[:, : length - GAP - NOW - WEEK + 1]
    now = np.lib.stride_tricks.sliding_window_view(counts, NOW, axis=1)[:, WEEK + GAP :].mean(axis=2)
    middle = np.median(weeks, axis=2)
    usual = np.maximum(middle, weeks.mean(axis=2) / 2)
    expected = 3 * learned(1).noise * usual ** (2 / 3)  # the noise of cube roots, in people
    squares = ((weeks - middle[:, :, None]) ** 2).sum(axis=2) + KNOWN * expected**2
    out[:, WEEK + GAP + NOW - 1 :] = (now - middle) / np.maximum(np.sqrt(squares / (WEEK - 1 + KNOWN)), 0.5)
    return out


def _counted(estimate: Estimate, corridor: Corridor) -> Turn | None:
    series = estimate.series[corridor, "arrivals"]
    draws = series.draws[:, LEAD_IN:]
    if draws.shape[1] < WEEK + GAP + NOW:
        return None
    told = (unusual(draws) > RISE).mean(axis=0)
    on = np.flatnonzero(told[-FRESH:] >= LIKELY)
    if not len(on):
        return None
    last = first = len(told) - FRESH + int(on[-1])
    while told[first - 1] >= LIKELY:
        first -= 1
    ends = first - NOW - GAP + 1
    now, before = draws[:, last - NOW + 1 : last + 1].mean(axis=1), np.median(draws[:, ends - WEEK : ends], axis=1)
    chance = float(told[first : last + 1].max())
    return Turn(corridor, True, series.days[LEAD_IN + first - NOW + 1], three(now), three(before), chance)


@dataclass(frozen=True, slots=True)
class _Rate:
    """People a day over some days, as one statement says."""

    figure: Figure
    start: date
    end: date
    low: float
    high: float

    @property
    def middle(self) -> float:
        return math.sqrt(self.low * self.high)

    @property
    def variance(self) -> float:
        """Of its logarithm: what the statement leaves open, and the noise of so many days."""
        days = max((self.end - self.start).days + 1, _DAYS.get(self.figure.form, 1))  # "a day" speaks of some days
        noise = 3 * learned(1).noise / math.cbrt(self.middle)
        return float((math.log(self.high / self.low) / _OF_RANGE) ** 2 + noise**2 / days)

    @property
    def ends(self) -> tuple[float, float, float]:
        return self.low, self.middle, self.high


def _stated(estimate: Estimate, corridor: Corridor) -> Turn | None:
    """The turn that two rates of a corridor tell: the newest of the last days, and the newest before them."""
    told = [s for s in estimate.statements if _about(s, corridor)]
    rates = sorted((rate for s in told for rate in _rates(s.figure)), key=lambda r: (r.end, r.start, r.figure.id))
    news = estimate.as_of - timedelta(FRESH)
    fresh, earlier = [r for r in rates if r.end > news], [r for r in rates if 0 <= (news - r.end).days <= LOOK_BACK]
    if not fresh or not earlier or fresh[-1].start <= earlier[-1].end:
        return None
    now, before = fresh[-1], earlier[-1]
    apart = math.log(now.middle / before.middle)
    chance = _NORMAL.cdf((abs(apart) - math.log(MORE)) / math.sqrt(now.variance + before.variance))
    if chance < SURE:
        return None
    since = next(r.start for r in fresh if math.log(r.middle / before.middle) * np.sign(apart) > math.log(MORE))
    return Turn(corridor, apart > 0, since, now.ends, before.ends, chance, (before.figure, now.figure))


def _about(statement: Statement, corridor: Corridor) -> bool:
    figure = statement.figure
    right = figure.measure is Measure.ARRIVALS and figure.destination == corridor.place
    return right and (figure.population or corridor.population) == corridor.population and statement.wrong < LIKELY


def _rates(figure: Figure) -> Iterator[_Rate]:
    """A figure as people a day, where it is about a week at most."""
    end = figure.period.end or figure.said
    usual = _DAYS.get(figure.form)
    if end is None or (figure.form is not Form.TOTAL and usual is None):
        return
    start = figure.period.start or (end - timedelta(usual - 1) if usual else None)
    if start is None or (end - start).days >= WEEK:
        return
    days = (end - start).days + 1 if figure.form is Form.TOTAL else 7 if figure.form is Form.PER_WEEK else 1
    low, high = (value / days for value in box(figure.low, figure.high, figure.hedge))
    if low > 0 and math.isfinite(high):
        yield _Rate(figure, start, end, low, high)
