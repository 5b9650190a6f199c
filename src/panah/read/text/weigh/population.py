"""Which nationality a figure counts: the one in its words, or one that the text goes on speaking of."""

from __future__ import annotations

from collections.abc import Sequence

from panah.read.text.scene import Draft, Page
from panah.read.text.weigh.model import Candidate, near


def people(draft: Draft, before: Sequence[Draft], page: Page) -> list[Candidate]:
    """Candidates for the population."""
    scene, number, what = draft.scene, draft.number, draft.counted
    if what.population:
        return [Candidate(what.population, [], what.why)]
    named = "named" if what.named else "bare"
    if what.part:
        named = "part"
    if number.ratio:
        named = "ratio"
    out = [Candidate(None, ["none", f"none {named}"], "")]
    best: dict[str, tuple[float, list[str], str]] = {}
    for mention in scene.mentions:
        if mention.role != "demonym":
            continue
        cost = scene.sentence.cost(number.end, mention.start)
        side = "after" if mention.start >= number.end else "before"
        gap = scene.folded[mention.end : number.from_] if side == "before" else ""
        label = side == "before" and not gap.strip(" :-–")
        code = mention.place.code
        if code not in best or cost < best[code][0]:
            features = [f"here {side} {near(cost)} {named}", f"here {side}", f"here {named}"]
            if label:
                features.append(f"label {named}")
            best[code] = (cost, features, "the nationality beside it")
    last = next((d for d in reversed(before) if d.accepted), None)
    told: dict[str | None, list[str]] = {}
    if last is not None:
        gap_ = min(draft.scene.index - last.scene.index, 3)
        told.setdefault(last.population, []).extend([f"last {gap_} {named}", f"last {gap_}", f"last {named}"])
    told.setdefault(scene.people, []).extend(["most", f"most {named}"])
    codes = {*best, *told} - {None}
    for code in sorted(c for c in codes if c):
        features = [*(best[code][1] if code in best else ()), *told.get(code, ())]
        why = best[code][2] if code in best else "the people the text speaks of"
        out.append(Candidate(code, [*features, f"any {named}"], why))
    if last is not None and last.population is None:
        out[0].features.extend(f for f in told[None] if f.startswith("last"))
    return out
