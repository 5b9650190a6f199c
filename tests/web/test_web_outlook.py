"""The outlook's page: what may come, what a scenario changes, how the last one did, and who decided what."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from panah.errors import ConflictError, InputError
from panah.figure import Event, Form, Hedge, Period
from panah.forecast import Quantity
from panah.ledger import service
from panah.ledger.planning import Decision, Force, plan, plans
from panah.web.pictures import estimate_of, moment, outlook_of, view
from web.conftest import DAY, PATH, Room, georgia
from web.test_web_situation import text_of

PAGE = PATH + "outlook/?as_of=2022-09-27"
NOW = datetime(2022, 9, 27, 18, tzinfo=UTC)
DECIDED = {
    "corridor": "KAZ/RUS", "quantity": "arrivals_a_day", "first": "2022-09-28", "last": "2022-10-04",
    "quantile": "0.9", "trigger": "", "owner": "Centre Oral", "cleared_by": "Head of mission",
    "expires": "2100-01-01", "note": "", "replaces": "",
}  # fmt: skip


def test_the_page_tells_the_coming_weeks_of_each_place(officer: Client, room: Room) -> None:
    text = text_of(officer.get(PAGE))
    assert "Outlook to 25 October 2022" in text
    assert "Russians may enter Kazakhstan" in text
    assert "28 Sept – 4 Oct" in text
    assert "An outlook is no plan" in text


def test_the_page_of_a_situation_leads_to_it(officer: Client, room: Room) -> None:
    assert 'outlook/?as_of=2022-09-27"' in officer.get(PATH + "?as_of=2022-09-27").content.decode()


def test_a_scenario_stands_beside_the_plain_outlook_with_its_assumption(officer: Client, room: Room) -> None:
    text = text_of(officer.get(PAGE + "&kind=closure&start=2022-09-29&where=KAZ"))
    assert "From 2022-09-29 in KAZ, the border closes: 0.02 to 0.15 times as many arrive." in text
    assert text.count("Russians may enter Kazakhstan") == 2


def test_a_scenario_without_its_day_is_explained(officer: Client, room: Room) -> None:
    answer = officer.get(PAGE + "&kind=wave&start=&where=")
    assert answer.status_code == 400
    assert "Choose the day from which it is to be supposed." in text_of(answer)


def test_the_chart_goes_on_into_the_coming_weeks(officer: Client, room: Room) -> None:
    chart = officer.get(PATH + "chart.svg?place=KAZ&ahead=1&as_of=2022-09-27").content.decode()
    assert "outlook" in chart
    assert "25 Oct" in chart or "23 Oct" in chart


def test_a_rise_is_told_on_both_pages_on_the_day_of_its_figure(officer: Client, room: Room) -> None:
    days = Period(date(2022, 9, 22), date(2022, 9, 23))
    early = georgia(5000, days.end or DAY, high=6000, hedge=Hedge.RANGE, period=days)
    room.keep("98,000 and a doubling", early, georgia(10_000, DAY, form=Form.PER_DAY, hedge=Hedge.NONE))
    for path in (PAGE, PATH + "?as_of=2022-09-27"):
        assert "More Russians enter Georgia since 27 September 2022: 10,000 a day, after 5,000 to 6,000." in text_of(
            officer.get(path)
        )


def test_last_weeks_outlook_is_judged_by_what_is_known_now(officer: Client, room: Room) -> None:
    assert "nothing was known from which an outlook" in text_of(officer.get(PAGE))
    later = datetime(2022, 10, 4, 12, tzinfo=UTC)
    rate = {"destination": "KAZ", "period": Period(date(2022, 9, 28), date(2022, 10, 4))}
    room.keep("98,000 more", georgia(7000, later.date(), **rate), at=later)
    text = text_of(officer.get(PATH + "outlook/?as_of=2022-10-04"))
    assert "Outlook of 27 September 2022 for the next 7 days:" in text
    assert "came: 7," in text or "came: 6," in text


def test_nothing_known_is_said(officer: Client, room: Room) -> None:
    text = text_of(officer.get(PATH + "outlook/?as_of=2022-09-01"))
    assert "Nothing is known from which an outlook could be made." in text
    assert "Decide on a planning figure" not in text


def test_a_decision_is_kept_and_shown_with_who_made_it(officer: Client, room: Room) -> None:
    answer = officer.post(PAGE, DECIDED)
    assert answer.status_code == 302
    text = text_of(officer.get(PATH + "outlook/"))
    assert "Centre Oral answers for it; cleared by Head of mission" in text
    assert "Holds" in text
    row = room.situation.planning.get()
    assert row.low < row.value < row.high
    assert (row.by, row.as_of, row.scenario) == ("ana", DAY, {})


def test_a_decision_from_a_scenario_keeps_its_assumptions(officer: Client, room: Room) -> None:
    officer.post(PAGE + "&kind=closure&start=2022-09-28&where=", DECIDED)
    officer.post(PAGE, DECIDED)
    closed, plain = room.situation.planning.order_by("pk")
    assert closed.scenario["words"] == ["From 2022-09-28, the border closes: 0.02 to 0.15 times as many arrive"]
    assert closed.value < plain.value


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("last", "2023-09-28", "are not in the outlook"),
        ("expires", "2020-01-01", "which has passed"),
        ("owner", "", "This field is required"),
        ("corridor", "XXX/RUS", "Select a valid choice"),
        ("trigger", "-5", "greater than or equal to 0"),
    ],
)
def test_a_decision_that_cannot_be_kept_is_explained_and_not_lost(
    officer: Client, room: Room, field: str, value: str, sentence: str
) -> None:
    answer = officer.post(PAGE, DECIDED | {field: value, "note": "my long note"})
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert "my long note" in answer.content.decode()
    assert not room.situation.planning.exists()


def test_a_visitor_looks_but_does_not_decide(visitor: Client, room: Room) -> None:
    assert "Decide on a planning figure" not in text_of(visitor.get(PAGE))
    assert visitor.post(PAGE, DECIDED).status_code == 403


def decide(room: Room, **more: Any) -> Any:
    shown = view(room.situation, moment(room.situation, DAY, DAY))
    outlook = outlook_of(shown)
    fields: dict[str, Any] = {
        "corridor": outlook.corridors[0], "quantity": Quantity.ARRIVALS_A_DAY, "first": outlook.days[0],
        "last": outlook.days[6], "quantile": 0.9, "owner": "Centre", "cleared_by": "Head",
        "expires": DAY + timedelta(7),
    }  # fmt: skip
    replaces = more.pop("replaces", None)
    return plan(room.situation, Decision(**fields | more), outlook, now=NOW, by="ana", replaces=replaces)


def force(room: Room, day: date) -> list[tuple[Force, bool]]:
    shown = view(room.situation, moment(room.situation, day, day))
    return [(one.force, one.met is not None) for one in plans(room.situation, estimate_of(shown), day)]


def test_a_decision_expires_and_is_replaced_once(room: Room) -> None:
    first = decide(room)
    assert force(room, DAY) == [(Force.HOLDS, False)]
    assert force(room, DAY + timedelta(8)) == [(Force.EXPIRED, False)]
    decide(room, replaces=first)
    assert force(room, DAY) == [(Force.HOLDS, False), (Force.REPLACED, False)]
    with pytest.raises(ConflictError, match="replaced by somebody else"):
        decide(room, replaces=first)


def test_a_trigger_that_later_figures_meet_is_told(room: Room) -> None:
    decide(room, trigger=50_000.0)
    assert force(room, DAY) == [(Force.HOLDS, False)]
    later = datetime(2022, 10, 1, 12, tzinfo=UTC)
    rate = {"destination": "KAZ", "period": Period(date(2022, 9, 28), date(2022, 10, 1))}
    room.keep("98,000 and more", georgia(90_000, later.date(), **rate), at=later)
    assert force(room, later.date()) == [(Force.TRIGGERED, True)]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [({"quantile": 1.0}, "no quantile"), ({"owner": " "}, "needs an owner"), ({"expires": date(2022, 9, 1)}, "passed")],
)
def test_a_decision_that_is_none_is_refused(room: Room, more: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        decide(room, **more)


def test_early_signs_are_shown_with_their_report_and_open_an_event(officer: Client, room: Room) -> None:
    room.keep("Queues of 98,000 cars reached Georgia.", language="en")
    page = officer.get(PAGE)
    assert "People queue, Georgia" in text_of(page)
    form = {"day": "2022-09-27", "place": "GEO", "name": "Queues reached Georgia"}
    assert officer.post(PATH + "events/", form).status_code == 302
    kept = room.situation.events.get(name="Queues reached Georgia")
    assert (kept.day, kept.places) == (DAY, ["GEO"])
    told = "27 September 2022: Queues reached Georgia, Georgia"
    assert told in text_of(officer.get(PATH + "outlook/"))
    assert told not in text_of(officer.get(PAGE)), "on that day nobody had opened it here"


def test_a_place_is_understood_by_its_name_and_a_day_to_come_is_refused(officer: Client, room: Room) -> None:
    officer.post(PATH + "events/", {"day": "2022-09-26", "place": "Kazakhstan", "name": "Post closed"})
    assert room.situation.events.get().places == ["KAZ"]
    answer = officer.post(PATH + "events/", {"day": "2100-01-01", "name": "Later"}, follow=True)
    assert "That day is still to come" in text_of(answer)
    assert room.situation.events.count() == 1


def test_a_visitor_sees_signs_but_opens_no_event(visitor: Client, room: Room) -> None:
    room.keep("Queues of 98,000 cars reached Georgia.", language="en")
    text = text_of(visitor.get(PAGE))
    assert "People queue" in text
    assert "Open an event" not in text
    assert visitor.post(PATH + "events/", {"day": "2022-09-27", "name": "x"}).status_code == 403


def test_a_fresh_event_is_told_beside_the_outlook(officer: Client, room: Room) -> None:
    officer.post(PATH + "events/", {"day": "2022-09-27", "place": "KAZ", "name": "Post closed"})
    assert "Post closed (2022-09-27) is fresh" in text_of(officer.get(PATH + "outlook/"))


def test_an_event_that_is_opened_later_changes_no_earlier_picture(room: Room) -> None:
    before = view(room.situation, moment(room.situation, DAY, DAY)).key
    event = Event(date(2022, 9, 24), "Post closed", places=("KAZ",))
    service.open_event(room.situation, event, now=NOW + timedelta(days=3))
    assert view(room.situation, moment(room.situation, DAY, DAY)).key == before
    later = DAY + timedelta(days=4)
    assert view(room.situation, moment(room.situation, later, later)).followed.events == (event,)
