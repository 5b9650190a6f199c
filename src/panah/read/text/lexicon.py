"""Find the phrases of a word table in running text, fast, with exact offsets.

A phrase is words separated by spaces. `word*` matches any ending, `word?` may be missing, `(a|b)` is either,
`~` is up to three words in between, `#` is any digits. The first word must be a plain one (or alternatives).
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

WORD = re.compile(r"[^\W\d_]+(?:['][^\W\d_]+)*")


def fold(text: str) -> str:
    """The text in lower case with plain apostrophes, spaces and digits, letter for letter (offsets stay valid)."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    low = low.translate(_PLAIN)
    return _MARKED.sub(_unmarked, low) if _MARKS.search(low) else low


_RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹⁽⁾ᵃᵇᶜᵈᶠᵍ"
"""Footnote marks: they stick to a number and are no part of it."""
_PLAIN = str.maketrans(
    "’‘ʼ\u00a0\u202f\u2009\n\tأإآٱ،؛٪٬٫٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹" + _RAISED,
    "'''     اااا,;%,.01234567890123456789" + " " * len(_RAISED),
)
_MARKS = re.compile(r"[\u064b-\u0652]")
_MARKED = re.compile(r"\w*(?:[\u064b-\u0652]+\w*)+")
_LETTERS = str.maketrans("أإآٱ،", "اااا,")


def _unmarked(word: re.Match[str]) -> str:
    """The word without vowel marks, filled up with blanks so that offsets stay valid."""
    return _MARKS.sub("", word.group()).ljust(len(word.group()))


def plain(value: Any) -> Any:
    """A TOML value with its Arabic letters in the spelling that `fold` gives them."""
    if isinstance(value, str):
        return _MARKS.sub("", value.translate(_LETTERS))
    if isinstance(value, list):
        return [plain(v) for v in value]
    return {plain(k): plain(v) for k, v in value.items()} if isinstance(value, dict) else value


_PARTS = re.compile(r"\([^)]*\)\??|\S+")
REMEMBERED = 1 << 13
"""Words of a language whose look-up is kept."""
BEGINNING = 60
"""Letters of a word by which it is looked up; no phrase has a first word as long."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: its span and the label it stands for."""

    start: int
    end: int
    label: str


