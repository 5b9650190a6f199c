"""Kazakh: verbs at the end, places and hedges told by endings and by the words behind."""

from datetime import date

import pytest

from panah.figure import Figure, Form, Hedge, Measure, Report, Unit
from panah.read.text.assemble import read_text

TUESDAY = date(2022, 9, 27)


def read(text: str) -> list[Figure]:
    return read_text(Report(text, published=TUESDAY, language="kk"))


def one(text: str) -> Figure:
    figures = read(text)
    assert len(figures) == 1, [f.evidence.quote for f in figures]
    return figures[0]


def day(text: str) -> date:
    return date.fromisoformat(f"2022-{text}")


@pytest.mark.parametrize(
    ("words", "low", "high", "hedge"),
    [
        ("98 мың ресейлік", 98000, 98000, Hedge.NONE),
        ("шамамен 98 мың ресейлік", 98000, 98000, Hedge.ABOUT),
        ("50 мыңнан астам адам", 50000, 50000, Hedge.OVER),
        ("20 000-нан астам адам", 20000, 20000, Hedge.OVER),
        ("100 мыңға жуық адам", 100000, 100000, Hedge.UNDER),
        ("3 мыңға дейін адам", 3000, 3000, Hedge.UP_TO),
        ("кемінде жиырма мың адам", 20000, 20000, Hedge.AT_LEAST),
        ("5-6 мың адам", 5000, 6000, Hedge.RANGE),
        ("1 млн 60 мың босқын", 1060000, 1060000, Hedge.NONE),
        ("жарты миллион адам", 500000, 500000, Hedge.NONE),
        ("екі жүз мың адам", 200000, 200000, Hedge.NONE),
    ],
)
def test_a_number_is_read_with_its_bounds_and_hedge(words, low, high, hedge):
    figure = one(f"Дүйсенбі күні Қазақстанға {words} кірді.")
    assert (figure.low, figure.high, figure.hedge) == (low, high, hedge)
    assert figure.destination == "KAZ"


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("Дүйсенбі күні", "09-26", "09-26"),
        ("21 қыркүйекте", "09-21", "09-21"),
        ("Өткен аптада", "09-19", "09-25"),
        ("Соңғы тәулікте", "09-26", "09-27"),
        ("2022 жылғы тамызда", "08-01", "08-31"),
        ("Жыл басынан бері", "01-01", "09-27"),
        ("Кеше", "09-26", "09-26"),
        ("Соңғы төрт күнде", "09-24", "09-27"),
    ],
)
def test_the_days_that_a_figure_covers(words, start, end):
    figure = one(f"{words} Қазақстанға 9 мың адам келді.")
    assert (figure.period.start, figure.period.end) == (day(start), day(end))


@pytest.mark.parametrize(
    ("sentence", "measure", "origin", "destination"),
    [
        ("Дүйсенбі күні Украинадан Молдоваға 7 мың адам келді.", Measure.ARRIVALS, "UKR", "MDA"),
        ("Дүйсенбі күні Пәкістаннан 7 мың адам кетті.", Measure.DEPARTURES, "PAK", None),
        ("Дүйсенбі күні Ираннан 7 мың ауған оралды.", Measure.RETURNS, "IRN", "AFG"),
        ("Германияда 7 мың босқын тіркелген.", Measure.REGISTERED, None, "DEU"),
        ("Норвегияда 7 мың ресейлік баспана сұрады.", Measure.APPLICATIONS, None, "NOR"),
        ("Украинада 7 миллион адам үйін тастап кетті.", Measure.DISPLACED, "UKR", None),
        ("Қазақстанда 7 мың ресейлік қалды.", Measure.PRESENT, None, "KAZ"),
    ],
)
def test_measure_and_places(sentence, measure, origin, destination):
    figure = one(sentence)
    assert (figure.measure, figure.origin, figure.destination) == (measure, origin, destination)


@pytest.mark.parametrize(
    "sentence",
    [
        "Келесі аптада Қазақстанға 20 мың адам келуі мүмкін.",
        "Апаттан 140 адам қаза тапты.",
        "Мыңдаған адам Грузияға кірді.",
        "Ресей 300 мың резервшіні әскерге шақырды.",
        "Босқындарға 5 млрд теңге бөлінді.",
    ],
)
def test_what_is_no_displacement_figure_is_left_out(sentence):
    assert read(sentence) == []


def test_rates_ratios_and_vehicles():
    assert one("Грузияға күн сайын 10 мың адам кіреді.").form is Form.PER_DAY
    assert one("Грузияға келгендер саны екі есе артты.").low == 2
    assert one("Шекарада 2 мыңнан астам көлік кезекте тұр.").unit is Unit.VEHICLE
