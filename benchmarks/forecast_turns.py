"""How soon a surge is told, and how often in vain: `panah.forecast.turns` beside EARS C2 on long daily series.

An alarm is the first day on which a flow is told to have risen (or fallen), after two weeks without one. It was in vain
where the mean of the seven days after it is not 1.25 times (1/1.25 of) what was usual: the median of the four weeks
before. Thresholds are set so that there is one alarm in vain in 200 days, or a year, of a flow. Then the surges, by the
rule of panah.forecast.surges, are counted of which an alarm tells from two days before to six after their first day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from forecast_cases import DAILY, Array, series_of

from panah.figure import Figure, Form, Measure, Period
from panah.forecast.surges import onsets
from panah.forecast.turning import MORE, RISE, turns, unusual
from panah.reconcile.estimate import Corridor, Estimate, Series, Statement

WEEKS = 33
"""Days before the first that is judged."""


class Judged(NamedTuple):
    days: int
    right: int
    vain: int
    caught: int
    surges: int
    delay: float


def ours(counts: Array) -> Array:
    """What `turns` looks at in daily counts."""
    return unusual(counts[None])[0]


def ears(counts: Array) -> Array:
    """EARS C2: standard deviations of a day above the mean of seven days that end three days before it."""
    out = np.full(len(counts), np.nan)
    for t in range(9, len(counts)):
        week = counts[t - 9 : t - 2]
        out[t] = (counts[t] - week.mean()) / max(week.std(ddof=1), 1.0)
    return out


def alarms(on: Array) -> list[int]:
    """First steps of alarms that a fortnight without any goes before."""
    out, last = [], -99
    for t in np.flatnonzero(on):
        if t - last >= 14:
            out.append(int(t))
        last = t
    return out


def judged(lines: list[Array], score: Callable[[Array], Array], beyond: float, sign: int) -> Judged:
    days = right = vain = caught = surges = 0
    late: list[int] = []
    for counts in lines:
        on = np.nan_to_num(sign * score(counts), nan=-99.0) > beyond
        days += len(counts) - WEEKS
        for t in alarms(on):
            if WEEKS <= t < len(counts) - 8:
                usual, after = np.nanmedian(counts[t - 30 : t - 2]), np.nanmean(counts[t + 1 : t + 8])
                lasts = after >= MORE * usual if sign > 0 else after <= usual / MORE
                right, vain = right + int(lasts), vain + int(not lasts)
        for onset in onsets(counts):
            if onset >= WEEKS:
                surges += 1
                hits = np.flatnonzero(on[onset - 2 : onset + 7])
                if len(hits):
                    caught += 1
                    late.append(int(hits[0]) - 2)
    return Judged(days, right, vain, caught, surges, float(np.mean(late)) if late else np.nan)


def threshold(lines: list[Array], score: Callable[[Array], Array], sign: int, every: int) -> float:
    """The lowest one with at most one alarm in vain in so many days."""
    low, high = 0.5, 60.0
    for _ in range(20):
        middle = (low + high) / 2
        found = judged(lines, score, middle, sign)
        low, high = (middle, high) if found.vain * every > found.days else (low, middle)
    return high


def stated(lines: list[Array]) -> None:
    """The same for two statements: the mean of three days now, and of three that end five days before."""
    days, told, vain = 0, {True: 0, False: 0}, {True: 0, False: 0}
    for counts in lines:
        last = -99
        for t in range(WEEKS, len(counts) - 8):
            now, before = counts[t - 2 : t + 1].mean(), counts[t - 7 : t - 4].mean()
            if not (now > 0 and before > 0):
                continue
            days += 1
            found = turns(said(t, (now, t - 2, t), (before, t - 7, t - 5)))
            if found and t - last >= 14:
                rose, after = found[0].rose, counts[t + 1 : t + 8].mean()
                told[rose] += 1
                vain[rose] += int(after < MORE * before if rose else after > before / MORE)
            last = t if found else last
    for rose, word in ((True, "rises"), (False, "falls")):
        print(f"two statements of three days: {told[rose]} {word} told in {days:,} days, {vain[rose]} in vain")


def said(today: int, *rates: tuple[float, int, int]) -> Estimate:
    """An estimate of which nothing is known but statements of people a day over some days."""
    zero = date(2020, 1, 1)
    figures = [
        Figure(
            value, value, Measure.ARRIVALS, form=Form.PER_DAY, destination="X",
            period=Period(zero + timedelta(first), zero + timedelta(end)),
        )
        for value, first, end in rates
    ]  # fmt: skip
    states = tuple(Statement(figure, (figure,), (0, 0, 0), 0.0, 0.0) for figure in figures)
    corridor = Corridor("X")
    series = {(corridor, "arrivals"): Series((), np.zeros((1, 0)))}
    return Estimate(zero + timedelta(today), (), (corridor,), states, series=series)


def main() -> None:
    lines = []
    for names in DAILY.values():
        for name in names:
            if len(counts := series_of(name)[2]) > 100:
                lines.append(counts)
    print(f"{len(lines)} flows, {sum(map(len, lines)):,} days; EARS C2's thresholds are set like ours")
    for sign, word in ((1, "rises"), (-1, "falls")):
        for name, score in (("panah", ours), ("EARS C2", ears)):
            for every in (200, 365):
                beyond = threshold(lines, score, sign, every)
                found = judged(lines, score, beyond, sign)
                print(f"{word}, {name}, one in vain in {every} days: beyond {beyond:.2f}, right {found.right}, "
                      f"in vain {found.vain}, surges {found.caught} of {found.surges}, "
                      f"{found.delay:.1f} days late")  # fmt: skip
    print(f"shipped: {RISE}")
    stated(lines)


if __name__ == "__main__":
    main()
