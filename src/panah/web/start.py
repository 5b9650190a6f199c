"""How the room is opened: settings, database, secret key, the local officer, and the server."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

from panah.errors import InputError, UnavailableError
from panah.web import database as databases

OFFICERS = "officers"
LOCAL_USER = "officer"


def setup(database: str | None = None, single_user: bool = False) -> None:
    """Ready the room for this process: settings, secret key, migrated database, and the group of officers.

    `database` is a path of an SQLite file or a postgresql:// URL; None means PANAH_DATABASE, else the user's own file.
    `single_user` lets whoever sits at this machine in without signing in. Raises UnavailableError when the database
    cannot be reached, InputError for a malformed URL.
    """
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db.utils import Error

    chosen = databases.parse(database or os.environ.get("PANAH_DATABASE") or databases.own_file())
    os.environ["PANAH_DATABASE"] = chosen.address
    os.environ["PANAH_SINGLE_USER"] = "1" if single_user else "0"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "panah.web.settings")
    key = _secret_key(chosen.key_file)
    django.setup()
    settings.SECRET_KEY = key
    settings.PANAH_SINGLE_USER = single_user
    databases.use(chosen)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        ensure_officers(single_user=single_user)
    except Error as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else "no reason given"
        raise UnavailableError(
            f"the database cannot be used ({reason})", where=chosen.shown, hint="Check that it is running and writable"
        ) from error


def serve(host: str, port: int, *, ready: Callable[[str], None] | None = None) -> None:
    """Serve the room until it is stopped; `ready` is called with the address once it listens (port 0 picks a free one).

    Call `setup` first. Raises UnavailableError when the port is taken, InputError when single-user mode would be
    opened to other machines.
    """
    from django.conf import settings
    from waitress import create_server

    from panah.web.wsgi import application

    if settings.PANAH_SINGLE_USER and not _is_loopback(host):
        raise InputError(
            f"without sign-in the room cannot listen on {host}", hint="Use 127.0.0.1, or leave single-user mode"
        )
    shown = f"[{host}]" if ":" in host else host
    if shown not in settings.ALLOWED_HOSTS:
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, shown]
    try:
        server = create_server(application, host=host, port=port, threads=8, ident="panah", max_request_body_size=2**27)
    except (OSError, ValueError) as error:
        raise UnavailableError(
            f"port {port} cannot be opened ({error})", where=host, hint="Give another one with --port"
        ) from error
    if ready is not None:
        ready(f"http://{shown}:{getattr(server, 'effective_port', port)}/")
    Thread(target=_warm, daemon=True).start()
    try:
        server.run()
    finally:
        server.close()


def _warm() -> None:
    """Compute the pictures of the first page, so that whoever opens it does not wait for them."""
    from django.db import connection

    from panah.web.pictures import compute_all

    with suppress(Exception):  # the page that asks for the same will say what is wrong
        compute_all(datetime.now(UTC).date())
    connection.close()


def add_user(name: str, password: str, *, officer: bool = True) -> None:
    """Keep a person who may sign in; an officer may add reports and review figures, others may only look.

    Raises InputError when the name is taken or the password is weak.
    """
    from django.contrib.auth.models import Group, User
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    if User.objects.filter(username=name).exists():
        raise InputError(f"there is already a user called {name}")
    try:
        validate_password(password, User(username=name))
    except ValidationError as error:
        raise InputError("the password is too weak", hint=" ".join(error.messages)) from None
    user = User.objects.create_user(name, password=password)
    if officer:
        user.groups.add(Group.objects.get(name=OFFICERS))


RIGHTS = ("add_report", "add_review", "add_planningfigure", "add_publication", "add_event")
"""What an officer may do beside looking."""


def ensure_officers(*, single_user: bool) -> None:
    """Keep the group that may add and review, and in single-user mode the local officer in it."""
    from django.contrib.auth.models import Group, Permission, User

    group, _ = Group.objects.get_or_create(name=OFFICERS)
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="ledger", codename__in=RIGHTS
        )
    )
    if single_user:
        user, new = User.objects.get_or_create(username=LOCAL_USER)
        if new:
            user.set_unusable_password()
            user.save()
        user.groups.add(group)


def _secret_key(path: Path) -> str:
    given = os.environ.get("PANAH_SECRET_KEY")
    if given:
        return given
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    except OSError as error:
        raise UnavailableError(
            f"the secret key cannot be kept ({error.strerror})", where=str(path), hint="Set PANAH_SECRET_KEY"
        ) from error
    return path.read_text(encoding="ascii").strip()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
