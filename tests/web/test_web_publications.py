"""What is published stays as it was, byte for byte, whatever comes in later."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from panah import publish
from panah.errors import ConflictError, InputError, UnavailableError
from panah.figure import Period
from panah.ledger import publishing
from panah.publish import bulletin
from panah.reconcile import Estimate
from panah.situation import Situation
from web.conftest import DAY, NOON, PATH, Room, georgia
from web.test_web_situation import text_of

PAGE = PATH + "publications/"
NAMES = [
    "bulletin.html", "bulletin.pdf", "bulletin.docx", "bulletin.txt", "flows.csv", "flows.hxl.csv", "figures.csv",
]  # fmt: skip


@pytest.fixture
def published(officer: Client, room: Room) -> Any:
    assert officer.post(PAGE, {"contact": "desk@panah.example", "next_update": "2022-10-01"}).status_code == 302
    return room.situation.publications.get()


def test_publishing_keeps_the_bulletin_in_every_format_with_its_data(officer: Client, published: Any) -> None:
    assert [file.name for file in published.files.all()] == NAMES
    assert (published.number, published.by, published.contact) == (1, "ana", "desk@panah.example")
    text = text_of(officer.get(PAGE))
    assert "No. 1, as known on 27 September 2022" in text
    assert "98,000 Russians" in text


@pytest.mark.parametrize("name", NAMES)
def test_each_file_has_a_lasting_address_and_the_bytes_that_were_kept(
    officer: Client, published: Any, name: str
) -> None:
    answer = officer.get(f"{PAGE}1/{name}")
    assert answer.status_code == 200
    assert answer.content == bytes(published.files.get(name=name).content)
    assert published.files.get(name=name).digest in answer.headers["ETag"]


def test_a_machine_that_makes_no_pdf_publishes_the_rest_and_says_so(
    officer: Client, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = publish.bulletin_file

    def without(found: Any, form: str) -> bytes:
        if form == "pdf":
            raise UnavailableError("a PDF needs the library Pango")
        return made(found, form)

    monkeypatch.setattr(publish, "bulletin_file", without)
    assert "PDF needs the library Pango" in text_of(officer.post(PAGE, {}, follow=True))
    assert "bulletin.pdf" not in [file.name for file in room.situation.publications.get().files.all()]


def test_later_reports_change_no_publication_and_are_told_in_the_next_one(
    officer: Client, published: Any, room: Room
) -> None:
    before = {file.name: bytes(file.content) for file in published.files.all()}
    later = datetime(2022, 10, 4, 12, tzinfo=UTC)
    rate = {"destination": "KAZ", "period": Period(date(2022, 9, 28), date(2022, 10, 4))}
    room.keep("98,000 more", georgia(40_000, later.date(), **rate), at=later)
    officer.post(PAGE, {"contact": "", "next_update": ""})
    second = room.situation.publications.get(number=2)
    assert second.since == DAY
    html = bytes(second.files.get(name="bulletin.html").content).decode()
    assert "What changed since 27 September 2022" in html
    assert "Outlook of 27 September 2022 for the next 7 days" in html
    assert {file.name: bytes(file.content) for file in published.files.all()} == before


def test_the_page_is_shown_under_a_policy_that_runs_nothing(officer: Client, published: Any) -> None:
    policy = officer.get(f"{PAGE}1/bulletin.html").headers["Content-Security-Policy"]
    assert "style-src 'sha256-" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy


def test_a_visitor_reads_but_does_not_publish(visitor: Client, room: Room) -> None:
    assert "Nothing was published yet." in text_of(visitor.get(PAGE))
    assert visitor.post(PAGE, {}).status_code == 403
    assert visitor.get(f"{PAGE}1/bulletin.pdf").status_code == 404


def test_a_day_that_is_none_is_explained_and_nothing_kept(officer: Client, room: Room) -> None:
    answer = officer.post(PAGE, {"next_update": "soon"})
    assert answer.status_code == 400
    assert "That is no day" in text_of(answer)
    assert not room.situation.publications.exists()


def test_nothing_known_is_not_published(room: Room) -> None:
    nothing = bulletin(Estimate(DAY), Situation("x", "Nothing"))
    with pytest.raises(InputError, match="nothing is known"):
        publishing.publish(room.situation, nothing, {}, now=NOON, by="ana")


def test_two_who_publish_in_one_moment_are_told_so(
    room: Room, published: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from panah.web.pictures import estimate_of, moment, view

    shown = view(room.situation, moment(room.situation, DAY, DAY))
    made = bulletin(estimate_of(shown), shown.followed)
    nobody_yet = type(room.situation.publications.order_by("-number"))
    monkeypatch.setattr(nobody_yet, "first", lambda _: None)  # both looked before either had kept theirs
    with pytest.raises(ConflictError, match="somebody else published"):
        publishing.publish(room.situation, made, {}, now=NOON, by="ben")
    assert room.situation.publications.count() == 1
