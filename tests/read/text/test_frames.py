"""Whole frames: who, where, by whom, and what is carried over."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import one, read

from panah.errors import InputError
from panah.figure import Form, Measure, Report, from_json, to_json
from panah.read import read as read_report
from panah.situation import load

EXAMPLE = Path(__file__).parents[3] / "examples" / "mobilization-2022"


def test_the_five_figures_of_the_first_week():
    situation = load(EXAMPLE)
    report = next(r for r in situation.reports if "keeping them safe" in r.text)
    figures = read_report(report, events=situation.events)
    told = [(f.measure, f.form, f.low, f.high, f.population, f.destination or f.origin) for f in figures]
    assert told == [
        (Measure.ARRIVALS, Form.TOTAL, 98000, 98000, "RUS", "KAZ"),
        (Measure.DEPARTURES, Form.TOTAL, 64000, 64000, "RUS", "KAZ"),
        (Measure.ARRIVALS, Form.RATIO, 2, 2, "RUS", "GEO"),
        (Measure.ARRIVALS, Form.PER_DAY, 5000, 6000, "RUS", "GEO"),
        (Measure.ARRIVALS, Form.PER_DAY, 10000, 10000, "RUS", "GEO"),
    ]
    entered, left = figures[:2]
    assert (entered.period.start, entered.period.end) == (date(2022, 9, 21), date(2022, 9, 27))
    assert left.period == entered.period
    assert [s.name for s in entered.sources][:2] == ["Kazakh Interior Ministry", "RIA Novosti"]
    assert (figures[3].period.start, figures[3].period.end) == (date(2022, 9, 22), date(2022, 9, 23))
    assert figures[4].period.end == date(2022, 9, 27)


def test_an_ellipsis_takes_population_place_period_and_source_from_before():
    text = (
        "The Interior Ministry of Kazakhstan said some 9,000 Russians had entered the country since "
        "21 September. Just over 6,000 left."
    )
    entered, left = read(text)
    assert left.measure is Measure.DEPARTURES
    assert (left.population, left.origin, left.period) == ("RUS", "KAZ", entered.period)
    assert left.sources == entered.sources


def test_both_ways_in_one_breath():
    into, out = read("Finland counted 9,642 Russians in and 5,448 out on Monday.")
    assert (into.measure, into.low) == (Measure.ARRIVALS, 9642)
    assert (out.measure, out.low) == (Measure.DEPARTURES, 5448)


@pytest.mark.parametrize(
    ("sentence", "measure", "origin", "destination"),
    [
        ("Over 7,000 people crossed from Ukraine into Moldova on Monday.", "arrivals", "UKR", "MDA"),
        ("On Monday 7,000 people left Pakistan.", "departures", "PAK", None),
        ("On Monday 7,000 Afghans returned from Iran.", "returns", "IRN", "AFG"),
        ("Some 7,000 people are queueing at the border of Jordan.", "waiting", None, "JOR"),
        ("So far 7,000 Syrians have applied for asylum in Germany.", "applications", None, "DEU"),
        ("Uganda hosts 7,000 refugees.", "present", None, "UGA"),
        ("On Monday 402 people entered Norway at Storskog.", "arrivals", None, "NOR"),
        ("Some 850,000 people are displaced inside Ukraine.", "displaced", "UKR", None),
        ("Estonia has registered 7,000 refugees.", "registered", None, "EST"),
    ],
)
def test_measure_and_places(sentence, measure, origin, destination):
    figure = one(sentence)
    assert (figure.measure, figure.origin, figure.destination) == (measure, origin, destination)


def test_a_country_in_an_office_is_a_source_and_no_destination():
    figure = one("Georgia's interior minister said 9,000 people had entered Armenia on Monday.")
    assert figure.destination == "ARM"


def test_the_chain_runs_from_the_counter_to_the_teller():
    figure = one(
        "Citing the Kazakh Interior Ministry, the Interfax news agency reported that 900 people entered "
        "Kazakhstan on Monday."
    )
    assert figure.sources[0].name == "Kazakh Interior Ministry"
    assert "Interfax" in figure.sources[1].name
    assert (figure.sources[0].kind, figure.sources[1].kind) == ("official", "press")


def test_a_caveat_of_the_text_is_kept():
    figure = one("Some 9,000 people entered Finland on Monday, counted as crossings rather than people.")
    assert "crossings, not people" in figure.caveats


def test_every_field_says_why():
    figure = one("Around 9,000 Russians entered Finland on Monday.")
    assert {"measure", "population", "destination", "period"} <= {field for field, _ in figure.reasons}


def test_an_unknown_language_is_said_and_its_numbers_are_offered():
    figures = read_report(Report("Mwaka huu wakimbizi 8 572 wamefika na wengine 66.000 wameondoka.", language="sw"))
    assert [f.low for f in figures] == [8572, 66000]
    assert all("not read" in " ".join(f.caveats) and f.confidence < 0.1 for f in figures)


WORDS = [
    "Russians",
    "entered",
    "Finland",
    "98,000",
    "about",
    "since",
    "21 September",
    ".",
    ",",
    "left",
    "twice as many",
    "5,000 to 6,000",
    "a day",
    "the country",
    "said",
    "UNHCR",
    "on Monday",
    "of them",
    "31 February",
    "0",
    "%",
    "million",
    "half",
    "(",
    "\n",
    "99 999 999 999 999",
    "\u00a0",
    "İ",
    "٣",
    "''",
    "from",
    "to",
    "week",
    "2022",
]


def test_digits_are_offered_in_a_script_without_spaces():
    figures = read_report(Report("先週、約2300人が国境を越えた。"))
    assert [f.low for f in figures] == [2300]


def test_words_alone_are_no_report():
    with pytest.raises(InputError, match="no report"):
        read_report("Some 900 people arrived.")  # type: ignore[arg-type]


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=200))
def test_any_text_is_read_without_error_and_quotes_are_its_own_words(text):
    for published in (date(2022, 9, 27), date(2024, 2, 29), None):
        for figure in read(text, published=published):
            evidence = figure.evidence
            assert text[evidence.start : evidence.end] == evidence.quote
            assert from_json(to_json(figure)) == figure


def test_the_same_report_gives_the_same_figures():
    report = load(EXAMPLE).reports[5]
    assert read_report(report) == read_report(report)


def test_a_part_knows_its_whole():
    whole, men = read("Since Wednesday 3,000 Russians have entered Mongolia; 2,500 of them are men.")
    assert men.part_of == whole.id
    assert (men.population, men.destination, men.period) == (whole.population, whole.destination, whole.period)


def test_a_rate_is_no_part_of_a_total():
    total, rate = read("Since Wednesday 3,000 Russians have entered Mongolia, 500 of them a day.")
    assert (total.form, rate.form, rate.part_of) == (Form.TOTAL, Form.PER_DAY, None)


def test_an_hour_is_no_count():
    (figure,) = read("By 10 p.m. on Sunday 900 people had entered Finland.")
    assert figure.low == 900


def test_a_long_text_is_read_whole_with_true_offsets():
    sentence = "On Monday {:,} people entered Finland, the guards said. " + "Nothing else happened that day. " * 30
    text = "\n".join(sentence.format(1000 + i) for i in range(60))
    figures = read(text)
    assert [f.low for f in figures] == [1000 + i for i in range(60)]
    assert all(text[f.evidence.start : f.evidence.end] == f.evidence.quote for f in figures)
    assert {f.report for f in figures} == {Report(text).id}


@pytest.mark.parametrize("noise", ["9" * 5000, "1 " * 3000, "1,2" * 2000, "(" * 5000, "since " * 2000, "a. B" * 2000,
                                   "Russians " * 2000, "twice as many " * 800, "5 to 6 to " * 1000])
def test_noise_is_read_without_error(noise):
    for figure in read(noise):
        assert noise[figure.evidence.start : figure.evidence.end] == figure.evidence.quote


@pytest.mark.parametrize("space", [" ", "\t", "\r", "\x0b", "\u00a0", "\u2028"])
@pytest.mark.parametrize(("language", "text"), [
    ("ru", "5000 россиян остались в{}блоке."), ("uk", "5000 росіян прибули у{}блок."),
    ("fr", "5000 Russes sont restés dans l'ensemble du{}bloc."),
])
def test_whatever_space_parts_the_words_for_a_place_they_are_read(language, text, space):
    [figure] = read_report(Report(text.format(space), published=date(2022, 9, 27), language=language))
    assert "EU" in (figure.destination, figure.origin)
