"""Reading: a report in, its sourced figures out."""

from __future__ import annotations

from collections.abc import Sequence

from panah.figure import Event, Figure, Report
from panah.read.text.assemble import read_text
from panah.room import callable_room


def read(report: Report, *, events: Sequence[Event] = ()) -> list[Figure]:
    """The figures of a report, from its sentences and its tables, in their order."""
    figures = read_text(report, events=events)
    if report.tables:
        from panah.read.table import read_tables

        figures += read_tables(report)
    return figures


callable_room(__name__)
