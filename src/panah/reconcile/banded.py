"""The curvature of a corridor with counts of most days: its days as one long system with a narrow band.

Slopes of every reading on every unknown grow with the square of the days. But a count of one day depends on that day
and on what the day before left behind, so with that state among the unknowns (what is remembered of earlier changes,
people in transit, people settled), held to the process by a penalty, the normal equations of all draws are one banded
matrix. What concerns all days (a corridor's levels, its counters' slants) borders it, and readings over several days
are added afterwards as so many changes of low rank.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy.linalg.lapack import dpbtrf, dpbtrs

from panah.reconcile.estimate import Array
from panah.reconcile.problem import Setting
from panah.reconcile.process import LEVELS, PHI, Path

_HELD = 1e9
"""Precision with which the states are held to the process."""
_COME, _KEPT, _GO, _HOLD, _TRANSIT, _SETTLED, _LEVEL = range(7)
"""A day's unknowns: change of arrivals, what is remembered of earlier ones, the same two of the hazard, people in
transit and people settled at its end (as shares), and, where a border shuts, the level that stays."""
_BEFORE = 100
"""Added to an unknown's number for the one of the day before."""

Row = Mapping[int, Array]
"""Coefficients (draw, day) of one equation a day; numbers below zero, -1 - k, stand for what borders the band."""


@dataclass(slots=True)
class _System:
    """Normal equations under construction: `band` (draw, day, unknown, distance), its border, and the border's own."""

    band: Array
    side: Array
    corner: Array

    def add(self, row: Row, weight: Array | float = 1.0) -> None:
        """Add one equation a day, of this precision."""
        for i, one in row.items():
            heavy = weight * one
            for j, other in row.items():
                product = heavy * other
                if i < 0 and j < 0:
                    self.corner[:, -1 - i, -1 - j] += product.sum(axis=1)
                elif j < 0:
                    self._side(i, -1 - j, product)
                elif i >= 0:
                    self._inside(i, j, product)

    def _side(self, i: int, k: int, product: Array) -> None:
        if i >= _BEFORE:
            self.side[:, :-1, i - _BEFORE, k] += product[:, 1:]
        else:
            self.side[:, :, i, k] += product

    def _inside(self, i: int, j: int, product: Array) -> None:
        width = self.band.shape[2]
        if i >= _BEFORE and j >= _BEFORE:
            if i >= j:
                self.band[:, :-1, j - _BEFORE, i - j] += product[:, 1:]
        elif j >= _BEFORE:
            self.band[:, :-1, j - _BEFORE, width + i - j + _BEFORE] += product[:, 1:]
        elif i < _BEFORE and i >= j:
            self.band[:, :, j, i - j] += product


@dataclass(frozen=True, slots=True)
class Banded:
    """I + J'J/R of each draw, factored, for the readings of single days."""

    days: int
    width: int
    factor: Array
    """Cholesky factor of the band, as LAPACK keeps it."""
    side: Array
    """Border of the band, (draw, day x unknown, border)."""
    across: Array
    """The band's inverse times `side`."""
    corner: Array
    """What of the border's own block is left after that, (draw, border, border)."""
    logdet: Array
    """log determinant of I + J'J/R, (draw,)."""

    def solve(self, right: Array) -> Array:
        """(I + J'J/R)^-1 right; `right` is (draw, unknown, any)."""
        draws, unknowns, many = right.shape
        if not many:
            return right
        first, second = LEVELS + self.days, LEVELS + 2 * self.days
        inside = np.zeros((draws, self.days, self.width, many))
        inside[:, :, _COME], inside[:, :, _GO] = right[:, LEVELS:first], right[:, first:second]
        solved = _solved(self.factor, inside.reshape(draws, -1, many))
        border = np.concatenate([right[:, :LEVELS], right[:, second:]], axis=1)
        border = np.linalg.solve(self.corner, border - self.side.transpose(0, 2, 1) @ solved)
        solved = (solved - self.across @ border).reshape(inside.shape)
        out = np.empty((draws, unknowns, many))
        out[:, :LEVELS], out[:, second:] = border[:, :LEVELS], border[:, LEVELS:]
        out[:, LEVELS:first], out[:, first:second] = solved[:, :, _COME], solved[:, :, _GO]
        return out


