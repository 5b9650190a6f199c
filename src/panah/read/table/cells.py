"""A spreadsheet's or CSV file's bytes -> named tables of cells, each cell the text that a person sees in it."""

from __future__ import annotations

import csv
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from io import BytesIO, StringIO
from pathlib import PurePath
from typing import Any

from panah.errors import InputError
from panah.read.table.looks import Cells, filled, look_of
from panah.read.zipped import checked_archive

MAX_CELLS = 2_000_000
"""Most filled cells of one file: each takes some 60 bytes as text, so this is 120 MB."""

_DELIMITERS = ",;\t|"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FORMULA_WITHOUT_RESULT = re.compile(rb"<f(?:\s[^<>]{0,200})?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")


def delimiter_of(text: str) -> tuple[str, int, float]:
    """The character between the cells, the usual number of cells a row, and the share of rows that have it."""
    lines = [line for line in text[:65536].splitlines() if line.strip()][:50]
    best = (",", 1, 0.0)
    for delimiter in _DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0))
        share = count / max(1, sum(widths.values()))
        if width > 1 and (share, width) > (best[2], best[1]):
            best = (delimiter, width, share)
    return best


def looks_like_rows(text: str) -> bool:
    """Whether a text without a telling name holds rows of cells: three lines or more, all with three cells or more."""
    lines = [line for line in text.splitlines() if line.strip()]
    _, width, share = delimiter_of(text)
    return len(lines) >= 3 and width >= 3 and share > 0.9 and len(text) / (len(lines) * width) < 40


def read_csv(text: str, where: str) -> tuple[tuple[tuple[str, Cells], ...], tuple[str, ...]]:
    """The one table of a delimited text, named after the file, and notes. Raises InputError when it is malformed."""
    delimiter, _, _ = delimiter_of(text)
    notes = () if delimiter == "," else (f"its cells are parted by {'a tab' if delimiter == chr(9) else delimiter!r}",)
    try:
        rows = csv.reader(StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
        cells = _trimmed(rows, where)
    except csv.Error as error:
        raise InputError(
            f"its rows cannot be told apart ({error})", where=where, hint="Look for a lone quote"
        ) from None
    return ((PurePath(where).stem or "table", cells),), notes


def read_office(data: bytes, where: str) -> tuple[tuple[tuple[str, Cells], ...], tuple[str, ...]]:
    """The tables of an .xlsx workbook, one a sheet, with values as saved, and notes.

    Raises InputError that says what the file is when it is none, when a password locks it, or when it is too big.
    """
    if not data.startswith(b"PK"):
        if _ENCRYPTED in data:
            raise InputError("a password locks this spreadsheet", where=where, hint="Save it without the password")
        if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
            what, hint = "it is an old Excel workbook (.xls), which is not read", "Open it and save it as .xlsx or CSV"
            raise InputError(what, where=where, hint=hint)
        raise InputError("it is an old Office file (.xls or .doc)", where=where, hint="Save it as .xlsx or as text")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns about styles, which are not wanted here
        try:
            with checked_archive(data, where) as archive:
                notes = _check_archive(archive, where)
                tables, hidden = _sheets(data, where, archive)
            return tables, notes + hidden
        except InputError:
            raise
        except Exception as error:  # openpyxl, zlib and the XML parser raise many kinds on a broken file
            raise InputError(
                f"the spreadsheet is damaged ({type(error).__name__})", where=where, hint="Open and save it again"
            ) from None


def _check_archive(archive: zipfile.ZipFile, where: str) -> tuple[str, ...]:
    names = archive.namelist()
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:100]:
        raise InputError("OpenDocument files (.ods, .odt) are not read", where=where, hint="Save it as .xlsx or CSV")
    if "xl/workbook.xml" not in names:
        raise InputError("it is an archive (ZIP), not a spreadsheet", where=where, hint="Unpack it first")
    sheets = (archive.read(name) for name in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name))
    unsaved = sum(len(_FORMULA_WITHOUT_RESULT.findall(sheet)) for sheet in sheets)
    if not unsaved:
        return ()
    return (f"{unsaved} formulas have no saved result and count as blank; open and save it in a spreadsheet program",)


def _sheets(data: bytes, where: str, archive: zipfile.ZipFile) -> tuple[tuple[tuple[str, Cells], ...], tuple[str, ...]]:
    """The sheets' cells, merged ones filled, and a note for each sheet that hides something."""
    import openpyxl  # 0.2 s to import

    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    tables, notes, size = [], [], 0
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # the size that the file states is often wrong
        rows = (map(_cell_text, row) for row in sheet.iter_rows())
        cells = _trimmed(rows, f"{where}, sheet {sheet.title}", size)
        size += sum(len(row) + 1 for row in cells)
        look = look_of(archive, sheet)
        tables.append((sheet.title, filled(cells, look.merged)))
        notes += [f"the sheet {sheet.title!r} {look.hidden}; it was read all the same"] if look.hidden else []
    book.close()
    return tuple(tables), tuple(notes)


def _cell_text(cell: Any) -> str:
    """A cell as a person sees it: 0.14 under the format of a share is 14 %."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return f"{value * 100:.10g}%"
    return _as_text(value)


def _trimmed(rows: Iterable[Iterable[str]], where: str, before: int = 0) -> Cells:
    """Rows without blanks at their ends; `before` cells of the file have been read already."""
    kept, size = [], before
    for cells in rows:
        row = [cell.replace("\x00", "") for cell in cells]
        while row and not row[-1].strip():
            row.pop()
        size += len(row) + 1
        if size > MAX_CELLS:
            raise InputError(f"it has more than {MAX_CELLS:,} cells", where=where, hint="Split it into several files")
        kept.append(tuple(row))
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def letters(column: int) -> str:
    """The name of the column with this index, counted from 0, as spreadsheets write it: 0 is A, 26 is AA."""
    name = ""
    for digit in _digits(column):
        name = chr(ord("A") + digit) + name
    return name


def _digits(column: int) -> Iterator[int]:
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        yield digit
