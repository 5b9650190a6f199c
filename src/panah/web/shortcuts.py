"""Rows by the names that stand in addresses; what is not there is a 404."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from panah.ledger.models import Figure, Report, Situation


def situation_or_404(slug: str) -> Situation:
    """The situation of that name."""
    return get_object_or_404(Situation, slug=slug)


def report_or_404(slug: str, digest: str) -> Report:
    """The report of that situation."""
    rows = Report.objects.select_related("situation")
    found: Report = get_object_or_404(rows, situation__slug=slug, digest=digest)
    return found


def figure_or_404(slug: str, digest: str, figure: str) -> Figure:
    """The figure of that report."""
    rows = Figure.objects.select_related("report__situation")
    found: Figure = get_object_or_404(rows, report__situation__slug=slug, report__digest=digest, figure_id=figure)
    return found


def who(request: HttpRequest) -> str:
    """The name under which the ledger keeps what this person does."""
    return request.user.get_username()
