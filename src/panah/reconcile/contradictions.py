"""Figures that cannot all hold, said in plain English with the words that carry them.

Hedges and rounding are allowed for; what is left is for a person to look into, nothing is changed because of it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from babel.dates import format_date

from panah.errors import InputError
from panah.figure import Figure, Form, Hedge
from panah.places import name_of
from panah.reconcile.estimate import Contradiction, Corridor
from panah.reconcile.rows import box, slack, unit
from panah.reconcile.tellings import Count

NEAR = 7
"""Days by which a count of people present may stand off the days to which arrivals and departures were counted."""

_HEDGED = {
    Hedge.ABOUT: "about {}",
    Hedge.OVER: "more than {}",
    Hedge.UNDER: "nearly {}",
    Hedge.AT_LEAST: "at least {}",
    Hedge.UP_TO: "up to {}",
}
_PAST = {"arrivals": "entered", "departures": "left"}


def contradictions(counts: Sequence[Count]) -> list[Contradiction]:
    """What cannot hold together among the counts, corridor by corridor, in order of the days concerned."""
    by_corridor: dict[Corridor, list[Count]] = defaultdict(list)
    for count in counts:
        if count.claim.figure.form is Form.TOTAL and not count.claim.guessed:
            by_corridor[count.claim.corridor].append(count)
    out: list[Contradiction] = []
    for corridor in sorted(by_corridor):
        found = by_corridor[corridor]
        out += _balances(corridor, found)
        for role in _PAST:
            flows = [c for c in found if c.claim.role == role]
            out += _same_days(corridor, flows)
            out += _falling(corridor, flows)
            out += _greater_part(corridor, flows)
    return out


def _balances(corridor: Corridor, found: Sequence[Count]) -> list[Contradiction]:
    """People who came less people who left, against people said to be there: once for each count of those there."""
    comes = [c for c in found if c.claim.role == "arrivals"]
    goes = [c for c in found if c.claim.role == "departures"]
    pairs = [(a, d) for a in comes for d in goes if _alike(a, d)]
    out = []
    for here in (c for c in found if c.claim.role == "present"):
        day = here.claim.end
        near = [pair for pair in pairs if max(abs((c.claim.end - day).days) for c in pair) <= NEAR]
        if near:
            pair = min(near, key=lambda p: _nearness(p, day))
            sentence = _balance(corridor, *pair, here)
            if sentence:
                out.append(Contradiction(sentence, tuple(c.claim.figure for c in (*pair, here))))
    return out


def _alike(one: Count, other: Count) -> bool:
    """Whether two totals count from about the same day to about the same day, over more than one day."""
    a, b = one.claim, other.claim
    if abs((a.end - b.end).days) > NEAR:
        return False
    if a.start is None or b.start is None:
        return a.start is b.start and abs((a.end - b.end).days) <= 3
    return abs((a.start - b.start).days) <= 3 and a.start < a.end and b.start < b.end


def _nearness(pair: tuple[Count, Count], day: date) -> tuple[int, int, float]:
    """Closest to the day first, then the longest windows, then the greatest counts."""
    off = max(abs((c.claim.end - day).days) for c in pair)
    length = min((c.claim.end - c.claim.start).days if c.claim.start else 0 for c in pair)
    return off, -length, -pair[0].claim.figure.high


def _balance(corridor: Corridor, come: Count, go: Count, here: Count) -> str:
    x, y, z = (_centre(c.claim.figure) for c in (come, go, here))
    gap = z - (x - y)
    if abs(gap) <= math.sqrt(sum(_give(c) ** 2 for c in (come, go, here))):
        return ""
    start = come.claim.start or go.claim.start
    since = f" since {_day(start)}" if start else " so far"
    left = f"would leave some {_round(x - y)}" if x >= y else f"would mean {_round(y - x)} more left than came"
    who = "must have been there before" if gap > 0 else "must have left uncounted"
    return (
        f"{_number(come, capital=True)} entered {_place(corridor)}{_quoted(come)} and {_number(go)} left{_quoted(go)}"
        f"{since}, which {left}, but {_words(here)} is said to be there on {_day(here.claim.end)}: "
        f"about {_round(abs(gap))} {who}, or the counts differ in scope."
    )


def _give(count: Count) -> float:
    """How far off the stated centre a count may be."""
    figure = count.claim.figure
    if count.hedge is Hedge.ABOUT and count.claim.role != "present":
        return max(unit(figure.high), 0.03 * figure.high) + (figure.high - figure.low) / 2
    if count.hedge is Hedge.ABOUT:
        return slack(figure.high) + (figure.high - figure.low) / 2
    low, high = box(figure.low, figure.high, count.hedge)
    return max(high - low, unit(figure.high)) / 2


def _apart(lower: Count, upper: Count) -> bool:
    """Whether all that the one stands for is less than all that the other stands for."""
    return _bounds(lower)[1] < _bounds(upper)[0]


def _bounds(count: Count) -> tuple[float, float]:
    low, high = box(count.claim.figure.low, count.claim.figure.high, count.hedge)
    return (low, math.inf) if count.hedge is Hedge.AT_LEAST else (0.0 if count.hedge is Hedge.UP_TO else low, high)


def _same_days(corridor: Corridor, flows: Sequence[Count]) -> list[Contradiction]:
    """Two counts of the same flow over the same days by different bodies."""
    out = []
    for a, b in _pairs(flows):
        if a.claim.start is None or (a.claim.start, a.claim.end) != (b.claim.start, b.claim.end):
            continue
        same = a.claim.figure.counter is not None and a.claim.figure.counter == b.claim.figure.counter
        if same or not (_apart(a, b) or _apart(b, a)):
            continue
        less, more = (a, b) if _apart(a, b) else (b, a)
        sentence = (
            f"For {_span(a)}, {_said_by(less)} {_words(less)} for the people who {_past(corridor, a)}, "
            f"but {_said_by(more)} {_words(more)}: both cannot hold unless they count different people."
        )
        out.append(Contradiction(sentence, (less.claim.figure, more.claim.figure)))
    return out


def _falling(corridor: Corridor, flows: Sequence[Count]) -> list[Contradiction]:
    """A running total that is lower than an earlier one from the same day on: the nearest earlier one is named."""
    out = []
    running = sorted((c for c in flows if c.claim.start), key=lambda c: (c.claim.end, c.claim.figure.high))
    for i, late in enumerate(running):
        early = [
            c
            for c in running[:i]
            if c.claim.start == late.claim.start and c.claim.end < late.claim.end and _apart(late, c)
        ]
        if early:
            first = early[-1]
            sentence = (
                f"For {_span(first)} {_words(first)} are said to have "
                f"{_past(corridor, late)}, but to {_day(late.claim.end)} only {_words(late)}: a running total cannot "
                "fall, so one of them is wrong or counts different people."
            )
            out.append(Contradiction(sentence, (first.claim.figure, late.claim.figure)))
    return out


def _greater_part(corridor: Corridor, flows: Sequence[Count]) -> list[Contradiction]:
    """A count over some of the days that is greater than a count over all of them; running totals apart."""
    out = []
    for part in flows:
        for whole in flows:
            if part.claim.start is None or whole.claim.start is None or part.claim.start == whole.claim.start:
                continue
            if whole.claim.start < part.claim.start and part.claim.end <= whole.claim.end and _apart(whole, part):
                sentence = (
                    f"For {_span(part)} alone {_words(part)} are said to have {_past(corridor, part)}, "
                    f"which is more than {_words(whole)} for all of {_span(whole)}."
                )
                out.append(Contradiction(sentence, (part.claim.figure, whole.claim.figure)))
    return out


def _pairs(items: Sequence[Count]) -> Iterable[tuple[Count, Count]]:
    return ((a, b) for i, a in enumerate(items) for b in items[i + 1 :])


def _centre(figure: Figure) -> float:
    return (figure.low + figure.high) / 2


def _round(value: float) -> str:
    """The number with three significant digits, in groups of three."""
    size = 10.0 ** max(0, len(f"{value:.0f}") - 3)
    return f"{round(value / size) * size:,.0f}"


def _number(count: Count, *, capital: bool = False) -> str:
    figure = count.claim.figure
    text = f"{figure.low:,.0f}" if figure.low == figure.high else f"{figure.low:,.0f} to {figure.high:,.0f}"
    text = _HEDGED.get(count.hedge, "{}").format(text)
    return text[0].upper() + text[1:] if capital else text


def _quoted(count: Count) -> str:
    """The figure's own words in brackets; nothing when it has none."""
    quote = " ".join(count.claim.figure.evidence.quote.split())
    return f" (“{quote}”)" if quote else ""


def _words(count: Count) -> str:
    """The figure's own words in quotation marks, or its number when it has none."""
    quote = " ".join(count.claim.figure.evidence.quote.split())
    return f"“{quote}”" if quote else _number(count)


def _said_by(count: Count) -> str:
    sources = count.claim.figure.sources
    return f"{sources[0].name} gives" if sources else "one report gives"


def _past(corridor: Corridor, count: Count) -> str:
    return f"{_PAST[count.claim.role]} {_place(corridor)}"


def _day(day: date | None) -> str:
    return str(format_date(day, "d MMMM y", locale="en")) if day else "an unknown day"


def _span(count: Count) -> str:
    start, end = count.claim.start, count.claim.end
    return _day(end) if start == end else f"{_day(start)} to {_day(end)}"


def _place(corridor: Corridor) -> str:
    """The place's English name; a place that is no country goes by the name that the figure gave it."""
    try:
        return name_of(corridor.place, "en")
    except InputError:
        return corridor.place
