"""Put the stages together: a report's text in, its figures out, each with why its fields have their values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from panah.figure import STOCKS, Event, Evidence, Figure, Measure, Period, Report, Source
from panah.read.mention import Found, Mention
from panah.read.text import judge
from panah.read.text.calendar import Almanac
from panah.read.text.events import well_known
from panah.read.text.language import FALLBACK, Language, codes, detect, load
from panah.read.text.left_out import mention
from panah.read.text.lexicon import fold
from panah.read.text.numbers import numbers
from panah.read.text.scene import Draft, Page, scenes
from panah.read.text.sentences import sentences
from panah.read.text.weigh import voices
from panah.read.text.weigh.model import Teacher, Weights, weights

OPEN = "no day of publication is given: periods such as 'last week' stay open"
UNKNOWN = "the language is not known here: only its numbers are offered"


PORTION = 20_000
"""Characters read at a time, so that a text of any length takes time and memory in proportion."""


def read_text(report: Report, *, events: Sequence[Event] = ()) -> list[Figure]:
    """The figures that a report's sentences state, in the order of their words."""
    return read_text_closely(report, events=events)[0]


def read_text_closely(report: Report, *, events: Sequence[Event] = ()) -> tuple[list[Figure], list[Mention]]:
    """The figures that a report's sentences state, and the numbers of people in them that are none, and why."""
    code = report.language or detect(report.text)
    known, whole = (*events, *well_known()), report.id
    out: list[Figure] = []
    left: list[Mention] = []
    for begin, end in _portions(report.text):
        portion = replace(report, text=report.text[begin:end])
        if code not in codes():
            out += [_placed(figure, begin, whole) for figure in _offered(portion, code)]
            continue
        first = len(out)
        figures, mentions = _portion(portion, str(code), known)
        for figure, part_of in figures:
            placed = _placed(figure, begin, whole)
            out.append(placed if part_of is None else replace(placed, part_of=out[first + part_of].id))
        left += [_placed(mention, begin, whole) for mention in mentions]
    return out, left


def _portions(text: str) -> Iterator[tuple[int, int]]:
    """Spans of at most PORTION characters that cover the text, cut at line ends or else at white space."""
    start = 0
    while len(text) - start > PORTION:
        stop = start + PORTION
        cut = max(text.rfind("\n", start, stop), text.rfind(". ", start, stop)) + 1
        cut = cut if cut > start + PORTION // 2 else max(text.rfind(" ", start, stop), start + PORTION // 2)
        yield start, cut
        start = cut
    yield start, len(text)


def _placed(found: Found, by: int, report: str) -> Found:
    """The figure or mention with its words where they stand in the whole report."""
    evidence = found.evidence
    if by:
        evidence = replace(evidence, start=(evidence.start or 0) + by, end=(evidence.end or 0) + by)
    return replace(found, evidence=evidence, report=report)


def _portion(report: Report, code: str, events: tuple[Event, ...]) -> tuple[
        list[tuple[Figure, int | None]], list[Mention]]:
    """The figures of a stretch of text, each with the number of the one that it is a part of; and the mentions."""
    page, read, aside = _every_draft(report, code, events, weights())
    notes = (OPEN,) if report.published is None else ()
    kept = [draft for draft in read if draft.accepted]
    number = {id(draft): i for i, draft in enumerate(kept)}
    figures = [(_figure(draft, report, page.language, notes), number.get(id(draft.whole))) for draft in kept]
    left = [mention(draft, page.language) for draft in (*read, *aside) if not draft.accepted]
    mentions = sorted((m for m in left if m is not None), key=lambda m: m.evidence.start or 0)
    return figures, mentions


def drafts(report: Report, code: str, events: tuple[Event, ...], table: Weights,
           teacher: Teacher | None = None) -> tuple[Page, list[Draft]]:
    """Every number of a stretch of text that may count people, weighed; the rejected ones are not `accepted`."""
    return _every_draft(report, code, events, table, teacher)[:2]


