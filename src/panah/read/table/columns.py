"""What each column of a table is, decided from its header, its HXL tag and its cells together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from panah.figure import Unit
from panah.read.table.column import Column
from panah.read.table.days import OPEN, Order, order_of, serials, week_of, weeks_of
from panah.read.table.header import Layout, is_day
from panah.read.table.looks import Cells
from panah.read.table.numbers import missing, number, style
from panah.read.table.spots import known_place
from panah.read.table.stamps import stamps
from panah.read.table.wide import headed_by_days
from panah.read.table.words import Meaning, counted, fold, fold_cell, has, is_total, scale_of, words

SAMPLED = 400
"""Filled cells of a column that its kind is judged by; the order of days and the separators are judged by all."""

LONGEST_PLACE = 100
"""Letters; a column with longer cells holds remarks, not places."""

_DAY_ROLES = frozenset({"date", "start", "end", "said", "month_end"})
_NUMBER_ROLES = frozenset({"value", "low", "high"})


@dataclass(frozen=True, slots=True)
class _Profile:
    filled: tuple[str, ...]
    days: float
    numbers: float


def read_columns(cells: Cells, layout: Layout, around: str = "") -> tuple[Column, ...]:
    """The columns of a table, in order, each with its role and the reason for it; `around` are the words of its title.

    Raises InputError when months head the columns and nothing names their year.
    """
    columns, kinds = [], {}
    for index, name in enumerate(layout.header):
        filled = [row[index] for row in cells[layout.first :] if index < len(row) and not missing(row[index])]
        kinds[index] = len({cell for cell in filled if not is_total(cell)})
        column = _column(index, name, layout.tags[index] if layout.tags else None, _profile(filled))
        if column.role in _DAY_ROLES:
            column = replace(column, order=order_of(filled))
        elif column.role == "week":
            column = replace(column, order=weeks_of(filled))
        elif column.role in ("count", "number", *_NUMBER_ROLES):
            column = replace(column, style=style(filled), scale=scale_of(name) if name else 1)
        columns.append(column)
    found = headed_by_days(_named_places(_one_order(tuple(columns)), kinds), layout, around)
    return _row_names(_known_shape(found), cells, layout)


def _one_order(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """A column whose cells leave the order of day and month open takes that of the others, if those agree."""
    sure = [c for c in columns if c.role in _DAY_ROLES and c.order.why and not c.order.doubt and not c.order.serial]
    if len({c.order.day_first for c in sure}) != 1:
        return columns
    first, name = sure[0].order.day_first, "day before month" if sure[0].order.day_first else "month before day"
    order = Order(first, f"{name}, as in the column {sure[0].name!r}")
    return tuple(replace(c, order=order) if c.order.doubt == OPEN else c for c in columns)


def _named_places(columns: tuple[Column, ...], kinds: dict[int, int]) -> tuple[Column, ...]:
    """Codes of divisions and sites are left out where another column names the same; of two divisions called alike
    ('Region', 'Province'), the one of which there are more (`kinds` by column) lies inside the other."""
    codes = [c for c in columns if c.rank and not words().codes.isdisjoint(fold(c.name).split())]
    named = {(c.role, c.rank) for c in columns if c.rank and c not in codes}
    left = tuple(replace(c, role="code") if c in codes and (c.role, c.rank) in named else c for c in columns)
    fewest: dict[tuple[str, int], int] = {}
    for c in left:
        fewest[c.role, c.rank] = min(kinds[c.index], fewest.get((c.role, c.rank), kinds[c.index]))
    return tuple(
        replace(c, rank=c.rank + 1) if 1 <= c.rank <= 3 and kinds[c.index] > fewest[c.role, c.rank] else c for c in left
    )


def _profile(filled: Sequence[str]) -> _Profile:
    step = max(1, len(filled) // SAMPLED)
    sample = filled[::step]
    size = max(1, len(sample))
    days = sum(map(is_day, sample)) / size
    numbers = sum(1 for cell in sample if number(cell)) / size
    return _Profile(tuple(sample), days, numbers)


def _column(index: int, name: str, tag: str | None, profile: _Profile) -> Column:
    if tag is not None:
        return _by_tag(index, name or tag, tag, profile)
    folded = fold(name)
    if why := _no_count(name, folded, profile):
        return Column(index, name, "ignore", why)
    for role, names in words().roles.items():
        if (folded in names or fold_cell(name) in names) and _fits(role, profile):
            return _with_role(index, name, role, "its header")
    if profile.numbers >= 0.5 and not words().identifiers.isdisjoint(folded.split()):
        return Column(index, name, "ignore", "it numbers things")
    if profile.numbers >= 0.5 and profile.days < 0.5 and not is_day(name):
        if folded in words().no_movement:
            return Column(index, name, "refused", "it counts people, but not whether they moved")
        if found := _meaning(name):
            return Column(index, name, "count", f"its header {name!r}", meaning=found)
    if within := _role_within(folded, profile):
        return _with_role(index, name, within, "words of its header")
    if profile.numbers >= 0.5 and profile.days < 0.5:
        meaning = Meaning(unit=_unit(folded))
        return Column(index, name, "number", "its header says not what it counts", meaning=meaning)
    return Column(index, name, "unknown", "its header is not known here")


def _no_count(name: str, folded: str, profile: _Profile) -> str:
    """Why a column holds no counts whatever else its header says; empty when it may hold some."""
    if not profile.filled:
        return "all of its cells are blank"
    refused = {word for word in words().ignore if has(folded, word)}
    if "%" in name:
        return "it holds shares, not people"
    if refused and refused <= words().rounds and profile.numbers >= 0.5 and not stamps(name):
        return "its header names a round, but not its day"
    if refused and not (refused <= words().rounds and stamps(name)):
        return "its header names no count"
    found = [count.low for cell in profile.filled if (count := number(cell))]
    broken = sum(1 for value in found if value % 1)
    if broken and max(found) <= 1 and 2 * broken >= sum(1 for value in found if value):
        return "it holds shares, not people"
    return "it holds shares, not people" if _mostly(profile, lambda cell: cell.endswith("%")) else ""


def _with_role(index: int, name: str, role: str, why: str) -> Column:
    rank = int(role[-1]) if role[-1].isdecimal() else 0
    base = role.rstrip("012345")
    if base == "value":
        unit = _unit(fold(name))
        whole = fold(name) in words().totals
        meaning = Meaning(unit=unit, whole=whole, running=_is_running(fold(name)))
        return Column(index, name, "value", f"{why} {name!r}", meaning=meaning)
    return Column(index, name, base, f"{why} {name!r}", rank)


def _role_within(folded: str, profile: _Profile) -> str | None:
    """The role whose words stand inside a longer header; the longest wins."""
    best = ("", "")
    for role, names in words().roles.items():
        for phrase in names:
            if len(phrase) >= 4 and len(phrase) > len(best[1]) and has(folded, phrase) and _fits(role, profile):
                best = (role, phrase)
    if best[0].startswith("place") and any(has(folded, word) for word in words().origins):
        return f"from{best[0][5:]}"
    return best[0] or None


def _fits(role: str, profile: _Profile) -> bool:
    """Whether the cells of a column can have this role."""
    if role in _DAY_ROLES:
        return profile.days >= 0.6 or serials(profile.filled)
    if role == "year":
        return _mostly(profile, lambda cell: cell.isdecimal() and 1900 <= int(cell) <= 2200)
    if role == "month":
        return profile.days >= 0.6 or _mostly(profile, lambda cell: cell.isdecimal() and 1 <= int(cell) <= 12)
    if role == "week":
        return _mostly(profile, lambda cell: week_of(cell, weeks_of(profile.filled)) is not None)
    if role in _NUMBER_ROLES:
        return profile.numbers >= 0.5 and profile.days < 0.5
    if role[:4] in ("plac", "from", "to") and max(map(len, profile.filled), default=0) > LONGEST_PLACE:
        return False
    return profile.numbers < 0.5 or (role in ("series", "slice") and len(set(profile.filled)) < 20)


def _mostly(profile: _Profile, fits: Callable[[str], bool]) -> bool:
    """Whether nine in ten cells fit; cells too long for a year or week do not."""
    good = sum(1 for cell in profile.filled if len(cell) < 12 and fits(cell.strip()))
    return 10 * good >= 9 * len(profile.filled)


def _meaning(name: str) -> Meaning | None:
    folded = fold(name)
    meaning = counted(folded) or counted(fold_cell(name))
    if meaning is None:
        if part := _part(folded):
            return Meaning(part=part, unit=_unit(folded))
        code = known_place(name)
        return Meaning(destination=code) if code else None
    return replace(
        meaning,
        running=meaning.running or _is_running(folded),
        unit=_unit(folded),
        part=_part(folded),
        label=name.strip(),
    )


def _unit(folded: str) -> Unit:
    tokens = set(folded.split())
    return next((Unit(u) for u in ("household", "vehicle") if tokens & words().units[u]), Unit.PERSON)


def _part(folded: str) -> str:
    return folded if any(has(folded, part) for part in words().parts) else ""


def _is_running(folded: str) -> bool:
    return any(has(folded, word) for word in words().running)


def _by_tag(index: int, name: str, tag: str, profile: _Profile) -> Column:
    """HXL tags map exactly: the word after # and its attributes, in any order."""
    hxl = words().tables["hxl"]
    word, *attributes = tag.lstrip("#").split("+") if tag else ("",)
    why = f"its HXL tag {tag}"
    if word in hxl["counts"]:
        return _tagged_count(index, name, tag, frozenset(attributes))
    role = hxl["roles"].get(word, "")
    if not role or not profile.filled or {"level", "lat", "lon"} & set(attributes):
        return Column(index, name, "ignore", why if tag else "it has no HXL tag")
    if role == "date":
        kinds = (("year", "year"), ("month", "month"), ("start", "start"), ("end", "end"), ("reported", "said"))
        return Column(index, name, next((r for a, r in kinds if a in attributes), "date"), why)
    rank = int(role[-1]) if role[-1].isdecimal() else 0
    if role.startswith("place"):
        role = "from" if "origin" in attributes else "to" if {"asylum", "dest"} & set(attributes) else "place"
        if rank and "code" in attributes:
            return Column(index, name, "code", why, rank)
    return Column(index, name, role, why, rank)


