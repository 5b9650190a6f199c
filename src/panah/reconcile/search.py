"""The nearest path to a prior and readings that are both shaken, for many draws at once, by Gauss-Newton steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from panah.reconcile.banded import Curvature
from panah.reconcile.estimate import Array
from panah.reconcile.problem import Problem, Setting
from panah.reconcile.process import Course, Index

FROM_AFAR = ((100.0, 4), (9.0, 4), (1.0, 40))
FROM_NEAR = ((1.0, 30),)
"""Stages of a search: slack on the readings, and rounds at most."""
_STILL = (0.05, 0.002)
"""A search ends when a round gains less than this in log probability, or this for each reading where they are many,
since their noise alone moves it by much more; and more with slack on the readings."""
_ROOM = 1_200_000
"""Slopes held at once: draws are worked through in portions of about this many numbers."""


@dataclass(slots=True)
class Search:
    """A batch of searches under way: one row a draw."""

    setting: Setting
    aim: Array
    """The shaken prior, (draw, unknown)."""
    target: Array
    """The shaken readings, (draw, reading)."""

    def cost(self, z: Array, rows: Index, slack: float) -> Array:
        here = self.setting.at(rows)
        eta = here.eta(here.path(z), z)
        miss = ((eta - self.target[rows]) ** 2 / (slack * here.variance)).sum(axis=1)
        return cast(Array, 0.5 * ((z - self.aim[rows]) ** 2).sum(axis=1) + 0.5 * miss)

    def step(self, z: Array, rows: Index, slack: float) -> Array:
        here = self.setting.at(rows)
        path = here.path(z)
        if here.problem.banded:
            here = replace(here, variance=slack * here.variance)
            miss = self.target[rows] - here.eta(path, z)
            uphill = self.aim[rows] - z + here.pulled(path, miss / here.variance)
            return z + Curvature.of(here, path).solve(uphill[:, :, None])[:, :, 0]
        slope = here.slopes(path)
        ahead = self.target[rows] - here.eta(path, z) + np.matmul(slope, (z - self.aim[rows])[:, :, None])[:, :, 0]
        return self.aim[rows] + _pull(slope, slack * here.variance, ahead)

    def run(self, z: Array, slack: float, rounds: int) -> None:
        """Move each row of `z`, in place, towards its nearest path, until it stops moving or `rounds` are over."""
        rows = np.arange(len(z))
        cost = self.cost(z, rows, slack)
        for _ in range(rounds):
            rows = rows[self._moved(z, cost, rows, self.step(z[rows], rows, slack) - z[rows], slack)]
            if not len(rows):
                break

    def _moved(self, z: Array, cost: Array, rows: Index, ahead: Array, slack: float) -> NDArray[np.bool_]:
        """Move `rows` of `z` along `ahead` as far as that helps, in place as their cost; which of them still gained."""
        setting = self.setting.at(rows)
        course = Course(setting.problem.prior, z[rows], ahead, setting.paces)
        left, moved = np.arange(len(rows)), np.zeros(len(rows))
        for size in (1.0, 0.4, 0.12, 0.03):
            trial = course.at(size, left)
            new = self.cost(trial, rows[left], slack)
            better = new < cost[rows[left]]
            won = left[better]
            moved[won] = cost[rows[won]] - new[better]
            z[rows[won]], cost[rows[won]] = trial[better], new[better]
            left = left[~better]
            if not len(left):
                break
        return moved > max(_STILL[0], _STILL[1] * len(setting.problem.low)) * slack


def _pull(slope: Array, variance: Array, ahead: Array) -> Array:
    """J'(JJ' + R)^-1 ahead, by whichever of the two equivalent systems is smaller."""
    readings, unknowns = slope.shape[1:]
    if readings <= unknowns:
        inner = np.matmul(slope, slope.transpose(0, 2, 1))
        inner[:, np.arange(readings), np.arange(readings)] += variance
        weights = np.linalg.solve(inner, ahead[:, :, None])
        return cast(Array, np.matmul(slope.transpose(0, 2, 1), weights)[:, :, 0])
    scaled = slope / variance[:, :, None]
    inner = np.matmul(slope.transpose(0, 2, 1), scaled)
    inner[:, np.arange(unknowns), np.arange(unknowns)] += 1.0
    return np.linalg.solve(inner, np.matmul(scaled.transpose(0, 2, 1), ahead[:, :, None]))[:, :, 0]


def portions(rows: int, problem: Problem) -> list[slice]:
    """Portions of a batch small enough to work on at once."""
    held = len(problem.readings.arrivals) if not problem.banded else 40 + 12 * int((~problem.single).sum())
    size = max(1, _ROOM // (held * problem.size))
    return [slice(start, start + size) for start in range(0, rows, size)]


def settle(search: Search, z: Array, stages: tuple[tuple[float, int], ...]) -> Array:
    """The nearest paths from `z` on, by stages of (slack on the readings, rounds at most)."""
    out = z.copy()
    for part in portions(len(z), search.setting.problem):
        piece = Search(search.setting.at(part), search.aim[part], search.target[part])
        chunk = z[part].copy()
        for slack, rounds in stages:
            piece.run(chunk, slack, rounds)
        out[part] = chunk
    return out
