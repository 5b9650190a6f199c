"""Reading: a report in, its sourced figures out."""

from __future__ import annotations

from collections.abc import Sequence

from panah.errors import InputError
from panah.figure import Event, Figure, Report
from panah.read.tellings import Statement, joined
from panah.read.text.assemble import read_text
from panah.room import callable_room

__all__ = ["Statement", "joined", "read", "read_with_remarks"]

MOST_REMARKS = 20
"""More remarks on one file than a person reads at once."""


def read(report: Report, *, events: Sequence[Event] = ()) -> list[Figure]:
    """The figures of a report, from its sentences and its tables, in their order."""
    return read_with_remarks(report, events=events)[0]


def read_with_remarks(report: Report, *, events: Sequence[Event] = ()) -> tuple[list[Figure], list[str]]:
    """The figures of a report, and in words what in its tables could not be read, at most MOST_REMARKS of it."""
    if not isinstance(report, Report):
        raise InputError(f"a {type(report).__name__} is no report", hint="Give panah.Report(text, published=day)")
    figures = read_text(report, events=events)
    if not report.tables:
        return figures, []
    from panah.read.table import read_tables_with_problems

    found, problems = read_tables_with_problems(report)
    remarks = [f"{problem.where}: {problem.what}" for problem in problems[:MOST_REMARKS]]
    if len(problems) > MOST_REMARKS:
        remarks.append(f"and {len(problems) - MOST_REMARKS:,} more cells, rows or columns that were not read")
    return figures + found, remarks


callable_room(__name__)
