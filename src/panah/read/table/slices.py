"""Rows that break one number down (by reason, age, procedure): their sum becomes the figure, and they its parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

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
    groups: dict[tuple[object, ...], list[Told]] = {}
    for one in told:
        groups.setdefault(_claim(one), []).append(one)
    return [figure for group in groups.values() for figure in _one_claim(group)]


def _claim(one: Told) -> tuple[object, ...]:
    f = one.figure
    said = (f.measure, f.form, f.unit, f.population, f.origin, f.destination, f.period, f.said, f.sources)
    return (one.column, one.series, f.part_of, *said)


def _one_claim(group: list[Told]) -> list[Figure]:
    if len(group) == 1 or group[0].figure.part_of:
        return [one.figure for one in group]
    used = [i for i in range(len(group[0].slices)) if any(_is_slice(one.slices[i]) for one in group)]
    slices = [tuple(one.slices[i] for i in used) for one in group]
    wholes = [one.figure for one, cells in zip(group, slices, strict=True) if not any(map(_is_slice, cells))]
    if used and len(wholes) == 1:
        rest = (one.figure for one in group if one.figure is not wholes[0])
        return [wholes[0], *(replace(figure, part_of=wholes[0].id) for figure in rest)]
    crossed = all(_is_slice(cell) for cells in slices for cell in cells)
    if used and crossed and len(set(slices)) == len(group):
        return _summed([one.figure for one in group])
    if len({one.figure.low for one in group}) == 1:
        return [one.figure for one in group]
    caveat = f"{len(group)} rows of the table say this of different numbers"
    return [replace(one.figure, caveats=(*one.figure.caveats, caveat)) for one in group]


def _is_slice(cell: str) -> bool:
    """Whether a breakdown's cell names a part; 'Not available' does: those whose part is unknown are not everybody."""
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
