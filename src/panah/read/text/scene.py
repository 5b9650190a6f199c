"""What the stages found in one sentence, and a figure while it is being put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from panah.figure import Event, Form, Hedge, Measure, Source, Unit
from panah.places import Mention, get, scan
from panah.read.text.calendar import Almanac
from panah.read.text.counted import Counted, counted
from panah.read.text.language import Language
from panah.read.text.lexicon import WORD, Hit
from panah.read.text.measures import Cue, cues
from panah.read.text.numbers import Number, numbers
from panah.read.text.periods import When, periods
from panah.read.text.ratios import ratios
from panah.read.text.sentences import Sentence, sentences
from panah.read.text.sources import Voice, Voices, voices
from panah.read.text.weigh.model import Candidate, Choice, Part, Teacher, Weights, choose, score
from panah.read.text.where import Spot, body_leads, office_follows, spots, stands

SPOKEN = frozenset({
    "weekday", "yesterday", "date", "today", "weekday_last_week", "last_week", "weekend", "this_week",
})
"""Kinds of period that often tell when somebody spoke rather than what the figure covers."""


@dataclass(frozen=True, slots=True)
class There:
    """Words for a place that is named elsewhere, and their role."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence with all that was found in it."""

    index: int
    paragraph: int
    text: str
    folded: str
    sentence: Sentence
    numbers: tuple[Number, ...]
    mentions: tuple[Mention, ...]
    cues: tuple[Cue, ...]
    spoilers: tuple[Hit, ...]
    rates: tuple[Hit, ...]
    periods: tuple[When, ...]
    spots: tuple[Spot, ...]
    voices: Voices
    here: tuple[There, ...]
    """The words for a place that is not named: 'the country', 'there'."""
    respectively: bool
    """Whether numbers and days are paired off in order."""
    heading: Cue | None
    """The cue of the sentence before, where that one has no number: 'Daily arrivals, 27 July.'"""
    named: frozenset[str]
    """Countries that the text names anywhere."""
    people: str | None
    """The nationality whose people the text speaks of most."""


@dataclass(slots=True)
class Draft:
    """A figure in the making; only `assemble` turns accepted ones into Figures."""

    scene: Scene
    number: Number
    counted: Counted
    cue: Cue | None
    measure: Measure
    form: Form
    accepted: bool = True
    population: str | None = None
    origin: str | None = None
    destination: str | None = None
    start: date | None = None
    end: date | None = None
    dated: bool = False
    compared: bool = False
    """Whether its days are those of a comparison ('a year earlier')."""
    carried: Draft | None = None
    whole: Draft | None = None
    """The figure of which this one is a part."""
    sources: tuple[Source, ...] = ()
    """From the one who counted to the one who told, without the publisher."""
    choices: dict[str, Choice] = field(default_factory=dict)
    """The weighed decisions, by field."""
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def weighed(self) -> bool:
        """Whether any word gave it a measure, so that it was weighed at all."""
        return "measure" in self.choices

    @property
    def hedge(self) -> Hedge:
        return self.number.hedge

    @property
    def unit(self) -> Unit:
        return self.counted.unit

    @property
    def stand(self) -> str:
        """How the number stands: as a ratio, as a part, with a noun, or bare."""
        if self.number.ratio:
            return "ratio"
        return "part" if self.counted.part else "named" if self.counted.named else "bare"


@dataclass(frozen=True, slots=True)
class Page:
    """What all decisions about one stretch of text share."""

    scenes: Sequence[Scene]
    language: Language
    almanac: Almanac
    weights: Weights
    teacher: Teacher | None = None

    def part(self, table: str, features: list[str]) -> Part:
        """The features with what they weigh together."""
        return Part(table, features, score(features, self.weights.get(table, {})))

    def decide(self, draft: Draft, decision: str, candidates: list[Candidate]) -> Candidate:
        """The candidate that weighs most (or the teacher's), kept with the draft."""
        choice = choose(decision, candidates, self.weights.get(decision, {}))
        draft.choices[decision] = choice
        if self.teacher is not None:
            taught = self.teacher((draft.number.from_, draft.number.end), decision, candidates)
            if taught is not None:
                return taught
        return choice.taken


