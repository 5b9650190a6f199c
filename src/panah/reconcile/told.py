"""What an estimate's statements tell of: which places, which people, and which of its series they carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from panah.figure import Figure, Measure
from panah.reconcile.estimate import ANY, Corridor, Estimate

DRAWN = (Measure.ARRIVALS, Measure.DEPARTURES, Measure.PRESENT)
"""Measures that the model has daily series for."""


def places_of(figure: Figure) -> tuple[str, ...]:
    """The places that a figure tells about: where people left for departures, both ends for returns, else where to."""
    if figure.measure is Measure.DEPARTURES:
        ends: tuple[str | None, ...] = (figure.origin,)
    elif figure.measure is Measure.RETURNS:
        ends = (figure.origin, figure.destination)
    else:
        ends = (figure.destination or figure.origin,)
    return tuple([end for end in ends if end])


def leaves(figure: Figure, place: str) -> bool:
    """Whether a figure counts people who went out of the place."""
    return figure.measure is Measure.DEPARTURES or (figure.measure is Measure.RETURNS and figure.origin == place)


def tells_of(estimate: Estimate, figure: Figure, place: str, population: str | None) -> bool:
    if place not in (figure.origin, figure.destination) or place not in places_of(figure):
        return False
    if population is None or figure.population == population:
        return True
    # Figures that name nobody have a corridor of their own where they were found to count other people.
    everybody = population == ANY or Corridor(place, ANY) not in estimate.corridors
    return figure.population is None and everybody


def supported(estimate: Estimate, place: str, population: str | None = None) -> frozenset[Measure]:
    """The series that statements about the place carry; the others would be the model's prior and are not shown."""
    figures = [s.figure for s in estimate.statements if tells_of(estimate, s.figure, place, population)]
    carried = {f.measure for f in figures if f.measure in DRAWN}
    if any(leaves(f, place) for f in figures):
        carried.add(Measure.DEPARTURES)
    return frozenset(carried)


def main_population(estimate: Estimate, place: str, followed: Sequence[str] = ()) -> str | None:
    """The population that a place is told about when none is named: the first followed one, else the most told of.

    None when the estimate has no corridor to the place.
    """
    here = [corridor.population for corridor in estimate.corridors if corridor.place == place]
    for population in followed:
        if population in here:
            return population
    told = Counter(s.figure.population or ANY for s in estimate.statements if place in places_of(s.figure))
    # People who are named say more than 'any', which may hold them too.
    return max(here, key=lambda population: (told[population], population != ANY, population), default=None)
