"""Office files are archives; theirs are made anew here so that the same content has the same bytes."""

from __future__ import annotations

import io
import zipfile

_ZIPPED = (1980, 1, 1, 0, 0, 0)


def timeless(made: io.BytesIO) -> bytes:
    """The archive with every date in its directory fixed and its members in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            new.writestr(zipfile.ZipInfo(name, _ZIPPED), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
