"""Periods in running text: phrases -> days, with what leans on an event or on the period before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache

from panah.figure import Event
from panah.read.text.calendar import LENGTHS, Almanac, Groups, Span, shifted
from panah.read.text.language import Language, load
from panah.read.text.lexicon import BEGINNING, REMEMBERED, WORD, Lexicon, Pattern
from panah.read.text.openings import ANY, DIGIT, END, openings
from panah.read.text.sentences import Sentence

LEANING = frozenset({
    "same", "day_before", "day_after", "week_before", "year_before", "same_in_year", "days_later", "first_day",
    "month_day",
})

ENDED = frozenset({"dates", "weekdays", "months"})
"""Kinds that name both ends."""


@dataclass(frozen=True, slots=True)
class When:
    """A period phrase: its span in the text, its days, and how it relates to them.

    `relation` is on (the days themselves), since (from `first` to the day of the report), until (up to `last`),
    before (no days told), or leaning (moved from the period spoken of before).
    """

    start: int
    end: int
    kind: str
    first: date | None
    last: date | None
    relation: str = "on"
    speech: bool = False
    groups: Groups = field(default_factory=dict)

    def days(self, said: date | None) -> tuple[date | None, date | None]:
        """Start and end day, as the batch contract wants them."""
        if self.relation == "since":
            return self.first, said if said is None or self.first is None or said >= self.first else self.first
        if self.relation == "until":
            return None, self.last
        if self.relation == "before":
            return None, None
        return self.first, self.last


_TOKEN = re.compile(r"(?<![\w.,])(?:[^\W\d_]+(?= ([^\W\d_]+|\d))?|\d)")
"""Where a phrase may start: its first word with the one behind it, or its first digit."""

_Kinds = tuple[tuple[str, Pattern], ...]
"""Period phrases with their kinds."""


class _Phrases:
    """A language's period phrases with their kinds, found by the word that they may start with."""

    def __init__(self, code: str) -> None:
        p = load(code).periods
        words = {key: "|".join(sorted((re.escape(w) for row in p[key] for w in row), key=len, reverse=True))
                 for key in ("months", "weekdays")}
        small = "|".join([*map(re.escape, p["numbers"]), r"\d{1,3}"])
        days = "|".join([r"\d{1,2}", *sorted(p.get("days", {}), key=len, reverse=True)])
        parts = {
            "d": rf"(?P<d>{days})", "D": rf"(?P<D>{days})", "y": r"(?P<y>(?:19|20)\d\d)",
            "m": rf"(?P<m>{words['months']})\b", "M": rf"(?P<M>{words['months']})\b",
            "w": rf"(?P<w>{words['weekdays']})\b", "W": rf"(?P<W>{words['weekdays']})\b",
            "n": rf"(?P<n>{small})\b", "N": rf"(?P<N>{small})\b", "j": rf"(?:{'|'.join(map(re.escape, p['joiners']))})",
        }
        self._all: list[tuple[str, Pattern]] = []
        self._by_word: dict[str, list[tuple[str, int]]] = {}
        for kind, patterns in p["patterns"].items():
            for pattern in patterns:
                full = re.sub(r"\{(\w)\}", lambda m: parts[m.group(1)], pattern)
                for opening in openings(full):
                    first, _, second = opening.partition(" ")
                    rows = self._by_word.setdefault(first + END if second else first, [])
                    rows.append((DIGIT if second == DIGIT + ANY else second.removesuffix(END), len(self._all)))
                self._all.append((kind, Pattern(full if full.endswith(" ") else full + r"(?!\w)")))
        self.starting = lru_cache(REMEMBERED)(self._starting)
        numeric = (re.sub(r"\(\?P<\w+>", "(?:", pattern.source) for _, pattern in self.starting(DIGIT)[0])
        self.numeric = Pattern("|".join(numeric) or "(?!)")
        """Any of the phrases that begin with a digit: most digits begin none."""

    def _starting(self, word: str) -> tuple[_Kinds, Mapping[str, _Kinds]]:
        """The phrases that may stand at this word (or digit) whatever follows, and all by the word that follows."""
        word = DIGIT if word.isdigit() else word
        keys = [word + END, *(word[:size] + ANY for size in range(len(word) + 1))]
        rows = [row for key in keys for row in self._by_word.get(key, ())]
        always = {i for second, i in rows if not second or second[-1] == ANY}
        by_second = {second: self._kinds(always | {i for other, i in rows if other == second}) for second, _ in rows}
        return self._kinds(always), by_second

    def _kinds(self, numbers: set[int]) -> _Kinds:
        return tuple(self._all[i] for i in sorted(numbers))


