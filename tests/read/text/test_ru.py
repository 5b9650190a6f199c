"""Russian: the same promises as in English, in the words of Russian ministries and agencies."""

from datetime import date

import pytest

from panah.figure import Figure, Form, Hedge, Measure, Report, Unit
from panah.read.text.assemble import read_text

TUESDAY = date(2022, 9, 27)


def read(text: str) -> list[Figure]:
    return read_text(Report(text, published=TUESDAY, language="ru"))


def one(text: str) -> Figure:
    figures = read(text)
    assert len(figures) == 1, [f.evidence.quote for f in figures]
    return figures[0]


def day(text: str) -> date:
    return date.fromisoformat(f"2022-{text}")


@pytest.mark.parametrize(
    ("words", "low", "high", "hedge"),
    [
        ("98 тыс. человек", 98000, 98000, Hedge.NONE),
        ("порядка 98 тысяч россиян", 98000, 98000, Hedge.ABOUT),
        ("чуть более 64 тысяч человек", 64000, 64000, Hedge.OVER),
        ("без малого 1,3 млн беженцев", 1300000, 1300000, Hedge.UNDER),
        ("не менее двадцати тысяч человек", 20000, 20000, Hedge.AT_LEAST),
        ("до 3 тысяч граждан", 3000, 3000, Hedge.UP_TO),
        ("5–6 тысяч человек", 5000, 6000, Hedge.RANGE),
        ("от 20 до 25 тысяч россиян", 20000, 25000, Hedge.RANGE),
        ("1 млн 660 тысяч человек", 1660000, 1660000, Hedge.NONE),
        ("полмиллиона человек", 500000, 500000, Hedge.NONE),
        ("двести пятьдесят тысяч человек", 250000, 250000, Hedge.NONE),
        ("полторы тысячи женщин", 1500, 1500, Hedge.NONE),
        ("2 756 697 человек", 2756697, 2756697, Hedge.NONE),
        ("20 тысяч с лишним человек", 20000, 20000, Hedge.OVER),
    ],
)
def test_a_number_is_read_with_its_bounds_and_hedge(words, low, high, hedge):
    figure = one(f"В понедельник {words} въехали в Финляндию.")
    assert (figure.low, figure.high, figure.hedge) == (low, high, hedge)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("с 21 сентября", "09-21", "09-27"),
        ("с 21 по 26 сентября", "09-21", "09-26"),
        ("в воскресенье", "09-25", "09-25"),
        ("вчера", "09-26", "09-26"),
        ("на прошлой неделе", "09-19", "09-25"),
        ("за выходные", "09-24", "09-25"),
        ("за минувшие сутки", "09-26", "09-27"),
        ("в августе 2022 года", "08-01", "08-31"),
        ("с июля по август", "07-01", "08-31"),
        ("за восемь месяцев 2022 года", "01-01", "08-31"),
        ("за первое полугодие", "01-01", "06-30"),
        ("с начала года", "01-01", "09-27"),
        ("за последние четыре дня", "09-24", "09-27"),
        ("с момента объявления мобилизации", "09-21", "09-27"),
        ("после начала вторжения", "02-24", "09-27"),
    ],
)
def test_the_days_that_a_figure_covers(words, start, end):
    figure = one(f"{words.capitalize()} в Финляндию въехали 9 тысяч человек.")
    assert (figure.period.start, figure.period.end) == (day(start), day(end))


@pytest.mark.parametrize(
    ("sentence", "measure", "origin", "destination"),
    [
        ("В понедельник из Украины в Молдавию прибыли 7 тыс. человек.", Measure.ARRIVALS, "UKR", "MDA"),
        ("В понедельник 7 тыс. человек покинули Пакистан.", Measure.DEPARTURES, "PAK", None),
        ("В понедельник из Ирана вернулись 7 тыс. афганцев.", Measure.RETURNS, "IRN", "AFG"),
        ("На границе Иордании в очереди стоят 7 тыс. человек.", Measure.WAITING, None, "JOR"),
        ("За убежищем в Германии обратились 7 тыс. сирийцев.", Measure.APPLICATIONS, None, "DEU"),
        ("В Уганде находятся 7 тыс. беженцев.", Measure.PRESENT, None, "UGA"),
        ("Внутри Судана перемещены 7 млн человек.", Measure.DISPLACED, "SDN", None),
        ("В Эстонии зарегистрированы 7 тыс. украинцев.", Measure.REGISTERED, None, "EST"),
        ("Из Казахстана выехали 7 тыс. граждан России.", Measure.DEPARTURES, "KAZ", None),
    ],
)
def test_measure_and_places(sentence, measure, origin, destination):
    figure = one(sentence)
    assert (figure.measure, figure.origin, figure.destination) == (measure, origin, destination)


@pytest.mark.parametrize(
    ("words", "factor"),
    [
        ("число въехавших в Грузию россиян выросло вдвое", 2),
        ("въезд в Грузию сократился в три раза", 0.3333),
        ("в Грузию въехало на 30 процентов больше россиян", 1.3),
        ("въезд россиян в Грузию сократился на треть", 0.6667),
        ("в Грузию въехало в 2,5 раза больше россиян", 2.5),
    ],
)
def test_a_ratio_is_a_factor_of_the_earlier_count(words, factor):
    figure = one(f"За сутки {words}.")
    assert figure.form is Form.RATIO
    assert figure.low == pytest.approx(factor, abs=0.001)


@pytest.mark.parametrize(
    "sentence",
    [
        "До 20 тысяч человек могут въехать в Финляндию на выходных.",
        "Пограничники развернули 709 россиян.",
        "Через границу прошли 15 832 человека в обоих направлениях.",
        "На помощь прибывшим беженцам выделено 427 млн рублей.",
        "Тысячи россиян въехали в Грузию.",
        "Путин подписал указ о призыве 300 тысяч резервистов, россияне покидают страну.",
        "Лагерь для прибывших рассчитан на 45 тысяч мест.",
        "При обстреле колонны беженцев погибли 300 человек.",
        "Депутат назвал ложными сообщения о 700 тысячах уехавших россиян.",
    ],
)
def test_what_is_no_displacement_figure_is_left_out(sentence):
    assert read(sentence) == []


def test_an_ellipsis_takes_population_place_period_and_source_from_before():
    entered, left = read(
        "Около 98 тысяч россиян въехали в Казахстан с 21 сентября, сообщил глава МВД Марат Ахметжанов. "
        "Чуть более 64 тысяч выехали из страны."
    )
    assert left.measure is Measure.DEPARTURES
    assert (left.population, left.origin, left.period) == ("RUS", "KAZ", entered.period)
    assert left.sources == entered.sources


def test_a_rate_and_a_queue_of_cars():
    assert one("Ежедневно в Грузию въезжает около 10 тысяч человек.").form is Form.PER_DAY
    assert one("На границе Грузии в очереди стоят 3,5 тыс. машин.").unit is Unit.VEHICLE
