"""Numbers, days, peoples and places as a reader expects them; the words themselves are in languages/xx.toml."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from panah.errors import InputError
from panah.figure import Figure, Form, Hedge, Unit
from panah.places import name_of
from panah.reconcile.estimate import ANY


@cache
def words(locale: str = "en") -> Mapping[str, Any]:
    """The words panah writes in this language. Raises InputError for a language it has no file for."""
    language = re.split(r"[-_]", locale)[0].lower()
    path = files("panah.publish") / "languages" / f"{language}.toml"
    if not language.isalpha() or not path.is_file():
        raise InputError(f"no sentences are written in {locale!r} yet", hint="use 'en'")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _calendar(locale: str) -> Locale:
    # Days and digits are known for every CLDR language, even where the sentences are not written yet.
    try:
        chosen = str(words(locale)["calendar"]) if locale == "en" else locale
        return Locale.parse(chosen, sep="-" if "-" in chosen else "_")
    except (UnknownLocaleError, ValueError):
        raise InputError(f"{locale!r} is no known language") from None


def number(value: float, locale: str = "en") -> str:
    """The number as printed for people: grouped, whole from ten upwards, one decimal below."""
    if not math.isfinite(value):
        return "–"
    kept = round(value) if abs(value) >= 10 else round(value, 1)
    return str(format_decimal(kept, locale=_calendar(locale)))


def day(value: date, locale: str = "en") -> str:
    """The day in full, as '27 September 2022'."""
    return str(format_date(value, "long", locale=_calendar(locale)))


def short_day(value: date, beside: date, locale: str = "en") -> str:
    """The day without its year when `beside`, a day named in the same sentence, has the same one."""
    if value.year != beside.year:
        return day(value, locale)
    return str(format_skeleton("MMMMd", value, locale=_calendar(locale)))


def table_day(value: date, beside: date, locale: str = "en") -> str:
    """The day as a narrow column has it: '27 Sep', with the year when `beside` lies in another one."""
    return str(format_skeleton("MMMd" if value.year == beside.year else "yMMMd", value, locale=_calendar(locale)))


def rounded(values: tuple[float, ...]) -> tuple[float, ...]:
    """A modelled value and its range rounded together, to as many digits as the width of the range deserves.

    The last digit kept is about a quarter of the range's width: at least two and at most three digits of the largest
    value, and two digits of a value so much smaller that it would become zero.
    """
    finite = [value for value in values if math.isfinite(value)]
    top = max(map(abs, finite), default=0.0)
    if top < 1:
        return tuple(float(round(value)) if math.isfinite(value) else value for value in values)
    size = math.floor(math.log10(top))
    width = max((max(finite) - min(finite)) / 4, 1e-9)
    digit = min(max(math.floor(math.log10(width)), size - 2), size - 1)

    def keep(value: float) -> float:
        if not math.isfinite(value) or value == 0:
            return value
        unit = 10.0 ** max(min(digit, math.floor(math.log10(abs(value))) - 1), 0)
        return round(value / unit) * unit

    return tuple(keep(value) for value in values)


def place_name(code: str, locale: str = "en", *, sentence: bool = False) -> str:
    """The place's name, with its article when it stands inside a sentence; a code unknown to panah stays as it is."""
    try:
        name = name_of(code, re.split(r"[-_]", locale)[0])
    except InputError:
        return code
    table = words(locale)
    return str(table["article"]).format(name=name) if sentence and code in table["articles"] else name


def people(population: str | None, locale: str = "en") -> str:
    """The noun for a population: 'Russians', 'people from Nauru', or 'people' when none is named."""
    table = words(locale)
    if population in (None, ANY):
        return str(table["people"])
    noun = table["peoples"].get(population)
    return str(noun or table["people_from"].format(place=place_name(population, locale, sentence=True)))


def counted(unit: Unit, population: str | None, locale: str = "en") -> str:
    """The noun for what was counted: people, households or vehicles."""
    return str(words(locale)["units"][unit.value]).format(people=people(population, locale))


def hedge_words(figure: Figure, locale: str = "en") -> str:
    """The hedge as the quote has it ('just over'), or the plain one for its kind; empty when there is none."""
    known: list[str] = words(locale)["hedges"][figure.hedge.value]
    # The longest phrase first: "just over" must not be read as "over".
    for phrase in sorted(known, key=len, reverse=True):
        if re.search(rf"\b{re.escape(phrase)}\b", figure.evidence.quote, re.IGNORECASE):
            return phrase
    return known[0] if known else ""


def stated(figure: Figure, noun: str = "", locale: str = "en") -> str:
    """The figure's number as its source put it: 'just over 64,000 Russians', '5,000 to 6,000 a day'."""
    table = words(locale)["numbers"]
    count = number(figure.high if figure.hedge is Hedge.UP_TO else figure.low, locale)
    if figure.low != figure.high and figure.hedge is not Hedge.UP_TO:
        count = table["range"].format(low=count, high=number(figure.high, locale))
    hedge = hedge_words(figure, locale)
    if hedge:
        count = table["hedged"].format(hedge=hedge, number=count)
    if figure.form is Form.RATIO:
        return ratio_words(figure, locale)
    if noun:
        return str(table[figure.form.value]).format(count=count, people=noun)
    return str(table[f"bare_{figure.form.value}"]).format(count=count) if figure.form is not Form.TOTAL else count


def ratio_words(figure: Figure, locale: str = "en") -> str:
    """The ratio in words: 'about twice as many as before', '30 % more than before'."""
    table = words(locale)["ratio"]
    hedge = hedge_words(figure, locale)
    middle = (figure.low + figure.high) / 2
    kinds = ((2.0, "twice"), (0.5, "half"), (1.0, "same"))
    kind = next((name for factor, name in kinds if figure.low == figure.high == factor), "")
    if not kind:
        kind = "times" if middle >= 2 else "more" if middle > 1 else "fewer"

    def span(low: float, high: float) -> str:
        pair = sorted((low, high))
        a, b = (number(value, locale) for value in pair)
        return a if a == b else str(words(locale)["numbers"]["range"]).format(low=a, high=b)

    percent = span(abs(figure.low - 1) * 100, abs(figure.high - 1) * 100)
    return str(table[kind]).format(hedge=hedge, factor=span(figure.low, figure.high), percent=percent).strip()


def capital(text: str) -> str:
    """The text with its first letter large, as a sentence starts."""
    return text[:1].upper() + text[1:]
