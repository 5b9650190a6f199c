"""Numbers, days, places and labels as the pages print them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from panah import publish
from panah.figure import Figure, Period
from panah.publish.words import capital, short_day
from panah.read.mention import REASONS, Mention
from panah.read.tellings import tellers
from panah.web import labels

register = template.Library()

_TELLERS = 6


_TABLES: Mapping[str, Mapping[str, Any]] = {
    "state": labels.STATES,
    "measure": labels.MEASURES,
    "form": labels.FORMS,
    "unit": labels.UNITS,
    "hedge": labels.HEDGES,
    "field": labels.FIELDS,
    "mention": labels.MENTIONS,
    "quantity": labels.QUANTITIES,
    "quantile": labels.QUANTILES,
    "force": labels.FORCES,
    "sign": labels.SIGNS,
}


@register.filter
def number(value: float) -> str:
    """A number grouped for people."""
    return publish.number(value)


@register.filter
def day(value: date | None) -> str:
    """A day in full; a dash when there is none."""
    return publish.day(value) if value else "–"


@register.filter
def iso(value: date | str) -> str:
    """A day as addresses have it."""
    return value.isoformat() if isinstance(value, date) else value


@register.filter
def place(code: str | None) -> str:
    """A place's name; a dash when there is none."""
    return publish.place_name(code) if code else "–"


@register.filter
def span(value: publish.Span | Literal[""] | None) -> str:
    """A modelled value with its range, rounded as far as the range deserves; a dash when there is none."""
    return publish.span_words(value or None)


@register.filter
def week(value: publish.Week, weeks: Sequence[publish.Week]) -> str:
    """The days of a row in a table of coming weeks."""
    return publish.week_name(value, weeks[0].first)


@register.filter
def modelled(value: float) -> str:
    """A modelled number, rounded to two digits."""
    return publish.number(float(f"{value:.2g}"))


@register.filter
def told_by(tellings: Sequence[Figure]) -> str:
    """Who told a count, and how often where that is more: 'told by 2: RIA Novosti, Tagesschau (3 times)'."""
    names = [source.name for source in tellers(tellings)]
    times = ngettext("told %(n)d time", "told %(n)d times", len(tellings)) % {"n": len(tellings)}
    if not names:
        return times
    listed = ", ".join(names[:_TELLERS]) + (" …" if len(names) > _TELLERS else "")
    said = _("told by %(n)d: %(names)s") % {"n": len(names), "names": listed}
    return said if len(names) == len(tellings) else f"{said} ({times})"


@register.filter
def label(value: str, table: str) -> str:
    """What a state, measure, form, unit, hedge or field is called."""
    return str(_TABLES[table].get(value, value))


@register.filter
def why_left_out(mention: Mention) -> str:
    """What the reader says of the kind of a number that it left out."""
    return REASONS[mention.kind]


@register.filter
def sentence(text: str) -> str:
    """A clause as a sentence of its own."""
    return f"{capital(text)}."


@register.filter
def described(figure: Figure) -> str:
    """A figure in a line."""
    return capital(publish.describe(figure))


@register.filter
def of(found: Mapping[str, Any], figure: Figure) -> Any:
    """What is kept for a figure, by its id; nothing where nothing is."""
    return found.get(figure.id, ())


@register.filter
def chain(figure: Figure) -> str:
    """The source chain in one line, the one who counted first."""
    return " → ".join(source.name for source in figure.sources)


@register.filter
def period(value: Period) -> str:
    """The days of a period in words."""
    if value.start and value.start == value.end:
        return publish.day(value.start)
    if value.start and value.end:
        return f"{short_day(value.start, value.end)} – {publish.day(value.end)}"
    if value.start:
        return f"{publish.day(value.start)} –"
    return f"– {publish.day(value.end)}" if value.end else "–"


@register.filter
def newest(rows: Sequence[publish.Row]) -> list[publish.Row]:
    """The newest month of a place's days, newest first."""
    return list(reversed(rows[-31:]))
