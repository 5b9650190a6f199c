"""Learn src/panah/forecast/prior.toml from past influxes: `make prior`.

The numbers that make past cases' forecasts best are searched for, one after the other, near what is supposed to begin
with; straying from that costs. Best is the mean, over groups of family, age and horizon, of the logs of their scores
(days and totals, plain and in logs), and ranges that hold too much or too little cost too.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from forecast_cases import DAILY, HORIZON, WEEKLY, Case, cases
from forecast_scores import AHEAD, Score, score, sizes, told

from panah.forecast.level import Past, futures
from panah.forecast.prior import Prior

KEPT = Path(__file__).parents[1] / "src" / "panah" / "forecast" / "prior.toml"
START = {
    1: Prior(noise=1.2, noise_weight=5.0, pace=0.4, pace_spread=0.8, turn=0.165, damping=0.6, pull=0.018,
             pull_spread=2.0, pull_surge=1.65, pull_fresh=1.65, rise=5.0, rest=0.4, growth=1.0, wild=0.4, memory=0.985,
             season=0.3, weekday=200.0),
    7: Prior(noise=1.5, noise_weight=5.0, pace=0.6, pace_spread=0.8, turn=0.165, damping=0.4, pull=0.05,
             pull_spread=2.0, pull_surge=1.65, pull_fresh=1.65, rise=2.0, rest=0.4, growth=1.0, wild=0.4, memory=0.985,
             season=0.3, weekday=200.0),
}  # fmt: skip
"""What is supposed before anything is learned, by days between counts. What a few families cannot tell is kept as it
stands: that flows differ widely in how soon they fall back, or whether they do, above all."""
LEARNED = {"noise": 0.3, "pace": 0.4, "turn": 0.6, "pull": 0.5, "pull_fresh": 0.5, "rest": 0.4, "growth": 0.2,
           "wild": 0.4, "memory": 0.5}  # fmt: skip
"""What is learned, and by how much it is moved at first: in logs, but for shares (below 1) in log odds."""
_SHARES = ("memory", "rest")
STRAYING = 0.003
"""Cost of straying by one such move."""
AIMS = (0.525, 0.9)
"""Shares that the 50 % and the 90 % range should hold."""
ROUNDS, PATHS = 3, 200


def forecasts(cases: Sequence[Case], prior: Prior, paths: int = PATHS, seed: int = 0) -> list[list[Score]]:
    """The scores of the level model's forecasts of cases that have one step, with this prior."""
    step = cases[0].step
    past = Past.stacked([Past.of(case.past[None], HORIZON // step, step) for case in cases])
    found = futures(past, prior, paths, np.random.default_rng(seed))
    return [score(case, told(each, step)) for case, each in zip(cases, found, strict=True)]


def cost(cases: Sequence[Case], prior: Prior) -> float:
    """How bad a prior is; lower is better."""
    size, sums, held = sizes(cases), defaultdict(lambda: np.zeros(4)), defaultdict(list)
    for case, scores in zip(cases, forecasts(cases, prior), strict=True):
        over = size[case.series]
        for each, ahead in zip(scores, AHEAD, strict=True):
            row = each.days / over, each.days_log, each.total / over, each.total_log
            sums[case.family, case.kind, ahead] += row
            held[case.family].append(each.held)
    shares = np.mean([np.mean(each, axis=0) for each in held.values()], axis=0)
    off = np.maximum(np.abs(shares - np.array([*AIMS, *AIMS])) - [0.04, 0.02, 0.04, 0.02], 0.0)
    strayed = sum((_on(name, prior) - _on(name, START[cases[0].step])) ** 2 / move**2 for name, move in LEARNED.items())
    return float(np.mean(np.log(list(sums.values()))) + (off**2 * [4, 20, 4, 20]).sum() + STRAYING * strayed)


def _on(name: str, prior: Prior) -> float:
    value = float(getattr(prior, name))
    return float(np.log(value / (1 - value)) if name in _SHARES else np.log(value))


def _moved(prior: Prior, name: str, by: float) -> Prior:
    value = _on(name, prior) + by
    return replace(prior, **{name: float(1 / (1 + np.exp(-value)) if name in _SHARES else np.exp(value))})


def learn(cases: Sequence[Case]) -> Prior:
    """The prior that these cases teach."""
    prior = START[cases[0].step]
    best, size = cost(cases, prior), dict(LEARNED)
    for _ in range(ROUNDS):
        for name in LEARNED:
            for by in (size[name], -size[name]):
                trial = _moved(prior, name, by)
                found = cost(cases, trial)
                if found < best - 1e-5:
                    best, prior = found, trial
                    size[name] *= 1.3
                    break
            else:
                size[name] /= 2
    return prior


def by_week() -> list[Case]:
    """The daily series added up to weeks, which teach weekly forecasts of others."""
    return cases({name: series for name, series in DAILY.items() if name != "ukraine"}, 6, by_week=True)


def _table(name: str, prior: Prior, taught: Sequence[Case]) -> str:
    families = sorted({case.family for case in taught})
    head = f"[{name}] # learned from {len(taught)} forecasts of {', '.join(families)}\n"
    return head + "".join(f"{key} = {getattr(prior, key):.4g}\n" for key in Prior.__dataclass_fields__)


def main() -> None:
    """Learn both sets from all cases and write them down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=KEPT)
    daily, weekly = cases(DAILY), [*by_week(), *cases(WEEKLY)]
    text = "# Written by `make prior`: what past influxes teach (shared/data), see docs/explanation/forecasting.md.\n"
    for name, taught in (("daily", daily), ("weekly", weekly)):
        text += "\n" + _table(name, learn(taught), taught)
    parser.parse_args().out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
