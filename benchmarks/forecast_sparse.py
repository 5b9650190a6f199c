"""The outlook from a few statements, of arrivals, departures and people present, on series told as reporters would.

    python benchmarks/forecast_sparse.py [--cases 120] [--seed 5]

Each case is a stretch of a real series told as reporters would (see truth.py); the 28 days after it are held back. The
outlook of its estimate is judged by them, beside persistence that knows as much: the estimate's own median of the last
week goes on, with the spread that its days have; and beside persistence that knows every true day of the past. Scores
are weighted interval scores of nine quantiles on log(1 + people), and geometric means of ratios of plain ones; `came`
is how many times panah's median came, the median of the cases.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta

import numpy as np
from forecast_cases import HORIZON
from forecast_peers import persistence
from truth_cases import FLOWS, Array, Case, series, stretch, tell

from panah.forecast import forecast
from panah.forecast.scoring import LEVELS, wis
from panah.reconcile import reconcile
from panah.reconcile.rows import LEAD_IN

AHEAD = (7, 14, 28)
Row = tuple[str, int, list[float], list[float], bool, bool, float]
"""What, days ahead, scores in logs and plain (panah, persistence of the estimate, of the truth), what panah's ranges
held, and how many times its median came."""


def made(count: int, seed: int) -> list[tuple[Case, Case]]:
    """Told pasts, and the same stretches with the four weeks after them."""
    rng, known = np.random.default_rng(seed), series(FLOWS.values())
    names, out = sorted(FLOWS), []
    while len(out) < count:
        whole = stretch(rng, known, names[len(out) % len(names)], int(rng.integers(40, 91)) + HORIZON)
        if whole is None:
            names.remove(names[len(out) % len(names)])
            continue
        past = replace(whole, come=_past(whole.come), go=_past(whole.go))
        out.append((tell(past, rng), whole))
    return out


def _past(flow: Array | None) -> Array | None:
    return None if flow is None else flow[:-HORIZON]


def judged(pair: tuple[Case, Case]) -> list[Row]:
    """The scores of one case."""
    case, whole = pair
    last = case.first + timedelta(case.days - 1)
    estimate = reconcile(case.figures, last)
    outlook = forecast(estimate, HORIZON)
    rng = np.random.default_rng(case.days)
    rows: list[Row] = []
    for measure, flow in (("arrivals", whole.come), ("departures", whole.go)):
        if flow is None:
            continue
        told = outlook.flow(measure, place="AAA").draws
        seen = estimate.flow(measure, place="AAA").draws[:, LEAD_IN:]
        plain = persistence(np.median(seen, axis=0), HORIZON, 7, rng)
        knowing = persistence(flow[:-HORIZON], HORIZON, 7, rng)
        for ahead in AHEAD:
            sums = [each[:, :ahead].sum(axis=1) for each in (told, plain, knowing)]
            rows.append(_row(f"{measure}, total", ahead, sums, float(flow[case.days :][:ahead].sum())))
    if whole.here is not None:
        told = outlook.present(place="AAA").draws
        now = estimate.present(place="AAA").draws
        moves = np.diff(np.median(now, axis=0)).std()
        for ahead in AHEAD:
            off = moves * np.sqrt(ahead) * rng.standard_normal(len(now))
            known = np.full(len(now), whole.here[case.days - 1]) + off
            ends = [told[:, ahead - 1], now[:, -1] + off, known]
            rows.append(_row("present", ahead, ends, float(whole.here[case.days + ahead - 1])))
    return rows


def _row(name: str, ahead: int, draws: list[Array], came: float) -> Row:
    quantiles = [np.quantile(np.maximum(each, 0.0), LEVELS)[:, None] for each in draws]
    true = np.array([came])
    logs = [float(wis(np.log1p(each), np.log1p(true))[0]) for each in quantiles]
    plain = [max(float(wis(each, true)[0]), 0.5) for each in quantiles]
    low, low50, high50, high = np.quantile(draws[0], [0.05, 0.25, 0.75, 0.95])
    came_over = (came + 1.0) / (float(np.median(draws[0])) + 1.0)
    return name, ahead, logs, plain, bool(low50 <= came <= high50), bool(low <= came <= high), came_over


def main() -> None:
    """Print the table of docs/explanation/forecasting.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=120)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    found: dict[tuple[str, int], list[Row]] = defaultdict(list)
    with ProcessPoolExecutor(chosen.jobs) as pool:
        for rows in pool.map(judged, made(chosen.cases, chosen.seed)):
            for row in rows:
                found[row[0], row[1]].append(row)
    head = f"{'':<20}{'days':>5}{'cases':>7}{'panah':>8}{'persistence':>13}{'knowing all':>13}"
    print(f"{head}{'ratio':>9}{'knowing':>9}{'50 %':>7}{'90 %':>6}{'came':>7}")
    for (name, ahead), rows in sorted(found.items()):
        ours, plain, knowing = np.mean([row[2] for row in rows], axis=0)
        scores = np.log([row[3] for row in rows])
        over, over_knowing = (float(np.exp(np.mean(scores[:, 0] - scores[:, i]))) for i in (1, 2))
        half, nine = (100 * np.mean([row[i] for row in rows]) for i in (4, 5))
        print(f"{name:<20}{ahead:>5}{len(rows):>7}{ours:>8.3f}{plain:>13.3f}{knowing:>13.3f}{over:>9.2f}{over_knowing:>9.2f}"
              f"{half:>7.0f}{nine:>6.0f}{np.median([row[6] for row in rows]):>7.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
