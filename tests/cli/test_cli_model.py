"""`panah read --model-url`: a server that plays good, wrong, slow and hostile answers."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from cli.served import Answer, Visit, serving
from panah.cli import model

TEXT = "Some 4,500 Syrians have crossed into Lebanon since Monday, UNHCR said. The mill at Zahle was built for 320."
KEY = "sk-very-secret-0123456789"
ROW = {"quote": "built for 320", "low": 320, "high": 320, "measure": "present", "to": "LBN"}


def answers(*rows: Any) -> Answer:
    content = json.dumps({"figures": rows})
    return lambda visit: visit.reply(json.dumps({"choices": [{"message": {"content": content}}]}).encode())


@pytest.fixture
def ask(panah: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Read the text by the grammar and the model at an address; gives the run."""
    monkeypatch.setattr(model.asker, "__kwdefaults__", {"silence": 0.3, "patience": 0.6})
    report, key = tmp_path / "a.txt", tmp_path / "key"
    report.write_text(TEXT)
    key.write_text(KEY + "\n")

    def run(address: str, *more: str) -> Any:
        options = ("--model-url", address, "--model", "m1", "--model-key-file", key, "--published", "2024-12-12")
        return panah("read", report, "--format", "ndjson", *options, *more)

    return run


def lows(ran: Any) -> list[int]:
    return [json.loads(line)["low"] for line in ran.out.splitlines()]


def test_a_good_answer_adds_what_the_grammar_did_not_read(ask: Any) -> None:
    with serving(answers(ROW)) as (address, visits):
        ran = ask(address)
    assert lows(ran) == [4500, 320]
    assert json.loads(ran.out.splitlines()[1])["caveats"] == ["read by a model: m1"]
    (visit,) = visits
    assert visit.path == "/feed/chat/completions"
    assert visit.headers["Authorization"] == f"Bearer {KEY}"
    sent = json.loads(visit.body)
    assert (sent["model"], sent["temperature"]) == ("m1", 0)
    assert json.loads(sent["messages"][1]["content"])["text"] == TEXT
    assert KEY not in ran.out + ran.err


def slow(visit: Visit) -> None:
    time.sleep(1)


def drip(visit: Visit) -> None:
    visit.close_connection = True
    visit.send_response(200)
    visit.end_headers()
    try:
        for _ in range(30):
            visit.wfile.write(b" ")
            time.sleep(0.05)
    except OSError:
        pass


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (answers({**ROW, "low": 999, "high": 999}), "1 because its number cannot be read from its quote"),
        (answers({**ROW, "quote": "there were 320"}), "1 because its quote does not stand in the text"),
        (answers({**ROW, "measure": f"{KEY}\x1b[2J"}), "1 because its measure is none that is known"),
        (slow, "did not answer"),
        (drip, "was not there after"),
        (lambda visit: visit.reply(b" " * 5_000_000), "larger than 2 MB"),
        (lambda visit: visit.reply(b"<!doctype html><title>Sign in</title>"), "its answer is no JSON"),
        (lambda visit: visit.reply(b'"figures"'), "its answer is no chat answer"),
        (lambda visit: visit.reply(b"", 500), "its server answers 500"),
        (lambda visit: visit.reply(b"", 401), "answers 401, so it wants another key"),
        (lambda visit: visit.reply(b"", 307, Location="http://127.0.0.1:9/steal"), "redirects elsewhere|answers 307"),
        (lambda visit: visit.reply(b"", 302, Location="/other"), "redirects elsewhere, which is not followed"),
        (lambda visit: visit.reply(b"", 302, Location="file:///etc/passwd"), "redirects elsewhere|answers 302"),
        (lambda visit: visit.wfile.write(b"HTTP/9 what\r\n\r\n"), "cannot be reached"),
    ],
)  # fmt: skip
def test_a_bad_answer_is_one_sentence_and_the_grammars_reading_is_returned(
    ask: Any, answer: Answer, sentence: str
) -> None:
    with serving(answer) as (address, visits):
        ran = ask(address)
    assert ran.code == 0
    assert lows(ran) == [4500]
    assert re.search(sentence, ran.err), ran.err
    assert len(ran.err.splitlines()) == 1
    assert "\x1b" not in ran.err
    assert KEY not in ran.err
    assert len(visits) == 1


def test_a_server_that_is_not_there_leaves_the_grammars_reading(ask: Any) -> None:
    with serving(slow) as (address, _):
        pass
    ran = ask(address)
    assert (ran.code, lows(ran)) == (0, [4500])
    assert "cannot be reached" in ran.err


def test_nothing_is_asked_unless_an_address_is_given(panah: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    with serving(answers(ROW)) as (address, visits):
        panah("read", tmp_path / "a.txt")
        assert panah("read", tmp_path / "a.txt", "--model", "m1").code == 2
        assert panah("read", tmp_path / "a.txt", "--model-url", address).code == 2
        assert panah("read", "--ndjson", tmp_path / "a.txt", "--model-url", address, "--model", "m1").code == 2
    assert visits == []


@pytest.mark.parametrize("content", ["", "two words", "line\nline", "ключ", "\x00"])
def test_a_file_that_holds_no_key_is_refused_without_repeating_it(ask: Any, tmp_path: Path, content: str) -> None:
    with serving(answers(ROW)) as (address, visits):
        ask(address)
        (tmp_path / "key").write_text(content)
        ran = ask(address)
    assert (ran.code, len(visits)) == (3, 1)
    assert "it holds no key" in ran.err
    assert not content.strip() or content.strip() not in ran.err


@pytest.mark.parametrize(
    "address", ["http://models.example.org/v1", "file:///etc/passwd", "https://ann:pw@example.org/v1"]
)
def test_a_key_goes_out_encrypted_and_only_to_a_plain_web_address(ask: Any, address: str) -> None:
    ran = ask(address)
    assert (ran.code, ran.out) == (3, "")
    assert "pw@" not in ran.err
