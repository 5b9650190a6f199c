"""What a placement must keep to and what it is wanted to: each a function of a household and of all units."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from panah.plan.register import Household, Unit
from panah.reconcile.estimate import Array

Mask = NDArray[np.bool_]
CHILDREN = "children"
"""The lane of children without an adult."""
PLACED, IN_NEED = 15.0, 5.0
"""What it is worth to place a person, and more for those for whom not every unit would do: more than all wants
together, so that nobody waits for a better place while there is one."""


@dataclass(frozen=True, eq=False)
class Units:
    """The units of a placement as columns, on a day."""

    all: tuple[Unit, ...]
    day: date

    @cached_property
    def largest(self) -> Array:
        return np.array([min(unit.largest or unit.capacity, unit.capacity) for unit in self.all], dtype=float)

    @cached_property
    def step_free(self) -> Mask:
        return np.array([unit.step_free for unit in self.all])

    @cached_property
    def open(self) -> Mask:
        return np.array([(u.opens or self.day) <= self.day <= (u.closes or self.day) for u in self.all])

    @cached_property
    def school(self) -> Mask:
        return np.array([unit.school for unit in self.all])

    @cached_property
    def near(self) -> Array:
        """1 for the nearest, 0 for the farthest."""
        far = np.array([unit.distance_km for unit in self.all])
        spread = float(np.ptp(far))
        return np.asarray((far.max() - far) / spread) if spread else np.ones(len(far))

    def having(self, column: str, word: str) -> Mask:
        """The units whose column is this word, or has it among its words."""
        found = self._known.get((column, word))
        if found is None:
            values = [getattr(unit, column) for unit in self.all]
            found = np.array([word == value if isinstance(value, str) else word in value for value in values])
            self._known[column, word] = found
        return found

    @cached_property
    def _known(self) -> dict[tuple[str, str], Mask]:
        return {}

    @cached_property
    def nothing(self) -> Mask:
        return np.zeros(len(self.all), dtype=bool)

    def any_of(self, column: str, words: frozenset[str]) -> Mask:
        """The units whose column has any of these words."""
        return np.asarray(np.logical_or.reduce([self.nothing, *(self.having(column, word) for word in words)]))


RULES: Mapping[str, Callable[[Household, Units], Mask]] = {
    "open": lambda _, units: units.open,
    "size": lambda home, units: units.largest >= home.people,
    "lane": lambda home, units: units.having("lane", CHILDREN if home.alone else home.lane),
    "step_free": lambda home, units: units.step_free | (not home.step_free),
    "services": lambda home, units: np.logical_and.reduce(
        [~units.nothing, *(units.having("services", word) for word in home.services)]
    ),
    "away_from": lambda home, units: ~units.any_of("site", home.away_from),
}
"""What every placement keeps to: a mask of the units that will do."""

WANTS: Mapping[str, tuple[float, Callable[[Household, Units], Mask | Array | None]]] = {
    "kin": (3.0, lambda home, units: units.any_of("site", home.kin) if home.kin else None),
    "stay": (3.0, lambda home, units: units.having("site", home.at) if home.at else None),
    "wish": (2.0, lambda home, units: units.any_of("site", home.wishes) if home.wishes else None),
    "language": (2.0, lambda home, units: units.any_of("languages", home.languages) if home.languages else None),
    "school": (1.5, lambda home, units: units.school if home.school else None),
    "near": (0.5, lambda _, units: units.near),
}
"""What it is worth for each person of a household, and how far each unit gives it; None where it is not wanted."""


def admitted(home: Household, units: Units) -> Mask:
    """The units that break no rule for this household."""
    return np.asarray(np.logical_and.reduce([rule(home, units) for rule in RULES.values()]))


def worth(home: Household, units: Units) -> Array:
    """What each unit is worth for each person of the household, (unit,); minus infinity where a rule is broken."""
    total = np.full(len(units.all), PLACED + IN_NEED * home.in_need)
    for weight, want in WANTS.values():
        given = want(home, units)
        if given is not None:
            total += weight * given
    total[~admitted(home, units)] = -np.inf
    return total


def worths(homes: Sequence[Household], units: Units) -> NDArray[np.float32]:
    """`worth` of every household, (household, unit); those that are alike are worked out once."""
    known: dict[tuple[object, ...], int] = {}
    rows: list[NDArray[np.float32]] = []
    at = np.empty(len(homes), dtype=np.intp)
    for i, home in enumerate(homes):
        key = (home.people, home.under_18, home.lane, home.step_free, home.services, home.languages, bool(home.school),
               home.kin, home.wishes, home.away_from, home.at)  # fmt: skip
        if key not in known:
            known[key] = len(rows)
            rows.append(worth(home, units).astype(np.float32))
        at[i] = known[key]
    table: NDArray[np.float32] = np.array(rows, dtype=np.float32).reshape(-1, len(units.all))
    return np.asarray(table[at])


def broken_by(home: Household, units: Units) -> tuple[str, ...]:
    """The fewest rules that no unit keeps together for this household; none where some unit keeps them all."""
    kept = {name: rule(home, units) for name, rule in RULES.items()}
    for count in range(1, len(kept) + 1):
        for names in combinations(kept, count):
            if not np.logical_and.reduce([kept[name] for name in names]).any():
                return names
    return ()


def wants(home: Household, units: Units, unit: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the household wants and gets in this unit, and what it wants and does not get; nearness is neither."""
    met: list[str] = []
    missed: list[str] = []
    for name, (_, want) in WANTS.items():
        given = want(home, units) if name != "near" else None
        if given is not None:
            (met if given[unit] else missed).append(name)
    return tuple(met), tuple(missed)
