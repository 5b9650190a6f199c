"""Lines of printed pages -> paragraphs: what the printer broke is joined, so that sentences can be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from panah.read.document.pdf_lines import Line

_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_BULLET = re.compile(r"(?:[•▪■●◦–—*\u2022\uf0b7-]|\(?[a-z0-9]{1,2}[.)])\s", re.I)
_END = re.compile(r"[.!?:;…؟۔。][\"'”’»)\]⁰¹²³⁴-⁹]*$")
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
EDGE = 2
"""Lines at the head and the foot of a page that may repeat on each page."""
SHORT = 0.72
"""A line with fewer letters than this share of the widest one ends where its words end."""


def without_running_heads(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages without the lines that stand at the head or foot of most of them, but for their first appearance."""
    if len(pages) < 3:
        return list(pages)
    edges = [_edges(page) for page in pages]
    often = {key for key, n in Counter(key for edge in edges for key in set(edge.values())).items() if n >= 3}
    counts = Counter(key for edge in edges for key in set(edge.values()))
    running = {key for key in often if counts[key] > 0.5 * len(pages)}
    seen: set[str] = set()
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        drop = {i for i, key in edge.items() if key in running and (key in seen or key.strip("# /|-") == "")}
        seen |= {key for key in edge.values() if key in running}
        kept.append([line for i, line in enumerate(page) if i not in drop])
    return kept


def _edges(page: list[Line]) -> dict[int, str]:
    """Position and words, digits aside, of the lines at both ends of a page."""
    at = {*range(min(EDGE, len(page))), *range(max(0, len(page) - EDGE), len(page))}
    return {i: _DIGITS.sub("#", page[i].text.casefold()) for i in at}


def compounds(pages: Sequence[list[Line]]) -> frozenset[str]:
    """The words that the document writes with a hyphen within a line: at the end of a line they keep it."""
    return frozenset(
        word.casefold() for page in pages for line in page if "-" in line.text for word in _COMPOUND.findall(line.text)
    )


def paragraphs(page: Sequence[Line], hyphened: frozenset[str]) -> str:
    """The text of a page: a paragraph a line, with the hyphens of broken words taken out."""
    if not page:
        return ""
    step, width = _leading(page), _width(page)
    out = [page[0].text]
    for above, line in pairwise(page):
        if _goes_on(above, line, step, width):
            cut, glue = seam(out[-1], line.text, hyphened)
            out[-1] = out[-1][: len(out[-1]) - cut] + glue + line.text
        else:
            out.append(line.text)
    return "\n".join(out)


def seam(text: str, more: str, hyphened: frozenset[str]) -> tuple[int, str]:
    """How two halves of a paragraph join: letters to take off the first, the hyphen of a broken word, and the glue."""
    if _HYPHEN.search(text[-2:]) and more[:1].islower():
        first, last = text[-60:].split()[-1][:-1].strip("(\"'“„«"), re.split(r"\W", more[:60])[0]
        kept = text[-1] == "-" and f"{first}-{last}".casefold() in hyphened
        return (0 if kept else 1), ""
    return 0, "" if re.search(r"\d[-–]$", text[-2:]) and more[:1].isdigit() else " "


def breaks_off(text: str, more: str) -> bool:
    """Whether a text stops in the middle of a sentence and the other one goes on with it."""
    return more[:1].islower() and bool(text) and not _END.search(text[-12:])


def _leading(page: Sequence[Line]) -> dict[float, float]:
    """The usual step from line to line, for each size."""
    steps: dict[float, list[float]] = {}
    for above, line in pairwise(page):
        step = above.across - line.across
        if above.turn == line.turn and abs(above.size - line.size) < 0.5 and 0 < step < 2.2 * line.size:
            steps.setdefault(round(line.size), []).append(step)
    return {size: median(found) for size, found in steps.items()}


def _width(page: Sequence[Line]) -> dict[float, int]:
    """Letters of the widest line, for each size."""
    width: dict[float, int] = {}
    for line in page:
        width[round(line.size)] = max(width.get(round(line.size), 0), len(line.text))
    return width


def _goes_on(above: Line, line: Line, steps: dict[float, float], width: dict[float, int]) -> bool:
    """Whether a line goes on with the paragraph of the one above it."""
    size = round(line.size)
    step = above.across - line.across
    if above.turn != line.turn or abs(above.size - line.size) > 0.06 * line.size or _BULLET.match(line.text):
        return False
    if step <= 0:  # the next column: only what breaks off in the middle of a sentence goes on there
        return breaks_off(above.text, line.text)
    if step > 1.2 * min(steps.get(size, 1.3 * line.size), 1.75 * line.size):
        return False
    full = len(above.text) >= SHORT * width[size]
    if line.text[:1].islower() or _HYPHEN.search(above.text):
        return full or not _END.search(above.text)
    if _END.search(above.text):
        return full and line.start <= above.start + 0.6 * line.size
    return full and len(above.text) > 25
