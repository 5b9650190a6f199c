"""JSON -> documents, by its shape: an answer of ReliefWeb's API (v1 or v2) gives the reports that it lists."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from panah.errors import InputError
from panah.read.document.found import Found, Progress, iso_day
from panah.read.document.html import read_fragment
from panah.read.table.json_rows import read_json as read_rows

MOST_LINES = 100_000


def read_json(text: str, where: str, progress: Progress) -> Iterator[Found]:
    """The reports in a JSON text: ReliefWeb's (`data[].fields`, a list, one a line), else its rows as one table.

    Raises InputError for JSON of another shape and for what is no JSON.
    """
    content = _parsed(text, where)
    rows = _reports(content)
    if rows is None:
        tables, title = read_rows(text, where)
        yield Found(tables=tables, title=title)
        return
    for done, row in enumerate(rows, start=1):
        yield _report(row)
        progress(done, len(rows))


def _parsed(text: str, where: str) -> Any:
    """One JSON value, or a list of those on the lines."""
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        broken = error
    try:
        lines = [line for line in text.lstrip("\ufeff").split("\n", MOST_LINES)[:MOST_LINES] if line.strip()]
        return [json.loads(line) for line in lines] if len(lines) > 1 else _refuse(broken, where)
    except (ValueError, RecursionError) as error:
        _refuse(broken if PurePath(where).suffix.casefold() == ".json" else error, where)


def _refuse(error: Exception, where: str) -> Any:
    if isinstance(error, RecursionError):
        raise InputError("its JSON is nested too deep", where=where, hint="Fetch or export it again") from None
    raise InputError(f"it is not valid JSON ({error})", where=where, hint="Fetch or export it again") from None


def _reports(content: Any) -> list[Mapping[str, Any]] | None:
    """The fields of each report; None when this is no answer of ReliefWeb."""
    rows = content.get("data") if isinstance(content, Mapping) else content
    if isinstance(content, Mapping) and isinstance(content.get("fields"), Mapping):
        rows = [content]
    if not isinstance(rows, list) or not rows:
        return None
    fields = [row.get("fields") if isinstance(row, Mapping) else None for row in rows]
    found = [row for row in fields if isinstance(row, Mapping) and isinstance(row.get("title"), str)]
    return found if len(found) == len(rows) else None


def _report(fields: Mapping[str, Any]) -> Found:
    markup, plain = fields.get("body-html"), fields.get("body")
    if isinstance(markup, str) and markup.strip():
        body = read_fragment(markup)
    else:
        body = Found(text=plain if isinstance(plain, str) else "")
    title = " ".join(str(fields.get("title", "")).split())
    short = not body.text.strip() and not body.tables
    notes = ["ReliefWeb gives only its title: open its page for the words"] if short else []
    files = _each(fields.get("file"), "filename")
    if files:
        notes.append(f"its attached files are not in this answer: {', '.join(files)}")
    days = fields.get("date") if isinstance(fields.get("date"), Mapping) else {}
    address = next((a for k in ("url", "url_alias", "origin") if isinstance(a := fields.get(k), str) and a), None)
    return Found(
        text=(title if short else body.text).replace("\x00", "").replace("\r\n", "\n"),
        tables=body.tables,
        title=title,
        publisher=" and ".join(_each(fields.get("source"), "name")[:3]) or None,
        published=_day(days, "original") or _day(days, "created"),
        language=next(iter(code[:2].lower() for code in _each(fields.get("language"), "code")), None),
        url=address,
        notes=tuple(notes),
    )


def _each(listed: Any, key: str) -> list[str]:
    """The texts under a key of the mappings in a list; one mapping stands for a list of one."""
    rows = listed if isinstance(listed, list) else [listed]
    return [row[key] for row in rows if isinstance(row, Mapping) and isinstance(row.get(key), str) and row[key]]


def _day(days: Any, key: str) -> Any:
    value = days.get(key)
    return iso_day(value) if isinstance(value, str) else None
