"""The general forecasters that panah's outlook is measured against, each on the counts and on their logs.

Persistence of the last week, drift, AutoETS, AutoARIMA and AutoTheta (statsforecast), and their ensemble: of each
quantile the median over all ten. All are asked for paths, so that a total over several days has a range as well.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PATHS = 400
LONGEST = 300
"""Values that a general forecaster is given at most: its search takes minutes on more, and they say little."""


def filled(values: Array) -> Array:
    """The counts with days that nobody counted drawn as a straight line between their neighbours."""
    place, known = np.arange(len(values)), np.isfinite(values)
    return np.interp(place, place[known], values[known])


def persistence(values: Array, ahead: int, week: int, rng: np.random.Generator) -> Array:
    """The mean of the last week, with the spread of earlier weeks' means about what came next, drawn with return."""
    last = values[-week:].mean()
    errors = [values[i:] - values[max(0, i - week) : i].mean() for i in range(1, len(values))]
    near = np.concatenate([e[:ahead] for e in errors[-60:]]) if len(values) > 1 else np.zeros(1)
    lasting = near.std() * rng.standard_normal((PATHS, 1)) * 0.6
    return np.asarray(last + lasting + 0.8 * near.std() * rng.standard_normal((PATHS, ahead)))


def drift(values: Array, ahead: int, week: int, rng: np.random.Generator) -> Array:
    """A random walk with drift from the last value."""
    change = np.diff(values) if len(values) > 1 else np.zeros(1)
    slope, spread = change.mean(), change.std(ddof=1) if len(change) > 1 else abs(change[0])
    slopes = slope + spread / np.sqrt(len(change)) * rng.standard_normal((PATHS, 1))
    steps = slopes + spread * rng.standard_normal((PATHS, ahead))
    return np.asarray(values[-1] + np.cumsum(steps, axis=1))


def _auto(name: str) -> Callable[[Array, int, int, np.random.Generator], Array]:
    def forecast(values: Array, ahead: int, week: int, rng: np.random.Generator) -> Array:
        from statsforecast import models

        season = week if week > 1 and len(values) >= 3 * week else 1
        model: Any = getattr(models, name)(season_length=season)
        seed = int(rng.integers(2**31))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            paths = np.asarray(model.simulate(h=ahead, n_paths=PATHS, y=values, seed=seed))
        if not np.isfinite(paths).all():
            raise ValueError("no paths")
        return paths

    return forecast


PEERS = {
    "persistence": persistence,
    "drift": drift,
    "AutoETS": _auto("AutoETS"),
    "AutoARIMA": _auto("AutoARIMA"),
    "AutoTheta": _auto("AutoTheta"),
}


def paths(name: str, past: Array, ahead: int, step: int, log: bool, seed: int) -> Array:
    """Paths (path, step ahead) of a peer, in people; where a model finds none, those of persistence."""
    rng = np.random.default_rng(seed)
    values = filled(past)[-LONGEST:]
    known = np.log1p(values) if log else values
    week = 7 if step == 1 else 1
    try:
        found = PEERS[name](known, ahead, week, rng)
    except Exception:  # a model that cannot be fitted to three values says so in many ways
        found = persistence(known, ahead, week, rng)
    out = np.expm1(np.minimum(found, np.log1p(values.max()) + 4.0)) if log else found
    return np.maximum(out, 0.0)
