from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from publish_estimates import ARRIVALS, AS_OF, DEPARTURES, NOW, SEED, TWICE, figure, seed_estimate, september, statement

from panah.figure import Evidence, Figure, Form, Hedge, Measure, Period, Source, Unit
from panah.publish import caption, chart, figures_csv, headline, number, picture, render_text, to_csv, to_hxl, to_json
from panah.publish.choose import balance, net, span_of, statements_of
from panah.publish.words import rounded
from panah.reconcile.estimate import Corridor, Estimate, Series, Statement
from panah.situation import Situation


def test_kazakhstan_says_who_came_who_left_and_who_remains_with_a_range(
    estimate: Estimate, situation: Situation
) -> None:
    assert headline(estimate, situation, "KAZ") == (
        "About 98,000 Russians have entered Kazakhstan since 21 September and just over 64,000 have left, "
        "so some 34,000 (90 % range 30,000 to 37,000) are there on balance, as known on 27 September 2022."
    )


def test_georgia_says_the_rate_the_doubling_and_the_rate_before(estimate: Estimate, situation: Situation) -> None:
    assert headline(estimate, situation, "GEO") == (
        "10,000 Russians a day were arriving in Georgia on 27 September (90 % range 9,100 to 11,300), about twice as "
        "many as before, up from 5,000 to 6,000 a day four or five days earlier, as known on 27 September 2022."
    )


def test_a_place_of_which_nothing_is_known_says_so(estimate: Estimate, situation: Situation) -> None:
    assert headline(estimate, situation, "EST") == "No figure for Estonia is known on 27 September 2022."
    assert headline(estimate, situation, "NLD", population="UKR") == (
        "No figure of Ukrainians for the Netherlands is known on 27 September 2022."
    )


def test_the_range_of_the_remainder_comes_from_each_draw_and_not_from_the_ranges_of_the_flows() -> None:
    # Both flows share one error, so the remainder is far surer than either of them.
    days = tuple(september(21) + timedelta(i) for i in range(7))
    common = np.random.default_rng(0).normal(0, 3_000, (400, 1))
    corridor = Corridor("KAZ", "RUS")
    estimate = Estimate(
        as_of=AS_OF, days=days, corridors=(corridor,), statements=tuple(map(statement, SEED)),
        series={
            (corridor, "arrivals"): Series(days, 14_000 + common + np.zeros((400, 7))),
            (corridor, "departures"): Series(days, 9_000 + common + np.zeros((400, 7))),
        },
    )  # fmt: skip
    pair = balance(statements_of(estimate, "KAZ"), "KAZ")
    assert pair is not None
    span = span_of(net(estimate, pair, "KAZ"))
    assert span is not None
    assert (span.low, span.median, span.high) == pytest.approx((35_000, 35_000, 35_000))


def _with(*figures: Figure, as_of: date = AS_OF) -> Estimate:
    return seed_estimate(as_of, tuple(map(statement, figures)))


def test_one_kind_of_figure_is_enough_for_a_sentence(situation: Situation) -> None:
    end = ", as known on 27 September 2022."
    cases = {
        ARRIVALS: "About 98,000 Russians have entered Kazakhstan since 21 September",
        DEPARTURES: "Just over 64,000 Russians have left Kazakhstan since 21 September",
        figure(Measure.PRESENT, 100_000, hedge=Hedge.ABOUT, end=AS_OF): (
            "About 100,000 Russians are in Kazakhstan, as counted on 27 September"
        ),
        figure(Measure.REGISTERED, 70_000, start=september(21), end=september(25)): (
            "70,000 Russians were registered in Kazakhstan from 21 September to 25 September"
        ),
        figure(Measure.ARRIVALS, 1.3, form=Form.RATIO, start=september(21), end=AS_OF): (
            "Russians were arriving in Kazakhstan since 21 September in numbers 30 % more than before"
        ),
        figure(Measure.ARRIVALS, 500): "500 Russians have entered Kazakhstan so far",
        figure(Measure.RETURNS, 500, origin="KAZ", destination="RUS", start=september(21)): (
            "500 Russians have gone back from Kazakhstan since 21 September"
        ),
    }
    for said, sentence in cases.items():
        assert headline(_with(said), situation, "KAZ") == sentence + end


