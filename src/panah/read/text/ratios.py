"""Ratios to an earlier period: 'twice as many', 'halved', '30 percent more', 'a fifth fewer'."""

from __future__ import annotations

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
    fractions = language.fractions.scan(folded, sentence.words)
    if not found and not out and not fractions:
        return []
    signs = [(h.start, h.end, 1.0 if h.label == "up" else -1.0) for h in language.more.scan(folded, sentence.words)]
    sign = 0.0
    for hit in fractions:
        share = with_hedge(folded, sentence, Number(hit.start, hit.end, float(hit.label), float(hit.label)), language)
        change = _change(folded, share, hit.end, signs, 0.0, language)
        if change is not None:
            out.append(change)
            sign = 1.0 if change.low > 1 else -1.0
            taken.append((change.start, change.end))
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
        change = _change(folded, number, percent.end(), signs, sign, language)
        if change is not None:
            out.append(change)
            sign = 1.0 if change.low > 1 else -1.0
    return sorted(out, key=lambda n: n.start)


def _change(folded: str, number: Number, stop: int, signs: Sequence[tuple[int, int, float]],
            carried: float, language: Language) -> Number | None:
    """'over 30% more' as a factor of 1.3, or None for a share that compares with nothing.

    `stop` is where the percentage ends; `carried` the direction of an earlier change ('and by close to 40 percent').
    """
    first, last, sign = number.from_, stop, 0.0
    for start, end, value in signs:
        if (start >= stop and not folded[stop:start].strip()) or (
            end <= number.from_ and folded[end : number.from_].strip() in ("", *language.ratio_by)
        ):
            first, last, sign = min(first, start), max(last, end), value
            break
        if end <= number.from_ and language.ratio_gap.fullmatch(folded[end : number.from_]):
            first, sign = start, value  # 'sank im August um ein Drittel'
    if not sign and carried and folded[: number.from_].rstrip().endswith(language.ratio_by):
        sign = carried
    if not sign:
        return None
    low, high = sorted((1 + sign * number.low / 100, 1 + sign * number.high / 100))
    if low < 0:
        return None
    hedge = Hedge.ABOUT if sign < 0 and number.hedge is Hedge.UNDER else number.hedge
    return replace(number, low=round(low, 4), high=round(high, 4), ratio=True, start=min(first, number.start),
                   end=last, hedge=hedge, from_=first)
