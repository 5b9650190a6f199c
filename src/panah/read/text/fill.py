"""Fill a draft's places, days and population: from the words around it, else carried over from before."""

from __future__ import annotations

from collections.abc import Sequence

from panah.figure import STOCKS, Form, Measure
from panah.read.text.calendar import Almanac
from panah.read.text.periods import ENDED, When, resolve
from panah.read.text.scene import Draft, Scene
from panah.read.text.where import Spot, code_of, nearest

_INTO = {
    "enter": {"to": 0.0, "at": 0.8, "subject": 5.0, "via": 4.0, "source": 5.5},
    "receive": {"subject": 0.0, "demonym": 1.5, "to": 0.3, "at": 0.5, "via": 4.0, "source": 4.5},
    "saw": {"subject": 0.0, "demonym": 0.5, "to": 0.3, "at": 0.5, "source": 4.5},
    "stay": {"to": 0.0, "at": 0.5, "subject": 0.6, "via": 3.0, "source": 5.0},
    "back": {"to": 0.0},
}
"""Handicap of each place role for being the destination, by the role of the cue."""
_OUT_OF = {"from": 0.0, "at": 2.0, "subject": 3.0, "to": 3.0, "via": 4.0, "source": 5.0}
_FROM = {"from": 0.0, "with": 0.5}
_INSIDE = {"to": 0.0, "from": 0.0, "at": 0.5}
FAR = 6.5
"""Cost beyond which a place in the sentence is not this number's."""
FAR_DAYS = 9.0
"""The same for a period."""
RATES = frozenset({Form.PER_DAY, Form.PER_WEEK, Form.PER_MONTH})
COMPARED = frozenset({"year_before", "week_before", "day_before", "same_in_year"})
"""Kinds of period that name what a figure is compared with, so that the next figure does not take them over."""
LEADING = 0.6
"""What is left of the cost of a period that opens its sentence, and so speaks for all of it."""
STOCK_REACH = 4.5
"""The same for the day of a stock, which is the day of the report unless said otherwise."""
NEAR = 2.6
"""Cost within which 'the country' or 'there' speaks of a number."""
_STOCKLIKE = frozenset({Measure.PRESENT, Measure.WAITING, Measure.REGISTERED, Measure.APPLICATIONS})


def places(draft: Draft, before: Sequence[Draft], scenes: Sequence[Scene]) -> None:
    """Set origin and destination."""
    measure = draft.measure
    last = next((d for d in reversed(before) if d.accepted), None)
    if measure is Measure.DEPARTURES:
        _out(draft, last, scenes)
    elif measure is Measure.DISPLACED:
        _set(draft, "origin", _best(draft, _INSIDE) or _here(draft, last, scenes))
    elif measure is Measure.RETURNS:
        _home(draft, last, scenes)
    else:
        _in(draft, last, scenes)


def _in(draft: Draft, last: Draft | None, scenes: Sequence[Scene]) -> None:
    role = draft.cue.role if draft.cue else "noun"
    into = _INTO[role if role in ("receive", "saw") else "stay" if draft.measure in _STOCKLIKE else "enter"]
    foreign = draft.population if draft.measure in (Measure.ARRIVALS, Measure.APPLICATIONS) else None
    origin = _best(draft, _FROM, reach=5.5)
    if draft.measure is Measure.APPLICATIONS and draft.population:
        into = into | {"from": 2.5}  # 'hakivat turvapaikkaa Suomesta'
    _set(draft, "destination", _label(draft) or _here(draft, last, scenes) or _best(draft, into, but=(foreign,)))
    if draft.destination is None:
        _set(draft, "destination", _focus(draft, last, scenes))
    if draft.measure is Measure.ARRIVALS:
        if origin is None and last is not None and last.measure is Measure.ARRIVALS and (
            last.destination == draft.destination and last.origin
        ):
            origin = (last.origin, "carried over from the figure before")
        _set(draft, "origin", origin or _said_before(draft, scenes))
    if draft.origin is not None and draft.origin == draft.destination:
        draft.origin = None


