"""Hand-made estimates of the seed situation, so that these tests stand without the reader and the model."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from panah.figure import Evidence, Figure, Form, Hedge, Measure, Period, Source, SourceKind
from panah.reconcile.estimate import Corridor, Estimate, Series, Statement

AS_OF = date(2022, 9, 27)
MINISTRY = (Source("Kazakh Interior Ministry", SourceKind.OFFICIAL), Source("RIA Novosti", SourceKind.PRESS))
GOMELAURI = (Source("Georgian Interior Minister Vakhtang Gomelauri", SourceKind.OFFICIAL),)


def september(day: int) -> date:
    return date(2022, 9, day)


def figure(measure: Measure, low: float, quote: str = "", **fields: object) -> Figure:
    place = fields.pop("place", "KAZ")
    fields.setdefault("origin" if measure is Measure.DEPARTURES else "destination", place)
    fields.setdefault("population", "RUS")
    fields.setdefault("said", AS_OF)
    start, end = fields.pop("start", None), fields.pop("end", None)
    high = fields.pop("high", low)
    return Figure(low, high, measure, period=Period(start, end), evidence=Evidence(quote), **fields)  # type: ignore[arg-type]


def statement(told: Figure, *others: Figure, wrong: float = 0.02) -> Statement:
    return Statement(told, (told, *others), (told.low * 0.97, told.low, told.high * 1.03), wrong, 0.0)


ARRIVALS = figure(
    Measure.ARRIVALS,
    98_000,
    "around 98,000 Russians",
    hedge=Hedge.ABOUT,
    start=september(21),
    end=AS_OF,
    sources=MINISTRY,
)
DEPARTURES = figure(
    Measure.DEPARTURES, 64_000, "Just over 64,000", hedge=Hedge.OVER, start=september(21), end=AS_OF, sources=MINISTRY
)
TWICE = figure(
    Measure.ARRIVALS, 2, "about twice as many Russians", hedge=Hedge.ABOUT, form=Form.RATIO, place="GEO",
    start=september(21), end=AS_OF,
)  # fmt: skip
BEFORE = figure(
    Measure.ARRIVALS, 5_000, "5,000 to 6,000 Russians", high=6_000, hedge=Hedge.RANGE, form=Form.PER_DAY, place="GEO",
    start=september(22), end=september(23), sources=GOMELAURI,
)  # fmt: skip
NOW = figure(
    Measure.ARRIVALS,
    10_000,
    "10,000 per day",
    form=Form.PER_DAY,
    place="GEO",
    start=AS_OF,
    end=AS_OF,
    sources=GOMELAURI,
)
SEED = (ARRIVALS, DEPARTURES, TWICE, BEFORE, NOW)


def flow(per_day: float, days: tuple[date, ...], seed: int, spread: float = 0.05) -> Series:
    rng = np.random.default_rng(seed)
    shape = np.linspace(0.6, 1.4, len(days))
    level = per_day * np.exp(rng.normal(0, spread, (400, 1)))
    return Series(days, level * shape * np.exp(rng.normal(0, spread, (400, len(days)))))


def seed_estimate(as_of: date = AS_OF, statements: tuple[Statement, ...] | None = None) -> Estimate:
    days = tuple(september(21) + timedelta(i) for i in range(7))
    kaz, geo = Corridor("KAZ", "RUS"), Corridor("GEO", "RUS")
    came, left = flow(14_000, days, 1, 0.02), flow(9_150, days, 2, 0.02)
    return Estimate(
        as_of=as_of,
        days=days,
        corridors=(geo, kaz),
        statements=tuple(map(statement, SEED)) if statements is None else statements,
        series={
            (kaz, "arrivals"): came,
            (kaz, "departures"): left,
            (kaz, "present"): Series(days, np.cumsum(came.draws - left.draws, axis=1)),
            (geo, "arrivals"): flow(7_200, days, 3),
            (geo, "departures"): flow(4_000, days, 4, 0.5),
            (geo, "present"): flow(40_000, days, 5, 0.5),
        },
    )
