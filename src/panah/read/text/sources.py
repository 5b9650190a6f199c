"""Who counted and who told: source chains from the words around speech and citing verbs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from panah.figure import Source, SourceKind
from panah.places import scan
from panah.read.text.language import Language, load
from panah.read.text.lexicon import REMEMBERED, WORD, Hit, fold
from panah.read.text.sentences import Sentence

_TOKEN = re.compile(r"[^\W_]+(?:[.'’/-][^\W_]+)*\.?")
_STOP = re.compile(r"[;:\"“”()«»،؛,]")


@dataclass(frozen=True, slots=True)
class Voice:
    """A source chain named in one sentence, from counter to teller."""

    at: int
    chain: tuple[Source, ...]
    metonym: bool = False
    """Whether only a capital speaks ('Moscow says'): it then speaks for its own sentence alone."""


def voices(text: str, folded: str, sentence: Sentence, language: Language) -> list[Voice]:
    """The source chains that a sentence names, in order."""
    tellers: list[Source] = []
    counters: list[Source] = []
    at = sentence.start
    citing, speech = (table.scan(folded, sentence.words) for table in (language.citing, language.speech))
    if not citing and not speech:
        return []
    page = _Page(text, folded, language, _loose_words(language.code), dict(sentence.words.hits(language.bodies)))
    told: dict[int, int] = {}
    for hit in citing:
        name = page.name(hit.end, min(sentence.end, hit.end + 110), backwards=False)
        if name:
            (counters if hit.label == "count" else tellers).append(_source(name, language))
            told[hit.start] = text.find(name, hit.end) + len(name)
            at = hit.start
    for hit in speech:
        begin = max(sentence.start, hit.start - 120)
        before = folded[begin : hit.start]
        if any(word in language.asides for word in before.rsplit(",", 1)[-1].split()[-5:]):
            continue  # 'since Moscow announced ...' names an event, not a source
        end = begin + len(before.rstrip(" ,"))
        after = told.get(hit.start, hit.end)  # 'a déclaré à l'AFP le gouverneur'
        # '..., sagte der Minister' and 'gab der Minister bekannt', where the speaker stands inside the phrase
        opened = language.speaker_behind and (not before.strip() or before.rstrip()[-1] in ",\"'“”«»")
        inside = folded.find(" ", hit.start, hit.end)
        after = inside if opened and inside > 0 else after
        span = (after, min(sentence.end, max(after, hit.end) + 80))
        ahead_first = language.office_first or opened or (
            "," in before and len(before.rsplit(",", 1)[-1].split()) <= 2 and page.inverts(hit.end))
        name = page.name(*span, backwards=False) if ahead_first else page.name(begin, end, backwards=True)
        if not name:
            name = page.name(begin, end, backwards=True) if ahead_first else page.name(*span, backwards=False)
        if name:
            source = _source(name, language)
            cited = bool(counters) and source.kind is SourceKind.PRESS
            (tellers if cited else counters).insert(0, source)
            at = hit.start
    chain = _distinct([*_specific(counters), *tellers])
    capital = bool(chain) and any(m.place.capital and m.end - m.start == len(chain[0].name)
                                  for m in scan(chain[0].name, language.code))
    return [Voice(at, tuple(chain), capital)] if chain else []


def _specific(found: Sequence[Source]) -> list[Source]:
    official = [s for s in found if s.kind is not SourceKind.PRESS]
    return (official or list(found))[:2]


def _distinct(chain: Sequence[Source]) -> list[Source]:
    out: list[Source] = []
    for source in chain:
        if not any(fold(source.name) in fold(s.name) or fold(s.name) in fold(source.name) for s in out):
            out.append(source)
    return out


@dataclass(frozen=True, slots=True)
class _Loose:
    """Words of a language that are no part of a name: at its beginning, its end, beside it, or that alone are none."""

    ahead: frozenset[str]
    behind: frozenset[str]
    stops: frozenset[str]
    nameless: frozenset[str]


@cache
def _loose_words(code: str) -> _Loose:
    language = load(code)
    ahead, small = language.name_joiners | language.generic_names, language.bare_before | language.weekdays.keys()
    return _Loose(ahead, ahead | language.weekdays.keys(), small | language.common,
                  small | language.months.keys() | language.no_names)


@dataclass(frozen=True, slots=True)
class _Page:
    """A text in which names of people and offices are looked for, with the offices of the sentence that is read."""

    text: str
    folded: str
    language: Language
    loose: _Loose
    bodies: Mapping[int, Hit]

    def name(self, start: int, end: int, *, backwards: bool) -> str:
        """The name nearest to the end (or the beginning) of text[start:end], or '' when none is near."""
        runs = self._runs(start, end)
        trimmed = map(self._trim, reversed(runs) if backwards else runs)
        near = (each for each in trimmed if each and self._nameable(each))
        run = next(near, [])
        if not run or len(
            (self.text[run[-1].end() : end] if backwards else self.text[start : run[0].start()]).split()
        ) > 6:
            return ""
        title = run[0].group()[0].islower()
        further = next(near, []) if backwards and title else []
        if further and self.text[further[-1].end() : run[0].start()].strip() == ",":
            run = further + run  # 'Ann Lee, head of the border service, said'
        return re.sub(r"['’]s?$", "", self.text[run[0].start() : run[-1].end()].strip(" .,"))

    def _runs(self, start: int, end: int) -> list[list[re.Match[str]]]:
        runs: list[list[re.Match[str]]] = [[]]
        run, office, language = runs[0], -1, self.language
        adjectives, joiners = self._adjectives(start, end), language.name_joiners
        blanked = " " * start + language.parted(self.text[start:end])
        for token in _TOKEN.finditer(blanked, start):
            at, shown = token.start(), token.group()
            word = shown.lower()
            if run and _STOP.search(self.text, run[-1].end(), at):
                run = []
                runs.append(run)
            hit = self.bodies.get(at) if at > start else language.bodies.at(self.folded, at)
            office = max(office, hit.end if hit else -1)
            named = shown[0].isupper() or at < office or (
                language.office_first and bool(run) and not self._stops(token))
            if word in language.name_openers and (not run or run[-1].group().lower() not in joiners):
                run = []
                runs.append(run)
            elif named or (run and (at in adjectives or word in joiners)):
                run.append(token)
            elif run:
                run = []
                runs.append(run)
        return runs

    def inverts(self, at: int) -> bool:
        """Whether the speaker may stand behind a speech verb that ends here ('a indiqué mardi le HCR')."""
        word = WORD.match(self.folded, at + 1)
        return bool(self.language.inverted) and word is not None and word.group() not in self.language.inverted

    def _adjectives(self, start: int, end: int) -> set[int]:
        """Where nationalities stand that belong to an office before them ('la police polonaise')."""
        if not self.language.adjectives_behind:
            return set()
        return {start + m.start for m in scan(self.text[start:end], self.language.code) if m.role == "demonym"}

    def _stops(self, token: re.Match[str]) -> bool:
        """Whether a name in a script without capitals ends before this word."""
        at, word, language = token.start(), self.folded[token.start() : token.end()].rstrip("."), self.language
        if word[0].isdigit() or word in self.loose.stops:
            return True
        return any(table.at(self.folded, at) for table in (language.speech, language.citing, language.measures))

    def _trim(self, run: list[re.Match[str]]) -> list[re.Match[str]]:
        """The run without joiners, weekdays and words like 'news agency' at its ends."""
        out = list(run)
        while out and out[-1].group().lower() in self.loose.behind:
            out.pop()
        while out and out[0].group().lower() in self.loose.ahead and (
            out[0].group()[0].islower() or out[0].group().lower() in self.language.name_joiners
        ):
            out.pop(0)
        return out

    def _nameable(self, run: Sequence[re.Match[str]]) -> bool:
        """Whether a run names somebody: a capital that is no weekday, and more than a country's name alone."""
        language = self.language
        capitals = [m for m in run if m.group()[0].isupper() and self.loose.nameless.isdisjoint(_plain(m.group()))]
        offices = sum(bool(language.bodies.at(self.folded, m.start())) for m in run)
        if not capitals and offices:
            offices += len(self._adjectives(run[0].start(), run[-1].end()))
        if not capitals or (offices and len(run) > 1):
            # 'the border guard service', but not 'the service'; without capitals one office is enough
            return offices >= 1 + (not capitals and not self.language.office_first)
        shown = self.text[run[0].start() : run[-1].end()]
        placed = {m.start + run[0].start() for m in scan(shown, self.language.code) if m.place.kind != "town"}
        return any(m.start() not in placed for m in capitals) or len(run) > len(placed) + 1


@lru_cache(REMEMBERED)
def _plain(word: str) -> tuple[str, str]:
    plain = fold(word).rstrip(".")
    return plain, plain.removesuffix("'s")


def _source(name: str, language: Language) -> Source:
    folded = language.parted(fold(name))
    starts = [m.start() for m in re.finditer(r"\b\w", folded)]
    kinds = [hit.label for hit in language.bodies.scan(folded, starts)]
    for kind in ("press", "agency", "official", "social"):
        if kind in kinds:
            return Source(name, SourceKind(kind))
    return Source(name)
