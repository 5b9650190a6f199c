"""Who leaves in the coming days: the people who are there, and those who will come, by the hazards of the estimate."""

from __future__ import annotations

import numpy as np

from panah.reconcile.estimate import Array, Staying
from panah.reconcile.evidence import SPREAD
from panah.reconcile.process import PHI, Index
from panah.reconcile.rows import PASSING


def run_on(
    now: Staying, draws: Index, arrivals: Array, leaving: Array, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Departures and people present, (path, day), of arrivals (path, day); `draws` says which draw a path goes on from.

    `leaving` (path, day) multiplies the hazards. The process is the estimate's own: transit and settled people, hazards
    that drift together and return, and weather and weekdays of a single day.
    """
    passing, settled, share, speed, hazard, drift = (
        part[draws] for part in (now.passing, now.settled, now.share, now.speed, now.hazard, now.drift)
    )
    gone, here = np.empty_like(arrivals), np.empty_like(arrivals)
    restless = np.abs(rng.standard_normal(len(draws))) * SPREAD[1]
    for day in range(arrivals.shape[1]):
        drift = PHI * drift + restless * rng.standard_normal(len(draws))
        today = drift + PASSING * rng.standard_normal(len(draws)) + np.log(leaving[:, day])
        onward, leave = (-np.expm1(-np.exp(np.clip(level + today, -30.0, 4.0))) for level in (speed, hazard))
        come_p, come_s = share * arrivals[:, day], (1.0 - share) * arrivals[:, day]
        gone_p, gone_s = onward * (passing + come_p / 2), leave * (settled + come_s / 2)
        passing, settled = passing + come_p - gone_p, settled + come_s - gone_s
        gone[:, day], here[:, day] = gone_p + gone_s, passing + settled
    return gone, here
