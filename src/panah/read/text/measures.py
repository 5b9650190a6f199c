"""Which measure a number has: cue phrases, weighed by how near they stand and what lies between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from panah.read.text.language import Language
from panah.read.text.numbers import Number
from panah.read.text.sentences import Sentence

REACH = 9.0
"""Cost beyond which a cue in the same sentence no longer speaks for a number."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue phrase: its span, the measure it speaks for, the role of the places around it, a handicap."""

    start: int
    end: int
    measure: str
    role: str
    handicap: float = 0.0


def cues(folded: str, sentence: Sentence, language: Language) -> list[Cue]:
    """All cue phrases of a sentence, in order."""
    out = []
    for hit in language.measures.scan(folded, sentence.words):
        name, _, handicap = hit.label.partition("/")
        measure, _, role = name.partition(".")
        out.append(Cue(hit.start, hit.end, measure, role, float(handicap or 0.0)))
    return out


def choose(number: Number, end: int, found: Sequence[Cue], numbers: Sequence[Number],
           sentence: Sentence) -> tuple[Cue, float] | None:
    """The cue that fits `number` (its words end at `end`) best, with its cost; None when none is near enough."""
    best: tuple[Cue, float] | None = None
    for cue in found:
        if cue.measure == "-":
            continue
        if number.start <= cue.start < end:
            cost = 0.2
        elif cue.start >= end:
            cost = sentence.cost(end, cue.start + 1) + 2.5 * sum(end <= n.start < cue.start for n in numbers)
        else:
            cost = 0.6 + sentence.cost(cue.end, number.start)
            cost += 2.0 * sum(cue.end <= n.start < number.start for n in numbers)
        cost += cue.handicap
        if best is None or cost < best[1]:
            best = (cue, cost)
    return best if best and best[1] <= REACH else None
