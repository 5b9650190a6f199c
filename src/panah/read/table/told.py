"""What a row tells before the rows are joined: a figure, where it stands, and which other one it is a part of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from panah.figure import Figure

Key = tuple[int, int, str]
"""Row, column, and 'sum' for the sum of several rows: names a figure while its parts are still being found."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, and where it stands ('sheet!B7', or the sheet alone)."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with what tells its row apart from rows that say the same of other people."""

    figure: Figure
    row: int
    column: int
    slices: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    whole: Key | None = None
    """The figure of which this one is a part."""
    kind: str = ""

    @property
    def key(self) -> Key:
        """By which other figures of the table name this one."""
        return self.row, self.column, self.kind


def linked(told: Iterable[Told]) -> list[Figure]:
    """The figures, each part with the id of its whole; wholes get theirs first, since an id covers all of a figure."""
    every = list(told)
    by_key = {one.key: one for one in every}
    done: dict[Key, Figure] = {}
    for one in every:
        chain = [one]
        while (above := chain[-1].whole) in by_key and above not in done and len(chain) < 10:
            chain.append(by_key[above])
        for each in reversed(chain):
            whole = done.get(each.whole) if each.whole else None
            done[each.key] = replace(each.figure, part_of=whole.id) if whole else each.figure
    return [done[one.key] for one in every]
