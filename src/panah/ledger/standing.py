"""Where each figure stands at a moment: pure rules over rows that never change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from panah.ledger.models import Figure, Review, Situation


class State(StrEnum):
    """What has become of a figure: the latest review up to the moment decides."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    AMENDED = "amended"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


COUNTED = frozenset({State.ACCEPTED, State.AMENDED})
"""States of the figures that a person stands behind."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One figure's row with its state at a moment and the review that gave it that state, if any."""

    row: Figure
    state: State
    review: Review | None = None


def end_of(day: date) -> datetime:
    """The last moment (UTC) of a day: an as-of view sees all that was kept up to then."""
    return datetime.combine(day, time.max, UTC)


def standings(situation: Situation, until: datetime) -> list[Standing]:
    """Every figure of the situation that was kept up to `until`, with its state then.

    The order depends on the reports' days and words alone, so that any engine and any order of adding gives the same.
    """
    rows = Figure.objects.filter(report__situation=situation, known_at__lte=until).select_related("report")
    long_and_not_judged = ("text", "tables", "notes", "pages", "mentions")
    rows = rows.defer(*(f"report__{name}" for name in long_and_not_judged))
    reviews = Review.objects.filter(figure__report__situation=situation, at__lte=until).order_by("at", "pk")
    return judged(rows, reviews)


def judged(rows: Iterable[Figure], reviews: Iterable[Review]) -> list[Standing]:
    """The standing of each row, given all reviews up to the moment in order of time."""
    latest = {review.figure_id: review for review in reviews}
    live: dict[int, bool] = {}
    found = []
    for row in sorted(rows, key=lambda row: row.pk):
        parent = row.supersedes_id
        if parent is None:
            live[row.pk] = True
        else:
            made_by = latest.get(parent)
            live[row.pk] = live.get(parent, False) and made_by is not None and made_by.amended_id == row.pk
        found.append(_standing(row, latest.get(row.pk), live[row.pk]))
    return sorted(found, key=_order)


def _standing(row: Figure, review: Review | None, live: bool) -> Standing:
    if not live:
        return Standing(row, State.SUPERSEDED, review)
    if review is None:
        return Standing(row, State.AMENDED if row.supersedes_id else State.PROPOSED)
    if review.decision == Review.Decision.AMENDED:
        return Standing(row, State.SUPERSEDED, review)
    return Standing(row, State(review.decision), review)


def _order(standing: Standing) -> tuple[date, str, int, str]:
    row = standing.row
    return row.report.published or date.max, row.report.digest, row.body.get("char_start") or 0, row.figure_id
