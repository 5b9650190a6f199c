"""Which measure a figure has: the noun it counts, the cues around it, the figure before it, the line above it."""

from __future__ import annotations

from collections.abc import Sequence

from panah.figure import Measure
from panah.read.text.measures import Cue
from panah.read.text.scene import Draft, Page
from panah.read.text.weigh.model import Candidate, near

_ALSO = {
    "flee": ("arrivals", "displaced"),
    "leave": ("returns", "arrivals"),
    "deport": ("returns",),
    "back": ("arrivals", "departures"),
    "enter": ("returns", "departures"),
    "receive": ("present", "registered"),
    "saw": ("present", "registered", "departures", "returns", "applications"),
    "inside": ("arrivals", "departures", "present"),
    "stay": ("waiting", "arrivals"),
    "list": ("arrivals", "present", "applications"),
    "ask": ("registered",),
    "queue": ("present",),
}
"""What else a cue of a role may come to mean, by the places around it: 'fled to Chad' tells of arrivals there."""


def measures(draft: Draft, before: Sequence[Draft], page: Page) -> list[Candidate]:
    """Candidates for the measure; empty where no word anywhere near speaks of people who move or stay."""
    around = _around(draft)
    out: list[Candidate] = []
    what, scene = draft.counted, draft.scene
    stand = _stand(draft)
    if what.measure:
        cue = Cue(draft.number.end, what.end, what.measure, "noun")
        out += _one(cue, "noun", [f"noun {what.measure}"], around, what.why)
    for cue, place, rank in _ranked(draft):
        features = [f"cue {cue.role}", f"at {place}", f"{cue.role} at {place}", f"at {place} {stand}", f"rank {rank}"]
        if cue.handicap:
            features.append(f"handicap {cue.handicap:g}")
        out += _one(cue, "cue", features, around, repr(scene.text[cue.start : cue.end]))
    out += _carried(draft, before, page, around)
    if scene.heading is not None and scene.heading.measure != "-":
        text = repr(scene.text[scene.heading.start : scene.heading.end])
        out += _one(scene.heading, "heading", [f"heading {stand}"], around, f"{text} in the sentence before")
    return out


def _one(cue: Cue, kind: str, features: list[str], around: list[str], why: str) -> list[Candidate]:
    """The candidate of a cue's own measure, then those it may come to mean."""
    out = []
    for measure in (cue.measure, *_ALSO.get(cue.role, ())):
        own = measure == cue.measure
        also = [*features, f"is {measure}"] if own else [*features, f"{cue.role} for {measure}"]
        also += [f"{measure} {word}" for word in around]
        also += [f"{cue.role} for {measure} {word}" for word in around[:2]]
        out.append(Candidate(Measure(measure), [kind, *also], why, cue))
    return out


def _stand(draft: Draft) -> str:
    """How the number stands: with a noun, as a part, as a ratio, or bare."""
    if draft.number.ratio:
        return "ratio"
    if draft.counted.part:
        return "part"
    return "named" if draft.counted.named else "bare"


def _around(draft: Draft) -> list[str]:
    """What the surroundings say, whatever the cue: the nearest places' roles, whether one is home, the unit."""
    number, scene = draft.number, draft.scene
    nearest: dict[str, tuple[float, str]] = {}
    for spot in scene.spots:
        cost = scene.sentence.cost(number.end, spot.start)
        if spot.role in ("to", "from", "at") and (spot.role not in nearest or cost < nearest[spot.role][0]):
            nearest[spot.role] = (cost, spot.place.country or spot.place.code)
    home = draft.population or scene.people
    out = []
    for role in ("to", "from"):
        if role not in nearest:
            out.append(f"no {role}")
        else:
            whose = "home" if nearest[role][1] == home else "else"
            out.append(f"{role} {whose} {'near' if nearest[role][0] < 2.6 else 'far'}")
    out.append(str(draft.unit))
    if draft.form != "total":
        out.append(str(draft.form))
    if any(w.relation == "until" for w in scene.periods):
        out.append("as of")
    return out


def _ranked(draft: Draft) -> list[tuple[Cue, str, int]]:
    """The cues of the sentence, nearest first, with where each stands."""
    number, scene, end = draft.number, draft.scene, draft.counted.end
    rows = []
    for cue in scene.cues:
        if cue.measure == "-":
            continue
        if number.from_ <= cue.start < end:
            cost, place = 0.0, "inside"
        elif cue.start >= end:
            cost = scene.sentence.cost(end, cue.start + 1)
            crossed = sum(end <= n.start < cue.start for n in scene.numbers)
            place = f"after {near(cost)} {min(crossed, 2)}"
            cost += 2.5 * crossed
        else:
            cost = scene.sentence.cost(cue.end, number.from_)
            crossed = sum(cue.end <= n.start < number.start for n in scene.numbers)
            place = f"before {near(cost)} {min(crossed, 2)}"
            cost += 0.6 + 2.0 * crossed
        rows.append((cost + cue.handicap, cue, place))
    rows.sort(key=lambda row: row[0])
    return [(cue, place, min(rank, 3)) for rank, (_, cue, place) in enumerate(rows)]


def _carried(draft: Draft, before: Sequence[Draft], page: Page, around: list[str]) -> list[Candidate]:
    """The measures of the figures before: of the last one, and of the last one that has another."""
    out = []
    stand = _stand(draft)
    told: list[Draft] = []
    for each in reversed(before):
        if each.accepted and all(each.measure is not d.measure for d in told):
            told.append(each)
        if len(told) == 2:
            break
    for turn, last in enumerate(told):
        gap = min(draft.scene.index - last.scene.index, 3)
        features = [f"carried {turn} {stand}", f"carried {turn} {gap}", f"carried {turn} {gap} {stand}"]
        between = draft.scene.folded[last.number.end : draft.number.from_].strip(" ,;()")
        if turn == gap == 0 and between in ("", *page.language.number_and):
            features.append("next in a row")
        features += [f"carried {last.measure}", *(f"{last.measure} {word}" for word in around)]
        quote = draft.scene.text[last.number.from_ : last.number.end]
        out.append(Candidate(last.measure, features, f"carried over from {quote!r}", last))
    return out
