"""What a number counts: people, households, vehicles, arrivals ... or something that is no displacement at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from panah.figure import Unit
from panah.places import Mention
from panah.read.text.language import Language
from panah.read.text.lexicon import WORD
from panah.read.text.numbers import Number

_UNITS = {"person": Unit.PERSON, "household": Unit.HOUSEHOLD, "vehicle": Unit.VEHICLE}


@dataclass(frozen=True, slots=True)
class Counted:
    """What stands behind a number. `named` is False where only the number stands for the people."""

    end: int
    named: bool
    other: bool = False
    """True when the words name something else (beds, flights, reservists)."""
    known: bool = True
    """Whether that something is in the word tables; an unknown noun may yet be people."""
    unit: Unit = Unit.PERSON
    population: str | None = None
    measure: str | None = None
    part: bool = False
    why: str = ""
    kind: str = ""
    """What people they are who are not displaced ('force', 'harm' ...); empty for things."""


def counted(
    text: str, folded: str, number: Number, mentions: Sequence[Mention], language: Language, stop: int
) -> Counted:
    """What the words right behind `number` and before `stop` say that it counts."""
    demonyms = {m.start: m for m in mentions if m.role == "demonym"}
    names = {m.start: m for m in mentions if m.role != "demonym"}
    at = number.end
    if ending := language.number_ending.match(folded, at):
        at = ending.end()
    population: str | None = None
    part = adjective = False
    if way := _direction(folded, number.end, language):
        return Counted(way[1], False, measure=way[0], why=f"{folded[number.end : way[1]].strip()!r} right behind it")
    for _ in range(7):
        at = _next(folded, at)
        if not 0 <= at < stop:
            break
        if at in demonyms:
            mention = demonyms[at]
            population, at = mention.place.code, mention.end
            adjective = bool(language.adjective.search(folded[mention.start : at]))
            continue
        noun = language.nouns.at(folded, at)
        if noun:
            return _noun(folded, noun.label, noun.end, population, part, demonyms, language)
        hit = language.parts.at(folded, at)
        if hit:
            part, at = True, hit.end
            unit = language.nouns.at(folded, folded.rfind(" ", 0, hit.end) + 1)
            if unit and unit.label in _UNITS and unit.end == hit.end:
                return Counted(hit.end, named=False, unit=_UNITS[unit.label], population=population, part=True,
                               why=f"a part: {folded[hit.start : hit.end]!r}")
            continue
        word_match = WORD.match(folded, at)
        word = word_match.group() if word_match else ""
        plain = word in language.modifiers and word not in language.bare_before
        if not word_match or language.rates.at(folded, at) or (not plain and language.measures.at(folded, at)):
            break
        if plain:
            at = word_match.end()
            continue
        after = _next(folded, names[at].end) if at in names else -1
        following = WORD.match(folded, after) if after >= 0 else None
        if following and following.group() in language.modifiers - language.bare_before:
            at = after  # 'Venäjältä saapunutta kansalaista'
            continue
        if at in names or word in language.bare_before or (population and not adjective) or part:
            break
        # a name that is no place known here: a people, perhaps
        if text[at].isupper() and not language.capital_nouns:
            at = word_match.end()
            continue
        if word in language.modifiers or _describes(folded, word, word_match.end(), language):
            at = word_match.end()
            continue
        return Counted(word_match.end(), named=True, other=True, known=False, why=f"it counts {word!r}")
    if population and (way := _direction(folded, at - 1, language)):
        return Counted(way[1], True, population=population, measure=way[0], why="the words right behind it")
    ends = [m.end for m in demonyms.values() if number.end <= m.start and m.end <= at]
    end = max(ends, default=number.end)
    return Counted(end, population is not None, population=population, part=part,
                   why="the people are named by nationality" if population else "only the number stands there")


def _direction(folded: str, at: int, language: Language) -> tuple[str, int] | None:
    """The measure of '9,642 in' or '5,448 out', and where the word ends."""
    for measure, pattern in language.directions.items():
        if folded[at : at + 1] == " " and (found := pattern.match(folded, at + 1)):
            return measure, found.end()
    return None


def _describes(folded: str, word: str, end: int, language: Language) -> bool:
    """Whether an unknown word stands right before a noun for people and so only says what kind they are."""
    noun = language.nouns.at(folded, end + 1) if folded[end : end + 1] == " " and len(word) > 3 else None
    return noun is not None and noun.label.partition("/")[0] != "no" and word not in language.common


def _next(folded: str, at: int) -> int:
    """Offset of the next word in the same breath, or -1 at a stop."""
    while at < len(folded) and folded[at] in " -\"'”“":
        at += 1
    return at if at < len(folded) and folded[at].isalpha() else -1


def _noun(folded: str, label: str, end: int, population: str | None, part: bool,
          demonyms: dict[int, Mention], language: Language) -> Counted:
    word = folded[max(0, end - 20) : end].split()[-1]
    if label.partition("/")[0] == "no":
        return Counted(end, True, other=True, why=f"it counts {word!r}", kind=label.partition("/")[2])
    if population is None:
        # 'entries by Russian citizens', 'nationals of Russia'
        for start, mention in demonyms.items():
            if end < start <= end + 12 and not any(c in ".,;:" for c in folded[end:start]):
                population = mention.place.code
                break
    unit = _UNITS.get(label, Unit.PERSON)
    measure = None if label in _UNITS else label
    if measure is None and (way := _direction(folded, end, language)):
        measure, end = way
    return Counted(end, True, unit=unit, population=population, measure=measure, part=part, why=f"it counts {word!r}")
