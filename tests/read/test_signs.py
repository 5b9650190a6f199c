"""Early signs: found in every language, with their sentence and place, and never a number moved."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panah.figure import Report
from panah.read import SignKind, signs
from panah.read.text.language import codes

DAY = date(2023, 3, 1)

SENTENCES = [
    ("en", "The flow into Poland has slowed since Friday.", SignKind.SLOWING, "POL"),
    ("en", "Queues reached ten kilometres on the road to Georgia.", SignKind.QUEUE, "GEO"),
    ("en", "A decree signed on Monday bans young men from leaving.", SignKind.RULE, None),
    ("de", "Vor dem Übergang nach Polen bilden sich lange Schlangen.", SignKind.QUEUE, "POL"),
    ("de", "Der Zustrom nach Moldau ist abgeebbt.", SignKind.SLOWING, "MDA"),
    ("fr", "Le Tchad a fermé sa frontière jeudi.", SignKind.RULE, "TCD"),
    ("es", "Colombia teme una nueva oleada.", SignKind.GROWING, "COL"),
    ("ru", "На границе с Грузией выстроились очереди.", SignKind.QUEUE, "GEO"),
    ("uk", "Черги на кордоні з Польщею зменшились.", SignKind.QUEUE, "POL"),
    ("ar", "طوابير طويلة على حدود الأردن.", SignKind.QUEUE, "JOR"),
    ("kk", "Қазақстан шекарасында кезек ұзарды.", SignKind.QUEUE, "KAZ"),
    ("fi", "Raja-asemalla Suomessa oli pitkiä jonoja.", SignKind.QUEUE, "FIN"),
]


@pytest.mark.parametrize(("language", "text", "kind", "place"), SENTENCES)
def test_a_sentence_tells_its_sign_and_where(language: str, text: str, kind: SignKind, place: str | None) -> None:
    found = signs(Report("Nothing. " + text, published=DAY, language=language))
    one = next(sign for sign in found if sign.kind is kind)
    assert one.place == place
    assert one.evidence.quote == text
    assert ("Nothing. " + text)[one.evidence.start : one.evidence.end] == text
    assert one.words in text


def test_a_plain_report_has_none() -> None:
    text = "Some 4,500 Syrians have entered Lebanon since Monday, the UN refugee agency said."
    assert signs(Report(text, published=DAY, language="en")) == []


def test_a_sign_that_is_repeated_is_shown_once() -> None:
    text = "Queues grew in Georgia. Queues in Georgia stayed. Queues in Armenia grew."
    found = [sign.place for sign in signs(Report(text, language="en")) if sign.kind is SignKind.QUEUE]
    assert found == ["GEO", "ARM"]


def test_an_unknown_language_has_none() -> None:
    assert signs(Report("Colas enormes en la frontera", language="sw")) == []


@pytest.mark.parametrize("code", codes())
def test_every_language_has_words_of_every_kind(code: str) -> None:
    path = resources.files("panah.read.text").joinpath("languages", f"{code}.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))["signs"]
    assert set(table) == {kind.value for kind in SignKind}
    assert all(len(words) >= 4 for words in table.values())


@given(st.text(max_size=400), st.sampled_from(codes()))
def test_any_text_has_signs_whose_words_stand_in_it(text: str, code: str) -> None:
    for sign in signs(Report(text, language=code)):
        assert text[sign.evidence.start : sign.evidence.end] == sign.evidence.quote
