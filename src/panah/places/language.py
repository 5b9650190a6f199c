"""One language's names of places and the endings they take, read from languages/xx.toml and Unicode CLDR."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from math import prod
from types import MappingProxyType

from babel import Locale

MARKS = "\u0300-\u036f\u064b-\u065f\u0670"
WORD = re.compile(rf"[^\W\d_ʼʻ]+(?:[{MARKS}]+[^\W\d_ʼʻ]*)*")
"""A run of letters with their marks. Apostrophes, hyphens and dots part words, so that their many forms agree."""

_MOST_FORMS = 300
"""A name of several words is inflected word by word up to so many combinations, then left as it is."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Endings by the ending of the base form: the longest that fits is cut and each of its list is put there."""

    endings: Mapping[str, tuple[str, ...]]
    longest: int

    def forms(self, word: str) -> tuple[str, ...]:
        """All forms of a case-folded word; the word alone when no rule fits."""
        for size in range(min(self.longest, len(word)), -1, -1):
            cut = len(word) - size
            found = self.endings.get(word[cut:])
            if found is not None:
                return tuple(word[:cut] + ending for ending in found)
        return (word,)


NO_RULES = Rules(MappingProxyType({}), 0)
"""Leaves every word as it is."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language as its TOML file and CLDR describe it. Names are by ISO3 or gazetteer code, base forms in lists."""

    code: str
    letters: re.Pattern[str]
    article: str
    prefixes: tuple[str, ...]
    spelling: Mapping[int, str]
    last_word: bool
    name_rules: Rules
    demonym_rules: Rules
    territories: Mapping[str, str]
    titles: Mapping[str, str]
    names: Mapping[str, list[str]]
    demonyms: Mapping[str, list[str]]
    towns: Mapping[str, list[str]]
    ignore: tuple[str, ...]

    def forms(self, phrase: str, rules: Rules) -> Iterator[str]:
        """Every form of the phrase as a text's case-folded words, joined by blanks; a leading '=' keeps it as it is.

        The forms of its plain spelling ("Turkiye" for "Türkiye") follow.
        """
        words = [word.casefold() for word in WORD.findall(phrase)]
        spellings = [words]
        if not "".join(words).isascii():
            plain = [plain_latin(word.translate(self.spelling)) for word in words]
            spellings += [plain] if plain != words else []
        for spelling in spellings if words else ():
            for form in product(*self._choices(spelling, rules, fixed=phrase[0] == "=")):
                yield from self._prefixed(" ".join(form))

    def _choices(self, words: list[str], rules: Rules, *, fixed: bool) -> list[tuple[str, ...]]:
        choices: list[tuple[str, ...]] = [(word,) for word in words]
        if fixed or not rules.endings:
            return choices
        for place in range(len(words) - 1 if self.last_word else 0, len(words)):
            if len(words[place]) > 2 and self.letters.fullmatch(words[place]):
                choices[place] = rules.forms(words[place])
        return choices if prod(map(len, choices)) <= _MOST_FORMS else [(word,) for word in words]

    def _prefixed(self, form: str) -> tuple[str, ...]:
        if not self.prefixes or not self.letters.match(form):
            return (form,)
        stem = form.removeprefix(self.article) if self.article else form
        return tuple(prefix + stem for prefix in self.prefixes)


_MARKED_LATIN = re.compile("[\u00c0-\u024f\u1e00-\u1eff]\u0307?|(?<=[a-z])[\u0300-\u036f]")
_UNMARKED = MappingProxyType(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae"} | {chr(mark): "" for mark in range(0x300, 0x370)}
)


def _unmarked(letter: str) -> str:
    return _UNMARKED[letter] if letter in _UNMARKED else unicodedata.normalize("NFKD", letter)[0]


def plain_latin(text: str) -> str:
    """The text with the marks of Latin letters taken off; marks of other scripts change the letter and stay."""
    return _MARKED_LATIN.sub(lambda letter: _unmarked(letter[0]), text)


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages that have a file."""
    folder = files("panah.places") / "languages"
    return tuple(sorted(item.name[:-5] for item in folder.iterdir() if item.name.endswith(".toml")))


def base(code: str | None) -> str | None:
    """The code of the language's file ("en" for "en-GB" and "EN_us"); None when there is none."""
    plain = re.split("[-_]", code or "", maxsplit=1)[0].lower()
    return plain if plain in languages() else None


def _rules(table: Mapping[str, str]) -> Rules:
    endings = {key: tuple(ending.strip("∅") for ending in value.split()) for key, value in table.items()}
    return Rules(endings, max(map(len, endings), default=0))


@cache
def language(code: str) -> Language:
    """The language with this code, one of `languages()`."""
    path = files("panah.places") / "languages" / f"{code}.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    rules = table.get("rules", {})
    return Language(
        code=code,
        letters=re.compile(table["letters"]),
        article=table.get("article", ""),
        prefixes=tuple(prefix.strip("∅") for prefix in table.get("prefixes", "").split()),
        spelling=str.maketrans(table.get("spelling", {})),
        last_word=table.get("last_word", False),
        name_rules=_rules(rules.get("names", {})),
        demonym_rules=_rules(rules.get("demonyms", {})),
        territories=Locale(code).territories,
        titles=table.get("titles", {}),
        names=table.get("names", {}),
        demonyms=table.get("demonyms", {}),
        towns=table.get("towns", {}),
        ignore=tuple(table.get("ignore", ())),
    )
