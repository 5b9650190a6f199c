"""From where to where: every place the text names weighed for both ends, with what it goes on about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from panah.figure import Measure
from panah.places import Place
from panah.read.text.scene import Draft, Page, Scene
from panah.read.text.weigh.model import Candidate, near
from panah.read.text.where import Spot

ORIGIN_FIRST = frozenset({Measure.DEPARTURES, Measure.DISPLACED})
"""Measures whose origin is the surer end and so is settled first."""
_BEHIND, _AHEAD = 6, 2
"""How many sentences before and after the figure's own are searched for places."""


@dataclass(slots=True)
class _Lead:
    """One value that an end may have, with what speaks for it at either end."""

    place: Place | None = None
    own: bool = False
    """Whether the value is the place's own name although its country is known."""
    features: list[str] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    """Features that speak for it as destination only."""
    origin: list[str] = field(default_factory=list)
    why: str = ""


def places(draft: Draft, before: Sequence[Draft], page: Page) -> None:
    """Set origin and destination."""
    leads = _leads(draft, before, page)
    last = next((d for d in reversed(before) if d.accepted), None)
    ends = ("origin", "destination") if draft.measure in ORIGIN_FIRST else ("destination", "origin")
    settled: str | None = None
    for end in ends:
        candidates = list(_candidates(draft, last, end, leads, settled))
        taken = page.decide(draft, end, candidates)
        value = taken.value
        if isinstance(value, str):
            setattr(draft, end, value)
            draft.reasons[end] = taken.why
            settled = value


def _candidates(
    draft: Draft, last: Draft | None, end: str, leads: dict[str, _Lead], settled: str | None
) -> Iterator[Candidate]:
    measure, stand = draft.measure, _stand(draft)
    common = [f"none {measure}", f"none {stand}"]
    if last is not None and getattr(last, end) is None:
        common.append(f"none again {min(draft.scene.index - last.scene.index, 2)}")
    yield Candidate(None, ["none", *common], "")
    for code, lead in leads.items():
        if code == settled:
            continue
        mine = lead.features + (lead.to if end == "destination" else lead.origin)
        if settled is not None and lead.place is not None and lead.own and lead.place.country == settled:
            mine = [*mine, "inside the other end"]
        yield Candidate(code, [*mine, *(f"{measure} {f}" for f in mine)], lead.why)


def _stand(draft: Draft) -> str:
    if draft.number.ratio:
        return "ratio"
    return "part" if draft.counted.part else "named" if draft.counted.named else "bare"


def _leads(draft: Draft, before: Sequence[Draft], page: Page) -> dict[str, _Lead]:
    """All values for the two ends, with their features."""
    leads: dict[str, _Lead] = {}
    _near_places(draft, page, leads)
    _far_places(draft, page, leads)
    _carried(draft, before, leads)
    _spoken_of(draft, page, leads)
    landed = {s.place.code for scene in page.scenes for s in scene.spots
              if s.place.kind == "country" and s.role not in ("source", "demonym")}
    for lead in leads.values():
        place = lead.place
        if place is not None:
            kind = "capital" if place.capital else str(place.kind)
            form = "own" if lead.own else "whole" if place.kind not in ("country", "bloc") else "plain"
            if form != "plain":
                named = place.country in draft.scene.named
                known = "known" if place.country in landed else "meant" if named else "unsaid"
                lead.features += [f"{kind} {form}", f"{form} {known} {_stocklike(draft)}", f"{kind} {form} {known}"]
                lead.features += [f"{form} {f}" for f in lead.features[:2] if f.startswith("here")]
            lead.features.append(form)
    return leads


def _stocklike(draft: Draft) -> str:
    return "stock" if draft.measure in (Measure.PRESENT, Measure.WAITING, Measure.REGISTERED) else "flow"


def _values(spot: Spot) -> Iterator[tuple[str, bool]]:
    """The values that a place may be counted under: its country's code, its own name."""
    place = spot.place
    if place.kind in ("country", "bloc"):
        yield place.code, False
        return
    yield spot.text, True
    if place.country:
        yield place.country, False


def _lead(leads: dict[str, _Lead], value: str, spot: Spot, own: bool) -> _Lead:
    lead = leads.setdefault(value, _Lead())
    if lead.place is None or (lead.place.kind not in ("country", "bloc") and not own):
        lead.place, lead.own = spot.place, own
    return lead


