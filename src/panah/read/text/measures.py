"""The phrases of a sentence that speak for a measure."""

from __future__ import annotations

from dataclasses import dataclass

from panah.read.text.language import Language
from panah.read.text.sentences import Sentence


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


