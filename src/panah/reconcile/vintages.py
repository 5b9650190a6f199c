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

    `moved` are the reports whose figures are others than then, each with these figures and what it shifts the median
    by, in people, the greatest first: the estimate as it is, less the one with that report as it was then. A report
    of which figures only fell away (rejected since) is there with those. Shifts need not add up.
    """

    corridor: Corridor
    quantity: str
    start: date
    end: date
    before: Range
    after: Range
    moved: tuple[tuple[tuple[Figure, ...], float], ...]
    gone: frozenset[str] = frozenset()
    """Ids of the figures in `moved` that counted then and count no longer."""


def compare(
    figures: Iterable[Figure], earlier: date, later: date, events: Iterable[Event] = (), *,
    before: Iterable[Figure] | None = None, seed: int = 0, draws: int = 400
) -> list[Change]:
    """How the estimate of the days up to `earlier` changed by what became known until `later`, corridor by corridor.

    `before` are the figures that counted on `earlier` where a record says so, as a ledger's does; without it, those of
    `figures` that were told by then. Flows count from the first day that a figure or event names. Of many reports the
    newest 40 have their own effect worked out. Raises InputError when `earlier` is not before `later`; with `before`
    they may be the same day.
    """  # fmt: skip
    if earlier > later or (before is None and earlier == later):
        raise InputError(f"{earlier} is not before {later}", hint="compare with an earlier day")
    every, happened = list(figures), tuple(events)
    then, now = seen(every if before is None else before, earlier), seen(every, later)
    new, gone = _apart(now, then), _apart(then, now)
    first = reconcile(then, earlier, happened, seed=seed, draws=draws)
    after = reconcile(now, later, happened, seed=seed, draws=draws)
    without: list[tuple[tuple[Figure, ...], Estimate]] = []
    touched = {name: new.get(name) or gone[name] for name in {*new, *gone}}
    newest = sorted(touched, key=lambda name: (max(f.said or date.min for f in touched[name]), name), reverse=True)
    for name in newest[:_WEIGHED]:
        fresh = {figure.id for figure in new.get(name, ())}
        rest = [figure for figure in now if figure.id not in fresh] + gone.get(name, [])
        without.append((tuple(touched[name]), reconcile(rest, later, happened, seed=seed, draws=draws)))
    fallen = frozenset(figure.id for found in gone.values() for figure in found)
    out = []
    for corridor in first.corridors:
        for quantity in (*FLOWS, "present"):
            start = first.series[corridor, quantity].days[LEAD_IN]
            if not _follows(after, corridor, quantity, earlier):
                continue
            told = [_known(each, corridor, quantity, start, earlier) for each in (first, after)]
            middle = float(np.median(told[1]))
            shifts = [
                (found, middle - float(np.median(_known(one, corridor, quantity, start, earlier))))
                for found, one in without
                if _follows(one, corridor, quantity, earlier)
            ]
            moved = sorted((s for s in shifts if abs(s[1]) > 0.001 * middle), key=lambda s: -abs(s[1]))
            fell = fallen & {figure.id for found, _ in moved for figure in found}
            ranges = _range(told[0]), _range(told[1])
            out.append(Change(corridor, quantity, start, earlier, *ranges, tuple(moved), fell))
    return out


def _apart(figures: Iterable[Figure], others: Iterable[Figure]) -> dict[str, list[Figure]]:
    """The figures that are not among the others, by their report."""
    known = {figure.id for figure in others}
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.id not in known:
            found[figure.report or figure.id].append(figure)
    return dict(found)


def _follows(estimate: Estimate, corridor: Corridor, quantity: str, end: date) -> bool:
    found = estimate.series.get((corridor, quantity))
    return found is not None and end in found.days


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
    first, last = stay.days[min(LEAD_IN, len(stay.days) - 1)], stay.days[-1]
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

