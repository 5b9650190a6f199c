"""Time of panah.reconcile as days, figures and corridors grow.

    python benchmarks/reconcile_speed.py [--large]

Each corridor is steady with a pulse, told by running totals, days, rates and people present; the time of one estimate
is given from cold, as the median of three, and after one more figure in one corridor (others are remembered). Then
border logs, with every day's arrivals and departures. Times are of the processor, not of the clock: the estimate keeps
one core busy, and what else a machine does moves them less. `--large` is 30 corridors of 1,000 days and 10,000 figures
in all (a half of them days, the others rates, weeks, totals and people present).
"""

from __future__ import annotations

import resource
import sys
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


def logged(days: int, place: str, seed: int) -> list[Figure]:
    """Every day's arrivals and departures, unrounded."""
    rng = np.random.default_rng(seed)
    come = 4000 * np.exp(0.3 * np.sin(np.arange(days) / 20) + 0.15 * rng.normal(size=days))
    go = 0.8 * come * np.exp(0.1 * rng.normal(size=days))
    out = []
    for i in range(days):
        day = Period(FIRST + timedelta(i), FIRST + timedelta(i))
        come_, go_ = (float(round(flow[i])) for flow in (come, go))
        more = {"period": day, "said": day.end, "sources": COUNTER}
        out.append(Figure(come_, come_, "arrivals", destination=place, **more))
        out.append(Figure(go_, go_, "departures", origin=place, **more))
    return out


def archive(days: int, count: int, place: str, seed: int) -> list[Figure]:
    """`count` figures of all kinds spread over `days` days of one corridor."""
    rng = np.random.default_rng(seed)
    log = logged(days, place, seed)
    flows = {m: np.array([f.low for f in log if f.measure == m]) for m in ("arrivals", "departures")}
    there = 50_000 + np.cumsum(flows["arrivals"] - flows["departures"])
    out: dict[str, Figure] = {}
    while len(out) < count:
        kind, measure = rng.choice(5, p=[0.5, 0.14, 0.14, 0.12, 0.1]), str(rng.choice(list(flows)))
        long = (1, 3, 7, int(rng.integers(10, 90)), 1)[kind]
        end = int(rng.integers(long, days))
        value = there[end] if kind == 4 else flows[measure][end - long + 1 : end + 1].sum()
        step = 10.0 ** max(0, len(f"{value:.0f}") - (9 if long == 1 else 3))
        number = round(value / step) * step
        measure = "present" if kind == 4 else measure
        where = {"origin": place} if measure == "departures" else {"destination": place}
        days_ = Period(FIRST + timedelta(end - long + 1), FIRST + timedelta(end))
        figure = Figure(number, number, measure, period=days_, said=days_.end, sources=COUNTER, **where)
        out[figure.id] = figure
    return list(out.values())


def timed(figures: Sequence[Figure], days: int, draws: int, *, warm: Sequence[Figure] = (), times: int = 3) -> float:
    """Processor seconds of one estimate, the median of three; `warm` is what was reconciled just before."""
    spent = []
    for _ in range(times):
        _drawn.cache_clear()
        if warm:
            reconcile(warm, FIRST + timedelta(days - 1), draws=draws)
        begin = time.process_time()
        reconcile(figures, FIRST + timedelta(days - 1), draws=draws)
        spent.append(time.process_time() - begin)
    return median(spent)


def main(large: bool) -> None:
    """Print the table."""
    reconcile(told(30, 10, "P", 0), FIRST + timedelta(29), draws=2)  # what is read once, is read
    print(f"{'corridors':>10}{'days':>6}{'figures':>9}{'draws':>7}{'seconds':>9}{'one figure more':>17}")
    for corridors, days, figures, draws in (
        (1, 30, 10, 400), (1, 100, 30, 400), (1, 100, 30, 1000), (1, 200, 30, 400), (1, 100, 60, 400),
        (1, 100, 120, 400), (10, 120, 300, 400),
    ):  # fmt: skip
        places = [f"P{i:02}" for i in range(corridors)]
        every = [f for i, place in enumerate(places) for f in told(days, figures // corridors, place, i)]
        more = timed(every, days, draws, warm=every[:-1])
        cold = timed(every, days, draws)
        print(f"{corridors:>10}{days:>6}{figures:>9}{draws:>7}{cold:>9.2f}{more:>17.2f}", flush=True)
    for days in (30, 90, 180, 365):
        every = logged(days, "P", 1)
        print(f"{1:>10}{days:>6}{len(every):>9}{400:>7}{timed(every, days, 400, times=1):>9.2f}  (a log)", flush=True)
    if large:
        every = [f for i in range(30) for f in archive(1000, 334, f"P{i:02}", i)]
        spent = timed(every, 1000, 400, times=1)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(f"{30:>10}{1000:>6}{len(every):>9}{400:>7}{spent:>9.2f}  ({most:.1f} GB at most)")


if __name__ == "__main__":
    main("--large" in sys.argv)
