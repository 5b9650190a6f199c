"""`panah read --ndjson`: one report a line in, its figures as one line out, in order, none kept in memory."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

from panah.cli.screen import emit, note, watched
from panah.errors import InputError, PanahError
from panah.figure import Figure, Report, to_json

FIELDS = (
    "quote", "char_start", "char_end", "low", "high", "hedge", "measure", "form", "unit", "population",
    "from", "to", "start", "end", "sources",
)  # fmt: skip
"""The batch contract's fields of a figure: docs/reference/json.md promises them to other programs."""


def run(file: str) -> None:
    """Read the lines of `file` (- is stdin) and write one answer a line on stdout."""
    from panah.read import read

    failed = 0
    with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as lines:
        for answer in watched(answers(lines, read), "reports read"):
            failed += "error" in answer
            emit(json.dumps(answer, ensure_ascii=False) + "\n")
    if failed:
        note(f"note: {failed} {'line' if failed == 1 else 'lines'} could not be read; the answer of each says why")


def answers(lines: Iterable[bytes], read: Callable[[Report], list[Figure]]) -> Iterator[dict[str, Any]]:
    """One answer for each line that is not blank: {"id", "figures"}, or {"id", "error"} for a line that is bad."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _answer(line, number, read)


def _answer(line: bytes, number: int, read: Callable[[Report], list[Figure]]) -> dict[str, Any]:
    label: Any = None
    try:
        row = _row(line)
        label = row.get("id")
        figures = read(_report(row))
    except PanahError as error:
        return {"id": label, "error": f"line {number}: {error.sentence}"}
    except Exception as error:  # whatever one report does to the reader, the others must still be read
        return {"id": label, "error": f"line {number}: the reader failed ({type(error).__name__}: {error})."}
    return {"id": label, "figures": [{key: row[key] for key in FIELDS} for row in map(to_json, figures)]}


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"it is not UTF-8 text (byte {error.start + 1})") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"it is not JSON ({error})") from None
    if not isinstance(row, dict):
        raise InputError("it is no JSON object", hint='a line is {"id": ..., "text": ..., "published": ...}')
    return row


def _report(row: dict[str, Any]) -> Report:
    text = row.get("text")
    if not isinstance(text, str):
        raise InputError("it has no text", hint='"text" holds the words of the report')
    for key in ("publisher", "lang"):
        if not isinstance(row.get(key), str | None):
            raise InputError(f"{key} is no text")
    return Report(
        text=text,
        title=title if isinstance(title := row.get("title"), str) else "",
        publisher=row.get("publisher"),
        published=_day(row.get("published")),
        language=row.get("lang"),
    )


def _day(value: Any) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InputError(f"published is {value!r}, which is no day", hint="write it as 2022-09-27") from None
