"""From where to where: pairs of the places that the text names, weighed as two ends and as a way between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from panah.figure import Measure
from panah.places import Place
from panah.read.text.scene import Draft, Page, Scene
from panah.read.text.weigh.model import Candidate, Part, near
from panah.read.text.where import Spot

_BEHIND, _AHEAD = 6, 2
"""How many sentences before and after the figure's own are searched for places."""
_KEPT = 4
"""How many values of an end are tried in pairs, the heaviest ones."""
_UNFIT = {"to": frozenset({"from", "with", "demonym", "source"}), "from": frozenset({"to", "demonym", "source"})}
"""Roles that a place of either end seldom has."""


@dataclass(slots=True)
class _Lead:
    """One value that an end may have, with what speaks for it at either end."""

    place: Place | None = None
    own: bool = False
    """Whether the value is the place's own name although its country is known."""
    home: str = ""
    """Whether it is the home of the people counted, or may be."""
    features: list[str] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    """Features that speak for it as destination only."""
    origin: list[str] = field(default_factory=list)
    why: str = ""

    @property
    def form(self) -> str:
        """Whether the value is home, a country, a place's own name, or the country of a place named."""
        if self.home:
            return self.home
        if self.place is None or self.place.kind in ("country", "bloc"):
            return "land"
        return "own" if self.own else "whole"


_End = tuple[str | None, _Lead, Part]
"""A value of an end, what leads to it, and what that weighs."""


def places(draft: Draft, before: Sequence[Draft], page: Page) -> None:
    """Set origin and destination."""
    leads = _leads(draft, before, page)
    told = [d for d in before if d.accepted]
    taken = page.decide(draft, "places", list(_pairs(draft, told, leads, page)))
    to, origin = taken.source
    draft.destination, draft.origin = to[0], origin[0]
    for name, (value, lead, _) in (("destination", to), ("origin", origin)):
        if value is not None:
            draft.reasons[name] = lead.why


def _pairs(draft: Draft, told: Sequence[Draft], leads: dict[str, _Lead], page: Page) -> Iterator[Candidate]:
    last = told[-1] if told else None
    same = next((d for d in reversed(told) if d.measure is draft.measure), None)
    ways = {(d.destination, d.origin) for d in told}
    ends = {name: _ends(draft, last, name, leads, page) for name in ("to", "from")}
    for to in ends["to"]:
        for origin in ends["from"]:
            if to[0] is not None and to[0] == origin[0]:
                continue
            features = _together(draft, to, origin, last, same if same is not last else None, ways)
            yield Candidate((to[0], origin[0]), features, "", (to, origin), (to[2], origin[2]))


def _ends(draft: Draft, last: Draft | None, name: str, leads: dict[str, _Lead], page: Page) -> list[_End]:
    """The values of one end: none, then the heaviest."""
    measure, stand = draft.measure, draft.stand
    none = ["none", f"none {measure}", f"none {stand}"]
    if last is not None and (last.destination if name == "to" else last.origin) is None:
        none.append(f"none again {min(draft.scene.index - last.scene.index, 2)}")
    out: list[_End] = []
    for value, lead in leads.items():
        mine = lead.features + (lead.to if name == "to" else lead.origin)
        out.append((value, lead, page.part(name, [*mine, *(f"{measure} {f}" for f in mine)])))
    if name in page.weights:
        out = sorted(out, key=lambda end: -end[2].points)[:_KEPT]
    return [(None, _Lead(), page.part(name, none)), *out]


def _together(draft: Draft, to: _End, origin: _End, last: Draft | None, same: Draft | None,
              ways: set[tuple[str | None, str | None]]) -> list[str]:
    """What speaks for two ends as a pair: which kinds they are, and the ways told before."""
    measure, stand = draft.measure, draft.stand
    kinds = f"{origin[1].form if origin[0] else 'none'}>{to[1].form if to[0] else 'none'}"
    out = [kinds, f"{measure} {kinds}", f"{stand} {kinds}"]
    if last is not None:
        gap, turn = min(draft.scene.index - last.scene.index, 2), _turn(to[0], origin[0], last)
        out += [f"{gap} {turn}", f"{last.measure}>{measure} {turn}", f"{gap} {turn} {stand}",
                f"{'same' if last.measure is measure else 'other'} measure {gap} {turn}"]
        if last.population != draft.population:
            out.append(f"other people {turn}")
    if same is not None:
        out.append(f"before that {_turn(to[0], origin[0], same)}")
    if (to[0], origin[0]) in ways:
        out.append(f"known way {measure}")
    elif to[0] and origin[0] and (origin[0], to[0]) in ways:
        out.append(f"known way back {measure}")
    for one, other in ((to, origin), (origin, to)):
        place = one[1].place
        if place is not None and one[1].own and place.country == other[0]:
            out += ["inside the other end", f"inside the other end {measure}"]
    return out


