"""What a row says once for all of its numbers: its days, its places, its population, who counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from panah.errors import InputError
from panah.figure import STOCKS, Measure, Period, Source, Unit
from panah.read.table.column import Column
from panah.read.table.days import month_names, month_of, period_of, week_of
from panah.read.table.numbers import missing
from panah.read.table.plan import Plan
from panah.read.table.spots import country, spot
from panah.read.table.words import Meaning, counted, fold, fold_cell, has, without_total, words

Row = tuple[str, ...]
_MARKS = ("*", "\u2020", "\u2021")


class Unreadable(Exception):
    """A cell without which the row has no meaning."""

    def __init__(self, column: Column, what: str) -> None:
        self.column, self.what = column, what
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row says once for all of its numbers."""

    period: Period
    period_why: str
    open_end: bool
    """The period is one day of many, and nothing says which days before it are counted."""
    said: date | None
    origin: str | None
    origin_land: str | None
    abroad: bool
    """The row names a country of origin that is not the one where the people are."""
    destination: str | None
    place: str | None
    land: str | None
    """ISO3 of the country that the row stands for."""
    everyone: bool
    """Its place says that it adds up all others of the table."""
    population: str | None
    stated: bool
    """A population column stands in the table."""
    meaning: Meaning
    form: str
    unit: Unit | None
    sources: tuple[Source, ...]
    slices: tuple[str, ...]
    regions: tuple[str, ...]
    """Divisions of the country that people come from: for displacement inside one country, a breakdown."""
    series: tuple[str, ...]
    """What tells rows apart that a figure does not show: the operation, the division around a place."""
    remarks: tuple[str, ...]
    """What a person should know of all figures of the row."""


def cell_of(row: Row, column: Column) -> str:
    """The text of a row's cell, without blanks around it; empty where the row ends before it."""
    return row[column.index].strip() if column.index < len(row) else ""


def read_facts(plan: Plan, row: Row) -> Facts:
    """What a row says once. Raises Unreadable with the cell that takes the row's meaning."""
    said = _said(plan, row)
    period, why, open_end = _period(plan, row, said)
    if said and period.start and period.start > said and period.start == period.end:
        raise Unreadable(plan.role("date", "said")[0], f"it counts {period.start}, after its own report of {said}")
    meaning, form = _stated_meaning(plan, row), _stated_form(plan, row)
    populations = plan.role("population")
    population = next((_population(cell_of(row, c)) for c in populations if not missing(cell_of(row, c))), None)
    unit = next((u for c in plan.role("unit") if (u := _stated_unit(cell_of(row, c)))), None)
    names = [n for c in plan.role("source") if (n := _source_name(cell_of(row, c)))]
    origin_land, land = _land(plan, row, "from"), _land(plan, row, "place", "to")
    come_from = any(not missing(cell_of(row, c)) for c in plan.role("from") if c.rank == 0)
    return Facts(
        period=period,
        period_why=why,
        open_end=open_end,
        said=said or plan.report.published,
        origin=_finest(plan, row, "from"),
        destination=_finest(plan, row, "to"),
        place=_finest(plan, row, "place"),
        origin_land=origin_land,
        abroad=come_from and origin_land != land,
        land=land,
        everyone=any(fold_cell(cell_of(row, c)) in words().totals for c in plan.role("place") if c.rank),
        population=population,
        stated=bool(populations),
        meaning=meaning,
        form=form,
        unit=unit,
        sources=tuple(map(Source, names)) + _publisher(plan, names),
        slices=tuple(cell_of(row, c) for c in plan.role("slice")),
        regions=tuple(cell_of(row, c) for c in plan.role("from") if c.rank),
        series=tuple(cell_of(row, c) for c in plan.role("series", "place", "to")),
        remarks=tuple(_remarks(plan, row, meaning)),
    )


def _remarks(plan: Plan, row: Row, meaning: Meaning) -> Iterator[str]:
    """A mark on a place, and a group of people present that calls itself cumulative."""
    for column in plan.role("place", "from", "to"):
        cell = cell_of(row, column)
        if cell.endswith(_MARKS):
            yield f"{cell!r} has a footnote mark"
    for column in plan.role("group"):
        cell = cell_of(row, column)
        if meaning.measure in STOCKS and any(has(fold(cell), word) for word in words().running):
            yield f"its source calls the group {cell!r}"


def _publisher(plan: Plan, names: list[str]) -> tuple[Source, ...]:
    publisher = (plan.report.publisher or "").strip()
    return (Source(publisher),) if publisher and publisher not in names else ()


def _source_name(cell: str) -> str:
    """The body named in a source cell: without the word 'source' before it and remarks after it."""
    head, colon, rest = cell.partition(":")
    name = rest if colon and fold_cell(head) in words().roles["source"] else cell
    return name.split(". ")[0].strip(" .")[:200]


def _population(cell: str) -> str | None:
    return None if fold_cell(cell) in words().whole | words().nowhere else (country(cell) or cell)


def _stated_meaning(plan: Plan, row: Row) -> Meaning:
    """What measure, direction and group columns say."""
    meaning = Meaning()
    for column in plan.role("group", "measure", "direction"):
        cell = cell_of(row, column)
        folded = fold(cell)
        if missing(cell):
            continue
        if measure := words().cells.get(folded):
            meaning = replace(meaning, measure=Measure(measure))
        elif found := counted(folded):
            meaning = found
        elif folded not in words().whole:
            raise Unreadable(column, f"{cell!r} is no measure or group that is known here")
    return meaning


