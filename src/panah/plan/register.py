"""Households and the units of sites, as a placement needs them: tokens and needs, no names; read from CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any, TypeVar

from panah.errors import InputError

_YES, _NO = ("yes", "y", "true", "1", "x"), ("", "no", "n", "false", "0")
_MOST = 1_000_000
_SHOWN = 5

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Household:
    """People who stay together, by the token that they were given; the fields are the columns of a file."""

    household: str
    people: int
    under_18: int = 0
    lane: str = ""
    """A kind of unit that is kept apart and that they need, as women or isolation."""
    step_free: bool = False
    services: Words = frozenset()
    """What a site must have for them, as dialysis."""
    languages: Words = frozenset()
    school: int = 0
    """Children who go to school."""
    kin: Words = frozenset()
    """Sites where relatives are."""
    wishes: Words = frozenset()
    """Sites that they wish for."""
    away_from: Words = frozenset()
    """Sites where they must not go."""
    at: str = ""
    """The site where they are now."""

    @property
    def alone(self) -> bool:
        """Whether these are children without an adult."""
        return self.under_18 >= self.people

    @property
    def in_need(self) -> bool:
        """Whether not every unit would do: these are placed first when places are short."""
        return bool(self.alone or self.lane or self.step_free or self.services)


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a site that is filled by itself; the fields are the columns of a file."""

    site: str
    capacity: int
    unit: str = ""
    occupied: int = 0
    largest: int = 0
    """People in the largest household that fits; 0 where any does."""
    lane: str = ""
    """Whom it is kept for, as women, isolation, or children (alone); empty for everybody else."""
    step_free: bool = False
    services: Words = frozenset()
    languages: Words = frozenset()
    school: bool = False
    distance_km: float = 0.0
    """From where the households are now."""
    opens: date | None = None
    closes: date | None = None

    @property
    def name(self) -> str:
        return f"{self.site}, {self.unit}" if self.unit else self.site

    @property
    def free(self) -> int:
        return self.capacity - self.occupied


@dataclass(frozen=True, slots=True)
class Override:
    """Where an officer places a household, and why."""

    household: str
    site: str
    reason: str
    unit: str = ""


Row = TypeVar("Row", Household, Unit, Override)


def load_households(text: str, where: str = "") -> tuple[Household, ...]:
    """The households of a CSV text. Raises InputError that names rows and columns that cannot be used."""
    rows = _rows(text, Household, where)
    _once([row.household for row in rows], where)
    for number, row in enumerate(rows, 2):
        if not 1 <= row.people <= 99 or not 0 <= row.under_18 <= row.people or not 0 <= row.school <= row.people:
            said = f"{row.people} people, {row.under_18} under 18, {row.school} at school"
            raise InputError(f"row {number}: {said} cannot be a household", where=where)
    return tuple(rows)


def load_units(text: str, where: str = "") -> tuple[Unit, ...]:
    """The units of a CSV text. Raises InputError that names rows and columns that cannot be used."""
    rows = _rows(text, Unit, where)
    _once([row.name for row in rows], where)
    over = [row.name for row in rows if row.occupied > row.capacity]
    if over:
        hint = "Correct the count, or the capacity"
        raise InputError(f"more people than places in {_listed(over)}", where=where, hint=hint)
    if not any(row.free for row in rows):
        raise InputError("no site has a free place", where=where, hint="Open one, or add its rows")
    return tuple(rows)


def load_overrides(text: str, where: str = "") -> tuple[Override, ...]:
    """The overrides of a CSV text, each with its reason."""
    rows = _rows(text, Override, where)
    _once([row.household for row in rows], where)
    return tuple(rows)


def _once(names: Sequence[str], where: str) -> None:
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise InputError(f"named more than once: {_listed(twice)}", where=where)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(map(repr, names[:_SHOWN])) + more


def _rows(text: str, kind: type[Row], where: str) -> list[Row]:
    text = text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=head.count), strict=True)
    known = {f.name: f for f in fields(kind)}
    try:
        names = [name.strip().lower() for name in reader.fieldnames or ()]
        reader.fieldnames = names
        needed = [name for name, f in known.items() if f.default is MISSING and f.default_factory is MISSING]
        if missing := [name for name in needed if name not in names]:
            hint = f"The first line names the columns: {', '.join(known)}"
            raise InputError(f"there is no column {missing[0]!r}", where=where, hint=hint)
        if strange := [name for name in names if name and name not in known]:
            raise InputError(f"{strange[0]!r} is no column", where=where, hint=f"Known are {', '.join(known)}")
        lines = [(reader.line_num, line) for line in reader if any(str(cell or "").strip() for cell in line.values())]
    except csv.Error as error:
        raise InputError(f"this is no CSV: {error}", where=where) from None
    if not lines:
        raise InputError("there is no row below the names of the columns", where=where)
    if len(lines) > _MOST:
        raise InputError(f"there are more than {_MOST:,} rows", where=where)
    return [_row(line, kind, known, f"{where}, line {number}" if where else f"line {number}") for number, line in lines]


def _row(line: Mapping[str | None, Any], kind: type[Row], known: Mapping[str, Any], where: str) -> Row:
    if None in line:
        raise InputError("there are more cells than columns", where=where)
    given: dict[str, Any] = {}
    for name, field in known.items():
        cell = (line.get(name) or "").strip()
        if cell:
            try:
                given[name] = _CELLS[str(field.type)](cell)
            except (ValueError, OverflowError):
                raise InputError(f"{name} cannot be {cell!r}", where=where, hint=_HINTS[str(field.type)]) from None
        elif field.default is MISSING and field.default_factory is MISSING:
            raise InputError(f"{name} is empty", where=where)
    return kind(**given)


def _count(cell: str) -> int:
    value = int(cell)
    if not 0 <= value <= _MOST:
        raise ValueError(cell)
    return value


def _distance(cell: str) -> float:
    value = float(cell)
    if not 0 <= value <= 40_000:
        raise ValueError(cell)
    return value


def _yes(cell: str) -> bool:
    if cell.lower() not in (*_YES, *_NO):
        raise ValueError(cell)
    return cell.lower() in _YES


_CELLS: Mapping[str, Callable[[str], Any]] = {
    "str": str,
    "int": _count,
    "float": _distance,
    "bool": _yes,
    "Words": lambda cell: frozenset(word.strip() for word in cell.split("|") if word.strip()),
    "date | None": date.fromisoformat,
}
_HINTS = {
    "int": f"Write a whole number from 0 to {_MOST:,}",
    "float": "Write kilometres as a number",
    "bool": "Write yes or no",
    "date | None": "Write the day as 2022-09-27",
}
