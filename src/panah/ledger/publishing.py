"""Keeping what is sent out: a publication's files are stored as they are, and never made anew."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from panah.errors import ConflictError, InputError
from panah.ledger.models import Publication, PublishedFile, Situation
from panah.publish import Bulletin


def publish(
    situation: Situation, made: Bulletin, files: Mapping[str, bytes], *, now: datetime, by: str
) -> Publication:
    """Keep a bulletin's files, name to content, under the situation's next number.

    Raises InputError for a bulletin that tells nothing, ConflictError where somebody published in the same moment.
    """
    if not made.places:
        raise InputError("nothing is known that could be published", hint="Add reports first")
    last = situation.publications.order_by("-number").first()
    row = Publication(
        situation=situation,
        number=last.number + 1 if last else 1,
        as_of=made.picture.as_of,
        headline=made.picture.headline,
        since=made.edition.since,
        next_update=made.edition.next_update,
        contact=made.edition.contact,
        by=by,
        at=now,
    )
    try:
        with transaction.atomic():
            row.save()
            for name, content in files.items():
                digest = hashlib.sha256(content).hexdigest()
                PublishedFile(publication=row, name=name, content=content, digest=digest).save()
    except IntegrityError:
        hint = "Look at theirs, then publish again"
        raise ConflictError("somebody else published in this moment", hint=hint) from None
    return row
