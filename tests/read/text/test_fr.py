"""French reports: numbers, periods, measures with places, ratios, and what is no figure."""

from datetime import date

import pytest

from panah.figure import Figure, Form, Hedge, Report, Unit
from panah.read.text.assemble import read_text
from panah.read.text.language import detect

TUESDAY = date(2022, 9, 27)


def read(text: str) -> list[Figure]:
    return read_text(Report(text, published=TUESDAY, language="fr"))


def one(text: str) -> Figure:
    figures = read(text)
    assert len(figures) == 1, [f.evidence.quote for f in figures]
    return figures[0]


def day(text: str) -> date:
    return date.fromisoformat(f"2022-{text}")


TWO = (
    "Le ministère de l'Intérieur du Kazakhstan a déclaré que quelque 9 000 Russes sont entrés dans le pays"
    " depuis le 21 septembre. Un peu plus de 6 000 sont repartis."
)


@pytest.mark.parametrize(
    ("words", "low", "high", "hedge"),
    [
        ("98 000 personnes", 98000, 98000, Hedge.NONE),
        ("84.586 personnes", 84586, 84586, Hedge.NONE),
        ("environ 98 000 personnes", 98000, 98000, Hedge.ABOUT),
        ("un peu plus de 64 000 personnes", 64000, 64000, Hedge.OVER),
        ("près de 40 000 personnes", 40000, 40000, Hedge.UNDER),
        ("au moins 20 000 personnes", 20000, 20000, Hedge.AT_LEAST),
        ("jusqu'à 3 000 personnes", 3000, 3000, Hedge.UP_TO),
        ("5 000 à 6 000 personnes", 5000, 6000, Hedge.RANGE),
        ("entre 20 000 et 25 000 personnes", 20000, 25000, Hedge.RANGE),
        ("huit à neuf mille personnes", 8000, 9000, Hedge.RANGE),
        ("1,356 million de personnes", 1356000, 1356000, Hedge.NONE),
        ("un demi-million de personnes", 500000, 500000, Hedge.NONE),
        ("deux cent mille personnes", 200000, 200000, Hedge.NONE),
        ("quatre-vingt mille personnes", 80000, 80000, Hedge.NONE),
        ("une dizaine de milliers de personnes", 10000, 10000, Hedge.NONE),
        ("plus d'un million de personnes", 1000000, 1000000, Hedge.OVER),
        ("1,2 million d'Ukrainiens", 1200000, 1200000, Hedge.NONE),
        ("1.2 million de personnes", 1200000, 1200000, Hedge.NONE),
    ],
)
def test_a_number_is_read_with_its_bounds_and_hedge(words, low, high, hedge):
    figure = one(f"Lundi, {words} sont entrées en Finlande.")
    assert (figure.low, figure.high, figure.hedge) == (low, high, hedge)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("depuis le 21 septembre", "09-21", "09-27"),
        ("du 21 au 26 septembre", "09-21", "09-26"),
        ("entre le 1er et le 15 août", "08-01", "08-15"),
        ("du 15 août au 3 septembre", "08-15", "09-03"),
        ("dimanche", "09-25", "09-25"),
        ("hier", "09-26", "09-26"),
        ("la semaine dernière", "09-19", "09-25"),
        ("pendant le week-end", "09-24", "09-25"),
        ("au cours des dernières 24 heures", "09-26", "09-27"),
        ("en août", "08-01", "08-31"),
        ("de juillet à août", "07-01", "08-31"),
        ("ces quatre derniers jours", "09-24", "09-27"),
        ("mardi de la semaine dernière", "09-20", "09-20"),
        ("au premier semestre", "01-01", "06-30"),
        ("à partir du 3 septembre", "09-03", "09-27"),
        ("depuis le début de l'année", "01-01", "09-27"),
        ("dans la nuit de lundi à mardi", "09-26", "09-27"),
        ("depuis l'annonce de la mobilisation partielle", "09-21", "09-27"),
        ("depuis le début de l'invasion", "02-24", "09-27"),
    ],
)
def test_the_days_that_a_figure_covers(words, start, end):
    figure = one(f"Quelque 9 000 personnes sont entrées en Finlande {words}.")
    assert (figure.period.start, figure.period.end) == (day(start), day(end))


