"""Which places a figure runs from and to: the roles of the places named around a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from panah.places import Mention, Place, scan
from panah.read.text.language import Language
from panah.read.text.lexicon import WORD
from panah.read.text.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Spot:
    """A place named in the text and the role its words give it.

    Roles: from, to, via, with (the other side of a border), at (in a possessive or compound), source, subject.
    """

    start: int
    end: int
    place: Place
    role: str
    text: str


def spots(text: str, folded: str, sentence: Sentence, mentions: Sequence[Mention], language: Language) -> list[Spot]:
    """The places named in a sentence with their roles; datelines are left out."""
    out: list[Spot] = []
    for mention in mentions:
        if not sentence.start <= mention.start < sentence.end or _dateline(text, mention):
            continue
        role = _role(folded, sentence, mention, language)
        if role == "before" and out:
            role = out[-1].role
        shown = _bare(text[mention.start : mention.end], mention, language)
        if language.inflects_names:  # what is written is then no name to count under
            shown = mention.place.name
        out.append(Spot(mention.start, mention.end, mention.place, role, shown))
    return out


def _bare(shown: str, mention: Mention, language: Language) -> str:
    """The name without prefixes written together with it, where the rest is still a name of the same place."""
    _, rest = _unjoined(shown, mention, language)
    return shown if rest == shown else _bare(rest, mention, language)


def _unjoined(shown: str, mention: Mention, language: Language) -> tuple[str, str]:
    """The prefix written together with a name ('' for none) and the rest."""
    for prefix, put in language.place_prefixes.items():
        if shown.startswith(prefix):
            rest = put + shown.removeprefix(prefix)
            if any(m.place == mention.place for m in scan(rest, language.code)):
                return prefix, rest
    return "", shown


def _joined_role(shown: str, mention: Mention, language: Language) -> str | None:
    """The role that a preposition written together with the name gives it; the last one counts ('وبالأردن')."""
    prefix, rest = _unjoined(shown, mention, language)
    if not prefix:
        return None
    return _joined_role(rest, mention, language) or language.place_joined.get(prefix)


def _dateline(text: str, mention: Mention) -> bool:
    """'BERLIN, Sept 27 —' and 'HELSINKI (dpa) -' say where the reporter sits."""
    shown = text[mention.start : mention.end]
    behind = text[mention.end : mention.end + 30]
    return mention.start < 40 and shown.isupper() and len(shown) > 3 and any(c in behind for c in "—–(-:.")


def _role(folded: str, sentence: Sentence, mention: Mention, language: Language) -> str:
    possessive = language.possessive.match(folded, mention.end)
    after = possessive.end() if possessive else mention.end
    if office_follows(folded, after, language) or (
            (language.office_first or language.adjectives_behind) and body_leads(folded, mention.start, language)):
        return "source"
    if mention.role == "demonym":
        return "demonym"
    if possessive:
        return "at"
    if joined := _joined_role(folded[mention.start : mention.end], mention, language):
        return joined
    return stands(folded, sentence, mention.start, mention.end, language)


def stands(folded: str, sentence: Sentence, start: int, end: int, language: Language) -> str:
    """The role that its form or the preposition before them gives to the words folded[start:end]."""
    shown = folded[start:end]
    for role, pattern in language.place_forms.items():
        if pattern.search(shown):
            return role
    before = [w for w in sentence.words if start - 60 <= w < start][-6:]
    for begin in reversed(before):
        hit = language.prepositions.at(folded, begin)
        if hit and hit.end <= start and _only_fillers(folded, hit.end, start, language):
            wider = [h for w in before if w < begin and (h := language.prepositions.at(folded, w)) and h.end == hit.end]
            return wider[0].label if wider else hit.label
    lead = folded[max(sentence.start, start - 8) : start].split()
    return "before" if lead and lead[-1] in language.number_and else "subject"


def _only_fillers(folded: str, start: int, end: int, language: Language) -> bool:
    """Whether nothing but articles, directions and the like stand between a preposition and a name."""
    between = folded[start:end]
    return not any(c in between for c in ",.;:()") and all(
        w.strip("-'") in language.place_fillers for w in between.split()
    )


def office_follows(folded: str, at: int, language: Language) -> bool:
    """Whether an office follows ('Interior Ministry', 'border guard') within three words."""
    for _ in range(3):
        while at < len(folded) and folded[at] == " ":
            at += 1
        word = WORD.match(folded, at)
        if not word:
            return False
        if language.bodies.at(folded, at):
            return True
        if word.group() in language.bare_before:
            return False
        at = word.end()
    return False


def body_leads(folded: str, start: int, language: Language) -> bool:
    """Whether an office stands right before `start` ('وزارة الداخلية الكازاخستانية')."""
    for word in WORD.finditer(folded, max(0, start - 60), start):
        hit = language.bodies.at(folded, word.start())
        if hit and all(w in language.name_joiners for w in folded[hit.end : start].split()):
            return True  # nothing but 'in' and the like between; a name may also be a part of the office's own
    return False
