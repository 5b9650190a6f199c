"""Which household goes where, as numbers: prices of places, rounding along them, and how far from the best it can be.

A household that may be split is a transport problem, whose dual is a price a place: given prices, each household takes
the unit that is worth most to it less its price. The prices minimise a convex function of as many numbers as there are
units (Lagrangian relaxation of the capacities; Fisher 1981, doi 10.1287/mnsc.27.1.1), smoothed by a temperature that
falls (Nesterov 2005, doi 10.1007/s10107-004-0552-5). Any prices bound from above what a placement can be worth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp, minimize
from scipy.sparse import csr_array

from panah.reconcile.estimate import Array

Worths = NDArray[np.float32]
Places = NDArray[np.intp]

WAITS = -1
_SAMPLE = 10_000
"""Households on which the first, hot steps are made."""
_STEPS = ((0.5, False, 40), (0.15, False, 40), (0.05, False, 40), (0.05, True, 15), (0.02, True, 30), (0.01, True, 30),
          (0.003, True, 40))  # fmt: skip
"""Temperature, whether all households are looked at, and how many steps are made at most."""
_CLOSE, _UNITS, _NODES = 300, 8, 300
"""Households, units for each, and nodes of a search that a polish looks at."""


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Where each household goes, (household,), WAITS for none; its worth, and what none can exceed."""

    places: Places
    prices: Array
    """What one more place in each unit is worth, (unit,)."""
    value: float
    bound: float


def solve(worths: Worths, people: Array, free: Array, expected: float = 0.0, *, seed: int = 0) -> Solved:
    """The placement of households of so many `people` that is worth most, and in which none is split.

    `worths` is what a place in each unit is worth to a person, (household, unit), above zero, minus infinity where a
    rule forbids it; `free` are the places, (unit,). `expected` further people of the same mix are reckoned with in the
    prices, but not placed. Nobody waits who fits into a unit that is left.
    """
    count, units = worths.shape
    if not count:
        return Solved(np.empty(0, dtype=np.intp), np.zeros(units), 0.0, 0.0)
    weights = people * (1.0 + expected / people.sum())
    prices = _prices(worths, weights.astype(np.float32), free, seed)
    places = _filled(worths, people, free, prices, np.full(count, WAITS, dtype=np.intp))
    places = _polished(worths, people, free, prices, places)
    places = _filled(worths, people, free, prices, places)
    own = prices if expected == 0 else _prices(worths, people.astype(np.float32), free, seed)
    return Solved(places, prices, value_of(worths, people, places), bound(worths, people, free, own))


def bound(worths: Worths, people: Array, free: Array, prices: Array) -> float:
    """No placement is worth more than this, whatever the prices are."""
    best = np.maximum((worths - prices.astype(np.float32)).max(axis=1), 0.0)
    return float(free @ prices + people @ best.astype(float))


def value_of(worths: Worths, people: Array, places: Places) -> float:
    """What a placement is worth."""
    at = np.flatnonzero(places != WAITS)
    return float(people[at] @ worths[at, places[at]].astype(float))


