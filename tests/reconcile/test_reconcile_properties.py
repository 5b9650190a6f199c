"""What holds for any figures at all, and for the process behind a corridor."""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reconcile_figures import article, autumn, day

from panah.figure import Event, Figure, Form, Hedge, Measure, Period, Source, SourceKind, Unit
from panah.read.tellings import digits
from panah.reconcile import Estimate, reconcile
from panah.reconcile.process import JUMP, LEVELS, PHI, SHUT, Prior, Readings, pace, slopes, walk
from panah.reconcile.reconciling import _drawn
from panah.reconcile.rows import box, unit

AS_OF = day(9, 30)

NUMBERS = st.one_of(
    st.sampled_from([0.0, 0.2, 1.0, 2.0, 12.0, 500.0, 7000.0, 98_000.0, 147_312.0, 4e6, 1e10, 1e12]),
    st.floats(0, 1e11, allow_nan=False),
)
DAYS = st.one_of(
    st.none(),
    st.integers(-40, 5).map(lambda n: AS_OF + timedelta(n)),
    st.integers(-1900, 500).map(lambda n: AS_OF + timedelta(n)),
)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS))) if draw(st.booleans()) else [draw(NUMBERS)] * 2
    start, end = draw(DAYS), draw(DAYS)
    if start and end and start > end:
        start, end = end, start
    places = st.sampled_from(["KAZ", "KAZ", "RUS", "GEO", "Vaalimaa", None])
    usual = [Measure.ARRIVALS, Measure.ARRIVALS, Measure.DEPARTURES, Measure.PRESENT, Measure.RETURNS]
    names = st.sampled_from(["Interior Ministry", "border guard", "Ріа"])
    return Figure(
        low,
        high,
        draw(st.sampled_from(usual) | st.sampled_from(Measure)),
        hedge=draw(st.sampled_from(Hedge)),
        form=draw(st.just(Form.TOTAL) | st.sampled_from(Form)),
        unit=draw(st.just(Unit.PERSON) | st.sampled_from(Unit)),
        population=draw(st.sampled_from(["RUS", "RUS", "UKR", None])),
        origin=draw(places),
        destination=draw(places),
        period=Period(start, end),
        sources=tuple(Source(n, draw(st.sampled_from(SourceKind))) for n in draw(st.lists(names, max_size=2))),
        said=draw(DAYS),
        known=draw(DAYS),
        report=draw(st.sampled_from(["r1", None])),
    )


EVENTS = st.lists(st.builds(Event, DAYS.filter(bool), st.just("x"), places=st.sampled_from([(), ("RUS",)])), max_size=3)


def assert_sound(estimate: Estimate) -> None:
    for corridor in estimate.corridors:
        come, go = (
            estimate.flow(m, place=corridor.place, population=corridor.population) for m in ("arrivals", "departures")
        )
        stay = estimate.present(place=corridor.place, population=corridor.population)
        for series in (come, go, stay):
            assert np.isfinite(series.draws).all()
            assert (series.draws >= 0).all()
            assert len(series.days) == series.draws.shape[1] <= 1104
        step = stay.draws[:, :-1] + come.draws[:, 1:] - go.draws[:, 1:]
        scale = stay.draws[:, 1:] + stay.draws[:, :-1] + come.draws[:, 1:]
        assert (np.abs(step - stay.draws[:, 1:]) <= 1e-9 * scale + 1e-9).all()
    for statement in estimate.statements:
        assert 0 <= statement.wrong <= 1
        assert math.isfinite(statement.pull)
        assert statement.fitted[0] <= statement.fitted[1] <= statement.fitted[2]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(figures(), max_size=8), EVENTS)
def test_no_list_of_figures_breaks_it_and_nobody_leaves_who_never_came(
    found: list[Figure], happened: list[Event]
) -> None:
    estimate = reconcile(found, AS_OF, happened, draws=5)
    assert_sound(estimate)
    told = {f.id for s in estimate.statements for f in s.tellings} | {f.id for f, _ in estimate.left_out}
    unseen = {f.id for f in found if (f.known or f.said or AS_OF) > AS_OF}
    assert {f.id for f in found} - unseen <= told, "every figure is an observation or left out with a reason"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(figures(), max_size=6, unique_by=lambda f: f.id), st.randoms(use_true_random=False))
