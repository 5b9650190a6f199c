"""Spanish reports: numbers, periods, measures with places, ratios, and what is no figure."""

from datetime import date

import pytest

from panah.figure import Figure, Form, Hedge, Report, Unit
from panah.read.text.assemble import read_text
from panah.read.text.language import detect

TUESDAY = date(2022, 9, 27)


def read(text: str) -> list[Figure]:
    return read_text(Report(text, published=TUESDAY, language="es"))


def one(text: str) -> Figure:
    figures = read(text)
    assert len(figures) == 1, [f.evidence.quote for f in figures]
    return figures[0]


def day(text: str) -> date:
    return date.fromisoformat(f"2022-{text}")


TWO = (
    "El Ministerio del Interior de Kazajistán informó de que unos 9.000 rusos han entrado en el país"
    " desde el 21 de septiembre. Algo más de 6.000 salieron."
)


@pytest.mark.parametrize(
    ("words", "low", "high", "hedge"),
    [
        ("98.000 personas", 98000, 98000, Hedge.NONE),
        ("98 000 personas", 98000, 98000, Hedge.NONE),
        ("unas 98.000 personas", 98000, 98000, Hedge.ABOUT),
        ("poco más de 64.000 personas", 64000, 64000, Hedge.OVER),
        ("casi 40.000 personas", 40000, 40000, Hedge.UNDER),
        ("al menos 20.000 personas", 20000, 20000, Hedge.AT_LEAST),
        ("hasta 3.000 personas", 3000, 3000, Hedge.UP_TO),
        ("de 5.000 a 6.000 personas", 5000, 6000, Hedge.RANGE),
        ("entre 20.000 y 25.000 personas", 20000, 25000, Hedge.RANGE),
        ("ocho o nueve mil personas", 8000, 9000, Hedge.RANGE),
        ("1,356 millones de personas", 1356000, 1356000, Hedge.NONE),
        ("medio millón de personas", 500000, 500000, Hedge.NONE),
        ("doscientas mil personas", 200000, 200000, Hedge.NONE),
        ("más de un millón de personas", 1000000, 1000000, Hedge.OVER),
        ("4 millones 315 mil personas", 4315000, 4315000, Hedge.NONE),
        ("200 mil personas", 200000, 200000, Hedge.NONE),
        ("millón y medio de personas", 1500000, 1500000, Hedge.NONE),
        ("7.7 millones de personas", 7700000, 7700000, Hedge.NONE),
        ("98,000 personas", 98000, 98000, Hedge.NONE),
    ],
)
def test_a_number_is_read_with_its_bounds_and_hedge(words, low, high, hedge):
    figure = one(f"El lunes {words} entraron en Finlandia.")
    assert (figure.low, figure.high, figure.hedge) == (low, high, hedge)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("desde el 21 de septiembre", "09-21", "09-27"),
        ("del 21 al 26 de septiembre", "09-21", "09-26"),
        ("entre el 1 y el 15 de agosto", "08-01", "08-15"),
        ("del 15 de agosto al 3 de septiembre", "08-15", "09-03"),
        ("el domingo", "09-25", "09-25"),
        ("ayer", "09-26", "09-26"),
        ("la semana pasada", "09-19", "09-25"),
        ("durante el fin de semana", "09-24", "09-25"),
        ("en las últimas 24 horas", "09-26", "09-27"),
        ("en agosto", "08-01", "08-31"),
        ("de julio a agosto", "07-01", "08-31"),
        ("en los últimos cuatro días", "09-24", "09-27"),
        ("el martes de la semana pasada", "09-20", "09-20"),
        ("en el primer trimestre de 2022", "01-01", "03-31"),
        ("a partir del 3 de septiembre", "09-03", "09-27"),
        ("en lo que va de año", "01-01", "09-27"),
        ("en la semana que terminó el 25 de septiembre", "09-19", "09-25"),
        ("desde el anuncio de la movilización parcial", "09-21", "09-27"),
        ("desde el inicio de la invasión", "02-24", "09-27"),
    ],
)
def test_the_days_that_a_figure_covers(words, start, end):
    figure = one(f"Unas 9.000 personas entraron en Finlandia {words}.")
    assert (figure.period.start, figure.period.end) == (day(start), day(end))