def _tagged_count(index: int, name: str, tag: str, attributes: frozenset[str]) -> Column:
    hxl = words().tables["hxl"]
    found = counted(
        fold_cell(" ".join(("returned refugees",) if {"refugees", "returnees"} <= attributes else attributes))
    )
    if found is None or any(tag.startswith(f"#{word}") for word in hxl["aid"]):
        return Column(index, name, "refused", f"its HXL tag {tag} counts people, but not whether they moved")
    unit = next((Unit(hxl["units"][a]) for a in attributes if a in hxl["units"]), Unit.PERSON)
    part = " ".join(sorted(attributes & set(hxl["parts"])))
    return Column(index, name, "count", f"its HXL tag {tag}", meaning=replace(found, unit=unit, part=part))


def _known_shape(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Tables that never say what they count, known by the columns that they have together."""
    names = {fold(c.name) for c in columns}
    for shape in words().tables["known"]:
        if names >= set(shape["columns"]):
            meaning = counted(fold(shape["count"])) or Meaning()
            return tuple(
                replace(c, role="count", meaning=meaning, why=shape["why"]) if c.role == "value" else c for c in columns
            )
    return columns


def _row_names(columns: tuple[Column, ...], cells: Cells, layout: Layout) -> tuple[Column, ...]:
    """Without any place column, the first column of words that differ from row to row names what the rows are."""
    if layout.tags or any(c.role in ("place", "from", "to") for c in columns):
        return columns
    for column in columns:
        if column.role in ("count", "value", "number"):
            break
        texts = [row[column.index] for row in cells[layout.first :] if column.index < len(row) and row[column.index]]
        if column.role == "unknown" and 2 * len(set(texts)) > len(texts):
            why = "its words are the only names of the rows"
            return tuple(replace(c, role="place", rank=5, why=why) if c is column else c for c in columns)
    return columns
