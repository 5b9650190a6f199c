"""The rejected numbers that a person should glance at, each with what the words say it is."""

from __future__ import annotations

from panah.figure import Evidence, Unit
from panah.read.mention import Mention, MentionKind
from panah.read.text.language import Language
from panah.read.text.lexicon import Hit
from panah.read.text.scene import Draft
from panah.read.text.weigh.accept import spoiler

FEW = 13
"""Below it, a number that names nobody, or of which nothing is said, is hardly a count of people."""
FAR = 7.0
"""Cost from which on a word says nothing of a number any more."""


def mention(draft: Draft, language: Language) -> Mention | None:
    """The mention that a rejected number is; None for one that counts no people (days, tents, money, a share)."""
    number, what = draft.number, draft.counted
    found = _why(draft, language)
    if number.ratio or number.high < 2 or found is None:
        return None
    kind, words = found
    stated = what.named and not (what.other and not what.known)
    if number.high < FEW and (kind is MentionKind.UNCLEAR or not stated):
        return None
    if what.unit is Unit.VEHICLE and kind in (MentionKind.OTHER, MentionKind.UNCLEAR):
        return None
    text, end = draft.scene.text, number.end if what.other and not what.known else max(number.end, what.end)
    evidence = Evidence(text[number.from_ : end], number.from_, end)
    return Mention(number.low, number.high, kind, words, evidence, number.hedge, what.unit)


def _why(draft: Draft, language: Language) -> tuple[MentionKind, str] | None:
    """The kind and the words that say so; None where the number counts a thing."""
    number, what, text = draft.number, draft.counted, draft.scene.text
    if what.other and what.known:
        return (MentionKind(what.kind), text[number.end : what.end].strip(" -")) if what.kind else None
    near = spoiler(draft, language)
    if what.other:  # an unknown noun: "4 million could flee" is of people, "12 laws could pass" is not
        near = near if near and number.end <= near[1].start < what.end else None
    elif near and near[0] > FAR:
        near = None
    if near:
        return _said(near[1], text)
    people = (what.named or what.part) and not what.other
    return (MentionKind.UNCLEAR, "") if people else None


def _said(hit: Hit, text: str) -> tuple[MentionKind, str]:
    name, _, finer = hit.label.partition("/")
    return MentionKind(finer or name), " ".join(text[hit.start : hit.end].split())
