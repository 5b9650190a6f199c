"""Number cells: separators decided for a whole column, footnote marks, hedges, ranges, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from panah.figure import Hedge
from panah.read.table.words import words

_SPACES = " \u00a0\u202f\u2009'\u2019\u066c"
_FOOTNOTE = re.compile(
    r"(?:[\u00b9\u00b2\u00b3\u2070-\u2079*\u2020\u2021\u00a7]+|\s*(?:\([a-z0-9]{1,2}\)|\[[a-z0-9]{1,2}\]))$"
)
_HEDGES = {
    "~": Hedge.ABOUT,
    "\u2248": Hedge.ABOUT,
    ">": Hedge.OVER,
    "<": Hedge.UNDER,
    "\u2265": Hedge.AT_LEAST,
    "\u2264": Hedge.UP_TO,
}
_PLAIN = re.compile(r"\d{1,15}")
_EXPONENT = re.compile(r"\d{1,15}(?:\.\d{1,15})?[eE]\+?\d{1,2}")
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_DOT_GROUPS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_DOT_DECIMAL = re.compile(r"\d{1,15}\.\d+")
_COMMA_DECIMAL = re.compile(r"\d{1,15},\d+")
_RANGE = re.compile(r"([\d.,]+)\s*[-\u2013\u2014]\s*([\d.,]+)")


LONGEST = 60
"""Letters of the longest cell that is taken for a number: 'about 1,000,000 to 1,200,000 (a)' has half of that."""
MOST = 1e10
"""A cell with a larger number than this counts no people: mankind, rounded up."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number cell: its bounds, its hedge, and what a person should know of it."""

    low: float
    high: float
    hedge: Hedge = Hedge.NONE
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """How a column writes numbers: `dots` when dots part the thousands; `doubt` when its cells leave that open."""

    dots: bool = False
    doubt: str = ""


def missing(cell: str) -> bool:
    """Whether a cell says that there is no number."""
    return cell.strip().casefold() in words().missing


def style(cells: Iterable[str]) -> Style:
    """How a column writes its thousands and decimals, decided by all of its cells together."""
    bare = [c.strip() for c in cells]
    comma_groups = sum(1 for c in bare if _COMMA_GROUPS.fullmatch(c))
    comma_decimals = sum(1 for c in bare if _COMMA_DECIMAL.fullmatch(c) and not _COMMA_GROUPS.fullmatch(c))
    dot_groups = [c for c in bare if _DOT_GROUPS.fullmatch(c)]
    dot_decimals = sum(1 for c in bare if _DOT_DECIMAL.fullmatch(c) and not _DOT_GROUPS.fullmatch(c))
    if comma_decimals > max(comma_groups, dot_decimals) and 5 * comma_decimals >= 4 * sum(1 for c in bare if number(c)):
        return Style(dots=True)  # a lone '98,00' is a typo, a column of them is not
    if dot_groups and len(dot_groups) > dot_decimals and not comma_groups:
        sure = any(c.count(".") > 1 or "," in c for c in dot_groups)
        return Style(True, "" if sure else "dots were read as thousands separators, since three digits follow each")
    return Style()


def number(cell: str, how: Style = Style()) -> Count | None:
    """The number in a cell; None when it holds none. Negative numbers are none: nobody counts fewer than zero."""
    text, caveat = cell.strip(), ""
    if len(text) > LONGEST:
        return None
    bare = _FOOTNOTE.sub("", text)
    if bare and bare != text:
        text, caveat = bare.strip(), "the cell has a footnote mark"
    hedge, text = _hedged_in_words(text)
    if text[:1] in _HEDGES:
        hedge, text = _HEDGES[text[0]], text[1:].strip()
    if text.endswith("+"):
        hedge, text = Hedge.OVER, text[:-1].strip()
    value = _value(text, how.dots)
    if value is not None and value > MOST:
        return None
    if value is not None:
        return Count(value, value, hedge, caveat)
    match = _RANGE.fullmatch(text)
    ends = (_value(match[1], how.dots), _value(match[2], how.dots)) if match else (None, None)
    if ends[0] is None or ends[1] is None or not ends[0] <= ends[1] <= MOST:
        return None
    return Count(ends[0], ends[1], Hedge.RANGE, caveat)


def _hedged_in_words(text: str) -> tuple[Hedge, str]:
    """The hedge that stands in words before a number, and the rest ('about 5,000')."""
    if not text[:1].isalpha():
        return Hedge.NONE, text
    for hedge, phrases in words().hedges.items():
        for phrase in phrases:
            if text.casefold().startswith(f"{phrase} "):
                return Hedge(hedge), text[len(phrase) :].strip()
    return Hedge.NONE, text


def _value(text: str, dots: bool) -> float | None:
    if _PLAIN.fullmatch(text) or _EXPONENT.fullmatch(text):
        return float(text)
    if any(c in _SPACES for c in text):
        groups = re.split(f"[{_SPACES}]", text)
        if not (len(groups[0]) <= 3 and all(re.fullmatch(r"\d{3}(?:[.,]\d+)?", g) for g in groups[1:])):
            return None
        text = "".join(groups)
        if _PLAIN.fullmatch(text):
            return float(text)
    if dots:
        text = text.translate(str.maketrans(".,", ",."))
    if _COMMA_GROUPS.fullmatch(text):
        return float(text.replace(",", ""))
    return float(text) if _DOT_DECIMAL.fullmatch(text) else None