def test_totals_that_ended_are_told_in_the_past_with_both_their_days(situation: Situation) -> None:
    later = _with(ARRIVALS, DEPARTURES, as_of=date(2023, 1, 5))
    assert headline(later, situation, "KAZ").startswith(
        "About 98,000 Russians entered Kazakhstan from 21 September to 27 September 2022 and just over 64,000 left, so"
    )


def test_a_model_that_disagrees_with_the_plain_difference_does_not_say_so_follows(situation: Situation) -> None:
    higher = figure(Measure.ARRIVALS, 150_000, start=september(21), end=AS_OF)
    sentence = headline(_with(higher, DEPARTURES), situation, "KAZ")
    assert "have left; weighed with all other figures, some 34,000 (90 % range 30,000 to 37,000)" in sentence


def test_totals_with_different_starts_are_not_subtracted(situation: Situation) -> None:
    other = figure(Measure.DEPARTURES, 64_000, start=september(1), end=AS_OF)
    assert "on balance" not in headline(_with(ARRIVALS, other), situation, "KAZ")


def test_a_count_that_the_model_holds_to_be_wrong_does_not_make_the_headline(situation: Situation) -> None:
    claim = figure(Measure.ARRIVALS, 300_000, start=september(21), end=AS_OF)
    estimate = seed_estimate(statements=(statement(claim, wrong=0.97), statement(ARRIVALS), statement(DEPARTURES)))
    assert "98,000" in headline(estimate, situation, "KAZ")


def test_a_part_of_another_figure_does_not_make_the_headline(situation: Situation) -> None:
    men = figure(Measure.ARRIVALS, 60_000, start=september(21), end=AS_OF, part_of=ARRIVALS.id)
    assert "60,000" not in headline(_with(men, ARRIVALS), situation, "KAZ")


def test_a_stock_that_a_source_counted_is_added_to_the_balance(situation: Situation) -> None:
    there = figure(Measure.PRESENT, 100_000, hedge=Hedge.ABOUT, end=AS_OF)
    sentence = headline(_with(ARRIVALS, DEPARTURES, there), situation, "KAZ")
    assert "on balance; about 100,000 Russians are in Kazakhstan, as counted on 27 September," in sentence


def test_two_counts_of_one_day_are_told_together(situation: Situation) -> None:
    on = {"start": AS_OF, "end": AS_OF}
    sentence = headline(
        _with(figure(Measure.ARRIVALS, 784, **on), figure(Measure.DEPARTURES, 1_289, **on)), situation, "KAZ"
    )
    assert sentence.startswith("784 Russians entered Kazakhstan on 27 September and 1,289 left")


def test_registrations_that_the_model_leaves_out_are_still_told(situation: Situation) -> None:
    kept_apart = figure(Measure.REGISTERED, 603, start=september(1), end=AS_OF, place="EST")
    estimate = Estimate(as_of=AS_OF, left_out=((kept_apart, "registrations are counted apart"),))
    assert headline(estimate, situation, "EST").startswith("603 Russians have been registered in Estonia")
    (count,) = next(p for p in picture(estimate, situation).places if p.place == "EST").counts
    assert (count.text, count.left_out) == ("603 Russians", "registrations are counted apart")


def test_people_of_no_named_population_are_not_counted_as_russians_beside_a_corridor_of_their_own(
    situation: Situation,
) -> None:
    everybody = figure(Measure.ARRIVALS, 500_000, population=None, start=september(21), end=AS_OF)
    base = _with(everybody, ARRIVALS, DEPARTURES)
    apart = Estimate(
        as_of=AS_OF, days=base.days, corridors=(*base.corridors, Corridor("KAZ", "any")),
        statements=base.statements, series=base.series,
    )  # fmt: skip
    assert "98,000" in headline(apart, situation, "KAZ")
    assert headline(apart, situation, "KAZ", population="any").startswith("500,000 people have entered")