_phrases = cache(_Phrases)


def atoms(folded: str, sentence: Sentence, almanac: Almanac, language: Language) -> list[When]:
    """The bare period phrases of a sentence, in order, before their prepositions are looked at."""
    table = _phrases(language.code)
    out: list[When] = []
    at, stop = sentence.start, sentence.end
    for token in _TOKEN.finditer(folded, at, stop):
        start = token.start()
        word = token.group()[:BEGINNING]
        if start < at or (word.isdigit() and not table.numeric.match(folded, start, stop)):
            continue
        phrases, by_second = table.starting(word)
        if by_second and (second := token.group(1)):
            phrases = by_second.get(DIGIT if second.isdigit() else second, phrases)
        # of all phrases that start here the longest is meant ('Tuesday of last week', not 'Tuesday')
        best, kind = None, ""
        for each, pattern in phrases:
            found = pattern.match(folded, start, stop)
            if found and (best is None or found.end() > best.end()):
                best, kind = found, each
        if best is not None:
            at, groups = best.end(), best.groupdict()
            span = almanac.span(kind, groups) or (None, None)
            out.append(When(start, at, kind, span[0], span[1], groups=groups))
    return out


@cache
def _event_lexicon(events: tuple[Event, ...], code: str) -> Lexicon:
    parted = load(code).parted
    return Lexicon((parted(phrase), str(i)) for i, event in enumerate(events) for phrase in event.words)


def periods(
    folded: str, sentence: Sentence, almanac: Almanac, language: Language, events: tuple[Event, ...]
) -> list[When]:
    """The period phrases of a sentence with their days, ranges joined and events looked up."""
    found = atoms(folded, sentence, almanac, language)
    found = _joined(folded, found, almanac, language)
    out = [_related(folded, sentence, when, language) for when in found]
    turned = _events(folded, sentence, almanac, language, events, out)
    dated = {when.start for when in turned}
    return sorted([*(when for when in out if when.start not in dated), *turned], key=lambda w: w.start)


def _joined(folded: str, found: Sequence[When], almanac: Almanac, language: Language) -> list[When]:
    """Two phrases that make one stretch: 'from 15 September to 31 October', 'the two months to 18 November'."""
    p = language.periods
    out: list[When] = []
    for when in found:
        before = out[-1] if out else None
        if before is not None and when.last is not None:
            between = folded[before.end : when.start].strip()
            if before.kind in LENGTHS and not between:
                first = LENGTHS[before.kind](almanac, when.last, before.groups)
                out[-1] = replace(when, start=before.start, first=first, kind="dates")
                continue
            lead = folded[max(0, before.start - 12) : before.start].split()
            opened = bool(lead) and lead[-1] in p["between"]
            if before.first and before.first <= when.last and between in p["joiners"] and (
                opened or between in p["range_joiners"]
            ):
                out[-1] = replace(when, start=before.start, first=before.first, kind="dates")
                continue
        out.append(when)
    return [when for when in out if when.kind not in LENGTHS]


