"""Reading: accuracy on labelled reports, speed on one core, and what number finders miss in the same run.

    python benchmarks/reading.py [LABELLED.jsonl ...] [--language en]

Without a file it takes the example situation's labels. quantulum3 and text2num are the peers; they find numbers only,
so they are asked for nothing else: the share of labelled figures whose bounds are among the numbers they return.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from scoring import Score, add

from panah.figure import Report, to_json
from panah.read import read

EXAMPLE = Path(__file__).parents[1] / "examples" / "mobilization-2022" / "expected.ndjson"


def main() -> None:
    """Print the tables."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("files", nargs="*", type=Path, default=[EXAMPLE])
    ask.add_argument("--language")
    options = ask.parse_args()
    for path in options.files:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        rows = [row for row in rows if options.language in (None, row["lang"])]
        print(f"\n{path.name}: {len(rows)} reports, {sum(len(r['figures']) for r in rows)} labelled figures")
        accuracy(rows)
        speed(rows)
        peers(rows)


def reports(rows: list[dict[str, Any]]) -> list[Report]:
    """The rows as reports."""
    return [Report(r["text"], published=date.fromisoformat(r["published"]), language=r["lang"]) for r in rows]


def accuracy(rows: list[dict[str, Any]]) -> None:
    """found, core and full F1, by language."""
    scores: dict[str, Score] = defaultdict(Score)
    for row, report in zip(rows, reports(rows), strict=True):
        told = [to_json(figure) for figure in read(report)]
        for key in (row["lang"], "all"):
            add(scores[key], row["text"], row["figures"], told)
    print(f"{'':<6}{'figures':>8}{'found':>8}{'core':>8}{'full':>8}")
    for key, s in sorted(scores.items()):
        print(f"{key:<6}{s.labelled:>8}{s.f1(s.found):>8.3f}{s.f1(s.core):>8.3f}{s.f1(s.full):>8.3f}")


def speed(rows: list[dict[str, Any]]) -> None:
    """Reports a second on one core: the median of seven passes after one to warm up."""
    batch = reports(rows)
    passes = []
    for _ in range(8):
        begin = time.perf_counter()
        for report in batch:
            read(report)
        passes.append(len(batch) / (time.perf_counter() - begin))
    print(f"panah: {statistics.median(passes[1:]):.0f} reports a second, whole figures")


def peers(rows: list[dict[str, Any]]) -> None:
    """How many labelled values the number finders return, how many extra numbers, how fast; English texts only."""
    english = [row for row in rows if row["lang"] == "en"]
    for name, find in (("panah", own), ("quantulum3", quantulum), ("text2num", text2num)):
        try:
            find("ten people")
        except ImportError:
            print(f"{name}: not installed (make bench installs it)")
            continue
        hits = extra = labelled = 0
        begin = time.perf_counter()
        for row in english:
            numbers = find(row["text"])
            wanted = [bound for f in row["figures"] for bound in (f["low"], f["high"])]
            hits += sum(f["low"] in numbers and f["high"] in numbers for f in row["figures"])
            labelled += len(row["figures"])
            extra += sum(n not in wanted for n in numbers)
        rate = len(english) / (time.perf_counter() - begin)
        print(
            f"{name:<12} values found {hits / labelled:.0%}, {extra / len(english):.1f} wrong numbers a text, "
            f"{rate:.0f} texts a second"
        )


def own(text: str) -> set[float]:
    """The bounds that panah returns."""
    return {b for f in read(Report(text, language="en", published=date(2022, 9, 27))) for b in (f.low, f.high)}


def quantulum(text: str) -> set[float]:
    """The numbers that quantulum3 returns, range ends included."""
    from quantulum3 import parser

    out = set()
    for quantity in parser.parse(text):
        spread = quantity.uncertainty or 0
        out |= {quantity.value - spread, quantity.value + spread}
    return out


def text2num(text: str) -> set[float]:
    """The numbers in digits after text2num has turned number words into digits."""
    import re

    from text_to_num import alpha2digit

    plain = alpha2digit(text, "en")
    return {float(m.replace(",", "")) for m in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", plain)}


if __name__ == "__main__":
    main()
