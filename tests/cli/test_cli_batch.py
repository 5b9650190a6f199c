"""The batch contract: a line in, a line out, in order, and a bad line stops nobody."""

from __future__ import annotations

import io
import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panah.cli import batch
from panah.cli.batch import FIELDS, MENTION_FIELDS, answers
from panah.figure import Evidence, Figure, Measure, Period, Report, Source
from panah.read import Mention, MentionKind, Reading


def one_figure(report: Report) -> Reading:
    if report.text == "break":
        raise RuntimeError("broken reader")
    end = report.published
    spot = Evidence("5", 0, 1)
    figure = Figure(5, 5, Measure.ARRIVALS, period=Period(end, end), sources=(Source("X"),), evidence=spot)
    return Reading([figure], [Mention(5, 5, MentionKind.FORECAST, "could", spot)])


def lines(*rows: object) -> list[bytes]:
    return [json.dumps(row).encode() + b"\n" for row in rows]


def test_a_figure_has_exactly_the_contracts_fields() -> None:
    (answer,) = answers(lines({"id": "a", "text": "5", "published": "2022-09-27", "lang": "en"}), one_figure)
    assert answer["id"] == "a"
    assert tuple(answer["figures"][0]) == FIELDS
    assert tuple(answer["mentions"][0]) == MENTION_FIELDS
    assert answer["figures"][0]["end"] == "2022-09-27"


def test_a_bad_line_is_answered_with_its_error_and_the_rest_goes_on_in_order() -> None:
    given_lines = [
        *lines({"id": 1, "text": "a"}, {"id": 2}, {"id": 3, "text": "a", "published": "soon"}),
        b"{not json\n", b"\xff\xfe\n", b"\n", b"[1]\n",
        *lines({"id": 8, "text": "break"}, {"id": 9, "text": "a", "publisher": 7}, {"id": 10, "text": "a"}),
    ]  # fmt: skip
    found = list(answers(given_lines, one_figure))
    assert [answer["id"] for answer in found] == [1, 2, 3, None, None, None, 8, 9, 10]
    assert ["error" in answer for answer in found] == [False, True, True, True, True, True, True, True, False]
    assert found[1]["error"].startswith("line 2: it has no text")
    assert "'soon'" in found[2]["error"]
    assert "broken reader" in found[6]["error"]


def test_lines_are_answered_one_by_one_and_none_is_read_ahead() -> None:
    seen: list[int] = []

    def endless() -> Iterator[bytes]:
        for number in range(1_000_000):
            seen.append(number)
            yield b'{"id": %d, "text": "a"}\n' % number

    stream = answers(endless(), one_figure)
    assert next(stream)["id"] == 0
    assert next(stream)["id"] == 1
    assert seen == [0, 1]


@given(st.lists(st.binary(max_size=60) | st.builds(lambda t: json.dumps({"text": t}).encode(), st.text(max_size=20))))
def test_any_bytes_get_an_answer_for_each_line_that_is_not_blank(given_lines: list[bytes]) -> None:
    found = list(answers(given_lines, one_figure))
    assert len(found) == sum(1 for line in given_lines if line.strip())
    assert all(("figures" in answer) != ("error" in answer) for answer in found)
    json.dumps(found)


def test_the_stream_reads_stdin_and_answers_on_stdout(panah: Callable[..., Any]) -> None:
    text = "Some 4,500 Syrians have crossed into Lebanon since Monday, the UN refugee agency said."
    rows = lines({"id": "x", "text": text, "published": "2024-12-12", "lang": "en"}, {"id": "y"})
    ran = panah("read", "--ndjson", "-", stdin=b"".join(rows))
    first, second = map(json.loads, ran.out.splitlines())
    assert ran.code == 0
    (figure,) = first["figures"]
    assert (figure["low"], figure["measure"], figure["to"]) == (4500, "arrivals", "LBN")
    assert text[figure["char_start"] : figure["char_end"]] == figure["quote"]
    assert second["id"] == "y"
    assert "1 line could not be read" in ran.err


def test_half_a_character_in_a_line_breaks_neither_the_line_nor_the_stream(panah: Callable[..., Any]) -> None:
    row = b'{"id": "\\ud800", "text": "no figures \\ud83d here"}\n'
    ran = panah("read", "--ndjson", "-", stdin=row * 2)
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["\ud800"] * 2


