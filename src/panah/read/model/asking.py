"""What a model is asked, and the rows of its answer; the answer is anybody's words and is taken apart with care."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from panah.errors import InputError
from panah.figure import Report

Ask = Callable[[Mapping[str, Any]], bytes]
"""Sends the body of a chat request and gives the bytes of the answer; raises PanahError when there is none."""

MOST_ROWS = 500
"""More figures than one stretch of text holds."""


@cache
def _instructions() -> str:
    return (files("panah.read.model") / "prompt.txt").read_text(encoding="utf-8")


def question(report: Report, text: str, model: str) -> dict[str, Any]:
    """The body of a chat request in the form that OpenAI-compatible servers take."""
    about = {
        "title": report.title,
        "publisher": report.publisher,
        "published": report.published.isoformat() if report.published else None,
        "text": text,
    }
    return {
        "model": model,
        "temperature": 0,
        "stream": False,
        "messages": [
            {"role": "system", "content": _instructions()},
            {"role": "user", "content": json.dumps(about, ensure_ascii=False)},
        ],
    }


def answered(content: bytes) -> list[Any]:
    """The rows of an answer, at most MOST_ROWS. Raises InputError when it is no chat answer with a list of figures."""
    words = _message(_json(content.decode("utf-8", "replace"), "its answer is no JSON"))
    begin, end = words.find("{"), words.rfind("}")
    if begin < 0 or end < begin:
        raise InputError("it answered in words instead of JSON")
    told = _json(words[begin : end + 1], "it answered in words that are no JSON")
    rows = told.get("figures") if isinstance(told, dict) else None
    if not isinstance(rows, list):
        raise InputError("its answer holds no list of figures")
    return rows[:MOST_ROWS]


def _json(text: str, what: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(what) from None


def _message(answer: Any) -> str:
    """The words of the first choice, without what a model thought aloud before them."""
    try:
        content = answer["choices"][0]["message"]["content"]
        if isinstance(content, list):
            content = "".join(part["text"] for part in content if isinstance(part.get("text"), str))
    except (LookupError, TypeError, AttributeError):
        content = None
    if not isinstance(content, str):
        raise InputError("its answer is no chat answer", hint="Check that the address is that of a chat server")
    return content.rpartition("</think>")[2]
