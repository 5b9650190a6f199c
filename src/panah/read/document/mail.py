"""An e-mail -> its words, and each attachment of a kind that is read as a document of its own."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import PurePath
from typing import Any

from panah.errors import InputError, PanahError
from panah.read.decode import one_line_end
from panah.read.document.found import Found
from panah.read.document.html import read_html

MOST_ATTACHMENTS = 50

Opener = Callable[[bytes, str], list[Found]]


def read_mail(data: bytes, where: str, opened: Opener) -> Iterator[Found]:
    """The e-mail's own words, then what `opened` finds in its attachments; those that it cannot read are noted.

    An attachment's title, publisher and day are its own where it says them, else the e-mail's.
    """
    try:
        message = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
        body = message.get_body(("plain", "html"))
        content = body.get_content() if isinstance(body, EmailMessage) else ""
        html = body is not None and body.get_content_type() == "text/html"
        head = _head(message)
        parts = [(part.get_filename() or "", part) for part in message.iter_attachments()]
    except Exception as error:  # the standard parser raises many kinds on malformed heads and unknown encodings
        what = f"the e-mail is malformed ({type(error).__name__})"
        raise InputError(what, where=where, hint="Copy its words into a text file") from None
    attached, notes = _attachments(parts, opened, head)
    found = read_html(content) if html else Found(text=one_line_end(content))
    text = found.text.replace("\x00", "")
    if text.strip() or found.tables or not attached:
        yield replace(head, text=text, tables=found.tables, language=found.language, notes=found.notes + notes)
    else:
        attached[0] = replace(attached[0], notes=attached[0].notes + notes)
    yield from attached


def _head(message: EmailMessage) -> Found:
    """Subject, sender and day."""
    addresses = getattr(message.get("from"), "addresses", ())
    when = getattr(message.get("date"), "datetime", None)
    return Found(
        title=" ".join(str(message.get("subject", "")).split()),
        publisher=(addresses[0].display_name or addresses[0].domain or None) if addresses else None,
        published=when.date() if when else None,
    )


def _attachments(parts: list[tuple[str, Any]], opened: Opener, head: Found) -> tuple[list[Found], tuple[str, ...]]:
    found: list[Found] = []
    read: list[str] = []
    left = [f"{len(parts) - MOST_ATTACHMENTS} more"] if len(parts) > MOST_ATTACHMENTS else []
    for name, part in parts[:MOST_ATTACHMENTS]:
        shown = " ".join(name.split()) or "without a name"
        try:
            inside = opened(_bytes(part), name)
        except PanahError as error:
            left.append(f"{shown} ({error.what})" if isinstance(error, InputError) else shown)
            continue
        found += [_under(head, document, name) for document in inside]
        read.append(shown)
    notes = []
    if read:
        notes.append(f"attachments are read as reports of their own: {', '.join(read)}")
    if left:
        notes.append(f"attachments were not read: {', '.join(left)}")
    return found, tuple(notes)


def _bytes(part: Any) -> bytes:
    try:
        if part.get_content_type() == "message/rfc822":
            inner: bytes = part.get_payload(0).as_bytes()
            return inner
        payload = part.get_payload(decode=True)
    except Exception as error:  # unknown transfer encodings and malformed parts
        raise InputError(f"it is malformed ({type(error).__name__})") from None
    if not isinstance(payload, bytes) or not payload:
        raise InputError("it is empty")
    return payload


def _under(head: Found, document: Found, name: str) -> Found:
    day: date | None = document.published or (None if document.guessed else head.published)
    return replace(
        document,
        title=document.title or PurePath(name).stem or head.title,
        publisher=document.publisher or head.publisher,
        published=day,
        attached=True,
    )
