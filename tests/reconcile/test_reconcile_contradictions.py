"""Contradictions are named in plain English, with the words that carry the figures, hedges allowed for."""

from __future__ import annotations

from dataclasses import replace

from reconcile_figures import article, autumn, day, figure

from panah.figure import Figure, Source
from panah.reconcile import reconcile

PORTAL = (Source("A portal", "press"),)


def sentences(figures: list[Figure]) -> list[str]:
    return [c.sentence for c in reconcile(figures, day(12, 15), draws=4).contradictions]


def test_in_minus_out_is_not_those_still_there() -> None:
    assert sentences(autumn()) == [
        "More than 400,000 entered Kazakhstan (“a little over 400,000 entered”) and more than 320,000 left "
        "(“a little over 320,000 left”) since 21 September 2022, which would leave some 80,000, but “about 100,000 are "
        "still here” is said to be there on 29 November 2022: about 20,000 must have been there before, or the counts "
        "differ in scope."
    ]


def test_the_gap_is_named_whatever_the_hedges_of_the_totals() -> None:
    for hedge in ("none", "about", "over"):
        totals = [replace(f, hedge=hedge) for f in autumn()[6:8]]
        assert "about 20,000 must have been there before" in sentences([*totals, autumn()[8]])[0]


def test_totals_too_long_to_follow_are_still_held_against_each_other() -> None:
    year = day(1, 1), day(11, 1)
    counts = [
        figure(837_000, "arrivals", *year),
        figure(780_000, "departures", *year),
        figure(298_000, "present", None, day(11, 1)),
    ]
    assert "which would leave some 57,000, but 298,000 is said to be there" in sentences(counts)[0]
    assert "about 241,000 must have been there before" in sentences(counts)[0]
    without_start = [replace(f, period=replace(f.period, start=None)) for f in counts]
    assert "left so far" in sentences(without_start)[0]
    fewer = [*counts[:2], replace(counts[2], low=20_000.0, high=20_000.0)]
    assert "about 37,000 must have left uncounted" in sentences(fewer)[0]
    more_left = [replace(counts[0], low=700_000.0, high=700_000.0), *counts[1:]]
    assert "which would mean 80,000 more left than came" in sentences(more_left)[0]


def test_counts_that_agree_within_rounding_are_no_contradiction() -> None:
    agree = [*autumn()[6:8], figure(85_000, "present", None, day(11, 29), hedge="about")]
    assert sentences(agree) == []
    assert sentences(article()) == []
    assert sentences([*autumn()[:6]]) == []


def test_totals_that_start_or_end_elsewhere_are_not_subtracted() -> None:
    other_start = figure(320_000, "departures", day(9, 1), day(11, 29))
    assert sentences([autumn()[6], other_start, autumn()[8]]) == []
    long_before = figure(100_000, "present", None, day(11, 2))
    assert sentences([*autumn()[6:8], long_before]) == []


def test_two_bodies_that_differ_on_the_same_days_are_named() -> None:
    one, other = autumn()[2], figure(300_000, "arrivals", day(9, 21), day(10, 4), sources=PORTAL)
    assert sentences([one, other]) == [
        "For 21 September 2022 to 4 October 2022, Kazakh Interior Ministry gives 200,000 for the people who entered "
        "Kazakhstan, but A portal gives 300,000: both cannot hold unless they count different people."
    ]
    near = figure(203_000, "arrivals", day(9, 21), day(10, 4), sources=PORTAL, hedge="about")
    assert sentences([one, near]) == []
    at_least = figure(100_000, "arrivals", day(9, 21), day(10, 4), sources=PORTAL, hedge="at_least")
    assert sentences([one, at_least]) == []


def test_a_running_total_that_falls_is_named() -> None:
    later = figure(150_000, "arrivals", day(9, 21), day(10, 11))
    found = sentences([autumn()[2], later])
    assert len(found) == 1
    assert "to 11 October 2022 only 150,000: a running total cannot fall" in found[0]


def test_a_day_that_exceeds_its_whole_is_named() -> None:
    one_day = figure(120_000, "arrivals", day(9, 25), day(9, 25), quote="120,000 on Sunday alone")
    found = sentences([article()[0], one_day])
    assert len(found) == 1
    assert found[0].startswith("For 25 September 2022 alone “120,000 on Sunday alone” are said to have entered")


def test_a_chain_told_twice_contradicts_nothing() -> None:
    again = [replace(f, said=day(12, 1), sources=f.sources[:1] + PORTAL) for f in autumn()]
    assert sentences([*autumn(), *again]) == sentences(autumn())
