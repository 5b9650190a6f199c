"""Time and calibration of panah.reconcile on simulated crises.

    python benchmarks/reconcile.py [number of crises, 40]

Each crisis is drawn from the process in docs/explanation/reconciling.md, on the scale of the 2022 crossings into
Kazakhstan, and told by twelve figures: totals, days, rates, stocks, rounded to one to three digits and hedged as
reports do; one in forty figures is wrong by a factor. Printed is how often the true number lies in the 90 % range.
"""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta

import numpy as np

from panah.figure import Figure, Period, Source, SourceKind
from panah.reconcile import Estimate, reconcile

DAYS, LEAD, FIRST = 38, 7, date(2022, 9, 14)
AS_OF = FIRST + timedelta(DAYS - 1)
COUNTER = (Source("Interior Ministry", SourceKind.OFFICIAL),)


def crisis(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Arrivals and departures per day, and people present, of one made-up crisis."""
    usual, pulse = 3000 * np.exp(0.7 * rng.normal()), 10_000 * np.exp(rng.normal())
    life, p = 14 * np.exp(0.8 * rng.normal()), 1 / (1 + np.exp(-rng.normal(0.5, 1)))
    q, hazard = 1 - np.exp(-0.4 * np.exp(0.5 * rng.normal())), 0.01 * np.exp(rng.normal())
    sigma_a, sigma_d = abs(rng.normal(0, 0.2)), abs(rng.normal(0, 0.15))
    passing, settled, x, h = 0.0, 20_000 * np.exp(0.7 * rng.normal()), 0.0, 0.0
    come, go, here = np.empty(DAYS), np.empty(DAYS), np.empty(DAYS)
    for t in range(DAYS):
        jump = t == LEAD
        x = 0.95 * x + np.hypot(sigma_a, jump) * rng.normal()
        h = 0.95 * h + np.hypot(sigma_d, jump) * rng.normal()
        surge = pulse * 2 ** (-(t - LEAD) / life) if t >= LEAD else 0.0
        come[t] = (usual + surge) * np.exp(x)
        leave = 1 - np.exp(-hazard * np.exp(h))
        go[t] = q * (passing + p * come[t] / 2) + leave * (settled + (1 - p) * come[t] / 2)
        passing = (1 - q) * passing + p * come[t] * (1 - q / 2)
        settled = (1 - leave) * settled + (1 - p) * come[t] * (1 - leave / 2)
        here[t] = passing + settled
    return come, go, here


def rounded(value: float, digits: int, rng: np.random.Generator) -> tuple[float, str]:
    """The number as a report would print it, and the hedge that fits."""
    value = max(value * np.exp(0.01 * rng.normal()), 1.0)
    step = 10.0 ** max(0, len(f"{value:.0f}") - digits)
    style = rng.choice(["none", "about", "over", "under"], p=[0.4, 0.3, 0.2, 0.1])
    if style in ("over", "under"):
        edge = np.floor(value / step) if style == "over" else np.ceil(value / step)
        return max(edge, 1.0) * step, str(style)
    return max(round(value / step), 1) * step, str(style)


def told(come: np.ndarray, go: np.ndarray, here: np.ndarray, rng: np.random.Generator) -> list[Figure]:
    """Twelve figures on a crisis."""
    out = []
    for measure, flow in (("arrivals", come), ("departures", go)):
        ends = sorted(rng.choice(np.arange(LEAD + 4, DAYS), 3, replace=False))
        for start, end in [(LEAD, end) for end in ends] + [(t, t) for t in rng.choice(np.arange(LEAD, DAYS), 2, False)]:
            out.append((measure, "total", start, end, flow[start : end + 1].sum(), rng.choice([2, 3])))
    start = int(rng.integers(LEAD, DAYS - 3))
    out.append(("arrivals", "per_day", start, start + 2, come[start : start + 3].mean(), 2))
    day = int(rng.integers(DAYS - 8, DAYS))
    out.append(("present", "total", day, day, here[day], 2))
    figures = []
    for measure, form, start, end, value, digits in out:
        if rng.random() < 1 / 40:
            value *= np.exp(rng.choice([-0.7, 0.7]))
        number, hedge = rounded(value, int(digits), rng)
        place = {"origin": "KAZ"} if measure == "departures" else {"destination": "KAZ"}
        days = Period(FIRST + timedelta(int(start)), FIRST + timedelta(int(end)))
        figures.append(
            Figure(
                number, number, measure, hedge=hedge, form=form, population="RUS", period=days, sources=COUNTER,
                said=AS_OF, **place,
            )
        )  # fmt: skip
    return figures


def targets(
    estimate: Estimate, truth: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> dict[str, tuple[float, np.ndarray]]:
    """(true number, draws) of each quantity that is judged."""
    come, go, here = truth
    first, last = FIRST + timedelta(LEAD), AS_OF
    arrive, leave = (estimate.flow(m, place="KAZ") for m in ("arrivals", "departures"))
    stay = estimate.present(place="KAZ")
    at = {day: i for i, day in enumerate(stay.days)}
    mid, end = at[FIRST + timedelta(LEAD + 13)], at[last]
    return {
        "total in": (come[LEAD:].sum(), arrive.total(first, last)),
        "total out": (go[LEAD:].sum(), leave.total(first, last)),
        "arrivals, day 14": (come[LEAD + 13], arrive.draws[:, mid]),
        "arrivals, last day": (come[-1], arrive.draws[:, end]),
        "departures, day 14": (go[LEAD + 13], leave.draws[:, mid]),
        "departures, last day": (go[-1], leave.draws[:, end]),
        "present, day 14": (here[LEAD + 13], stay.draws[:, mid]),
        "present, last day": (here[-1], stay.draws[:, end]),
    }


def main(crises: int) -> None:
    hits: dict[str, list[tuple[bool, float, float]]] = {}
    spent = []
    for number in range(crises):
        rng = np.random.default_rng([7, number])
        truth = crisis(rng)
        figures = told(*truth, rng)
        begin = time.process_time()
        estimate = reconcile(figures, AS_OF, seed=number)
        spent.append(time.process_time() - begin)
        for name, (true, drawn) in targets(estimate, truth).items():
            low, middle, high = np.quantile(drawn, [0.05, 0.5, 0.95])
            seen = (bool(low <= true <= high), abs(np.log(middle / true)), np.log(high / low))
            hits.setdefault(name, []).append(seen)
    print(
        f"{crises} crises of {DAYS} days and 12 figures, 400 draws: {np.median(spent):.2f} s of one core each (median)"
    )
    print(f"{'quantity':<22}{'in 90 % range':>14}{'median |log error|':>20}{'median width':>14}")
    for name, rows in hits.items():
        inside, error, width = zip(*rows, strict=True)
        print(f"{name:<22}{np.mean(inside):>14.2f}{np.median(error):>20.3f}{np.median(width):>14.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
