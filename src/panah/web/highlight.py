"""A text cut where figures begin and end, so that overlapping ones can be marked without losing a character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """Where a figure's words stand: character offsets, end exclusive."""

    start: int
    end: int
    figure: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and the figures whose words cover it, the innermost first; none for plain text."""

    text: str
    figures: tuple[str, ...] = ()
    first_of: tuple[str, ...] = ()
    """The figures whose words begin here."""
    page: int | None = None
    """The page of the report that begins here, if one does."""


def pieces(
    text: str, spans: Iterable[Span], *, window: tuple[int, int] | None = None, pages: Iterable[int] = ()
) -> Iterator[Piece]:
    """The text (or a window of it) in pieces that join to it exactly; spans that do not fit in it are left out.

    `pages` are the offsets where pages begin; the text is cut there as well.
    """
    low, high = window or (0, len(text))
    begins = {offset: number for number, offset in enumerate(pages, start=1) if low <= offset < high}
    fitting = sorted(
        (s for s in spans if low <= s.start < s.end <= high), key=lambda s: (s.start, -(s.end - s.start), s.figure)
    )
    edges = sorted({low, high, *begins, *(s.start for s in fitting), *(s.end for s in fitting)})
    waiting = 0
    open_now: list[Span] = []
    for start, end in pairwise(edges):
        open_now = [s for s in open_now if s.end > start]
        fresh = []
        while waiting < len(fitting) and fitting[waiting].start <= start:
            fresh.append(fitting[waiting])
            waiting += 1
        open_now += fresh
        inner_first = sorted(open_now, key=lambda s: (s.end - s.start, s.start, s.figure))
        yield Piece(
            text[start:end], tuple(s.figure for s in inner_first), tuple(s.figure for s in fresh), begins.get(start)
        )
