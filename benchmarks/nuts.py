"""panah.reconcile beside NUTS (NumPyro) on the very same posterior: eight reference crises.

    python benchmarks/nuts.py [--only NAME] [--samples 1000] [--draws 2000] [--json FILE]

The posterior is written down once more here, in JAX, from the `Problem` that `reconcile` solves: the same process, the
same soft boxes, and everything that panah decides by flags summed over instead: a wrong figure and another sense of it
in its likelihood, a leaning counter and a day on which a flow breaks in the prior. How restless the flows are is
continuous, where panah weighs a grid of sixty. Compared are medians, in standard deviations of NUTS, and the widths of
90 % ranges; both in logs, so that a long tail of a few draws makes no difference look small.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.scipy.special import log_ndtr, logsumexp
from numpyro.diagnostics import effective_sample_size, split_gelman_rubin
from numpyro.infer import MCMC, NUTS, init_to_value
from nuts_cases import CRISES, Crisis

from panah.reconcile import reconcile, reconciling, solve
from panah.reconcile.problem import BREAK, SLANT, Problem, Setting
from panah.reconcile.process import JUMP, LEVELS, PHI

jax.config.update("jax_enable_x64", True)

CHAINS = 2
NEAR, WIDE = 0.3, 0.15
"""Agreement that is asked for: medians within this many standard deviations, widths within this share."""
_LAST_HALF, _DRIFT_HALF, _PASSING = 0.3, 0.2, 0.9
"""Priors of the three kinds of restlessness, as in solve: two half-normal, and the spread of a log-normal one."""


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

    def deviation(self, z: Any, shut: np.ndarray) -> Any:
        """What the changes add up to. What is kept of one is the mean over a break and none, given its size.

        That mean is the one place where this is not panah's posterior to the letter: where a change is as likely a
        break as not, panah keeps either much or little of it.
        """
        changes, odds = self.usual * z, self.prior(z)[1]
        share = jnp.where(shut > 0, 0.0, (1 - odds) * self.kept[0] + odds * self.kept[1])
        days = np.arange(len(shut))
        ahead = days[:, None] - days[None, :]
        memory = np.where(ahead > 0, PHI ** np.maximum(ahead, 0.0), 0.0)
        return changes + memory @ (share * changes) + (ahead > 0) @ jnp.where(shut > 0, changes, 0.0)


def path(problem: Problem, levels: Any, come: Any, drift: Any) -> tuple[Any, Any, Any]:
    """Arrivals, departures and people present of each day, as process.walk has them."""
    prior = problem.prior
    usual, pulse, half, odds, speed, hazard, start = jnp.clip(prior.centre + prior.spread * levels, -20.0, 25.0)
    age = np.arange(len(prior.jumps)) - prior.onset
    decay = np.maximum(age, 0) * (jnp.log(2.0) / jnp.exp(jnp.clip(half, -1.0, 7.0)))
    mean = jnp.log(jnp.exp(usual) + jnp.where(age >= 0, jnp.exp(pulse - decay), 0.0))
    arrivals = jnp.exp(jnp.clip(mean + come, -7.0, 23.0))
    p, k = 1.0 / (1.0 + jnp.exp(-odds)), jnp.exp(speed)
    q = -jnp.expm1(-k)
    rate = jnp.exp(jnp.clip(hazard + drift, -30.0, 4.0))
    leave = -jnp.expm1(-rate)
    come_p, come_s, there = p * arrivals, (1.0 - p) * arrivals, jnp.exp(start)
    added = (come_s * (1.0 - leave / 2)).at[0].add((1.0 - leave[0]) * there)
    passing = _chained(jnp.full(len(age), k), come_p * (1.0 - q / 2))
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
    inside = _inside(problem, eta)
    width = np.log(problem.high - problem.low)
    lost = -jnp.log(np.pi * problem.astray * (1.0 + ((eta - problem.centre) / problem.astray) ** 2))
    sound, plain = np.log1p(-problem.doubt) + inside, problem.plain
    own = jnp.logaddexp(sound, np.log(problem.doubt) + width + lost)[:plain]
    if len(problem.instead):
        odds, of = problem.doubt[plain:], problem.instead
        other = np.log(odds) + np.log1p(-problem.doubt[of]) + inside[plain:]
        own = own.at[of].set(jnp.logaddexp(np.log1p(-odds) + own[of], other))
    return own.sum()


def _inside(problem: Problem, eta: Any) -> Any:
    """Log probability that a reading of noise falls into the box."""
    upper, lower = (problem.high - eta) / problem.noise, (problem.low - eta) / problem.noise
    flip = upper + lower > 0
    upper, lower = jnp.where(flip, -lower, upper), jnp.where(flip, -upper, lower)
    gap = jnp.minimum(log_ndtr(lower) - log_ndtr(upper), -1e-12)
    return log_ndtr(upper) + jnp.log(-jnp.expm1(gap))


def model(problem: Problem) -> None:
    """The posterior. Unknowns are in units of their usual standard deviation, as in panah."""
    prior, days, counters = problem.prior, len(problem.prior.jumps), len(problem.slant)
    free = dist.ImproperUniform(dist.constraints.real, (), (days,))
    lasting = numpyro.sample("lasting", dist.HalfNormal(_LAST_HALF))
    drifting = numpyro.sample("drifting", dist.HalfNormal(_DRIFT_HALF))
    passing = numpyro.sample("passing", dist.LogNormal(np.log(prior.passing), _PASSING))
    levels = numpyro.sample("levels", dist.Normal(jnp.zeros(LEVELS), 1.0))
    nothing = np.zeros(days)
    deviations = []
    for name, law, shut in (
        ("come", Law.of(lasting, passing, prior.jumps, prior.shut), prior.shut),
        ("leave", Law.of(drifting, passing, prior.jumps, nothing), nothing),
    ):
        z = numpyro.sample(name, free)
        numpyro.factor(f"{name} law", law.prior(z)[0].sum())
        deviations.append(law.deviation(z, shut))
    flows = path(problem, levels, *deviations)
    eta = readings(problem, flows)
    if counters:
        z = numpyro.sample("counters", dist.ImproperUniform(dist.constraints.real, (), (counters,)))
        ratio = SLANT / problem.slant
        leans = np.log(problem.biased / ratio) - 0.5 * (z / ratio) ** 2
        numpyro.factor("counters law", jnp.logaddexp(np.log1p(-problem.biased) - 0.5 * z**2, leans).sum())
        eta = eta + problem.told @ (problem.slant * z)
    numpyro.factor("readings", likelihood(problem, eta))
    for name, values in zip(("arrivals", "departures", "present"), flows, strict=True):
        numpyro.deterministic(name, values)


def readings(problem: Problem, flows: Sequence[Any]) -> Any:
    """The readings in logs, without what their counters are off by."""
    r = problem.readings
    sums = r.arrivals @ flows[0] + r.departures @ flows[1] + r.present @ flows[2]
    return r.mix @ jnp.log(jnp.maximum(sums, 1e-9))


@dataclass(frozen=True)
class Side:
    """Draws of one method: arrivals, departures and present, (draw, day), and the seconds they took."""

    arrivals: np.ndarray
    departures: np.ndarray
    present: np.ndarray
    seconds: float


def panah(crisis: Crisis, draws: int) -> tuple[Side, Side, Problem]:
    """The estimate with that many draws, the same with the usual 400, and the problem that both solve."""
    problems = []

    def seen(problem: Problem, rng: np.random.Generator, draws: int) -> solve.Draws:
        problems.append(problem)
        return solve.draw(problem, rng, draws)

    out = []
    with patch.object(reconciling, "draw", seen):
        for count in (draws, 400):
            reconciling._drawn.cache_clear()
            begin = time.perf_counter()
            found = reconcile(crisis.figures, crisis.as_of, crisis.events, draws=count)
            spent = time.perf_counter() - begin
            assert len(found.corridors) == 1, found.corridors
            series = [found.series[found.corridors[0], name].draws for name in ("arrivals", "departures", "present")]
            out.append(Side(*series, spent))
    return out[0], out[1], problems[0]


def starts(problem: Problem, chains: int) -> list[dict[str, Any]]:
    """A place to begin for each chain: the mode of panah's likeliest set of flags, and of others drawn by weight."""
    sets, logs, modes = solve.suspects(problem)
    weights = np.exp(logs - logs.max())
    chosen = [int(np.argmax(logs)), *np.random.default_rng(1).choice(len(logs), chains - 1, p=weights / weights.sum())]
    sigma = np.array(solve.RESTLESS[solve._USUAL])
    usual = Setting.of(problem, np.zeros_like(sets[:1]), sigma[:, None])
    out = []
    days = len(problem.prior.jumps)
    for index in chosen:
        z, here = modes[index], Setting.of(problem, sets[index][None], sigma[:, None])
        parts = dict(zip(("levels", "come", "leave", "counters"), np.split(z, [LEVELS, LEVELS + days, LEVELS + 2 * days])))
        for name, mine, theirs in zip(("come", "leave"), here.paces, usual.paces, strict=True):
            parts[name] = parts[name] * mine.steps[0] / theirs.steps[0]
        parts["counters"] = parts["counters"] * here.slant[0] / problem.slant
        if not len(problem.slant):
            del parts["counters"]
        out.append(parts | dict(zip(("lasting", "drifting", "passing"), sigma, strict=True)))
    return out


