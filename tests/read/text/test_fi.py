"""Finnish: numbers, periods, frames, ratios, and what is no figure."""

import json
from datetime import date
from pathlib import Path

import pytest

from panah.figure import Figure, Form, Hedge, Report, Unit
from panah.read.text.assemble import read_text
from panah.read.text.language import detect

TUESDAY = date(2022, 9, 27)
LABELLED = Path(__file__).parents[1] / "labelled" / "fi.jsonl"


def read(text: str) -> list[Figure]:
    return read_text(Report(text, published=TUESDAY, language="fi"))


def one(text: str) -> Figure:
    figures = read(text)
    assert len(figures) == 1, [f.evidence.quote for f in figures]
    return figures[0]


@pytest.mark.parametrize(
    ("words", "low", "high", "hedge"),
    [
        ("98 000 ihmistä", 98000, 98000, Hedge.NONE),
        ("noin 98 000 ihmistä", 98000, 98000, Hedge.ABOUT),
        ("hieman yli 64 000 ihmistä", 64000, 64000, Hedge.OVER),
        ("reilut 64 000 ihmistä", 64000, 64000, Hedge.OVER),
        ("lähes 40 000 ihmistä", 40000, 40000, Hedge.UNDER),
        ("vajaat 40 000 ihmistä", 40000, 40000, Hedge.UNDER),
        ("vähintään 20 000 ihmistä", 20000, 20000, Hedge.AT_LEAST),
        ("jopa 3 000 ihmistä", 3000, 3000, Hedge.UP_TO),
        ("5 000–6 000 ihmistä", 5000, 6000, Hedge.RANGE),
        ("1,2 miljoonaa ihmistä", 1200000, 1200000, Hedge.NONE),
        ("22,5 tuhatta ihmistä", 22500, 22500, Hedge.NONE),
        ("puoli miljoonaa ihmistä", 500000, 500000, Hedge.NONE),
        ("kaksisataatuhatta ihmistä", 200000, 200000, Hedge.NONE),
        ("yli tuhat ihmistä", 1000, 1000, Hedge.OVER),
        ("kaksi miljoonaa ihmistä", 2000000, 2000000, Hedge.NONE),
    ],
)
def test_a_number_is_read_with_its_bounds_and_hedge(words, low, high, hedge):
    figure = one(f"Maanantaina Suomeen saapui {words}.")
    assert (figure.low, figure.high, figure.hedge) == (low, high, hedge)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("21.–26. syyskuuta", "09-21", "09-26"),
        ("21. syyskuuta", "09-21", "09-21"),
        ("21.9.2022", "09-21", "09-21"),
        ("syyskuun 21. päivänä", "09-21", "09-21"),
        ("sunnuntaina", "09-25", "09-25"),
        ("eilen", "09-26", "09-26"),
        ("viime viikolla", "09-19", "09-25"),
        ("viikonloppuna", "09-24", "09-25"),
        ("viime vuorokauden aikana", "09-26", "09-27"),
        ("elokuussa", "08-01", "08-31"),
        ("heinä–elokuussa", "07-01", "08-31"),
        ("viimeisten neljän päivän aikana", "09-24", "09-27"),
        ("neljä päivää sitten", "09-23", "09-23"),
        ("vuoden ensimmäisellä puoliskolla", "01-01", "06-30"),
        ("tänä vuonna", "01-01", "09-27"),
        ("vuoden alusta", "01-01", "09-27"),
    ],
)
def test_the_days_that_a_figure_covers(words, start, end):
    figure = one(f"Suomeen saapui {words} noin 9 000 ihmistä.")
    assert (figure.period.start, figure.period.end) == (
        date.fromisoformat(f"2022-{start}"),
        date.fromisoformat(f"2022-{end}"),
    )


@pytest.mark.parametrize(
    ("sentence", "measure", "origin", "destination"),
    [
        ("Maanantaina Venäjältä tuli Suomeen 7 000 ihmistä.", "arrivals", "RUS", "FIN"),
        ("Sunnuntaina Suomesta lähti 7 000 venäläistä.", "departures", "FIN", None),
        ("Heinäkuussa Turkista palasi 7 000 syyrialaista.", "returns", "TUR", "SYR"),
        ("Puola on ottanut vastaan 7 000 pakolaista.", "arrivals", None, "POL"),
        ("Turkissa asuu 7 000 syyrialaista.", "present", None, "TUR"),
        ("Noin 7 000 venäläistä on yhä Kazakstanissa.", "present", None, "KAZ"),
        ("Elokuussa 7 000 syyrialaista haki turvapaikkaa Saksassa.", "applications", None, "DEU"),
        ("Ukrainassa kotinsa on joutunut jättämään 7 000 ihmistä.", "displaced", "UKR", None),
        ("Viro on rekisteröinyt 7 000 pakolaista.", "registered", None, "EST"),
        ("Ukrainasta on paennut Puolaan 7 000 ihmistä.", "arrivals", "UKR", "POL"),
        ("Georgian rajalla jonottaa 7 000 ihmistä.", "waiting", None, "GEO"),
    ],
)
def test_measure_and_places(sentence, measure, origin, destination):
    figure = one(sentence)
    assert (figure.measure, figure.origin, figure.destination) == (measure, origin, destination)


@pytest.mark.parametrize(
    ("words", "factor"),
    [
        ("Georgiaan tuli kaksinkertainen määrä venäläisiä", 2),
        ("tulijoiden määrä Georgiassa kolminkertaistui", 3),
        ("tulijoiden määrä Georgiassa puolittui", 0.5),
        ("tulijoiden määrä Georgiassa kasvoi 30 prosenttia", 1.3),
        ("Georgiaan tuli 40 prosenttia vähemmän ihmisiä", 0.6),
    ],
)
def test_a_ratio_is_a_factor_of_the_earlier_count(words, factor):
    figure = one(f"Viime viikolla {words}.")
    assert (figure.form, figure.destination) == (Form.RATIO, "GEO")
    assert figure.low == pytest.approx(factor, abs=0.001)


@pytest.mark.parametrize(
    ("words", "form"),
    [("päivässä", Form.PER_DAY), ("viikossa", Form.PER_WEEK), ("kuukaudessa", Form.PER_MONTH)],
)
def test_a_rate_is_told_from_a_total(words, form):
    assert one(f"Georgiaan saapuu 5 000 ihmistä {words}.").form is form


@pytest.mark.parametrize(
    "sentence",
    [
        "Moskova kutsui palvelukseen 300 000 reserviläistä.",
        "Viikonloppuna Suomeen voi saapua jopa 20 000 ihmistä.",
        "Rajalta käännytettiin 709 venäläistä.",
        "Molempiin suuntiin rajan ylitti 15 832 ihmistä.",
        "Halliin mahtuu 2 000 Suomeen saapuvaa ihmistä.",
        "Autojono rajalla oli 35 kilometriä pitkä.",
        "Hän pyytää 427 miljoonaa euroa Libanoniin paenneille.",
        "Noin 60 prosenttia tulijoista jatkaa matkaa.",
        "Maanantaina tuli 4 200 enemmän kuin viikkoa aiemmin.",
    ],
)
def test_what_is_no_displacement_figure_is_left_out(sentence):
    assert read(sentence) == []


def test_families_and_their_members_are_two_figures():
    families, people = read("Syyriaan palasi maanantaina 487 perhettä ja 1 553 henkilöä.")
    assert (families.unit, people.unit) == (Unit.HOUSEHOLD, Unit.PERSON)
    assert families.destination == people.destination == "SYR"


def test_the_language_is_recognised():
    rows = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    assert {detect(row["text"]) for row in rows} == {"fi"}
