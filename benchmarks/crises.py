"""Made-up crises of many shapes, and what reporters would tell of them: the cases of reconcile.py.

Shapes are chosen to be as rough as real daily flows are: what a day is off by that does not last is 10 to 30 %, people
come and go in families or boatloads, and departures are a rough share of those present. None was chosen, or changed,
by how the estimate fares on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

import numpy as np
from truth_cases import Array, Case, figure, rounded, statement

from panah.figure import Event, Figure, Form, Source, SourceKind
from panah.reconcile.evidence import SPREAD as RESTLESS
from panah.reconcile.problem import BREAK
from panah.reconcile.process import JUMP, Prior, pace, walk
from panah.reconcile.rows import BURST, LEAD_IN, PASSING, SPREAD, TYPICAL

FIRST = date(2024, 3, 4)
COUNTERS = (
    (Source("Border Guard Service", SourceKind.OFFICIAL), 0.5, 0.01),
    (Source("Migration Monitor", SourceKind.AGENCY), 0.25, 0.025),
    (Source("Evening Post", SourceKind.PRESS), 0.25, 0.04),
)
"""Who tells, their share of what is told, and what one of their figures is off by, in logs, before it is rounded."""
STOCK = 0.04
"""What a count of people present is off by at least, in logs."""
WRONG = 1 / 40
"""Share of figures that are wrong, by one of FACTORS."""
FACTORS = (0.1, 0.5, 0.67, 1.5, 2.0, 10.0)
LEANS = 0.25
"""Probability that the agency counts 15 % too little to 20 % too much in all its figures; a third of such are late."""
KINDS = {"since": 0.36, "week": 0.09, "day": 0.15, "range": 0.1, "rate": 0.12, "ratio": 0.06, "stock": 0.12}
"""Kinds of figures and how often each is told."""


@dataclass(frozen=True, slots=True)
class Crisis:
    """A case, the family of shapes that it is of, and the events that are known."""

    family: str
    case: Case
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """Means of a day's arrivals over the level, and the days on which something happened that may be known."""

    come: Array
    turns: tuple[int, ...] = (0,)
    go: Array | None = None
    """Departures over the level, where they do not follow from who is there."""
    week: Array | None = None
    """Share of the mean on each day, both ways."""


def _bump(t: Array, peak: float, width: float) -> Array:
    return np.asarray(np.exp(-0.5 * ((t - peak) / width) ** 2))


def rise(rng: np.random.Generator, t: Array) -> Shape:
    """A slow rise and fall, without any event."""
    n = len(t)
    return Shape(0.08 + _bump(t, n * rng.uniform(0.3, 0.7), n * rng.uniform(0.12, 0.25)), ())


def waves(rng: np.random.Generator, t: Array) -> Shape:
    """Two waves, the second smaller or greater."""
    n, width = len(t), rng.uniform(0.06, 0.12)
    second = rng.uniform(0.4, 1.6) * _bump(t, n * rng.uniform(0.65, 0.85), n * width)
    return Shape(0.1 + _bump(t, n * rng.uniform(0.15, 0.35), n * width) + second, ())


def closure(rng: np.random.Generator, t: Array) -> Shape:
    """A plateau until the border is closed: then nobody, or a few in a hundred."""
    shut = int(len(t) * rng.uniform(0.45, 0.8))
    return Shape(np.where(t < shut, 1.0, rng.choice([0.0, rng.uniform(0.02, 0.08)])), (0, shut))


def step(rng: np.random.Generator, t: Array) -> Shape:
    """A step to a level two to eight times as high or as low."""
    turn = int(len(t) * rng.uniform(0.25, 0.75))
    factor = rng.uniform(2.0, 8.0)
    return Shape(np.where((t < turn) == (rng.random() < 0.5), 1.0, 1.0 / factor), (turn,))


def weekdays(rng: np.random.Generator, t: Array) -> Shape:
    """A decaying pulse with a strong rhythm of weekdays."""
    week = np.where((t + rng.integers(7)) % 7 >= 5, rng.choice([rng.uniform(0.3, 0.6), rng.uniform(1.5, 2.2)]), 1.0)
    return Shape(pulse(rng, t).come, (0,), week=week)


def pulse(rng: np.random.Generator, t: Array) -> Shape:
    """A pulse that decays."""
    return Shape(rng.uniform(0.1, 0.5) + 2.0 ** (-t / rng.uniform(6.0, 25.0)))


def growth(rng: np.random.Generator, t: Array) -> Shape:
    """Growth, doubling every 5 to 15 days, that has not ended."""
    return Shape(np.maximum(2.0 ** ((t - len(t)) / rng.uniform(5.0, 15.0)), 0.01), ())


def quiet(rng: np.random.Generator, t: Array) -> Shape:
    """A long flow at one level."""
    return Shape(np.ones(len(t)), ())


def back(rng: np.random.Generator, t: Array) -> Shape:
    """A decaying pulse, of whom many leave together after a date, whoever is there."""
    turn = int(len(t) * rng.uniform(0.4, 0.75))
    later = np.maximum(t - turn, 0) / rng.uniform(4.0, 12.0)
    mass = np.where(t >= turn, rng.uniform(1.0, 2.5) * np.exp(-later), 0.0)
    return Shape(pulse(rng, t).come, (0, turn), rng.uniform(0.05, 0.3) + mass)


