"""German: numbers, periods, frames, ratios, and what is no figure."""

import json
from datetime import date
from pathlib import Path

import pytest

from panah.figure import Figure, Form, Hedge, Report, Unit
from panah.read.text.assemble import read_text
from panah.read.text.language import detect

TUESDAY = date(2022, 9, 27)
LABELLED = Path(__file__).parents[1] / "labelled" / "de.jsonl"


def read(text: str) -> list[Figure]:
    return read_text(Report(text, published=TUESDAY, language="de"))


def one(text: str) -> Figure:
    figures = read(text)
    assert len(figures) == 1, [f.evidence.quote for f in figures]
    return figures[0]


@pytest.mark.parametrize(
    ("words", "low", "high", "hedge"),
    [
        ("98.000 Menschen", 98000, 98000, Hedge.NONE),
        ("rund 98.000 Menschen", 98000, 98000, Hedge.ABOUT),
        ("ca. 98.000 Menschen", 98000, 98000, Hedge.ABOUT),
        ("gut 64.000 Menschen", 64000, 64000, Hedge.OVER),
        ("knapp 40.000 Menschen", 40000, 40000, Hedge.UNDER),
        ("fast 40.000 Menschen", 40000, 40000, Hedge.UNDER),
        ("mindestens 20.000 Menschen", 20000, 20000, Hedge.AT_LEAST),
        ("bis zu 3.000 Menschen", 3000, 3000, Hedge.UP_TO),
        ("5.000 bis 6.000 Menschen", 5000, 6000, Hedge.RANGE),
        ("zwischen 20.000 und 25.000 Menschen", 20000, 25000, Hedge.RANGE),
        ("1,2 Mio. Menschen", 1200000, 1200000, Hedge.NONE),
        ("115'000 Menschen", 115000, 115000, Hedge.NONE),
        ("9 Millionen 710 Tausend Menschen", 9710000, 9710000, Hedge.NONE),
        ("eine halbe Million Menschen", 500000, 500000, Hedge.NONE),
        ("anderthalb Millionen Menschen", 1500000, 1500000, Hedge.NONE),
        ("zweihunderttausend Menschen", 200000, 200000, Hedge.NONE),
        ("über fünftausend Menschen", 5000, 5000, Hedge.OVER),
    ],
)
def test_a_number_is_read_with_its_bounds_and_hedge(words, low, high, hedge):
    figure = one(f"Nach Finnland kamen im August {words}.")
    assert (figure.low, figure.high, figure.hedge) == (low, high, hedge)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("seit dem 21. September", "09-21", "09-27"),
        ("vom 21. bis 26. September", "09-21", "09-26"),
        ("zwischen dem 1. und dem 15. August", "08-01", "08-15"),
        ("am 21.09.2022", "09-21", "09-21"),
        ("am Sonntag", "09-25", "09-25"),
        ("gestern", "09-26", "09-26"),
        ("in der vergangenen Woche", "09-19", "09-25"),
        ("am Wochenende", "09-24", "09-25"),
        ("in den vergangenen 24 Stunden", "09-26", "09-27"),
        ("im August", "08-01", "08-31"),
        ("in der ersten Augusthälfte", "08-01", "08-15"),
        ("in den letzten vier Tagen", "09-24", "09-27"),
        ("vor vier Tagen", "09-23", "09-23"),
        ("im ersten Halbjahr", "01-01", "06-30"),
        ("seit Jahresbeginn", "01-01", "09-27"),
        ("in der Woche bis zum 25. September", "09-19", "09-25"),
        ("seit Verkündung der Teilmobilmachung", "09-21", "09-27"),
        ("seit Beginn des russischen Angriffskriegs", "02-24", "09-27"),
    ],
)
def test_the_days_that_a_figure_covers(words, start, end):
    figure = one(f"Rund 9.000 Menschen kamen {words} nach Finnland.")
    assert (figure.period.start, figure.period.end) == (
        date.fromisoformat(f"2022-{start}"),
        date.fromisoformat(f"2022-{end}"),
    )


