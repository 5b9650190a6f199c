"""JSON that portals and APIs answer with -> named tables of cells: each list of alike objects is one table."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from panah.errors import InputError
from panah.read.table.cells import MAX_CELLS
from panah.read.table.days import period_of
from panah.read.table.looks import Cells
from panah.read.table.words import fold, words

LONGEST_NAME = 120
"""Letters of the longest text beside the rows that is taken into the title: longer ones are descriptions."""
_HINT = "Save its rows as CSV, or give JSON that holds a list of objects with the same keys"


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands beside the rows, in the objects that enclose them: names, and who counted."""

    path: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()


def read_json(text: str, where: str) -> tuple[tuple[tuple[str, Cells], ...], str]:
    """The tables in a JSON text and a title for them: the file's name and the short texts that stand beside the rows.

    Each table is named by the keys that lead to it ('data.timeseries'); its first row holds the keys, row n + 1 the
    n-th object, and each cell the text of its value. Objects inside a row are joined with it. Raises InputError in
    one sentence for what is no JSON, holds no rows, or too many cells.
    """
    try:
        tables, names = _tables(_parsed(text, where), where)
    except RecursionError:
        raise InputError("its JSON is nested too deep", where=where, hint=_HINT) from None
    if not tables:
        raise InputError("its JSON holds no rows", where=where, hint=_HINT)
    stem = PurePath(where).stem
    return tuple(tables), ": ".join(part for part in (stem, "; ".join(names)) if part)


def _parsed(text: str, where: str) -> Any:
    """The values of the text, numbers as they are written; of JSON lines, the list of them."""
    bare = text.lstrip("\ufeff").strip()
    try:
        return json.loads(bare, parse_int=str, parse_float=str, parse_constant=str)
    except ValueError as error:
        problem = error
    try:
        return [json.loads(line, parse_int=str, parse_float=str) for line in bare.splitlines() if line.strip()]
    except ValueError:
        at = f" in line {problem.lineno}" if isinstance(problem, json.JSONDecodeError) else ""
        raise InputError(f"it is no JSON{at}", where=where, hint="Download it again; it may be cut off") from None


def _tables(value: Any, where: str) -> tuple[list[tuple[str, Cells]], list[str]]:
    tables: list[tuple[str, Cells]] = []
    names: dict[str, None] = {}
    size = 0
    for around, rows in _lists(value, _Around()):
        header = tuple(dict.fromkeys(key for row in rows for key in row))
        size += (len(rows) + 1) * len(header)
        if size > MAX_CELLS:
            raise InputError(f"it has more than {MAX_CELLS:,} cells", where=where, hint="Split it into several files")
        cells = (header, *(tuple(row.get(key, "") for key in header) for row in rows))
        tables.append((".".join(around.path) or PurePath(where).stem or "table", cells))
        names.update(dict.fromkeys(around.names))
    return tables, list(names)


def _lists(value: Any, around: _Around) -> Iterator[tuple[_Around, list[dict[str, str]]]]:
    """Each list of rows with what stands around it; rows inside rows belong to those."""
    if isinstance(value, list):
        rows = _rows([item for item in value if isinstance(item, dict)])
        if rows:
            beside = dict(around.sources)
            yield around, [{**row, **{k: v for k, v in beside.items() if k not in row}} for row in rows]
        elif table := _listed(value):
            yield around, table
    elif isinstance(value, dict):
        if series := _series(value):
            yield around, series
            return
        inside = _Around(around.path, around.names + _names(value), around.sources + _sources(value))
        for key, item in value.items():
            yield from _lists(item, _Around((*inside.path, str(key)), inside.names, inside.sources))


def _names(value: dict[str, Any]) -> tuple[str, ...]:
    texts = (item for key, item in value.items() if isinstance(item, str) and not _is_source(key))
    return tuple(t.strip() for t in texts if len(t) <= LONGEST_NAME and " " in t.strip() and any(map(str.isalpha, t)))


def _sources(value: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((k, v) for k, v in value.items() if isinstance(v, str) and v.strip() and _is_source(k))


def _is_source(key: str) -> bool:
    return fold(key) in words().roles["source"]


def _rows(objects: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The objects as flat rows; a value that stands deeper is named by its own key, or by all that lead to it."""
    flat = [dict(_flat(item, ())) for item in objects]
    paths = {path for row in flat for path in row}
    ends = Counter(path[-1] for path in paths)
    return [{(path[-1] if ends[path[-1]] == 1 else " ".join(path)): cell for path, cell in row.items()} for row in flat]


def _flat(value: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The texts of an object and of those inside it, with the keys that lead to them; of a list of one as well."""
    for key, item in value.items():
        inner = item[0] if isinstance(item, list) and len(item) == 1 else item
        here = () if key == "properties" and not path else (*path, str(key))  # GeoJSON keeps its columns there
        if isinstance(inner, dict):
            yield from _flat(inner, here)
        elif not isinstance(inner, list):
            yield here, _text(inner)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.replace("\x00", "") if isinstance(value, str) else str(value).lower()


def _listed(value: list[Any]) -> list[dict[str, str]]:
    """Rows given as lists, the first of which holds their names."""
    rows = [[_text(cell) for cell in row] for row in value if isinstance(row, list) and not any(map(_nested, row))]
    if len(rows) < 2 or len(rows) < len(value) or len(set(rows[0])) < max(2, len(rows[0])):
        return []
    return [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]


def _series(value: dict[str, Any]) -> list[dict[str, str]]:
    """An object whose keys are days is a series; one of equally long lists holds its columns."""
    if len(value) >= 3 and all(map(_is_day, value)) and not any(map(_nested, value.values())):
        return [{"date": day, "value": _text(number)} for day, number in value.items()]
    lengths = {len(item) if isinstance(item, list) else -1 for item in value.values()}
    flat = (item for items in value.values() if isinstance(items, list) for item in items)
    if len(value) < 2 or len(lengths) != 1 or min(lengths) < 2 or any(map(_nested, flat)):
        return []
    return [dict(zip(value, map(_text, row), strict=True)) for row in zip(*value.values(), strict=True)]


def _nested(value: Any) -> bool:
    return isinstance(value, list | dict)


def _is_day(key: str) -> bool:
    try:
        return period_of(key) is not None
    except InputError:
        return False
