"""Who counted and who told: source chains from the words around speech and citing verbs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from panah.figure import Source, SourceKind
from panah.read.text.language import Language
from panah.read.text.lexicon import fold
from panah.read.text.sentences import Sentence

_TOKEN = re.compile(r"[^\W_]+(?:[.'’/-][^\W_]+)*\.?")
_STOP = re.compile(r"[;:\"“”()]|, ")


@dataclass(frozen=True, slots=True)
class Voice:
    """A source chain named in one sentence, from counter to teller."""

    at: int
    chain: tuple[Source, ...]


def voices(text: str, folded: str, sentence: Sentence, language: Language) -> list[Voice]:
    """The source chains that a sentence names, in order."""
    tellers: list[Source] = []
    counters: list[Source] = []
    at = sentence.start
    for hit in language.citing.scan(folded, sentence.words):
        name = _name(text, hit.end, min(sentence.end, hit.end + 110), language, backwards=False)
        if name:
            (counters if hit.label == "count" else tellers).append(_source(name, language))
            at = hit.start
    for hit in language.speech.scan(folded, sentence.words):
        before = text[max(sentence.start, hit.start - 120) : hit.start]
        name = _subject(before, language)
        if not name and before.rstrip()[-1:] in (",", "\"", "”", "»", "“"):
            name = _name(text, hit.end, min(sentence.end, hit.end + 80), language, backwards=False)
        if name:
            source = _source(name, language)
            cited = bool(counters) and source.kind is SourceKind.PRESS
            (tellers if cited else counters).insert(0, source)
            at = hit.start
    chain = _distinct([*_specific(counters), *tellers])
    return [Voice(at, tuple(chain))] if chain else []


def _specific(found: Sequence[Source]) -> list[Source]:
    official = [s for s in found if s.kind is not SourceKind.PRESS]
    return (official or list(found))[:2]


def _distinct(chain: Sequence[Source]) -> list[Source]:
    out: list[Source] = []
    for source in chain:
        if not any(fold(source.name) in fold(s.name) or fold(s.name) in fold(source.name) for s in out):
            out.append(source)
    return out


def _subject(before: str, language: Language) -> str:
    """The name that ends right before a verb; a title set between commas is taken along."""
    head = before.rstrip(" ,")
    name = _name(head, 0, len(head), language, backwards=True)
    return name


def _name(text: str, start: int, end: int, language: Language, *, backwards: bool) -> str:
    """The run of capitalised words and offices at the end (or beginning) of text[start:end]."""
    tokens = list(_TOKEN.finditer(text, start, end))
    runs: list[list[re.Match[str]]] = [[]]
    for token in tokens:
        word = token.group()
        gap = text[runs[-1][-1].end() : token.start()] if runs[-1] else ""
        if gap and _STOP.search(gap) or (gap and "," in gap):
            runs.append([])
        if word[0].isupper() or language.bodies.at(fold(word), 0):
            runs[-1].append(token)
        elif runs[-1] and word.lower() in language.name_joiners:
            runs[-1].append(token)
        elif runs[-1]:
            runs.append([])
    named = [_trim(run, language) for run in runs]
    named = [run for run in named if run and _nameable(run, language)]
    if not named:
        return ""
    run = named[-1] if backwards else named[0]
    if backwards and len(text[run[-1].end() : end].split()) > 6:
        return ""
    if not backwards and len(text[start : run[0].start()].split()) > 5:
        return ""
    joined = run
    if backwards and len(named) > 1 and text[named[-2][-1].end() : run[0].start()].strip() in (",", "'s", "’s"):
        joined = named[-2] + run
    return text[joined[0].start() : joined[-1].end()].strip(" .,")


def _trim(run: list[re.Match[str]], language: Language) -> list[re.Match[str]]:
    out = list(run)
    while out and (out[-1].group().lower() in language.name_joiners):
        out.pop()
    while out and out[0].group().lower() in language.name_joiners:
        out.pop(0)
    return out


def _nameable(run: Sequence[re.Match[str]], language: Language) -> bool:
    words = [m.group().lower().rstrip(".") for m in run]
    if all(w in language.months or w in language.weekdays or w in language.bare_before for w in words):
        return False
    return any(m.group()[0].isupper() and w not in language.months and w not in language.weekdays
               and w not in language.bare_before for m, w in zip(run, words, strict=True))


def _source(name: str, language: Language) -> Source:
    folded = fold(name)
    starts = [m.start() for m in re.finditer(r"\b\w", folded)]
    kinds = [hit.label for hit in language.bodies.scan(folded, starts)]
    for kind in ("agency", "official", "press", "social"):
        if kind in kinds:
            return Source(name, SourceKind(kind))
    return Source(name)
