"""A small share of benchmarks/forecast.py: on past influxes panah's outlook beats the last week going on."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from panah.forecast.level import Past, futures
from panah.forecast.prior import learned
from panah.forecast.scoring import LEVELS, wis

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the real series of ../shared/data")
def test_totals_of_four_weeks_are_told_with_two_thirds_of_the_error_of_the_last_week_going_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT / "benchmarks"), *sys.path])
    from forecast_cases import DAILY, cases
    from forecast_peers import filled, persistence

    few = [case for case in cases({"ukraine": DAILY["ukraine"]}) if case.kind in ("day 3", "day 7", "day 14")]
    rng = np.random.default_rng(0)
    ratios, held = [], []
    for case in few:
        known = np.isfinite(case.future)
        came = case.future[known].sum()
        ours = futures(Past.of(case.past[None], len(case.future)), learned(1), 1000, rng)[0][:, known].sum(axis=1)
        last = persistence(filled(case.past), len(case.future), 7, rng)[:, known].sum(axis=1)
        errors = [wis(np.quantile(paths, LEVELS)[:, None], np.array([came]))[0] for paths in (ours, last)]
        ratios.append(errors[0] / errors[1])
        low, high = np.quantile(ours, [0.05, 0.95])
        held.append(low <= came <= high)
    assert len(few) >= 15
    assert np.exp(np.mean(np.log(ratios))) < 0.67
    assert np.mean(held) > 0.75
