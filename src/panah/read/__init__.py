"""Reading: a report in, its sourced figures out."""

from __future__ import annotations

from collections.abc import Sequence

from panah.errors import InputError
from panah.figure import Event, Figure, Report
from panah.read.text.assemble import read_text
from panah.room import callable_room

MOST_REMARKS = 20
"""More remarks on one file than a person reads at once."""


def read(report: Report, *, events: Sequence[Event] = ()) -> list[Figure]:
    """The figures of a report, from its sentences and its tables, in their order."""
    return read_with_remarks(report, events=events)[0]


def read_with_remarks(report: Report, *, events: Sequence[Event] = ()) -> tuple[list[Figure], list[str]]:
    """The figures of a report, and in words what in its tables was decided for a whole column or could not be
    read, at most MOST_REMARKS of it."""
    if not isinstance(report, Report):
        raise InputError(f"a {type(report).__name__} is no report", hint="Give panah.Report(text, published=day)")
    figures = read_text(report, events=events)
    if not report.tables:
        return figures, []
    from panah.read.table import read_tables_closely

    tables = read_tables_closely(report)
    told = tables.notes + tables.problems
    remarks = [f"{one.where}: {one.what}" for one in told[:MOST_REMARKS]]
    if len(told) > MOST_REMARKS:
        remarks.append(f"and {len(told) - MOST_REMARKS:,} more cells, rows or columns that were not read")
    return figures + tables.figures, remarks


callable_room(__name__)