@dataclass(frozen=True, slots=True)
class Curvature:
    """I + J'J/R of each draw for all readings: the banded part, and what readings over several days add to it."""

    single: Banded
    slope: Array
    """Slopes of the readings over several days, (draw, reading, unknown)."""
    across: Array
    """The banded part's inverse times those, (draw, unknown, reading)."""
    inner: Array
    """Variance of those readings given the others, (draw, reading, reading)."""
    logdet: Array
    """log determinant of JJ' + R, (draw,)."""

    @classmethod
    def of(cls, setting: Setting, path: Path) -> Curvature:
        """The curvature at a path."""
        problem = setting.problem
        single = banded(setting, path)
        slope = setting.slopes(path, ~problem.single).astype(float)
        across = single.solve(slope.transpose(0, 2, 1))
        inner = slope @ across
        each = np.arange(inner.shape[1])
        inner[:, each, each] += setting.variance[:, ~problem.single]
        logs = single.logdet + np.log(setting.variance[:, problem.single]).sum(axis=1) + np.linalg.slogdet(inner)[1]
        return cls(single, slope, across, inner, logs)

    def solve(self, right: Array) -> Array:
        """(I + J'J/R)^-1 right; `right` is (draw, unknown, any)."""
        first = self.single.solve(right)
        return first - self.across @ np.linalg.solve(self.inner, self.slope @ first)


def _solved(factor: Array, right: Array) -> Array:
    """The band's inverse times `right` (draw, unknown, any)."""
    draws, size, many = right.shape
    flat, info = dpbtrs(factor, right.reshape(draws * size, many).T.copy().T, lower=1)
    assert info == 0
    return cast(Array, np.ascontiguousarray(flat).reshape(draws, size, many))


def banded(setting: Setting, path: Path) -> Banded:
    """The factored curvature at a path, of the readings of single days alone."""
    told, days = setting.problem.told, setting.problem.marks
    draws, count = path.arrivals.shape
    shuts = bool(setting.paces[0].lasts.any())
    width, border = 7 if shuts else 6, LEVELS + told.shape[1]
    system = _System(
        np.zeros((draws, count, width, 2 * width)),
        np.zeros((draws, count, width, border)),
        np.zeros((draws, border, border)),
    )
    system.corner[:, np.arange(border), np.arange(border)] += 1.0
    rows = _rows(setting, path, shuts)
    one = np.ones((draws, count))
    system.add({_COME: one})
    system.add({_GO: one})
    for row in rows[3:]:
        system.add(row, _HELD)
    precision = 1.0 / setting.variance
    for row, marked in zip(rows[:3], days, strict=True):
        if marked.any():
            system.add(row, precision @ marked)
            for k in range(told.shape[1]):
                leans = (precision * told[:, k]) @ marked * setting.slant[:, k : k + 1]
                if leans.any():
                    _lean(system, row, leans, LEVELS + k)
            for k in range(told.shape[1]):  # each reading has one counter
                own = (precision * told[:, k]) @ marked * setting.slant[:, k : k + 1] ** 2
                system.corner[:, LEVELS + k, LEVELS + k] += own.sum(axis=1)
    size = draws * count * width
    factor, info = dpbtrf(system.band.reshape(size, 2 * width).T, lower=1, overwrite_ab=1)
    assert info == 0
    side = system.side.reshape(draws, count * width, border)
    across = _solved(factor, side)
    corner = system.corner - side.transpose(0, 2, 1) @ across
    held = (width - 2) * count * np.log(_HELD)
    logs = 2.0 * np.log(factor[0]).reshape(draws, -1).sum(axis=1) - held + np.linalg.slogdet(corner)[1]
    return Banded(count, width, factor, side, across, corner, logs)


def _lean(system: _System, row: Row, weight: Array, k: int) -> None:
    """A counter's slant in equations `row`, of which `weight` is precision times slant."""
    for i, one in row.items():
        if i < 0:
            shared = (weight * one).sum(axis=1)
            system.corner[:, -1 - i, k] += shared
            system.corner[:, k, -1 - i] += shared
        else:
            system._side(i, k, weight * one)


