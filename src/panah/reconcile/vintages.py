"""What changed between two days on which an estimate was known, and what would make it surer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from panah.errors import InputError
from panah.figure import Event, Figure
from panah.reconcile.claims import seen
from panah.reconcile.estimate import FLOWS, Array, Corridor, Estimate
from panah.reconcile.reconciling import reconcile
from panah.reconcile.rows import LEAD_IN

Range = tuple[float, float, float]
"""Low end, median and high end of the range that holds nine tenths of the draws, in people."""
_WEIGHED = 40
"""Reports at most whose own effect is worked out; each needs the estimate once more without it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One quantity of a corridor as known on two days: the people of a flow from `start` to `end`, or present on `end`.

    `moved` are the later reports' figures with what each report shifts the median by, in people, the greatest first:
    the estimate with all reports less the one without this report. Shifts need not add up.
    """

    corridor: Corridor
    quantity: str
    start: date
    end: date
    before: Range
    after: Range
    moved: tuple[tuple[tuple[Figure, ...], float], ...]


def compare(
    figures: Iterable[Figure], earlier: date, later: date, events: Iterable[Event] = (), *, seed: int = 0,
    draws: int = 400
) -> list[Change]:
    """How the estimate of the days up to `earlier` changed by what became known until `later`, corridor by corridor.

    Flows count from the first day that a figure or event names. Of many reports the newest 40 have their own effect
    worked out. Raises InputError when `earlier` is not before `later`.
    """  # fmt: skip
    if earlier >= later:
        raise InputError(f"{earlier} is not before {later}", hint="compare with an earlier day")
    every, happened = list(figures), tuple(events)
    known = {figure.id for figure in seen(every, earlier)}
    reports: dict[str, list[Figure]] = defaultdict(list)
    for figure in seen(every, later):
        if figure.id not in known:
            reports[figure.report or figure.id].append(figure)
    before = reconcile(every, earlier, happened, seed=seed, draws=draws)
    after = reconcile(every, later, happened, seed=seed, draws=draws)
    without: list[tuple[tuple[Figure, ...], Estimate]] = []
    newest = sorted(reports, key=lambda name: (max(f.said or date.min for f in reports[name]), name), reverse=True)
    for name in newest[:_WEIGHED]:
        gone = {figure.id for figure in reports[name]}
        rest = [figure for figure in every if figure.id not in gone]
        without.append((tuple(reports[name]), reconcile(rest, later, happened, seed=seed, draws=draws)))
    out = []
    for corridor in before.corridors:
        for quantity in (*FLOWS, "present"):
            first = before.series[corridor, quantity].days[LEAD_IN]
            if (corridor, quantity) not in after.series:
                continue
            told = [_known(each, corridor, quantity, first, earlier) for each in (before, after)]
            middle = float(np.median(told[1]))
            shifts = [
                (found, middle - float(np.median(_known(one, corridor, quantity, first, earlier))))
                for found, one in without
                if (corridor, quantity) in one.series
            ]
            moved = sorted((s for s in shifts if abs(s[1]) > 0.001 * middle), key=lambda s: -abs(s[1]))
            out.append(Change(corridor, quantity, first, earlier, _range(told[0]), _range(told[1]), tuple(moved)))
    return out


def _known(estimate: Estimate, corridor: Corridor, quantity: str, start: date, end: date) -> Array:
    """The draws of a flow's total over these days, or of the people present on the last of them."""
    series = estimate.series[corridor, quantity]
    if quantity in FLOWS:
        return series.total(start, end)
    return np.asarray(series.draws[:, series.days.index(end)])


def _range(draws: Array) -> Range:
    low, middle, high = np.quantile(draws, [0.05, 0.5, 0.95])
    return float(low), float(middle), float(high)


@dataclass(frozen=True, slots=True)
class Help:
    """A count that would make the number of people present surer: `left` is the share of the range that would remain.

    `quantity` is 'present' on the last day, or a flow from `start` to `end`; the count is supposed to be good to 2 %.
    """

    corridor: Corridor
    quantity: str
    start: date
    end: date
    left: float


GOOD = 0.02
"""Noise, in logs, of a count that is asked for."""


def helps(estimate: Estimate, corridor: Corridor) -> list[Help]:
    """Which further count would narrow the range of people present most, the best first.

    A count narrows it by as much as it goes along with the number present in the draws (a regression of logs), so no
    estimate is made anew. Empty for a corridor that the estimate does not follow.
    """
    if (corridor, "present") not in estimate.series:
        return []
    stay = estimate.series[corridor, "present"]
    goal = np.log(np.maximum(stay.draws[:, -1], 1.0))
    first, last = stay.days[LEAD_IN], stay.days[-1]
    out = [Help(corridor, "present", last, last, _left(goal, goal))]
    for flow in FLOWS:
        total = estimate.series[corridor, flow].total(first, last)
        out.append(Help(corridor, flow, first, last, _left(goal, np.log(np.maximum(total, 1.0)))))
    return sorted(out, key=lambda each: each.left)


def _left(goal: Array, other: Array) -> float:
    spread, wide = float(goal.var()), float(other.var()) + GOOD**2
    if spread <= 0.0:
        return 1.0
    shared = float(np.mean((goal - goal.mean()) * (other - other.mean()))) ** 2 / wide
    return float(np.sqrt(max(0.0, 1.0 - shared / spread)))

