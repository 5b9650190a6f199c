"""panah.reconcile beside NUTS (NumPyro) on the very same posterior: eight reference crises.

    python benchmarks/nuts.py [--only NAME] [--samples 1000] [--draws 2000] [--each]

The posterior is written down once more in nuts_posterior.py, from the `Problem` that `reconcile` solves. Compared are
medians, in standard deviations of NUTS, and the widths of 90 % ranges; both in logs, so that a long tail of a few draws
makes no difference look small.
Chains begin at modes of sets of flags that panah finds likely. R-hat and ESS are the worst of all days of all flows.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from unittest.mock import patch

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import numpy as np
from numpyro.diagnostics import effective_sample_size, split_gelman_rubin
from numpyro.infer import MCMC, NUTS
from nuts_cases import CRISES, Crisis
from nuts_posterior import FLOWS, GREATEST, LEAST, inside_of, model, split, told, whitened

from panah.reconcile import reconcile, reconciling, solve
from panah.reconcile.evidence import COARSE, USUAL, restless
from panah.reconcile.problem import SLANT, Problem, Setting
from panah.reconcile.process import LEVELS

jax.config.update("jax_enable_x64", True)

CHAINS = 2
NEAR, WIDE = 0.3, 0.15
"""Agreement that is asked for: medians within this many standard deviations, widths within this share."""


@dataclass(frozen=True)
class Side:
    """Draws of one method: arrivals, departures and present, (draw, day), and the seconds they took.

    `flags` (draw, flag) says which figures were wrong, which counted both ways, and whose teller leaned.
    """

    arrivals: np.ndarray
    departures: np.ndarray
    present: np.ndarray
    flags: np.ndarray
    seconds: float

    def where(self, flags: np.ndarray) -> Side:
        """Only those draws in which exactly these flags are up."""
        keep = (self.flags == flags).all(axis=1)
        return Side(self.arrivals[keep], self.departures[keep], self.present[keep], self.flags[keep], self.seconds)


def panah(crisis: Crisis, draws: int) -> tuple[Side, Side, Problem]:
    """The estimate with that many draws, the same with the usual 400, and the problem that both solve."""
    problems, drawn = [], []

    def seen(problem: Problem, rng: np.random.Generator, draws: int) -> solve.Draws:
        problems.append(problem)
        drawn.append(solve.draw(problem, rng, draws))
        return drawn[-1]

    out = []
    with patch.object(reconciling, "draw", seen):
        for count in (draws, 400):
            reconciling._drawn.cache_clear()
            begin = time.process_time()
            found = reconcile(crisis.figures, crisis.as_of, crisis.events, draws=count)
            spent = time.process_time() - begin
            assert len(found.corridors) == 1, found.corridors
            series = [found.series[found.corridors[0], name].draws for name in FLOWS]
            flags = np.hstack([drawn[-1].wrong, drawn[-1].both, drawn[-1].leaning])
            out.append(Side(*series, flags, spent))
    return out[0], out[1], problems[0]


def starts(problem: Problem, chains: int) -> tuple[list[np.ndarray], np.ndarray]:
    """Unknowns at which each chain begins, and a matrix that makes the posterior about round at the first of them.

    The first is the mode of panah's likeliest set of flags, the others are modes of sets drawn by their weight. The
    matrix is a root of the inverse of Gauss and Newton's Hessian there.
    """
    sets, logs, modes = solve.suspects(problem)
    weights = np.exp(logs - logs.max())
    best = int(np.argmax(logs))
    found = restless(problem, sets[best], modes[best], COARSE, np.array(USUAL))
    modes[best], sigma = found.modes[found.best], found.sigma[:, found.best]
    counters = len(problem.slant)
    out: list[np.ndarray] = []
    for index in (best, *np.random.default_rng(1).choice(len(logs), chains - 1, p=weights / weights.sum())):
        here, z = Setting.of(problem, sets[index][None], sigma[:, None]), modes[index]
        walked = here.path(z[None])
        lean = z[len(z) - counters :] * here.slant[0] / problem.slant
        place = (np.log(sigma) - LEAST) / (GREATEST - LEAST)
        days = np.log(walked.arrivals[0]), walked.hazard[0]
        eta = here.eta(walked, z[None])[0]
        out.append(np.concatenate([np.log(place / (1 - place)), z[:LEVELS], *days, lean]))
        # what is written down twice is the same thing
        assert np.allclose(told(problem, out[-1])[1], eta, rtol=0, atol=1e-9), "the two posteriors differ"

    def misses(unknowns: Any) -> Any:
        """What the prior and the readings are missed by, in standard deviations, where the likeliest flags are up."""
        restless, z, *_, leaning = split(problem, unknowns)
        _, laws, changes = whitened(problem, unknowns)
        steps = [law.usual / pace.steps[0] for law, pace in zip(laws, first.paces, strict=True)]
        days = [change * step for change, step in zip(changes, steps, strict=True)]
        parts = [restless / 1.8, z, *days, leaning * problem.slant / first.slant[0]]
        return jnp.concatenate([*parts, told(problem, unknowns)[1] / np.sqrt(first.variance[0])])

    first = Setting.of(problem, sets[best][None], sigma[:, None])
    slope = np.asarray(jax.jacfwd(misses)(out[0]))
    return out, np.linalg.cholesky(np.linalg.inv(slope.T @ slope))


def nuts(problem: Problem, samples: int) -> tuple[Side, dict[str, float]]:
    """NUTS's draws, and how well its chains have mixed."""
    begin = time.process_time()
    places, scale = starts(problem, CHAINS)
    near = np.stack([np.linalg.solve(scale, place - places[0]) for place in places])
    kernel = NUTS(partial(model, problem, places[0], scale), target_accept_prob=0.9)
    run = MCMC(
        kernel, num_warmup=samples, num_samples=samples, num_chains=CHAINS, chain_method="sequential",
        progress_bar=False,
    )  # fmt: skip
    run.run(jax.random.PRNGKey(0), init_params={"near": near}, extra_fields=("diverging", "num_steps"))
    held = {name: np.asarray(value) for name, value in run.get_samples(group_by_chain=True).items()}
    spent = time.process_time() - begin
    flows = np.log(np.maximum(np.concatenate([held[name] for name in FLOWS], axis=2), 1e-9))
    more = run.get_extra_fields()
    mixed = {"steps": float(more["num_steps"].mean()), "divergent": float(more["diverging"].sum())}
    for kind, values in (("flows", flows), ("unknowns", held["unknowns"])):
        mixed[f"R-hat {kind}"] = float(split_gelman_rubin(values).max())
        mixed[f"ESS {kind}"] = float(effective_sample_size(values).min())
    flat = {name: values.reshape(-1, values.shape[2]) for name, values in held.items()}
    flags = flagged(problem, flat["unknowns"], np.random.default_rng(2))
    return Side(*(flat[name] for name in FLOWS), flags, spent), mixed