def _turn(to: str | None, origin: str | None, last: Draft) -> str:
    """How a pair stands to that of an earlier figure."""
    if (to, origin) == (last.destination, last.origin):
        return "again"
    if (to, origin) == (last.origin, last.destination):
        return "turned"
    kept = [name for name, mine, theirs in (("to", to, last.destination), ("from", origin, last.origin))
            if mine is not None and mine == theirs]
    crossed = [name for name, mine, theirs in (("to", to, last.origin), ("from", origin, last.destination))
               if mine is not None and mine == theirs]
    return f"keeps {kept[0]}" if kept else f"crosses {crossed[0]}" if crossed else "new"


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
    best: dict[str, tuple[float, Spot, bool, list[str], str]] = {}
    listed = _listed(draft)
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
        if spot is listed:
            features.append("its turn in a list")
        weight = cost + 1.5 * crossed + 4.0 * (spot.role in ("source", "demonym"))
        for value, own in _values(spot):
            if value not in best or weight < best[value][0]:
                best[value] = (weight, spot, own, features, role)
    for name in ("to", "from"):
        ranked = sorted({(w, s.start) for w, s, _, _, role in best.values() if role not in _UNFIT[name]})
        for value, (weight, spot, own, _, role) in best.items():
            lead = _lead(leads, value, spot, own)
            mine = lead.to if name == "to" else lead.origin
            if role not in _UNFIT[name]:
                mine.append(f"rank {min(ranked.index((weight, spot.start)), 3)}")
    for value, (_, spot, own, features, _) in best.items():
        lead = _lead(leads, value, spot, own)
        lead.features += features
        lead.why = f"{spot.text!r} as {spot.role}"


def _listed(draft: Draft) -> Spot | None:
    """The place that takes its turn with the number where places and numbers alternate: 'Oraba 3,845, Elegu 848'."""
    scene = draft.scene
    marks = sorted([(n.start, n) for n in scene.numbers] + [
        (s.start, s) for s in scene.spots if s.role not in ("from", "demonym", "source")], key=lambda m: m[0])
    kinds = [isinstance(m, Spot) for _, m in marks]
    if len(marks) < 4 or any(a == b for a, b in pairwise(kinds)) or len(marks) % 2:
        return None
    at = next(i for i, (_, m) in enumerate(marks) if m is draft.number)
    other = marks[at - 1 if kinds[0] else at + 1][1]
    return other if isinstance(other, Spot) else None


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
    stand = draft.stand
    last = next((d for d in reversed(before) if d.accepted), None)
    if last is None:
        return
    gap = min(draft.scene.index - last.scene.index, 2)
    roles = {spot.role for spot in draft.scene.spots}
    own = {"destination": "to" in roles, "origin": "from" in roles}
    same = next((d for d in reversed(before) if d.accepted and d.measure is draft.measure), None)
    rows = [(last, f"last {gap}")] if same is last else [(last, f"last {gap}"), (same, "same measure")]
    for other, name in rows:
        if other is None:
            continue
        for value, at in ((other.destination, "destination"), (other.origin, "origin")):
            if value is None:
                continue
            lead = leads.setdefault(value, _Lead())
            for mine, end in ((lead.to, "destination"), (lead.origin, "origin")):
                turn = "straight" if at == end else "turned"
                mine += [f"{name} {turn}", f"{name} {turn} {stand}"]
                if own[end]:
                    mine.append(f"{name} {turn} against own")
            if not any(f.startswith("here") for f in lead.features):
                lead.why = "carried over from the figure before"


def _spoken_of(draft: Draft, page: Page, leads: dict[str, _Lead]) -> None:
    """The home of the people counted, the country that is named most, the one that speaks, and 'there'."""
    home = draft.population
    if home:
        lead = leads.setdefault(home, _Lead(why="home of the nationality named"))
        lead.home = "home"
        lead.features.append("home")
    elif draft.scene.people:
        lead = leads.setdefault(draft.scene.people, _Lead(why="home of the nationality spoken of"))
        lead.home = "maybe home"
        lead.features.append("maybe home")
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
    """'The country', 'there' beside the number."""
    scene, number = draft.scene, draft.number
    for word in scene.here:
        if scene.sentence.cost(number.end, word.start) < 3.6:
            for lead in leads.values():
                for mine in (lead.features, lead.to, lead.origin):
                    mine += [f"there {word.role} {f}" for f in mine
                             if f.startswith(("last", "most", "speaks", "behind 1", "home"))]
            return
