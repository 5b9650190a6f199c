"""A corridor's problem: its prior and readings, what may be out of the ordinary in them, and how a draw takes them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from panah.reconcile.estimate import Array
from panah.reconcile.process import JUMP, Index, Pace, Path, Prior, Readings, pace, pulled, slopes, walk

Flags = NDArray[np.bool_]

BREAK = (1.5, 0.01)
"""Standard deviation, in logs, of the change on a day when a flow breaks though no event is known, and its odds."""
ODD = (0.6, 0.02)
"""Standard deviation, in logs, of what an odd day is off by, and the share of odd days, where most days are counted: a
storm, a holiday, a crowd. Its count is right."""
UNHEARD = 1e4
"""Variance of a reading that is passed over."""
SLANT = 0.15
"""Standard deviation, in logs, of what a counter who counts all too high or too low is off by."""


@dataclass(frozen=True)
class Problem:
    """A corridor's prior and its readings: each a box [low, high] in logs with soft edges of width `noise`.

    `doubt` is the probability, before all figures are compared, that a reading is wrong. How far a wrong one lies from
    the truth, in logs, has a Cauchy distribution of scale `astray`: half of them within it, and one that is a million
    times too great is no surprise either, and says nothing. `told` (reading, counter) is 1 where a counter told one;
    all that one told may be off by the same share, usually by `slant` (in logs), with probability `biased` by SLANT.

    The last readings are other senses of earlier ones: the reading `instead` of which each stands is passed over where
    its flag is up, and it is passed over itself where not.

    What may be out of the ordinary is held in flags, a row a draw: wrong readings (of other senses: that they hold),
    biased counters, then the days on which arrivals break, and those on which the hazard of leaving does.
    """

    prior: Prior
    readings: Readings
    low: Array
    high: Array
    noise: Array
    doubt: Array
    astray: Array
    told: Array
    slant: Array
    biased: Array
    instead: Index

    @property
    def plain(self) -> int:
        """How many readings there are without other senses of them."""
        return len(self.low) - len(self.instead)

    def narrowed(self, held: Flags) -> Problem:
        """The problem with those other senses only that `held` marks."""
        keep = np.concatenate([np.ones(self.plain, dtype=bool), held])
        readings = self.readings.chosen(keep)
        return Problem(
            self.prior, readings, self.low[keep], self.high[keep], self.noise[keep], self.doubt[keep],
            self.astray[keep], self.told[keep], self.slant, self.biased, self.instead[held],
        )  # fmt: skip

    @cached_property
    def single(self) -> Flags:
        """Which readings are the logs of one day's arrivals, departures or people present, (reading,)."""
        r = self.readings
        days = sum(np.abs(r.mix) @ (part != 0) for part in (r.arrivals, r.departures, r.present))
        return np.asarray(((r.mix != 0).sum(axis=1) == 1) & (days.sum(axis=1) == 1))

    @cached_property
    def marks(self) -> tuple[Array, Array, Array]:
        """1.0 at the day of each single reading, (reading, day), as arrivals, departures and people present."""
        r = self.readings
        parts = (np.abs(r.mix) @ part != 0 for part in (r.arrivals, r.departures, r.present))
        come, go, here = (np.where(self.single[:, None], part, False).astype(float) for part in parts)
        return come, go, here

    @cached_property
    def banded(self) -> bool:
        """Whether the curvature is quicker to take as a band than by the slopes of all readings.

        Floating point operations of a draw, by the sizes of what they run over; a band's take longer each.
        """
        count, size, days = len(self.low), self.size, len(self.prior.jumps)
        border, several = size - 2 * days, count - int(self.single.sum())
        slopes = 2 * count**2 * size + count**3 + 600 * count * days
        return bool(slopes > days * (7_000 + 2_000 * (border + several)) + 600 * several * days)

    @property
    def size(self) -> int:
        """How many unknowns there are: the path's, and one a counter."""
        return self.prior.size + len(self.slant)

    @property
    def sound(self) -> Array:
        """Variance of each reading, in logs, where nothing is wrong with it."""
        return (self.high - self.low) ** 2 / 12 + self.noise**2

    @property
    def odds(self) -> Array:
        """Probability of each flag before all figures are compared."""
        return np.concatenate([self.doubt, self.biased, np.full(2 * len(self.prior.jumps), BREAK[1])])

    @property
    def centre(self) -> Array:
        """Middle of each box, in logs."""
        return (self.low + self.high) / 2

    def lost(self, eta: Array) -> Array:
        """Log density of each reading where it is wrong, given the true logs `eta` (draw, reading)."""
        return -np.log(np.pi * self.astray * (1.0 + ((eta - self.centre) / self.astray) ** 2))

    def suspicion(self, eta: Array) -> Array:
        """Probability that each reading is wrong, given the true logs `eta` (draw, reading)."""
        upper, lower = (self.high - eta) / self.noise, (self.low - eta) / self.noise
        flip = upper + lower > 0
        upper, lower = np.where(flip, -lower, upper), np.where(flip, -upper, lower)
        gap = np.minimum(log_ndtr(lower) - log_ndtr(upper), -1e-12)
        inside = np.log1p(-self.doubt) + log_ndtr(upper) + np.log(-np.expm1(gap))
        outside = np.log(self.doubt) + np.log(self.high - self.low) + self.lost(eta)
        return 1.0 / (1.0 + np.exp(np.clip(inside - outside, -700.0, 700.0)))


