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

from panah.reconcile.estimate import Array
from panah.reconcile.problem import BREAK, SLANT, UNHEARD, Flags, Problem, Setting
from panah.reconcile.process import LEVELS, Course, Index, Path

RESTLESS = [(a, d, j) for a in (0.03, 0.08, 0.18, 0.4) for d in (0.05, 0.15, 0.35) for j in (0.05, 0.15, 0.4, 1.0, 2.0)]
"""Daily changes in logs that are weighed against each other: of arrivals and of the hazard of leaving, such as last,
and of both, such as pass with the day."""
_USUAL = RESTLESS.index((0.18, 0.15, 0.15))
"""The one from which the search for wrong figures starts."""
_STILL = 0.05
"""A search ends when a round gains less than this in log probability; more with slack on the readings."""
_ROOM = 1_200_000
"""Slopes held at once: draws are worked through in portions of about this many numbers."""
_HOPELESS = 7.0
"""Sets of flags whose log evidence is this much below the best are passed over: one in a thousand."""
TRIED = 4
"""How many flags of each kind are tried where a set of flags grows."""


@dataclass(slots=True)
class _Search:
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
        slope = here.slopes(path)
        ahead = self.target[rows] - here.eta(path, z) + np.matmul(slope, (z - self.aim[rows])[:, :, None])[:, :, 0]
        return self.aim[rows] + _pull(slope, slack * here.variance, ahead)

    def run(self, z: Array, slack: float, rounds: int) -> None:
        """Move each row of `z`, in place, towards its nearest path, until it stops moving or `rounds` are over."""
        rows = np.arange(len(z))
        cost = self.cost(z, rows, slack)
        for _ in range(rounds):
            here = z[rows]
            setting = self.setting.at(rows)
            ahead = self.step(here, rows, slack) - here
            course = Course(setting.problem.prior, here, ahead, setting.paces)
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
    size = max(1, _ROOM // (len(problem.readings.arrivals) * problem.size))
    return [slice(start, start + size) for start in range(0, rows, size)]


def settle(search: _Search, z: Array, stages: tuple[tuple[float, int], ...]) -> Array:
    """The nearest paths from `z` on, by stages of (slack on the readings, rounds at most)."""
    out = z.copy()
    for part in _spread(len(z), search.setting.problem):
        piece = _Search(search.setting.at(part), search.aim[part], search.target[part])
        chunk = z[part].copy()
        for slack, rounds in stages:
            piece.run(chunk, slack, rounds)
        out[part] = chunk
    return out


_UNSAID = 0.5 * float(np.log(2 * np.pi * UNHEARD))
"""What a reading that is passed over costs the evidence by its variance alone, in logs."""
_FROM_AFAR = ((100.0, 4), (9.0, 4), (1.0, 40))
_FROM_NEAR = ((1.0, 30),)


def evidence(setting: Setting, z: Array) -> Array:
    """Laplace's log evidence, plus the log prior of the flags, of each row's mode `z` (row, unknown)."""
    out = np.empty(len(z))
    problem = setting.problem
    for part in _spread(len(z), problem):
        here = setting.at(part)
        path = here.path(z[part])
        slope = here.slopes(path)
        eta = here.eta(path, z[part])
        miss = eta - problem.centre
        inner = np.matmul(slope, slope.transpose(0, 2, 1))
        each = np.arange(miss.shape[1])
        inner[:, each, each] += here.variance
        out[part] = -0.5 * ((z[part] ** 2).sum(axis=1) + (miss**2 / here.variance).sum(axis=1))
        out[part] -= 0.5 * np.linalg.slogdet(inner)[1]
        wrong = setting.flags[part, : problem.plain]
        lost = problem.lost(eta)[:, : problem.plain]
        out[part] += np.where(wrong, lost + _UNSAID, 0.0).sum(axis=1)
    return cast(Array, out + np.where(setting.flags, np.log(problem.odds), np.log1p(-problem.odds)).sum(axis=1))


def modes(setting: Setting, start: Array | None = None) -> Array:
    """The most probable unknowns for each row of flags, (row, unknown)."""
    problem, rows = setting.problem, len(setting.flags)
    aim = np.zeros((rows, problem.size))
    search = _Search(setting, aim, np.broadcast_to(problem.centre, (rows, len(problem.centre))))
    return settle(search, aim if start is None else start, _FROM_AFAR if start is None else _FROM_NEAR)


def _restless(index: int, rows: int) -> Array:
    return np.repeat(np.array(RESTLESS[index])[:, None], rows, axis=1)


def suspects(problem: Problem, *, width: int = 4, depth: int = 8) -> tuple[Flags, Array, Array]:
    """The likeliest sets of flags: flags (set, flag), log weights, and each set's mode.

    Sets grow by one flag at a time from those that explained the rest best, until another one explains nothing.
    """
    flags = np.zeros((1, len(problem.odds)), dtype=bool)
    usual = Setting.of(problem, flags, _restless(_USUAL, 1))
    z = modes(usual)
    weight = evidence(usual, z)
    pool, beam = (flags, weight, z), (flags, weight, z)
    for _ in range(depth):
        grown, parents = _grown(problem, beam, pool[0])
        if not len(grown):
            break
        setting = Setting.of(problem, grown, _restless(_USUAL, len(grown)))
        z = modes(setting, beam[2][parents])
        weight = evidence(setting, z)
        best = pool[1].max()
        pool = (np.vstack([pool[0], grown]), np.append(pool[1], weight), np.vstack([pool[2], z]))
        if weight.max() < best - 2.0:
            break
        keep = np.argsort(-weight, kind="stable")[:width]
        beam = (grown[keep], weight[keep], z[keep])
    return pool


def _grown(problem: Problem, beam: tuple[Flags, Array, Array], seen: Flags) -> tuple[Flags, Index]:
    """Each set of the beam with one more flag, one that the rest speaks for, and where in the beam it was."""
    known = {row.tobytes() for row in seen}
    out: list[Flags] = []
    parents: list[int] = []
    gains = _gain(problem, beam[0], beam[2])
    sizes = problem.plain, len(problem.instead), len(problem.slant), len(problem.prior.jumps)
    kinds = np.split(np.arange(len(problem.odds)), np.cumsum(sizes))
    for parent, (flags, gain) in enumerate(zip(beam[0], gains, strict=True)):
        promising = [kind[np.argsort(-gain[kind], kind="stable")[:TRIED]] for kind in kinds]
        for index in np.concatenate(promising):
            more = flags.copy()
            more[index] = True
            if gain[index] > -4.0 and not flags[index] and more.tobytes() not in known:
                known.add(more.tobytes())
                out.append(more)
                parents.append(parent)
    return np.array(out, dtype=bool).reshape(len(out), len(problem.odds)), np.array(parents, dtype=np.intp)


def _gain(problem: Problem, flags: Flags, z: Array) -> Array:
    """What raising each flag would add to the log evidence, to first order, (set, flag).

    A flag gives one direction more variance: a reading's noise, a counter's slant, a day's change. What counts is how
    far the readings pull that way, in standard deviations of what all the rest predicts; a wrong figure that is sharp
    bends the path to itself, so what a mode itself misses does not show it.
    """
    setting = Setting.of(problem, flags, _restless(_USUAL, len(z)))
    path = setting.path(z)
    slope = setting.slopes(path)
    inner = np.matmul(slope, slope.transpose(0, 2, 1))
    count, days = len(problem.centre), len(problem.prior.jumps)
    each = np.arange(count)
    inner[:, each, each] += setting.variance
    inverse = np.linalg.inv(inner)
    pulled = (problem.centre - setting.eta(path, z)) / setting.variance
    out = []
    alone = inverse[:, each, each]
    freed = _gained(pulled, alone, np.maximum(UNHEARD - setting.variance, 0.0))
    freed += problem.lost(problem.centre + pulled / np.maximum(alone, 1e-12)) + _UNSAID
    # another sense of a reading can gain no more than what passing over that reading does
    freed[:, problem.plain :] = freed[:, problem.instead]
    out.append(freed)
    on = problem.told
    out.append(_gained(pulled @ on, np.einsum("rs,nrq,qs->ns", on, inverse, on), SLANT**2 - setting.slant**2))
    for base, paced in ((LEVELS, setting.paces[0]), (LEVELS + days, setting.paces[1])):
        # a break is kept whole, but nearly so is what the usual pace keeps of a day's change
        per = slope[:, :, base : base + days] / paced.steps[:, None, :]
        force = np.einsum("nrt,nr->nt", per, pulled)
        out.append(_gained(force, np.einsum("nrt,nrq,nqt->nt", per, inverse, per, optimize=True), BREAK[0] ** 2))
    return np.concatenate(out, axis=1) + np.log(problem.odds) - np.log1p(-problem.odds)


def _gained(force: Array, precision: Array, extra: Array | float) -> Array:
    """Log evidence gained by `extra` variance in a direction that readings know to `precision` and pull by `force`."""
    more = 1.0 + extra * precision
    return np.asarray(0.5 * force**2 * extra / more - 0.5 * np.log(more))


def _weights(logs: Array) -> Array:
    weights = np.exp(logs - logs.max())
    return cast(Array, weights / weights.sum())


@dataclass(frozen=True, slots=True)
class Draws:
    """Joint draws of a corridor: its path, its readings in logs, and which figures were taken to be wrong."""

    path: Path
    eta: Array
    wrong: Flags
    both: Flags
    """Which readings were taken to count the people of both ways."""
    leaning: Flags
    """Which readings were taken to come from a counter who is off by a share in all of them."""


def draw(problem: Problem, rng: np.random.Generator, draws: int) -> Draws:
    """`draws` joint draws, the same for the same problem and random stream."""
    sets, logs, modes_of = suspects(problem)
    others = slice(problem.plain, len(problem.low))
    held = np.asarray((sets[:, others] & (_weights(logs) > 1e-3)[:, None]).any(axis=0))
    sound = ~(sets[:, others] & ~held).any(axis=1)
    keep = np.ones(sets.shape[1], dtype=bool)
    keep[others] = held
    problem, sets, logs, modes_of = problem.narrowed(held), sets[sound][:, keep], logs[sound], modes_of[sound]
    likely = logs > logs.max() - _HOPELESS
    sets, logs, modes_of = sets[likely], logs[likely], modes_of[likely]
    best = int(np.argmax(logs))
    near, odds = _restlessness(problem, sets[best], modes_of[best])
    # The search took flows to be as restless as usual: where they are more so, fewer figures need be wrong.
    found = Setting.of(problem, sets, _restless(int(np.argmax(odds)), len(sets)))
    modes_of = modes(found, modes_of)
    logs = evidence(found, modes_of)
    index, chosen = rng.choice(len(RESTLESS), draws, p=odds), rng.choice(len(sets), draws, p=_weights(logs))
    setting = Setting.of(problem, sets[chosen], np.array(RESTLESS).T[:, index])
    start = np.where((chosen == best)[:, None], near[index], modes_of[chosen])
    z = _shaken(setting.heard(setting.eta(setting.path(start), start), rng), rng, start)
    path = setting.path(z)
    count = len(problem.low)
    wrong = rng.random((draws, count)) < problem.suspicion(setting.eta(path, z))
    wrong[:, problem.plain :] = setting.flags[:, problem.plain : count]
    draw_, which = np.nonzero(wrong[:, problem.plain :])
    wrong[draw_, problem.instead[which]] = False
    told = np.concatenate([wrong, setting.flags[:, count:]], axis=1)
    setting = Setting.of(problem, told, setting.sigma).heard(setting.eta(path, z), rng)
    # A draw whose figures are judged as before would only be drawn anew from where it came.
    again = np.flatnonzero((told != sets[chosen]).any(axis=1))
    if len(again):
        z[again] = _shaken(setting.at(again), rng, z[again])
    path = setting.path(z)
    other = np.zeros((draws, problem.plain), dtype=bool)
    other[draw_, problem.instead[which]] = True
    leaning = (setting.flags[:, count : count + len(problem.slant)] @ problem.told[: problem.plain].T) > 0
    return Draws(path, problem.readings.of(path)[:, : problem.plain], wrong[:, : problem.plain], other, leaning)


def _restlessness(problem: Problem, flags: Flags, mode: Array) -> tuple[Array, Array]:
    """The mode for each of RESTLESS, and the probability of each, given the flags.

    Prior: half-normal with 0.3 and 0.2 for what lasts, log-normal for what passes, on a grid even in logs.
    """
    grid = np.array(RESTLESS).T
    setting = Setting.of(problem, np.repeat(flags[None], len(RESTLESS), axis=0), grid)
    near = modes(setting, np.repeat(mode[None], len(RESTLESS), axis=0))
    before = -0.5 * ((grid[0] / 0.3) ** 2 + (grid[1] / 0.2) ** 2) + np.log(grid[:2]).sum(axis=0)
    before -= 0.5 * (np.log(grid[2] / problem.prior.passing) / 0.9) ** 2
    return near, _weights(evidence(setting, near) + before)


def _shaken(setting: Setting, rng: np.random.Generator, start: Array) -> Array:
    """The nearest path to a freshly shaken prior and freshly shaken readings, a draw each."""
    problem = setting.problem
    wrong = setting.flags[:, : len(problem.low)].copy()
    wrong[:, problem.plain :] = False
    aim = rng.standard_normal(start.shape)
    place, edge = rng.random(wrong.shape), rng.standard_normal(wrong.shape)
    sound = problem.low + (problem.high - problem.low) * place + problem.noise * edge
    target = np.where(wrong, problem.centre + np.sqrt(np.minimum(setting.variance, UNHEARD)) * edge, sound)
    search = _Search(setting, aim, target)
    return settle(search, start, _FROM_NEAR)
