"""Hand-made situations, reports and figures for the ledger's tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from panah.figure import Event, Evidence, Figure, Measure, Period, Report, Source
from panah.situation import Site, Situation

SEEN = datetime(2022, 9, 27, 15, 30, tzinfo=UTC)
TEXT = "About 98,000 Russians came to Kazakhstan, the ministry said. 64,000 left."


def a_report(text: str = TEXT, **fields: Any) -> Report:
    """A report of one morning."""
    return Report(**{"text": text, "title": "At the border", "published": date(2022, 9, 27), **fields})


def a_figure(number: float = 98_000, **fields: Any) -> Figure:
    """People from Russia who came to Kazakhstan in a week of September."""
    given = {
        "low": number,
        "high": number,
        "measure": Measure.ARRIVALS,
        "population": "RUS",
        "destination": "KAZ",
        "period": Period(date(2022, 9, 21), date(2022, 9, 27)),
        "sources": (Source("Interior Ministry"),),
        "evidence": Evidence("About 98,000 Russians", 0, 21),
        "reasons": (("low", "the words '98,000'"), ("measure", "the verb 'came'")),
    }
    return Figure(**{**given, **fields})


@pytest.fixture
def followed() -> Situation:
    """A small situation, not yet in any ledger."""
    return Situation(
        slug="mobilization",
        title="After the call-up",
        populations=("RUS",),
        places=("KAZ", "GEO"),
        events=(Event(date(2022, 9, 21), "call-up announced", ("the call-up",), ("RUS",)),),
        sites=(Site("Uralsk school", "KAZ", 200),),
    )


@pytest.fixture
def opened(ledger: str, followed: Situation) -> Any:
    """The same situation's row in an empty ledger, on each engine in turn."""
    from panah.ledger import service

    return service.open_situation(followed, now=SEEN, by="ana")


@pytest.fixture
def kept(opened: Any) -> Callable[..., Any]:
    """Keep a report with the figures given, as seen at a moment; gives the figures' rows."""
    from panah.ledger import service

    def keep(*figures: Figure, at: datetime = SEEN, **report: Any) -> Any:
        return service.keep(opened, a_report(**report), figures, known_at=at, by="ana").figures

    return keep
