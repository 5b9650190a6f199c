"""`panah watch`: what arrives is read once, whatever happens in between."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from cli.served import Answer, Visit, serving
from panah.cli import arrived, fetch, watch
from panah.cli.arrived import Folder
from panah.cli.seen import Seen
from panah.errors import ConflictError, InputError, PanahError
from panah.figure import Report

WORDS = "Some {} Syrians have crossed into Lebanon since Monday, the UN refugee agency said."
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title>{}</channel></rss>'


def item(number: str) -> str:
    return f"<item><title>{number}</title><description>{WORDS.format(number)}</description></item>"


def feed(*numbers: str) -> bytes:
    return RSS.format("".join(map(item, numbers))).encode()


def put(folder: Path, name: str, number: str, age: float = 60) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\npublisher: Desk\npublished: 2024-12-12\n---\n{WORDS.format(number)}")
    return path


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrived, "SETTLED", 0.05)
    monkeypatch.setattr(watch, "SETTLED", 0.05)


@pytest.fixture
def _items(monkeypatch: pytest.MonkeyPatch) -> None:
    """Feeds are opened by read.document; here by a stand-in, so that this file tests the watching alone."""
    from panah.read import document

    def opened(content: Path | bytes, *, name: str, **given: Any) -> Iterator[Report]:
        data = content if isinstance(content, bytes) else content.read_bytes()
        try:
            tree = ElementTree.fromstring(data)
        except ElementTree.ParseError:
            raise InputError("it is no XML", where=name) from None
        for one in tree.iter("item"):
            text = one.findtext("description") or ""
            yield Report(text, title=one.findtext("title") or "", published=date(2024, 12, 12))

    monkeypatch.setattr(document, "open_documents", opened, raising=False)


def lows(out: str) -> list[int]:
    return [json.loads(line)["low"] for line in out.splitlines()]


def test_a_folder_is_read_once_and_what_is_new_or_changed_later(panah: Any, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    put(inbox, "a.md", "4,500")
    put(inbox, "deep/er/b.md", "5,500")
    again = ("watch", inbox, "--once", "--format", "ndjson")
    assert sorted(lows(panah(*again).out)) == [4500, 5500]
    assert panah(*again).out == ""
    put(inbox, "a.md", "6,500")
    put(inbox, "c.md", "7,500")
    os.utime(inbox / "deep/er/b.md")
    assert sorted(lows(panah(*again).out)) == [6500, 7500]
    assert panah(*again).out == ""


def test_a_file_that_cannot_be_read_is_named_once_and_the_rest_goes_on(panah: Any, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    put(inbox, "b.md", "4,500")
    (inbox / "a.png").write_bytes(b"\x89PNG and so on")
    first = panah("watch", inbox, "--once", "--format", "ndjson")
    assert (first.code, lows(first.out)) == (3, [4500])
    assert first.err.count("a.png") == 1
    second = panah("watch", inbox, "--once")
    assert (second.code, second.out, second.err) == (0, "", "")


def test_hidden_unfinished_and_foreign_files_are_passed_over(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    names = (".a.md", "a.md.part", "~$a.docx", "a.md~", "x.tmp", ".git/a.md", "situation.toml", "b.crdownload", "#a#")
    for name in (*names, "good.md"):
        put(inbox, name, "1")
    (tmp_path / "secret").write_text("outside")
    (inbox / "link.md").symlink_to(tmp_path / "secret")
    (inbox / "broken.md").symlink_to(tmp_path / "nowhere")
    os.mkfifo(inbox / "pipe.md")
    time.sleep(0.1)
    found, growing = Folder(inbox, Seen(tmp_path / "state")).arrived()
    assert ([name for name, _, _ in found], growing) == (["good.md"], 0)


def test_a_file_is_left_alone_while_it_is_being_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrived, "SETTLED", 30)
    path = put(tmp_path / "inbox", "a.md", "4,500")
    folder = Folder(tmp_path / "inbox", Seen(tmp_path / "state"))
    assert folder.arrived() == ([], 1)
    with path.open("a") as file:
        file.write(" And more.")
    assert folder.arrived() == ([], 1)
    assert [name for name, _, _ in folder.arrived()[0]] == ["a.md"]


def test_into_a_situation_each_report_is_kept_once(panah: Any, tmp_path: Path) -> None:
    inbox, base = tmp_path / "inbox", tmp_path / "room.sqlite3"
    put(inbox, "a.md", "4,500")
    panah("add", put(tmp_path, "first.md", "1,500"), "--situation", "s", "--title", "S", "--database", base)
    told = panah("watch", inbox, "--situation", "s", "--once", "--database", base)
    assert told.out.endswith("a.md: 1 figure\n")
    state = ("--state", tmp_path / "forgotten")
    again = panah("watch", inbox, "--situation", "s", "--once", "--database", base, *state)
    assert "already here" in again.out
    assert panah("watch", inbox, "--situation", "none", "--once", "--database", base).code == 3


def test_after_kill_9_nothing_is_lost_and_nothing_kept_twice(process: Any, panah: Any, tmp_path: Path) -> None:
    inbox, base = tmp_path / "inbox", tmp_path / "room.sqlite3"
    numbers = [f"{n},500" for n in range(1, 41)]
    panah("add", put(tmp_path, "first.md", "41,500"), "--situation", "s", "--title", "S", "--database", base)
    for number in numbers:
        put(inbox, f"{number}.md", number)
    arguments = ("watch", inbox, "--situation", "s", "--every", "0.2", "--database", base, "--state", tmp_path / "seen")
    for lines in (3, 9):
        running = process(*arguments)
        for _ in range(lines):
            running.stdout.readline()
        running.send_signal(signal.SIGKILL)
        running.communicate()
    rest = panah(*arguments, "--once")
    assert 0 < len(rest.out.splitlines()) <= len(numbers) - 10
    with sqlite3.connect(base) as rows:
        kept = [text for (text,) in rows.execute("SELECT text FROM ledger_report")]
    assert sorted(kept) == sorted(WORDS.format(n) for n in [*numbers, "41,500"])
    assert panah(*arguments, "--once").out == ""


def test_a_torn_or_foreign_memory_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "seen"
    seen = Seen(path)
    seen.note(file="a", stamp=[1, 2, 3], digest="d")
    seen.close()
    with path.open("ab") as file:
        file.write(b'[]\n7\n{"file": "x"}\n\xff\n{"report": "b", ')
    again = Seen(path)
    again.note(report="c")
    again.close()
    last = Seen(path)
    assert (last.files, last.reports) == ({"a": ([1, 2, 3], "d")}, {"c"})
    with pytest.raises(ConflictError, match="watches this already"):
        Seen(path)


@pytest.mark.usefixtures("_items")
def test_a_feed_is_read_item_by_item_and_only_what_is_new(panah: Any) -> None:
    numbers = ["4,500", "5,500"]

    def answer(visit: Visit) -> None:
        visit.reply(feed(*numbers))

    with serving(answer) as (address, visits):
        again = ("watch", address, "--once", "--format", "ndjson")
        assert lows(panah(*again).out) == [4500, 5500]
        numbers.append("6,500")
        assert lows(panah(*again).out) == [6500]
        assert re.match(r"panah/\d", visits[0].headers["User-Agent"])


@pytest.mark.usefixtures("_items")
def test_a_feed_that_was_not_modified_is_not_sent_again(panah: Any) -> None:
    def answer(visit: Visit) -> None:
        same = visit.headers.get("If-None-Match") == '"v1"' and visit.headers.get("If-Modified-Since") == "Thu"
        visit.reply(*((b"", 304) if same else (feed("4,500"), 200)), ETag='"v1"', Last_Modified="Thu")

    with serving(answer) as (address, visits):
        runs = [panah("watch", address, "--once", "--format", "ndjson") for _ in range(3)]
        assert [lows(run.out) for run in runs] == [[4500], [], []]
        assert [run.code for run in runs] == [0, 0, 0]
        assert [visit.headers.get("If-None-Match") for visit in visits] == [None, '"v1"', '"v1"']


def slow(visit: Visit) -> None:
    time.sleep(1)


def drip(visit: Visit) -> None:
    visit.send_response(200)
    visit.send_header("Content-Length", "1000")
    visit.end_headers()
    visit.close_connection = True
    for _ in range(20):
        with suppress(OSError):
            visit.wfile.write(b"<")
        time.sleep(0.05)


def huge(visit: Visit) -> None:
    visit.reply(b"<rss>" + b" " * 3_000_000)


def elsewhere(target: str) -> Answer:
    return lambda visit: visit.reply(b"", 302, Location=target)


@pytest.mark.usefixtures("_items")
@pytest.mark.parametrize(
    ("answer", "code", "sentence"),
    [
        (lambda visit: visit.reply(b"", 500), 5, "the server answers 500"),
        (lambda visit: visit.reply(b"", 404), 5, "the server answers 404"),
        (slow, 5, "did not answer"),
        (drip, 5, "was not there after|broke off"),
        (huge, 5, "larger than 1 MB"),
        (elsewhere("file:///etc/passwd"), 5, "to no web address"),
        (elsewhere("ftp://127.0.0.1/x"), 5, "redirects to ftp, which is not followed"),
        (elsewhere("/feed"), 5, "answers 302"),
        (lambda visit: visit.reply(b"<html><p>Hello"), 3, "it is no feed"),
        (lambda visit: visit.reply(b"\x00\x01"), 3, "it is no feed"),
        (lambda visit: visit.reply(b"<rss><oops"), 3, "it is no XML"),
        (lambda visit: visit.wfile.write(b"nonsense\r\n\r\n"), 5, "cannot be reached"),
    ],
)  # fmt: skip
def test_what_a_server_does_wrong_is_one_clear_sentence(
    panah: Any, monkeypatch: pytest.MonkeyPatch, answer: Answer, code: int, sentence: str
) -> None:
    monkeypatch.setattr(fetch, "MOST_BYTES", 1 << 20)
    monkeypatch.setattr(fetch.fetch, "__kwdefaults__", {"silence": 0.3, "patience": 0.4})
    with serving(answer) as (address, _):
        told = panah("watch", address, "--once")
    assert told.code == code
    assert re.search(sentence, told.err), told.err
    assert len(told.err.splitlines()) == 1
    assert told.out == ""


def test_a_server_that_is_not_there_is_named(panah: Any) -> None:
    with serving(slow) as (address, _):
        pass
    told = panah("watch", address, "--once")
    assert (told.code, "cannot be reached" in told.err) == (5, True)


@pytest.mark.parametrize(
    "source", ["file:///etc/passwd", "ftp://example.org/a", "https://ann:secret@example.org/", "http://[::1", "nosuch"]
)
def test_what_is_no_folder_feed_or_web_address_is_refused(panah: Any, source: str) -> None:
    told = panah("watch", source, "--once")
    assert told.code == 3
    assert "secret" not in told.err


def test_errors_are_said_once_and_asked_again_after_longer_pauses(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    refused = fetch.Failed("the server answers 503", where="x")
    refused.pause = 100.0
    outcomes: list[Any] = [(0, 0), refused, refused, refused, (0, 0), KeyboardInterrupt()]
    pauses: list[float] = []

    def look() -> tuple[int, int]:
        outcome = outcomes.pop(0)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    monkeypatch.setattr(watch.time, "sleep", pauses.append)
    with pytest.raises(KeyboardInterrupt):
        watch._for_ever(look, 30)
    assert pauses == [30, 100, 120, 240, 30]
    assert capsys.readouterr().err.splitlines() == ["panah: x: the server answers 503.", "note: it works again"]


@pytest.mark.usefixtures("_items")
def test_a_feed_file_is_read_again_when_it_changed(panah: Any, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    again = ("watch", file, "--once", "--format", "ndjson")
    runs = []
    for numbers in (["4,500"], ["4,500"], ["4,500", "5,500"]):
        file.write_bytes(feed(*numbers))
        runs.append(lows(panah(*again).out))
    assert runs == [[4500], [], [5500]]


def test_a_folder_that_went_away_is_said(tmp_path: Path, panah: Any) -> None:
    inbox = tmp_path / "inbox"
    put(inbox, "a.md", "4,500")
    seen = Seen(tmp_path / "seen")
    look = watch._looker(inbox, seen, watch._Reader(seen, lambda *_: None, {}), frozenset())
    shutil.rmtree(inbox)
    with pytest.raises(PanahError, match="not there any more"):
        look()


def test_a_bug_in_the_reader_stops_no_other_file(tmp_path: Path, capsys: Any) -> None:
    inbox = tmp_path / "inbox"
    for name in ("a.md", "b.md"):
        put(inbox, name, name)
    time.sleep(0.1)
    seen, kept = Seen(tmp_path / "seen"), []

    def keep(report: Report, shown: str) -> None:
        if shown.endswith("a.md"):
            raise RuntimeError("oops")
        kept.append(shown)

    look: Callable[[], tuple[int, int]] = watch._looker(inbox, seen, watch._Reader(seen, keep, {}), frozenset())
    assert look() == (1, 0)
    assert len(kept) == 1
    assert "the reader failed (RuntimeError: oops)" in capsys.readouterr().err
