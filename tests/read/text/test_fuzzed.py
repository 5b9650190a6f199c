"""What `make fuzz` found: texts that once broke the reader."""

from __future__ import annotations

from datetime import date

import pytest

from panah.figure import Report
from panah.read import read

FOUND = [
    ("ru", "сообщ. Н 6"),  # a word for something that is no measure stood alone in the sentence before a number
]


@pytest.mark.parametrize(("language", "text"), FOUND)
def test_a_text_that_once_broke_the_reader_is_read(language: str, text: str) -> None:
    for figure in read(Report(text, published=date(2022, 9, 27), language=language)):
        assert text[figure.evidence.start : figure.evidence.end] == figure.evidence.quote
