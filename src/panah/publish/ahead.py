"""An outlook as people read it: a sentence and a row a week for each place, and how an earlier outlook did."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from panah.figure import Measure
from panah.forecast.outlook import Outlook
from panah.forecast.scoring import Score
from panah.forecast.turning import Turn, turns
from panah.forecast.where_to import where_to
from panah.publish.choose import Span, mean_over, series, span_of
from panah.publish.headline import modelled, range_words
from panah.publish.words import day, number, people, place_name, rounded, table_day, words
from panah.read import Sign
from panah.reconcile.estimate import Corridor, Estimate, Series
from panah.reconcile.told import DRAWN, main_population, supported
from panah.situation import Situation

_ALIKE = 1.15
"""Ends of a stated rate that lie closer than this are told as one number."""
COLUMNS = ("arrivals", "departures", "present", "more")
"""What a week tells, in this order."""


@dataclass(frozen=True, slots=True)
class Week:
    """Up to seven coming days: flows in people a day, `present` and `more` in people at their end.

    None where no figure carries the measure; `more` is how many more may be there than on the day of the outlook.
    """

    first: date
    last: date
    arrivals: Span | None
    departures: Span | None
    present: Span | None
    more: Span | None


@dataclass(frozen=True, slots=True)
class SiteAhead:
    """How many of those who come in the first week may come to a site, and its beds; "" is for whom there are none."""

    name: str
    beds: int
    people: Span


@dataclass(frozen=True, slots=True)
class PlaceAhead:
    """A place's coming weeks."""

    place: str
    name: str
    population: str
    sentence: str
    weeks: tuple[Week, ...]
    notes: tuple[str, ...]
    """What a reader must know about this outlook, a sentence without its full stop each."""
    sites: tuple[SiteAhead, ...] = ()


@dataclass(frozen=True, slots=True)
class Ahead:
    """An outlook of a situation; `supposed` are a scenario's assumptions, a sentence without its full stop each."""

    title: str
    as_of: date
    until: date
    scenario: str
    supposed: tuple[str, ...]
    places: tuple[PlaceAhead, ...]
    turns: tuple[str, ...] = ()
    """Flows that have just risen or fallen, a sentence each."""


def ahead(outlook: Outlook, estimate: Estimate, situation: Situation, *, locale: str = "en") -> Ahead:
    """The outlook of this estimate, place by place in the situation's order; places without an outlook are left out."""
    told_of = sorted({c.place for c in outlook.corridors if supported(estimate, c.place)} - set(situation.places))
    scenario = outlook.scenario
    found = (_place(outlook, estimate, situation, code, locale) for code in (*situation.places, *told_of))
    return Ahead(
        title=situation.title,
        as_of=outlook.as_of,
        until=outlook.days[-1],
        scenario=scenario.name if scenario else "",
        supposed=scenario.words if scenario else (),
        places=tuple(place for place in found if place),
        turns=turned(turns(estimate), locale=locale),
    )


def _place(outlook: Outlook, estimate: Estimate, situation: Situation, code: str, locale: str) -> PlaceAhead | None:
    population = main_population(estimate, code, situation.populations)
    carried = {m: s for m in DRAWN if (s := _coming(outlook, estimate, m, code, population))}
    if population is None or not carried:
        return None
    weeks = []
    for first in outlook.days[::7]:
        last = min(first + timedelta(6), outlook.days[-1])
        come, go = (mean_over(carried.get(m), first, last) for m in (Measure.ARRIVALS, Measure.DEPARTURES))
        at = outlook.days.index(last)
        here = carried.get(Measure.PRESENT)
        there = span_of(here.draws[:, at]) if here else None
        weeks.append(Week(first, last, come, go, there, _more(carried, at)))
    return PlaceAhead(
        place=code,
        name=place_name(code, locale),
        population=population,
        sentence=_sentence(outlook, carried, code, population, locale),
        weeks=tuple(weeks),
        notes=outlook.notes[Corridor(code, population)],
        sites=_sites(carried, situation, code),
    )


def _sites(carried: dict[Measure, Series], situation: Situation, code: str) -> tuple[SiteAhead, ...]:
    """The first week's people by site, by their beds alone: which are taken is not known here."""
    beds = {site.name: site.capacity for site in situation.sites if site.place == code}
    if not beds or Measure.ARRIVALS not in carried:
        return ()
    coming = carried[Measure.ARRIVALS].draws[:, :7].sum(axis=1)
    found = where_to(coming, {}, room=beds)
    spans = {name: span_of(people) for name, people in found.items()}
    return tuple(SiteAhead(name, beds.get(name, 0), span) for name, span in spans.items() if span)


def _coming(outlook: Outlook, estimate: Estimate, measure: Measure, code: str, population: str | None) -> Series | None:
    """The outlook's series of a measure that figures carry; any other would be the model's guess alone."""
    known = series(estimate, measure, code, population)
    return outlook.series[Corridor(code, population), measure.value] if known and population else None


