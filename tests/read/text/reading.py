"""Short-hands for the reading tests."""

from __future__ import annotations

from datetime import date

from panah.figure import Event, Figure, Report
from panah.read.text.assemble import read_text

TUESDAY = date(2022, 9, 27)


def read(
    text: str, *, published: date | None = TUESDAY, language: str = "en", events: tuple[Event, ...] = (), **keys: str
) -> list[Figure]:
    """The figures of a text, English if not told otherwise, said on Tuesday, 27 September 2022."""
    return read_text(Report(text, published=published, language=language, **keys), events=events)


def one(text: str, **keys: date | str | None) -> Figure:
    """The only figure of a text."""
    figures = read(text, **keys)
    assert len(figures) == 1, [f.evidence.quote for f in figures]
    return figures[0]
