"""The examples in the docs run and print what the docs say.

A block marked `console` is a session: each line that starts with `$ ` is run by bash in an empty folder that holds the
examples and what earlier blocks of the page left there. Lines that start with `> ` go on with the command; the others
are its output, stdout and stderr together, where `...` stands for anything. A block marked `python` with `>>>` is a
doctest. Blocks marked otherwise are not run.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, kind: str) -> list[str]:
    return [body for language, body in BLOCK.findall(page.read_text(encoding="utf-8")) if language == kind]


def steps(session: str) -> Iterator[tuple[str, str]]:
    """Commands with the output that follows each; lines that start with `> ` go on with the command."""
    for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        end = next((i for i, line in enumerate(lines[1:], 1) if not line.startswith("> ")), len(lines))
        yield "\n".join([lines[0], *(line[2:] for line in lines[1:end])]), "\n".join(lines[end:])


def names(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "console")], ids=names)
def test_the_sessions_of_a_page_print_what_it_says(page: Path, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for session in blocks(page, "console"):
        for command, expected in steps(session):
            printed = said(command, tmp_path)
            assert agrees(expected, printed), f"$ {command}\n{printed}"


def said(command: str, folder: Path) -> str:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "XDG_DATA_HOME": str(folder / "data"),
    }
    for name in [name for name in environment if name.startswith("PANAH_") or name == "DJANGO_SETTINGS_MODULE"]:
        del environment[name]
    run = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, text=True, encoding="utf-8",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False,
    )  # fmt: skip
    return run.stdout


def agrees(expected: str, printed: str) -> bool:
    """Whether the output is as the page has it; `...` stands for anything, blanks at the ends of lines for nothing."""
    tidy = ["\n".join(line.rstrip() for line in text.strip().splitlines()) for text in (expected, printed)]
    pattern = ".*".join(re.escape(part) for part in tidy[0].split("..."))
    return re.fullmatch(pattern, tidy[1], re.DOTALL) is not None


@pytest.mark.parametrize("page", [page for page in PAGES if any(">>>" in b for b in blocks(page, "python"))], ids=names)
def test_the_python_of_a_page_does_what_it_says(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = "\n".join(block for block in blocks(page, "python") if ">>>" in block)
    test = doctest.DocTestParser().get_doctest(text, {}, names(page), str(page), 0)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    runner = doctest.DocTestRunner(optionflags=flags)
    printed: list[str] = []
    runner.run(test, out=printed.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(printed)
    assert test.examples
