"""The words of headers and cells, from columns.toml: no word of any language stands in code."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from panah.figure import Measure, Unit

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[0-9])(?=[A-Z][a-z])")

_SCALES = {"thousand": 1_000, "million": 1_000_000}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a number column counts; what it leaves unsaid is None or empty and comes from other columns."""

    measure: Measure | None = None
    group: str = ""
    """Label that keeps this group apart from refugees and IDPs, who are the plain nationality."""
    running: bool = False
    home: bool = False
    """People inside their own country."""
    back: bool = False
    """People who go from the country of asylum to the country of origin."""
    unit: Unit = Unit.PERSON
    part: str = ""
    """Which part of the row's whole this column counts ('female 0 4')."""
    whole: bool = False
    """It adds up the other columns of the row."""
    origin: str | None = None
    destination: str | None = None
    label: str = ""
    """Words of the header that stand for the population where no column names it."""
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """All words of columns.toml, folded; `tables` keeps the smaller tables as they are."""

    missing: frozenset[str]
    whole: frozenset[str]
    totals: frozenset[str]
    subtotals: tuple[str, ...]
    nowhere: frozenset[str]
    ignore: tuple[str, ...]
    roles: dict[str, frozenset[str]]
    counts: tuple[tuple[tuple[str, ...], Meaning], ...]
    cells: dict[str, str]
    forms: dict[str, str]
    units: dict[str, frozenset[str]]
    running: tuple[str, ...]
    parts: tuple[str, ...]
    no_movement: tuple[str, ...]
    since: tuple[str, ...]
    joints: frozenset[str]
    fiscal: tuple[str, ...]
    identifiers: frozenset[str]
    codes: frozenset[str]
    rounds: frozenset[str]
    origins: tuple[str, ...]
    situations: tuple[str, ...]
    scales: dict[int, tuple[str, ...]]
    hedges: dict[str, list[str]]
    tables: dict[str, Any]


@cache
def words() -> Words:
    """The words of columns.toml, read once."""
    raw = tomllib.loads(files("panah.read.table").joinpath("columns.toml").read_text(encoding="utf-8"))
    return Words(
        missing=frozenset(cell.casefold() for cell in raw["missing"]),
        whole=_folded(raw["whole"]),
        totals=_folded(raw["totals"]),
        subtotals=tuple(sorted(map(fold, raw["subtotals"]), key=len, reverse=True)),
        nowhere=_folded(raw["nowhere"]),
        ignore=tuple(fold(word) or word for word in raw["ignore"]),
        roles={role: _folded(names) for role, names in raw["roles"].items()},
        counts=tuple((tuple(map(fold, row["words"])), _meaning(row)) for row in raw["counts"]),
        cells={fold(word): measure for measure, names in raw["cells"].items() for word in names},
        forms={fold(word): form for form, names in raw["forms"].items() for word in names},
        units={unit: _folded(names) for unit, names in raw["units"].items()},
        running=tuple(map(fold, raw["words"]["running"])),
        parts=tuple(map(fold, raw["words"]["parts"])),
        no_movement=tuple(map(fold, raw["words"]["no_movement"])),
        since=tuple(map(fold, raw["words"]["since"])),
        joints=_folded(raw["words"]["joints"]),
        fiscal=tuple(map(fold, raw["words"]["fiscal"])),
        identifiers=_folded(raw["words"]["identifiers"]),
        rounds=_folded(raw["words"]["rounds"]),
        codes=_folded(raw["words"]["codes"]),
        origins=tuple(map(fold, raw["words"]["origins"])),
        situations=tuple(map(fold, raw["words"]["situations"])),
        scales={_SCALES[name]: tuple(map(fold, phrases)) for name, phrases in raw["scales"].items()},
        hedges=raw["hedges"],
        tables={"hxl": raw["hxl"], "known": raw["known"]},
    )


def _meaning(row: dict[str, Any]) -> Meaning:
    running, home, back = (bool(row.get(key)) for key in ("running", "home", "back"))
    return Meaning(Measure(row["measure"]), row["group"], running, home, back, caveat=row.get("caveat", ""))


def _folded(names: list[str]) -> frozenset[str]:
    return frozenset(map(fold, names))


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """The text in lower case without accents, with punctuation and camelCase as single spaces."""
    return fold_cell(_CAMEL.sub(" ", text))


@lru_cache(maxsize=16384)
def fold_cell(text: str) -> str:
    """The text in lower case without accents, with punctuation as single spaces."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


def has(folded: str, phrase: str) -> bool:
    """Whether a folded text has this folded phrase as whole words."""
    return f" {phrase} " in f" {folded} "


def scale_of(text: str) -> int:
    """What the numbers under a header (or a note) are counted in: 1,000 for 'in thousands'; 1 when it does not say."""
    folded = fold(text)
    return next((n for n, phrases in words().scales.items() if any(has(folded, p) for p in phrases)), 1)


def counted(folded: str) -> Meaning | None:
    """What a header (or title) with these folded words counts; None when no word of [[counts]] stands in it."""
    for phrases, meaning in words().counts:
        if any(has(folded, phrase) for phrase in phrases):
            return meaning
    return None


def is_total(label: str) -> bool:
    """Whether words say that a row adds up the others."""
    folded = fold_cell(label)
    return bool(folded) and (folded in words().totals or without_total(label) != label)


@lru_cache(maxsize=4096)
def without_total(label: str) -> str:
    """A place without the word for a total before or after it: 'North' of 'Sub-total North'."""
    tokens = label.split()
    for word in words().subtotals:
        size = len(word.split())
        for length in range(1, min(size, len(tokens) - 1) + 1):
            for some, rest in ((tokens[:length], tokens[length:]), (tokens[-length:], tokens[:-length])):
                if fold_cell(" ".join(some)) == word:
                    return " ".join(rest).strip(" :-\u2013(),")
    return label
