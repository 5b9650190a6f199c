"""`panah bulletin`: a file by its ending, a message without one, and the sentence for each mistake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "examples" / "mobilization-2022"
THEN = ("--as-of", "2022-10-04")

Panah = Callable[..., Any]


def test_without_a_file_it_is_a_message_on_stdout(panah: Panah) -> None:
    ran = panah("bulletin", FOLDER, *THEN, "--contact", "desk@panah.example", "--next-update", "2022-10-07")
    assert ran.code == 0
    assert "200,000 Russians have entered Kazakhstan since 21 September" in ran.out
    assert "Outlook of 27 September 2022 for the next 7 days" in ran.out
    assert "Next update: 7 October 2022." in ran.out


@pytest.mark.parametrize(("name", "begins"), [("b.docx", b"PK"), ("B.HTML", b"<!doctype html>")])
def test_the_files_ending_names_the_format(panah: Panah, tmp_path: Path, name: str, begins: bytes) -> None:
    ran = panah("bulletin", FOLDER, *THEN, "--output", tmp_path / name)
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [name]


def test_what_changed_since_the_last_one_is_told(panah: Panah) -> None:
    ran = panah("bulletin", FOLDER, *THEN, "--since", "2022-10-03", "--format", "html")
    assert "What changed since 3 October 2022" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--output", "b.odt"), 3, "a bulletin cannot be made as 'odt'"),
        (("--output", "b"), 3, "a bulletin cannot be made as ''"),
        (("--format", "pdf"), 3, "Say where it goes with --output"),
        (("--output", "/nowhere/b.txt"), 3, "no such file or directory"),
        (("--since", "2022-10-04", *THEN), 3, "is not before 2022-10-04"),
        (("--next-update", "soon"), 2, "write it as 2022-09-27"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(
    panah: Panah, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    ran = panah("bulletin", FOLDER, *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert sentence in ran.err
    assert ran.err.count("\n") == 1
