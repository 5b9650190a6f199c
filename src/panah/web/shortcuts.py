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
    return get_object_or_404(Report.objects.select_related("situation"), situation__slug=slug, digest=digest)


def figure_or_404(slug: str, digest: str, figure: str) -> Figure:
    """The figure of that report."""
    rows = Figure.objects.select_related("report__situation")
    return get_object_or_404(rows, report__situation__slug=slug, report__digest=digest, figure_id=figure)


def who(request: HttpRequest) -> str:
    """The name under which the ledger keeps what this person does."""
    return request.user.get_username()
