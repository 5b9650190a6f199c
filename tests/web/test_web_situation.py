"""The situation's page: what is known, how old it is, what contradicts, and how it looked on a past day."""

from __future__ import annotations

import csv
import gzip
import io
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from panah.figure import Measure, Source
from panah.ledger import service
from web.conftest import PATH, WORDS, Room, furnished, person, told


def text_of(response: Any) -> str:
    """What a reader sees of a page, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Make it the evening of 29 September 2022."""
    now = datetime(2022, 9, 29, 18, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


def test_the_list_tells_each_situation_its_age_and_what_waits(officer: Client, today: datetime) -> None:
    seen = text_of(officer.get("/"))
    assert "After the call-up" in seen
    assert "About 98,000 Russians" in seen
    assert "Newest report: 2 days old, from 27 September 2022" in seen
    assert "2 figures wait for review" in seen


def test_an_empty_room_says_how_to_begin(officer: Client, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "situations", list)
    assert "No situation is followed yet" in text_of(officer.get("/"))


def test_the_page_has_the_headline_with_its_range_and_the_counts_kept_apart(officer: Client, today: datetime) -> None:
    seen = text_of(officer.get(PATH))
    assert "about 98,000 Russians" in seen.casefold() or "About 98,000 Russians" in seen
    assert "just over 64,000" in seen.casefold()
    assert re.search(r"90 % range [\d,]+ to [\d,]+", seen)
    assert "Newest report: 2 days old, from 27 September 2022." in seen
    assert "2 figures are not yet reviewed." in seen
    assert "Interior Ministry → RIA Novosti" in seen
    assert seen.index("Crossings in") < seen.index("Crossings out")


def test_a_late_report_makes_the_age_a_warning(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2022, 10, 4, tzinfo=UTC))
    assert 'class="age stale"' in officer.get(PATH).content.decode()


def test_a_situation_gone_quiet_keeps_its_last_picture_and_says_so(officer: Client) -> None:
    seen = text_of(officer.get(PATH))
    assert "just over 64,000" in seen.casefold()
    assert "Nothing came in since, so the picture ends on that day." in seen


def test_an_undated_report_does_not_carry_an_old_situation_into_today(officer: Client) -> None:
    officer.post(PATH + "add/", {"text": "Somebody says 500 people came to Georgia."})
    seen = text_of(officer.get(PATH))
    assert "from 27 September 2022" in seen
    assert "just over 64,000" in seen.casefold()
    assert "2 reports" in seen


def test_the_page_goes_back_in_time(officer: Client, room: Room, today: datetime) -> None:
    later = told("64,000", 70_000, Measure.DEPARTURES)
    room.keep("They now say 64,000, or rather 70,000.", later, at=datetime(2022, 9, 29, 8, tzinfo=UTC))
    service.review(room.figures[1], "rejected", by="ana", at=today)
    past = text_of(officer.get(PATH, {"as_of": "2022-09-27"}))
    now = text_of(officer.get(PATH))
    assert "just over 64,000" in past.casefold()
    assert "70,000" not in past
    assert "As known on 27 September 2022" in past
    assert "just over 64,000" not in now.casefold()
    assert "70,000" in now
    assert "No report was known" in text_of(officer.get(PATH, {"as_of": "2022-09-01"}))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("yesterday", "That is no day; write it as 2022-09-27."),
        ("2022-02-30", "That is no day"),
        ("9999-01-01", "still to come"),
        ("<script>", "That is no day"),
        ("-1", "That is no day"),
    ],
)
def test_a_day_that_is_none_gets_a_sentence_and_todays_picture(officer: Client, asked: str, sentence: str) -> None:
    response = officer.get(PATH, {"as_of": asked})
    assert response.status_code == 400
    assert sentence in text_of(response)
    assert "98,000" in text_of(response)
    assert "<script" not in response.content.decode()
    for file in ("flows.csv", "figures.csv", "chart.svg"):
        answer = officer.get(PATH + file, {"as_of": asked, "place": "KAZ"})
        assert answer.status_code == 400
        assert sentence.split(";")[0].rstrip(".") in text_of(answer)


def test_the_chart_is_an_svg_drawn_here(officer: Client, today: datetime) -> None:
    page = officer.get(PATH).content.decode()
    address = unescape(re.search(r'<img src="([^"]*chart\.svg[^"]*)"', page).group(1))  # type: ignore[union-attr]
    response = officer.get(address)
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<svg")
    assert b"<script" not in response.content
    assert "max-age" in response["Cache-Control"]
    assert officer.get(PATH + "chart.svg", {"place": "ATLANTIS"}).status_code == 400


