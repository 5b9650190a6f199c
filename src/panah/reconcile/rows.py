"""Counts as rows of a corridor's model: the box that a stated number stands for, its noise, its days, and the prior."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from panah.figure import Event, Form, Hedge, SourceKind
from panah.read.tellings import digits
from panah.reconcile.claims import FARTHEST, concerns
from panah.reconcile.estimate import Array, Corridor
from panah.reconcile.problem import Problem
from panah.reconcile.process import LEVELS, SHUT, Prior, Readings
from panah.reconcile.tellings import Count

LEAD_IN = 7
"""Days followed before the first stated one, so that 'before' has days to stand for."""
TRUST = {
    SourceKind.OFFICIAL: (0.01, 0.02, 0.005, 0.01),
    SourceKind.AGENCY: (0.02, 0.05, 0.01, 0.15),
    SourceKind.PRESS: (0.03, 0.05, 0.02, 0.15),
    SourceKind.UNKNOWN: (0.03, 0.05, 0.02, 0.15),
    SourceKind.SOCIAL: (0.10, 0.20, 0.05, 0.30),
}
"""Noise in logs and probability of a wrong figure, then what all figures of one counter are off by together and the
probability that it is much more, by the one who counted; the most trusted first."""
_PER = {Form.PER_DAY: 1.0, Form.PER_WEEK: 7.0, Form.PER_MONTH: 30.4}
ASTRAY = 0.4
"""By how much, in logs, half of all wrong counts of a flow are off at most."""
STOCK = (0.03, 0.15, 0.8)
"""Least noise, least doubt, and what half of the wrong are off by, for people present, whose definitions differ."""
PASSING, BURST = 0.14, 60.0
"""What a day's flow is off by that does not last, in logs, where many move; and where few do, as if they came in
groups of so many (a boat, a train), so that its variance is that many over the people of a day."""
BOTH = 0.03
"""Probability that a total of people who came, or left, is a count of crossings both ways."""
TYPICAL = (14.0, math.exp(0.5), 0.4, 0.01)
"""Middle of what is supposed of any corridor: half-life of a pulse in days, odds of being in transit, and the daily
hazards of leaving in transit and once settled."""
SPREAD = (1.0, 1.0, 0.8, 1.0, 0.5, 1.0)
"""How far, in logs, corridors differ: in usual flow and pulse about their scale, then in what TYPICAL names."""
_FLOOR = 0.3
"""Stands for no people on a log scale."""


@dataclass(frozen=True, slots=True)
class Row:
    """One count as seen by the model: `low` and `high` are the box, in people or as a factor."""

    count: Count
    low: float
    high: float
    noise: float
    doubt: float


def unit(value: float) -> float:
    """What a printed number was rounded to: 1,000 for 98,000 or 7,000, 1 for 147,312, and about 10,000 for 400,000.

    That is its last digit's worth, but no more than a fifth of it, and less of a great number, of which more digits
    are told: the curve runs through the 1,000 of 7,000 and the 10,000 of 400,000.
    """
    step = 1.0
    while value >= 10 * step and math.fmod(value, step * 10) == 0.0:
        step *= 10
    return max(1.0, min(step, value / 5, 6.45 * float(value**0.57)))


def slack(value: float) -> float:
    """Half-width of 'about': a tenth of a number with one digit, less the more digits are given, never below unit."""
    share = {1: 0.10, 2: 0.03}.get(digits(value), 0.01)
    return max(unit(value), share * value)


def box(low: float, high: float, hedge: Hedge) -> tuple[float, float]:
    """The least and the most people that a stated number stands for."""
    if hedge is Hedge.ABOUT:
        return max(0.0, low - slack(low)), high + slack(high)
    if hedge is Hedge.OVER:
        return low, high + min(unit(high), 0.25 * high)
    if hedge is Hedge.UNDER:
        return low - min(unit(low), 0.2 * low), high
    if hedge is Hedge.AT_LEAST:
        return low, 2 * high
    if hedge is Hedge.UP_TO:
        return 0.5 * low, high
    if low < high:
        return low, high
    return max(0.0, low - unit(low) / 2), high + unit(high) / 2


_FACTORS = {
    Hedge.ABOUT: (0.85, 1.15),
    Hedge.OVER: (1.0, 1.25),
    Hedge.UNDER: (0.8, 1.0),
    Hedge.AT_LEAST: (1.0, 2.0),
    Hedge.UP_TO: (0.5, 1.0),
}


def row(count: Count) -> Row:
    """The count with its box, noise and doubt."""
    figure, claim = count.claim.figure, count.claim
    kinds = {f.sources[0].kind if f.sources else SourceKind.UNKNOWN for f in count.tellings}
    noise, doubt = next(TRUST[kind][:2] for kind in TRUST if kind in kinds)
    if figure.form is Form.RATIO:
        below, above = _FACTORS.get(count.hedge, (0.875, 1.125) if figure.low == figure.high else (1.0, 1.0))
        low, high, noise = figure.low * below, figure.high * above, math.hypot(noise, 0.15)
    else:
        low, high = box(figure.low, figure.high, count.hedge)
        low = max(low, _FLOOR)
        high = max(high, low, 1.0)
        few = 1.0 / max(figure.high, 4.0)
        noise = math.hypot(noise, math.sqrt(few) if figure.high < 200 else 0.0)
    if claim.role == "present":
        noise, doubt = max(noise, STOCK[0]), max(doubt, STOCK[1])
    elif figure.form in _PER:
        noise = math.hypot(noise, 0.05)
    if claim.guessed:
        noise, doubt = math.hypot(noise, 0.1), max(doubt, 0.2)
    return Row(count, low, max(high, low * 1.0001), noise, doubt)


def first_day(found: Sequence[Count], corridor: Corridor, as_of: date, events: Sequence[Event]) -> date:
    """The first day that a corridor follows: LEAD_IN days before the first stated day, or the event before it."""
    first = min(c.claim.start for c in found if c.claim.start)
    near = [e.day for e in events if concerns(e, corridor) and 0 <= (first - e.day).days <= 60]
    near = [day for day in near if (as_of - day).days <= FARTHEST]
    return min([first, *near]) - timedelta(LEAD_IN)


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a corridor follows, and what happened on them that concerns it."""

    first: date
    last: date
    events: tuple[date, ...]

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1

    def index(self, day: date) -> int:
        """Position of a day, moved to the nearest one that is followed."""
        return min(max((day - self.first).days, 0), self.count - 1)


