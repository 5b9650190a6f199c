"""What the estimate says of the real figures of autumn 2022."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from reconcile_figures import article, autumn, day, figure

from panah.errors import InputError
from panah.figure import Event, Figure, Source
from panah.reconcile import Estimate, Statement, reconcile
from panah.reconcile.reconciling import _drawn

MOBILIZATION = Event(day(9, 21), "mobilization", places=("RUS",))


def said_of(estimate: Estimate, original: Figure) -> Statement:
    return next(s for s in estimate.statements if original in s.tellings)


@pytest.fixture(scope="module")
def november() -> Estimate:
    return reconcile(autumn(), day(11, 29), [MOBILIZATION])


@pytest.mark.parametrize("events", [(), (MOBILIZATION,)])
def test_the_article_gives_kazakhstan_a_net_of_about_34_000_and_georgia_a_doubling(events: tuple[Event, ...]) -> None:
    estimate = reconcile(article(), day(9, 27), events)
    week = day(9, 21), day(9, 27)
    net = estimate.flow("arrivals", place="KAZ").total(*week) - estimate.flow("departures", place="KAZ").total(*week)
    low, middle, high = np.quantile(net, [0.05, 0.5, 0.95])
    assert 32_000 < middle < 36_000
    assert 2000 < high - low < 12_000
    georgia = estimate.flow("arrivals", place="GEO")
    of = dict(zip(georgia.days, georgia.median, strict=True))
    assert 8500 < of[day(9, 27)] < 11_500
    assert 4800 < of[day(9, 22)] < 6500
    assert estimate.left_out == ()


def test_the_facts_to_november_give_totals_near_the_reference_sampler(november: Estimate) -> None:
    """Medians and ranges of a long NUTS run on the same facts; see docs/explanation/reconciling.md."""
    span = day(9, 21), day(11, 29)
    come = november.flow("arrivals", place="KAZ", population="RUS").total(*span)
    go = november.flow("departures", place="KAZ").total(*span)
    stay = november.present(place="KAZ").draws[:, -1]
    for drawn, median, low, high in ((come, 404e3, 397e3, 412e3), (go, 326e3, 319e3, 333e3), (stay, 98e3, 89e3, 109e3)):
        assert abs(np.median(drawn) / median - 1) < 0.05
        assert np.quantile(drawn, 0.05) == pytest.approx(low, rel=0.05)
        assert np.quantile(drawn, 0.95) == pytest.approx(high, rel=0.05)


def test_days_near_no_figure_agree_with_the_reference_sampler_and_keep_wide_ranges(november: Estimate) -> None:
    flow = november.flow("arrivals", place="KAZ")
    low, high = flow.interval(0.9)
    for when, median in ((day(9, 25), 12_465), (day(9, 30), 19_762), (day(10, 15), 3635)):
        i = flow.days.index(when)
        assert flow.median[i] == pytest.approx(median, rel=0.3)
        assert high[i] / low[i] > 1.7


def test_every_accepted_figure_keeps_its_own_number_within_its_box_and_noise(november: Estimate) -> None:
    assert len(november.statements) == 9
    for statement in november.statements:
        assert statement.wrong < 0.25
        assert abs(statement.pull) < 2
        assert statement.fitted[0] < statement.fitted[1] < statement.fitted[2]


def test_a_false_figure_is_named_and_moves_no_total_by_three_percent(november: Estimate) -> None:
    false = figure(300_000, "arrivals", day(9, 21), day(10, 4), sources=(Source("A portal", "press"),))
    doubted = reconcile([*autumn(), false], day(11, 29), [MOBILIZATION])
    statement = said_of(doubted, false)
    assert statement.wrong > 0.8
    assert statement.pull > 3
    assert all(s.wrong < 0.2 for s in doubted.statements if s is not statement)
    for end in (day(10, 4), day(11, 29)):
        for flow in ("arrivals", "departures"):
            with_it, without = (
                np.median(e.flow(flow, place="KAZ").total(day(9, 21), end)) for e in (doubted, november)
            )
            assert abs(with_it / without - 1) < 0.03
    assert any("300,000" in c.sentence and false in c.figures for c in doubted.contradictions)


def test_a_sharp_figure_that_excludes_two_others_is_the_one_not_believed() -> None:
    first = day(9, 21)
    false = figure(50_100, "arrivals", first, day(9, 28))
    others = [
        figure(120_000, "arrivals", first, day(10, 2)),
        figure(124_000, "arrivals", first, day(10, 3)),
        figure(6400, "arrivals", day(9, 27), day(9, 29), form="per_day"),
        figure(75_000, "departures", first, day(9, 27)),
        figure(85_700, "departures", first, day(9, 28)),
        figure(181_000, "departures", first, day(10, 14)),
        figure(27_000, "present", None, day(10, 14)),
        figure(2810, "arrivals", day(10, 10), day(10, 10)),
    ]
    estimate = reconcile([false, *others], day(10, 14), draws=100)
    assert said_of(estimate, false).wrong > 0.9
    assert all(said_of(estimate, f).wrong < 0.2 for f in others)


def test_a_retelling_changes_no_number_and_is_kept_as_a_telling(november: Estimate) -> None:
    again = replace(autumn()[2], said=day(10, 5), sources=(Source("Reuters", "press"), Source("A paper", "press")))
    chain = replace(autumn()[2], said=day(10, 6), sources=(Source("Interior Ministry of Kazakhstan", "press"),))
    unnamed = replace(autumn()[2], said=day(10, 6), sources=(), population=None)
    told_on = replace(autumn()[2], said=day(10, 6), sources=(Source("RIA Novosti", "agency"),))
    estimate = reconcile([chain, unnamed, told_on, *autumn()], day(11, 29), [MOBILIZATION])
    for measure in ("arrivals", "departures"):
        ours, theirs = (e.flow(measure, place="KAZ").draws for e in (estimate, november))
        assert np.array_equal(ours, theirs)
    assert len(said_of(estimate, autumn()[2]).tellings) == 4
    assert len(estimate.statements) == len(november.statements)
    rival = reconcile([again, *autumn()], day(11, 29), [MOBILIZATION], draws=20)
    assert len(rival.statements) == len(november.statements) + 1, "a body of another name may have counted anew"


def test_order_and_repetition_of_the_figures_change_nothing(november: Estimate) -> None:
    shuffled = reconcile([*reversed(autumn()), *autumn()[:3]], day(11, 29), [MOBILIZATION])
    for key, series in november.series.items():
        assert np.array_equal(series.draws, shuffled.series[key].draws)
    assert [s.figure for s in shuffled.statements] == [s.figure for s in november.statements]


def test_what_is_remembered_is_what_would_be_computed_anew(november: Estimate) -> None:
    _drawn.cache_clear()
    again = reconcile(autumn(), day(11, 29), [MOBILIZATION])
    assert all(np.array_equal(again.series[key].draws, november.series[key].draws) for key in november.series)


def test_another_seed_gives_other_draws_and_another_corridor_gives_the_same() -> None:
    alone = reconcile(article()[:2], day(9, 27), draws=20)
    both = reconcile(article(), day(9, 27), draws=20)
    other = reconcile(article()[:2], day(9, 27), draws=20, seed=1)
    draws = [e.flow("arrivals", place="KAZ").draws for e in (alone, both, other)]
    assert np.array_equal(draws[0], draws[1])
    assert not np.array_equal(draws[0], draws[2])


def test_a_figure_is_not_seen_before_the_day_it_became_known() -> None:
    late = replace(autumn()[2], known=day(10, 20))
    facts = [*article()[:2], late]
    before = reconcile(facts, day(10, 19), draws=20)
    assert len(before.statements) == 2
    assert len(reconcile(facts, day(10, 20), draws=20).statements) == 3


def test_a_corrected_figure_is_replaced_from_the_day_of_its_correction() -> None:
    wrong = figure(90_000, "arrivals", day(9, 21), day(9, 27))
    right = replace(wrong.amended(low=98_000.0, high=98_000.0), said=day(9, 29))
    then = reconcile([wrong, right], day(9, 28), draws=20)
    now = reconcile([wrong, right], day(9, 29), draws=20)
    assert [s.figure for s in then.statements] == [wrong]
    assert [s.figure for s in now.statements] == [right]


def test_a_flow_is_asked_for_by_place_and_an_unknown_place_is_named(november: Estimate) -> None:
    series = november.flow("arrivals", place="KAZ")
    assert series.days[0] == day(9, 14)
    assert series.days[-1] == day(11, 29) == november.as_of
    assert series.draws.shape == (400, len(series.days))
    assert november.days == series.days
    with pytest.raises(InputError, match="no figure is about GEO"):
        november.flow("arrivals", place="GEO")
    with pytest.raises(InputError, match="'present' is no flow"):
        november.flow("present", place="KAZ")
    with pytest.raises(InputError, match="no day from"):
        series.total(day(1, 1), day(1, 2))
    with pytest.raises(ValueError, match="read-only"):
        series.draws[0, 0] = 1.0


def test_exact_daily_counts_come_out_as_they_went_in() -> None:
    counts = [round(20_000 * 0.9**n) + 7 for n in range(25)]
    days = [day(9, 21) + timedelta(n) for n in range(25)]
    daily = [figure(count, "arrivals", d, d) for count, d in zip(counts, days, strict=True)]
    running = [figure(sum(counts[: n + 1]), "arrivals", days[0], days[n]) for n in (5, 12, 24)]
    estimate = reconcile([*daily, *running], days[-1], [MOBILIZATION], draws=100)
    series = estimate.flow("arrivals", place="KAZ")
    assert series.median[-25:] == pytest.approx(counts, rel=0.01)
    assert np.mean(np.log(series.median[-25:] / counts)) == pytest.approx(0, abs=0.002)
