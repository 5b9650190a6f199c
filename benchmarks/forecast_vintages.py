"""The outlook as it would have been: from what had been published by each day, judged by what was published last.

Published counts come late and are amended. ../shared/data/vintages-*.csv says which value was seen when, for Italy's
landings and for the people who left Ukraine; each forecast is made from the values seen by its day, beside the general
forecasters, and again from the last values of the same days, to see what late corrections cost.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from forecast_cases import DAILY, HORIZON, SHARED, Array, Case, cases
from forecast_scores import ENSEMBLE, headline, peers, ratios, score

from forecast import KEPT, held_out_of

SEEN = {"ukraine": "vintages-ukraine2022.csv", "italy": "vintages-italy.csv"}
EVERY = {"ukraine": 7, "italy": 70}
"""Days between two forecasts."""
LEFT_OUT = ("ukr-blr-arr-cum-hdx", "ukr-rus-arr-cum-hdx")
"""Seen on too few days."""
Published = dict[date, list[tuple[date, float]]]


def published(name: str) -> dict[str, Published]:
    """By series and day: when which value was seen, in order."""
    out: dict[str, Published] = defaultdict(lambda: defaultdict(list))
    with (SHARED / name).open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            seen = date.fromisoformat(row["asof"][:10])
            out[row["series_id"]][date.fromisoformat(row["date"])].append((seen, float(row["value"])))
    return {key: {day: sorted(values) for day, values in found.items()} for key, found in out.items()}


def as_seen(found: Published, today: date, *, cumulative: bool) -> tuple[date, Array]:
    """The first day, and daily counts up to the last day that had been published by today, NaN where none was."""
    known = {day: [v for at, v in values if at <= today] for day, values in found.items()}
    latest = {day: values[-1] for day, values in known.items() if values}
    first, last = min(latest), max(latest)
    counts = np.full((last - first).days + 1, np.nan)
    for day, value in latest.items():
        counts[(day - first).days] = value
    if cumulative:
        counts = np.diff(counts, prepend=0.0 if (first - date(2022, 2, 24)).days <= 0 else np.nan)
        counts[counts < 0] = np.nan
    return first, counts


def pairs(family: str) -> list[tuple[Case, Case]]:
    """Each forecast twice: from what was seen by its day, and from what was published of the same days at last."""
    out = []
    for name, found in published(SEEN[family]).items():
        if name in LEFT_OUT:
            continue
        running = "-cum" in name
        first, final = as_seen(found, date.max, cumulative=running)
        begun = min(at for values in found.values() for at, _ in values)
        day = begun + timedelta(3 if family == "ukraine" else 90)
        while day + timedelta(HORIZON) < first + timedelta(len(final)):
            start, past = as_seen(found, day, cumulative=running)
            off, origin = (start - first).days, (start - first).days + len(past)
            future = final[origin : origin + HORIZON]
            fair = len(future) == HORIZON and np.isfinite(future).mean() > 0.75 and np.isfinite(past[-7:]).mean() >= 0.5
            if fair and np.nansum(future) > 0:
                seen = Case(family, name, "rolling", start, 1, past, future)
                out.append((seen, replace(seen, past=final[off:origin])))
            day += timedelta(EVERY[family])
    return out


def main() -> None:
    """Print the table of docs/explanation/forecasting.md."""
    both = [pair for family in SEEN for pair in pairs(family)]
    seen, last = ([pair[i] for pair in both] for i in (0, 1))
    known = peers(seen, KEPT / "forecast-vintages.npz", 2)
    others = {each: [score(case, row[each]) for case, row in zip(seen, known, strict=True)] for each in known[0]}
    taught = cases(DAILY)
    mine, revised = (held_out_of(of, taught) for of in (seen, last))
    amended = [np.nanmean(np.abs(a.past - b.past)) / np.nanmean(b.past) for a, b in both]
    off = 100 * np.mean(amended)
    print(f"{len(seen)} forecasts; counts seen then differ from the last ones by {off:.1f} % on average")
    for family in (*SEEN, "all"):
        chosen = [i for i, case in enumerate(seen) if family in (case.family, "all")]
        of, own, general, late = ([each[i] for i in chosen] for each in (seen, mine, others[ENSEMBLE], revised))
        held = np.mean([s.held for scores in own for s in scores], axis=0)
        print(f"{family:8} panah over the ensemble {headline(ratios(of, own, general)):.2f}, over itself with the last "
              f"counts {headline(ratios(of, own, late)):.2f}; ranges of days and of totals, 50 % and 90 %: "
              + " ".join(f"{100 * share:.0f}" for share in held))  # fmt: skip
    for name, scores in others.items():
        print(f"  {name:<20}{headline(ratios(seen, scores, others[ENSEMBLE])):6.2f}")


if __name__ == "__main__":
    main()
