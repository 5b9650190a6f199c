"""The batch contract: a line in, a line out, in order, and a bad line stops nobody."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from panah.cli.batch import FIELDS, answers
from panah.figure import Evidence, Figure, Measure, Period, Report, Source


def one_figure(report: Report) -> list[Figure]:
    if report.text == "break":
        raise RuntimeError("broken reader")
    end = report.published
    return [
        Figure(5, 5, Measure.ARRIVALS, period=Period(end, end), sources=(Source("X"),), evidence=Evidence("5", 0, 1))
    ]


def lines(*rows: object) -> list[bytes]:
    return [json.dumps(row).encode() + b"\n" for row in rows]


def test_a_figure_has_exactly_the_contracts_fields() -> None:
    (answer,) = answers(lines({"id": "a", "text": "5", "published": "2022-09-27", "lang": "en"}), one_figure)
    assert answer["id"] == "a"
    assert tuple(answer["figures"][0]) == FIELDS
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
    batch = process("read", "--ndjson", "-")
    for number in range(3):
        batch.stdin.write(lines({"id": number, "text": "Nothing happened."})[0])
        batch.stdin.flush()
        assert json.loads(batch.stdout.readline()) == {"id": number, "figures": []}
    _, err = batch.communicate(timeout=30)
    assert (batch.returncode, err) == (0, b"")
