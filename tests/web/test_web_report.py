"""A report's page: the words marked, the reasons given, and decisions kept from two desks at once."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.test import Client

from panah.figure import Evidence, Figure, Measure, Period, Report
from panah.ledger import models, service
from web.conftest import NOON, PATH, WORDS, Room, told
from web.test_web_situation import text_of


def fields_of(page: str) -> dict[str, str]:
    """The values that a form on the page would send."""
    found = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>\s*([^<]*)</textarea>', page))
    for name, body in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', page, re.S):
        found[name] = re.search(r'value="(\w*)" selected', body).group(1)  # type: ignore[union-attr]
    return found


def states(room: Room) -> list[str]:
    """The latest decision about each figure as it was first read."""
    rows = room.report.figures.filter(supersedes=None).order_by("pk")
    return [getattr(row.reviews.order_by("at", "pk").last(), "decision", "none") for row in rows]


def test_the_words_of_each_figure_are_marked_and_the_text_is_whole(officer: Client, room: Room) -> None:
    page = officer.get(room.report_path).content.decode()
    box = re.search(r'<div class="verbatim[^>]*>(.*?)</div>', page, re.S).group(1)  # type: ignore[union-attr]
    assert re.sub(r"<[^>]*>", "", box) == WORDS
    assert re.findall(r"<mark[^>]*><a[^>]*>([^<]*)", box) == ["About 98,000 Russians", "Just over 64,000"]
    for row in room.figures:
        assert f'href="#figure-{row.figure_id}"' in box
        assert f'id="figure-{row.figure_id}"' in page


def test_each_figure_shows_its_fields_reasons_and_state(officer: Client, room: Room) -> None:
    seen = text_of(officer.get(room.report_path))
    for expected in (
        "Kazakhstan",
        "21 September – 27 September 2022",
        "Interior Ministry → RIA Novosti",
        "the verb 'entered'",
        "the words 'About 98,000 Russians'",
        "Not yet reviewed",
        "2 wait for a decision",
        "80 %",
    ):
        assert expected in seen


def test_accepting_and_rejecting_are_kept_with_name_and_time(officer: Client, room: Room) -> None:
    one, two = room.figures
    first = officer.post(room.figure_path(one) + "review/", {"decision": "accepted"})
    assert first.status_code == 302
    assert first["Location"] == f"{room.report_path}#figure-{one.figure_id}"
    officer.post(room.figure_path(two) + "review/", {"decision": "rejected", "reason": "a plan, not a count"})
    assert states(room) == ["accepted", "rejected"]
    seen = text_of(officer.get(room.report_path))
    assert "Accepted · ana ·" in seen
    assert "a plan, not a count" in seen


def test_amending_changes_only_what_the_form_changed(officer: Client, room: Room) -> None:
    [row, _] = room.figures
    form = fields_of(officer.get(room.figure_path(row)).content.decode())
    assert form["low"] == "98000"
    assert form["sources"] == "Interior Ministry\nRIA Novosti"
    changed = {**form, "high": "99000", "hedge": "range", "destination": "georgia", "reason": "the next line says so"}
    response = officer.post(room.figure_path(row), changed)
    new = models.Figure.objects.get(supersedes=row).figure
    old = row.figure
    assert response["Location"].endswith(f"#figure-{new.id}")
    assert (new.low, new.high, new.hedge, new.destination) == (98_000, 99_000, "range", "GEO")
    assert (new.period, new.sources, new.evidence, new.measure) == (old.period, old.sources, old.evidence, old.measure)
    assert dict(new.reasons)["high"].startswith("set by ana on ")
    seen = text_of(officer.get(room.report_path))
    assert "1 superseded figure is kept" in seen
    assert "Amended" in seen


def test_the_old_address_of_an_amended_figure_leads_to_the_new_one(officer: Client, room: Room) -> None:
    [row, _] = room.figures
    form = fields_of(officer.get(room.figure_path(row)).content.decode())
    officer.post(room.figure_path(row), {**form, "low": "99000"})
    new = models.Figure.objects.get(supersedes=row)
    response = officer.get(room.figure_path(row), follow=True)
    assert response.redirect_chain == [(room.figure_path(new), 302)]
    assert "was amended since" in text_of(response)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "Nothing was changed"),
        ({"low": "ninety"}, "Enter a number"),
        ({"high": "5"}, "The highest number is below the lowest"),
        ({"start": "2022-09-29"}, "The last day is before the first"),
        ({"end": "soon"}, "That is no day"),
        ({"low": "1e999"}, "number"),
        ({"low": "1e27"}, "no count of people"),
        ({"population": "Ukranians"}, "No people is called “Ukranians”"),
        ({"measure": "sightings"}, "Select a valid choice"),
    ],
)
def test_a_wrong_amendment_gets_a_sentence_and_keeps_what_was_typed(
    officer: Client, room: Room, change: dict[str, str], sentence: str
) -> None:
    [row, _] = room.figures
    form = fields_of(officer.get(room.figure_path(row)).content.decode())
    response = officer.post(room.figure_path(row), {**form, "reason": "typed with care", **change})
    assert response.status_code == 400
    assert sentence in text_of(response)
    assert "typed with care" in response.content.decode()
    assert states(room) == ["none", "none"]


def test_the_second_of_two_officers_learns_that_it_was_decided_meanwhile(
    officer: Client, other_officer: Client, room: Room
) -> None:
    [row, _] = room.figures
    seen = fields_of(other_officer.get(room.report_path).content.decode())["seen"]
    officer.post(room.figure_path(row) + "review/", {"decision": "accepted", "seen": seen})
    response = other_officer.post(
        room.figure_path(row) + "review/", {"decision": "rejected", "seen": seen}, follow=True
    )
    assert "Meanwhile ana had decided “Accepted” at" in text_of(response)
    card = response.content.decode().split("<article")[1]
    assert "Meanwhile ana" in card  # the page opens at the figure, so it is told there
    assert [(one.by, one.decision) for one in row.reviews.all()] == [("ana", "accepted"), ("ben", "rejected")]
    assert row.figure not in service.figures_as_of(room.situation, row.reviews.last().at.date())


def test_nobody_is_warned_about_a_decision_they_saw(officer: Client, room: Room) -> None:
    [row, _] = room.figures
    officer.post(room.figure_path(row) + "review/", {"decision": "accepted"})
    seen = str(row.reviews.get().pk)
    again = officer.post(room.figure_path(row) + "review/", {"decision": "rejected", "seen": seen}, follow=True)
    assert "Meanwhile" not in text_of(again)


def test_a_decision_that_is_none_is_refused_in_a_sentence(officer: Client, room: Room) -> None:
    path = room.figure_path(room.figures[0]) + "review/"
    for decision in ("", "perhaps", "amended"):
        assert "Choose whether to accept or to reject" in text_of(
            officer.post(path, {"decision": decision}, follow=True)
        )
    assert officer.get(path).status_code == 405
    assert officer.post(f"{room.report_path}figures/none/review/", {"decision": "accepted"}).status_code == 404
    assert states(room) == ["none", "none"]


def test_the_same_statement_elsewhere_is_shown_with_a_link(officer: Client, room: Room) -> None:
    text = "In the past week 98,000 came."
    other = room.keep(text, told("98,000", 98_000, Measure.ARRIVALS, text=text), title="Told again")
    page = officer.get(room.report_path).content.decode()
    assert "The same statement stands in 1 other place" in page
    assert f"{PATH}reports/{other.digest}/#figure-" in page


def test_a_report_without_figures_or_with_a_table_has_its_page_too(officer: Client, room: Room) -> None:
    empty = room.keep("Nothing was counted.")
    assert "No figure was found in this report." in text_of(officer.get(f"{PATH}reports/{empty.digest}/"))
    rows = tuple((str(n), f"<b>{n}</b>") for n in range(500))
    cells = room.keep("", tables=(("Sheet1", rows),))
    seen = officer.get(f"{PATH}reports/{cells.digest}/").content.decode()
    assert "&lt;b&gt;199&lt;/b&gt;" in seen
    assert "300 more rows are kept and not shown." in seen


@pytest.fixture
def long_report(room: Room) -> Any:
    """A report of 5,000 figures."""
    lines = [f"{n:,} people came to Kazakhstan.\n" for n in range(10_000, 15_000)]
    figures, place = [], 0
    for n, line in enumerate(lines, 10_000):
        quote = Evidence(f"{n:,} people", place, place + len(f"{n:,} people"))
        figures.append(Figure(n, n, Measure.ARRIVALS, destination="KAZ", period=Period(NOON.date()), evidence=quote))
        place += len(line)
    report = Report(text="".join(lines), title="Long", published=NOON.date())
    return service.keep(room.situation, report, figures, known_at=NOON, by="ana").row


def test_a_report_of_5000_figures_opens_in_a_moment(officer: Client, long_report: Any) -> None:
    started = time.perf_counter()
    response = officer.get(f"{PATH}reports/{long_report.digest}/", {"page": "200"})
    assert time.perf_counter() - started < 3
    seen = text_of(response)
    assert "Page 200 of 200" in seen
    assert "14,999 people" in seen
    assert "the part around the figures of this page" in seen
    assert len(response.content) < 1_000_000


def test_a_page_number_that_is_none_shows_a_page_all_the_same(officer: Client, room: Room) -> None:
    for page in ("0", "-3", "x", "99999"):
        assert "About 98,000" in text_of(officer.get(room.report_path, {"page": page}))
