"""Tellings of one statement, across outlets and languages, joined into one with all its tellers.

The one rule for it in the house: `reconcile` groups its observations by `grouped` as well.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from panah.figure import STOCKS, Figure, Form, Hedge, Source
from panah.read.counters import Verdict, chain, chains_compared, one_teller, printed

_EXACT = 4
"""Significant digits from which a number is taken for the same count whoever tells it."""
_STEP = math.log(1.12)
"""Numbers are looked up by steps of this size: rounding to two digits moves none of them by more than one step."""
_RATES = (Form.PER_DAY, Form.PER_WEEK, Form.PER_MONTH)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: the figure that says most, who told it (in order of day), and every telling (in that order)."""

    figure: Figure
    tellers: tuple[Source, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """A figure on its way into a statement: `key` holds what must agree exactly, `supposed` days are not stated."""

    figure: Figure
    key: Hashable
    start: date | None
    end: date | None
    supposed: bool = False


def joined(figures: Iterable[Figure]) -> list[Statement]:
    """The statements that the figures tell, each with all its tellers; any order of the figures gives the same.

    Tellings of one statement have the same number (or one rounds the other, by one counter for the same days), the
    same measure, form and unit; places, population and days agree wherever both are said; those who counted can be
    one, in any language. A part is never joined with a whole, nor one day's count with another day's. A figure that
    another one supersedes is left out.
    """
    tellings = [_telling(figure) for figure in sorted(_live(figures), key=_says_most)]
    groups = [[tellings[i].figure for i in group] for group in grouped(tellings)]
    return sorted((_statement(group) for group in groups), key=lambda s: _told(s.figures[0]))


def tellers(figures: Iterable[Figure]) -> tuple[Source, ...]:
    """The last links of the figures' chains in order of day, one body once, in whatever language it is named."""
    out: list[Source] = []
    for figure in sorted(figures, key=lambda f: _told(f)[:2]):
        last = figure.sources[-1] if figure.sources else None
        if last and not any(one_teller(last.name, s.name) for s in out):
            out.append(last)
    return tuple(out)


def digits(value: float) -> int:
    """How many significant digits a number is given with: 2 for 98,000, 6 for 147,312."""
    return len(f"{value:.0f}".strip("0")) or 1


def grouped(tellings: Sequence[Telling]) -> list[list[int]]:
    """The places of the tellings in their list, those of one statement together, each led by the first of them."""
    near: dict[Hashable, list[_Group]] = defaultdict(list)
    groups: list[_Group] = []
    for place, telling in enumerate(tellings):
        equal, rounded = _shelves(telling)
        homes = {group.order: group for shelf in (equal, *rounded) for group in near.get(shelf, ())}.values()
        fits = [(fit, -group.order, group) for group in homes if (fit := group.fit(telling)) is not None]
        if fits:
            max(fits, key=lambda pair: pair[:2])[2].take(place, telling)
        else:
            group = _Group(len(groups), telling)
            group.take(place, telling)
            groups.append(group)
            near[equal].append(group)
            near[rounded[1]].append(group)
    return [group.places for group in groups]


@dataclass(slots=True)
class _Group:
    """The tellings of one statement so far, and what they say together of where and whom."""

    order: int
    lead: Telling
    places: list[int] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    chains: dict[tuple[str, ...], None] = field(default_factory=dict)
    prints: set[Hashable] = field(default_factory=set)
    said: dict[str, str] = field(default_factory=dict)
    wholes: set[str] = field(default_factory=set)

    def take(self, place: int, telling: Telling) -> None:
        """One more telling of the same statement."""
        self.places.append(place)
        self.figures.append(telling.figure)
        self.chains.setdefault(chain(telling.figure))
        self.prints.add(printed(telling.figure))
        self.said |= _where(telling.figure)
        if telling.figure.part_of:
            self.wholes.add(telling.figure.part_of)

    def fit(self, telling: Telling) -> tuple[int, int] | None:
        """How well a telling fits, the greater the better; None when it tells something else."""
        figure, lead = telling.figure, self.lead
        if any(self.said.get(name, value) != value for name, value in _where(figure).items()):
            return None
        if self._whole_and_part(figure):
            return None
        equal = (figure.low, figure.high) == (lead.figure.low, lead.figure.high)
        if not equal and not _rounds(figure, lead.figure):
            return None
        exact = equal and digits(figure.low) >= _EXACT
        apart = _days_apart(telling, lead, exact)
        if apart is None:
            return None
        verdict = self._verdict(figure)
        if verdict is Verdict.OTHER and not exact:
            return None
        if not equal and (verdict is not Verdict.SAME or not _same_days_stated(telling, lead)):
            return None
        return int(verdict), -apart

    def _whole_and_part(self, figure: Figure) -> bool:
        """Whether the figure is a part of one here, or one here a part of it; an id takes long, so only if asked."""
        if self.wholes and figure.id in self.wholes:
            return True
        return figure.part_of is not None and any(one.id == figure.part_of for one in self.figures)

    def _verdict(self, figure: Figure) -> Verdict:
        """Whether the counter can be one of the group's: SAME as one of them, or else OTHER than one, or else OPEN."""
        if figure.report and printed(figure) in self.prints:
            return Verdict.SAME
        found = {chains_compared(chain(figure), one) for one in self.chains}
        return Verdict.SAME if Verdict.SAME in found else min(found)


def _where(figure: Figure) -> dict[str, str]:
    named = {"population": figure.population, "from": figure.origin, "to": figure.destination}
    return {name: value for name, value in named.items() if value}


def _rounds(one: Figure, other: Figure) -> bool:
    """Whether one of two single numbers is the other rounded, as its hedge says: 'over 4,800' of 4,824."""
    if one.low != one.high or other.low != other.high or one.form is Form.RATIO:
        return False
    coarse, fine = sorted((one, other), key=lambda f: digits(f.low))
    known = digits(coarse.low)
    if known < 2 or known == digits(fine.low):
        return False
    unit = 10.0 ** (len(f"{coarse.low:.0f}") - known)
    over = fine.low - coarse.low
    if coarse.hedge in (Hedge.OVER, Hedge.AT_LEAST):
        return 0 < over < unit
    if coarse.hedge in (Hedge.UNDER, Hedge.UP_TO):
        return 0 < -over < unit
    return abs(over) <= unit / 2


def _same_days_stated(one: Telling, other: Telling) -> bool:
    return not (one.supposed or other.supposed) and (one.start, one.end) == (other.start, other.end)


def _days_apart(one: Telling, other: Telling, exact: bool) -> int | None:
    """By how many days two tellings differ; None when that is too many for tellings of one count."""
    ends = abs((one.end - other.end).days) if one.end and other.end else 0
    tolerance = _tolerance(one, other, exact)
    if ends > tolerance:
        return None
    if one.start is None or other.start is None or one.supposed or other.supposed:
        return ends
    starts = abs((one.start - other.start).days)
    return ends + starts if starts <= tolerance else None


def _tolerance(one: Telling, other: Telling, exact: bool) -> int:
    """Days by which two tellings may differ; a round number for a day or two soon comes again on another day."""
    if one.figure.measure in STOCKS or exact or one.supposed or other.supposed:
        return 3
    lengths = [(t.end - t.start).days for t in (one, other) if t.start and t.end]
    if lengths and min(lengths) >= 3:
        return 3
    return 1 if one.figure.form in _RATES else 0


def _shelves(telling: Telling) -> tuple[Hashable, tuple[Hashable, Hashable, Hashable]]:
    """Where tellings with the same number are looked up, and those of the same days whose number is near."""
    key, low, high = telling.key, telling.figure.low, telling.figure.high
    step = math.floor(math.log(high) / _STEP) if high > 0 else -1_000_000
    below, here, above = ((key, telling.start, telling.end, step + n) for n in (-1, 0, 1))
    return (key, low, high), (below, here, above)


def _telling(figure: Figure) -> Telling:
    key = figure.measure, figure.form, figure.unit, figure.part_of is not None
    period = figure.period
    start = None if figure.measure in STOCKS else period.start
    end = period.end or (period.start if figure.measure in STOCKS else None)
    return Telling(figure, key, start, end or figure.said, supposed=end is None)


def _live(figures: Iterable[Figure]) -> list[Figure]:
    """Each figure once, without those that another one supersedes."""
    once: dict[str, Figure] = {}
    for figure in figures:
        twin = once.get(figure.id)
        if twin is None or _rank(figure) < _rank(twin):
            once[figure.id] = figure
    gone = {f.supersedes for f in once.values() if f.supersedes and f.supersedes != f.id}
    return [figure for key, figure in once.items() if key not in gone]


def _rank(figure: Figure) -> tuple[float, date, tuple[tuple[str, str], ...]]:
    return -figure.confidence, figure.known or date.max, figure.reasons


def _says_most(figure: Figure) -> tuple[int, int, int, date, date, str]:
    start = figure.measure in STOCKS or figure.period.start is not None
    said = len(_where(figure)) + start + (figure.period.end is not None) + bool(figure.sources)
    return -said, -digits(figure.low), -len(figure.sources), *_told(figure)


def _told(figure: Figure) -> tuple[date, date, str]:
    return figure.said or date.max, figure.known or date.max, figure.id


def _statement(group: Sequence[Figure]) -> Statement:
    in_order = sorted(group, key=_told)
    return Statement(group[0], tellers(in_order), tuple(in_order))
