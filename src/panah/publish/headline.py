"""One sentence about a place: the sources' own words where a figure says it, a range where the model says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from panah.figure import STOCKS, Figure, Form, Hedge, Measure
from panah.publish.choose import (
    FLOWS,
    RATES,
    Balance,
    Span,
    apart,
    balance,
    day_of,
    for_sentence,
    hardly_older,
    mean_over,
    net,
    newest,
    series,
    span_of,
    statements_of,
)
from panah.publish.words import (
    capital,
    counted,
    day,
    number,
    people,
    place_name,
    ratio_words,
    rounded,
    short_day,
    stated,
    words,
)
from panah.reconcile.estimate import Estimate, Statement
from panah.reconcile.told import leaves, main_population
from panah.situation import Situation

_RECENT = timedelta(days=3)
_STOCK_KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class _Scene:
    """What every clause needs: the estimate, the place with its statements, and the language."""

    estimate: Estimate
    place: str
    population: str | None
    statements: Sequence[Statement]
    locale: str

    @property
    def words(self) -> Any:
        return words(self.locale)

    @property
    def name(self) -> str:
        return place_name(self.place, self.locale, sentence=True)

    def clauses(self, figure: Figure) -> Any:
        # People return from the place that is told about or to it.
        away = figure.measure is Measure.RETURNS and leaves(figure, self.place)
        return self.words["clauses"]["returns_from" if away else figure.measure.value]

    def current(self, end: date | None) -> bool:
        return end is None or end >= self.estimate.as_of

    def day(self, value: date) -> str:
        return short_day(value, self.estimate.as_of, self.locale)


def headline(
    estimate: Estimate, situation: Situation, place: str, *, population: str | None = None, locale: str = "en"
) -> str:
    """One sentence on what is known about a place, with the day of the knowledge at its end.

    `place` and `population` are ISO3 codes; without a population, the one that the situation follows is told about,
    and another only when nothing is known about it. It says so when no figure is known; it never raises for one.
    """
    chosen = population or main_population(estimate, place, situation.populations)
    found = statements_of(estimate, place, chosen) or tuple(s for s, _ in apart(estimate, place, chosen))
    if population is None and not found:
        found = statements_of(estimate, place) or tuple(s for s, _ in apart(estimate, place))
    scene = _Scene(estimate, place, chosen, for_sentence(found), locale)
    joints, today = scene.words["joints"], day(estimate.as_of, locale)
    clause = _main_clause(scene)
    if clause is None:
        kind = "nothing" if population is None else "nothing_of"
        noun = people(population, locale)
        return capital(str(joints[kind]).format(place=scene.name, people=noun, day=today))
    return capital(str(joints["known"]).format(clause=clause, day=today))


def _main_clause(scene: _Scene) -> str | None:
    """The clause for the newest kind of figure; a balance wins over what is hardly newer, a stock is added to it."""
    pair = balance(scene.statements, scene.place)
    rate = _newest_rate(scene)
    totals = [f for measure in FLOWS if (f := newest(scene.statements, measure, (Form.TOTAL,)))]
    stock = newest(scene.statements, Measure.PRESENT, (Form.TOTAL,))
    latest = max((day_of(f) or date.min for f in (rate, *totals) if f), default=date.min)
    clause: str | None = None
    if pair and hardly_older(pair.end, latest):
        clause = _balance_clause(scene, pair)
        newer = rate is not None and pair.end is not None and (day_of(rate) or date.min) > pair.end
        if rate and newer and rate.form in RATES:
            clause = str(scene.words["joints"]["rate"]).format(clause=clause, rate=_rate_clause(scene, rate))
    elif rate and hardly_older(day_of(rate) or date.min, latest):
        clause = _rate_clause(scene, rate)
    elif totals:
        clause = _total_clause(scene, max(totals, key=lambda f: day_of(f) or date.min))
    if stock and (clause is None or (day_of(stock) or date.max) >= latest - _STOCK_KEPT):
        told = _total_clause(scene, stock)
        clause = str(scene.words["joints"]["stock"]).format(clause=clause, stock=told) if clause else told
    return clause or _other_clause(scene)


def _other_clause(scene: _Scene) -> str | None:
    """The newest of what is neither a flow's total nor a stock: registrations, returns, ratios and the like."""
    whole = next((s.figure for s in scene.statements if s.figure.form is not Form.RATIO), None)
    if whole is not None:
        return _rate_clause(scene, whole) if whole.form in RATES else _total_clause(scene, whole)
    ratio = next((s.figure for s in scene.statements), None)
    if ratio is None:
        return None
    told, when = ratio_words(ratio, scene.locale), when_words(ratio, scene.estimate.as_of, scene.locale)
    template = str(scene.words["ratios"][ratio.measure.value])
    return template.format(people=people(ratio.population, scene.locale), place=scene.name, when=when, ratio=told)


