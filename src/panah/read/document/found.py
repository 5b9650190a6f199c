"""What a file of one kind gave, before what is given by keyword is laid over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from panah.read.table.looks import Cells

Progress = Callable[[int, int], None]
"""Told how many of how many pages or items are done. What it raises ends the reading."""


@dataclass(frozen=True, slots=True)
class Found:
    """The words and tables of one document, and what it says itself about its origin."""

    text: str = ""
    tables: tuple[tuple[str, Cells], ...] = ()
    title: str = ""
    publisher: str | None = None
    published: date | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()
    url: str | None = None
    pages: tuple[int, ...] = ()
    guessed: date | None = None
    """A day found somewhere in the file, which may be another day than that of its publication."""
    guessed_from: str = "was found on the page"
    attached: bool = False
    """Whether it came with another document, as an e-mail's attachment does."""


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""


def iso_day(text: str | None) -> date | None:
    """The day at the start of an ISO date or moment; None when there is none."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
