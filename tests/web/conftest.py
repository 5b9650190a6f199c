"""A room with one small situation, and people at its door: an officer, a visitor, and nobody in particular."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from panah.figure import Evidence, Figure, Form, Hedge, Measure, Period, Report, Source
from panah.situation import Situation

DAY = date(2022, 9, 27)
NOON = datetime(2022, 9, 27, 12, tzinfo=UTC)
WORDS = (
    "About 98,000 Russians have entered Kazakhstan since September 21, the Interior Ministry told RIA Novosti. "
    "Just over 64,000 left. Several hundred thousand reservists were called up."
)
PATH = "/situations/mobilization/"


def told(quote: str, number: float, measure: Measure, *, text: str = WORDS, **fields: Any) -> Figure:
    """A figure that stands in a text with this quote."""
    start = text.index(quote)
    arriving = measure is not Measure.DEPARTURES
    given: dict[str, Any] = {
        "low": number,
        "high": number,
        "measure": measure,
        "hedge": Hedge.ABOUT,
        "population": "RUS",
        "destination": "KAZ" if arriving else None,
        "origin": None if arriving else "KAZ",
        "period": Period(date(2022, 9, 21), DAY),
        "sources": (Source("Interior Ministry"), Source("RIA Novosti")),
        "evidence": Evidence(quote, start, start + len(quote)),
        "confidence": 0.8,
        "reasons": (("low", f"the words {quote!r}"), ("measure", "the verb 'entered'")),
    }
    return Figure(**{**given, **fields})


IN = told("About 98,000 Russians", 98_000, Measure.ARRIVALS)
OUT = told("Just over 64,000", 64_000, Measure.DEPARTURES, hedge=Hedge.OVER)


@dataclass(frozen=True)
class Room:
    """The situation's row and the report that is in it."""

    situation: Any
    report: Any

    @property
    def figures(self) -> list[Any]:
        """The rows of the report's figures, in order of reading."""
        return list(self.report.figures.order_by("pk"))

    @property
    def report_path(self) -> str:
        return f"{PATH}reports/{self.report.digest}/"

    def figure_path(self, row: Any) -> str:
        return f"{self.report_path}figures/{row.figure_id}/"

    def keep(self, text: str, *figures: Figure, at: datetime = NOON, **fields: Any) -> Any:
        """Add a report with these figures; gives its row."""
        from panah.ledger import service

        given = {"title": "Another", "published": at.date(), **fields}
        return service.keep(self.situation, Report(text=text, **given), figures, known_at=at, by="ana").row


@pytest.fixture
def room(sqlite_ledger: str) -> Room:
    """A room where one report with two figures became known on 27 September 2022."""
    return furnished()


def furnished() -> Room:
    """The same room in the empty ledger that is in use."""
    from panah.ledger import service
    from panah.web.start import ensure_officers

    ensure_officers(single_user=True)
    followed = Situation("mobilization", "After the call-up", ("RUS",), ("KAZ", "GEO"))
    row = service.open_situation(followed, now=NOON, by="ana")
    report = Report(text=WORDS, title="At the border", publisher="Border Desk", published=DAY, language="en")
    return Room(row, service.keep(row, report, [IN, OUT], known_at=NOON, by="ana").row)


def person(name: str, *, officer: bool) -> Client:
    from django.contrib.auth.models import Group, User

    from panah.web.start import OFFICERS

    user = User.objects.create(username=name)
    if officer:
        user.groups.add(Group.objects.get(name=OFFICERS))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer(room: Room) -> Client:
    """Somebody who may add reports and review figures."""
    return person("ana", officer=True)


@pytest.fixture
def other_officer(room: Room) -> Client:
    """A second one, at another desk."""
    return person("ben", officer=True)


@pytest.fixture
def visitor(room: Room) -> Client:
    """Somebody who may only look."""
    return person("vera", officer=False)


@pytest.fixture
def alone(room: Room, settings: Any) -> Client:
    """Whoever sits at this machine while the room is in single-user mode."""
    settings.PANAH_SINGLE_USER = True
    return Client()


def georgia(number: float, day: date, **fields: Any) -> Figure:
    """A daily rate of arrivals in Georgia."""
    figure = told("98,000", number, Measure.ARRIVALS, destination="GEO", form=Form.PER_DAY, period=Period(day, day))
    return replace(figure, **fields)
