"""Whether a number is a displacement figure at all."""

from __future__ import annotations

from collections.abc import Sequence

from panah.read.text.language import Language
from panah.read.text.lexicon import Hit
from panah.read.text.scene import Draft, Page
from panah.read.text.weigh.model import Candidate, near


def figure(draft: Draft, before: Sequence[Draft], page: Page) -> list[Candidate]:
    """Two candidates: that it is one, and that it is none."""
    features = ["figure", *_itself(draft), *_reading(draft, before), *_spoilers(draft, page.language)]
    return [Candidate(True, features, ""), Candidate(False, [], "")]


def _itself(draft: Draft) -> list[str]:
    number, what = draft.number, draft.counted
    size = next((str(limit) for limit in (5, 12, 25, 100, 1000) if number.high < limit), "big")
    named = "other" if what.other else "ratio" if number.ratio else "part" if what.part else (
        "named" if what.named else "bare")
    out = [named, f"{named} size {size}", f"unit {draft.unit}", f"{draft.unit} {draft.measure}", str(draft.form)]
    if what.other:
        out.append("known other" if what.known else "unknown noun")
    if number.worded:
        out += ["worded", f"worded {named}"]
    if number.odd:
        out.append("odd digits")
    if draft.compared:
        out.append(f"compared {named}")
    if draft.population:
        out.append(f"people {named}")
    if draft.scene.text[number.start : number.end].isdigit() and 1950 <= number.low <= 2060:
        out.append(f"like a year {named}")
    return out


def _reading(draft: Draft, before: Sequence[Draft]) -> list[str]:
    """How surely the other fields were read."""
    choice = draft.choices["measure"]
    named = "ratio" if draft.number.ratio else "named" if draft.counted.named else "bare"
    sure = next((str(limit) for limit in (40, 60, 80, 93, 98) if 100 * choice.share < limit), "100")
    kind = choice.taken.features[0] if choice.taken.features else ""
    place = next((f for f in choice.taken.features if f.startswith("at ")), "")
    out = [f"measure {draft.measure}", f"sure {sure}", f"by {kind}", f"by {kind} {named}", f"{place} {named}"]
    last = before[-1] if before else None
    if last is not None:
        gap = min(draft.scene.index - last.scene.index, 2)
        out.append(f"after {'a figure' if last.accepted else 'none'} {gap}")
        if draft.carried is not None:
            out.append(f"carried after {'a figure' if last.accepted else 'none'} {gap}")
    else:
        out.append("first number")
    if not any(spot.role in ("to", "from", "at", "subject") for spot in draft.scene.spots):
        out.append(f"no places {named}")
    return out


def _spoilers(draft: Draft, language: Language) -> list[str]:
    """The words that make a number none ('could', 'refused', 'beds'), each kind where it stands nearest."""
    scene, number, what = draft.scene, draft.number, draft.counted
    nearest: dict[str, tuple[float, list[str]]] = {}
    for hit in scene.spoilers:
        cue = draft.cue
        if cue is not None and cue.role != "noun" and cue.start <= hit.start and hit.end <= cue.end:
            continue
        cost, where = _where(draft, hit)
        if _owned(draft, hit, language):
            where = f"owned {where}"
        label = hit.label.partition("/")[0]
        features = [f"spoil {label}", f"spoil {where}", f"spoil {label} {where.rpartition(' ')[0]}"]
        if label not in nearest or cost < nearest[label][0]:
            nearest[label] = (cost, features)
    if not number.ratio and language.difference.match(scene.folded, number.end):
        nearest["than"] = (0.0, ["difference right behind"])
    rows = sorted(nearest.values(), key=lambda row: row[0])
    return [feature for _, features in rows for feature in features] if rows else ["no spoiler", f"clean {what.named}"]


def _where(draft: Draft, hit: Hit) -> tuple[float, str]:
    scene, number, what = draft.scene, draft.number, draft.counted
    if number.from_ <= hit.start < what.end:
        return 0.0, "inside 0"
    if hit.start >= what.end:
        crossed = sum(what.end <= n.start < hit.start for n in scene.numbers)
        cost = scene.sentence.cost(what.end, hit.start)
        return cost + 2.0 * crossed, f"after {near(cost)} {min(crossed, 1)}"
    crossed = sum(hit.end <= n.start < number.start for n in scene.numbers)
    cost = scene.sentence.cost(hit.end, number.from_)
    return cost + 2.0 * crossed, f"before {near(cost)} {min(crossed, 1)}"


def _owned(draft: Draft, hit: Hit, language: Language) -> bool:
    """Whether the word speaks of another number: it stands right behind one or right before the next."""
    scene, number = draft.scene, draft.number
    owner = max((n for n in scene.numbers if n.end <= hit.start), key=lambda n: n.end, default=number)
    between = scene.folded[owner.end : hit.start].split()
    if owner is not number and len(between) <= 1 and not set(between) & set(language.number_and):
        return True
    follows = any(0 <= n.from_ - hit.end < 3 and "," not in scene.folded[hit.end : n.from_] for n in scene.numbers)
    return hit.start >= number.end and follows


def spoiler(draft: Draft, language: Language) -> tuple[float, Hit] | None:
    """The word nearest to the number that speaks against it, and its cost; a difference right behind goes first."""
    scene, end = draft.scene, draft.number.end
    if not draft.number.ratio and (behind := language.difference.match(scene.folded, end)):
        return 0.0, Hit(behind.start() + 1, behind.end(), "difference")
    rows = [(_where(draft, hit)[0], hit.start, hit) for hit in scene.spoilers if not _owned(draft, hit, language)]
    cost, _, hit = min(rows, default=(0.0, 0, None))
    return (cost, hit) if hit else None
