"""What changed since an earlier day: how its days looked then, how they look now, and which reports did it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from panah import publish
from panah.ledger.models import Situation
from panah.ledger.standing import end_of
from panah.web.comparing import changes_of
from panah.web.forms import SinceForm
from panah.web.pictures import View, estimate_of, moment, view
from panah.web.shortcuts import situation_or_404

WAIT = 20.0
"""Seconds that a page waits for a comparison before it says that it is still being worked out."""
AGAIN = 5
"""Seconds after which such a page looks again by itself."""


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """The comparison with the day asked for; without one, the form alone; a day that is none is explained."""
    row, today = situation_or_404(slug), timezone.now().date()
    form = SinceForm(request.GET if "since" in request.GET else None, today=today)
    context: dict[str, Any] = {"row": row, "form": form}
    if form.is_bound and form.is_valid():
        before, after = (view(row, moment(row, form.cleaned_data[name], today)) for name in ("since", "as_of"))
        context |= {"since": form.cleaned_data["since"], "before": before, "after": after, **_found(row, before, after)}
    response = render(request, "panah/changes.html", context, status=400 if form.errors else 200)
    if context.get("waiting"):
        response.status_code = 202
        response.headers["Refresh"] = str(AGAIN)
    return response


def _found(row: Situation, before: View, after: View) -> dict[str, Any]:
    """The revisions, or why there are none: nothing was known, nothing came in, or they are not worked out yet."""
    if not row.reports.filter(known_at__lte=end_of(before.moment.known)).exists():
        return {"unknown": True}
    if {figure.id for figure in before.figures} == {figure.id for figure in after.figures}:
        return {"same": True}
    found = changes_of(before, after, wait=WAIT)
    if found is None:
        return {"waiting": True}
    revisions, rest = publish.revisions(found, estimate_of(after))
    return {"revisions": revisions, "rest": rest}
