"""Footnote marks: small raised signs that stick to a number in print and must not become part of it as text."""

from __future__ import annotations

import re

MARK = re.compile(r"\s*(?:\(?\d{1,2}\)?(?:\s?,\s?\d{1,2})*|[*†‡§]{1,3}|[a-dfg])\s*")
"""What a raised footnote mark looks like; e, h, n, r, s and t are left to ordinals ('21st', '1er')."""
_RAISED = str.maketrans("0123456789()abcdfg", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾ᵃᵇᶜᵈᶠᵍ")


def raised(text: str) -> str:
    """The mark in characters that are raised by themselves ('12' -> '¹²'), which are read as no part of a number."""
    return text.translate(_RAISED) if MARK.fullmatch(text) else text
