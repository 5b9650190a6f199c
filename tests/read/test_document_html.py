"""Tables of a web page are read as tables, and their numbers once."""

from __future__ import annotations

import time
from datetime import date

from panah import read
from panah.read.document import open_document

TABLE = """<table><caption>Arrivals by day</caption>
<tr><th rowspan="2">Country</th><th rowspan="2">Date</th><th colspan="2">Arrivals</th></tr>
<tr><th>Men</th><th>Women</th></tr>
<tr><td rowspan=2>Kazakhstan</td><td>2022-09-25</td><td>7,000<sup>a</sup></td><td>5,000</td></tr>
<tr><td>2022-09-26</td><td>8,000</td><td>5,500</td></tr></table>"""
SIMPLE = """<table><tr><th>Date<th>Country<th>Arrivals<tr><td>2022-09-25<td>Kazakhstan<td>12,000
<tr><td>2022-09-26<td>Kazakhstan<td>13,500<sup>2</sup></table>"""


def page(*parts: str) -> bytes:
    words = "<p>Some 98,000<sup>1</sup> Russians have entered Kazakhstan since 21 September, the ministry said.</p>"
    body = "".join((words, *parts, "<p>Nobody knows how many more will come, officials told reporters there.</p>"))
    return f"<html><head><title>T</title></head><body><article><h1>Numbers</h1>{body}</article></body></html>".encode()


def test_spans_are_filled_so_that_each_cell_has_its_words():
    report = open_document(page(TABLE))
    assert report.tables == (
        (
            "table 1: Arrivals by day",
            (
                ("Country", "Date", "Arrivals", "Arrivals"),
                ("Country", "Date", "Men", "Women"),
                ("Kazakhstan", "2022-09-25", "7,000ᵃ", "5,000"),
                ("Kazakhstan", "2022-09-26", "8,000", "5,500"),
            ),
        ),
    )


def test_the_numbers_of_a_table_are_read_once_and_footnotes_change_none():
    report = open_document(page(SIMPLE), published=date(2022, 9, 27))
    assert "12,000" not in report.text
    assert [figure.low for figure in read(report)] == [98_000, 12_000, 13_500]


def test_a_table_that_lays_out_words_stays_words():
    words = "On Monday 1,200 more crossed into Georgia, the Interior Ministry of the country said in the evening."
    report = open_document(page(f"<table><tr><td>Menu</td><td><p>{words}</p></td></tr></table>"))
    assert report.tables == ()
    assert words in report.text


def test_the_day_in_a_heading_is_the_pages_day_and_one_in_a_table_is_not():
    assert open_document(page(SIMPLE)).published is None
    assert open_document(page("<p>As of 27 September 2022</p>", SIMPLE)).published == date(2022, 9, 27)


def test_spans_of_a_million_cells_cost_nothing():
    row = "<tr>" + '<td colspan="99999" rowspan="99999">5' * 50
    began = time.perf_counter()
    open_document(page("<table>" + row * 300 + "</table>"))
    assert time.perf_counter() - began < 10
