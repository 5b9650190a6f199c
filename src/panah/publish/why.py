"""Why an estimate says what it says: every figure beside what the others make of it, and what later reports changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from panah.figure import Figure, Measure
from panah.figure import to_json as figure_json
from panah.publish.choose import Span, statements_of
from panah.publish.doubts import WORTH, doubts, help_words, judged, listed
from panah.publish.headline import modelled, when_words
from panah.publish.picture import describe
from panah.publish.words import capital, day, number, people, place_name, rounded, short_day, words
from panah.reconcile import Change, Corridor, Estimate, Statement, helps
from panah.reconcile.told import supported


def explained(estimate: Estimate, locale: str = "en") -> str:
    """Every distinct figure with what the estimate says for the same quantity, its pull and its doubts."""
    lines = []
    for corridor in estimate.corridors:
        lines.append(corridor_name(corridor, locale))
        here = statements_of(estimate, corridor.place, corridor.population)
        for statement in sorted(here, key=lambda s: (-s.wrong, s.figure.id)):
            lines += _statement(statement, estimate, locale)
        lines += [f"  {help_words(each, locale)}" for each in helps(estimate, corridor)[:1] if each.left < WORTH]
        lines.append("")
    if estimate.left_out:
        lines.append(str(words(locale)["text"]["left_out"]))
        lines += [f"  {describe(figure, locale)}: {reason}" for figure, reason in estimate.left_out]
    return "\n".join(lines).rstrip() or str(words(locale)["doubts"]["no_figure"])


def _statement(statement: Statement, estimate: Estimate, locale: str) -> list[str]:
    figure, table = statement.figure, words(locale)
    times = len(statement.tellings)
    told = f" ({str(table['picture']['told']).format(number=times)})" if times > 1 else ""
    figures = str(table["doubts"]["figures"]).format(wrong=f"{statement.wrong:.2f}", pull=f"{statement.pull:+.1f}")
    lines = [
        f"  {describe(figure, locale)}, {when_words(figure, estimate.as_of, locale)}{told}",
        f"    {judged(statement, locale)}; {figures}",
    ]
    # That it is wrong stands in numbers in the line before.
    lines += [f"    {doubt.sentence}" for doubt in doubts(statement, estimate, locale) if doubt.kind != "wrong"]
    if statement.note:
        lines.append(f"    {statement.note}")
    if figure.evidence.quote:
        who = figure.sources[0].name if figure.sources else str(table["picture"]["unsourced"])
        lines.append(f"    “{' '.join(figure.evidence.quote.split())}”, {who}")
    return lines


def corridor_name(corridor: Corridor, locale: str = "en") -> str:
    """A corridor as people say it: 'Russians in Kazakhstan'."""
    template = str(words(locale)["changes"]["corridor"])
    place = place_name(corridor.place, locale, sentence=True)
    return template.format(people=capital(people(corridor.population, locale)), place=place)


TOLD = 0.1
"""Share of a range's width by which a report must move the median to be told of."""
NOTICED = 0.02
"""Share of the median by which it must do so, too."""


@dataclass(frozen=True, slots=True)
class Move:
    """What one report moved a quantity by, in a sentence, and the figure by which it is named."""

    sentence: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Shift:
    """One quantity that later reports moved: its name with its days, what was known then and later, and the movers."""

    name: str
    before: str
    after: str
    moved: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """What became known of a corridor between two days; `still` says which quantities hardly changed, if any."""

    name: str
    shifts: tuple[Shift, ...]
    still: str


def revisions(
    changes: Sequence[Change], estimate: Estimate | None = None, locale: str = "en"
) -> tuple[tuple[Revision, ...], str]:
    """The corridors of which something moved, the one that moved by most people first, and a sentence on the others.

    With the later `estimate`, quantities that no figure carries are left out, as the picture does, and the sentence
    names the corridors that are first told of since then.
    """
    table = words(locale)["changes"]
    by_corridor: dict[Corridor, list[Change]] = {}
    for change in changes:
        if estimate is None or _carried(change, estimate):
            by_corridor.setdefault(change.corridor, []).append(change)
    moved = {corridor: found for corridor, found in by_corridor.items() if any(map(_movers, found))}
    order = sorted(moved, key=lambda c: -max(abs(each.after[1] - each.before[1]) for each in moved[c]))
    known = {change.corridor for change in changes}
    new = [c for c in estimate.corridors if c not in known] if estimate else []
    rest = [corridor for corridor in by_corridor if corridor not in moved]
    lines = [
        str(table[key]).format(corridors=listed([corridor_name(each, locale) for each in found], locale))
        for key, found in (("first", new), ("same", rest))
        if found
    ]
    return tuple(_revision(corridor, moved[corridor], estimate, locale) for corridor in order), " ".join(lines)


