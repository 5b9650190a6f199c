"""A web page -> its main words, its tables of counts, and what its head says of its origin."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from panah.read.document.days import stated_day
from panah.read.document.found import Found, iso_day
from panah.read.document.grids import Span, filled, holds_counts
from panah.read.document.raised import MARK, raised
from panah.read.document.stripper import strip
from panah.read.table.looks import Cells

MAX_HTML = 5 * 1024 * 1024
"""Largest page whose main text is looked for: a megabyte takes a second and 100 MB of memory."""
MOST_TABLES = 100
_LANG = re.compile(r"<html[^>]{0,300}?\blang\s*=\s*[\"']?([a-z]{2})", re.I)
_SPAN = re.compile(r"\b(?:col|row)span\b", re.I)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption"})
Tables = tuple[tuple[str, Cells], ...]


def read_html(text: str) -> Found:
    """The main words of a page in `text`, its tables of counts in `tables`, and no number in both.

    Where no main text is found all words are taken, and a note says so.
    """
    language = _LANG.search(text[:4096])
    base = Found(language=language.group(1).lower() if language else None)
    if len(text) > MAX_HTML:
        return _whole(base, text, None, "the page is too large to search")
    text, tables = parted(text)
    page = _main_text(text)
    base = replace(base, tables=tables)
    body = (page.text or "").strip() if page else ""
    if page and body:
        day = iso_day(page.date) or stated_day(body, base.language)
        return replace(base, text=body, title=page.title or "", publisher=page.sitename or None, guessed=day)
    return _whole(base, text, page, "the main text of the page was not found")


def read_fragment(html: str) -> Found:
    """All words and the tables of counts of a piece of a page, such as the body of a feed's item."""
    rest, tables = parted(html) if len(html) <= MAX_HTML else (html, ())
    return Found(text=strip(rest)[0], tables=tables)


def _whole(base: Found, text: str, page: Any, why: str) -> Found:
    words, title = strip(text)
    return replace(
        base,
        text=words,
        title=(page and page.title) or title,
        publisher=(page and page.sitename) or None,
        guessed=(iso_day(page.date) if page else None) or stated_day(words, base.language),
        notes=(f"{why}; all its words were taken, menus included",) if words else (),
    )


def _main_text(html: str) -> Any:
    import trafilatura  # 0.4 s to import

    try:
        return trafilatura.bare_extraction(
            html,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            # what stands in the page's head or time stamp; the extensive search takes any day that the words name
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # lxml and the extractor raise many kinds on hostile markup; the plain words remain
        return None


def parted(text: str) -> tuple[str, Tables]:
    """The page without its tables of counts and with raised footnote marks, and those tables with their headings."""
    low = text.casefold()
    if "<table" not in low and "<sup" not in low:
        return text, ()
    import lxml.html

    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=_parser())
        for mark in list(root.iter("sup")):
            if len(mark) <= 1 and MARK.fullmatch(words := "".join(mark.itertext())):
                _replace(mark, raised(words.strip()))
        tables = _take_tables(root)
        for cell in root.iter("td", "th"):  # trafilatura fills spans without any limit
            cell.attrib.pop("colspan", None)
            cell.attrib.pop("rowspan", None)
        return lxml.html.tostring(root, encoding="unicode"), tables
    except Exception:  # lxml raises many kinds on hostile markup; the page is then read as words alone
        return _SPAN.sub(" ", text), ()


def _parser() -> Any:
    import lxml.html

    return lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)


def _replace(element: Any, text: str) -> None:
    """Put plain text where the element stood."""
    tail = text + (element.tail or "")
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _take_tables(root: Any) -> Tables:
    """The innermost tables that hold counts, which are taken out of the page."""
    found: list[tuple[str, Cells]] = []
    for table in [t for t in root.iter("table") if next(t.iterdescendants("table"), None) is None]:
        cells = filled(_spans(row) for row in table.iter("tr"))
        if not holds_counts(cells) or len(found) >= MOST_TABLES:
            continue
        heading = _heading(table)
        found.append((f"table {len(found) + 1}" + (f": {heading}" if heading else ""), cells))
        _replace(table, " ")
    return tuple(found)


def _spans(row: Any) -> list[Span]:
    cells = (cell for cell in row if cell.tag in ("td", "th"))
    return [(_words(cell), _number(cell.get("colspan")), _number(cell.get("rowspan"))) for cell in cells]


def _words(element: Any) -> str:
    for line_break in element.iter("br"):
        line_break.tail = " " + (line_break.tail or "")
    return " ".join("".join(element.itertext()).split())


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.strip().isdigit() and len(text) < 6 else 1


def _heading(table: Any) -> str:
    """The caption of a table, else the heading right before it: it often says what is counted."""
    caption = table.find("caption")
    if caption is not None:
        return _words(caption)[:100]
    before = table
    for _ in range(3):
        before = before.getprevious() if before.getprevious() is not None else before.getparent()
        if before is None or before.tag in ("body", "article", "html"):
            return ""
        if before.tag in _HEADINGS:
            return _words(before)[:100]
        if before.tag == "p":
            words = _words(before)
            return words if len(words) <= 100 else ""
    return ""
