"""The day that the first lines of a report name as its own: 'As of 27 September 2022', 'Flash update, 3 May 2023'."""

from __future__ import annotations

from datetime import date

HEAD = 1500
"""Letters in which the day of a report is looked for."""
LONGEST = 120
"""Letters of a line that is a head and no sentence of the report; such a line has no stop at its end."""


def stated_day(text: str, language: str | None = None) -> date | None:
    """The first whole date, year included, in the short lines at the top of a report; a stretch gives its last day."""
    from panah.read.text.calendar import Almanac
    from panah.read.text.language import FALLBACK, codes, detect, load
    from panah.read.text.lexicon import fold
    from panah.read.text.periods import atoms
    from panah.read.text.sentences import sentences

    head = "\n".join(line for line in text[:HEAD].split("\n") if _is_head(line))
    code = language or detect(text[: 4 * HEAD])
    words = load(code if code in codes() else FALLBACK)
    folded = words.parted(fold(head))
    numbers = words.periods["numbers"] | words.periods.get("days", {})
    almanac = Almanac(None, words.months, words.weekdays, numbers)
    for sentence in sentences(head, folded, words):
        for when in atoms(folded, sentence, almanac, words):
            if when.kind in ("date", "iso", "dates") and when.last and when.groups.get("y"):
                return when.last
    return None


def _is_head(line: str) -> bool:
    return len(line) <= LONGEST and not line.rstrip().endswith((".", "!", "?", "؟", "۔"))
