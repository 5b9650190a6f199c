"""What was sent out about a situation: the list, the form to publish, and each file as it was kept."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from panah import publish
from panah.errors import UnavailableError
from panah.ledger.models import Publication, PublishedFile, Situation
from panah.ledger.publishing import publish as keep
from panah.web.comparing import changes_of
from panah.web.forms import PublishForm
from panah.web.middleware import POLICY
from panah.web.pictures import View, estimate_of, last_scores, moment, outlook_of, view
from panah.web.shortcuts import situation_or_404, who

PUBLISH = "ledger.add_publication"
WAIT = 60.0
"""Seconds that publishing waits for what changed since the publication before."""
KINDS = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


@require_http_methods(["GET", "HEAD", "POST"])
def publications(request: HttpRequest, slug: str) -> HttpResponse:
    """The publications, newest first; a post publishes what is known now."""
    if request.method == "POST" and not request.user.has_perm(PUBLISH):
        raise PermissionDenied
    row, today = situation_or_404(slug), timezone.now().date()
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kept = _published(request, row, today, form)
        if kept:
            messages.success(request, _("Publication %(number)d is kept.") % {"number": kept.number})
        else:
            messages.warning(request, _("What changed since then is still being worked out. Publish again soon."))
        return redirect("publications", slug=slug)
    rows = list(row.publications.prefetch_related("files"))
    context = {"row": row, "rows": rows, "form": form, "publishes": request.user.has_perm(PUBLISH)}
    return render(request, "panah/publications.html", context, status=400 if form.errors else 200)


def _published(request: HttpRequest, row: Situation, today: date, form: PublishForm) -> Publication | None:
    """The publication that was kept; None while what changed since the one before is still being worked out."""
    shown = view(row, moment(row, None, today))
    last = row.publications.order_by("-number").first()
    since = last.as_of if last and last.as_of < shown.moment.until else None
    changes = changes_of(view(row, moment(row, since, today)), shown, wait=WAIT) if since else []
    if changes is None:
        return None
    estimate = estimate_of(shown)
    edition = publish.Edition(
        outlook=outlook_of(shown),
        scores=last_scores(shown),
        since=since,
        changes=changes,
        next_update=form.cleaned_data["next_update"],
        contact=form.cleaned_data["contact"],
    )
    made = publish.bulletin(estimate, shown.followed, edition)
    return keep(row, made, _files(request, made, shown), now=timezone.now(), by=who(request))


def _files(request: HttpRequest, made: publish.Bulletin, shown: View) -> dict[str, bytes]:
    """The files by name; a format that this machine cannot make is left out, and said so."""
    estimate, bulletins = estimate_of(shown), {}
    for form in publish.FORMATS:
        try:
            bulletins[f"bulletin.{form}"] = publish.bulletin_file(made, form)
        except UnavailableError as error:
            messages.warning(request, error.sentence)
    tables = {
        "flows.csv": publish.to_csv(estimate),
        "flows.hxl.csv": publish.to_hxl(estimate),
        "figures.csv": publish.figures_csv(shown.figures),
    }
    return bulletins | {name: f"\ufeff{text}".encode("utf-8", "backslashreplace") for name, text in tables.items()}


@require_safe
def file(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """One file of a publication, byte for byte as it was kept."""
    row = get_object_or_404(
        PublishedFile, publication__situation__slug=slug, publication__number=number, name=name
    )
    content, kind = bytes(row.content), name.rsplit(".", 1)[-1]
    response = HttpResponse(content, content_type=KINDS[kind])
    if kind in ("docx", "csv"):
        saved = f"{slug}-{number}-{name}"
        response.headers["Content-Disposition"] = f'attachment; filename="{saved}"'
    if kind == "html":  # its own style sheet stands in it, and is allowed by its hash
        found = _STYLE.search(content)
        digest = base64.b64encode(hashlib.sha256(found[1] if found else b"").digest()).decode()
        policy = POLICY.replace("style-src 'self'", f"style-src 'sha256-{digest}'")
        response.headers["Content-Security-Policy"] = policy
    response.headers["ETag"] = f'"{row.digest}"'
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
