"""The seed situation and two estimates of it."""

from __future__ import annotations

import pytest
from publish_estimates import ARRIVALS, AS_OF, DEPARTURES, MINISTRY, SEED, figure, seed_estimate, september, statement

from panah.figure import Hedge, Measure, Source, SourceKind, Unit
from panah.reconcile.estimate import Contradiction, Estimate
from panah.situation import Situation


@pytest.fixture
def estimate() -> Estimate:
    return seed_estimate()


@pytest.fixture
def situation() -> Situation:
    return Situation("mobilization-2022", "Mobilization in Russia, 2022", ("RUS",), ("KAZ", "GEO", "EST"))


@pytest.fixture
def doubtful() -> Estimate:
    """The seed with a count told twice, a contradiction and a figure left out."""
    base = seed_estimate()
    again = figure(
        Measure.ARRIVALS, 98_000, "98 тыс. россиян", hedge=Hedge.ABOUT, start=september(21), end=AS_OF,
        sources=(*MINISTRY[:1], Source("Interfax", SourceKind.PRESS)),
    )  # fmt: skip
    claim = figure(Measure.PRESENT, 100_000, "=cmd|' /C calc'!A0 100,000 \x1b[31m<script>alert(1)</script>", end=AS_OF)
    return Estimate(
        as_of=AS_OF,
        days=base.days,
        corridors=base.corridors,
        statements=(statement(ARRIVALS, again), *map(statement, SEED[1:]), statement(claim, wrong=0.9)),
        contradictions=(Contradiction("98,000 - 64,000 is not 100,000", (ARRIVALS, DEPARTURES, claim)),),
        left_out=((figure(Measure.ARRIVALS, 5, "5 buses", unit=Unit.VEHICLE), "it counts vehicles, not people"),),
        series=base.series,
    )
