"""The whole picture of a situation on a day, as one frozen object that pages, the terminal and JSON are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from panah.figure import Figure, Form, Measure
from panah.figure import to_json as figure_json
from panah.publish.chart import caption
from panah.publish.choose import RATES, Span, apart, day_of, gain, series, spans, statements_of
from panah.publish.doubts import Doubt, doubts, wanted
from panah.publish.headline import headline, when_words
from panah.publish.words import capital, counted, day, number, place_name, stated, words
from panah.read.tellings import tellers
from panah.reconcile.estimate import ANY, Contradiction, Corridor, Estimate, Statement
from panah.reconcile.told import DRAWN, main_population, places_of
from panah.situation import Situation


@dataclass(frozen=True, slots=True)
class Count:
    """The newest stated figure of one kind for a place, as its source put it."""

    measure: Measure
    label: str
    """'Crossings in', 'Present' ..."""
    text: str
    """The number in the source's words: 'just over 64,000 Russians'."""
    when: str
    """The days it covers in words: 'since 21 September', 'on 27 September'."""
    day: date | None
    """The last day it tells about."""
    figure: Figure
    tellings: tuple[Figure, ...]
    """Every telling of this one count, the figure itself among them."""
    wrong: float
    """How likely the model holds it to be wrong, 0 to 1."""
    left_out: str
    """Why the model does not use it; empty when it does. Registrations and applications are kept apart."""

    @property
    def quote(self) -> str:
        """The exact words that carry it."""
        return self.figure.evidence.quote

    @property
    def chain(self) -> tuple[str, ...]:
        """Who counted it first, then who told it."""
        return tuple(source.name for source in self.figure.sources)


@dataclass(frozen=True, slots=True)
class Row:
    """One day at a place, in people (per day for flows); None where nothing is known."""

    day: date
    arrivals: Span | None
    departures: Span | None
    present: Span | None
    gained: Span | None
    """How many more came than left since the place's `gained_since`, where the figures carry both flows."""


@dataclass(frozen=True, slots=True)
class PlacePicture:
    """What is known about one place: its sentence, its counts kept apart, and its days, oldest first."""

    place: str
    name: str
    population: str | None
    """The population that the sentence and the rows are about; ANY when the figures name none."""
    headline: str
    caption: str
    counts: tuple[Count, ...]
    rows: tuple[Row, ...]
    gained_since: date | None

    @property
    def newest(self) -> date | None:
        """The newest day that a stated count is about."""
        return max((count.day for count in self.counts if count.day), default=None)

    @property
    def latest(self) -> Row | None:
        """The newest day of the model."""
        return self.rows[-1] if self.rows else None


@dataclass(frozen=True, slots=True)
class Told:
    """A count that was told more than once, with its tellers, so that it is not taken for several."""

    text: str
    tellings: tuple[Figure, ...]
    tellers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A situation as known on a day. `newest` is the day of the newest telling; None when no figure has a day."""

    slug: str
    title: str
    as_of: date
    headline: str
    places: tuple[PlacePicture, ...]
    contradictions: tuple[Contradiction, ...]
    retold: tuple[Told, ...]
    left_out: tuple[tuple[Figure, str], ...]
    sources: tuple[tuple[str, int], ...]
    """Names in the source chains with the number of statements each is in, most first."""
    newest: date | None
    age_days: int | None
    """Days between the newest telling and `as_of`."""
    age: str
    """The same as a sentence."""
    doubted: tuple[tuple[Figure, tuple[Doubt, ...]], ...]
    """The counts that something is up with, each with what it is, the most probable first."""
    doubts: Mapping[str, tuple[Doubt, ...]]
    """The same by the id of every telling; figures that nothing is up with are not there."""
    wanted: tuple[str, ...]
    """Which further counts would help most, the best first, a sentence without its full stop each."""


def picture(estimate: Estimate, situation: Situation, *, locale: str = "en") -> Picture:
    """The picture of a situation as the estimate knows it; places in the situation's order, then any others told of."""
    told_of = {corridor.place for corridor in estimate.corridors} - set(situation.places)
    extra = sorted(place for place in told_of if statements_of(estimate, place))
    places = tuple(_place(estimate, situation, code, locale) for code in (*situation.places, *extra))
    newest = _newest_telling(estimate)
    doubted = [
        (statement, found) for statement in estimate.statements if (found := doubts(statement, estimate, locale))
    ]
    doubted.sort(key=lambda pair: (-pair[1][0].probability, pair[0].figure.id))
    return Picture(
        slug=situation.slug,
        title=situation.title,
        as_of=estimate.as_of,
        headline=_first_sentence(estimate, situation, places, locale),
        places=places,
        contradictions=tuple(estimate.contradictions),
        retold=tuple(_told(s, locale) for s in estimate.statements if len(tellings(s)) > 1),
        left_out=tuple(estimate.left_out),
        sources=_sources(estimate),
        newest=newest,
        age_days=(estimate.as_of - newest).days if newest else None,
        age=_age(estimate.as_of, newest, locale),
        doubted=tuple((statement.figure, found) for statement, found in doubted),
        doubts={figure.id: found for statement, found in doubted for figure in tellings(statement)},
        wanted=wanted(estimate, [Corridor(one.place, one.population) for one in places if one.population], locale),
    )