def when_words(figure: Figure, as_of: date, locale: str = "en") -> str:
    """The days of a figure in words, as seen on `as_of`: 'since 21 September', 'on 27 September', 'so far'."""
    table, start, end = words(locale)["when"], figure.period.start, figure.period.end
    if figure.measure in STOCKS or (start is not None and start == end):
        on = end or figure.said or start
        return str(table["on"]).format(day=short_day(on, as_of, locale)) if on else str(table["open"])
    if start is None and figure.form is not Form.TOTAL:
        key, on = ("on", end) if end else ("told", figure.said)
        return str(table[key]).format(day=short_day(on, as_of, locale)) if on else str(table["open"])
    if start is None:
        return str(table["until"]).format(end=short_day(end, as_of, locale)) if end else str(table["open"])
    if end is None or end >= as_of:
        return str(table["since"]).format(start=short_day(start, as_of, locale))
    # The year is said once, with the end, when both ends lie in the same one.
    first = short_day(start, end, locale)
    return str(table["between"]).format(start=first, end=short_day(end, as_of, locale))


def _count(scene: _Scene, figure: Figure) -> str:
    return stated(figure, counted(figure.unit, figure.population, scene.locale), scene.locale)


def _total_clause(scene: _Scene, figure: Figure) -> str:
    single = figure.period.days == 1
    tense = "now" if scene.current(figure.period.end) and not single else "past"
    template = str(scene.clauses(figure)[tense])
    when = when_words(figure, scene.estimate.as_of, scene.locale)
    return template.format(count=_count(scene, figure), place=scene.name, when=when)


def _balance_clause(scene: _Scene, pair: Balance) -> str:
    """The totals in and out as stated, and what remains as the model has it, each draw by itself."""
    table = scene.words["balance"]
    tense = "now" if scene.current(pair.end) and not pair.daily else "past"
    span = span_of(net(scene.estimate, pair, scene.place, scene.population))
    out = stated(pair.departures, "", scene.locale)
    values = {
        "arrivals": _total_clause(scene, pair.arrivals),
        "departures": f"{out} {table[f'{pair.departures.measure.value}_{tense}']}",
    }
    if span is None:
        return str(table[f"unknown_{tense}"]).format(**values)
    kind = "more" if span.low > 0 else "fewer" if span.high < 0 else "even"
    if kind == "more" and not pair.daily:
        kind = "there"
    gained = Span(-span.high, -span.median, -span.low) if kind == "fewer" else span
    values["net"], values["range"] = modelled(gained, scene.locale), even_words(span, scene.locale)
    values["so"] = str(table["so" if _follows(pair, span) else "weighed"])
    return str(table[f"{kind}_{tense}"]).format(**values)


def _follows(pair: Balance, span: Span) -> bool:
    """Whether the modelled remainder is what a reader gets who subtracts the stated totals.

    That is within a quarter, or inside a range that leaves open whether more came or left.
    """
    plain = (pair.arrivals.low + pair.arrivals.high - pair.departures.low - pair.departures.high) / 2
    if span.low <= 0 <= span.high:
        return span.low <= plain <= span.high
    return abs(span.median - plain) <= 0.25 * max(abs(plain), abs(span.median))


def modelled(span: Span, locale: str = "en") -> str:
    """A modelled value in words: 'some 34,000 (90 % range 31,000 to 37,000)'."""
    median = number(rounded((span.low, span.median, span.high))[1], locale)
    return str(words(locale)["numbers"]["model"]).format(median=median, range=range_words(span, locale))