def _carried(change: Change, estimate: Estimate) -> bool:
    figures = {figure.measure.value for found, _ in change.moved for figure in found}
    carried = supported(estimate, change.corridor.place, change.corridor.population)
    return change.quantity in figures or Measure(change.quantity) in carried


def _movers(change: Change) -> list[tuple[tuple[Figure, ...], float]]:
    """The reports that moved the median by more than the draws do by themselves, and by what a reader would notice."""
    low, middle, high = change.after
    return [each for each in change.moved if abs(each[1]) >= max(TOLD * (high - low), NOTICED * middle)]


def _revision(corridor: Corridor, changes: Sequence[Change], estimate: Estimate | None, locale: str) -> Revision:
    table = words(locale)["changes"]
    still = listed([_quantity(each, locale) for each in changes if not _movers(each)], locale)
    here = statements_of(estimate, corridor.place, corridor.population) if estimate else ()
    used = {figure.id for statement in here for figure in (statement.figure, *statement.tellings)}
    return Revision(
        name=corridor_name(corridor, locale),
        shifts=tuple(
            Shift(
                name=capital(_quantity(each, locale)),
                before=str(table["before"]).format(fitted=modelled(Span(*each.before), locale)),
                after=str(table["after"]).format(fitted=modelled(Span(*each.after), locale)),
                moved=tuple(_move(figures, by, each, used, locale) for figures, by in _movers(each)[:3]),
            )
            for each in changes
            if _movers(each)
        ),
        still=str(table["still"]).format(quantities=still) if still else "",
    )


def _quantity(change: Change, locale: str) -> str:
    start = short_day(change.start, change.end, locale)
    return str(words(locale)["changes"][change.quantity]).format(start=start, end=day(change.end, locale))


def _move(figures: Sequence[Figure], by: float, change: Change, used: Collection[str], locale: str) -> Move:
    """The sentence on a report, named by its figure that the corridor uses, on this quantity where it has one."""
    table = words(locale)["changes"]
    figure = max(figures, key=lambda each: (each.id in used, each.measure.value == change.quantity))
    name = figure.sources[-1].name if figure.sources else str(table["unsourced"])
    teller = str(table["teller"]).format(name=name, day=day(figure.said, locale)) if figure.said else name
    shift = str(table["more" if by > 0 else "fewer"]).format(number=number(abs(rounded((by,))[0]), locale))
    kind = "fell" if figure.id in change.gone else "moved"
    return Move(str(table[kind]).format(shift=shift, teller=teller, figure=describe(figure, locale)), figure)


def changed(changes: Sequence[Change], estimate: Estimate | None = None, locale: str = "en") -> str:
    """What became known between two days, quantity by quantity, and which reports moved it most.

    With the later `estimate`, only of quantities that figures carry.
    """
    table = words(locale)["changes"]
    found, rest = revisions(changes, estimate, locale)
    lines = []
    for each in found:
        lines.append(each.name)
        for shift in each.shifts:
            lines += [f"  {shift.name}", f"    {shift.before}", f"    {shift.after}"]
            lines += [f"      {move.sentence}" for move in shift.moved]
        lines += [f"  {capital(each.still)}"] if each.still else []
        lines.append("")
    return "\n".join([*lines, rest]).rstrip() or str(table["none"])


def explained_json(estimate: Estimate) -> list[dict[str, Any]]:
    """Every distinct figure with its fit as JSON objects."""
    return [
        {
            "figure": figure_json(s.figure),
            "tellings": len(s.tellings),
            "fitted": [round(value, 4) for value in s.fitted],
            "wrong": round(s.wrong, 4),
            "both": round(s.both, 4),
            "leaning": round(s.leaning, 4),
            "pull": round(s.pull, 3),
            "note": s.note or None,
        }
        for s in estimate.statements
    ]


def changed_json(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """The changes as JSON objects."""
    return [
        {
            "place": c.corridor.place,
            "population": None if c.corridor.population == "any" else c.corridor.population,
            "quantity": c.quantity,
            "start": c.start.isoformat(),
            "end": c.end.isoformat(),
            "before": [round(value, 1) for value in c.before],
            "after": [round(value, 1) for value in c.after],
            "moved": [
                {
                    "figures": [figure_json(f) for f in figures],
                    "by": round(by, 1),
                    "gone": all(f.id in c.gone for f in figures),
                }
                for figures, by in c.moved
            ],
        }
        for c in changes
    ]
