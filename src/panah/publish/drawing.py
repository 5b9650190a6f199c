"""What a chart of one place shows: which days of which series, and the stated figures as marks beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from panah.figure import Figure, Form, Measure, Unit
from panah.forecast.outlook import Outlook
from panah.publish.choose import FLOWS, Span, day_of, gain, series, spans, statements_of
from panah.reconcile.estimate import Corridor, Estimate
from panah.reconcile.told import DRAWN

_DAYS_PER = {Form.PER_DAY: 1.0, Form.PER_WEEK: 7.0, Form.PER_MONTH: 30.4}
_LEAD = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stated figure as it is drawn: a level (people, or people a day) from `low` to `high` over its days."""

    measure: Measure
    start: date
    end: date
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a chart of one place shows: for each measure its days (None where nothing is known) and stated marks."""

    days: Mapping[Measure, Mapping[date, Span | None]]
    marks: tuple[Mark, ...]
    noun: str
    gained_since: date | None = None
    """When set, the days of `present` are how many more came than left since then: nobody said how many are there."""
    today: date | None = None
    """When set, the days after it are an outlook."""


def drawing(estimate: Estimate, place: str, population: str | None, noun: str) -> Drawing:
    """What to draw: from a few days before the first stated day, so that a long quiet lead leaves room."""
    marks = tuple(
        mark for s in statements_of(estimate, place, population) if (mark := _mark(s.figure)) and not s.wrong > 0.5
    )
    known = {m: spans(series(estimate, m, place, population)) for m in DRAWN}
    gained = None if known[Measure.PRESENT] else gain(estimate, place, population)
    if gained:
        known[Measure.PRESENT] = dict(gained.days)
    every = sorted(set().union(*known.values()))
    if not every:
        return Drawing({m: {} for m in DRAWN}, (), noun)
    first = max(every[0], min((mark.start for mark in marks), default=every[0]) - _LEAD)
    first = min(first, every[-1] - timedelta(days=7))
    shown = [value for value in every if value >= first]
    inside = tuple(mark for mark in marks if mark.end >= shown[0] and mark.start <= shown[-1] and known[mark.measure])
    days = {m: {value: known[m].get(value) for value in shown} if known[m] else {} for m in DRAWN}
    return Drawing(days, inside, noun, gained.since if gained else None)


def with_outlook(shown: Drawing, outlook: Outlook, place: str, population: str | None, past: int = 35) -> Drawing:
    """The drawing of the last `past` days, gone on with by an outlook of the measures that it shows.

    How many more came than left is not gone on with: it is left out.
    """
    first, last = outlook.as_of - timedelta(past), outlook.as_of
    days: dict[Measure, dict[date, Span | None]] = {}
    for measure, known in shown.days.items():
        coming = outlook.series.get((Corridor(place, population or ""), measure.value))
        gained = measure is Measure.PRESENT and shown.gained_since
        days[measure] = {value: span for value, span in known.items() if first <= value <= last and not gained}
        if days[measure] and coming:
            days[measure] |= spans(coming)
    marks = tuple(mark for mark in shown.marks if mark.end >= first and days[mark.measure])
    return Drawing(days, marks, shown.noun, today=last)


def _mark(figure: Figure) -> Mark | None:
    """A stated figure as a level: totals are spread over their days, a stock stands on its day; None without days."""
    flow, end = figure.measure in FLOWS, figure.period.end
    if figure.measure not in DRAWN or figure.unit is not Unit.PERSON or figure.part_of or figure.form is Form.RATIO:
        return None
    if not flow:
        end = day_of(figure)
        start = end
    else:
        start = figure.period.start if figure.form is Form.TOTAL else figure.period.start or end
    if start is None or end is None:
        return None
    per = _DAYS_PER.get(figure.form) or (float((end - start).days + 1) if flow else 1.0)
    return Mark(figure.measure, start, end, figure.low / per, figure.high / per)
