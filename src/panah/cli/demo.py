"""`panah demo`: the main job on the 2022 situation, then its room."""

from __future__ import annotations

import os
import sys
import textwrap
import webbrowser
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from panah.cli.followed import keep_folder, open_ledger
from panah.cli.screen import Port, busy, columns, emit, note, today
from panah.cli.serve import PORT, require_free
from panah.errors import UnavailableError

if TYPE_CHECKING:
    from panah.ledger.models import Situation as Row
    from panah.publish import Picture

EXAMPLE = "mobilization-2022"
FIRST_LOOK = date(2022, 9, 27)
HOST = "127.0.0.1"


def demo(
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="Where the demo's database goes; your own when not given.")
    ] = None,
    port: Port = PORT,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Show the main job on the reports of autumn 2022.

    Reads them, prints the picture as it was known then and later, and opens its room in a browser.

    The demo's database is made anew each time. Stop the room with Ctrl-C.
    """
    require_free(HOST, port)
    example = find_example()
    from django.urls import reverse

    from panah.situation import load
    from panah.web import serve as open_room

    situation = load(example)
    database = _fresh((folder or _own_folder()).expanduser(), port)
    note(f"Reading {len(situation.reports)} reports of {example} into {database}")
    open_ledger(str(database))
    row = keep_folder(situation)
    _first_look(_pictured(row, FIRST_LOOK))
    _later_look(_pictured(row, None))
    page = reverse("situation", args=[situation.slug]).lstrip("/")
    open_room(HOST, port, ready=lambda address: _announce(address + page, browser=not no_browser))


def _pictured(row: Row, day: date | None) -> Picture:
    """The picture as the room has it, which keeps it: so the page that is opened next need not compute it again."""
    from panah.web import pictures

    with busy("Reconciling"):
        return pictures.picture_of(pictures.view(row, pictures.moment(row, day, today())))


def _first_look(known: Picture) -> None:
    from panah.publish import day, render_text

    emit(f"\n== As known on {day(known.as_of)} ==\n\n{render_text(known, width=columns()).rstrip()}\n")


def _later_look(known: Picture) -> None:
    """The sentences that changed since, and what the sources contradict each other in."""
    from panah.publish import day

    emit(f"\n== As known on {day(known.as_of)} ==\n\n")
    for place in known.places:
        if place.counts:
            emit(_wrapped(place.headline, "  ", "    "))
    emit(f"\nContradictions: {len(known.contradictions)}\n")
    for contradiction in known.contradictions:
        emit(_wrapped(contradiction.sentence, "  ! ", "    "))


def _wrapped(text: str, first: str, rest: str) -> str:
    return textwrap.fill(" ".join(text.split()), columns(), initial_indent=first, subsequent_indent=rest) + "\n"


def _announce(address: str, *, browser: bool) -> None:
    note(f"\nThe room is open at {address} (Ctrl-C stops it)")
    # Without a screen, webbrowser would start a text browser in this very terminal.
    graphical = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if browser and graphical:
        webbrowser.open(address)


def _fresh(folder: Path, port: int) -> Path:
    """The path of a database that does not exist yet; an earlier demo's on this port is removed.

    A demo that still runs holds another port and so another file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"demo-{port}.sqlite3"
    for leftover in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        leftover.unlink(missing_ok=True)
    return path


def _own_folder() -> Path:
    from panah.web.database import data_folder

    return data_folder() / "demo"


def find_example() -> Path:
    """The example's folder in the source checkout that this package runs from, or below the working folder."""
    for root in (Path(__file__).parents[3], Path.cwd()):
        if (root / "examples" / EXAMPLE / "situation.toml").is_file():
            return root / "examples" / EXAMPLE
    raise UnavailableError(
        f"the folder examples/{EXAMPLE} was not found",
        hint="The demo runs in a clone of the project: say make demo there",
    )
