"""Running text -> mentions of places: one pass over its words, each looked up in a table of every form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from panah.places.atlas import gazetteer, get, iso2, places
from panah.places.language import WORD, Language, base, languages
from panah.places.language import language as tongue_of
from panah.places.place import Mention, Place

_GAP = re.compile(r"[ \u00a0\u202f\t]?[\n\r'’ʼʻ‘`´.·–-]?[ \u00a0\u202f\t]?")
"""What may stand between two words of one name: a blank, a hyphen, an apostrophe, a line break, a dot."""

_UNSCANNED = re.compile(r"[(\d]")
"""A name with a bracket that tells it from another, or with a number: it is searched for, not read in a text."""

_ANY, _CAPITAL, _EXACT = 0, 1, 2
"""How the letters' case must agree: not at all, a capital first, all capitals."""

_Entry = tuple[Place | None, int]


@dataclass(frozen=True, slots=True)
class _Index:
    """Every form of every name: `starts` gives for a first word how many words the longest name has."""

    names: dict[str, _Entry] = field(default_factory=dict)
    demonyms: dict[str, _Entry] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)

    def add(self, tongue: Language, phrases: Iterator[str], place: Place | None, *, demonym: bool = False) -> None:
        """Put every form of the phrases in; a form that is taken already stays with its first place."""
        table = self.demonyms if demonym else self.names
        rules = tongue.demonym_rules if demonym else tongue.name_rules
        for phrase in phrases:
            if phrase.startswith("~") or _UNSCANNED.search(phrase):
                continue
            entry = (place, _case(phrase))
            for form in tongue.forms(phrase, rules):
                table.setdefault(form, entry)
                first, _, rest = form.partition(" ")
                size = rest.count(" ") + 2 if rest else 1
                if self.starts.get(first, 0) < size:
                    self.starts[first] = size


def _case(phrase: str) -> int:
    letters = "".join(WORD.findall(phrase))
    if letters.isupper() and len(letters) <= 5:
        return _EXACT
    return _CAPITAL if letters[:1].isupper() else _ANY



def _phrases(*lists: list[str] | tuple[str, ...] | str | None) -> Iterator[str]:
    for item in lists:
        if isinstance(item, str):
            yield item.partition(" (")[0]
        elif item:
            yield from item


def _fill(index: _Index, tongue: Language) -> None:
    index.add(tongue, iter("=" + phrase for phrase in tongue.ignore), None)
    for code, alpha2 in iso2().items():
        known = _phrases(tongue.names.get(code), tongue.titles.get(code), tongue.territories.get(alpha2))
        index.add(tongue, known, get(code))
    for code, phrases in tongue.towns.items():
        index.add(tongue, iter(phrases), get(code))
    for place, aliases in gazetteer():
        index.add(tongue, _phrases(place.name, aliases), place)
    for code, phrases in tongue.demonyms.items():
        index.add(tongue, iter(phrases), get(code), demonym=True)


@cache
def _index(code: str | None) -> _Index:
    index = _Index()
    places()
    for each in (code,) if code else languages():
        _fill(index, tongue_of(each))
    return index


def scan(text: str, language: str | None = None) -> list[Mention]:
    """All places that the text names, in order, without overlap, the longest name first.

    `language` is a code such as "en"; None or one without a file uses the names of all languages together. Offsets
    count characters of `text`; a prefix that is written together with the name (Arabic "and", "to") is inside.
    """
    index = _index(base(language))
    starts = index.starts
    composed = unicodedata.is_normalized("NFC", text)
    words = list(WORD.finditer(text))
    found = []
    free = 0
    for number, word in enumerate(words):
        key = word.group().casefold()
        if not composed:
            key = unicodedata.normalize("NFC", key)
        size = starts.get(key)
        if size is None or word.start() < free:
            continue
        match = _longest(index, text, words[number : number + size])
        if match is not None:
            free = match[1]
            if match[2] is not None:
                found.append(Mention(word.start(), free, match[2], match[3]))
    return found


def _longest(index: _Index, text: str, words: list[re.Match[str]]) -> tuple[int, int, Place | None, str] | None:
    keys = [_folded(words[0])]
    for before, after in zip(words, words[1:], strict=False):
        gap = text[before.end() : after.start()]
        if not _GAP.fullmatch(gap) or ("." in gap and len(before.group()) > 2):
            break
        keys.append(_folded(after))
    for size in range(len(keys), 0, -1):
        key = " ".join(keys[:size])
        for table, role in _tables(index, text, words[0].start()):
            entry = table.get(key)
            if entry is not None and _agrees(words[:size], entry[1]):
                return words[0].start(), _end(text, words[:size]), entry[0], role
    return None


def _folded(word: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", word.group().casefold())


def _tables(index: _Index, text: str, start: int) -> tuple[tuple[Mapping[str, _Entry], str], ...]:
    """Names before demonyms, but after a number it is people that are counted: "600 Polen"."""
    names, demonyms = (index.names, "name"), (index.demonyms, "demonym")
    return (demonyms, names) if text[max(0, start - 2) : start].rstrip()[-1:].isdigit() else (names, demonyms)


def _agrees(words: list[re.Match[str]], case: int) -> bool:
    if case == _ANY:
        return True
    if case == _EXACT:
        return all(word.group().isupper() for word in words)
    return not words[0].group()[0].islower()


def _end(text: str, words: list[re.Match[str]]) -> int:
    end = words[-1].end()
    abbreviated = len(words) > 1 and len(words[-1].group()) == 1
    return end + 1 if abbreviated and text[end : end + 1] == "." else end
