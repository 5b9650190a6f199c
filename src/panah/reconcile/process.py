"""How people come, stay and leave: the process behind a corridor, and the slope of every reading on its unknowns.

Arrivals have a pulse with decay as their mean and a mean-reverting deviation in logs. Departures are taken from the
people who are there, of whom some are passing through and the others have settled, so nobody leaves who never came
and the number present cannot fall below nothing. All unknowns are whitened: each is standard normal before the figures.
Everything is done for many draws at once; axes are (draw, reading, day) unless a name says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from panah.reconcile.estimate import Array

Index = NDArray[np.intp]

PHI = 0.95
"""Day-to-day memory of a deviation from the mean; half of it is gone after 13 days."""
JUMP = 1.0
"""Standard deviation, in logs, of the extra change that an event day may bring."""
SHUT = 6.0
"""Standard deviation, in logs, of the change when a border closes or opens."""
LEVELS = 7
"""Unknowns of a whole corridor, in this order: usual flow, pulse, half-life, share in transit, speed of transit,
hazard of leaving for the settled, people there at the start. Two unknowns a day follow them."""
_LOG_FLOW = (-7.0, 23.0)
"""Bounds of log arrivals a day, far outside anything possible; they only keep a wild step finite."""


@dataclass(frozen=True, slots=True)
class Prior:
    """Centre and spread of each of a corridor's LEVELS (in logs; the share in transit in log odds), and its days.

    `onset` is the index of the day on which the pulse begins, `jumps` is 1.0 on event days and 0.0 elsewhere.
    """

    centre: Array
    spread: Array
    onset: int
    jumps: Array
    shut: Array
    """SHUT on days on which a flow of arrivals stops or may start again, 0.0 elsewhere."""
    passing: float = 0.12
    """What a day's flow is off by that does not last, in logs: about a tenth, and more where few people move."""

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return LEVELS + 2 * len(self.jumps)


@dataclass(frozen=True, slots=True)
class Path:
    """A corridor's days for each draw; arrays of shape (day, draw) unless said otherwise."""

    arrivals: Array
    departures: Array
    passing: Array
    """In transit, at the end of each day, with the day before the first one in front: (day + 1, draw)."""
    settled: Array
    """The others, likewise."""
    hazard: Array
    """log of the settled's daily hazard of leaving."""
    leave: Array
    """Share of the settled who leave in the day."""
    slopes: Array
    """Slope of log arrivals on usual flow, pulse and half-life: (3, day, draw)."""
    transit: tuple[Array, Array, Array]
    """Share of arrivals in transit, share of those who leave in a day, and the speed behind it: (draw,) each."""

    @property
    def present(self) -> Array:
        """People present at the end of each day."""
        return self.passing[1:] + self.settled[1:]


@dataclass(frozen=True, slots=True)
class Pace:
    """How restless a flow is, for each draw: what a day adds to a deviation, and how much of it the days after keep.

    A deviation is a persistent part, which changes by `lasting` a day and remembers PHI of itself, and `passing`, which
    is new every day (weekdays, weather, a counter's hours). Their sum has the law of a process with one change a day
    (an ARMA(1, 1)), of which the first day shows all and the next `kept` times PHI: so no second unknown a day is needed.
    """

    steps: Array
    """Standard deviation of each day's change, (day, draw)."""
    kept: Array
    """Share of each day's change that PHI of is left on the day after, (day, draw)."""
    lasts: NDArray[np.bool_]
    """The days whose change is a new level and stays whole: a border that closes, and that opens again, (day,)."""


def pace(lasting: Array, passing: Array, jumps: Array, shut: Array) -> Pace:
    """The pace of flows with these daily changes in logs, one a draw.

    `jumps` (day, draw) is what an event may add to a day's change, `shut` (day,) what a border that closes or opens may.
    """
    persistent = np.sqrt(lasting[None, :] ** 2 + jumps**2)
    white = passing[None, :] ** 2
    around = persistent**2 + white * (1.0 + PHI**2)
    off = PHI * white
    # the invertible root of s^2 (1 + m^2) = around, s^2 m = off
    square = (around + np.sqrt(np.maximum(around**2 - 4 * off**2, 0.0))) / 2
    return Pace(np.sqrt(square + shut[:, None] ** 2), 1.0 - off / square / PHI, shut > 0)


