"""Which figures become observations, of which corridor and days, and with which reason the others are left out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from reconcile_figures import article, autumn, day, figure

from panah.errors import InputError
from panah.figure import Event, Figure, Source
from panah.reconcile import Estimate, reconcile

WEEK = (day(9, 21), day(9, 27))


def quick(figures: list[Figure], **more: Any) -> Estimate:
    return reconcile(figures, more.pop("as_of", day(9, 30)), draws=8, **more)


def corridors(estimate: Estimate) -> set[tuple[str, str]]:
    return {(c.place, c.population) for c in estimate.corridors}


@pytest.mark.parametrize(
    ("left", "reason"),
    [
        (figure(500, "registered", *WEEK), "registrations are counted apart from people present"),
        (figure(500, "applications", *WEEK), "applications are counted apart"),
        (figure(500, "displaced", *WEEK), "displaced inside their country"),
        (figure(500, "waiting", None, day(9, 27)), "wait at a border"),
        (figure(500, "arrivals", *WEEK, unit="vehicle"), "it counts vehicles, not people"),
        (figure(500, "arrivals", *WEEK, unit="household"), "it counts households, not people"),
        (figure(500, "arrivals", *WEEK, destination=None), "does not say where people arrived"),
        (figure(500, "departures", *WEEK, origin=None), "does not say where people left from"),
        (figure(500, "present", None, day(9, 27), destination=None), "does not say where people are"),
        (figure(500, "present", said=None), "on which day"),
        (figure(500, "arrivals", said=None, form="per_day"), "the rate gives no days"),
        (figure(2, "arrivals", said=None, form="ratio"), "the ratio gives no days"),
        (figure(500, "arrivals", None, day(9, 27), destination="GEO"), "does not say since when it counts"),
        (figure(500, "arrivals", day(10, 2), day(10, 9), said=day(9, 20)), "after the day of the estimate"),
        (figure(500_000, "arrivals", day(2, 24), day(9, 27)), "begins before the days followed"),
        (figure(500, "arrivals", day(9, 1, 2019), day(9, 27, 2019)), "begins before the days followed"),
        (figure(2, "arrivals", *WEEK, form="ratio", destination="GEO"), "no count here to which it could relate"),
        (figure(1.3, "arrivals", day(7, 1), day(9, 1), form="ratio"), "lacks a base"),
        (figure(0, "arrivals", *WEEK, form="ratio"), "too far from one"),
        (figure(5e11, "arrivals", *WEEK), "more people than live on earth"),
    ],
)
def test_a_figure_that_is_no_observation_is_left_out_with_the_reason(left: Figure, reason: str) -> None:
    estimate = quick([*article()[:2], left])
    assert [f for f, _ in estimate.left_out] == [left]
    assert reason in estimate.left_out[0][1]
    assert len(estimate.statements) == 2


def test_a_figure_that_the_reader_doubts_waits_for_a_person() -> None:
    doubtful = figure(98_000, "arrivals", day(9, 21), day(9, 27), confidence=0.2)
    estimate = reconcile([doubtful], as_of=day(9, 27))
    assert estimate.corridors == ()
    assert estimate.left_out == ((doubtful, "the reader is not sure of it: it waits for a person"),)


def test_a_part_is_left_out_and_names_its_whole() -> None:
    whole = figure(3000, "arrivals", *WEEK, quote="more than 3,000 Russians")
    part = figure(2500, "arrivals", *WEEK, part_of=whole.id)
    assert quick([whole, part]).left_out == ((part, "part of 'more than 3,000 Russians'"),)


def test_a_total_without_a_start_takes_it_from_an_earlier_total_of_the_same_count() -> None:
    later = figure(120_000, "arrivals", None, day(9, 29))
    statement = next(s for s in quick([article()[0], later]).statements if s.figure == later)
    assert statement.note == "its start, 2022-09-21, is taken from an earlier total of the same count"
    assert statement.fitted[1] > 98_000


def test_a_total_without_a_start_counts_from_an_event_and_says_so() -> None:
    total = figure(120_000, "arrivals", None, day(9, 29))
    happened = [Event(day(9, 21), "mobilization", places=("RUS",)), Event(day(9, 25), "elsewhere", places=("UKR",))]
    estimate = quick([total], events=happened)
    assert "event of 2022-09-21" in estimate.statements[0].note
    assert estimate.left_out == ()


def test_a_rate_without_days_speaks_of_the_three_days_before_it_was_said() -> None:
    rate = figure(5000, "arrivals", form="per_day", said=day(9, 27))
    statement = quick([rate]).statements[0]
    assert statement.note == "taken to be about the 3 days up to 2022-09-27"
    assert 4000 < statement.fitted[1] < 6000


@pytest.mark.parametrize(("form", "days"), [("per_day", 1.0), ("per_week", 7.0), ("per_month", 30.4)])
def test_rates_by_the_week_and_month_are_read_as_such(form: str, days: float) -> None:
    estimate = quick([figure(21_000, "arrivals", day(9, 1), day(9, 28), form=form)])
    total = estimate.flow("arrivals", place="KAZ").total(day(9, 1), day(9, 28))
    assert sorted(total)[4] == pytest.approx(21_000 / days * 28, rel=0.2)


def test_people_of_no_named_nationality_join_the_only_population_that_is_followed() -> None:
    unnamed = figure(7000, "arrivals", day(9, 28), day(9, 28), population=None)
    assert corridors(quick([article()[0], unnamed])) == {("KAZ", "RUS")}
    ukrainian = figure(300, "arrivals", *WEEK, population="UKR")
    assert corridors(quick([article()[0], ukrainian, unnamed])) == {("KAZ", "RUS"), ("KAZ", "UKR"), ("KAZ", "any")}
    from_russia = replace(unnamed, origin="RUS")
    assert corridors(quick([article()[0], ukrainian, from_russia])) == {("KAZ", "RUS"), ("KAZ", "UKR")}
    assert corridors(quick([unnamed])) == {("KAZ", "any")}


def test_everybody_and_one_nationality_among_them_are_not_mixed() -> None:
    one_day = (day(9, 23), day(9, 23))
    everybody = figure(8000, "arrivals", *one_day, population=None, report="r1", hedge="at_least")
    russians = figure(7000, "arrivals", *one_day, report="r1", hedge="under")
    assert corridors(quick([everybody, russians])) == {("KAZ", "RUS"), ("KAZ", "any")}


def test_a_count_of_all_foreigners_is_not_taken_for_one_nationality() -> None:
    russians = figure(298_000, "present", None, day(9, 27))
    foreigners = figure(650_000, "present", None, day(9, 28), population=None)
    assert corridors(quick([russians, foreigners])) == {("KAZ", "RUS"), ("KAZ", "any")}
    retold = figure(298_000, "present", None, day(9, 28), population=None)
    assert len(quick([russians, retold]).statements) == 1


def test_one_count_told_in_two_languages_is_one_count() -> None:
    german = (Source("kasachisches Innenministerium"), Source("RIA Nowosti"))
    russian = (Source("глава МВД Казахстана"), Source("Zakon.kz"))
    tellings = [replace(article()[0], said=day(9, 28), sources=names) for names in (german, russian)]
    assert len(quick([article()[0], *tellings]).statements) == 1


def test_two_populations_in_a_place_must_be_told_apart_by_name() -> None:
    estimate = quick([article()[0], figure(300, "arrivals", *WEEK, population="UKR")])
    with pytest.raises(InputError, match="KAZ has several populations"):
        estimate.present(place="KAZ")
    assert estimate.present(place="KAZ", population="UKR").days


def test_returns_leave_where_they_start_and_arrive_only_where_that_is_followed() -> None:
    back = figure(3000, "returns", *WEEK, origin="KAZ", destination="RUS")
    estimate = quick([back])
    assert corridors(estimate) == {("KAZ", "RUS")}
    assert [s.figure for s in estimate.statements] == [back]
    left = figure(261_000, "departures", day(9, 21), day(9, 24), origin="RUS")
    followed = quick([back, left])
    assert corridors(followed) == {("KAZ", "RUS"), ("RUS", "RUS")}
    assert sum(s.figure == back for s in followed.statements) == 1
    nowhere = quick([replace(back, origin=None)])
    assert "returned" in nowhere.left_out[0][1]


def test_people_who_leave_home_are_many_without_anybody_having_come() -> None:
    left = figure(261_000, "departures", day(9, 21), day(9, 24), origin="RUS")
    estimate = quick([left])
    out = estimate.flow("departures", place="RUS").total(day(9, 21), day(9, 24))
    back = estimate.flow("arrivals", place="RUS").total(day(9, 21), day(9, 24))
    assert sorted(out)[4] == pytest.approx(261_000, rel=0.05)
    assert sorted(back)[4] < 100_000


def test_the_same_round_number_on_the_next_day_is_another_count() -> None:
    days = [figure(7000, "arrivals", day(9, n), day(9, n)) for n in (22, 23)]
    assert len(quick(days).statements) == 2
    exact = [figure(4824, "arrivals", day(9, n), day(9, n), sources=(Source(f"body {n}"),)) for n in (22, 23)]
    assert len(quick(exact).statements) == 1


def test_the_hedge_most_tellings_use_is_the_one_believed() -> None:
    plain = article()[0]
    over = [replace(plain, hedge="over", said=day(9, 28), report=str(n)) for n in range(2)]
    statement = quick([plain, *over]).statements[0]
    assert len(statement.tellings) == 3
    assert statement.fitted[1] > 98_000


def test_a_window_that_ends_after_the_day_of_the_estimate_is_cut_there() -> None:
    early = figure(98_000, "arrivals", day(9, 21), day(10, 31), said=day(9, 27))
    estimate = quick([early])
    assert estimate.days[-1] == day(9, 30)
    assert estimate.statements[0].fitted[1] == pytest.approx(98_000, rel=0.05)


def test_a_total_over_many_months_neither_slows_nor_bends_the_days_of_september() -> None:
    since_january = figure(837_000, "arrivals", day(1, 1), day(11, 29))
    with_it, without = (reconcile(f, day(11, 29), draws=8) for f in ([*autumn(), since_january], autumn()))
    assert (with_it.flow("arrivals", place="KAZ").draws == without.flow("arrivals", place="KAZ").draws).all()


def test_nothing_gives_an_estimate_without_corridors() -> None:
    empty = quick([])
    assert (empty.corridors, empty.days, empty.statements, empty.contradictions) == ((), (), (), ())
    with pytest.raises(InputError, match="followed are: none"):
        empty.present(place="KAZ")
    with pytest.raises(InputError, match="give no range"):
        reconcile([], day(9, 30), draws=1)


def test_those_who_left_for_a_third_country_alone_are_not_all_who_left() -> None:
    for_home = figure(11_000, "departures", day(9, 26), day(9, 26), destination="RUS")
    onward = figure(2000, "departures", day(9, 26), day(9, 26), destination="UZB")
    by_land = figure(900, "arrivals", day(9, 26), day(9, 26), origin="Petukhovo")
    estimate = quick([*article()[:2], for_home, onward, by_land])
    assert set(estimate.left_out) == {
        (by_land, "it counts those alone who came from Petukhovo"),
        (onward, "it counts those alone who left for Uzbekistan"),
    }
    assert {s.figure for s in estimate.statements} == {*article()[:2], for_home}


def test_a_way_that_alone_is_counted_is_followed() -> None:
    onward = figure(2000, "departures", day(9, 26), day(9, 26), destination="UZB")
    assert {s.figure for s in quick([article()[0], onward]).statements} == {article()[0], onward}
