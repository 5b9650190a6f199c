"""Draws of a corridor's unknowns given its readings: perturb and optimise.

For each draw, prior and readings are shaken by their own noise and the nearest path to both is found by Gauss-Newton
(randomised maximum a posteriori; exact where readings are linear). Which figures are wrong, and how restless the
flows are, is weighed beforehand by Laplace's evidence, since a search that begins in a compromise between two figures
that exclude each other would believe neither.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from panah.reconcile.estimate import Array
from panah.reconcile.evidence import COARSE, FINE, USUAL, evidence, gain, modes, restless, weights
from panah.reconcile.problem import UNHEARD, Flags, Problem, Setting
from panah.reconcile.process import Index, Path
from panah.reconcile.search import FROM_NEAR, Search, settle

HOPELESS = 7.0
"""Sets of flags whose log evidence is this much below the best are passed over: one in a thousand."""
TRIED = 4
"""How many flags of each kind are tried where a set of flags grows."""
SWEEPS, SURE = 6, ((1.5, 1.0), (1.5, 1.0), (2.0, 6.0))
"""Of many counts: how often flags are raised, and then, first with little knowledge of how restless the flows are and
then with more, what they must promise to add to the log evidence, and how far below the likeliest restlessness, in
logs, its neighbours are looked at."""


def _usual(rows: int) -> Array:
    return np.repeat(np.array(USUAL)[:, None], rows, axis=1)


def suspects(problem: Problem, *, width: int = 4, depth: int = 8) -> tuple[Flags, Array, Array]:
    """The likeliest sets of flags: flags (set, flag), log weights, and each set's mode.

    Sets grow by one flag at a time from those that explained the rest best, until another one explains nothing.
    """
    flags = np.zeros((1, len(problem.odds)), dtype=bool)
    usual = Setting.of(problem, flags, _usual(1))
    z = modes(usual)
    weight = evidence(usual, z)
    pool, beam = (flags, weight, z), (flags, weight, z)
    for _ in range(depth):
        grown, parents = _grown(problem, beam, pool[0])
        if not len(grown):
            break
        setting = Setting.of(problem, grown, _usual(len(grown)))
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
    gains = gain(problem, beam[0], beam[2], np.array(USUAL))
    sizes = problem.plain, len(problem.instead), len(problem.slant), len(problem.prior.jumps)
    kinds = np.split(np.arange(len(problem.odds)), np.cumsum(sizes))
    for parent, (flags, more_by) in enumerate(zip(beam[0], gains, strict=True)):
        promising = [kind[np.argsort(-more_by[kind], kind="stable")[:TRIED]] for kind in kinds]
        for index in np.concatenate(promising):
            more = flags.copy()
            more[index] = True
            if more_by[index] > -4.0 and not flags[index] and more.tobytes() not in known:
                known.add(more.tobytes())
                out.append(more)
                parents.append(parent)
    return np.array(out, dtype=bool).reshape(len(out), len(problem.odds)), np.array(parents, dtype=np.intp)


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
    return (_of_many if problem.banded else _of_few)(problem, rng, draws)


def _of_few(problem: Problem, rng: np.random.Generator, draws: int) -> Draws:
    """Draws of a corridor with few counts: sets of flags are weighed one by one."""
    sets, logs, modes_of = suspects(problem)
    others = slice(problem.plain, len(problem.low))
    held = np.asarray((sets[:, others] & (weights(logs) > 1e-3)[:, None]).any(axis=0))
    sound = ~(sets[:, others] & ~held).any(axis=1)
    keep = np.ones(sets.shape[1], dtype=bool)
    keep[others] = held
    problem, sets, logs, modes_of = problem.narrowed(held), sets[sound][:, keep], logs[sound], modes_of[sound]
    likely = logs > logs.max() - HOPELESS
    sets, logs, modes_of = sets[likely], logs[likely], modes_of[likely]
    best = int(np.argmax(logs))
    found = restless(problem, sets[best], modes_of[best], COARSE, np.array(USUAL))
    # The search took flows to be as restless as usual: where they are more so, fewer figures need be wrong.
    setting = Setting.of(problem, sets, np.repeat(found.sigma[:, found.best][:, None], len(sets), axis=1))
    modes_of = modes(setting, modes_of)
    logs = evidence(setting, modes_of)
    index, chosen = rng.choice(len(found.odds), draws, p=found.odds), rng.choice(len(sets), draws, p=weights(logs))
    setting = Setting.of(problem, sets[chosen], found.sigma[:, index])
    start = np.where((chosen == best)[:, None], found.modes[index], modes_of[chosen])
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
    return _told(setting, path, wrong, other)


def _of_many(problem: Problem, rng: np.random.Generator, draws: int) -> Draws:
    """Draws of a corridor with counts of most days: all that is out of the ordinary beyond doubt is taken at once, how
    restless the flows are is weighed finely, and whether a count is wrong is drawn from what all others say of it."""
    flags, sigma = np.zeros((1, len(problem.odds)), dtype=bool), np.array(USUAL)
    z = modes(Setting.of(problem, flags, sigma[:, None]))
    for sure, far in SURE:
        flags, z = _swept(problem, flags, z, sigma, sure)
        found = restless(problem, flags[0], z[0], FINE, sigma, far)
        sigma, z = found.sigma[:, found.best], found.modes[found.best][None]
    odds = np.clip(gain(problem, flags, z, sigma)[0, : problem.plain], -700.0, 700.0)
    # of many counts it shows how seldom they are wrong: what is supposed weighs as much as one wrong count
    odds += min(0.0, np.log((1.0 + expit(odds).sum()) / (1.0 + problem.doubt[: problem.plain].sum())))
    told = np.repeat(flags, draws, axis=0)
    told[:, : problem.plain] = rng.random((draws, problem.plain)) < expit(odds)
    other = np.zeros((draws, problem.plain), dtype=bool)
    other[:, problem.instead] = flags[0, problem.plain : len(problem.low)]
    told[:, : problem.plain] &= ~other
    index = rng.choice(len(found.odds), draws, p=found.odds)
    setting = Setting.of(problem, told, found.sigma[:, index])
    start = found.modes[index]
    z = _shaken(setting.heard(setting.eta(setting.path(start), start), rng), rng, start)
    return _told(setting, setting.path(z), told[:, : len(problem.low)], other)


def _swept(problem: Problem, flags: Flags, z: Array, sigma: Array, sure: float) -> tuple[Flags, Array]:
    """The flags that are up beyond doubt, all raised at once where that helps, and their mode."""
    count, days = len(problem.low), 2 * len(problem.prior.jumps)
    place = np.arange(len(problem.odds))
    weight = evidence(Setting.of(problem, flags, sigma[:, None]), z)
    for _ in range(SWEEPS):
        more_by = gain(problem, flags, z, sigma)[0]
        near = np.maximum.reduce([np.roll(more_by, shift) for shift in (-2, -1, 1, 2)])
        more_by[-days:][more_by[-days:] < near[-days:]] = 0.0
        # a count that has been taken for wrong, and no longer seems so, is heard again
        wrong = more_by > np.where(flags, 0.0, sure)
        wrong[:, problem.instead] &= ~flags[:, problem.plain : count]
        other = (place >= problem.plain) & (place < count)
        more = np.where(place < problem.plain, wrong, flags | ((more_by > sure) & ~other))
        trials = [more, *_otherwise(problem, more)]
        tried = np.vstack([each for each in trials if (each != flags).any()] or [flags])
        if (tried == flags).all():
            break
        setting = Setting.of(problem, tried, np.repeat(sigma[:, None], len(tried), axis=1))
        there = modes(setting, np.repeat(z, len(tried), axis=0))
        better = evidence(setting, there)
        best = int(np.argmax(better))
        if better[best] <= weight[0]:
            break
        flags, weight, z = tried[best : best + 1], better[best : best + 1], there[best : best + 1]
    return flags, z


def _otherwise(problem: Problem, flags: Flags) -> list[Flags]:
    """The set with each of its wrong readings taken in its other sense instead, one at a time."""
    out = []
    for k in range(len(problem.instead)):
        if flags[0, problem.instead[k]]:
            each = flags.copy()
            each[0, problem.instead[k]], each[0, problem.plain + k] = False, True
            out.append(each)
    return out


def _told(setting: Setting, path: Path, wrong: Flags, other: Flags) -> Draws:
    problem, count = setting.problem, len(setting.problem.low)
    leaning = (setting.flags[:, count : count + len(problem.slant)] @ problem.told[: problem.plain].T) > 0
    return Draws(path, problem.readings.of(path)[:, : problem.plain], wrong[:, : problem.plain], other, leaning)


def _shaken(setting: Setting, rng: np.random.Generator, start: Array) -> Array:
    """The nearest path to a freshly shaken prior and freshly shaken readings, a draw each."""
    problem = setting.problem
    wrong = setting.flags[:, : len(problem.low)].copy()
    wrong[:, problem.plain :] = False
    aim = rng.standard_normal(start.shape)
    place, edge = rng.random(wrong.shape), rng.standard_normal(wrong.shape)
    sound = problem.low + (problem.high - problem.low) * place + problem.noise * edge
    target = np.where(wrong, problem.centre + np.sqrt(np.minimum(setting.variance, UNHEARD)) * edge, sound)
    search = Search(setting, aim, target)
    return settle(search, start, FROM_NEAR)
