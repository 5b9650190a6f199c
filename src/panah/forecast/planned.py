"""From an outlook to the number that a person decides to prepare for, and what would make that decision stale."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import numpy as np

from panah.errors import InputError
from panah.forecast.outlook import Outlook
from panah.reconcile.estimate import FLOWS, Array, Corridor, Estimate


class Quantity(StrEnum):
    """What is prepared for over some coming days."""

    ARRIVALS_A_DAY = "arrivals_a_day"
    """People who arrive a day, the mean of the days."""
    ARRIVALS = "arrivals"
    """People who arrive in all of them."""
    PRESENT = "present"
    """The most people present at the end of any of them."""

    @property
    def measure(self) -> str:
        """The series that it is made from, 'arrivals' or 'present'."""
        return "present" if self is Quantity.PRESENT else "arrivals"


def planned(outlook: Outlook, corridor: Corridor, quantity: Quantity, first: date, last: date) -> Array:
    """The quantity over the days from `first` to `last` (included), one value a path, in people.

    Raises InputError for days that the outlook does not hold and for a corridor that it does not follow.
    """
    series = outlook.series.get((corridor, quantity.measure))
    if series is None:
        raise InputError(f"the outlook does not follow {corridor}")
    if not outlook.days[0] <= first <= last <= outlook.days[-1]:
        held = f"The outlook holds {outlook.days[0]} to {outlook.days[-1]}"
        raise InputError(f"the days {first} to {last} are not in the outlook", hint=held)
    start = outlook.days.index(first)
    draws = series.draws[:, start : start + (last - first).days + 1]
    if quantity is Quantity.PRESENT:
        return np.asarray(draws.max(axis=1))
    return np.asarray(draws.mean(axis=1) if quantity is Quantity.ARRIVALS_A_DAY else draws.sum(axis=1))


def exceeded(
    estimate: Estimate, corridor: Corridor, measure: str, above: float, since: date
) -> tuple[date, float] | None:
    """The first day after `since` on which the estimate's median lies above a number of people, and that median.

    Of flows the mean of three days must, so that no single day is enough. None where no day does, or nothing is known.
    """
    series = estimate.series.get((corridor, measure))
    if series is None:
        return None
    draws, wide = series.draws, 3 if measure in FLOWS else 1
    for i, day in enumerate(series.days):
        if day > since and i >= wide - 1:
            middle = float(np.median(draws[:, i - wide + 1 : i + 1].mean(axis=1)))
            if middle > above:
                return day, middle
    return None