class Pattern:
    """A regular expression that is compiled when it is first tried: of some thousands a text needs few."""

    __slots__ = ("_compiled", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self._compiled: re.Pattern[str] | None = None

    def match(self, folded: str, start: int, stop: int = sys.maxsize) -> re.Match[str] | None:
        """The match that begins at `start`, or None."""
        if self._compiled is None:
            self._compiled = re.compile(self.source)
        return self._compiled.match(folded, start, stop)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase that may stand at a word: its place in the table, and whether a joined letter stands before it."""

    pattern: Pattern
    label: str
    order: int
    second: frozenset[str] = frozenset()
    """The words one of which must follow the first; empty where that cannot be said."""
    joined: bool = False


_Rows = tuple[tuple[_Phrase, ...], Mapping[str, tuple[_Phrase, ...]]]
"""The phrases that may stand at a word whatever follows, and all that may by the word that follows."""


class Lexicon:
    """A compiled word table: (phrase, label) pairs that can be scanned for in folded text.

    `joined` are the letters that may be written together with a phrase, before it (Arabic 'and'); `tables` are those
    of the same language, in all of which a word is looked up once.
    """

    def __init__(self, entries: Iterable[tuple[str, str]], joined: str = "", tables: Tables | None = None) -> None:
        self._joined = joined
        self._words: dict[str, list[_Phrase]] = {}
        self._stems: dict[str, list[_Phrase]] = {}
        for order, (phrase, label) in enumerate(entries):
            head, *rest = _PARTS.findall(phrase.lower())
            for first in head.strip("()").split("|"):
                if word := WORD.match(first):
                    rows = self._stems if first[word.end() :].startswith("*") else self._words
                    row = _Phrase(Pattern(_pattern([first, *rest])), label, order, _second([*first.split(), *rest]))
                    rows.setdefault(word.group(), []).append(row)
        self._initials = {word[0] for rows in (self._words, self._stems) for word in rows} | set(joined)
        self.tables = tables or Tables()
        self.tables.add(self)

    def __bool__(self) -> bool:
        return bool(self._words or self._stems)

    def starting(self, word: str) -> _Rows | None:
        """The phrases that may stand where a text has this word, None for none; joined ones last."""
        joined = self._from(word[1:]) if self._joined and word[0] in self._joined else ()
        rows = (*self._from(word), *(replace(row, joined=True) for row in joined))
        following = {second for row in rows for second in row.second}
        by_second = {word: tuple(row for row in rows if not row.second or word in row.second) for word in following}
        return (tuple(row for row in rows if not row.second), by_second) if rows else None

    def _from(self, word: str) -> list[_Phrase]:
        whole: list[_Phrase] = self._words.get(word, [])
        found: list[_Phrase] = []
        for size in range(1, len(word) + 1):
            found += self._stems.get(word[:size], ())
            if word[size : size + 1] == "'":  # where "d'un" stands, a phrase may begin with "d"
                found += self._words.get(word[:size], ())
        # of phrases of one length the first is taken: a word that is written out says more than a stem
        return [*whole, *sorted(found, key=lambda row: row.order)]

    def at(self, folded: str, position: int) -> Hit | None:
        """The longest phrase that starts at `position`, or None."""
        if folded[position : position + 1] not in self._initials or not (word := WORD.match(folded, position)):
            return None
        rows = self.tables.starting(word.group()[:BEGINNING]).get(self)
        if rows is None:
            return None
        following = WORD.match(folded, word.end() + 1) if rows[1] else None
        return _longest(folded, position, rows, following.group() if following else "")

    def scan(self, folded: str, words: Iterable[int]) -> list[Hit]:
        """The longest phrase at each of the word starts `words`, those inside an earlier one left out."""
        out: list[Hit] = []
        each = [(word, self.at(folded, word)) for word in words] if type(words) is not Words else words.hits(self)
        for word, hit in each:
            if hit is not None and (not out or word >= out[-1].end):
                out.append(hit)
        return out


def _second(words: list[str]) -> frozenset[str]:
    """The words that must stand behind the first word of a phrase, or none where it has no fixed first or second."""
    if len(words) < 2 or not words[0].isalpha() or words[1][-1] == "?":
        return frozenset()
    found = [WORD.match(each) for each in words[1].strip("()").split("|") if "*" not in each.split(" ")[0]]
    if None in found or len(found) <= words[1].count("|"):
        return frozenset()
    return frozenset(word.group().partition("'")[0] for word in found if word)


def _longest(folded: str, start: int, rows: _Rows, following: str) -> Hit | None:
    phrases, by_second = rows
    if by_second:
        phrases = by_second.get(following.partition("'")[0], phrases)
    best, label, joined = -1, "", False
    for row in phrases:
        if row.joined and best >= 0 and not joined:
            break
        found = row.pattern.match(folded, start + row.joined)
        if found and found.end() > best:
            best, label, joined = found.end(), row.label, row.joined
    return Hit(start + joined, best, label) if best >= 0 else None


class Tables:
    """The word tables of a language, in all of which a word is looked up once."""

    def __init__(self) -> None:
        self._tables: list[Lexicon] = []
        self.starting = lru_cache(REMEMBERED)(self._starting)

    def add(self, table: Lexicon) -> None:
        """Look words up in this table too."""
        self._tables.append(table)

    def _starting(self, word: str) -> Mapping[Lexicon, _Rows]:
        return {table: rows for table in self._tables if (rows := table.starting(word))} or _NOTHING


_NOTHING: Mapping[Lexicon, _Rows] = {}


class Words(tuple[int, ...]):
    """The starts of the words of folded[start:end], with the phrases of a language's tables that may stand there."""

    texts: tuple[str, ...]
    """The words themselves."""
    _folded: str
    _tables: Tables
    _rows: dict[Lexicon, list[tuple[int, _Rows]]]
    _hits: dict[Lexicon, list[tuple[int, Hit]]]

    def __new__(cls, folded: str, start: int, end: int, tables: Tables) -> Words:
        found = list(WORD.finditer(folded, start, end))
        words = super().__new__(cls, [m.start() for m in found])
        words.texts = texts = tuple([m.group() for m in found])
        words._folded, words._tables, words._hits = folded, tables, {}
        candidates: defaultdict[Lexicon, list[tuple[int, _Rows]]] = defaultdict(list)
        words._rows = candidates
        for i, rows in enumerate(map(tables.starting, [word[:BEGINNING] for word in texts])):
            if rows:
                for table, phrases in rows.items():
                    candidates[table].append((i, phrases))
        return words

    def hits(self, table: Lexicon) -> Sequence[tuple[int, Hit]]:
        """The longest phrase of a table at each word that one starts with."""
        if table not in self._hits:
            candidates = self._rows.get(table, ()) if table.tables is self._tables else self._candidates(table)
            if not candidates:
                return ()
            texts = (*self.texts, "")
            self._hits[table] = [(self[i], hit) for i, rows in candidates if (
                hit := _longest(self._folded, self[i], rows, texts[i + 1]))]
        return self._hits[table]

    def _candidates(self, table: Lexicon) -> list[tuple[int, _Rows]]:
        starting = table.tables.starting
        return [(i, rows) for i, word in enumerate(self.texts) if (rows := starting(word[:BEGINNING]).get(table))]


def _pattern(words: list[str]) -> str:
    out = ""
    for i, word in enumerate(words):
        gap = r"\s+" if i else ""
        if word == "~":
            out += r"(?:\s+[^\s;:()]*[^\s,.;:()]){0,3}?"
            continue
        optional = word.endswith("?")
        body = word.rstrip("?").strip("()")
        inner = "|".join(_word(w) for w in body.split("|"))
        piece = f"{gap}(?:{inner})(?![\\w])"
        out += f"(?:{piece})?" if optional else piece
    return out


def _word(word: str) -> str:
    if word == "#":
        return r"[\d.,]+"
    if " " in word:
        return r"\s+".join(map(_word, word.split()))
    stem = re.escape(word.rstrip("*"))
    return stem + (r"[\w'-]{0,80}" if word.endswith("*") else "")  # no more, or a line of hyphens takes forever
