"""The way along which a search moves: straight for what is counted, not for what is behind it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from panah.reconcile.estimate import Array
from panah.reconcile.process import LEVELS, Index, Pace, Path, Prior, forgotten, usual, walk

_BIT = 1e-4
"""Share of a step over which a slope along it is taken."""
_FARTHEST = 2.0
"""The most that the log hazard of a day is moved so that its departures hold."""


@dataclass(frozen=True)
class Course:
    """A direction to move unknowns in, such that log arrivals, not their mean, change in a straight line, and on the
    days of `followed` log departures, not the hazard of leaving.

    Counts of single days then hold all the way along it, however what is behind them bends.
    """

    prior: Prior
    z: Array
    ahead: Array
    paces: tuple[Pace, Pace]
    followed: NDArray[np.bool_]

    def at(self, size: float, rows: Index) -> Array:
        """The unknowns of these rows after a step of `size` (1 is the whole step)."""
        prior, days, come = self.prior, len(self.prior.jumps), self.paces[0].at(rows)
        z, ahead = self.z[rows], size * self.ahead[rows]
        before, slopes = usual(prior, z)
        out = z + ahead
        bent = before + np.einsum("lnt,nl->nt", slopes, ahead[:, :3] * prior.spread[:3]) - usual(prior, out)[0]
        out[:, LEVELS : LEVELS + days] += forgotten(bent, come) / come.steps
        if self.followed.any():
            go = self.paces[1].at(rows)
            wanted = self._departures[0][rows] * np.exp(size * self._departures[1][rows])
            change = self._leaving(walk(prior, out, (come, go)), wanted)
            out[:, LEVELS + days : LEVELS + 2 * days] += forgotten(change, go) / go.steps
        return out

    @cached_property
    def _departures(self) -> tuple[Array, Array]:
        """Departures at the start, and what a whole step changes their logs by, (draw, day) each."""
        here, near = (walk(self.prior, self.z + bit * self.ahead, self.paces).departures for bit in (0.0, _BIT))
        return here, np.log(near / here) / _BIT

    def _leaving(self, path: Path, wanted: Array) -> Array:
        """What the log hazards of leaving change by for the `wanted` departures of followed days, (draw, day)."""
        p, come = path.share, path.arrivals
        transit, settled, out = np.zeros(len(come)), path.start, np.zeros_like(come)
        fast, slow = np.exp(path.speed), np.exp(path.hazard)
        for t in range(come.shape[1]):
            passing = p[:, 0] * come[:, t]
            near = transit + passing / 2, settled + (come[:, t] - passing) / 2
            onward, leave = path.onward[:, t], path.leave[:, t]
            if self.followed[t]:
                for _ in range(2):
                    gone = onward * near[0] + leave * near[1]
                    more = np.exp(out[:, t])
                    slope = (1.0 - onward) * fast[:, t] * more * near[0] + (1.0 - leave) * slow[:, t] * more * near[1]
                    step = np.log(wanted[:, t] / gone) * gone / np.maximum(slope, 1e-9 * gone)
                    out[:, t] = np.clip(out[:, t] + step, -_FARTHEST, _FARTHEST)
                    more = np.exp(out[:, t])
                    onward, leave = -np.expm1(-fast[:, t] * more), -np.expm1(-slow[:, t] * more)
            transit = transit * (1.0 - onward) + passing * (1.0 - onward / 2)
            settled = settled * (1.0 - leave) + (come[:, t] - passing) * (1.0 - leave / 2)
        return out