def _more(carried: dict[Measure, Series], at: int) -> Span | None:
    """How many more come than leave up to a day, where both flows are carried and nobody says who is there."""
    come, go = carried.get(Measure.ARRIVALS), carried.get(Measure.DEPARTURES)
    if come is None or go is None or Measure.PRESENT in carried:
        return None
    return span_of((come.draws[:, : at + 1] - go.draws[:, : at + 1]).sum(axis=1))


def _sentence(outlook: Outlook, carried: dict[Measure, Series], code: str, population: str, locale: str) -> str:
    table = words(locale)["ahead"]
    names = {
        "until": day(outlook.days[-1], locale),
        "days": number(len(outlook.days), locale),
        "people": people(population, locale),
        "place": place_name(code, locale, sentence=True),
    }
    parts = []
    for measure in (Measure.ARRIVALS, Measure.DEPARTURES):
        if measure in carried:
            span = span_of(carried[measure].draws.sum(axis=1))
            parts.append(str(table[measure.value]).format(count=_count(span, locale), **names))
    if Measure.PRESENT in carried:
        span = span_of(carried[Measure.PRESENT].draws[:, -1])
        parts.append(str(table["present"]).format(count=_count(span, locale), **names))
    text = str(table["joint"]).join(parts)
    return str(table["sentence" if Measure.ARRIVALS in carried or Measure.DEPARTURES in carried else "there"]).format(
        what=text, **names
    )


def _count(span: Span | None, locale: str) -> str:
    return modelled(span, locale) if span else "-"


def ahead_text(plain: Ahead, supposed: Ahead | None = None, *, width: int = 100, locale: str = "en") -> str:
    """The outlook as lines of at most `width` columns, with a scenario's beside the plain one where it is given."""
    table = words(locale)["ahead"]
    parts = [_filled(str(table["title"]).format(title=plain.title, day=day(plain.as_of, locale)), width)]
    if supposed:
        named = str(table["scenario"]).format(name=supposed.scenario)
        parts.append("\n".join([named, *(_filled(f"{one}.", width, "- ") for one in supposed.supposed)]))
    others = {place.place: place for place in supposed.places} if supposed else {}
    if plain.turns:
        parts.append("\n".join(_filled(one, width, "! ") for one in plain.turns))
    for place in plain.places:
        lines = [_filled(place.sentence, width)]
        other = others.get(place.place)
        if other and other.sentence != place.sentence:
            named = str(table["then"]).format(name=supposed.scenario if supposed else "")
            lines.append(_filled(f"{named} {other.sentence}", width))
        lines += [f"  {line}" for line in _rows(place, locale)]
        lines += [_filled(f"{note}.", width, "! ") for note in place.notes]
        lines += [f"  {line}" for line in _site_rows(place, locale)]
        parts.append("\n".join(lines))
    if not plain.places:
        parts.append(str(table["nothing"]))
    return "\n\n".join([*parts, _filled(str(table["read"]), width)]) + "\n"


def _filled(text: str, width: int, mark: str = "") -> str:
    return textwrap.fill(text, width, initial_indent=mark, subsequent_indent=" " * len(mark))


def week_name(week: Week, beside: date, locale: str = "en") -> str:
    """The days of a row: '28 Sept – 4 Oct'."""
    first, last = table_day(week.first, beside, locale), table_day(week.last, beside, locale)
    return first if week.first == week.last else f"{first} – {last}"


def span_words(span: Span | None, locale: str = "en") -> str:
    """A value with its range as a table has it: '8,500 (2,100–22,000)'."""
    if span is None:
        return "–"
    low, median, high = (number(value, locale) for value in rounded((span.low, span.median, span.high)))
    return f"{median} ({low} to {high})" if span.low < 0 else f"{median} ({low}–{high})"


def _site_rows(place: PlaceAhead, locale: str) -> list[str]:
    table = words(locale)["ahead"]
    if not place.sites:
        return []
    rows = [["", str(table["head_beds"]), str(table["head_week"])]]
    for site in place.sites:
        name, beds = (site.name, number(site.beds, locale)) if site.name else (str(table["no_bed"]), "–")
        rows.append([name, beds, span_words(site.people, locale)])
    return [*_columns(rows), str(table["by_beds"])]


def _rows(place: PlaceAhead, locale: str) -> list[str]:
    table = words(locale)["ahead"]
    shown = [name for name in COLUMNS if any(getattr(week, name) for week in place.weeks)]
    rows = [["", *(str(table[f"head_{name}"]) for name in shown)]]
    for week in place.weeks:
        cells = (span_words(getattr(week, name), locale) for name in shown)
        rows.append([week_name(week, place.weeks[0].first, locale), *cells])
    return _columns(rows)


