"""Any cells and any JSON: figures with the text of their cells, or one sentence."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from tables_by_hand import table

from panah.errors import PanahError
from panah.read.document import open_document
from panah.read.table import read_tables

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just("2023-05-01"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["date", "arrivals", "data", "country", "x", "Total"]), inner, max_size=5)
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(values)
def test_any_json_gives_figures_or_one_sentence(value):
    try:
        report = open_document(json.dumps(value).encode(), name="x.json")
    except PanahError:
        return
    for figure in read_tables(report):
        assert figure.evidence.cell


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_quote_of_any_table_is_the_text_of_its_cell(data):
    head = ["Camp", data.draw(st.sampled_from(["Date", "Year", "Week", "Month"])), "Arrivals", "Exits", "Total"]
    cell = st.sampled_from(
        ["5", "12", "300", "Total", "A", "2023-05-01", "44621", "", "-", "#REF!", "7*", "Sub-total A"]
    )
    rows = data.draw(st.lists(st.lists(cell, min_size=4, max_size=5), max_size=9))
    report = table("|".join(head), *("|".join(row) for row in rows))
    cells = report.tables[0][1]
    for figure in read_tables(report):
        spot = figure.evidence.cell.rpartition("!")[2]
        text = cells[int(spot[1:]) - 1][ord(spot[0]) - 65].strip()
        assert figure.evidence.quote.split(" + ")[0] == text
