"""How one table is to be read: its number columns with what they count, and what the words around it add."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from statistics import median

from panah.errors import InputError
from panah.figure import Measure, Period, Report, Unit
from panah.read.table.cells import letters
from panah.read.table.column import Column
from panah.read.table.days import period_of
from panah.read.table.header import Layout
from panah.read.table.looks import Cells
from panah.read.table.numbers import missing, number
from panah.read.table.spots import named_in, spot
from panah.read.table.stamps import Years, year_in
from panah.read.table.sums import Line, Sum, find_sums
from panah.read.table.undated import table_day
from panah.read.table.words import Meaning, counted, fold, fold_cell, has, is_total, scale_of, words

FALLS = 0.1
"""Share of steps that may fall in a series that is still taken for a running total: sources correct themselves."""


MOST_NUMBERS = 500_000
"""Number cells of the largest table that is read: they take some 45 seconds and 900 MB as figures."""
_APART = (
    *("date", "start", "end", "said", "month_end", "week", "year", "month"),
    *("measure", "direction", "group", "form", "unit", "slice", "series", "source"),
)
"""Roles that part rows which cannot be added up: days, what is counted, breakdowns, who counted."""


_TELLING = frozenset({"it holds shares, not people", "its header names a round, but not its day"})
"""Why a column is left out, where that is why the whole table is refused."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a table before its columns are: its report's id, mended rows, the day of the other sheets."""

    report_id: str
    moved: frozenset[int] = frozenset()
    day: Period | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """One table's reading: where it stands, its columns by role, its number columns, and its surroundings."""

    sheet: str
    layout: Layout
    columns: tuple[Column, ...]
    counts: tuple[Column, ...]
    step: str
    """Days between the rows of one series: 'day', 'week', 'month', 'month_end', or 'open' when they show none."""
    outside: tuple[str, ...]
    """Countries that the title names and no row does: where the people come from, or the one place of the table."""
    peoples: tuple[str, ...]
    """Nationalities that the title names: the population where no column says it."""
    fled: bool
    """The title names the country as the one that people flee from ('Ukraine Refugee Situation')."""
    day: Period | None
    """The day or month of the whole table, where no column has any, and why it is that."""
    day_why: str
    years: Years | None
    """The year that the title names, for months in a column without one."""
    moved: frozenset[int]
    """Rows that stand one column to the left in the file, since their name was broken off."""
    sums: dict[int, Sum]
    """Rows that add up others, by their index."""
    sure: float
    report: Report
    report_id: str

    by_role: dict[str, tuple[Column, ...]]
    named: dict[str, str]
    """For each role its columns as a person finds them: "column C 'Country'"."""

    def role(self, *roles: str) -> tuple[Column, ...]:
        """The columns with one of these roles, in the order of the roles."""
        if len(roles) == 1:
            return self.by_role.get(roles[0], ())
        return tuple(column for role in roles for column in self.by_role.get(role, ()))


def make_plan(
    report: Report,
    sheet: str,
    cells: Cells,
    layout: Layout,
    columns: tuple[Column, ...],
    known: Known,
) -> Plan:
    """The plan for one table. Raises InputError in one sentence when it says not what or how many it counts."""
    counts, sure = _counted(report, sheet, cells, layout, columns)
    by_role = {c.role: tuple(o for o in columns if o.role == c.role) for c in columns}
    above = f"{report.title} {layout.notes}"
    title = named_in(above, report.language)
    counts = _scaled(_labelled(counts), layout.notes)
    day, day_why = table_day(columns, cells, layout, sheet, report.title, known.day)
    plan = Plan(
        sheet=sheet,
        layout=layout,
        columns=columns,
        counts=counts,
        step=_step(columns, cells, layout),
        outside=_outside(title.lands, columns, cells, layout),
        peoples=title.peoples,
        fled=len(title.lands) == 1 and any(has(fold(above.replace("_", " ")), w) for w in words().situations),
        day=day,
        day_why=day_why,
        years=year_in(f"{sheet} {layout.notes} {report.title}"),
        moved=known.moved,
        sums={},
        sure=sure,
        report=report,
        report_id=known.report_id,
        by_role=by_role,
        named={role: " and ".join(map(_place_of, group)) for role, group in by_role.items()},
    )
    return replace(plan, sums=find_sums(_lines(plan, cells)))


