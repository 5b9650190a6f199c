"""Decide whether a number is a displacement figure, of which measure and form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from panah.figure import Form, Hedge, Measure
from panah.read.text.counted import Counted, counted
from panah.read.text.language import Language
from panah.read.text.numbers import Number
from panah.read.text.scene import Draft, Page, Scene
from panah.read.text.weigh import accept, days, measure, places, population


def draft(scene: Scene, i: int, before: Sequence[Draft], page: Page) -> Draft | None:
    """The i-th number of a sentence as a figure with all its fields; None where it cannot count people at all.

    It is a draft that is not accepted where the words say that it counts, denies or foresees something else, and one
    that is not even `weighed` where they name an unknown thing or nobody who moves or stays.
    """
    number, language = scene.numbers[i], page.language
    if number.other or number.low == 0:
        return None
    what = Counted(number.end, False, why="a ratio") if number.ratio else _counted(scene, number, language)
    if not what.named and not number.ratio and (pair := _paired(scene, i, language)):
        what = replace(_counted(scene, pair, language), end=number.end)
    if not what.part and not number.ratio and _part_before(scene, number, language):
        what = replace(what, part=True)
    if _year(number, what, scene) or _clock(scene, number, language):
        return None
    out = Draft(scene, number, what, None, Measure.ARRIVALS, Form.TOTAL, accepted=False)
    if what.other and not what.known:
        return out
    out.form = _form(scene, number, what, out.reasons)
    out.compared = _compared(scene, number, language)
    _settle(out, before, page)
    return out


def _settle(out: Draft, before: Sequence[Draft], page: Page) -> None:
    """Weigh the fields one after the other; each may look at those settled before."""
    people = page.decide(out, "population", population.people(out, before, page))
    if isinstance(people.value, str):
        out.population, out.reasons["population"] = people.value, people.why
    options = measure.measures(out, before, page)
    if not options:
        return
    taken = page.decide(out, "measure", options)
    out.measure, out.reasons["measure"] = Measure(str(taken.value)), taken.why
    out.cue = taken.source.cue if isinstance(taken.source, Draft) else taken.source
    out.carried = taken.source if isinstance(taken.source, Draft) else None
    out.whole = _whole(out, before)
    places.places(out, before, page)
    days.days(out, before, page)
    verdict = page.decide(out, "figure", accept.figure(out, before, page))
    out.accepted = bool(verdict.value)


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
    return (not what.named and digits.isdigit() and len(digits) == 4 and 1950 <= number.low <= 2060
            and not what.part and number.hedge in (Hedge.NONE, Hedge.ABOUT))


def _clock(scene: Scene, number: Number, language: Language) -> bool:
    around = scene.folded[number.end : number.end + 3]
    if scene.folded[max(0, number.start - 1) : number.start] == ":" or (around[:1] == ":" and around[1:].isdigit()):
        return True
    return number.high <= 24 and bool(language.clock.match(scene.folded, number.end))


