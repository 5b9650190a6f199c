"""Weigh candidates for one field of a figure: a linear model whose features and weights can be read.

A decision (which measure, which place, which days ...) has candidates; each is described by a few words, its features;
the words' weights stand in weights.toml and are learned from labelled reports (`make weights`). The scores go through a
softmax, and candidates of one value add up, so that two weak reasons for the same place outweigh one for another.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Protocol

Weights = Mapping[str, Mapping[str, float]]
"""table -> feature -> weight; a table a decision, and one for each end of a way."""


@dataclass(slots=True)
class Part:
    """Features that several candidates share, weighed once: those of a place as the end of a way."""

    table: str
    features: list[str]
    points: float


@dataclass(slots=True)
class Candidate:
    """One possible value of a field, the features that speak for or against it, and why in words."""

    value: Any
    """Hashable: candidates of one value add up."""
    features: list[str]
    why: str
    source: Any = None
    """What it was made from (a cue, a period), for those who need it afterwards."""
    parts: tuple[Part, ...] = ()
    """What it is put together from, each with features and weights of its own."""


@dataclass(slots=True)
class Choice:
    """A weighed decision: the candidates, the one taken, and the share of the belief that its value has."""

    decision: str
    candidates: list[Candidate]
    taken: Candidate
    share: float


class Teacher(Protocol):
    """Picks the right candidate while the weights are learned; None where it does not know."""

    def __call__(self, at: tuple[int, int], decision: str, candidates: Sequence[Candidate]) -> Candidate | None: ...


@cache
def weights() -> Weights:
    """The weights that are shipped."""
    path = resources.files("panah.read.text.weigh").joinpath("weights.toml")
    table: Weights = tomllib.loads(path.read_text(encoding="utf-8"))
    return table


def score(features: Sequence[str], table: Mapping[str, float]) -> float:
    """Sum of the weights of the features; an unknown one weighs nothing."""
    total = 0.0
    for feature in features:
        if feature in table:
            total += table[feature]
    return total


def choose(decision: str, candidates: list[Candidate], table: Mapping[str, float]) -> Choice:
    """The best of the candidates (at least one); of a value's candidates the one with the highest score is taken."""
    scores = [score(c.features, table) + sum(part.points for part in c.parts) for c in candidates]
    top = max(scores)
    mass: dict[Hashable, float] = {}
    best: dict[Hashable, tuple[float, Candidate]] = {}
    for candidate, points in zip(candidates, scores, strict=True):
        value = candidate.value
        mass[value] = mass.get(value, 0.0) + math.exp(points - top)
        if value not in best or points > best[value][0]:
            best[value] = (points, candidate)
    value = max(mass, key=lambda v: mass[v])
    return Choice(decision, candidates, best[value][1], mass[value] / sum(mass.values()))


def near(cost: float) -> str:
    """How near, in steps that a weight can be given to."""
    for step, limit in (("0", 0.6), ("1", 1.3), ("2", 2.3), ("3", 3.6), ("5", 5.5), ("8", 9.0)):
        if cost < limit:
            return step
    return "far"
