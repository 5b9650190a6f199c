"""Why an estimate says what it says: every figure beside what the others make of it, and what later reports changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from panah.figure import Form
from panah.figure import to_json as figure_json
from panah.publish.choose import Span, statements_of
from panah.publish.headline import modelled, when_words
from panah.publish.picture import describe
from panah.publish.words import day, number, place_name, rounded
from panah.reconcile import Change, Corridor, Estimate, Help, Statement, helps

LIKELY = 0.5
"""Probability from which a doubt is said in words."""
_QUANTITY = {"arrivals": "arrivals", "departures": "departures", "present": "people present"}


def explained(estimate: Estimate) -> str:
    """Every distinct figure with what the estimate says for the same quantity, its pull and its doubts, in English."""
    lines = []
    for corridor in estimate.corridors:
        lines.append(_named(corridor))
        here = statements_of(estimate, corridor.place, corridor.population)
        for statement in sorted(here, key=lambda s: (-s.wrong, s.figure.id)):
            lines += _statement(statement, estimate.as_of)
        lines += [_help(each) for each in helps(estimate, corridor)[:1] if each.left < 0.9]
        lines.append("")
    if estimate.left_out:
        lines.append("Left out")
        lines += [f"  {describe(figure)}: {reason}" for figure, reason in estimate.left_out]
    return "\n".join(lines).rstrip() or "No figure is known."


def _statement(statement: Statement, as_of: date) -> list[str]:
    figure = statement.figure
    told = f" (told {len(statement.tellings)} times)" if len(statement.tellings) > 1 else ""
    low, middle, high = statement.fitted
    ratio = f"{middle:.2g} (90 % range {low:.2g} to {high:.2g})"
    fitted = ratio if figure.form is Form.RATIO else modelled(Span(low, middle, high))
    lines = [
        f"  {describe(figure)}, {when_words(figure, as_of)}{told}",
        f"    all figures together say {fitted}; "
        f"wrong with probability {statement.wrong:.2f}, pull {statement.pull:+.1f}",
    ]
    if statement.both >= LIKELY:
        lines.append("    it seems to count the people who came and those who left together")
    if statement.leaning >= LIKELY:
        lines.append(f"    {figure.sources[0].name} seems to be off by one share in all that it counts here")
    if statement.note:
        lines.append(f"    {statement.note}")
    if figure.evidence.quote:
        who = figure.sources[0].name if figure.sources else "no source"
        lines.append(f"    “{' '.join(figure.evidence.quote.split())}”, {who}")
    return lines


def _named(corridor: Corridor) -> str:
    who = "" if corridor.population == "any" else f", {corridor.population}"
    return f"{place_name(corridor.place)}{who}"


def _help(each: Help) -> str:
    what = "a headcount" if each.quantity == "present" else f"a full count of {_QUANTITY[each.quantity]}"
    return f"  {what} would leave {each.left:.0%} of the range of people present"


def changed(changes: Sequence[Change]) -> str:
    """What became known between two days, quantity by quantity, and which reports moved it most, in English."""
    lines = []
    for change in changes:
        days = day(change.end) if change.quantity == "present" else f"{day(change.start)} to {day(change.end)}"
        lines.append(f"{_named(change.corridor)}: {_QUANTITY[change.quantity]}, {days}")
        lines.append(f"  as known then: {modelled(Span(*change.before))}")
        lines.append(f"  as known later: {modelled(Span(*change.after))}")
        for figures, shift in change.moved[:3]:
            who = figures[-1].sources[-1].name if figures[-1].sources else "a report without a source"
            said = f", {day(figures[0].said)}" if figures[0].said else ""
            by = f"{'+' if shift > 0 else '-'}{number(abs(rounded((shift,))[0]))}"
            lines.append(f"    {by} by {who}{said}: {describe(figures[0])}")
    return "\n".join(lines) or "No place was followed on the earlier day."


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
            "moved": [{"figures": [figure_json(f) for f in figures], "by": round(by, 1)} for figures, by in c.moved],
        }
        for c in changes
    ]
