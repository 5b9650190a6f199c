"""Find the phrases of a word table in running text, fast, with exact offsets.

A phrase is words separated by spaces. `word*` matches any ending, `word?` may be missing, `(a|b)` is either,
`~` is up to three words in between, `#` is any digits. The first word must be a plain one (or alternatives).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: its span and the label it stands for."""

    start: int
    end: int
    label: str


class Lexicon:
    """A compiled word table: (phrase, label) pairs that can be scanned for in folded text."""

    def __init__(self, entries: Iterable[tuple[str, str]], joined: str = "") -> None:
        self._joined = joined
        buckets: dict[str, list[tuple[str, str]]] = {}
        for phrase, label in entries:
            head, *rest = _PARTS.findall(phrase.lower())
            for first in head.strip("()").split("|"):
                pattern = _pattern([first, *rest])
                buckets.setdefault(first.rstrip("*")[:3], []).append((pattern, label))
        compiled = {key: [(re.compile(pattern), label) for pattern, label in rows] for key, rows in buckets.items()}
        self._buckets = {key: rows for key, rows in compiled.items() if len(key) == 3}
        self._short = {key: rows for key, rows in compiled.items() if len(key) < 3}

    def __bool__(self) -> bool:
        return bool(self._buckets or self._short)

    def at(self, folded: str, position: int) -> Hit | None:
        """The longest phrase that starts at `position`, or None."""
        hit = self._longest(folded, position, self._rows(folded, position))
        if hit is None and position < len(folded) and folded[position] in self._joined:
            return self._longest(folded, position + 1, self._rows(folded, position + 1))
        return hit

    def _rows(self, folded: str, start: int) -> list[tuple[re.Pattern[str], str]] | None:
        """The phrases that may start here: by their first three letters, or fewer for a short first word."""
        key = folded[start : start + 3]
        return self._buckets.get(key) or self._short.get(key[:2]) or self._short.get(key[:1])

    def _longest(self, folded: str, start: int, rows: list[tuple[re.Pattern[str], str]] | None) -> Hit | None:
        best = None
        for pattern, label in rows or ():
            found = pattern.match(folded, start)
            if found and (best is None or found.end() > best.end):
                best = Hit(start, found.end(), label)
        return best

    def scan(self, folded: str, words: Iterable[int]) -> Iterator[Hit]:
        """The longest phrase at each of the word starts `words`, those inside an earlier one left out."""
        buckets, short, joined, done = self._buckets, self._short, self._joined, -1
        for start in words:
            if start < done:
                continue
            key = folded[start : start + 3]
            rows = buckets.get(key)
            if rows is None and short and not key.isalpha():  # a short first word stands before a sign or blank
                rows = short.get(key[:2]) or short.get(key[:1])
            hit = self._longest(folded, start, rows) if rows is not None else None
            if hit is None and joined and folded[start] in joined:
                hit = self._longest(folded, start + 1, self._rows(folded, start + 1))
            if hit:
                done = hit.end
                yield hit


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
    return stem + (r"[\w'-]*" if word.endswith("*") else "")
