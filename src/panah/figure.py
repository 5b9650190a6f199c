"""The Figure, the only currency between the rooms, and the field's words as types.

Everything here is frozen, checked when it is made, free of I/O, and goes to JSON and back without loss.
"""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from panah.errors import InputError

MOST = 1e12
"""The highest number that a figure may hold: far more than all people, far less than breaks arithmetic."""


class Measure(StrEnum):
    """What was counted; the words of UNHCR's and IOM's flow and stock figures."""

    ARRIVALS = "arrivals"
    DEPARTURES = "departures"
    PRESENT = "present"
    REGISTERED = "registered"
    APPLICATIONS = "applications"
    RETURNS = "returns"
    DISPLACED = "displaced"
    WAITING = "waiting"


STOCKS = frozenset({Measure.PRESENT, Measure.WAITING})
"""Measures that hold on a day instead of running over a period."""


class Form(StrEnum):
    """How the number relates to time: a total over the period, a rate, or a ratio to an earlier period."""

    TOTAL = "total"
    PER_DAY = "per_day"
    PER_WEEK = "per_week"
    PER_MONTH = "per_month"
    RATIO = "ratio"


class Hedge(StrEnum):
    """How firmly the number is stated."""

    NONE = "none"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at_least"
    UP_TO = "up_to"
    RANGE = "range"


class Unit(StrEnum):
    """What one of the count is."""

    PERSON = "person"
    HOUSEHOLD = "household"
    VEHICLE = "vehicle"


class SourceKind(StrEnum):
    """What sort of body speaks; decides how far its counts are trusted before anything else is known."""

    OFFICIAL = "official"
    AGENCY = "agency"
    PRESS = "press"
    SOCIAL = "social"
    UNKNOWN = "unknown"


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())


