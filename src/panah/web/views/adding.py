"""Adding reports: pasted words or files, each recognised if it is here already, nothing lost when one fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from panah.errors import InputError, PanahError
from panah.figure import Report
from panah.ledger import service
from panah.ledger.models import Report as Row
from panah.ledger.models import Situation
from panah.web.forms import ReportForm
from panah.web.shortcuts import situation_or_404, who

LARGEST = 5 * 2**20
"""Bytes of one report that a page takes; reading more would keep the person waiting for minutes."""
LONGEST = 60
"""Seconds for which a page opens one file before it gives up."""
MOST = 200
"""Reports of one file that a page takes."""
_USE_ADD = "Add it with “panah add”"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one text or file: a row when it is kept, else a sentence."""

    name: str
    row: Row | None = None
    new: bool = False
    figures: int = 0
    error: str = ""
    retold: bool = False
    """Whether it was here under another publisher, who is kept as well."""


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("ledger.add_report", raise_exception=True)
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """The form to add reports. One that is kept leads to its page; several, or one that fails, are listed."""
    row = situation_or_404(slug)
    if request.method != "POST":
        return render(request, "panah/add.html", {"row": row, "form": ReportForm()})
    form = ReportForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "panah/add.html", {"row": row, "form": form}, status=400)
    outcomes = _outcomes(row, form.cleaned_data, who(request))
    failed = any(outcome.error for outcome in outcomes)
    if len(outcomes) == 1 and not failed and outcomes[0].row is not None:
        _tell(request, outcomes[0])
        return HttpResponseRedirect(reverse("report", args=[row.slug, outcomes[0].row.digest]))
    text_failed = any(outcome.error and outcome.name == _pasted() for outcome in outcomes)
    shown = form if failed else ReportForm()
    if failed and not text_failed:
        # The words are kept by now; leaving them in the form would only add them again.
        shown.data = {**request.POST.dict(), "text": ""}
    context = {"row": row, "form": shown, "outcomes": outcomes}
    return render(request, "panah/add.html", context, status=400 if failed else 200)


def _outcomes(row: Situation, given: dict[str, Any], by: str) -> list[Outcome]:
    outcomes = []
    if given["text"].strip():
        report = Report(
            text=given["text"].replace("\r\n", "\n"),  # forms send every line end as two characters
            title=given["title"],
            publisher=given["publisher"] or None,
            published=given["published"],
            language=given["language"] or None,
            url=given["url"] or None,
        )
        outcomes.append(_keep(row, _pasted(), report, by))
    for file in (*given["uploads"], *given["folder"]):
        outcomes += _open(row, file, given, by)
    return outcomes


def _open(row: Situation, file: Any, given: dict[str, Any], by: str) -> list[Outcome]:
    """What became of each report in a file; those read before it was given up are kept."""
    from panah.read.document import open_documents

    if file.size > LARGEST:
        return [Outcome(file.name, error=_too_large(file.size))]
    outcomes: list[Outcome] = []
    try:
        reports = open_documents(
            file.read(),
            name=file.name,
            published=given["published"],
            publisher=given["publisher"] or None,
            language=given["language"] or None,
            today=timezone.now().date(),
            progress=_patience(),
        )
        for number, report in enumerate(reports, start=1):
            if number > MOST:
                raise InputError(_("this page takes %(n)d reports of one file") % {"n": MOST}, hint=_USE_ADD)
            title = report.title or given["title"] or file.name
            report = replace(report, title=title, url=report.url or given["url"] or None)
            outcomes.append(_keep(row, file.name, report, by))
    except PanahError as error:
        outcomes.append(Outcome(file.name, error=_sentence(error, file.name)))
    if len(outcomes) > 1:
        outcomes = [replace(one, name=f"{one.name}, {one.row.title}" if one.row else one.name) for one in outcomes]
    return outcomes


def _patience() -> Callable[[int, int], None]:
    """A watcher over the reading of a file that ends it when a person has waited long enough for a page."""
    began = monotonic()

    def watch(done: int, total: int) -> None:
        if monotonic() - began > LONGEST:
            what = _("it takes too long: %(done)d of %(total)d pages were read in %(seconds)d seconds")
            raise InputError(what % {"done": done, "total": total, "seconds": LONGEST}, hint=_USE_ADD)

    return watch


def _keep(row: Situation, name: str, report: Report, by: str) -> Outcome:
    size = len(report.text.encode("utf-8", "replace"))
    if size > LARGEST:
        return Outcome(name, error=_too_large(size))
    try:
        added = service.add_report(row, report, events=service.events_of(row), now=timezone.now(), by=by)
    except PanahError as error:
        return Outcome(name, error=_sentence(error, name))
    return Outcome(name, added.row, added.new, len(added.figures), retold=added.retold)


def _sentence(error: PanahError, name: str) -> str:
    """What went wrong; the name of the file stands beside it already."""
    return error.sentence.removeprefix(f"{name}: ")


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    if not outcome.new and outcome.row is not None:
        day = outcome.row.known_at.date().isoformat()
        said = _("This report is already here since %(day)s; it was kept once.") % {"day": day}
        if outcome.retold:
            said += " " + _("Its other publisher is kept as one more who told it.")
        messages.warning(request, said)
        return
    found = ngettext("%(n)d figure was read", "%(n)d figures were read", outcome.figures) % {"n": outcome.figures}
    messages.success(request, _("The report is kept; %(found)s and waits for your review.") % {"found": found})


def _pasted() -> str:
    return _("Pasted text")


def _too_large(size: int) -> str:
    shown = {"size": f"{size / 2**20:.0f}", "limit": f"{LARGEST / 2**20:.0f}"}
    return _("It has %(size)s MB and this page takes %(limit)s MB; add it with “panah add”.") % shown
