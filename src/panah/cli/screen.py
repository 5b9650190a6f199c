"""What the verbs share: results to stdout, remarks and progress to stderr, and the types of their options."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, date, datetime
from typing import Annotated, Any, TypeVar

import typer

Item = TypeVar("Item")


def note(text: str) -> None:
    """A remark for the person, on stderr, so that results can be piped."""
    sys.stderr.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")


def emit(text: str) -> None:
    """A result on stdout, as UTF-8 on every machine.

    A lone surrogate, which JSON can smuggle in, leaves as its backslash escape: in JSON that is the same text.
    """
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def show(*blocks: Any) -> None:
    """Rich renderables on stdout: as wide as the terminal or COLUMNS, coloured only where a person looks."""
    from rich.console import Console

    console = Console(highlight=False, emoji=False, markup=False)
    with console.capture() as captured:
        for block in blocks:
            console.print(block)
    emit("\n".join(line.rstrip() for line in captured.get().split("\n")))


def watched(items: Iterable[Item], label: str, total: int | None = None) -> Iterator[Item]:
    """The same items, with a progress line on stderr while a person watches."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(items, total=total, description=label)


def busy(label: str) -> AbstractContextManager[object]:
    """Say on stderr, while a person watches, that something takes its time."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(label)


@contextmanager
def counted(label: str) -> Iterator[Callable[[int, int], None]]:
    """While a person watches, say on stderr that something takes its time, and how much of it is done once told."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console

    with Console(stderr=True).status(label) as status:
        yield lambda done, total: status.update(f"{label}: {done} of {total}" if total > 1 else label)


def columns() -> int:
    """Columns of the terminal, at most 100; 100 where the output goes into a file or a pipe."""
    return min(shutil.get_terminal_size().columns, 100) if sys.stdout.isatty() else 100


def today() -> date:
    """The day it is, in UTC as in the ledger."""
    return datetime.now(UTC).date()


def parse_day(text: str | date) -> date:
    """The day written as 2022-09-27; anything else is a usage error."""
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day, write it as 2022-09-27") from None


Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        envvar="PANAH_DATABASE",
        metavar="FILE|URL",
        help="SQLite file or postgresql:// address; your own file when not given.",
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", parser=parse_day, metavar="DAY", help="The picture as it was known on this day."),
]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, metavar="N", help="Port to serve on.")]
