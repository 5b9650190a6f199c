"""Place and nationality cells -> ISO3 codes where a country is meant, else the words of the cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from panah.places import Kind, find, scan
from panah.read.table.words import fold_cell, words

_FOOTNOTE = re.compile(r"[*\u2020\u2021\u00b9\u00b2\u00b3]+$")
_CODE = re.compile(r"\b[A-Z]{3}\b")
_JOINS = re.compile(r"[_\-./]+")
_LATIN = ("en", "fr", "es", "de")
"""Languages whose names of countries a title without a known language is searched for, until one finds any."""
_SCRIPTS = (("ru", re.compile("[\u0400-\u04ff]")), ("ar", re.compile("[\u0600-\u06ff]")))


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


@lru_cache(maxsize=4096)
def known_place(text: str) -> str | None:
    """The code of any known place (country, island, town, crossing, camp) that a header is the exact name of."""
    if not 3 <= len(text.strip()) <= 60 or fold_cell(text) in words().nowhere:
        return None
    best = next(iter(find(text.strip(), limit=1)), None)
    return best.place.code if best and best.score >= 1.0 else None


@dataclass(frozen=True, slots=True)
class Named:
    """The countries that a title or header names, and those whose people it names ('Syrians')."""

    lands: tuple[str, ...] = ()
    peoples: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def named_in(text: str, language: str | None = None) -> Named:
    """The countries and the peoples named in a title, a file's name or a header, in order."""
    plain = _JOINS.sub(" ", text[:2000])
    if plain.islower():  # the name of a file: names of places have lost their capitals
        plain = plain.title()
    script = next((code for code, letters in _SCRIPTS if letters.search(plain)), None)
    tongues = (language,) if language else (script,) if script else _LATIN
    found = ([m for m in scan(plain, tongue) if m.place.kind is Kind.COUNTRY] for tongue in tongues)
    mentions = next(filter(None, found), [])
    codes = [code for code in _CODE.findall(plain) if country(code) == code]
    lands = dict.fromkeys([m.place.code for m in mentions if m.role == "name"] + codes)
    return Named(tuple(lands), tuple(dict.fromkeys(m.place.code for m in mentions if m.role == "demonym")))
