"""What happens around every page: a strict content policy, the one local officer, and errors in plain words."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from panah.errors import ConflictError, PanahError, UnavailableError

type_of_view = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing but our own style sheet and pictures; no script at all."""


def content_security(get_response: type_of_view) -> type_of_view:
    """Send the content policy with every answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware


def single_user(get_response: type_of_view) -> type_of_view:
    """In single-user mode, let a request from this machine in as the local officer, without signing in.

    A request that a proxy passed on never counts as local, because its first sender is somewhere else.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.PANAH_SINGLE_USER and not request.user.is_authenticated and _is_local(request):
            from panah.web.start import LOCAL_USER

            request.user = get_user_model().objects.get(username=LOCAL_USER)
        return get_response(request)

    return middleware


def _is_local(request: HttpRequest) -> bool:
    if any(header in request.META for header in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class plain_errors:  # used like the functions beside it, but needs process_exception
    """Turn a PanahError that a page did not expect into a page with its one sentence."""

    def __init__(self, get_response: type_of_view) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for our own errors; anything else stays an error of the program."""
        if not isinstance(error, PanahError):
            return None
        status = {ConflictError: 409, UnavailableError: 503}.get(type(error), 400)
        return render(request, "panah/error.html", {"sentence": error.sentence}, status=status)
