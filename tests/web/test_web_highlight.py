"""A text is marked without losing, doubling or moving a character, however its figures overlap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from panah.web.highlight import Span, pieces

TEXT = "5,000 to 6,000 a day"


def test_plain_text_is_one_piece() -> None:
    assert [piece.text for piece in pieces(TEXT, [])] == [TEXT]
    assert list(pieces("", [])) == []


def test_overlapping_figures_are_cut_at_every_edge_and_the_innermost_comes_first() -> None:
    found = list(pieces(TEXT, [Span(0, 14, "range"), Span(9, 20, "rate"), Span(9, 14, "high")]))
    assert [(piece.text, piece.figures) for piece in found] == [
        ("5,000 to ", ("range",)),
        ("6,000", ("high", "rate", "range")),
        (" a day", ("rate",)),
    ]
    assert [piece.first_of for piece in found] == [("range",), ("rate", "high"), ()]


def test_spans_outside_the_text_or_the_window_are_left_out() -> None:
    spans = [Span(15, 99, "beyond"), Span(3, 3, "nothing"), Span(0, 5, "before"), Span(9, 14, "inside")]
    assert [piece.figures for piece in pieces(TEXT, spans, window=(6, 16))] == [(), ("inside",), ()]


SPANS = st.lists(st.builds(Span, st.integers(0, 40), st.integers(0, 40), st.sampled_from("abc")), max_size=8)


@given(st.text(max_size=30), SPANS)
def test_the_pieces_of_any_text_join_to_it_again(text: str, spans: list[Span]) -> None:
    found = list(pieces(text, spans))
    assert "".join(piece.text for piece in found) == text
    covered = {i for s in spans if s.start < s.end <= len(text) for i in range(s.start, s.end)}
    place = 0
    for piece in found:
        assert bool(piece.figures) == (place in covered)
        place += len(piece.text)
