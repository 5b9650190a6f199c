"""A feed, ReliefWeb's answer or an e-mail with attachments gives many reports, each with its own origin."""

from __future__ import annotations

import json
import time
from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panah import read
from panah.errors import InputError, PanahError
from panah.read.document import open_document, open_documents
from read.made_files import docx, pdf

RSS = """<?xml version="1.0" encoding="windows-1251"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Степной вестник</title><language>ru-RU</language><link>https://example.org/</link>
<item><title>Граница &amp; люди</title><link>https://example.org/1</link>
<pubDate>Tue, 27 Sep 2022 09:00:00 +0500</pubDate><description>коротко</description>
<content:encoded><![CDATA[<p>С 21 сентября в Казахстан въехали 98 000<sup>1</sup> россиян.</p>]]></content:encoded>
</item>
<item><title>Только заголовок</title><link>https://example.org/2</link></item>
<item></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Border Desk</title>
<entry><title type="html">Monday &lt;b&gt;count&lt;/b&gt;</title><link rel="self" href="https://example.org/self"/>
<link href="https://example.org/3"/><updated>2022-09-28T10:00:00Z</updated><published>2022-09-27T10:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>On Monday 1,200 Russians crossed into Georgia.</p>
<table><tr><th>Date</th><th>Country</th><th>Arrivals</th></tr><tr><td>2022-09-25</td><td>Kazakhstan</td><td>12,000</td>
</tr><tr><td>2022-09-26</td><td>Kazakhstan</td><td>13,500</td></tr></table></div></content></entry></feed>"""


def test_each_item_of_a_feed_is_a_report_with_its_own_title_day_and_address():
    reports = list(open_documents(RSS.encode("cp1251"), name="feed.xml"))
    assert [(r.title, r.publisher, r.published, r.language, r.url) for r in reports] == [
        ("Граница & люди", "Степной вестник", date(2022, 9, 27), "ru", "https://example.org/1"),
        ("Только заголовок", "Степной вестник", None, "ru", "https://example.org/2"),
    ]
    assert [figure.low for figure in read(reports[0])] == [98_000]
    assert any("only its title" in note for note in reports[1].notes)


def test_an_entry_of_atom_gives_its_words_and_its_table():
    [report] = open_documents(ATOM.encode())
    assert (report.title, report.publisher, report.published) == ("Monday count", "Border Desk", date(2022, 9, 27))
    assert report.url == "https://example.org/3"
    assert [figure.low for figure in read(report)] == [1200, 12_000, 13_500]


def test_progress_is_told_item_by_item():
    told = []
    list(open_documents(RSS.encode("cp1251"), progress=lambda done, total: told.append((done, total))))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_one_report_is_asked_of_a_feed_of_several_in_vain():
    with pytest.raises(InputError, match="several reports"):
        open_document(RSS.encode("cp1251"))
    assert open_document(ATOM.encode()).title == "Monday count"


def test_entities_are_not_expanded_and_no_file_is_fetched():
    declared = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    feed = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "5,000 came ">{declared}'
        '<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        "<rss><channel><item><title>T&nbsp;x</title><description>&a11; &f; 300 people came.</description></item>"
        "</channel></rss>"
    )
    began = time.perf_counter()
    [report] = open_documents(feed.encode())
    assert report.text == "300 people came."
    assert report.title == "T x"
    assert time.perf_counter() - began < 5


def relief(**fields):
    given = {
        "title": "Flash update 3",
        "body": "On Monday 1,200 Russians crossed into Georgia.",
        "source": [{"name": "Border Desk", "shortname": "BD"}, {"name": "Other Desk"}],
        "date": {"created": "2022-09-29T00:00:00+00:00", "original": "2022-09-27T00:00:00+00:00"},
        "language": [{"code": "en", "name": "English"}],
        "url": "https://example.org/node/1",
        "primary_country": {"iso3": "geo"},
    }
    return {"id": "1", "fields": {**given, **fields}}


