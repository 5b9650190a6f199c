"""What reading is worth on reports that the weights never saw: the numbers of docs/explanation/reading-accuracy.md.

    python benchmarks/held_back.py [--folds 5]

First the shared reports with the shipped weights, which learned from them; then the shared and our own reports, each
episode read with weights learned from the others; then the held-out reports, with what the confidence meant there;
last what comes of the numbers that are labelled as no figures.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from scoring import CORE, FIELDS, FULL, Score, add, right, spans

from panah.figure import Report, to_json
from panah.read import reading
from panah.read.text.weigh.learn import folds, label_at, label_spans, learn, rows_of

HERE = Path(__file__).parents[1]
SHARED = HERE.parent / "shared" / "corpus" / "reports.jsonl"
OWN = sorted((HERE / "tests" / "read" / "labelled").glob("*.jsonl"))
HELD_OUT = sorted((HERE / "tests" / "read" / "held_out").glob("*.jsonl"))
STEPS = 5

Row = dict[str, Any]


def main() -> None:
    """Print the tables."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--folds", type=int, default=5)
    count = ask.parse_args().folds
    shared = rows_of([SHARED]) if SHARED.is_file() else []
    scores("shared, learned from", [(row, told(row)) for row in shared])
    rows = shared + rows_of(OWN)
    apart = held_back(rows, count)
    scores(f"each episode held back, {count} parts", apart)
    names = {row["id"] for row in shared}
    scores("the shared ones among these", [pair for pair in apart if pair[0]["id"] in names])
    unseen = rows_of(HELD_OUT)
    pairs = [(row, told(row)) for row in unseen]
    scores("held out", pairs)
    reliability(pairs)
    for name, some in (("shared", shared), ("own", rows_of(OWN)), ("held out", unseen)):
        left_out(name, some)


def report_of(row: Row) -> Report:
    """A labelled report without its labels."""
    day = date.fromisoformat(row["published"])
    return Report(row["text"], published=day, language=row["lang"], publisher=row["publisher"])


def told(row: Row) -> list[Row]:
    """The figures read from a labelled report."""
    return [to_json(figure) for figure in reading(report_of(row)).figures]


def held_back(rows: Sequence[Row], count: int) -> list[tuple[Row, list[Row]]]:
    """Each report with its figures, read with weights learned from the other episodes."""
    out = []
    for part in folds(rows, count):
        table = learn([row for i, row in enumerate(rows) if i not in set(part)])
        with patch("panah.read.text.assemble.weights", lambda table=table: table):
            out += [(rows[i], told(rows[i])) for i in part]
    return out


def scores(name: str, pairs: Sequence[tuple[Row, list[Row]]]) -> None:
    """found, core and full F1 by language, and the share right of each field."""
    by: dict[str, Score] = defaultdict(Score)
    for row, figures in pairs:
        for key in (row["lang"], "all"):
            add(by[key], row["text"], row["figures"], figures)
    print(f"\n{name}: {len(pairs)} reports\n{'':<6}{'figures':>8}{'found':>8}{'core':>8}{'full':>8}")
    for key, s in sorted(by.items()):
        print(f"{key:<6}{s.labelled:>8}{s.f1(s.found):>8.3f}{s.f1(s.core):>8.3f}{s.f1(s.full):>8.3f}")
    if "all" in by:
        every = by["all"]
        print("right among found: " + "  ".join(f"{name} {every.fields[name] / every.found:.2f}" for name in FIELDS))


def reliability(pairs: Sequence[tuple[Row, list[Row]]]) -> None:
    """What share of figures was right, by their confidence."""
    rows: dict[int, list[list[float]]] = defaultdict(list)
    for row, figures in pairs:
        spans = label_spans(row)
        for f in figures:
            label = label_at(row, spans, (f["char_start"], f["char_end"]))
            good = [label is not None and all(right(n, label, f) for n in names) for names in ((), CORE, FULL)]
            rows[min(int(f["confidence"] * STEPS), STEPS - 1)].append([f["confidence"], *good])
    print(f"\n{'confidence':<12}{'figures':>8}{'mean':>8}{'found':>8}{'core':>8}{'full':>8}")
    for step, found in sorted(rows.items()):
        means = "".join(f"{sum(column) / len(found):>8.2f}" for column in zip(*found, strict=True))
        print(f"{step / STEPS:.1f} to {(step + 1) / STEPS:.1f}  {len(found):>8}{means}")


def left_out(name: str, rows: Sequence[Row]) -> None:
    """How many numbers labelled as no figures come back as mentions and as figures, and figures as mentions."""
    numbers = mentioned = taken = lost = 0
    for row in rows:
        found = reading(report_of(row))
        left, figures = ([(one.evidence.start or 0, one.evidence.end or 0) for one in some]
                         for some in (found.mentions, found.figures))
        for at in spans(row["text"], [{"quote": words} for words in row["distractors"]]):
            numbers += 1
            mentioned += _touches(at, left)
            taken += _touches(at, figures) and not _touches(at, left)
        lost += sum(_touches(at, left) and not _touches(at, figures) for at in spans(row["text"], row["figures"]))
    print(f"\nleft out, {name}: of {numbers} numbers labelled as no figures {mentioned} are mentions, {taken} figures; "
          f"{lost} labelled figures are mentions")


def _touches(at: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(at[0] < end and start < at[1] for start, end in others)


if __name__ == "__main__":
    main()
