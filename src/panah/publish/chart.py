"""The chart of a place: daily flows and people present with their ranges, beside the figures as they were stated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from panah.figure import Measure
from panah.forecast.outlook import Outlook
from panah.publish.choose import Gain, Span, gain, series, spans
from panah.publish.draw import draw
from panah.publish.drawing import drawing, with_outlook
from panah.publish.headline import even_words, range_words
from panah.publish.svg import finished, note
from panah.publish.words import capital, day, number, people, place_name, rounded, short_day, words
from panah.reconcile.estimate import Estimate
from panah.reconcile.told import DRAWN, main_population, supported


def chart(
    estimate: Estimate,
    place: str,
    population: str | None = None,
    *,
    title: str | None = None,
    width: int = 720,
    locale: str = "en",
    outlook: Outlook | None = None,
) -> str:
    """An SVG of daily arrivals and departures and, below, people present, each a median line in its 90 % range.

    Stated figures are marked where they lie. `width` is the column's width in CSS pixels that the text is sized for:
    720 for a desktop, 340 for a phone. The SVG has a name and the finding as its description, fills its column, and
    holds no script, style, link or font. Where nothing is known it says so in words. With an `outlook` of the estimate
    the last five weeks are shown and the coming days beside them, right of a line.
    """
    population = population or main_population(estimate, place)
    noun = people(population, locale)
    name = place_name(place, locale, sentence=True)
    heading = title if title is not None else words(locale)["chart"]["title"].format(people=capital(noun), place=name)
    finding = caption(estimate, place, population, locale=locale)
    shown = drawing(estimate, place, population, noun)
    if outlook:
        shown = with_outlook(shown, outlook, place, population)
    if not any(shown.days.values()):
        return note(finding, width, title=heading)
    return finished(draw(shown, heading, width, locale), title=heading, description=finding)


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
    told = even_words(shown, locale) if kind == "evened" else range_words(shown, locale)
    return [template.format(median=median, since=since, range=told)]


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
