"""Whatever goes wrong is one sentence on stderr and an exit code, never a traceback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from panah.errors import ConflictError, InputError, UnavailableError

HEAVY = ["numpy", "scipy", "django", "trafilatura", "altair", "lxml", "babel", "rapidfuzz", "openpyxl", "rich"]


def test_help_loads_no_heavy_module() -> None:
    script = (
        "import sys, panah.cli\n"
        "try: panah.cli.main(['--help'])\n"
        f"finally: print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "picture" in run.stdout
    assert run.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["raed"], 2, "no such command 'raed'"),
        (["read"], 2, "missing argument"),
        (["read", "x.txt", "--published", "last week"], 2, "write it as 2022-09-27"),
        (["read", "x.txt", "--format", "xml"], 2, "'xml'"),
        (["read", "--ndjson", "-", "--publisher", "X"], 2, "each line brings its own"),
        (["read", "nosuch.txt"], 3, "there is no such file"),
        (["read", "."], 3, "it is a folder"),
        (["read", "--ndjson", "nosuch.ndjson"], 3, "no such file"),
        (["picture", "./nosuch"], 3, "there is no situation.toml"),
        (["picture", "nosuch"], 3, "no situation is called 'nosuch'"),
        (["export", "x", "--database", "mysql://x/y"], 3, "neither a file nor a PostgreSQL URL"),
        (["picture", "x", "--database", "postgresql://127.0.0.1:1/x"], 5, "the database cannot be used"),
        (["serve", "--port", "0"], 2, "'--port'"),
        (["serve", "--host", "no.such.host.invalid"], 5, "no address of this machine"),
        (["add", "x.txt"], 2, "--situation"),
    ],
)
def test_a_mistake_gets_its_exit_code_and_one_sentence(
    panah: Callable[..., Any], arguments: list[str], code: int, part: str
) -> None:
    ran = panah(*arguments)
    assert (ran.code, ran.out) == (code, "")
    assert part in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert ran.err.endswith(".\n")


@pytest.mark.parametrize(("kind", "code"), [(InputError, 3), (ConflictError, 4), (UnavailableError, 5)])
def test_each_kind_of_error_has_its_own_exit_code(
    panah: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, kind: type[Exception], code: int
) -> None:
    def fails(*_: object) -> None:
        raise kind("it went wrong")

    monkeypatch.setattr("panah.cli.picture.follow", fails)
    ran = panah("picture", "x")
    assert (ran.code, ran.err) == (code, "panah: it went wrong.\n")


def test_a_bug_is_one_sentence_too_and_a_developer_can_see_where(
    panah: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("two\nlines")

    monkeypatch.setattr("panah.cli.picture.follow", fails)
    ran = panah("picture", "x")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert "--traceback" in ran.err
    assert "Traceback" in panah("--traceback", "picture", "x").err


def test_ctrl_c_ends_quietly_with_130(panah: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("panah.cli.picture.follow", interrupted)
    ran = panah("picture", "x")
    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_a_reader_that_goes_away_ends_the_batch_quietly(process: Callable[..., Any]) -> None:
    batch = process("read", "--ndjson", "-")
    batch.stdout.close()
    line = b'{"id": 1, "text": "Some 500 people arrived in Kenya.", "published": "2024-05-01"}\n'
    try:
        batch.stdin.write(line * 2000)
        batch.stdin.close()
    except BrokenPipeError:
        pass
    assert batch.stderr.read() == b""
    assert batch.wait(30) == 141


def test_a_taken_port_is_said_with_a_free_one_before_anything_is_touched(
    panah: Callable[..., Any], tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for arguments in (["demo", tmp_path / "demo"], ["serve"]):
            ran = panah(*arguments, "--port", port)
            assert ran.code == 5
            assert f"port {port} is taken. Say --port " in ran.err
    assert not (tmp_path / "demo").exists()


def test_without_a_verb_the_verbs_are_listed(panah: Callable[..., Any]) -> None:
    ran = panah()
    assert ran.code == 2
    for verb in ("demo", "read", "add", "picture", "export", "serve"):
        assert verb in ran.err


def test_version_is_said(panah: Callable[..., Any]) -> None:
    ran = panah("--version")
    assert ran.code == 0
    assert ran.out.startswith("panah 0.")


def test_an_unreadable_file_is_named(panah: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(os.urandom(2000))
    ran = panah("read", path)
    assert ran.code == 3
    assert ran.err.startswith(f"panah: {path}: ")


def test_a_row_that_cannot_be_read_is_named_and_the_others_are_read(panah: Callable[..., Any], tmp_path: Path) -> None:
    table = tmp_path / "days.csv"
    head = "date,place_from,place_to,population,measure,form,value"
    rows = ["2022-09-21,RUS,FIN,RUS,arrivals,total_day,4824", "2022-09-99,RUS,FIN,RUS,arrivals,total_day,12"]
    table.write_text("\n".join([head, *rows]))
    ran = panah("read", table, "--format", "ndjson")
    assert ran.code == 0
    assert '"low": 4824' in ran.out
    assert "days!A3" in ran.err
