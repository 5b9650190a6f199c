"""What the room says is up with a figure, what would help, and what changed since an earlier day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from panah.figure import Hedge, Measure, Period, Source
from panah.ledger import service
from web.conftest import DAY, PATH, Room, told
from web.test_web_situation import text_of

CHANGES = PATH + "changes/"
GUARD = (Source("Border Guard"),)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Make it the evening of 29 September 2022, with nothing remembered from another room."""
    now = datetime(2022, 9, 29, 18, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    caches["default"].clear()
    return now


def keep(
    room: Room, number: int, measure: Measure, at: datetime, *, published: date | None = None, **fields: Any
) -> Any:
    """A later report of one plain figure; gives its row."""
    words = f"{number:,} of them, somebody said at {at:%H:%M}."
    given = {"text": words, "sources": GUARD, "hedge": Hedge.NONE, **fields}
    figure = told(f"{number:,}", number, measure, **given)
    return room.keep(words, figure, at=at, published=published or at.date())


def test_a_figure_that_the_others_speak_against_has_a_sentence_wherever_it_is_shown(
    officer: Client, room: Room, today: datetime
) -> None:
    kept = keep(room, 420_000, Measure.ARRIVALS, today - timedelta(hours=3), sources=(Source("Party paper"),))
    for i in range(3):  # the days one by one, which a body counted and which add up to the 98,000
        days = Period(date(2022, 9, 21 + 2 * i), date(2022, 9, 22 + 2 * i))
        keep(room, 28_001 + i, Measure.ARRIVALS, today - timedelta(hours=2, minutes=i), period=days)
    seen = text_of(officer.get(PATH))
    sentence = re.search(r"Probably wrong \([\w ]*\d+ %\): all figures together say some ([\d,]+) \(90 % range", seen)
    assert sentence
    assert int(sentence[1].replace(",", "")) < 200_000
    again = seen[seen.rindex("Figures to look at again") :]
    assert "420,000 Russians" in again.partition("Contradictions")[0]
    assert "Party paper" in again.partition("Contradictions")[0]
    card = text_of(officer.get(f"{PATH}reports/{kept.digest}/"))
    assert sentence[0] in card
    assert "times its own uncertainty above that" in card


def test_a_sum_of_both_ways_is_named_as_one(officer: Client, room: Room, today: datetime) -> None:
    keep(room, 162_000, Measure.ARRIVALS, today - timedelta(hours=3), sources=(Source("Party paper"),))
    assert "Probably counts those who left as well (" in text_of(officer.get(PATH))


def test_a_reports_page_computes_nothing_and_says_where_the_picture_is(
    visitor: Client, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    from panah.web import pictures

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("a report's page computed an estimate")

    with monkeypatch.context() as patched:
        patched.setattr(pictures, "reconcile", never)
        before = text_of(visitor.get(room.report_path))
    assert "once the picture has been made" in before
    assert "All figures together say some" not in before
    visitor.get(PATH)
    after = text_of(visitor.get(room.report_path))
    assert "told as of the last picture" in after
    assert after.count("All figures together say some") == 2


def test_a_rejected_figure_is_not_weighed_any_more(officer: Client, room: Room, today: datetime) -> None:
    officer.get(PATH)
    service.review(room.figures[1], "rejected", by="ana", at=today)
    assert text_of(officer.get(room.report_path)).count("All figures together say some") == 1


def test_what_would_help_most_is_told_and_who_was_never_counted(officer: Client, room: Room, today: datetime) -> None:
    seen = text_of(officer.get(PATH))
    assert "Nobody has said how many are present in Kazakhstan: a headcount there would help." in seen
    present = Period(None, date(2022, 9, 23))
    keep(room, 30_000, Measure.PRESENT, today - timedelta(hours=1), period=present)
    seen = text_of(officer.get(PATH))
    assert re.search(r"Russians in Kazakhstan: a headcount would narrow the range of people present to \d+ % of", seen)
    assert "Nobody has said" not in seen


def test_what_changed_since_a_day_names_the_report_that_moved_it(visitor: Client, room: Room, today: datetime) -> None:
    later = keep(room, 90_000, Measure.DEPARTURES, today - timedelta(hours=3), period=Period(date(2022, 9, 21), DAY))
    response = visitor.get(CHANGES, {"since": "2022-09-27"})
    seen = text_of(response)
    assert response.status_code == 200
    assert "What changed since 27 September 2022" in seen
    assert seen.index("Russians in Kazakhstan") < seen.index("Departures, 21 September to 27 September 2022")
    assert "As known then: some 6" in seen
    assert re.search(r"\+[\d,]+ by Border Guard, 29 September 2022: crossings out, Kazakhstan: 90,000 Russians", seen)
    body = response.content.decode()
    assert f"{PATH}reports/{later.digest}/#figure-" in body
    assert "<script" not in body


def test_a_rejection_since_then_is_a_change_too(officer: Client, room: Room, today: datetime) -> None:
    false = keep(room, 30_000, Measure.PRESENT, datetime(2022, 9, 27, 15, tzinfo=UTC), period=Period(None, DAY))
    service.review(false.figures.get(), "rejected", by="ana", at=today)
    seen = text_of(officer.get(CHANGES, {"since": "2022-09-28"}))
    assert "because this counts no longer, by Border Guard" in seen
    assert "present, Kazakhstan: 30,000 Russians" in seen


def test_the_comparison_is_with_what_was_known_here_then_not_with_what_was_published_then(
    officer: Client, room: Room, today: datetime
) -> None:
    keep(room, 90_000, Measure.DEPARTURES, today, published=DAY, period=Period(date(2022, 9, 21), DAY))
    assert "90,000 Russians" in text_of(officer.get(CHANGES, {"since": "2022-09-28"}))
    past = text_of(officer.get(CHANGES, {"since": "2022-09-27", "as_of": "2022-09-28"}))
    assert "No figure came in, and none was rejected or amended, since 27 September 2022." in past


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": "yesterday"}, "That is no day; write it as 2022-09-27."),
        ({"since": ""}, "Choose the day to compare with."),
        ({"since": "<script>"}, "That is no day"),
        ({"since": "2022-09-29"}, "Choose a day before 29 September 2022, the day of the picture."),
        ({"since": "2022-09-27", "as_of": "2022-09-27"}, "Choose a day before 27 September 2022"),
        ({"since": "2022-09-26", "as_of": "9999-01-01"}, "still to come"),
    ],
)
def test_a_day_that_cannot_be_compared_with_gets_one_sentence(
    officer: Client, asked: dict[str, str], sentence: str
) -> None:
    response = officer.get(CHANGES, asked)
    assert response.status_code == 400
    assert text_of(response).count(sentence) == 1
    assert "<script" not in response.content.decode()


