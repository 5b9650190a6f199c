"""How good an outlook was, once its days have passed: judged by the estimate that knows them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from panah.forecast.outlook import Outlook
from panah.reconcile.estimate import FLOWS, Array, Corridor, Estimate

LEVELS = np.array([0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975])


@dataclass(frozen=True, slots=True)
class Score:
    """One corridor's measure over the days that have passed, in people a day (people, of those present).

    `expected` is the outlook's median and 90 % range of the mean over `days` days (of people present, on the last of
    them), `came` what the later estimate says of the same (5 %, median, 95 %).
    """

    corridor: Corridor
    measure: str
    days: int
    expected: tuple[float, float, float]
    came: tuple[float, float, float]
    wis: float
    """Mean weighted interval score of the days, of nine quantiles."""
    crps: float
    """Mean continuous ranked probability score of the days, on log(1 + people)."""
    held50: float
    """Share of days within the 50 % range."""
    held90: float
    skill: float
    """WIS over that of the last week's mean going on, known without a range; below 1 is better. NaN for people present
    and departures."""


def wis(quantiles: Array, truth: Array) -> Array:
    """Weighted interval scores of quantiles (LEVELS, any): twice the mean pinball loss (Bracher et al. 2021)."""
    off = truth - quantiles
    return np.asarray(2 * np.maximum(LEVELS[:, None] * off, (LEVELS[:, None] - 1) * off).mean(axis=0))


def crps(draws: Array, truth: Array) -> Array:
    """Continuous ranked probability scores of draws (draw, day) against the truth (day,).

    E|X - y| - E|X - X'|/2, the second term from the sorted draws (Gneiting and Raftery 2007).
    """
    n = len(draws)
    ordered = np.sort(draws, axis=0)
    weights = (2 * np.arange(1, n + 1) - n - 1)[:, None]
    return np.asarray(np.abs(draws - truth).mean(axis=0) - (weights * ordered).sum(axis=0) / n**2)


def score(outlook: Outlook, later: Estimate, days: int | None = None) -> tuple[Score, ...]:
    """The scores of an outlook by a later estimate, corridor by corridor; only days that both know are judged.

    Of the outlook's first `days` alone, where they are given. What came is the later estimate's median,
    which is itself no certainty: its range stands beside it.
    """
    out = []
    for (corridor, measure), series in outlook.series.items():
        truth = later.series.get((corridor, measure))
        known = [day for day in outlook.days[:days] if truth and day in set(truth.days)]
        if truth is None or not known:
            continue
        mine = series.draws[:, : len(known)]
        first = truth.days.index(known[0])
        seen = truth.draws[:, first : first + len(known)]
        middle = np.median(seen, axis=0)
        quantiles = np.quantile(mine, LEVELS, axis=0)
        own = float(wis(quantiles, middle).mean())
        flow = measure in FLOWS
        told, came = (part.mean(axis=1) if flow else part[:, -1] for part in (mine, seen))
        plain = np.abs(middle - outlook.before[corridor]).mean() if measure == "arrivals" else np.nan
        out.append(
            Score(
                corridor, measure, len(known), three(told), three(came), own,
                float(crps(np.log1p(mine), np.log1p(middle)).mean()),
                float(((quantiles[3] <= middle) & (middle <= quantiles[5])).mean()),
                float(((quantiles[1] <= middle) & (middle <= quantiles[7])).mean()),
                own / max(float(plain), 1e-9),
            )
        )  # fmt: skip
    return tuple(out)


def three(values: Array) -> tuple[float, float, float]:
    """5 %, median and 95 % of draws."""
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    return float(low), float(middle), float(high)
