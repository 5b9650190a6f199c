"""The bulletin: one object, four formats, the same bytes each time, nothing fetched and nothing run."""

from __future__ import annotations

import io
import os
import re
import zipfile
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from panah import publish
from panah.errors import InputError
from panah.figure import Evidence
from panah.publish import Bulletin, Edition, bulletin, bulletin_file
from panah.publish.bulletin_files import FORMATS
from panah.reconcile import Contradiction, Estimate
from panah.situation import Situation
from publish.publish_estimates import ARRIVALS, AS_OF, DEPARTURES, seed_estimate
from publish.test_publish_ahead import a_score, coming

FOLLOWED = Situation("mobilization", "After the call-up", ("RUS",), ("KAZ", "GEO"))
WITHOUT_PANGO = os.environ.get("PANAH_TEST_WITHOUT_PANGO") == "1"
FORMAT = pytest.mark.parametrize(
    "form",
    [pytest.param(f, marks=pytest.mark.skipif(f == "pdf" and WITHOUT_PANGO, reason="no Pango here")) for f in FORMATS],
)


def made(estimate: Estimate | None = None, situation: Situation = FOLLOWED, **edition: object) -> Bulletin:
    given = {"outlook": coming(1000.0), "scores": (a_score(),), "contact": "desk@panah.example"} | edition
    return bulletin(estimate or seed_estimate(), situation, Edition(**given))


def words_of(content: bytes, form: str) -> str:
    """What a reader of the file sees, in one line."""
    if form == "pdf":
        from pypdf import PdfReader

        return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            root = ElementTree.fromstring(archive.read("word/document.xml"))
        return " ".join(" ".join(root.itertext()).split())
    return " ".join(content.decode().split())


@FORMAT
def test_every_format_tells_the_headline_the_outlook_and_whom_to_ask(form: str) -> None:
    text = words_of(bulletin_file(made(next_update=date(2022, 9, 30)), form), form)
    for part in (
        "98,000 Russians have entered Kazakhstan since 21 September",
        "In the 10 days to 7 October 2022",
        "Outlook of 20 September 2022 for the next 7 days",
        "Next update: 30 September 2022.",
        "Contact: desk@panah.example.",
    ):
        assert part in text, part


@FORMAT
def test_the_same_bulletin_has_the_same_bytes(form: str) -> None:
    assert bulletin_file(made(), form) == bulletin_file(made(), form)


@pytest.mark.parametrize("form", ["html", "docx"])
def test_every_number_leads_to_its_figure_and_the_words_of_its_source(form: str) -> None:
    found = made()
    text = words_of(bulletin_file(found, form), form)
    for one in found.cited:
        assert one.figure.evidence.quote in text
        assert one.chain in text
    assert [one.number for one in found.cited] == list(range(1, len(found.cited) + 1))
    if form == "html":
        for one in found.cited:
            assert f'href="#figure-{one.number}"' in text
            assert f'id="figure-{one.number}"' in text


def test_contradictions_name_their_figures() -> None:
    estimate = replace(seed_estimate(), contradictions=(Contradiction("Both cannot hold", (ARRIVALS, DEPARTURES)),))
    found = made(estimate)
    assert "Both cannot hold" in bulletin_file(found, "html").decode()
    assert 0 not in {found.number(ARRIVALS), found.number(DEPARTURES)}


def test_what_changed_since_the_last_one_is_told_even_when_nothing_did() -> None:
    text = words_of(bulletin_file(made(since=date(2022, 9, 20)), "html"), "html")
    assert "What changed since 20 September 2022" in text
    assert "No later report moved a number" in text


def hostile() -> tuple[Estimate, Situation]:
    """An estimate whose words try to become tags, styles and addresses."""
    bad = '<script>alert(1)</script><img src="https://evil.example/x"> "} body{display:none} \x00\ud800'
    told = replace(ARRIVALS, evidence=Evidence(bad))
    estimate = seed_estimate()
    first = replace(estimate.statements[0], figure=told, tellings=(told,))
    return replace(estimate, statements=(first, *estimate.statements[1:])), replace(FOLLOWED, title=bad)


@FORMAT
def test_words_of_reports_are_shown_and_never_run(form: str) -> None:
    estimate, situation = hostile()
    content = bulletin_file(made(estimate, situation, contact='"><script>'), form)
    if form == "html":
        text = content.decode()
        assert "<script" not in text
        assert "<img" not in text
        footer = re.search(r'content: "([^"]*)"; font-size', text)
        assert footer is not None, "the title left its string in the style sheet"
        assert "body{display:none}" in footer[1]
    assert content


def test_a_page_needs_nothing_else() -> None:
    text = bulletin_file(made(), "html").decode().replace('<link rel="icon" href="data:,">', "")
    for outside in ("http://", "https://", "url(http", "@import", "<link", "<script", "src="):
        assert outside not in text.replace('xmlns="http://www.w3.org/2000/svg"', ""), outside


@pytest.mark.skipif(WITHOUT_PANGO, reason="no Pango here")
def test_the_pdf_is_tagged_has_a_title_and_a_language() -> None:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(bulletin_file(made(), "pdf")))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "After the call-up, 27 September 2022"


def test_a_message_fits_on_a_phone() -> None:
    text = bulletin_file(made(), "txt").decode()
    assert len(text) < 2000
    assert "<" not in text


def test_a_bulletin_without_outlook_or_places_is_still_one() -> None:
    bare = bulletin(seed_estimate(), FOLLOWED)
    assert "Outlook" not in bulletin_file(bare, "html").decode()
    nothing = bulletin(Estimate(AS_OF), FOLLOWED)
    assert "No figure for After the call-up is known" in bulletin_file(nothing, "html").decode()


def test_another_format_is_refused() -> None:
    with pytest.raises(InputError, match="'odt'"):
        bulletin_file(made(), "odt")


def test_the_public_names_make_what_the_formats_name() -> None:
    found = made()
    assert publish.bulletin_html(found).encode() == bulletin_file(found, "html")
    assert publish.bulletin_text(found).encode() == bulletin_file(found, "txt")
    assert publish.bulletin_docx(found) == bulletin_file(found, "docx")