def boats(rng: np.random.Generator, t: Array) -> Shape:
    """Boats on some days, none on others, as the weather has it."""
    calm, sea = np.empty(len(t)), rng.random() < 0.5
    stay = rng.uniform(0.5, 0.8)
    for i in range(len(t)):
        calm[i] = sea
        sea = sea if rng.random() < stay else rng.random() < 0.5
    return Shape(rise(rng, t).come * calm, ())


SHAPES: dict[str, Callable[[np.random.Generator, Array], Shape]] = {
    "rise and fall": rise, "two waves": waves, "closure": closure, "step": step, "weekdays": weekdays,
    "boats": boats, "growth": growth, "quiet": quiet, "return": back, "small": pulse,
}  # fmt: skip
LEVEL = {"boats": (60.0, 3000.0), "small": (8.0, 80.0)}
"""People a day at the height, from and to, where not from 300 to 60,000."""


def _counted(mean: Array, group: float, rng: np.random.Generator) -> Array:
    """Whole people, who come in groups of so many on average."""
    groups = rng.poisson(mean / group)
    return np.asarray(groups + rng.poisson(groups * (group - 1.0)), dtype=float)


def _rough(rng: np.random.Generator, days: int) -> Array:
    """Factors by which days are off: 10 to 30 % that passes, and a drift of up to 10 % a day that lasts."""
    lasting, passing, drift = rng.uniform(0.0, 0.1), rng.uniform(0.1, 0.3), np.zeros(days)
    for t in range(1, days):
        drift[t] = 0.9 * drift[t - 1] + lasting * rng.normal()
    return np.asarray(np.exp(drift + passing * rng.normal(size=days)))


def shaped(family: str, rng: np.random.Generator) -> tuple[Array, Array, float, tuple[int, ...]]:
    """Arrivals, departures, people there before, and turns, of one of SHAPES."""
    days = int(rng.integers(60 if family == "quiet" else 30, 91))
    level = float(np.exp(rng.uniform(*np.log(LEVEL.get(family, (300.0, 60_000.0))))))
    shape = SHAPES[family](rng, np.arange(days, dtype=float))
    week = np.ones(days) if shape.week is None else shape.week
    group = rng.uniform(20.0, 150.0) if family == "boats" else rng.uniform(1.0, 4.0)
    come = _counted(level * shape.come * week * _rough(rng, days), group, rng)
    rough = _rough(rng, days) * week
    there = level * float(np.exp(rng.normal(1.0, 1.0))) * (10.0 if shape.go is not None else 1.0)
    p, q, hazard = rng.uniform(0.2, 0.8), rng.uniform(0.2, 0.5), float(np.exp(rng.normal(-4.6, 0.7)))
    go, passing, settled = np.empty(days), 0.0, round(there)
    for t in range(days):
        now, rest = passing + p * come[t], settled + (1 - p) * come[t]
        leave = np.array([q * (passing + now) / 2, hazard * (settled + rest) / 2])
        if shape.go is not None:
            leave = level * shape.go[t] * np.array([now, rest]) / max(now + rest, 1.0)
        gone = min(float(_counted(leave.sum() * rough[t], rng.uniform(1.0, 4.0), rng)), round(now + rest))
        part = min(gone * leave[0] / max(leave.sum(), 1e-9), now)
        go[t], passing, settled = gone, now - part, max(rest - (gone - part), 0.0)
    return come, go, float(round(there)), shape.turns


def process(rng: np.random.Generator) -> tuple[Array, Array, float, tuple[int, ...]]:
    """Arrivals, departures and people there of the process that the estimate supposes, its breaks too."""
    days = int(rng.integers(30, 91)) + LEAD_IN
    level, jumps = float(np.exp(rng.uniform(*np.log((300.0, 60_000.0))))), np.zeros(days)
    jumps[LEAD_IN] = rng.random() < 0.5
    centre = np.log([level / 4, level, *TYPICAL, 1.5 * level])
    few = float(np.hypot(PASSING, np.sqrt(BURST / level)))
    prior = Prior(centre, np.array([*SPREAD, 1.5]), LEAD_IN, jumps, np.zeros(days), few)
    passing = few * np.exp(RESTLESS[2] * rng.normal(size=1))
    breaks = (BREAK[0] * (rng.random((1, days)) < BREAK[1]) for _ in range(2))
    paces = tuple(
        pace(np.abs(rng.normal(0.0, spread, size=1)), passing, np.hypot(JUMP * jumps, broken), np.zeros(days))
        for spread, broken in zip(RESTLESS[:2], breaks, strict=True)
    )
    path = walk(prior, rng.normal(size=(1, prior.size)), (paces[0], paces[1]))
    cut = slice(LEAD_IN, None)
    return (
        path.arrivals[0, cut], path.departures[0, cut], float(path.present[0, LEAD_IN - 1]),
        (0,) if jumps[LEAD_IN] else (),
    )  # fmt: skip


