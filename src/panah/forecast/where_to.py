"""Where to: how the people who come spread over corridors, posts or sites, with ranges."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from panah.errors import InputError
from panah.reconcile.estimate import Array

LATELY, SO_FAR = 0.45, 0.45
"""Weights of the shares of late and of all so far; the rest is spread by what is known of the places alone.

Set, as CONCENTRATION is, on the camps of four countries (benchmarks/where_to.py)."""
CONCENTRATION = 0.5
"""How little shares differ from what is expected (of a Dirichlet distribution)."""
NEAR = 50.0
"""Kilometres at which a place draws half as many as one at the crossing."""
SAME_LANGUAGE = 2.0
"""How many times as many a place draws where people are understood; supposed."""


def where_to(
    coming: Array,
    so_far: Mapping[str, float],
    lately: Mapping[str, float] | None = None,
    *,
    room: Mapping[str, float] | None = None,
    distance: Mapping[str, float] | None = None,
    understood: frozenset[str] = frozenset(),
    seed: int = 0,
) -> dict[str, Array]:
    """The people of each draw of `coming` (draw,) by place: a mapping of place to people, (draw,), that sums to them.

    `so_far` are people by place up to now, `lately` those of them who came in the last weeks; where nobody came yet,
    `room` (free beds), `distance` (kilometres from the crossing) and the places where they are `understood` decide.
    Nobody is sent where `room` is used up: they go where there is some, in proportion, and those for whom there is none
    stand under the name "". Raises InputError for negative numbers and where no place is named.
    """
    names = sorted(set(so_far) | set(room or {}))
    if not names:
        raise InputError("no place is named to which people could go")
    _checked(so_far, lately or {}, room or {}, distance or {})
    pull = np.array([_pull(name, room, distance, understood) for name in names])
    drawn = _shares(pull if pull.any() else np.ones(len(names)))
    here, new = _of(names, so_far), _of(names, lately or {})
    old = _shares(here) if here.any() else drawn
    late = _shares(new) if new.any() else old
    expected = SO_FAR * old + LATELY * late + (1 - SO_FAR - LATELY) * drawn
    rng = np.random.default_rng(seed)
    gammas = rng.standard_gamma(np.maximum(CONCENTRATION * expected, 1e-3), (len(coming), len(names)))
    people = coming[:, None] * _shares(gammas + 1e-300)
    left = np.zeros(len(coming))
    if room is not None:
        people, left = _housed(people, np.array([room.get(name, np.inf) for name in names]))
    out = {name: people[:, i] for i, name in enumerate(names)}
    return out | {"": left} if left.any() else out


def _checked(*tables: Mapping[str, float]) -> None:
    for table in tables:
        for name, value in table.items():
            if not value >= 0:
                raise InputError(f"{name} has {value}, which is no count")


def _pull(
    name: str, room: Mapping[str, float] | None, distance: Mapping[str, float] | None, understood: frozenset[str]
) -> float:
    """How strongly a place draws before anybody went there: by its room, its nearness and its language."""
    size = 1.0 if room is None else room.get(name, 0.0)
    near = 1.0 if distance is None else NEAR / (NEAR + distance.get(name, NEAR))
    return size * near * (SAME_LANGUAGE if name in understood else 1.0)


def _of(names: list[str], table: Mapping[str, float]) -> Array:
    return np.array([table.get(name, 0.0) for name in names])


def _shares(values: Array) -> Array:
    return np.asarray(values / values.sum(axis=-1, keepdims=True))


def _housed(people: Array, room: Array) -> tuple[Array, Array]:
    """The people where there is room for them, and in each draw those for whom there is none."""
    over = np.maximum(people - room, 0.0).sum(axis=1)
    people = np.minimum(people, room)
    free = room - people
    unbounded = ~np.isfinite(free)
    free = np.where(unbounded.any(axis=1, keepdims=True), unbounded.astype(float), free)
    total = free.sum(axis=1)
    moved = np.where(unbounded.any(axis=1), over, np.minimum(over, total))
    people = people + free * (moved / np.maximum(total, 1e-300))[:, None]
    return people, over - moved
