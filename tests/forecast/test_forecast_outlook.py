"""What an outlook promises whatever the past looks like."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panah.errors import InputError
from panah.figure import Event, Figure, Measure, Period
from panah.forecast import Change, Outlook, Scenario, forecast
from panah.forecast.forecasting import FARTHEST, HONEST, PATHS
from panah.forecast.outlook import QUANTILES
from panah.reconcile import Corridor, Estimate
from panah.reconcile.estimate import Array, Series, Statement, Staying
from panah.reconcile.rows import LEAD_IN

TODAY = date(2022, 9, 27)
HERE, THERE = Corridor("KAZ", "RUS"), Corridor("GEO", "RUS")
DRAWS = 40


def known(flows: dict[Corridor, list[float]], *statements: Statement) -> Estimate:
    """An estimate whose daily arrivals are known for sure, half of which leave again after some days."""
    series, staying = {}, {}
    for corridor, counts in flows.items():
        draws = np.tile(np.array([0.0] * LEAD_IN + counts), (DRAWS, 1))
        days = tuple(TODAY - timedelta(draws.shape[1] - 1 - i) for i in range(draws.shape[1]))
        series[corridor, "arrivals"] = Series(days, draws)
        there = sum(counts) / 2
        numbers = (there, there, 0.5, np.log(0.4), np.log(0.02), 0.0)
        staying[corridor] = Staying(*(np.full(DRAWS, number) for number in numbers))
    return Estimate(TODAY, (), tuple(flows), statements, series=series, staying=staying)


def arrivals(outlook: Outlook, corridor: Corridor = HERE) -> Array:
    return outlook.series[corridor, "arrivals"].draws


FLOW = [100.0, 300, 500, 450, 480, 420, 400, 390, 350, 370]


def test_the_same_estimate_and_seed_give_the_same_outlook() -> None:
    first, again = (forecast(known({HERE: FLOW})) for _ in range(2))
    np.testing.assert_array_equal(arrivals(first), arrivals(again))
    assert not np.array_equal(arrivals(first), arrivals(forecast(known({HERE: FLOW}), seed=1)))


def test_a_corridors_paths_do_not_depend_on_other_corridors_figures() -> None:
    one = forecast(known({HERE: FLOW, THERE: FLOW}))
    other = forecast(known({HERE: FLOW, THERE: [9000.0] * 30}))
    np.testing.assert_array_equal(arrivals(one), arrivals(other))


def test_corridors_with_the_same_past_have_futures_of_their_own() -> None:
    found = forecast(known({HERE: FLOW, THERE: FLOW}))
    assert not np.array_equal(arrivals(found), arrivals(found, THERE))


PASTS = st.lists(st.floats(0, 1e6) | st.just(0.0), min_size=1, max_size=40)


@settings(max_examples=25, deadline=None)
@given(PASTS, st.integers(1, 40))
def test_paths_are_whole_whatever_was_counted(counts: list[float], days: int) -> None:
    outlook = forecast(known({HERE: counts}), days)
    came, gone, there = (outlook.series[HERE, m].draws for m in ("arrivals", "departures", "present"))
    assert came.shape == gone.shape == there.shape
    assert came.shape[1] == days == len(outlook.days)
    assert len(came) >= PATHS
    for part in (came, gone, there):
        assert np.isfinite(part).all()
        assert (part >= 0).all()
    before = np.full((len(there), 1), sum(counts))
    np.testing.assert_allclose(np.diff(there, prepend=before), came - gone, rtol=1e-6, atol=1e-3)


def test_nobody_for_weeks_means_few_in_the_next_ones() -> None:
    assert np.quantile(arrivals(forecast(known({HERE: [0.0] * 40}))).sum(axis=1), 0.9) < 1000


def test_three_days_of_data_give_an_outlook_that_says_how_little_is_known() -> None:
    outlook = forecast(known({HERE: [100.0, 200, 300]}))
    assert outlook.notes[HERE] == ("Only 3 days are known: the ranges rest on what past influxes did",)
    low, high = np.quantile(arrivals(outlook)[:, 6], [0.05, 0.95])
    assert low < 200 < high


def test_more_data_of_a_quiet_flow_make_it_narrower() -> None:
    def width(days: int) -> float:
        low, high = np.quantile(arrivals(forecast(known({HERE: [500.0, 520, 480, 510] * (days // 4)}))), [0.05, 0.95])
        return float(high - low)

    assert width(80) < 0.7 * width(8)


def test_a_flow_twice_as_large_has_an_outlook_about_twice_as_large() -> None:
    one, two = (np.median(arrivals(forecast(known({HERE: [k * v for v in FLOW]}))).sum(axis=1)) for k in (10, 20))
    assert two / one == pytest.approx(2, rel=0.25)


def test_weekdays_that_repeat_for_weeks_go_on() -> None:
    week = [700.0, 700, 700, 700, 700, 100, 100]
    days = np.median(arrivals(forecast(known({HERE: week * 12}), 7)), axis=0)
    assert max(days[5:]) < 0.5 * min(days[:5])


def test_counts_of_weeks_are_forecast_by_week_and_say_so() -> None:
    counts = [100.0] * 84
    weeks = [
        Figure(700, 700, Measure.ARRIVALS, population="RUS", destination="KAZ",
               period=Period(TODAY - timedelta(7 * i + 6), TODAY - timedelta(7 * i)))
        for i in range(12)
    ]  # fmt: skip
    told = [Statement(figure, (figure,), (0, 0, 0), 0.0, 0.0) for figure in weeks]
    outlook = forecast(known({HERE: counts}, *told))
    assert any("known by week" in note for note in outlook.notes[HERE])
    assert np.median(arrivals(outlook).sum(axis=1)) == pytest.approx(2800, rel=0.3)


@pytest.mark.parametrize("days", [0, -1, FARTHEST + 1])
def test_days_that_cannot_be_forecast_are_refused(days: int) -> None:
    with pytest.raises(InputError, match=f"{days} days cannot be forecast"):
        forecast(known({HERE: FLOW}), days)


def test_beyond_what_was_measured_it_says_so() -> None:
    assert not forecast(known({HERE: FLOW}), HONEST).notes[HERE]
    assert "they are a guess" in forecast(known({HERE: FLOW}), HONEST + 1).notes[HERE][0]


def test_nothing_known_gives_an_outlook_of_nothing() -> None:
    outlook = forecast(Estimate(TODAY))
    assert outlook.corridors == ()
    assert list(outlook.rows()) == []


def supposing(change: Change) -> Outlook:
    return forecast(known({HERE: FLOW, THERE: FLOW}), scenario=Scenario("test", (change,)))


FROM = TODAY + timedelta(5)


def test_a_closure_lowers_arrivals_from_its_day_in_its_place_alone() -> None:
    plain, closed = forecast(known({HERE: FLOW, THERE: FLOW})), supposing(Change.of("closure", FROM, place="KAZ"))
    np.testing.assert_array_equal(arrivals(closed)[:, :4], arrivals(plain)[:, :4])
    np.testing.assert_array_equal(arrivals(closed, THERE), arrivals(plain, THERE))
    assert arrivals(closed)[:, 4:].sum() < 0.2 * arrivals(plain)[:, 4:].sum()


def test_a_wave_doubles_to_quadruples_arrivals_and_fades() -> None:
    plain = arrivals(forecast(known({HERE: FLOW, THERE: FLOW})))
    times = arrivals(supposing(Change.of("wave", FROM))).sum(axis=0) / plain.sum(axis=0)
    assert (times[:4] == 1).all()
    assert 2 < times[4] < 4
    assert times[-1] < times[10] < times[4]


def test_a_change_ends_when_it_says() -> None:
    until = FROM + timedelta(2)
    plain, closed = forecast(known({HERE: FLOW})), forecast(
        known({HERE: FLOW}), scenario=Scenario("x", (Change.of("closure", FROM, until=until),))
    )
    np.testing.assert_array_equal(arrivals(closed)[:, 7:], arrivals(plain)[:, 7:])


def test_where_nobody_can_go_on_more_people_stay() -> None:
    plain, full = forecast(known({HERE: FLOW})), forecast(
        known({HERE: FLOW}), scenario=Scenario("x", (Change.of("elsewhere_full", FROM, arrivals=(1.0, 1.0)),))
    )
    there = [np.median(each.series[HERE, "present"].draws[:, -1]) for each in (plain, full)]
    assert there[1] > 1.02 * there[0]


def test_rows_have_the_columns_of_forecast_hubs_and_quantiles_that_rise() -> None:
    rows = list(forecast(known({HERE: FLOW}), 3).rows())
    assert len(rows) == 3 * 3 * len(QUANTILES)
    assert set(rows[0]) == {
        "reference_date", "target", "horizon", "target_end_date", "location", "population", "scenario",
        "output_type", "output_type_id", "value",
    }  # fmt: skip
    one = [row["value"] for row in rows if (row["target"], row["horizon"]) == ("arrivals", 2)]
    assert one == sorted(one)
    assert {(row["horizon"], row["target_end_date"]) for row in rows} == {
        (i, (TODAY + timedelta(i)).isoformat()) for i in (1, 2, 3)
    }


def event(days_ago: int, *places: str) -> Event:
    return Event(TODAY - timedelta(days_ago), "A decree", places=places)


def test_a_fresh_event_widens_ranges_and_leaves_the_middle_where_it_was() -> None:
    plain, shaken = (forecast(known({HERE: FLOW}), events=events) for events in ((), (event(1),)))
    totals = [np.quantile(arrivals(each).sum(axis=1), [0.05, 0.5, 0.95]) for each in (plain, shaken)]
    assert totals[1][0] < totals[0][0]
    assert totals[1][2] > 1.2 * totals[0][2]
    assert totals[1][1] == pytest.approx(totals[0][1], rel=0.15)
    assert "A decree (2022-09-26) is fresh" in shaken.notes[HERE][-1]


@pytest.mark.parametrize("other", [event(9), event(-1), event(1, "GEO")])
def test_an_event_that_is_old_to_come_or_elsewhere_changes_nothing(other: Event) -> None:
    plain, same = (forecast(known({HERE: FLOW}), events=events) for events in ((), (other,)))
    np.testing.assert_array_equal(arrivals(plain), arrivals(same))
    assert not same.notes[HERE]


def test_after_a_change_of_definition_the_outlook_goes_on_at_the_new_level() -> None:
    crossings, people = [1000.0, 1040, 960, 1020] * 10, [600.0, 620, 580, 610] * 5
    total = np.median(arrivals(forecast(known({HERE: crossings + people}), 7)).sum(axis=1))
    assert total == pytest.approx(7 * 600, rel=0.15)


def test_a_flow_that_has_been_steady_for_two_months_is_not_expected_to_vanish() -> None:
    month = np.median(arrivals(forecast(known({HERE: [500.0, 520, 480, 510] * 16}))), axis=0)
    assert month[-1] > 350


def test_each_path_says_which_draw_of_the_estimate_it_goes_on_from() -> None:
    estimate = known({HERE: FLOW})
    leaving = estimate.staying[HERE]
    few = Staying(np.arange(DRAWS) * 1e6, *(getattr(leaving, f) for f in list(leaving.__dataclass_fields__)[1:]))
    found = forecast(Estimate(TODAY, (), (HERE,), (), series=estimate.series, staying={HERE: few}), 1)
    origins = found.origins[HERE]
    assert origins.shape == (PATHS,)
    assert set(origins) <= set(range(DRAWS))
