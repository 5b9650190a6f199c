"""Lines of right-to-left script as they lie on paper, from left to right -> the order in which they are read."""

from __future__ import annotations

import re

_RTL = re.compile("[\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_WORD = "[^\\W\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+"
_LTR_RUN = re.compile(f"{_WORD}(?:[.,:/'’٬٫ -]?{_WORD})*%?")
_MIRRORED = str.maketrans("()[]{}«»<>", ")(][}{»«><")


def in_reading_order(line: str) -> str:
    """The line with its right-to-left words turned around, and its numbers and other words left as they are."""
    if not _RTL.search(line):
        return line
    turned = line[::-1].translate(_MIRRORED)
    return _LTR_RUN.sub(lambda run: run[0][::-1], turned)
