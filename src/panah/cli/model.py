"""The model that a person brings along: asked over the network, by the address and key file that they name."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from panah.cli.fetch import AGENT, checked_address, read_limited, web_opener, why
from panah.errors import InputError, UnavailableError
from panah.read.model import Ask

MOST_BYTES = 2 * 1024 * 1024
"""Largest answer that is taken; 500 figures have 200 kB."""
LOCAL = ("localhost", "127.0.0.1", "::1")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Refuses every redirect: the key and the report go to the address that was named, and nowhere else."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> NoReturn:
        raise UnavailableError("it redirects elsewhere, which is not followed", hint="Give the address it leads to")


def asker(url: str, key_file: Path | None, *, silence: float = 60.0, patience: float = 300.0) -> Ask:
    """A function that asks the chat server at an address. Raises InputError for an address or key that is none."""
    from panah import __version__

    address = _chat(checked_address(url))
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "User-Agent": AGENT.format(__version__),
    }
    if key_file is not None:
        if urlsplit(address).scheme != "https" and urlsplit(address).hostname not in LOCAL:
            raise InputError("a key is not sent without encryption", hint="Give an https address")
        headers["Authorization"] = f"Bearer {_key(key_file)}"

    def ask(body: Mapping[str, Any]) -> bytes:
        content = json.dumps(body).encode()  # escapes whatever is no ASCII, lone surrogates too
        request = urllib.request.Request(address, data=content, headers=headers, method="POST")
        try:
            with web_opener(_NoRedirect()).open(request, timeout=silence) as answer:
                return read_limited(answer, MOST_BYTES, patience, "")
        except urllib.error.HTTPError as error:
            error.close()
            raise UnavailableError(f"its server answers {error.code}{_HINTS.get(error.code, '')}") from None
        except TimeoutError:
            raise UnavailableError(f"it did not answer within {silence:g} seconds") from None
        except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
            raise UnavailableError(f"it cannot be reached ({why(error)})") from None

    return ask


_HINTS = {
    401: ", so it wants another key",
    403: ", so it wants another key",
    404: ", so there is no such model or address",
    429: ", so it has too much to do",
}


def _chat(url: str) -> str:
    path = url.rstrip("/")
    return path if path.endswith("/chat/completions") else f"{path}/chat/completions"


def _key(path: Path) -> str:
    try:
        key = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise InputError("the key cannot be read", where=str(path), hint="Name a file that holds it") from None
    if not key or len(key) > 4096 or not key.isascii() or not all(c.isprintable() and c != " " for c in key):
        raise InputError("it holds no key", where=str(path), hint="The file has one line, the key alone")
    return key
