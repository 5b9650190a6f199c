"""A drawn chart made fit for a page: named and described, as wide as its column, nothing fetched, nothing run."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Mapping
from xml.etree import ElementTree

NAMESPACE = "http://www.w3.org/2000/svg"
INK = "#1a1a1b"
"""Colour of text and axes in the drawing; it becomes the page's own text colour."""

_KEPT = frozenset({"svg", "g", "path", "rect", "line", "text", "tspan", "circle", "defs", "clipPath"})
_URL = re.compile(r"url\(#([^)]*)\)")
_PLACED = frozenset({"d", "transform", "x", "y", "x1", "y1", "x2", "y2", "width", "height"})
_REFUSED = re.compile(r"^(on\w+|style|class|role|aria-.*|href|.*\}.*|xmlns.*|pointer-events)$")


def finished(drawn: str, *, title: str, description: str) -> str:
    """The SVG text with role, title, description, a viewBox and ids of its own, without styles, scripts or links.

    The same drawing always gets the same ids; different ones get different ids, so that both can stand in one page.
    """
    root = ElementTree.fromstring(re.sub(r' xmlns(:\w+)?="[^"]*"', "", drawn, count=4))
    # Vega numbers its ids on from one drawing to the next; numbered anew, the same drawing has the same bytes.
    ids = {name: f"clip{i}" for i, name in enumerate(e.get("id", "") for e in root.iter() if e.get("id"))}
    for element in root.iter():
        _clean(element, ids)
    content = ElementTree.tostring(root, encoding="unicode")
    mark = hashlib.sha256(f"{content}{title}{description}".encode("utf-8", "replace")).hexdigest()[:10]
    _prefix(root, f"c{mark}-")
    root.attrib.pop("height", None)
    names = {"title": f"c{mark}-title", "desc": f"c{mark}-desc"}
    root.attrib.update(
        {"xmlns": NAMESPACE, "width": "100%", "role": "img", "aria-labelledby": f"{names['title']} {names['desc']}"}
    )
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = ElementTree.Element(tag, {"id": names[tag]})
        element.text = printable(text)
        root.insert(place, element)
    return ElementTree.tostring(root, encoding="unicode")


def note(text: str, width: int, *, title: str) -> str:
    """A chart's place taken by a sentence, for when there is nothing to draw."""
    lines = textwrap.wrap(printable(text), max(20, width // 8)) or [""]
    root = ElementTree.Element("svg", {"viewBox": f"0 0 {width} {24 * len(lines) + 16}"})
    for place, line in enumerate(lines):
        spot = {"x": "4", "y": str(24 * place + 24), "fill": INK, "font-size": "15", "font-family": "sans-serif"}
        ElementTree.SubElement(root, "text", spot).text = line
    return finished(ElementTree.tostring(root, encoding="unicode"), title=title, description=text)


def printable(text: str) -> str:
    """The text without control characters and lone surrogates, which a place's name from a report may hold."""
    # XML 1.0 has no place for them, and one of them in a text to be drawn aborts vl-convert with its whole process.
    return "".join(c if c.isprintable() and not 0xD800 <= ord(c) <= 0xDFFF else " " for c in text)


def _clean(element: ElementTree.Element, ids: Mapping[str, str]) -> None:
    for child in list(element):
        if child.tag not in _KEPT:
            element.remove(child)
    for name, value in list(element.attrib.items()):
        if _REFUSED.match(name):
            del element.attrib[name]
        elif name == "id":
            element.set(name, ids[value])
        elif value.startswith("url("):
            element.set(name, _URL.sub(lambda found: f"url(#{ids.get(found[1], '')})", value))
        elif value == INK:
            element.set(name, "currentColor")
        elif name in _PLACED:
            # A tenth of a pixel is finer than anyone sees; the rest would be half of the file.
            element.set(name, re.sub(r"\d+\.\d{2,}", lambda found: f"{float(found[0]):.1f}", value))


def _prefix(root: ElementTree.Element, mark: str) -> None:
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, f"{mark}{value}")
            elif value.startswith("url("):
                element.set(name, _URL.sub(rf"url(#{mark}\1)", value))
