"""The phrase signs of the word tables mean what lexicon.py says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panah.read.text.language import codes, load
from panah.read.text.lexicon import WORD, Lexicon, fold


def found(phrase: str, text: str) -> str | None:
    """The words of `text` that the phrase finds, or None."""
    folded = fold(text)
    hits = list(Lexicon([(phrase, "x")]).scan(folded, [m.start() for m in WORD.finditer(folded)]))
    return text[hits[0].start : hits[0].end] if hits else None


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("crossed into", "They crossed into Chad.", "crossed into"),
        ("cross*", "They crossed it.", "crossed"),
        ("cross", "They crossed it.", None),
        ("(came|went) home", "They went home.", "went home"),
        ("at (sea|the border)", "Stuck at the border.", "at the border"),
        ("let ~ in", "They let 900 people in.", "let 900 people in"),
        ("let ~ in", "They let it be, said one; in all 900.", None),
        ("put the? number", "They put number two.", "put number"),
        ("came to #", "It came to 900 then.", "came to 900"),
        ("in", "They came in.", "in"),
        ("in", "They came inside.", None),
    ],
)
def test_a_phrase_finds_its_words(phrase, text, words):
    assert found(phrase, text) == words


@given(st.text())
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("code", codes())
def test_every_language_loads_and_knows_its_own_months(code):
    language = load(code)
    assert set(language.months.values()) == set(range(1, 13))
    assert set(language.weekdays.values()) == set(range(7))
