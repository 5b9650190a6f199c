"""Numbers in running text: digits, words, scales, ranges, fractions and ratios, with their hedges."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise

from panah.figure import Hedge
from panah.read.text.language import Language
from panah.read.text.sentences import Sentence

# Arabic joins 'and' or the article to the digits, Chinese and Japanese write no spaces; other letters make a name.
# Every branch looks back over the digit that it begins with, so that the search can leap from digit to digit.
_DIGITS = re.compile(
    r"\d(?:(?<![^\W\u0600-\u06ff\u3000-\u9fff\uac00-\ud7af]\d)(?<![\d][.,:/]\d)"
    r"\d*(?:[.,' ]\d+)*(?![^\W\u3000-\u9fff\uac00-\ud7af])|(?<!\w\d)\d*(?:[.,]\d+)?(?=[km]\b))"
)
_GROUPED = {sep: re.compile(rf"\d{{1,3}}(?:[{sep}]\d{{3}})+") for sep in (",", ".", "'", " ")}
_DECIMAL = re.compile(r"(\d+)([.,])(\d+)")
_JOIN = re.compile(r"\s*[-–—]\s*")


BEYOND = 1e10
"""More than all people: an account, a telephone, an identifier."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the text. `start`..`end` covers the number itself, `from_` the hedge before it as well."""

    start: int
    end: int
    low: float
    high: float
    hedge: Hedge = Hedge.NONE
    from_: int = -1
    ratio: bool = False
    worded: bool = False
    other: bool = False
    """Whether its form says that it counts nobody: an ordinal, a sum of money, an identifier."""
    scale: float = 1.0
    """The scale word's value ('thousand' -> 1000), which a bare number before it may share."""
    odd: str = ""
    """Why the digits look mistyped, or empty."""


def numbers(text: str, folded: str, sentence: Sentence, language: Language) -> list[Number]:
    """Every number of a sentence in order, ranges joined ('5,000 to 6,000'), hedges taken in."""
    found = _digits(text, folded, sentence, language) + _worded(folded, sentence, language)
    found.sort(key=lambda n: n.start)
    apart: list[Number] = []
    for number in found:
        if apart and number.start < apart[-1].end:
            continue
        if apart and _adds_up(folded, apart[-1], number, language):
            first, total = apart[-1], apart[-1].low + number.low
            apart[-1] = replace(number, start=first.start, low=total, high=total)
        else:
            apart.append(number)
    joined = _ranges(folded, _scaled_together(folded, apart, language), language)
    return [with_hedge(folded, sentence, n, language) for n in joined]


def _adds_up(folded: str, first: Number, second: Number, language: Language) -> bool:
    """'a million 300 thousand': a scale in words, then digits with a smaller one."""
    between = folded[first.end : second.start].strip()
    return first.worded and 1.0 < second.scale <= second.low < first.low and between in ("", *language.number_and)


def _digits(text: str, folded: str, sentence: Sentence, language: Language) -> list[Number]:
    out: list[Number] = []
    for match in _DIGITS.finditer(folded, sentence.start, sentence.end):
        start = match.start()
        for piece, offset in _pieces(match.group(), language):
            a, b = start + offset, start + offset + len(piece)
            value, odd = _value(piece, language, scaled=bool(language.scale.match(folded, b)))
            ordinal = bool(language.ordinal_suffix.match(folded, b))
            low, b = _scaled(folded, b, value, language) if not ordinal else (value, b)
            money = language.money_before.search(folded[max(0, a - 6) : a]) or language.money_behind.match(folded, b)
            scale = low / value if value and low != value else 1.0
            other = ordinal or bool(money) or low > BEYOND
            out.append(Number(a, b, low, low, from_=a, other=other, scale=scale, odd=odd))
    return out


def _pieces(digits: str, language: Language) -> list[tuple[str, int]]:
    """Split digits that only stand beside each other ('21 6 000'); groups of a thousand stay together."""
    if " " not in digits or _GROUPED[" "].fullmatch(digits):
        return [(digits, 0)]
    out: list[tuple[str, int]] = []
    for part in re.finditer(r"\d{1,3}(?: \d{3})+(?!\d)|[^ ]+", digits):
        out.append((part.group(), part.start()))
    return out


def _value(digits: str, language: Language, *, scaled: bool = False) -> tuple[float, str]:
    """The value of written digits in this language, and what is odd about them.

    One mark with three digits behind it is a decimal mark only where the language uses no other (Ukrainian 3,442 is
    3.442; English 3,442 is 3442; Arabic, which writes both, has 3,442 for 3442).
    """
    if digits.isdigit():
        return float(digits), ""
    if scaled and len(language.decimal) > 1 and (decimal := _DECIMAL.fullmatch(digits)):
        return float(f"{decimal[1]}.{decimal[3]}"), ""  # '3.442 million', but '3.442 people'
    for separators, pattern in _GROUPED.items():
        if pattern.fullmatch(digits) and not (separators == language.decimal and digits.count(separators) == 1):
            return float(re.sub(r"\D", "", digits)), ""
    plain = digits.replace(" ", "")
    if plain.isdigit():
        return float(plain), ""
    decimal = _DECIMAL.fullmatch(plain)
    if decimal and decimal[2] in language.decimal:
        return float(f"{decimal[1]}.{decimal[3]}"), ""
    return float(re.sub(r"\D", "", plain)), f"{digits!r} may be mistyped"


def _scaled(folded: str, at: int, value: float, language: Language) -> tuple[float, int]:
    """Multiply by a scale word right behind the number ('22.5 thousand', '1 million 660 thousand')."""
    found = language.scale.match(folded, at)
    if not found:
        return value, at
    scale = language.scales[found.group(1)]
    value, at = value * scale, found.end()
    more = language.scale_more.match(folded, at)
    below = language.scales[more.group(2)] if more and more.group(2) else 1.0
    if more and below < scale:
        return value + float(more.group(1).replace(",", ".")) * below, more.end()
    return round(value, 6), at


