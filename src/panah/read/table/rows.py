"""One row -> its figures: what the row says once (days, places, population) joined with each of its number cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from panah.errors import InputError
from panah.figure import STOCKS, Evidence, Figure, Form, Hedge, Measure, Period
from panah.read.table.cells import letters
from panah.read.table.column import Column
from panah.read.table.days import month_of
from panah.read.table.facts import Facts, Row, Unreadable, cell_of, read_facts
from panah.read.table.numbers import Count, missing, number
from panah.read.table.parts import parted
from panah.read.table.plan import Plan
from panah.read.table.spots import country, named_in
from panah.read.table.told import Problem, Told
from panah.read.table.words import Meaning, fold_cell, words


def read_row(plan: Plan, index: int, row: Row) -> tuple[list[Told], list[Problem]]:
    """The figures of one row and the problems that kept others from being read."""
    filled = [c for c in plan.counts if not missing(cell_of(row, c))]
    if not filled:
        return [], []
    try:
        facts = read_facts(plan, row)
    except Unreadable as error:
        return [], [Problem(where(plan, index, error.column), error.what)]
    told: list[tuple[Column, Told]] = []
    problems: list[Problem] = []
    for column in filled:
        try:
            figure = _figure(plan, index, row, column, facts)
            told += [(column, _told(figure, index, column, facts))] if figure else []
        except (Unreadable, InputError) as error:
            problems.append(Problem(where(plan, index, column), error.what))
    return parted(told), problems


def _told(figure: Figure, row: int, column: Column, facts: Facts) -> Told:
    slices = facts.slices + (facts.regions if column.meaning.home or facts.meaning.home else ())
    return Told(figure, row, column.index, slices, facts.series)


def where(plan: Plan, index: int, column: Column) -> str:
    """The name of a cell as spreadsheets write it, with its sheet."""
    moved = index in plan.moved and column.index > 0
    return f"{plan.sheet}!{letters(column.index - moved)}{index + 1}"


def _figure(plan: Plan, index: int, row: Row, column: Column, facts: Facts) -> Figure | None:
    cell = cell_of(row, column)
    count = number(cell, column.style)
    if count is None:
        raise Unreadable(column, f"{cell!r} is no number of people")
    meaning = _merged(column.meaning, facts)
    if meaning.measure is None:
        raise Unreadable(column, "nothing says what is counted here")
    if meaning.home and facts.abroad:
        if count.high == 0:
            return None  # a wide table has to fill the cell; nobody is at home in two countries
        raise Unreadable(column, "it counts people inside their own country, but the row names two countries")
    count = _scaled(_bounds(plan, row, count), column.scale)
    day = column.day or facts.period
    period, form = _covered(meaning, facts, day, column)
    origin, destination = _ends(plan, meaning, facts, column)
    return Figure(
        low=count.low,
        high=count.high,
        hedge=count.hedge,
        measure=meaning.measure,
        form=form,
        unit=facts.unit or meaning.unit,
        population=_who(plan, column, meaning, facts, destination),
        origin=origin,
        destination=destination,
        period=period,
        sources=facts.sources,
        evidence=Evidence(cell, cell=where(plan, index, column)),
        report=plan.report_id,
        said=facts.said,
        known=plan.report.known,
        confidence=plan.sure,
        caveats=tuple(_caveats(plan, column, meaning, facts, count, period)),
        reasons=_reasons(plan, column, facts, origin, destination),
    )


def _reasons(
    plan: Plan, column: Column, facts: Facts, origin: str | None, destination: str | None
) -> tuple[tuple[str, str], ...]:
    """(field, why) of what a person may doubt: the columns that gave it, or the words around the table."""
    by_row = [plan.named[r] for r in ("group", "measure", "direction") if r in plan.named]
    land = "place" if "place" in plan.named else "to"
    places = {facts.origin: "from", facts.land: land, facts.place: "place", facts.destination: "to"}
    around = "the title or the header names it"
    why = [
        ("measure", column.why if column.meaning.measure or not by_row else " and ".join(by_row)),
        ("period", column.day_why or facts.period_why),
        ("origin", plan.named.get(places.get(origin, ""), around) if origin else ""),
        ("destination", plan.named.get(places.get(destination, ""), around) if destination else ""),
        ("population", plan.named.get("population", "") if facts.population else ""),
    ]
    return tuple((name, words) for name, words in why if words)


def _merged(own: Meaning, facts: Facts) -> Meaning:
    """What the column's header says, completed by what the row's measure and group columns say."""
    row = facts.meaning
    if row.measure is None:
        return own
    return replace(
        own,
        measure=own.measure or row.measure,
        group=own.group or row.group,
        running=own.running or row.running,
        home=own.home or row.home,
        back=own.back or row.back,
    )


def _bounds(plan: Plan, row: Row, count: Count) -> Count:
    """The bounds that columns of their own give, if they enclose the number."""
    lows, highs = plan.role("low"), plan.role("high")
    low = number(cell_of(row, lows[0]), lows[0].style) if lows else None
    high = number(cell_of(row, highs[0]), highs[0].style) if highs else None
    if low and high and low.low <= high.high:
        return Count(low.low, high.high, Hedge.RANGE, count.caveat)
    return count


def _scaled(count: Count, scale: int) -> Count:
    if scale == 1:
        return count
    caveat = "; ".join(part for part in (count.caveat, f"the table counts in units of {scale:,}") if part)
    return Count(round(count.low * scale, 3), round(count.high * scale, 3), count.hedge, caveat)


def _covered(meaning: Meaning, facts: Facts, day: Period, column: Column) -> tuple[Period, Form]:
    """The days that the number covers, and its form."""
    form = facts.form
    if form.startswith("per_"):
        return day, Form(form)
    if form in ("running", "stock") or meaning.running or meaning.measure in STOCKS:
        return Period(None, day.end), Form.TOTAL
    if form in ("day", "week", "month", "quarter", "year") and day.start:
        return _spread(day, form), Form.TOTAL
    if facts.open_end and column.day is None:
        return Period(None, day.end), Form.TOTAL
    return day, Form.TOTAL


def _spread(day: Period, form: str) -> Period:
    assert day.start is not None
    if day.start != day.end or form == "day":
        return day
    if form == "week":
        return Period(day.start, date.fromordinal(day.start.toordinal() + 6))
    months = {"month": 1, "quarter": 3, "year": 12}[form]
    last = day.start.month + months - 2
    return Period(day.start, month_of(day.start.year + last // 12, last % 12 + 1).end)


def _ends(plan: Plan, meaning: Meaning, facts: Facts, column: Column) -> tuple[str | None, str | None]:
    """Where the counted people come from and where they are or go."""
    origin, destination = facts.origin, facts.destination
    place = facts.place or column.meaning.destination
    leaving = meaning.measure in (Measure.DEPARTURES, Measure.DISPLACED)
    if meaning.home:
        return facts.land or origin, place or destination
    if meaning.back and (origin or destination):
        return (destination if destination != origin else None), origin
    if meaning.measure is Measure.RETURNS:
        origin = facts.origin_land if facts.origin_land != facts.land else None
    if place and leaving:
        origin = origin or place
    elif place:
        destination = destination or place
    return _filled_in(plan, leaving, column, facts, (origin, destination))


def _filled_in(
    plan: Plan, leaving: bool, column: Column, facts: Facts, ends: tuple[str | None, str | None]
) -> tuple[str | None, str | None]:
    """The ends that no column of the table gives, from the countries that the title and the header name."""
    origin, destination = ends
    header = named_in(column.name, plan.report.language).lands
    named = (*(plan.outside if len(plan.outside) == 1 else ()), *header)
    open_from = origin is None and not plan.role("from", *(("place",) if leaving else ()))
    inside = facts.everyone and not plan.fled  # all camps or crossings of the country that the title names
    placed = bool(plan.role("to") or (plan.role("place") and not inside)) or any(
        c.meaning.destination for c in plan.counts
    )
    open_to = destination is None and not leaving and not placed
    for code in dict.fromkeys(named):
        if code in (origin, destination):
            continue
        if plan.fled and open_from and code in plan.outside:
            origin, open_from = code, False
            continue
        if open_to:
            destination, open_to = code, False
        elif open_from and (leaving or (column.meaning.whole and not column.day) or country(destination or "")):
            origin, open_from = code, False
    return origin, destination


def _who(plan: Plan, column: Column, meaning: Meaning, facts: Facts, destination: str | None) -> str | None:
    """The population: as stated; else the nationality that the header or title names, or that displaced people have."""
    nation = facts.population
    if not facts.stated:
        flees = meaning.group or meaning.measure in (Measure.PRESENT, Measure.APPLICATIONS, Measure.REGISTERED)
        if meaning.home:
            home = facts.land or facts.origin_land
        elif meaning.measure is Measure.RETURNS:
            home = destination if meaning.back else facts.land
        else:
            home = facts.origin_land if flees else None
        peoples = named_in(column.name, plan.report.language).peoples or plan.peoples
        nation = home or (peoples[0] if len(peoples) == 1 else None)
    return " ".join(word for word in (nation, meaning.group, meaning.label) if word) or None


def _caveats(plan: Plan, column: Column, meaning: Meaning, facts: Facts, count: Count, period: Period) -> Iterator[str]:
    if count.caveat:
        yield count.caveat
    if column.style.doubt:
        yield column.style.doubt
    doubts = {c.order.doubt for c in plan.role("date", "start", "end", "said", "month_end", "week")} | {
        column.order.doubt
    }
    yield from sorted(doubts - {""})
    if meaning.part:
        yield f"counts only: {meaning.part}"
    if meaning.caveat:
        yield meaning.caveat
    if meaning.home and meaning.measure is Measure.PRESENT:
        yield "displaced inside their own country"
    if plan.sure <= 0.5:
        yield column.why
    stock = meaning.measure in STOCKS or meaning.running or facts.form
    if facts.open_end and column.day is None and not stock:
        yield "the table does not say which days before this one it counts"
    if period == Period():
        yield "the table states no day"
    labels = (c.name for c in plan.role("slice"))
    broken = (f"{n}: {s}" for n, s in zip(labels, facts.slices, strict=True) if s and fold_cell(s) not in words().whole)
    yield from broken
    yield from facts.remarks
