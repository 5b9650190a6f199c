"""A mention: a number that a text states of people and that is no displacement figure, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from panah.figure import Evidence, Figure, Hedge, Unit


class MentionKind(StrEnum):
    """Why a number was left out; but for the last two, the word tables of `text/languages` have a list for each."""

    FORECAST = "forecast"
    QUOTA = "quota"
    CLAIM = "claim"
    REFUSED = "refused"
    CAPACITY = "capacity"
    BOTH_WAYS = "both_ways"
    DIFFERENCE = "difference"
    FORCE = "force"
    HARM = "harm"
    OTHER = "other"
    UNCLEAR = "unclear"


REASONS = {
    MentionKind.FORECAST: "it is foreseen, wanted or feared, and has not happened",
    MentionKind.QUOTA: "it is a quota, a target or a promise, and nobody counted it",
    MentionKind.CLAIM: "it is a claim that is denied or doubted",
    MentionKind.REFUSED: "they were refused, stopped or turned back",
    MentionKind.CAPACITY: "it says how many there is room for, and not how many are there",
    MentionKind.BOTH_WAYS: "both directions are added up, or journeys are counted",
    MentionKind.DIFFERENCE: "it is the difference between two counts",
    MentionKind.FORCE: "it counts those who serve, fight or guard",
    MentionKind.HARM: "it counts the dead, hurt, missing or detained",
    MentionKind.OTHER: "it counts something else than people who come, leave or stay",
    MentionKind.UNCLEAR: "nothing near says that they came, left, returned or stayed",
}
"""What each kind says to a person."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A number of people (or of what could be people) that the reader left out, for a person to check.

    `words` are those that made it none, as they stand in the text; empty where it is their absence.
    """

    low: float
    high: float
    kind: MentionKind
    words: str
    evidence: Evidence
    hedge: Hedge = Hedge.NONE
    unit: Unit = Unit.PERSON
    report: str | None = None
    """Id of the report that carries it."""

    @property
    def reason(self) -> str:
        """Why it was left out, in a line, with the words that say so."""
        return f"{REASONS[self.kind]} (“{self.words}”)" if self.words else REASONS[self.kind]


Found = TypeVar("Found", Figure, Mention)
"""What a pass over a report finds."""


def mention_json(mention: Mention) -> dict[str, Any]:
    """The mention as a JSON object."""
    evidence = mention.evidence
    low, high = (int(n) if float(n).is_integer() else n for n in (mention.low, mention.high))
    return {
        "quote": evidence.quote,
        "char_start": evidence.start,
        "char_end": evidence.end,
        "low": low,
        "high": high,
        "hedge": mention.hedge.value,
        "unit": mention.unit.value,
        "kind": mention.kind.value,
        "words": mention.words,
        "reason": mention.reason,
        "page": evidence.page,
        "report": mention.report,
    }


def mention_from_json(row: dict[str, Any]) -> Mention:
    """The mention that `mention_json` wrote."""
    evidence = Evidence(row["quote"], row["char_start"], row["char_end"], page=row["page"])
    return Mention(float(row["low"]), float(row["high"]), MentionKind(row["kind"]), row["words"], evidence,
                   Hedge(row["hedge"]), Unit(row["unit"]), row["report"])
