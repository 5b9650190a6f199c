"""The outlook beside general forecasters, on influxes that its prior has not seen: `make bench-forecast`.

Each case is forecast from what was counted up to its day alone, with a prior learned from the other episodes.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from forecast_cases import DAILY, WEEKLY, Case, cases
from forecast_prior import START, by_week, forecasts, learn
from forecast_scores import AHEAD, ENSEMBLE, Key, Score, headline, peers, ratios, score
from numpy.typing import NDArray

Array = NDArray[np.float64]

KEPT = Path(__file__).parents[1] / "build"
PATHS = 1000


def held_out(of: Sequence[Case], also: Sequence[Case] = ()) -> list[list[Score]]:
    """The scores of every case's forecast with the prior that all other episodes teach, and `also` other cases."""
    return held_out_of(of, [*of, *also])


def held_out_of(of: Sequence[Case], taught: Sequence[Case]) -> list[list[Score]]:
    """The scores of cases with the prior that those of `taught` teach which are not of their episode."""
    out: dict[int, list[Score]] = {}
    for episode in sorted({case.episode for case in of}):
        chosen = [i for i, case in enumerate(of) if case.episode == episode]
        prior = learn([case for case in taught if case.episode != episode])
        out |= dict(zip(chosen, forecasts([of[i] for i in chosen], prior, PATHS), strict=True))
    return [out[i] for i in range(len(of))]


def _mean(rows: Sequence[Array]) -> str:
    means = np.exp(np.mean(np.log(rows), axis=0))
    return f"{np.exp(np.log(means).mean()):8.2f}   " + " ".join(f"{value:6.2f}" for value in means)


def _print(
    title: str, of: Sequence[Case], mine: Sequence[list[Score]], others: Mapping[str, list[list[Score]]]
) -> None:
    found = ratios(of, mine, others[ENSEMBLE])
    print(f"\n{title}: {len(of)} forecasts, {len(found)} groups. Scores over those of the ensemble of ten:")
    print("                         all    days   log  total    log")
    print(f"  panah            {_mean(list(found.values()))}")
    for name, scores in others.items():
        if name != ENSEMBLE:
            print(f"  {name:<19}{headline(ratios(of, scores, others[ENSEMBLE])):6.2f}")
    for place, what in ((0, "family"), (1, "age"), (2, "days ahead")):
        groups: dict[object, list[Array]] = defaultdict(list)
        for key, row in found.items():
            groups[key[place]].append(row)
        for name, rows in groups.items():
            print(f"  {what} {name!s:<{16 - len(what)}}{_mean(rows)}")
    _early(found)
    print("  ranges hold: days 50 %, 90 %; totals 50 %, 90 %")
    for family in (*sorted({case.family for case in of}), "all"):
        own = [s.held for case, each in zip(of, mine, strict=True) if family in (case.family, "all") for s in each]
        print(f"    {family:<14}" + " ".join(f"{100 * share:5.0f}" for share in np.mean(own, axis=0)))
    general = [s.held for case, each in zip(of, others[ENSEMBLE], strict=True) for s in each if case.kind in _FIRST]
    if general:
        print("    ensemble in the first week" + " ".join(f"{100 * share:5.0f}" for share in np.mean(general, axis=0)))


_FIRST = ("day 3", "day 5", "day 7")


def _early(found: Mapping[Key, Array]) -> None:
    rows = [row[2:] for (_, kind, ahead), row in found.items() if kind in _FIRST and ahead == AHEAD[-1]]
    if rows:
        plain, logs = np.exp(np.mean(np.log(rows), axis=0))
        print(f"  total of 28 days from the first week: {plain:.2f} plain, {logs:.2f} in logs")


def main() -> None:
    """Print the tables of docs/explanation/forecasting.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("daily", "weekly"))
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    for name, families, also in (("daily", DAILY, list[Case]()), ("weekly", WEEKLY, by_week())):
        if chosen.only in (None, name):
            of = cases(families)
            known = peers(of, KEPT / f"forecast-{name}.npz", chosen.jobs)
            others = {each: [score(case, row[each]) for case, row in zip(of, known, strict=True)] for each in known[0]}
            start = time.perf_counter()
            mine = held_out(of, also)
            _print(f"{name.capitalize()} counts", of, mine, others)
            print(f"  learned {len({case.episode for case in of})} priors in {time.perf_counter() - start:.0f} s")
            plain = forecasts(of, START[of[0].step], PATHS)
            print(f"  the same model with nothing learned: {headline(ratios(of, plain, others[ENSEMBLE])):.2f}")


if __name__ == "__main__":
    main()
