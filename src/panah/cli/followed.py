"""Where a situation comes from: a folder on disk, read now, or the database, where people have reviewed it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from panah.cli.screen import today, watched
from panah.errors import InputError

if TYPE_CHECKING:
    from panah.figure import Figure
    from panah.ledger.models import Situation as Row
    from panah.publish import Picture
    from panah.reconcile import Estimate
    from panah.situation import Situation


@dataclass(frozen=True, slots=True)
class Followed:
    """A situation and its figures as they were known at the end of a day."""

    situation: Situation
    figures: list[Figure]
    as_of: date

    def estimate(self) -> Estimate:
        """What the figures say together."""
        from panah.reconcile import reconcile

        return reconcile(self.figures, as_of=self.as_of, events=self.situation.events)

    def picture(self) -> Picture:
        """The estimate as the picture that people read."""
        from panah.publish import picture

        return picture(self.estimate(), self.situation)


def follow(name: str, database: str | None, as_of: date | None) -> Followed:
    """The situation kept in the folder `name`, else the one of that name in the database, as known on a day.

    Without a day, today. Raises InputError when there is neither.
    """
    day = as_of or today()
    if _is_folder(name):
        from panah.situation import load

        situation = load(Path(name))
        return Followed(situation, [f for f in read_all(situation) if _was_known(f, day)], day)
    from panah.ledger import service

    open_ledger(database)
    row = service.situation(name)
    return Followed(service.folder_of(row), service.figures_as_of(row, day), day)


def _was_known(figure: Figure, day: date) -> bool:
    known = figure.known or figure.said
    return known is None or known <= day


def _is_folder(name: str) -> bool:
    if (Path(name) / "situation.toml").is_file():
        return True
    if "/" in name or "\\" in name:
        raise InputError("there is no situation.toml", where=name, hint="Name a situation's folder")
    return False


def read_all(situation: Situation) -> list[Figure]:
    """The figures of all the situation's reports, with progress while a person watches."""
    from panah.read import read

    reports = watched(situation.reports, "reports read", len(situation.reports))
    return [figure for report in reports for figure in read(report, events=situation.events)]


def open_ledger(database: str | None) -> None:
    """Ready the database for the person who sits here."""
    from panah.web import setup

    setup(database, single_user=True)


def keep_folder(situation: Situation) -> Row:
    """The situation's row in the ledger, its events, sites and reports kept, with progress while a person watches."""
    from panah.ledger import service
    from panah.web.start import LOCAL_USER

    now = datetime.now(UTC)
    row = service.open_situation(replace(situation, reports=()), now=now, by=LOCAL_USER)
    for report in watched(situation.reports, "reports read", len(situation.reports)):
        service.add_report(row, report, events=situation.events, now=now, by=LOCAL_USER, backdate=True)
    return row
