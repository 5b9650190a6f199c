"""Rows that say the same of different people (by reason, age, site): their sum is the whole, they its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from statistics import median

from panah.figure import Evidence, Hedge
from panah.read.table.told import Told
from panah.read.table.words import fold_cell, words

SHOWN = 12
"""Most cells that the quote of a sum shows."""
LISTED = 50
"""Rows of a table that may be a list of groups or sites of which several share place and day."""
REPEATED = 0.25
"""Share of its rows that have to do so. Fewer are slips, and contradict each other."""
APART = 1.5
"""How far apart the numbers of such rows usually are, largest to smallest: revisions of one number stay closer."""


def joined(told: list[Told]) -> list[Told]:
    """What all rows tell. Rows that differ only in a breakdown are joined.

    Where one of them is not broken down, the others are its parts. Else their sum is added as the whole, if each
    stands for different people. In a long list of groups or sites that share their place and day, that sum is added
    too, with a caveat. Other rows that say the same of different numbers keep a caveat.
    """
    groups: dict[tuple[object, ...], list[Told]] = {}
    for one in told:
        groups.setdefault(_claim(one), []).append(one)
    lists = _lists(groups.values())
    return [one for group in groups.values() for one in _one_claim(group, group[0].column in lists)]


def _claim(one: Told) -> tuple[object, ...]:
    f = one.figure
    said = (f.measure, f.form, f.unit, f.population, f.origin, f.destination, f.period, f.said, f.sources)
    return (one.column, one.series, one.whole, *said)


def _lists(groups: Iterable[list[Told]]) -> frozenset[int]:
    """The columns of a table whose rows are a list of groups or sites, several of which share their place and day."""
    rows: Counter[int] = Counter()
    shared: Counter[int] = Counter()
    spreads: dict[int, list[float]] = {}
    for group in groups:
        if group[0].whole is not None:
            continue
        column = group[0].column
        rows[column] += len(group)
        alike = Counter(one.slices for one in group)
        for slices, count in alike.items():
            values = [one.figure.low for one in group if one.slices == slices and one.figure.low]
            if count > 1 and values:
                shared[column] += count
                spreads.setdefault(column, []).append(max(values) / min(values))
    return frozenset(
        column
        for column, count in rows.items()
        if count >= LISTED and shared[column] >= REPEATED * count and median(spreads[column]) >= APART
    )


def _one_claim(group: list[Told], listed: bool) -> list[Told]:
    if len(group) == 1 or group[0].whole:
        return group
    used = [i for i in range(len(group[0].slices)) if any(_is_slice(one.slices[i]) for one in group)]
    slices = [tuple(one.slices[i] for i in used) for one in group]
    wholes = [one for one, cells in zip(group, slices, strict=True) if not any(map(_is_slice, cells))]
    if used and len(wholes) == 1:
        return [wholes[0], *(replace(one, whole=wholes[0].key) for one in group if one is not wholes[0])]
    crossed = all(_is_slice(cell) for cells in slices for cell in cells)
    if used and crossed and len(set(slices)) == len(group):
        return _summed(group, f"the sum of {len(group)} rows that break it down; the first is quoted as its cell")
    if listed and (crossed or not used):
        return _summed(
            group,
            f"the sum of {len(group)} rows with the same place and days, in a table that lists groups or sites; "
            "the first is quoted as its cell",
        )
    if len({one.figure.low for one in group}) == 1:
        return group
    return [_with(one, f"{len(group)} rows of the table say this of different numbers") for one in group]


def _with(one: Told, caveat: str) -> Told:
    return replace(one, figure=replace(one.figure, caveats=(*one.figure.caveats, caveat)))


def _is_slice(cell: str) -> bool:
    """Whether a breakdown's cell names a part; 'Not available' does: those whose part is unknown are not everybody."""
    return fold_cell(cell) not in words().whole


def _summed(group: list[Told], caveat: str) -> list[Told]:
    """The sum of rows, quoting each of its cells, and the rows as its parts."""
    figures = [one.figure for one in group]
    first = figures[0]
    common = [c for c in first.caveats if all(c in f.caveats for f in figures)]
    whole = replace(
        first,
        low=sum(f.low for f in figures),
        high=sum(f.high for f in figures),
        hedge=first.hedge if all(f.low == f.high for f in figures) else Hedge.RANGE,
        evidence=Evidence(_listed(f.evidence.quote for f in figures), cell=first.evidence.cell),
        caveats=(*common, caveat),
    )
    above = replace(group[0], figure=whole, kind="sum")
    return [above, *(replace(one, whole=above.key) for one in group)]


def _listed(quotes: Iterable[str]) -> str:
    every = list(quotes)
    return " + ".join(every[:SHOWN]) + (f" + {len(every) - SHOWN} more" if len(every) > SHOWN else "")
