"""`panah read --ndjson`: one report a line in, its figures as one line out, in order, none kept in memory."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, nullcontext
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from panah.cli.screen import emit, note, watched
from panah.errors import InputError, PanahError, UnavailableError
from panah.figure import Report, to_json

if TYPE_CHECKING:
    from panah.read import Reading

FIELDS = (
    "quote", "char_start", "char_end", "low", "high", "hedge", "measure", "form", "unit", "population",
    "from", "to", "start", "end", "sources",
)  # fmt: skip
"""The batch contract's fields of a figure: docs/reference/json.md promises them to other programs."""
MENTION_FIELDS = ("quote", "char_start", "char_end", "low", "high", "hedge", "unit", "kind", "words", "reason")
"""Those of a number that was left out."""


LONGEST = 50_000_000
"""Bytes of a line; what is longer is answered as a bad line and not kept."""
BLOCK, BLOCK_BYTES = 32, 200_000
"""Lines that one of several processes takes at a time, and bytes from which on they are fewer."""

Numbered = tuple[int, bytes]
Row = tuple[str, bool]
"""An answer as a line of JSON, and whether it is an error."""


def run(file: str, jobs: int = 1) -> None:
    """Read the lines of `file` (- is stdin) and write one answer a line on stdout; 0 jobs are one a core."""
    failed = 0
    jobs = jobs or len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1))
    with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as stream:
        lines = _numbered(_lines(stream))
        with closing(_alone(lines) if jobs == 1 else _shared(lines, jobs)) as rows:
            for text, bad in watched(rows, "reports read"):
                failed += bad
                emit(text)
    if failed:
        note(f"note: {failed} {'line' if failed == 1 else 'lines'} could not be read; the answer of each says why")


def answers(lines: Iterable[bytes], read: Callable[[Report], Reading]) -> Iterator[dict[str, Any]]:
    """One answer for each line that is not blank: {"id", "figures", "mentions"}, or {"id", "error"} for a bad one."""
    return (_answer(line, number, read) for number, line in _numbered(lines))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(LONGEST + 1):
        rest = line
        while len(rest) > LONGEST and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST + 1)
        yield line


def _numbered(lines: Iterable[bytes]) -> Iterator[Numbered]:
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _alone(lines: Iterable[Numbered]) -> Generator[Row, None, None]:
    """The rows of `lines`, each as soon as its line is there."""
    for each in lines:
        yield from _rows([each])


def _shared(lines: Iterable[Numbered], jobs: int) -> Generator[Row, None, None]:
    """The rows of `lines` in their order, read by several processes; each has one block at a time."""
    readers: list[_Reader] = []
    busy: deque[_Reader] = deque()
    try:
        for block in _blocks(lines):
            if len(readers) < jobs:
                reader, rows = _Reader(), list[Row]()
                readers.append(reader)
            else:
                reader, rows = _done(busy)
            reader.take(block)  # before its last rows are written: it reads meanwhile
            busy.append(reader)
            yield from rows
        while busy:
            yield from _done(busy)[1]
    finally:  # Ctrl-C or a closed pipe as well: what nobody waits for is not read
        for reader in readers:
            reader.process.kill()


def _done(busy: deque[_Reader]) -> tuple[_Reader, list[Row]]:
    """The reader that was given the oldest block, and that block's rows."""
    reader = busy.popleft()
    return reader, reader.rows()


class _Reader:
    """A process that reads blocks, one after the other."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self._pipe, far = context.Pipe()
        self.process = context.Process(target=_serve, args=(far,), daemon=True)
        self.process.start()
        far.close()

    def take(self, block: list[Numbered]) -> None:
        try:
            self._pipe.send(block)
        except OSError:
            raise self._stopped() from None

    def rows(self) -> list[Row]:
        try:
            found: list[Row] = self._pipe.recv()
        except (EOFError, OSError):
            raise self._stopped() from None
        return found

    def _stopped(self) -> UnavailableError:
        hint = "Too little memory is the usual cause: use fewer --jobs. What was written so far is complete"
        return UnavailableError("a process that reads was stopped from outside", hint=hint)


def _serve(pipe: Connection) -> None:
    """What a reading process does until its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            pipe.send(_rows(pipe.recv()))
    except (EOFError, OSError):
        return


def _blocks(lines: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    block: list[Numbered] = []
    size = 0
    for each in lines:
        block.append(each)
        size += len(each[1])
        if len(block) == BLOCK or size > BLOCK_BYTES:
            yield block
            block, size = [], 0
    if block:
        yield block


def _rows(lines: Iterable[Numbered]) -> list[Row]:
    from panah.read import reading

    found = (_answer(line, number, reading) for number, line in lines)
    return [(json.dumps(answer, ensure_ascii=False) + "\n", "error" in answer) for answer in found]


def _answer(line: bytes, number: int, read: Callable[[Report], Reading]) -> dict[str, Any]:
    label: Any = None
    try:
        row = _row(line)
        label = row.get("id")
        found = read(_report(row))
    except PanahError as error:
        return {"id": label, "error": f"line {number}: {error.sentence}"}
    except Exception as error:  # whatever one report does to the reader, the others must still be read
        return {"id": label, "error": f"line {number}: the reader failed ({type(error).__name__}: {error})."}
    from panah.read.mention import mention_json

    return {
        "id": label,
        "figures": [{key: row[key] for key in FIELDS} for row in map(to_json, found.figures)],
        "mentions": [{key: row[key] for key in MENTION_FIELDS} for row in map(mention_json, found.mentions)],
    }


def _row(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST:
        raise InputError(f"it is longer than {LONGEST // 1_000_000} MB")
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
