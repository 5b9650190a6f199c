"""What can be done with the ledger, as plain functions. The clock and the person's name come in as arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction

from panah import figure as words
from panah import situation as folders
from panah.errors import ConflictError, InputError
from panah.ledger.models import Event, Figure, Report, Review, Site, Situation, noon, place_of
from panah.ledger.retold import keep_teller, with_tellers
from panah.ledger.standing import COUNTED, State, end_of, standings
from panah.read.mention import Mention, mention_json

_SHORT = 80


class Added(NamedTuple):
    """What became of a report: its row, whether it is new here, and its figures as they were first read."""

    row: Report
    new: bool
    figures: list[Figure]
    retold: bool = False
    """Whether it was here under another publisher, who is kept as one more teller of it."""


def situations() -> list[Situation]:
    """Every situation that is followed, by title."""
    return list(Situation.objects.order_by("title"))


def situation(slug: str) -> Situation:
    """The situation of that name. Raises InputError when there is none."""
    try:
        return Situation.objects.get(slug=slug)
    except Situation.DoesNotExist:
        known = ", ".join(row.slug for row in situations()) or "none yet"
        raise InputError(f"no situation is called {slug!r}", hint=f"There are: {known}") from None


def open_situation(folder: folders.Situation, *, now: datetime, by: str) -> Situation:
    """The situation's row, with all its events, sites and reports; what is already kept stays as it is.

    Imported reports count as known at noon UTC of the day that they name (known, else published), else at `now`.
    """
    with transaction.atomic():
        about = {
            "title": folder.title,
            "populations": list(folder.populations),
            "places": list(folder.places),
            "note": folder.note,
        }
        row, _ = Situation.objects.update_or_create(slug=folder.slug, defaults=about)
        for event in folder.events:
            heard = {"words": list(event.words), "places": list(event.places)}
            Event.objects.update_or_create(situation=row, day=event.day, name=event.name, defaults=heard)
        for site in folder.sites:
            given = {"capacity": site.capacity, "kind": site.kind, "town": site.town, "source": site.source}
            Site.objects.update_or_create(situation=row, place=site.place, name=site.name, defaults=given)
    for report in folder.reports:
        add_report(row, report, events=folder.events, now=now, by=by, backdate=True)
    return row


def folder_of(row: Situation) -> folders.Situation:
    """The row as the situation the other rooms know, with its reports."""
    return folders.Situation(
        slug=row.slug,
        title=row.title,
        populations=tuple(row.populations),
        places=tuple(row.places),
        events=events_of(row),
        sites=tuple(
            folders.Site(site.name, site.place, site.capacity, site.kind, site.town, site.source)
            for site in row.sites.all()
        ),
        reports=tuple(report.report for report in row.reports.all()),
        note=row.note,
    )


def events_of(row: Situation, until: datetime | None = None) -> tuple[words.Event, ...]:
    """The situation's events in order of day; with `until` those that were known by that moment."""
    return tuple(
        words.Event(event.day, event.name, tuple(event.words), tuple(event.places))
        for event in row.events.all()
        if until is None or event.known_at is None or event.known_at <= until
    )


def open_event(row: Situation, event: words.Event, *, now: datetime) -> Event:
    """Keep an event that became known now; one of that day and name that is there already stays as it is.

    Raises InputError for one without a name.
    """
    if not event.name.strip():
        raise InputError("an event needs a name")
    heard = {"words": list(event.words), "places": list(event.places), "known_at": now}
    return Event.objects.get_or_create(situation=row, day=event.day, name=event.name.strip(), defaults=heard)[0]


