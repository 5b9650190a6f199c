"""The words with which a match of a pattern can begin, so that a text's words are looked up before it is tried."""

from __future__ import annotations

import re

_PIECE = re.compile(r"\\.|\[(?:\\.|[^]\\])*\]|\(\?(?:P<\w+>|:|<?[=!])|\{\d*,?\d*\}|.", re.DOTALL)
_LOOKS = ("(?=", "(?!", "(?<")
_MANY = frozenset({".", r"\w", r"\W", r"\s", r"\S", r"\D"})
DIGIT, ANY, END = "0", "*", "."
"""A digit; whatever follows; the end of a word."""
MOST = 80
"""More beginnings than these are followed no further: anything may then come behind them."""


def openings(pattern: str) -> frozenset[str]:
    """The first two words of all texts that `pattern` matches: "in may.", or one where no second must follow.

    "ju*" is any word that begins so, "0*" are digits, "*" is anything. Some may be given with which no match begins,
    but none is left out.

    >>> sorted(openings("(?:the )?(?:last|past) day"))
    ['last day.', 'past day.', 'the last.', 'the past.']
    >>> sorted(openings(r"(?<!x)mid-? ?may|\\d\\d?th|on satur\\w+"))
    ['0*', 'mid may.', 'mid.', 'midmay.', 'on satur*']
    """
    done: set[str] = set()
    rest = _after({""}, _PIECE.findall(pattern)[::-1], done)
    return frozenset(done | {word + (ANY if word[-1:] in ("", " ") else END) for word in rest})


def _after(words: set[str], pieces: list[str], done: set[str]) -> set[str]:
    """The beginnings `words`, each continued by what `pieces` hold up to a closing bracket, which are used up.

    Beginnings that need not be followed further move to `done`.
    """
    out: set[str] = set()
    now = words
    while pieces and (piece := pieces.pop()) != ")":
        if piece == "|":
            out, now = out | now, words
            continue
        if piece.startswith(_LOOKS):
            _after(set(), pieces, set())
            after = now
        elif piece[0] == "(":
            after = _after(now, pieces, done)
        else:
            after = _longer(now, piece, done)
        if pieces and pieces[-1][0] in "?*+{":
            often = pieces.pop()
            if often != "?":
                done.update(word + ANY for word in after)
                after = set()
            if often[0] in "?*" or often.startswith("{0"):
                after = after | now
        if len(after) > MOST:
            done.update(word + ANY for word in after)
            after = set()
        now = after
    return out | now


def _longer(words: set[str], piece: str, done: set[str]) -> set[str]:
    """The beginnings with one more sign; those that it closes move to `done`."""
    if piece == r"\b":
        return words
    if piece in _MANY or (piece[0] == "[" and ("-" in piece[2:-2] or "^" in piece)):
        done.update(word + ANY for word in words)
        return set()
    signs = DIGIT if piece == r"\d" else piece[1:-1].replace("\\", "") if piece[0] == "[" else piece[-1]
    longer = {word + _sign(word, sign) for word in words for sign in signs}
    closed = {word for word in longer if word[-1] in (ANY, END)}
    done |= closed
    return longer - closed


def _sign(word: str, sign: str) -> str:
    """What a sign adds to a beginning."""
    if sign.isalpha() or (sign == " " and word and " " not in word):
        return sign
    if word and word[-1] != " ":
        return END
    return DIGIT + ANY if sign.isdigit() else ANY
