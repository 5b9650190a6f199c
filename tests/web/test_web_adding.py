"""Adding reports: pasted or as files, recognised when they are here already, and nothing lost on an error."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from panah.errors import InputError
from panah.ledger import models
from web.conftest import PATH, WORDS, Room
from web.test_web_situation import text_of

ADD = PATH + "add/"
PASTED = "On Monday 1,200 Russians crossed into Georgia, the Interior Ministry said.\r\n\r\nIt gave no other count."


def test_pasted_words_are_kept_read_and_shown(officer: Client, room: Room) -> None:
    fields = {"text": PASTED, "title": "Monday", "publisher": "Desk", "published": "2022-09-27", "language": "en"}
    response = officer.post(ADD, fields, follow=True)
    row = models.Report.objects.exclude(pk=room.report.pk).get()
    assert row.text == PASTED.replace("\r\n", "\n")
    assert (row.title, row.publisher, str(row.published), row.language, row.by) == (*list(fields.values())[1:], "ana")
    seen = text_of(response)
    assert "The report is kept" in seen
    assert "1,200" in seen
    assert {figure.body["low"] for figure in row.figures.all()} == {1200}


def test_a_report_added_twice_is_recognised_in_a_clear_message(officer: Client, room: Room) -> None:
    response = officer.post(ADD, {"text": f"  {WORDS}\r\n"}, follow=True)
    assert "This report is already here since 2022-09-27; it was kept once." in text_of(response)
    assert response.redirect_chain[-1][0] == room.report_path
    assert models.Report.objects.count() == 1


def test_several_files_are_each_told_what_became_of_them(officer: Client, room: Room) -> None:
    files = [
        SimpleUploadedFile("one.txt", b"300 people came to Kazakhstan on Monday."),
        SimpleUploadedFile("two.html", b"<html><body><p>400 people came to Kazakhstan on Monday.</p></body></html>"),
        SimpleUploadedFile("known.txt", WORDS.encode()),
        SimpleUploadedFile("empty.txt", b""),
        SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
    ]
    response = officer.post(ADD, {"uploads": files, "published": "2022-09-27", "publisher": "Desk"})
    assert response.status_code == 400
    seen = text_of(response)
    assert "one.txt : kept" in seen
    assert "two.html : kept" in seen
    assert "known.txt : already here since 2022-09-27; kept once" in seen
    assert "empty.txt :" in seen
    assert "photo.png : it is a picture" in seen
    assert "Traceback" not in seen
    assert models.Report.objects.count() == 3
    assert 'value="Desk"' in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Paste the report's text or choose at least one file."),
        ({"text": " \n "}, "Paste the report's text or choose at least one file."),
        ({"published": "last week"}, "That is no day"),
        ({"published": "2999-01-01"}, "which is after"),
        ({"language": "tlh"}, "Select a valid choice"),
        ({"url": "not an address"}, "Enter a valid URL"),
    ],
)
def test_on_an_error_the_pasted_text_stays_in_the_form(
    officer: Client, room: Room, fields: dict[str, str], sentence: str
) -> None:
    given = {"text": "Some & all of <it>.", "publisher": "Desk", **fields}
    response = officer.post(ADD, given)
    assert response.status_code == 400
    assert sentence in text_of(response)
    body = response.content.decode()
    assert 'value="Desk"' in body
    if "text" not in fields:
        assert "Some &amp; all of &lt;it&gt;." in body
    assert models.Report.objects.count() == 1


def test_words_the_reader_refuses_stay_in_the_form_with_its_sentence(
    officer: Client, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: Any, **_options: Any) -> Any:
        raise InputError("the words cannot be read", hint="Try again")

    monkeypatch.setattr("panah.ledger.service.add_report", refuse)
    response = officer.post(ADD, {"text": PASTED})
    assert "the words cannot be read. Try again." in text_of(response)
    assert "On Monday 1,200 Russians" in response.content.decode()


def test_a_text_too_large_for_a_page_is_told_its_size(officer: Client, room: Room) -> None:
    response = officer.post(ADD, {"uploads": [SimpleUploadedFile("big.txt", b"a " * (3 * 2**20))]})
    assert "big.txt : It has 6 MB and this page takes 5 MB" in text_of(response)


def test_a_file_name_never_becomes_part_of_the_page(officer: Client, room: Room) -> None:
    response = officer.post(ADD, {"uploads": [SimpleUploadedFile("<img src=x onerror=alert(1)>.txt", b"")]})
    assert "<img src=x" not in response.content.decode()


def test_no_day_given_is_said_on_the_reports_page(officer: Client, room: Room) -> None:
    response = officer.post(ADD, {"text": "Yesterday 500 people came to Georgia."}, follow=True)
    assert "no day of publication given, so relative days stay open" in text_of(response)


def test_the_reports_of_a_feed_are_each_kept_and_told(officer: Client, room: Room) -> None:
    item = "<item><title>{0}</title><description>On {0} {1} people came to Georgia.</description></item>"
    feed = f"<rss><channel>{item.format('Monday', 300)}{item.format('Tuesday', 400)}</channel></rss>"
    seen = text_of(officer.post(ADD, {"uploads": [SimpleUploadedFile("feed.xml", feed.encode())]}))
    assert "feed.xml, Monday : kept" in seen
    assert "feed.xml, Tuesday : kept" in seen


def test_a_pdf_shows_its_pages_and_the_page_of_each_quote(officer: Client, room: Room) -> None:
    from read.made_files import pdf

    data = pdf(["Flash update."], ["On Monday 1,200 Russians crossed into Georgia."])
    files = {"uploads": [SimpleUploadedFile("update.pdf", data)], "published": "2022-09-27"}
    response = officer.post(ADD, files, follow=True)
    body = response.content.decode()
    assert 'id="page-2"' in body
    assert '<span class="source">page 2</span>' in body


def test_a_file_that_takes_too_long_is_given_up_with_a_way_on(
    officer: Client, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    from read.made_files import pdf

    monkeypatch.setattr("panah.web.views.adding.LONGEST", -1)
    seen = text_of(officer.post(ADD, {"uploads": [SimpleUploadedFile("long.pdf", pdf(["One."], ["Two."]))]}))
    assert "it takes too long: 1 of 2 pages were read" in seen
    assert "panah add" in seen
