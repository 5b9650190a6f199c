"""Situations from the command line: kept, pictured as of a day, exported, shown as a demo, served."""

from __future__ import annotations

import csv
import io
import json
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SITUATION = """
slug = "lebanon"
title = "Syrians in Lebanon"
populations = ["SYR"]
places = ["LBN"]
"""
REPORTS = {
    "2024-12-12": "Some 4,500 Syrians have crossed into Lebanon since Monday, the UN refugee agency said.",
    "2024-12-20": "Some 9,000 Syrians have crossed into Lebanon since 9 December, the UN refugee agency said.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A situation of two reports, eight days apart."""
    (tmp_path / "lebanon" / "reports").mkdir(parents=True)
    (tmp_path / "lebanon" / "situation.toml").write_text(SITUATION)
    for day, text in REPORTS.items():
        report = f"---\ntitle: Arrivals\npublished: {day}\nlanguage: en\n---\n\n{text}\n"
        (tmp_path / "lebanon" / "reports" / f"{day}.md").write_text(report)
    return tmp_path / "lebanon"


@pytest.fixture
def room(tmp_path: Path) -> Path:
    return tmp_path / "room.sqlite3"


def test_a_folder_is_pictured_as_it_was_known_on_a_day(panah: Callable[..., Any], folder: Path) -> None:
    early, late = (panah("picture", folder, "--as-of", day) for day in ("2024-12-15", "2024-12-21"))
    assert (early.code, late.code) == (0, 0), early.err + late.err
    assert "4,500" in early.out
    assert "9,000" not in early.out
    assert "9,000" in late.out


def test_a_picture_is_explained_figure_by_figure(panah: Callable[..., Any], folder: Path) -> None:
    ran = panah("picture", folder, "--as-of", "2024-12-21", "--explain")
    assert ran.code == 0, ran.err
    assert "Syrians in Lebanon" in ran.out
    assert "Some 9,000 Syrians" in ran.out
    assert ran.out.count("all figures together say") == 2
    assert "a headcount would narrow the range of people present to" in ran.out
    rows = json.loads(panah("picture", folder, "--as-of", "2024-12-21", "--explain", "--format", "json").out)
    assert {row["figure"]["low"] for row in rows} == {4500, 9000}
    assert all(0 <= row["wrong"] <= 1 and row["fitted"] == sorted(row["fitted"]) for row in rows)


def test_two_days_are_compared_with_the_report_that_moved_what_was_known(
    panah: Callable[..., Any], folder: Path
) -> None:
    ran = panah("picture", folder, "--as-of", "2024-12-21", "--compare", "2024-12-15", "--format", "json")
    assert ran.code == 0, ran.err
    arrivals = next(row for row in json.loads(ran.out) if row["quantity"] == "arrivals")
    assert (arrivals["place"], arrivals["population"], arrivals["end"]) == ("LBN", "SYR", "2024-12-15")
    assert {f["low"] for moved in arrivals["moved"] for f in moved["figures"]} <= {9000}
    text = panah("picture", folder, "--as-of", "2024-12-21", "--compare", "2024-12-15").out
    assert "as known then" in text
    assert "as known later" in text


def test_a_comparison_with_a_later_day_or_an_explanation_too_is_refused(
    panah: Callable[..., Any], folder: Path
) -> None:
    later = panah("picture", folder, "--as-of", "2024-12-15", "--compare", "2024-12-21")
    assert (later.code, later.out) == (3, "")
    assert "is not before" in later.err
    both = panah("picture", folder, "--explain", "--compare", "2024-12-15")
    assert (both.code, both.out) == (3, "")
    assert "two pictures" in both.err


def test_a_day_that_has_not_come_is_refused(panah: Callable[..., Any], folder: Path) -> None:
    ran = panah("picture", folder, "--as-of", "2199-01-01")
    assert (ran.code, ran.out) == (3, "")
    assert "has not come yet" in ran.err


def test_a_picture_that_nothing_was_added_to_for_long_stops_at_its_newest_report(
    panah: Callable[..., Any], folder: Path
) -> None:
    shown = json.loads(panah("picture", folder, "--format", "json").out)
    assert (shown["as_of"], shown["slug"]) == ("2024-12-20", "lebanon")


def test_the_database_gives_the_same_picture_as_the_folder_it_was_filled_from(
    panah: Callable[..., Any], folder: Path, room: Path
) -> None:
    added = panah("add", folder, "--database", room)
    assert added.out == "lebanon: 2 reports, 0 events and 0 sites are kept\n"
    for options in ([], ["--as-of", "2024-12-15"]):
        kept = panah("picture", "lebanon", "--database", room, *options)
        assert kept.out == panah("picture", folder, *options).out


def test_a_report_that_comes_twice_is_kept_once_and_a_bad_one_stops_nobody(
    panah: Callable[..., Any], tmp_path: Path, room: Path
) -> None:
    good, again, empty = (tmp_path / name for name in ("good.txt", "again.txt", "empty.txt"))
    good.write_text(REPORTS["2024-12-12"])
    again.write_text(REPORTS["2024-12-12"] + "\n")
    empty.touch()
    ran = panah(
        *("add", empty, good, again, "--situation", "lebanon", "--title", "Syrians in Lebanon"),
        *("--published", "2024-12-12", "--publisher", "Desk", "--database", room),
    )
    assert ran.code == 3
    assert ran.out.splitlines() == [f"{good}: 1 figure", f"{again}: already here, with 1 figure"]
    assert f"{empty}: it is empty" in ran.err
    taken = panah("add", good, "--situation", "lebanon", "--title", "Another", "--database", room)
    assert (taken.code, taken.out) == (4, "")


@pytest.mark.parametrize("format", ["csv", "hxl", "figures"])
def test_an_export_is_a_table_whose_rows_are_equally_long(panah: Callable[..., Any], folder: Path, format: str) -> None:
    rows = list(csv.reader(io.StringIO(panah("export", folder, "--format", format).out)))
    assert len(rows) > 2
    assert len({len(row) for row in rows}) == 1


def test_an_export_goes_to_a_file_and_holds_what_was_known(
    panah: Callable[..., Any], folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "figures.ndjson"
    ran = panah("export", folder, "--format", "ndjson", "--as-of", "2024-12-15", "--output", target)
    assert (ran.code, ran.out, ran.err) == (0, "", f"wrote {target}\n")
    (figure,) = map(json.loads, target.read_text().splitlines())
    assert (figure["low"], figure["quote"]) == (4500, "Some 4,500 Syrians")


def test_a_report_is_read_from_stdin_as_json_and_says_what_is_missing(panah: Callable[..., Any]) -> None:
    ran = panah("read", "-", "--format", "json", stdin=REPORTS["2024-12-12"].encode())
    (figure,) = json.loads(ran.out)["figures"]
    assert figure["start"] is None
    assert "reasons" not in figure
    assert "--published DAY" in ran.err
    explained = panah("read", "-", "--format", "ndjson", "--explain", stdin=REPORTS["2024-12-12"].encode())
    assert dict(json.loads(explained.out)["reasons"])["measure"]


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_the_table_fits_the_terminal_and_keeps_every_word(
    panah: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    ran = panah("read", "-", "--published", "2024-12-12", "--explain", stdin=REPORTS["2024-12-12"].encode())
    assert max(map(len, ran.out.splitlines())) <= width
    assert "4,500" in ran.out
    assert "SYR → LBN" in ran.out or "? → LBN" in ran.out


def test_a_report_of_the_future_is_read_with_a_remark(panah: Callable[..., Any]) -> None:
    ran = panah("read", "-", "--published", "2199-01-01", "--format", "json", stdin=REPORTS["2024-12-12"].encode())
    assert len(json.loads(ran.out)["figures"]) == 1
    assert "2199-01-01" in ran.err


def test_a_person_can_be_let_in_once_and_with_a_strong_password_only(panah: Callable[..., Any], room: Path) -> None:
    arguments = ["user", "aigerim", "--database", room]
    assert panah(*arguments, stdin=b"short\n").code == 3
    assert panah(*arguments, stdin=b"a long enough passphrase\n").out == "aigerim may sign in\n"
    again = panah(*arguments, stdin=b"a long enough passphrase\n")
    assert (again.code, "already" in again.err) == (3, True)


def test_the_demo_shows_both_days_and_works_twice_in_a_row(
    panah: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, int]] = []
    monkeypatch.setattr("panah.web.serve", lambda host, port, ready: opened.append((host, port)))
    port = free_port()
    first, second = (panah("demo", tmp_path / "demo", "--port", port, "--no-browser") for _ in range(2))
    assert first.code == second.code == 0, first.err
    assert first.out == second.out
    assert "As known on 27 September 2022" in first.out
    assert "As known on 26 December 2022" in first.out
    assert opened == [("127.0.0.1", port)] * 2


def test_the_room_is_served_until_ctrl_c(process: Callable[..., Any], room: Path) -> None:
    port = free_port()
    server = process("serve", "--port", port, "--database", room)
    try:
        line = server.stderr.readline().decode()
        assert f"http://127.0.0.1:{port}/" in line
        assert answered(f"http://127.0.0.1:{port}/") == 200
    finally:
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=30)
    assert (server.returncode, out, err) == (0, b"", b"")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answered(url: str) -> int:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(50):
        try:
            with opener.open(url, timeout=10) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.1)
    return 0


