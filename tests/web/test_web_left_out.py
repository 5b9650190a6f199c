"""What the reader left out stands on the report's page with the reason, and can be taken as a figure by hand."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from panah.figure import Report
from panah.ledger import service
from web.conftest import NOON, PATH, Room
from web.test_web_situation import text_of

TEXT = "Some 4,500 Russians crossed into Kazakhstan on Monday. There 135 were turned away, the ministry said."


@pytest.fixture
def kept(room: Room) -> Any:
    """A report with one figure and one number left out."""
    report = Report(TEXT, title="At the border", publisher="Border Desk", published=date(2022, 9, 27), language="en")
    return service.add_report(room.situation, report, events=(), now=NOON, by="ana").row


def path_of(row: Any) -> str:
    return f"{PATH}reports/{row.digest}/"


def take_path(row: Any) -> str:
    return f"{path_of(row)}left-out/{TEXT.index('135')}/"


def test_what_was_left_out_is_listed_with_its_reason_and_marked_in_the_text(officer: Client, kept: Any) -> None:
    response = officer.get(path_of(kept))
    seen, page = text_of(response), response.content.decode()
    assert "1 number was left out" in seen
    assert "Turned away: they were refused, stopped or turned back" in seen
    assert "<bdi>“turned away”</bdi>" in page
    start = TEXT.index("135")
    assert f'id="words-left-{start}"' in page
    assert f'id="left-{start}"' in page
    [box] = re.findall(r'<div class="verbatim[^>]*>(.*?)</div>', page, re.S)
    assert re.sub(r"<[^>]*>", "", box) == TEXT


def test_a_number_that_was_left_out_is_taken_as_an_accepted_figure_and_is_left_out_no_more(
        officer: Client, kept: Any) -> None:
    assert officer.get(take_path(kept)).status_code == 200
    given = {"low": "135", "hedge": "none", "measure": "departures", "form": "total", "unit": "person",
             "origin": "KAZ", "start": "2022-09-26", "end": "2022-09-26", "sources": "Ministry\nBorder Desk",
             "reason": "they were sent home"}
    response = officer.post(take_path(kept), given)
    row = kept.figures.get(measure="departures")
    assert response["Location"].endswith(f"#figure-{row.figure_id}")
    figure = row.figure
    assert (figure.low, figure.origin, figure.evidence.quote, figure.confidence) == (135, "KAZ", "135", 1.0)
    assert [source.name for source in figure.sources] == ["Ministry", "Border Desk"]
    seen = text_of(officer.get(path_of(kept)))
    assert "was left out" not in seen
    assert "they were sent home" in seen
    then, now = date(2022, 9, 28), row.known_at.date()
    assert service.figures_as_of(kept.situation, then, include_proposed=False) == []
    assert [f.id for f in service.figures_as_of(kept.situation, now, include_proposed=False)] == [figure.id]


def test_what_was_counted_must_be_chosen(officer: Client, kept: Any) -> None:
    response = officer.post(take_path(kept), {"low": "135", "hedge": "none", "form": "total", "unit": "person"})
    assert response.status_code == 400
    assert kept.figures.count() == 1


def test_a_number_taken_at_another_desk_meanwhile_leads_back_to_the_report(officer: Client, kept: Any) -> None:
    given = {"low": "135", "hedge": "none", "measure": "waiting", "form": "total", "unit": "person"}
    officer.post(take_path(kept), given)
    response = officer.post(take_path(kept), given, follow=True)
    assert "That number is not left out, or no longer." in text_of(response)
    assert kept.figures.count() == 2


def test_who_may_only_look_is_offered_no_taking(visitor: Client, kept: Any) -> None:
    assert "Take as a figure" not in text_of(visitor.get(path_of(kept)))
    assert visitor.get(take_path(kept)).status_code == 403