def _remembered(changes: Array, pace: Pace, rows: Index | slice = slice(None)) -> Array:
    """Deviations that daily changes, (day, draw), add up to."""
    out, kept = np.array(changes), pace.kept[:, rows]
    past, level = np.zeros((2, *changes.shape[1:]))
    for t in range(1, len(out)):
        if pace.lasts[t - 1]:
            level += changes[t - 1]
        else:
            past += kept[t - 1] * changes[t - 1]
        past *= PHI
        out[t] += past + level
    return out


def _forgotten(deviation: Array, pace: Pace, rows: Index | slice) -> Array:
    """The daily changes behind deviations: the inverse of `_remembered`."""
    out, kept = np.array(deviation), pace.kept[:, rows]
    past, level = np.zeros((2, *deviation.shape[1:]))
    for t in range(1, len(out)):
        if pace.lasts[t - 1]:
            level += out[t - 1]
        else:
            past += kept[t - 1] * out[t - 1]
        past *= PHI
        out[t] -= past + level
    return out


def _levels(prior: Prior, z: Array) -> Array:
    return np.clip(prior.centre + prior.spread * z[:, :LEVELS], -20.0, 25.0).T


def _mean(prior: Prior, z: Array) -> tuple[Array, Array]:
    """log of the mean of arrivals, (day, draw), and its slopes on usual flow, pulse and half-life."""
    usual, pulse, half = _levels(prior, z)[:3]
    age = np.arange(len(prior.jumps))[:, None] - prior.onset
    since, life = np.maximum(age, 0), np.exp(np.clip(half, -1.0, 7.0))
    surge = np.where(age >= 0, np.exp(pulse - np.log(2.0) * since / life), 0.0)
    mean = np.exp(usual) + surge
    share = surge / mean
    return np.log(mean), np.stack([1.0 - share, share, share * since * np.log(2.0) / life])


@dataclass(frozen=True, slots=True)
class Course:
    """A direction to move unknowns in, such that log arrivals, not their mean, change in a straight line.

    Counts of single days then hold all the way along it, however the mean behind them bends.
    """

    prior: Prior
    z: Array
    ahead: Array
    paces: tuple[Pace, Pace]

    def at(self, size: float, rows: Index) -> Array:
        """The unknowns of these rows after a step of `size` (1 is the whole step)."""
        prior, days = self.prior, len(self.prior.jumps)
        z, ahead = self.z[rows], size * self.ahead[rows]
        steps = self.paces[0].steps[:, rows]
        before, slopes = _mean(prior, z)
        out = z + ahead
        deviation = _remembered(steps * out[:, LEVELS : LEVELS + days].T, self.paces[0], rows)
        deviation += before + np.einsum("ltn,nl->tn", slopes, ahead[:, :3] * prior.spread[:3])
        deviation -= _mean(prior, out)[0]
        out[:, LEVELS : LEVELS + days] = (_forgotten(deviation, self.paces[0], rows) / steps).T
        return out


def walk(prior: Prior, z: Array, paces: tuple[Pace, Pace]) -> Path:
    """The days that the unknowns `z` (draw, unknown) stand for, with the paces of arrivals and of leaving."""
    days = len(prior.jumps)
    odds, speed, hazard, start = _levels(prior, z)[3:]
    mean, slopes = _mean(prior, z)
    come, leave_ = paces
    deviation = _remembered(come.steps * z[:, LEVELS : LEVELS + days].T, come)
    drift = _remembered(leave_.steps * z[:, LEVELS + days : LEVELS + 2 * days].T, leave_)
    arrivals = np.exp(np.clip(mean + deviation, *_LOG_FLOW))
    p, k = 1.0 / (1.0 + np.exp(-odds)), np.exp(speed)
    q = -np.expm1(-k)
    log_hazard = np.clip(hazard + drift, -30.0, 4.0)
    leave = -np.expm1(-np.exp(log_hazard))
    passing, settled = np.zeros((days + 1, z.shape[0])), np.empty((days + 1, z.shape[0]))
    settled[0] = np.exp(start)
    come_p, come_s = p * arrivals, (1.0 - p) * arrivals
    for t in range(days):
        passing[t + 1] = (1.0 - q) * passing[t] + come_p[t] * (1.0 - q / 2)
        settled[t + 1] = (1.0 - leave[t]) * settled[t] + come_s[t] * (1.0 - leave[t] / 2)
    gone = q * (passing[:-1] + come_p / 2) + leave * (settled[:-1] + come_s / 2)
    return Path(arrivals, gone, passing, settled, log_hazard, leave, slopes, (p, q, k))