FEED = (
    b"<rss><channel><title>Border Desk</title>"
    b"<item><title>One</title><pubDate>Tue, 27 Sep 2022 18:00:00 GMT</pubDate>"
    b"<description>On Monday 1,200 Russians crossed into Georgia.</description></item>"
    b"<item><title>Two</title><pubDate>Wed, 28 Sep 2022 18:00:00 GMT</pubDate>"
    b"<description>On Tuesday 1,300 Russians crossed into Georgia.</description></item></channel></rss>"
)


def test_the_reports_of_a_feed_are_read_and_each_is_told_by_its_title(panah: Callable[..., Any]) -> None:
    ran = panah("read", "-", "--format", "json", stdin=FEED)
    answer = json.loads(ran.out)
    assert [(row["title"], row["published"]) for row in answer["reports"]] == [
        ("One", "2022-09-27"),
        ("Two", "2022-09-28"),
    ]
    assert [row["low"] for row in answer["figures"]] == [1200, 1300]
    assert [row["report"] for row in answer["figures"]] == [row["id"] for row in answer["reports"]]
    table = panah("read", "-", stdin=FEED).out
    assert "One (Border Desk, 2022-09-27)" in table
    assert "Two (Border Desk, 2022-09-28)" in table


def test_the_reports_of_a_feed_are_kept_once_each(panah: Callable[..., Any], tmp_path: Path) -> None:
    feed, room = tmp_path / "feed.xml", tmp_path / "room.sqlite3"
    feed.write_bytes(FEED)
    given = ("add", feed, "--situation", "s", "--database", room)
    first = panah(*given, "--title", "S")
    assert first.out.splitlines() == [f"{feed}, One: 1 figure", f"{feed}, Two: 1 figure"]
    assert "already here" in panah(*given).out


def test_a_quote_from_a_pdf_is_shown_with_its_page(panah: Callable[..., Any], tmp_path: Path) -> None:
    from read.made_files import pdf

    path = tmp_path / "update.pdf"
    path.write_bytes(pdf(["As of 27 September 2022"], ["On Monday 1,200 Russians crossed into Georgia."]))
    assert "(page 2)" in panah("read", path).out
    row = json.loads(panah("read", path, "--format", "ndjson").out)
    assert (row["page"], row["low"]) == (2, 1200)
