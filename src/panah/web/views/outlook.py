"""The coming weeks of a situation: the outlook, what a scenario would change, how the last one did, and decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from panah import publish
from panah.errors import PanahError
from panah.forecast import Outlook
from panah.ledger import service
from panah.ledger.models import Situation
from panah.ledger.planning import Planned, plan, plans
from panah.read import signs
from panah.read.signs import DAYS
from panah.web.forms import AsOfForm, EventForm, PlanningForm, ScenarioForm
from panah.web.pictures import (
    View,
    estimate_of,
    last_outlook,
    moment,
    outlook_of,
    reports_of,
    view,
)
from panah.web.shortcuts import situation_or_404, who

DECIDE, OPEN = "ledger.add_planningfigure", "ledger.add_event"


@require_http_methods(["GET", "HEAD", "POST"])
def outlook(request: HttpRequest, slug: str) -> HttpResponse:
    """The outlook as known today or on a past day; a post keeps a planning figure made from what is shown."""
    if request.method == "POST" and not request.user.has_perm(DECIDE):
        raise PermissionDenied
    row, today = situation_or_404(slug), timezone.now().date()
    form = AsOfForm(request.GET if "as_of" in request.GET else None, today=today)
    asked = form.cleaned_data["as_of"] if form.is_bound and form.is_valid() else None
    shown = view(row, moment(row, asked, today))
    estimate = estimate_of(shown)
    here = sorted({corridor.place for corridor in estimate.corridors})
    supposed = ScenarioForm(request.GET if "kind" in request.GET else None, places=here)
    scenario = supposed.scenario if supposed.is_bound and supposed.is_valid() else None
    plain = outlook_of(shown)
    other = outlook_of(shown, scenario) if scenario else None
    standing = plans(row, estimate, shown.moment.known)
    decision = PlanningForm(request.POST if request.method == "POST" else None, **_choices(plain, standing))
    if request.method == "POST" and _kept(request, row, decision, other or plain):
        return redirect(reverse("outlook", args=[slug]) + "#planning")  # a past day's page does not know it yet
    if not form.is_bound:
        form = AsOfForm(initial={"as_of": shown.moment.known}, today=today)
    context = {
        "row": row, "view": shown, "form": form, "supposed": supposed, "decision": decision, "standing": standing,
        "plans": request.user.has_perm(DECIDE), "opens": request.user.has_perm(OPEN),
        "event": EventForm(today=today), **_shown(shown, plain, other),
    }  # fmt: skip
    wrong = form.errors or supposed.errors or decision.errors
    return render(request, "panah/outlook.html", context, status=400 if wrong else 200)


def _shown(shown: View, plain: Outlook, other: Outlook | None) -> dict[str, Any]:
    estimate = estimate_of(shown)
    ahead = publish.ahead(plain, estimate, shown.followed)
    beside = publish.ahead(other, estimate, shown.followed) if other else None
    places = {place.place: place for place in beside.places} if beside else {}
    return {
        "ahead": ahead,
        "beside": beside,
        "places": [(place, places.get(place.place)) for place in ahead.places],
        "scored": last_outlook(shown),
        "signs": [(row, sign) for row in reports_of(shown, DAYS) for sign in signs(row.report)],
        "events": [event for event in shown.followed.events if event.day <= shown.moment.until],
        "as_of": f"&as_of={shown.moment.known}" if shown.moment.asked else "",
    }


@require_POST
@permission_required(OPEN, raise_exception=True)
def open_event(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep an event; what is wrong with it is said above the outlook."""
    row = situation_or_404(slug)
    form = EventForm(request.POST, today=timezone.now().date())
    if form.is_valid():
        event = service.open_event(row, form.event, now=timezone.now())
        messages.success(request, _("Kept as an event of %(day)s: %(name)s") % {"day": event.day, "name": event.name})
    else:
        for error in (error for errors in form.errors.values() for error in errors):
            messages.error(request, str(error))
    return redirect("outlook", slug=slug)


def _choices(plain: Outlook, standing: list[Planned]) -> dict[str, Any]:
    kept = {str(one.row.pk): f"{one.row.at.date()}: {one.row.owner}" for one in standing if one.force != "replaced"}
    dates = {"first": plain.days[0], "last": plain.days[6], "expires": plain.days[6]}
    return {"corridors": plain.corridors, "kept": kept, "initial": dates}


def _kept(request: HttpRequest, row: Situation, form: PlanningForm, outlook: Outlook) -> bool:
    """Keep the decision; whether it was kept. What is wrong with it stands on the form."""
    if not form.is_valid():
        return False
    replaced = form.cleaned_data["replaces"]
    try:
        plan(
            row,
            form.decision,
            outlook,
            now=timezone.now(),
            by=who(request),
            replaces=row.planning.get(pk=replaced) if replaced else None,
        )
    except PanahError as error:
        form.add_error(None, error.sentence)
        return False
    messages.success(request, _("The planning figure is kept."))
    return True
