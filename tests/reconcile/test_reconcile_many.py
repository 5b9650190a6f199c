"""Corridors with counts of most days: a border log of months."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from reconcile_figures import day

import panah.reconcile.reconciling as reconciling
from panah.figure import Figure, Period, Source, SourceKind
from panah.reconcile import reconcile
from panah.reconcile.banded import Curvature
from panah.reconcile.evidence import USUAL
from panah.reconcile.problem import Problem, Setting

FIRST, DAYS = day(6, 1), 150
COUNTER = (Source("Border Guard Service", SourceKind.OFFICIAL),)


def count(value: float, measure: str, first: int, last: int) -> Figure:
    place = {"origin": "KAZ"} if measure == "departures" else {"destination": "KAZ"}
    days = Period(FIRST + timedelta(first), FIRST + timedelta(last))
    return Figure(value, value, measure, population="RUS", period=days, said=days.end, sources=COUNTER, **place)


def log(days: int = DAYS, *, both: bool = True) -> list[Figure]:
    """Every day's arrivals, and departures, with what passes with a day and the odd one."""
    rng = np.random.default_rng(5)
    come = 4000 * np.exp(0.3 * np.sin(np.arange(days) / 20) + 0.15 * rng.normal(size=days))
    come[days // 2] *= 3.0
    go = 0.8 * come * np.exp(0.1 * rng.normal(size=days))
    out = [count(round(n), "arrivals", i, i) for i, n in enumerate(come)]
    return out + ([count(round(n), "departures", i, i) for i, n in enumerate(go)] if both else [])


@pytest.fixture(scope="module")
def problem() -> Problem:
    """The problem of two months of a log with a closure, a stock and totals."""
    found: list[Problem] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reconciling, "draw", lambda problem, *_: found.append(problem) or 1 / 0)
        more = [count(0, "arrivals", 40, 42), count(30_000, "present", 30, 30), count(45_000, "arrivals", 0, 9)]
        with pytest.raises(ZeroDivisionError):
            reconcile([*log(60), *more], FIRST + timedelta(59), draws=3)
    return found[0]


def test_a_band_has_the_curvature_that_all_slopes_have(problem: Problem) -> None:
    rng = np.random.default_rng(2)
    flags = np.zeros((5, len(problem.odds)), dtype=bool)
    flags[1, 3] = flags[2, -3] = flags[3, -90] = True
    flags[4, len(problem.low)] = True
    setting = Setting.of(problem, flags, np.repeat(np.array(USUAL)[:, None], 5, axis=1))
    path = setting.path(0.3 * rng.normal(size=(5, problem.size)))
    slope = setting.slopes(path).astype(float)
    found = Curvature.of(setting, path)
    whole = np.eye(problem.size) + np.einsum("nki,nk,nkj->nij", slope, 1 / setting.variance, slope)
    right = rng.normal(size=(5, problem.size, 2))
    assert found.solve(right) == pytest.approx(np.linalg.solve(whole, right), abs=2e-5)
    logs = np.linalg.slogdet(whole)[1] + np.log(setting.variance).sum(axis=1)
    assert found.logdet == pytest.approx(logs, abs=1e-3)
    assert problem.banded
    assert (~problem.single).sum() >= 2


def test_a_log_of_months_is_kept_day_by_day_and_odd_days_are_believed() -> None:
    found = log()
    estimate = reconcile(found, FIRST + timedelta(DAYS - 1), draws=60)
    for measure, figures in (("arrivals", found[:DAYS]), ("departures", found[DAYS:])):
        middle = estimate.flow(measure, place="KAZ").median[-DAYS:]
        assert middle == pytest.approx([f.low for f in figures], rel=0.04)
    assert max(s.wrong for s in estimate.statements) < 0.5


def test_mistyped_days_of_a_log_are_set_aside_and_named() -> None:
    found = log(both=False)
    wrong = [20, 40, 60, 100, 140]
    spoiled = [replace(f, low=f.low * 100, high=f.high * 100) if i in wrong else f for i, f in enumerate(found)]
    spoiled[80] = replace(found[80], low=found[80].low * 1e6, high=found[80].high * 1e6)
    estimate = reconcile(spoiled, FIRST + timedelta(DAYS - 1), draws=60)
    named = {s.figure.period.start for s in estimate.statements if s.wrong > 0.9}
    assert named == {FIRST + timedelta(i) for i in [*wrong, 80]}
    total = estimate.flow("arrivals", place="KAZ").total(FIRST, FIRST + timedelta(DAYS - 1))
    assert np.median(total) == pytest.approx(sum(f.low for f in found), rel=0.03)


def test_a_digit_too_many_or_too_few_in_a_log_of_both_ways_is_named() -> None:
    found = log(90)
    wrong = {12: 10.0, 30: 0.1, 61: 10.0, 110: 0.1, 150: 10.0}
    for i, factor in wrong.items():
        n = float(round(found[i].low * factor))
        found[i] = replace(found[i], low=n, high=n)
    estimate = reconcile(found, FIRST + timedelta(89), draws=60)
    assert {s.figure.id for s in estimate.statements if s.wrong > 0.5} == {found[i].id for i in wrong}


def test_a_total_that_counts_both_ways_is_known_beside_a_log() -> None:
    found = log(90)
    both = sum(f.low for f in found[10:20]) + sum(f.low for f in found[100:110])
    estimate = reconcile([*found, count(round(both), "arrivals", 10, 19)], FIRST + timedelta(89), draws=60)
    statement = next(s for s in estimate.statements if s.figure.low == round(both))
    assert statement.both > 0.9


def test_days_without_boats_are_days_without_boats() -> None:
    rng = np.random.default_rng(8)
    boats = np.where(rng.random(120) < 0.5, 0, rng.poisson(200, 120))
    found = [count(float(n), "arrivals", i, i) for i, n in enumerate(boats)]
    estimate = reconcile(found, FIRST + timedelta(119), draws=60)
    middle = estimate.flow("arrivals", place="KAZ").median[-120:]
    assert (middle[boats == 0] < 3).all()
    assert estimate.flow("arrivals", place="KAZ").total(FIRST, FIRST + timedelta(119)).mean() == pytest.approx(
        boats.sum(), rel=0.05
    )
