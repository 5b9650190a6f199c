"""Scores by hand, where surges begin, and what was learned from past influxes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panah.forecast import Outlook, score
from panah.forecast.prior import learned
from panah.forecast.scoring import LEVELS, crps, wis
from panah.forecast.surges import WINDOWS, onsets
from panah.reconcile import Corridor, Estimate
from panah.reconcile.estimate import Series

TODAY = date(2022, 9, 27)
HERE = Corridor("KAZ", "RUS")
DAYS = tuple(TODAY + timedelta(i) for i in range(1, 5))


def test_wis_of_a_point_forecast_is_its_error() -> None:
    assert wis(np.full((len(LEVELS), 2), 10.0), np.array([10.0, 13.0])) == pytest.approx([0.0, 3.0])


def test_wis_by_hand() -> None:
    quantiles = np.arange(1.0, 10.0)[:, None]  # 1 ... 9, the truth beyond all of them
    expected = 2 * np.mean(LEVELS * (20 - np.arange(1.0, 10.0)))
    assert wis(quantiles, np.array([20.0])) == pytest.approx([expected])


def test_crps_by_hand_and_of_a_point_forecast() -> None:
    assert crps(np.array([[0.0], [2.0]]), np.array([1.0])) == pytest.approx([1 - 0.5])
    assert crps(np.full((5, 1), 3.0), np.array([5.0])) == pytest.approx([2.0])


def outlook(draws: np.ndarray, before: float = 100.0) -> Outlook:
    return Outlook(TODAY, DAYS, (HERE,), {(HERE, "arrivals"): Series(DAYS, draws)}, before={HERE: before})


def later(values: list[float]) -> Estimate:
    days = tuple(TODAY + timedelta(i) for i in range(len(values)))
    return Estimate(days[-1], days, (HERE,), series={(HERE, "arrivals"): Series(days, np.tile(values, (3, 1)))})


def test_a_perfect_outlook_has_no_error_and_holds_every_day() -> None:
    [one] = score(outlook(np.tile([110.0, 120, 130, 140], (9, 1))), later([100.0, 110, 120, 130, 140]))
    assert (one.wis, one.held50, one.held90, one.skill, one.days) == (0, 1, 1, 0, 4)
    assert one.crps == pytest.approx(0)
    assert one.expected == one.came == (125, 125, 125)


def test_last_week_going_on_has_a_skill_of_one() -> None:
    [one] = score(outlook(np.full((9, 4), 100.0)), later([100.0, 150, 150, 150, 150]))
    assert one.skill == pytest.approx(1)
    assert one.held90 == 0


def test_only_days_that_have_passed_and_were_asked_for_are_judged() -> None:
    plain = outlook(np.full((9, 4), 100.0))
    assert score(plain, later([100.0, 150, 150]))[0].days == 2
    assert score(plain, later([100.0, 150, 150]), 1)[0].days == 1
    assert score(plain, later([100.0])) == ()
    assert score(plain, Estimate(TODAY + timedelta(9))) == ()


QUIET = [50.0] * 40


def test_a_surge_begins_where_three_days_are_three_times_the_usual() -> None:
    assert onsets(np.array([*QUIET, 200, 210, 190, 180])) == [40]
    assert onsets(np.array([*QUIET, 100, 110, 90, 120])) == []


def test_a_rise_of_a_few_people_is_no_surge() -> None:
    assert onsets(np.array([2.0] * 40 + [20.0] * 5)) == []


def test_two_surges_lie_apart_and_one_day_is_none() -> None:
    assert onsets(np.array([*QUIET, 200, 50, 50, 50])) == []
    assert len(onsets(np.array([*QUIET, *[400.0] * 5, *[50.0] * 30, *[400.0] * 5]))) == 1


@given(st.lists(st.floats(0, 1e5) | st.just(float("nan")), min_size=35, max_size=120), st.integers(30, 119))
def test_an_onset_needs_no_later_day_than_its_third(counts: list[float], cut: int) -> None:
    values = np.array(counts)
    assert onsets(values[:cut]) == [i for i in onsets(values) if i + 3 <= cut]


@pytest.mark.parametrize("step", WINDOWS)
def test_what_was_learned_is_whole_and_sane(step: int) -> None:
    prior = learned(step)
    assert all(np.isfinite(value) and value >= 0 for value in asdict(prior).values())
    assert prior.damping < 1
    assert 0 < prior.memory <= 1
    assert prior.pull < 0.5
    assert prior.rest < 1
