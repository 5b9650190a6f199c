"""A report's page: its words with the figures marked, what each figure says and why, and what people decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from panah.errors import PanahError
from panah.figure import Figure
from panah.ledger import service
from panah.ledger.models import Figure as Row
from panah.ledger.models import Report, Review
from panah.ledger.standing import Standing, State, judged
from panah.read.mention import Mention
from panah.read.tellings import joined
from panah.web.fields import fields_of
from panah.web.forms import AmendForm
from panah.web.highlight import Span, pieces
from panah.web.labels import STATES
from panah.web.pictures import Weighed, last_weighed
from panah.web.shortcuts import figure_or_404, report_or_404, who
from panah.web.views.left_out import AROUND, left_out

PER_PAGE = 25
LONG = 60_000
"""Characters of text shown whole; of a longer one, a page shows the part around its own figures."""
MARGIN = 1_500
ROWS = 200
"""Rows of a table that are shown."""


@dataclass(frozen=True, slots=True)
class Card:
    """A figure on the page: its row, its state, its history, why its fields are what they are, and who else says so."""

    row: Row
    figure: Figure
    state: State
    review: Review | None
    history: tuple[Review, ...]
    fields: tuple[tuple[str, str, str], ...]
    elsewhere: tuple[Row, ...]
    number: int
    said: tuple[Message, ...]
    """What this person is to be told about the figure, beside it."""
    weighed: Weighed | None
    """What the last picture made of it; None when it was not in it, or none was made here."""

    @property
    def last(self) -> Review | None:
        """The latest decision."""
        return self.history[-1] if self.history else None

    @property
    def percent(self) -> int:
        """The reader's confidence in hundredths."""
        return round(100 * self.figure.confidence)