def base(count: Count, days: Days) -> tuple[date, date] | None:
    """The days to which a ratio compares: the week before the event it follows, or else before its own first day."""
    start = count.claim.start
    if start is None or (count.claim.end - start).days > 30:
        return None
    before = [e for e in days.events if start - timedelta(14) <= e <= count.claim.end]
    first = min([start, max(before)]) if before else start
    if first <= days.first:
        return None
    return max(days.first, first - timedelta(7)), first - timedelta(1)


def problem(rows: Sequence[Row], days: Days, *, home: bool) -> Problem:
    """The rows as one problem over the days; `home` says that the place is the people's own country."""
    sums: dict[str, list[Array]] = {"arrivals": [], "departures": [], "present": []}
    mix = np.zeros((len(rows), len(rows) + sum(r.count.claim.figure.form is Form.RATIO for r in rows)))

    def add(role: str, start: date, end: date, weight: float) -> int:
        here = np.zeros(days.count)
        here[days.index(start) : days.index(end) + 1] = weight
        for name, held in sums.items():
            held.append(here if name == role else np.zeros(days.count))
        return len(sums["present"]) - 1

    for i, each in enumerate(rows):
        claim, form = each.count.claim, each.count.claim.figure.form
        start = claim.start or claim.end
        length = (claim.end - start).days + 1
        weight = _PER.get(form, 1.0) / length if form is not Form.TOTAL else 1.0
        mix[i, add(claim.role, start, claim.end, weight)] = 1.0
    bases = [(i, r, base(r.count, days)) for i, r in enumerate(rows) if r.count.claim.figure.form is Form.RATIO]
    for i, each, before in bases:
        if before:
            span = (before[1] - before[0]).days + 1
            mix[i, add(each.count.claim.role, *before, 1.0 / span)] = -1.0
    both = _both(rows)
    for i in both:
        add("arrivals", rows[i].count.claim.start or rows[i].count.claim.end, rows[i].count.claim.end, 1.0)
        sums["departures"][-1] = sums["arrivals"][-1]
    come, go, here = (np.array(sums[name]) for name in ("arrivals", "departures", "present"))
    wide = np.zeros((len(rows) + len(both), len(come)))
    wide[: len(rows), : mix.shape[1]] = mix
    wide[np.arange(len(rows), len(wide)), np.arange(len(come) - len(both), len(come))] = 1.0
    readings = Readings(come, go, here, wide)
    seen = [*rows, *(rows[i] for i in both)]
    low, high = np.log([r.low for r in seen]), np.log([r.high for r in seen])
    noise = np.array([r.noise for r in seen])
    doubt = np.array([r.doubt for r in rows] + [BOTH] * len(both))
    astray = np.array([STOCK[2] if r.count.claim.role == "present" else ASTRAY for r in seen])
    told, slant, biased = _counters(rows)
    told = np.vstack([told, told[both]])
    return Problem(prior(rows, days, home=home), readings, low, high, noise, doubt, astray, told, slant, biased,
                   np.array(both, dtype=np.intp))


