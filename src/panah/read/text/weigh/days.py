"""Which days a figure covers: the periods of its sentence and of those around, those of the figure before, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from panah.figure import STOCKS, Form, Measure
from panah.read.text.periods import When, resolve
from panah.read.text.scene import Draft, Page, Scene
from panah.read.text.weigh.model import Candidate, near

RATES = frozenset({Form.PER_DAY, Form.PER_WEEK, Form.PER_MONTH})
COMPARED = frozenset({"year_before", "week_before", "day_before", "same_in_year"})
"""Kinds of period that name what a figure is compared with."""
_OTHER = {"since": "until", "until": "since"}
_Days = tuple[date | None, date | None]


def days(draft: Draft, before: Sequence[Draft], page: Page) -> None:
    """Set the first and last day."""
    candidates = [_settled(c, draft, page) for c in _candidates(draft, before, page)]
    taken = page.decide(draft, "days", candidates)
    draft.start, draft.end = taken.value
    draft.dated = taken.source is not None
    if isinstance(taken.source, When):
        draft.compared = draft.compared or taken.source.kind in COMPARED
    if taken.why:
        draft.reasons["period"] = taken.why


def _settled(candidate: Candidate, draft: Draft, page: Page) -> Candidate:
    """The candidate with the days that its measure can have: a stock holds on a day, a count ends when it was told."""
    given: _Days = candidate.value
    start, end = given
    today = page.almanac.today
    if draft.measure in STOCKS:
        start, end = None, end or today
    elif candidate.source is None and draft.form in (Form.TOTAL, Form.RATIO):
        end = end or today
    if start and end and start > end:
        start = None
    candidate.value = (start, end)
    return candidate


def _candidates(draft: Draft, before: Sequence[Draft], page: Page) -> Iterator[Candidate]:
    stand = draft.stand
    kind = _kind(draft)
    yield Candidate((None, None), ["none", f"none {stand}", f"none {kind}", f"none {kind} {stand}"], "")
    yield from _here(draft, before, page, stand, kind)
    yield from _above(draft, before, page, stand, kind)
    yield from _carried(draft, before, stand, kind)


def _kind(draft: Draft) -> str:
    """How the figure relates to time: a stock, a running count, a rate, or a count of days."""
    if draft.measure in STOCKS:
        return "stock"
    if draft.form in RATES:
        return "rate"
    return "count" if draft.measure is Measure.REGISTERED else "flow"


def _here(draft: Draft, before: Sequence[Draft], page: Page, stand: str, kind: str) -> Iterator[Candidate]:
    """The periods of the figure's own sentence."""
    scene, number = draft.scene, draft.number
    frame = (before[-1].start, before[-1].end) if before else None
    rows = []
    for w in scene.periods:
        if number.start <= w.start < number.end:
            side, crossed, cost = "inside", 0, 0.0
        elif w.start >= number.end:
            side, cost = "after", scene.sentence.cost(number.end, w.start)
            crossed = sum(number.end <= n.start < w.start for n in scene.numbers)
        else:
            side, cost = "before", scene.sentence.cost(w.end, number.from_)
            crossed = sum(w.end <= n.start < number.start for n in scene.numbers)
        rows.append((cost + 2.0 * crossed, cost, side, min(crossed, 2), w))
    rows.sort(key=lambda row: row[0])
    for rank, (_, cost, side, crossed, w) in enumerate(rows):
        at = f"{side} {near(cost)} {crossed}"
        opens = side == "before" and len(scene.folded[scene.sentence.start : w.start].split()) <= 1
        features = [f"at {at}", f"at {at} {stand}", f"{side} {crossed} {kind}", f"rank {min(rank, 3)}",
                    f"{w.relation} {kind}", f"{w.relation} {side}", f"{w.kind}", f"{w.kind} {kind}",
                    f"rank {min(rank, 3)} {w.relation} {kind}"]
        if opens:
            features += ["opens", f"opens {crossed} {kind}"]
        if w.speech:
            features += ["speech", f"speech {kind}", f"speech {side}"]
        if draft.compared:
            features.append(f"compared {w.kind}")
        if scene.respectively and w.kind == "weekdays" and (turn := _turn(draft)):
            day = w.first if turn == "first" else w.last
            yield Candidate((day, day), [*features, "paired"], repr(scene.text[w.start : w.end]), w)
            continue
        told = resolve(w, frame, page.almanac)
        start, end = told.days(page.almanac.today)
        other = next((o for *_, o in rows if o.relation == _OTHER.get(w.relation)), None)
        why = repr(scene.text[w.start : w.end])
        yield Candidate((start, end), features, why, told)
        if w.relation == "since" and other is not None and other.last and start and other.last >= start:
            yield Candidate((start, other.last), [*features, "both ends"], why, told)


