"""Numbers of people that are no displacement figures come back as mentions, with the reason."""

import tomllib
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panah.figure import Hedge, Report
from panah.read import mentions, reading
from panah.read.mention import REASONS, MentionKind, mention_from_json, mention_json
from panah.read.text.language import codes


def left(text: str, language: str = "en") -> list[tuple[str, str, float]]:
    """Words, kind and number of what a report leaves out."""
    report = Report(text, published=date(2022, 9, 27), language=language)
    return [(m.evidence.quote, m.kind.value, m.high) for m in mentions(report)]


@pytest.mark.parametrize(("language", "text", "quote", "kind", "number"), [
    ("en", "Up to 200,000 Afghans could flee to Iran by June.", "Up to 200,000 Afghans", "forecast", 2e5),
    ("en", "The quota is 5,000 refugees from Sudan.", "5,000 refugees", "quota", 5000),
    ("en", "The camp was built for 3,000 people.", "3,000 people", "capacity", 3000),
    ("en", "The ministry dismissed a claim of 250,000 arrivals as false.", "250,000 arrivals", "claim", 250_000),
    ("en", "Latvia turned away 135 Russians at the border.", "135 Russians", "refused", 135),
    ("en", "In both directions, 115,000 people passed the border.", "115,000 people", "both_ways", 115_000),
    ("en", "The call-up is of 300,000 reservists.", "300,000 reservists", "force", 300_000),
    ("en", "At least 88 people drowned off the coast.", "At least 88 people", "harm", 88),
    ("de", "Die Behörde rechnet mit 20.000 Flüchtlingen.", "20.000 Flüchtlingen", "forecast", 20_000),
    ("de", "In den Heimen gibt es 1100 Plätze.", "1100 Plätze", "capacity", 1100),
    ("fr", "Le camp est prévu pour 10 000 personnes.", "10 000 personnes", "capacity", 10_000),
    ("fr", "Quelque 400 soldats gardent la frontière.", "Quelque 400 soldats", "force", 400),
    ("es", "Otros 200 efectivos viajarán a la frontera.", "Otros 200 efectivos", "force", 200),
    ("es", "Fueron rechazados 340 migrantes en la frontera.", "340 migrantes", "refused", 340),
    ("ru", "В обе стороны границу пересекли 41 000 человек.", "41 000 человек", "both_ways", 41_000),
    ("ru", "Погибли 120 мигрантов.", "120 мигрантов", "harm", 120),
    ("uk", "Країна обіцяла прийняти 3000 біженців.", "3000 біженців", "quota", 3000),
    ("ar", "وتتوقع المفوضية أن يقترب العدد من 200 ألف مع نهاية العام.", "200 ألف", "forecast", 200_000),
    ("kk", "Лагерь 500 адамға арналған.", "500 адамға", "capacity", 500),
    ("fi", "Rajalla on 300 sotilasta.", "300 sotilasta", "force", 300),
])
def test_a_number_is_left_out_for_what_its_words_say(
        language: str, text: str, quote: str, kind: str, number: float) -> None:
    assert left(text, language) == [(quote, kind, number)]


def test_the_reason_says_in_words_why_and_shows_the_words_that_decide() -> None:
    [mention] = mentions(Report("Up to 200,000 people could flee to Iran.", language="en"))
    assert mention.hedge is Hedge.UP_TO
    assert mention.reason == "it is foreseen, wanted or feared, and has not happened (“could”)"


def test_people_of_whom_nothing_is_said_are_left_out_for_just_that() -> None:
    [mention] = mentions(Report("The island has 6,000 residents.", language="en"))
    assert mention.kind is MentionKind.UNCLEAR
    assert mention.words == ""


@pytest.mark.parametrize("text", [
    "The border is 1,340 kilometres long.",
    "At 09:20 on 24 February 2022 the crossing opened.",
    "The agency wants 40 million dollars for 12 tents.",
    "Section 42 lapses in 30 days.",
    "The share could rise to 80 percent.",
    "Twelve laws could pass.",
    "It was the fifth straight day.",
])
def test_days_distances_money_shares_and_laws_are_no_mentions(text: str) -> None:
    assert left(text) == []


def test_a_figure_is_never_a_mention_as_well() -> None:
    text = "Some 4,500 Syrians crossed into Lebanon on Monday. There 135 were turned away. Another 20,000 could follow."
    found = reading(Report(text, published=date(2024, 12, 12), language="en"))
    assert [f.low for f in found.figures] == [4500]
    assert [m.low for m in found.mentions] == [135, 20_000]


def test_offsets_and_pages_are_those_of_the_whole_report() -> None:
    page = "The weather was fine on the border. " * 700
    text = f"{page}\nThe camp was built for 3,000 people."
    [mention] = mentions(Report(text, language="en", pages=(0, len(page) + 1)))
    assert text[mention.evidence.start : mention.evidence.end] == "3,000 people"
    assert mention.evidence.page == 2
    assert mention.report == Report(text).id


def test_a_mention_goes_to_json_and_back() -> None:
    [mention] = mentions(Report("Latvia turned away between 100 and 135 Russians at the border.", language="en"))
    assert mention_from_json(mention_json(mention)) == mention


def test_every_label_that_spoils_a_number_has_a_kind_and_every_kind_its_reason() -> None:
    assert set(REASONS) == set(MentionKind)
    for code in codes():
        table = tomllib.loads((files("panah.read.text.languages") / f"{code}.toml").read_text(encoding="utf-8"))
        assert table["spoilers"], code
        assert {label.rpartition("/")[2] for label in table["spoilers"]} <= set(MentionKind), code
        assert {label[3:] for label in table["nouns"] if label.startswith("no/")} <= set(MentionKind), code


WORDS = ["1,200", "300", "people", "soldiers", "could", "flee", "of them", "crossed", "into Chad", "and", "turned away",
         "beds", "a", "in both directions", "more than", ",", "."]


@given(st.one_of(st.tuples(st.text(max_size=300), st.sampled_from(codes())),
                 st.tuples(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join), st.just("en"))))
def test_whatever_the_text_a_mention_quotes_it_and_overlaps_no_figure(told: tuple[str, str]) -> None:
    text, language = told
    found = reading(Report(text, language=language))
    for mention in found.mentions:
        assert text[mention.evidence.start : mention.evidence.end] == mention.evidence.quote
        assert not any(mention.evidence.overlaps(figure.evidence) for figure in found.figures)
