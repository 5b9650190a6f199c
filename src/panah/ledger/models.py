"""The ledger's tables. Reports, figures, reviews and decisions only grow; the rest describes the situation."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.db import models

from panah import figure as words
from panah.ledger.append_only import AppendOnly


class Situation(models.Model):
    """One emergency that is followed."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.TextField()
    populations = models.JSONField(default=list, blank=True)
    places = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.title


class Event(models.Model):
    """Something that can change a flow from one day to the next."""

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="events")
    day = models.DateField()
    name = models.TextField()
    words = models.JSONField(default=list, blank=True)
    places = models.JSONField(default=list, blank=True)
    known_at = models.DateTimeField(null=True, blank=True)
    """When it was opened here; None for one that came with the situation, which every past day's picture knows."""

    class Meta:
        ordering = ("day", "name")
        constraints = (models.UniqueConstraint(fields=("situation", "day", "name"), name="ledger_event_once"),)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Site(models.Model):
    """A place with capacity where people can be received."""

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="sites")
    name = models.TextField()
    place = models.CharField(max_length=80)
    capacity = models.PositiveIntegerField()
    kind = models.CharField(max_length=80)
    town = models.CharField(max_length=120, blank=True, default="")
    source = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("place", "name")
        constraints = (models.UniqueConstraint(fields=("situation", "place", "name"), name="ledger_site_once"),)

    def __str__(self) -> str:
        return self.name


class Report(AppendOnly):
    """What somebody published, verbatim: `published` is its valid day, `known_at` the moment it became known here."""

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="reports")
    digest = models.CharField(max_length=40)
    title = models.TextField(blank=True, default="")
    publisher = models.TextField(blank=True, default="")
    published = models.DateField(null=True, blank=True)
    known_at = models.DateTimeField(db_index=True)
    language = models.CharField(max_length=40, blank=True, default="")
    url = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")
    tables = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    pages = models.JSONField(default=list, blank=True)
    mentions = models.JSONField(default=list, blank=True)
    """The numbers that the reader left out, as it gave them when the report came in."""
    by = models.CharField(max_length=150)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ("published", "known_at", "digest")
        constraints = (models.UniqueConstraint(fields=("situation", "digest"), name="ledger_report_once"),)

    def __str__(self) -> str:
        return self.title or self.digest

    @property
    def report(self) -> words.Report:
        """The row as the Report it was made from."""
        return words.Report(
            text=self.text,
            title=self.title,
            publisher=self.publisher or None,
            published=self.published,
            known=self.known_at.astimezone(UTC).date(),
            language=self.language or None,
            url=self.url or None,
            tables=tuple((name, tuple(tuple(row) for row in rows)) for name, rows in self.tables),
            notes=tuple(self.notes),
            pages=tuple(self.pages),
        )


class Telling(AppendOnly):
    """Somebody else who published the very words of a report: the words are kept once, each teller beside them."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="retold")
    publisher = models.TextField()
    published = models.DateField(null=True, blank=True)
    known_at = models.DateTimeField()
    url = models.TextField(blank=True, default="")
    by = models.CharField(max_length=150)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ("published", "known_at", "pk")
        constraints = (models.UniqueConstraint(fields=("report", "publisher"), name="ledger_telling_once"),)

    def __str__(self) -> str:
        return self.publisher


class Figure(AppendOnly):
    """One sourced count as it was read or amended; the columns beside `body` exist to be searched."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="figures")
    figure_id = models.CharField(max_length=40)
    statement = models.CharField(max_length=40, db_index=True)
    body = models.JSONField()
    measure = models.CharField(max_length=20)
    place = models.CharField(max_length=80, blank=True, default="")
    population = models.CharField(max_length=80, blank=True, default="")
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    known_at = models.DateTimeField()
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="amendments")

    class Meta(AppendOnly.Meta):
        abstract = False
        constraints = (models.UniqueConstraint(fields=("report", "figure_id"), name="ledger_figure_once"),)
        indexes = (
            models.Index(fields=("measure", "place", "population"), name="ledger_figure_what"),
            models.Index(fields=("start", "end"), name="ledger_figure_when"),
        )

    def __str__(self) -> str:
        return f"{self.measure} {self.body.get('low')}-{self.body.get('high')} {self.place}"

    @property
    def figure(self) -> words.Figure:
        """The row as the Figure it was made from."""
        return words.from_json(self.body)


class Review(AppendOnly):
    """What a person decided about a figure, and when; the latest one holds."""

    class Decision(models.TextChoices):
        """The three things that can be decided."""

        ACCEPTED = "accepted"
        AMENDED = "amended"
        REJECTED = "rejected"

    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=10, choices=Decision.choices)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    reason = models.TextField(blank=True, default="")
    amended = models.ForeignKey(Figure, on_delete=models.PROTECT, null=True, blank=True, related_name="made_by")

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("figure", "at"), name="ledger_review_latest"),)

    def __str__(self) -> str:
        return f"{self.decision} by {self.by}"


class PlanningFigure(AppendOnly):
    """The number that a person decided to prepare for, as the outlook of a day gave it; a later one may replace it."""

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="planning")
    place = models.CharField(max_length=80)
    population = models.CharField(max_length=80)
    quantity = models.CharField(max_length=20)
    first = models.DateField()
    last = models.DateField()
    as_of = models.DateField()
    """The day of the outlook."""
    scenario = models.JSONField(default=dict, blank=True)
    """Its name and assumptions in words; empty for the plain outlook."""
    quantile = models.FloatField()
    value = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    """Ends of the outlook's 90 % range."""
    trigger = models.FloatField(null=True, blank=True)
    """People (a day, of arrivals) above which it is to be decided anew."""
    owner = models.CharField(max_length=200)
    cleared_by = models.CharField(max_length=200)
    expires = models.DateField()
    """The last day on which it holds."""
    note = models.TextField(blank=True, default="")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.value:.0f} {self.quantity} {self.place} {self.first} to {self.last}"


class Publication(AppendOnly):
    """A bulletin as it was sent out, with its data: the bytes are kept, so it stays what it was."""

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    as_of = models.DateField()
    headline = models.TextField()
    since = models.DateField(null=True, blank=True)
    next_update = models.DateField(null=True, blank=True)
    contact = models.TextField(blank=True, default="")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("situation", "number"), name="ledger_publication_once"),)

    def __str__(self) -> str:
        return f"{self.situation} {self.number}"


class PublishedFile(AppendOnly):
    """One file of a publication."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=80)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the content."""

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("publication", "name"), name="ledger_published_file_once"),)

    def __str__(self) -> str:
        return self.name


def place_of(figure: words.Figure) -> str | None:
    """The place whose picture a figure belongs to: where people left for departures, else where they came or are."""
    if figure.measure is words.Measure.DEPARTURES:
        return figure.origin or figure.destination
    return figure.destination or figure.origin


def noon(day: date) -> datetime:
    """Twelve o'clock UTC of a day: the moment at which an imported report counts as known."""
    return datetime.combine(day, time(12), UTC)
