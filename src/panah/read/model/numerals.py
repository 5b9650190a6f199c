"""The numbers that the house's own grammar reads in a text, whatever a model says of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from panah.figure import Hedge, Report
from panah.read.text.language import FALLBACK, codes, detect, load
from panah.read.text.lexicon import fold
from panah.read.text.numbers import numbers
from panah.read.text.sentences import sentences


@dataclass(frozen=True, slots=True)
class Read:
    """A number and where it stands, without its hedge; `percent` when a sign or word for that follows it."""

    start: int
    end: int
    low: float
    high: float
    hedge: Hedge
    percent: bool = False

    def means(self, low: float, high: float, *, ratio: bool) -> bool:
        """Whether the number says this: as it stands, or for a ratio also as per cent more, less or of."""
        if not self.percent:
            return _near(self.low, low) and _near(self.high, high)
        ways = ((1, 0.01), (1, -0.01), (0, 0.01)) if ratio else ()
        for base, step in ways:
            ends = sorted((base + step * self.low, base + step * self.high))
            if _near(ends[0], low) and _near(ends[1], high):
                return True
        return False


def numbers_in(report: Report, begin: int, end: int) -> list[Read]:
    """Every number in text[begin:end] that may count somebody: no ordinals, money, identifiers or bare years."""
    code = report.language or detect(report.text)
    known = code is not None and code in codes()
    language = load(str(code)) if known else replace(load(FALLBACK), decimal="")
    text = report.text[begin:end]
    folded = language.parted(fold(text))
    found = []
    for sentence in sentences(text, folded, language):
        for n in numbers(text, folded, sentence, language):
            if (
                n.other
                or n.odd
                or (1900 <= n.low == n.high <= 2100 and text[n.start : n.end].isdigit() and _dated(text, n.end))
            ):
                continue
            percent = bool(language.percent.match(folded, n.end))
            found.append(Read(begin + n.start, begin + n.end, n.low, n.high, n.hedge, percent))
    return found


def _dated(text: str, end: int) -> bool:
    """Whether no word follows that a year-like number could count: '2022.' is a year, '2000 people' is none."""
    return not text[end : end + 2].strip()[:1].isalpha()


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1.0)
