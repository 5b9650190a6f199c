"""Whether two names can be of one who counted: folded, transliterated, and office for office across languages."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import fuzz

from panah.figure import Evidence, Figure
from panah.places import scan

_WORD = re.compile(r"[^\W_]+")
_VOWELS = frozenset("aeiouy")
_NEAR = 82.0
"""Percent of consonants that must agree: Akhmetzhanov, Achmetschanow and Ахметжанов do, Petrov and Petrosyan do not."""
_SHARE = 0.6
"""Share of the shorter name's words that the longer one must have: a first name alone is not enough."""
_SHORTEST = 3
"""Fewer consonants than this tell no name from another, and its vowels are compared as well."""


class Verdict(IntEnum):
    """Whether two who counted are one."""

    OTHER = 0
    OPEN = 1
    """One of them is not named, or nothing in their names can be compared."""
    SAME = 2


@dataclass(frozen=True, slots=True)
class Identity:
    """What a name says of its bearer: offices, the countries they belong to, and the other words as consonants."""

    offices: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    scripts: frozenset[str] = frozenset()
    folded: str = ""


@dataclass(frozen=True, slots=True)
class _Tables:
    offices: tuple[tuple[str, re.Pattern[str]], ...]
    idle: frozenset[str]
    letters: Mapping[str, str]
    spellings: re.Pattern[str]
    sounds: Mapping[str, str]


@cache
def _tables() -> _Tables:
    table = tomllib.loads((files("panah.read") / "counters.toml").read_text(encoding="utf-8"))
    phrases = [
        (office, phrase)
        for office, languages in table["office"].items()
        for spoken in languages.values()
        for phrase in spoken
    ]
    phrases.sort(key=lambda pair: -len(pair[1]))  # 'border police' before 'police'
    sounds = {_plain(letters): sound for letters, sound in table["spellings"].items()}
    return _Tables(
        offices=tuple((office, _pattern(phrase)) for office, phrase in phrases),
        idle=frozenset(_plain(word) for words in table["idle"].values() for word in words),
        letters=table["letters"],
        spellings=re.compile("|".join(sorted(sounds, key=len, reverse=True))),
        sounds=sounds,
    )


def _pattern(phrase: str) -> re.Pattern[str]:
    words = [re.escape(_plain(word)) + (r"\w*" if word.endswith("*") else "") for word in phrase.split()]
    return re.compile(r"(?<!\w)" + " ".join(words) + r"(?!\w)")


def _plain(text: str) -> str:
    """The words of a text in small letters without marks, joined by single blanks."""
    low = unicodedata.normalize("NFKD", text.casefold().replace("й", "\0").replace("ё", "е"))
    bare = "".join(c for c in low if not unicodedata.combining(c)).replace("\0", "й")
    return " ".join(_WORD.findall(bare.replace("أ", "ا").replace("إ", "ا").replace("آ", "ا")))


@lru_cache(maxsize=4096)
def identity(name: str) -> Identity:
    """What a name of an office, a body or a person says, in any of the languages that have office words.

    >>> identity("Kazakh Interior Minister").offices == identity("глава МВД Казахстана").offices
    True
    """
    tables, rest, offices, countries = _tables(), name, set(), set()
    for mention in reversed(scan(name)):
        if mention.place.country is None and mention.place.code != "EU":
            continue
        countries.add(mention.place.country or mention.place.code)
        rest = rest[: mention.start] + " " + rest[mention.end :]
    plain = _plain(rest)
    for office, pattern in tables.offices:
        plain, found = pattern.subn(" ", plain)
        if found:
            offices.add(office)
    names = {sound for word in plain.split() if word not in tables.idle and (sound := consonants(word))}
    if "unhcr" in offices or "iom" in offices:
        offices.discard("un")
    scripts = frozenset(unicodedata.name(c, "?").split()[0] for c in name if c.isalpha())
    return Identity(frozenset(offices), frozenset(countries), frozenset(names), scripts, _plain(name))


def one_name(one: str, other: str) -> bool:
    """Whether two names are written alike but for case, marks and punctuation."""
    return _plain(one) == _plain(other)


def one_teller(one: str, other: str) -> bool:
    """Whether two names are one outlet or body: all their words sound alike, or both are the same office."""
    first, second = identity(one), identity(other)
    if first.offices and second.offices:
        return alike(first, second) is Verdict.SAME
    words, others = first.folded.split(), second.folded.split()
    return len(words) == len(others) and all(
        _sounds_alike(consonants(a), consonants(b)) for a, b in zip(words, others, strict=True)
    )


def consonants(word: str) -> str:
    """A folded word as the consonants it sounds like, twins written once; with its vowels when they are too few."""
    tables = _tables()
    joined = tables.spellings.sub(lambda found: tables.sounds[found.group()], word)
    spelt = "".join(tables.letters.get(c, c if c.isascii() else "") for c in joined)
    sound = re.sub(r"(.)\1+", r"\1", "".join(c for c in spelt if c not in _VOWELS))
    return sound if len(sound) >= _SHORTEST else spelt


def compared(one: Figure, other: Figure) -> Verdict:
    """Whether those who counted two figures are one, by all that their source chains say."""
    if one.report and printed(one) == printed(other):
        return Verdict.SAME
    return chains_compared(chain(one), chain(other))


def chain(figure: Figure) -> tuple[str, ...]:
    """The names of a figure's source chain."""
    return tuple(source.name for source in figure.sources)


def printed(figure: Figure) -> tuple[str | None, Evidence]:
    """The report and the words in it where a figure stands, which two publishers may both have printed."""
    return figure.report, figure.evidence


@lru_cache(maxsize=65536)
def chains_compared(one: tuple[str, ...], other: tuple[str, ...]) -> Verdict:
    """Whether two chains of names go back to one who counted; OPEN when one names nobody."""
    if not one or not other:
        return Verdict.OPEN
    first, second = identity(one[0]), identity(other[0])
    counted = alike(first, second)
    if counted is Verdict.SAME or (counted is Verdict.OTHER and first.offices and second.offices):
        return counted
    links = [(first, identity(name)) for name in other[1:]] + [(second, identity(name)) for name in one[1:]]
    if any(alike(a, b) is Verdict.SAME for a, b in links):
        return Verdict.SAME  # who is named alone stands in the other's chain
    return counted


def alike(one: Identity, other: Identity) -> Verdict:
    """Whether two names are of one bearer; OPEN where they share no script and no office that could be compared."""
    if one.folded == other.folded:
        return Verdict.SAME
    if one.countries and other.countries and not one.countries & other.countries:
        return Verdict.OTHER
    if one.offices & other.offices or _named_alike(one, other):
        return Verdict.SAME
    if (one.offices and other.offices) or one.scripts & other.scripts:
        return Verdict.OTHER
    return Verdict.OPEN


def _named_alike(one: Identity, other: Identity) -> bool:
    fewer, more = sorted((one.names, other.names), key=lambda names: (len(names), sorted(names)))
    found = sum(any(_sounds_alike(a, b) for b in more) for a in sorted(fewer))
    return found > 0 and found >= _SHARE * len(fewer)


def _sounds_alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > _SHORTEST and fuzz.ratio(one, other) >= _NEAR)
