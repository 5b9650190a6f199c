"""The posterior of a corridor written down once more, in JAX, for NUTS: process, readings and what may be wrong.

Everything that panah decides by flags is summed over instead: a wrong figure and another sense of it in its
likelihood, a leaning counter and a day on which a flow breaks in the prior. How restless the flows are is continuous,
between bounds half a step beyond the ends of panah's grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.nn import log_sigmoid as log_expit
from jax.scipy.linalg import solve_triangular
from jax.scipy.special import expit, log_ndtr

from panah.reconcile.evidence import COARSE, SPREAD
from panah.reconcile.problem import BREAK, SLANT, Problem
from panah.reconcile.process import JUMP, LEVELS, PHI

ROUNDS = 2
FLOWS = ("arrivals", "departures", "present")


def _bounds() -> tuple[np.ndarray, np.ndarray]:
    """Least and greatest log of each kind of restlessness: half a step of panah's grid beyond its ends."""
    steps = [np.log(axis) for axis in COARSE.axes]
    return tuple(np.array([(3 * g[a] - g[b]) / 2 for g in steps]) for a, b in ((0, 1), (-1, -2)))


LEAST, GREATEST = _bounds()


@dataclass(frozen=True)
class Law:
    """What a day's change may be: its usual and its breaking standard deviation, and what of each is kept."""

    usual: Any
    broken: Any
    kept: tuple[Any, Any]

    @classmethod
    def of(cls, lasting: Any, passing: Any, jumps: np.ndarray, shut: np.ndarray) -> Law:
        """As process.pace, without and with a break on each day."""
        found = []
        for jump in (JUMP * jumps, np.hypot(JUMP * jumps, BREAK[0])):
            white, off = passing**2, PHI * passing**2
            around = lasting**2 + jump**2 + white * (1.0 + PHI**2)
            square = (around + jnp.sqrt(jnp.maximum(around**2 - 4 * off**2, 1e-300))) / 2
            found.append((jnp.sqrt(square + shut**2), 1.0 - off / square / PHI))
        return cls(found[0][0], found[1][0], (found[0][1], found[1][1]))

    def prior(self, z: Any) -> tuple[Any, Any]:
        """Log density of changes in units of the usual one, and the probability of a break in each, given it."""
        ratio = self.broken / self.usual
        plain = jnp.log1p(-BREAK[1]) - 0.5 * z**2
        broke = jnp.log(BREAK[1]) - jnp.log(ratio) - 0.5 * (z / ratio) ** 2
        both = jnp.logaddexp(plain, broke)
        return both, jnp.exp(broke - both)

    def changes(self, deviation: Any, shut: np.ndarray) -> Any:
        """The changes, in units of the usual one, behind deviations, as process._forgotten.

        What is kept of a change is the mean over a break and none, given its size: the one place where this is not
        panah's posterior to the letter, for changes that are as likely a break as not. ROUNDS of guessing find it.
        """
        days = np.arange(len(shut))
        ahead = days[:, None] - days[None, :]
        memory = np.where(ahead > 0, PHI ** np.maximum(ahead, 0.0), 0.0)
        whole = np.where((ahead > 0) & (shut > 0), 1.0, 0.0)
        odds = jnp.zeros(len(shut))
        for _ in range(ROUNDS):
            share = (1 - odds) * self.kept[0] + odds * self.kept[1]
            adds = jnp.where(shut > 0, whole, memory * share)
            found = solve_triangular(adds, deviation, lower=True, unit_diagonal=True) / self.usual
            odds = self.prior(found)[1]
        return found


def mean(problem: Problem, levels: Any) -> Any:
    """log of the mean of arrivals, as process._mean."""
    usual, pulse, half = levels[:3]
    age = np.arange(len(problem.prior.jumps)) - problem.prior.onset
    decay = np.maximum(age, 0) * (jnp.log(2.0) / jnp.exp(jnp.clip(half, -1.0, 7.0)))
    return jnp.log(jnp.exp(usual) + jnp.where(age >= 0, jnp.exp(pulse - decay), 0.0))


def path(levels: Any, log_arrivals: Any, log_hazard: Any) -> tuple[Any, Any, Any]:
    """Arrivals, departures and people present of each day, as process.walk has them."""
    odds, speed, hazard, start = levels[3:]
    arrivals, rate = jnp.exp(log_arrivals), jnp.exp(log_hazard)
    p, k = 1.0 / (1.0 + jnp.exp(-odds)), jnp.exp(speed + log_hazard - hazard)
    q = -jnp.expm1(-k)
    leave = -jnp.expm1(-rate)
    come_p, come_s, there = p * arrivals, (1.0 - p) * arrivals, jnp.exp(start)
    added = (come_s * (1.0 - leave / 2)).at[0].add((1.0 - leave[0]) * there)
    passing = _chained(k, come_p * (1.0 - q / 2))
    settled = _chained(rate, added)
    before_p = jnp.concatenate([jnp.zeros(1), passing[:-1]])
    before_s = jnp.concatenate([there[None], settled[:-1]])
    gone = q * (before_p + come_p / 2) + leave * (before_s + come_s / 2)
    return arrivals, gone, passing + settled


