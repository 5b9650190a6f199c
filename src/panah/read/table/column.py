"""One column of a table: what it is, why, and how its cells are written."""

from __future__ import annotations

from dataclasses import dataclass, field

from panah.figure import Period
from panah.read.table.days import Order
from panah.read.table.numbers import Style
from panah.read.table.words import Meaning


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its role, why it has it, and for a number column what it counts."""

    index: int
    name: str
    role: str
    why: str
    rank: int = 0
    """For places: 0 a country, 1 to 4 its divisions, 5 a single site."""
    meaning: Meaning = field(default_factory=Meaning)
    day: Period | None = None
    """For a table that is wide by day: the day in the header."""
    day_why: str = ""
    scale: int = 1
    """What its numbers are counted in: 1,000 for a header that says 'in thousands'."""
    order: Order = field(default_factory=Order)
    style: Style = field(default_factory=Style)
