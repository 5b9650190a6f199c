"""How well flags, and how restless flows are, explain the readings: Laplace's evidence at the most probable path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from panah.reconcile.banded import Curvature
from panah.reconcile.estimate import Array
from panah.reconcile.problem import BREAK, ODD, SLANT, UNHEARD, Flags, Problem, Setting
from panah.reconcile.process import LEVELS, Index, Path
from panah.reconcile.search import FROM_AFAR, FROM_NEAR, Search, portions, settle

USUAL = (0.18, 0.15, 0.15)
"""How restless flows are taken to be while the search for what is wrong begins; see Lattice."""
SPREAD = (0.3, 0.2, 0.9)
"""Prior of restlessness: half-normal for what lasts, of arrivals and of leaving; log-normal, about the problem's own
centre, for what passes."""
_UNSAID = 0.5 * float(np.log(2 * np.pi * UNHEARD))
"""What a reading that is passed over costs the evidence by its variance alone, in logs."""


def evidence(setting: Setting, z: Array) -> Array:
    """Laplace's log evidence, plus the log prior of the flags, of each row's mode `z` (row, unknown)."""
    out = np.empty(len(z))
    problem = setting.problem
    for part in portions(len(z), problem):
        here = setting.at(part)
        path = here.path(z[part])
        eta = here.eta(path, z[part])
        miss = eta - problem.centre
        out[part] = -0.5 * ((z[part] ** 2).sum(axis=1) + (miss**2 / here.variance).sum(axis=1))
        out[part] -= 0.5 * _spread(here, path)
        wrong = setting.flags[part, : problem.plain]
        lost = problem.lost(eta)[:, : problem.plain]
        out[part] += np.where(wrong, lost + _UNSAID, 0.0).sum(axis=1)
    return cast(Array, out + np.where(setting.flags, np.log(problem.odds), np.log1p(-problem.odds)).sum(axis=1))


def _spread(setting: Setting, path: Path) -> Array:
    """log determinant of JJ' + R, of what the readings are expected to be spread by, (row,)."""
    if setting.problem.banded:
        return Curvature.of(setting, path).logdet
    slope = setting.slopes(path)
    inner = np.matmul(slope, slope.transpose(0, 2, 1))
    each = np.arange(inner.shape[1])
    inner[:, each, each] += setting.variance
    return cast(Array, np.linalg.slogdet(inner)[1])


def modes(setting: Setting, start: Array | None = None) -> Array:
    """The most probable unknowns for each row of flags, (row, unknown)."""
    problem, rows = setting.problem, len(setting.flags)
    aim = np.zeros((rows, problem.size))
    search = Search(setting, aim, np.broadcast_to(problem.centre, (rows, len(problem.centre))))
    return settle(search, aim if start is None else start, FROM_AFAR if start is None else FROM_NEAR)


@dataclass(frozen=True, slots=True)
class Lattice:
    """Daily changes in logs that are weighed against each other, even in logs: of arrivals and of the hazard of
    leaving, such as last, and of both, such as pass with the day."""

    axes: tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]

    @property
    def shape(self) -> tuple[int, int, int]:
        one, two, three = (len(axis) for axis in self.axes)
        return one, two, three

    @property
    def places(self) -> Array:
        """All of them, (3, place)."""
        return np.stack([part.ravel() for part in np.meshgrid(*self.axes, indexing="ij")])

    def nearest(self, sigma: Array) -> int:
        """The place nearest to `sigma` in logs."""
        return int(np.argmin(np.abs(np.log(self.places / sigma[:, None])).sum(axis=0)))

    def ahead(self, logs: Array, far: float) -> Index:
        """The places not yet looked at beside those within `far` of the likeliest; `logs` is -inf where none looked."""
        cube = logs.reshape(self.shape)
        likely = np.pad(cube > cube.max() - far, 1)
        inner = slice(1, -1)
        beside = np.zeros(cube.shape, dtype=bool)
        for axis in range(3):
            for shift in (-1, 1):
                beside |= np.roll(likely, shift, axis)[inner, inner, inner]
        return np.flatnonzero(beside & np.isneginf(cube))