@pytest.mark.parametrize(
    ("sentence", "measure", "origin", "destination"),
    [
        ("Am Montag reisten 7.000 Menschen nach Georgien ein.", "arrivals", None, "GEO"),
        ("Am Montag reisten 7.000 Russen aus Finnland aus.", "departures", "FIN", None),
        ("Im Juli kehrten 7.000 Afghanen aus dem Iran zurück.", "returns", "IRN", "AFG"),
        ("Polen hat bislang 7.000 Flüchtlinge aufgenommen.", "arrivals", None, "POL"),
        ("In der Türkei leben derzeit 7.000 Syrer.", "present", None, "TUR"),
        ("Etwa 7.000 Russen halten sich noch in Kasachstan auf.", "present", None, "KAZ"),
        ("Im August haben 7.000 Syrer in Deutschland Asyl beantragt.", "applications", None, "DEU"),
        ("Innerhalb der Ukraine sind 7.000 Menschen vertrieben.", "displaced", "UKR", None),
        ("Estland hat 7.000 Geflüchtete registriert.", "registered", None, "EST"),
        ("Im August sind 7.000 Menschen aus der Ukraine nach Polen geflohen.", "arrivals", "UKR", "POL"),
        ("Seit Mai sind 7.000 Menschen aus der Ukraine geflohen.", "departures", "UKR", None),
    ],
)
def test_measure_and_places(sentence, measure, origin, destination):
    figure = one(sentence)
    assert (figure.measure, figure.origin, figure.destination) == (measure, origin, destination)


def test_both_ways_in_one_breath():
    into, out = read("In Finnland zählte der Grenzschutz am Montag 9.642 Einreisen und 5.448 Ausreisen.")
    assert (into.measure, into.destination) == ("arrivals", "FIN")
    assert (out.measure, out.origin) == ("departures", "FIN")


@pytest.mark.parametrize(
    ("words", "factor"),
    [
        ("kamen doppelt so viele Russen nach Georgien", 2),
        ("hat sich die Zahl der Ankünfte in Georgien verdreifacht", 3),
        ("halbierte sich die Zahl der Ankünfte in Georgien", 0.5),
        ("ist die Zahl der Ankünfte in Georgien um 30 Prozent gestiegen", 1.3),
        ("kamen 40 Prozent weniger Menschen nach Georgien", 0.6),
        ("kamen ein Fünftel weniger Menschen nach Georgien", 0.8),
    ],
)
def test_a_ratio_is_a_factor_of_the_earlier_count(words, factor):
    figure = one(f"In der vergangenen Woche {words}.")
    assert (figure.form, figure.destination) == (Form.RATIO, "GEO")
    assert figure.low == pytest.approx(factor, abs=0.001)


@pytest.mark.parametrize(
    ("words", "form"),
    [("Täglich", Form.PER_DAY), ("Pro Woche", Form.PER_WEEK), ("Monatlich", Form.PER_MONTH)],
)
def test_a_rate_is_told_from_a_total(words, form):
    assert one(f"{words} kommen rund 5.000 Menschen nach Georgien.").form is form


@pytest.mark.parametrize(
    "sentence",
    [
        "Moskau hat 300.000 Reservisten einberufen, während Menschen das Land verließen.",
        "Bis zu 20.000 Menschen könnten am Wochenende nach Finnland kommen.",
        "In der Halle ist Platz für 2.000 Menschen, die in Finnland ankommen.",
        "Die Grenzer wiesen 709 Russen zurück.",
        "15.832 Menschen passierten die Übergänge in beide Richtungen.",
        "Er fordert 427 Millionen Euro für die in den Libanon Geflohenen.",
        "Der Autostau an der Grenze war 35 Kilometer lang.",
        "Rund 60 Prozent der Angekommenen reisen weiter.",
        "Am Montag kamen 4.200 Menschen mehr an als eine Woche zuvor.",
        "Wer am 24. September nach Finnland einreist, darf 90 Tage bleiben.",
    ],
)
def test_what_is_no_displacement_figure_is_left_out(sentence):
    assert read(sentence) == []


def test_families_and_their_members_are_two_figures():
    families, people = read("Rund 487 Familien mit 1.553 Personen kehrten am Montag nach Syrien zurück.")
    assert (families.unit, people.unit) == (Unit.HOUSEHOLD, Unit.PERSON)
    assert families.destination == people.destination == "SYR"


def test_the_language_is_recognised():
    rows = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    assert {detect(row["text"]) for row in rows} == {"de"}
