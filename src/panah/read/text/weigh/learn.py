"""Learn the weights from labelled reports: `make weights` writes weights.toml, and says what held-back reports show.

Each decision is fitted alone: the log of the right candidates' share, summed over all labelled figures, less a penalty
on large weights. Decisions look at those before them, so the reports are read again with the weights of the last round
(the first round is read with the labels' own answers). For the held-back numbers whole episodes are left out.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from panah.figure import Report
from panah.read.text.assemble import drafts
from panah.read.text.events import well_known
from panah.read.text.scene import Draft
from panah.read.text.weigh.model import Candidate, Teacher, Weights

DECISIONS = ("population", "measure", "places", "days", "figure", "sources")
PENALTY = {"population": 2.0, "measure": 2.0, "places": 4.0, "days": 2.0, "figure": 2.0, "sources": 1.5}
"""Weight of half the sum of squared weights."""
ENDS = ("to", "from")
"""The two ends in the labels, in the order of a place decision's values."""
UNSAID = 0.25
"""How much a labelled 'the text does not say' counts: people who label agree on it less than on anything else."""
PLAIN = 3.0
"""How much a report counts that is marked as plain: nobody doubts its labels, nor what it leaves unsaid."""
ROUNDS = 3
SMALLEST = 0.02
"""Weights below it are left out of the file."""

Row = dict[str, Any]


@dataclass
class Lesson:
    """One decision on one labelled figure: the features of each candidate and which of them are right."""

    candidates: list[list[tuple[str, list[str]]]]
    """For each candidate: a table of weights and the features it has there."""
    right: list[bool]
    weight: float = 1.0


@dataclass
class Lessons:
    """All lessons, by decision."""

    by: dict[str, list[Lesson]] = field(default_factory=lambda: defaultdict(list))


def rows_of(paths: Sequence[Path]) -> list[Row]:
    """The labelled reports of the files; one whose words stand in a file elsewhere is left out where that is absent."""
    rows = [json.loads(line) for p in paths for line in p.read_text(encoding="utf-8").splitlines() if line.strip()]
    for row in rows:
        if "text" not in row and (elsewhere := Path(row["text_from"])).is_file():
            row["text"] = elsewhere.read_text(encoding="utf-8")
    return [row for row in rows if "text" in row]


def label_spans(row: Row) -> list[tuple[int, int]]:
    """Where each labelled quote stands; equal quotes take their occurrences in turn."""
    taken: set[int] = set()
    out = []
    for label in row["figures"]:
        at = row["text"].find(label["quote"])
        while at in taken and (later := row["text"].find(label["quote"], at + 1)) >= 0:
            at = later
        taken.add(at)
        out.append((at, at + len(label["quote"])))
    return out


def label_at(row: Row, spans: Sequence[tuple[int, int]], at: tuple[int, int]) -> Row | None:
    """The label whose quote overlaps the span most, or None."""
    best, most = None, 0
    for label, (start, end) in zip(row["figures"], spans, strict=True):
        overlap = min(end, at[1]) - max(start, at[0])
        if overlap > most:
            best, most = label, overlap
    return best


def is_right(decision: str, value: Any, label: Row | None) -> bool:
    """Whether a candidate's value is the label's."""
    if decision == "figure":
        return bool(value) == (label is not None)
    if label is None:
        return False
    if decision == "sources":
        return _sources_right(label["sources"], [source.name for source in value])
    if decision == "days":
        return all(_day_right(label[name], mine) for name, mine in zip(("start", "end"), value, strict=True))
    if decision == "places":
        return all(_same(label[name], mine) for name, mine in zip(ENDS, value, strict=True))
    return _same(label[decision], value)


def _same(wanted: str | None, mine: Any) -> bool:
    return mine is None if wanted is None else mine is not None and str(mine).casefold() == wanted.casefold()


def _day_right(wanted: str | None, mine: date | None) -> bool:
    if wanted is None:
        return mine is None
    return mine is not None and abs((date.fromisoformat(wanted) - mine).days) <= 1


def _sources_right(wanted: Sequence[str], mine: Sequence[str]) -> bool:
    """Whether a chain has the words of the label's, nearly half of them, and few others."""
    theirs, ours = (set(re.findall(r"\w{3,}", " ".join(names).casefold())) for names in (wanted, mine))
    both = len(theirs & ours)
    return both >= 0.4 * max(len(theirs), 0.6 * len(ours)) if ours and theirs else not ours and not theirs


def rights(decision: str, candidates: Sequence[Candidate], label: Row | None) -> list[bool]:
    """Which candidates are right; a day that the label leaves open may be any, if none leaves it open too."""
    exact = [is_right(decision, c.value, label) for c in candidates]
    if decision not in ("days", "places") or label is None or any(exact):
        return exact
    if decision == "places":
        return _said(label, candidates)
    open_ = {k: label[k] for k in ("start", "end") if label[k] is not None}
    wanted = [(open_.get("start"), 0), (open_.get("end"), 1)]
    return [all(day is None or _day_right(day, c.value[i]) for day, i in wanted) for c in candidates]


def _said(label: Row, candidates: Sequence[Candidate]) -> list[bool]:
    """Which candidates agree with the ends that the label says and any candidate has."""
    pairs = [c.value for c in candidates]
    good = [True] * len(pairs)
    for i, name in enumerate(ENDS):
        if label[name] is not None:
            same = [_same(label[name], pair[i]) for pair in pairs]
            good = [a and b for a, b in zip(good, same, strict=True)] if any(same) else good
    return good


