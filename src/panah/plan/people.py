"""Who is to be looked after in the coming days, path by path: the numbers that needs follow."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from panah.errors import InputError
from panah.figure import Measure
from panah.forecast.outlook import Outlook
from panah.plan.standards import Profile
from panah.reconcile.estimate import Array, Corridor, Estimate
from panah.reconcile.rows import LEAD_IN
from panah.reconcile.told import supported

BASES = {
    Measure.PRESENT: "To look after are all who are there, as figures tell",
    Measure.DEPARTURES: "To look after are those who came since the first figures and have not left; "
    "who was there before is not counted",
    Measure.ARRIVALS: "No figure tells who leaves: all who came since the first figures are taken to stay, "
    "which is more than will",
}
"""Who is to be looked after, by the best measure that a figure carries."""


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """The numbers that needs follow, by the names of DRIVERS; arrays of shape (path, day), in people."""

    basis: Measure
    """The best measure that a figure carries, a key of BASES."""
    of: Mapping[str, Array]


def people(outlook: Outlook, estimate: Estimate, corridor: Corridor, profile: Profile) -> People:
    """Who is to be looked after on each day of a corridor's outlook, which was made from this estimate.

    Where nobody counts the people present, they are those who came since the corridor's first day and have not left,
    and where nobody counts departures either, all who came. The share in organised sites is one draw a path, evenly
    from the profile's range. Raises InputError for a corridor that the outlook does not follow, or without arrivals.
    """
    come = outlook.series.get((corridor, "arrivals"))
    carried = supported(estimate, corridor.place, corridor.population)
    basis = next((measure for measure in BASES if measure in carried), None)
    if come is None or basis is None:
        raise InputError(f"the outlook does not follow {corridor}")
    here = _here(outlook, estimate, corridor, basis)
    low, high = profile.sheltered
    rng = np.random.default_rng(int.from_bytes(hashlib.sha256(str(corridor).encode()).digest()[:8], "big"))
    share = low + (high - low) * rng.permutation((np.arange(len(here)) + 0.5) / len(here))[:, None]
    to_sites = share * come.draws
    sheltered = share * here
    return People(basis, {
        "present": here,
        "sheltered": sheltered,
        "arrivals": come.draws,
        "to_sites": to_sites,
        "newcomers": np.cumsum(to_sites, axis=1),
        "children": profile.children * sheltered,
    })  # fmt: skip


def _here(outlook: Outlook, estimate: Estimate, corridor: Corridor, basis: Measure) -> Array:
    """Those to look after at each day's end."""
    if basis is Measure.PRESENT:
        return outlook.series[corridor, "present"].draws
    before, coming = (_net(each, corridor, basis) for each in (estimate, outlook))
    balance = np.hstack([before[outlook.origins[corridor], LEAD_IN:], coming])
    # nobody of those who came can have left before coming: what is below nothing left of those there before
    total = np.cumsum(balance, axis=1)
    low = np.minimum(np.minimum.accumulate(total, axis=1), 0.0)
    return np.asarray((total - low)[:, -coming.shape[1] :])


def _net(held: Outlook | Estimate, corridor: Corridor, basis: Measure) -> Array:
    come = held.series[corridor, "arrivals"].draws
    return come - held.series[corridor, "departures"].draws if basis is Measure.DEPARTURES else come