def _turn(draft: Draft) -> str:
    """Whether the number is the first or the second of two that are paired off with two days; else empty."""
    scene, number = draft.scene, draft.number
    i = scene.numbers.index(number)
    if i + 1 < len(scene.numbers) and len(scene.folded[number.end : scene.numbers[i + 1].from_].split()) == 1:
        return "first"
    return "second" if i and len(scene.folded[scene.numbers[i - 1].end : number.from_].split()) == 1 else ""


def _above(draft: Draft, before: Sequence[Draft], page: Page, stand: str, kind: str) -> Iterator[Candidate]:
    """The periods of the sentence before and of the first one, and what the next one adds ('all this since May')."""
    index = draft.scene.index
    around: list[tuple[str, Scene]] = [("up 1", s) for s in page.scenes[max(0, index - 1) : index]]
    if index > 1:
        around.append(("first", page.scenes[0]))
    around += [("down 1", s) for s in page.scenes[index + 1 : index + 2]]
    for step, scene in around:
        told = [w for w in scene.periods if w.relation != "leaning"]
        bare = "bare" if not scene.numbers else "used"
        for place, w in enumerate(told):
            which = "last" if place == len(told) - 1 else "early"
            features = [step, f"{step} {bare}", f"{step} {which} {kind}", f"{step} {stand}", f"far {w.relation} {kind}",
                        f"far {w.kind}", f"{step} {bare} {w.relation}"]
            if w.speech:
                features += ["far speech", f"far speech {kind}"]
            yield Candidate(w.days(page.almanac.today), features, f"{scene.text[w.start : w.end]!r} nearby", w)


def _carried(draft: Draft, before: Sequence[Draft], stand: str, kind: str) -> Iterator[Candidate]:
    """The days of the figures before: of the last one, of the last with other days, of the last of this measure."""
    seen: list[_Days] = []
    rows: list[tuple[str, Draft]] = []
    for each in reversed(before):
        if not each.accepted or (each.start, each.end) in seen:
            continue
        seen.append((each.start, each.end))
        rows.append((f"carried {len(rows)}", each))
        if len(rows) == 2:
            break
    same = next((d for d in reversed(before) if d.accepted and d.measure is draft.measure), None)
    if same is not None and all(same is not each for _, each in rows):
        rows.append(("same measure", same))
    has_own = "dated" if draft.scene.periods else "undated"
    for name, last in rows:
        gap = min(draft.scene.index - last.scene.index, 2)
        pair = f"{_kind(last)}>{kind}"
        features = [f"{name} {gap}", f"{name} {gap} {stand}", f"{name} {has_own}", f"{name} {pair}",
                    f"{name} {gap} {kind}", f"{name} {gap} {has_own} {stand}"]
        if last.measure is draft.measure:
            features += [f"{name} same", f"{name} same {gap}"]
        if last.compared:
            features.append(f"{name} compared")
        if last.number.ratio:
            features.append(f"{name} of ratio")
        if isinstance(draft.choices["measure"].taken.source, Draft):
            features.append(f"{name} measure too")
        yield Candidate((last.start, last.end), features, "carried over from the figure before", last)
