"""Shared ground for the tests: a ledger on every engine, each test with an empty one of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ENGINES = ("sqlite", "postgresql")
_WITHOUT = "PANAH_TEST_WITHOUT_POSTGRESQL"


@pytest.fixture(scope="session", autouse=True)
def _no_real_ledger(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[None]:
    """Keep every test away from the ledger of whoever runs them; each opens its own."""
    from django.conf import settings

    home = tmp_path_factory.mktemp("home")
    for name in ("PANAH_DATABASE", "PANAH_SINGLE_USER", "PANAH_SECRET_KEY"):
        os.environ.pop(name, None)
    os.environ["XDG_DATA_HOME"] = str(home)
    settings.SECRET_KEY = "only for the tests"
    from panah.web import database

    database.use(database.parse(database.own_file()))
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory, _no_real_ledger: None) -> Path:
    from panah.web import database, setup

    path = tmp_path_factory.mktemp("ledger") / "migrated.sqlite3"
    before = dict(os.environ)
    setup(str(path))
    database.use(database.parse(str(path)))  # closes the file, so that it can be copied whole
    os.environ.clear()
    os.environ.update(before)
    return path


@pytest.fixture
def sqlite_ledger(tmp_path: Path, _migrated_file: Path) -> Iterator[str]:
    """An empty ledger in an SQLite file; gives its path."""
    path = tmp_path / "ledger.sqlite3"
    shutil.copy(_migrated_file, path)
    yield from _used(str(path))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL (without a database's name) of a throw-away PostgreSQL server on this machine."""
    programs = _postgresql_programs()
    if programs is None:
        if os.environ.get(_WITHOUT) == "1":
            pytest.skip(f"there is no PostgreSQL here, and {_WITHOUT}=1 allows that")
        pytest.fail(f"there is no PostgreSQL here: install the Debian package 'postgresql', or set {_WITHOUT}=1")
    folder = Path(tempfile.mkdtemp(prefix="panah-postgresql-"))
    user = _unprivileged(folder)
    options: dict[str, Any] = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, **user}
    init = ["-D", "cluster", "-U", "panah", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run([programs / "initdb", *init], check=True, **options)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ["-D", "cluster", "-h", "127.0.0.1", "-p", str(port), "-k", str(folder), "-F", "-c", "timezone=UTC"]
    options["stderr"] = subprocess.DEVNULL
    server = subprocess.Popen([programs / "postgres", *arguments], **options)
    try:
        url = f"postgresql://panah@127.0.0.1:{port}"
        _wait_until_open(url)
        _migrate(url)
        yield url
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql_ledger(postgresql_server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty ledger in a PostgreSQL database of its own; gives its URL."""
    name = f"t{abs(hash(request.node.nodeid)):x}"
    _postgresql(postgresql_server, f"CREATE DATABASE {name} TEMPLATE migrated")
    yield from _used(f"{postgresql_server}/{name}")
    _postgresql(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=ENGINES)
def ledger(request: pytest.FixtureRequest) -> str:
    """An empty ledger on each engine in turn; gives the engine's name. One test body serves both."""
    request.getfixturevalue(f"{request.param}_ledger")
    return str(request.param)


@pytest.fixture
def in_threads() -> Callable[..., list[Any]]:
    """Run the functions at the same moment, each in a thread with its own connection; gives their results."""
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    from django.db import connection

    def run(*functions: Callable[[], Any]) -> list[Any]:
        start = Barrier(len(functions))

        def one(function: Callable[[], Any]) -> Any:
            start.wait(10)
            try:
                return function()
            finally:
                connection.close()

        with ThreadPoolExecutor(len(functions)) as pool:
            return [future.result(60) for future in [pool.submit(one, function) for function in functions]]

    return run


def _used(address: str) -> Iterator[str]:
    from django.core.cache import caches

    from panah.web import database

    for name in ("default", "estimates"):
        caches[name].clear()
    database.use(database.parse(address))
    yield address
    database.use(database.parse(database.own_file()))


def _postgresql_programs() -> Path | None:
    found = [Path(path).parent for path in (shutil.which("postgres"),) if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    return next((folder for folder in found if (folder / "initdb").exists()), None)


def _unprivileged(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: who it runs as instead, as the owner of its folder."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _wait_until_open(url: str) -> None:
    import psycopg

    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(f"{url}/postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _migrate(url: str) -> None:
    from panah.web import database, setup

    before = dict(os.environ)
    _postgresql(url, "CREATE DATABASE migrated")
    setup(f"{url}/migrated")
    database.use(database.parse(database.own_file()))
    os.environ.clear()
    os.environ.update(before)


def _postgresql(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        connection.execute(statement)
