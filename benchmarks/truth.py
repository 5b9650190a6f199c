"""panah.reconcile beside simpler methods on real series whose every day is known.

    python benchmarks/truth.py [--cases 60] [--seed 1] [--jobs 2] [--each]

A case is a stretch of 40 to 90 days of a series in ../shared/data, told by 6 to 25 statements as reporters would give
them: running totals, single days, ranges, rates, ratios, people present, rounded and hedged. One body counts well; a
rival counts 15 % too little to 20 % too much, or a day late; where people both come and go, one sum of both is reported
as entries. Each method gives the arrivals and departures of each day and the people present on the last one; scored are
the weighted interval score (WIS, lower is better) of the days in people and on log(1 + people), totals, stock, and how
often the ranges hold. `clean` is panah on the same statements without the gross error and with an honest rival.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from panah.figure import Figure, Form, Hedge, Period, Source, SourceKind
from panah.reconcile import reconcile
from panah.reconcile.rows import box

Array = NDArray[np.float64]

DATA = Path(__file__).parents[2] / "shared" / "data"
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles that are scored: the median, the middle half, nine tenths."""
COUNTER = (Source("Border Guard Service", SourceKind.OFFICIAL),)
RIVAL = (Source("Migration Monitor", SourceKind.AGENCY),)

FLOWS = {
    **{f"hkg-{k}": (f"hkg-{k}-arr-day", f"hkg-{k}-dep-day")
       for k in ("res", "cn", "oth", "all", "airport-all", "lmcspur-all", "lowu-all", "szbay-all")},
    **{f"ukr-{k}": (f"ukr-{k}-arr-day", None) for k in ("pol", "hun", "svk", "rou-direct", "rou-viamda")},
    "ukr-all": (None, "ukr-all-dep-day"),
    "ita": ("ita-sea-arr-day", None),
}  # fmt: skip
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
        return len(self.come if self.come is not None else self.go)  # type: ignore[arg-type]

    @property
    def here(self) -> Array | None:
        """People present at the end of each day, where both ways are known."""
        return None if self.come is None or self.go is None else self.there + np.cumsum(self.come - self.go)


@dataclass(frozen=True, slots=True)
class Answer:
    """Quantiles at LEVELS of each day's arrivals and departures (quantile, day), of their totals and the last stock."""

    arrivals: Array | None
    departures: Array | None
    total_in: Array | None
    total_out: Array | None
    stock: Array | None


