"""The same words under another publisher are kept once, with both who told them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.conftest import SEEN, a_figure, a_report
from panah.ledger import models, service
from panah.ledger.standing import end_of
from panah.reconcile import reconcile

WORDS = "About 98,000 Russians entered Kazakhstan since September 21, the ministry said. Just over 64,000 left."
LATER = SEEN + timedelta(days=1)


def add(opened: Any, publisher: str | None, at: Any = SEEN, **fields: Any) -> service.Added:
    return service.add_report(opened, a_report(WORDS, publisher=publisher, **fields), events=(), now=at, by="ana")


def test_the_second_teller_of_the_same_words_is_kept_and_counts_as_one_more_telling(opened: Any) -> None:
    assert not add(opened, "Border Desk").retold
    again = add(opened, "Morning Post", LATER, published=date(2022, 9, 28))
    assert (again.new, again.retold) == (False, True)
    assert models.Report.objects.count() == 1
    figures = service.figures_as_of(opened, LATER.date())
    tellers = [figure.sources[-1].name for figure in figures if figure.low == 98_000]
    assert tellers == ["Border Desk", "Morning Post"]
    assert [f.said for f in figures if f.low == 98_000] == [date(2022, 9, 27), date(2022, 9, 28)]
    estimate = reconcile(figures, LATER.date(), draws=4)
    told = next(s for s in estimate.statements if s.figure.low == 98_000)
    assert [figure.sources[-1].name for figure in told.tellings] == tellers


def test_a_teller_is_not_seen_before_the_day_it_became_known(opened: Any) -> None:
    add(opened, "Border Desk")
    before = service.figures_as_of(opened, SEEN.date())
    add(opened, "Morning Post", LATER)
    assert service.figures_as_of(opened, SEEN.date()) == before


@pytest.mark.parametrize("publisher", [None, "", "  ", "Border Desk", "BORDER desk."])
def test_nobody_new_is_no_further_teller(opened: Any, publisher: str | None) -> None:
    add(opened, "Border Desk")
    assert not add(opened, publisher).retold
    assert not models.Telling.objects.exists()


def test_a_report_that_named_no_publisher_learns_one_and_a_teller_is_kept_once(opened: Any) -> None:
    add(opened, None)
    assert [add(opened, "Morning Post").retold for _ in range(3)] == [True, False, False]
    assert {f.sources[-1].name for f in service.figures_as_of(opened, SEEN.date()) if f.sources} >= {"Morning Post"}


def test_what_nobody_counted_by_name_is_one_count_of_two_publishers(opened: Any) -> None:
    text = "About 7,000 Russians entered Kazakhstan on Monday."
    for publisher in ("Border Desk", "Morning Post"):
        service.add_report(opened, a_report(text, publisher=publisher), events=(), now=SEEN, by="ana")
    figures = service.figures_as_of(opened, SEEN.date())
    assert [figure.sources[-1].name for figure in figures] == ["Border Desk", "Morning Post"]
    assert len(reconcile(figures, SEEN.date(), draws=4).statements) == 1


def test_a_figure_that_was_amended_or_rejected_is_so_for_every_teller(opened: Any) -> None:
    first, second = add(opened, "Border Desk").figures
    add(opened, "Morning Post")
    service.review(first, "amended", by="ana", at=LATER, changes={"low": 90_000.0, "high": 90_000.0})
    service.review(second, "rejected", by="ana", at=LATER)
    assert [figure.low for figure in service.figures_as_of(opened, LATER.date())] == [90_000, 90_000]


def test_two_who_add_the_same_words_at_once_under_two_names_are_both_kept(opened: Any, in_threads: Any) -> None:
    in_threads(*(lambda name=name: add(opened, name) for name in ("One", "Two", "Three", "Two")))
    report = models.Report.objects.get(text=WORDS)
    assert {report.publisher, *report.retold.values_list("publisher", flat=True)} == {"One", "Two", "Three"}
    assert models.Figure.objects.filter(known_at__lte=end_of(SEEN.date())).count() == len(a_report_figures(opened))


def a_report_figures(opened: Any) -> list[Any]:
    return service.proposals(models.Report.objects.get(situation=opened))


def test_the_figures_themselves_stay_as_they_were_read(opened: Any) -> None:
    service.keep(opened, a_report(publisher="One"), [a_figure()], known_at=SEEN, by="ana")
    before = models.Figure.objects.get().body
    service.keep(opened, a_report(publisher="Two"), [], known_at=LATER, by="ana")
    assert models.Figure.objects.get().body == before
