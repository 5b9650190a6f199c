"""Which database is used: an SQLite file by path, or PostgreSQL by URL."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from panah.errors import InputError


@dataclass(frozen=True, slots=True)
class Database:
    """A database's address, Django's configuration of it, and where its secret key is kept."""

    address: str
    configuration: dict[str, Any]
    key_file: Path

    @property
    def shown(self) -> str:
        """The address without the password, for messages."""
        if self.configuration["ENGINE"].endswith("sqlite3"):
            return self.address
        return f"{self.configuration['HOST']}:{self.configuration['PORT'] or 5432}/{self.configuration['NAME']}"


def data_folder() -> Path:
    """The folder of this user's own files: XDG_DATA_HOME/panah."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "panah"


def own_file() -> str:
    """The SQLite file that is used when nothing else is named."""
    return str(data_folder() / "panah.sqlite3")


def parse(address: str) -> Database:
    """The database at a path or a postgresql:// URL. Raises InputError for another or a malformed URL."""
    if "://" not in address:
        path = Path(address).expanduser().absolute()
        return Database(str(path), _sqlite(path), path.with_name(path.name + ".key"))
    try:
        url = urlsplit(address)
        port = url.port
    except ValueError as error:
        raise InputError(f"the database's address cannot be read ({error})") from None
    if url.scheme not in ("postgresql", "postgres") or not url.path.strip("/"):
        raise InputError(
            "the database's address is neither a file nor a PostgreSQL URL",
            hint="Write it as postgresql://user:password@host:port/name",
        )
    configuration = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": {"connect_timeout": 10},
    }
    return Database(address, configuration, data_folder() / "postgresql.key")


def use(database: Database) -> None:
    """Point Django's default connection at this database, for every thread from now on."""
    from django.conf import settings
    from django.contrib.contenttypes.models import ContentType
    from django.db import connections
    from django.db.utils import ConnectionHandler

    connections.close_all()
    settings.DATABASES = {"default": database.configuration}
    connections.settings = ConnectionHandler({"default": dict(database.configuration)}).settings
    with suppress(AttributeError):  # this thread had no connection yet
        del connections["default"]
    ContentType.objects.clear_cache()


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
        },
    }
