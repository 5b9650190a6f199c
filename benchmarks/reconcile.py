"""How often the ranges of panah.reconcile hold, on made-up crises of many shapes.

    python benchmarks/reconcile.py [--crises 300] [--seed 7] [--jobs 2] [--each] [--plot DIRECTORY]

Crises come from crises.py, each family in turn. All days since the first are judged, as the share of them in range in
each crisis, and so are the totals of those days and the people present in the middle and on the last of them. Printed
is how often the 50 % and the 90 % range hold the true number, by family and over all, with the error of that mean;
draws count as whole people, and a draw equal to the truth as half below it. `--plot` draws two pictures for the docs.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
from crises import Crisis, crises
from plots import coverage, one_case
from truth_cases import Array, Case, cases

from panah.figure import Event
from panah.reconcile import Estimate, reconcile

QUANTITIES = ("arrivals", "departures", "total in", "total out", "present, mid", "present, last")
RANGES = (0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Judged:
    """Where the truth lies among the draws of a crisis: the share of draws below it, for each of QUANTITIES."""

    family: str
    rank: dict[str, Array]
    error: dict[str, float]
    """|log(median / truth)|, of days their median."""
    width: dict[str, float]
    """log(95 % / 5 %), of days their median."""
    seconds: float

    def held(self, name: str, share: float) -> float:
        """How many of the days (or whether the one number) lie in the middle range of this share."""
        return float((np.abs(self.rank[name] - 0.5) <= share / 2).mean())


def estimated(case: Case, events: Sequence[Event] = (), seed: int = 0) -> Estimate:
    """The estimate of a case on its last day."""
    return reconcile(case.figures, case.first + timedelta(case.days - 1), events, seed=seed)


def judged(crisis: Crisis) -> Judged:
    """One crisis, estimated and compared."""
    case, begin = crisis.case, time.process_time()
    found = estimated(case, crisis.events)
    spent = time.process_time() - begin
    assert case.come is not None
    assert case.go is not None
    assert case.here is not None
    come, go = (found.flow(m, place="AAA").draws[:, -case.days :] for m in ("arrivals", "departures"))
    here, mid = found.present(place="AAA").draws[:, -case.days :], case.days // 2
    pairs = {
        "arrivals": (case.come, come), "departures": (case.go, go),
        "total in": (case.come.sum(), come.sum(axis=1)), "total out": (case.go.sum(), go.sum(axis=1)),
        "present, mid": (case.here[mid], here[:, mid]), "present, last": (case.here[-1], here[:, -1]),
    }  # fmt: skip
    rank, error, width = {}, {}, {}
    for name, (true, drawn) in pairs.items():
        whole, aim = np.round(drawn), np.round(true)
        rank[name] = np.atleast_1d((whole < aim).mean(axis=0) + 0.5 * (whole == aim).mean(axis=0))
        low, middle, high = np.log(np.quantile(drawn, [0.05, 0.5, 0.95], axis=0))
        error[name] = float(np.median(np.abs(middle - np.log(np.maximum(true, 0.5)))))
        width[name] = float(np.median(high - low))
    return Judged(crisis.family, rank, error, width, spent)


def table(found: Sequence[Judged]) -> list[str]:
    """Lines of how often ranges hold, by family and over all."""
    families = list(dict.fromkeys(j.family for j in found))
    head = f"{'90 % (50 %) ranges':<18}" + "".join(f"{name:>16}" for name in QUANTITIES)
    lines = [head]
    for family in (*families, "all"):
        some = [j for j in found if family in (j.family, "all")]
        cells = [[np.mean([j.held(name, share) for j in some]) for share in RANGES] for name in QUANTITIES]
        lines.append(f"{family:<18}" + "".join(f"{f'{wide:.3f} ({half:.3f})':>16}" for half, wide in cells))
    errors = [
        [np.std([j.held(name, share) for j in found]) / np.sqrt(len(found)) for share in RANGES] for name in QUANTITIES
    ]
    lines.append(f"{'error of that':<18}" + "".join(f"{f'{wide:.3f} ({half:.3f})':>16}" for half, wide in errors))
    for label, held in (("median |log error|", "error"), ("median log width", "width")):
        middles = [np.median([getattr(j, held)[name] for j in found]) for name in QUANTITIES]
        lines.append(f"{label:<18}" + "".join(f"{middle:>16.3f}" for middle in middles))
    return lines


def main() -> None:
    """Print the table; with --plot, draw it."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--crises", type=int, default=300)
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--jobs", type=int, default=2)
    ask.add_argument("--each", action="store_true", help="a line a crisis")
    ask.add_argument("--plot", type=Path, help="a directory for the two pictures of the docs")
    options = ask.parse_args()
    os.nice(10)
    drawn = crises(options.crises, options.seed)
    found = []
    with ProcessPoolExecutor(options.jobs) as pool:
        for crisis, each in zip(drawn, pool.map(judged, drawn), strict=True):
            found.append(each)
            if options.each:
                told = f"{crisis.family:<14}{crisis.case.days:>3} days {len(crisis.case.figures):>2} figures"
                cells = (f"  {name} {each.held(name, 0.9):.2f} ({each.held(name, 0.5):.2f})" for name in QUANTITIES)
                print(f"{len(found):>3} {told}{''.join(cells)}", flush=True)
    days, told = ([f(c.case) for c in drawn] for f in (lambda c: c.days, lambda c: len(c.figures)))
    print(
        f"{len(found)} crises of {min(days)} to {max(days)} days and {min(told)} to {max(told)} figures, 400 draws: "
        f"{np.median([j.seconds for j in found]):.2f} s of one core each (median)"
    )
    print("\n".join(table(found)))
    if options.plot:
        ranks = {name: [j.rank[name] for j in found] for name in QUANTITIES}
        (options.plot / "calibration.svg").write_text(coverage(ranks, len(found)), encoding="utf-8")
        case = next(c for c in cases(60, 3) if c.gross and len(c.figures) >= 15)
        (options.plot / "truth-case.svg").write_text(one_case(case, estimated(case)), encoding="utf-8")


if __name__ == "__main__":
    main()
