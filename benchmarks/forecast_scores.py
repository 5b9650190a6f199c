"""Scores of forecasts: nine quantiles of each day and of the totals, judged by what came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from forecast_cases import HORIZON, Case
from forecast_peers import PEERS, paths
from numpy.typing import NDArray

from panah.forecast.scoring import LEVELS, wis

Array = NDArray[np.float64]

AHEAD = (7, 14, 28)
"""Days over which totals are judged, and up to which days are."""
ENSEMBLE = "ensemble"


@dataclass(frozen=True, slots=True)
class Told:
    """A forecast of one case as quantiles: `days` (level, step), `totals` (level, horizon)."""

    days: Array
    totals: Array


def told(paths: Array, step: int) -> Told:
    """The quantiles of paths (path, step ahead)."""
    ends = [h // step for h in AHEAD]
    totals = np.stack([paths[:, :end].sum(axis=1) for end in ends], axis=1)
    return Told(np.quantile(paths, LEVELS, axis=0), np.quantile(totals, LEVELS, axis=0))


def _peers(case: Case) -> dict[str, Told]:
    ahead = HORIZON // case.step
    out = {}
    for name in PEERS:
        for log in (False, True):
            out[f"{name} on logs" if log else name] = told(paths(name, case.past, ahead, case.step, log, 0), case.step)
    return out


def peers(cases: Sequence[Case], kept: Path, jobs: int = 1) -> list[dict[str, Told]]:
    """What the ten general forecasters and their ensemble say of each case; found anew only where `kept` lacks it."""
    known = _load(kept)
    missing = [case for case in cases if case.name not in known]
    for start in range(0, len(missing), 40):
        part = missing[start : start + 40]
        with Pool(jobs) as pool:
            known |= dict(zip([c.name for c in part], pool.map(_peers, part, chunksize=2), strict=True))
        _save(kept, known)
        print(f"  general forecasters: {start + len(part)} of {len(missing)} cases", flush=True)
    return [known[case.name] | {ENSEMBLE: _ensemble(known[case.name])} for case in cases]


def _ensemble(each: Mapping[str, Told]) -> Told:
    """Of each quantile the median over all members."""
    return Told(
        np.median([one.days for one in each.values()], axis=0), np.median([one.totals for one in each.values()], axis=0)
    )


def _save(kept: Path, known: Mapping[str, Mapping[str, Told]]) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    flat = {f"{case}|{name}|{part}": getattr(one, part) for case, each in known.items() for name, one in each.items()
            for part in ("days", "totals")}  # fmt: skip
    np.savez(kept, **flat)


def _load(kept: Path) -> dict[str, dict[str, Told]]:
    out: dict[str, dict[str, Told]] = defaultdict(dict)
    if kept.exists():
        with np.load(kept) as held:
            for key in held.files:
                case, name, part = key.split("|")
                if part == "days":
                    out[case][name] = Told(held[key], held[f"{case}|{name}|totals"])
    return dict(out)


@dataclass(frozen=True, slots=True)
class Score:
    """One case's scores for one horizon: of days and of the total, plain and of log(1 + people); and whether the 50 %
    and 90 % ranges hold, as shares of days and of the total."""

    days: float
    days_log: float
    total: float
    total_log: float
    held: tuple[float, float, float, float]


def score(case: Case, one: Told) -> list[Score]:
    """The scores at each of AHEAD. Days that nobody counted are passed over."""
    out = []
    for k, ahead in enumerate(AHEAD):
        end = ahead // case.step
        truth, days = case.future[:end], one.days[:, :end]
        known = np.isfinite(truth)
        total = np.array([np.nansum(truth) / known.mean()])  # days that nobody counted are as the others
        sums = one.totals[:, k : k + 1]
        true = truth[known]
        inside = [np.mean((days[a, known] <= true) & (true <= days[b, known])) for a, b in ((3, 5), (1, 7))]
        whole = [float(sums[a, 0] <= total[0] <= sums[b, 0]) for a, b in ((3, 5), (1, 7))]
        out.append(
            Score(
                float(wis(days[:, known], truth[known]).mean()),
                float(wis(np.log1p(days[:, known]), np.log1p(truth[known])).mean()),
                float(wis(sums, total)[0]),
                float(wis(np.log1p(sums), np.log1p(total))[0]),
                (float(inside[0]), float(inside[1]), whole[0], whole[1]),
            )
        )
    return out


Key = tuple[str, str, int]
"""Family, kind ('day 3' ... or 'rolling'), horizon."""


def sizes(cases: Sequence[Case]) -> dict[str, float]:
    """People a step that each series counts on average."""
    usual: dict[str, list[float]] = defaultdict(list)
    for case in cases:
        usual[case.series].append(float(np.nanmean(case.future)))
    return {name: max(float(np.mean(means)), 1.0) for name, means in usual.items()}


def ratios(cases: Sequence[Case], mine: Sequence[list[Score]], other: Sequence[list[Score]]) -> dict[Key, Array]:
    """Each group's four ratios of mean scores (days, days in logs, total, total in logs).

    Plain scores are put over what the series counts on average, so that no series weighs more for its size.
    """
    size = sizes(cases)
    sums: dict[Key, Array] = defaultdict(lambda: np.zeros((2, 4)))
    for case, a, b in zip(cases, mine, other, strict=True):
        for k, ahead in enumerate(AHEAD):
            over = size[case.series]
            for i, each in enumerate((a[k], b[k])):
                row = each.days / over, each.days_log, each.total / over, each.total_log
                sums[case.family, case.kind, ahead][i] += row
    return {key: pair[0] / pair[1] for key, pair in sums.items()}


def headline(found: Mapping[Key, Array]) -> float:
    """Geometric mean of all ratios."""
    return float(np.exp(np.mean(np.log(list(found.values())))))
