"""Registration as a queue: who still waits at each day's end when so many desks are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from panah.errors import InputError
from panah.plan.planning import LIKELY, Needs
from panah.reconcile.estimate import Array

LONG = 1.0
"""Days of waiting from which on registering in full cannot go on (UNHCR: those who come are registered within days)."""


@dataclass(frozen=True, slots=True, eq=False)
class Backlog:
    """People who wait to be registered at each day's end, and how long the last of them will, with so many desks."""

    desks: float
    a_day: float
    """People that these desks register in a day."""
    waiting: Array
    """People, (path, day)."""
    light: date | None
    """The first day on which the last in the queue more likely than not waits longer than LONG: from then on
    pre-registration alone is proposed. None where it never comes to that."""

    @property
    def days(self) -> Array:
        """How many days the last one waits, (path, day)."""
        return self.waiting / self.a_day


def backlog(needs: Needs, desks: float, item: str = "registration_desks", waiting: float = 0.0) -> Backlog:
    """The queue of those who arrive before so many desks, after `waiting` people who wait already.

    Desks serve what the item's minutes and the profile's hours allow; what they do not manage waits for the next day.
    Raises InputError for no desks and for an item that is not counted in desk minutes.
    """
    found = next((need.item for need in needs.needs if need.item.key == item and need.item.by == "minutes"), None)
    if found is None:
        raise InputError(f"{item!r} is no item that is counted in minutes of desks")
    if desks <= 0:
        raise InputError(f"{desks:g} desks register nobody", hint="Give the number of desks that are open")
    a_day = desks / found.factor(needs.profile)
    come = needs.people.of[found.of]
    out, left = np.empty_like(come), np.full(len(come), waiting)
    for day in range(come.shape[1]):
        left = np.maximum(left + come[:, day] - a_day, 0.0)
        out[:, day] = left
    long = (out / a_day > LONG).mean(axis=0) > LIKELY
    return Backlog(desks, a_day, out, needs.days[int(long.argmax())] if long.any() else None)
