"""What a file's properties say of its origin, without what programs fill in by themselves."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from panah.read.document.found import Found

_FILE_NAME = re.compile(r"(?:microsoft word - )?(.*?)(?:\.(?:docx?|pdf|indd|pptx?|xlsx?|rtf|html?))?", re.I | re.S)


@cache
def _words(name: str) -> frozenset[str]:
    text = files("panah.read.document").joinpath("words.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)[name])


def title(text: object) -> str:
    """The title that a file's properties give, without the name of a program or an ending; empty for none."""
    words = " ".join(text.split()) if isinstance(text, str) else ""
    match = _FILE_NAME.fullmatch(words[:300])
    plain = match[1] if match else words
    return "" if plain.casefold() in _words("untitled") else plain


def author(text: object) -> str | None:
    """The author that a file's properties give; None for what programs write there by themselves."""
    words = " ".join(text.split())[:200] if isinstance(text, str) else ""
    return words if words and words.casefold() not in _words("nobody") else None


def author_note(found: Found) -> tuple[str, ...]:
    """What a person should know of a publisher who is only the author in the file's properties."""
    if not found.publisher:
        return ()
    return (f"the publisher, {found.publisher}, is the author in the file's properties: give it if that is wrong",)
