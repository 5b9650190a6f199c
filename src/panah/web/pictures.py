"""From the ledger to what a page shows: estimates are pure, so they are kept in this process by what went into them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Lock

from django.core.cache import caches

from panah.figure import Figure
from panah.forecast import Outlook, Scenario, Score, forecast, score, turns
from panah.ledger import service
from panah.ledger.models import Report, Situation
from panah.ledger.retold import with_tellers
from panah.ledger.standing import COUNTED, Standing, State, end_of, standings
from panah.publish import Doubt, Picture, chart, doubts, judged, picture, pulled, scored, turned
from panah.reconcile import Estimate, reconcile
from panah.situation import Situation as Followed

QUIET = timedelta(days=60)
"""After so long without a report a situation's picture stops at the last one instead of running on to today."""

_COMPUTING = Lock()  # a page that is loaded again while its estimate is computed waits for that one


@dataclass(frozen=True, slots=True)
class Moment:
    """Which picture is asked for: what was kept up to the end of `known`, about the days up to `until`."""

    known: date
    until: date
    asked: bool
    """Whether a past day was asked for; otherwise everything kept by now counts."""


@dataclass(frozen=True, slots=True)
class View:
    """A situation at a moment: its figures with their standing, and the key under which its estimate is kept."""

    situation: Situation
    followed: Followed
    moment: Moment
    figures: tuple[Figure, ...]
    undecided: int
    key: str


def moment(situation: Situation, asked: date | None, today: date) -> Moment:
    """The moment to show: the day asked for, else today; the picture ends earlier when nothing had come in for long."""
    known = asked or today
    newest = newest_day(situation, known)
    until = known if newest is None or known - newest <= QUIET else newest
    return Moment(known, until, asked=asked is not None)


def newest_day(situation: Situation, known: date) -> date | None:
    """The day of publication of the newest report known by a day; only if none says its day, when the last came in."""
    reports = situation.reports.filter(known_at__lte=end_of(known)).values_list("published", "known_at")
    published = [day for day, _ in reports if day]
    return max(published or [at.date() for _, at in reports], default=None)


def view(situation: Situation, when: Moment) -> View:
    """The figures that count at the moment: accepted and amended ones, and those that nobody has decided about."""
    found = standings(situation, end_of(when.known))
    counted = [one.row.figure for one in found if one.state in COUNTED or one.state is State.PROPOSED]
    counted = with_tellers(situation, counted, end_of(when.known))
    # The ledger has decided what was known by then; it may speak about days long before it came in.
    counted = [replace(figure, known=None) for figure in counted]
    followed = replace(
        service.folder_of(situation), reports=(), events=service.events_of(situation, end_of(when.known))
    )
    facts = (followed, when.until, [figure.id for figure in counted])
    key = hashlib.sha256(repr(facts).encode("utf-8", "replace")).hexdigest()[:32]
    return View(situation, followed, when, tuple(counted), undecided(found), key)


def undecided(found: list[Standing]) -> int:
    """How many figures wait for a person's decision."""
    return sum(one.state is State.PROPOSED for one in found)


def reports_of(shown: View, days: int | None = None) -> list[Report]:
    """The reports that were known at the view's moment; with `days` those published in so many days before it."""
    rows = shown.situation.reports.filter(known_at__lte=end_of(shown.moment.known))
    if days is not None:
        first = shown.moment.until - timedelta(days)
        rows = rows.filter(published__gt=first, published__lte=shown.moment.until)
    return list(rows)


def estimate_of(shown: View) -> Estimate:
    """The estimate from the view's figures, computed once in this process."""
    kept: Estimate | None = caches["estimates"].get(shown.key)
    if kept is None:
        with _COMPUTING:
            kept = caches["estimates"].get(shown.key)
            if kept is None:
                kept = reconcile(list(shown.figures), as_of=shown.moment.until, events=shown.followed.events)
                caches["estimates"].set(shown.key, kept)
    return kept


