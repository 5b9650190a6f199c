"""The simpler methods that truth.py sets beside panah.reconcile, and the answer that every method gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import nnls
from truth_cases import Array, Case

from panah.figure import Figure, Form
from panah.reconcile.rows import box

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles that are scored: the median, the middle half, nine tenths."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Quantiles at LEVELS of each day's arrivals and departures (quantile, day), of their totals and the last stock."""

    arrivals: Array | None
    departures: Array | None
    total_in: Array | None
    total_out: Array | None
    stock: Array | None


@dataclass(frozen=True, slots=True)
class Linear:
    """The statements that are linear in days of arrivals, of departures, then in people before: rows, value, sd."""

    rows: Array
    value: Array
    sd: Array


def linear(case: Case, figures: Sequence[Figure]) -> Linear:
    """Every statement but the ratios, as every baseline sees them."""
    days = case.days
    rows, value, sd = [], [], []
    for f in figures:
        if f.form is Form.RATIO or f.period.end is None:
            continue
        row = np.zeros(2 * days + 1)
        end = (f.period.end - case.first).days
        start = (f.period.start - case.first).days if f.period.start else 0
        if f.measure == "present":
            row[: end + 1], row[days : days + end + 1], row[-1] = 1.0, -1.0, 1.0
        else:
            weight = 1.0 / (end - start + 1) if f.form is Form.PER_DAY else 1.0
            offset = 0 if f.measure == "arrivals" else days
            row[offset + start : offset + end + 1] = weight
        low, high = box(f.low, f.high, f.hedge)
        rows.append(row)
        value.append((low + high) / 2)
        sd.append(max((high - low) / np.sqrt(12), 0.01 * high, 1.0))
    return Linear(np.array(rows), np.array(value), np.array(sd))


def _answer(case: Case, mean: Array, cov: Array | None) -> Answer:
    """Normal quantiles of all that is scored, or the mean at every level when there is no spread."""
    days = case.days
    z = np.array([-1.645, -0.674, 0.0, 0.674, 1.645])
    weights = np.vstack([np.eye(2 * days + 1), *[_ones(2 * days + 1, a, b) for a, b in ((0, days), (days, 2 * days))]])
    last = np.concatenate([np.ones(days), -np.ones(days), [1.0]])
    weights = np.vstack([weights, last])
    middle = weights @ mean
    spread = (
        np.zeros(len(middle))
        if cov is None
        else np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", weights, cov, weights), 0))
    )
    q = np.maximum(middle[None] + z[:, None] * spread[None], 0.0)
    size = 2 * days + 1
    come, go = case.come is not None, case.go is not None
    return Answer(
        q[:, :days] if come else None,
        q[:, days : 2 * days] if go else None,
        q[:, size] if come else None,
        q[:, size + 1] if go else None,
        q[:, size + 2] if come and go else None,
    )


def _ones(size: int, start: int, end: int) -> Array:
    out = np.zeros(size)
    out[start:end] = 1.0
    return out


def interpolation(case: Case, figures: Sequence[Figure]) -> Answer:
    """Running totals joined by straight lines, the greater holding where two contradict; stock by the last one said."""
    days, mean = case.days, np.zeros(2 * case.days + 1)
    for offset, measure in ((0, "arrivals"), (days, "departures")):
        points = {-1: 0.0}
        for f in sorted(
            (f for f in figures if f.measure == measure and f.form is Form.TOTAL), key=lambda f: f.period.end
        ):
            end, start = (f.period.end - case.first).days, (f.period.start - case.first).days
            if start == 0 and end > 0:
                points[end] = (f.low + f.high) / 2
        at = sorted(points)
        total = np.maximum.accumulate([points[i] for i in at])
        grid = np.arange(-1, days)
        curve = np.interp(grid, at, total)
        if at[-1] < days - 1 and at[-1] >= 0:
            slope = total[-1] / (at[-1] + 1) if len(at) == 2 else (total[-1] - total[-2]) / (at[-1] - at[-2])
            curve[grid > at[-1]] = total[-1] + slope * (grid[grid > at[-1]] - at[-1])
        mean[offset : offset + days] = np.diff(curve)
    stocks = sorted((f for f in figures if f.measure == "present"), key=lambda f: f.period.end)
    if stocks:
        end = (stocks[-1].period.end - case.first).days
        mean[-1] = (stocks[-1].low + stocks[-1].high) / 2 - (mean[: end + 1] - mean[days : days + end + 1]).sum()
    return _answer(case, mean, None)