def test_the_table_and_the_figures_are_offered_as_files(officer: Client, today: datetime) -> None:
    response = officer.get(PATH + "flows.csv", {"as_of": "2022-09-27"})
    assert "mobilization-2022-09-27.csv" in response["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert {row["measure"] for row in rows} >= {"arrivals", "departures"}
    assert {row["place"] for row in rows} == {"KAZ"}
    assert "#date" in officer.get(PATH + "flows.csv", {"tags": "hxl"}).content.decode()
    kept = list(csv.DictReader(io.StringIO(officer.get(PATH + "figures.csv").content.decode("utf-8-sig"))))
    assert [row["quote"] for row in kept] == ["About 98,000 Russians", "Just over 64,000"]


def test_contradictions_quote_both_sides_and_link_to_them(officer: Client, room: Room, today: datetime) -> None:
    words = "No, 400,000 came, another ministry said."
    other = told("400,000", 400_000, Measure.ARRIVALS, text=words, sources=(Source("Another Ministry"),))
    kept = room.keep(words, other, at=today - timedelta(hours=2))
    page = officer.get(PATH).content.decode()
    part = page[page.index('id="contradictions"') :]
    assert f"{PATH}reports/{kept.digest}/#figure-" in part
    assert f"{room.report_path}#figure-" in part
    assert "“400,000”" in part


def test_a_statement_told_twice_is_counted_once(officer: Client, room: Room, today: datetime) -> None:
    again = told("98,000", 98_000, Measure.ARRIVALS, text="Again: 98,000 came.")
    room.keep("Again: 98,000 came.", again, at=today - timedelta(hours=2))
    seen = text_of(officer.get(PATH))
    assert "Told more than once, counted once" in seen
    assert "told 2 times" in seen


def test_the_estimate_is_computed_once_for_the_same_figures(
    officer: Client, today: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from panah.web import pictures

    asked: list[date] = []
    real = pictures.reconcile

    def counting(figures: Any, **options: Any) -> Any:
        asked.append(options["as_of"])
        return real(figures, **options)

    monkeypatch.setattr(pictures, "reconcile", counting)
    for _ in range(2):
        officer.get("/")
        officer.get(PATH)
        officer.get(PATH + "flows.csv")
    assert asked == [today.date()]


def test_the_first_page_is_small_without_scripts(officer: Client, today: datetime) -> None:
    for path in ("/", PATH):
        response = officer.get(path, headers={"accept-encoding": "gzip"})
        body = gzip.decompress(response.content) if response["Content-Encoding"] == "gzip" else response.content
        assert len(response.content) < 60_000
        assert b"<script" not in body
        assert b"style=" not in body


def test_the_room_is_the_same_on_either_engine(ledger: str, today: datetime) -> None:
    room = furnished()
    client = person("ana", officer=True)
    client.post(room.figure_path(room.figures[0]) + "review/", {"decision": "accepted"})
    for path in ("/", PATH):
        assert "98,000 Russians" in text_of(client.get(path))
    assert "1 figure is not yet reviewed." in text_of(client.get(PATH))
    assert "Accepted · ana" in text_of(client.get(room.report_path))
    added = client.post(PATH + "add/", {"text": "On Monday 500 Russians came to Georgia."}, follow=True)
    assert "The report is kept" in text_of(added)


def test_a_situation_nobody_follows_is_not_found(officer: Client) -> None:
    assert officer.get("/situations/elsewhere/").status_code == 404
    assert "Not found" in text_of(officer.get("/situations/elsewhere/"))


def test_what_a_report_says_never_becomes_part_of_the_page(officer: Client, room: Room, today: datetime) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    text = f"{evil} 12,000 came. {WORDS}"
    figure = told("12,000", 12_000, Measure.ARRIVALS, text=text, population=evil, destination=evil)
    fields = {"title": evil, "publisher": evil, "url": "javascript:alert(3)", "notes": (evil,), "language": "en"}
    kept = room.keep(text, figure, at=today - timedelta(hours=1), **fields)
    for path in ("/", PATH, f"{PATH}reports/{kept.digest}/", f"{PATH}add/"):
        body = officer.get(path).content.decode()
        assert "<script" not in body
        assert "<img src=x" not in body
        assert 'href="javascript' not in body
