"""The command line, run in this process with its streams caught, or as a process of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Ran:
    """What a run left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def panah(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> Iterator[Callable[..., Ran]]:
    """Run `panah` with these arguments and this stdin; gives exit code and both streams."""
    from panah import cli

    before = dict(os.environ)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as stop:
            cli.main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Ran(int(str(stop.value.code)), out.decode("utf-8"), err.decode("utf-8"))

    yield run
    os.environ.clear()
    os.environ.update(before)
    from panah.web import database

    database.use(database.parse(database.own_file()))


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Start `panah` with these arguments as a process of its own, with all streams as pipes."""

    def start(*arguments: object, **environment: str) -> subprocess.Popen[bytes]:
        kept: dict[str, Any] = {k: v for k, v in os.environ.items() if not k.startswith("PANAH_")}
        kept.update(XDG_DATA_HOME=str(tmp_path / "own"), **environment)
        program = Path(sys.executable).with_name("panah")
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen([program, *map(str, arguments)], env=kept, **pipes)  # type: ignore[call-overload]

    return start
