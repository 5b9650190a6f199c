"""Fetch a web address politely: only when it changed, within limits of time and size, and from http and https alone."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from panah.errors import InputError, UnavailableError

MOST_BYTES = 20 * 1024 * 1024
"""Largest feed that is taken; a feed of a hundred whole articles has 2 MB."""
SILENCE = 20.0
"""Seconds without a byte after which a server is given up."""
PATIENCE = 120.0
"""Seconds that all of a feed may take."""
LONGEST_PAUSE = 3600.0
AGENT = "panah/{} (reads displacement reports; run by the person who follows them)"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the bytes, or None when nothing changed, and what the server wants to hear the next time."""

    content: bytes | None
    etag: str = ""
    modified: str = ""


class Failed(UnavailableError):
    """A feed could not be fetched now; `pause` is how long the server asks to be left alone, in seconds."""

    pause: float = 0.0


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects to http and https alone, and never from https down to http."""

    max_redirections = 5

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        scheme = urlsplit(newurl).scheme
        if scheme not in ("http", "https") or (req.type == "https" and scheme != "https"):
            raise Failed(f"it redirects to {scheme or 'nowhere'}, which is not followed", where=req.full_url)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def web_opener(redirects: urllib.request.BaseHandler) -> urllib.request.OpenerDirector:
    """An opener of http and https alone: no files, no ftp, no data addresses."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        redirects,
    ):
        opener.add_handler(handler)
    return opener


def checked_address(url: str) -> str:
    """The address if it is a plain one of http or https; raises InputError, which does not repeat a password."""
    try:
        parts = urlsplit(url)
        named, secret, _ = parts.hostname, parts.username or parts.password, parts.port
    except ValueError:
        raise InputError("it is no web address", where=url[:200]) from None
    if secret:
        raise InputError("an address with a name or password in it is not taken", hint="Logs would show it")
    if parts.scheme not in ("http", "https") or not named or any(c.isspace() for c in url):
        raise InputError("it is no http or https address", where=url[:200])
    return url


def fetch(url: str, known: Mapping[str, str], *, silence: float = SILENCE, patience: float = PATIENCE) -> Fetched:
    """The bytes at an address, unless they are as `known` (`etag`, `modified`). Raises Failed in one sentence."""
    from panah import __version__

    asked = {"User-Agent": AGENT.format(__version__), "Accept": "application/rss+xml, application/atom+xml, */*;q=0.5"}
    if known.get("etag"):
        asked["If-None-Match"] = known["etag"]
    if known.get("modified"):
        asked["If-Modified-Since"] = known["modified"]
    request = urllib.request.Request(checked_address(url), headers=asked)
    try:
        with web_opener(_WebOnly()).open(request, timeout=silence) as answer:
            content = read_limited(answer, MOST_BYTES, patience, url)
            return Fetched(content, answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 304:
            return Fetched(None, known.get("etag", ""), known.get("modified", ""))
        raise _refused(url, error) from None
    except TimeoutError:
        raise Failed(f"it did not answer within {silence:g} seconds", where=url) from None
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        raise Failed(f"it cannot be reached ({why(error)})", where=url) from None


def read_limited(answer: Any, most: int, patience: float, where: str) -> bytes:
    """The whole body of an answer. Raises Failed when it is larger than `most` bytes or takes too long."""
    ends = time.monotonic() + patience
    pieces, size = [], 0
    while piece := answer.read1(65_536):
        pieces.append(piece)
        size += len(piece)
        if size > most:
            raise Failed(f"it is larger than {most >> 20} MB", where=where)
        if time.monotonic() > ends:
            raise Failed(f"it was not there after {patience:g} seconds", where=where)
    if getattr(answer, "length", None):
        raise Failed("it broke off before its end", where=where)
    return b"".join(pieces)


def why(error: Exception) -> str:
    """The reason of a network error in its own words, on one line."""
    reason = getattr(error, "reason", None) or error
    if isinstance(reason, TimeoutError):
        return "it did not answer in time"
    return _said(str(getattr(reason, "strerror", None) or reason or type(error).__name__)).lower()


def _said(text: str) -> str:
    """What a server said, on one line and without signs that would steer a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _refused(url: str, error: urllib.error.HTTPError) -> Failed:
    if 300 <= error.code < 400:
        return Failed(f"the server answers {error.code}: it redirects in a circle or to no web address", where=url)
    failed = Failed(f"the server answers {error.code} ({_said(str(error.reason))})", where=url)
    asked = (error.headers.get("Retry-After") or "") if error.headers else ""
    failed.pause = min(float(asked), LONGEST_PAUSE) if asked.isascii() and asked.isdecimal() else 0.0
    return failed
