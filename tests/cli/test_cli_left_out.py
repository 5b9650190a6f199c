"""`panah read` says what it left out, and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

TEXT = (
    "Some 4,500 Syrians have crossed into Lebanon since Monday, the UN refugee agency said. "
    "Up to 200,000 people could follow by the end of the year."
)


def test_the_numbers_left_out_stand_below_the_figures(panah: Callable[..., Any]) -> None:
    ran = panah("read", "-", "--published", "2024-12-12", stdin=TEXT.encode())
    figures, _, left = ran.out.partition("Left out:")
    assert "“Some 4,500 Syrians”" in figures
    assert "“Up to 200,000 people”" in left
    assert "forecast: it is foreseen, wanted or feared" in left
    assert "by the end" not in left
    explained = panah("read", "-", "--published", "2024-12-12", "--explain", stdin=TEXT.encode()).out
    assert "by the end" in explained.partition("Left out:")[2]


def test_nothing_is_said_of_left_out_numbers_where_there_are_none(panah: Callable[..., Any]) -> None:
    assert "Left out" not in panah("read", "-", "--published", "2024-12-12", stdin=TEXT[:87].encode()).out


def test_json_has_the_mentions_beside_the_figures(panah: Callable[..., Any]) -> None:
    answer = json.loads(panah("read", "-", "--published", "2024-12-12", "--format", "json", stdin=TEXT.encode()).out)
    [figure], [mention] = answer["figures"], answer["mentions"]
    assert (mention["kind"], mention["high"], mention["words"]) == ("forecast", 200_000, "could")
    assert TEXT[mention["char_start"] : mention["char_end"]] == mention["quote"] == "Up to 200,000 people"
    assert mention["report"] == figure["report"]
