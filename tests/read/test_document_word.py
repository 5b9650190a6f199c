"""A Word document becomes words and tables in their order; a bomb is refused before it is unpacked."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import docx as word
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panah import read
from panah.errors import InputError, PanahError
from panah.read.document import open_document
from read.made_files import bomb, docx, saved

ROWS = [["Date", "Country", "Arrivals"], ["2022-09-25", "Kazakhstan", "12,000"], ["2022-09-26", "Kazakhstan", "13,500"]]
WORDS = "Some 5,000 Russians crossed into Georgia on Monday, the Interior Ministry said."


def test_words_and_tables_of_counts_are_parted_so_that_no_number_is_read_twice():
    report = open_document(docx(WORDS, "Arrivals by day", ROWS, "After it."), published=date(2022, 9, 27))
    assert report.text == f"{WORDS}\nArrivals by day\nAfter it."
    assert report.tables == (("table 1: Arrivals by day", tuple(map(tuple, ROWS))),)
    assert [figure.low for figure in read(report)] == [5000, 12_000, 13_500]


def test_a_table_that_only_arranges_words_is_words():
    report = open_document(docx([["Contact", "Border Desk"], ["Office", WORDS]]))
    assert report.tables == ()
    assert report.text == f"Contact | Border Desk\nOffice | {WORDS}"


def test_title_author_and_day_are_those_of_the_document():
    data = docx(("Title", "Flash update 3"), WORDS, author="Border Desk", created=datetime(2022, 9, 28, tzinfo=UTC))
    report = open_document(data, name="x.docx")
    assert (report.title, report.publisher, report.published) == ("Flash update 3", "Border Desk", date(2022, 9, 28))
    assert any("is the day on which the document was made" in note for note in report.notes)


def test_the_day_in_the_first_lines_wins_over_that_of_the_properties():
    data = docx(("Title", "Flash update 3"), "27 September 2022", WORDS, created=datetime(2023, 1, 1, tzinfo=UTC))
    assert open_document(data).published == date(2022, 9, 27)


def test_a_raised_footnote_mark_does_not_change_its_number():
    document = word.Document()
    paragraph = document.add_paragraph("Some 1,257,500")
    paragraph.add_run("12").font.superscript = True
    paragraph.add_run(" people have crossed into Poland.")
    report = open_document(saved(document), published=date(2022, 3, 9))
    assert "1,257,500¹² people" in report.text
    assert [figure.low for figure in read(report)] == [1_257_500]


def test_a_change_that_deletes_is_followed_and_one_that_inserts_too():
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = word.Document()
    element = document.add_paragraph("Some ")._p
    element.append(parse_xml(f"<w:del {space}><w:r><w:delText>4,000</w:delText></w:r></w:del>"))
    element.append(parse_xml(f"<w:ins {space}><w:r><w:t>5,000</w:t></w:r></w:ins>"))
    assert open_document(saved(document)).text == "Some 5,000"


def test_a_cell_over_several_columns_and_rows_stands_in_each_of_them():
    document = word.Document()
    table = document.add_table(rows=3, cols=3)
    for row, cells in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(2, 1).text = ""
    table.cell(1, 1).merge(table.cell(2, 1))
    cells = open_document(saved(document)).tables[0][1]
    assert [row[1].strip() for row in cells] == ["Country", "Kazakhstan", "Kazakhstan"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: bomb("word/document.xml", 40 << 20), "unpack to more than 30 MB"),
        (lambda: bomb("word/media/image.bin", 400 << 20, others=["word/document.xml"]), "unpacks to more than 300 MB"),
        (lambda: bomb("xl/worksheets/sheet1.xml", 400 << 20, others=["xl/workbook.xml"]), "unpacks to more than 300"),
        (lambda: bomb("word/document.xml", 0, others=[f"x{n}" for n in range(10_001)]), "more than 10,000 files"),
    ],
)
def test_a_bomb_is_refused_by_what_it_says_of_its_size(data, words):
    archive = data()
    began = time.perf_counter()
    with pytest.raises(InputError, match=words):
        open_document(archive, name="bomb.docx")
    assert time.perf_counter() - began < 2


SMALL = docx(WORDS, ROWS)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_document_gives_a_report_or_one_of_our_errors(drawn):
    data = bytearray(SMALL)
    for _ in range(drawn.draw(st.integers(1, 6))):
        at = drawn.draw(st.integers(0, len(data) - 1))
        data[at : at + drawn.draw(st.integers(0, 20))] = drawn.draw(st.binary(max_size=8))
    try:
        report = open_document(bytes(data), name="a.docx")
    except PanahError:
        return
    read(report)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x05\x06"]), st.binary(max_size=200))
def test_any_bytes_behind_the_mark_of_an_office_file_give_one_of_our_errors(mark, data):
    try:
        open_document(mark + data)
    except PanahError:
        return
