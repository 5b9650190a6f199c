"""The words of a page without its tags, for pages and fragments in which no main text is found."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from panah.read.document.raised import raised


class Stripper(HTMLParser):
    """Collects the words; blocks stand on lines of their own, and raised footnote marks stay raised."""

    _SILENT = frozenset({"script", "style", "noscript", "template", "svg"})
    _INLINE = frozenset(
        {"a", "b", "i", "em", "strong", "span", "sup", "sub", "small", "u", "mark", "abbr", "time", "font"}
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.title = ""
        self._silent = 0
        self._in_title = False
        self._raised = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._in_title, self._raised = tag == "title", tag == "sup"
        self._silent += tag in self._SILENT
        if tag not in self._INLINE:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._raised = False
        self._silent = max(0, self._silent - (tag in self._SILENT))
        if tag not in self._INLINE:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif not self._silent:
            self.pieces.append(raised(data) if self._raised else data)


def strip(html: str) -> tuple[str, str]:
    """The words of a page, a block a line, and its title."""
    stripper = Stripper()
    try:
        stripper.feed(html)
        stripper.close()
        text, title = "".join(stripper.pieces), stripper.title
    except (AssertionError, ValueError):  # the standard parser gives up on some malformed declarations
        text, title = re.sub(r"<[^<>]*>", " ", html), ""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line), " ".join(title.split())
