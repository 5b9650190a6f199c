"""Tables -> figures: find the header, give each column its role, then read row by row; nothing bad stops the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from panah.errors import InputError
from panah.figure import Figure, Period, Report
from panah.read.table.broken import filled_down, mended
from panah.read.table.columns import read_columns
from panah.read.table.header import find_layout
from panah.read.table.looks import Cells
from panah.read.table.numbers import missing, number
from panah.read.table.parts import under_sums
from panah.read.table.plan import Known, Plan, make_plan
from panah.read.table.rows import read_row, where
from panah.read.table.running import checked
from panah.read.table.slices import joined
from panah.read.table.told import Problem, Told, linked

MOST_COLUMNS = 4000
"""Columns of the widest table that is read: ten years by day."""

__all__ = ["Problem", "Reading", "read_tables", "read_tables_closely", "read_tables_with_problems"]


@dataclass
class Reading:
    """What tables gave: figures, what could not be read, and what was decided for whole columns and rows."""

    figures: list[Figure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def read_tables(report: Report) -> list[Figure]:
    """The figures in the tables of a report, each with its cell ('sheet!B7') and the cell's text as quote."""
    return read_tables_closely(report).figures


def read_tables_with_problems(report: Report) -> tuple[list[Figure], list[Problem]]:
    """The figures in the tables of a report, and what could not be read: cells, rows, columns and whole sheets."""
    reading = read_tables_closely(report)
    return reading.figures, reading.problems


def read_tables_closely(report: Report) -> Reading:
    """The figures, the problems, and the notes: the order of day and month, filled cells, the day of a sheet.

    A sheet that states no day is read with the one day of the workbook's other sheets, where those have one.
    """
    readings = [_read_table(report, sheet, cells, Known(report.id)) for sheet, cells in report.tables]
    day = _one_day(readings)
    if day:
        for i, (sheet, cells) in enumerate(report.tables):
            if any(f.period == Period() for f in readings[i].figures):
                readings[i] = _read_table(report, sheet, cells, Known(report.id, day=day))
    return Reading(
        [figure for reading in readings for figure in reading.figures],
        [problem for reading in readings for problem in reading.problems],
        [note for reading in readings for note in reading.notes],
    )


def _one_day(readings: list[Reading]) -> Period | None:
    """The last day of the figures of all sheets, if it is one and the same, and some sheet has figures without any."""
    figures = [figure for reading in readings for figure in reading.figures]
    ends = {figure.period.end for figure in figures if figure.period.end}
    if len(readings) < 2 or len(ends) != 1 or all(figure.period.end for figure in figures):
        return None
    end = ends.pop()
    return Period(end, end)


def _read_table(report: Report, sheet: str, cells: Cells, known: Known) -> Reading:
    if max(map(len, cells), default=0) > MOST_COLUMNS:
        what = f"it has more than {MOST_COLUMNS:,} columns, so it is no table of counts"
        return Reading(problems=[Problem(sheet, what)])
    layout = find_layout(cells)
    if layout is None:
        return Reading(problems=[Problem(sheet, "no row of its first 25 looks like a header")])
    cells, moved = mended(cells, layout)
    try:
        columns = read_columns(cells, layout, f"{sheet} {layout.notes} {report.title}")
        cells, downwards = filled_down(cells, layout, columns)
        plan = make_plan(report, sheet, cells, layout, columns, replace(known, moved=moved))
    except InputError as error:
        return Reading(problems=[Problem(sheet, error.what)])
    reading = _read_rows(plan, cells)
    reading.notes += [Problem(sheet, downwards)] if downwards else []
    return reading


def _read_rows(plan: Plan, cells: Cells) -> Reading:
    told: list[Told] = []
    problems = list(_left_columns(plan))
    first = plan.layout.first
    for index in range(first, len(cells)):
        row = cells[index]
        if _is_remark(row) or row == cells[first - 1]:
            continue
        found, bad = read_row(plan, index, row)
        if index in plan.sums and not (found := _named_sum(plan, index, found)):
            problems.append(Problem(f"{plan.sheet}!A{index + 1}", _left_out(plan, index)))
            continue
        told += found
        problems += bad
    in_order = sorted(joined(checked(told)), key=lambda one: one.row)
    figures = linked(under_sums(in_order, plan.sums))
    return Reading(figures, problems, list(_notes(plan)))


def _named_sum(plan: Plan, index: int, found: list[Told]) -> list[Told]:
    """A row that adds up others with its caveat, if its numbers bear that out and it names a place; else nothing."""
    parts = plan.sums[index].parts
    if not parts or not all(one.figure.origin or one.figure.destination for one in found):
        return []
    caveat = f"it adds up {len(parts)} rows, from row {min(parts) + 1} to row {max(parts) + 1}"
    return [replace(one, figure=replace(one.figure, caveats=(*one.figure.caveats, caveat))) for one in found]


def _left_out(plan: Plan, index: int) -> str:
    what = "a row of totals, left out so that nobody counts twice"
    unproven = not plan.sums[index].parts and plan.sums[index].above >= 2
    return f"{what}; no rows above it add up to it" if unproven else what


def _is_remark(row: tuple[str, ...]) -> bool:
    filled = [cell for cell in row if not missing(cell)]
    return len(filled) <= 1 and not any(number(cell) for cell in filled)


def _left_columns(plan: Plan) -> Iterator[Problem]:
    """Number columns that are not read, each with the reason."""
    read = {c.index for c in plan.counts}
    for c in plan.role("number", "refused", "value"):
        if c.index not in read:
            at = where(plan, plan.layout.first - 1, c)
            yield Problem(at, f"the column {c.name!r} was not read: {c.why}")


def _notes(plan: Plan) -> Iterator[Problem]:
    """What was decided for the whole table: how its days are read, and its day where no column has one."""
    for c in plan.role("date", "start", "end", "said", "month_end", "week"):
        if c.order.why:
            yield Problem(where(plan, plan.layout.first - 1, c), f"the days of {c.name!r} are read as {c.order.why}")
    headed = next((c for c in plan.counts if c.day and c.order.why), None)
    if headed:
        yield Problem(plan.sheet, f"the days in its header are read as {headed.order.why}")
    if plan.day:
        yield Problem(plan.sheet, f"its day is {plan.day.end}: {plan.day_why}")