def _counted(
    report: Report, sheet: str, cells: Cells, layout: Layout, columns: tuple[Column, ...]
) -> tuple[tuple[Column, ...], float]:
    """The number columns with what they count, and how sure that is. Raises InputError when nothing says it."""
    counts = _counts(columns)
    if not counts:
        raise InputError(_nothing_counted(columns), where=sheet)
    if (len(cells) - layout.first) * len(counts) > MOST_NUMBERS:
        raise InputError(
            f"it holds more than {MOST_NUMBERS:,} numbers: add them up by day and place first", where=sheet
        )
    sure = 1.0 if layout.tags or any(c.role == "measure" for c in columns) else 0.9
    if not any(c.role in ("measure", "direction", "group") for c in columns):
        context = " ".join((report.title, sheet, layout.notes, _remarks(columns, cells, layout)))
        counts, sure = _with_measures(counts, cells, layout, context, sure)
        if not counts:
            raise InputError("neither a column nor the title says what is counted", where=sheet)
    return counts, sure


def _scaled(counts: tuple[Column, ...], notes: str) -> tuple[Column, ...]:
    """The number columns, those without a scale of their own with the one that the notes above the table name."""
    scale = scale_of(notes)
    return tuple(replace(c, scale=scale) if c.scale == 1 else c for c in counts) if scale > 1 else counts


def _lines(plan: Plan, cells: Cells) -> list[Line]:
    """The rows with what may be added up; only rows of one day, direction, group, unit and breakdown can be."""
    apart = plan.role(*_APART)
    lines = []
    for index in range(plan.layout.first, len(cells)):
        row = cells[index]
        found = [number(row[c.index], c.style) if c.index < len(row) else None for c in plan.counts]
        if any(found):
            key = tuple(row[c.index].strip() if c.index < len(row) else "" for c in apart)
            values = tuple(one.low if one else None for one in found)
            lines.append(Line(index, key, values, total_row(row, plan)))
    return lines


def _place_of(column: Column) -> str:
    return f"column {letters(column.index)} {column.name!r}"


def _nothing_counted(columns: tuple[Column, ...]) -> str:
    plain = [c for c in columns if c.role in ("refused", "number")]
    told = plain or [c for c in columns if c.role == "ignore" and c.name and c.why in _TELLING]
    reasons = (f"column {c.name!r}: {c.why}" for c in told[:4])
    return "no column counts people who moved" + (f" ({'; '.join(reasons)})" if told else "")


