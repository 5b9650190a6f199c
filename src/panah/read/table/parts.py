"""Numbers that add up others: in a row ('Total' beside 'Women' and 'Men') and from row to row (sub-totals)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from panah.figure import Unit
from panah.read.table.column import Column
from panah.read.table.sums import Sum
from panah.read.table.told import Told

Pair = tuple[Column, Told]


def parted(told: Sequence[Pair]) -> list[Told]:
    """What a row tells, with the numbers that another one of the same row adds up marked as parts of it."""
    groups: dict[tuple[object, ...], list[Pair]] = {}
    totals = any(c.meaning.whole and c.day for c, _ in told)  # a total over the days of the other columns
    lands = any(c.meaning.whole and one.figure.destination is None for c, one in told)  # over columns of countries
    for c, one in _counted(told):
        f = one.figure
        to = None if lands and c.meaning.destination else f.destination
        key = (f.measure, f.unit, f.origin, to, None if totals else f.period)
        groups.setdefault(key, []).append((c, one))
    return [one for group in groups.values() for one in _one_whole(group)]


def _counted(told: Sequence[Pair]) -> Iterable[Pair]:
    """All but the zero households beside people: nobody counted households there."""
    people = {_flow(one) for _, one in told if one.figure.high and one.figure.unit is Unit.PERSON}
    return (
        pair
        for pair in told
        if pair[1].figure.high or pair[1].figure.unit is not Unit.HOUSEHOLD or _flow(pair[1]) not in people
    )


def _flow(one: Told) -> tuple[object, ...]:
    f = one.figure
    return f.measure, f.origin, f.destination, f.period


def _one_whole(told: list[Pair]) -> list[Told]:
    """Parts that are all zero beside a total above zero say that nobody broke it down; they are left out."""
    wholes = [(c, one) for c, one in told if c.meaning.whole]
    if not wholes and any(c.meaning.part for c, _ in told):
        wholes = [(c, one) for c, one in told if not c.meaning.part and not c.meaning.group and not c.meaning.label]
    if len(wholes) != 1 or len(told) == 1:
        return [one for _, one in told]
    top, whole = wholes[0]
    parts = [one for c, one in told if c is not top and (top.meaning.whole or c.meaning.part)]
    rest = [one for c, one in told if c is not top and one not in parts]
    if whole.figure.high > 0 and not any(one.figure.high for one in parts):
        parts = []
    return [whole, *(replace(one, whole=whole.key) for one in parts), *rest]


def under_sums(told: Iterable[Told], sums: Mapping[int, Sum]) -> list[Told]:
    """What the rows tell, with the rows that a row of totals adds up marked as parts of it, column by column."""
    above: dict[int, int] = {}
    for found in sums.values():
        for part in found.parts:
            above.setdefault(part, found.index)
    every = list(told)
    keys = {one.key for one in every}
    result = []
    for one in every:
        key = (above.get(one.row, -1), one.column, "")
        result.append(replace(one, whole=key) if one.whole is None and key in keys else one)
    return result