def _label(draft: Draft) -> tuple[str, str] | None:
    """The place that stands as a label right before its number: 'Romania - 579,800'."""
    scene = draft.scene
    for spot in scene.spots:
        between = scene.folded[spot.end : draft.number.from_]
        before = spot.end <= draft.number.from_ and spot.role in ("subject", "at", "to")
        if before and between.strip() in ("", "-", "–", "—", ":"):
            return code_of(spot, scene.named, stock=False), f"{spot.text!r} right before it"
    return None


def _out(draft: Draft, last: Draft | None, scenes: Sequence[Scene]) -> None:
    _set(draft, "destination", _best(draft, {"to": 0.0}, reach=2.6))
    origin = _here(draft, last, scenes) or _best(draft, _OUT_OF, but=(draft.destination,))
    if origin is None or origin[1].endswith(("as source", "as subject", "as to")):
        carried = last is not None and (last.destination if last.measure is not Measure.DEPARTURES else last.origin)
        if carried and carried != draft.destination:
            origin = (carried, "carried over from the figure before")
    _set(draft, "origin", origin or _focus(draft, last, scenes))
    if draft.origin is not None and draft.origin == draft.destination:
        draft.destination = None


def _home(draft: Draft, last: Draft | None, scenes: Sequence[Scene]) -> None:
    best = _best(draft, _INTO["back"], reach=3.0)
    if draft.population:
        best = (draft.population, "home of the nationality named")
    if best is None and last is not None and last.measure is Measure.RETURNS and last.destination:
        best = (last.destination, "carried over from the figure before")
    if best is None:
        best = _best(draft, _INTO["back"])
    if best is None and (demonym := next((m for s in scenes for m in s.mentions if m.role == "demonym"), None)):
        best = (demonym.place.code, "home of the nationality spoken of")
    _set(draft, "destination", best)
    origin = _best(draft, _FROM, but=(draft.destination,))
    if origin is None and last is not None:
        carried = last.origin if last.measure is Measure.RETURNS else last.destination
        origin = (carried, "carried over from the figure before") if carried else None
    origin = origin or _said_before(draft, scenes) or _any_country(draft, scenes)
    if origin is not None and origin[0] != draft.destination:
        _set(draft, "origin", origin)


def _best(
    draft: Draft, roles: dict[str, float], *, reach: float = FAR, but: tuple[str | None, ...] = ()
) -> tuple[str, str] | None:
    stock = draft.measure in (Measure.PRESENT, Measure.WAITING, Measure.REGISTERED)
    but = tuple(code for code in but if code)  # a bloc has no country of its own
    open_ = [s for s in draft.scene.spots if s.place.code not in but and s.place.country not in (*but, "")
             and not (s.role == "via" and s.place.kind == "country")]
    found = nearest(roles, draft.number, open_, draft.scene.numbers, draft.scene.sentence)
    if found is None or found[1] > reach:
        return None
    spot: Spot = found[0]
    return code_of(spot, draft.scene.named, stock=stock), f"{spot.text!r} as {spot.role}"


def _set(draft: Draft, name: str, value: tuple[str, str] | None) -> None:
    if value is not None:
        setattr(draft, name, value[0])
        draft.reasons[name] = value[1]


def _here(draft: Draft, last: Draft | None, scenes: Sequence[Scene]) -> tuple[str, str] | None:
    """The place meant by 'the country' or 'there' beside the number."""
    for hit in draft.scene.here:
        low, high = sorted((draft.number.end, hit.start))
        if draft.scene.sentence.cost(low, high) < NEAR and not any(low < n.start < high for n in draft.scene.numbers):
            if hit.label != "here":
                return hit.label, repr(draft.scene.text[hit.start : hit.end])
            place = _focus(draft, last, scenes)
            if place is not None:
                return place[0], f"{draft.scene.text[hit.start : hit.end]!r}: {place[1]}"
    return None