@dataclass(frozen=True, slots=True)
class Source:
    """One link of a source chain: a body or person who counted or told."""

    name: str
    kind: SourceKind = SourceKind.UNKNOWN

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InputError("a source needs a name")
        object.__setattr__(self, "kind", SourceKind(self.kind))


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a figure covers, both ends included; an end that the text leaves open is None."""

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise InputError(f"a period cannot start on {self.start} and end on {self.end}")

    @property
    def days(self) -> int | None:
        """Number of days, ends included; None while an end is open."""
        return (self.end - self.start).days + 1 if self.start and self.end else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words that carry a figure and where they stand.

    `start` and `end` are character offsets into the report's text, end exclusive; `cell` is 'sheet!B7' when the
    figure came from a table.
    """

    quote: str
    start: int | None = None
    end: int | None = None
    cell: str | None = None
    page: int | None = None
    """The page of the report on which the words stand, counted from 1; None where it has no pages."""

    def __post_init__(self) -> None:
        if (self.start is None) != (self.end is None):
            raise InputError("an evidence span needs both offsets or none", where=self.quote)
        if self.start is not None and self.end is not None and not 0 <= self.start <= self.end:
            raise InputError(f"an evidence span cannot run from {self.start} to {self.end}", where=self.quote)

    def overlaps(self, other: Evidence) -> bool:
        """Whether both quote a character of the same text; False where either has no offsets."""
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return False
        return self.start < other.end and other.start < self.end

    def around(self, text: str, wide: int) -> tuple[str, str]:
        """Up to `wide` characters before and after the quote, "…" where the text goes on; empty without offsets."""
        if self.start is None or self.end is None:
            return "", ""
        low, high = max(0, self.start - wide), self.end + wide
        before, after = text[low : self.start], text[self.end : high]
        return ("… " if low else "") + before, after + (" …" if high < len(text) else "")


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody published, kept verbatim. `text` is what offsets count in; `id` is the hash of its words."""

    text: str
    title: str = ""
    publisher: str | None = None
    published: date | None = None
    known: date | None = None
    """The day it became known here; decides what an as-of view may see. Defaults to `published`."""
    language: str | None = None
    url: str | None = None
    tables: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()
    """Named tables of cells, for files that hold rows instead of sentences."""
    notes: tuple[str, ...] = ()
    """What the reader of the file wants a person to know (encoding guessed, pages without text ...)."""
    pages: tuple[int, ...] = ()
    """Offsets in `text` where its pages begin; empty for what has no pages. The tables of a report with pages were
    seen by the lines that rule them off, so a person looks at their figures before they count."""

    def __post_init__(self) -> None:
        for name in ("published", "known"):
            day = getattr(self, name)
            if day is not None and not isinstance(day, date):
                raise InputError(f"{name} is {day!r}, which is no day", hint="Give a datetime.date")

    @property
    def id(self) -> str:
        """Hash of the words and cells, so that the same report given twice is recognised."""
        body = " ".join(self.text.split()) + (json.dumps(self.tables, ensure_ascii=False) if self.tables else "")
        return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:20]

    def page_at(self, offset: int) -> int | None:
        """The page, counted from 1, on which the character at this offset stands; None without pages."""
        return max(1, bisect_right(self.pages, offset)) if self.pages else None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that can change a flow from one day to the next: a decree, a closure, an offensive.

    `words` are the phrases by which reports refer to it, so that 'since the call-up' finds its day.
    """

    day: date
    name: str
    words: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One sourced count: how many of what, where, when, who counted and told it, and the words that carry it.

    `low` and `high` are the stated bounds (equal for a single number), in `unit`s, or the factor for a ratio.
    `origin` and `destination` are ISO3 codes, or a place's name where no country is meant; None when unsaid.
    `sources` runs from the one who counted to the one who told.
    """

    low: float
    high: float
    measure: Measure
    hedge: Hedge = Hedge.NONE
    form: Form = Form.TOTAL
    unit: Unit = Unit.PERSON
    population: str | None = None
    origin: str | None = None
    destination: str | None = None
    period: Period = field(default_factory=Period)
    sources: tuple[Source, ...] = ()
    evidence: Evidence = field(default_factory=lambda: Evidence(""))
    report: str | None = None
    """Id of the report that carries it."""
    said: date | None = None
    """The day it was said: the report's day of publication."""
    known: date | None = None
    """The day it became known here."""
    part_of: str | None = None
    """Id of the figure of which this one is a part ('of whom 2,500 are men')."""
    supersedes: str | None = None
    """Id of the figure that this one corrects; the old one is kept."""
    confidence: float = 1.0
    """How sure the reader is that this is such a figure, 0 to 1. A person's figure has 1."""
    caveats: tuple[str, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    """(field, why it has its value), for `--explain`."""

    def __post_init__(self) -> None:
        for name, kind in _WORDS.items():
            try:
                object.__setattr__(self, name, kind(getattr(self, name)))
            except ValueError:
                raise InputError(
                    f"{getattr(self, name)!r} is no {name}",
                    where=self.evidence.quote,
                    hint=f"it must be one of {', '.join(kind)}",
                ) from None
        if not (math.isfinite(self.low) and math.isfinite(self.high)):
            raise InputError("a figure's bounds must be finite numbers", where=self.evidence.quote)
        if self.low < 0 or self.low > self.high:
            raise InputError(f"a figure cannot run from {self.low} to {self.high}", where=self.evidence.quote)
        if self.high > MOST:
            raise InputError(f"{self.high:g} is no count of people", where=self.evidence.quote, hint="Check its digits")
        if not 0.0 <= self.confidence <= 1.0:
            raise InputError(f"confidence {self.confidence} is outside 0 to 1", where=self.evidence.quote)

    @property
    def id(self) -> str:
        """Hash of everything said in this one telling."""
        return _digest({k: v for k, v in to_json(self).items() if k not in _UNSAID})

    @property
    def statement(self) -> str:
        """Hash of what is claimed, whoever tells it: the same statement in two outlets has the same one.

        Hedge, sources and words are left out, because they drift from outlet to outlet.
        """
        claim = (self.low, self.high, self.measure, self.form, self.unit, self.population)
        where_when = (self.origin, self.destination, str(self.period.start), str(self.period.end))
        return _digest([str(part) for part in claim + where_when])

    @property
    def counter(self) -> str | None:
        """Folded name of the one who counted, for comparing chains; None when the text names nobody."""
        return _fold(self.sources[0].name) if self.sources else None

    def amended(self, **changes: Any) -> Figure:
        """A new figure with these fields, which supersedes this one."""
        unknown = sorted(set(changes) - set(FIELDS))
        if unknown:
            raise InputError(f"a figure has no {unknown[0]!r}", hint=f"its fields are {', '.join(FIELDS)}")
        return replace(self, **changes, supersedes=self.id)


_UNSAID = frozenset({"confidence", "reasons", "known", "page"})
"""Keys that do not tell one figure from another; the page follows from the offsets."""
_WORDS: dict[str, type[StrEnum]] = {"measure": Measure, "hedge": Hedge, "form": Form, "unit": Unit}


def _digest(content: object) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() else float(value)


def to_json(figure: Figure) -> dict[str, Any]:
    """The figure as a JSON object: the batch contract's fields first, then what only panah knows."""
    e, p = figure.evidence, figure.period
    return {
        "quote": e.quote,
        "char_start": e.start,
        "char_end": e.end,
        "low": _number(figure.low),
        "high": _number(figure.high),
        "hedge": figure.hedge.value,
        "measure": figure.measure.value,
        "form": figure.form.value,
        "unit": figure.unit.value,
        "population": figure.population,
        "from": figure.origin,
        "to": figure.destination,
        "start": p.start.isoformat() if p.start else None,
        "end": p.end.isoformat() if p.end else None,
        "sources": [source.name for source in figure.sources],
        "source_kinds": [source.kind.value for source in figure.sources],
        "cell": e.cell,
        "page": e.page,
        "report": figure.report,
        "said": figure.said.isoformat() if figure.said else None,
        "known": figure.known.isoformat() if figure.known else None,
        "part_of": figure.part_of,
        "supersedes": figure.supersedes,
        "confidence": round(figure.confidence, 4),
        "caveats": list(figure.caveats),
        "reasons": [list(pair) for pair in figure.reasons],
    }


def _day(row: Mapping[str, Any], key: str) -> date | None:
    value = row.get(key)
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InputError(f"{value!r} is no day", where=key, hint="write it as 2022-09-27") from None


def from_json(row: Mapping[str, Any]) -> Figure:
    """The figure that `to_json` wrote. Missing optional keys get their defaults.

    Raises InputError naming the key for a missing number, an unknown word or a malformed day.
    """
    if not isinstance(row, Mapping):
        raise InputError("a figure must be a JSON object")
    for key in ("low", "high", "measure"):
        if row.get(key) is None:
            raise InputError(f"a figure needs {key!r}", where=str(row.get("quote", "")))
    try:
        low, high = float(row["low"]), float(row["high"])
        confidence = float(row.get("confidence", 1.0))
    except (TypeError, ValueError):
        raise InputError("a figure's bounds must be numbers", where=str(row.get("quote", ""))) from None
    names = list(row.get("sources") or [])
    kinds = list(row.get("source_kinds") or [])
    kinds += [SourceKind.UNKNOWN] * (len(names) - len(kinds))
    return Figure(
        low=low,
        high=high,
        measure=row["measure"],
        hedge=row.get("hedge") or Hedge.NONE,
        form=row.get("form") or Form.TOTAL,
        unit=row.get("unit") or Unit.PERSON,
        population=row.get("population"),
        origin=row.get("from"),
        destination=row.get("to"),
        period=Period(_day(row, "start"), _day(row, "end")),
        sources=tuple(Source(name, kind) for name, kind in zip(names, kinds, strict=False)),
        evidence=Evidence(
            row.get("quote") or "", row.get("char_start"), row.get("char_end"), row.get("cell"), row.get("page")
        ),
        report=row.get("report"),
        said=_day(row, "said"),
        known=_day(row, "known"),
        part_of=row.get("part_of"),
        supersedes=row.get("supersedes"),
        confidence=confidence,
        caveats=tuple(row.get("caveats") or ()),
        reasons=tuple((pair[0], pair[1]) for pair in row.get("reasons") or ()),
    )


FIELDS = tuple(f.name for f in fields(Figure))