def picture_of(shown: View) -> Picture:
    """The picture made from the view's estimate, made once in this process."""
    kept: Picture | None = caches["default"].get(f"picture:{shown.key}")
    if kept is None:
        kept = picture(estimate_of(shown), shown.followed)
        caches["default"].set(f"weighed:{shown.key}", _weighed(estimate_of(shown)))
        caches["default"].set(f"turned:{shown.key}", turned(turns(estimate_of(shown))))
        caches["default"].set(f"picture:{shown.key}", kept)
    if not shown.moment.asked:
        caches["default"].set(f"newest:{shown.situation.pk}", shown.key)
    return kept


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the estimate makes of a figure, in sentences: what all figures say, how far off it is, and its doubts."""

    judged: str
    """Empty where a doubt says it."""
    pulled: str
    note: str
    doubts: tuple[Doubt, ...]


def _weighed(estimate: Estimate) -> dict[str, Weighed]:
    found: dict[str, Weighed] = {}
    for each in estimate.statements:
        up = doubts(each, estimate)
        said = any(doubt.kind != "leaning" for doubt in up)  # what all figures say is a part of these sentences
        about = Weighed("" if said else judged(each), pulled(each), each.note, up)
        found |= {figure.id: about for figure in (each.figure, *each.tellings)}
    return found


def last_weighed(situation: Situation) -> dict[str, Weighed] | None:
    """What the newest picture made here makes of each figure, by the id of every telling; None when none was made.

    A report's page shows it: it has to open at once, and between two decisions nothing need be computed anew.
    """
    key = caches["default"].get(f"newest:{situation.pk}")
    kept: dict[str, Weighed] | None = caches["default"].get(f"weighed:{key}") if key else None
    return kept


def compute_all(today: date) -> None:
    """Make the picture that each situation's page opens with."""
    for row in service.situations():
        picture_of(view(row, moment(row, None, today)))


def turned_of(shown: View) -> tuple[str, ...]:
    """Flows that have just risen or fallen, in sentences; made with the picture."""
    kept: tuple[str, ...] | None = caches["default"].get(f"turned:{shown.key}")
    return turned(turns(estimate_of(shown))) if kept is None else kept


def chart_of(shown: View, place: str, width: int, *, ahead: bool = False) -> str:
    """The chart of a place as SVG, of its past or with its outlook, drawn once in this process for each width."""
    key = f"chart:{shown.key}:{width}:{ahead}:{hashlib.sha256(place.encode()).hexdigest()[:12]}"
    kept: str | None = caches["default"].get(key)
    if kept is None:
        kept = chart(estimate_of(shown), place, width=width, outlook=outlook_of(shown) if ahead else None)
        caches["default"].set(key, kept)
    return kept


def outlook_of(shown: View, scenario: Scenario | None = None) -> Outlook:
    """The outlook of the view's estimate, made once in this process for each scenario."""
    key = f"outlook:{shown.key}:{hashlib.sha256(repr(scenario).encode()).hexdigest()[:12]}"
    kept: Outlook | None = caches["estimates"].get(key)
    if kept is None:
        kept = forecast(estimate_of(shown), scenario=scenario, events=shown.followed.events)
        caches["estimates"].set(key, kept)
    return kept


def last_outlook(shown: View, days: int = 7) -> tuple[str, ...]:
    """How the outlook of a week before did, in sentences: made from what was known then, judged by the view."""
    key = f"scored:{shown.key}:{days}"
    kept: tuple[str, ...] | None = caches["default"].get(key)
    if kept is None:
        made = shown.moment.until - timedelta(days)
        kept = scored(last_scores(shown, days), estimate_of(shown), made, places=shown.followed.places)
        caches["default"].set(key, kept)
    return kept


def last_scores(shown: View, days: int = 7) -> tuple[Score, ...]:
    """The scores of the outlook of a week before; none where nothing was known then."""
    made = shown.moment.until - timedelta(days)
    then = view(shown.situation, Moment(made, made, asked=True))
    return score(outlook_of(then), estimate_of(shown), days) if then.figures else ()
