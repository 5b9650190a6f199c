"""A language model of the reader's own choice as a second reader, whose every figure is checked against the text.

No network here: the model is asked by a function that is handed in, and the grammar's reading is always returned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from panah.errors import PanahError
from panah.figure import Event, Figure, Report
from panah.read import Reading, reading
from panah.read.model.asking import Ask, answered, question
from panah.read.model.checking import Checker

__all__ = ["Ask", "read_with_model"]

STRETCH = 24_000
"""Characters that the model is shown at a time: what small models hold besides their answer."""
_GUESS = 0.1
"""Confidence below which the grammar only offers a number, without knowing what it counts."""


def read_with_model(report: Report, ask: Ask, *, model: str, events: Sequence[Event] = ()) -> Reading:
    """What the grammar reads in a report, with the figures that only the model found and the text bears out.

    `ask(body)` sends a chat request (a JSON object) to the model and gives the answer's bytes; when it raises a
    PanahError, or the answer is none, a remark says so and the grammar's reading is all there is.
    """
    grammar = reading(report, events=events)
    figures = grammar.figures
    dropped: Counter[str] = Counter()
    failures: list[str] = []
    for begin, end in _stretches(report.text):
        checker = Checker(report, begin, end, model)
        try:
            rows = answered(ask(question(report, report.text[begin:end], model)))
        except PanahError as error:
            failures.append(f"{error.what}{f'. {error.hint}' if error.hint else ''}")
            break
        for row in rows:
            found = checker.figure(row)
            if isinstance(found, str):
                dropped[found] += 1
            else:
                figures, why = _merged(figures, found, model)
                dropped.update([why] if why else [])
    left = [one for one in grammar.mentions if not any(one.evidence.overlaps(figure.evidence) for figure in figures)]
    return Reading(sorted(figures, key=_place), left, [*grammar.remarks, *_remarks(model, dropped, failures)])


def _place(figure: Figure) -> tuple[bool, int]:
    return figure.evidence.start is None, figure.evidence.start or 0


def _remarks(model: str, dropped: Counter[str], failures: Sequence[str]) -> Iterator[str]:
    for failure in dict.fromkeys(failures):
        yield f"the model {model} was not heard to the end: {failure}; the grammar's reading stands"
    if dropped:
        reasons = "; ".join(f"{count} because {why}" for why, count in sorted(dropped.items()))
        total = sum(dropped.values())
        yield f"{total} {'figure' if total == 1 else 'figures'} of the model {model} not taken: {reasons}"


def _merged(figures: list[Figure], found: Figure, model: str) -> tuple[list[Figure], str]:
    """The figures with the model's one among them, or why it is not.

    The grammar has the first word on its own figures: where the model agrees that is noted, and where it reads the
    same words otherwise that is a caveat. A number that the grammar only offered gets the model's reading.
    """
    for i, one in enumerate(figures):
        if not one.evidence.overlaps(found.evidence) or (one.low, one.high) != (found.low, found.high):
            continue
        by_model = any(field == "model" for field, _ in one.reasons) and one.confidence <= found.confidence
        if one.confidence < _GUESS:
            return [*figures[:i], found, *figures[i + 1 :]], ""
        apart = _differences(one, found)
        if by_model and f"read by a model: {model}" in one.caveats:
            return figures, "it was given twice"
        if not apart:
            noted = replace(one, reasons=(*one.reasons, ("model", f"{model} reads it the same")))
            return [*figures[:i], noted, *figures[i + 1 :]], ""
        doubt = f"the model {model} reads it otherwise: {', '.join(apart)}"
        doubted = replace(one, caveats=tuple(dict.fromkeys((*one.caveats, doubt))))
        return [*figures[:i], doubted, *figures[i + 1 :]], "the grammar reads the same words otherwise"
    return [*figures, found], ""


def _differences(one: Figure, found: Figure) -> list[str]:
    fields = ("measure", "form", "unit", "population", "origin", "destination")
    pairs = [(name, getattr(one, name), getattr(found, name)) for name in fields]
    return [f"{name} {theirs}" for name, ours, theirs in pairs if theirs and ours and theirs != ours]


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Spans that cover the text, cut at line ends or white space; none for a report without words."""
    start = 0
    while len(text) - start > STRETCH:
        cut = max(text.rfind("\n", start, start + STRETCH), text.rfind(". ", start, start + STRETCH)) + 1
        cut = cut if cut > start + STRETCH // 2 else start + STRETCH
        yield start, cut
        start = cut
    if text[start:].strip():
        yield start, len(text)
