"""`panah outlook` and `panah score`: what they print, and the sentence for each mistake."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "examples" / "mobilization-2022"
THEN = ("--as-of", "2022-09-27")
WAVE = 'name = "Second wave"\n[[change]]\nkind = "wave"\nfrom = 2022-10-05\nplace = "KAZ"\n'

Panah = Callable[..., Any]


def test_it_tells_the_coming_weeks_and_what_has_just_turned(panah: Panah) -> None:
    ran = panah("outlook", FOLDER, *THEN)
    assert ran.code == 0
    words = " ".join(ran.out.split())
    assert "More Russians enter Georgia since 25 September 2022: 10,000 a day, after 5,000 to 6,000." in words
    assert "In the 28 days to 25 October 2022" in words
    assert "28 Sept – 4 Oct" in ran.out


def test_json_and_hubverse_are_for_programs(panah: Panah, tmp_path: Path) -> None:
    (tmp_path / "wave.toml").write_text(WAVE)
    found = json.loads(panah("outlook", FOLDER, *THEN, "--days", 7, "--format", "json").out)
    assert found["supposing"] is None
    assert {place["place"] for place in found["places"]} >= {"KAZ", "GEO"}
    ran = panah("outlook", FOLDER, *THEN, "--days", 7, "--scenario", tmp_path / "wave.toml", "--format", "hubverse")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert {row["scenario"] for row in rows} == {"", "Second wave"}
    assert {row["horizon"] for row in rows} == {str(i) for i in range(1, 8)}


def test_a_scenario_is_told_beside_the_plain_outlook(panah: Panah, tmp_path: Path) -> None:
    (tmp_path / "wave.toml").write_text(WAVE)
    ran = panah("outlook", FOLDER, *THEN, "--scenario", tmp_path / "wave.toml")
    assert "Supposed (Second wave):" in ran.out
    assert "\nSecond wave: In the 28 days" in ran.out


def test_a_score_is_told_for_each_measure(panah: Panah) -> None:
    ran = panah("score", FOLDER, "--made", "2022-09-27", "--as-of", "2022-10-06")
    assert ran.code == 0
    assert "Outlook of 27 September 2022 for the next 9 days:" in ran.out
    rows = json.loads(panah("score", FOLDER, "--made", "2022-09-27", "--as-of", "2022-10-06", "--format", "json").out)
    assert all(row["wis"] >= 0 and 0 <= row["held_90"] <= 1 for row in rows)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("outlook", FOLDER, "--days", "900"), 3, "900 days cannot be forecast"),
        (("outlook", FOLDER, "--days", "0"), 3, "0 days cannot be forecast"),
        (("outlook", FOLDER, "--days", "soon"), 2, "a valid integer"),
        (("outlook", "nowhere"), 3, "nowhere"),
        (("outlook", FOLDER, *THEN, "--scenario", "nosuch.toml"), 3, "nosuch.toml: no such file"),
        (("outlook", FOLDER, "--as-of", "2022-01-01", "--format", "hubverse"), 3, "nothing is known"),
        (("score", FOLDER), 2, "--made"),
        (("score", FOLDER, "--made", "2022-10-06", "--as-of", "2022-09-27"), 3, "no day has passed"),
        (("score", FOLDER, "--made", "2022-01-01", "--as-of", "2022-09-27"), 3, "nothing known"),
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
    ("text", "sentence"), [(b"name = ", "no TOML"), (b"\xff\xfe", "no text in UTF-8"), (b"", "[[change]]")]
)
def test_a_scenario_file_that_is_none_is_named(panah: Panah, tmp_path: Path, text: bytes, sentence: str) -> None:
    (tmp_path / "bad.toml").write_bytes(text)
    ran = panah("outlook", FOLDER, *THEN, "--scenario", tmp_path / "bad.toml")
    assert ran.code == 3
    assert "bad.toml" in ran.err
    assert sentence in ran.err


def test_a_day_before_anything_was_known_is_said(panah: Panah) -> None:
    ran = panah("outlook", FOLDER, "--as-of", "2022-01-01")
    assert ran.code == 0
    assert "Nothing is known from which an outlook could be made." in ran.out
