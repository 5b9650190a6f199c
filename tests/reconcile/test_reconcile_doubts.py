"""What the estimate makes of sums of both ways, of a body that counts all too high, and of a flow that stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from reconcile_figures import autumn, day, figure

from panah.errors import InputError
from panah.figure import Figure, Source
from panah.reconcile import Corridor, Statement, compare, helps, reconcile

FIRST = day(9, 21)
RIVAL = (Source("Migration Monitor", "agency"),)
GUARD = (Source("Border Guard Service", "official"),)
KAZAKHSTAN = Corridor("KAZ", "RUS")


def steady(bias: float = 1.0) -> list[Figure]:
    """Forty days of 3,000 people in and 2,500 out, told by one body and, `bias` times as many, by another."""
    out = [figure(20_000, "present", None, day(10, 30), sources=GUARD)]
    for last in (7, 14, 21, 30, 39):
        end = FIRST + timedelta(last)
        out += [
            figure(3000 * (last + 1), "arrivals", FIRST, end, sources=GUARD),
            figure(2500 * (last + 1), "departures", FIRST, end, sources=GUARD),
        ]
    for last in (10, 17, 25, 35):
        end = FIRST + timedelta(last)
        out += [figure(round(bias * 3000 * (last + 1)), "arrivals", FIRST, end, sources=RIVAL)]
        out += [figure(round(bias * 2500 * (last + 1)), "departures", FIRST, end, sources=RIVAL)]
    return out


def of(estimate_of: list[Figure], wanted: Figure) -> Statement:
    estimate = reconcile(estimate_of, day(10, 30))
    return next(s for s in estimate.statements if wanted in s.tellings)


def test_a_sum_of_both_ways_is_recognised_and_moves_nothing() -> None:
    summed = figure(5500 * 28, "arrivals", FIRST, FIRST + timedelta(27), sources=RIVAL)
    found = of([*steady(), summed], summed)
    assert found.wrong > 0.9
    assert found.both > 0.8
    assert found.fitted[1] == pytest.approx(3000 * 28, rel=0.03)


def test_a_figure_that_fits_is_not_taken_for_a_sum() -> None:
    fits = figure(3000 * 28, "arrivals", FIRST, FIRST + timedelta(27), sources=RIVAL)
    assert of([*steady(), fits], fits).wrong < 0.1


def test_a_body_that_counts_all_too_high_leans_and_the_other_is_believed() -> None:
    figures = steady(bias=1.18)
    estimate = reconcile(figures, day(10, 30))
    by = {name: [s.leaning for s in estimate.statements if s.figure.sources[0].name == name]
          for name in ("Migration Monitor", "Border Guard Service")}  # fmt: skip
    assert min(by["Migration Monitor"]) > 0.8
    assert max(by["Border Guard Service"]) < 0.2
    total = estimate.flow("arrivals", place="KAZ").total(FIRST, day(10, 30))
    assert np.median(total) == pytest.approx(120_000, rel=0.03)


def test_a_count_of_nobody_closes_a_flow_that_opens_again() -> None:
    figures = [
        figure(0, "arrivals", FIRST, FIRST + timedelta(13), sources=GUARD),
        figure(14_000, "arrivals", FIRST, FIRST + timedelta(27), sources=GUARD),
    ]
    estimate = reconcile(figures, FIRST + timedelta(27))
    flow = estimate.flow("arrivals", place="KAZ")
    shut = flow.total(FIRST, FIRST + timedelta(13))
    assert np.quantile(shut, 0.95) < 100
    assert np.median(flow.total(FIRST + timedelta(14), FIRST + timedelta(27))) == pytest.approx(14_000, rel=0.05)


def test_two_vintages_tell_which_report_moved_what() -> None:
    known = autumn()
    changes = compare(known, day(9, 28), day(10, 5))
    arrivals = next(c for c in changes if c.corridor == KAZAKHSTAN and c.quantity == "arrivals")
    assert (arrivals.end, arrivals.before[0] < arrivals.before[1] < arrivals.before[2]) == (day(9, 28), True)
    assert arrivals.before[0] < arrivals.after[1] < arrivals.before[2], "the earlier range held"
    assert all(figures[0].said > day(9, 28) for figures, _ in arrivals.moved if figures[0].said)
    assert [abs(shift) for _, shift in arrivals.moved] == sorted((abs(s) for _, s in arrivals.moved), reverse=True)
    with pytest.raises(InputError, match="is not before"):
        compare(known, day(10, 5), day(10, 5))


def test_a_record_of_what_counted_then_is_compared_with_what_counts_now() -> None:
    known = [f for f in autumn() if f.said is None or f.said <= day(9, 28)]
    false = figure(400_000, "present", None, day(9, 27), sources=(Source("Daily Paper"),))
    changes = compare(known, day(9, 28), day(9, 28), before=[*known, false])
    present = next(c for c in changes if c.corridor == KAZAKHSTAN and c.quantity == "present")
    (moved, by), *_ = present.moved
    assert (moved, present.gone) == ((false,), {false.id})
    assert by == pytest.approx(present.after[1] - present.before[1])
    assert by < 0
    assert not any(c.moved for c in compare(known, day(9, 28), day(9, 28), before=known))


def test_a_headcount_helps_most_where_nobody_was_counted() -> None:
    flows = [f for f in autumn() if f.measure != "present" and f.period.end and f.period.end <= day(10, 4)]
    best = helps(reconcile(flows, day(10, 4)), KAZAKHSTAN)[0]
    assert best.quantity == "present"
    assert best.left < 0.5
    counted = reconcile([*flows, figure(76_000, "present", None, day(10, 4))], day(10, 4))
    assert helps(counted, KAZAKHSTAN)[0].left > best.left
    assert helps(counted, Corridor("XXX")) == []


@pytest.mark.parametrize("times", [0.01, 50.0])
def test_all_counts_times_something_give_the_estimate_times_that(times: float) -> None:
    """But for what rounds to its last digit and for groups in which few people come, which have a size of their own."""
    figures = [f for f in autumn() if f.form == "total"]
    scaled = [replace(f, low=f.low * times, high=f.high * times) for f in figures]
    one, other = (reconcile(found, day(11, 29)).flow("arrivals", place="KAZ") for found in (figures, scaled))
    for start, end in ((FIRST, day(11, 29)), (day(9, 28), day(10, 4))):
        totals = [np.median(flow.total(start, end)) for flow in (one, other)]
        assert totals[1] / totals[0] == pytest.approx(times, rel=0.05)


def test_a_number_a_million_times_too_great_is_set_aside() -> None:
    typo = figure(7_000_000_000, "arrivals", day(10, 2), day(10, 2))
    clean, mistyped = (reconcile(found, day(11, 29)) for found in (autumn(), [*autumn(), typo]))
    assert next(s for s in mistyped.statements if typo in s.tellings).wrong > 0.99
    medians = [np.median(e.flow("arrivals", place="KAZ").total(FIRST, day(11, 29))) for e in (clean, mistyped)]
    assert medians[1] == pytest.approx(medians[0], rel=0.03)


def test_a_figure_that_says_what_is_known_never_widens_the_total() -> None:
    for end in (day(9, 30), day(10, 20)):
        before = reconcile(autumn(), day(11, 29)).flow("arrivals", place="KAZ").total(FIRST, end)
        said = figure(float(round(np.median(before))), "arrivals", FIRST, end, sources=RIVAL)
        after = reconcile([*autumn(), said], day(11, 29)).flow("arrivals", place="KAZ").total(FIRST, end)
        widths = [np.diff(np.quantile(np.log(total), [0.05, 0.95]))[0] for total in (before, after)]
        assert widths[1] < 1.1 * widths[0], "ten per cent are the chance error of 400 draws"