def _both(rows: Sequence[Row]) -> list[int]:
    """The rows that may count the people of both ways: totals of some days where the other way is counted too."""
    roles = {r.count.claim.role for r in rows if r.count.claim.figure.form is not Form.RATIO}
    if not {"arrivals", "departures"} <= roles:
        return []
    return [
        i for i, r in enumerate(rows)
        if r.count.claim.role in ("arrivals", "departures") and r.count.claim.figure.form is Form.TOTAL
        and r.count.claim.start and (r.count.claim.end - r.count.claim.start).days >= 2
    ]  # fmt: skip


def _counters(rows: Sequence[Row]) -> tuple[Array, Array, Array]:
    """Who told which row, (row, counter), how far each is usually off, and how probably much farther.

    Only counters of several rows: what a single figure is off by is its own noise. A ratio bears no bias.
    """
    by: dict[str, list[int]] = defaultdict(list)
    for i, each in enumerate(rows):
        figure = each.count.claim.figure
        if figure.counter and figure.form is not Form.RATIO:
            by[figure.counter].append(i)
    names = sorted(name for name, told in by.items() if len(told) > 1)
    told = np.zeros((len(rows), len(names)))
    trust = []
    for s, name in enumerate(names):
        told[by[name], s] = 1.0
        kinds = {rows[i].count.claim.figure.sources[0].kind for i in by[name]}
        trust.append(next(TRUST[kind][2:] for kind in TRUST if kind in kinds))
    slant, biased = np.array(trust).reshape(len(names), 2).T
    return told, slant, biased


def _daily(each: Row) -> float:
    """People per day that a row speaks of."""
    claim, figure = each.count.claim, each.count.claim.figure
    middle = math.sqrt(each.low * each.high)
    if figure.form is Form.TOTAL:
        return middle / ((claim.end - (claim.start or claim.end)).days + 1)
    return middle / _PER[figure.form]


def prior(rows: Sequence[Row], days: Days, *, home: bool) -> Prior:
    """What is supposed before the figures are weighed: their scale comes from the first of them, spreads are wide.

    Spreads and the centres of half-life, transit and hazard are given their reasons in docs/explanation/reconciling.md.
    """
    counted = [r for r in rows if r.count.claim.figure.form is not Form.RATIO]
    flows = {role: [r for r in counted if r.count.claim.role == role] for role in ("arrivals", "departures", "present")}
    jumps = np.zeros(days.count)
    for day in days.events:
        jumps[days.index(day)] = 1.0
    starts = [r.count.claim.start or r.count.claim.end for r in flows["arrivals"] or counted]
    onset = days.events[0] if days.events else min(starts)
    stocks = [math.sqrt(r.low * r.high) for r in flows["present"]]
    scale = _scale(flows, onset)
    before = [_daily(r) for r in flows["arrivals"] if r.count.claim.end < onset]
    usual = float(np.median(before)) if before else scale / 4
    life, odds, speed, hazard = TYPICAL
    there, arriving = 1.5 * scale, 1.0
    if home:
        there, hazard, arriving = 1000.0 * scale, 0.001, 0.05
    elif stocks:
        there = max(there, 0.5 * stocks[0])
    few = max(scale * arriving, 1.0)
    centre = [usual * arriving, scale * arriving, life, odds, speed, hazard, there]
    spread = [*SPREAD, 1.5 if stocks else 0.7]
    assert len(centre) == LEVELS
    shut, passing = _shut(flows["arrivals"], days), math.hypot(PASSING, math.sqrt(BURST / few))
    return Prior(np.log(centre), np.array(spread), days.index(onset), jumps, shut, passing)


def _shut(arrivals: Sequence[Row], days: Days) -> Array:
    """The days on which arrivals stop or may start again: the first day of a count of nobody, and the day after it."""
    out = np.zeros(days.count)
    for each in arrivals:
        if each.count.claim.figure.high == 0.0:
            start = each.count.claim.start or each.count.claim.end
            out[days.index(start)] = out[days.index(each.count.claim.end + timedelta(1))] = SHUT
    return out


def _scale(flows: dict[str, list[Row]], onset: date) -> float:
    """People per day at the height of the flow, as the first figures have it."""
    arrivals = sorted(flows["arrivals"], key=lambda r: r.count.claim.end)
    late = [_daily(r) for r in arrivals if r.count.claim.end >= onset] or [_daily(r) for r in arrivals]
    late = late or [_daily(r) for r in sorted(flows["departures"], key=lambda r: r.count.claim.end)]
    if late:
        return max(float(np.median(late[:5])), 0.5)
    return max(math.sqrt(flows["present"][0].low * flows["present"][0].high) / 30, 0.5)