def test_a_day_before_any_report_has_nothing_to_compare_with(officer: Client, room: Room) -> None:
    response = officer.get(CHANGES, {"since": "2022-09-01"})
    assert response.status_code == 200
    assert "No report was known on 1 September 2022, so there is nothing to compare with." in text_of(response)
    assert officer.get("/situations/elsewhere/changes/").status_code == 404
    assert "Compare" in text_of(officer.get(CHANGES))


def test_a_comparison_that_takes_long_says_so_and_is_there_when_one_looks_again(
    officer: Client, room: Room, today: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from panah.web import comparing
    from panah.web.views import changes

    keep(room, 90_000, Measure.DEPARTURES, today - timedelta(hours=3))
    go, asked, real = Event(), [], comparing.compare

    def slow(*given: Any, **options: Any) -> Any:
        asked.append(given)
        assert go.wait(30)
        return real(*given, **options)

    monkeypatch.setattr(comparing, "compare", slow)
    monkeypatch.setattr(changes, "WAIT", 0.01)
    first, second = (officer.get(CHANGES, {"since": "2022-09-28"}) for _ in range(2))
    assert (first.status_code, first["Refresh"], second.status_code) == (202, "5", 202)
    assert "This is being worked out" in text_of(first)
    go.set()
    monkeypatch.setattr(changes, "WAIT", 60)
    assert "90,000 Russians" in text_of(officer.get(CHANGES, {"since": "2022-09-28"}))
    assert len(asked) == 1


def test_the_situations_page_leads_to_the_comparison_with_the_day_it_shows(officer: Client, room: Room) -> None:
    body = officer.get(PATH, {"as_of": "2022-09-28"}).content.decode()
    form = body[body.index(f'action="{CHANGES}"') :].partition("</form>")[0]
    assert 'name="as_of" value="2022-09-28"' in form
    assert 'value="2022-09-27"' in form