def flagged(problem: Problem, unknowns: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Flags drawn given the unknowns over which NUTS has summed them."""
    told_, leans = jax.jit(jax.vmap(lambda each: (told(problem, each)[1], leaning_odds(problem, each))))(unknowns)
    eta, plain, of = np.asarray(told_), problem.plain, problem.instead
    inside = np.asarray(inside_of(problem, eta))
    wrong = rng.random((len(eta), plain)) < problem.suspicion(eta)[:, :plain]
    both = np.zeros_like(wrong)
    own = np.logaddexp(inside[:, of], np.log(problem.doubt[of] / (1 - problem.doubt[of]))
                       + np.log(problem.high - problem.low)[of] + problem.lost(eta)[:, of])  # fmt: skip
    odds = np.log(problem.doubt[plain:]) - np.log1p(-problem.doubt[plain:]) + inside[:, plain:] - own
    both[:, of] = rng.random(odds.shape) < 1.0 / (1.0 + np.exp(np.clip(-odds, -700.0, 700.0)))
    lean = rng.random(np.shape(leans)) < np.asarray(leans)
    return np.hstack([wrong & ~both, both, lean @ problem.told[:plain].T > 0])


def leaning_odds(problem: Problem, unknowns: Any) -> Any:
    """Probability that each counter leans, given what it is off by."""
    off, ratio = split(problem, unknowns)[4], SLANT / problem.slant
    usual, leans = np.log1p(-problem.biased) - 0.5 * off**2, np.log(problem.biased / ratio) - 0.5 * (off / ratio) ** 2
    return jnp.exp(leans - jnp.logaddexp(usual, leans))


def judged(problem: Problem) -> dict[str, Callable[[Side], np.ndarray]]:
    """What is compared: totals, three days of each flow, and people present in the middle and at the end.

    The three days are one in the shortest span that is counted, the one farthest from where any count begins or ends,
    and the last.
    """
    onset, days = problem.prior.onset, len(problem.prior.jumps)
    out: dict[str, Callable[[Side], np.ndarray]] = {
        "total in": lambda side: side.arrivals[:, onset:].sum(axis=1),
        "total out": lambda side: side.departures[:, onset:].sum(axis=1),
    }
    for name in ("arrivals", "departures"):
        spans = [np.flatnonzero(row) for row in getattr(problem.readings, name) if row.any()]
        edges = np.array([edge for span in spans for edge in (span[0], span[-1])] or [onset, days - 1])
        near = int(np.median(min(spans, key=len, default=np.array([onset]))))
        far = onset + int(np.argmax(np.abs(np.arange(onset, days)[:, None] - edges).min(axis=1)))
        for word, day in (("counted", near), ("far", far), ("last", days - 1)):
            out[f"{name}, {word}"] = lambda side, name=name, day=day: getattr(side, name)[:, day]
    out["present, middle"] = lambda side: side.present[:, (onset + days) // 2]
    out["present, last"] = lambda side: side.present[:, -1]
    return out


@dataclass(frozen=True)
class Agreement:
    """How panah's draws of a quantity lie beside NUTS's: medians in standard deviations apart, ratio of widths."""

    crisis: str
    quantity: str
    apart: float
    width: float
    ranges: tuple[tuple[float, float, float], tuple[float, float, float]]
    """5 %, median and 95 %, in people: of panah, of NUTS."""


def compared(crisis: str, problem: Problem, mine: Side, theirs: Side) -> list[Agreement]:
    """One crisis, quantity by quantity."""
    out = []
    for name, of in judged(problem).items():
        ranges = [tuple(np.quantile(of(side), [0.05, 0.5, 0.95])) for side in (mine, theirs)]
        logs = np.log(np.maximum(ranges, 1e-9))
        spread = np.log(np.maximum(of(theirs), 1e-9)).std()
        width = (logs[0, 2] - logs[0, 0]) / (logs[1, 2] - logs[1, 0])
        out.append(Agreement(crisis, name, (logs[0, 1] - logs[1, 1]) / spread, width, tuple(ranges)))
    return out


def likeliest(mine: Side) -> np.ndarray:
    """The flags that most of panah's draws have."""
    rows, counts = np.unique(mine.flags, axis=0, return_counts=True)
    return rows[np.argmax(counts)]


def summary(found: Sequence[Agreement]) -> str:
    """Worst and median of both measures, and the shares within what is asked for."""
    apart = np.abs([each.apart for each in found])
    off = np.abs(np.array([each.width for each in found]) - 1.0)
    return (
        f"{np.median(apart):>8.2f}{apart.max():>7.2f}{np.mean(apart <= NEAR):>7.0%}"
        f"{np.median(off):>9.0%}{off.max():>7.0%}{np.mean(off <= WIDE):>7.0%}"
    )


HEAD = (
    f"{'medians apart, sd':>22}{'widths off by':>23}",
    (f"{'median':>8}{'worst':>7}{f'<={NEAR}':>7}{'median':>9}{'worst':>7}{f'<={WIDE:.0%}':>7}"),
)
"""The two lines above what `summary` prints."""


def main() -> None:
    """Print the tables."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--only", default="", help="crises whose name holds this")
    ask.add_argument("--samples", type=int, default=1000, help="draws of each of two chains, after as many to adapt")
    ask.add_argument("--draws", type=int, default=2000, help="panah's draws; times are those of the usual 400")
    ask.add_argument("--each", action="store_true", help="a line a quantity")
    options = ask.parse_args()
    print(f"{'':<32}{HEAD[0]}{'seconds of a core':>20}{'NUTS mixed':>22}{'draws so':>14}")
    print(
        f"{'':<32}{HEAD[1]}{'panah':>8}{'NUTS':>6}{'ratio':>6}{'R-hat':>8}{'ESS':>6}{'diverg.':>8}{'panah':>8}{'NUTS':>6}"
    )
    every: tuple[list[Agreement], list[Agreement]] = [], []
    for crisis in (each for each in CRISES if options.only in each.name):
        many, usual, problem = panah(crisis, options.draws)
        reference, mixed = nuts(problem, options.samples)
        show(crisis, problem, (many, reference), usual.seconds, mixed, every, options.each)
    print(f"{'all':<32}{summary(every[0])}")
    if every[1]:
        print(f"{'  where flags are as most':<32}{summary(every[1])}")


def show(
    crisis: Crisis,
    problem: Problem,
    sides: tuple[Side, Side],
    usual: float,
    mixed: dict[str, float],
    every: tuple[list[Agreement], list[Agreement]],
    each: bool,
) -> None:
    """A crisis' lines: all draws, and those draws of both in which the figures are judged as panah mostly does."""
    found = compared(crisis.name, problem, *sides)
    every[0].extend(found)
    print(f"{crisis.name:<32}{summary(found)}{usual:>8.2f}{sides[1].seconds:>6.0f}{sides[1].seconds / usual:>6.0f}"
          f"{mixed['R-hat flows']:>8.3f}{mixed['ESS flows']:>6.0f}{mixed['divergent']:>8.0f}", flush=True)  # fmt: skip
    flags = likeliest(sides[0])
    so = [side.where(flags) for side in sides]
    shares = [len(part.flags) / len(side.flags) for part, side in zip(so, sides, strict=True)]
    if min(len(part.flags) for part in so) >= 100:
        given = compared(crisis.name, problem, *so)
        every[1].extend(given)
        print(
            f"{'  where flags are as most':<32}{summary(given)}{'':>42}{shares[0]:>8.0%}{shares[1]:>6.0%}", flush=True
        )
    if each:
        for one in found:
            ranges = "   ".join(f"{middle:,.0f} ({low:,.0f} to {high:,.0f})" for low, middle, high in one.ranges)
            print(f"    {one.quantity:<22}{one.apart:>6.2f}{one.width:>6.2f}   {ranges}", flush=True)


if __name__ == "__main__":
    main()
