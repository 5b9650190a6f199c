"""Needs as a workbook with live formulas, so that an officer can check and change every step."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from panah.plan import Needs
from panah.plan.planning import BAD, MIDDLE, WHOLE, Need, at_level
from panah.publish.needed import suppositions, weeks
from panah.publish.words import day, place_name, words
from panah.publish.zipped import timeless
from panah.reconcile.estimate import Array

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FACTORS = {
    "per_person": "={v}",
    "people_per": "=1/{v}",
    "per_10000": "={v}/10000",
    "per_household": "={v}/$B$4",
    "grams_per_month": "={v}/30/1000",
    "minutes": "={v}/5/(60*$B$5*$B$6)",
}
"""What one person comes to, from the standard in a cell and the suppositions above: the same rules as Item.factor."""
_PEOPLE = ("present", "sheltered", "arrivals", "to_sites", "newcomers", "children")
_HEADS = ("item", "unit", "follows", "rule", "value", "factor", "there")
_AFTER = ("missing_middle", "missing_bad", "price", "cost_middle", "cost_bad", "source", "checked")
_TOP = 9
"""Row of the heads above the people."""
_ITEMS = _TOP + len(_PEOPLE) + 2
"""Row of the heads above the items."""
_WIDE, _NARROW = 38, 14


def needs_xlsx(title: str, as_of: date, found: Sequence[Needs], *, locale: str = "en") -> bytes:
    """A sheet a place: suppositions, people by week, and items whose needs are formulas over both.

    The people of a column are a quantile of the outlook, and what a formula makes of it is the same quantile of the
    need. Two last pairs of columns have the most on any day and the sum over days. The same needs have the same bytes.
    """
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.properties.created = book.properties.modified = datetime.combine(as_of, time(12), UTC).replace(tzinfo=None)
    book.remove(book.active)  # type: ignore[arg-type]
    for each in found:
        name = f"{place_name(each.corridor.place, locale)} {each.corridor.population}"
        sheet = book.create_sheet("".join(c for c in name if c not in "[]:*?/\\'")[:31])
        _head(sheet, title, each, locale)
        for row, need in enumerate(each.needs, _ITEMS + 1):
            _item(sheet, row, need, each)
        _dressed(sheet)
    if not found:
        _put(book.create_sheet("panah"), 1, 1, str(words(locale)["needs"]["nothing"]))
    made = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(made, "w")).save()  # Workbook.save would write the time of day into it
    return timeless(made)


def _put(sheet: Worksheet, row: int, column: int, value: str | float | None) -> None:
    """A value; a text that begins like a formula stays a text."""
    sheet.cell(row, column).value = value
    if isinstance(value, str):
        sheet.cell(row, column).data_type = "s"


def _formula(sheet: Worksheet, row: int, column: int, text: str) -> None:
    sheet.cell(row, column).value = text


def _amounts(draws: Array, found: Needs) -> Iterator[float]:
    """For each pair of columns the middle and the bad: the most of each week, the most of all days, and the sum."""
    each = [*(draws[:, week].max(axis=1) for week in weeks(found)), draws.max(axis=1), draws.sum(axis=1)]
    yield from (at_level(values, level) for values in each for level in (MIDDLE, BAD))


def _head(sheet: Worksheet, title: str, found: Needs, locale: str) -> None:
    table = words(locale)["needs"]
    profile, days = found.profile, found.days
    _put(sheet, 1, 1, str(table["title"]).format(title=title, day=day(found.as_of, locale)))
    _put(sheet, 2, 1, ". ".join(suppositions(found, locale)) + ".")
    _put(sheet, 3, 1, str(table["suppositions"]))
    rows = (("household", profile.household), ("desk_hours", profile.desk_hours), ("desk_use", profile.desk_use))
    for row, (name, value) in enumerate(rows, 4):
        _put(sheet, row, 1, str(table[name]))
        _put(sheet, row, 2, value)
    spans = [f"{days[week.start].isoformat()} – {days[week.stop - 1].isoformat()}" for week in weeks(found)]
    spans += [str(table["all_days"]), str(table["sum_of_days"])]
    columns = [f"{span}, {table[level]}" for span in spans for level in ("middle", "bad")]
    for row, heads in ((_TOP, (str(table["people"]), *[""] * 6)), (_ITEMS, [str(table[name]) for name in _HEADS])):
        for column, text in enumerate((*heads, *columns), 1):
            _put(sheet, row, column, text)
    for column, name in enumerate(_AFTER, len(_HEADS) + len(columns) + 1):
        _put(sheet, _ITEMS, column, str(table[name]).format(currency=profile.currency))
    for row, driver in enumerate(_PEOPLE, _TOP + 1):
        _put(sheet, row, 1, str(table["drivers"][driver]))
        for column, value in enumerate(_amounts(found.people.of[driver], found), len(_HEADS) + 1):
            _put(sheet, row, column, value)


def _item(sheet: Worksheet, row: int, need: Need, found: Needs) -> None:
    from openpyxl.utils import get_column_letter as letter

    item, driver = need.item, _TOP + 1 + _PEOPLE.index(need.item.of)
    for column, text in enumerate((item.words, item.unit, item.of, item.by), 1):
        _put(sheet, row, column, text)
    _put(sheet, row, 5, item.amount(found.profile))
    _formula(sheet, row, 6, _FACTORS[item.by].format(v=f"$E{row}"))
    _put(sheet, row, 7, need.there)
    first = len(_HEADS) + 1
    most = first + 2 * len(weeks(found))
    summed, missing = most + 2, most + 4
    for column in range(first, missing if item.kind == "daily" else summed):
        amount = f"{letter(column)}${driver}*$F{row}"
        _formula(sheet, row, column, f"=MAX(0,ROUNDUP({amount}-0.000000001,0))" if item.kind in WHOLE else f"={amount}")
    price = f"${letter(missing + 2)}{row}"
    _put(sheet, row, missing + 2, found.profile.prices.get(item.key))
    costs = found.costs().get(item.key)
    for shift, level in enumerate((MIDDLE, BAD)):
        _formula(sheet, row, missing + shift, f"=MAX(0,{letter(most + shift)}{row}-$G{row})")
        if costs is None:
            continue
        if item.kind == "daily" and need.there:  # what is missing on each day is in no column
            _put(sheet, row, missing + 3 + shift, round(at_level(costs, level), 2))
        else:
            bought = letter((summed if item.kind == "daily" else missing) + shift)
            _formula(sheet, row, missing + 3 + shift, f"={bought}{row}*{price}")
    _put(sheet, row, missing + 5, item.source)
    _put(sheet, row, missing + 6, item.checked)


def _dressed(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter as letter

    for row in (1, 3, _TOP, _ITEMS):
        for column in range(1, sheet.max_column + 1):
            sheet.cell(row, column).font = Font(bold=True)
            sheet.cell(row, column).alignment = Alignment(wrap_text=row in (_TOP, _ITEMS), vertical="top")
    for row in range(_TOP + 1, sheet.max_row + 1):
        for column in range(len(_HEADS), sheet.max_column + 1):
            sheet.cell(row, column).number_format = "#,##0"
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[letter(column)].width = _WIDE if column == 1 else _NARROW
    sheet.freeze_panes = f"B{_ITEMS + 1}"
