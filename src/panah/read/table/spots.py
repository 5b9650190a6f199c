"""Place and nationality cells -> ISO3 codes where a country is meant, else the words of the cell."""

from __future__ import annotations

import re
from functools import lru_cache

from panah.places import Kind, find
from panah.read.table.words import fold_cell, words

_FOOTNOTE = re.compile(r"[*\u2020\u2021\u00b9\u00b2\u00b3]+$")
_CODE = re.compile(r"[A-Z]{3}")


@lru_cache(maxsize=4096)
def country(cell: str) -> str | None:
    """The ISO3 code of the country that a cell names exactly, in any language; None when it names none."""
    text = cell.strip()
    if not 3 <= len(text) <= 60 or fold_cell(text) in words().nowhere:
        return None
    best = next(iter(find(text, limit=1)), None)
    exact = best is not None and best.score >= 1.0 and best.place.kind is Kind.COUNTRY
    return best.place.code if best and exact else None


@lru_cache(maxsize=4096)
def spot(cell: str) -> str | None:
    """The ISO3 code of a country, else the cell's own words; None when it names no place ('any', 'unknown')."""
    text = _FOOTNOTE.sub("", cell.strip()).strip()
    if not text or text.casefold() in words().missing or fold_cell(text) in words().nowhere:
        return None
    return country(text) or text


@lru_cache(maxsize=512)
def countries_in(text: str) -> tuple[str, ...]:
    """The countries that a title or header names: codes in capitals, and names of four letters or more."""
    found: dict[str, None] = {}
    tokens = re.findall(r"[^\W_]+", text)[:60]
    taken = 0
    for start in range(len(tokens)):
        for length in (4, 3, 2, 1):
            phrase = " ".join(tokens[start : start + length])
            if start < taken or (length > 1 and len(tokens) < start + length):
                continue
            if (len(phrase) >= 4 or _CODE.fullmatch(phrase)) and (code := country(phrase)):
                found[code] = None
                taken = start + length
                break
    return tuple(found)
