"""People decide; every decision is kept, the latest holds, and no decision reaches back in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ledger.conftest import SEEN, a_figure
from panah.errors import ConflictError, InputError
from panah.figure import Figure, Measure
from panah.ledger import models, service
from panah.ledger.standing import State, end_of, standings

DAY = SEEN.date()
LATER = SEEN + timedelta(days=3)


def _numbers(situation: Any, day: date, **options: Any) -> list[float]:
    return [figure.low for figure in service.figures_as_of(situation, day, **options)]


def _states(situation: Any, day: date) -> dict[float, str]:
    return {one.row.body["low"]: one.state.value for one in standings(situation, end_of(day))}


def test_a_figure_is_proposed_until_someone_decides(opened: Any, kept: Callable[..., Any]) -> None:
    kept(a_figure())
    assert _states(opened, DAY) == {98_000: "proposed"}
    assert _numbers(opened, DAY) == [98_000]
    assert _numbers(opened, DAY, include_proposed=False) == []


def test_accepted_and_amended_figures_count_and_rejected_ones_never_do(opened: Any, kept: Callable[..., Any]) -> None:
    accepted, rejected, amended = kept(a_figure(1), a_figure(2), a_figure(3))
    service.review(accepted, "accepted", by="ana", at=SEEN)
    service.review(rejected, "rejected", by="ana", at=SEEN, reason="reservists, not people who left")
    service.review(amended, "amended", by="ana", at=SEEN, changes={"low": 30.0, "high": 33.0})
    assert _numbers(opened, DAY, include_proposed=False) == [1, 30]
    assert _states(opened, DAY) == {1: "accepted", 2: "rejected", 3: "superseded", 30: "amended"}


def test_what_a_person_accepted_is_no_longer_in_doubt(opened: Any, kept: Callable[..., Any]) -> None:
    (row,) = kept(replace(a_figure(), confidence=0.1))
    assert [f.confidence for f in service.figures_as_of(opened, DAY)] == [0.1]
    service.review(row, "accepted", by="ana", at=SEEN)
    assert [f.confidence for f in service.figures_as_of(opened, DAY)] == [1.0]


def test_a_correction_never_rewrites_a_past_picture(opened: Any, kept: Callable[..., Any]) -> None:
    one, two, three = kept(a_figure(1), a_figure(2), a_figure(3))
    kept(a_figure(4), at=SEEN + timedelta(days=1), text="Another report.")
    past = {day: service.figures_as_of(opened, day) for day in (DAY, DAY + timedelta(days=2))}
    service.review(one, "amended", by="ana", at=LATER, changes={"low": 10.0, "high": 10.0})
    service.review(two, "rejected", by="ana", at=LATER)
    service.review(three, "accepted", by="ana", at=LATER)
    kept(a_figure(5), at=LATER, text="A third report.")
    assert {day: service.figures_as_of(opened, day) for day in past} == past
    assert sorted(_numbers(opened, LATER.date())) == [3, 4, 5, 10]


def test_the_picture_of_a_day_does_not_depend_on_the_order_of_adding(opened: Any, kept: Callable[..., Any]) -> None:
    reports = [(3, date(2022, 9, 25)), (1, date(2022, 9, 23)), (2, date(2022, 9, 24))]
    for number, day in reports:
        kept(a_figure(number), text=f"{number} came", published=day)
    assert _numbers(opened, DAY) == [1, 2, 3]


def test_nothing_is_seen_before_it_became_known(opened: Any, kept: Callable[..., Any]) -> None:
    kept(a_figure(), at=datetime(2022, 9, 28, 0, 0, 1, tzinfo=UTC))
    assert _numbers(opened, DAY) == []
    assert _numbers(opened, DAY + timedelta(days=1)) == [98_000]


def test_an_amendment_keeps_the_old_figure_and_says_who_set_what(opened: Any, kept: Callable[..., Any]) -> None:
    [row] = kept(a_figure(confidence=0.6))
    review = service.review(row, "amended", by="ben", at=LATER, changes={"low": 90_000.0, "measure": Measure.PRESENT})
    new: Figure = review.amended.figure
    old = models.Figure.objects.get(pk=row.pk).figure
    assert (old.low, new.low, new.high) == (98_000, 90_000, 98_000)
    assert new.supersedes == old.id == row.figure_id
    assert new.confidence == 1.0
    assert dict(new.reasons) == {"low": "set by ben on 2022-09-30", "measure": "set by ben on 2022-09-30"}
    assert review.amended.supersedes_id == row.pk
    assert review.amended.measure == "present"


def test_an_amended_figure_can_be_amended_again(opened: Any, kept: Callable[..., Any]) -> None:
    [row] = kept(a_figure())
    second = service.review(row, "amended", by="ana", at=SEEN, changes={"high": 99_000.0}).amended
    service.review(second, "amended", by="ben", at=LATER, changes={"high": 100_000.0})
    assert [figure.high for figure in service.figures_as_of(opened, DAY)] == [99_000]
    assert [figure.high for figure in service.figures_as_of(opened, LATER.date())] == [100_000]


def test_the_latest_of_two_decisions_holds_and_both_are_kept(opened: Any, kept: Callable[..., Any]) -> None:
    [row] = kept(a_figure())
    service.review(row, "amended", by="ana", at=SEEN, changes={"low": 1.0})
    service.review(row, "accepted", by="ben", at=SEEN)
    assert _numbers(opened, DAY) == [98_000]
    assert [(review.by, review.decision) for review in row.reviews.all()] == [("ana", "amended"), ("ben", "accepted")]
    assert {one.state for one in standings(opened, end_of(DAY))} == {State.ACCEPTED, State.SUPERSEDED}


def test_going_back_to_an_earlier_amendment_counts_it_again(opened: Any, kept: Callable[..., Any]) -> None:
    [row] = kept(a_figure())
    first = service.review(row, "amended", by="ana", at=SEEN, changes={"low": 1.0}).amended
    service.review(first, "rejected", by="ana", at=SEEN)
    assert _numbers(opened, DAY) == []
    again = service.review(row, "amended", by="ana", at=LATER, changes={"low": 1.0}).amended
    assert again.pk == first.pk
    assert _numbers(opened, LATER.date()) == [1.0]


def test_two_people_who_decide_at_once_are_both_heard(
    opened: Any, kept: Callable[..., Any], in_threads: Callable[..., list[Any]]
) -> None:
    [row] = kept(a_figure())
    in_threads(
        lambda: service.review(row, "amended", by="ana", at=LATER, changes={"low": 1.0}),
        lambda: service.review(row, "rejected", by="ben", at=LATER),
    )
    assert {review.by for review in row.reviews.all()} == {"ana", "ben"}
    last = row.reviews.order_by("at", "pk").last()
    assert _numbers(opened, LATER.date()) == ([1.0] if last.by == "ana" else [])


@pytest.mark.parametrize("number", [98_000])
def test_decisions_that_make_no_sense_are_refused_in_a_sentence(kept: Callable[..., Any], number: int) -> None:
    [row] = kept(a_figure(number))
    with pytest.raises(InputError, match="accepted, amended, rejected"):
        service.review(row, "maybe", by="ana", at=SEEN)
    with pytest.raises(InputError, match="needs changes"):
        service.review(row, "amended", by="ana", at=SEEN)
    with pytest.raises(InputError, match="nothing was changed"):
        service.review(row, "amended", by="ana", at=SEEN, changes={"low": 98_000.0})
    with pytest.raises(InputError, match="no field colour"):
        service.review(row, "amended", by="ana", at=SEEN, changes={"colour": "red"})
    with pytest.raises(InputError, match="cannot run from"):
        service.review(row, "amended", by="ana", at=SEEN, changes={"low": 99_000.0})
    with pytest.raises(ConflictError, match="cannot be dated"):
        service.review(row, "accepted", by="ana", at=SEEN - timedelta(minutes=1))
    assert not models.Review.objects.exists()
    assert models.Figure.objects.count() == 1
