"""The first page: every situation that is followed, with its newest sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from panah.ledger import service
from panah.ledger.models import Situation
from panah.publish import Picture
from panah.web.pictures import Moment, moment, newest_day, picture_of, view


@dataclass(frozen=True, slots=True)
class Line:
    """One situation on the list: its picture, how old its newest report is, and what waits for a decision."""

    row: Situation
    picture: Picture
    moment: Moment
    newest: date | None
    age: int | None
    undecided: int
    reports: int


@require_safe
def situations(request: HttpRequest) -> HttpResponse:
    """The list of situations."""
    today = timezone.now().date()
    return render(request, "panah/situations.html", {"lines": [_line(row, today) for row in service.situations()]})


def _line(row: Situation, today: date) -> Line:
    when = moment(row, None, today)
    shown = view(row, when)
    newest = newest_day(row, today)
    age = (today - newest).days if newest else None
    return Line(row, picture_of(shown), when, newest, age, shown.undecided, row.reports.count())
