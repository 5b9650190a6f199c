"""A place, what a search for one returns, and where a text names one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of place it is."""

    COUNTRY = "country"
    BLOC = "bloc"
    REGION = "region"
    TOWN = "town"
    CROSSING = "crossing"
    CAMP = "camp"
    ISLAND = "island"


@dataclass(frozen=True, slots=True)
class Place:
    """One place. `code` is ISO 3166-1 alpha-3 for a country, "EU" for the bloc, else the plain English name."""

    code: str
    name: str
    kind: Kind
    country: str | None = None
    """ISO3 of the country it lies in (its own for a country); None for a bloc and for disputed ground."""
    sides: tuple[str, ...] = ()
    """For a crossing the ISO3 codes of the two countries it joins."""
    source: str = ""
    """Where the name and the country come from."""
    capital: bool = False
    """Whether it is a seat of government, which often stands for its country."""


@dataclass(frozen=True, slots=True)
class Match:
    """One answer to a search: the place, a score from 0 to 1 (1 is exact), and the reason in a short sentence."""

    place: Place
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names a place: character offsets (end exclusive), the place, and the role of the words.

    The role is "name" for the place itself ("Russia") and "demonym" for its people or adjective ("Russians").
    """

    start: int
    end: int
    place: Place
    role: str