def _first_sentence(estimate: Estimate, situation: Situation, places: tuple[PlacePicture, ...], locale: str) -> str:
    # The officer lists the places in order of importance; the first of which anything is known speaks for all.
    for place in places:
        if place.counts:
            return place.headline
    table = words(locale)["joints"]
    return str(table["nothing"]).format(place=situation.title, day=day(estimate.as_of, locale))


def tellings(statement: Statement) -> tuple[Figure, ...]:
    """Every distinct telling of a statement's count, its own figure first."""
    return tuple({figure.id: figure for figure in (statement.figure, *statement.tellings)}.values())


def _place(estimate: Estimate, situation: Situation, code: str, locale: str) -> PlacePicture:
    population = main_population(estimate, code, situation.populations)
    days = {m: spans(series(estimate, m, code, population)) for m in DRAWN}
    gained = gain(estimate, code, population)
    known = sorted(set().union(*days.values()))
    return PlacePicture(
        place=code,
        name=place_name(code, locale),
        population=population,
        headline=headline(estimate, situation, code, locale=locale),
        caption=caption(estimate, code, population, locale=locale),
        counts=_counts(estimate, code, population, locale),
        rows=tuple(
            Row(
                value,
                arrivals=days[Measure.ARRIVALS].get(value),
                departures=days[Measure.DEPARTURES].get(value),
                present=days[Measure.PRESENT].get(value),
                gained=gained.days.get(value) if gained else None,
            )
            for value in known
        ),
        gained_since=gained.since if gained else None,
    )


def _counts(estimate: Estimate, code: str, population: str | None, locale: str) -> tuple[Count, ...]:
    """The newest figure of each kind; one that the model leaves out only where it uses none of that kind."""
    kinds: dict[tuple[int, int, str], list[tuple[Statement, str]]] = {}
    used = [(statement, "") for statement in statements_of(estimate, code)]
    for pair in (*used, *apart(estimate, code)):
        kinds.setdefault(_kind(pair[0].figure, population), []).append(pair)
    chosen = (_whole_first(kinds[kind]) for kind in sorted(kinds))
    return tuple(_count(statement, reason, estimate.as_of, locale) for statement, reason in chosen)


def _kind(figure: Figure, population: str | None) -> tuple[int, int, str]:
    """What keeps counts apart: measure, then totals, rates and ratios, then the people (the place's own first)."""
    form = 2 if figure.form is Form.RATIO else 1 if figure.form in RATES else 0
    named = figure.population or ""
    return list(Measure).index(figure.measure), form, "" if named == population else named


def _whole_first(found: list[tuple[Statement, str]]) -> tuple[Statement, str]:
    sound = (pair for pair in found if not pair[1] and pair[0].figure.part_of is None and not pair[0].wrong > 0.5)
    return next(sound, found[0])


