"""Plain text, with or without a head of `key: value` lines, and rows of a delimited text."""

from __future__ import annotations

from pathlib import PurePath

from panah.errors import InputError
from panah.read.document.found import Found
from panah.read.table.cells import read_csv
from panah.situation import parse_report


def read_plain(text: str, where: str) -> Found:
    """The words as they are; a head between two lines of three dashes becomes the fields that it names."""
    if not (text.startswith("---\n") and "\n---\n" in text[:4096]):
        return Found(text=text)
    try:
        report = parse_report(text, where=where)
    except InputError:
        return Found(text=text, notes=("it starts with '---' but has no readable head; all of it is words",))
    return Found(report.text, (), report.title, report.publisher, report.published, report.language, url=report.url)


def read_rows(text: str, where: str) -> Found:
    """The one table of a delimited text."""
    tables, notes = read_csv(text, where)
    return Found(tables=tables, title=PurePath(where).stem, notes=notes)
