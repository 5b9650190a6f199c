"""No text takes more than its share of time: four times the length, not sixteen times the work."""

from __future__ import annotations

import gc
import time
from datetime import date

import pytest

from panah.figure import Report
from panah.read import read
from panah.read.text.assemble import PORTION
from panah.read.text.language import codes

PIECES = (
    "1234567890,", "1 ", "1,", "1'1.", "1k ", ".", ". ", '"', "'", "a'", "and ", "()", " ", "\n", "a", "refugee-", "a.",
    "\u0648", "\u0648\u0644\u0627 ", "\u0628\u064b", "\u0456\u0457'", "The UN said 5,000 people arrived, ", "let 5 ",
    "Russia-", "May 5 ",
)  # fmt: skip


def seconds(piece: str, length: int, code: str) -> float:
    report = Report((piece * (length // len(piece) + 1))[:length], published=date(2022, 9, 27), language=code)
    taken = []
    gc.disable()  # it looks at all that the other tests hold as well
    for _ in range(2):
        begin = time.process_time()
        read(report)
        taken.append(time.process_time() - begin)
    gc.enable()
    return min(taken)


@pytest.mark.parametrize("code", codes())
def test_time_grows_with_the_length_of_a_text_not_with_its_square(code: str) -> None:
    seconds("a ", 100, code)  # the tables are loaded
    slow = [piece for piece in PIECES if not _in_proportion(piece, code)]
    assert not slow


def _in_proportion(piece: str, code: str) -> bool:
    """Whether four times the text takes less than ten times as long; the machine may stumble twice."""
    short = PORTION // 5
    return any(seconds(piece, 4 * short, code) < 10 * seconds(piece, short, code) + 0.01 for _ in range(3))
