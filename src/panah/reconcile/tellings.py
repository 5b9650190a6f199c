"""Which claims only retell another one: a chain that is told twice is counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from panah.figure import Figure, Hedge
from panah.read.tellings import Telling, digits, grouped
from panah.reconcile.claims import Claim


@dataclass(frozen=True, slots=True)
class Count:
    """One distinct count: the claim that stands for it, and all figures that tell it."""

    claim: Claim
    tellings: tuple[Figure, ...]
    hedge: Hedge


def counts(observed: Sequence[Claim]) -> list[Count]:
    """The distinct counts behind the claims, in an order that depends on what they say alone.

    Which claims retell one count is `panah.read.tellings.grouped`'s rule, on the days and corridors of this room. The
    first telling whose days are stated stands for the count, an unrounded one before all; its hedge is the most
    frequent one, ties going to the earliest.
    """
    ordered = sorted(observed, key=lambda c: (told_first(c.figure), c.guessed or c.start is None, c.figure.id))
    groups = grouped([_telling(claim) for claim in ordered])
    out = [_count([ordered[place] for place in group]) for group in groups]
    return sorted(out, key=lambda c: (c.claim.corridor, c.claim.role, content(c)))


def _telling(claim: Claim) -> Telling:
    key = claim.corridor, claim.role, claim.figure.form
    start = None if claim.role == "present" else claim.start
    return Telling(claim.figure, key, start, claim.end, claim.guessed)


def told_first(figure: Figure) -> tuple[date, date]:
    """When a figure was said, then when it became known; unknown days count as late."""
    return figure.said or date.max, figure.known or date.max


def _count(group: list[Claim]) -> Count:
    stated = [c for c in group if c.start and not c.guessed] or group[:1]
    lead = max(stated, key=lambda c: digits(c.figure.low))
    alike = [c.figure for c in group if (c.figure.low, c.figure.high) == (lead.figure.low, lead.figure.high)]
    votes = Counter(figure.hedge for figure in alike)
    most = max(votes.values())
    hedge = next(figure.hedge for figure in alike if votes[figure.hedge] == most)
    if lead.note and any(not c.note for c in group if c.start):
        lead = replace(lead, note="")
    return Count(lead, tuple(c.figure for c in group), hedge)


def content(count: Count) -> tuple[str, date, date, float, float, str, str]:
    """What a count says, for an order that no retelling can change."""
    f, claim = count.claim.figure, count.claim
    days = claim.start or date.min, claim.end
    return f.form.value, *days, f.low, f.high, count.hedge.value, f.counter or ""
