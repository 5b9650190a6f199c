"""Pieces of text with their places on a page -> lines, in the order in which a person reads each of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from panah.read.document.raised import MARK, raised

SMALLER = 0.87
"""A raised mark has at most this share of the size of the words beside it."""
_FORMS = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufeff]+")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LTR = re.compile(r"[A-Za-zÀ-ɏЀ-ӿ]")
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: where it starts along and across its direction, its size, its turn, its place on the page."""

    text: str
    along: float
    across: float
    size: float
    turn: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, where it starts, its baseline, the size of most of it, its turn."""

    text: str
    start: float
    across: float
    size: float
    turn: int


def lines(pieces: Iterable[Piece]) -> list[Line]:
    """The lines that the pieces stand on, in the order of the file."""
    return [made for group in _grouped(pieces) if (made := _line(group)).text]


def _grouped(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces on one baseline; a raised mark stands on the line of the words that it belongs to."""
    group: list[Piece] = []
    size = across = 0.0
    broken = False
    for piece in pieces:
        words = piece.text.strip()
        if not words:
            if group and " " in piece.text:
                group.append(piece)
            broken = broken or "\n" in piece.text
            continue
        last = next((p for p in reversed(group) if p.text.strip()), None)
        near = abs(piece.across - across) <= 0.6 * max(size, piece.size)
        if last is None or last.turn != piece.turn or not near or (broken and piece.along < last.along):
            if last is not None:
                yield group
            group, size, across = [], piece.size, piece.across
        elif broken and not MARK.fullmatch(words):
            group.append(Piece(" ", piece.along, piece.across, 0.0, piece.turn, piece.x, piece.y))
        if piece.size > size:
            size, across = piece.size, piece.across
        group.append(piece)
        broken = "\n" in piece.text
    if any(p.text.strip() for p in group):
        yield group


def _line(group: list[Piece]) -> Line:
    shown = [p for p in group if p.text.strip()]
    texts = [_unraised(group, i) for i in range(len(group))]
    whole = "".join(texts)
    if len(_RTL.findall(whole)) > len(_LTR.findall(whole)):
        order = sorted(range(len(group)), key=lambda i: (-group[i].along, -i))
        whole = "".join(texts[i] for i in order)
    weights: dict[float, int] = {}
    for p in shown:
        weights[p.size] = weights.get(p.size, 0) + len(p.text)
    size = max(weights, key=lambda s: (weights[s], s))
    base = next(p for p in shown if p.size == size)
    return Line(plain(whole), min(p.along for p in shown), base.across, size, base.turn)


def _unraised(group: list[Piece], i: int) -> str:
    """The piece's text, raised when it is a footnote mark: small, and higher than its neighbour or stuck to it."""
    piece, text = group[i], group[i].text.replace("\n", " ")
    if not MARK.fullmatch(text):
        return text
    before = next((p for p in reversed(group[:i]) if p.text.strip()), None)
    beside = before or next((p for p in group[i + 1 :] if p.text.strip()), None)
    if beside is None or piece.size > SMALLER * beside.size:
        return text
    higher = piece.across - beside.across > 0.1 * beside.size
    stuck = before is not None and not text[0].isspace() and before.text[-1:].isalnum() and group[i - 1] is before
    return raised(text) if higher or stuck else text


def plain(text: str) -> str:
    """The text with letters for ligatures and for the shapes of Arabic letters, and blanks for what is not printed."""
    text = _FORMS.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    return " ".join(_UNPRINTED.sub(" ", text).split())
