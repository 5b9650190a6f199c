"""Ukrainian: the same promises as in English, in the words of Ukrainian services and agencies."""

from datetime import date

import pytest

from panah.figure import Figure, Form, Hedge, Measure, Report
from panah.read.text.assemble import read_text

TUESDAY = date(2022, 9, 27)


def read(text: str) -> list[Figure]:
    return read_text(Report(text, published=TUESDAY, language="uk"))


def one(text: str) -> Figure:
    figures = read(text)
    assert len(figures) == 1, [f.evidence.quote for f in figures]
    return figures[0]


def day(text: str) -> date:
    return date.fromisoformat(f"2022-{text}")


@pytest.mark.parametrize(
    ("words", "low", "high", "hedge"),
    [
        ("22,5 тис. осіб", 22500, 22500, Hedge.NONE),
        ("3,442 млн осіб", 3442000, 3442000, Hedge.NONE),
        ("понад 115 000 сирійців", 115000, 115000, Hedge.OVER),
        ("майже сорок тисяч людей", 40000, 40000, Hedge.UNDER),
        ("щонайменше 20 тисяч людей", 20000, 20000, Hedge.AT_LEAST),
        ("300-400 людей", 300, 400, Hedge.RANGE),
        ("від 2 до 3 тисяч українців", 2000, 3000, Hedge.RANGE),
        ("2 млн 525 тис. осіб", 2525000, 2525000, Hedge.NONE),
        ("півмільйона біженців", 500000, 500000, Hedge.NONE),
        ("п'ять тисяч людей", 5000, 5000, Hedge.NONE),
    ],
)
def test_a_number_is_read_with_its_bounds_and_hedge(words, low, high, hedge):
    figure = one(f"У понеділок {words} в'їхали до Польщі.")
    assert (figure.low, figure.high, figure.hedge) == (low, high, hedge)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("з 21 вересня", "09-21", "09-27"),
        ("з 21 по 26 вересня", "09-21", "09-26"),
        ("у неділю", "09-25", "09-25"),
        ("минулого тижня", "09-19", "09-25"),
        ("за вихідні", "09-24", "09-25"),
        ("за минулу добу", "09-26", "09-27"),
        ("у серпні 2022 року", "08-01", "08-31"),
        ("з початку року", "01-01", "09-27"),
        ("за перше півріччя", "01-01", "06-30"),
        ("з початку повномасштабного вторгнення", "02-24", "09-27"),
    ],
)
def test_the_days_that_a_figure_covers(words, start, end):
    figure = one(f"{words.capitalize()} до Польщі в'їхали 9 тисяч людей.")
    assert (figure.period.start, figure.period.end) == (day(start), day(end))


@pytest.mark.parametrize(
    ("sentence", "measure", "origin", "destination"),
    [
        ("У понеділок з України до Молдови прибули 7 тис. осіб.", Measure.ARRIVALS, "UKR", "MDA"),
        ("У понеділок із Польщі виїхали 7 тис. осіб.", Measure.DEPARTURES, "POL", None),
        ("У понеділок з Ірану повернулися 7 тис. афганців.", Measure.RETURNS, "IRN", "AFG"),
        ("У Німеччині перебувають 7 тис. українців.", Measure.PRESENT, None, "DEU"),
        ("В Україні налічується 4,9 млн внутрішньо переміщених осіб.", Measure.DISPLACED, "UKR", None),
        ("Тимчасовий захист у Чехії отримали 7 тис. українців.", Measure.REGISTERED, None, "CZE"),
        ("Заяви про притулок у Чехії подали 7 тис. осіб.", Measure.APPLICATIONS, None, "CZE"),
    ],
)
def test_measure_and_places(sentence, measure, origin, destination):
    figure = one(sentence)
    assert (figure.measure, figure.origin, figure.destination) == (measure, origin, destination)


@pytest.mark.parametrize(
    ("words", "factor"),
    [
        ("кількість прибулих до Польщі зменшилася втричі", 0.3333),
        ("до Польщі в'їхало на 21 % менше українців", 0.79),
        ("до Польщі в'їхало вдвічі більше українців", 2),
    ],
)
def test_a_ratio_is_a_factor_of_the_earlier_count(words, factor):
    figure = one(f"За добу {words}.")
    assert figure.form is Form.RATIO
    assert figure.low == pytest.approx(factor, abs=0.001)


@pytest.mark.parametrize(
    "sentence",
    [
        "До 20 тисяч людей можуть в'їхати до Фінляндії на вихідних.",
        "Прикордонники розвернули 709 росіян.",
        "Кордон перетнули 15 832 людини в обох напрямках.",
        "На допомогу прибулим виділено 427 млн гривень.",
        "Тисячі людей тікають до Польщі.",
        "Під час евакуації загинули 14 людей.",
    ],
)
def test_what_is_no_displacement_figure_is_left_out(sentence):
    assert read(sentence) == []


def test_an_ellipsis_takes_population_place_and_period_from_before():
    entered, left = read("Близько 98 тисяч росіян в'їхали до Казахстану з 21 вересня. Виїхали з країни 64 тисячі.")
    assert left.measure is Measure.DEPARTURES
    assert (left.population, left.origin, left.period) == ("RUS", "KAZ", entered.period)