@dataclass(frozen=True, slots=True)
class Readings:
    """What is read off a path: sums of days by weight, and logs of those sums or differences of two such logs.

    `arrivals`, `departures` and `present` are weights (sum, day); `mix` (reading, sum) holds 1 and -1.
    """

    arrivals: Array
    departures: Array
    present: Array
    mix: Array

    def sums(self, path: Path) -> Array:
        """The weighted sums, (draw, sum)."""
        total = self.arrivals @ path.arrivals + self.departures @ path.departures + self.present @ path.present
        return cast(Array, np.maximum(total, 1e-9).T)

    def of(self, path: Path) -> Array:
        """The readings in logs, (draw, reading)."""
        return cast(Array, np.log(self.sums(path)) @ self.mix.T)


def slopes(prior: Prior, readings: Readings, path: Path, paces: tuple[Pace, Pace]) -> Array:
    """Slope of each reading on each unknown, (draw, reading, unknown): one sweep back through the days for all."""
    days, draws = path.arrivals.shape
    levels = np.zeros((LEVELS, draws, len(readings.arrivals)))
    on_arrivals = np.repeat(readings.arrivals.T[:, None, :], draws, axis=1)
    on_leave = np.zeros_like(on_arrivals)
    coupled = np.flatnonzero(readings.departures.any(axis=1) | readings.present.any(axis=1))
    if len(coupled):
        back, on_leave[:, :, coupled], levels[3:, :, coupled] = _sweep(readings, coupled, path)
        on_arrivals[:, :, coupled] += back
    on_log = on_arrivals * path.arrivals[:, :, None]
    on_hazard = on_leave * ((1.0 - path.leave) * np.exp(path.hazard))[:, :, None]
    levels[:3] = np.einsum("tnm,ltn->lnm", on_log, path.slopes)
    levels[5] = on_hazard.sum(axis=0)
    out = np.empty((prior.size, draws, len(readings.arrivals)))
    out[:LEVELS] = levels * prior.spread[:, None, None]
    for part, base, paced in ((on_log, LEVELS, paces[0]), (on_hazard, LEVELS + days, paces[1])):
        later, after = np.zeros(part.shape[1:]), np.zeros(part.shape[1:])
        for t in range(days - 1, -1, -1):
            felt = after if paced.lasts[t] else paced.kept[t][:, None] * later
            np.multiply(part[t] + felt, paced.steps[t][:, None], out=out[base + t])
            later += part[t]
            later *= PHI
            after += part[t]
    out /= readings.sums(path)
    out = np.ascontiguousarray(out.transpose(1, 2, 0))
    plain = np.array_equal(readings.mix, np.eye(len(readings.arrivals)))
    return out if plain else np.matmul(readings.mix[None], out)


def _sweep(readings: Readings, rows: Index, path: Path) -> tuple[Array, Array, Array]:
    """Slopes of sums that hold departures or people present: on arrivals, on leaving shares, on the last LEVELS."""
    p, q, speed = (part[:, None] for part in path.transit)
    days, draws = path.arrivals.shape
    out_by_day, here_by_day = readings.departures[rows].T, readings.present[rows].T
    on_arrivals, on_leave = np.empty((days, draws, len(rows))), np.empty((days, draws, len(rows)))
    passing, settled = np.zeros((draws, len(rows))), np.zeros((draws, len(rows)))
    on_q, on_p = np.zeros_like(passing), np.zeros_like(passing)
    for t in range(days - 1, -1, -1):
        out, arrived, leave = out_by_day[t], path.arrivals[t][:, None], path.leave[t][:, None]
        passing += here_by_day[t]
        settled += here_by_day[t]
        gain_p, gain_s = out - passing, out - settled
        via_p, via_s = passing + q / 2 * gain_p, settled + leave / 2 * gain_s
        on_arrivals[t] = p * via_p + (1.0 - p) * via_s
        on_p += arrived * (via_p - via_s)
        on_q += (path.passing[t][:, None] + p * arrived / 2) * gain_p
        on_leave[t] = (path.settled[t][:, None] + (1.0 - p) * arrived / 2) * gain_s
        passing += q * gain_p
        settled += leave * gain_s
    start = path.settled[0][:, None] * settled
    levels = np.stack([on_p * p * (1.0 - p), on_q * (1.0 - q) * speed, np.zeros_like(start), start])
    return on_arrivals, on_leave, levels
