"""Running text -> mentions of places: one pass over its words, each looked up in a table of every form."""

from __future__ import annotations

import re
import unicodedata
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from operator import itemgetter

from panah.places.atlas import gazetteer, get, iso2
from panah.places.language import NO_RULES, WORD, Language, base, languages
from panah.places.language import language as tongue_of
from panah.places.place import Mention, Place

_GAP = re.compile(r"[ \u00a0\u202f\t]?[\n\r'’ʼʻ‘`´.·–-]?[ \u00a0\u202f\t]?")
"""What may stand between two words of one name: a blank, a hyphen, an apostrophe, a line break, a dot."""

_UNSCANNED = re.compile(r"[(\d]")
"""A name with a bracket that tells it from another, or with a number: it is searched for, not read in a text."""

_ANY, _CAPITAL, _EXACT = 0, 1, 2
"""How the letters' case must agree: not at all, a capital first, all capitals."""

_Entry = tuple[Place | None, int]
_Forms = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class _Index:
    """Every form of every name: `starts` gives for a first word how many words the longest name has.

    `lower` holds the first words that need no capital, so that an ordinary "la" is not taken for "La Restinga".
    """

    names: dict[str, _Entry] = field(default_factory=dict)
    demonyms: dict[str, _Entry] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    lower: set[str] = field(default_factory=set)

    def add(self, table: dict[str, _Entry], phrases: Iterable[str], place: Place | None, forms: _Forms) -> None:
        """Put every form of the phrases into the table; a form that is taken already stays with its first place."""
        for phrase in phrases:
            if phrase.startswith("~") or _UNSCANNED.search(phrase):
                continue
            entry = (place, _case(phrase))
            size = len(WORD.findall(phrase))
            for form in forms(phrase):
                table.setdefault(form, entry)
                first = form.partition(" ")[0] if size > 1 else form
                if self.starts.get(first, 0) < size:
                    self.starts[first] = size
                if entry[1] == _ANY:
                    self.lower.add(first)


def _case(phrase: str) -> int:
    letters = "".join(WORD.findall(phrase))
    if letters.isupper() and len(letters) <= 5:
        return _EXACT
    return _CAPITAL if letters[:1].isupper() else _ANY


def _named(tongue: Language) -> Iterator[tuple[Place | None, Iterable[str]]]:
    """Every place with its names in the language, the firmest first: countries, towns, then the gazetteer."""
    yield None, tongue.ignore
    for code, alpha2 in iso2().items():
        titles = (tongue.titles.get(code, ""), tongue.territories.get(alpha2, "").partition(" (")[0])
        yield get(code), (*tongue.names.get(code, ()), *titles)
    for code, phrases in tongue.towns.items():
        yield get(code), phrases
    for place, aliases in gazetteer():
        yield place, (place.name, *aliases)


@cache
def _index(code: str) -> _Index:
    """The language's index. Base forms go in before inflected ones: "Nigeria" is no form of "Niger"."""
    index, tongue = _Index(), tongue_of(code)
    for rules in (NO_RULES, tongue.name_rules) if tongue.name_rules.endings else (NO_RULES,):
        for place, phrases in _named(tongue):
            index.add(index.names, phrases, place, partial(tongue.forms, rules=rules))
    for rules in (NO_RULES, tongue.demonym_rules):
        for demonym, phrases in tongue.demonyms.items():
            index.add(index.demonyms, phrases, get(demonym), partial(tongue.forms, rules=rules))
    return index


def _indexes(text: str, language: str | None) -> list[_Index]:
    """The index of the language; for one that is not known, those of every language whose letters the text has."""
    code = base(language)
    if code is not None:
        return [_index(code)]
    folded = text.casefold()
    return [_index(each) for each in dict.fromkeys(("en", *languages())) if tongue_of(each).letters.search(folded)]


def scan(text: str, language: str | None = None) -> list[Mention]:
    """All places that the text names, in order, without overlap, the longest name first.

    `language` is a code such as "en"; None or one without a file uses the names of all languages together. Offsets
    count characters of `text`; a prefix that is written together with the name (Arabic "and", "to") is inside.
    """
    indexes = _indexes(text, language)
    known = indexes[0].starts if len(indexes) == 1 else ChainMap(*(index.starts for index in indexes))
    composed = unicodedata.is_normalized("NFC", text)
    words = list(WORD.finditer(text))
    keys = [word.group().casefold() for word in words] if composed else [_folded(word) for word in words]
    found = []
    free = 0
    for number in [number for number, key in enumerate(keys) if key in known]:
        start = words[number].start()
        if start < free:
            continue
        small, key = text[start].islower(), keys[number]
        hits = [index for index in indexes if key in (index.lower if small else index.starts)]
        matches = [match for index in hits if (match := _longest(index, text, words, keys, number))]
        if matches:
            match = max(matches, key=itemgetter(0)) if len(matches) > 1 else matches[0]
            free = match[0]
            if match[1] is not None:
                found.append(Mention(start, free, match[1], match[2]))
    return found


def _longest(
    index: _Index, text: str, words: list[re.Match[str]], keys: list[str], number: int
) -> tuple[int, Place | None, str] | None:
    """End, place (None for words to be ignored) and role of the longest name that begins with this word."""
    most, last = index.starts[keys[number]], number + 1
    while last < min(number + most, len(words)):
        before = words[last - 1]
        gap = text[before.end() : words[last].start()]
        if (gap != " " and not _GAP.fullmatch(gap)) or ("." in gap and len(before.group()) > 2):
            break
        last += 1
    tables = _tables(index, text, words[number].start())
    for end in range(last, number, -1):
        key = " ".join(keys[number:end])
        for table, role in tables:
            entry = table.get(key)
            if entry is not None and _agrees(named := words[number:end], entry[1]):
                return _end(text, named), entry[0], role
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
    abbreviated = len(words) > 1 and len(words[-1].group()) <= 2 and "." in text[words[0].start() : end]
    return end + 1 if abbreviated and text[end : end + 1] == "." else end
