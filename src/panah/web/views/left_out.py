"""The numbers that the reader left out of a report: which are still left out, and one taken as a figure by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from panah.errors import PanahError
from panah.figure import Figure, Measure, Source
from panah.ledger import service
from panah.ledger.models import Report
from panah.read.mention import Mention, mention_from_json
from panah.web.forms import TakeForm
from panah.web.shortcuts import report_or_404, who

AROUND = 240
"""Characters to either side of a quote, as many as a person needs to judge it."""


def left_out(row: Report, figures: Iterable[Figure]) -> list[Mention]:
    """The numbers that were left out of a report and on whose words no figure stands since."""
    taken = [figure.evidence for figure in figures]
    found = [mention_from_json(body) for body in row.mentions]
    return [one for one in found if not any(one.evidence.overlaps(span) for span in taken)]


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("ledger.add_review", raise_exception=True)
def take(request: HttpRequest, slug: str, digest: str, start: int) -> HttpResponse:
    """The form that makes a figure of a number that was left out; it is kept as accepted."""
    row = report_or_404(slug, digest)
    left = left_out(row, (one.figure for one in row.figures.all()))
    mention = next((one for one in left if one.evidence.start == start), None)
    if mention is None:
        messages.warning(request, _("That number is not left out, or no longer."))
        return redirect("report", slug=slug, digest=digest)
    base = _figure(row, mention)
    form = TakeForm(request.POST or None, initial={**TakeForm.initial_of(base), "measure": ""})
    if request.method == "POST" and form.is_valid():
        try:
            figure = replace(base, **form.changes(base))
            kept = service.take(row, figure, by=who(request), at=timezone.now(), reason=form.cleaned_data["reason"])
        except PanahError as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Kept as a figure."), extra_tags=kept.figure_id)
            return redirect(f"{reverse('report', args=[slug, digest])}#figure-{kept.figure_id}")
    before, after = mention.evidence.around(row.text, AROUND)
    context = {"row": row, "mention": mention, "form": form, "before": before, "after": after,
               "back": f"left-{start}"}
    return render(request, "panah/take.html", context, status=400 if form.errors else 200)


def _figure(row: Report, mention: Mention) -> Figure:
    """The number as a figure of which only the number is known, and who told it."""
    return Figure(
        mention.low, mention.high, Measure.ARRIVALS, mention.hedge, unit=mention.unit, evidence=mention.evidence,
        sources=(Source(row.publisher),) if row.publisher.strip() else (),
    )  # fmt: skip
