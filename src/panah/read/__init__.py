"""Reading: a report in, its sourced figures out, and beside them the numbers that are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from panah.errors import InputError
from panah.figure import Event, Figure, Report
from panah.read.mention import Found, Mention, MentionKind
from panah.read.signs import Sign, SignKind, signs
from panah.read.tellings import Statement, joined
from panah.read.text.assemble import read_text_closely
from panah.room import callable_room

__all__ = [
    "Mention",
    "MentionKind",
    "Reading",
    "Sign",
    "SignKind",
    "Statement",
    "joined",
    "mentions",
    "read",
    "reading",
    "signs",
]

RULED = 0.2
"""Confidence in a figure from a table that was seen by its ruled lines: too low to count before a person accepts it."""
RULED_CAVEAT = "read from a table that lines rule off on the page: compare it with the page before you accept it"
MOST_REMARKS = 20
"""More remarks on one file than a person reads at once."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one pass over a report gives: its figures, the numbers left out and why, and remarks on its tables."""

    figures: list[Figure]
    mentions: list[Mention] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What in its tables was decided for a whole column or could not be read, at most MOST_REMARKS of it."""


def read(report: Report, *, events: Sequence[Event] = ()) -> list[Figure]:
    """The figures of a report, from its sentences and its tables, in their order."""
    return reading(report, events=events).figures


def mentions(report: Report, *, events: Sequence[Event] = ()) -> list[Mention]:
    """The numbers of people in a report's sentences that are no displacement figures, in their order, with the reason.

    What is foreseen, denied, planned, refused at a border, room, both directions in one, a bare difference, soldiers,
    the dead. Never a figure of `read`, and never a number of things, days, distances or money.
    """
    return reading(report, events=events).mentions


def reading(report: Report, *, events: Sequence[Event] = ()) -> Reading:
    """Figures, mentions and remarks of a report in one pass."""
    if not isinstance(report, Report):
        raise InputError(f"a {type(report).__name__} is no report", hint="Give panah.Report(text, published=day)")
    figures, left = read_text_closely(report, events=events)
    if report.pages:
        figures, left = [_on_page(report, one) for one in figures], [_on_page(report, one) for one in left]
    if not report.tables:
        return Reading(figures, left)
    from panah.read.table import read_tables_closely

    tables = read_tables_closely(report)
    told = tables.notes + tables.problems
    remarks = [f"{one.where}: {one.what}" for one in told[:MOST_REMARKS]]
    if len(told) > MOST_REMARKS:
        remarks.append(f"and {len(told) - MOST_REMARKS:,} more cells, rows or columns that were not read")
    found = _ruled(tables.figures) if report.pages else tables.figures
    return Reading(figures + found, left, remarks)


def _on_page(report: Report, found: Found) -> Found:
    at = found.evidence.start
    return replace(found, evidence=replace(found.evidence, page=report.page_at(at))) if at is not None else found


def _ruled(figures: list[Figure]) -> list[Figure]:
    """The figures of tables that were seen by their ruled lines, doubted until a person has looked at them."""
    doubted: dict[str, Figure] = {}
    for figure in sorted(figures, key=lambda f: f.part_of is not None):  # wholes first: their parts name their ids
        whole = doubted.get(figure.part_of or "")
        doubted[figure.id] = replace(
            figure,
            confidence=min(figure.confidence, RULED),
            caveats=(*figure.caveats, RULED_CAVEAT),
            part_of=whole.id if whole else figure.part_of,
            evidence=replace(figure.evidence, page=_page_of(figure.evidence.cell)),
        )
    return [doubted[figure.id] for figure in figures]


def _page_of(cell: str | None) -> int | None:
    """The page in the name of a table that was found on one: 'page 3, table 1!B7'."""
    found = re.match(r"page (\d+), ", cell or "")
    return int(found[1]) if found else None


callable_room(__name__)
