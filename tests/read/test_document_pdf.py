"""A PDF becomes words page by page and tables that a person looks at; a hostile one costs little."""

from __future__ import annotations

import contextlib
import time
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from panah import read
from panah.errors import InputError, PanahError
from panah.read import RULED, RULED_CAVEAT
from panah.read.document import open_document, open_documents
from read.made_files import one_page, pdf, raw_pdf, spelled, stream

LONG = (
    "On Monday 1,200 Russians crossed into Georgia at the only crossing of the mountain road, where the queue was "
    "longer than at any time since the announcement, the Interior Ministry said, and 300 more were waiting on foot."
)
ROWS = [["Date", "Country", "Arrivals"], ["2022-09-25", "Kazakhstan", "12,000"], ["2022-09-26", "Kazakhstan", "13,500"]]


def test_the_lines_of_a_paragraph_become_one_so_that_its_sentence_can_be_read():
    report = open_document(pdf([LONG, "Nobody was hurt."]), published=date(2022, 9, 27))
    assert report.text == f"{LONG}\nNobody was hurt."
    figure = read(report)[0]
    assert (figure.low, figure.population, figure.destination) == (1200, "RUS", "GEO")
    assert report.text[figure.evidence.start : figure.evidence.end] == figure.evidence.quote


def test_a_word_broken_at_a_line_end_is_whole_and_a_compound_keeps_its_hyphen():
    lines = [
        b"Some 5,000 people were regis-",
        b"tered at the border, in a cross-",
        b"border effort. The cross-border work",
    ]
    shown = b"".join(b"BT /F1 12 Tf 50 %d Td (%b) Tj ET\n" % (700 - 14 * i, line) for i, line in enumerate(lines))
    text = open_document(one_page(shown)).text
    assert text == "Some 5,000 people were registered at the border, in a cross-border effort. The cross-border work"


@pytest.mark.parametrize("markup", ["<super>1</super>", "<super>1,2</super>", "<super size='7' rise='4'>12</super>"])
def test_a_footnote_mark_that_sticks_to_a_number_does_not_change_it(markup):
    words = f"Some 1,257,500{markup} people have crossed into Poland since 24 February."
    report = open_document(pdf([words]), published=date(2022, 3, 9))
    assert [figure.low for figure in read(report)] == [1_257_500]


def test_a_mark_made_small_by_its_matrix_alone_is_a_footnote_too():
    content = (
        b"BT /F1 1 Tf 12 0 0 12 50 700 Tm (Some 4,500) Tj 6 0 0 6 118 705 Tm (3) Tj 12 0 0 12 122 700 Tm ( came) Tj ET"
    )
    assert open_document(one_page(content)).text == "Some 4,500³ came"


def test_arabic_is_read_in_its_order_with_the_numbers_between_its_words():
    # on paper, from the left: the sentence's end, its number, its beginning
    line = [(100.0, "ايروس نم صخش "), (200.0, "5000"), (230.0, " لصو")]
    report = open_document(spelled([line]), published=date(2024, 12, 12))
    assert report.text == "وصل 5000 شخص من سوريا"
    assert [figure.low for figure in read(report)] == [5000]


def test_the_shapes_of_arabic_letters_and_ligatures_become_letters():
    assert open_document(spelled([[(100.0, "ﻞﺻو")]])).text == "وصل"
    assert open_document(spelled([[(100.0, "ﬁve oﬃces")]])).text == "five offices"


def test_pages_begin_at_their_offsets_and_a_figure_knows_its_page():
    report = open_document(pdf(["First page."], ["Second page."], [LONG]), published=date(2022, 9, 27))
    assert [report.text[a : a + 5] for a in report.pages] == ["First", "Secon", "On Mo"]
    assert {figure.evidence.page for figure in read(report)} == {3}


def test_a_sentence_that_goes_on_over_the_page_is_not_cut():
    report = open_document(pdf(["On Monday 1,200 people crossed into the"], ["mountains of Georgia."]))
    assert report.text[report.pages[1] :] == "mountains of Georgia."


def test_what_stands_at_the_head_of_every_page_is_kept_once():
    pages = [
        ["Border Desk - Flash update", f"Page text number {word}.", "More."] for word in ("one", "two", "six", "ten")
    ]
    assert open_document(pdf(*pages)).text.count("Border Desk - Flash update") == 1


