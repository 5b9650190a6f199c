"""Draws of a corridor's unknowns given its readings: perturb and optimise.

For each draw, prior and readings are shaken by their own noise and the nearest path to both is found by Gauss-Newton
(randomised maximum a posteriori; exact where readings are linear). Which figures are wrong, and how restless the
flows are, is weighed beforehand by Laplace's evidence, since a search that begins in a compromise between two figures
that exclude each other would believe neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from panah.reconcile.estimate import Array
from panah.reconcile.process import Course, Index, Path, Prior, Readings, slopes, walk

Flags = NDArray[np.bool_]

RESTLESS = [(a, d) for a in (0.06, 0.13, 0.25, 0.4, 0.6) for d in (0.05, 0.15, 0.35)]
"""Daily changes (arrivals, hazard of leaving; in logs) that are weighed against each other."""
_USUAL = 6
"""Index into RESTLESS from which the search for wrong figures starts."""
_STILL = 0.02
"""A search ends when a round gains less than this in log probability; more with slack on the readings."""
_ROOM = 3_000_000
"""Slopes held at once: draws are worked through in portions of about this many numbers."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A corridor's prior and its readings: each a box [low, high] in logs with soft edges of width `noise`.

    `doubt` is the probability, before all figures are compared, that a reading is wrong, and `astray` the standard
    deviation, in logs, around the truth of one that is.
    """

    prior: Prior
    readings: Readings
    low: Array
    high: Array
    noise: Array
    doubt: Array
    astray: Array

    @property
    def centre(self) -> Array:
        """Middle of each box, in logs."""
        return (self.low + self.high) / 2

    def variance(self, wrong: Flags) -> Array:
        """Variance of each reading around the truth, given which are wrong."""
        return np.where(wrong, self.astray**2, (self.high - self.low) ** 2 / 12 + self.noise**2)

    def suspicion(self, eta: Array) -> Array:
        """Probability that each reading is wrong, given the true logs `eta` (draw, reading)."""
        upper, lower = (self.high - eta) / self.noise, (self.low - eta) / self.noise
        flip = upper + lower > 0
        upper, lower = np.where(flip, -lower, upper), np.where(flip, -upper, lower)
        gap = np.minimum(log_ndtr(lower) - log_ndtr(upper), -1e-12)
        inside = np.log1p(-self.doubt) + log_ndtr(upper) + np.log(-np.expm1(gap))
        width = np.log(self.high - self.low) - np.log(self.astray * np.sqrt(2 * np.pi))
        outside = np.log(self.doubt) + width - 0.5 * ((eta - self.centre) / self.astray) ** 2
        return cast(Array, 1.0 / (1.0 + np.exp(np.clip(inside - outside, -700.0, 700.0))))


@dataclass(slots=True)
class _Search:
    """A batch of searches under way: one row a draw."""

    problem: Problem
    aim: Array
    """The shaken prior, (draw, unknown)."""
    target: Array
    """The shaken readings, (draw, reading)."""
    variance: Array
    sigma: Array

    def cost(self, z: Array, rows: Index, slack: float) -> Array:
        eta = self.problem.readings.of(walk(self.problem.prior, z, self.sigma[:, rows]))
        miss = ((eta - self.target[rows]) ** 2 / (slack * self.variance[rows])).sum(axis=1)
        return cast(Array, 0.5 * ((z - self.aim[rows]) ** 2).sum(axis=1) + 0.5 * miss)

    def step(self, z: Array, rows: Index, slack: float) -> Array:
        prior, readings, sigma = self.problem.prior, self.problem.readings, self.sigma[:, rows]
        path = walk(prior, z, sigma)
        slope = slopes(prior, readings, path, sigma)
        ahead = self.target[rows] - readings.of(path) + np.matmul(slope, (z - self.aim[rows])[:, :, None])[:, :, 0]
        return self.aim[rows] + _pull(slope, slack * self.variance[rows], ahead)

    def run(self, z: Array, slack: float, rounds: int) -> None:
        """Move each row of `z`, in place, towards its nearest path, until it stops moving or `rounds` are over."""
        rows = np.arange(len(z))
        cost = self.cost(z, rows, slack)
        for _ in range(rounds):
            here = z[rows]
            course = Course(self.problem.prior, here, self.step(here, rows, slack) - here, self.sigma[:, rows])
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
            rows = rows[moved > _STILL * slack]
            if not len(rows):
                break


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


def _spread(rows: int, problem: Problem) -> list[slice]:
    """Portions of a batch small enough to work on at once."""
    size = max(1, _ROOM // (len(problem.readings.arrivals) * problem.prior.size))
    return [slice(start, start + size) for start in range(0, rows, size)]


def settle(search: _Search, z: Array, stages: tuple[tuple[float, int], ...]) -> Array:
    """The nearest paths from `z` on, by stages of (slack on the readings, rounds at most)."""
    z = z.copy()
    for part in _spread(len(z), search.problem):
        piece = _Search(
            search.problem,
            search.aim[part],
            search.target[part],
            search.variance[part],
            search.sigma[:, part],
        )
        chunk = z[part].copy()
        for slack, rounds in stages:
            piece.run(chunk, slack, rounds)
        z[part] = chunk
    return z


_FROM_AFAR = ((100.0, 4), (9.0, 4), (1.0, 10))
_FROM_NEAR = ((20.0, 2), (1.0, 10))


def evidence(problem: Problem, z: Array, wrong: Flags, sigma: Array) -> Array:
    """Laplace's log evidence, plus the log prior of the flags, of each row's mode `z` (row, unknown)."""
    out = np.empty(len(z))
    variance = problem.variance(wrong)
    for part in _spread(len(z), problem):
        path = walk(problem.prior, z[part], sigma[:, part])
        slope = slopes(problem.prior, problem.readings, path, sigma[:, part])
        miss = problem.readings.of(path) - problem.centre
        inner = np.matmul(slope, slope.transpose(0, 2, 1))
        inner[:, np.arange(miss.shape[1]), np.arange(miss.shape[1])] += variance[part]
        out[part] = -0.5 * ((z[part] ** 2).sum(axis=1) + (miss**2 / variance[part]).sum(axis=1))
        out[part] -= 0.5 * np.linalg.slogdet(inner)[1]
    return cast(Array, out + np.where(wrong, np.log(problem.doubt), np.log1p(-problem.doubt)).sum(axis=1))


def modes(problem: Problem, wrong: Flags, sigma: Array, start: Array | None = None) -> Array:
    """The most probable unknowns for each row of flags, (row, unknown)."""
    rows = len(wrong)
    aim = np.zeros((rows, problem.prior.size))
    target = np.broadcast_to(problem.centre, (rows, len(problem.centre)))
    search = _Search(problem, aim, target, problem.variance(wrong), sigma)
    return settle(search, aim if start is None else start, _FROM_AFAR if start is None else _FROM_NEAR)


def _restless(index: int, rows: int) -> Array:
    return np.repeat(np.array(RESTLESS[index])[:, None], rows, axis=1)


def suspects(problem: Problem, *, width: int = 4, tried: int = 10, depth: int = 6) -> tuple[Flags, Array, Array]:
    """The likeliest sets of wrong figures: flags (set, reading), log weights, and each set's mode.

    Sets grow by one figure at a time from those that explained the rest best, until another one explains nothing.
    """
    count = len(problem.centre)
    flags = np.zeros((1, count), dtype=bool)
    z = modes(problem, flags, _restless(_USUAL, 1))
    weight = evidence(problem, z, flags, _restless(_USUAL, 1))
    pool, beam = (flags, weight, z), (flags, weight, z)
    for _ in range(min(depth, count)):
        grown, parents = _grown(problem, beam, tried, pool[0])
        if not len(grown):
            break
        sigma = _restless(_USUAL, len(grown))
        z = modes(problem, grown, sigma, beam[2][parents])
        weight = evidence(problem, z, grown, sigma)
        best = pool[1].max()
        pool = (np.vstack([pool[0], grown]), np.append(pool[1], weight), np.vstack([pool[2], z]))
        if weight.max() < best - 2.0:
            break
        keep = np.argsort(-weight, kind="stable")[:width]
        beam = (grown[keep], weight[keep], z[keep])
    return pool


def _grown(problem: Problem, beam: tuple[Flags, Array, Array], tried: int, seen: Flags) -> tuple[Flags, Index]:
    """Each set of the beam with one more figure, one that the others contradict, and where in the beam it was."""
    known = {row.tobytes() for row in seen}
    out: list[Flags] = []
    parents: list[int] = []
    surprises = _surprise(problem, beam[0], beam[2])
    for parent, (flags, surprise) in enumerate(zip(beam[0], surprises, strict=True)):
        for index in np.argsort(-np.where(flags, -1.0, surprise), kind="stable")[:tried]:
            more = flags.copy()
            more[index] = True
            if surprise[index] > 1.0 and not flags[index] and more.tobytes() not in known:
                known.add(more.tobytes())
                out.append(more)
                parents.append(parent)
    return np.array(out, dtype=bool).reshape(len(out), len(problem.centre)), np.array(parents, dtype=np.intp)


def _surprise(problem: Problem, flags: Flags, z: Array) -> Array:
    """How many standard deviations each reading lies from what all others predict, to first order, (set, reading).

    What a mode itself misses does not show this: a wrong figure that is sharp bends the path to itself.
    """
    sigma, variance = _restless(_USUAL, len(z)), problem.variance(flags)
    path = walk(problem.prior, z, sigma)
    slope = slopes(problem.prior, problem.readings, path, sigma)
    inner = np.matmul(slope, slope.transpose(0, 2, 1))
    each = np.arange(len(problem.centre))
    inner[:, each, each] += variance
    alone = np.linalg.inv(inner)[:, each, each]
    return np.abs(problem.centre - problem.readings.of(path)) / variance / np.sqrt(np.maximum(alone, 1e-300))


def _weights(logs: Array) -> Array:
    weights = np.exp(logs - logs.max())
    return cast(Array, weights / weights.sum())


@dataclass(frozen=True, slots=True)
class Draws:
    """Joint draws of a corridor: its path, its readings in logs, and which figures were taken to be wrong."""

    path: Path
    eta: Array
    wrong: Flags


def draw(problem: Problem, rng: np.random.Generator, draws: int) -> Draws:
    """`draws` joint draws, the same for the same problem and random stream."""
    sets, logs, modes_of = suspects(problem)
    best = int(np.argmax(logs))
    near, odds = _restlessness(problem, sets[best], modes_of[best])
    index, chosen = rng.choice(len(RESTLESS), draws, p=odds), rng.choice(len(sets), draws, p=_weights(logs))
    sigma, wrong = np.array(RESTLESS).T[:, index], sets[chosen]
    z = _shaken(problem, rng, wrong, sigma, np.where((chosen == best)[:, None], near[index], modes_of[chosen]))
    told = rng.random(wrong.shape) < problem.suspicion(problem.readings.of(walk(problem.prior, z, sigma)))
    # A draw whose figures are judged as before would only be drawn anew from where it came.
    again = np.flatnonzero((told != wrong).any(axis=1))
    if len(again):
        z[again] = _shaken(problem, rng, told[again], sigma[:, again], z[again])
    path = walk(problem.prior, z, sigma)
    return Draws(path, problem.readings.of(path), told)


def _restlessness(problem: Problem, wrong: Flags, mode: Array) -> tuple[Array, Array]:
    """The mode for each pair of RESTLESS, and the probability of each pair, given which figures are wrong.

    Prior: half-normal with 0.3 and 0.2, on a grid that is even in logs.
    """
    grid = np.array(RESTLESS).T
    flags, start = np.repeat(wrong[None], len(RESTLESS), axis=0), np.repeat(mode[None], len(RESTLESS), axis=0)
    near = modes(problem, flags, grid, start)
    before = -0.5 * ((grid[0] / 0.3) ** 2 + (grid[1] / 0.2) ** 2) + np.log(grid).sum(axis=0)
    return near, _weights(evidence(problem, near, flags, grid) + before)


def _shaken(problem: Problem, rng: np.random.Generator, wrong: Flags, sigma: Array, start: Array) -> Array:
    """The nearest path to a freshly shaken prior and freshly shaken readings, a draw each."""
    aim = rng.standard_normal(start.shape)
    place, edge = rng.random(wrong.shape), rng.standard_normal(wrong.shape)
    sound = problem.low + (problem.high - problem.low) * place + problem.noise * edge
    target = np.where(wrong, problem.centre + problem.astray * edge, sound)
    return settle(_Search(problem, aim, target, problem.variance(wrong), sigma), start, _FROM_NEAR)