def _columns(rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return ["  ".join(cell.ljust(widths[i]) for i, cell in enumerate(row)).rstrip() for row in rows]


def ahead_json(found: Ahead) -> dict[str, Any]:
    """The outlook as a JSON object: days as ISO text, spans as low, median and high."""
    return {
        "as_of": found.as_of.isoformat(),
        "until": found.until.isoformat(),
        "scenario": found.scenario or None,
        "supposed": list(found.supposed),
        "turns": list(found.turns),
        "places": [
            {
                "place": place.place,
                "name": place.name,
                "population": place.population,
                "sentence": place.sentence,
                "notes": list(place.notes),
                "weeks": [
                    {
                        "first": week.first.isoformat(),
                        "last": week.last.isoformat(),
                        **{name: _span_json(getattr(week, name)) for name in COLUMNS},
                    }
                    for week in place.weeks
                ],
                "sites": [
                    {"name": site.name, "beds": site.beds, "people": _span_json(site.people)} for site in place.sites
                ],
            }
            for place in found.places
        ],
    }


def _span_json(span: Span | None) -> dict[str, float] | None:
    return {name: round(value, 1) for name, value in asdict(span).items()} if span else None


def turned(found: Sequence[Turn], *, locale: str = "en") -> tuple[str, ...]:
    """Flows that have risen or fallen, a sentence each."""
    table = words(locale)["ahead"]
    return tuple(
        str(table["rose" if turn.rose else "fell"]).format(
            people=people(turn.corridor.population, locale),
            place=place_name(turn.corridor.place, locale, sentence=True),
            day=day(turn.day, locale),
            now=_rate(turn.now, turn, locale, str(words(locale)["numbers"]["bare_per_day"])),
            before=_rate(turn.before, turn, locale),
        )
        for turn in found
    )


def _rate(three: tuple[float, float, float], turn: Turn, locale: str, form: str = "{count}") -> str:
    """People a day: the draws' median with its range, or a statement's as it stands; `form` is the number's."""
    span = Span(*three)
    if not turn.figures:
        return f"{form.format(count=_median(span, locale))} ({range_words(span, locale)})"
    low, _, high = (number(value, locale) for value in rounded(three))
    stated = str(words(locale)["numbers"]["range"]).format(low=low, high=high)
    return form.format(count=stated if span.high > _ALIKE * span.low else _median(span, locale))


def signs_text(found: Sequence[tuple[date | None, Sign]], *, width: int = 100, locale: str = "en") -> str:
    """Early signs with the day each was told, a line each below a title; empty where there are none."""
    table = words(locale)["signs"]
    lines = [str(table["title"])]
    for told, sign in found:
        about = [day(told, locale)] if told else []
        about += [place_name(sign.place, locale)] if sign.place else []
        line = f"{', '.join([*about, str(table[sign.kind.value])])}: “{sign.evidence.quote}”"
        lines.append(textwrap.fill(line, width, subsequent_indent="  "))
    return "\n".join(lines) + "\n" if found else ""


def scored(
    scores: Sequence[Score], estimate: Estimate, made: date, *, places: Sequence[str] = (), locale: str = "en"
) -> tuple[str, ...]:
    """How an outlook made on a day did, a sentence for each measure of a corridor that later figures carry.

    The corridors of `places` come first, in their order.
    """
    table = words(locale)["ahead"]
    order = {place: i for i, place in enumerate(places)}
    out = []
    for one in sorted(scores, key=lambda each: order.get(each.corridor.place, len(order))):
        if not series(estimate, Measure(one.measure), one.corridor.place, one.corridor.population):
            continue
        told, came = (Span(*values) for values in (one.expected, one.came))
        out.append(
            str(table[f"scored_{one.measure}"]).format(
                day=day(made, locale),
                days=number(one.days, locale),
                people=people(one.corridor.population, locale),
                place=place_name(one.corridor.place, locale, sentence=True),
                told=_median(told, locale),
                range=range_words(told, locale),
                came=_median(came, locale),
                verdict=table["inside" if told.low <= came.median <= told.high else "outside"],
            )
        )
    return tuple(out)


def _median(span: Span, locale: str) -> str:
    return number(rounded((span.low, span.median, span.high))[1], locale)


def scored_json(scores: Sequence[Score]) -> list[dict[str, Any]]:
    """The scores as JSON objects; a skill that is not known is null."""
    return [
        {
            "place": one.corridor.place,
            "population": one.corridor.population,
            "measure": one.measure,
            "days": one.days,
            "expected": [round(value, 1) for value in one.expected],
            "came": [round(value, 1) for value in one.came],
            "wis": round(one.wis, 2),
            "crps_log": round(one.crps, 4),
            "held_50": round(one.held50, 3),
            "held_90": round(one.held90, 3),
            "skill": None if np.isnan(one.skill) else round(one.skill, 3),
        }
        for one in scores
    ]

