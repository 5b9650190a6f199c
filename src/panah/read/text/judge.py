"""Decide whether a number is a displacement figure, of which measure and form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from panah.figure import Form, Measure, Unit
from panah.read.text.counted import Counted, counted
from panah.read.text.language import Language
from panah.read.text.measures import Cue, choose
from panah.read.text.numbers import Number
from panah.read.text.scene import Draft, Scene

SPOILED = 2.2
"""Cost within which a spoiling word ('could', 'refused', 'beds') speaks of a number."""
SMALL = 25
"""A bare number below this needs a noun or a firm cue: small numbers count everything."""
_OF_PEOPLE = frozenset({Measure.PRESENT, Measure.REGISTERED, Measure.APPLICATIONS, Measure.DISPLACED, Measure.RETURNS})
"""Measures that vehicles cannot have."""


def draft(scene: Scene, i: int, before: Sequence[Draft], language: Language) -> Draft | None:
    """A draft for the i-th number of a sentence; not accepted when it counts something else; None if no candidate."""
    number = scene.numbers[i]
    if number.other or number.low == 0:
        return None
    what = Counted(number.end, False, why="a ratio") if number.ratio else _counted(scene, number, language)
    if not what.named and not number.ratio and (pair := _paired(scene, i, language)):
        what = replace(_counted(scene, pair, language), end=number.end)
    if not what.part and not number.ratio and _part_before(scene, number, language):
        what = replace(what, part=True)
    if what.other and not number.ratio:
        return None
    if _year(number, what, scene) or _clock(scene, number, language):
        return None
    if not number.ratio and language.difference.match(scene.folded, number.end):
        return None
    last = before[-1] if before else None
    cue, cost = _cue(scene, number, what)
    carried = None
    if cue is None or (cost > (1.2 if what.part else 3.0) and _leans(scene, what, last)):
        carried = last if last is not None and scene.index - last.scene.index <= 1 else None
        if carried is None and cue is None:
            cue, cost = scene.heading, 4.0
        if carried is None and cue is None:
            return None
    measure, cue, why = _measure(scene, what, cue, carried)
    out = Draft(scene, number, what, cue, measure, Form.TOTAL, carried=carried, cost=cost)
    out.reasons["measure"] = why
    out.form = _form(scene, number, what, out.reasons)
    out.compared = _compared(scene, number, language)
    out.whole = _whole(out, before)
    if carried is not None and not carried.accepted and carried.scene is scene:
        out.accepted = False
    if _too_small(number, what, cue, cost) or (what.unit is Unit.VEHICLE and measure in _OF_PEOPLE):
        return None
    if _spoiled(scene, number, what, cue, out.reasons, language):
        out.accepted = False
    return out


def _whole(part: Draft, before: Sequence[Draft]) -> Draft | None:
    """The figure of which this one is said to be a part: the one before, if it is of the same form and no smaller."""
    last = next((d for d in reversed(before) if d.accepted), None)
    if not part.counted.part or last is None or last.form is not part.form or part.number.high > last.number.high:
        return None
    return last.whole or last


def _counted(scene: Scene, number: Number, language: Language) -> Counted:
    return counted(scene.text, scene.folded, number, scene.mentions, language, scene.sentence.end)


def _compared(scene: Scene, number: Number, language: Language) -> bool:
    """Whether the number only serves for comparison: '881 a day, against 470 in September'."""
    near = [w for w in scene.sentence.words if number.from_ - 25 <= w < number.from_]
    return any(not scene.folded[h.end : number.from_].strip() for h in language.comparison.scan(scene.folded, near))


def _part_before(scene: Scene, number: Number, language: Language) -> bool:
    """Whether the words right before the number make it a part: 'among them 300'."""
    return any(not scene.folded[h.end : number.from_].strip(" ,:") for h in language.parts.scan(
        scene.folded, [w for w in scene.sentence.words if number.from_ - 25 <= w < number.from_]))


def _paired(scene: Scene, i: int, language: Language) -> Number | None:
    """The next number, where both share the words behind it: '8,572 and 8,314 Russians'."""
    if i + 1 >= len(scene.numbers):
        return None
    number, after = scene.numbers[i], scene.numbers[i + 1]
    joined = scene.folded[number.end : after.from_].strip() in language.number_and
    return after if joined and not after.ratio else None


def _cue(scene: Scene, number: Number, what: Counted) -> tuple[Cue | None, float]:
    best = choose(number, what.end, scene.cues, scene.numbers, scene.sentence)
    if "displaced" in (what.measure, best and best[1] < 0.6 and best[0].measure):  # 'displaced people returned'
        others = [cue for cue in scene.cues if cue.measure != "displaced"]
        other = choose(number, what.end, others, scene.numbers, scene.sentence)
        if other and other[0].measure == "returns" and other[1] < 1.8:
            return other
    if what.measure and not (best and best[0].measure == "applications" and best[1] < 1.0):
        return Cue(number.end, what.end, what.measure, "noun"), 0.0
    return best if best else (None, 4.0)


def _leans(scene: Scene, what: Counted, last: Draft | None) -> bool:
    """Whether a far cue should give way to the figure just before."""
    return last is not None and scene.index - last.scene.index <= 1 and (not what.named or what.part)


def _measure(scene: Scene, what: Counted, cue: Cue | None, carried: Draft | None) -> tuple[Measure, Cue | None, str]:
    if what.measure and cue is not None and cue.role == "noun":
        return Measure(what.measure), cue, what.why
    if carried is not None:
        quote = scene.text[carried.number.from_ : carried.number.end]
        return carried.measure, carried.cue, f"carried over from {quote!r}"
    assert cue is not None
    words = scene.text[cue.start : cue.end]
    measure = Measure(cue.measure)
    if cue.role == "flee" and any(s.role == "to" and cue.end - 70 <= s.start < cue.end + 70 for s in scene.spots):
        return Measure.ARRIVALS, cue, f"{words!r} with a place they came to"
    return measure, cue, f"{words!r}"


def _form(scene: Scene, number: Number, what: Counted, reasons: dict[str, str]) -> Form:
    if number.ratio:
        reasons["form"] = "it compares with an earlier count"
        return Form.RATIO
    for hit in scene.rates:
        if hit.start >= number.end and scene.sentence.cost(what.end, hit.start) < 2.6 and not any(
            number.end <= n.start < hit.start for n in scene.numbers
        ):
            reasons["form"] = repr(scene.text[hit.start : hit.end])
            return Form(hit.label.split("/")[0])
        if hit.label.endswith("/lead") and hit.end <= number.from_ and scene.sentence.cost(hit.end, number.from_) < 3.6:
            dated = any(number.end <= w.start <= number.end + 12 and not w.speech for w in scene.periods)
            if not dated:
                reasons["form"] = repr(scene.text[hit.start : hit.end])
                return Form(hit.label.split("/")[0])
    return Form.TOTAL


def _year(number: Number, what: Counted, scene: Scene) -> bool:
    digits = scene.text[number.start : number.end]
    return not what.named and digits.isdigit() and len(digits) == 4 and 1950 <= number.low <= 2060 and (
        not what.part)


def _clock(scene: Scene, number: Number, language: Language) -> bool:
    around = scene.folded[number.end : number.end + 3]
    if scene.folded[max(0, number.start - 1) : number.start] == ":" or (around[:1] == ":" and around[1:].isdigit()):
        return True
    return number.high <= 24 and bool(language.clock.match(scene.folded, number.end))


def _spoiled(
    scene: Scene, number: Number, what: Counted, cue: Cue | None, reasons: dict[str, str], language: Language
) -> bool:
    for hit in scene.spoilers:
        owner = max((n for n in scene.numbers if n.end <= hit.start), key=lambda n: n.end, default=number)
        between = scene.folded[owner.end : hit.start].split()
        if owner is not number and len(between) <= 1 and not set(between) & set(language.number_and):
            continue  # it says what another number counts
        follows = any(0 <= n.from_ - hit.end < 3 and "," not in scene.folded[hit.end : n.from_] for n in scene.numbers)
        if hit.start >= number.end and follows:
            continue  # 'admitted 6,500 and refused 135'
        if hit.start >= number.start:
            cost = scene.sentence.cost(what.end, hit.start)
            cost += 2.0 * sum(what.end <= n.start < hit.start for n in scene.numbers)
        else:
            cost = scene.sentence.cost(hit.end, number.from_)
            cost += 2.0 * sum(hit.end <= n.start < number.start for n in scene.numbers)
        if cue is not None and cue.role != "noun" and cue.start <= hit.start and hit.end <= cue.end:
            continue
        if cost < SPOILED:
            reasons["left out"] = repr(scene.text[hit.start : hit.end])
            return True
    return False


def _too_small(number: Number, what: Counted, cue: Cue | None, cost: float) -> bool:
    if number.ratio or number.low >= SMALL or (what.named and what.unit != "vehicle"):
        return False
    return not (cue is not None and cue.measure == "applications" and cost < 1.0)
