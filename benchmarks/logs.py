"""Border logs: real series told day by day, as they are and with days mistyped.

    python benchmarks/logs.py

Every day of a year (or 120 days) of real series is one figure of one border service. Nothing in them is known to be
wrong, so each figure that is called wrong is one too many; then twenty of them, none beside another, lose a digit or
gain one, and should be named. Printed are the processor's seconds, how many figures are called wrong though they stand
as they were, by how much the total is off, and how many of the mistyped, and of the others, are named then.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from truth_cases import COUNTER, series

from panah.figure import Figure, Period
from panah.reconcile import reconcile
from panah.reconcile.reconciling import _drawn

LOGS = (
    ("Hong Kong, both ways", ("hkg-all-arr-day", "hkg-all-dep-day"), date(2022, 6, 1), 120),
    ("Hong Kong, both ways", ("hkg-all-arr-day", "hkg-all-dep-day"), date(2022, 6, 1), 365),
    ("small boats", ("gbr-smallboat-arr-day", None), date(2022, 1, 1), 365),
    ("Italy's landings", ("ita-sea-arr-day", None), date(2023, 1, 1), 365),
)
MISTYPED = 20
"""How many figures of a log are told with a digit more or less, where they have at least three."""


def log(
    known: dict[str, dict[date, float]], pair: tuple[str | None, str | None], first: date, days: int
) -> list[Figure]:
    """A figure a day and way, for those days that the series know."""
    out = []
    for name, measure, end in zip(pair, ("arrivals", "departures"), ("destination", "origin"), strict=True):
        for day in (first + timedelta(i) for i in range(days)):
            if name and day in known[name]:
                n = known[name][day]
                out.append(Figure(n, n, measure, period=Period(day, day), said=day, sources=COUNTER, **{end: "AAA"}))
    return out


def mistyped(figures: list[Figure]) -> tuple[list[Figure], set[str]]:
    """The log with MISTYPED figures told ten times too great or too small, and their ids."""
    rng = np.random.default_rng(1)
    out, wrong = list(figures), []
    for i in rng.permutation(len(figures)):
        if len(wrong) < MISTYPED and figures[i].low >= 100 and all(abs(i - j) > 3 for j in wrong):
            wrong.append(int(i))
            n = float(round(figures[i].low * (10.0 if rng.random() < 0.5 else 0.1)))
            out[i] = replace(figures[i], low=n, high=n)
    return out, {out[i].id for i in wrong}


def main() -> None:
    """Print the table."""
    known = series(pair for _, pair, _, _ in LOGS)
    head = f"{'':<22}{'days':>5}{'figures':>9}{'seconds':>9}{'called wrong':>14}{'total off':>11}"
    print(head + f"{'mistyped':>10}{'named':>7}{'others':>8}")
    for name, pair, first, days in LOGS:
        figures, last = log(known, pair, first, days), first + timedelta(days - 1)
        _drawn.cache_clear()
        begin = time.process_time()
        found = reconcile(figures, last)
        spent = time.process_time() - begin
        wrong = sum(s.wrong > 0.5 for s in found.statements)
        total = np.median(found.flow("arrivals", place="AAA").total(first, last))
        off = abs(total / sum(f.low for f in figures if f.measure == "arrivals") - 1)
        spoiled, ids = mistyped(figures)
        named = [s.figure.id in ids for s in reconcile(spoiled, last).statements if s.wrong > 0.5]
        print(f"{name:<22}{days:>5}{len(figures):>9}{spent:>9.1f}{wrong:>14}{off:>11.2%}{len(ids):>10}{sum(named):>7}"
              f"{len(named) - sum(named):>8}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
