"""A language's words, loaded from `languages/xx.toml`; code elsewhere holds none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from panah.figure import Measure
from panah.read.text.lexicon import WORD, Lexicon, Tables, fold, plain

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """One language's tables, compiled. See languages/en.toml for what each table holds."""

    code: str
    common: frozenset[str]
    elision: re.Pattern[str]
    adjectives_behind: bool
    lands: frozenset[str]
    inverted: frozenset[str]
    abbreviations: frozenset[str]
    ordinal_dot: bool
    tables: Tables
    conjunctions: Lexicon
    decimal: str
    number_words: Mapping[str, float]
    number_and: tuple[str, ...]
    money_before: re.Pattern[str]
    money_behind: re.Pattern[str]
    fixed_numbers: Lexicon
    scales: Mapping[str, float]
    scale: re.Pattern[str]
    scale_more: re.Pattern[str]
    ordinal_suffix: re.Pattern[str]
    clock: re.Pattern[str]
    range_to: frozenset[str]
    range_and: frozenset[str]
    range_between: frozenset[str]
    hedges: Lexicon
    hedges_after: Lexicon
    nouns: Lexicon
    modifiers: frozenset[str]
    bare_before: frozenset[str]
    adjective: re.Pattern[str]
    comparison: Lexicon
    directions: Mapping[str, re.Pattern[str]]
    rates: Lexicon
    ratios: Lexicon
    percent: re.Pattern[str]
    ratio_by: tuple[str, ...]
    times: re.Pattern[str]
    fractions: Lexicon
    more: Lexicon
    measures: Lexicon
    spoilers: Lexicon
    difference: re.Pattern[str]
    parts: Lexicon
    prepositions: Lexicon
    place_fillers: frozenset[str]
    anaphora: Lexicon
    possessive: re.Pattern[str]
    citizens_of: re.Pattern[str]
    citizens: re.Pattern[str]
    place_forms: Mapping[str, re.Pattern[str]]
    periods: Mapping[str, Any]
    before_behind: re.Pattern[str]
    since_behind: re.Pattern[str]
    until_behind: re.Pattern[str]
    capital_nouns: bool
    speaker_behind: bool
    inflects_names: bool
    number_ending: re.Pattern[str]
    ratio_gap: re.Pattern[str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    speech: Lexicon
    citing: Lexicon
    bodies: Lexicon
    name_joiners: frozenset[str]
    qualifier: re.Pattern[str]
    base_endings: Mapping[str, str]
    base_adjectives: Mapping[str, Mapping[str, str]]
    base_first: bool
    standins: frozenset[str]
    generic_names: frozenset[str]
    name_openers: frozenset[str]
    office_first: bool
    joined: str
    belonging: re.Pattern[str]
    place_prefixes: Mapping[str, str]
    place_joined: Mapping[str, str]
    asides: frozenset[str]
    no_names: frozenset[str]
    respectively: Lexicon
    caveats: Lexicon
    signs: Lexicon

    def parted(self, folded: str) -> str:
        """The text with a blank for every apostrophe that joins a small word to the next ("d'Ukraine")."""
        return self.elision.sub(_parted, folded)


def _bared(found: re.Match[str]) -> str:
    """A word table's "d'un" as it stands in a parted text, and its "d'" without the apostrophe."""
    return found.group()[:-1] + (" " if found.string[found.end()].isalnum() else "")


def _parted(found: re.Match[str]) -> str:
    return found.group()[:-1] + " "


@cache
def codes() -> tuple[str, ...]:
    """The languages there are tables for."""
    folder = resources.files("panah.read.text").joinpath("languages")
    return tuple(sorted(p.name.removesuffix(".toml") for p in folder.iterdir() if p.name.endswith(".toml")))


@cache
def load(code: str) -> Language:
    """The tables of a language; raises KeyError for one there are none for."""
    if code not in codes():
        raise KeyError(code)
    path = resources.files("panah.read.text").joinpath("languages", f"{code}.toml")
    raw = path.read_text(encoding="utf-8")
    t = tomllib.loads(raw)
    elision = re.compile(t.get("elision", "(?!)"))
    if "elision" in t:
        t = tomllib.loads(elision.sub(_bared, raw))
    t = plain(t)
    joined, tables = t.get("joined", ""), Tables()

    def lexicon(table: Mapping[str, Iterable[str]] | Iterable[str]) -> Lexicon:
        rows = table.items() if isinstance(table, Mapping) else [("", table)]
        return Lexicon(((phrase, label) for label, phrases in rows for phrase in phrases), joined, tables)

    def pairs(table: Mapping[str, float]) -> Lexicon:
        return Lexicon(((phrase, str(value)) for phrase, value in table.items()), tables=tables)

    n, p, s = t["numbers"], t["places"], t["sources"]
    scales = {word.lower(): float(value) for word, value in n["scales"].items()}
    any_scale = "|".join(sorted(map(re.escape, scales), key=len, reverse=True))
    return Language(
        code=code,
        common=frozenset(t["common"]),
        elision=elision,
        adjectives_behind=t.get("adjectives_behind", False),
        lands=frozenset(p.get("lands", ())),
        inverted=frozenset(s.get("inverted", ())),
        abbreviations=frozenset(t["abbreviations"]),
        ordinal_dot=t.get("ordinal_dot", False),
        tables=tables,
        conjunctions=pairs(t["conjunctions"]),
        decimal=n["decimal"],
        number_words={word: float(value) for word, value in n["words"].items()},
        number_and=tuple(n["and"]),
        money_before=re.compile(n["money_before"]),
        money_behind=re.compile(n["money_behind"]),
        fixed_numbers=pairs(n["fixed"]),
        scales=scales,
        scale=re.compile(rf"[ -]?({any_scale})\b\.?"),
        scale_more=re.compile(n["more"].replace("{scale}", any_scale) if "more" in n else (
            rf"(?: (?:{'|'.join(n['and']) or '(?!)'}))? ?(\d+(?:[.,]\d+)?) ({any_scale})\b")),
        clock=re.compile(n.get("clock", "(?!)")),
        ordinal_suffix=re.compile(n["ordinal_suffix"]),
        range_to=frozenset(n["range_to"]),
        range_and=frozenset(n["range_and"]),
        range_between=frozenset(n["range_between"]),
        hedges=lexicon(t["hedges"]["before"]),
        hedges_after=lexicon(t["hedges"]["after"]),
        nouns=lexicon(t["nouns"]),
        modifiers=frozenset(t["modifiers"]["words"]),
        bare_before=frozenset(t["modifiers"]["bare_before"]),
        comparison=lexicon(t["modifiers"].get("comparison", ())),
        adjective=re.compile(t["modifiers"].get("adjective", "(?!)")),
        directions={measure: re.compile(pattern) for measure, pattern in t["directions"].items()},
        rates=lexicon(t["rates"]),
        ratios=pairs(t["ratios"]["phrases"]),
        ratio_by=tuple(t["ratios"]["by"]),
        percent=re.compile(t["ratios"]["percent"]),
        times=re.compile(t["ratios"]["times"]),
        fractions=pairs(t["ratios"]["fractions"]),
        more=lexicon(t["ratios"]["directions"]),
        measures=lexicon(
            t["measures"] | {f"{k}.noun": v for k, v in t["nouns"].items() if k in list(Measure)}),
        spoilers=lexicon(t["spoilers"]),
        difference=re.compile(t["spoilers_after"]["difference"]),
        parts=lexicon(t["parts"]["phrases"]),
        prepositions=lexicon(p["prepositions"]),
        place_fillers=frozenset(p["fillers"]),
        anaphora=lexicon(p["anaphora"]),
        possessive=re.compile(p["possessive"]),
        citizens_of=re.compile(p.get("citizens_of", "(?!)")),
        citizens=re.compile(p.get("citizens", "(?!)")),
        place_forms={role: re.compile(pattern) for role, pattern in p.get("forms", {}).items()},
        periods=t["periods"],
        before_behind=re.compile(t["periods"].get("before_behind", "(?!)")),
        since_behind=re.compile(t["periods"].get("since_behind", "(?!)")),
        until_behind=re.compile(t["periods"].get("until_behind", "(?!)")),
        capital_nouns=t.get("capital_nouns", False),
        speaker_behind=t.get("speaker_behind", False),
        inflects_names=p.get("inflects_names", False),
        number_ending=re.compile(n.get("ending", "(?!)")),
        ratio_gap=re.compile(t["ratios"].get("gap", "(?!)")),
        months={word: i + 1 for i, words in enumerate(t["periods"]["months"]) for word in words},
        weekdays={word: i for i, words in enumerate(t["periods"]["weekdays"]) for word in words},
        speech=lexicon(s["speech"]),
        citing=lexicon(s["citing"]),
        bodies=lexicon(s["bodies"]),
        name_joiners=frozenset(s["joiners"]),
        standins=frozenset(s.get("standins", ())),
        base_endings=s.get("bases", {}),
        base_adjectives=s.get("base_adjectives", {}),
        base_first=s.get("base_first", False),
        qualifier=re.compile(s.get("qualifier", "(?!)")),
        generic_names=frozenset(s["generic"]),
        joined=joined,
        office_first=s.get("office_first", False),
        place_joined=p.get("joined", {}),
        place_prefixes=p.get("prefixes", {}),
        belonging=re.compile(p.get("belonging", "(?!)")),
        name_openers=frozenset(s["openers"]),
        asides=frozenset(s.get("aside", ())),
        no_names=frozenset(s.get("no_names", ())),
        respectively=lexicon(t["periods"]["respectively"]),
        caveats=pairs({}) if "caveats" not in t else lexicon(t["caveats"]),
        signs=Lexicon((phrase, label) for label, phrases in t["signs"].items() for phrase in phrases),
    )


ENOUGH = 0.12
"""Share of known words from which on a text counts as written in a language."""


def detect(text: str) -> str | None:
    """The code of the language whose words occur most in the text's beginning, or None when too few do.

    Common words decide; a text too short to hold enough of them is judged by the words for people who come and go.
    """
    folded = fold(text[:2000])
    words = list(WORD.finditer(folded))
    if not words:
        return None
    shares = {code: sum(w.group() in load(code).common for w in words) / len(words) for code in codes()}
    best = max(shares, key=lambda code: shares[code])
    if shares[best] >= ENOUGH:
        return best
    starts = [w.start() for w in words]
    for code in codes():
        language = load(code)
        cues = sum(1 for table in (language.nouns, language.measures) for _ in table.scan(folded, starts))
        shares[code] += cues / len(words)
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] >= ENOUGH else None
