"""Which figures are seen on a day, which corridor each belongs to, and which days it covers.

A figure that can be no observation comes out with the reason in words instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from panah.errors import InputError
from panah.figure import Event, Figure, Form, Measure, Period, Unit
from panah.places import name_of
from panah.read.counters import Verdict, compared
from panah.reconcile.estimate import ANY, Corridor

LONGEST = 180
"""Days that a window may cover; a longer one says little about single days and would slow every other figure."""
FARTHEST = 1096
"""Days before the day of the estimate from which a figure can still be used."""
DOUBTFUL = 0.25
"""Confidence below which a figure that no person has accepted moves no estimate: a mistyped number, a bare one."""
CROWD = 1e10
"""More people than live on earth."""
SIBLING_DAYS = 120
"""Days after an event within which a total that names no start is taken to count from it."""

_APART = {
    Measure.REGISTERED: "registrations are counted apart from people present",
    Measure.APPLICATIONS: "applications are counted apart from people present",
    Measure.DISPLACED: "people displaced inside their country are counted apart from people who cross a border",
    Measure.WAITING: "people who wait at a border are counted apart from people present",
}
_RATE_DAYS = {Form.PER_DAY: 3, Form.PER_WEEK: 7, Form.PER_MONTH: 30, Form.RATIO: 3}
"""Days up to the day it was said that a rate or ratio is about when it gives no dates."""

LeftOut = tuple[Figure, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure read as an observation: of which role in which corridor, over which days (ends included)."""

    figure: Figure
    corridor: Corridor
    role: str
    """'arrivals', 'departures' or 'present'."""
    start: date | None
    end: date
    note: str = ""
    guessed: bool = False
    """The days are supposed, not stated."""


def told(figure: Figure) -> date | None:
    """The day from which a figure is seen; None when it is always seen."""
    return figure.known or figure.said


def seen(figures: Iterable[Figure], as_of: date) -> list[Figure]:
    """The figures known on `as_of` that no other one known then supersedes, each once, in order of their ids."""
    by_id: dict[str, Figure] = {}
    for figure in figures:
        day = told(figure)
        if day is not None and day > as_of:
            continue
        twin = by_id.get(figure.id)
        if twin is None or _rank(figure) < _rank(twin):
            by_id[figure.id] = figure
    gone = {f.supersedes for f in by_id.values() if f.supersedes and f.supersedes != f.id}
    return [by_id[key] for key in sorted(by_id) if key not in gone]


def _rank(figure: Figure) -> tuple[date, float, tuple[tuple[str, str], ...]]:
    return figure.known or date.min, -figure.confidence, figure.reasons


def _refused(figure: Figure, by_id: dict[str, Figure]) -> str:
    """Why a figure is no observation of people who come, leave or are there; empty when it is one."""
    if figure.confidence < DOUBTFUL:
        return "the reader is not sure of it: it waits for a person"
    if figure.unit is not Unit.PERSON:
        return f"it counts {figure.unit.value}s, not people"
    if figure.measure in _APART:
        return _APART[figure.measure]
    if figure.part_of:
        whole = by_id.get(figure.part_of)
        words = whole.evidence.quote if whole and whole.evidence.quote else "another figure"
        return f"part of {words!r}" if whole else "part of another figure"
    if figure.high > CROWD:
        return "it counts more people than live on earth"
    if figure.form is Form.RATIO and (figure.low < 0.01 or figure.high > 100.0):
        return "its ratio is too far from one to weigh two periods against each other"
    return ""


def _roles(figure: Figure, followed: set[str]) -> list[tuple[str, str]]:
    """(role, place) of a figure; a return leaves where it starts from and comes in only where that is followed."""
    if figure.measure is Measure.ARRIVALS:
        pairs = [("arrivals", figure.destination)]
    elif figure.measure is Measure.DEPARTURES:
        pairs = [("departures", figure.origin)]
    elif figure.measure is Measure.RETURNS:
        home = figure.destination if figure.destination in followed else None
        pairs = [("departures", figure.origin), ("arrivals", home)]
    else:
        pairs = [("present", figure.destination)]
    return [(role, place) for role, place in pairs if place]


