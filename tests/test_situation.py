"""A situation's folder: what is in it, and one clear sentence for what is wrong with it."""

from datetime import date

import pytest

from panah.errors import InputError
from panah.situation import load, parse_report

TOML = """
slug = "hills"
title = "Flight over the hills"
populations = ["RUS"]
places = ["GEO"]
[[events]]
day = 2022-09-21
name = "decree"
words = ["the decree"]
[[sites]]
name = "Old school"
place = "GEO"
capacity = 120
"""
REPORT = "---\ntitle: Morning note\npublished: 2022-09-27\n---\nSome 900 people entered Georgia.\n"


def folder(tmp_path, toml=TOML, report=REPORT):
    (tmp_path / "situation.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "one.md").write_text(report, encoding="utf-8")
    return tmp_path


def test_a_folder_is_read_whole(tmp_path):
    situation = load(folder(tmp_path))
    assert situation.events[0].day == date(2022, 9, 21)
    assert situation.sites[0].capacity == 120
    assert situation.reports[0].published == date(2022, 9, 27)
    assert situation.reports[0].text == "Some 900 people entered Georgia."


def test_a_report_without_a_head_is_all_words():
    assert parse_report("Some 900 people entered.").text == "Some 900 people entered."


@pytest.mark.parametrize(
    ("toml", "report", "words"),
    [
        ("slug = ", REPORT, "not valid TOML"),
        ('title = "No slug"', REPORT, "slug"),
        (TOML.replace("capacity", "beds"), REPORT, "beds"),
        (TOML, REPORT.replace("2022-09-27", "last Tuesday"), "is no day"),
        (TOML, REPORT.replace("title: Morning note", "title Morning note"), "key: value"),
        (TOML, REPORT.replace("title:", "headline:"), "headline"),
        (TOML, "---\ntitle: never closed\n", "no second"),
    ],
)
def test_what_is_wrong_is_said_with_its_file(tmp_path, toml, report, words):
    with pytest.raises(InputError, match=words) as error:
        load(folder(tmp_path, toml, report))
    assert str(tmp_path) in error.value.where


def test_a_folder_without_a_situation_says_so(tmp_path):
    with pytest.raises(InputError, match=r"no situation\.toml"):
        load(tmp_path)
