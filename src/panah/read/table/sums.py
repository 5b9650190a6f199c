"""Rows that add up other rows: totals and sub-totals, found by their words or by their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

MOST_ROWS = 400
"""Rows of one day that are searched for sums: the search takes time as their square."""
LEAST = 10
"""A sum without a word for it must reach this: small numbers add up by chance."""
LEAST_ALONE = 100
"""The same where there are fewer columns of numbers than SURE."""
SURE = 3
"""Columns of different numbers that add up by no chance."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row to be added up: where it stands, its day, what its number columns hold, whether words call it a sum."""

    index: int
    day: tuple[str, ...]
    values: tuple[float | None, ...]
    called: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """A row that adds up others; `parts` are their indexes, none when its words say so and its numbers do not."""

    index: int
    parts: tuple[int, ...]
    above: int = 0
    """How many rows of its day stand above it."""


def find_sums(lines: Sequence[Line]) -> dict[int, Sum]:
    """The rows that add up others of the same day, by their index.

    A row is one when its numbers are, in every column, those of two rows or more that stand together above it; where
    it holds one or two numbers, of all the rows right above it up to the last sum. A row whose words say that it is
    a total is one in any case; its parts are sought among all rows above it too, with and without the sums.
    """
    found: dict[int, Sum] = {}
    for _, group in groupby(sorted(lines, key=lambda line: (line.day, line.index)), key=lambda line: line.day):
        rows = list(group)
        if len(rows) <= MOST_ROWS:
            found.update(_Search(rows).found)
        else:
            found.update({line.index: Sum(line.index, ()) for line in rows if line.called})
    return found


class _Search:
    """The rows of one day, searched from the top; `found` holds the sums by their rows' indexes."""

    def __init__(self, rows: Sequence[Line]) -> None:
        self.rows = rows
        self.found: dict[int, Sum] = {}
        self._fresh = 0
        """First row after the last sum."""
        self._so_far = [(0.0,) * len(rows[0].values)]
        """What all rows above each row add up to."""
        self._reached = {self._so_far[0]: [0]}
        for i, line in enumerate(rows):
            parts = self._parts(i)
            if parts or line.called:
                self.found[line.index] = Sum(line.index, tuple(rows[j].index for j in parts), i)
                self._fresh = i + 1
            self._so_far.append(tuple(map(sum, zip(self._so_far[i], _vector(line), strict=True))))
            self._reached.setdefault(self._so_far[-1], []).append(i + 1)

    def _parts(self, i: int) -> Sequence[int]:
        line = self.rows[i]
        filled = [value for value in line.values if value]
        if not filled:
            return ()
        if line.called:
            return self._called(i) or self._together(i)
        if len(set(filled)) >= SURE:
            return self._together(i) if max(filled) >= LEAST else ()
        block = range(self._fresh, i)
        return block if max(filled) >= LEAST_ALONE and len(block) >= 3 and self._is_sum(i, block) else ()

    def _called(self, i: int) -> Sequence[int]:
        """The parts of a row that is called a total: the rows since the last sum, the sums, or all other rows."""
        sums = [j for j in range(i) if self.rows[j].index in self.found]
        plain = [j for j in range(i) if self.rows[j].index not in self.found]
        loose = [*sums, *range(self._fresh, i)]
        for block in (range(self._fresh, i), sums, loose, plain):
            if block and self._is_sum(i, block):
                return block
        return ()

    def _together(self, i: int) -> Sequence[int]:
        """The nearest rows that stand together and add up to row i."""
        sought = _vector(self.rows[i])
        for end in range(i, 1, -1):
            start = tuple(have - want for have, want in zip(self._so_far[end], sought, strict=True))
            for first in self._reached.get(start, ()):
                block = range(first, end)
                inside = any(self.rows[j].index in self.found for j in block)
                if not inside and sum(1 for j in block if any(self.rows[j].values)) >= 2:
                    return block
        return ()

    def _is_sum(self, i: int, block: Sequence[int]) -> bool:
        columns = zip(*(_vector(self.rows[j]) for j in block), strict=True)
        return tuple(map(sum, columns)) == _vector(self.rows[i])


def _vector(line: Line) -> tuple[float, ...]:
    return tuple(value or 0.0 for value in line.values)