@dataclass(frozen=True, slots=True)
class Setting:
    """A problem as each draw takes it: which flags are up, how restless the flows are, and what follows from both."""

    problem: Problem
    flags: Flags
    sigma: Array
    """How restless flows are: daily changes in logs, as in evidence.Lattice, (3, draw)."""
    variance: Array
    """Of each reading, (draw, reading)."""
    slant: Array
    """What each counter may be off by in all, (draw, counter)."""
    paces: tuple[Pace, Pace]

    @classmethod
    def of(cls, problem: Problem, flags: Flags, sigma: Array) -> Setting:
        """The setting in which these flags are up and flows are as restless as `sigma` says."""
        count, days = len(problem.low), len(problem.prior.jumps)
        wrong, biased, breaks = np.split(flags, [count, count + len(problem.slant)], axis=1)
        other = wrong[:, problem.plain :]
        variance = np.where(wrong, UNHEARD, problem.sound)
        variance[:, problem.plain :] = np.where(other, problem.sound[problem.plain :], UNHEARD)
        draw, which = np.nonzero(other)
        variance[draw, problem.instead[which]] = UNHEARD
        known = JUMP * problem.prior.jumps
        come, leave = (np.hypot(known, BREAK[0] * part) for part in (breaks[:, :days], breaks[:, days:]))
        shut = problem.prior.shut
        paces = pace(sigma[0], sigma[2], come, shut), pace(sigma[1], sigma[2], leave, np.zeros_like(shut))
        return cls(problem, flags, sigma, variance, np.where(biased, SLANT, problem.slant), paces)

    def at(self, rows: Index | slice) -> Setting:
        """The same for some of the draws."""
        paces = self.paces[0].at(rows), self.paces[1].at(rows)
        return Setting(
            self.problem, self.flags[rows], self.sigma[:, rows], self.variance[rows], self.slant[rows], paces
        )

    def heard(self, eta: Array, rng: np.random.Generator) -> Setting:
        """The same with a variance drawn for each wrong reading, given how far it lies from `eta` (draw, reading).

        A Cauchy distribution is a normal one whose precision is drawn: a reading that is a little off still tells.
        """
        off = eta - self.problem.centre
        drawn = (self.problem.astray**2 + off**2) / (2.0 * np.maximum(rng.exponential(size=off.shape), 1e-6))
        plain = self.flags[:, : len(self.problem.low)] & (np.arange(len(self.problem.low)) < self.problem.plain)
        return replace(self, variance=np.where(plain, np.minimum(drawn, UNHEARD), self.variance))

    def path(self, z: Array) -> Path:
        return walk(self.problem.prior, z, self.paces)

    def eta(self, path: Path, z: Array) -> Array:
        """The readings in logs as their counters see them, (draw, reading)."""
        seen = self.problem.readings.of(path)
        if len(self.problem.slant):
            seen += (z[:, self.problem.prior.size :] * self.slant) @ self.problem.told.T
        return seen

    def slopes(self, path: Path, chosen: Flags | None = None) -> Array:
        """Slope of each reading, or of the chosen ones, on each unknown, (draw, reading, unknown)."""
        readings, told = self.problem.readings, self.problem.told
        if chosen is not None:
            readings, told = readings.chosen(chosen), told[chosen]
        found = slopes(self.problem.prior, readings, path, self.paces)
        leaning = (self.slant[:, None, :] * told[None]).astype(np.float32)
        return np.concatenate([found, leaning], axis=2)

    def pulled(self, path: Path, weights: Array) -> Array:
        """What weights on the readings (draw, reading) come to on each unknown, (draw, unknown)."""
        found = pulled(self.problem.prior, self.problem.readings, path, self.paces, weights)
        return np.hstack([found, (weights @ self.problem.told) * self.slant])