def teacher_of(row: Row) -> Teacher:
    """Answers each decision with the label's own value, where it is among the candidates."""
    spans = label_spans(row)

    def teach(at: tuple[int, int], decision: str, candidates: Sequence[Candidate]) -> Candidate | None:
        label = label_at(row, spans, at)
        good = rights(decision, candidates, label)
        return next((c for c, g in zip(candidates, good, strict=True) if g), None)

    return teach


def read_drafts(row: Row, table: Weights, *, taught: bool = False) -> list[Draft]:
    """The drafts of a labelled report."""
    report = Report(row["text"], published=date.fromisoformat(row["published"]), publisher=row.get("publisher"))
    return drafts(report, row["lang"], well_known(), table, teacher_of(row) if taught else None)[1]


def lessons(rows: Sequence[Row], table: Weights, *, taught: bool) -> Lessons:
    """What the reports teach, read with these weights."""
    out = Lessons()
    for row in rows:
        spans = label_spans(row)
        for draft in read_drafts(row, table, taught=taught):
            label = label_at(row, spans, (draft.number.from_, draft.number.end))
            for decision, choice in draft.choices.items():
                described = [[(decision, c.features), *((p.table, p.features) for p in c.parts)]
                             for c in choice.candidates]
                plain = row.get("plain", False)
                for good, weight in _taught(decision, choice.candidates, label, plain=plain):
                    if len(good) > 1 and any(good) and not all(good):
                        out.by[decision].append(Lesson(described, good, weight))
    return out


def _taught(decision: str, candidates: Sequence[Candidate], label: Row | None, *,
            plain: bool) -> Iterator[tuple[list[bool], float]]:
    """What a label teaches about a decision, and how much that counts; plain labels are sure of what is not said."""
    good = rights(decision, candidates, label)
    fields = ENDS if decision == "places" else (decision,)
    if plain:
        yield good, PLAIN
    elif label is not None and any(f in label and label[f] is None for f in fields):
        yield good, UNSAID
        if decision == "places":
            yield _said(label, candidates), 1.0
    else:
        yield good, 1.0


def fit(found: Sequence[Lesson], penalty: float) -> dict[str, dict[str, float]]:
    """The weights that make the right candidates likely, by table."""
    index: dict[str, dict[str, int]] = defaultdict(dict)
    names: list[tuple[str, str]] = []
    columns: list[int] = []
    begin = [0]
    group: list[int] = []
    right: list[bool] = []
    for number, lesson in enumerate(found):
        for tables, good in zip(lesson.candidates, lesson.right, strict=True):
            for table, features in tables:
                known = index[table]
                for feature in features:
                    if feature not in known:
                        known[feature] = len(names)
                        names.append((table, feature))
                columns += [known[feature] for feature in features]
            begin.append(len(columns))
            group.append(number)
            right.append(good)
    x = csr_matrix((np.ones(len(columns)), columns, begin), shape=(len(group), len(names)))
    groups, good_ = np.array(group), np.array(right)
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    by = np.array([lesson.weight for lesson in found])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        s = x @ w
        top = np.maximum.reduceat(s, starts)[groups]
        e = np.exp(s - top)
        every = np.add.reduceat(e, starts)
        kept = np.add.reduceat(np.where(good_, e, 0.0), starts)
        value = -(by * np.log(np.maximum(kept, 1e-300) / every)).sum() + 0.5 * penalty * w @ w
        p = e / every[groups]
        q = np.where(good_, e, 0.0) / np.maximum(kept, 1e-300)[groups]
        return float(value), x.T @ ((p - q) * by[groups]) + penalty * w

    solved = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    out: dict[str, dict[str, float]] = {table: {} for table in index}
    for (table, feature), weight in zip(names, solved.x, strict=True):
        if abs(weight) >= SMALLEST:
            out[table][feature] = round(float(weight), 3)
    return out


def learn(rows: Sequence[Row], rounds: int = ROUNDS) -> Weights:
    """Weights learned from labelled reports."""
    table: dict[str, Mapping[str, float]] = {}
    for turn in range(rounds):
        found = lessons(rows, table, taught=turn == 0)
        table = {}
        for decision in DECISIONS:
            if found.by[decision]:
                table |= fit(found.by[decision], PENALTY[decision])
    return table


def folds(rows: Sequence[Row], count: int) -> list[list[int]]:
    """Row numbers in `count` parts, no episode in two of them, the largest episodes placed first."""
    episodes: dict[str, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        episodes[row["episode"]].append(i)
    out: list[list[int]] = [[] for _ in range(count)]
    for episode in sorted(episodes, key=lambda e: (-len(episodes[e]), e)):
        min(out, key=len).extend(episodes[episode])
    return out


def written(table: Weights) -> str:
    """The weights as the text of weights.toml."""
    head = (
        "# Learned by `make weights` from labelled reports; see learn.py. A table a decision, 'to' and 'from' for the\n"
        "# ends of places; a line a feature, whose positive weight speaks for the candidate that has it.\n"
    )
    parts = []
    for name, found in table.items():
        lines = [f"{json.dumps(f, ensure_ascii=False)} = {w}" for f, w in sorted(found.items())]
        parts.append("\n".join([f"[{name}]", *lines]))
    return head + "\n" + "\n\n".join(parts) + "\n"


def main() -> None:
    """Learn, and write the weights."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("files", nargs="+", type=Path)
    ask.add_argument("--out", type=Path, default=Path(__file__).with_name("weights.toml"))
    options = ask.parse_args()
    options.out.write_text(written(learn(rows_of(options.files))), encoding="utf-8")


if __name__ == "__main__":
    main()
