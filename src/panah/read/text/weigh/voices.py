"""Whose figure it is: every voice near a number weighed, and that nobody but the publisher speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from panah.figure import Source
from panah.read.text.scene import Draft, Page, Scene
from panah.read.text.sources import Voice
from panah.read.text.weigh.model import Candidate, near

_BEHIND, _AHEAD = 3, 2
"""How many sentences before and after the figure's own are searched for those who are named without speaking."""
PUBLISHER: tuple[Source, ...] = ()
"""The value of 'nobody but the publisher'."""


def voices(draft: Draft, before: Sequence[Draft], page: Page) -> None:
    """Set the source chain of an accepted draft."""
    taken = page.decide(draft, "sources", list(_candidates(draft, before, page)))
    if taken.value:
        draft.sources = taken.value
        draft.reasons["sources"] = taken.why


def _candidates(draft: Draft, before: Sequence[Draft], page: Page) -> Iterator[Candidate]:
    here = draft.scene
    last = next((d for d in reversed(before) if d.accepted), None)
    spoken = any(v.link in ("said", "cited") for v in here.voices.all)
    none = ["none", f"none {'spoken' if spoken else 'unnamed' if here.voices.unnamed else 'silent'}"]
    if last is not None and not last.sources:
        none.append("none again")
    yield Candidate(PUBLISHER, none, "")
    first = next((v for s in page.scenes for v in s.voices.all if v.link in ("said", "cited")), None)
    for scene in page.scenes:
        away = scene.index - here.index
        for voice in scene.voices.all:
            if voice.link == "none" and not -_BEHIND <= away <= _AHEAD:
                continue
            features = list(_features(voice, scene, draft, away, spoken))
            if voice is first:
                features.append("first")
            if last is not None and last.sources:
                again = voice.chain == last.sources
                features.append(f"{'again' if again else 'not again'} {min(here.index - last.scene.index, 2)}")
                if again and spoken:
                    features.append("again though others speak")
            why = "named in its sentence" if scene is here else "named nearby"
            yield Candidate(voice.chain, features, why)


def _features(voice: Voice, scene: Scene, draft: Draft, away: int, spoken: bool) -> Iterator[str]:
    number, here = draft.number, draft.scene
    where = "same" if away == 0 else f"{'before' if away < 0 else 'after'} {min(abs(away), 3)}"
    how = f"{where} {voice.link}"
    yield where
    yield voice.link
    yield voice.stand
    yield how
    yield f"{voice.stand} {voice.link}"
    yield f"{how} {voice.stand}"
    if voice.fuller:
        yield f"fuller {how}"
    if voice.opens:
        yield f"opens {how}"
    if scene.paragraph != here.paragraph:
        yield f"paragraph {'before' if away < 0 else 'after'}"
    if away:
        yield f"{where} {'spoken' if spoken else 'unnamed' if here.voices.unnamed else 'silent'}"
        yield f"{how} {'spoken' if spoken else 'unnamed' if here.voices.unnamed else 'silent'}"
        others = [v for v in scene.voices.all if v.link in ("said", "cited")]
        if others:
            yield f"{'last' if others[-1] is voice else 'other'} of its sentence {'before' if away < 0 else 'after'}"
        return
    side = "ahead" if voice.start < number.from_ else "behind"
    low, high = (voice.end, number.from_) if side == "ahead" else (number.end, voice.start)
    cost = here.sentence.cost(low, high)
    yield f"{side} {voice.link} {near(cost)}"
    yield f"{side} {near(cost)}"
    parted = any(low <= n.from_ < high for n in here.numbers)
    if parted:
        yield f"parted {side} {voice.link}"
    strong = sum(weight for at, weight in here.sentence.breaks if low <= at < high and weight >= 3)
    if strong:
        yield f"clauses {side} {voice.link}"
    speakers = [v for v in here.voices.all if v.link in ("said", "cited") and v is not voice]
    if speakers:
        nearer = min(here.sentence.cost(min(v.end, number.end), max(v.start, number.from_)) for v in speakers) < cost
        yield f"{'nearer' if nearer else 'farther'} speaker {voice.link}"
    if any(min(low, high) <= v.start < max(low, high) for v in speakers):
        yield f"speaker between {voice.link}"