def test_a_program_gets_its_answer_before_it_sends_the_next_line(process: Callable[..., Any]) -> None:
    running = process("read", "--ndjson", "-")
    for number in range(3):
        running.stdin.write(lines({"id": number, "text": "Nothing happened."})[0])
        running.stdin.flush()
        assert json.loads(running.stdout.readline()) == {"id": number, "figures": [], "mentions": []}
    _, err = running.communicate(timeout=30)
    assert (running.returncode, err) == (0, b"")


def batch_of(count: int) -> list[bytes]:
    text = "Some {} Syrians have crossed into Lebanon since Monday, the UN refugee agency said."
    day = {"published": "2024-12-12", "lang": "en"}
    return lines(*({"id": n, "text": text.format(4000 + n)} | day for n in range(count)))


def test_several_processes_give_the_same_answers_in_the_same_order(panah: Callable[..., Any]) -> None:
    rows = [*batch_of(100), b"broken\n", b"\n", *batch_of(40)]
    alone = panah("read", "--ndjson", "-", stdin=b"".join(rows))
    shared = panah("read", "--ndjson", "-", "--jobs", "2", stdin=b"".join(rows))
    assert (shared.code, shared.out, shared.err) == (alone.code, alone.out, alone.err)
    assert "line 101: it is not JSON" in shared.out.splitlines()[100]


def test_several_processes_are_never_far_ahead_of_what_is_taken() -> None:
    taken: list[int] = []

    def endless() -> Iterator[tuple[int, bytes]]:
        for number in range(1, 1_000_000):
            taken.append(number)
            yield number, b"broken"

    rows = batch._shared(endless(), jobs=2)
    assert json.loads(next(rows)[0])["error"].startswith("line 1: ")
    rows.close()
    assert len(taken) <= batch.BLOCK * 3


def test_jobs_without_a_batch_are_a_usage_error(panah: Callable[..., Any]) -> None:
    ran = panah("read", "-", "--jobs", "2", stdin=b"5,000 people")
    assert ran.code == 2
    assert "--ndjson" in ran.err


def test_a_line_that_is_too_long_gets_its_error_and_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "LONGEST", 2_000_000)
    given_lines = [b'{"text": "' + b"a" * 9_000_000 + b'"}\n', b'{"id": 2, "text": "a"}\n']
    read_lines = list(batch._lines(io.BytesIO(b"".join(given_lines))))
    assert max(map(len, read_lines)) <= 2_000_001
    first, second = answers(read_lines, one_figure)
    assert first == {"id": None, "error": "line 1: it is longer than 2 MB."}
    assert second["id"] == 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_ends_a_batch_without_a_word(process: Callable[..., Any], jobs: int) -> None:
    running = process("read", "--ndjson", "-", "--jobs", jobs)
    feed(running, 300)
    running.stdout.readline()
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert (running.returncode, err) == (130, b"")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_closed_pipe_ends_a_batch_without_a_word(process: Callable[..., Any], jobs: int) -> None:
    running = process("read", "--ndjson", "-", "--jobs", jobs)
    feed(running, 300)
    running.stdout.readline()
    running.stdout.close()
    running.stdin.close()
    assert running.wait(timeout=30) == 141
    assert running.stderr.read() == b""


@pytest.mark.skipif(not Path("/proc").exists(), reason="finds the processes in /proc")
def test_a_killed_process_is_told_in_one_sentence(process: Callable[..., Any]) -> None:
    running = process("read", "--ndjson", "-", "--jobs", 2)
    feed(running, 300)
    running.stdout.readline()
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    readers = [int(c) for c in children if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes()]
    os.kill(readers[0], signal.SIGKILL)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 5
    assert err.decode().startswith("panah: a process that reads was stopped from outside. ")
    assert err.count(b"\n") == 1


def feed(running: Any, count: int) -> None:
    """Write so many lines to a process and leave its stdin open."""
    running.stdin.write(b"".join(batch_of(count)))
    running.stdin.flush()


@pytest.mark.skipif(not Path("/proc").exists(), reason="asks /proc for the memory")
def test_memory_stays_flat_over_a_long_batch(process: Callable[..., Any]) -> None:
    running = process("read", "--ndjson", "-")
    sender = threading.Thread(target=lambda: (running.stdin.write(b"".join(batch_of(3000))), running.stdin.close()))
    sender.start()
    held = {}
    for number, _ in enumerate(running.stdout, start=1):
        if number in (1000, 2990):
            held[number] = int(Path(f"/proc/{running.pid}/status").read_text().split("VmRSS:")[1].split()[0])
    sender.join()
    assert running.wait(timeout=30) == 0
    assert held[2990] - held[1000] < 2000  # kB
