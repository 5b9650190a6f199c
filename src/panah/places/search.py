"""A name as a person types it -> places: exact in any language first, then near spellings, each with its reason."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from rapidfuzz import fuzz, process

from panah.places.atlas import gazetteer, get, iso2, name_of, places
from panah.places.language import Language, base, languages
from panah.places.language import language as tongue_of
from panah.places.place import Kind, Match, Place

_NEAR = 80.0
"""Percent of letters that must agree (rapidfuzz ratio): below it, two different short names begin to pass as one."""

_SHORTEST = 4
"""Shorter names than this are only found exactly: any two of three letters are near to each other."""

_Named = tuple[str, str, bool]
"""(code of the place, the name as written, whether it is a demonym)"""


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold().replace("ı", "i").replace("ł", "l").replace("ø", "o")
    kept = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’ʼʻ‘`´")
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


def _names(tongue: Language, *, every_form: bool) -> Iterator[_Named]:
    for code, alpha2 in iso2().items():
        for name in (name_of(code, tongue.code), *tongue.names.get(code, ()), tongue.territories.get(alpha2, "")):
            yield code, name.lstrip("=~"), False
    for code, towns in tongue.towns.items():
        yield from ((code, name.lstrip("=~"), False) for name in towns)
    for code, demonyms in tongue.demonyms.items():
        for demonym in demonyms:
            forms = tongue.forms(demonym, tongue.demonym_rules) if every_form else ()
            yield from ((code, form, True) for form in (demonym.lstrip("=~"), *forms))


@cache
def _index(code: str | None) -> dict[str, tuple[_Named, ...]]:
    found: dict[str, dict[str, _Named]] = {}
    own = [(place.code, name.lstrip("=~"), False) for place, aliases in gazetteer() for name in (place.name, *aliases)]
    spoken = ("en", code) if code else ("en", *languages())
    every = [named for each in spoken for named in _names(tongue_of(each), every_form=each in ("en", code))]
    for named in (*every, *own):
        key = _fold(named[1])
        if key:
            found.setdefault(key, {}).setdefault(named[0], named)
    return {key: tuple(sorted(named.values(), key=lambda one: one[2])) for key, named in found.items()}


def find(name: str, *, language: str | None = None, limit: int = 5) -> list[Match]:
    """The places that this name may mean, best first; an empty list when nothing is near.

    Case, diacritics and punctuation do not matter. An exact name (or code) has score 1.0; a near spelling has the
    share of letters that agree, below 1. `language` narrows the search to that language, English and the gazetteer.
    """
    if limit < 1:
        return []
    index = _index(base(language))
    code = name.strip()
    matches = [Match(get(code), 1.0, f"exact: {_is(get(code))}")] if code in places() else []
    key = _fold(name)
    matches += [Match(get(one[0]), 1.0, _exactly(one, name)) for one in index.get(key, ())]
    if len(key) >= _SHORTEST:
        near = process.extract(key, index.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=limit * 8)
        for other, percent, _ in near:
            share = min(percent, 99.0) / 100
            matches += [Match(get(one[0]), share, _nearly(one, name, share)) for one in index[other] if other != key]
    best: dict[str, Match] = {}
    for match in matches:
        best.setdefault(match.place.code, match)
    return list(best.values())[:limit]


def _exactly(named: _Named, typed: str) -> str:
    place = get(named[0])
    if named[2]:
        return f"exact: {' '.join(typed.split())} names the people of {place.name}"
    return f"exact: {_is(place)}" if named[1] == place.name else f"exact: {named[1]} is a name of {_is(place, ', ')}"


def _nearly(named: _Named, typed: str, share: float) -> str:
    place = get(named[0])
    by = place.name if named[1] == place.name else f"{named[1]}, a name of {place.name}"
    return f"close to {by} ({' '.join(typed.split())}, {share:.0%})".replace("%)", " %)")


def _is(place: Place, verb: str = " is ") -> str:
    article = "an" if place.kind.value[0] in "aeiou" else "a"
    words = f"{place.name}{verb}{article} {place.kind.value}"
    if place.kind in (Kind.COUNTRY, Kind.BLOC):
        return words
    if place.sides:
        return f"{words} between {' and '.join(name_of(side) for side in place.sides)}"
    return f"{words} in {name_of(place.country)}" if place.country else words
