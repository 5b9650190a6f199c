"""Office files are ZIP archives: what is looked at before anything in one is unpacked."""

from __future__ import annotations

import zipfile
from io import BytesIO

from panah.errors import InputError

MAX_UNPACKED = 300 * 1024 * 1024
"""Largest archive once unpacked. Real workbooks of 10 MB unpack to some 100 MB; a bomb unpacks to gigabytes."""
MAX_PARTS = 10_000
"""Most files in one archive; a workbook of a hundred sheets has some 300."""


def checked_archive(data: bytes, where: str) -> zipfile.ZipFile:
    """The archive in these bytes, if it unpacks to a size that can be read.

    The sizes are those of its directory. They hold: Python unpacks no more of a part than the directory states.
    Raises InputError for more than MAX_UNPACKED bytes or MAX_PARTS parts, and for a damaged directory.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except Exception as error:  # a malformed directory raises many kinds
        what = f"it is a damaged Office file or archive ({type(error).__name__})"
        raise InputError(what, where=where, hint="Open and save it again") from None
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise InputError(f"it holds more than {MAX_PARTS:,} files", where=where, hint="Split it into its reports")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise InputError(f"it unpacks to more than {MAX_UNPACKED >> 20} MB", where=where, hint="Split it by sheet")
    return archive
