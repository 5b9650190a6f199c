"""`panah read` on several files, and what they tell of one count joined."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ENGLISH = "About 98,000 Russians have entered Kazakhstan since September 21, Interior Minister Marat Akhmetzhanov said."
RUSSIAN = "С 21 сентября в Казахстан въехали 98 тысяч россиян, сообщил министр внутренних дел Марат Ахметжанов."


def files(folder: Path) -> list[str]:
    for name, publisher, day, text in (("a", "Desk", 27, ENGLISH), ("b", "Портал", 28, RUSSIAN)):
        head = f"---\npublisher: {publisher}\npublished: 2022-09-{day}\n---\n"
        (folder / f"{name}.md").write_text(head + text, encoding="utf-8")
    return [str(folder / "a.md"), str(folder / "b.md")]


def test_two_languages_are_one_statement_told_by_two(panah: Any, tmp_path: Path) -> None:
    told = panah("read", *files(tmp_path), "--joined", "--format", "json")
    (statement,) = json.loads(told.out)["statements"]
    assert statement["tellers"] == ["Desk", "Портал"]
    assert [figure["low"] for figure in statement["figures"]] == [98_000, 98_000]
    lines = panah("read", *files(tmp_path), "--joined", "--format", "ndjson").out.splitlines()
    assert [json.loads(line) for line in lines] == [statement]
    table = panah("read", *files(tmp_path), "--joined").out
    assert "told by 2: Desk, Портал" in table
    assert "1 statement from 2 figures" in table


def test_several_files_are_read_one_after_the_other_and_a_bad_one_is_named(panah: Any, tmp_path: Path) -> None:
    first, second = files(tmp_path)
    told = panah("read", first, str(tmp_path / "none.txt"), second, "--format", "ndjson")
    assert [json.loads(line)["said"] for line in told.out.splitlines()] == ["2022-09-27", "2022-09-28"]
    assert told.code == 3
    assert "none.txt: there is no such file" in told.err


def test_a_batch_is_one_file_and_is_not_joined(panah: Any, tmp_path: Path) -> None:
    assert panah("read", "--ndjson", *files(tmp_path)).code == 2
    assert panah("read", "--ndjson", "--joined", files(tmp_path)[0]).code == 2


def test_nothing_to_join_is_said(panah: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nobody came.")
    assert panah("read", str(tmp_path / "a.txt"), "--joined").out.strip() == "No figures were found."