def _focus(draft: Draft, last: Draft | None, scenes: Sequence[Scene]) -> tuple[str, str] | None:
    """The country that is spoken of: one named in the sentence, that of the source, or of the figure before."""
    if last is None or last.scene is not draft.scene:
        for spot in reversed(draft.scene.spots):
            if spot.role in ("to", "at", "subject") and spot.start < draft.number.start and _foreign(spot, draft):
                return code_of(spot, draft.scene.named, stock=False), f"{spot.text!r} is spoken of"
        for spot in draft.scene.spots:
            if spot.role == "source" and _foreign(spot, draft):
                return spot.place.country or spot.place.code, f"the country of the source {spot.text!r}"
    if last is not None:
        place = last.origin if last.measure is Measure.DEPARTURES else last.destination
        if last.measure is Measure.RETURNS and draft.measure is not Measure.RETURNS:
            place = last.origin
        if place is not None and place != draft.population:
            return place, "carried over from the figure before"
    for scene in (*reversed(scenes[: draft.scene.index + 1]), *scenes[draft.scene.index + 1 :]):
        for wanted in (("to", "at"), ("subject",), ("source",)):
            for spot in scene.spots:
                if scene is draft.scene and spot.start > draft.number.start:
                    continue
                if spot.role in wanted and _foreign(spot, draft):
                    return code_of(spot, draft.scene.named, stock=False), f"{spot.text!r} is spoken of"
    return None


def _foreign(spot: Spot, draft: Draft) -> bool:
    return spot.place.code != draft.population and (spot.place.country or spot.place.kind == "bloc") not in (
        draft.population, None, False)


def _said_before(draft: Draft, scenes: Sequence[Scene]) -> tuple[str, str] | None:
    """Where people come from, as an earlier sentence says it."""
    for scene in reversed(scenes[: draft.scene.index + 1]):
        for spot in scene.spots:
            lands = spot.place.country and spot.place.kind in ("country", "region")
            if spot.role in _FROM and lands and spot.place.code != draft.destination:
                return code_of(spot, draft.scene.named, stock=False), f"{spot.text!r} as {spot.role} earlier"
    return None


def _any_country(draft: Draft, scenes: Sequence[Scene]) -> tuple[str, str] | None:
    """For returns: the host country that the text speaks of, its source's own if need be."""
    for scene in (*reversed(scenes[: draft.scene.index + 1]), *scenes[draft.scene.index + 1 :]):
        for spot in scene.spots:
            country = spot.place.country
            if country and country not in (draft.destination, draft.population) and spot.role != "to":
                return country, f"{spot.text!r} is spoken of"
    return None


def population(draft: Draft, before: Sequence[Draft]) -> None:
    """Set the nationality that the words name, or that of the figure it leans on."""
    if draft.counted.population:
        draft.population = draft.counted.population
        draft.reasons["population"] = draft.counted.why
        return
    label = next((m for m in draft.scene.mentions if m.role == "demonym" and m.end <= draft.number.from_
                  and not draft.scene.folded[m.end : draft.number.from_].strip(" :-–")), None)
    if label is not None and not draft.counted.named:
        draft.population, draft.reasons["population"] = label.place.code, "the nationality right before it"
        return
    last = next((d for d in reversed(before) if d.accepted), None)
    near = last is not None and draft.scene.index - last.scene.index <= 1
    if last is not None and near and last.population and (not draft.counted.named or draft.counted.part):
        draft.population = last.population
        draft.reasons["population"] = "carried over from the figure before"
    elif not draft.counted.named or draft.counted.part or draft.counted.measure:
        draft.population = draft.scene.people
        if draft.population:
            draft.reasons["population"] = "the people the text speaks of"


