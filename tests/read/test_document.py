"""A file of any kind becomes a report, or one sentence that says why not."""

from __future__ import annotations

import time
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from panah.errors import InputError, PanahError
from panah.read.document import MAX_BYTES, open_document

PAGE = """<!DOCTYPE html><html lang="ru"><head><title>Border numbers</title>
<meta property="og:site_name" content="Steppe Herald">
<meta property="article:published_time" content="2022-09-27T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Border numbers</h1>
<p>Some 98,000 people have come since 21 September, the ministry said on Tuesday, and nobody expects that to stop.</p>
<p>A little more than 64,000 of them have already gone on to other countries, according to the same officials.</p>
</article></body></html>"""


def workbook(rows: list[list[object]], title: str = "Sheet one") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_words_of_a_plain_text_stay_as_they_are_so_that_offsets_hold():
    text = "  About 98,000 people\n\tcame \u201clast week\u201d.  \n\n"
    assert open_document(text.encode()).text == text


def test_line_endings_become_one_kind():
    assert open_document(b"one\r\ntwo\rthree\n").text == "one\ntwo\nthree\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(
    "text", ["Около 98 000 человек прибыли.", "About 98,000 people came.", "وصل 5000 شخص إلى هنا اليوم."]
)
def test_unicode_is_known_without_a_note(encoding, text):
    report = open_document(text.encode(encoding))
    assert report.text == text
    assert report.notes == ()


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("С 21 сентября в страну въехали 98 000 россиян.", "cp1251"),
        ("Від початку війни кордон перетнули 30 000 осіб, її дані.", "cp1251"),
        ("Près de 5 000 réfugiés sont arrivés à la frontière.", "cp1252"),
        ("Mehr als 5.000 Flüchtlinge überquerten die Grenze – täglich.", "cp1252"),
    ],
)
def test_an_old_code_page_is_guessed_and_the_guess_is_noted(text, page):
    report = open_document(text.encode(page))
    assert report.text == text
    assert page in report.notes[0]


def test_arabic_in_an_old_code_page_is_read_when_the_language_is_said():
    text = "عبر الحدود 5000 شخص"
    assert open_document(text.encode("cp1256"), language="ar").text == text


def test_mixed_encodings_stay_readable_line_by_line():
    data = "Прибыли 98 000 человек.\n".encode() + "Près de 5 000 réfugiés.\n".encode("cp1252") + "Ещё 300.".encode()
    report = open_document(data)
    assert "Прибыли 98 000 человек." in report.text
    assert "Ещё 300." in report.text
    assert "5 000" in report.text
    assert "mixed" in report.notes[0]


def test_nul_characters_are_dropped_and_noted():
    report = open_document(b"About 98,000 people came to the town.\x00 More will follow, said the ministry.")
    assert report.text == "About 98,000 people came to the town. More will follow, said the ministry."
    assert "NUL" in report.notes[0]


def test_a_page_gives_its_main_words_title_publisher_day_and_language():
    report = open_document(PAGE.encode())
    assert "98,000 people" in report.text
    assert "Sport" not in report.text
    assert (report.title, report.publisher) == ("Border numbers", "Steppe Herald")
    assert (report.published, report.language) == (date(2022, 9, 27), "ru")


def test_what_is_given_wins_over_what_the_page_says():
    report = open_document(PAGE.encode(), published=date(2022, 9, 28), publisher="Wire", language="en")
    assert (report.published, report.publisher, report.language) == (date(2022, 9, 28), "Wire", "en")


def test_a_page_without_main_text_gives_all_its_words_and_says_so(monkeypatch):
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *args, **kwargs: None)
    page = (
        b"<html><head><title>T</title><style>p{}</style></head><body><p>5,000<b> came</b></p><p>64 left</body></html>"
    )
    report = open_document(page)
    assert (report.title, report.text) == ("T", "5,000 came\n64 left")
    assert "menus included" in report.notes[0]


def test_a_page_in_the_code_page_it_declares_is_read_by_it():
    page = "<html><head><meta charset='koi8-r'></head><body><p>Прибыли 98 000 человек</p></body></html>"
    assert "Прибыли 98 000 человек" in open_document(page.encode("koi8-r")).text


def test_an_email_gives_subject_sender_and_day_and_names_what_it_left():
    data = (
        b"From: Border Desk <desk@example.org>\r\nTo: all@example.org\r\nSubject: =?utf-8?q?Daily_count?=\r\n"
        b"Date: Tue, 27 Sep 2022 09:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=X\r\n\r\n"
        b"--X\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n5,000 people came.\r\n"
        b"--X\r\nContent-Type: application/pdf\r\n"
        b"Content-Disposition: attachment; filename=map.pdf\r\n\r\n%PDF\r\n--X--\r\n"
    )
    report = open_document(data, name="message.eml")
    assert report.text.strip() == "5,000 people came."
    assert (report.title, report.publisher, report.published) == ("Daily count", "Border Desk", date(2022, 9, 27))
    assert "map.pdf" in report.notes[0]


def test_a_report_file_with_a_head_keeps_its_fields_and_loses_the_head():
    report = open_document(b"---\ntitle: T\npublished: 2022-09-27\npublisher: P\n---\n5,000 came.\n", name="r.md")
    assert (report.text, report.title, report.publisher) == ("5,000 came.", "T", "P")
    assert report.published == date(2022, 9, 27)


