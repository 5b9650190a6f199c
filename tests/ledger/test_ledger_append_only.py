"""Nothing in the ledger is ever changed: not by the models, not by a query, not behind Django's back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from ledger.conftest import SEEN, a_figure, a_report
from panah.errors import ConflictError
from panah.ledger import models, service

TABLES = ("ledger_report", "ledger_figure", "ledger_review", "ledger_telling", "ledger_planningfigure")
TABLES += ("ledger_publication", "ledger_publishedfile")


@pytest.fixture
def rows(kept: Callable[..., Any]) -> list[Any]:
    [figure] = kept(a_figure())
    review = service.review(figure, "accepted", by="ana", at=SEEN + timedelta(hours=1))
    service.keep(figure.report.situation, a_report(publisher="Border Desk"), [], known_at=SEEN, by="ana")
    situation = figure.report.situation
    return [figure.report, figure, review, figure.report.retold.get(), planned(situation), *published(situation)]


def published(situation: Any) -> list[Any]:
    """A publication and its file as they are kept."""
    day = SEEN.date()
    row = models.Publication(situation=situation, number=1, as_of=day, headline="Many came", by="ana", at=SEEN)
    row.save()
    file = models.PublishedFile(publication=row, name="bulletin.txt", content=b"Many came", digest="0")
    file.save()
    return [row, file]


def planned(situation: Any) -> Any:
    """A planning figure as it is kept."""
    day = SEEN.date()
    row = models.PlanningFigure(
        situation=situation, place="KAZ", population="RUS", quantity="arrivals", first=day, last=day, as_of=day,
        quantile=0.9, value=9.0, low=1.0, high=10.0, owner="Centre", cleared_by="Head", expires=day, by="ana", at=SEEN,
    )  # fmt: skip
    row.save()
    return row


def test_saving_a_kept_row_again_is_refused_in_plain_words(rows: list[Any]) -> None:
    for row in rows:
        with pytest.raises(ConflictError, match="the ledger only grows"):
            row.save()


def test_deleting_a_kept_row_is_refused(rows: list[Any]) -> None:
    for row in rows:
        with pytest.raises(ConflictError, match="the ledger only grows"):
            row.delete()


def test_queries_cannot_change_or_delete_rows_either(rows: list[Any]) -> None:
    decided = (models.PlanningFigure, models.Publication, models.PublishedFile)
    for model in (models.Report, models.Figure, models.Review, models.Telling, *decided):
        with pytest.raises(ConflictError):
            model.objects.all().delete()
    with pytest.raises(ConflictError):
        models.Report.objects.filter(title="At the border").update(title="Elsewhere")
    with pytest.raises(ConflictError):
        rows[0].figures.all().delete()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id + 1", "DELETE FROM {}"])
def test_the_database_itself_refuses_what_bypasses_the_models(rows: list[Any], table: str, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="the ledger only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
    assert models.Report.objects.count() == models.Figure.objects.count() == models.Review.objects.count() == 1


def test_a_situation_with_reports_cannot_be_deleted(rows: list[Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        rows[0].situation.delete()
