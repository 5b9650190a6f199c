"""`panah user`: a person who may sign in."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from panah.cli.screen import Database, emit


def user(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with.")],
    look_only: Annotated[
        bool, typer.Option("--look-only", help="May look at everything, but neither add reports nor decide.")
    ] = False,
    database: Database = None,
) -> None:
    """Let a person sign in to the room.

    The password is asked for, or read as one line from stdin when that is no terminal.
    """
    from panah.web import setup
    from panah.web.start import add_user

    setup(database)
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    add_user(name, password, officer=not look_only)
    emit(f"{name} may sign in{', to look only' if look_only else ''}\n")
