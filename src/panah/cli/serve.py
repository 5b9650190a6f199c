"""`panah serve`: the room, until it is stopped."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from panah.cli.screen import Database, Port, note
from panah.errors import UnavailableError

PORT = 8765


def serve(
    port: Port = PORT,
    host: Annotated[
        str, typer.Option(metavar="NAME", help="Address to listen on; any other than this machine asks to sign in.")
    ] = "127.0.0.1",
    database: Database = None,
) -> None:
    """Open the room: situations, reports, reviews.

    Stop it with Ctrl-C.
    """
    from panah.web import serve as open_room
    from panah.web import setup

    require_free(host, port)
    alone = host in ("127.0.0.1", "localhost", "::1")
    setup(database, single_user=alone)
    open_room(host, port, ready=lambda address: note(f"The room is open at {address} (Ctrl-C stops it)"))


def require_free(host: str, port: int) -> None:
    """Nothing, when the port can be opened. Raises UnavailableError with a free one as the hint."""
    if _is_free(host, port):
        return
    free = next((p for p in range(port + 1, min(port + 100, 65536)) if _is_free(host, p)), None)
    raise UnavailableError(f"port {port} is taken", hint=f"Say --port {free}" if free else "Give another with --port")


def _is_free(host: str, port: int) -> bool:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise UnavailableError(f"{host} is no address of this machine", hint="Use --host 127.0.0.1") from None
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError:
            return False
    return True
