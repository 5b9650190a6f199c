"""The level model: counts of the past to possible futures of one flow.

On the scale of cube roots, where the noise of small and of great flows is alike, a flow has a level that wanders, a
slope that fades, and a pull back to where it usually is: in a long flow its mean of a year, and of the same weeks of
last year; after a surge that mean too; and in an influx before which nothing was counted a share of its own height.
How restless a flow is and how strong its pull are not known: each pair on a grid is filtered over the past (a Kalman
filter with the noise's variance integrated out) and weighed by how well it foretold each next count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from panah.forecast.prior import Prior
from panah.forecast.surges import onsets
from panah.reconcile.estimate import Array

POWER = 1.0 / 3.0
LONGEST = 150
"""Counts of the past that are filtered; older ones enter the usual level alone."""
SURGE = 70
"""Days (weekly counts: five times as many) for which a surge counts as going on."""
YOUNG = 100
"""Counts up to which a flow without an older past is an influx that began with the first of them."""
SETTLED, SETTLING = 28.0, 28.0
"""Steps of an influx after which it begins to count as a flow of its own, and how soon it then does."""
_GRID = np.array([-1.6, -0.8, 0.0, 0.8, 1.6])
_PACES, _PULLS = (grid.ravel() for grid in np.meshgrid(_GRID, _GRID))
_AGELESS = 1e3


@dataclass(frozen=True, slots=True)
class Past:
    """Rows of known counts, all of which end today; `LONGEST` steps, cube roots, NaN where nobody counted."""

    counts: Array
    """(row, step)."""
    age: Array
    """Steps since the surge that is going on began, (row,); _AGELESS where none is."""
    fresh: NDArray[np.bool_]
    """Nothing was counted before the influx, (row,)."""
    usual: Array
    """Mean of the year up to each step, (row, step)."""
    last_year: Array
    """What the year before says of each coming step, NaN where it is not known, (row, step ahead)."""
    weekday: Array
    """Effects by weekday, not yet shrunk, from the first coming day on, (row, 7), and how doubtful each is."""
    doubtful: Array

    @classmethod
    def of(cls, counts: Array, ahead: int, step: int = 1) -> Past:
        """The past of one flow: `counts` (row, step) in people a step, NaN where unknown, each row one possible past.

        Onset and weekdays are told from the middle of the rows.
        """
        roots = np.maximum(counts, 0.0) ** POWER
        rows, length = roots.shape
        middle = np.median(counts, axis=0)
        begins = onsets(middle, step)
        age, fresh = _AGELESS, not begins and length <= YOUNG
        if fresh:
            age = float(length)
        elif begins and (length - begins[-1]) * step <= SURGE * (1 if step == 1 else 5):
            age = float(length - begins[-1])
        usual = _usual(roots, 365 // step)
        kept = min(length, LONGEST)
        weekday, doubtful = _weekdays(middle**POWER) if step == 1 else (np.zeros(7), np.zeros(7))
        return cls(
            np.hstack([np.full((rows, LONGEST - kept), np.nan), roots[:, -kept:]]),
            np.full(rows, age),
            np.full(rows, fresh),
            np.hstack([np.repeat(usual[:, [length - kept]], LONGEST - kept, axis=1), usual[:, -kept:]]),
            np.stack([_last_year(roots, h, step) for h in range(ahead)], axis=1),
            np.tile(weekday, (rows, 1)),
            np.tile(doubtful, (rows, 1)),
        )

    @classmethod
    def stacked(cls, pasts: Sequence[Past]) -> Past:
        """Several pasts as one, row after row."""
        return cls(*(np.concatenate([getattr(past, f.name) for past in pasts]) for f in fields(cls)))

    def effects(self, prior: Prior) -> Array:
        """What each weekday adds, from the first coming day on, (row, 7); one that noise explains adds nothing."""
        shrunk = self.weekday / (1.0 + prior.weekday * self.doubtful)
        return np.asarray(shrunk - shrunk.mean(axis=1, keepdims=True))


def _usual(roots: Array, year: int) -> Array:
    """Mean of the known counts of the year up to each step."""
    known = np.isfinite(roots)
    sums, counts = (np.cumsum(part, axis=1) for part in (np.where(known, roots, 0.0), known.astype(float)))
    for part in (sums, counts):
        part[:, year:] -= part[:, :-year].copy()
    return np.asarray(sums / np.maximum(counts, 1.0))


def _last_year(roots: Array, ahead: int, step: int) -> Array:
    """Mean of the four weeks around the step that lies a year before the one `ahead` steps from now."""
    length, year, near = roots.shape[1], 365 // step, 14 // step
    if length <= year + near + 28 // step:
        return np.full(len(roots), np.nan)
    window = roots[:, length + ahead - year - near : length + ahead - year + near + 1]
    counts = np.isfinite(window).sum(axis=1)
    return np.where(counts > 0, np.nansum(window, axis=1) / np.maximum(counts, 1), np.nan)


def _weekdays(roots: Array) -> tuple[Array, Array]:
    """Each weekday's mean about its week in the last twelve weeks, from the first coming day on, and its doubt.

    Doubt is the share of a mean's square that chance alone explains, over the number of its weeks.
    """
    mean, doubtful = np.zeros(7), np.zeros(7)
    recent = roots[-84:]
    known = np.isfinite(recent)
    if len(recent) < 14 or known.sum() < 7:
        return mean, doubtful
    filled = np.where(known, recent, recent[known].mean())
    about = filled - np.convolve(np.pad(filled, 3, mode="edge"), np.ones(7) / 7, "valid")
    for day in range(7):
        own = about[(np.arange(len(recent)) - len(recent)) % 7 == day]
        mean[day] = own.mean()
        doubtful[day] = min(1.0, float(own.var() / (own.mean() ** 2 * len(own) + 1e-9))) / len(own)
    return mean, doubtful


@dataclass(slots=True)
class _Filter:
    """State of the filters, each (row, grid): level and slope, their covariance and the noise's inverse gamma."""

    level: Array
    slope: Array
    spread: Array
    both: Array
    turn: Array
    shape: Array
    scale: Array
    logs: Array