@pytest.mark.parametrize(
    ("sentence", "measure", "origin", "destination"),
    [
        ("Más de 7.000 personas cruzaron de Ucrania a Moldavia el lunes.", "arrivals", "UKR", "MDA"),
        ("El lunes 7.000 personas abandonaron Pakistán.", "departures", "PAK", None),
        ("El lunes 7.000 afganos regresaron de Irán.", "returns", "IRN", "AFG"),
        ("Unas 7.000 personas hacen cola en la frontera de Jordania.", "waiting", None, "JOR"),
        ("Hasta ahora 7.000 sirios han solicitado asilo en Alemania.", "applications", None, "DEU"),
        ("Uganda acoge a 7.000 refugiados.", "present", None, "UGA"),
        ("Polonia recibió a 7.000 refugiados.", "arrivals", None, "POL"),
        ("Unas 850.000 personas están desplazadas en Ucrania.", "displaced", "UKR", None),
        ("Estonia ha registrado a 7.000 refugiados.", "registered", None, "EST"),
        ("El lunes 7.000 refugiados huyeron de Sudán a Chad.", "arrivals", "SDN", "TCD"),
        ("El lunes 402 personas llegaron al este de Chad.", "arrivals", None, "TCD"),
        ("La policía polaca contó 7.000 llegadas el lunes.", "arrivals", None, "POL"),
        ("El Gobierno de Georgia dijo que 9.000 personas entraron en Armenia el lunes.", "arrivals", None, "ARM"),
        ("Unos 7.000 desplazados internos regresaron a sus hogares en Siria.", "returns", None, "SYR"),
    ],
)
def test_measure_and_places(sentence, measure, origin, destination):
    figure = one(sentence)
    assert (figure.measure, figure.origin, figure.destination) == (measure, origin, destination)


@pytest.mark.parametrize(
    ("words", "factor"),
    [
        ("entró en Georgia el doble de rusos", 2),
        ("las llegadas a Georgia se duplicaron", 2),
        ("las llegadas a Georgia se multiplicaron por tres", 3),
        ("las llegadas a Georgia aumentaron un 30 %", 1.3),
        ("entraron en Georgia un 30 % más de rusos", 1.3),
        ("las llegadas a Georgia cayeron un 40 por ciento", 0.6),
        ("las llegadas a Georgia se redujeron a la mitad", 0.5),
        ("las llegadas a Georgia bajaron un tercio", 0.6667),
    ],
)
def test_a_ratio_is_a_factor_of_the_earlier_count(words, factor):
    figure = one(f"La semana pasada {words}.")
    assert figure.form is Form.RATIO
    assert figure.low == pytest.approx(factor, abs=0.001)
    assert figure.destination == "GEO"


@pytest.mark.parametrize(
    "sentence",
    [
        "Putin quiere movilizar a 300.000 reservistas.",
        "Hasta 20.000 personas podrían entrar en Finlandia el fin de semana.",
        "El pabellón tiene capacidad para 2.000 personas que llegan a Finlandia.",
        "Los guardias rechazaron a 709 rusos.",
        "El lunes 15.832 personas pasaron los puestos en ambos sentidos.",
        "Pide 427 millones de dólares para quienes entraron en el Líbano.",
        "La cola de coches en la frontera medía 35 km.",
        "La mitad de los que entraron tienen entre 18 y 65 años.",
        "Cerca del 60 % de las personas que llegaron sigue viaje.",
        "Nueve pasos fronterizos están abiertos para quienes entran en Finlandia.",
        "Es falso que 250.000 rusos entraran en Georgia.",
        "El lunes llegaron 4.200 personas más que la semana anterior.",
        "El naufragio dejó 41 muertos entre los migrantes que llegaron a Canarias.",
    ],
)
def test_what_is_no_displacement_figure_is_left_out(sentence):
    assert read(sentence) == []


@pytest.mark.parametrize(
    ("words", "form"), [("al día", Form.PER_DAY), ("cada semana", Form.PER_WEEK), ("al mes", Form.PER_MONTH)]
)
def test_a_rate_is_told_from_a_total(words, form):
    assert one(f"Unas 5.000 personas {words} entran en Georgia.").form is form


def test_both_ways_in_one_breath():
    into, out = read("Finlandia contó el lunes 9.642 rusos de entrada y 5.448 de salida.")
    assert (into.measure, into.low, into.population) == ("arrivals", 9642, "RUS")
    assert (out.measure, out.low, out.origin) == ("departures", 5448, "FIN")


def test_households_are_not_counted_as_people():
    families, people = read("El lunes 487 familias, 1.553 personas en total, regresaron a Siria.")
    assert (families.unit, people.unit) == (Unit.HOUSEHOLD, Unit.PERSON)


def test_an_ellipsis_takes_its_period_and_place_from_before():
    entered, left = read(TWO)
    assert (left.measure, left.origin, left.period) == ("departures", "KAZ", entered.period)


def test_who_counted_stands_before_who_told():
    figure = one(
        "Más de 7.000 rusos entraron en Finlandia el lunes, según la guardia fronteriza finlandesa, citada por Reuters."
    )
    assert [s.name for s in figure.sources][:2] == ["guardia fronteriza finlandesa", "Reuters"]


def test_the_language_is_recognised():
    assert detect(TWO) == "es"