@require_safe
def report(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """The report with one page of its figures."""
    row = report_or_404(slug, digest)
    weighed = last_weighed(row.situation)
    found = sorted(_standings(row), key=lambda one: (one.row.body.get("char_start") or 0, one.row.pk))
    current = [one for one in found if one.state is not State.SUPERSEDED]
    page = Paginator(current, PER_PAGE).get_page(request.GET.get("page"))
    numbers = {one.row.figure_id: place for place, one in enumerate(current, 1)}
    told = list(messages.get_messages(request))
    shown = {one.row.figure_id for one in page}
    left = left_out(row, (one.row.figure for one in found))
    context = {
        "row": row,
        "retold": list(row.retold.all()),
        "page": page,
        "cards": _cards(row, page, numbers, told, weighed or {}),
        "weighed": weighed is not None,
        "messages": [one for one in told if one.extra_tags not in shown],
        "undecided": sum(one.state is State.PROPOSED for one in current),
        "tables": [_table(name, rows) for name, rows in row.tables],
        "link": row.url.startswith(("https://", "http://")),
        "superseded": [one.row.figure for one in found if one.state is State.SUPERSEDED],
        "left": left,
        **_marked(row, current, page, left),
    }
    return render(request, "panah/report.html", context)


@require_POST
@permission_required("ledger.add_review", raise_exception=True)
def review(request: HttpRequest, slug: str, digest: str, figure: str) -> HttpResponse:
    """Keep an accept or a reject, then show the figure again."""
    row = figure_or_404(slug, digest, figure)
    decision = request.POST.get("decision", "")
    if decision not in (Review.Decision.ACCEPTED, Review.Decision.REJECTED):
        messages.error(request, _("Choose whether to accept or to reject the figure."), extra_tags=figure)
        return _back(row, request)
    _decide(request, row, decision, reason=request.POST.get("reason", ""))
    return _back(row, request)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("ledger.add_review", raise_exception=True)
def amend(request: HttpRequest, slug: str, digest: str, figure: str) -> HttpResponse:
    """The form that corrects a figure; the corrected one supersedes it and both are kept."""
    row = figure_or_404(slug, digest, figure)
    decided = row.reviews.order_by("at", "pk").last()
    if request.method != "POST" and decided is not None and decided.amended is not None:
        newest = decided.amended
        messages.warning(request, _("That figure was amended since: this is the amended one."))
        return redirect("amend", slug=slug, digest=digest, figure=newest.figure_id)
    form = AmendForm(request.POST or None, initial=AmendForm.initial_of(row.figure))
    if request.method == "POST" and form.is_valid():
        changes = form.changes(row.figure)
        if not changes:
            form.add_error(None, _("Nothing was changed. Accept the figure if it is right as it is."))
        else:
            try:
                kept = _decide(request, row, "amended", reason=form.cleaned_data["reason"], changes=changes)
                return _back(kept.amended or row, request)
            except PanahError as error:
                form.add_error(None, error.sentence)
    before, after = row.figure.evidence.around(row.report.text, AROUND)
    context = {"row": row.report, "figure": row.figure, "form": form, "last": decided}
    context |= {"before": before, "after": after, "back": f"figure-{row.figure_id}"}
    return render(request, "panah/amend.html", context, status=400 if form.errors else 200)


def _decide(
    request: HttpRequest, row: Row, decision: str, *, reason: str, changes: Mapping[str, Any] | None = None
) -> Review:
    """Keep the decision; say so, and say what somebody else decided since this person saw the figure."""
    seen = request.POST.get("seen", "")
    kept = service.review(row, decision, by=who(request), at=timezone.now(), changes=changes, reason=reason[:500])
    about = (kept.amended or row).figure_id
    earlier = row.reviews.exclude(pk=kept.pk).order_by("at", "pk").last()
    if earlier is not None and str(earlier.pk) != seen:
        messages.warning(
            request,
            _("Meanwhile %(by)s had decided “%(decision)s” at %(at)s UTC. Both are kept; yours, the later one, holds.")
            % {"by": earlier.by, "decision": str(STATES[State(earlier.decision)]), "at": f"{earlier.at:%H:%M}"},
            extra_tags=about,
        )
    kind = str(STATES[State(kept.decision)])
    messages.success(request, _("Kept: %(decision)s.") % {"decision": kind}, extra_tags=about)
    return kept


def _back(row: Row, request: HttpRequest) -> HttpResponse:
    kept = row.report
    address = reverse("report", args=[kept.situation.slug, kept.digest])
    number = request.POST.get("page", "")
    query = f"?page={number}" if number.isdecimal() and number != "1" else ""
    return HttpResponseRedirect(f"{address}{query}#figure-{row.figure_id}")


def _standings(row: Report) -> list[Standing]:
    rows = list(row.figures.all())
    return judged(rows, Review.objects.filter(figure__report=row).order_by("at", "pk"))


def _cards(
    row: Report, page: Page[Standing], numbers: Mapping[str, int], told: list[Message], weighed: Mapping[str, Weighed]
) -> list[Card]:
    shown = [one.row for one in page]
    histories: dict[int, list[Review]] = defaultdict(list)
    for one in Review.objects.filter(figure__in=shown).order_by("at", "pk"):
        histories[one.figure_id].append(one)
    elsewhere = _elsewhere(row, shown)
    return [
        Card(
            one.row,
            one.row.figure,
            one.state,
            one.review,
            tuple(histories[one.row.pk]),
            fields_of(one.row.figure),
            tuple(elsewhere[one.row.figure_id]),
            numbers[one.row.figure_id],
            tuple(message for message in told if message.extra_tags == one.row.figure_id),
            weighed.get(one.row.figure_id) if one.state is not State.REJECTED else None,
        )
        for one in page
    ]


def _elsewhere(row: Report, shown: list[Row]) -> dict[str, list[Row]]:
    """The figures of other reports that tell the same statements, by the id of the one shown, in order of day."""
    found: dict[str, list[Row]] = defaultdict(list)
    numbers = {one.body["low"] for one in shown}
    same = Row.objects.filter(report__situation_id=row.situation_id, measure__in={one.measure for one in shown})
    others = same.filter(body__low__in=numbers, supersedes=None).exclude(report=row).select_related("report")
    kept = {other.figure_id: other for other in others.defer("report__text", "report__tables", "report__notes")}
    for statement in joined([one.figure for one in (*shown, *kept.values())]):
        told = [kept[figure.id] for figure in statement.figures if figure.id in kept]
        for figure in statement.figures:
            found[figure.id] = told
    return found


def _table(name: str, rows: list[list[str]]) -> dict[str, Any]:
    return {"name": name, "rows": rows[:ROWS], "more": max(0, len(rows) - ROWS)}


def _marked(row: Report, current: list[Standing], page: Page[Standing], left: list[Mention]) -> dict[str, Any]:
    """The text in pieces, what stands behind each mark, and the offsets shown when the text is too long for a page."""
    window = _window(row.text, [one.row.body for one in page])
    spans = [
        Span(one.row.body["char_start"], one.row.body["char_end"], one.row.figure_id)
        for one in current
        if one.row.body.get("char_start") is not None
    ]
    about = {
        one.row.figure_id: {
            "state": one.state.value,
            "title": _("Figure %(n)d") % {"n": place},
            "target": f"figure-{one.row.figure_id}",
            "address": f"?page={(place - 1) // PER_PAGE + 1}" if (place - 1) // PER_PAGE + 1 != page.number else "",
        }
        for place, one in enumerate(current, 1)
    }
    for one in left:
        name = f"left-{one.evidence.start}"
        spans.append(Span(one.evidence.start or 0, one.evidence.end or 0, name))
        about[name] = {"state": "left", "title": _("Left out"), "target": name, "address": ""}
    cut = pieces(row.text, spans, window=window, pages=row.pages)
    marked = [(piece, about[piece.figures[0]] if piece.figures else None) for piece in cut]
    return {"marked": marked, "cut": window != (0, len(row.text)), "window": window}


def _window(text: str, bodies: list[dict[str, Any]]) -> tuple[int, int]:
    if len(text) <= LONG:
        return 0, len(text)
    starts = [body["char_start"] for body in bodies if body.get("char_start") is not None]
    ends = [body["char_end"] for body in bodies if body.get("char_end") is not None]
    if not starts:
        return 0, LONG
    low = max(0, min(starts) - MARGIN)
    return low, min(len(text), max(ends) + MARGIN, low + LONG)