def _pull(past: Past, prior: Prior, at: int) -> Array:
    """Share of the way to the usual level that is gone in the step `at` steps from today, (row, grid)."""
    on = past.age < _AGELESS
    stronger = np.where(past.fresh, prior.pull_fresh, np.where(on, prior.pull_surge, 1.0))
    full = np.minimum(stronger[:, None] * prior.pull * np.exp(prior.pull_spread * _PULLS), 0.5)
    now = (past.age + at)[:, None]
    ramp = 1.0 - np.exp(-np.maximum(now, 0.0) / prior.rise)
    return np.where(on[:, None] & (now > 0), full * ramp, np.where(past.fresh[:, None], 0.0, full))


def _home(past: Past, rest: Array, usual: Array, at: int) -> Array:
    """Where the level is pulled to, (row, 1): what is usual; in an influx before which nothing was counted its rest.

    An influx that has gone on for long, `at` steps from today, is a flow of its own: then its mean so far is usual.
    """
    gone = np.clip(past.age + at - SETTLED, 0.0, None)
    grown = 1.0 - np.exp(-gone / SETTLING)
    return np.where(past.fresh, rest + grown * np.maximum(usual - rest, 0.0), usual)[:, None]


def _paces(prior: Prior) -> tuple[Array, Array]:
    """Variances of a step's change of level and of slope, over the noise's, (grid,)."""
    level = prior.pace**2 * np.exp(2 * prior.pace_spread * _PACES)
    return level, level * prior.turn**2


def _filtered(past: Past, prior: Prior, counts: Array) -> _Filter:
    """The filters after the last count."""
    rows, turn = len(counts), _paces(prior)[1]
    grid = (rows, len(turn))
    half, least = prior.noise_weight / 2, prior.noise_weight / 2 * prior.noise**2
    at_first = np.broadcast_to(turn / (1 - prior.damping**2), grid).copy()
    f = _Filter(np.zeros(grid), np.zeros(grid), np.full(grid, 100.0), np.zeros(grid), at_first,
                np.full((rows, 1), half), np.full(grid, least), np.zeros(grid))  # fmt: skip
    rest = prior.rest * _highest(counts)
    begun = np.zeros((rows, 1), dtype=bool)
    for t in range(LONGEST):
        known = np.isfinite(counts[:, t])[:, None]
        value = np.nan_to_num(counts[:, t])[:, None]
        first = known & ~begun
        f.level = np.where(first, value, f.level)
        live = begun.copy()
        begun |= known
        if not live.any():
            continue
        pull = _pull(past, prior, t - LONGEST + 1)
        home = _home(past, rest[:, t - 1], past.usual[:, t - 1], t - LONGEST)
        _step(f, pull, home, prior, live)
        _count(f, value, known & live)
        f.logs *= prior.memory
        f.shape = half + (f.shape - half) * prior.memory
        f.scale = least + (f.scale - least) * prior.memory
    return f


