"""Early signs: words that a flow slows or grows, that people queue, of a new rule or a cause. No number among them.

They move no estimate. A person is shown them, and may open an event.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from panah.figure import Evidence, Report
from panah.places import Mention, scan
from panah.read.text.language import codes, detect, load
from panah.read.text.lexicon import fold
from panah.read.text.sentences import Sentence, sentences

LONGEST = 20_000
"""Characters of a report that are searched; signs stand in its first pages."""
DAYS = 14
"""Days for which a report's signs are worth showing."""
MOST = 12
"""Signs of one report that a person is shown."""


class SignKind(StrEnum):
    """What a sign tells of."""

    SLOWING = "slowing"
    GROWING = "growing"
    QUEUE = "queue"
    RULE = "rule"
    CAUSE = "cause"


@dataclass(frozen=True, slots=True)
class Sign:
    """A sentence that tells of a possible turn: its kind, the words for it, and the country named nearest to them."""

    kind: SignKind
    words: str
    place: str | None
    evidence: Evidence
    """The sentence."""


def signs(report: Report) -> list[Sign]:
    """The early signs in a report's sentences, in their order, one of a kind about a place and at most MOST.

    None where the language has no word tables.
    """
    text = report.text[:LONGEST]
    code = report.language or detect(text)
    if code not in codes():
        return []
    language = load(str(code))
    folded = language.parted(fold(text))
    found: list[Sign] = []
    named = list(scan(text, str(code)))
    for sentence in sentences(text, folded, language):
        here = [m for m in named if sentence.start <= m.start < sentence.end]
        for hit in language.signs.scan(folded, sentence.words):
            place = _nearest(here, hit.start)
            found.append(Sign(SignKind(hit.label), text[hit.start : hit.end], place, _whole(text, sentence)))
    return list(_once(found))[:MOST]


def _nearest(here: list[Mention], at: int) -> str | None:
    """The country of the place named nearest; people's nationality only where no place is."""
    order = sorted(here, key=lambda m: (m.role == "demonym", abs(m.start - at)))
    return next((m.place.country or m.place.code for m in order), None)


def _whole(text: str, sentence: Sentence) -> Evidence:
    words = text[sentence.start : sentence.end]
    start = sentence.start + len(words) - len(words.lstrip())
    words = words.strip()
    return Evidence(words, start, start + len(words))


def _once(found: list[Sign]) -> Iterator[Sign]:
    seen: set[tuple[str, str | None]] = set()
    for sign in found:
        if (sign.kind, sign.place) not in seen:
            seen.add((sign.kind, sign.place))
            yield sign
