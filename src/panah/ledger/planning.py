"""Planning figures: decisions about which number to prepare for, kept as they were made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

import numpy as np
from django.db import IntegrityError, transaction

from panah.errors import ConflictError, InputError
from panah.forecast import Outlook, Quantity, exceeded, planned
from panah.ledger.models import PlanningFigure, Situation
from panah.ledger.standing import end_of
from panah.reconcile import Corridor, Estimate


class Force(StrEnum):
    """What has become of a planning figure by a day."""

    HOLDS = "holds"
    TRIGGERED = "triggered"
    EXPIRED = "expired"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decides: which quantity over which days at which quantile, and when to decide anew."""

    corridor: Corridor
    quantity: Quantity
    first: date
    last: date
    quantile: float
    owner: str
    cleared_by: str
    expires: date
    trigger: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A planning figure on a day; `met` is the day and the people that met its trigger."""

    row: PlanningFigure
    force: Force
    met: tuple[date, float] | None = None


def plan(
    situation: Situation,
    decided: Decision,
    outlook: Outlook,
    *,
    now: datetime,
    by: str,
    replaces: PlanningFigure | None = None,
) -> PlanningFigure:
    """Keep a decision with the number that the outlook gives it.

    Raises InputError for days that the outlook does not hold, a quantile outside 0 to 1, an expiry in the past, and a
    decision without an owner or without who cleared it; ConflictError where the replaced one was replaced already.
    """
    if not 0.0 < decided.quantile < 1.0:
        raise InputError(f"{decided.quantile} is no quantile", hint="Give one between 0 and 1, such as 0.9")
    if decided.expires < now.astimezone(UTC).date():
        raise InputError(f"a decision cannot expire on {decided.expires}, which has passed")
    if not (decided.owner.strip() and decided.cleared_by.strip()):
        raise InputError("a decision needs an owner and somebody who cleared it")
    draws = planned(outlook, decided.corridor, decided.quantity, decided.first, decided.last)
    low, value, high = (float(v) for v in np.quantile(draws, [0.05, decided.quantile, 0.95]))
    scenario = outlook.scenario
    row = PlanningFigure(
        situation=situation,
        place=decided.corridor.place,
        population=decided.corridor.population,
        quantity=decided.quantity.value,
        first=decided.first,
        last=decided.last,
        as_of=outlook.as_of,
        scenario={"name": scenario.name, "words": list(scenario.words)} if scenario else {},
        quantile=decided.quantile,
        value=value,
        low=low,
        high=high,
        trigger=decided.trigger,
        owner=decided.owner,
        cleared_by=decided.cleared_by,
        expires=decided.expires,
        note=decided.note,
        replaces=replaces,
        by=by,
        at=now,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise ConflictError("that planning figure was replaced by somebody else meanwhile") from None
    return row


def plans(situation: Situation, estimate: Estimate, day: date) -> list[Planned]:
    """The planning figures kept by the end of a day, the newest first, and whether each still holds."""
    rows = list(situation.planning.filter(at__lte=end_of(day)))
    gone = {row.replaces_id for row in rows if row.replaces_id}
    return [_standing(row, estimate, day, replaced=row.pk in gone) for row in reversed(rows)]


def _standing(row: PlanningFigure, estimate: Estimate, day: date, *, replaced: bool) -> Planned:
    met = None
    if row.trigger is not None:
        measure = Quantity(row.quantity).measure
        met = exceeded(estimate, Corridor(row.place, row.population), measure, row.trigger, row.as_of)
    if replaced:
        return Planned(row, Force.REPLACED, met)
    if row.expires < day:
        return Planned(row, Force.EXPIRED, met)
    return Planned(row, Force.TRIGGERED if met else Force.HOLDS, met)