def scenes(text: str, language: Language, almanac: Almanac, events: Sequence[Event], folded: str) -> list[Scene]:
    """Every sentence of the text with what stands in it; those without a number keep places and sources only."""
    places = {m.start: m for m in scan(text, language.code)}
    mentions = [_national(folded, m, language) for m in places.values()]
    named = frozenset(m.place.code for m in mentions if m.place.kind == "country")
    people = _people(text, folded, mentions, language)
    out: list[Scene] = []
    heard: list[Voice] = []
    paragraph = seen = 0
    for index, sentence in enumerate(sentences(text, folded, language)):
        paragraph += text.count("\n", seen, sentence.start)
        seen = sentence.start
        inside = tuple(m for m in mentions if sentence.start <= m.start < sentence.end)
        here = tuple(language.anaphora.scan(folded, sentence.words))
        blocs = [_bloc(folded, hit, language) for hit in here if hit.label != "here"
                 and not any(m.start < hit.end and hit.start < m.end for m in inside)]
        found = ratios(folded, sentence, numbers(text, folded, sentence, language), language)
        when = tuple(_marked(text, folded, periods(folded, sentence, almanac, language, tuple(events)), language,
                             sentence)) if found or index == 0 else ()
        said = voices(text, folded, sentence, language, [n.from_ for n in found], heard, places)
        heard += said.all
        out.append(Scene(
            index, paragraph, text, folded, sentence,
            numbers=tuple(n for n in found if not _inside(n, when)),
            mentions=inside,
            cues=tuple(cues(folded, sentence, language)),
            spoilers=tuple(language.spoilers.scan(folded, sentence.words)) if found else (),
            rates=tuple(h for h in language.rates.scan(folded, sentence.words)
                        if not any(w.start <= h.start < w.end for w in when)) if found else (),
            periods=when,
            spots=tuple(spots(text, folded, sentence, sorted(
                [*inside, *blocs], key=lambda m: m.start) if blocs else inside, language)),
            voices=said,
            here=tuple(There(h.start, h.end, _role_of(folded, sentence, h, language)) for h in here
                       if h.label == "here") if found else (),
            respectively=any(True for _ in language.respectively.scan(folded, sentence.words)) if found else False,
            heading=out[-1].cues[-1] if out and out[-1].cues and not out[-1].numbers else None,
            named=named,
            people=people,
        ))
    return out


def _bloc(folded: str, hit: Hit, language: Language) -> Mention:
    """'The bloc' as a mention of what it stands for."""
    return Mention(_named_from(folded, hit, language), hit.end, get(hit.label), "name")


def _named_from(folded: str, hit: Hit, language: Language) -> int:
    """Where the words begin, without a preposition that belongs to them ('в блоке')."""
    lead = language.prepositions.at(folded, hit.start)
    word = WORD.search(folded, lead.end, hit.end) if lead else None
    return word.start() if word else hit.start


def _role_of(folded: str, sentence: Sentence, hit: Hit, language: Language) -> str:
    return stands(folded, sentence, _named_from(folded, hit, language), hit.end, language)


def _national(folded: str, mention: Mention, language: Language) -> Mention:
    """The mention as a nationality where people are named by their country: 'citizens of Russia'."""
    before = folded[max(0, mention.start - 30) : mention.start]
    if mention.role == "demonym" and (
        language.belonging.search(folded[mention.start : mention.end])
        or ((language.office_first or language.adjectives_behind) and body_leads(folded, mention.start, language))
        or before.rstrip().rpartition(" ")[2] in language.lands
    ):
        return replace(mention, role="name")  # 'the Kazakh ministry', 'the Finnish border': no people
    if mention.place.kind == "country" and (
        language.citizens_of.search(before) or language.citizens.match(folded, mention.end)
    ):
        return replace(mention, role="demonym")
    return mention


def _people(text: str, folded: str, mentions: Sequence[Mention], language: Language) -> str | None:
    """The nationality named most often as people ('Russians', 'Russian citizens'), not as an office's adjective."""
    tally: Counter[str] = Counter()
    for mention in mentions:
        if mention.role == "demonym":
            if language.adjectives_behind and _describes(folded, mention, language):
                continue
            what = counted(text, folded, Number(mention.start, mention.start, 1, 1), [mention], language, len(text))
            if what.population and not what.other and not office_follows(folded, mention.end, language):
                # 'Russian citizens' and '98,000 Russians' speak of people more surely than 'the Finns'
                counted_ = folded[max(0, mention.start - 2) : mention.start].strip().isdigit()
                tally[what.population] += 1 + (what.end > mention.end) + 2 * counted_
    return tally.most_common(1)[0][0] if tally else None


def _describes(folded: str, mention: Mention, language: Language) -> bool:
    """Whether a nationality stands behind a noun that is no people ('la frontière russe')."""
    words = folded[max(0, mention.start - 30) : mention.start].split()
    small = language.bare_before | language.modifiers | language.common
    if not words or not words[-1][-1].isalpha() or words[-1] in small:
        return False
    at = folded.rfind(words[-1], 0, mention.start)
    noun = language.nouns.at(folded, at)
    return noun is None or noun.label.partition("/")[0] == "no"


def _inside(number: Number, when: Sequence[When]) -> bool:
    return any(w.start <= number.start < w.end and not number.ratio for w in when)


def _marked(text: str, folded: str, found: Sequence[When], language: Language, sentence: Sentence) -> list[When]:
    """The periods, with those that only say when somebody spoke marked as such."""
    out = []
    speech = [h for h in language.speech.scan(folded, sentence.words) if h.label == "said"]
    for when in found:
        spoken = when.kind in SPOKEN and any(
            (h.end <= when.start <= h.end + 70 and not any(c in folded[h.end : when.start] for c in ",;:.0123456789"))
            or 0 <= h.start - when.end <= 1  # 'wie das Ministerium am Freitag mitteilte'
            for h in speech
        )
        dateline = when.end < 60 and text[when.end : when.end + 3].strip()[:1] in ("—", "–")
        out.append(replace(when, speech=True) if (spoken or dateline) and when.relation == "on" else when)
    return out