def add_report(
    row: Situation,
    report: words.Report,
    *,
    events: Sequence[words.Event],
    now: datetime,
    by: str,
    backdate: bool = False,
) -> Added:
    """Keep a report and the figures read from it, as proposed; a report that is already here is kept once.

    Under another publisher it is still kept once, and that publisher is kept as one more teller of it.

    `backdate` is for imports: the report then counts as known when it says so, not at `now`.
    Raises InputError when the report is dated after the day it became known.
    """
    from panah.read import reading

    report = storable(report)
    day = report.known or report.published
    known_at = noon(day) if backdate and day else now
    known = known_at.astimezone(UTC).date()
    if report.published and report.published > known + timedelta(days=1):
        raise InputError(
            f"the report is dated {report.published}, which is after {known}, the day it came in",
            where=report.title,
            hint="Give the day it was published",
        )
    kept = Report.objects.filter(situation=row, digest=report.id).first()
    if kept is not None:
        return Added(kept, False, proposals(kept), keep_teller(kept, report, known_at=known_at, by=by))
    report = replace(report, known=known)
    found = reading(report, events=tuple(events))
    report = replace(report, notes=(*report.notes, *found.remarks))
    return keep(row, report, found.figures, found.mentions, known_at=known_at, by=by)


def keep(
    row: Situation,
    report: words.Report,
    figures: Iterable[words.Figure],
    mentions: Iterable[Mention] = (),
    *,
    known_at: datetime,
    by: str,
) -> Added:
    """Store a report with what was already read from it, all or nothing; a report that is already here is kept once."""
    report = storable(report)
    fields = {
        "title": report.title,
        "publisher": report.publisher or "",
        "published": report.published,
        "known_at": known_at,
        "language": (report.language or "")[:40],
        "url": report.url or "",
        "text": report.text,
        "tables": [[name, [list(cells) for cells in rows]] for name, rows in report.tables],
        "notes": list(report.notes),
        "pages": list(report.pages),
        "mentions": [mention_json(mention) for mention in mentions],
        "by": by,
    }
    known = known_at.astimezone(UTC).date()
    with transaction.atomic():
        kept, new = Report.objects.get_or_create(situation=row, digest=report.id, defaults=fields)
        if not new:
            return Added(kept, False, proposals(kept), keep_teller(kept, report, known_at=known_at, by=by))
        digest, said = kept.digest, report.published
        told = (replace(figure, report=digest, said=figure.said or said, known=known) for figure in figures)
        once = {figure.id: figure for figure in told}
        rows = Figure.objects.bulk_create([_figure_row(kept, figure, known_at) for figure in once.values()])
    return Added(kept, True, rows)


def proposals(report: Report) -> list[Figure]:
    """The figures of a report as they were first read, in order of reading."""
    return list(report.figures.filter(supersedes=None).order_by("pk"))


