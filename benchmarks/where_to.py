"""Camp populations 30 days ahead, given the total, in the four countries of ../shared/data/flee-*.csv.

The error is Flee's: the sum over camps of absolute differences over the true total, averaged over origins, one in 30
days. A camp counts while it was counted before and after. What a day did not know, it does not use: the last published
population of each camp is taken, while the truth 30 days later is interpolated between counts. Flee's published figures
are no rivals in a strict sense: it is told no camp's population, only the conflict and the total, and its errors are
means over a whole run. Persistence is one: the populations of today go on.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from panah.forecast import where_to

SHARED = Path(__file__).parents[2] / "shared" / "data"
AHEAD, LATELY = timedelta(30), timedelta(60)
Counts = list[tuple[date, float]]


def camps(name: str) -> dict[str, Counts]:
    rows: dict[str, Counts] = defaultdict(list)
    with (SHARED / name).open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if not row["series_id"].endswith("-refugees"):
                rows[row["series_id"]].append((date.fromisoformat(row["date"]), float(row["value"])))
    return {key: sorted(counts) for key, counts in rows.items()}


def known(counts: Counts, day: date) -> float:
    return next((value for at, value in reversed(counts) if at <= day), 0.0)


def true(counts: Counts, day: date) -> float:
    days, values = zip(*((at.toordinal(), value) for at, value in counts), strict=True)
    return float(np.interp(day.toordinal(), days, values))


def judged(name: str) -> tuple[list[tuple[float, float, float]], list[tuple[bool, bool]]]:
    """Errors of persistence, of today's shares and of panah at each origin, and what panah's ranges held."""
    series, errors, held = camps(name), [], []
    first, last = min(c[0][0] for c in series.values()), max(c[-1][0] for c in series.values())
    day = first + timedelta(30)
    while day + AHEAD <= last:
        here = [key for key, c in series.items() if c[0][0] <= day and c[-1][0] >= day + AHEAD]
        now = np.array([known(series[key], day) for key in here])
        came = np.array([true(series[key], day + AHEAD) for key in here])
        if len(here) > 1 and now.sum() > 0:
            grown = np.maximum(now - [known(series[key], day - LATELY) for key in here], 0)
            total = came.sum()
            coming = np.full(1000, max(total - now.sum(), 0.0))
            found = where_to(coming, dict(zip(here, now, strict=True)), dict(zip(here, grown, strict=True)))
            told = now + np.array([found[key].mean() for key in here])
            told *= total / told.sum()
            errors.append(tuple(float(np.abs(p - came).sum() / total) for p in (now, now / now.sum() * total, told)))
            rise = np.maximum(came - now, 0)
            spread = where_to(np.full(1000, rise.sum()), dict(zip(here, now, strict=True)),
                              dict(zip(here, grown, strict=True)))  # fmt: skip
            for i, key in enumerate(here):
                low, low50, high50, high = np.quantile(spread[key], [0.05, 0.25, 0.75, 0.95])
                held.append((low50 - 0.5 <= rise[i] <= high50 + 0.5, low - 0.5 <= rise[i] <= high + 0.5))
        day += AHEAD
    return errors, held


def main() -> None:
    print("averaged relative difference of camp populations 30 days ahead, given the total")
    print(f"{'':10} origins  persistence  today's shares  panah  50 % and 90 % ranges of who comes held")
    for name in ("mali2012", "car2013", "nigeria2016", "syria2013"):
        errors, held = judged(f"flee-{name}.csv")
        last, shares, ours = np.mean(errors, axis=0)
        half, nine = np.mean(held, axis=0)
        print(f"{name:12}{len(errors):4}{last:13.3f}{shares:15.3f}{ours:9.3f}{half:9.2f}{nine:6.2f}")
    print("Flee, published: below 0.6 in ten conflicts, 0.524 in South Sudan (told no camp's population)")


if __name__ == "__main__":
    main()