_UNPLACED = {
    Measure.ARRIVALS: "it does not say where people arrived",
    Measure.DEPARTURES: "it does not say where people left from",
    Measure.RETURNS: "it does not say from which followed place people returned",
    Measure.PRESENT: "it does not say where people are",
}


def claims(figures: Sequence[Figure], as_of: date, events: Sequence[Event]) -> tuple[list[Claim], list[LeftOut]]:
    """The observations that the seen figures make, and the figures that make none with the reason."""
    by_id = {figure.id: figure for figure in figures}
    left: list[LeftOut] = []
    usable = []
    for figure in figures:
        why = _refused(figure, by_id)
        if why:
            left.append((figure, why))
        else:
            usable.append(figure)
    followed = {place for f in usable if f.measure is not Measure.RETURNS for _, place in _roles(f, set())}
    placed = []
    for figure in usable:
        roles = _roles(figure, followed)
        placed += [(figure, role, place) for role, place in roles]
        if not roles:
            left.append((figure, _UNPLACED[figure.measure]))
    one_way = _one_way(placed)
    left += [(figure, _alone(figure, role)) for figure, role, place in placed if (figure.id, role, place) in one_way]
    placed = [each for each in placed if (each[0].id, *each[1:]) not in one_way]
    named: dict[str, set[str]] = defaultdict(set)
    for figure, _, place in placed:
        if figure.population:
            named[place].add(figure.population)
    apart = _counted_apart(placed)
    drafts = [
        (figure, role, Corridor(place, _population(figure, named[place], (figure.id, place) in apart)))
        for figure, role, place in placed
    ]
    return _dated(drafts, as_of, events, left)


def _other_end(figure: Figure, role: str) -> str | None:
    """Where people came from or went; None where nothing says so or it is their own country."""
    end = figure.origin if role == "arrivals" else figure.destination if role == "departures" else None
    return None if end == figure.population else end


def _one_way(placed: Sequence[tuple[Figure, str, str]]) -> set[tuple[str, str, str]]:
    """Figures on those who came from or left for a third place alone, where others count all who came or left."""
    whole = {(role, place, figure.population) for figure, role, place in placed if not _other_end(figure, role)}
    return {
        (figure.id, role, place)
        for figure, role, place in placed
        if _other_end(figure, role) and (role, place, figure.population) in whole
    }


def _alone(figure: Figure, role: str) -> str:
    end = _other_end(figure, role) or ""
    with suppress(InputError):  # a place that is no country goes by the name that the figure gave it
        end = name_of(end, "en")
    return f"it counts those alone who {'came from' if role == 'arrivals' else 'left for'} {end}"


def _counted_apart(placed: Sequence[tuple[Figure, str, str]]) -> set[tuple[str, str]]:
    """Figures on everybody: the same report gives a smaller count of one population over the same days beside them,
    or they find half as many people again in a place as any count of a named population there.
    """
    beside: dict[tuple[str | None, str, str, Period], float] = {}
    for figure, role, place in placed:
        if figure.population and figure.report:
            key = (figure.report, role, place, figure.period)
            beside[key] = min(figure.high, beside.get(key, figure.high))
    stocks: dict[str, float] = {}
    for figure, role, place in placed:
        if figure.population and role == "present":
            stocks[place] = max(figure.high, stocks.get(place, 0.0))
    return {
        (figure.id, place)
        for figure, role, place in placed
        if not figure.population
        and (
            beside.get((figure.report, role, place, figure.period), CROWD) < figure.low
            or (role == "present" and figure.low > 1.5 * stocks.get(place, CROWD))
        )
    }