def piecewise(case: Case, figures: Sequence[Figure]) -> Answer:
    """Constant rates between the days that statements name, by weighted least squares without negative rates."""
    days, told = case.days, linear(case, figures)
    blocks = []
    for offset in (0, days):
        part = told.rows[:, offset : offset + days]
        cuts = {0, days} | {int(i) + 1 for i in np.flatnonzero((np.diff(part, axis=1) != 0).any(axis=0))}
        edges = sorted(cuts)
        blocks += [_ones(2 * days + 1, offset + a, offset + b) for a, b in pairwise(edges)]
    basis = np.array([*blocks, _ones(2 * days + 1, 2 * days, 2 * days + 1)]).T
    size = np.abs(told.value).max() / days
    design = np.vstack([told.rows @ basis / told.sd[:, None], 1e-3 * np.diff(np.eye(basis.shape[1]), axis=0) / size])
    rates, _ = nnls(design, np.concatenate([told.value / told.sd, np.zeros(basis.shape[1] - 1)]), maxiter=10_000)
    return _answer(case, basis @ rates, None)


def kalman(case: Case, figures: Sequence[Figure], *, robust: bool = False) -> Answer:
    """Arrivals and departures as random walks seen through sums (the smoother of a cumulator, in one batch).

    The size of daily changes is the likeliest of nine; robust: Student-t errors (4 degrees of freedom) by reweighting.
    """
    days, told = case.days, linear(case, figures)
    flow = max(
        np.median([v / max(r.sum(), 1e-9) for r, v in zip(np.abs(told.rows[:, :-1]), told.value, strict=True)]), 1.0
    )
    best: tuple[float, Array, Array] | None = None
    for step in 0.01 * 1.8 ** np.arange(9) * flow:
        walk = np.minimum.outer(np.arange(1, days + 1), np.arange(1, days + 1)) * step**2 + (2 * flow) ** 2
        prior = np.zeros((2 * days + 1, 2 * days + 1))
        prior[:days, :days] = prior[days:-1, days:-1] = walk
        prior[-1, -1] = (50 * flow) ** 2
        centre = np.concatenate([np.full(2 * days, flow), [20 * flow]])
        variance = told.sd**2
        for _ in range(12 if robust else 1):
            cross = prior @ told.rows.T
            inner = told.rows @ cross + np.diag(variance)
            miss = told.value - told.rows @ centre
            gain = np.linalg.solve(inner, cross.T).T
            mean = centre + gain @ miss
            if robust:
                left = (told.value - told.rows @ mean) / told.sd
                variance = told.sd**2 * (4 + left**2) / 5
        fit = -0.5 * miss @ np.linalg.solve(inner, miss) - 0.5 * np.linalg.slogdet(inner)[1]
        if robust:
            fit -= 2.5 * np.log1p(left**2 / 4).sum()
        if best is None or fit > best[0]:
            best = fit, mean, prior - gain @ cross.T
    assert best is not None
    return _answer(case, best[1], best[2])


def robust(case: Case, figures: Sequence[Figure]) -> Answer:
    """The Kalman cumulator with Student-t errors."""
    return kalman(case, figures, robust=True)


BASELINES: dict[str, Callable[[Case, Sequence[Figure]], Answer]] = {
    "interpolation": interpolation,
    "piecewise": piecewise,
    "kalman": kalman,
    "robust": robust,
}
