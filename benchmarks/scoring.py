"""How near read figures come to labelled ones, by the rules of the shared corpus' guide.

A read figure meets a labelled one where their spans overlap. found: it is recognised at all; core: value, measure,
form, from and to are right too; full: unit, population and days as well (days within one). A field that is labelled
null is one the text does not say, and any value passes there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Row = Mapping[str, Any]
_WORD = re.compile(r"\w{3,}")
CORE = ("value", "measure", "form", "from", "to")
FULL = (*CORE, "unit", "population", "start", "end")
FIELDS = (*FULL, "sources")


@dataclass
class Score:
    """Counts of labelled, read and agreeing figures."""

    labelled: int = 0
    read: int = 0
    found: int = 0
    core: int = 0
    full: int = 0
    fields: Counter[str] = field(default_factory=Counter)

    def f1(self, hits: int) -> float:
        """Harmonic mean of precision and recall for `hits`."""
        return 2 * hits / (self.labelled + self.read) if self.labelled + self.read else 0.0


def spans(text: str, figures: Sequence[Row]) -> list[tuple[int, int]]:
    """Where each labelled quote stands; equal quotes take their occurrences in turn."""
    taken: set[int] = set()
    out = []
    for figure in figures:
        at = text.find(figure["quote"])
        while at in taken:
            later = text.find(figure["quote"], at + 1)
            if later < 0:
                break
            at = later
        taken.add(at)
        out.append((at, at + len(figure["quote"])))
    return out


def right(name: str, label: Row, told: Row) -> bool:
    """Whether one field agrees."""
    if name == "value":
        return all(abs(label[k] - told[k]) <= 0.005 * max(abs(label[k]), abs(told[k]), 1e-9) for k in ("low", "high"))
    if label.get(name) in (None, []):
        return True
    if name == "sources":  # words of three letters and more: two fifths of the label's
        theirs, ours = (set(_WORD.findall(" ".join(row.get(name) or ()).casefold())) for row in (label, told))
        return bool(theirs & ours) and len(theirs & ours) >= 0.4 * len(theirs)
    if name in ("start", "end"):
        return (
            bool(told.get(name)) and abs((date.fromisoformat(label[name]) - date.fromisoformat(told[name])).days) <= 1
        )
    return str(told.get(name)).casefold() == str(label[name]).casefold()


def add(score: Score, text: str, labels: Sequence[Row], told: Sequence[Row]) -> None:
    """Count one report into `score`."""
    pairs = []
    for i, (start, end) in enumerate(spans(text, labels)):
        for j, figure in enumerate(told):
            overlap = min(end, figure["char_end"]) - max(start, figure["char_start"])
            if overlap > 0:
                pairs.append((right("value", labels[i], figure), overlap, i, j))
    used_i: set[int] = set()
    used_j: set[int] = set()
    score.labelled += len(labels)
    score.read += len(told)
    for _, _, i, j in sorted(pairs, reverse=True):
        if i in used_i or j in used_j:
            continue
        used_i.add(i)
        used_j.add(j)
        good = {name for name in FIELDS if right(name, labels[i], told[j])}
        score.found += 1
        score.core += good.issuperset(CORE)
        score.full += good.issuperset(FULL)
        score.fields.update(good)