def _population(figure: Figure, named: set[str], apart: bool) -> str:
    if figure.population:
        return figure.population
    if apart:
        return ANY
    if figure.origin in named and figure.measure is Measure.ARRIVALS:
        return str(figure.origin)
    return next(iter(named)) if len(named) == 1 else ANY


Draft = tuple[Figure, str, Corridor]


def _dated(
    drafts: Sequence[Draft], as_of: date, events: Sequence[Event], left: list[LeftOut]
) -> tuple[list[Claim], list[LeftOut]]:
    """Give each draft its days: first those that state them, then those whose start a sibling or an event gives."""
    out: list[Claim] = []
    open_start: list[tuple[Draft, date]] = []
    for draft in drafts:
        figure, role, corridor = draft
        end = _end(figure, as_of)
        if figure.period.start and figure.period.start > as_of and role != "present":
            left.append((figure, "it is about days after the day of the estimate"))
        elif role == "present":
            day = figure.period.end or figure.period.start or figure.said
            if day is None:
                left.append((figure, "it does not say on which day people are there"))
            else:
                out.append(Claim(figure, corridor, role, min(day, as_of), min(day, as_of)))
        elif figure.period.start:
            out.append(Claim(figure, corridor, role, figure.period.start, max(end, figure.period.start)))
        elif figure.form is Form.TOTAL:
            open_start.append((draft, end))
        else:
            _rate(draft, as_of, out, left)
    supposed = [_opened(draft, end, out, events) for draft, end in open_start]
    for (draft, end), claim in zip(open_start, supposed, strict=True):
        if claim is None:
            left.append((draft[0], "it does not say since when it counts, and nothing else tells"))
            claim = Claim(draft[0], draft[2], draft[1], None, end)
        out.append(claim)
    return out, left


def _end(figure: Figure, as_of: date) -> date:
    return min(figure.period.end or figure.said or as_of, as_of)


def _rate(draft: Draft, as_of: date, out: list[Claim], left: list[LeftOut]) -> None:
    figure, role, corridor = draft
    last = figure.period.end or figure.said
    if last is None:
        what = "ratio" if figure.form is Form.RATIO else "rate"
        left.append((figure, f"the {what} gives no days, nor is it known when it was said"))
        return
    last, days = min(last, as_of), _RATE_DAYS[figure.form]
    note = f"taken to be about the {days} days up to {last}"
    out.append(Claim(figure, corridor, role, last - timedelta(days - 1), last, note, True))


def _opened(draft: Draft, end: date, dated: Sequence[Claim], events: Sequence[Event]) -> Claim | None:
    """The claim with the start that an earlier running total or an event gives."""
    figure, role, corridor = draft
    siblings = [
        c
        for c in dated
        if (c.corridor, c.role) == (corridor, role)
        and c.figure.form is Form.TOTAL
        and c.start
        and (end - c.start).days < LONGEST
        and c.start < c.end <= end
        and c.figure.low <= figure.high
        and same_counter(c.figure, figure)
        and not c.guessed
    ]
    if siblings:
        near = max(siblings, key=lambda c: (c.end, c.start, c.figure.id))
        note = f"its start, {near.start}, is taken from an earlier total of the same count"
        return Claim(figure, corridor, role, near.start, end, note, True)
    days = [e.day for e in events if concerns(e, corridor) and 0 <= (end - e.day).days <= SIBLING_DAYS]
    if days:
        note = f"its start is not stated; it is taken to count from the event of {max(days)}"
        return Claim(figure, corridor, role, max(days), end, note, True)
    return None


def concerns(event: Event, corridor: Corridor) -> bool:
    """Whether an event can change the flows of a corridor: it names no places, or this one or its people's."""
    return not event.places or corridor.place in event.places or corridor.population in event.places


def same_counter(one: Figure, other: Figure) -> bool:
    """Whether two figures can go back to one who counted: nothing in their chains says otherwise."""
    return compared(one, other) is not Verdict.OTHER