def review(
    row: Figure,
    decision: str,
    *,
    by: str,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Review:
    """Keep a person's decision about a figure: "accepted", "rejected", or "amended" with `changes` to its fields.

    An amendment stores a new figure that supersedes this one. Every decision is kept; the latest holds.
    Raises InputError for an unknown decision or changes that make no figure, ConflictError for a moment before the
    figure or its latest review was kept, because that would rewrite a past picture.
    """
    try:
        choice = Review.Decision(decision)
    except ValueError:
        options = ", ".join(Review.Decision.values)
        raise InputError(f"{decision!r} is no decision", hint=f"It must be one of {options}") from None
    if (choice == Review.Decision.AMENDED) != bool(changes):
        raise InputError("an amendment, and only an amendment, needs changes", hint="Say which field gets which value")
    with transaction.atomic():
        Figure.objects.select_for_update().get(pk=row.pk)  # two people who decide at once take turns
        last = row.reviews.order_by("at", "pk").last()
        if at < max(row.known_at, last.at if last else row.known_at):
            raise ConflictError(f"a review cannot be dated {at:%Y-%m-%d %H:%M}, before what it reviews was kept")
        amended = _amend(row, changes, by=by, at=at) if changes else None
        return Review.objects.create(figure=row, decision=choice, by=by, at=at, reason=reason, amended=amended)


def take(report: Report, figure: words.Figure, *, by: str, at: datetime, reason: str = "") -> Figure:
    """Keep a figure that a person made of words the reader had left out, as accepted by that person.

    Raises ConflictError when a figure stands on these words already.
    """
    span, day = figure.evidence, at.astimezone(UTC).date()
    with transaction.atomic():
        Report.objects.select_for_update().get(pk=report.pk)  # two people who take it at once take turns
        if any(span.overlaps(row.figure.evidence) for row in report.figures.all()):
            raise ConflictError("a figure stands on these words already", where=span.quote, hint="Amend that one")
        given = replace(figure, report=report.digest, said=report.published, known=day, confidence=1.0,
                        reasons=(("measure", f"taken by {by} on {day}, although the reader left it out"),))
        row = _figure_row(report, given, at)
        row.save()
        Review.objects.create(figure=row, decision=Review.Decision.ACCEPTED, by=by, at=at, reason=reason)
    return row


def figures_as_of(row: Situation, day: date, *, include_proposed: bool = True) -> list[words.Figure]:
    """The figures that counted at the end of `day` (UTC): accepted and amended ones, and proposed ones if asked for.

    What a person accepted has confidence 1. Each is followed by what other publishers of the same words told.
    Rejected and superseded figures are never among them. Asking again later gives the same list.
    """
    wanted = COUNTED | {State.PROPOSED} if include_proposed else COUNTED
    standing = [s for s in standings(row, end_of(day)) if s.state in wanted]
    found = [replace(s.row.figure, confidence=1.0) if s.state in COUNTED else s.row.figure for s in standing]
    return with_tellers(row, found, end_of(day))


def storable(report: words.Report) -> words.Report:
    """The report with characters that no database keeps (NUL, half surrogates) replaced one for one, and a note."""
    lost = 0

    def clean(text: str) -> str:
        nonlocal lost
        kept = "".join("\N{REPLACEMENT CHARACTER}" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)
        lost += sum(a != b for a, b in zip(text, kept, strict=True))
        return kept

    tables = tuple((clean(name), tuple(tuple(map(clean, cells)) for cells in rows)) for name, rows in report.tables)
    cleaned = replace(
        report,
        text=clean(report.text),
        title=clean(report.title),
        publisher=clean(report.publisher) if report.publisher else report.publisher,
        url=clean(report.url) if report.url else report.url,
        tables=tables,
        notes=tuple(map(clean, report.notes)),
    )
    if not lost:
        return report
    return replace(cleaned, notes=(*cleaned.notes, f"{lost} unprintable characters were replaced."))


def _amend(row: Figure, changes: Mapping[str, Any], *, by: str, at: datetime) -> Figure:
    before = row.figure
    real = {name: value for name, value in changes.items() if getattr(before, name, None) != value}
    unknown = set(changes) - set(words.FIELDS)
    if unknown:
        raise InputError(f"a figure has no field {', '.join(sorted(unknown))}")
    if not real:
        raise InputError("nothing was changed", hint="Accept the figure if it is right as it is")
    why = tuple(pair for pair in before.reasons if pair[0] not in real)
    why += tuple((name, f"set by {by} on {at.date()}") for name in sorted(real))
    after = before.amended(**{"reasons": why, "confidence": 1.0, **real})
    existing: Figure | None = Figure.objects.filter(report_id=row.report_id, figure_id=after.id).first()
    if existing is None:
        new = _figure_row(row.report, after, at)
        new.supersedes = row
        new.save()
        return new
    if existing.reviews.exists():
        Review.objects.create(figure=existing, decision=Review.Decision.ACCEPTED, by=by, at=at)
    return existing


def _figure_row(report: Report, figure: words.Figure, known_at: datetime) -> Figure:
    return Figure(
        report=report,
        figure_id=figure.id,
        statement=figure.statement,
        body=words.to_json(figure),
        measure=figure.measure.value,
        place=(place_of(figure) or "")[:_SHORT],
        population=(figure.population or "")[:_SHORT],
        start=figure.period.start,
        end=figure.period.end,
        known_at=known_at,
    )
