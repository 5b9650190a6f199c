"""Needs as people read them: a sentence, a row an item, a column a week, what is short and costs; and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np

from panah.plan import Item, Needs, Shortage, backlog
from panah.plan.planning import BAD, MIDDLE, at_level
from panah.publish.words import day, number, people, place_name, rounded, table_day, words
from panah.reconcile.estimate import Array


def weeks(found: Needs) -> list[slice]:
    """The days of the needs by sevens, the last of them perhaps shorter."""
    return [slice(first, min(first + 7, len(found.days))) for first in range(0, len(found.days), 7)]


def needs_text(title: str, as_of: date, found: Sequence[Needs], *, width: int = 100, locale: str = "en") -> str:
    """The needs of places as lines of at most `width` columns."""
    table = words(locale)["needs"]
    parts = [_filled(str(table["title"]).format(title=title, day=day(as_of, locale)), width)]
    parts += ["\n".join(_place_lines(each, width, locale)) for each in found] or [str(table["nothing"])]
    return "\n\n".join([*parts, _filled(str(table["read"]), width)]) + "\n"


def _place_lines(found: Needs, width: int, locale: str) -> Iterator[str]:
    table = words(locale)["needs"]
    ends = [(_at_end(found.people.of[name], level)) for name in ("present", "sheltered") for level in (MIDDLE, BAD)]
    told = [_told(value, locale) for value in ends]
    yield _filled(str(table["place"]).format(
        place=place_name(found.corridor.place, locale), until=day(found.days[-1], locale), present=told[0],
        people=people(found.corridor.population, locale), present_bad=told[1], sheltered=told[2],
        sheltered_bad=told[3]), width)  # fmt: skip
    yield from (_filled(f"{note}.", width, "- ") for note in suppositions(found, locale))
    yield from (_filled(line, width, "! ") for line in _warnings(found, locale))
    rows, shown = _rows(found, width, locale)
    yield from rows
    if shown < len(weeks(found)):
        until = found.days[weeks(found)[shown - 1].stop - 1]
        yield _filled(str(table["more_weeks"]).format(until=day(until, locale)) + ".", width)
    if costs := found.costs():
        total = np.sum(list(costs.values()), axis=0)
        middle, bad = (_told(at_level(total, level), locale) for level in (MIDDLE, BAD))
        yield _filled(str(table["cost"]).format(count=len(costs), currency=found.profile.currency, middle=middle,
                                                bad=bad), width)  # fmt: skip


def suppositions(found: Needs, locale: str = "en") -> tuple[str, ...]:
    """What the needs suppose about the people, a sentence without its full stop each."""
    table = words(locale)["needs"]
    low, high = found.profile.sheltered
    some = str(table["some_sheltered"]).format(low=f"{low:.0%}", high=f"{high:.0%}")
    return str(table[found.people.basis.value]), str(table["all_sheltered"]) if low >= 1.0 else some


def _warnings(found: Needs, locale: str) -> Iterator[str]:
    table = words(locale)["needs"]
    for short in found.shortages():
        yield short_words(short, locale)
    desks = found.profile.there.get("registration_desks")
    if desks:
        queue = backlog(found, desks)
        waiting, waiting_bad = (_at_end(queue.waiting, level) for level in (MIDDLE, BAD))
        days_middle, days_bad = (number(_at_end(queue.days, level), locale) for level in (MIDDLE, BAD))
        yield str(table["queue"]).format(
            desks=number(desks, locale), a_day=_told(queue.a_day, locale), until=day(found.days[-1], locale),
            waiting=_told(waiting, locale), waiting_bad=_told(waiting_bad, locale), days=days_middle,
            days_bad=days_bad)  # fmt: skip
        if queue.light:
            yield str(table["light"]).format(day=day(queue.light, locale))


def short_words(short: Shortage, locale: str = "en") -> str:
    """A shortage as a sentence."""
    table = words(locale)["needs"]
    first = short.likely or short.possible
    missing, missing_bad = (_told(value, locale) for value in short.missing)
    return str(table["short_likely" if short.likely else "short_possible"]).format(
        item=short.item.words, there=number(short.there, locale), day=day(first, locale) if first else "–",
        chance=f"{short.chance:.0%}", missing=missing, missing_bad=missing_bad)  # fmt: skip


def _rows(found: Needs, width: int, locale: str) -> tuple[list[str], int]:
    """The table's lines with as many weeks as there is room for, at least one, and how many these are."""
    spans = weeks(found)
    names = [f"– {table_day(found.days[week.stop - 1], found.days[0], locale)}" for week in spans]
    labels = [str(words(locale)["needs"]["head_item"]), *(_label(need.item) for need in found.needs)]
    columns = [
        [name, *(" / ".join(_told(need.at(level, week), locale) for level in (MIDDLE, BAD)) for need in found.needs)]
        for name, week in zip(names, spans, strict=True)
    ]
    widths = [max(map(len, column)) for column in (labels, *columns)]
    shown = next((n for n in range(len(spans), 1, -1) if sum(widths[: n + 1]) + 2 * n + 2 <= width), 1)
    rows = zip(labels, *columns[:shown], strict=True)
    return ["  " + "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=False)).rstrip() for row in rows], shown


def _label(item: Item) -> str:
    """The item's words, with the unit where they do not name it."""
    return item.words if item.unit.split()[0] in item.words.lower() else f"{item.words}, {item.unit}"


def _at_end(draws: Array, level: float) -> float:
    return at_level(draws[:, -1], level)


def _told(value: float, locale: str) -> str:
    """A need as printed: two digits of it, since no outlook knows more; millions by name."""
    kept = rounded((value, value * 0.8, value * 1.2))[0] if value >= 100 else float(np.ceil(value))
    return f"{number(kept / 1e6, locale)} M" if kept >= 1e6 else number(kept, locale)


def _filled(text: str, width: int, mark: str = "") -> str:
    return textwrap.fill(text, width, initial_indent=mark, subsequent_indent=" " * len(mark), break_long_words=False)


def needs_json(title: str, as_of: date, found: Sequence[Needs]) -> dict[str, Any]:
    """The needs as a JSON object: by place, item and week, with standards and their sources; people in persons."""
    return {"title": title, "as_of": as_of.isoformat(), "places": [_place_json(each) for each in found]}


def _place_json(found: Needs) -> dict[str, Any]:
    costs = found.costs()
    short = {each.item.key: each for each in found.shortages()}
    profile = {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(found.profile).items()}
    spans = [(found.days[w.start].isoformat(), found.days[w.stop - 1].isoformat(), w) for w in weeks(found)]
    return {
        "place": found.corridor.place,
        "population": found.corridor.population,
        "basis": found.people.basis.value,
        "supposed": {key: value for key, value in profile.items() if key not in ("items", "there", "prices", "place")},
        "people": {
            name: [{"first": a, "last": b, **_levels(draws, week)} for a, b, week in spans]
            for name, draws in found.people.of.items()
        },
        "items": [
            {
                **{key: value for key, value in asdict(need.item).items() if key != "biometrics"},
                "needed": [{"first": a, "last": b, **_levels(need.draws, week)} for a, b, week in spans],
                "there": need.there,
                "shortage": _short_json(short.get(need.item.key)),
                "cost": _levels(costs[need.item.key][:, None], slice(None)) if need.item.key in costs else None,
            }
            for need in found.needs
        ],
    }


def _levels(draws: Array, days: slice) -> dict[str, float]:
    most = draws[:, days].max(axis=1)
    return {name: round(at_level(most, level), 2) for name, level in (("middle", MIDDLE), ("bad", BAD))}


def _short_json(short: Shortage | None) -> dict[str, Any] | None:
    if short is None:
        return None
    first = {"possible": short.possible, "likely": short.likely}
    return {
        "chance": round(short.chance, 3),
        **{key: value.isoformat() if value else None for key, value in first.items()},
        "missing": {"middle": short.missing[0], "bad": short.missing[1]},
    }
