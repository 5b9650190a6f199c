"""Which claims only retell another one: a chain that is told twice is counted once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from panah.figure import Figure, Form, Hedge
from panah.reconcile.claims import Claim, same_counter


@dataclass(frozen=True, slots=True)
class Count:
    """One distinct count: the claim that stands for it, and all figures that tell it."""

    claim: Claim
    tellings: tuple[Figure, ...]
    hedge: Hedge


def digits(value: float) -> int:
    """How many significant digits a number is given with: 2 for 98,000, 6 for 147,312."""
    return len(f"{value:.0f}".strip("0")) or 1


def _retells(claim: Claim, first: Claim) -> bool:
    """Whether a claim only retells `first`; both have the same corridor, role, form and value."""
    one, other = claim.figure, first.figure
    exact = digits(one.low) >= 4
    if not (exact or same_counter(one, other)):
        return False
    if abs((claim.end - first.end).days) > _tolerance(claim, first, exact):
        return False
    if claim.start is None or first.start is None or claim.guessed or first.guessed:
        return True
    return abs((claim.start - first.start).days) <= _tolerance(claim, first, exact)


def _tolerance(claim: Claim, first: Claim, exact: bool) -> int:
    """Days by which two tellings may differ; a round number for a day or two soon comes again on another day."""
    if claim.role == "present" or exact or claim.guessed or first.guessed:
        return 3
    if claim.start and (claim.end - claim.start).days >= 3:
        return 3
    return 1 if claim.figure.form in (Form.PER_DAY, Form.PER_WEEK, Form.PER_MONTH) else 0


def counts(observed: Sequence[Claim]) -> list[Count]:
    """The distinct counts behind the claims, in an order that depends on what they say alone.

    The first telling whose days are stated stands for the count; its hedge is the most frequent one, ties going to
    the earliest.
    """
    heaps: dict[tuple[object, ...], list[list[Claim]]] = defaultdict(list)
    for claim in sorted(observed, key=lambda c: (told_first(c.figure), c.guessed or c.start is None, c.figure.id)):
        f = claim.figure
        groups = heaps[claim.corridor, claim.role, f.form, f.low, f.high]
        home = next((g for g in groups if _retells(claim, g[0])), None)
        if home is None:
            groups.append([claim])
        else:
            home.append(claim)
    out = [_count(group) for groups in heaps.values() for group in groups]
    return sorted(out, key=lambda c: (c.claim.corridor, c.claim.role, content(c)))


def told_first(figure: Figure) -> tuple[date, date]:
    """When a figure was said, then when it became known; unknown days count as late."""
    return figure.said or date.max, figure.known or date.max


def _count(group: list[Claim]) -> Count:
    lead = next((c for c in group if c.start and not c.guessed), group[0])
    votes = Counter(c.figure.hedge for c in group)
    most = max(votes.values())
    hedge = next(c.figure.hedge for c in group if votes[c.figure.hedge] == most)
    if lead.note and any(not c.note for c in group if c.start):
        lead = replace(lead, note="")
    return Count(lead, tuple(c.figure for c in group), hedge)


def content(count: Count) -> tuple[str, date, date, float, float, str, str]:
    """What a count says, for an order that no retelling can change."""
    f, claim = count.claim.figure, count.claim
    days = claim.start or date.min, claim.end
    return f.form.value, *days, f.low, f.high, count.hedge.value, f.counter or ""