def prototype(rng: np.random.Generator) -> tuple[Array, Array, float, tuple[int, ...]]:
    """The same of an early prototype's process: smooth days, on the scale of 2022's crossings into Kazakhstan."""
    days, lead = int(rng.integers(30, 91)) + LEAD_IN, LEAD_IN
    usual, surge = 3000 * np.exp(0.7 * rng.normal()), 10_000 * np.exp(rng.normal())
    life, p = 14 * np.exp(0.8 * rng.normal()), 1 / (1 + np.exp(-rng.normal(0.5, 1)))
    q, hazard = 1 - np.exp(-0.4 * np.exp(0.5 * rng.normal())), 0.01 * np.exp(rng.normal())
    sigma = abs(rng.normal(0, 0.2)), abs(rng.normal(0, 0.15))
    passing, settled, x, h = 0.0, 20_000 * np.exp(0.7 * rng.normal()), 0.0, 0.0
    come, go, here = np.empty(days), np.empty(days), np.empty(days)
    for t in range(days):
        x = 0.95 * x + np.hypot(sigma[0], t == lead) * rng.normal()
        h = 0.95 * h + np.hypot(sigma[1], t == lead) * rng.normal()
        come[t] = (usual + (surge * 2 ** (-(t - lead) / life) if t >= lead else 0.0)) * np.exp(x)
        leave = 1 - np.exp(-hazard * np.exp(h))
        go[t] = q * (passing + p * come[t] / 2) + leave * (settled + (1 - p) * come[t] / 2)
        passing = (1 - q) * passing + p * come[t] * (1 - q / 2)
        settled = (1 - leave) * settled + (1 - p) * come[t] * (1 - leave / 2)
        here[t] = passing + settled
    return come[lead:], go[lead:], float(here[lead - 1]), (0,)


FAMILIES = {"own process": process, "prototype": prototype, **{name: partial(shaped, name) for name in SHAPES}}
"""What makes arrivals, departures, people there before and turns of a crisis of each family."""


def tell(case: Case, events: tuple[Event, ...], rng: np.random.Generator) -> tuple[Figure, ...]:
    """What is told of a case: 5 to 25 figures, the first of them on both totals and who is there near the end."""
    assert case.come is not None
    assert case.go is not None
    flows, count = (("arrivals", case.come), ("departures", case.go)), int(rng.integers(5, 26))
    lean = (float(rng.uniform(0.85, 1.20)), int(rng.random() < 1 / 3)) if rng.random() < LEANS else (1.0, 0)
    shares = np.array([share for _, share, _ in COUNTERS])
    out: list[Figure] = []
    sure = ["since", "since", "stock"]
    while len(out) < count:
        at, kind = len(out), str(rng.choice(list(KINDS), p=list(KINDS.values())))
        measure, flow = flows[at if at < 2 else int(rng.integers(2))]
        end = int(rng.integers(5, case.days))
        who = int(rng.choice(len(COUNTERS), p=shares))
        if at < len(sure):
            kind, end = sure[at], case.days - 1 - int(rng.integers(0, 4))
        source, _, noise = COUNTERS[who]
        noise = max(noise, STOCK) if kind == "stock" else noise
        factor = float(np.exp(noise * rng.normal())) * (float(rng.choice(FACTORS)) if rng.random() < WRONG else 1.0)
        bias, late = lean if source.kind is SourceKind.AGENCY else (1.0, 0)
        near = any(0 <= end - (e.day - case.first).days <= 18 for e in events)
        if kind == "ratio" and near:  # it would be said against the days before the event, which are not made up
            continue
        told = _said(case, kind, measure, flow, end, (source,), rng, bias * factor, late)
        if told is not None and told.low < 1e9:
            out.append(told)
    return tuple(out)


def _said(
    case: Case, kind: str, measure: str, flow: Array, end: int, source: tuple[Source, ...], rng: np.random.Generator,
    factor: float, late: int,
) -> Figure | None:
    seen = end - late
    if kind == "week":
        value, hedge = rounded(flow[max(seen - 6, 0) : seen + 1].sum() * factor, rng)
        return figure(case, value, value, measure, hedge, Form.TOTAL, end - 6, end, source)
    if kind in ("range", "rate") and flow[seen - 2 : seen + 1].mean() < 5:
        return None
    told = statement(case, kind, measure, flow, end, source, rng, factor, late)
    if told is None and kind == "day" and flow[seen] == 0:
        value, hedge = rounded(0.0, rng)
        return figure(case, value, value, measure, hedge, Form.TOTAL, end, end, source)
    return told


def crises(count: int, seed: int) -> list[Crisis]:
    """As many crises, each family as often as any other; half of what happened is known."""
    out = []
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        family, made = list(FAMILIES.items())[number % len(FAMILIES)]
        come, go, there, turns = made(rng)
        known = turns if family == "own process" else [t for t in turns if rng.random() < 0.5]
        events = tuple(Event(FIRST + timedelta(int(t)), "it began") for t in known)
        case = Case(family, FIRST, come, go, there, (), (), None)
        out.append(Crisis(family, replace(case, figures=tell(case, events, rng)), events))
    return out
