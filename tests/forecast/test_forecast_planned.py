"""The number to prepare for, and what makes it stale."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from panah.errors import InputError
from panah.forecast import Outlook, Quantity, exceeded, planned
from panah.reconcile import Corridor, Estimate
from panah.reconcile.estimate import Series

TODAY = date(2022, 9, 27)
HERE = Corridor("KAZ", "RUS")
DAYS = tuple(TODAY + timedelta(i) for i in range(1, 5))
COMING = np.array([[10.0, 20, 30, 40], [100, 200, 300, 400]])


@pytest.fixture
def outlook() -> Outlook:
    series = {(HERE, m): Series(DAYS, COMING.copy()) for m in ("arrivals", "departures", "present")}
    return Outlook(TODAY, DAYS, (HERE,), series)


def test_quantities_are_means_sums_and_peaks_of_the_days_asked_for(outlook: Outlook) -> None:
    first, last = DAYS[1], DAYS[2]
    assert planned(outlook, HERE, Quantity.ARRIVALS_A_DAY, first, last).tolist() == [25, 250]
    assert planned(outlook, HERE, Quantity.ARRIVALS, first, last).tolist() == [50, 500]
    assert planned(outlook, HERE, Quantity.PRESENT, first, last).tolist() == [30, 300]


@pytest.mark.parametrize(("first", "last"), [(TODAY, DAYS[1]), (DAYS[1], DAYS[3] + timedelta(1)), (DAYS[2], DAYS[1])])
def test_days_outside_the_outlook_are_named(outlook: Outlook, first: date, last: date) -> None:
    with pytest.raises(InputError, match=f"{first} to {last}"):
        planned(outlook, HERE, Quantity.ARRIVALS, first, last)


def test_a_place_that_is_not_followed_is_named(outlook: Outlook) -> None:
    with pytest.raises(InputError, match="GEO"):
        planned(outlook, Corridor("GEO", "RUS"), Quantity.ARRIVALS, DAYS[0], DAYS[1])


def test_a_trigger_is_met_by_three_days_of_a_flow_and_by_one_day_of_people_there() -> None:
    days = tuple(TODAY + timedelta(i) for i in range(6))
    values = np.tile([10.0, 10, 10, 100, 10, 10], (3, 1))
    series = {(HERE, measure): Series(days, values.copy()) for measure in ("arrivals", "present")}
    estimate = Estimate(days[-1], days, (HERE,), series=series)
    assert exceeded(estimate, HERE, "present", 90, TODAY) == (days[3], 100)
    assert exceeded(estimate, HERE, "arrivals", 90, TODAY) is None
    assert exceeded(estimate, HERE, "arrivals", 35, TODAY) == (days[3], 40)
    assert exceeded(estimate, HERE, "present", 90, days[3]) is None
    assert exceeded(estimate, Corridor("GEO"), "present", 0, TODAY) is None
