"""panah.reconcile beside simpler methods on real series whose every day is known.

    python benchmarks/truth.py [--cases 150] [--seed 3] [--jobs 2] [--each]

A case is a stretch of 40 to 90 days of a series in ../shared/data, told by 6 to 25 statements as reporters would give
them: running totals, single days, ranges, rates, ratios, people present, rounded and hedged. One body counts well; a
rival counts 15 % too little to 20 % too much, or a day late; where people both come and go, one sum of both is reported
as entries. Each method gives the arrivals and departures of each day and the people present on the last one; scored are
the weighted interval score (WIS, lower is better) of the days in people and on log(1 + people), totals, stock, and how
often the ranges hold. `clean` is panah on the same statements without the gross error and with an honest rival.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta

import numpy as np
from truth_baselines import BASELINES, LEVELS, Answer
from truth_cases import Array, Case, cases

from panah.figure import Figure
from panah.reconcile import reconcile


def panah(case: Case, figures: Sequence[Figure]) -> tuple[Answer, float]:
    """The estimate's quantiles, and the probability that the sum of both ways is wrong."""
    last = case.first + timedelta(case.days - 1)
    found = reconcile(figures, last)
    wrong = [s.wrong for s in found.statements if case.gross in s.tellings]
    out: list[Array | None] = []
    for measure, true in (("arrivals", case.come), ("departures", case.go)):
        if true is None:
            out += [None, None]
            continue
        each = found.flow(measure, place="AAA")
        at = [i for i, day in enumerate(each.days) if case.first <= day <= last]
        if len(at) < case.days:  # days before the first stated one are not followed
            at = [max(0, (case.first + timedelta(i) - each.days[0]).days) for i in range(case.days)]
        draws = each.draws[:, at]
        out += [np.quantile(draws, LEVELS, axis=0), np.quantile(draws.sum(axis=1), LEVELS)]
    stock = np.quantile(found.present(place="AAA").draws[:, -1], LEVELS) if case.here is not None else None
    return Answer(out[0], out[2], out[1], out[3], stock), max(wrong, default=0.0)


def wis(q: Array, true: Array) -> Array:
    """Weighted interval score of the median and the 50 % and 90 % ranges (Bracher and others 2021)."""
    out = 0.5 * np.abs(true - q[2])
    for low, high, alpha in ((q[1], q[3], 0.5), (q[0], q[4], 0.1)):
        miss = np.maximum(low - true, 0) + np.maximum(true - high, 0)
        out = out + alpha / 2 * ((high - low) + 2 / alpha * miss)
    return np.asarray(out / 2.5)


def judged(case: Case, answer: Answer) -> dict[str, float]:
    """The scores of one answer."""
    out: dict[str, list[float]] = defaultdict(list)
    for q, total, true in (
        (answer.arrivals, answer.total_in, case.come),
        (answer.departures, answer.total_out, case.go),
    ):
        if q is None or total is None or true is None:
            continue
        scale = true.mean()
        out["days"].append(float(wis(q, true).mean() / scale))
        out["log days"].append(float(wis(np.log1p(q), np.log1p(true)).mean()))
        out["total"].append(float(abs(total[2] / true.sum() - 1)))
        out["in 50"].append(float(((q[1] <= true) & (true <= q[3])).mean()))
        out["in 90"].append(float(((q[0] <= true) & (true <= q[4])).mean()))
        out["total in 90"].append(float(total[0] <= true.sum() <= total[4]))
    if case.here is not None and answer.stock is not None:
        out["stock"].append(float(abs(answer.stock[2] / case.here[-1] - 1)))
        out["stock in 90"].append(float(answer.stock[0] <= case.here[-1] <= answer.stock[4]))
    return {k: float(np.mean(v)) for k, v in out.items()}


def one(case: Case) -> tuple[str, dict[str, dict[str, float]], float | None]:
    """Every method's scores of a case, and how surely the gross error was named."""
    answer, wrong = panah(case, case.figures)
    out = {"panah": judged(case, answer), "clean": judged(case, panah(case, case.clean)[0])}
    out |= {name: judged(case, method(case, case.figures)) for name, method in BASELINES.items()}
    return f"{case.name} {case.first} {case.days}d {len(case.figures)}", out, wrong if case.gross else None


def main() -> None:
    """Print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--cases", type=int, default=150)
    ask.add_argument("--seed", type=int, default=3)
    ask.add_argument("--jobs", type=int, default=2)
    ask.add_argument("--each", action="store_true", help="a line a case")
    options = ask.parse_args()
    drawn = cases(options.cases, options.seed)
    with ProcessPoolExecutor(options.jobs) as pool:
        found = list(pool.map(one, drawn))
    scores: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    flags = [wrong for _, _, wrong in found if wrong is not None]
    for name, by, wrong in found:
        if options.each:
            best = min(by[b]["log days"] for b in BASELINES)
            mine = by["panah"]
            print(
                f"{name:<32} days {mine['days']:.3f} log {mine['log days']:.3f} (best baseline {best:.3f}, clean "
                f"{by['clean']['log days']:.3f}) total {mine['total']:.3f} stock {mine.get('stock', np.nan):.3f} "
                f"in90 {mine['in 90']:.2f} gross {wrong}"
            )
        for method, row in by.items():
            for key, value in row.items():
                scores[method][key].append(value)
    keys = list(scores["panah"])
    print(f"{len(drawn)} cases; means over cases, totals and stock as medians | means")
    print(f"{'':<15}" + "".join(f"{k:>16}" for k in keys))
    for method, row in scores.items():
        cells = [
            f"{np.median(row[k]):.3f} | {np.mean(row[k]):.3f}" if k in ("total", "stock") else f"{np.mean(row[k]):.3f}"
            for k in keys
        ]
        print(f"{method:<15}" + "".join(f"{c:>16}" for c in cells))
    for key in ("days", "log days"):
        best = min(np.mean(scores[b][key]) for b in BASELINES)
        cost = np.mean(scores["panah"][key]) / np.mean(scores["clean"][key]) - 1
        print(f"{key}: {np.mean(scores['panah'][key]) / best:.2f} of the best baseline; contradiction costs {cost:.1%}")
    print(f"gross errors named (wrong > 0.5): {np.mean([w > 0.5 for w in flags]):.2f} of {len(flags)}")


if __name__ == "__main__":
    main()
