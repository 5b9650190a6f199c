"""Where an influx begins: the days on which a flow rises far above what it was, told by the days up to then alone."""

from __future__ import annotations

import numpy as np

from panah.reconcile.estimate import Array

TIMES = 3.0
"""How many times the usual flow three days in a row must reach."""
LEAST = 40.0
"""People a step below which a rise is no surge: one boat more."""
WINDOWS = {1: (28, 60, 365), 7: (12, 12, 52)}
"""By days between counts: counts before that make the usual flow, counts between two surges, and counts in a year."""


def onsets(values: Array, step: int = 1) -> list[int]:
    """Indexes at which surges begin in counts of every day (or of every week, where `step` is 7), NaN where unknown.

    A surge is three counts in a row whose mean is three times that of the four weeks (of weekly counts the twelve)
    before, at least LEAST, and half of the highest three of the year before, the first one above the usual; sixty days
    (twelve weeks) lie between two. It can be told as soon as the third of them is known.
    """
    before, apart, year = WINDOWS[step]
    known = np.isfinite(values)
    if len(values) < before + 3:
        return []
    filled = np.where(known, values, 0.0)
    three = np.convolve(filled, np.ones(3), "valid") / np.maximum(np.convolve(known, np.ones(3), "valid"), 1)
    sums, counts = (np.append(0.0, np.cumsum(part)) for part in (filled, known.astype(float)))
    at = np.arange(before, len(three))
    seen = counts[at] - counts[at - before]
    usual = np.where(seen > 0, (sums[at] - sums[at - before]) / np.maximum(seen, 1), np.inf)
    rises = (three[at] >= np.maximum(TIMES * usual, LEAST)) & (filled[at] > usual)
    out: list[int] = []
    for i in at[rises]:
        near = out and i - out[-1] < apart
        if not near and three[i] >= three[max(0, i - year) : i - 2].max() / 2:
            out.append(int(i))
    return out