def _prices(worths: Worths, weights: NDArray[np.float32], free: Array, seed: int) -> Array:
    count, units = worths.shape
    prices = np.zeros(units)
    few = min(count, _SAMPLE)
    pick = np.sort(np.random.default_rng(seed).permutation(count)[:few])
    sampled = (worths[pick], weights[pick], free * (weights[pick].sum() / weights.sum()))
    for heat, full, steps in _STEPS:
        chosen = (worths, weights, free) if full else sampled
        scale = float(chosen[1].sum())

        def at(p: Array, chosen: tuple[Worths, NDArray[np.float32], Array] = chosen, heat: float = heat,
               scale: float = scale) -> tuple[float, Array]:  # fmt: skip
            total, slope = _smooth(*chosen, p, heat)
            return total / scale, slope / scale

        found = minimize(at, prices, jac=True, method="L-BFGS-B", bounds=[(0, None)] * units,
                         options={"maxiter": steps, "maxfun": steps * 4 // 3, "ftol": 1e-9, "gtol": 1e-7})  # fmt: skip
        prices = found.x
    return np.asarray(prices)


def _smooth(
    worths: Worths, weights: NDArray[np.float32], free: Array, prices: Array, heat: float
) -> tuple[float, Array]:
    """The smoothed bound and its slope in each price."""
    left = worths - prices.astype(np.float32)
    best = np.maximum(left.max(axis=1), np.float32(0))
    left -= best[:, None]
    left /= np.float32(heat)
    np.exp(left, out=left)
    total = left.sum(axis=1) + np.exp(-best / np.float32(heat))
    value = float(free @ prices + weights.astype(float) @ (best + heat * np.log(total)))
    return value, free - ((weights / total) @ left).astype(float)


def _filled(worths: Worths, people: Array, free: Array, prices: Array, places: Places) -> Places:
    """Those who wait in turn into the unit with most left over its price, first who would lose most elsewhere."""
    left = worths - prices.astype(np.float32)
    margin = _margins(left)
    places, kept = places.copy(), places != WAITS
    room = free - np.bincount(places[kept], weights=people[kept], minlength=len(free))
    for i in np.lexsort((-people, -margin)):
        if kept[i]:
            continue
        unit = int(left[i].argmax())
        if room[unit] < people[i]:
            row = np.where(room >= people[i], left[i], -np.inf)
            unit = int(row.argmax())
            if row[unit] == -np.inf:
                continue
        if worths[i, unit] > 0:
            places[i] = unit
            room[unit] -= people[i]
    return places


def _polished(worths: Worths, people: Array, free: Array, prices: Array, places: Places) -> Places:
    """The same, with the households that lose most against the prices placed anew, all together, as well as can be."""
    left = worths - prices.astype(np.float32)
    count = min(_CLOSE, len(people))
    now = np.where(places == WAITS, np.float32(0), left[np.arange(len(people)), places])
    gain = (np.maximum(left.max(axis=1), 0) - now) * people
    worst, close = (np.argsort(each, kind="stable")[: count // 2] for each in (-gain, _margins(left)))
    some = np.unique(np.concatenate([worst, close]))
    if not gain[some].any():
        return places
    units = np.argsort(-left[some], axis=1, kind="stable")[:, :_UNITS]
    looked = [sorted({*row, int(now)} - {WAITS}) for row, now in zip(units.tolist(), places[some], strict=True)]
    pairs = [(a, unit) for a, row in enumerate(looked) for unit in row if worths[some[a], unit] > 0]
    if not pairs:
        return places
    stay = np.ones(len(people), dtype=bool)
    stay[some] = False
    stay &= places != WAITS
    room = free - np.bincount(places[stay], weights=people[stay], minlength=len(free))
    rows, columns = (np.array(each) for each in zip(*pairs, strict=True))
    sizes, gains = people[some][rows], people[some][rows] * worths[some[rows], columns]
    variables = np.arange(len(pairs))
    once = csr_array((np.ones(len(pairs)), (rows, variables)), shape=(len(some), len(pairs)))
    fits = csr_array((sizes, (columns, variables)), shape=(len(free), len(pairs)))
    found = milp(
        -gains.astype(float),
        constraints=[LinearConstraint(once, -np.inf, 1.0), LinearConstraint(fits, -np.inf, room)],
        integrality=np.ones(len(pairs), dtype=np.intp),
        bounds=Bounds(0, 1),
        options={"node_limit": _NODES, "mip_rel_gap": 1e-4},
    )
    if found.x is None:
        return places
    new = places.copy()
    new[some] = WAITS
    taken = np.flatnonzero(found.x > 0.5)
    new[some[rows[taken]]] = columns[taken]
    return new if value_of(worths, people, new) > value_of(worths, people, places) else places


def _margins(left: Worths) -> Array:
    """How much less the second best unit leaves to each household; infinity where there is only one, or none."""
    if left.shape[1] < 2:
        return np.full(len(left), np.inf)
    two = np.partition(left, -2, axis=1)[:, -2:].astype(float)
    best, second = two[:, 1], two[:, 0]
    return np.where(np.isfinite(second), best - np.where(np.isfinite(second), second, 0.0), np.inf)
