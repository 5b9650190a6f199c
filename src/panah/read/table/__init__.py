"""Tables -> figures: find the header, give each column its role, then read row by row; nothing bad stops the rest."""

from __future__ import annotations

from panah.errors import InputError
from panah.figure import Figure, Report
from panah.read.table.cells import Cells
from panah.read.table.columns import read_columns
from panah.read.table.header import find_layout
from panah.read.table.numbers import missing, number
from panah.read.table.plan import Plan, make_plan, total_row
from panah.read.table.rows import Problem, Told, read_row, where
from panah.read.table.running import checked
from panah.read.table.slices import joined

MOST_COLUMNS = 4000
"""Columns of the widest table that is read: ten years by day."""

__all__ = ["Problem", "read_tables", "read_tables_with_problems"]


def read_tables(report: Report) -> list[Figure]:
    """The figures in the tables of a report, each with its cell ('sheet!B7') and the cell's text as quote."""
    return read_tables_with_problems(report)[0]


def read_tables_with_problems(report: Report) -> tuple[list[Figure], list[Problem]]:
    """The figures in the tables of a report, and what could not be read: cells, rows, columns and whole sheets."""
    figures: list[Figure] = []
    problems: list[Problem] = []
    own = report.id
    for sheet, cells in report.tables:
        found, bad = _read_table(report, own, sheet, cells)
        figures += found
        problems += bad
    return figures, problems


def _read_table(report: Report, report_id: str, sheet: str, cells: Cells) -> tuple[list[Figure], list[Problem]]:
    if max(map(len, cells), default=0) > MOST_COLUMNS:
        return [], [Problem(sheet, f"it has more than {MOST_COLUMNS:,} columns, so it is no table of counts")]
    layout = find_layout(cells)
    if layout is None:
        return [], [Problem(sheet, "no row of its first 25 looks like a header")]
    try:
        plan = make_plan(report, report_id, sheet, cells, layout, read_columns(cells, layout))
    except InputError as error:
        return [], [Problem(sheet, error.what)]
    told: list[Told] = []
    problems = _left_columns(plan)
    for index in range(layout.first, len(cells)):
        row = cells[index]
        if _is_remark(row) or row == cells[layout.first - 1]:
            continue
        if total_row(row, plan):
            problems.append(Problem(f"{sheet}!A{index + 1}", "a row of totals, left out so that nobody counts twice"))
            continue
        found, bad = read_row(plan, index, row)
        told += found
        problems += bad
    return joined(checked(told)), problems


def _is_remark(row: tuple[str, ...]) -> bool:
    filled = [cell for cell in row if not missing(cell)]
    return len(filled) <= 1 and not any(number(cell) for cell in filled)


def _left_columns(plan: Plan) -> list[Problem]:
    """Number columns that are not read, each with the reason."""
    read = {c.index for c in plan.counts}
    left = (c for c in plan.role("number", "refused", "value") if c.index not in read)
    return [
        Problem(where(plan, plan.layout.first - 1, c), f"the column {c.name!r} was not read: {c.why}") for c in left
    ]