def _step(f: _Filter, pull: Array, home: Array, prior: Prior, live: NDArray[np.bool_]) -> None:
    """One step into the future."""
    pace, turn = _paces(prior)
    kept, damped = 1.0 - pull, prior.damping
    level = f.level + f.slope + pull * (home - f.level)
    spread = kept**2 * f.spread + 2 * kept * f.both + f.turn + pace
    both = damped * (kept * f.both + f.turn)
    f.level, f.slope = np.where(live, level, f.level), np.where(live, damped * f.slope, f.slope)
    f.spread, f.both = np.where(live, spread, f.spread), np.where(live, both, f.both)
    f.turn = np.where(live, damped**2 * f.turn + turn, f.turn)


def _count(f: _Filter, value: Array, known: NDArray[np.bool_]) -> None:
    """What a count teaches, and how well it was foretold (Student's t)."""
    ahead = f.spread + 1.0
    off = np.where(known, value - f.level, 0.0)
    foretold = gammaln(f.shape + 0.5) - gammaln(f.shape) - 0.5 * np.log(2 * np.pi * f.scale * ahead)
    foretold -= (f.shape + 0.5) * np.log1p(off**2 / (2 * f.scale * ahead))
    f.logs = f.logs + np.where(known, foretold, 0.0)
    f.shape, f.scale = np.where(known, f.shape + 0.5, f.shape), f.scale + 0.5 * off**2 / ahead
    gain, gain_slope = np.where(known, f.spread / ahead, 0.0), np.where(known, f.both / ahead, 0.0)
    f.level, f.slope = f.level + gain * off, f.slope + gain_slope * off
    f.turn = f.turn - gain_slope * f.both
    f.spread, f.both = f.spread * (1.0 - gain), f.both * (1.0 - gain)


def _highest(counts: Array) -> Array:
    """The highest mean of five counts so far, (row, step)."""
    known = np.isfinite(counts)
    sums, seen = (np.cumsum(part, axis=1) for part in (np.where(known, counts, 0.0), known.astype(float)))
    for part in (sums, seen):
        part[:, 5:] -= part[:, :-5].copy()
    return np.asarray(np.maximum.accumulate(sums / np.maximum(seen, 1.0), axis=1))


def futures(past: Past, prior: Prior, paths: int, rng: np.random.Generator) -> Array:
    """Possible futures of the pasts, (row, path, step ahead) in people a step, as far ahead as these were made for."""
    rows, ahead = past.last_year.shape
    effects = past.effects(prior)
    counts = past.counts - effects[:, (np.arange(LONGEST) - LONGEST) % 7]
    f = _filtered(past, prior, counts)
    logs = f.logs - 0.5 * (_PACES**2 + _PULLS**2)
    odds = np.exp(logs - logs.max(axis=1, keepdims=True))
    below = np.cumsum(odds / odds.sum(axis=1, keepdims=True), axis=1)
    even = (rng.permuted(np.tile(np.arange(paths), (rows, 1)), axis=1) + rng.random((rows, paths))) / paths
    which = np.minimum((below[:, None, :] < even[:, :, None]).sum(axis=2), len(_PACES) - 1)
    row = np.arange(rows)[:, None]
    drawn = rng.standard_gamma(np.broadcast_to(f.shape, odds.shape)[row, which])
    noise = np.sqrt(f.scale[row, which] / np.maximum(drawn, 1e-9))
    start = rng.standard_normal((2, rows, paths))
    spread = np.sqrt(f.spread[row, which])
    tied = f.both[row, which] / spread
    free = np.sqrt(np.maximum(f.turn[row, which] - tied**2, 0.0))
    level = f.level[row, which] + noise * spread * start[0]
    slope = f.slope[row, which] + noise * (tied * start[0] + free * start[1])
    pace, turn = (np.sqrt(part)[which] * noise for part in _paces(prior))
    pace = pace * prior.growth * np.exp(prior.wild * rng.standard_normal((rows, paths)))
    known = np.isfinite(past.last_year)
    usual = past.usual[:, -1:] + np.where(known, prior.season * (past.last_year - past.usual[:, -1:]), 0.0)
    rest = prior.rest * _highest(counts)[:, -1]
    out = np.empty((rows, paths, ahead))
    for h in range(ahead):
        shaken = rng.standard_normal((3, rows, paths))
        home = _home(past, rest, usual[:, h], 0)
        level = level + slope + _pull(past, prior, h + 1)[row, which] * (home - level) + pace * shaken[0]
        slope = prior.damping * slope + turn * shaken[1]
        out[:, :, h] = level + effects[:, h % 7][:, None] + noise * shaken[2]
    return np.asarray(np.maximum(out, 0.0) ** (1.0 / POWER))