def series() -> dict[str, dict[date, float]]:
    """Every daily series that FLOWS names."""
    wanted = {name for pair in FLOWS.values() for name in pair if name}
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
            pair.append(_statement(case, kind, measure, flow, end, source, rng, *((factor, lag) if rival else (1.0, 0))))  # noqa: E501
        honest.append(pair[0])
        told.append(pair[1])
    gross = None
    if len(flows) == 2 and case.come is not None and case.go is not None:
        end = int(rng.integers(days // 3, days))
        value, hedge = rounded(float((case.come + case.go)[: end + 1].sum()), rng, int(rng.choice([2, 3])))
        gross = _figure(case, value, value, "arrivals", hedge, Form.TOTAL, 0, end, RIVAL)
    keep = [f for f in told if f is not None]
    return replace(case, figures=(*keep, *([gross] if gross else [])), clean=tuple(f for f in honest if f), gross=gross)


def _statement(case: Case, kind: str, measure: str, flow: Array, end: int, source: tuple[Source, ...],
               rng: np.random.Generator, bias: float, lag: int) -> Figure | None:  # fmt: skip
    seen = max(end - lag, 0)
    if kind == "stock":
        assert case.here is not None
        value, hedge = rounded(case.here[seen] * bias, rng)
        return _figure(case, value, value, "present", hedge, Form.TOTAL, None, end, source)
    if kind == "since":
        value, hedge = rounded(flow[: seen + 1].sum() * bias, rng)
        return _figure(case, value, value, measure, hedge, Form.TOTAL, 0, end, source)
    if kind == "day":
        value, hedge = rounded(flow[seen] * bias, rng)
        return _figure(case, value, value, measure, hedge, Form.TOTAL, end, end, source) if value else None
    recent = flow[max(0, seen - 2) : seen + 1]
    if kind == "rate":
        value, hedge = rounded(recent.mean() * bias, rng, int(rng.choice([1, 2])))
        return _figure(case, value, value, measure, hedge, Form.PER_DAY, end - 2, end, source)
    if kind == "range":
        middle = recent.mean() * bias
        step = 10.0 ** max(0, len(f"{middle:.0f}") - 1)
        step /= next(d for d in (1, 2, 5, 10) if step / d <= 0.3 * middle or d == 10)
        low = float(np.floor(middle / step) * step)
        return _figure(case, low, low + step, measure, Hedge.NONE, Form.PER_DAY, end - 2, end, source)
    before = flow[max(0, seen - 9) : max(0, seen - 2)]
    if len(before) < 5 or before.mean() < 1 or recent.mean() < 1:
        return None
    ratio = recent.mean() / before.mean()
    nice = min((1 / 3, 0.5, 2 / 3, 1.5, 2.0, 3.0, 4.0), key=lambda r: abs(np.log(r / ratio)))
    if abs(np.log(nice / ratio)) > 0.15:
        return None
    return _figure(case, nice, nice, measure, Hedge.ABOUT, Form.RATIO, end - 2, end, source)


def _figure(case: Case, low: float, high: float, measure: str, hedge: Hedge, form: Form, start: int | None, end: int,
            source: tuple[Source, ...]) -> Figure:  # fmt: skip
    first, last = (None if i is None else case.first + timedelta(max(i, 0)) for i in (start, end))
    place = {"origin": "AAA"} if measure == "departures" else {"destination": "AAA"}
    return Figure(low, high, measure, hedge=hedge, form=form, period=Period(first, last), sources=source,  # type: ignore[arg-type]
                  said=last, **place)  # fmt: skip


def panah(case: Case, figures: Sequence[Figure]) -> tuple[Answer, float]:
    """The estimate's quantiles, and the probability that the sum of both ways is wrong."""
    last = case.first + timedelta(case.days - 1)
    found = reconcile(figures, last)
    wrong = [s.wrong for s in found.statements if case.gross is not None and case.gross.id in {t.id for t in s.tellings}]  # noqa: E501
    out: list[Array | None] = []
    for measure, true in (("arrivals", case.come), ("departures", case.go)):
        if true is None:
            out += [None, None]
            continue
        each = found.flow(measure, place="AAA")
        at = [i for i, day in enumerate(each.days) if case.first <= day <= last]
        if len(at) < case.days:  # days before the first stated one are not followed
            at = [max(0, (case.first + timedelta(i) - each.days[0]).days) for i in range(case.days)]
        draws = each.draws[:, at]
        out += [np.quantile(draws, LEVELS, axis=0), np.quantile(draws.sum(axis=1), LEVELS)]
    stock = np.quantile(found.present(place="AAA").draws[:, -1], LEVELS) if case.here is not None else None
    return Answer(out[0], out[2], out[1], out[3], stock), max(wrong, default=0.0)


@dataclass(frozen=True, slots=True)
class Linear:
    """The statements that are linear in days of arrivals, of departures, then in people before: rows, value, sd."""

    rows: Array
    value: Array
    sd: Array


def linear(case: Case, figures: Sequence[Figure]) -> Linear:
    """Every statement but the ratios, as every baseline sees them."""
    days = case.days
    rows, value, sd = [], [], []
    for f in figures:
        if f.form is Form.RATIO or f.period.end is None:
            continue
        row = np.zeros(2 * days + 1)
        end = (f.period.end - case.first).days
        start = (f.period.start - case.first).days if f.period.start else 0
        if f.measure == "present":
            row[: end + 1], row[days : days + end + 1], row[-1] = 1.0, -1.0, 1.0
        else:
            weight = 1.0 / (end - start + 1) if f.form is Form.PER_DAY else 1.0
            offset = 0 if f.measure == "arrivals" else days
            row[offset + start : offset + end + 1] = weight
        low, high = box(f.low, f.high, f.hedge)
        rows.append(row)
        value.append((low + high) / 2)
        sd.append(max((high - low) / np.sqrt(12), 0.01 * high, 1.0))
    return Linear(np.array(rows), np.array(value), np.array(sd))


def _answer(case: Case, mean: Array, cov: Array | None) -> Answer:
    """Normal quantiles of all that is scored, or the mean at every level when there is no spread."""
    days = case.days
    z = np.array([-1.645, -0.674, 0.0, 0.674, 1.645])
    weights = np.vstack([np.eye(2 * days + 1), *[_ones(2 * days + 1, a, b) for a, b in ((0, days), (days, 2 * days))]])
    last = np.concatenate([np.ones(days), -np.ones(days), [1.0]])
    weights = np.vstack([weights, last])
    middle = weights @ mean
    spread = np.zeros(len(middle)) if cov is None else np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", weights, cov, weights), 0))  # noqa: E501
    q = np.maximum(middle[None] + z[:, None] * spread[None], 0.0)
    size = 2 * days + 1
    come, go = case.come is not None, case.go is not None
    return Answer(
        q[:, :days] if come else None, q[:, days : 2 * days] if go else None,
        q[:, size] if come else None, q[:, size + 1] if go else None, q[:, size + 2] if come and go else None,
    )  # fmt: skip


def _ones(size: int, start: int, end: int) -> Array:
    out = np.zeros(size)
    out[start:end] = 1.0
    return out


def interpolation(case: Case, figures: Sequence[Figure]) -> Answer:
    """Running totals joined by straight lines, the greater holding where two contradict; stock by the last one said."""
    days, mean = case.days, np.zeros(2 * case.days + 1)
    for offset, measure in ((0, "arrivals"), (days, "departures")):
        points = {-1: 0.0}
        for f in sorted((f for f in figures if f.measure == measure and f.form is Form.TOTAL), key=lambda f: f.period.end):  # type: ignore[arg-type,return-value]  # noqa: E501
            end, start = (f.period.end - case.first).days, (f.period.start - case.first).days  # type: ignore[operator]
            if start == 0 and end > 0:
                points[end] = (f.low + f.high) / 2
        at = sorted(points)
        total = np.maximum.accumulate([points[i] for i in at])
        grid = np.arange(-1, days)
        curve = np.interp(grid, at, total)
        if at[-1] < days - 1 and at[-1] >= 0:
            slope = total[-1] / (at[-1] + 1) if len(at) == 2 else (total[-1] - total[-2]) / (at[-1] - at[-2])
            curve[grid > at[-1]] = total[-1] + slope * (grid[grid > at[-1]] - at[-1])
        mean[offset : offset + days] = np.diff(curve)
    stocks = sorted((f for f in figures if f.measure == "present"), key=lambda f: f.period.end)  # type: ignore[arg-type,return-value]
    if stocks:
        end = (stocks[-1].period.end - case.first).days  # type: ignore[operator]
        mean[-1] = (stocks[-1].low + stocks[-1].high) / 2 - (mean[: end + 1] - mean[days : days + end + 1]).sum()
    return _answer(case, mean, None)


def piecewise(case: Case, figures: Sequence[Figure]) -> Answer:
    """Constant rates between the days that statements name, by weighted least squares without negative rates."""
    days, told = case.days, linear(case, figures)
    blocks = []
    for offset in (0, days):
        part = told.rows[:, offset : offset + days]
        cuts = {0, days} | {int(i) + 1 for i in np.flatnonzero((np.diff(part, axis=1) != 0).any(axis=0))}
        edges = sorted(cuts)
        blocks += [_ones(2 * days + 1, offset + a, offset + b) for a, b in pairwise(edges)]
    basis = np.array([*blocks, _ones(2 * days + 1, 2 * days, 2 * days + 1)]).T
    size = np.abs(told.value).max() / days
    design = np.vstack([told.rows @ basis / told.sd[:, None], 1e-3 * np.diff(np.eye(basis.shape[1]), axis=0) / size])
    rates, _ = nnls(design, np.concatenate([told.value / told.sd, np.zeros(basis.shape[1] - 1)]), maxiter=10_000)
    return _answer(case, basis @ rates, None)


def kalman(case: Case, figures: Sequence[Figure], *, robust: bool = False) -> Answer:
    """Arrivals and departures as random walks seen through sums (the smoother of a cumulator, in one batch).

    The size of daily changes is the likeliest of nine; robust: Student-t errors (4 degrees of freedom) by reweighting.
    """
    days, told = case.days, linear(case, figures)
    flow = max(np.median([v / max(r.sum(), 1e-9) for r, v in zip(np.abs(told.rows[:, :-1]), told.value, strict=True)]), 1.0)  # noqa: E501
    best: tuple[float, Array, Array] | None = None
    for step in 0.01 * 1.8 ** np.arange(9) * flow:
        walk = np.minimum.outer(np.arange(1, days + 1), np.arange(1, days + 1)) * step**2 + (2 * flow) ** 2
        prior = np.zeros((2 * days + 1, 2 * days + 1))
        prior[:days, :days] = prior[days:-1, days:-1] = walk
        prior[-1, -1] = (50 * flow) ** 2
        centre = np.concatenate([np.full(2 * days, flow), [20 * flow]])
        variance = told.sd**2
        for _ in range(12 if robust else 1):
            cross = prior @ told.rows.T
            inner = told.rows @ cross + np.diag(variance)
            miss = told.value - told.rows @ centre
            gain = np.linalg.solve(inner, cross.T).T
            mean = centre + gain @ miss
            if robust:
                left = (told.value - told.rows @ mean) / told.sd
                variance = told.sd**2 * (4 + left**2) / 5
        fit = -0.5 * miss @ np.linalg.solve(inner, miss) - 0.5 * np.linalg.slogdet(inner)[1]
        if robust:
            fit -= 2.5 * np.log1p(left**2 / 4).sum()
        if best is None or fit > best[0]:
            best = fit, mean, prior - gain @ cross.T
    assert best is not None
    return _answer(case, best[1], best[2])


def robust(case: Case, figures: Sequence[Figure]) -> Answer:
    """The Kalman cumulator with Student-t errors."""
    return kalman(case, figures, robust=True)


BASELINES: dict[str, Callable[[Case, Sequence[Figure]], Answer]] = {
    "interpolation": interpolation, "piecewise": piecewise, "kalman": kalman, "robust": robust,
}  # fmt: skip


def wis(q: Array, true: Array) -> Array:
    """Weighted interval score of the median and the 50 % and 90 % ranges (Bracher and others 2021)."""
    out = 0.5 * np.abs(true - q[2])
    for low, high, alpha in ((q[1], q[3], 0.5), (q[0], q[4], 0.1)):
        miss = np.maximum(low - true, 0) + np.maximum(true - high, 0)
        out = out + alpha / 2 * ((high - low) + 2 / alpha * miss)
    return np.asarray(out / 2.5)


def judged(case: Case, answer: Answer) -> dict[str, float]:
    """The scores of one answer."""
    out: dict[str, list[float]] = defaultdict(list)
    for q, total, true in ((answer.arrivals, answer.total_in, case.come), (answer.departures, answer.total_out, case.go)):  # noqa: E501
        if q is None or total is None or true is None:
            continue
        scale = true.mean()
        out["days"].append(float(wis(q, true).mean() / scale))
        out["log days"].append(float(wis(np.log1p(q), np.log1p(true)).mean()))
        out["total"].append(float(abs(total[2] / true.sum() - 1)))
        out["in 50"].append(float(((q[1] <= true) & (true <= q[3])).mean()))
        out["in 90"].append(float(((q[0] <= true) & (true <= q[4])).mean()))
        out["total in 90"].append(float(total[0] <= true.sum() <= total[4]))
    if case.here is not None and answer.stock is not None:
        out["stock"].append(float(abs(answer.stock[2] / case.here[-1] - 1)))
        out["stock in 90"].append(float(answer.stock[0] <= case.here[-1] <= answer.stock[4]))
    return {k: float(np.mean(v)) for k, v in out.items()}


def one(case: Case) -> tuple[str, dict[str, dict[str, float]], float | None]:
    """Every method's scores of a case, and how surely the gross error was named."""
    answer, wrong = panah(case, case.figures)
    out = {"panah": judged(case, answer), "clean": judged(case, panah(case, case.clean)[0])}
    out |= {name: judged(case, method(case, case.figures)) for name, method in BASELINES.items()}
    return f"{case.name} {case.first} {case.days}d {len(case.figures)}", out, wrong if case.gross else None


def cases(count: int, seed: int) -> list[Case]:
    """As many cases, each flow as often as any other."""
    known, out, number = series(), [], 0
    while len(out) < count:
        rng = np.random.default_rng([seed, number])
        name = sorted(FLOWS)[number % len(FLOWS)]
        number += 1
        case = stretch(rng, known, name, int(rng.integers(40, 91)))
        if case is not None:
            out.append(tell(case, rng))
    return out


def main() -> None:
    """Print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--cases", type=int, default=60)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--jobs", type=int, default=2)
    ask.add_argument("--each", action="store_true", help="a line a case")
    options = ask.parse_args()
    drawn = cases(options.cases, options.seed)
    with ProcessPoolExecutor(options.jobs) as pool:
        found = list(pool.map(one, drawn))
    scores: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    flags = [wrong for _, _, wrong in found if wrong is not None]
    for name, by, wrong in found:
        if options.each:
            best = min(by[b]["log days"] for b in BASELINES)
            mine = by["panah"]
            print(f"{name:<32} days {mine['days']:.3f} log {mine['log days']:.3f} (best baseline {best:.3f}, clean "
                  f"{by['clean']['log days']:.3f}) total {mine['total']:.3f} stock {mine.get('stock', np.nan):.3f} "
                  f"in90 {mine['in 90']:.2f} gross {wrong}")  # fmt: skip
        for method, row in by.items():
            for key, value in row.items():
                scores[method][key].append(value)
    keys = list(scores["panah"])
    print(f"{len(drawn)} cases; means over cases, totals and stock as medians | means")
    print(f"{'':<15}" + "".join(f"{k:>16}" for k in keys))
    for method, row in scores.items():
        cells = [f"{np.median(row[k]):.3f} | {np.mean(row[k]):.3f}" if k in ("total", "stock") else f"{np.mean(row[k]):.3f}" for k in keys]  # noqa: E501
        print(f"{method:<15}" + "".join(f"{c:>16}" for c in cells))
    for key in ("days", "log days"):
        best = min(np.mean(scores[b][key]) for b in BASELINES)
        cost = np.mean(scores["panah"][key]) / np.mean(scores["clean"][key]) - 1
        print(f"{key}: {np.mean(scores['panah'][key]) / best:.2f} of the best baseline; contradiction costs {cost:.1%}")
    print(f"gross errors named (wrong > 0.5): {np.mean([w > 0.5 for w in flags]):.2f} of {len(flags)}")


if __name__ == "__main__":
    main()
