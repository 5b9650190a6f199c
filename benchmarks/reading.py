"""Reading: accuracy on labelled reports, speed on one core, and what number finders miss in the same run.

    python benchmarks/reading.py [LABELLED.jsonl ...] [--language en]
    python benchmarks/reading.py [LABELLED.jsonl ...] --stream 1000000 [--jobs 2]

Without a file it takes the example situation's labels. quantulum3 and text2num are the peers; they find numbers only,
so they are asked for nothing else: the share of labelled figures whose bounds are among the numbers they return.

--stream sends that many reports, those of the files over and over with a new name in each, through
`panah read --ndjson - --jobs N` and says how much memory its processes hold at 10,000, 100,000, 1,000,000 ...
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import Any, BinaryIO

from scoring import Score, add

from panah.figure import Report, to_json
from panah.read import read

EXAMPLE = Path(__file__).parents[1] / "examples" / "mobilization-2022" / "expected.ndjson"
PASSES = 7


def main() -> None:
    """Print the tables."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("files", nargs="*", type=Path, default=[EXAMPLE])
    ask.add_argument("--language")
    ask.add_argument("--stream", type=int, metavar="N")
    ask.add_argument("--jobs", type=int, default=1, metavar="N")
    options = ask.parse_args()
    rows = [json.loads(line) for path in options.files
            for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if options.language in (None, row["lang"])]
    names = ", ".join(path.name for path in options.files)
    print(f"{names}: {len(rows)} reports, {sum(len(r['figures']) for r in rows)} labelled figures")
    if options.stream:
        for done, seconds, held in stream(rows, options.stream, options.jobs):
            print(f"{done:>10,} reports {done / seconds:>7,.0f} a second {held / 1e6:>7,.1f} MB", flush=True)
        return
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


def rate(act: Callable[[], object], texts: int) -> float:
    """Texts a second: the median of PASSES passes after one to warm up."""
    passes = []
    for _ in range(PASSES + 1):
        begin = time.perf_counter()
        act()
        passes.append(texts / (time.perf_counter() - begin))
    return statistics.median(passes[1:])


def speed(rows: list[dict[str, Any]]) -> None:
    """Reports a second on one core, by language."""
    print("panah, whole figures, reports a second on one core:")
    for code in [*sorted({row["lang"] for row in rows}), "all"]:
        batch = reports([row for row in rows if code in (row["lang"], "all")])
        print(f"{code:<6}{rate(lambda batch=batch: [read(report) for report in batch], len(batch)):>8.0f}")


def peers(rows: list[dict[str, Any]]) -> None:
    """How many labelled values the number finders return, how many extra numbers, how fast; English texts only."""
    english = [row for row in rows if row["lang"] == "en"]
    if not english:
        return
    print(f"beside number finders, {len(english)} English texts:")
    ours = 0.0
    for name, find in (("panah", own), ("quantulum3", quantulum), ("text2num", text2num)):
        try:
            find("ten people")
        except ImportError:
            print(f"{name}: not installed (make bench installs it)")
            continue
        hits = extra = labelled = 0
        for row in english:
            numbers = find(row["text"])
            wanted = [bound for f in row["figures"] for bound in (f["low"], f["high"])]
            hits += sum(f["low"] in numbers and f["high"] in numbers for f in row["figures"])
            labelled += len(row["figures"])
            extra += sum(n not in wanted for n in numbers)
        fast = rate(lambda find=find: [find(row["text"]) for row in english], len(english))
        ours = ours or fast
        print(
            f"{name:<12} values found {hits / labelled:.0%}, {extra / len(english):.1f} wrong numbers a text, "
            f"{fast:.0f} texts a second ({fast / ours:.2f} of panah's)"
        )


def stream(rows: list[dict[str, Any]], count: int, jobs: int) -> Iterator[tuple[int, float, int]]:
    """(reports, seconds, bytes of memory) at each power of ten from 1,000 on and at the end of a batch of `count`."""
    program = [str(Path(sys.executable).with_name("panah")), "read", "--ndjson", "-", "--jobs", str(jobs)]
    marks = {10**n for n in range(3, 10)} | {count}
    begin = time.perf_counter()
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as batch:
        assert batch.stdin is not None
        assert batch.stdout is not None
        threading.Thread(target=send, args=(batch.stdin, rows, count), daemon=True).start()
        for done, _ in enumerate(batch.stdout, start=1):
            if done in marks:
                yield done, time.perf_counter() - begin, memory(batch.pid)


def send(to: BinaryIO, rows: list[dict[str, Any]], count: int) -> None:
    """Write `count` reports, each with a name that no other has, so that nothing is served from memory alone."""
    with to:
        for number, row in enumerate(islice(cycle(rows), count)):
            name = "".join(chr(ord("a") + int(digit)) for digit in str(number)).title()
            line = {"id": number, "text": f"{row['text']} {name} was there.", "published": row["published"]}
            to.write(json.dumps(line | {"lang": row["lang"]}, ensure_ascii=False).encode() + b"\n")


def memory(process: int) -> int:
    """Bytes that a process and those that it started hold in memory (Linux)."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    resident = Path(f"/proc/{process}/status").read_text().split("VmRSS:")[1].split()[0]
    return int(resident) * 1024 + sum(memory(int(child)) for child in children)


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
