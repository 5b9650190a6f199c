"""Words in their base form, and whether two are forms of one, by the endings that a language's table lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from panah.read.text.language import Language


def based(words: Sequence[str], heads: Iterable[int], language: Language) -> list[str] | None:
    """The words of an office with the first inflected one of `heads`, and the adjectives before it, in base form."""
    for head in heads:
        base = _ended(words[head], language.base_endings)
        if base is None:
            continue
        endings = next((e for letters, e in language.base_adjectives.items() if base.lower().endswith(tuple(
            letters.split()))), {})
        return [*(_ended(word, endings) or word for word in words[:head]), base, *words[head + 1 :]]
    return None


def _ended(word: str, endings: Mapping[str, str]) -> str | None:
    """The word with the longest of the endings that it has replaced, its letters' case kept."""
    low = word.lower()
    ending = next((low[i:] for i in range(len(low)) if low[i:] in endings), None)
    if ending is None:
        return None
    base, at = endings[ending], len(word) - len(ending)
    same = next((i for i, (a, b) in enumerate(zip(ending, base, strict=False)) if a != b), min(len(ending), len(base)))
    return word[: at + same] + base[same:]


def same_word(a: str, b: str) -> bool:
    """Whether two words are forms of one."""
    size = max(4, min(len(a), len(b)) - 2)
    return a == b or (len(a) > 4 and len(b) > 4 and a[:size] == b[:size])
