"""A model's row -> a figure that the text bears out, or the reason in words why it is not taken."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from panah.errors import InputError
from panah.figure import Evidence, Figure, Form, Measure, Period, Report, Source, Unit
from panah.places import Kind, find, get, scan
from panah.read.model.numerals import Read, numbers_in

MOST_SURE = 0.5
"""Confidence of what only a model read: enough to be looked at, never as sure as what the grammar read."""
LONGEST_QUOTE = 400
_NAME = 120
"""Longest name of a source or a place."""
_NOWHERE = "a place is none that is known"
_UNNAMED = "the text does not name its place or people"


class Checker:
    """Checks the rows of one stretch of a report in order, so that words that stand there twice are both found."""

    def __init__(self, report: Report, begin: int, end: int, model: str) -> None:
        self._report, self._begin, self._end, self._model = report, begin, end, model
        self._used: set[tuple[int, str]] = set()
        self._numbers = numbers_in(report, begin, end)
        self._named = _named(report.text[begin:end] + "\n" + report.title, report.language)

    def figure(self, row: Any) -> Figure | str:
        """The figure of a row, or why there is none."""
        if not isinstance(row, Mapping):
            return "it is no object"
        try:
            return self._figure(row)
        except _Refused as error:
            return str(error)
        except InputError:
            return "its fields make no figure"

    def _figure(self, row: Mapping[str, Any]) -> Figure:
        low, high = _number(row.get("low")), _number(row.get("high", row.get("low")))
        measure, form = _word(row, "measure", Measure), _word(row, "form", Form, Form.TOTAL)
        unit = _word(row, "unit", Unit, Unit.PERSON)
        quote, start, number = self._words(row, low, high, form, measure)
        return Figure(
            low=low,
            high=high,
            measure=measure,
            hedge=number.hedge,
            form=form,
            unit=unit,
            population=self._place(row, "population", people=True),
            origin=self._place(row, "from"),
            destination=self._place(row, "to"),
            period=self._days(row),
            sources=self._sources(row.get("sources")),
            evidence=Evidence(quote, start, start + len(quote)),
            report=self._report.id,
            said=self._report.published,
            known=self._report.known or self._report.published,
            confidence=_confidence(row.get("confidence")),
            caveats=(f"read by a model: {self._model}",),
            reasons=(("model", f"{self._model} read it; its number stands in the words"),),
        )

    def _words(
        self, row: Mapping[str, Any], low: float, high: float, form: Form, measure: str
    ) -> tuple[str, int, Read]:
        """The quote, where it stands, and the number in it; of several places the first that was not used yet."""
        quote = row.get("quote")
        if not isinstance(quote, str) or not quote.strip():
            raise _Refused("it has no quote")
        if len(quote) > LONGEST_QUOTE:
            raise _Refused("its quote is too long")
        places = _places(self._report.text, quote, self._begin, self._end)
        if not places:
            raise _Refused("its quote does not stand in the text")
        claimed = row.get("char_start")
        places.sort(key=lambda at: (at != claimed, at))
        borne = [
            (at, number)
            for at in places
            for number in self._numbers
            if at <= number.start
            and number.end <= at + len(quote)
            and number.means(low, high, ratio=form is Form.RATIO)
        ]
        if not borne:
            raise _Refused("its number cannot be read from its quote")
        for at, number in borne:
            if (number.start, measure) not in self._used:
                self._used.add((number.start, measure))
                return quote, at, number
        raise _Refused("it was given twice")

    def _place(self, row: Mapping[str, Any], key: str, *, people: bool = False) -> str | None:
        name = row.get(key)
        if name is None or name == "":
            return None
        if not isinstance(name, str) or len(name) > _NAME:
            raise _Refused(_NOWHERE)
        code = _code(name)
        if people and get(code).kind is not Kind.COUNTRY:
            raise _Refused("its population is no nationality")
        if code not in self._named:
            raise _Refused(_UNNAMED)
        return code

    def _days(self, row: Mapping[str, Any]) -> Period:
        start, end = _day(row.get("start")), _day(row.get("end"))
        if start and end and start > end:
            raise _Refused("its days run backwards")
        published = self._report.published
        if published and max(start or date.min, end or date.min) > published + timedelta(days=1):
            raise _Refused("its days come after the report")
        return Period(start, end)

    def _sources(self, names: Any) -> tuple[Source, ...]:
        """The names that stand in the text, and who published it."""
        given = [name.strip() for name in names if isinstance(name, str)] if isinstance(names, list) else []
        text = self._report.text
        said = [name for name in given[:5] if 1 < len(name) <= _NAME and name in text]
        if self._report.publisher and self._report.publisher.strip():
            said.append(self._report.publisher)
        return tuple(Source(name) for name in dict.fromkeys(said))


class _Refused(Exception):
    """Why a row is not taken, in words of our own: nothing of the answer is repeated."""


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Refused("its number is no number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number) or number < 0:
        raise _Refused("its number is no count")
    return number


def _word(row: Mapping[str, Any], key: str, kind: Any, default: Any = None) -> Any:
    value = row.get(key)
    if value is None and default is not None:
        return default
    try:
        return kind(value)
    except (ValueError, TypeError):
        raise _Refused(f"its {key} is none that is known") from None


def _day(value: Any) -> date | None:
    if value is None or value == "":
        return None
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _Refused("a day is none") from None
    if not 1900 <= day.year <= 2100:
        raise _Refused("a day is none")
    return day


def _confidence(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_SURE:
        return MOST_SURE
    return float(value)


def _code(name: str) -> str:
    try:
        return get(name.strip()).code
    except InputError:
        found = find(name, limit=1)
        if found and found[0].score == 1.0:
            return found[0].place.code
        raise _Refused(_NOWHERE) from None


@lru_cache(maxsize=16)
def _named(text: str, language: str | None) -> frozenset[str]:
    """Codes of every place that a text names, and of the countries that these lie in or join."""
    found = set()
    for mention in (*scan(text, language), *(scan(text) if language else ())):
        found |= {mention.place.code, mention.place.country or "", *mention.place.sides}
    return frozenset(found - {""})


def _places(text: str, quote: str, begin: int, end: int) -> list[int]:
    """Where the quote stands in text[begin:end]."""
    found: list[int] = []
    at = text.find(quote, begin, end)
    while at >= 0 and len(found) < 1000:
        found.append(at)
        at = text.find(quote, at + 1, end)
    return found
