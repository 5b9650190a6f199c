"""A feed (RSS 0.9 to 2.0, Atom) -> its items, each a document with its title, publisher, day and address.

lxml reads it with entities left unexpanded and without any network, so that a bomb of entities stays small.
"""

from __future__ import annotations

import html as entities
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from panah.errors import InputError
from panah.read.document.found import Found, Progress, iso_day
from panah.read.document.html import read_fragment

MOST_ITEMS = 10_000
_DAYS = ("pubDate", "published", "date", "issued", "created", "updated", "modified")
_BODIES = ("encoded", "content", "description", "summary")


def read_feed(text: str, where: str, progress: Progress) -> Iterator[Found]:
    """The items of a feed in its order. Raises InputError for markup that is no feed or holds too many items."""
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(text.lstrip("\ufeff \n\t").encode("utf-8", "replace"), parser)
    except Exception as error:  # etree raises its own kinds and ValueError
        raise InputError(f"the feed is damaged ({type(error).__name__})", where=where, hint="Fetch it again") from None
    items = [] if root is None else [node for node in root.iter() if _name(node) in ("item", "entry")]
    if not items:
        raise InputError("the feed has no items", where=where, hint="Fetch it again, or give the page itself")
    if len(items) > MOST_ITEMS:
        raise InputError(f"the feed has more than {MOST_ITEMS:,} items", where=where, hint="Split it")
    channel = next((node for node in root if _name(node) == "channel"), root)
    language = (_text(channel, "language") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower()
    base = Found(publisher=_text(channel, "title") or None, language=language or None)
    for done, item in enumerate(items, start=1):
        yield _item(item, base)
        progress(done, len(items))


def _item(item: Any, base: Found) -> Found:
    title = read_fragment(_text(item, "title")).text.replace("\n", " ")
    bodies = [read_fragment(_text(item, name)) for name in _BODIES]
    body = max(bodies, key=lambda found: len(found.text) + sum(len(str(cells)) for _, cells in found.tables))
    day = next((day for name in _DAYS if (day := _day(_text(item, name)))), None)
    told = next((text for name in ("source", "publisher") if (text := _text(item, name))), "")
    short = not body.text.strip() and not body.tables
    note = ("the feed gives only its title: open its page for the words",) if short else ()
    return replace(
        base,
        text=title if short else body.text,
        tables=body.tables,
        title=title,
        publisher=told or base.publisher,
        published=day,
        url=_link(item),
        notes=note,
    )


def _name(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _text(parent: Any, name: str) -> str:
    """The text, or the markup as text, of the first child of this name."""
    node = next((child for child in parent if _name(child) == name), None)
    if node is None:
        return ""
    if name == "source" and len(node):  # Atom's source is a feed of its own
        return _text(node, "title")
    if node.get("type") == "xhtml":
        from lxml import etree

        return str(etree.tostring(node, encoding="unicode", with_tail=False))
    return "".join(_words(node)).strip()


def _words(node: Any) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if isinstance(child.tag, str):
            yield from _words(child)
        elif (child.text or "").startswith("&") and len(child.text) < 40:  # an entity that no reader expands
            known = entities.unescape(child.text)
            yield known if known != child.text else " "
        yield child.tail or ""


def _link(item: Any) -> str | None:
    for child in item:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            address = (child.get("href") or child.text or "").strip()
            if address.startswith(("http://", "https://")):
                return str(address)
    return None


def _day(text: str) -> date | None:
    if (day := iso_day(text)) or not text:
        return day
    try:
        return parsedate_to_datetime(text).date()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