def _rows(setting: Setting, path: Path, shuts: bool) -> list[dict[int, Array]]:
    """One equation a day each: logs of arrivals, departures and people present, then what the process holds to nought.

    Derivatives of `process.walk`, day by day.
    """
    spread, (come, go) = setting.problem.prior.spread, setting.paces
    p, q, a, leave = path.share, path.onward, path.arrivals, path.leave
    zero, one = np.zeros_like(a), np.ones_like(a)
    before_p = np.hstack([np.zeros_like(p), path.passing[:, :-1]])
    before_s = np.hstack([path.start[:, None], path.settled[:, :-1]])
    first = np.zeros_like(a)
    first[:, 0] = path.start * spread[6]  # the start counts as the state before the first day
    on_p = p * (1.0 - p) * spread[3]
    arrivals = {_COME: come.steps + zero, _KEPT: one}
    arrivals |= {-1 - k: path.slopes[k] * spread[k] for k in range(3)}
    if shuts:
        arrivals[_LEVEL] = one
    speed, hazard = (
        {_GO: go.steps * on, _HOLD: on, level: spread[-1 - level] * on}
        for level, on in ((-5, (1.0 - q) * np.exp(path.speed)), (-6, (1.0 - leave) * np.exp(path.hazard)))
    )
    moving, leaving = before_p + p * a / 2, before_s + (1.0 - p) * a / 2
    # people in transit, people settled, departures: what each is made of, in people
    unit_p = path.passing + 1e-6 * (a + before_p) + 1e-9
    unit_s = path.settled + 1e-3 * (a + before_s) + 1e-9
    last_p, last_s = (np.hstack([u[:, :1], u[:, :-1]]) for u in (unit_p, unit_s))
    transit = _sum(
        ({_BEFORE + _TRANSIT: last_p}, 1.0 - q), (arrivals, p * a * (1.0 - q / 2)),
        ({-4: on_p + zero}, a * (1.0 - q / 2)), (speed, -moving),
    )  # fmt: skip
    settled = _sum(
        ({_BEFORE + _SETTLED: last_s, -7: first}, 1.0 - leave), (arrivals, (1.0 - p) * a * (1.0 - leave / 2)),
        ({-4: on_p + zero}, -a * (1.0 - leave / 2)), (hazard, -leaving),
    )  # fmt: skip
    gone = _sum(
        ({_BEFORE + _TRANSIT: last_p}, q), ({_BEFORE + _SETTLED: last_s, -7: first}, leave),
        (arrivals, q * p * a / 2 + leave * (1.0 - p) * a / 2), ({-4: on_p + zero}, (q - leave) * a / 2),
        (speed, moving), (hazard, leaving),
    )  # fmt: skip
    present = {_TRANSIT: unit_p / path.present, _SETTLED: unit_s / path.present}
    kept = np.where(come.lasts, 0.0, come.kept)
    held = [
        {_KEPT: -one, _BEFORE + _KEPT: PHI * one, _BEFORE + _COME: PHI * _yesterday(kept * come.steps)},
        {_HOLD: -one, _BEFORE + _HOLD: PHI * one, _BEFORE + _GO: PHI * _yesterday(go.kept * go.steps)},
        {_TRANSIT: -one} | {k: v / unit_p for k, v in transit.items()},
        {_SETTLED: -one} | {k: v / unit_s for k, v in settled.items()},
    ]
    if shuts:
        held.append({_LEVEL: -one, _BEFORE + _LEVEL: one, _BEFORE + _COME: _yesterday(come.lasts * come.steps)})
    for row in (gone, *held):
        for k in row:
            if k >= _BEFORE:
                row[k] = row[k].copy()
                row[k][:, 0] = 0.0
    return [arrivals, {k: v / path.departures for k, v in gone.items()}, present, *held]


def _yesterday(values: Array) -> Array:
    return np.hstack([np.zeros_like(values[:, :1]), values[:, :-1]])


def _sum(*parts: tuple[Mapping[int, Array], Array]) -> dict[int, Array]:
    """Equations added up, each times a factor."""
    out: dict[int, Array] = {}
    for row, factor in parts:
        for k, values in row.items():
            more = values * factor
            out[k] = out[k] + more if k in out else more
    return out