def _steps(least: float, count: int) -> tuple[float, ...]:
    return tuple(least * 1.5**k for k in range(count))


COARSE = Lattice(((0.03, 0.08, 0.18, 0.4), (0.05, 0.15, 0.35), (0.05, 0.15, 0.4, 1.0, 2.0)))
FINE = Lattice((_steps(0.016, 9), _steps(0.02, 9), _steps(0.02, 12)))


@dataclass(frozen=True, slots=True)
class Restless:
    """How restless the flows are, given what is out of the ordinary: places of a lattice, (3, place), the most
    probable unknowns at each, (place, unknown), and their probabilities."""

    sigma: Array
    modes: Array
    odds: Array

    @property
    def best(self) -> int:
        """The likeliest place."""
        return int(np.argmax(self.odds))


def restless(problem: Problem, flags: Flags, mode: Array, lattice: Lattice, first: Array, far: float = 7.0) -> Restless:
    """Restlessness given one set of flags (flag,), from its mode at `first` on, as far as places are likely."""
    places = lattice.places
    before = -0.5 * ((places[0] / SPREAD[0]) ** 2 + (places[1] / SPREAD[1]) ** 2) + np.log(places[:2]).sum(axis=0)
    before -= 0.5 * (np.log(places[2] / problem.prior.passing) / SPREAD[2]) ** 2
    near = np.repeat(mode[None], places.shape[1], axis=0)
    logs, ahead = np.full(places.shape[1], -np.inf), np.array([lattice.nearest(first)])
    while len(ahead):
        setting = Setting.of(problem, np.repeat(flags[None], len(ahead), axis=0), places[:, ahead])
        near[ahead] = modes(setting, near[ahead])
        logs[ahead] = evidence(setting, near[ahead]) + before[ahead]
        best = near[np.argmax(logs)]
        ahead = lattice.ahead(logs, far)
        near[ahead] = best
    return Restless(places, near, weights(logs))


def gain(problem: Problem, flags: Flags, z: Array, sigma: Array) -> Array:
    """What raising each flag would add to the log evidence, to first order, (set, flag); `sigma` is restlessness.

    A flag gives one direction more variance: a reading's noise, a counter's slant, a day's change. What counts is how
    far the readings pull that way, in standard deviations of what all the rest predicts; a wrong figure that is sharp
    bends the path to itself, so what a mode itself misses does not show it.
    """
    setting = Setting.of(problem, flags, np.repeat(sigma[:, None], len(z), axis=1))
    path = setting.path(z)
    slope = setting.slopes(path).astype(float)
    inner = np.matmul(slope, slope.transpose(0, 2, 1))
    count, days = len(problem.centre), len(problem.prior.jumps)
    each = np.arange(count)
    inner[:, each, each] += setting.variance
    inverse = np.linalg.inv(inner)
    # the weights of the readings in the next step, which a mode that is not quite reached does not blur
    ahead = problem.centre - setting.eta(path, z) + np.matmul(slope, z[:, :, None])[:, :, 0]
    pulled = np.matmul(inverse, ahead[:, :, None])[:, :, 0]
    out = []
    alone = inverse[:, each, each]
    # what all others predict of a reading: how far it is off, and the variance of that with the reading's own
    off = pulled / alone
    spread = np.maximum(1.0 / alone - setting.variance, 0.0) + problem.sound
    sound = _normal(off, spread)
    if problem.banded:
        odd = np.log(ODD[1]) + _normal(off, spread + ODD[0] ** 2)
        sound = np.where(problem.single, np.logaddexp(np.log1p(-ODD[1]) + sound, odd), sound)
    freed = problem.lost(problem.centre + off) - sound
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


def _normal(off: Array, variance: Array) -> Array:
    return np.asarray(-0.5 * (off**2 / variance + np.log(2 * np.pi * variance)))


def weights(logs: Array) -> Array:
    """Probabilities in proportion to the exponentials of `logs`."""
    out = np.exp(logs - logs.max())
    return cast(Array, out / out.sum())