def _counts(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The number columns that are read: their header says what they count, or other columns do."""
    explained = any(c.role in ("measure", "direction", "group") for c in columns)
    counts = [c for c in columns if c.role == "count"]
    values = [c for c in columns if c.role == "value"]
    if explained and all(c.meaning.whole for c in values):
        numbers = (c for c in columns if c.role == "number")
        counts += [replace(c, meaning=Meaning(label=c.name.strip()), why="its header names who") for c in numbers]
    measures = {c.meaning.measure for c in counts}
    if len(measures) == 1 and not explained:  # 'Refugees', then 'Households': the same people, counted by household
        groups = (c for c in columns if c.role == "number" and c.meaning.unit is not Unit.PERSON)
        sole = counts[0].meaning
        counts += [
            replace(c, meaning=replace(sole, unit=c.meaning.unit), why="its header names the unit") for c in groups
        ]
        alike = (c for c in columns if c.role == "number" and fold(c.name) in words().running)
        counts += [
            replace(c, meaning=replace(sole, running=True, label=""), why="its header says it runs on") for c in alike
        ]
    if not counts or explained:
        counts += values
    elif len(measures) == 1:
        only = measures.pop()
        counts += [replace(c, meaning=replace(c.meaning, measure=only, whole=True)) for c in values if c.meaning.whole]
    return tuple(sorted(counts, key=lambda c: c.index))


def _remarks(columns: tuple[Column, ...], cells: Cells, layout: Layout) -> str:
    """The headers of place columns ('arrival district') and the first remarks: some tables say it only there."""
    headers = [c.name for c in columns if c.role in ("place", "to", "from")]
    notes = [c.index for c in columns if c.role == "note"]
    rows = cells[layout.first : layout.first + 3]
    return " ".join((*headers, *(row[i] for i in notes for row in rows if i < len(row))))[:2000]


def _with_measures(
    counts: tuple[Column, ...], cells: Cells, layout: Layout, context: str, sure: float
) -> tuple[tuple[Column, ...], float]:
    """Number columns that no header explains get the measure that the words around them name, else a careful guess."""
    if all(c.meaning.measure for c in counts):
        return counts, sure
    found = counted(fold(context))
    why = "the words around the table name it"
    if found is None and _never_falls(counts, cells, layout):
        found = Meaning(Measure.ARRIVALS, running=True)
        why = "no word says what is counted; the numbers hardly ever fall, as running totals of arrivals do"
        sure = 0.5
    sure = min(sure, 0.7)
    filled = []
    for column in counts:
        if column.meaning.measure is None and found is not None:
            own = column.meaning
            running = own.running or found.running
            meaning = replace(found, unit=own.unit, whole=own.whole, part=own.part, running=running)
            meaning = replace(meaning, destination=own.destination, label=own.label)
            column = replace(column, meaning=meaning, why=why)
        if column.meaning.measure is not None:
            filled.append(column)
    return tuple(filled), sure


def _never_falls(counts: tuple[Column, ...], cells: Cells, layout: Layout) -> bool:
    """Whether the rows of a table that is wide by day are running totals by their looks."""
    indexes = [c.index for c in counts if c.day is not None]
    if len(indexes) < 5:
        return False
    steps = falls = 0
    for row in cells[layout.first :]:
        values = [found.low for i in indexes if i < len(row) and (found := number(row[i]))]
        steps += max(0, len(values) - 1)
        falls += sum(1 for a, b in pairwise(values) if b < a)
    return steps >= 5 and falls <= FALLS * steps


def _labelled(counts: tuple[Column, ...]) -> tuple[Column, ...]:
    """Columns that count the same keep their header as the population's label, so that they are not taken for one."""
    alike = Counter(_claimed(c) for c in counts if not c.meaning.whole and not c.meaning.part)
    wholes = {replace(_claimed(c), whole=False) for c in counts if not c.meaning.part}
    labelled = []
    for c in counts:
        m = c.meaning
        if m.part:
            shared = replace(_claimed(c), part="", label="") not in wholes
        else:
            shared = not m.whole and (alike[_claimed(c)] > 1 or m.measure is None)
        plain = c.day is not None or m.destination or not shared
        labelled.append(
            replace(c, meaning=replace(m, label="" if plain else m.label or (c.name.strip() if m.part else "")))
        )
    return tuple(labelled)


def _claimed(column: Column) -> Meaning:
    """What a column counts, where its header names a country with that, but without the header's other words."""
    found = named_in(column.name)
    return replace(column.meaning, label=" ".join((*found.lands, *found.peoples)))


def _step(columns: tuple[Column, ...], cells: Cells, layout: Layout) -> str:
    """How far apart the days of a table are; decides what a flow beside a day covers."""
    column = next((c for c in columns if c.role == "date"), None) or next(
        (c for c in columns if c.role == "said"), None
    )
    if any(c.day for c in columns):
        days = sorted({c.day.end for c in columns if c.day and c.day.end})
    elif column:
        days = sorted(_days(column, cells, layout))
    else:
        return "day"
    if len(days) < 3:
        return "day"
    gap = median((b - a).days for a, b in pairwise(days))
    if gap <= 2:
        return "day"
    if 28 <= gap <= 31 and all(day.day == 1 for day in days):
        return "month"
    if 28 <= gap <= 31 and all(day.day >= 28 for day in days):
        return "month_end"
    return "open"


def _days(column: Column, cells: Cells, layout: Layout) -> set[date]:
    days = set()
    for text in {row[column.index] for row in cells[layout.first :] if column.index < len(row)}:
        try:
            period: Period | None = None if missing(text) else period_of(text, column.order)
        except InputError:
            continue
        if period and period.start and period.start == period.end:
            days.add(period.start)
    return days


def _outside(named: tuple[str, ...], columns: tuple[Column, ...], cells: Cells, layout: Layout) -> tuple[str, ...]:
    """The countries of the title and the notes that are in no place column of the table."""
    places = [c.index for c in columns if c.role in ("place", "from", "to") and c.rank == 0]
    inside = {spot(row[i]) for row in cells[layout.first : layout.first + 200] for i in places if i < len(row)}
    inside |= {c.meaning.destination for c in columns}
    return tuple(code for code in named if code not in inside)


def total_row(row: tuple[str, ...], plan: Plan) -> bool:
    """Whether the first words of a row, or its place, say that it adds up the others."""
    numbers = {c.index for c in plan.counts}
    label = next((cell for i, cell in enumerate(row) if i not in numbers and not missing(cell)), "")
    places = (row[c.index] for c in plan.role("place", "from", "to") if c.index < len(row))
    return is_total(label) or any(fold_cell(cell) in words().totals for cell in places if cell)