def _related(folded: str, sentence: Sentence, when: When, language: Language) -> When:
    """The phrase with its preposition: since, until, before."""
    p = language.periods
    if when.kind in LEANING:
        return replace(when, relation="leaning")
    first_word = WORD.match(folded, when.start)
    if when.kind == "year" and first_word and first_word.group() in p["since_far"]:
        return replace(when, relation="since")
    lead = folded[max(sentence.start, when.start - 60) : when.start]
    words = lead.split()
    last = words[-1] if words else ""
    behind = folded[when.end : when.end + 20].split(maxsplit=1)[:1]
    for relation in ("since", "until"):
        if behind and behind[0].strip(".,") in p.get(f"{relation}_after", ()):
            return replace(when, relation=relation)
    two = " ".join(words[-2:])
    if when.kind in ENDED:
        return when
    if when.kind == "this_year":
        return replace(when, relation="since")
    if relation := _behind(folded, when.end, language):
        return replace(when, relation=relation)
    if last in p["since"] or two in p["since"]:
        return replace(when, relation="since")
    if last in p["before"] or two in p["before"]:
        return replace(when, relation="before")
    if last in p["until"] or two in p["until"]:
        return replace(when, relation="until")
    tail = [w for w in words if w not in p["until_gap"]]
    if tail and tail[-1] in p["until_far"] and len(words) - words[::-1].index(tail[-1]) >= len(words) - 4:
        return replace(when, relation="until")
    gap = re.split(r"[.;:(]|\d", lead)[-1].split()[-8:]
    if when.kind in ("date", "month", "weekday", "iso", "month_early", "month_late") and gap and any(
        w in p["since_far"] for w in gap
    ):
        return replace(when, relation="since")
    return when


def _behind(folded: str, at: int, language: Language) -> str:
    """The relation that the words right behind a period or an event give it, or ''."""
    if language.since_behind.match(folded, at):
        return "since"
    if language.before_behind.match(folded, at):
        return "before"
    return "until" if language.until_behind.match(folded, at) else ""


def _events(
    folded: str, sentence: Sentence, almanac: Almanac, language: Language, events: tuple[Event, ...],
    dated: Sequence[When],
) -> list[When]:
    """'Since the mobilization was announced': the event's day, unless the words beside it give one.

    A date beside it that is the event's own day then means since that day: 'after the call-up of 21 September'.
    """
    p = language.periods
    out: list[When] = []
    near = tuple(e for e in events if almanac.today is None or 0 <= (almanac.today - e.day).days <= 400)
    if not near:
        return []
    for hit in _event_lexicon(near, language.code).scan(folded, sentence.words):
        lead = folded[max(sentence.start, hit.start - 30) : hit.start].split()
        opener = next((w for w in reversed(lead[-4:]) if w in p["event_since"] or w in p["before"]), None)
        if opener is None and _behind(folded, hit.end, language) == "since":
            opener = ""
        if opener is None:
            continue
        relation = "before" if opener in p["before"] else "since"
        day = near[int(hit.label)].day
        beside = [
            w for w in dated
            if w.first and hit.start - 25 <= w.start <= hit.end + 45 and "," not in folded[hit.end : w.start]
        ]
        if beside:
            out += [replace(w, relation=relation) for w in beside if w.relation == "on" and w.first == w.last == day]
            continue
        out.append(When(hit.start, hit.end, "event", day, day, relation))
    return out


def resolve(when: When, frame: tuple[date | None, date | None] | None, almanac: Almanac) -> When:
    """A leaning phrase with its days, taken from the period spoken of before (or from the day of the report)."""
    if when.relation != "leaning":
        return when
    base: Span | None = None
    if frame and frame[1]:
        base = (frame[0] or frame[1], frame[1])
    elif almanac.today:
        base = (almanac.today, almanac.today)
    if when.kind == "month_day" and almanac.today and (base is None or base[1] > almanac.today):
        base = (almanac.today, almanac.today)
    span = shifted(when.kind, base, almanac, when.groups) if base else None
    if span and when.kind == "month_day" and almanac.today and span[0] > almanac.today:
        span = None
    return replace(when, first=span[0] if span else None, last=span[1] if span else None,
                   relation="on")
