"""The bulletin: what a ministry or an agency sends out about a situation, as one frozen object for every format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from panah.figure import Figure
from panah.forecast.outlook import Outlook
from panah.forecast.scoring import Score
from panah.publish.ahead import Ahead, ahead, scored
from panah.publish.chart import chart
from panah.publish.picture import Picture, PlacePicture, describe, picture
from panah.publish.why import Revision, revisions
from panah.publish.words import capital, day, words
from panah.reconcile.estimate import Estimate
from panah.reconcile.vintages import Change
from panah.situation import Situation

CHARTS = 6
"""Places that are drawn, in the situation's order; the others stand in the table."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a bulletin says beside the estimate: the coming weeks, the past, and about itself."""

    outlook: Outlook | None = None
    scores: Sequence[Score] = ()
    """How the outlook of a week before did."""
    since: date | None = None
    """The day of the bulletin before."""
    changes: Sequence[Change] = ()
    """What later reports moved since then."""
    next_update: date | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A figure that the bulletin rests on, under the number by which it is cited."""

    number: int
    figure: Figure
    text: str
    chain: str
    said: str


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A situation as published on a day. `charts` are SVG by place; `cited` are the figures, numbered from 1."""

    picture: Picture
    places: tuple[PlacePicture, ...]
    """Those of which anything is known."""
    ahead: Ahead | None
    scored: tuple[str, ...]
    revisions: tuple[Revision, ...]
    rest: str
    """A sentence on what hardly changed since then."""
    charts: Mapping[str, str]
    cited: tuple[Cited, ...]
    edition: Edition
    locale: str

    def number(self, figure: Figure) -> int:
        """The number by which a figure is cited; 0 where it is not."""
        return next((each.number for each in self.cited if each.figure.id == figure.id), 0)

    @property
    def words(self) -> Mapping[str, str]:
        """The bulletin's own words."""
        table: Mapping[str, str] = words(self.locale)["bulletin"]
        return table


def bulletin(
    estimate: Estimate, situation: Situation, edition: Edition | None = None, *, locale: str = "en"
) -> Bulletin:
    """The bulletin of an estimate: what is known, the coming weeks, what changed, and every figure behind it."""
    edition = edition or Edition()
    outlook, scores = edition.outlook, edition.scores
    known = picture(estimate, situation, locale=locale)
    places = tuple(place for place in known.places if place.counts)
    moved, rest = revisions(edition.changes, estimate, locale) if edition.changes else ((), "")
    drawn = [place.place for place in places if place.rows][:CHARTS]
    return Bulletin(
        picture=known,
        places=places,
        ahead=ahead(outlook, estimate, situation, locale=locale) if outlook else None,
        scored=_scored(scores, estimate, situation, locale),
        revisions=moved,
        rest=rest,
        charts={place: chart(estimate, place, locale=locale, outlook=outlook) for place in drawn},
        cited=_cited(known, places, locale),
        edition=edition,
        locale=locale,
    )


def _scored(scores: Sequence[Score], estimate: Estimate, situation: Situation, locale: str) -> tuple[str, ...]:
    if not scores:
        return ()
    made = estimate.as_of - timedelta(max(score.days for score in scores))
    return scored(scores, estimate, made, places=situation.places, locale=locale)


def _cited(known: Picture, places: Sequence[PlacePicture], locale: str) -> tuple[Cited, ...]:
    """The figures of the counts, then those of the contradictions, each once."""
    told = [count.figure for place in places for count in place.counts]
    told += [figure for contradiction in known.contradictions for figure in contradiction.figures]
    once = {figure.id: figure for figure in told}
    table = words(locale)["picture"]
    return tuple(
        Cited(
            number,
            figure,
            capital(describe(figure, locale)),
            " → ".join(source.name for source in figure.sources) or str(table["unsourced"]),
            day(figure.said, locale) if figure.said else "",
        )
        for number, figure in enumerate(once.values(), 1)
    )