def test_a_ruled_table_becomes_rows_and_none_of_its_numbers_is_read_twice():
    report = open_document(pdf(["<b>Arrivals</b>", "Before it.", ROWS, "After it."]), published=date(2022, 9, 27))
    assert report.tables == (("page 1, table 1", tuple(map(tuple, ROWS))),)
    assert "12,000" not in report.text
    assert "Before it." in report.text
    assert "After it." in report.text
    figures = read(report)
    assert [(f.low, f.destination, f.evidence.cell, f.evidence.page) for f in figures] == [
        (12_000, "KAZ", "page 1, table 1!C2", 1),
        (13_500, "KAZ", "page 1, table 1!C3", 1),
    ]


def test_a_figure_from_a_ruled_table_does_not_count_before_a_person_has_accepted_it():
    from panah.reconcile.claims import DOUBTFUL

    report = open_document(pdf([ROWS]), published=date(2022, 9, 27))
    figures = read(report)
    assert figures
    assert RULED < DOUBTFUL
    assert all(f.confidence <= RULED and RULED_CAVEAT in f.caveats for f in figures)
    assert any("ruled lines" in note for note in report.notes)


def test_parts_in_a_ruled_table_still_name_their_whole():
    rows = [
        ["Country", "Reason", "People", "Reported"],
        ["#country+code", "#cause+type", "#affected+idps", "#date+reported"],
        ["AFG", "Conflict", "100", "2017-03-30"],
        ["AFG", "Disaster", "20", "2017-03-30"],
    ]
    figures = read(open_document(pdf([rows]), published=date(2017, 4, 1)))
    ids = {figure.id for figure in figures}
    parts = [figure for figure in figures if figure.part_of]
    assert parts
    assert all(part.part_of in ids for part in parts)


def test_a_footnote_in_a_cell_and_a_cell_over_two_rows_keep_their_number_and_their_words():
    from reportlab.lib import colors
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, TableStyle

    style = getSampleStyleSheet()["BodyText"]
    rows = [["Country", "Date", "Arrivals"], ["Kazakhstan", "2022-09-25", Paragraph("12,000<super>3</super>", style)],
            ["", "2022-09-26", "13,500"]]  # fmt: skip
    spans = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("SPAN", (0, 1), (0, 2))])
    report = open_document(pdf([rows], style=spans))
    assert report.tables[0][1] == (
        ("Country", "Date", "Arrivals"), ("Kazakhstan", "2022-09-25", "12,000³"), ("Kazakhstan", "2022-09-26", "13,500")
    )  # fmt: skip


def test_a_frame_around_words_is_no_table():
    report = open_document(pdf([[["Key messages: 5,000 people came to Georgia on Monday."]], "More."]))
    assert report.tables == ()
    assert "5,000 people came" in report.text


def test_title_author_and_day_come_from_the_properties_and_are_called_guesses():
    report = open_document(pdf(["Some 5,000 people came."], title="Flash update 3", author="Border Desk"))
    assert (report.title, report.publisher) == ("Flash update 3", "Border Desk")
    assert report.published == date(2000, 1, 1)
    assert any("is the day on which the PDF was made" in note for note in report.notes)
    assert any("Border Desk, is the author" in note for note in report.notes)


def test_the_day_in_the_first_lines_is_nearer_than_that_of_the_properties():
    report = open_document(pdf(["<b>Flash update</b>", "As of 27 September 2022", LONG], author="user"))
    assert report.published == date(2022, 9, 27)
    assert any("was found in its first lines" in note for note in report.notes)
    assert report.publisher is None
    assert report.title == "Flash update"


def test_what_is_given_wins_over_what_a_pdf_says():
    report = open_document(pdf(["As of 27 September 2022", LONG]), published=date(2022, 9, 28), publisher="Desk")
    assert (report.published, report.publisher) == (date(2022, 9, 28), "Desk")
    assert not any("27" in note for note in report.notes)


def test_a_page_without_words_is_noted_and_a_file_without_any_is_refused():
    report = open_document(pdf(["First."], [" "], [" "], ["Last."]))
    assert any("perhaps scanned: pages 2 to 3" in note for note in report.notes)
    with pytest.raises(InputError, match="only pictures of words"):
        open_document(one_page(b"0 0 100 100 re f"))


def test_a_password_is_said_and_one_that_only_forbids_printing_is_no_obstacle():
    for password, locked in (("secret", True), ("", False)):
        writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(["Some 5,000 people came."]))))
        writer.encrypt(password, "owner", algorithm="AES-256")
        kept = BytesIO()
        writer.write(kept)
        if locked:
            with pytest.raises(InputError, match="a password locks this PDF"):
                open_document(kept.getvalue())
        else:
            assert "5,000 people" in open_document(kept.getvalue()).text


def test_a_turned_page_is_read_along_its_lines():
    reader = PdfReader(BytesIO(pdf([LONG, ROWS])))
    writer = PdfWriter()
    writer.add_page(reader.pages[0]).rotate(90)
    kept = BytesIO()
    writer.write(kept)
    assert LONG in open_document(kept.getvalue()).text


