"""The chart of a place: daily flows and people present with their ranges, beside the figures as they were stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from panah.figure import Figure, Form, Measure, Unit
from panah.publish.choose import (
    DRAWN,
    FLOWS,
    Gain,
    Span,
    day_of,
    gain,
    main_population,
    series,
    spans,
    statements_of,
    supported,
)
from panah.publish.headline import range_words
from panah.publish.svg import finished, note
from panah.publish.words import capital, day, number, people, place_name, rounded, short_day, words
from panah.reconcile.estimate import Estimate

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


def chart(
    estimate: Estimate,
    place: str,
    population: str | None = None,
    *,
    title: str | None = None,
    width: int = 720,
    locale: str = "en",
) -> str:
    """An SVG of daily arrivals and departures and, below, people present, each a median line in its 90 % range.

    Stated figures are marked where they lie. `width` is the column's width in CSS pixels that the text is sized for:
    720 for a desktop, 340 for a phone. The SVG has a name and the finding as its description, fills its column, and
    holds no script, style, link or font. Where nothing is known it says so in words.
    """
    from panah.publish.draw import draw  # Altair takes half a second to load; sentences and files do not need it.

    population = population or main_population(estimate, place)
    noun = people(population, locale)
    name = place_name(place, locale, sentence=True)
    heading = title if title is not None else words(locale)["chart"]["title"].format(people=capital(noun), place=name)
    finding = caption(estimate, place, population, locale=locale)
    drawing = _drawing(estimate, place, population, noun)
    if not any(drawing.days.values()):
        return note(finding, width, title=heading)
    return finished(draw(drawing, heading, width, locale), title=heading, description=finding)


def caption(estimate: Estimate, place: str, population: str | None = None, *, locale: str = "en") -> str:
    """The chart's finding in one sentence: the model's newest day with its ranges, and how arrivals changed."""
    population = population or main_population(estimate, place)
    table = words(locale)["chart"]
    name = place_name(place, locale, sentence=True)
    clauses: list[str] = []
    for measure in DRAWN:
        known = {d: s for d, s in spans(series(estimate, measure, place, population)).items() if d <= estimate.as_of}
        if not known:
            continue
        last = max(known)
        median = number(rounded((known[last].low, known[last].median, known[last].high))[1], locale)
        template = str(table[f"{measure.value}_{'next' if clauses else 'first'}"])
        clauses.append(
            template.format(
                median=median,
                people=people(population, locale),
                place=name,
                day=day(last, locale),
                range=range_words(known[last], locale),
                change="" if clauses else _change(known, locale),
            )
        )
    if Measure.PRESENT not in supported(estimate, place, population) and clauses:
        clauses += _gain_clause(gain(estimate, place, population), estimate.as_of, locale)
    if not clauses:
        return str(table["nothing"]).format(place=name, day=day(estimate.as_of, locale))
    return capital("; ".join(clauses)) + "."


def _gain_clause(found: Gain | None, as_of: date, locale: str) -> list[str]:
    known = [value for value in found.days if value <= as_of] if found else []
    if found is None or not known:
        return []
    span = found.days[max(known)]
    kind = "gained" if span.low > 0 else "lost" if span.high < 0 else "evened"
    shown = Span(-span.high, -span.median, -span.low) if kind == "lost" else span
    median = number(rounded((shown.low, shown.median, shown.high))[1], locale)
    since = short_day(found.since, max(known), locale)
    template = str(words(locale)["chart"][kind])
    return [template.format(median=median, since=since, range=range_words(shown, locale))]


def _change(known: Mapping[date, Span], locale: str) -> str:
    """How the newest day compares with the peak, or with the first day, when it differs by a fifth or more."""
    first, last, peak = min(known), max(known), max(known, key=lambda value: known[value].median)
    table = words(locale)["chart"]
    for since, kind in ((peak, "fell"), (first, "rose")):
        before, now = known[since].median, known[last].median
        if (kind == "fell" and now < 0.8 * before) or (kind == "rose" and now > 1.2 * before):
            span = known[since]
            told = number(rounded((span.low, span.median, span.high))[1], locale)
            return str(table[kind]).format(before=told, since=short_day(since, last, locale))
    return ""


def _drawing(estimate: Estimate, place: str, population: str | None, noun: str) -> Drawing:
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


def _mark(figure: Figure) -> Mark | None:
    """A stated figure as a level: totals are spread over their days, a stock stands on its day."""
    end = day_of(figure)
    if figure.measure not in DRAWN or figure.unit is not Unit.PERSON or figure.part_of or end is None:
        return None
    if figure.form is Form.RATIO or (figure.measure in FLOWS) != (figure.form in _DAYS_PER or bool(figure.period.days)):
        return None
    start = (figure.period.start or end) if figure.measure in FLOWS else end
    per = _DAYS_PER.get(figure.form) or float((end - start).days + 1 if figure.measure in FLOWS else 1)
    return Mark(figure.measure, min(start, end), end, figure.low / per, figure.high / per)
