"""The eight reference crises of nuts.py: one real, seven made up, and the quantities on which they are judged."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from panah.figure import Event, Figure, Period, Source, SourceKind, from_json
from panah.situation import load

Array = NDArray[np.float64]

EXAMPLE = Path(__file__).parents[1] / "examples" / "mobilization-2022"
FIRST, LEAD = date(2024, 3, 1), 7
"""First day of a made-up crisis; its pulse begins LEAD days later."""
HOME = (Source("Border Guard Service", SourceKind.OFFICIAL),)
RIVAL = (Source("Migration Monitor", SourceKind.AGENCY),)


@dataclass(frozen=True, slots=True)
class Crisis:
    """What was told of a corridor until a day."""

    name: str
    as_of: date
    figures: tuple[Figure, ...]
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """How a made-up crisis goes: people a day before and at its height, people there before, days, days it is shut."""

    usual: float = 3000.0
    pulse: float = 12_000.0
    there: float = 60_000.0
    days: int = 50
    shut: range = range(0)


@dataclass(frozen=True, slots=True)
class Told:
    """A statement: days from the pulse on, digits it is rounded to, what its teller multiplies it by."""

    measure: str
    start: int
    end: int
    form: str = "total"
    hedge: str = "none"
    digits: int = 3
    times: float = 1.0
    by: tuple[Source, ...] = HOME


def simulated(shape: Shape, seed: int) -> tuple[Array, Array, Array]:
    """Arrivals, departures and people present of each day."""
    rng = np.random.default_rng([2026, seed])
    come, go, here = np.empty((3, shape.days))
    passing, settled, x, h = 0.0, shape.there, 0.0, 0.0
    for t in range(shape.days):
        x, h = 0.95 * x + 0.12 * rng.normal(), 0.95 * h + 0.08 * rng.normal()
        surge = shape.pulse * 2 ** (-(t - LEAD) / 12) if t >= LEAD else 0.0
        come[t] = 0.0 if t - LEAD in shape.shut else (shape.usual + surge) * np.exp(x + 0.12 * rng.normal())
        leave = 1 - np.exp(-0.012 * np.exp(h + 0.12 * rng.normal()))
        go[t] = 0.3 * (passing + 0.55 * come[t] / 2) + leave * (settled + 0.45 * come[t] / 2)
        passing = 0.7 * passing + 0.55 * come[t] * 0.85
        settled = (1 - leave) * settled + 0.45 * come[t] * (1 - leave / 2)
        here[t] = passing + settled
    return come, go, here


def statement(told: Told, days: dict[str, Array]) -> Figure:
    """The figure that a teller makes of the true days; 'entries' are the arrivals and departures together."""
    flow = days[told.measure]
    start, end = told.start + LEAD, told.end + LEAD
    part = flow[end : end + 1] if told.measure == "present" else flow[start : end + 1]
    mean = part.mean()
    true = {"total": part.sum(), "per_day": mean, "ratio": mean / flow[start - 7 : start].mean()}[told.form]
    value = float(f"{true * told.times:.{told.digits - 1}e}")
    if told.form != "ratio":
        value = float(round(value))
    measure = "arrivals" if told.measure == "entries" else told.measure
    place = {"origin": "AAA"} if measure == "departures" else {"destination": "AAA"}
    first, last = (FIRST + timedelta(day) for day in (start, end))
    return Figure(
        value, value, measure, hedge=told.hedge, form=told.form, population="BBB", sources=told.by, said=last,
        period=Period(None if measure == "present" else first, last), **place,
    )  # fmt: skip


def made_up(name: str, seed: int, shape: Shape, told: tuple[Told, ...]) -> Crisis:
    come, go, here = simulated(shape, seed)
    days = {"arrivals": come, "departures": go, "present": here, "entries": come + go}
    return Crisis(name, FIRST + timedelta(shape.days - 1), tuple(statement(each, days) for each in told))


def kazakhstan() -> Crisis:
    """The figures on Kazakhstan in the example's labelled reports, to 29 November 2022."""
    as_of, out = date(2022, 11, 29), []
    for line in (EXAMPLE / "expected.ndjson").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        figures = [from_json(each | {"said": row["published"], "report": row["id"]}) for each in row["figures"]]
        out += [f for f in figures if "KAZ" in (f.origin, f.destination) and f.population == "RUS"]
    return Crisis("Kazakhstan 2022", as_of, tuple(f for f in out if f.said and f.said <= as_of), load(EXAMPLE).events)


_BOTH_WAYS = (
    Told("arrivals", 0, 6, hedge="about", digits=2),
    Told("departures", 0, 6, hedge="over", digits=2),
    Told("arrivals", 0, 20),
    Told("departures", 0, 20, digits=2),
    Told("arrivals", 12, 12, digits=2),
    Told("departures", 12, 12, digits=2),
    Told("arrivals", 0, 40),
    Told("departures", 0, 40),
)
CRISES = (
    kazakhstan(),
    made_up("arrivals alone", 1, Shape(days=45), (
        Told("arrivals", 0, 4, hedge="about", digits=2), Told("arrivals", 0, 12), Told("arrivals", 0, 34, digits=2),
        Told("arrivals", 3, 3, digits=2), Told("arrivals", 15, 15, digits=2),
        Told("arrivals", 28, 30, "per_day", digits=1),
    )),
    made_up("stocks, sum of both ways", 2, Shape(), (
        *_BOTH_WAYS, Told("present", 6, 6, digits=2), Told("present", 25, 25), Told("present", 42, 42, digits=2),
        Told("entries", 0, 30, digits=2, by=RIVAL),
    )),
    made_up("a total of three times as many", 3, Shape(), (
        *_BOTH_WAYS, Told("arrivals", 0, 15, digits=2, times=3.0), Told("present", 42, 42, "total", "about", 2),
    )),
    made_up("a rival that leans", 4, Shape(), (
        *_BOTH_WAYS, Told("arrivals", 0, 12, times=1.18, by=RIVAL), Told("arrivals", 18, 18, times=1.18, by=RIVAL),
        Told("departures", 0, 25, times=1.18, by=RIVAL), Told("arrivals", 0, 35, times=1.18, by=RIVAL),
        Told("present", 42, 42, digits=2),
    )),
    made_up("a closure", 5, Shape(shut=range(18, 27)), (
        *_BOTH_WAYS, Told("arrivals", 18, 26), Told("arrivals", 29, 29, digits=2), Told("present", 42, 42, digits=2),
    )),
    made_up("few people", 6, Shape(6.0, 30.0, 150.0, 45), (
        Told("arrivals", 0, 6), Told("departures", 0, 6), Told("arrivals", 9, 9), Told("departures", 9, 9),
        Told("arrivals", 0, 20), Told("departures", 0, 20), Told("arrivals", 0, 34), Told("arrivals", 25, 25),
        Told("present", 33, 33),
    )),
    made_up("rates and ratios", 7, Shape(), (
        Told("arrivals", 0, 2, "per_day", "about", 1), Told("arrivals", 6, 8, "per_day", digits=2),
        Told("arrivals", 0, 2, "ratio", "about", 1), Told("arrivals", 20, 22, "ratio", "about", 2),
        Told("departures", 10, 12, "per_day", "about", 2), Told("departures", 30, 32, "ratio", "about", 2),
        Told("arrivals", 38, 40, "per_day", "about", 1), Told("departures", 0, 30, hedge="over", digits=2),
        Told("present", 42, 42, "total", "about", 2),
    )),
)  # fmt: skip