def test_three_hundred_pages_show_their_progress_and_take_seconds():
    data = pdf(*([f"Day {n}: {LONG}", ROWS] if n % 10 == 0 else [f"Day {n}: {LONG}"] for n in range(300)))
    told: list[tuple[int, int]] = []
    began = time.perf_counter()
    [report] = open_documents(data, progress=lambda done, total: told.append((done, total)))
    assert told == [(n, 300) for n in range(1, 301)]
    assert len(report.pages) == 300
    assert len(report.tables) == 30
    assert time.perf_counter() - began < 60


def test_the_one_who_watches_may_end_the_reading():
    def enough(done: int, total: int) -> None:
        if done == 2:
            raise InputError("it takes too long")

    with pytest.raises(InputError, match="takes too long"):
        list(open_documents(pdf(["One."], ["Two."], ["Three."]), progress=enough))


def nested_forms() -> bytes:
    """Ten forms, each of which draws the next one ten times: ten thousand million drawings."""
    more = []
    for n in range(10):
        inner = b"/X%d Do " % (n + 1) * 10 if n < 9 else b"BT /F1 12 Tf (5,000 people came) Tj ET"
        names = b"/XObject << /X%d %d 0 R >>" % (n + 1, 7 + n) if n < 9 else b"/Font << /F1 5 0 R >>"
        more.append(stream(inner, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << %b >>" % names))
    return one_page(b"0 0 1 1 re " * 10 + b"/X0 Do", more=more)


def many_pages(count: int) -> bytes:
    kids = b" ".join([b"3 0 R"] * count)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << >> >>"
    return raw_pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count), page,
        stream(b"BT ET"),
    ])  # fmt: skip


HOSTILE = {
    "a stream that unpacks to 2 GB": lambda: one_page(zip_of_zeros(2000), packed=False).replace(
        b"<<  /Length", b"<< /Filter /FlateDecode /Length", 1
    ),
    "forms in forms": nested_forms,
    "three million operators": lambda: one_page(b"0 0 m " * 3_000_000, packed=True),
    "five thousand pages": lambda: many_pages(5000),
    "a hundred thousand lines": lambda: one_page(b"0 0 m 9 9 l S " * 100_000 + b"BT /F1 9 Tf (x) Tj ET", packed=True),
    "a square of lines": lambda: one_page(
        b"".join(b"%d 0 m %d 700 l 0 %d m 700 %d l S " % (n, n, n, n) for n in range(700))
        + b"BT /F1 9 Tf (5,000 people came) Tj ET"
    ),
}


def zip_of_zeros(megabytes: int) -> bytes:
    import zlib

    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(megabytes)) + packer.flush()


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_pdf_ends_soon_in_a_report_or_one_sentence_and_takes_little_memory(kind):
    import resource

    data = HOSTILE[kind]()
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with contextlib.suppress(InputError):
        open_document(data, name="hostile.pdf")
    assert time.perf_counter() - began < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_000_000  # kB


SMALL: Any = pdf([LONG, ROWS, "Some 1,257,500<super>1</super> came."], ["Second."])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_pdf_gives_a_report_or_one_of_our_errors(drawn):
    data = bytearray(SMALL)
    for _ in range(drawn.draw(st.integers(1, 8))):
        at = drawn.draw(st.integers(0, len(data) - 1))
        data[at : at + drawn.draw(st.integers(0, 40))] = drawn.draw(st.binary(max_size=8))
    check_quotes(bytes(data))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
@example(b" 1 0 obj << /Type /Catalog /Pages 1 0 R >> endobj trailer << /Root 1 0 R >>")
def test_any_bytes_behind_the_mark_of_a_pdf_give_one_of_our_errors(data):
    check_quotes(b"%PDF-1.7\n" + data)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
@example(b"BT /F1 Tf (x) Tj Tm 1 0 0 Td TJ ET q Q Q cm")
def test_any_content_of_a_page_gives_a_report_or_one_of_our_errors(content):
    check_quotes(one_page(b"BT /F1 12 Tf 9 700 Td (Some 5,000 people came.) Tj ET " + content))


def check_quotes(data: bytes) -> None:
    try:
        report = open_document(data)
    except PanahError:
        return
    assert list(report.pages) == sorted(report.pages)
    assert all(0 <= at <= len(report.text) for at in report.pages)
    for figure in read(report):
        if figure.evidence.start is not None:
            assert report.text[figure.evidence.start : figure.evidence.end] == figure.evidence.quote
