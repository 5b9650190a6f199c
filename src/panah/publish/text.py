"""The picture as plain text for a terminal of 100 columns; nothing in it needs colour."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

from panah.figure import Figure
from panah.publish.choose import DRAWN, Span
from panah.publish.headline import modelled
from panah.publish.picture import Count, Picture, PlacePicture, describe
from panah.publish.words import capital, day, number, rounded, short_day, table_day, words

_WIDTH = 100
_LONGEST_QUOTE = 240
_LEFT_OUT_SHOWN = 12


def render_text(picture: Picture, *, locale: str = "en") -> str:
    """The picture as lines of at most 100 columns: headline, table of places, each place, then what to doubt."""
    parts = [
        _wrapped(picture.headline),
        _wrapped(f"{picture.title}. {picture.age}"),
        _table(picture, locale),
        *(_place(place, picture, locale) for place in picture.places if place.counts),
        _contradictions(picture, locale),
        _retold(picture, locale),
        _left_out(picture, locale),
        _sources(picture, locale),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _plain(text: str) -> str:
    # What a report says must not move the cursor or colour the terminal.
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in text)


def _wrapped(text: str, indent: str = "", *, hanging: str | None = None) -> str:
    return textwrap.fill(
        " ".join(_plain(text).split()),
        width=_WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
    )


def _quoted(figure: Figure, locale: str) -> str:
    """The words of a figure in quotation marks, with who counted and told them and when."""
    words_kept = textwrap.shorten(_plain(figure.evidence.quote), _LONGEST_QUOTE, placeholder=" ...")
    when = f", {day(figure.said, locale)}" if figure.said else ""
    return f'"{words_kept}" ({_chain(figure, locale)}{when})'


def _chain(figure: Figure, locale: str) -> str:
    table = words(locale)["picture"]
    names = [source.name for source in figure.sources]
    if len(names) < 2:
        return names[0] if names else str(table["unsourced"])
    return str(table["stated_by"]).format(counter=names[0], tellers=", ".join(names[1:]))


def _span(span: Span | None, locale: str, *, ranges: bool) -> str:
    if span is None:
        return "-"
    low, median, high = (number(value, locale) for value in rounded((span.low, span.median, span.high)))
    # A minus sign and a dash between numbers would be hard to tell apart.
    return f"{median} ({low}{' to ' if span.low < 0 else '-'}{high})" if ranges else median


def _table(picture: Picture, locale: str) -> str:
    """One line for each place: the newest modelled day of each series with its range, and the newest telling."""
    titles = words(locale)["text"]
    head = [str(titles[key]) for key in ("place", "arrivals", "departures", "present", "newest")]
    for ranges in (True, False):
        rows = [head, *(_table_row(place, picture, locale, ranges=ranges) for place in picture.places)]
        # Where millions do not fit beside their ranges, the ranges stay below, in each place's own lines.
        if sum(max(len(row[i]) for row in rows) + 2 for i in range(1, len(head))) <= _WIDTH - 12:
            break
    return f"{_columns(rows)}\n{_wrapped(str(titles['note']))}"


def _table_row(place: PlacePicture, picture: Picture, locale: str, *, ranges: bool) -> list[str]:
    days = [count.day for count in place.counts if count.day]
    newest = table_day(max(days), picture.as_of, locale) if days else "-"
    row = place.latest
    if row is None:
        return [place.name, "-", "-", "-", newest]
    spans = [_span(getattr(row, measure.value), locale, ranges=ranges) for measure in DRAWN]
    if row.present is None and row.gained is not None:
        spans[-1] = f"{'+' if row.gained.median > 0 else ''}{_span(row.gained, locale, ranges=ranges)}"
    return [place.name, *spans, newest]


def _columns(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    # The first column gives way, so that the numbers always fit in a line.
    widths[0] = max(8, min(widths[0], _WIDTH - sum(widths[1:]) - 2 * (len(widths) - 1)))
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


def _place(place: PlacePicture, picture: Picture, locale: str) -> str:
    lines = [_wrapped(place.headline, "  ")]
    lines += [line for count in place.counts for line in _count(count, locale)]
    if place.latest and place.latest.present:
        template = str(words(locale)["text"]["present_now"])
        when = short_day(place.latest.day, picture.as_of, locale)
        lines.append(_wrapped(template.format(count=modelled(place.latest.present, locale), day=when), "  "))
    return _section(place.name, lines)


def _count(count: Count, locale: str) -> list[str]:
    times = len(count.tellings)
    told = f"; {words(locale)['picture']['told'].format(number=times)}" if times > 1 else ""
    doubt = f"; {words(locale)['text']['doubted']}" if count.wrong > 0.5 else ""
    unused = f"; {count.left_out}" if count.left_out else ""
    return [
        _wrapped(f"{count.label}: {count.text}, {count.when}{told}{doubt}{unused}", "  ", hanging="    "),
        _wrapped(_quoted(count.figure, locale), "    "),
    ]


def _contradictions(picture: Picture, locale: str) -> str:
    lines = []
    for contradiction in picture.contradictions:
        lines.append(_wrapped(contradiction.sentence, "  ! ", hanging="    "))
        lines += [_wrapped(_quoted(figure, locale), "    - ", hanging="      ") for figure in contradiction.figures]
    return _section(str(words(locale)["text"]["contradictions"]), lines)


def _retold(picture: Picture, locale: str) -> str:
    table = words(locale)
    lines = []
    for told in picture.retold:
        times = str(table["picture"]["told"]).format(number=len(told.tellings))
        tellers = f": {', '.join(told.tellers)}" if told.tellers else ""
        lines.append(_wrapped(f"{told.text}; {times}{tellers}", "  ", hanging="    "))
    return _section(str(table["text"]["retold"]), lines)


def _left_out(picture: Picture, locale: str) -> str:
    table = words(locale)["text"]
    lines = [
        _wrapped(f"{capital(describe(figure, locale))}: {reason}. {_quoted(figure, locale)}", "  ", hanging="    ")
        for figure, reason in picture.left_out[:_LEFT_OUT_SHOWN]
    ]
    more = len(picture.left_out) - _LEFT_OUT_SHOWN
    if more > 0:
        lines.append(_wrapped(str(table["more"]).format(number=number(more, locale)), "  "))
    return _section(str(table["left_out"]), lines)


def _sources(picture: Picture, locale: str) -> str:
    named = "; ".join(f"{name} ({number(times, locale)})" for name, times in picture.sources)
    return _section(str(words(locale)["text"]["sources"]), [_wrapped(named, "  ")] if named else [])
