"""Time of panah.reconcile as days, figures and corridors grow.

    python benchmarks/reconcile_speed.py

Each corridor is steady with a pulse, told by running totals, days, rates and people present; the time of one estimate
is given from cold, as the median of three, and after one more figure in one corridor (others are remembered).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

import numpy as np

from panah.figure import Figure, Form, Hedge, Period, Source, SourceKind
from panah.reconcile import reconcile
from panah.reconcile.reconciling import _drawn

FIRST = date(2022, 9, 21)
COUNTER = (Source("Border Guard Service", SourceKind.OFFICIAL),)


def told(days: int, count: int, place: str, seed: int) -> list[Figure]:
    """`count` figures on a corridor of `days` days."""
    rng = np.random.default_rng(seed)
    come = (1000 + 8000 * 2 ** (-np.arange(days) / 14)) * np.exp(0.15 * rng.normal(size=days))
    go = 0.8 * come * np.exp(0.1 * rng.normal(size=days))
    out: dict[str, Figure] = {}
    while len(out) < count:
        measure, flow = [("arrivals", come), ("departures", go)][int(rng.integers(2))]
        end = int(rng.integers(3, days))
        kind = rng.choice(["since", "day", "rate", "present"], p=[0.5, 0.2, 0.2, 0.1])
        where = {"origin": place} if measure == "departures" and kind != "present" else {"destination": place}
        start = {"since": 0, "day": end, "rate": end - 2}.get(str(kind))
        value = {
            "since": flow[: end + 1].sum(), "day": flow[end], "rate": flow[end - 2 : end + 1].mean(),
            "present": 5000 + (come - go)[: end + 1].sum(),
        }[str(kind)]  # fmt: skip
        step = 10.0 ** max(0, len(f"{value:.0f}") - 3)
        number = round(value / step) * step
        figure = Figure(
            number, number, "present" if kind == "present" else measure, hedge=Hedge.ABOUT,
            form=Form.PER_DAY if kind == "rate" else Form.TOTAL, sources=COUNTER, said=FIRST + timedelta(end),
            period=Period(None if start is None else FIRST + timedelta(start), FIRST + timedelta(end)), **where,
        )  # fmt: skip
        out[figure.id] = figure
    return list(out.values())


def timed(figures: Sequence[Figure], days: int, draws: int, *, warm: Sequence[Figure] = ()) -> float:
    """Seconds of wall clock of one estimate, the median of three; `warm` is what was reconciled just before."""
    spent = []
    for _ in range(3):
        _drawn.cache_clear()
        if warm:
            reconcile(warm, FIRST + timedelta(days - 1), draws=draws)
        begin = time.perf_counter()
        reconcile(figures, FIRST + timedelta(days - 1), draws=draws)
        spent.append(time.perf_counter() - begin)
    return median(spent)


def main() -> None:
    """Print the table."""
    print(f"{'corridors':>10}{'days':>6}{'figures':>9}{'draws':>7}{'seconds':>9}{'one figure more':>17}")
    for corridors, days, figures, draws in (
        (1, 30, 10, 400), (1, 100, 30, 400), (1, 100, 30, 1000), (1, 200, 30, 400), (1, 100, 60, 400),
        (1, 100, 120, 400), (10, 120, 300, 400),
    ):  # fmt: skip
        places = [f"P{i:02}" for i in range(corridors)]
        every = [f for i, place in enumerate(places) for f in told(days, figures // corridors, place, i)]
        more = timed(every, days, draws, warm=every[:-1])
        print(f"{corridors:>10}{days:>6}{figures:>9}{draws:>7}{timed(every, days, draws):>9.2f}{more:>17.2f}")


if __name__ == "__main__":
    main()