days = st.dates(date(2022, 8, 1), date(2023, 2, 1))
periods = st.tuples(days | st.none(), days | st.none()).map(
    lambda ends: Period(*sorted(ends)) if all(ends) else Period(*ends)  # type: ignore[type-var]
)
places = st.sampled_from(["KAZ", "GEO", "EST", "RUS", "Vaalimaa", "\x00<b>&", None])
bounds = st.tuples(st.floats(0, 2e6), st.floats(0, 2e6)).map(sorted)
figures = st.builds(
    lambda ends, **fields: Figure(low=ends[0], high=ends[1], **fields),
    bounds,
    measure=st.sampled_from(Measure),
    hedge=st.sampled_from(Hedge),
    form=st.sampled_from(Form),
    unit=st.sampled_from(Unit),
    population=st.sampled_from(["RUS", "UKR", "Tatars", None]),
    origin=places,
    destination=places,
    period=periods,
    sources=st.lists(st.builds(Source, st.text(min_size=1).filter(str.strip)), max_size=2).map(tuple),
    evidence=st.builds(Evidence, st.text(max_size=20)),
    said=days | st.none(),
)
statements = st.builds(
    Statement,
    figures,
    st.lists(figures, max_size=2).map(tuple),
    st.just((1.0, 2.0, 3.0)),
    st.floats(0, 1),
    st.just(0.0),
)


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    made = tuple(draw(st.lists(statements, max_size=6)))
    span = tuple(september(1) + timedelta(i) for i in range(draw(st.integers(1, 9))))
    every = [Corridor(place, name) for place in ("KAZ", "GEO", "\x00<b>&") for name in ("RUS", "any")]
    corridors = draw(st.lists(st.sampled_from(every), unique=True, max_size=4))
    rng = np.random.default_rng(draw(st.integers(0, 9)))
    series = {}
    for corridor in corridors:
        for name in ("arrivals", "departures", "present"):
            drawn = np.exp(rng.normal(3, 2, (5, len(span))))
            drawn[:, rng.random(len(span)) < draw(st.sampled_from([0.0, 0.5, 1.0]))] = np.nan
            series[corridor, name] = Series(span, drawn)
    left = tuple((f, "a reason") for f in draw(st.lists(figures, max_size=2)))
    return Estimate(draw(days), span, tuple(corridors), made, (), left, series)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(estimates())
def test_nothing_raises_for_any_estimate(estimate: Estimate) -> None:
    followed = Situation("s", "A situation", ("RUS",), ("KAZ", "EST", "\x00<b>&"))
    for place in ("KAZ", "GEO", "\x00<b>&", "Vaalimaa"):
        for population in (None, "RUS", "any"):
            assert headline(estimate, followed, place, population=population).endswith(".")
        assert "{" not in caption(estimate, place)
    whole = picture(estimate, followed)
    assert all(len(line) <= 100 for line in render_text(whole).splitlines())
    assert all(len(line) <= 80 for line in render_text(whole, width=80).splitlines())
    to_json(whole), to_csv(estimate), to_hxl(estimate)
    figures_csv([s.figure for s in estimate.statements])


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(estimates())
def test_no_chart_raises_for_any_estimate(estimate: Estimate) -> None:
    for place in ("KAZ", "\x00<b>&"):
        assert chart(estimate, place, width=340).startswith("<svg")


def test_the_rate_says_the_same_range_as_the_model(estimate: Estimate, situation: Situation) -> None:
    low, high = (end[-1] for end in estimate.flow("arrivals", place="GEO").interval(0.9))
    median = estimate.flow("arrivals", place="GEO").median[-1]
    kept = rounded((float(low), float(median), float(high)))
    assert f"(90 % range {number(kept[0])} to {number(kept[2])})" in headline(estimate, situation, "GEO")
    assert NOW in [s.figure for s in statements_of(estimate, "GEO", "RUS")]
    assert TWICE not in [s.figure for s in statements_of(estimate, "KAZ")]