def _near_places(draft: Draft, page: Page, leads: dict[str, _Lead]) -> None:
    """The places of the figure's own sentence: role, side, distance, numbers between, and who else is as near."""
    scene, number = draft.scene, draft.number
    best: dict[str, tuple[float, Spot, bool, list[str]]] = {}
    for spot in scene.spots:
        low, high = sorted((number.start, spot.start))
        crossed = min(sum(low < n.start < high for n in scene.numbers if n is not number), 2)
        side = "after" if spot.start >= number.end else "before"
        cost = scene.sentence.cost(number.end, spot.start)
        gap = scene.folded[spot.end : number.from_] if side == "before" else ""
        role = "label" if side == "before" and gap.strip() in ("", "-", "–", "—", ":", "(") else spot.role
        features = [f"here {role}", f"here {role} {side} {near(cost)}", f"here {side} {crossed}",
                    f"here {role} {crossed}"]
        if draft.cue is not None:
            features.append(f"cue {draft.cue.role} {role} {side}")
        if spot.role == "at" and side == "after":
            features.append("here at after")
        weight = cost + 1.5 * crossed + 4.0 * (spot.role in ("source", "demonym"))
        for value, own in _values(spot):
            if value not in best or weight < best[value][0]:
                best[value] = (weight, spot, own, features)
    ranked = sorted({(w, s.start) for w, s, _, _ in best.values()})
    for value, (weight, spot, own, features) in best.items():
        lead = _lead(leads, value, spot, own)
        lead.features += [*features, f"rank {min(ranked.index((weight, spot.start)), 3)}"]
        lead.why = f"{spot.text!r} as {spot.role}"


def _far_places(draft: Draft, page: Page, leads: dict[str, _Lead]) -> None:
    """The places of the sentences around: role and how many sentences away, the nearest mention of each value."""
    index = draft.scene.index
    behind, ahead = page.scenes[max(0, index - _BEHIND) : index], page.scenes[index + 1 : index + 1 + _AHEAD]
    around: list[Scene] = [*reversed(behind), *ahead]
    seen: set[str] = set()
    for scene in around:
        away = scene.index - index
        step = f"{'behind' if away < 0 else 'ahead'} {min(abs(away), 3)}"
        fresh: set[str] = set()
        for spot in scene.spots:
            for value, own in _values(spot):
                if value in seen:
                    continue
                fresh.add(value)
                lead = _lead(leads, value, spot, own)
                feature = f"{step} {spot.role}"
                if feature not in lead.features:
                    lead.features += [feature, f"far {spot.role}"]
                lead.why = lead.why or f"{spot.text!r} is spoken of"
        seen |= fresh


def _carried(draft: Draft, before: Sequence[Draft], leads: dict[str, _Lead]) -> None:
    """Both ends of the figure before, straight and turned round, and of the last one with the same measure."""
    stand = _stand(draft)
    last = next((d for d in reversed(before) if d.accepted), None)
    if last is None:
        return
    gap = min(draft.scene.index - last.scene.index, 2)
    pair = f"{last.measure}>{draft.measure}"
    same = next((d for d in reversed(before) if d.accepted and d.measure is draft.measure), None)
    rows = [(last, f"last {gap}", pair)] if same is last else [(last, f"last {gap}", pair), (same, "same measure", "")]
    for other, name, also in rows:
        if other is None:
            continue
        for value, at in ((other.destination, "destination"), (other.origin, "origin")):
            if value is None:
                continue
            lead = leads.setdefault(value, _Lead())
            for mine, end in ((lead.to, "destination"), (lead.origin, "origin")):
                turn = "straight" if at == end else "turned"
                mine += [f"{name} {turn}", f"{name} {turn} {stand}"]
                if also:
                    mine.append(f"{turn} {also}")
            if not any(f.startswith("here") for f in lead.features):
                lead.why = "carried over from the figure before"


def _spoken_of(draft: Draft, page: Page, leads: dict[str, _Lead]) -> None:
    """The home of the people counted, the country that is named most, the one that speaks, and 'there'."""
    home = draft.population
    if home:
        leads.setdefault(home, _Lead(why="home of the nationality named")).features.append("home")
    elif draft.scene.people:
        spoken = _Lead(why="home of the nationality spoken of")
        leads.setdefault(draft.scene.people, spoken).features.append("maybe home")
    counts: dict[str, int] = {}
    speaking: str | None = None
    for scene in page.scenes:
        for spot in scene.spots:
            code = spot.place.country or spot.place.code
            if spot.role == "source" and speaking is None:
                speaking = code
            if spot.role != "demonym" and code != home:
                counts[code] = counts.get(code, 0) + 1
    if counts:
        most = max(counts, key=lambda c: counts[c])
        leads.setdefault(most, _Lead(why="the country spoken of most")).features.append("most")
        for code in counts:
            leads.setdefault(code, _Lead(why="spoken of")).features.append("foreign")
    if speaking is not None:
        leads.setdefault(speaking, _Lead(why="the country of the source")).features.append("speaks")
    _there(draft, leads)


def _there(draft: Draft, leads: dict[str, _Lead]) -> None:
    """'The country', 'there' beside the number; 'the bloc' names its own place."""
    scene, number = draft.scene, draft.number
    for hit in scene.here:
        cost = scene.sentence.cost(number.end, hit.start)
        if hit.label != "here":
            lead = leads.setdefault(hit.label, _Lead(why=repr(scene.text[hit.start : hit.end])))
            lead.features += [f"word {near(cost)}"]
        elif cost < 3.6:
            for lead in leads.values():
                for mine in (lead.features, lead.to, lead.origin):
                    mine += [f"there {f}" for f in mine if f.startswith(("last", "most", "speaks", "behind 1", "home"))]
            return