@pytest.mark.parametrize(
    "text",
    [
        lambda rows: json.dumps({"time": 3, "totalCount": 2, "data": rows}),
        lambda rows: json.dumps(rows),
        lambda rows: "\n".join(map(json.dumps, rows)) + "\n",
    ],
    ids=["an answer", "a list", "lines"],
)
def test_reliefweb_gives_a_report_for_each_row(text):
    rows = [relief(), relief(title="Second", **{"body-html": "<p>Some <b>300</b> people came.</p><p>More.</p>"})]
    reports = list(open_documents(text(rows).encode(), name="answer.json"))
    first = reports[0]
    assert (first.title, first.publisher, first.published) == (
        "Flash update 3", "Border Desk and Other Desk", date(2022, 9, 27)
    )  # fmt: skip
    assert (first.language, first.url) == ("en", "https://example.org/node/1")
    assert [figure.low for figure in read(first)] == [1200]
    assert reports[1].text == "Some 300 people came.\nMore."


def test_what_reliefweb_leaves_out_is_said():
    [report] = open_documents(json.dumps({"data": [relief(body="", file=[{"filename": "map.pdf"}])]}).encode())
    assert report.text == "Flash update 3"
    assert any("map.pdf" in note for note in report.notes)
    assert any("only its title" in note for note in report.notes)


def test_json_of_another_shape_is_refused_with_a_way_on():
    with pytest.raises(InputError, match="holds no rows") as caught:
        list(open_documents(b'{"value": 5}', name="a.json"))
    assert caught.value.hint


def mail(**attachments: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Border Desk <desk@example.org>", "Daily count"
    message["Date"] = "Tue, 27 Sep 2022 09:00:00 +0000"
    message.set_content("Some 300 people came to Georgia.")
    for name, data in attachments.items():
        file = name.replace("_", ".")
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=file)
    return message.as_bytes()


def test_attachments_are_reports_of_their_own_and_what_cannot_be_read_is_named():
    words = "On Monday 1,200 Russians crossed into Georgia, the ministry said."
    data = mail(
        note_docx=docx(words), map_png=b"\x89PNG\r\n", rows_csv=b"Date,Country,Arrivals\n2022-09-25,KAZ,12000\n"
    )
    body, document, rows = open_documents(data, name="mail.eml")
    assert body.text.strip() == "Some 300 people came to Georgia."
    assert any("note.docx, rows.csv" in note for note in body.notes)
    assert any("map.png (it is a picture" in note for note in body.notes)
    assert document.text == words
    assert (rows.title, rows.publisher, rows.published) == ("rows", "Border Desk", date(2022, 9, 27))
    assert rows.tables[0][1][1] == ("2022-09-25", "KAZ", "12000")


def test_a_mail_in_a_mail_is_opened_and_one_too_deep_is_named():
    data = mail(a_pdf=pdf(["Some 400 people came."]))
    for _ in range(6):
        outer = EmailMessage()
        outer["From"], outer["Subject"] = "a@example.org", "Fwd"
        outer.set_content("See below, 7 people.")
        outer.add_attachment(data, maintype="application", subtype="octet-stream", filename="x.eml")
        data = outer.as_bytes()
    reports = list(open_documents(data, name="mail.eml"))
    assert 2 <= len(reports) <= 5
    assert any("e-mail in an e-mail" in note for report in reports for note in report.notes)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["data", "fields", "title", "body", "body-html", "date", "source", "original", "name", "url"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_json_gives_reports_or_one_of_our_errors(value):
    try:
        reports = list(open_documents(json.dumps(value).encode(), name="a.json"))
    except PanahError:
        return
    assert reports


MARKS = [
    b"<?xml version='1.0'?><rss><channel><item><title>T</title><description>", b"<feed><entry><content>",
    b"{\"data\": [",
    b"<html><body><table><tr><td>5<td>6<tr><td>7<td>", b"<rdf:RDF><item><description>", b"[{\"fields\": {",
    b"From: a\nSubject: b\nContent-Type: multipart/mixed; boundary=X\n\n--X\nContent-Disposition: attachment\n\n",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(MARKS), st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))
)
def test_any_bytes_behind_the_start_of_a_known_kind_give_reports_or_one_of_our_errors(mark, data):
    try:
        for report in open_documents(mark + data):
            for figure in read(report):
                if figure.evidence.start is not None:
                    assert report.text[figure.evidence.start : figure.evidence.end] == figure.evidence.quote
    except PanahError:
        return
