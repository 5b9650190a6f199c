"""Where a situation comes from: a folder on disk, read now, or the database, where people have reviewed it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from panah.cli.screen import busy, today, watched
from panah.errors import InputError

if TYPE_CHECKING:
    from panah.figure import Figure, Report
    from panah.ledger.models import Situation as Row
    from panah.publish import Picture
    from panah.reconcile import Change, Estimate
    from panah.situation import Situation

QUIET = timedelta(days=60)
"""After so long without a report a picture stops at the last one instead of running on to today, as in the room."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A situation, the figures that count, and the day up to which they tell."""

    situation: Situation
    figures: list[Figure]
    as_of: date
    reports: tuple[Report, ...] = ()
    """Those known by then."""

    def estimate(self) -> Estimate:
        """What the figures say together."""
        from panah.reconcile import reconcile

        with busy("Reconciling"):
            return reconcile(self.figures, as_of=self.as_of, events=self.situation.events)

    def changes(self, earlier: date) -> list[Change]:
        """How what the figures say of the days up to `earlier` has changed since."""
        from panah.reconcile import compare

        with busy("Reconciling"):
            return compare(self.figures, earlier, self.as_of, self.situation.events)

    def picture(self) -> Picture:
        """The estimate as the picture that people read."""
        from panah.publish import picture

        return picture(self.estimate(), self.situation)


def follow(name: str, database: str | None, as_of: date | None) -> Followed:
    """The situation kept in the folder `name`, else the one of that name in the database, as known on a day.

    Without a day, all that is known now. Raises InputError when there is neither.
    """
    if as_of is not None and as_of > today():
        raise InputError(f"{as_of} has not come yet", hint="Give a day up to today")
    if (Path(name) / "situation.toml").is_file():
        return _from_folder(Path(name), as_of)
    if "/" in name or "\\" in name:
        raise InputError("there is no situation.toml", where=name, hint="Name a situation's folder")
    open_ledger(database)
    from panah.ledger import service
    from panah.web import pictures

    shown = pictures.view(row := service.situation(name), pictures.moment(row, as_of, today()))
    reports = tuple(each.report for each in pictures.reports_of(shown))
    return Followed(shown.followed, list(shown.figures), shown.moment.until, reports)


def _from_folder(folder: Path, as_of: date | None) -> Followed:
    from panah.read import read
    from panah.situation import load

    situation = load(folder)
    reports = situation.reports
    if as_of is not None:
        reports = tuple(report for report in reports if _was_known(report, as_of))
    read_now = (read(r, events=situation.events) for r in watched(reports, "reports read", len(reports)))
    figures = [figure for found in read_now for figure in found]
    if as_of is None:  # what is kept by now may speak about the days it tells of, even if it came in later
        figures = [replace(figure, known=None) for figure in figures]
    return Followed(situation, figures, as_of or _last_day(reports), reports)


def _was_known(report: Report, day: date) -> bool:
    known = report.known or report.published
    return known is None or known <= day


def _last_day(reports: tuple[Report, ...]) -> date:
    newest = max((day for report in reports if (day := report.published or report.known)), default=today())
    return today() if today() - newest <= QUIET else newest


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