def test_the_order_of_figures_never_matters(found: list[Figure], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = reconcile(found, AS_OF, draws=3)
    _drawn.cache_clear()  # so that the second is computed, not remembered
    other = reconcile(shuffled, AS_OF, draws=3)
    assert one.corridors == other.corridors
    assert all(np.array_equal(one.series[k].draws, other.series[k].draws) for k in one.series)
    assert (one.statements, one.contradictions, one.left_out) == (
        other.statements,
        other.contradictions,
        other.left_out,
    )


def test_people_present_follow_from_flows_within_every_draw() -> None:
    assert_sound(reconcile(autumn(), day(11, 29), draws=100))
    assert_sound(reconcile(article(), day(9, 27), draws=100))


def _readings(days: int) -> Readings:
    rng = np.random.default_rng(3)
    weights = (rng.random((3, 4, days)) < 0.4).astype(float)
    weights[0, 3], weights[1, 0], weights[2, 0] = 0.0, 0.0, 0.0
    weights[:, :, 0] = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 1]]
    return Readings(*weights, mix=np.array([[1.0, -1, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]))


@pytest.mark.parametrize("closed", [(), (6, 9)])
def test_slopes_agree_with_differences(closed: tuple[int, ...]) -> None:
    days = 12
    jumps, shut = np.zeros(days), np.zeros(days)
    jumps[4] = JUMP
    shut[list(closed)] = SHUT / 10
    centre = np.log([300.0, 9000.0, 5.0, 1.6, 0.4, 0.02, 5000.0])
    prior = Prior(centre, np.array([0.7, 1.0, 0.8, 1.0, 0.5, 1.0, 0.7]), 4, jumps, shut)
    readings, passing = _readings(days), np.array([0.05, 0.5])
    paces = (
        pace(np.array([0.2, 0.4]), passing, np.tile(jumps, (2, 1)), shut),
        pace(np.array([0.1, 0.3]), passing, np.tile(jumps, (2, 1)), np.zeros(days)),
    )
    z = np.random.default_rng(1).standard_normal((2, prior.size))
    found = slopes(prior, readings, walk(prior, z, paces), paces)
    for unknown in range(prior.size):
        step = np.zeros(prior.size)
        step[unknown] = 1e-5
        up, down = (readings.of(walk(prior, z + sign * step, paces)) for sign in (1, -1))
        assert found[:, :, unknown] == pytest.approx((up - down) / 2e-5, abs=2e-6), "single precision"


def test_a_day_on_which_many_leave_is_one_for_those_in_transit_too() -> None:
    """Where nearly all pass through, single days of departures are as rough as where people settle."""
    days, level = 10, 1000.0
    for transit in (0.99, 0.01):
        centre = [np.log(level), np.log(1.0), np.log(14.0), np.log(transit / (1 - transit)), *np.log([0.2, 0.2, 1.0])]
        prior = Prior(np.array(centre), np.ones(LEVELS), 0, np.zeros(days), np.zeros(days))
        calm = pace(np.array([0.01]), np.array([0.3]), np.zeros((1, days)), np.zeros(days))
        z = np.zeros((1, prior.size))
        usual = walk(prior, z, (calm, calm)).departures[0]
        z[0, LEVELS + days + 6] = 1.0
        busy = walk(prior, z, (calm, calm)).departures[0]
        assert busy[6] / usual[6] == pytest.approx(np.exp(0.3), rel=0.05), f"{transit} in transit"
        assert busy[:6] == pytest.approx(usual[:6])


def test_a_pace_has_the_law_of_what_lasts_and_what_passes() -> None:
    """One change a day gives the same variance and memory as two would."""
    lasting, passing, days = 0.2, 0.4, 400
    paced = pace(np.array([lasting]), np.array([passing]), np.zeros((1, days)), np.zeros(days))
    share = paced.kept[0, -1] * PHI ** np.arange(1, days)
    effect = paced.steps[0, -1] * np.concatenate([[1.0], share])
    variance, next_day = (effect**2).sum(), (effect[1:] * effect[:-1]).sum()
    lasts = lasting**2 / (1 - PHI**2)
    assert variance == pytest.approx(lasts + passing**2)
    assert next_day == pytest.approx(PHI * lasts)


def test_printed_numbers_stand_for_what_they_were_rounded_to() -> None:
    assert [unit(n) for n in (7000, 98_000, 147_312, 0, 0.5)] == [1000, 1000, 1, 1, 1]
    assert unit(400_000) == pytest.approx(10_000, rel=0.01)
    assert [digits(n) for n in (98_000, 147_312, 400_000, 0)] == [2, 6, 1, 1]
    assert box(98_000, 98_000, Hedge.NONE) == (97_500, 98_500)
    assert box(64_000, 64_000, Hedge.OVER) == (64_000, 65_000)
    assert box(66_000, 66_000, Hedge.UNDER) == (65_000, 66_000)
    assert box(100_000, 100_000, Hedge.ABOUT) == (90_000, 110_000)
    assert box(5000, 6000, Hedge.RANGE) == (5000, 6000)
    assert box(5000, 5000, Hedge.AT_LEAST) == (5000, 10_000)
    assert box(31_000, 31_000, Hedge.UP_TO) == (15_500, 31_000)


def test_figures_of_years_are_followed_for_at_most_1104_days() -> None:
    old = [
        Figure(5000.0, 5000.0, "arrivals", destination="KAZ", population="RUS", period=Period(d, d), said=d)
        for d in (AS_OF - timedelta(n) for n in (2000, 1097, 1096, 200, 5))
    ]
    estimate = reconcile(old, AS_OF, draws=4)
    assert len(estimate.days) == 1104
    assert len(estimate.left_out) == 2
    assert estimate.days[0] == AS_OF - timedelta(1103)