@pytest.mark.parametrize(
    ("sentence", "measure", "origin", "destination"),
    [
        ("Lundi, 7 000 personnes ont quitté le Pakistan.", "departures", "PAK", None),
        ("Lundi, 7 000 Afghans sont rentrés d'Iran.", "returns", "IRN", "AFG"),
        ("Quelque 7 000 personnes patientent à la frontière de la Jordanie.", "waiting", None, "JOR"),
        ("À ce jour, 7 000 Syriens ont demandé l'asile en Allemagne.", "applications", None, "DEU"),
        ("L'Ouganda accueille 7 000 réfugiés.", "present", None, "UGA"),
        ("La Pologne a accueilli 7 000 réfugiés.", "arrivals", None, "POL"),
        ("Quelque 850 000 personnes sont déplacées en Ukraine.", "displaced", "UKR", None),
        ("L'Estonie a enregistré 7 000 réfugiés.", "registered", None, "EST"),
        ("Lundi, 7 000 réfugiés ont fui le Soudan vers le Tchad.", "arrivals", "SDN", "TCD"),
        ("Lundi, 402 personnes sont arrivées dans l'est du Tchad.", "arrivals", None, "TCD"),
        ("Lundi, 7 000 personnes ont franchi la frontière moldave.", "arrivals", None, "MDA"),
        ("La police polonaise a compté 7 000 arrivées lundi.", "arrivals", None, "POL"),
        (
            "Le gouvernement de la Géorgie a déclaré que 9 000 personnes étaient entrées en Arménie lundi.",
            "arrivals",
            None,
            "ARM",
        ),
        ("Quelque 7 000 déplacés internes sont rentrés chez eux en Syrie.", "returns", None, "SYR"),
    ],
)
def test_measure_and_places(sentence, measure, origin, destination):
    figure = one(sentence)
    assert (figure.measure, figure.origin, figure.destination) == (measure, origin, destination)


@pytest.mark.parametrize(
    ("words", "factor"),
    [
        ("deux fois plus de Russes sont entrés en Géorgie", 2),
        ("les arrivées en Géorgie ont doublé", 2),
        ("les arrivées en Géorgie ont été multipliées par trois", 3),
        ("deux fois moins de Russes sont entrés en Géorgie", 0.5),
        ("les arrivées en Géorgie ont augmenté de 30 %", 1.3),
        ("les arrivées en Géorgie étaient en hausse de plus de 30 %", 1.3),
        ("les arrivées en Géorgie ont reculé de 40 pour cent", 0.6),
        ("les arrivées en Géorgie ont chuté de moitié", 0.5),
        ("les arrivées en Géorgie ont baissé d'un tiers", 0.6667),
    ],
)
def test_a_ratio_is_a_factor_of_the_earlier_count(words, factor):
    figure = one(f"La semaine dernière, {words}.")
    assert figure.form is Form.RATIO
    assert figure.low == pytest.approx(factor, abs=0.001)
    assert figure.destination == "GEO"


@pytest.mark.parametrize(
    "sentence",
    [
        "Poutine veut mobiliser 300 000 réservistes.",
        "Jusqu'à 20 000 personnes pourraient entrer en Finlande ce week-end.",
        "Le hall a une capacité de 2 000 places pour ceux qui arrivent en Finlande.",
        "Les gardes-frontières ont refoulé 709 Russes.",
        "Lundi, 15 832 personnes ont passé les postes dans les deux sens.",
        "Il faut 427 millions de dollars pour ceux qui sont entrés au Liban.",
        "La file de voitures à la frontière mesurait 35 km.",
        "La moitié de ceux qui sont entrés ont entre 18 et 65 ans.",
        "Environ 60 % des personnes arrivées poursuivent leur route.",
        "Neuf points de passage sont ouverts à ceux qui entrent en Finlande.",
        "Lundi, 4 200 personnes de plus que la semaine précédente sont arrivées.",
        "Le naufrage a fait 41 morts parmi les migrants arrivés à Lampedusa.",
    ],
)
def test_what_is_no_displacement_figure_is_left_out(sentence):
    assert read(sentence) == []


@pytest.mark.parametrize(
    ("words", "form"), [("par jour", Form.PER_DAY), ("chaque semaine", Form.PER_WEEK), ("par mois", Form.PER_MONTH)]
)
def test_a_rate_is_told_from_a_total(words, form):
    assert one(f"Quelque 5 000 personnes {words} entrent en Géorgie.").form is form


def test_both_ways_in_one_breath():
    into, out = read("La Finlande a compté 9 642 Russes à l'entrée et 5 448 à la sortie lundi.")
    assert (into.measure, into.low, into.population) == ("arrivals", 9642, "RUS")
    assert (out.measure, out.low, out.origin) == ("departures", 5448, "FIN")


def test_households_are_not_counted_as_people():
    families, people = read("Lundi, 487 familles, soit 1 553 personnes, sont rentrées en Syrie.")
    assert (families.unit, people.unit) == (Unit.HOUSEHOLD, Unit.PERSON)


def test_an_ellipsis_takes_its_period_and_place_from_before():
    entered, left = read(TWO)
    assert (left.measure, left.origin, left.period) == ("departures", "KAZ", entered.period)


def test_who_counted_stands_before_who_told():
    figure = one(
        "Plus de 7 000 Russes sont entrés en Finlande lundi, selon les gardes-frontières finlandais, cités par l'AFP."
    )
    assert [s.name for s in figure.sources][:2] == ["gardes-frontières finlandais", "AFP"]


def test_the_language_is_recognised():
    assert detect(TWO) == "fr"
