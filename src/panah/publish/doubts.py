"""What the estimate holds against a figure, and which further count would help most, in a short plain sentence each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from panah.figure import Form, Measure
from panah.publish.choose import Span, statements_of
from panah.publish.headline import modelled
from panah.publish.words import capital, number, people, place_name, words
from panah.reconcile import Corridor, Estimate, Help, Statement, helps
from panah.reconcile.told import supported

LIKELY = 0.5
"""Probability from which a doubt is said in words."""
WORTH = 0.9
"""Share of the range that may at most be left for a further count to be worth asking for."""
_FLOW_WORTH = 0.75  # a second count is told of only where it is worth a good deal
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that is up with a figure, as probable as `probability` says, in a sentence without its full stop.

    `kind` is 'both' (it counts the people of both ways), 'wrong', or 'leaning' (its counter is off by one share in all
    that it counts there).
    """

    kind: str
    probability: float
    sentence: str


def doubts(statement: Statement, estimate: Estimate, locale: str = "en") -> tuple[Doubt, ...]:
    """What is more likely than not up with a figure of this estimate; empty when nothing is."""
    table = words(locale)["doubts"]
    found = []
    if statement.wrong >= LIKELY or statement.both >= LIKELY:
        kind = "both" if statement.both >= LIKELY else "wrong"
        way = "both_out" if statement.figure.measure is Measure.DEPARTURES else "both_in"
        chance = statement.both if kind == "both" else statement.wrong
        template = str(table[way if kind == "both" else "wrong"])
        said = template.format(chance=percent(chance, locale), all=judged(statement, locale))
        found.append(Doubt(kind, chance, said))
    if statement.leaning >= LIKELY:
        found.append(Doubt("leaning", statement.leaning, _leaning(statement, estimate, table, locale)))
    return tuple(found)


def percent(probability: float, locale: str = "en") -> str:
    """A probability in hundredths; draws never make anything certain: '82 %', 'over 99 %'."""
    table = words(locale)["doubts"]
    if probability >= 0.995:
        return str(table["nearly"])
    return str(table["percent"]).format(percent=number(round(100 * probability), locale))


def _leaning(statement: Statement, estimate: Estimate, table: Any, locale: str) -> str:
    """Who counts how much more or fewer than the others: the middle of what their figures say over what all say."""
    figure = statement.figure
    here = [s for s in estimate.statements if s.leaning >= LIKELY and _same(s, statement)]
    ratios = [math.log(_centre(s) / s.fitted[1]) for s in here if _centre(s) > 0 and s.fitted[1] > 0]
    share = math.exp(median(ratios)) - 1 if ratios else 0.0
    kind = "leaning_more" if share > 0 else "leaning_fewer"
    return str(table[kind]).format(
        counter=figure.sources[0].name,
        share=number(max(1, round(100 * abs(share))), locale),
        chance=percent(statement.leaning, locale),
    )


def _same(one: Statement, other: Statement) -> bool:
    """Whether two statements are of one counter about one people in one place, counts both."""
    a, b = one.figure, other.figure
    ends = {a.origin, a.destination} & {b.origin, b.destination} - {None}
    return a.counter == b.counter and bool(ends) and a.population == b.population and Form.RATIO not in (a.form, b.form)


def _centre(statement: Statement) -> float:
    return math.sqrt(max(statement.figure.low, 0.0) * max(statement.figure.high, 0.0))


def judged(statement: Statement, locale: str = "en") -> str:
    """What the estimate says for the same quantity, with its range: 'all figures together say some 4,800 (...)'."""
    table = words(locale)
    if statement.figure.form is Form.RATIO:
        low, middle, high = (f"{value:.2g}" for value in statement.fitted)
        fitted = f"{middle} ({str(table['numbers']['range90']).format(low=low, high=high)})"
    else:
        fitted = modelled(Span(*statement.fitted), locale)
    return str(table["doubts"]["all"]).format(fitted=fitted)


def pulled(statement: Statement, locale: str = "en") -> str:
    """How far a figure lies from what all say, in units of its own uncertainty; and how likely it is wrong."""
    table = words(locale)["doubts"]
    kind = "pull_none" if abs(statement.pull) < 0.05 else "pull_more" if statement.pull > 0 else "pull_fewer"
    pull = str(table[kind]).format(pull=number(abs(round(statement.pull, 1)), locale))
    return str(table["pulled"]).format(pull=pull, chance=percent(statement.wrong, locale))


def help_words(each: Help, locale: str = "en") -> str:
    """A further count and its worth: 'a headcount would narrow the range of people present to 17 % of its width'."""
    table = words(locale)["helps"]
    return str(table["narrow"]).format(what=table[each.quantity], left=percent(each.left, locale))


def wanted(estimate: Estimate, corridors: Sequence[Corridor], locale: str = "en") -> tuple[str, ...]:
    """Which further counts in these corridors would help most: where the range of people present is widest first.

    At most five sentences, then one that names the places where nobody has said how many people are present.
    """
    table = words(locale)["helps"]
    told: list[tuple[float, str]] = []
    silent = []
    for corridor in corridors:
        name = place_name(corridor.place, locale, sentence=True)
        if Measure.PRESENT not in supported(estimate, corridor.place, corridor.population):
            if corridor.place != corridor.population and statements_of(estimate, corridor.place, corridor.population):
                silent.append(name)
            continue
        found = [each for each in helps(estimate, corridor) if each.left < WORTH]
        if not found:
            continue
        low, high = estimate.series[corridor, "present"].interval()
        wide = float(high[-1] - low[-1])
        # A headcount is hard to come by, so the best count of a flow is told with it.
        flow = next((each for each in found[1:] if each.quantity != "present" and each.left < _FLOW_WORTH), None)
        line = str(table["place_flow" if flow else "place"]).format(
            people=capital(people(corridor.population, locale)),
            place=name,
            first=help_words(found[0], locale),
            **({"what": table[flow.quantity], "left": percent(flow.left, locale)} if flow else {}),
        )
        told.append((wide * (1 - found[0].left), line))
    lines = [line for _, line in sorted(told, key=lambda pair: -pair[0])[:_SHOWN]]
    if silent:
        lines.append(str(table["silent"]).format(places=listed(silent, locale)))
    return tuple(lines)


def listed(names: Sequence[str], locale: str = "en") -> str:
    """The names as a sentence lists them: 'Estonia, Finland and Latvia'."""
    if len(names) < 2:
        return "".join(names)
    return str(words(locale)["helps"]["list"]).format(first=", ".join(names[:-1]), last=names[-1])
