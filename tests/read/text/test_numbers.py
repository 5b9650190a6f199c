import pytest
from reading import one, read

from panah.figure import Form, Hedge, Unit


@pytest.mark.parametrize(
    ("words", "low", "high", "hedge"),
    [
        ("98,000 people", 98000, 98000, Hedge.NONE),
        ("around 98,000 people", 98000, 98000, Hedge.ABOUT),
        ("just over 64,000 people", 64000, 64000, Hedge.OVER),
        ("close to 40,000 people", 40000, 40000, Hedge.ABOUT),
        ("nearly 40,000 people", 40000, 40000, Hedge.UNDER),
        ("at least 20,000 people", 20000, 20000, Hedge.AT_LEAST),
        ("up to 3,000 people", 3000, 3000, Hedge.UP_TO),
        ("5,000 to 6,000 people", 5000, 6000, Hedge.RANGE),
        ("between 20,000 and 25,000 people", 20000, 25000, Hedge.RANGE),
        ("eight to nine thousand people", 8000, 9000, Hedge.RANGE),
        ("1.356 million people", 1356000, 1356000, Hedge.NONE),
        ("1 million 660 thousand people", 1660000, 1660000, Hedge.NONE),
        ("half a million people", 500000, 500000, Hedge.NONE),
        ("a quarter of a million people", 250000, 250000, Hedge.NONE),
        ("two hundred thousand people", 200000, 200000, Hedge.NONE),
        ("over five thousand people", 5000, 5000, Hedge.OVER),
        ("200 000 people", 200000, 200000, Hedge.NONE),
        ("some 2,000 or so people", 2000, 2000, Hedge.ABOUT),
    ],
)
def test_a_number_is_read_with_its_bounds_and_hedge(words, low, high, hedge):
    figure = one(f"On Monday {words} entered Finland.")
    assert (figure.low, figure.high, figure.hedge) == (low, high, hedge)


@pytest.mark.parametrize(
    ("words", "factor"),
    [
        ("about twice as many Russians entered Georgia as before", 2),
        ("arrivals in Georgia doubled", 2),
        ("arrivals in Georgia have tripled", 3),
        ("half as many Russians entered Georgia as a week ago", 0.5),
        ("arrivals in Georgia were 30 percent higher", 1.3),
        ("over 30% more people entered Georgia", 1.3),
        ("arrivals in Georgia fell by 40 percent", 0.6),
        ("a fifth fewer people entered Georgia", 0.8),
        ("arrivals in Georgia were down by nearly half", 0.5),
    ],
)
def test_a_ratio_is_a_factor_of_the_earlier_count(words, factor):
    figure = one(f"Last week {words}.")
    assert figure.form is Form.RATIO
    assert figure.low == pytest.approx(factor, abs=0.001)
    assert figure.destination == "GEO"


@pytest.mark.parametrize(
    "sentence",
    [
        "Putin wants to call up several hundred thousand reservists who entered the army.",
        "Moscow called up 300,000 reservists while people left Russia.",
        "Up to 20,000 people could enter Finland at the weekend.",
        "The hall has room for 2,000 people who arrive in Finland.",
        "The guards turned away 709 Russians.",
        "15,832 people passed the posts in both directions.",
        "He wants $427 million for those who entered Lebanon.",
        "The queue of cars at the border was 35 km long.",
        "Half of those who entered are between 18 and 65 years old.",
        "Some 60 percent of the people who arrived travel on.",
        "People who entered Mongolia may stay 30 days.",
        "Nine crossing points are open to those who enter Finland.",
        "The opposition's claim that 250,000 Russians entered Georgia is wrong.",
        "On Monday 4,200 more people arrived than a week before.",
    ],
)
def test_what_is_no_displacement_figure_is_left_out(sentence):
    assert read(sentence) == []


def test_households_are_not_counted_as_people():
    families, people = read("Some 487 families with 1,553 members returned to Syria on Monday.")
    assert families.unit is Unit.HOUSEHOLD
    assert people.unit is Unit.PERSON


def test_a_mistyped_number_is_offered_with_doubt():
    figure = one("Some 98,00 Russians entered Finland on Monday.")
    assert figure.evidence.quote.startswith("Some 98,00")
    assert figure.confidence <= 0.2
    assert any("mistyped" in caveat for caveat in figure.caveats)


@pytest.mark.parametrize(
    ("words", "form"), [("a day", Form.PER_DAY), ("every week", Form.PER_WEEK), ("a month", Form.PER_MONTH)]
)
def test_a_rate_is_told_from_a_total(words, form):
    assert one(f"Some 5,000 people {words} entered Georgia.").form is form


def test_two_numbers_of_one_size_share_a_scale():
    first, second = read("Finland and Georgia took in 41 and 37 thousand people respectively since 21 September.")
    assert (first.low, second.low) == (41_000, 37_000)

