"""Tellings of one statement are joined, across outlets and languages, with all their tellers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panah.figure import Evidence, Figure, Form, Hedge, Measure, Period, Report, Source, Unit
from panah.read import joined, read
from panah.read.counters import Verdict, alike, identity
from panah.read.tellings import Statement

DAY = date(2022, 9, 27)
WEEK = Period(date(2022, 9, 21), DAY)
MINISTER = "Kazakh Interior Minister Marat Akhmetzhanov"


def told(value: float = 98_000, *names: str, **fields: Any) -> Figure:
    given = {
        "low": value, "high": value, "measure": Measure.ARRIVALS, "population": "RUS", "destination": "KAZ",
        "period": WEEK, "said": DAY, "sources": tuple(map(Source, names or (MINISTER,))),
    }  # fmt: skip
    return Figure(**given | fields)


def numbers(statements: list[Statement]) -> list[int]:
    return sorted(len(one.figures) for one in statements)


TEXTS = {
    "en": "About 98,000 Russians have entered Kazakhstan since September 21, Kazakh Interior Minister"
    " Marat Akhmetzhanov said on Tuesday.",
    "ru": "С 21 сентября в Казахстан въехали 98 тысяч россиян, сообщил министр внутренних дел Марат Ахметжанов.",
    "de": "Seit dem 21. September sind rund 98.000 Russen nach Kasachstan eingereist, teilte das kasachische"
    " Innenministerium mit.",
}


def test_one_sentence_in_three_languages_is_one_statement_with_its_tellers_in_order_of_day() -> None:
    figures = [
        figure
        for i, (code, text) in enumerate(TEXTS.items())
        for figure in read(Report(text, publisher=f"Outlet {code}", published=DAY + timedelta(i)))
    ]
    (statement,) = joined(figures)
    assert [source.name for source in statement.tellers] == ["Outlet en", "Outlet ru", "Outlet de"]
    assert len(statement.figures) == 3


SAME = [
    MINISTER, "министр внутренних дел Марат Ахметжанов", "Interior Ministry of Kazakhstan", "глава МВД Казахстана",
    "kasachisches Innenministerium", "ministre de l'Intérieur Marat Akhmetjanov", "وزارة الداخلية الكازاخستانية",
    "Ministerio del Interior de Kazajistán", "Kazakstanin sisäministeriö", "Қазақстан ІІМ",
    "міністр внутрішніх справ Казахстану", "Innenminister Marat Achmetschanow",
]  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_a_counter_is_known_by_office_country_and_name_in_every_language(name: str) -> None:
    assert alike(identity(MINISTER), identity(name)) is Verdict.SAME
    assert len(joined([told(98_000, MINISTER), told(98_000, name, said=DAY + timedelta(1))])) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kazakh Interior Ministry", "Russian Interior Ministry"),
        ("Interior Ministry", "Ministry of Defence"),
        ("Interior Ministry", "пограничная служба"),
        ("UNHCR", "IOM"),
        ("Marat Akhmetzhanov", "Marat Ivanov"),
        ("Vladimir Putin", "Володимир Зеленський"),
        ("Reuters", "A portal"),
    ],
)
def test_rivals_are_told_apart(one: str, other: str) -> None:
    assert alike(identity(one), identity(other)) is not Verdict.SAME


@pytest.mark.parametrize("names", [("UNHCR", "УВКБ ООН"), ("the UN refugee agency", "HCR"), ("IOM", "МОМ")])
def test_agencies_are_known_by_their_abbreviations(names: tuple[str, str]) -> None:
    assert alike(*map(identity, names)) is Verdict.SAME


@pytest.mark.parametrize(
    "again",
    [
        told(hedge="about"),
        told(hedge="over", said=DAY + timedelta(2), period=Period(WEEK.start, DAY + timedelta(1))),
        told(population=None, destination=None),
        told(period=Period(WEEK.start, None)),
        told(period=Period(None, DAY)),
        told(period=Period(None, None)),
        told(98_000, "RIA Novosti"),
        told(sources=()),
        told(98_412, MINISTER),
    ],
)
def test_a_retelling_that_says_less_or_rounds_is_joined(again: Figure) -> None:
    first = told(98_000, MINISTER, "RIA Novosti", hedge="about")
    assert numbers(joined([first, again])) == [2]


@pytest.mark.parametrize(
    "other",
    [
        told(99_000),
        told(98_412, "UNHCR"),
        told(98_412, MINISTER, period=Period(WEEK.start, DAY + timedelta(1))),
        told(measure="departures"),
        told(form="per_day"),
        told(unit="household"),
        told(population="UKR"),
        told(destination="GEO"),
        told(98_000, "Border Guard Service of Kazakhstan"),
        told(98_000, "Russian Interior Ministry"),
        told(period=Period(WEEK.start, date(2022, 10, 4)), said=date(2022, 10, 4)),
        told(part_of=told(98_000, MINISTER).id),
    ],
)
def test_what_tells_something_else_stays_apart(other: Figure) -> None:
    assert numbers(joined([told(98_000, MINISTER, hedge="about"), other])) == [1, 1]


def test_a_round_number_of_the_next_day_is_another_count() -> None:
    days = [told(7000, period=Period(d, d), said=d) for d in (DAY, DAY + timedelta(1))]
    assert numbers(joined(days)) == [1, 1]


def test_over_about_and_plain_are_one_number_and_the_exact_one_speaks_for_its_roundings() -> None:
    hedged = [told(200_000, hedge=h, evidence=Evidence(h)) for h in ("none", "over", "about")]
    assert numbers(joined(hedged)) == [3]
    exact = told(4824)
    (statement,) = joined([told(4800, hedge="over"), exact, told(4820, hedge="about")])
    assert statement.figure == exact
    assert numbers(joined([told(4800, hedge="under"), exact])) == [1, 1]


def test_a_figure_that_was_corrected_is_no_telling() -> None:
    wrong = told(90_000)
    assert [s.figure.low for s in joined([wrong, wrong.amended(low=98_000.0, high=98_000.0)])] == [98_000]


def test_the_same_words_of_two_publishers_are_one_statement_though_nobody_is_named() -> None:
    first, second = (told(7000, name, report="r", evidence=Evidence("7,000", 0, 5)) for name in ("One", "Two"))
    assert [s.name for s in joined([first, second])[0].tellers] == ["One", "Two"]
    assert numbers(joined([first, replace(second, report="q")])) == [1, 1]


NAMES = st.sampled_from([*SAME, "UNHCR", "УВКБ ООН", "Reuters", "РИА Новости", "RIA Novosti", "Ё 1", "ß"]) | st.text(
    min_size=1, max_size=12
).filter(lambda text: bool(text.strip()))
DAYS = st.none() | st.integers(0, 9).map(lambda n: DAY + timedelta(n))


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    low, high = sorted(draw(st.tuples(*[st.sampled_from([0.0, 1.5, 98_000.0, 98_412.0, 4800.0, 4824.0])] * 2)))
    start, end = sorted(draw(st.tuples(DAYS, DAYS)), key=lambda d: d or date.min)
    return Figure(
        low if draw(st.booleans()) else high, high, draw(st.sampled_from([Measure.ARRIVALS, Measure.PRESENT])),
        draw(st.sampled_from(Hedge)), draw(st.sampled_from([Form.TOTAL, Form.PER_DAY])),
        draw(st.sampled_from([Unit.PERSON, Unit.PERSON, Unit.HOUSEHOLD])),
        population=draw(st.sampled_from(["RUS", "UKR", None])), destination=draw(st.sampled_from(["KAZ", "GEO", None])),
        period=Period(start, end), said=draw(DAYS), known=draw(DAYS), confidence=draw(st.sampled_from([0.5, 1.0])),
        sources=tuple(Source(name) for name in draw(st.lists(NAMES, max_size=2))),
        report=draw(st.sampled_from(["r", None])), part_of=draw(st.sampled_from([None, None, "x"])),
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(figures(), max_size=9), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_joining_twice_changes_nothing(found: list[Figure], random: Any) -> None:
    once = joined(found)
    shuffled = [*found, *found[:2]]
    random.shuffle(shuffled)
    assert joined(shuffled) == once
    assert joined(figure for statement in once for figure in statement.figures) == once
    assert {f.id for s in once for f in s.figures} == {f.id for f in found}
    assert all(s.figure in s.figures for s in once)


@settings(max_examples=150, deadline=None)
@given(st.lists(figures(), max_size=9))
def test_nothing_that_contradicts_itself_is_joined(found: list[Figure]) -> None:
    for statement in joined(found):
        for name in ("measure", "form", "unit"):
            assert len({getattr(figure, name) for figure in statement.figures}) == 1
        for name in ("population", "origin", "destination"):
            assert len({getattr(figure, name) for figure in statement.figures} - {None}) <= 1
        assert len({figure.part_of is None for figure in statement.figures}) == 1
        assert len({s.name for s in statement.tellers}) == len(statement.tellers)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_names_can_be_compared_and_in_either_order(one: str, other: str) -> None:
    a, b = identity(one), identity(other)
    assert alike(a, b) is alike(b, a)
    assert alike(a, a) is Verdict.SAME
