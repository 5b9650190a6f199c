"""Reports are kept verbatim and once, whoever adds them and however often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.conftest import SEEN, TEXT, a_figure, a_report
from panah.errors import InputError
from panah.figure import Report
from panah.ledger import models, service
from panah.situation import Situation


def test_a_report_and_its_figures_come_back_as_they_were_given(opened: Any) -> None:
    table = (("Sheet1", (("day", "in"), ("1", "20"))),)
    report = a_report(
        publisher="An agency", language="en", url="https://example.org/a", tables=table, notes=("guessed",)
    )
    added = service.keep(opened, report, [a_figure()], known_at=SEEN, by="ana")
    kept = models.Report.objects.get(pk=added.row.pk)
    assert kept.report == replace(report, known=SEEN.date())
    assert kept.text == TEXT
    figure = added.figures[0].figure
    stored = models.Figure.objects.get(report=kept).figure
    assert stored == figure
    assert (figure.report, figure.said, figure.known) == (report.id, report.published, SEEN.date())


def test_a_report_added_twice_is_recognised_and_kept_once(opened: Any, kept: Callable[..., Any]) -> None:
    first = kept(a_figure())
    again = service.keep(opened, a_report("  " + TEXT.replace(" ", "\n")), [a_figure(5)], known_at=SEEN, by="ben")
    assert not again.new
    assert [row.pk for row in again.figures] == [row.pk for row in first]
    assert models.Report.objects.count() == models.Figure.objects.count() == 1


def test_two_people_who_add_the_same_report_at_once_keep_it_once(
    opened: Any, in_threads: Callable[..., list[Any]]
) -> None:
    def add() -> service.Added:
        return service.keep(opened, a_report(), [a_figure(), a_figure(64_000)], known_at=SEEN, by="ana")

    added = in_threads(add, add, add, add)
    assert sum(one.new for one in added) == 1
    assert len({one.row.pk for one in added}) == 1
    assert all(len(one.figures) == 2 for one in added)
    assert (models.Report.objects.count(), models.Figure.objects.count()) == (1, 2)


def test_two_people_who_add_different_reports_at_once_lose_none(
    opened: Any, in_threads: Callable[..., list[Any]]
) -> None:
    def adds(number: int) -> Callable[[], service.Added]:
        return lambda: service.keep(opened, a_report(f"{number} came"), [a_figure(number)], known_at=SEEN, by="ana")

    assert all(one.new for one in in_threads(*map(adds, range(1, 9))))
    assert sorted(figure.low for figure in service.figures_as_of(opened, SEEN.date())) == list(range(1, 9))


def test_a_figure_that_cannot_be_kept_keeps_its_report_out_too(opened: Any) -> None:
    with pytest.raises(Exception, match="wrong"):
        service.keep(opened, a_report(), (_ for _ in _failing()), known_at=SEEN, by="ana")
    assert not models.Report.objects.exists()


def _failing() -> Any:
    yield a_figure()
    raise ValueError("wrong")


def test_an_imported_report_is_known_at_noon_of_its_day(opened: Any, followed: Situation) -> None:
    one = a_report("One came.", published=date(2022, 9, 20))
    two = a_report("Two came.", published=date(2022, 9, 20), known=date(2022, 9, 22))
    none = a_report("Some came.", published=None)
    service.open_situation(replace(followed, reports=(one, two, none)), now=SEEN, by="ana")
    known = {row.text: row.known_at for row in models.Report.objects.all()}
    assert known == {
        "One came.": datetime(2022, 9, 20, 12, tzinfo=UTC),
        "Two came.": datetime(2022, 9, 22, 12, tzinfo=UTC),
        "Some came.": SEEN,
    }


def test_a_report_that_is_added_cannot_be_backdated(opened: Any) -> None:
    added = service.add_report(opened, a_report(known=date(2020, 1, 1)), events=(), now=SEEN, by="ana")
    assert added.row.known_at == SEEN


def test_reading_finds_the_figures_of_a_report_that_is_added(opened: Any) -> None:
    events = service.events_of(opened)
    added = service.add_report(opened, a_report(), events=events, now=SEEN, by="ana")
    assert added.new
    assert {(row.measure, row.body["low"], row.place) for row in added.figures} >= {("arrivals", 98_000, "KAZ")}


def test_a_report_from_the_future_is_refused_with_its_day(opened: Any) -> None:
    with pytest.raises(InputError, match="2031-01-01"):
        service.add_report(opened, a_report(published=date(2031, 1, 1)), events=(), now=SEEN, by="ana")
    assert not models.Report.objects.exists()


def test_opening_a_situation_again_adds_only_what_is_new(opened: Any, followed: Situation) -> None:
    report = a_report("Ten people came to Kazakhstan.")
    for _ in range(2):
        row = service.open_situation(replace(followed, title="Renamed", reports=(report,)), now=SEEN, by="ana")
    assert (row.pk, row.title) == (opened.pk, "Renamed")
    assert (row.events.count(), row.sites.count(), row.reports.count()) == (1, 1, 1)
    assert service.folder_of(row).sites == followed.sites
    assert service.events_of(row) == followed.events


def test_a_situation_that_is_not_followed_is_named_with_those_that_are(opened: Any) -> None:
    with pytest.raises(InputError, match=r"'elsewhere'.*mobilization"):
        service.situation("elsewhere")


def test_characters_no_database_keeps_are_replaced_one_for_one_and_said(opened: Any) -> None:
    added = service.keep(opened, Report(text="10\0 came \ud83d"), [], known_at=SEEN, by="ana")
    assert added.row.text == "10\N{REPLACEMENT CHARACTER} came \N{REPLACEMENT CHARACTER}"
    assert added.row.notes == ["2 unprintable characters were replaced."]


@given(st.text(st.characters(codec=None, categories=None), max_size=60))
def test_any_text_at_all_can_be_stored_with_its_offsets_unmoved(text: str) -> None:
    stored = service.storable(Report(text=text)).text
    stored.encode()
    assert "\0" not in stored
    assert len(stored) == len(text)


def test_the_pages_of_a_report_and_of_its_quotes_are_kept(opened: Any) -> None:
    text = "Flash update.\n\nOn Monday 1,200 Russians crossed into Georgia."
    report = Report(text=text, published=SEEN.date(), language="en", pages=(0, 15))
    added = service.add_report(opened, report, events=(), now=SEEN, by="ana")
    kept = models.Report.objects.get(pk=added.row.pk)
    assert kept.report.pages == (0, 15)
    assert [row.figure.evidence.page for row in added.figures] == [2]
    assert added.figures[0].figure.id == added.figures[0].figure_id