def _every_draft(report: Report, code: str, events: tuple[Event, ...], table: Weights,
                 teacher: Teacher | None = None) -> tuple[Page, list[Draft], list[Draft]]:
    """The drafts that were weighed, and those beside them that no word gave a measure."""
    text, language = report.text, load(code)
    folded = language.parted(fold(text))
    almanac = Almanac(report.published, language.months, language.weekdays,
                      language.periods["numbers"] | language.periods.get("days", {}))
    page = Page(scenes(text, language, almanac, events, folded), language, almanac, table, teacher)
    out: list[Draft] = []
    aside: list[Draft] = []
    for scene in page.scenes:
        for i in range(len(scene.numbers)):
            draft = judge.draft(scene, i, out, page)
            if draft is not None:
                if draft.accepted:
                    voices.voices(draft, out, page)
                (out if draft.weighed else aside).append(draft)
    return page, out, aside


def _offered(report: Report, code: str | None) -> list[Figure]:
    """The bare numbers of a text in a language there are no words for, for a person to look at."""
    text, language = report.text, replace(load(FALLBACK), decimal="")
    folded = fold(text)
    caveat = UNKNOWN if code is None else f"the language {code!r} is not read yet: only its numbers are offered"
    whys = (("measure", "not read: a person must set it"),)
    out = []
    for sentence in sentences(text, folded, language):
        for n in numbers(text, folded, sentence, language):
            year = 1900 <= n.low <= 2100 and n.end - n.start == 4
            if n.worded or n.other or year or n.low < 50 or language.percent.match(folded, n.end):
                continue
            out.append(Figure(
                low=n.low, high=n.high, measure=Measure.ARRIVALS, hedge=n.hedge,
                evidence=Evidence(text[n.start : n.end], n.start, n.end), said=report.published,
                known=report.known or report.published, confidence=0.05, sources=_teller(report),
                caveats=(caveat, n.odd) if n.odd else (caveat,), reasons=whys,
            ))
    return out


def _teller(report: Report) -> tuple[Source, ...]:
    return (Source(report.publisher),) if report.publisher and report.publisher.strip() else ()


def _figure(draft: Draft, report: Report, language: Language, notes: tuple[str, ...]) -> Figure:
    number, scene = draft.number, draft.scene
    end = max(number.end, draft.counted.end)
    start, last = draft.start, draft.end
    if start and last and start > last:
        start = None
    caveats = list(notes)
    for hit in language.caveats.scan(scene.folded, scene.sentence.words):
        caveats.append(hit.label)
    if number.odd:
        caveats.append(number.odd)
    if report.published and last and last > report.published and draft.measure not in STOCKS:
        last = report.published if start is None or start <= report.published else last
    return Figure(
        low=number.low, high=number.high, measure=draft.measure, hedge=draft.hedge, form=draft.form,
        unit=draft.unit, population=draft.population, origin=draft.origin, destination=draft.destination,
        period=Period(start, last), sources=_chain(draft, report),
        evidence=Evidence(report.text[number.from_ : end], number.from_, end),
        said=report.published, known=report.known or report.published,
        confidence=_confidence(draft, bool(notes)), caveats=tuple(dict.fromkeys(caveats)),
        reasons=tuple(draft.reasons.items()),
    )


def _confidence(draft: Draft, doubtful: bool) -> float:
    if draft.number.odd:
        return 0.2
    sure = 1.0
    for decision, choice in draft.choices.items():
        sure *= 1.0 if decision == "sources" else choice.share
    return round(max(0.05, sure - 0.1 * doubtful), 3)


def _chain(draft: Draft, report: Report) -> tuple[Source, ...]:
    """Those who counted and told, and at last the publisher."""
    chain = draft.sources
    return (*chain, *(t for t in _teller(report) if all(fold(t.name) not in fold(s.name) for s in chain)))
