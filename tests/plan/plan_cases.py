"""Hand-made estimates and outlooks of one corridor, small enough to work out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import ArrayLike

from panah.figure import Figure, Measure, Period
from panah.forecast import Outlook
from panah.plan import Needs, Profile, needs
from panah.reconcile import Corridor, Estimate
from panah.reconcile.estimate import Array, Series, Statement
from panah.reconcile.rows import LEAD_IN

AS_OF = date(2022, 9, 27)
KAZ = Corridor("KAZ", "RUS")


def statement(measure: Measure, value: float) -> Statement:
    side = {"origin": "KAZ"} if measure is Measure.DEPARTURES else {"destination": "KAZ"}
    told = Figure(value, value, measure, population="RUS", period=Period(AS_OF, AS_OF), said=AS_OF, **side)  # type: ignore[arg-type]
    return Statement(told, (told,), (value, value, value), 0.02, 0.0)


def case(
    come: ArrayLike,
    gone: ArrayLike | None = None,
    here: ArrayLike | None = None,
    before: float = 0.0,
) -> tuple[Outlook, Estimate]:
    """An outlook of these people a day, (path, day); None where no figure carries the measure.

    `before` people came on each of the three days that are known, in every draw, and nobody left.
    """
    arrivals = np.atleast_2d(np.asarray(come, dtype=float))
    paths, count = arrivals.shape
    known = tuple(AS_OF - timedelta(i) for i in range(LEAD_IN + 2, -1, -1))
    coming = tuple(AS_OF + timedelta(i + 1) for i in range(count))
    zero = np.zeros((paths, len(known)))
    past = zero.copy()
    past[:, LEAD_IN:] = before
    given: dict[str, Array] = {"arrivals": arrivals}
    for name, values in (("departures", gone), ("present", here)):
        given[name] = np.atleast_2d(np.asarray(values if values is not None else np.zeros_like(arrivals), dtype=float))
    carried = [Measure.ARRIVALS]
    carried += [m for m, values in ((Measure.DEPARTURES, gone), (Measure.PRESENT, here)) if values is not None]
    estimate = Estimate(
        as_of=AS_OF,
        days=known,
        corridors=(KAZ,),
        statements=tuple(statement(measure, 100) for measure in carried),
        series={
            (KAZ, "arrivals"): Series(known, past),
            (KAZ, "departures"): Series(known, zero),
            (KAZ, "present"): Series(known, zero),
        },
    )
    outlook = Outlook(
        AS_OF,
        coming,
        (KAZ,),
        {(KAZ, name): Series(coming, values) for name, values in given.items()},
        origins={KAZ: np.arange(paths)},
    )
    return outlook, estimate


def needs_of(profile: Profile | None = None, **given: ArrayLike) -> Needs:
    outlook, estimate = case(**given)
    return needs(outlook, estimate, KAZ, profile)