def nuts(problem: Problem, samples: int) -> tuple[Side, dict[str, float]]:
    """NUTS's draws, and how well its chains have mixed."""
    begin = time.perf_counter()
    chains = []
    slow = 0
    for number, place in enumerate(starts(problem, CHAINS)):
        kernel = NUTS(partial(model, problem), init_strategy=init_to_value(values=place), target_accept_prob=0.9, max_tree_depth=10)
        run = MCMC(kernel, num_warmup=samples, num_samples=samples, progress_bar=False)
        run.run(jax.random.PRNGKey(number), extra_fields=("diverging", "num_steps"))
        slow += int(run.get_extra_fields()["diverging"].sum())
        chains.append({name: np.asarray(value) for name, value in run.get_samples().items()})
    spent = time.perf_counter() - begin
    held = {name: np.stack([chain[name] for chain in chains]) for name in chains[0]}
    mixed = {}
    for kind, names in (("flows", ("arrivals", "departures", "present")), ("unknowns", tuple(starts(problem, 1)[0]))):
        logs = [np.log(np.maximum(held[n], 1e-9)) if kind == "flows" else held[n] for n in names]
        every = np.concatenate([each.reshape(*each.shape[:2], -1) for each in logs], axis=2)
        mixed[f"R-hat {kind}"] = float(np.nanmax(split_gelman_rubin(every)))
        mixed[f"ESS {kind}"] = float(np.nanmin(effective_sample_size(every)))
    mixed["divergent"] = slow
    sides = (held[name].reshape(-1, held[name].shape[2]) for name in ("arrivals", "departures", "present"))
    return Side(*sides, spent), mixed
