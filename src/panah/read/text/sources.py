"""Who counted and who told: the people and offices that a sentence names, and the words of speech that they go with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from panah.figure import Source, SourceKind
from panah.places import Mention
from panah.read.text.inflected import based, same_word
from panah.read.text.language import Language, load
from panah.read.text.lexicon import REMEMBERED, WORD, Hit, fold
from panah.read.text.sentences import Sentence

_TOKEN = re.compile(r"[^\W_]+(?:[.'’/:-][^\W_]+)*\.?")
_STOP = re.compile(r"[;:\"“”„«»،؛,—–]|[()]")
_POSSESSIVE = ("'s", "’s")
_BEFORE, _BEHIND, _CITED = 120, 80, 110
"""Letters within which a speaker is looked for before and behind a verb of speech, and behind a citing phrase."""
_NAME = 60
"""Letters that a name itself may have beyond that."""
_GAP = 6
"""Words that may stand between a name and the word that goes with it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody named in a sentence who may have counted or told, and by which words."""

    start: int
    end: int
    chain: tuple[Source, ...]
    """From the one who counted to the one who told."""
    link: str
    """said, cited, told (to a teller), aside (speaks of something else) or none."""
    stand: str
    """office, named office, person, place, press."""
    opens: bool = False
    """Whether the sentence begins with it."""
    fuller: bool = False
    """Whether its words stand for a fuller name earlier in the text."""


@dataclass(frozen=True, slots=True)
class Voices:
    """All voices of one sentence, in order."""

    all: tuple[Voice, ...] = ()
    unnamed: bool = False
    """Whether somebody speaks in it who is not named ('she said')."""


NOBODY = Voices()


@dataclass(slots=True)
class _Name:
    """A stretch of words that names somebody, and what is found out about it."""

    tokens: list[re.Match[str]]
    stand: str
    link: str = "none"
    people: list[_Name] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.tokens[0].start()

    @property
    def end(self) -> int:
        return self.tokens[-1].end()


def voices(text: str, folded: str, sentence: Sentence, language: Language, numbers: Sequence[int],
           earlier: Sequence[Voice], places: Mapping[int, Mention]) -> Voices:
    """The voices of a sentence.

    `numbers` are where its numbers stand, `earlier` the voices of those before it, `places` the text's by their start.
    """
    bodies = dict(sentence.words.hits(language.bodies))
    citing, speech = (table.scan(folded, sentence.words) for table in (language.citing, language.speech))
    if not bodies and not citing and not speech:
        return NOBODY
    ends = frozenset(at for hit in (*citing, *speech) for at in sentence.words if hit.start <= at < hit.end)
    page = _Page(text, folded, language, _loose_words(language.code), bodies, sentence.start, ends, places)
    names = page.names(sentence.end)
    if not names:
        return Voices((), bool(speech))
    told: dict[int, _Name] = {}
    for hit in citing:
        name = page.behind(names, hit.end, min(sentence.end, hit.end + _CITED))
        if name is not None and (hit.label == "count" or name.stand != "place"):
            name.link = "cited" if hit.label == "count" and name.stand != "press" else "told"
            told[hit.start] = name
    unnamed = False
    for hit in speech:
        name = page.speaker(names, hit, sentence, told.get(hit.start))
        if name is None:
            unnamed = True
        elif name.link == "none":
            name.link = "told" if name.stand == "press" else page.manner(hit, sentence)
    # a bare person is a source only where somebody says so
    kept = [n for n in names if n.link != "none" or n.stand in ("office", "named office", "press")]
    return Voices(tuple(_voices(page, kept, numbers, earlier)), unnamed)


def _voices(page: _Page, names: Sequence[_Name], numbers: Sequence[int], earlier: Sequence[Voice]) -> Iterator[Voice]:
    tellers = [n for n in names if n.link == "told"]
    known = [source for voice in earlier for source in voice.chain]
    for name in names:
        own, fuller = page.called(name, known, earlier)
        chain = [own]
        if name.link == "cited":
            chain += [page.source(n) for n in names if n.link == "said" and not _between(numbers, name, n)][:1]
        if name.link != "told":
            chain += [page.source(n) for n in sorted(tellers, key=lambda n: abs(n.start - name.start))[:1]]
        known.append(own)
        yield Voice(name.start, name.end, tuple(_distinct(chain)), name.link, name.stand,
                    name.start - page.start < 5, fuller)


def _between(numbers: Sequence[int], a: _Name, b: _Name) -> bool:
    return any(min(a.end, b.end) <= n < max(a.start, b.start) for n in numbers)


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
    start: int
    ends: frozenset[int]
    """Where words of speech and citing stand: no name goes on there."""
    places: Mapping[int, Mention]

    def names(self, end: int) -> list[_Name]:
        """Everybody who is named in the sentence up to `end`, those in apposition joined."""
        out: list[_Name] = []
        for run in self._runs(self.start, end):
            tokens = self._trim(run)
            stand = self._stand(tokens) if tokens else ""
            if not stand:
                continue
            name = _Name(tokens, stand)
            last = out[-1] if out else None
            if last is not None and (self._abbreviates(last, name) or self._apposed(last, name)):
                out[-1] = _Name([*last.tokens, *tokens], "named office", people=[last, name])
            else:
                out.append(name)
        return out

    def _abbreviates(self, a: _Name, b: _Name) -> bool:
        """Whether a name is followed by its short form in brackets."""
        return (a.stand != "place" and len(b.tokens) == 1 and self.text[b.start : b.end].isupper()
                and self.text[a.end : b.start] == " (" and self.text[b.end : b.end + 1] == ")")

    def _apposed(self, a: _Name, b: _Name) -> bool:
        """Whether only a comma and small words part a person and an office ('Ann Lee, head of the border service')."""
        if "person" not in (a.stand, b.stand) or not {"office", "named office"} & {a.stand, b.stand}:
            return False
        between = self.text[a.end : b.start]
        words = between.split(",", 1)[1].split() if between.lstrip().startswith(",") else None
        return words is not None and "," not in between.lstrip()[1:] and len(words) <= 3 and not any(
            c in between for c in ";:\"“”«»()—–") and all(
            w.lower() in self.language.name_openers or w.lower() in self.loose.stops or w.lower() in (
                self.language.name_joiners) for w in words)

    def _runs(self, start: int, end: int) -> list[list[re.Match[str]]]:
        runs: list[list[re.Match[str]]] = [[]]
        run, office, language = runs[0], -1, self.language
        joiners, openers = language.name_joiners, language.name_openers
        blanked = " " * start + language.parted(self.text[start:end])
        waiting: list[re.Match[str]] = []  # small words that belong to an office if one follows
        article = False
        for token in _TOKEN.finditer(blanked, start):
            at, shown = token.start(), token.group()
            word = shown.lower()
            before = waiting[-1] if waiting else run[-1] if run else None
            if before is not None and _STOP.search(self.text, before.end(), at):
                run, waiting, article = [], [], False
                runs.append(run)
            hit = self.bodies.get(at)
            office = max(office, hit.end if hit else -1)
            named = shown[0].isupper() or at < office or (
                language.office_first and bool(run) and not self._stops(token))
            named = named and (at not in self.ends or hit is not None)
            if word in openers and (not run or run[-1].group().lower() not in joiners):
                run, waiting, article = [], [], True
                runs.append(run)
            elif named:
                run += waiting
                waiting = []
                run.append(token)
            elif run and not waiting and (word in joiners or (language.adjectives_behind and self._national(at))):
                run.append(token)
            elif self._qualifies(token, article, run) and len(waiting) < 2:
                if run and language.adjectives_behind:
                    run.append(token)
                elif run and run[-1].group().lower() not in joiners and not self._leads(run[-1]):
                    run, waiting = [], [token]
                    runs.append(run)
                else:
                    waiting.append(token)
            else:
                if run or waiting:
                    run = []
                    runs.append(run)
                waiting, article = [], False
        return runs

    def _qualifies(self, token: re.Match[str], article: bool, run: Sequence[re.Match[str]]) -> bool:
        """Whether a small word may belong to the name of an office: 'the provincial interior department'."""
        word, language = self.folded[token.start() : token.end()], self.language
        if self._national(token.start()) or language.qualifier.search(word):
            return True
        last = run[-1] if run else None
        free = article if last is None else self._leads(last)
        return free and not language.adjectives_behind and token.start() not in self.ends and (
            word.replace("-", "").isalpha() and word not in self.loose.stops and word not in language.name_joiners)

    def _leads(self, token: re.Match[str]) -> bool:
        """Whether small words behind this one may belong to its name: 'Sudan's refugee commission', 'UN staff'."""
        return token.group().endswith(_POSSESSIVE) or self._national(token.start()) or (
            token.start() in self.bodies)

    def _national(self, at: int) -> bool:
        """Whether a nationality stands here ('la police polonaise', 'vom finnischen Grenzschutz')."""
        place = self.places.get(at)
        return place is not None and place.role == "demonym"

    def _stops(self, token: re.Match[str]) -> bool:
        """Whether a name in a script without capitals ends before this word."""
        at, word, language = token.start(), self.folded[token.start() : token.end()].rstrip("."), self.language
        if word[0].isdigit() or word in self.loose.stops:
            return True
        return any(table.at(self.folded, at) for table in (language.speech, language.citing, language.measures))

    def _trim(self, run: list[re.Match[str]]) -> list[re.Match[str]]:
        """The run without joiners, weekdays and words like 'news agency' at its ends."""
        out = list(run)
        while out and ((out[-1].group().lower() in self.loose.behind and not self._is_office(out[-1]))
                       or self._no_name(out[-1])):
            out.pop()
        while out and ((out[0].group().lower() in self.loose.ahead and (
            out[0].group()[0].islower() or out[0].group().lower() in self.language.name_joiners
        )) or self._no_name(out[0])):
            out.pop(0)
        return out

    def _is_office(self, token: re.Match[str]) -> bool:
        """Whether a word that may join the parts of a name is an office here ('Національна поліція')."""
        hit = self.bodies.get(token.start())
        return hit is not None and hit.label == "official" and token.group().lower() in self.language.name_joiners

    def _no_name(self, token: re.Match[str]) -> bool:
        """Whether a word at the end of a name is none of it: a number, a month, a word that only opens a sentence."""
        plain, _ = _plain(token.group())
        return not any(c.isalpha() for c in plain) or (
            token.start() not in self.bodies and plain in self.loose.nameless)

    def _stand(self, run: Sequence[re.Match[str]]) -> str:
        """What a run of words is: an office, one with a name, a person, a place, the press; '' for nobody."""
        kinds = {self.bodies[m.start()].label for m in run if m.start() in self.bodies}
        capitals = [m for m in run if m.group()[0].isupper() and self.loose.nameless.isdisjoint(_plain(m.group()))]
        if kinds:
            if kinds <= {"press", "social"}:
                return "press"
            return "named office" if len(run) > 1 or capitals else "office"
        if not capitals:
            return ""
        placed = [place for m in run if (place := self.places.get(m.start())) is not None]
        if sum(p.end - p.start for p in placed) >= run[-1].end() - run[0].start() - 3:
            return "" if any(p.role == "demonym" for p in placed) else "place"
        return "person"

    def _nearest(self, names: Sequence[_Name], start: int, end: int, *, backwards: bool) -> _Name | None:
        inside = [n for n in names if start <= n.start and n.end <= end]
        if not inside:
            return None
        name = inside[-1] if backwards else inside[0]
        gap = self.text[name.end : end] if backwards else self.text[start : name.start]
        return name if len(gap.split()) <= _GAP else None

    def behind(self, names: Sequence[_Name], start: int, end: int) -> _Name | None:
        """The first name from `start` on, to the end of which there are no more than _NAME letters behind `end`."""
        return self._nearest(names, start, end + _NAME, backwards=False)

    def speaker(self, names: Sequence[_Name], hit: Hit, sentence: Sentence, listener: _Name | None) -> _Name | None:
        """Whose verb of speech this is."""
        language, folded = self.language, self.folded
        begin = max(sentence.start, hit.start - _BEFORE)
        before = folded[begin : hit.start]
        others = [n for n in names if n is not listener]
        after = listener.end if listener else hit.end
        # '..., sagte der Minister' and 'gab der Minister bekannt', where the speaker stands inside the phrase
        opened = language.speaker_behind and (not before.strip() or before.rstrip()[-1] in ",\"'“”«»–—")
        inside = folded.find(" ", hit.start, hit.end)
        after = inside if opened and inside > 0 else after
        span = (after, min(sentence.end, max(after, hit.end) + _BEHIND + _NAME))
        ahead_first = language.office_first or opened or (
            "," in before and len(before.rsplit(",", 1)[-1].split()) <= 2 and self.inverts(hit.end))
        for backwards in (not ahead_first, ahead_first):
            name = self._nearest(others, *((sentence.start, hit.start) if backwards else span), backwards=backwards)
            if name is not None and not (backwards and name.end < begin):
                return name
        return None

    def manner(self, hit: Hit, sentence: Sentence) -> str:
        """'aside' where the verb of speech only names an event: 'since Moscow announced ...'."""
        before = self.folded[max(sentence.start, hit.start - _BEFORE) : hit.start]
        aside = any(word in self.language.asides for word in before.rsplit(",", 1)[-1].split()[-5:])
        return "aside" if aside else "said"

    def inverts(self, at: int) -> bool:
        """Whether the speaker may stand behind a speech verb that ends here ('a indiqué mardi le HCR')."""
        word = WORD.match(self.folded, at + 1)
        return bool(self.language.inverted) and word is not None and word.group() not in self.language.inverted

    def shown(self, name: _Name) -> str:
        """The words of a name, an inflected office in its base form."""
        parts = name.people or [name]
        return ", ".join(self._shown(part) for part in parts)

    def _shown(self, name: _Name) -> str:
        shown = " ".join(re.sub(r"['’]s?$", "", self.text[name.start : name.end].strip(" .,")).split())
        if not self.language.base_endings or name.stand in ("person", "place"):
            return shown
        offices = [i for i, m in enumerate(name.tokens) if m.start() in self.bodies]
        if not offices:
            return shown
        words = [m.group().rstrip(".") for m in name.tokens]
        heads = range(offices[0], min(len(words), offices[0] + 3)) if self.language.base_first else [len(words) - 1]
        return " ".join(based(words, heads, self.language) or [shown])

    def source(self, name: _Name) -> Source:
        """The name as a link of a chain."""
        return Source(self.shown(name), self._kind(name))

    def _kind(self, name: _Name) -> SourceKind:
        kinds = {self.bodies[m.start()].label for m in name.tokens if m.start() in self.bodies}
        for kind in ("press", "agency", "official", "social"):
            if kind in kinds and (kind != "press" or name.stand == "press"):
                return SourceKind(kind)
        return SourceKind.UNKNOWN

    def called(self, name: _Name, known: Sequence[Source], earlier: Sequence[Voice]) -> tuple[Source, bool]:
        """The name as a link, or the fuller one that it stands for ('Pitkaniitty', 'the ministry')."""
        mine = self.source(name)
        words = set(fold(mine.name).split())
        if words <= self.language.standins:
            for voice in reversed(earlier):
                if voice.stand == "named office" and voice.link in ("said", "cited"):
                    return voice.chain[0], True
        if name.stand in ("person", "office") and len(words) == 1:
            word = next(iter(words))
            for other in reversed(known):
                theirs = fold(other.name).replace(",", " ").split()
                if len(theirs) > 1 and any(same_word(word, w) for w in theirs):
                    return other, True
        return mine, False


@lru_cache(REMEMBERED)
def _plain(word: str) -> tuple[str, str]:
    plain = fold(word).rstrip(".")
    return plain, plain.removesuffix("'s")