def days(draft: Draft, before: Sequence[Draft], scenes: Sequence[Scene], almanac: Almanac) -> None:
    """Set the first and last day."""
    last = next((d for d in reversed(before) if d.accepted), None)
    chosen = _when(draft, reach=STOCK_REACH if draft.measure in STOCKS else FAR_DAYS)
    if draft.number.ratio and last is not None and last.scene is draft.scene and last.dated:
        chosen = None  # the days named beside a ratio are mostly those it compares with
    frame = (before[-1].start, before[-1].end) if before else None
    if chosen is not None:
        when = resolve(chosen, frame, almanac)
        draft.start, draft.end = when.days(almanac.today)
        if draft.scene.respectively and when.kind == "weekdays" and (turn := _turn(draft)):
            draft.start = draft.end = when.first if turn == "first" else when.last
        other = _when(draft, relation={"until": "since", "since": "until"}.get(when.relation, "-"))
        if other is not None:
            since = other.relation == "since"
            draft.start, draft.end = (other.first, draft.end) if since else (draft.start, other.last)
        draft.dated = True
        draft.compared = draft.compared or chosen.kind in COMPARED
        draft.reasons["period"] = repr(draft.scene.text[when.start : when.end])
    elif draft.form in RATES:
        pass  # a rate without days of its own may speak of any: 'at the height, 30,000 a day'
    elif (last := _flow_before(draft, before)) is not None and _same_breath(draft, last):
        draft.start, draft.end, draft.dated = last.start, last.end, last.dated
        draft.reasons["period"] = "carried over from the figure before"
    elif (heading := _heading(draft, scenes)) is not None:
        draft.start, draft.end = heading.days(almanac.today)
        draft.dated = True
        draft.reasons["period"] = f"{scenes[0].text[heading.start : heading.end]!r} in the heading"
    if draft.measure in STOCKS:
        draft.start = None
        draft.end = draft.end or almanac.today
    elif not draft.dated and draft.form in (Form.TOTAL, Form.RATIO):
        draft.end = draft.end or almanac.today


def _turn(draft: Draft) -> str:
    """Whether the number is the first or the second of two that are paired off with two days; else empty."""
    scene, number = draft.scene, draft.number
    i = scene.numbers.index(number)
    if i + 1 < len(scene.numbers) and len(scene.folded[number.end : scene.numbers[i + 1].from_].split()) == 1:
        return "first"
    return "second" if i and len(scene.folded[scene.numbers[i - 1].end : number.from_].split()) == 1 else ""


def _heading(draft: Draft, scenes: Sequence[Scene]) -> When | None:
    """The stretch of days that a first line without figures announces."""
    first = scenes[0]
    if first is draft.scene or first.numbers:
        return None
    return next((w for w in first.periods if w.kind in ENDED and w.first), None)


def _flow_before(draft: Draft, before: Sequence[Draft]) -> Draft | None:
    """The figure whose period may be carried over: not a stock's day to a flow, nor the days of a comparison."""
    flows = (d for d in reversed(before) if d.accepted and (draft.measure in STOCKS or d.measure not in STOCKS))
    return next((d for d in flows if not d.compared), None)


def _same_breath(draft: Draft, last: Draft) -> bool:
    if last.measure in STOCKS and draft.measure not in STOCKS:
        return False
    return last.scene is draft.scene or draft.counted.part or not draft.counted.named or bool(draft.carried)


def _when(draft: Draft, relation: str = "", reach: float = FAR_DAYS) -> When | None:
    """The period phrase (of this relation) that belongs to the number: near it, not across other numbers."""
    number, scene = draft.number, draft.scene
    best: tuple[When, float] | None = None
    for when in scene.periods:
        if relation and when.relation != relation:
            continue
        if when.speech or (number.ratio and when.relation in ("leaning", "before")):
            continue
        if number.start <= when.start < number.end:
            continue
        if when.start >= number.end:
            cost = scene.sentence.cost(number.end, when.start)
            cost += 2.5 * sum(number.end <= n.start < when.start for n in scene.numbers)
        else:
            cost = 0.5 + scene.sentence.cost(when.end, number.from_)
            if len(scene.folded[scene.sentence.start : when.start].split()) <= 1:
                cost *= LEADING
            cost += 1.5 * sum(when.end <= n.start < number.start for n in scene.numbers)
        if best is None or cost < best[1]:
            best = (when, cost)
    return best[0] if best and best[1] < reach else None