def test_a_text_that_only_begins_like_a_head_is_kept_whole():
    text = "---\nno head here\n---\n5,000 came."
    report = open_document(text.encode())
    assert report.text == text
    assert report.notes


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_rows_of_a_delimited_file_keep_their_numbers(delimiter):
    lines = [["date", "place", "value"], [], ["2022-09-27", "KAZ", "98000"]]
    data = "\n".join(delimiter.join(line) for line in lines).encode("utf-8-sig")
    report = open_document(data, name="flows.csv")
    assert report.text == ""
    assert report.tables == (("flows", (("date", "place", "value"), (), ("2022-09-27", "KAZ", "98000"))),)


def test_rows_without_a_name_are_known_by_their_shape_and_prose_is_not():
    assert open_document(b"date,place,value\n2022-09-27,KAZ,5\n2022-09-28,KAZ,6\n").tables
    assert not open_document(
        b"First, we came, we saw.\nThen, in turn, we left.\nLast, at noon, rain.\n", name="a.txt"
    ).tables


def test_a_workbook_gives_values_by_sheet_with_days_and_whole_numbers_as_people_see_them():
    data = workbook([["Day", "People", "Share"], [date(2022, 9, 27), 98000.0, 0.5], [None, None, None]], "Flows")
    assert open_document(data, name="flows.xlsx").tables == (
        ("Flows", (("Day", "People", "Share"), ("2022-09-27", "98000", "0.5"))),
    )


def test_formulas_without_a_saved_result_are_noted_instead_of_being_silent_blanks():
    report = open_document(workbook([["People"], [5], ["=A2*2"]]))
    assert "1 formulas have no saved result" in report.notes[0]


def archive(*names: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\t\n", "a.txt", "empty"),
        (b",,\n,,\n", "a.csv", "empty"),
        (b"%PDF-1.7\n...", "a.txt", "PDF is damaged"),
        (archive("word/document.xml"), "a", "Word document is damaged"),
        (archive("photo.jpg"), "a.zip", "archive (ZIP)"),
        (archive("xl/workbook.xml"), "a.xlsx", "damaged"),
        (b"PK\x03\x04 broken", "a.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "a.xls", "old Office file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.txt", "picture (PNG)"),
        (bytes(range(256)) * 4, "a.txt", "binary file"),
        (b'{"a": 1}', "a.json", "its JSON holds no rows"),
        (b'{"a": ', "a.json", "not valid JSON"),
        (b"<?xml version='1.0'?><rss></rss>", "a.xml", "no items"),
        (b"<?xml version='1.0'?><map></map>", "a.xml", "no feed"),
        (b"a" * (MAX_BYTES + 1), "a.txt", "larger than 50 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence_with_the_file_and_a_way_on(data, name, words):
    with pytest.raises(InputError) as caught:
        open_document(data, name=name)
    assert words in caught.value.what
    assert caught.value.where.startswith(name)
    assert caught.value.hint
    assert "\n" not in caught.value.sentence


def test_a_missing_file_and_a_folder_are_said_plainly(tmp_path: Path):
    with pytest.raises(InputError, match="no such file"):
        open_document(tmp_path / "none.txt")
    with pytest.raises(InputError, match="folder"):
        open_document(tmp_path)
    with pytest.raises(InputError):
        open_document("bad\x00name")


def test_a_file_is_named_by_its_path(tmp_path: Path):
    path = tmp_path / "flows.csv"
    path.write_bytes(b"date,value\n2022-09-27,5\n")
    assert open_document(path).tables[0][0] == "flows"


def test_a_future_day_of_publication_is_noted_when_today_is_known():
    data, day = b"5,000 people came.", date(2030, 1, 1)
    assert "has not come yet" in open_document(data, published=day, today=date(2022, 9, 27)).notes[0]
    assert open_document(data, published=day).notes == ()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_a_text_of_fifty_megabytes_opens_in_a_few_seconds(encoding):
    line = "Около 98 000 человек прибыли в страну, сообщили в ведомстве.\n".encode(encoding)
    data = line * (50_000_000 // len(line))
    began = time.perf_counter()
    report = open_document(data, name="big.txt")
    assert time.perf_counter() - began < 5
    assert report.text.endswith("ведомстве.\n")


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=400), name=st.sampled_from(["", "a.txt", "a.html", "a.eml", "a.csv", "a.xlsx", "a.md"]))
@example(b"From: \xff\nTo: b\n\n\x00", "a.eml")
@example(b"From: a\nContent-Type: text/plain; charset=nonsense\n\n\xff", "a.eml")
@example(b"<html><![if", "a.html")
@example(b"<p>&#99999999999;", "")
@example(b'a,"b\n', "a.csv")
def test_arbitrary_bytes_give_a_report_or_one_of_our_errors(data, name):
    try:
        report = open_document(data, name=name)
    except PanahError:
        return
    assert "\x00" not in report.text
    assert "\r" not in report.text


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_text_survives_verbatim_but_for_line_endings_and_nuls(text):
    try:
        report = open_document(("Report. " + text).encode("utf-8", "ignore"), name="a.txt")
    except PanahError:
        return
    plain = "Report. " + text.encode("utf-8", "ignore").decode().replace("\r\n", "\n").replace("\r", "\n")
    assert report.text == plain.replace("\x00", "")


def test_a_head_of_many_comments_is_seen_through_at_once():
    began = time.perf_counter()
    assert open_document(b"<!-- --> " * 400 + b"5,000 came", name="a.txt").text.endswith("5,000 came")
    assert time.perf_counter() - began < 1
