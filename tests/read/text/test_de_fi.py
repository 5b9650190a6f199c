"""Pass once engine.patch is applied; the lead may move them into test_de.py and test_fi.py."""
from datetime import date

import pytest

from panah.figure import Report
from panah.read.text.assemble import read_text


def read(text, language):
    return read_text(Report(text, published=date(2022, 9, 27), language=language))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Nach Finnland kamen 5.000 am Montag.", (5000, "arrivals", "09-26", "09-26")),
        ("de", "Acht- bis neuntausend Menschen kamen am Montag nach Georgien.", (8000, "arrivals", "09-26", "09-26")),
        ("de", "Die Zahl der Asylanträge sank im August um ein Drittel.", (0.6667, "applications", None, "09-27")),
        ("de", "Wie das Amt am Montag mitteilte, kamen 900 Menschen nach Finnland.", (900, "arrivals", None, "09-27")),
        ("fi", "Puolaan pakeni 7 000 ihmistä.", (7000, "arrivals", None, "09-27")),
        ("fi", "Syyskuusta asti Suomeen on saapunut 7 000 ihmistä.", (7000, "arrivals", "09-01", "09-27")),
        ("fi", "Liikekannallepanon jälkeen Suomeen on tullut 7 000 venäläistä.", (7000, "arrivals", "09-21", "09-27")),
        ("fi", "Vuoden alusta 12. syyskuuta mennessä maahan tuli 7 000 ihmistä.", (7000, "arrivals", "01-01", "09-12")),
    ],
)
def test_what_the_engine_learns(language, text, expected):
    (figure,) = read(text, language)
    days = [day and day.isoformat()[5:] for day in (figure.period.start, figure.period.end)]
    assert (round(figure.low, 4), figure.measure.value, *days) == expected


def test_a_town_is_counted_under_its_base_form():
    (figure,) = read("Tänä vuonna Lampedusalle on saapunut 1 500 siirtolaista.", "fi")
    assert figure.destination == "Lampedusa"


def test_an_unknown_german_noun_is_not_taken_for_people():
    assert read("Nach Polen kamen 5.000 Generatoren.", "de") == []


def test_the_speaker_stands_behind_the_verb():
    (figure,) = read("Nach Finnland kamen am Montag 900 Russen, sagte Innenminister Marat Achmetschanow.", "de")
    assert "Achmetschanow" in figure.sources[0].name
