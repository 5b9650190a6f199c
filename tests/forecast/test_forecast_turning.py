"""Turning points: what is told of a flow that rises, and what is not."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panah.figure import Figure, Form, Hedge, Measure, Period
from panah.forecast import turns
from panah.forecast.turning import RISE, unusual
from panah.reconcile import Corridor, Estimate
from panah.reconcile.estimate import Series, Statement
from panah.reconcile.rows import LEAD_IN

TODAY = date(2022, 9, 27)
HERE = Corridor("GEO", "RUS")


def said(number: float, first: int, last: int, *, wrong: float = 0.0, **fields: object) -> Statement:
    """A statement about the days from `first` to `last` days before today."""
    days = Period(TODAY - timedelta(first), TODAY - timedelta(last))
    given = {"low": number, "high": number, "form": Form.PER_DAY, "population": "RUS", "destination": "GEO"} | fields
    figure = Figure(measure=Measure.ARRIVALS, period=days, **given)
    return Statement(figure, (figure,), (0, 0, 0), wrong, 0.0)


def known(*statements: Statement, counts: list[float] | None = None) -> Estimate:
    """An estimate that knows these statements, and these daily counts for sure."""
    draws = np.tile(np.array([0.0] * LEAD_IN + (counts or [])), (20, 1))
    days = tuple(TODAY - timedelta(draws.shape[1] - 1 - i) for i in range(draws.shape[1]))
    return Estimate(TODAY, days, (HERE,), statements, series={(HERE, "arrivals"): Series(days, draws)})


def test_a_doubling_is_told_on_the_day_of_its_figure_with_both_statements() -> None:
    before = said(5000, 5, 4, high=6000, hedge=Hedge.RANGE)
    now = said(10_000, 0, 0)
    [turn] = turns(known(before, now))
    assert turn.rose
    assert turn.figures == (before.figure, now.figure)
    assert turn.before[0] == 5000
    assert turn.day == TODAY
    assert turn.chance > 0.9


def test_a_rate_that_stays_about_the_same_is_no_turn() -> None:
    assert not turns(known(said(5000, 5, 4), said(5800, 0, 0)))


def test_a_fall_that_is_stated_is_told() -> None:
    [turn] = turns(known(said(10_000, 6, 5), said(3000, 1, 0)))
    assert not turn.rose


def test_a_statement_that_is_probably_wrong_tells_no_turn() -> None:
    assert not turns(known(said(5000, 5, 4), said(50_000, 0, 0, wrong=0.9)))


def test_an_old_rise_is_no_news() -> None:
    assert not turns(known(said(5000, 15, 14), said(10_000, 8, 7)))


def test_counted_days_tell_a_rise_and_since_when() -> None:
    quiet = [500.0, 520, 480, 510, 530, 470, 490, 505, 515, 495, 500, 480, 520, 500]
    assert not turns(known(counts=quiet))
    [turn] = turns(known(counts=[*quiet, 900.0, 1000, 1100]))
    assert turn.rose
    assert turn.day <= TODAY - timedelta(1)
    assert turn.before[1] == pytest.approx(500, rel=0.05)
    assert turn.now[1] > 900


def test_too_few_days_tell_nothing() -> None:
    assert not turns(known(counts=[10.0, 9000.0]))
    assert not turns(known())


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60), st.integers(1, 59))
def test_what_is_told_of_a_day_needs_no_later_day(counts: list[float], cut: int) -> None:
    whole, part = unusual(np.array([counts])), unusual(np.array([counts[:cut]]))
    np.testing.assert_allclose(whole[:, : part.shape[1]], part)


@given(st.floats(0, 1e6), st.integers(11, 40))
def test_a_flow_that_never_changes_is_never_unusual(level: float, days: int) -> None:
    off = unusual(np.full((1, days), level))
    assert np.nanmax(np.abs(off)) < RISE / 10
