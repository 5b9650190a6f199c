"""The held-out reports keep the corpus's format: whoever measures the reader by them can trust their labels' form."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from panah.figure import from_json, to_json

FILES = sorted((Path(__file__).parent / "labelled").glob("*.jsonl"))
REPORT_KEYS = {"id", "url", "published", "lang", "publisher", "episode", "text", "figures", "distractors"}
FIGURE_KEYS = {
    "quote", "low", "high", "hedge", "measure", "form", "unit", "population", "from", "to", "start", "end", "sources",
}  # fmt: skip
STOCKS = ("present", "waiting")


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def test_english_is_among_the_labelled_languages() -> None:
    assert "en" in {path.stem for path in FILES}


def test_no_two_reports_share_an_id() -> None:
    times = Counter(row["id"] for path in FILES for row in rows_of(path))
    assert {name: n for name, n in times.items() if n > 1} == {}


@each_file
def test_every_line_is_a_report_in_the_language_of_its_file(path: Path) -> None:
    rows = rows_of(path)
    assert rows
    for row in rows:
        assert set(row) == REPORT_KEYS, row["id"]
        assert row["lang"] == path.stem, row["id"]
        assert date.fromisoformat(row["published"]), row["id"]
        assert row["text"].strip(), row["id"]


@each_file
def test_every_quote_and_every_distractor_stands_in_its_text(path: Path) -> None:
    for row in rows_of(path):
        for phrase in [figure["quote"] for figure in row["figures"]] + row["distractors"]:
            assert phrase, row["id"]
            assert phrase in row["text"], (row["id"], phrase)


@each_file
def test_every_label_is_a_figure_and_comes_back_as_it_was(path: Path) -> None:
    for row in rows_of(path):
        for label in row["figures"]:
            assert set(label) == FIGURE_KEYS, (row["id"], label["quote"])
            written = to_json(from_json(label))
            assert {key: written[key] for key in label} == label, (row["id"], label["quote"])


@each_file
def test_no_labelled_figure_runs_past_the_day_of_its_report(path: Path) -> None:
    for row in rows_of(path):
        for label in row["figures"]:
            assert label["end"] is None or label["end"] <= row["published"], (row["id"], label["quote"])


@each_file
def test_a_labelled_stock_holds_on_a_day_and_has_no_start(path: Path) -> None:
    for row in rows_of(path):
        for label in row["figures"]:
            if label["measure"] in STOCKS and label["form"] == "total":
                assert label["start"] is None, (row["id"], label["quote"])
