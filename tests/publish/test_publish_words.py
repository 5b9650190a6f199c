from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publish_estimates import figure

from panah.errors import InputError
from panah.figure import Form, Hedge, Measure
from panah.publish import day, number, people, place_name, stated
from panah.publish.words import rounded, short_day, words


def test_numbers_are_grouped_as_the_language_does() -> None:
    assert number(98_000) == "98,000"
    assert number(98_000, "ru") == "98\u00a0000"
    assert number(2.5) == "2.5"
    assert number(float("nan")) == "–"


def test_days_are_written_out_and_the_year_is_said_once() -> None:
    assert day(date(2022, 9, 27)) == "27 September 2022"
    assert day(date(2022, 9, 27), "ru").startswith("27 сентября 2022")
    assert short_day(date(2022, 9, 21), date(2022, 9, 27)) == "21 September"
    assert short_day(date(2022, 9, 21), date(2023, 1, 5)) == "21 September 2022"


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ((31_120.0, 34_211.0, 37_480.0), (31_000.0, 34_000.0, 37_000.0)),
        ((198_320.0, 200_410.0, 202_150.0), (198_000.0, 200_000.0, 202_000.0)),
        ((412.0, 2_310.0, 11_200.0), (410.0, 2_300.0, 11_000.0)),
        ((0.2, 0.4, 0.9), (0.0, 0.0, 1.0)),
        ((-3_610.0, 2_420.0, 26_100.0), (-3_600.0, 2_400.0, 26_000.0)),
    ],
)
def test_a_modelled_value_keeps_as_many_digits_as_its_range_deserves(
    values: tuple[float, ...], kept: tuple[float, ...]
) -> None:
    assert rounded(values) == kept


@given(st.lists(st.floats(-1e9, 1e9), min_size=3, max_size=3).map(sorted))
def test_rounding_never_changes_the_order_or_a_tenth_of_a_value(values: list[float]) -> None:
    kept = rounded(tuple(values))
    assert list(kept) == sorted(kept)
    assert all(abs(was - now) <= max(0.5, abs(was) / 10) for was, now in zip(values, kept, strict=True))


def test_a_people_without_a_noun_of_its_own_is_named_by_its_country() -> None:
    assert people("RUS") == "Russians"
    assert people("NRU") == "people from Nauru"
    assert people(None) == people("any") == "people"


def test_a_country_takes_its_article_inside_a_sentence_only() -> None:
    assert place_name("NLD") == "Netherlands"
    assert place_name("NLD", sentence=True) == "the Netherlands"
    assert place_name("Vaalimaa") == "Vaalimaa"


@pytest.mark.parametrize(
    ("quote", "hedge", "said"),
    [
        ("Just over 64,000", Hedge.OVER, "just over 64,000"),
        ("more than 64,000 Russians", Hedge.OVER, "more than 64,000"),
        ("чуть более 64 тысяч", Hedge.OVER, "more than 64,000"),
        ("almost 64,000", Hedge.UNDER, "almost 64,000"),
        ("close on 64,000", Hedge.UNDER, "nearly 64,000"),
        ("around 64,000", Hedge.ABOUT, "about 64,000"),
        ("at least 64,000", Hedge.AT_LEAST, "at least 64,000"),
        ("64,000", Hedge.NONE, "64,000"),
    ],
)
def test_a_hedge_is_kept_as_the_source_put_it(quote: str, hedge: Hedge, said: str) -> None:
    assert stated(figure(Measure.ARRIVALS, 64_000, quote, hedge=hedge)) == said


@pytest.mark.parametrize(
    ("low", "high", "hedge", "said"),
    [
        (2, 2, Hedge.ABOUT, "about twice as many as before"),
        (3, 3, Hedge.NONE, "3 times as many as before"),
        (1.3, 1.3, Hedge.NONE, "30 % more than before"),
        (0.6, 0.6, Hedge.ABOUT, "about 40 % fewer than before"),
        (2, 3, Hedge.RANGE, "2 to 3 times as many as before"),
        (0.6, 0.7, Hedge.RANGE, "30 to 40 % fewer than before"),
        (0, 0, Hedge.NONE, "100 % fewer than before"),
    ],
)
def test_a_ratio_is_said_in_words(low: float, high: float, hedge: Hedge, said: str) -> None:
    assert stated(figure(Measure.ARRIVALS, low, high=high, hedge=hedge, form=Form.RATIO)) == said


def test_up_to_names_the_upper_bound() -> None:
    assert stated(figure(Measure.ARRIVALS, 0, high=30_000, hedge=Hedge.UP_TO), "people") == "up to 30,000 people"


def test_a_language_without_words_is_said_and_its_numbers_still_come() -> None:
    with pytest.raises(InputError, match="no sentences"):
        words("fi")
    with pytest.raises(InputError, match="no known language"):
        number(1, "../etc")
    assert number(1_000, "de") == "1.000"
