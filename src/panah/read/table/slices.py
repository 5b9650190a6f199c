"""Rows that break one number down (by reason, age, procedure): their sum becomes the figure, and they its parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from panah.figure import Evidence, Figure, Hedge
from panah.read.table.rows import Told
from panah.read.table.words import fold_cell, words

SHOWN = 12
"""Most cells that the quote of a sum shows."""


def joined(told: list[Told]) -> list[Figure]:
    """The figures of all rows. Rows that differ only in a breakdown are joined.

    Where one of them is not broken down, the others are its parts. Else their sum is added as the whole, if each
    stands for different people. Rows that say the same of different numbers keep a caveat.
    """
    figures: list[Figure] = []
    ordered = sorted(told, key=lambda one: _key(one)[0])
    for _, group in groupby(ordered, key=lambda one: _key(one)[0]):
        figures += _one_claim(list(group))
    return figures


def _key(one: Told) -> tuple[str, ...]:
    f = one.figure
    claim = (f.measure, f.form, f.unit, f.population, f.origin, f.destination, f.period, f.said, f.hedge, f.sources)
    return (repr((one.column, one.series, claim, f.part_of is None)),)


def _one_claim(group: list[Told]) -> list[Figure]:
    if len(group) == 1 or group[0].figure.part_of:
        return [one.figure for one in group]
    slices = {one.slices for one in group}
    broken = [one for one in group if any(_is_slice(cell) for cell in one.slices)]
    wholes = [one for one in group if one not in broken]
    if len(wholes) == 1:
        whole = wholes[0].figure
        return [whole, *(replace(one.figure, part_of=whole.id) for one in broken)]
    crossed = all(_is_slice(cell) for one in group for cell in one.slices)
    if not wholes and len(slices) == len(group) and crossed:
        return _summed([one.figure for one in group])
    if len({one.figure.low for one in group}) == 1:
        return [one.figure for one in group]
    caveat = f"{len(group)} rows of the table say this of different numbers"
    return [replace(one.figure, caveats=(*one.figure.caveats, caveat)) for one in group]


def _is_slice(cell: str) -> bool:
    return fold_cell(cell) not in words().whole


def _summed(figures: list[Figure]) -> list[Figure]:
    """The sum of rows that break one number down, quoting each of its cells, and the rows as its parts."""
    first = figures[0]
    common = [c for c in first.caveats if all(c in f.caveats for f in figures)]
    whole = replace(
        first,
        low=sum(f.low for f in figures),
        high=sum(f.high for f in figures),
        hedge=first.hedge if all(f.low == f.high for f in figures) else Hedge.RANGE,
        evidence=Evidence(_listed(f.evidence.quote for f in figures), cell=first.evidence.cell),
        caveats=(*common, f"the sum of {len(figures)} rows that break it down; the first is quoted as its cell"),
    )
    return [whole, *(replace(f, part_of=whole.id) for f in figures)]


def _listed(quotes: Iterable[str]) -> str:
    every = list(quotes)
    return " + ".join(every[:SHOWN]) + (f" + {len(every) - SHOWN} more" if len(every) > SHOWN else "")