def _stated_form(plan: Plan, row: Row) -> str:
    for column in plan.role("form"):
        cell = cell_of(row, column)
        if form := words().forms.get(fold(cell)):
            return form
        if not missing(cell):
            raise Unreadable(column, f"{cell!r} is no form that is known here")
    return ""


def _stated_unit(cell: str) -> Unit | None:
    folded = fold_cell(cell)
    if folded in words().units["household_cells"]:
        return Unit.HOUSEHOLD
    return Unit.PERSON if folded in words().units["person_cells"] else None


def _land(plan: Plan, row: Row, *roles: str) -> str | None:
    cells = (cell_of(row, c) for c in plan.role(*roles) if c.rank == 0)
    return next((code for cell in cells if (code := country(cell))), None)


def _finest(plan: Plan, row: Row, role: str) -> str | None:
    """The smallest place that the columns of one role name: a division's own words, or a country's code."""
    columns = sorted(plan.role(role), key=lambda c: -c.rank)
    for column in columns:
        cell = cell_of(row, column)
        if missing(cell) or fold_cell(cell) in words().totals:
            continue
        cell = without_total(cell)
        if column.rank and column.rank < 5:
            return cell.rstrip("*\u2020\u2021").strip() or None
        if found := spot(cell):
            return found
    return None


# --- days ------------------------------------------------------------------------------------------------------------


def _said(plan: Plan, row: Row) -> date | None:
    for column in plan.role("said"):
        if (period := _read_day(row, column)) and period.end:
            return period.end
    return None


def _read_day(row: Row, column: Column) -> Period | None:
    cell = cell_of(row, column)
    if missing(cell):
        return None
    try:
        period = period_of(cell, column.order)
    except InputError as error:
        raise Unreadable(column, error.what) from None
    if period is None:
        raise Unreadable(column, f"{cell!r} is no day")
    return period


def _period(plan: Plan, row: Row, said: date | None) -> tuple[Period, str, bool]:
    """The days of a row, why, and whether only their end is known."""
    starts, ends = plan.role("start"), plan.role("end")
    if starts and ends:
        start, end = _read_day(row, starts[0]), _read_day(row, ends[0])
        if start and end:
            if start.start and end.end and start.start > end.end:
                raise Unreadable(ends[0], f"the period ends on {end.end}, before it starts on {start.start}")
            return Period(start.start, end.end), _why(starts[0], ends[0]), False
    for column in plan.role("week"):
        if week := week_of(cell_of(row, column), column.order):
            return week, _why(column), False
    for column in plan.role("month_end"):
        if (day := _read_day(row, column)) and day.end:
            return Period(day.end.replace(day=1), day.end), _why(column), False
    for column in plan.role("date"):
        if day := _read_day(row, column):
            return _stretched(plan, day), _why(column), plan.step == "open" and day.start == day.end
    return _coarse_period(plan, row, said)


def _coarse_period(plan: Plan, row: Row, said: date | None) -> tuple[Period, str, bool]:
    """The days of a row without a day: its year and month, or the day on which it was reported."""
    years, months = plan.role("year"), plan.role("month")
    year = _year(row, years[0]) if years else None
    if said and (year is None or year == said.year):
        return _stretched(plan, Period(said, said)), _why(*plan.role("said")), plan.step == "open"
    if months and (month := _month_of(plan, row, year)):
        return month, _why(*years, months[0]), False
    if year:
        return Period(date(year, 1, 1), date(year, 12, 31)), _why(years[0]), False
    dated = plan.role("date", "start", "end", "year", "said", "month_end", "week")
    if dated:
        raise Unreadable(dated[0], "the row states no day")
    if plan.day:
        return plan.day, plan.day_why, plan.day.start == plan.day.end
    return Period(), "the table states no day", False


def _month_of(plan: Plan, row: Row, year: int | None) -> Period | None:
    """The month of a row, in the year that its own column or else the title names."""
    named = plan.years
    if year is None and named and named.first == named.last and not named.fiscal:
        year = named.first
    return _month(cell_of(row, plan.role("month")[0]), year)


def _year(row: Row, column: Column) -> int | None:
    cell = cell_of(row, column)
    if missing(cell):
        return None
    if len(cell) != 4 or not cell.isdecimal() or not 1900 <= int(cell) <= 2200:
        raise Unreadable(column, f"{cell!r} is no year")
    return int(cell)


def _month(cell: str, year: int | None) -> Period | None:
    try:
        if found := period_of(cell):
            return found
        month = int(cell) if len(cell) <= 2 and cell.isdecimal() else month_names().get(fold_cell(cell))
        return month_of(year, month) if year and month else None
    except (InputError, ValueError):
        return None


def _stretched(plan: Plan, day: Period) -> Period:
    if day.start is None or day.start != day.end:
        return day
    if plan.step == "month":
        return month_of(day.start.year, day.start.month)
    return Period(day.start.replace(day=1), day.start) if plan.step == "month_end" else day


def _why(*columns: Column) -> str:
    parts = (f"{c.why}" + (f" ({c.order.why})" if c.order.why else "") for c in columns)
    return " and ".join(parts)
