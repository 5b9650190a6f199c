"""A situation's page, with its charts and its table as CSV, today or as known on a past day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from panah import publish
from panah.errors import InputError
from panah.ledger.models import Situation
from panah.ledger.standing import end_of
from panah.web.forms import AsOfForm, SinceForm
from panah.web.pictures import View, chart_of, estimate_of, moment, newest_day, picture_of, turned_of, view
from panah.web.shortcuts import situation_or_404

WIDTHS = (720, 340)
"""Widths that charts are drawn for: a desktop's column and a phone's."""
STALE = 3
"""Days without a report after which the data's age is shown as a warning."""


@require_safe
def situation(request: HttpRequest, slug: str) -> HttpResponse:
    """The situation's picture; a day that cannot be shown is explained above today's picture."""
    row, today = situation_or_404(slug), timezone.now().date()
    form = AsOfForm(request.GET or None, today=today)
    asked = form.cleaned_data["as_of"] if form.is_bound and form.is_valid() else None
    shown = view(row, moment(row, asked, today))
    if not form.is_bound:
        form = AsOfForm(initial={"as_of": shown.moment.known}, today=today)
    known = picture_of(shown)
    silent = ", ".join(place.name for place in known.places if not (place.counts or place.rows))
    context = {"row": row, "form": form, "view": shown, "picture": known, "silent": silent, **_dated(row, shown)}
    context["turned"] = turned_of(shown)
    day = shown.moment.known if shown.moment.asked else None
    context["since"] = SinceForm(initial={"since": context["before"], "as_of": day}, today=shown.moment.known)
    return render(request, "panah/situation.html", context, status=400 if form.errors else 200)


@require_safe
def chart(request: HttpRequest, slug: str) -> HttpResponse:
    """One place's chart as SVG, for the page's pictures and for other documents."""
    shown = _shown(request, slug)
    place = request.GET.get("place", "")
    width = WIDTHS[1] if request.GET.get("width") == str(WIDTHS[1]) else WIDTHS[0]
    if place not in {one.place for one in picture_of(shown).places}:
        raise InputError(f"{place!r} is no place of this situation")
    ahead = request.GET.get("ahead") == "1"
    response = HttpResponse(chart_of(shown, place, width, ahead=ahead), content_type="image/svg+xml")
    # The page names the estimate in the address, so a changed picture has another address.
    response.headers["Cache-Control"] = "private, max-age=3600" if request.GET.get("key") else "no-cache"
    return response


@require_safe
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """The daily estimates of every place as CSV, or with ?tags=hxl as HXL."""
    shown = _shown(request, slug)
    tagged = request.GET.get("tags") == "hxl"
    content = publish.to_hxl(estimate_of(shown)) if tagged else publish.to_csv(estimate_of(shown))
    return _file(content, f"{slug}-{shown.moment.until}{'.hxl' if tagged else ''}.csv")


@require_safe
def figures(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures that the picture is made from as CSV."""
    shown = _shown(request, slug)
    return _file(publish.figures_csv(shown.figures), f"{slug}-figures-{shown.moment.until}.csv")


def _shown(request: HttpRequest, slug: str) -> View:
    row, today = situation_or_404(slug), timezone.now().date()
    form = AsOfForm(request.GET, today=today)
    if not form.is_valid():
        raise InputError(" ".join(str(error) for errors in form.errors.values() for error in errors).rstrip("."))
    return view(row, moment(row, form.cleaned_data["as_of"], today))


def _file(content: str, name: str) -> HttpResponse:
    # The byte order mark makes spreadsheets read the file as UTF-8.
    response = HttpResponse("\ufeff" + content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _dated(row: Situation, shown: View) -> dict[str, Any]:
    """How old the picture is, the reports known by then, and the days before and after on which something came in."""
    until = end_of(shown.moment.known)
    known = sorted({at.date() for at in row.reports.values_list("known_at", flat=True)})
    newest = newest_day(row, shown.moment.known)
    age = (shown.moment.known - newest).days if newest else None
    here = shown.moment.known
    reports = row.reports.filter(known_at__lte=until).order_by("-published", "-known_at")
    return {
        "reports": reports.defer("text", "tables"),
        "newest": newest,
        "age": age,
        "stale": age is not None and age > STALE,
        "closed": shown.moment.until < shown.moment.known,
        "earlier": max((one for one in known if one < here), default=None),
        "before": max((one for one in known if one < shown.moment.until), default=None),
        "later": min((one for one in known if one > here), default=None) if shown.moment.asked else None,
        "as_of": f"&as_of={shown.moment.known}" if shown.moment.asked else "",
    }
