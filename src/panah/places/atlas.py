"""All places by code: the countries of ISO 3166-1, the European Union, and panah's own gazetteer."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from panah.errors import InputError
from panah.places.language import base
from panah.places.language import language as tongue_of
from panah.places.place import Kind, Place

_CLDR = "ISO 3166-1 code; name from Unicode CLDR"


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = files("panah.places") / "data" / name
    with path.open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


@cache
def iso2() -> Mapping[str, str]:
    """ISO 3166-1 alpha-3 to alpha-2, from data/countries.csv; "EU" stands for itself."""
    return MappingProxyType({row["iso3"]: row["iso2"] for row in _rows("countries.csv")})


@cache
def gazetteer() -> tuple[tuple[Place, tuple[str, ...]], ...]:
    """Every own row (capitals first) with its further spellings."""
    found = []
    capitals = list(_rows("capitals.csv"))
    for i, row in enumerate((*capitals, *_rows("gazetteer.csv"))):
        sides = tuple(row["sides"].split())
        place = Place(row["name"], row["name"], Kind(row["kind"]), row["country"] or None, sides, row["source"],
                      capital=i < len(capitals))
        found.append((place, tuple(alias.strip() for alias in row["aliases"].split("|") if alias.strip())))
    return tuple(found)


@cache
def places() -> Mapping[str, Place]:
    """Every place by its code."""
    known = {}
    for code in iso2():
        kind = Kind.BLOC if code == "EU" else Kind.COUNTRY
        known[code] = Place(code, name_of(code), kind, None if code == "EU" else code, (), _CLDR)
    known.update((place.code, place) for place, _ in gazetteer())
    return MappingProxyType(known)


def get(code: str) -> Place:
    """The place with this code. Raises InputError when there is none."""
    try:
        return places()[code]
    except KeyError:
        hint = "give an ISO 3166-1 alpha-3 code, EU, or a name of the gazetteer; places.find searches by any name"
        raise InputError(f"{code!r} is no place's code", hint=hint) from None


@lru_cache(maxsize=4096)
def name_of(code: str, language: str = "en") -> str:
    """The place's readable name in that language, as a headline writes it; in English where the language has none.

    A code that is not known is returned unchanged: a figure may name a place that no list holds.
    """
    tongue = tongue_of(base(language) or "en")
    if code in tongue.titles:
        return tongue.titles[code]
    if code in iso2():
        name = tongue.territories.get(iso2()[code]) or tongue_of("en").territories[iso2()[code]]
        return name.partition(" (")[0]
    return tongue.towns[code][0].lstrip("=~") if code in tongue.towns else code