def _count(statement: Statement, reason: str, as_of: date, locale: str) -> Count:
    figure = statement.figure
    return Count(
        measure=figure.measure,
        label=str(words(locale)["picture"]["measures"][figure.measure.value]),
        text=stated(figure, counted(figure.unit, figure.population, locale), locale),
        when=when_words(figure, as_of, locale),
        day=day_of(figure),
        figure=figure,
        tellings=tellings(statement),
        wrong=float(statement.wrong),
        left_out=reason,
    )


def _told(statement: Statement, locale: str) -> Told:
    every = tellings(statement)
    text = capital(describe(statement.figure, locale))
    return Told(text=text, tellings=every, tellers=tuple(source.name for source in tellers(every)))


def describe(figure: Figure, locale: str = "en") -> str:
    """A figure in a line: 'crossings in, Kazakhstan: about 98,000 Russians'."""
    label = str(words(locale)["picture"]["measures"][figure.measure.value]).lower()
    where = "".join(f", {place_name(place, locale)}" for place in places_of(figure)[:1])
    return f"{label}{where}: {stated(figure, counted(figure.unit, figure.population, locale), locale)}"


def _newest_telling(estimate: Estimate) -> date | None:
    figures = [f for s in estimate.statements for f in (s.figure, *s.tellings)]
    days = [f.said or f.known for f in (*figures, *(f for f, _ in estimate.left_out))]
    return max((value for value in days if value is not None), default=None)


def _age(as_of: date, newest: date | None, locale: str) -> str:
    table = words(locale)["picture"]
    if newest is None:
        return str(table["age_none"])
    old = (as_of - newest).days
    key = "age_later" if old < 0 else "age_same" if old == 0 else "age_one" if old == 1 else "age_many"
    return str(table[key]).format(day=day(newest, locale), number=number(old, locale))


def _sources(estimate: Estimate) -> tuple[tuple[str, int], ...]:
    names: dict[str, int] = {}
    for statement in estimate.statements:
        chain = {source.name for figure in tellings(statement) for source in figure.sources}
        for name in chain:
            names[name] = names.get(name, 0) + 1
    return tuple(sorted(names.items(), key=lambda pair: (-pair[1], pair[0])))


def to_json(picture: Picture) -> dict[str, Any]:
    """The picture as a JSON object: days as ISO text, figures with the fields of the batch contract."""
    return {
        "slug": picture.slug,
        "title": picture.title,
        "as_of": picture.as_of.isoformat(),
        "headline": picture.headline,
        "newest": picture.newest.isoformat() if picture.newest else None,
        "age_days": picture.age_days,
        "places": [_place_json(place) for place in picture.places],
        "contradictions": [
            {"sentence": c.sentence, "figures": [figure_json(figure) for figure in c.figures]}
            for c in picture.contradictions
        ],
        "retold": [
            {"text": told.text, "tellers": list(told.tellers), "figures": [figure_json(f) for f in told.tellings]}
            for told in picture.retold
        ],
        "left_out": [{"reason": reason, "figure": figure_json(figure)} for figure, reason in picture.left_out],
        "sources": [{"name": name, "statements": times} for name, times in picture.sources],
    }


def _place_json(place: PlacePicture) -> dict[str, Any]:
    return {
        "place": place.place,
        "name": place.name,
        "population": None if place.population == ANY else place.population,
        "headline": place.headline,
        "caption": place.caption,
        "gained_since": place.gained_since.isoformat() if place.gained_since else None,
        "counts": [
            {
                "measure": count.measure.value,
                "text": count.text,
                "when": count.when,
                "day": count.day.isoformat() if count.day else None,
                "tellings": len(count.tellings),
                "wrong": round(count.wrong, 4),
                "left_out": count.left_out or None,
                "figure": figure_json(count.figure),
            }
            for count in place.counts
        ],
        "days": [
            {
                "date": row.day.isoformat(),
                **{m.value: _span_json(getattr(row, m.value)) for m in DRAWN},
                "gained": _span_json(row.gained),
            }
            for row in place.rows
        ],
    }


def _span_json(span: Span | None) -> dict[str, float] | None:
    return {"low": round(span.low, 1), "median": round(span.median, 1), "high": round(span.high, 1)} if span else None
