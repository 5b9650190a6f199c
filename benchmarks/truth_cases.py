"""Stretches of real series whose every day is known, and what reporters would tell of them: the cases of truth.py."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from panah.figure import Figure, Form, Hedge, Period, Source, SourceKind

Array = NDArray[np.float64]

DATA = Path(__file__).parents[2] / "shared" / "data"
COUNTER = (Source("Border Guard Service", SourceKind.OFFICIAL),)
RIVAL = (Source("Migration Monitor", SourceKind.AGENCY),)

FLOWS = {
    **{
        f"hkg-{k}": (f"hkg-{k}-arr-day", f"hkg-{k}-dep-day")
        for k in ("res", "cn", "oth", "all", "airport-all", "lmcspur-all", "lowu-all", "szbay-all")
    },
    **{f"ukr-{k}": (f"ukr-{k}-arr-day", None) for k in ("pol", "hun", "svk", "rou-direct", "rou-viamda")},
    "ukr-all": (None, "ukr-all-dep-day"),
    "ita": ("ita-sea-arr-day", None),
}
"""Series of arrivals and of departures; one of the two may be unknown."""


@dataclass(frozen=True, slots=True)
class Case:
    """A stretch of true days, and what was told of it."""

    name: str
    first: date
    come: Array | None
    go: Array | None
    there: float
    """People present before the first day."""
    figures: tuple[Figure, ...]
    clean: tuple[Figure, ...]
    gross: Figure | None
    """The sum of both ways that is told as entries."""

    @property
    def days(self) -> int:
        return len(self.come if self.come is not None else self.go)

    @property
    def here(self) -> Array | None:
        """People present at the end of each day, where both ways are known."""
        return None if self.come is None or self.go is None else self.there + np.cumsum(self.come - self.go)


def series(pairs: Iterable[tuple[str | None, str | None]]) -> dict[str, dict[date, float]]:
    """Every daily series that pairs of arrivals and departures name."""
    wanted = {name for pair in pairs for name in pair if name}
    out: dict[str, dict[date, float]] = defaultdict(dict)
    for path in sorted(DATA.glob("*.csv")):
        if path.name.startswith(("provenance", "vintages", "sources")):
            continue
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("series_id") in wanted and row.get("form") == "total_day":
                    out[row["series_id"]][date.fromisoformat(row["date"])] = float(row["value"])
    return out


def stretch(rng: np.random.Generator, known: dict[str, dict[date, float]], name: str, days: int) -> Case | None:
    """A run of days that all sides of a flow know; None when nothing or nobody moves in it."""
    pair = [known[s] if s else None for s in FLOWS[name]]
    both = [p for p in pair if p is not None]
    starts = [d for d in both[0] if all(d + timedelta(i) in p for p in both for i in (0, days // 2, days - 1))]
    starts = [d for d in starts if all(d + timedelta(i) in p for p in both for i in range(days))]
    if not starts:
        return None
    first = starts[int(rng.integers(len(starts)))]
    come, go = (None if p is None else np.array([p[first + timedelta(i)] for i in range(days)]) for p in pair)
    if min(f.sum() for f in (come, go) if f is not None) < 20 * days:
        return None
    there = 0.0
    if come is not None and go is not None:
        there = max(0.0, -np.cumsum(come - go).min()) + rng.uniform(2.0, 20.0) * come.mean()
    return Case(name, first, come, go, there, (), (), None)


def rounded(value: float, rng: np.random.Generator, digits: int | None = None) -> tuple[float, Hedge]:
    """A number as it would be printed, and the hedge that fits."""
    digits = digits or int(rng.choice([1, 2, 3, 9], p=[0.1, 0.4, 0.3, 0.2]))
    step = 10.0 ** max(0, len(f"{value:.0f}") - digits)
    if abs(value - round(value / step) * step) > 0.08 * value:
        step /= 10  # nobody says 'more than 3 million' of 3.8 million
    style = rng.choice([Hedge.NONE, Hedge.ABOUT, Hedge.OVER, Hedge.UNDER], p=[0.4, 0.25, 0.25, 0.1])
    if digits == 9 or step == 1.0:
        return float(round(value)), Hedge.NONE
    if style in (Hedge.OVER, Hedge.UNDER):
        edge = np.floor(value / step) if style == Hedge.OVER else np.ceil(value / step)
        if abs(edge * step - value) > 0.1 * value:
            return float(round(value / step * 10) * step / 10), Hedge.NONE
        return float(max(edge, 1.0) * step), Hedge(style)
    return float(max(round(value / step), 1) * step), Hedge(style)


def tell(case: Case, rng: np.random.Generator) -> Case:
    """The case with its statements."""
    days, count = case.days, int(rng.integers(6, 26))
    flows = [(n, f) for n, f in (("arrivals", case.come), ("departures", case.go)) if f is not None]
    honest, told = [], []
    bias = float(rng.uniform(0.85, 1.20))
    late = bool(rng.random() < 0.35)
    kinds = ["since", "day", "range", "rate", "ratio", "stock"]
    weights = np.array([0.45, 0.15, 0.12, 0.12, 0.06, 0.10 if len(flows) == 2 else 0.0])
    first = ["since"] * len(flows) + (["stock"] if len(flows) == 2 else [])
    picked = first + list(rng.choice(kinds, count, p=weights / weights.sum()))
    for i, kind in enumerate(picked[:count]):
        measure, flow = flows[int(rng.integers(len(flows)))]
        end = int(rng.integers(5, days))
        if i < len(flows):  # the latest totals and number present are always known
            measure, flow = flows[i]
        if i < len(first):
            end = days - 1 - int(rng.integers(0, 4))
        rival = rng.random() < 0.35 and i >= len(first)
        source = RIVAL if rival else COUNTER
        pair = []
        state = rng.bit_generator.state
        for factor, lag in ((1.0, 0), (bias, int(late))):
            rng.bit_generator.state = state
            pair.append(
                statement(case, kind, measure, flow, end, source, rng, *((factor, lag) if rival else (1.0, 0)))
            )
        honest.append(pair[0])
        told.append(pair[1])
    gross = None
    if len(flows) == 2 and case.come is not None and case.go is not None:
        end = int(rng.integers(days // 3, days))
        value, hedge = rounded(float((case.come + case.go)[: end + 1].sum()), rng, int(rng.choice([2, 3])))
        gross = figure(case, value, value, "arrivals", hedge, Form.TOTAL, 0, end, RIVAL)
    keep = [f for f in told if f is not None]
    return replace(case, figures=(*keep, *([gross] if gross else [])), clean=tuple(f for f in honest if f), gross=gross)


def statement(
    case: Case,
    kind: str,
    measure: str,
    flow: Array,
    end: int,
    source: tuple[Source, ...],
    rng: np.random.Generator,
    bias: float,
    lag: int,
) -> Figure | None:
    """What is said of the days up to `end`, by a body that is off by a factor and `lag` days late; None if nothing."""
    seen = max(end - lag, 0)
    if kind == "stock":
        assert case.here is not None
        value, hedge = rounded(case.here[seen] * bias, rng)
        return figure(case, value, value, "present", hedge, Form.TOTAL, None, end, source)
    if kind == "since":
        value, hedge = rounded(flow[: seen + 1].sum() * bias, rng)
        return figure(case, value, value, measure, hedge, Form.TOTAL, 0, end, source)
    if kind == "day":
        value, hedge = rounded(flow[seen] * bias, rng)
        return figure(case, value, value, measure, hedge, Form.TOTAL, end, end, source) if value else None
    recent = flow[max(0, seen - 2) : seen + 1]
    if kind == "rate":
        value, hedge = rounded(recent.mean() * bias, rng, int(rng.choice([1, 2])))
        return figure(case, value, value, measure, hedge, Form.PER_DAY, end - 2, end, source)
    if kind == "range":
        middle = recent.mean() * bias
        step = 10.0 ** max(0, len(f"{middle:.0f}") - 1)
        step /= next(d for d in (1, 2, 5, 10) if step / d <= 0.3 * middle or d == 10)
        low = float(np.floor(middle / step) * step)
        return figure(case, low, low + step, measure, Hedge.NONE, Form.PER_DAY, end - 2, end, source)
    before = flow[max(0, seen - 9) : max(0, seen - 2)]
    if len(before) < 5 or before.mean() < 1 or recent.mean() < 1:
        return None
    ratio = recent.mean() / before.mean()
    nice = min((1 / 3, 0.5, 2 / 3, 1.5, 2.0, 3.0, 4.0), key=lambda r: abs(np.log(r / ratio)))
    if abs(np.log(nice / ratio)) > 0.15:
        return None
    return figure(case, nice, nice, measure, Hedge.ABOUT, Form.RATIO, end - 2, end, source)


def figure(
    case: Case,
    low: float,
    high: float,
    measure: str,
    hedge: Hedge,
    form: Form,
    start: int | None,
    end: int,
    source: tuple[Source, ...],
) -> Figure:
    """A figure on the days from `start` to `end` of a case, counted from its first."""
    first, last = (None if i is None else case.first + timedelta(max(i, 0)) for i in (start, end))
    place = {"origin": "AAA"} if measure == "departures" else {"destination": "AAA"}
    return Figure(
        low, high, measure, hedge=hedge, form=form, period=Period(first, last), sources=source, said=last, **place
    )


def cases(count: int, seed: int) -> list[Case]:
    """As many cases, each flow as often as any other."""
    known, out, number = series(FLOWS.values()), [], 0
    while len(out) < count:
        rng = np.random.default_rng([seed, number])
        name = sorted(FLOWS)[number % len(FLOWS)]
        number += 1
        case = stretch(rng, known, name, int(rng.integers(40, 91)))
        if case is not None:
            out.append(tell(case, rng))
    return out
