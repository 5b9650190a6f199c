"""`panah needs`: what it prints and writes, and the sentence for each mistake."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

FOLDER = Path(__file__).parents[2] / "examples" / "mobilization-2022"
THEN = ("--as-of", "2022-09-27")
PROFILE = 'place = "KAZ"\nsheltered = [0.1, 0.3]\n[there]\nbeds = 3000\n[prices]\nbeds = 120\n'

Panah = Callable[..., Any]


def test_it_tells_each_place_in_turn(panah: Panah) -> None:
    ran = panah("needs", FOLDER, *THEN)
    assert ran.code == 0
    assert ran.out.index("\nKazakhstan: on 25 October 2022") < ran.out.index("\nGeorgia: on 25 October 2022")
    assert "No figure tells who leaves" in " ".join(ran.out.split()), "of Georgia no figure tells it"


def test_a_profile_holds_for_its_place_alone(panah: Panah, tmp_path: Path) -> None:
    (tmp_path / "kaz.toml").write_text(PROFILE)
    ran = panah("needs", FOLDER, *THEN, "--profile", tmp_path / "kaz.toml", "--days", 7, "--format", "json")
    supposed = {place["place"]: place["supposed"]["sheltered"] for place in json.loads(ran.out)["places"]}
    assert supposed["KAZ"] == [0.1, 0.3]
    assert supposed["GEO"] == [1.0, 1.0]


def test_a_workbook_is_written_whole_and_named_by_its_ending(panah: Panah, tmp_path: Path) -> None:
    ran = panah("needs", FOLDER, *THEN, "--place", "KAZ", "-o", tmp_path / "needs.xlsx")
    assert (ran.code, ran.out) == (0, "")
    assert load_workbook(tmp_path / "needs.xlsx").sheetnames == ["Kazakhstan RUS"]
    assert [file.name for file in tmp_path.iterdir()] == ["needs.xlsx"]


def test_a_wave_needs_more(panah: Panah, tmp_path: Path) -> None:
    wave = 'name = "Second wave"\n[[change]]\nkind = "wave"\nfrom = 2022-10-05\nplace = "KAZ"\n'
    (tmp_path / "wave.toml").write_text(wave)
    beds = []
    for more in ((), ("--scenario", tmp_path / "wave.toml")):
        ran = panah("needs", FOLDER, *THEN, "--place", "KAZ", "--format", "json", *more)
        beds.append(json.loads(ran.out)["places"][0]["items"][0]["needed"][-1]["bad"])
    assert beds[0] < beds[1]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("needs", "nowhere"), 3, "nowhere"),
        (("needs", FOLDER, *THEN, "--days", "0"), 3, "0 days cannot be forecast"),
        (("needs", FOLDER, *THEN, "--place", "FRA"), 3, "nothing is known of 'FRA'"),
        (("needs", FOLDER, *THEN, "--profile", "nosuch.toml"), 3, "nosuch.toml"),
        (("needs", FOLDER, *THEN, "--format", "xlsx"), 3, "xlsx is no text for a terminal"),
        (("needs", FOLDER, *THEN, "--format", "pdf"), 2, "pdf"),
        (("needs", FOLDER, "--as-of", "2022-01-01", "--place", "KAZ"), 3, "nothing is known"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(
    panah: Panah, arguments: tuple[object, ...], code: int, sentence: str
) -> None:
    ran = panah(*arguments)
    assert (ran.code, ran.out) == (code, "")
    assert sentence in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ([b"household = 99"], "household = 99 cannot be"),
        ([b"\xff\xfe"], "no text in UTF-8"),
        ([b'place = "FRA"'], "nothing is known of 'FRA'"),
        ([b'place = "KAZ"', b'place = "KAZ"'], "two profiles are for KAZ"),
        ([b"", b""], "two profiles are for every place"),
    ],
)
def test_a_profile_that_is_none_is_named(panah: Panah, tmp_path: Path, texts: list[bytes], sentence: str) -> None:
    arguments: list[object] = []
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.toml").write_bytes(text)
        arguments += ["--profile", tmp_path / f"{number}.toml"]
    ran = panah("needs", FOLDER, *THEN, *arguments)
    assert ran.code == 3
    assert sentence in ran.err
    assert "Traceback" not in ran.err


def test_before_anything_was_known_it_says_so(panah: Panah) -> None:
    ran = panah("needs", FOLDER, "--as-of", "2022-01-01")
    assert ran.code == 0
    assert "Nothing is known from which needs could be worked out." in ran.out
