"""Ratios to an earlier period: 'twice as many', 'halved', '30 percent more', 'a fifth fewer'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from panah.figure import Hedge
from panah.read.text.language import Language
from panah.read.text.numbers import Number, with_hedge
from panah.read.text.sentences import Sentence


def ratios(folded: str, sentence: Sentence, found: Sequence[Number], language: Language) -> list[Number]:
    """The numbers of a sentence with ratio phrases put in, and plain percentages taken out."""
    out: list[Number] = []
    for hit in language.ratios.scan(folded, sentence.words):
        value = float(hit.label)
        out.append(with_hedge(folded, sentence, Number(hit.start, hit.end, value, value, ratio=True), language))
    taken = [(n.start, n.end) for n in out]
    signs = list(language.more.scan(folded, sentence.words))
    for number in found:
        if any(a < number.end and number.start < b for a, b in taken):
            continue
        percent = language.percent.match(folded, number.end)
        if not percent:
            times = language.times.match(folded, number.end)
            if times and number.high < 1000:
                out.append(replace(number, end=times.end(), ratio=True))
            else:
                out.append(number)
            continue
        change = _change(folded, number, percent, [(h.start, h.end, float(h.label)) for h in signs])
        if change is not None:
            out.append(change)
    return sorted(out, key=lambda n: n.start)


def _change(folded: str, number: Number, percent: re.Match[str],
            signs: Sequence[tuple[int, int, float]]) -> Number | None:
    """'over 30% more' as a factor of 1.3, or None for a share that compares with nothing."""
    for start, end, sign in signs:
        behind = folded[percent.end() : start].strip() if start >= percent.end() else None
        before = folded[end : max(end, number.from_)].strip() if end <= number.from_ else None
        if behind == "" or before in ("", "by", "by a", "of", "by some"):
            low, high = sorted((1 + sign * number.low / 100, 1 + sign * number.high / 100))
            if low < 0:
                return None
            first, last = min(start, number.start), max(end, percent.end())
            hedge = Hedge.ABOUT if sign < 0 and number.hedge is Hedge.UNDER else number.hedge
            return replace(number, low=round(low, 4), high=round(high, 4), ratio=True, end=last, hedge=hedge,
                           start=min(number.start, first), from_=min(number.from_, first))
    return None
