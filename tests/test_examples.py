"""The example situation loads, and what is expected of it can be found in it word for word."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from panah.figure import Figure, from_json, to_json
from panah.situation import Situation, load

FOLDER = Path(__file__).parent.parent / "examples" / "mobilization-2022"
RUN = 7
"""Words in a row that no two reports may share: each is told in its own words."""


@pytest.fixture(scope="module")
def situation() -> Situation:
    return load(FOLDER)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    lines = (FOLDER / "expected.ndjson").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def figures_of(row: dict[str, Any]) -> list[Figure]:
    return [from_json(figure) for figure in row["figures"]]


def test_the_folder_holds_twenty_five_different_reports_in_order_of_day(situation: Situation) -> None:
    days = [report.published or date.max for report in situation.reports]
    assert len({report.id for report in situation.reports}) == len(days) == 25
    assert days == sorted(days)


def test_every_report_has_title_publisher_language_and_the_day_of_its_file_name(situation: Situation) -> None:
    assert all(report.title and report.publisher for report in situation.reports)
    assert Counter(report.language for report in situation.reports) == {"en": 21, "ru": 2, "de": 1, "fi": 1}
    names = sorted(path.name[:10] for path in (FOLDER / "reports").glob("*.md"))
    assert names == [str(report.published) for report in situation.reports]


def test_expected_lines_repeat_the_reports_word_for_word(situation: Situation, rows: list[dict[str, Any]]) -> None:
    assert [row["id"] for row in rows] == sorted(path.stem for path in (FOLDER / "reports").glob("*.md"))
    assert [(row["text"], row["publisher"], row["published"], row["lang"]) for row in rows] == [
        (report.text, report.publisher, str(report.published), report.language) for report in situation.reports
    ]


def test_every_expected_quote_stands_exactly_once_in_its_report(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        for figure in row["figures"]:
            assert row["text"].count(figure["quote"]) == 1, (row["id"], figure["quote"])


def test_what_is_no_figure_stands_in_its_report_and_in_no_quote(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        for phrase in row["distractors"]:
            assert phrase in row["text"], (row["id"], phrase)
            assert all(phrase not in figure["quote"] for figure in row["figures"]), (row["id"], phrase)


def test_every_expected_figure_survives_the_way_to_a_figure_and_back(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        for label in row["figures"]:
            written = to_json(from_json(label))
            assert {key: written[key] for key in label} == label, (row["id"], label["quote"])


def test_no_expected_figure_runs_past_the_day_of_its_report(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        for figure in figures_of(row):
            assert figure.period.end is None or str(figure.period.end) <= row["published"], figure.evidence.quote


def test_three_reports_retell_the_first_kazakh_count_as_one_statement(rows: list[dict[str, Any]]) -> None:
    told = [(figure, row["id"]) for row in rows for figure in figures_of(row) if figure.low == 98000]
    assert len({report for _, report in told}) == 3
    assert len({figure.statement for figure, _ in told}) == 1


def test_the_second_kazakh_count_is_one_statement_under_two_hedges(rows: list[dict[str, Any]]) -> None:
    told = [figure for row in rows for figure in figures_of(row) if figure.low == 200000]
    assert {figure.hedge.value for figure in told} == {"none", "over"}
    assert len({figure.statement for figure in told}) == 1


def test_events_have_words_and_every_country_of_the_situation_has_a_figure(
    situation: Situation, rows: list[dict[str, Any]]
) -> None:
    assert {event.day.isoformat() for event in situation.events} >= {"2022-09-21", "2022-09-30"}
    assert all(event.words for event in situation.events)
    named = {place for row in rows for figure in figures_of(row) for place in (figure.origin, figure.destination)}
    assert set(situation.places) <= named
    assert situation.populations == ("RUS",)


def test_every_site_says_that_its_capacity_is_made_up(situation: Situation) -> None:
    assert 4 <= len(situation.sites) <= 6
    assert all(site.capacity > 0 and site.place in situation.places and site.town for site in situation.sites)
    assert {site.source for site in situation.sites} == {"illustrative for the demo, not a real capacity"}


def test_no_two_reports_share_a_run_of_seven_words(situation: Situation) -> None:
    runs = [
        {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}
        for words in (re.findall(r"\w+", report.text.casefold()) for report in situation.reports)
    ]
    for one, other in combinations(runs, 2):
        assert not one & other
