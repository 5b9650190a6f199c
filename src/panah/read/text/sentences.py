"""Cut a text into sentences and mark where clauses end, without losing an offset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from panah.read.text.language import Language
from panah.read.text.lexicon import Words

_END = re.compile(r"(?<![.!?…؟。])[.!?…؟。]++[\"'”’»)\]]*+\s++(?=[\"“«„(\[‘']*+[^\W_])|\n+")
_BREAKS = re.compile(r"[;:—–()]|, | - ")


LONGEST = 1500
"""Characters; what runs on for longer is no sentence but a list or noise, and its numbers are weighed in pieces."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span in the text, the starts of its words, and its clause breaks as (offset, weight)."""

    start: int
    end: int
    words: Words
    breaks: tuple[tuple[int, float], ...]

    def cost(self, a: int, b: int) -> float:
        """How far apart two offsets are: words between them, and the clause breaks that lie between."""
        low, high = (a, b) if a < b else (b, a)
        far = 0.0
        for at, weight in self.breaks:
            if low <= at < high:
                far += weight
        return far + (high - low) / 25.0


# a dash that only labels: 'Romania - 579,800', '500 - to Egypt'
_LABEL = re.compile(r"[—–]\s(?:(?:\w+\s)?\d|\w{1,3}\s(?=[^\W\d_])(?![a-zа-яёіїєґ]))")
_WEIGHTS = {";": 6.0, ":": 1.5, "—": 3.0, "–": 1.0, "(": 2.0, ")": 2.0, ",": 1.5, " ": 3.0}


def sentences(text: str, folded: str, language: Language) -> list[Sentence]:
    """The sentences of `text`, in order, covering every word of it."""
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _END.finditer(text):
        if text[found.start()] != "\n" and _abbreviation(folded, found.start(), language, text[found.end()]):
            continue
        spans += _bounded(text, start, found.end())
        start = found.end()
    spans += _bounded(text, start, len(text))
    return [_sentence(text, folded, start, end, language) for start, end in spans]


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span, or spans at most LONGEST characters long, cut at white space where there is some."""
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _abbreviation(folded: str, dot: int, language: Language, following: str) -> bool:
    if folded[dot] != ".":
        return False
    begin = dot
    while begin > 0 and (folded[begin - 1].isalnum() or folded[begin - 1] == "."):
        begin -= 1
    word = folded[begin:dot]
    if following.islower() or (len(word) == 1 and word.isalpha()) or word in language.abbreviations:
        return True
    return word.isdigit() and len(word) <= 2 and language.ordinal_dot


def _sentence(text: str, folded: str, start: int, end: int, language: Language) -> Sentence:
    words = Words(folded, start, end, language.tables)
    breaks = [(m.start(), 0.5 if _LABEL.match(text, m.start()) else _WEIGHTS[m.group()[0]])
              for m in _BREAKS.finditer(folded, start, end)]
    for hit in language.conjunctions.scan(folded, words):
        breaks.append((hit.start, float(hit.label)))
    return Sentence(start, end, words, tuple(breaks))