def _worded(folded: str, sentence: Sentence, language: Language) -> list[Number]:
    """Numbers written as words ('five thousand', 'a quarter of a million', 'a dozen')."""
    out: list[Number] = []
    for hit in language.fixed_numbers.scan(folded, sentence.words):
        out.append(Number(hit.start, hit.end, float(hit.label), float(hit.label), from_=hit.start, worded=True))
    if language.number_words.keys().isdisjoint(sentence.words.texts):
        return out
    run: list[tuple[int, int, float]] = []
    for start, word in (*zip(sentence.words, sentence.words.texts, strict=True), (-1, "")):
        end, value = start + len(word), language.number_words.get(word)
        adjacent = not run or (start >= 0 and _close(folded, run[-1][1], start, language) and not (
            value is not None and value < 10 and run[-1][2] < 10))
        if value is not None and adjacent:
            run.append((start, end, value))
            continue
        if run:
            out.append(_apart(folded, _from_words(run), run[0][1], language))
        run = [(start, end, value)] if value is not None else []
    return sorted(out, key=lambda n: (n.start, -n.end))


def _apart(folded: str, number: Number, end: int, language: Language) -> Number:
    """The number without an 'and' that is joined to its first word ('بين خمسة وستة آلاف')."""
    joined = folded[number.start] in language.joined and folded[number.start + 1 : end] in language.number_words
    return replace(number, start=number.start + 1) if joined else number


def _close(folded: str, end: int, start: int, language: Language) -> bool:
    return folded[end:start].strip(" -") in ("", *language.number_and)


def _from_words(run: list[tuple[int, int, float]]) -> Number:
    total, part = 0.0, 0.0
    for _, _, value in run:
        if value >= 1000:
            total += max(part, 1.0) * value
            part = 0.0
        elif value == 100:
            part = max(part, 1.0) * 100
        else:
            part += value
    last = run[-1][2]
    scale = last if len(run) > 1 and last >= 1000 else 1.0
    if len(run) == 1 and last > 1000:  # 'acht- bis neuntausend' in one word
        scale = 1000000.0 if last >= 1000000 else 1000.0
    return Number(run[0][0], run[-1][1], total + part, total + part, from_=run[0][0], worded=True, scale=scale)


def _ranges(folded: str, found: list[Number], language: Language) -> list[Number]:
    out: list[Number] = []
    for number in found:
        before = out[-1] if out else None
        if before is not None and _joined(folded, before, number, language):
            low = before.low * (_shared_scale(before, number))
            if low < number.high and not before.other and not number.other:
                out[-1] = Number(before.start, number.end, low, number.high, Hedge.RANGE, before.start,
                                 worded=number.worded)
                continue
        out.append(number)
    return out


def _scaled_together(folded: str, found: list[Number], language: Language) -> list[Number]:
    """'41 and 37 thousand': the first of two numbers of one size borrows the scale of the second."""
    out = list(found)
    for i, (first, second) in enumerate(pairwise(found)):
        between = folded[first.end : second.start].strip()
        bare = first.scale == 1.0 and 0 < first.low < 1000 and not first.worded and not first.other
        if bare and second.scale >= 1000 and between in language.number_and and (
            0.2 < second.low / second.scale / first.low < 5
        ):
            value = first.low * second.scale
            out[i] = replace(first, low=value, high=value, scale=second.scale)
    return out


def _shared_scale(first: Number, second: Number) -> float:
    """'eight to nine thousand': the first borrows the second's scale when it is bare and far too small."""
    return second.scale if first.scale == 1.0 and first.low < second.scale and second.scale > 1.0 else 1.0


def _joined(folded: str, first: Number, second: Number, language: Language) -> bool:
    between = folded[first.end : second.start]
    if _JOIN.fullmatch(between):
        return True
    word = between.strip(" \"'“”")
    if word in language.range_to:
        return True
    begin = folded[max(0, first.start - 12) : first.start].split()
    return word in language.range_and and bool(begin) and begin[-1] in language.range_between


def with_hedge(folded: str, sentence: Sentence, number: Number, language: Language) -> Number:
    """The number with the hedge words right before or behind it."""
    hedge, start = number.hedge, number.start
    for _ in range(3):
        found = _hedge_before(folded, sentence, start, language)
        if found is None:
            break
        word, start = found
        if hedge is Hedge.NONE and word != "none":
            hedge = Hedge(word)
    end = number.end
    if hedge is Hedge.NONE and folded[end : end + 1] in (" ", "-") and (
        after := language.hedges_after.at(folded, end + 1)
    ):
        hedge, end = Hedge(after.label), after.end
    if number.hedge is Hedge.RANGE:
        hedge = Hedge.RANGE
        lead = folded[max(sentence.start, start - 10) : start].split()
        if lead and lead[-1] in language.range_between:
            start = folded.rindex(lead[-1], 0, start)
    if (hedge, start, end) == (number.hedge, number.from_, number.end):
        return number
    return replace(number, hedge=hedge, from_=start, end=end)


def _hedge_before(folded: str, sentence: Sentence, start: int, language: Language) -> tuple[str, int] | None:
    words, hits = sentence.words, sentence.words.hits(language.hedges)
    i = bisect_left(words, start) if hits else 0
    first = max(words[max(0, i - 5)], start - 40) if i else start
    for begin, hit in hits:
        if first <= begin < start and not folded[hit.end : start].strip(" \"'“”«„~"):
            return hit.label, begin
    return None