def even_words(span: Span, locale: str = "en") -> str:
    """The range of a gain that may be a loss: '90 % range from 1,500 more gone to 7,700 more come'."""
    low, _, high = (number(abs(value), locale) for value in rounded((span.low, span.median, span.high)))
    return str(words(locale)["balance"]["even_range"]).format(low=low, high=high)


def range_words(span: Span, locale: str = "en") -> str:
    """The range of a modelled value in words: '90 % range 31,000 to 37,000'."""
    low, _, high = (number(value, locale) for value in rounded((span.low, span.median, span.high)))
    return str(words(locale)["numbers"]["range90"]).format(low=low, high=high)


def _newest_rate(scene: _Scene) -> Figure | None:
    """The newest rate of a flow, or count of a single day, which says as much; arrivals first on the same day.

    A rate without days ('at the height, 30,000 a day') is told only by a report that may look back: it comes last.
    """
    rates = [
        s.figure
        for s in scene.statements
        if s.figure.measure in FLOWS
        and (s.figure.form in RATES or (s.figure.form is Form.TOTAL and s.figure.period.days == 1))
    ]
    dated = [f for f in rates if f.period.start or f.period.end] or rates
    order = {Measure.ARRIVALS: 1, Measure.DEPARTURES: 0}
    return max(dated, key=lambda f: (day_of(f) or date.min, order[f.measure]), default=None)


def _rate_clause(scene: _Scene, figure: Figure) -> str:
    """A rate with the model's range for its days, the ratio that was told with it, and the rate before it."""
    joints = scene.words["joints"]
    if figure.form is Form.TOTAL:
        clause = _total_clause(scene, figure)
    else:
        template = str(scene.clauses(figure)["rate"])
        clause = template.format(
            count=_count(scene, figure), place=scene.name, when=when_words(figure, scene.estimate.as_of, scene.locale)
        )
    told = figure.period.end or figure.period.start
    if told and figure.measure in FLOWS and (figure.form is Form.PER_DAY or figure.hedge is not Hedge.NONE):
        model = series(scene.estimate, figure.measure, scene.place, figure.population or scene.population)
        span = mean_over(model, figure.period.start or told, told)
        clause = (
            str(joints["estimate"]).format(clause=clause, range=range_words(span, scene.locale)) if span else clause
        )
    ratio = newest(scene.statements, figure.measure, (Form.RATIO,))
    if ratio and told and (day_of(ratio) or date.min) >= told - _RECENT:
        clause = str(joints["ratio"]).format(clause=clause, ratio=ratio_words(ratio, scene.locale))
    return clause + _earlier(scene, figure)


def _earlier(scene: _Scene, figure: Figure) -> str:
    """The rate before a rate: ', up from 5,000 to 6,000 a day four or five days earlier'; empty without one."""
    end = figure.period.end or figure.said
    if end is None or figure.form is not Form.PER_DAY:
        return ""
    for statement in scene.statements:
        before, last = statement.figure, day_of(statement.figure)
        same = (before.measure, before.form, before.population) == (figure.measure, figure.form, figure.population)
        if not same or last is None or last >= (figure.period.start or end):
            continue
        kind = "up" if before.high <= figure.low else "down" if before.low >= figure.high else ""
        if not kind:
            return ""
        when = _days_before(scene, before.period.start or last, last, end)
        earlier = stated(before, "", scene.locale)
        return str(scene.words["joints"][kind]).format(clause="", earlier=earlier, when=when)
    return ""


def _days_before(scene: _Scene, start: date, last: date, end: date) -> str:
    """How long before `end` the days from `start` to `last` were: 'four or five days earlier', or the days."""
    table, small = scene.words["when"], scene.words["numbers"]["small"]
    far, near = (end - start).days, (end - last).days
    if far < len(small) and far == near == 1:
        return str(table["day_earlier"])
    if far < len(small) and far == near:
        return str(table["days_earlier"]).format(number=small[far])
    if far < len(small) and far == near + 1:
        return str(table["days_or_earlier"]).format(low=small[near], high=small[far])
    key = "on" if start == last else "between"
    return str(table[key]).format(day=scene.day(last), start=scene.day(start), end=scene.day(last))
