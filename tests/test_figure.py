"""The Figure: checked when made, the same after a journey through JSON, and recognised when told twice."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panah.errors import InputError
from panah.figure import (
    Evidence,
    Figure,
    Form,
    Hedge,
    Measure,
    Period,
    Report,
    Source,
    SourceKind,
    Unit,
    from_json,
    to_json,
)

DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
NAMES = st.text(min_size=1, max_size=20).filter(lambda s: s.strip())


@st.composite
def figures(draw) -> Figure:
    low = draw(st.floats(0, 1e9, allow_nan=False))
    start = draw(st.none() | DAYS)
    end = draw(st.none() | DAYS)
    if start and end and start > end:
        start, end = end, start
    at = draw(st.none() | st.integers(0, 10**6))
    return Figure(
        low=low, high=low + draw(st.floats(0, 1e6)), measure=draw(st.sampled_from(Measure)),
        hedge=draw(st.sampled_from(Hedge)), form=draw(st.sampled_from(Form)), unit=draw(st.sampled_from(Unit)),
        population=draw(st.none() | NAMES), origin=draw(st.none() | NAMES), destination=draw(st.none() | NAMES),
        period=Period(start, end), sources=tuple(draw(st.lists(st.builds(Source, NAMES, st.sampled_from(SourceKind))))),
        evidence=Evidence(draw(st.text()), at, None if at is None else at + draw(st.integers(0, 99))),
        said=draw(st.none() | DAYS), known=draw(st.none() | DAYS), confidence=round(draw(st.floats(0, 1)), 4),
        caveats=tuple(draw(st.lists(st.text()))), reasons=tuple(draw(st.lists(st.tuples(st.text(), st.text())))),
    )


@given(figures())
def test_json_there_and_back_loses_nothing(figure):
    assert from_json(to_json(figure)) == figure
    assert from_json(to_json(figure)).id == figure.id


@given(figures(), NAMES, st.text(), st.sampled_from(Hedge))
def test_the_same_statement_in_two_outlets_is_recognised_as_one(figure, outlet, words, hedge):
    retold = dataclasses.replace(figure, sources=(*figure.sources, Source(outlet)), hedge=hedge,
                                 evidence=Evidence(words), report="another")
    assert retold.statement == figure.statement


@given(figures())
def test_another_value_place_or_day_is_another_statement(figure):
    for change in ({"low": 0.0, "high": figure.high + 1}, {"destination": "Elsewhere, for sure"},
                   {"period": Period(None, date(2070, 1, 1))}, {"population": "nobody known"}):
        assert dataclasses.replace(figure, **change).statement != figure.statement


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"low": -1}, "cannot run"), ({"low": 5, "high": 4}, "cannot run"), ({"low": float("nan")}, "finite"),
        ({"high": float("inf")}, "finite"), ({"measure": "arrival"}, "is no measure"),
        ({"form": "daily"}, "is no form"),
        ({"confidence": 1.5}, "confidence"), ({"high": 1e27}, "no count of people"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_in_one_sentence(change, words):
    with pytest.raises(InputError, match=words):
        Figure(**{"low": 1, "high": 2, "measure": "arrivals"} | change)


@pytest.mark.parametrize(
    "row",
    [{}, {"low": 1, "high": 2}, {"low": "x", "high": 2, "measure": "arrivals"},
     {"low": 1, "high": 2, "measure": "arrivals", "start": "yesterday"}, [], "figure", None],
)
def test_json_that_is_no_figure_is_refused(row):
    with pytest.raises(InputError):
        from_json(row)


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(InputError, match="cannot start"):
        Period(date(2022, 9, 27), date(2022, 9, 21))


def test_an_amended_figure_supersedes_and_leaves_the_first_alone():
    first = Figure(98000, 98000, Measure.ARRIVALS)
    second = first.amended(low=89000.0, high=89000.0)
    assert (second.supersedes, first.low, second.low) == (first.id, 98000, 89000)


def test_a_field_that_a_figure_does_not_have_is_refused():
    with pytest.raises(InputError, match="no 'lwo'"):
        Figure(98000, 98000, Measure.ARRIVALS).amended(lwo=5)


def test_a_day_in_words_is_no_day_of_a_report():
    with pytest.raises(InputError, match="no day"):
        Report("Some 900 people arrived.", published="2022-09-27")  # type: ignore[arg-type]


def test_a_report_given_twice_has_one_id_whatever_its_line_breaks():
    assert Report("Some 900 people\narrived.").id == Report("Some  900 people arrived.\n").id
    assert Report("Some 900 people arrived.").id != Report("Some 901 people arrived.").id


def test_a_figure_cannot_be_changed_in_place():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Figure(1, 1, Measure.ARRIVALS).low = 2  # type: ignore[misc]