def _chained(rate: Any, added: Any) -> Any:
    """x with x[t] = exp(-rate[t]) x[t - 1] + added[t]."""
    since = jnp.cumsum(rate)
    gone = since[:, None] - since[None, :]
    late = np.tril(np.ones((len(added),) * 2, dtype=bool))
    return jnp.where(late, jnp.exp(-jnp.where(late, gone, 0.0)), 0.0) @ added


def likelihood(problem: Problem, eta: Any) -> Any:
    """Log likelihood of the readings at true logs `eta`: sound, or wrong, or another sense of the figure."""
    inside = inside_of(problem, eta)
    width = np.log(problem.high - problem.low)
    lost = -jnp.log(np.pi * problem.astray * (1.0 + ((eta - problem.centre) / problem.astray) ** 2))
    sound, plain = np.log1p(-problem.doubt) + inside, problem.plain
    own = jnp.logaddexp(sound, np.log(problem.doubt) + width + lost)[:plain]
    if len(problem.instead):
        odds, of = problem.doubt[plain:], problem.instead
        other = np.log(odds) + np.log1p(-problem.doubt[of]) + inside[plain:]
        own = own.at[of].set(jnp.logaddexp(np.log1p(-odds) + own[of], other))
    return own.sum()


def inside_of(problem: Problem, eta: Any) -> Any:
    """Log probability that a reading of noise falls into the box."""
    upper, lower = (problem.high - eta) / problem.noise, (problem.low - eta) / problem.noise
    flip = upper + lower > 0
    upper, lower = jnp.where(flip, -lower, upper), jnp.where(flip, -upper, lower)
    gap = jnp.minimum(log_ndtr(lower) - log_ndtr(upper), -1e-12)
    return log_ndtr(upper) + jnp.log(-jnp.expm1(gap))


def split(problem: Problem, unknowns: Any) -> Any:
    """Restlessness (in logs, of which log odds of the place between the bounds), levels (whitened), log arrivals, log
    hazard, and counters in units of their usual lean.

    Days are unknown as such, not by their whitened changes: counts hold them far more tightly than the prior does.
    """
    days = len(problem.prior.jumps)
    return jnp.split(unknowns, np.cumsum([3, LEVELS, days, days]))


def whitened(problem: Problem, unknowns: Any) -> tuple[Any, list[Law], list[Any]]:
    """Levels, the laws of arrivals and of the hazard, and their changes in units of the usual ones."""
    prior = problem.prior
    restless, z, come, hazard, _ = split(problem, unknowns)
    lasting, drifting, passing = jnp.exp(LEAST + (GREATEST - LEAST) * expit(restless))
    levels = prior.centre + prior.spread * z
    nothing = np.zeros(len(prior.jumps))
    laws = [Law.of(lasting, passing, prior.jumps, prior.shut), Law.of(drifting, passing, prior.jumps, nothing)]
    changes = [
        laws[0].changes(come - mean(problem, levels), prior.shut),
        laws[1].changes(hazard - levels[5], nothing),
    ]
    return levels, laws, changes


def told(problem: Problem, unknowns: Any) -> tuple[Any, Any, tuple[Any, Any, Any]]:
    """Log prior of the unknowns, up to a constant, the readings in logs, and the flows."""
    restless, z, come, hazard, leaning = split(problem, unknowns)
    levels, laws, changes = whitened(problem, unknowns)
    out = (log_expit(restless) + log_expit(-restless)).sum() - 0.5 * (z**2).sum()
    logs = LEAST + (GREATEST - LEAST) * expit(restless)
    out += logs[:2].sum() - 0.5 * ((jnp.exp(logs[:2]) / np.array(SPREAD[:2])) ** 2).sum()
    out -= 0.5 * ((logs[2] - np.log(problem.prior.passing)) / SPREAD[2]) ** 2
    for law, each in zip(laws, changes, strict=True):
        out += law.prior(each)[0].sum() - jnp.log(law.usual).sum()
    flows = path(levels, come, hazard)
    eta = readings(problem, flows)
    if len(problem.slant):
        ratio = SLANT / problem.slant
        leans = np.log(problem.biased / ratio) - 0.5 * (leaning / ratio) ** 2
        out += jnp.logaddexp(np.log1p(-problem.biased) - 0.5 * leaning**2, leans).sum()
        eta = eta + problem.told @ (problem.slant * leaning)
    return out, eta, flows


def model(problem: Problem, middle: np.ndarray, scale: np.ndarray) -> None:
    """The posterior for NUTS, which moves in `near`: the unknowns are middle + scale @ near."""
    near = numpyro.sample("near", dist.ImproperUniform(dist.constraints.real, (), middle.shape))
    unknowns = numpyro.deterministic("unknowns", middle + scale @ near)
    prior, eta, flows = told(problem, unknowns)
    numpyro.factor("density", prior + likelihood(problem, eta))
    for name, values in zip(FLOWS, flows, strict=True):
        numpyro.deterministic(name, values)


def readings(problem: Problem, flows: Sequence[Any]) -> Any:
    """The readings in logs, without what their counters are off by."""
    r = problem.readings
    sums = r.arrivals @ flows[0] + r.departures @ flows[1] + r.present @ flows[2]
    return r.mix @ jnp.log(jnp.maximum(sums, 1e-9))
