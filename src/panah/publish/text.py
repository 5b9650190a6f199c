"""The picture as plain text for a terminal; nothing in it needs colour."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from panah.figure import Figure
from panah.publish.choose import Span
from panah.publish.headline import modelled
from panah.publish.picture import Count, Picture, PlacePicture, describe
from panah.publish.words import capital, day, number, rounded, short_day, table_day, words
from panah.reconcile.told import DRAWN

_LONGEST_QUOTE = 240
_LEFT_OUT_SHOWN = 12


@dataclass(frozen=True, slots=True)
class _Page:
    width: int
    locale: str


def render_text(picture: Picture, *, width: int = 100, locale: str = "en") -> str:
    """The picture as lines of at most `width` columns: headline, table of places, each place, then what to doubt."""
    page = _Page(max(width, 60), locale)
    parts = [
        _wrapped(page, picture.headline),
        _wrapped(page, f"{picture.title}. {picture.age}"),
        _table(picture, page),
        *(_place(place, picture, page) for place in picture.places if place.counts),
        _contradictions(picture, page),
        _retold(picture, page),
        _left_out(picture, page),
        _sources(picture, page),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _plain(text: str) -> str:
    # What a report says must not move the cursor or colour the terminal.
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in text)


def _wrapped(page: _Page, text: str, indent: str = "", *, hanging: str | None = None) -> str:
    return textwrap.fill(
        " ".join(_plain(text).split()),
        width=page.width,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
    )


def _quoted(figure: Figure, page: _Page) -> str:
    """The words of a figure in quotation marks, with who counted and told them and when."""
    words_kept = textwrap.shorten(_plain(figure.evidence.quote), _LONGEST_QUOTE, placeholder=" ...")
    when = f", {day(figure.said, page.locale)}" if figure.said else ""
    return f'"{words_kept}" ({_chain(figure, page)}{when})'


def _chain(figure: Figure, page: _Page) -> str:
    table = words(page.locale)["picture"]
    names = [source.name for source in figure.sources]
    if len(names) < 2:
        return names[0] if names else str(table["unsourced"])
    return str(table["stated_by"]).format(counter=names[0], tellers=", ".join(names[1:]))


def _span(span: Span | None, page: _Page, *, ranges: bool) -> str:
    if span is None:
        return "-"
    low, median, high = (number(value, page.locale) for value in rounded((span.low, span.median, span.high)))
    # A minus sign and a dash between numbers would be hard to tell apart.
    return f"{median} ({low}{' to ' if span.low < 0 else '-'}{high})" if ranges else median


def _table(picture: Picture, page: _Page) -> str:
    """One line for each place: the newest modelled day of each series with its range, and the newest telling."""
    titles = words(page.locale)["text"]
    head = [str(titles[key]) for key in ("place", "arrivals", "departures", "present", "newest")]
    for ranges in (True, False):
        rows = [head, *(_table_row(place, picture, page, ranges=ranges) for place in picture.places)]
        # Where millions do not fit beside their ranges, the ranges stay below, in each place's own lines.
        if sum(max(len(row[i]) for row in rows) + 2 for i in range(1, len(head))) <= page.width - 12:
            break
    return f"{_columns(page, rows)}\n{_wrapped(page, str(titles['note']))}"


def _table_row(place: PlacePicture, picture: Picture, page: _Page, *, ranges: bool) -> list[str]:
    days = [count.day for count in place.counts if count.day]
    newest = table_day(max(days), picture.as_of, page.locale) if days else "-"
    row = place.latest
    if row is None:
        return [place.name, "-", "-", "-", newest]
    spans = [_span(getattr(row, measure.value), page, ranges=ranges) for measure in DRAWN]
    if row.present is None and row.gained is not None:
        spans[-1] = f"{'+' if row.gained.median > 0 else ''}{_span(row.gained, page, ranges=ranges)}"
    return [place.name, *spans, newest]


def _columns(page: _Page, rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    # The first column gives way, so that the numbers always fit in a line.
    widths[0] = max(8, min(widths[0], page.width - sum(widths[1:]) - 2 * (len(widths) - 1)))
    lines = []
    for row in rows:
        first = textwrap.shorten(row[0], widths[0], placeholder="…").ljust(widths[0])
        rest = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join([first, *rest]).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _section(title: str, lines: Iterable[str]) -> str:
    body = list(lines)
    return "\n".join([title, *body]) if body else ""


def _place(place: PlacePicture, picture: Picture, page: _Page) -> str:
    lines = [_wrapped(page, place.headline, "  ")]
    lines += [line for count in place.counts for line in _count(count, picture, page)]
    if place.latest and place.latest.present:
        template = str(words(page.locale)["text"]["present_now"])
        when = short_day(place.latest.day, picture.as_of, page.locale)
        lines.append(_wrapped(page, template.format(count=modelled(place.latest.present, page.locale), day=when), "  "))
    return _section(place.name, lines)


def _count(count: Count, picture: Picture, page: _Page) -> list[str]:
    times = len(count.tellings)
    told = f"; {words(page.locale)['picture']['told'].format(number=times)}" if times > 1 else ""
    doubt = "".join(f"; {each.sentence}" for each in picture.doubts.get(count.figure.id, ()))
    unused = f"; {count.left_out}" if count.left_out else ""
    return [
        _wrapped(page, f"{count.label}: {count.text}, {count.when}{told}{doubt}{unused}", "  ", hanging="    "),
        _wrapped(page, _quoted(count.figure, page), "    "),
    ]


def _contradictions(picture: Picture, page: _Page) -> str:
    lines = []
    for contradiction in picture.contradictions:
        lines.append(_wrapped(page, contradiction.sentence, "  ! ", hanging="    "))
        lines += [_wrapped(page, _quoted(figure, page), "    - ", hanging="      ") for figure in contradiction.figures]
    return _section(str(words(page.locale)["text"]["contradictions"]), lines)


def _retold(picture: Picture, page: _Page) -> str:
    table = words(page.locale)
    lines = []
    for told in picture.retold:
        times = str(table["picture"]["told"]).format(number=len(told.tellings))
        tellers = f": {', '.join(told.tellers)}" if told.tellers else ""
        lines.append(_wrapped(page, f"{told.text}; {times}{tellers}", "  ", hanging="    "))
    return _section(str(table["text"]["retold"]), lines)


def _left_out(picture: Picture, page: _Page) -> str:
    table = words(page.locale)["text"]
    lines = [
        _wrapped(
            page, f"{capital(describe(figure, page.locale))}: {reason}. {_quoted(figure, page)}", "  ", hanging="    "
        )
        for figure, reason in picture.left_out[:_LEFT_OUT_SHOWN]
    ]
    more = len(picture.left_out) - _LEFT_OUT_SHOWN
    if more > 0:
        lines.append(_wrapped(page, str(table["more"]).format(number=number(more, page.locale)), "  "))
    return _section(str(table["left_out"]), lines)


def _sources(picture: Picture, page: _Page) -> str:
    named = "; ".join(f"{name} ({number(times, page.locale)})" for name, times in picture.sources)
    return _section(str(words(page.locale)["text"]["sources"]), [_wrapped(page, named, "  ")] if named else [])
