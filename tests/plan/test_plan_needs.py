"""Needs follow the people of the outlook, path by path; what is short is told with its day and its chance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_np

from panah.errors import InputError
from panah.figure import Measure
from panah.plan import Need, Needs, backlog, needs, people, usual_profile
from panah.reconcile import Corridor
from panah.situation import Site
from plan.plan_cases import AS_OF, KAZ, case, needs_of


def need(found: Needs, key: str) -> Need:
    return next(each for each in found.needs if each.item.key == key)


def test_those_to_look_after_are_the_people_present_where_figures_count_them() -> None:
    found = needs_of(come=[[100, 200]], gone=[[10, 10]], here=[[5000, 5190]])
    assert found.people.basis is Measure.PRESENT
    assert found.people.of["present"].tolist() == [[5000, 5190]]


def test_else_they_are_who_came_since_the_first_figures_less_who_left() -> None:
    found = needs_of(come=[[100, 200]], gone=[[40, 0]], before=1000)
    assert found.people.basis is Measure.DEPARTURES
    assert found.people.of["present"].tolist() == [[3060, 3260]]


def test_and_where_nobody_counts_those_who_leave_all_who_came() -> None:
    found = needs_of(come=[[100, 200]], before=1000)
    assert found.people.basis is Measure.ARRIVALS
    assert found.people.of["present"].tolist() == [[3100, 3300]]


def test_more_leaving_than_came_leave_from_those_before_and_nobody_is_owed() -> None:
    found = needs_of(come=[[10, 10, 50]], gone=[[100, 100, 0]], before=10)
    assert found.people.of["present"].tolist() == [[0, 0, 50]]


def test_each_path_goes_on_from_its_own_draw_of_the_estimate() -> None:
    outlook, estimate = case(come=[[0, 0], [0, 0]], gone=[[0, 0], [0, 0]])
    estimate.series[KAZ, "arrivals"].draws.flags.writeable = True
    estimate.series[KAZ, "arrivals"].draws[1, -1] = 700
    outlook.origins[KAZ][:] = [1, 0]  # type: ignore[index]
    found = people(outlook, estimate, KAZ, usual_profile())
    assert found.of["present"].tolist() == [[700, 700], [0, 0]]


def test_needs_are_people_times_the_standard_and_whole_where_they_must_be() -> None:
    profile = usual_profile(sheltered=(0.5, 0.5), household=4.0, children=0.25)
    found = needs_of(profile, come=[[100, 200]], here=[[1001, 1201]])
    assert need(found, "beds").draws.tolist() == [[501, 601]]
    assert need(found, "water").draws == pytest.approx(np.array([[500.5, 600.5]]) * 15)
    assert need(found, "latrines").draws.tolist() == [[11, 13]]
    assert need(found, "kitchen_sets").draws.tolist() == [[13, 38]], "handed out to those who came, added up"
    assert need(found, "bus_seats").draws.tolist() == [[50, 100]]
    assert found.people.of["children"] == pytest.approx(np.array([[500.5, 600.5]]) / 4)


def test_the_middle_and_the_bad_case_are_taken_last() -> None:
    here = np.arange(1, 101)[:, None] * np.array([[10.0, 20.0, 5.0]])
    found = needs_of(come=np.zeros_like(here), here=here)
    assert need(found, "beds").at(0.5) == 1000
    assert need(found, "beds").at(0.9) == 1800
    assert need(found, "beds").at(0.9, slice(2, 3)) == 450


def test_the_beds_of_sites_are_there_unless_the_profile_says_how_many() -> None:
    outlook, estimate = case(come=[[0]], here=[[150]])
    sites = (Site("Hall", "KAZ", 60), Site("School", "KAZ", 40), Site("Elsewhere", "GEO", 900))
    for profile, there in ((None, 100), (usual_profile(there={"beds": 30}), 30)):
        assert need(needs(outlook, estimate, KAZ, profile, sites), "beds").there == there
    assert need(needs(outlook, estimate, KAZ), "beds").there is None


def test_a_shortage_has_its_chance_its_days_and_what_is_missing() -> None:
    here = np.repeat([[50.0, 90.0, 90.0], [50.0, 120.0, 150.0], [50.0, 90.0, 160.0]], [6, 2, 2], axis=0)
    found = needs_of(usual_profile(there={"beds": 100, "latrines": 50}), come=np.zeros_like(here), here=here)
    (short,) = found.shortages()
    assert (short.item.key, short.there, short.chance) == ("beds", 100, pytest.approx(0.4))
    assert (short.possible, short.likely) == (AS_OF + timedelta(2), None)
    assert short.missing == (0, 60)


def test_prices_make_costs_of_what_is_missing_and_of_each_day_of_what_is_used_up() -> None:
    profile = usual_profile(there={"beds": 100}, prices={"beds": 50.0, "food": 2.0})
    costs = needs_of(profile, come=[[0, 0]], here=[[120, 110]]).costs()
    assert {key: values.tolist() for key, values in costs.items()} == {"beds": [1000], "food": [460]}


def test_what_the_outlook_does_not_follow_is_refused() -> None:
    outlook, estimate = case(come=[[1]])
    with pytest.raises(InputError, match="does not follow"):
        needs(outlook, estimate, Corridor("GEO", "RUS"))


FLOWS = st_np.arrays(float, (3, 6), elements=st.floats(0, 1e6))


@given(come=FLOWS, gone=FLOWS, low=st.floats(0, 1), high=st.floats(0, 1))
def test_needs_are_never_below_nothing_and_what_is_handed_out_only_grows(
    come: np.ndarray, gone: np.ndarray, low: float, high: float
) -> None:
    profile = usual_profile(sheltered=(min(low, high), max(low, high)))
    found = needs_of(profile, come=come, gone=gone, before=10.0)
    for each in found.needs:
        assert (each.draws >= 0).all()
        assert np.isfinite(each.draws).all()
        if each.item.kind == "once":
            assert (np.diff(each.draws, axis=1) >= 0).all()
    assert (found.people.of["sheltered"] <= found.people.of["present"] + 1e-6).all()


@given(come=FLOWS, more=st.floats(0, 1e5))
def test_more_arrivals_never_need_less(come: np.ndarray, more: float) -> None:
    few, many = needs_of(come=come), needs_of(come=come + more)
    for one, other in zip(few.needs, many.needs, strict=True):
        assert (other.draws >= one.draws - 1e-6 * (1 + one.draws)).all()


@given(come=FLOWS, desks=st.floats(0.5, 500), waiting=st.floats(0, 1e5))
def test_nobody_is_lost_in_the_queue(come: np.ndarray, desks: float, waiting: float) -> None:
    queue = backlog(needs_of(come=come), desks, waiting=waiting)
    before = np.hstack([np.full((len(come), 1), waiting), queue.waiting[:, :-1]])
    served = before + come - queue.waiting
    slack = 1e-6 * (1 + np.abs(before + come))
    assert (served >= -slack).all()
    assert (served <= queue.a_day + slack).all()
    assert ((queue.waiting == 0) | (np.abs(served - queue.a_day) <= slack)).all(), "no desk is idle while people wait"


def test_desks_that_are_enough_leave_nobody_and_too_few_call_for_the_light_mode() -> None:
    found = needs_of(usual_profile(desk_use=1.0), come=np.full((1, 10), 1000.0))
    assert backlog(found, 6.25).waiting.max() == pytest.approx(0)
    short = backlog(found, 3.0)
    assert short.a_day == pytest.approx(480)
    assert short.waiting[0].tolist() == pytest.approx([520.0 * i for i in range(1, 11)])
    assert short.light == AS_OF + timedelta(1)
    assert backlog(found, 5.0).light == AS_OF + timedelta(5)
    assert backlog(found, 6.25).light is None


@pytest.mark.parametrize(("desks", "item"), [(0, "registration_desks"), (-1, "registration_desks"), (5, "beds")])
def test_a_queue_that_cannot_be_is_refused(desks: float, item: str) -> None:
    with pytest.raises(InputError):
        backlog(needs_of(come=[[1]]), desks, item)


def test_the_same_outlook_needs_the_same() -> None:
    flows: Sequence[Sequence[float]] = np.linspace(1, 500, 60).reshape(20, 3).tolist()
    one, other = (needs_of(usual_profile(sheltered=(0.2, 0.6)), come=flows) for _ in range(2))
    assert all((a.draws == b.draws).all() for a, b in zip(one.needs, other.needs, strict=True))
