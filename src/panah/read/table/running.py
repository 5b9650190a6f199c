"""Running totals that fall: a count of everybody so far cannot shrink, so the table is not what it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from panah.figure import Figure, Measure, Period
from panah.read.table.plan import FALLS
from panah.read.table.told import Told

DOUBTED = 0.5
"""Confidence in a column whose header and numbers contradict each other."""


def checked(told: list[Told]) -> list[Told]:
    """The rows' figures, with a caveat on each running total that is smaller than the one before it.

    A column of arrivals that falls in more than a tenth of its steps is no running total, whatever its header says:
    it goes up and down as people present do, and is read as that, with the contradiction as caveat.
    """
    falls, steps = _falls(told)
    by_column: dict[int, tuple[int, int]] = {}
    for column in {one.column for one in told}:
        fell = sum(1 for i in falls if told[i].column == column)
        by_column[column] = (fell, steps.get(column, 0))
    result = []
    for i, one in enumerate(told):
        fell, stepped = by_column[one.column]
        if _runs(one) and one.figure.measure is Measure.ARRIVALS and fell > FALLS * stepped and stepped >= 5:
            one = replace(one, figure=_as_present(one.figure, fell, stepped))
        elif i in falls:
            one = replace(one, figure=_with(one.figure, falls[i]))
        result.append(one)
    return result


def _runs(one: Told) -> bool:
    day = one.figure.period
    flow = one.figure.measure not in (Measure.PRESENT, Measure.WAITING)
    return flow and day.start is None and day.end is not None and one.whole is None


def _falls(told: Iterable[Told]) -> tuple[dict[int, str], dict[int, int]]:
    """Caveat by position of each figure that is smaller than the one before it, and the steps of each column."""
    last: dict[tuple[object, ...], Figure] = {}
    falls: dict[int, str] = {}
    steps: dict[int, int] = {}
    for i, one in enumerate(told):
        f = one.figure
        if not _runs(one):
            continue
        key = (one.column, one.series, one.slices, f.measure, f.origin, f.destination, f.population, f.unit, f.said)
        before = last.get(key)
        if before and before.period.end and f.period.end and before.period.end < f.period.end:
            steps[one.column] = steps.get(one.column, 0) + 1
            if before.low > f.low:
                falls[i] = f"smaller than the {before.low:,.0f} up to {before.period.end}: no pure running total"
        last[key] = f
    return falls, steps


def _as_present(figure: Figure, fell: int, steps: int) -> Figure:
    caveat = f"its header says a running total, but it falls in {fell} of {steps} steps: read as people present"
    day = Period(None, figure.period.end)
    present = replace(figure, measure=Measure.PRESENT, period=day, confidence=min(figure.confidence, DOUBTED))
    return _with(present, caveat)


def _with(figure: Figure, caveat: str) -> Figure:
    return replace(figure, caveats=(*figure.caveats, caveat))
