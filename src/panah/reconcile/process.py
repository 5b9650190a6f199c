"""How people come, stay and leave: the process behind a corridor, and the slope of every reading on its unknowns.

Arrivals have a pulse with decay as their mean and a mean-reverting deviation in logs. Departures are taken from the
people who are there, of whom some are passing through and the others have settled, so nobody leaves who never came
and the number present cannot fall below nothing. All unknowns are whitened: each is standard normal before the figures.
Everything is done for many draws at once; axes are (draw, day) unless a name says otherwise. Recurrences over the days
are solved for all draws at once, as filters or as one long two-banded system, since a loop over days would take longer.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dtbtrs, stbtrs
from scipy.signal import lfilter
from scipy.sparse import csr_array

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
    passing: float = 0.14
    """What a day's flow is off by that does not last, in logs: about a tenth, and more where few people move."""

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return LEVELS + 2 * len(self.jumps)


@dataclass(frozen=True, slots=True)
class Path:
    """A corridor's days for each draw; arrays of shape (draw, day) unless said otherwise."""

    arrivals: Array
    departures: Array
    passing: Array
    """In transit at the end of each day."""
    settled: Array
    """The others, likewise."""
    start: Array
    """People there before the first day, none of them in transit, (draw,)."""
    hazard: Array
    """log of the settled's daily hazard of leaving."""
    leave: Array
    """Share of the settled who leave in the day."""
    slopes: Array
    """Slope of log arrivals on usual flow, pulse and half-life: (3, draw, day)."""
    share: Array
    """Share of arrivals who are in transit, (draw, 1)."""
    speed: Array
    """log of the daily hazard of leaving of those in transit: it drifts with that of the settled."""
    onward: Array
    """Share of those in transit who leave in the day."""
    drift: Array
    """How far, in logs, leaving is from its usual hazards on the last day, (draw,)."""

    @property
    def present(self) -> Array:
        """People present at the end of each day."""
        return self.passing + self.settled


@dataclass(frozen=True, slots=True)
class Pace:
    """How restless a flow is, for each draw: what a day adds to a deviation, and how much of it the days after keep.

    A deviation is a persistent part, which changes by `lasting` a day and remembers PHI of itself, and `passing`, which
    is new every day (weekdays, weather, a counter's hours). Their sum has the law of a process with one change a day
    (an ARMA(1, 1)), of which the first day shows all and the next `kept` times PHI: no second unknown a day is needed.
    """

    steps: Array
    """Standard deviation of each day's change."""
    kept: Array
    """Share of each day's change that PHI of is left on the day after."""
    lasts: NDArray[np.bool_]
    """The days whose change is a new level and stays whole: a border that closes, and that opens again, (day,)."""

    def at(self, rows: Index | slice) -> Pace:
        """The same for some of the draws."""
        return Pace(self.steps[rows], self.kept[rows], self.lasts)


def pace(lasting: Array, passing: Array, jumps: Array, shut: Array) -> Pace:
    """The pace of flows with these daily changes in logs, one a draw.

    `jumps` (draw, day) is what an event may add to a day's change, `shut` (day,) what a border that closes or opens
    may.
    """
    persistent = lasting[:, None] ** 2 + jumps**2
    white = passing[:, None] ** 2
    around = persistent + white * (1.0 + PHI**2)
    off = PHI * white
    # the invertible root of s^2 (1 + m^2) = around, s^2 m = off
    square = (around + np.sqrt(np.maximum(around**2 - 4 * off**2, 0.0))) / 2
    return Pace(np.sqrt(square + shut**2), 1.0 - off / square / PHI, shut > 0)


def _later(flow: Array) -> Array:
    """What PHI of a day's value, of which PHI again, and so on, adds to the days after it, along the last axis."""
    out = np.empty(flow.shape, dtype=flow.dtype)
    out[..., 0] = 0.0
    tap, back = np.array([PHI], dtype=flow.dtype), np.array([1.0, -PHI], dtype=flow.dtype)
    out[..., 1:] = lfilter(tap, back, flow[..., :-1], axis=-1)
    return out


def _remembered(changes: Array, pace: Pace) -> Array:
    """Deviations that daily changes add up to."""
    usual = np.where(pace.lasts, 0.0, pace.kept * changes)
    out = changes + _later(usual)
    if pace.lasts.any():
        out[:, 1:] += np.cumsum(np.where(pace.lasts, changes, 0.0), axis=1)[:, :-1]
    return out


def _forgotten(deviation: Array, pace: Pace) -> Array:
    """The daily changes behind deviations: the inverse of `_remembered`."""
    # with x = changes + past and past' = PHI (past + kept changes): past' = PHI (1 - kept) past + PHI kept x
    share = np.where(pace.lasts, 0.0, pace.kept)
    if not pace.lasts.any():
        past = chain(PHI * (1.0 - share[:, :-1]), PHI * share[:, :-1] * deviation[:, :-1])
        out = deviation.copy()
        out[:, 1:] -= past
        return out
    out = np.array(deviation)
    past, level = np.zeros((2, len(deviation)))
    for t in range(1, out.shape[1]):
        level += out[:, t - 1] if pace.lasts[t - 1] else 0.0
        past = PHI * (past + share[:, t - 1] * out[:, t - 1])
        out[:, t] -= past + level
    return out


def chain(share: Array, added: Array, *, back: bool = False) -> Array:
    """x with x[t] = share[t] x[t - 1] + added[t] along the last axis, or share[t] x[t + 1] + added[t] if `back`.

    `share` is (draw, day), `added` (draw, day) or (any, draw, day).
    """
    days = share.shape[1]
    band = np.ones((2, share.size), dtype=added.dtype)
    lower = np.zeros(share.shape, dtype=added.dtype)
    lower[:, :-1] = -share[:, :-1] if back else -share[:, 1:]
    band[1] = lower.ravel()
    right = np.array(added, order="C").reshape(-1, share.size)
    solve = dtbtrs if added.dtype == np.float64 else stbtrs
    solved, info = solve(band, right.T, uplo="L", trans="T" if back else "N", diag="U", overwrite_b=True)
    assert info == 0
    return cast(Array, np.ascontiguousarray(solved.T).reshape(*added.shape[:-2], *share.shape[:1], days))


def _levels(prior: Prior, z: Array) -> Array:
    return np.clip(prior.centre + prior.spread * z[:, :LEVELS], -20.0, 25.0).T


def _mean(prior: Prior, z: Array) -> tuple[Array, Array]:
    """log of the mean of arrivals, and its slopes on usual flow, pulse and half-life."""
    usual, pulse, half = _levels(prior, z)[:3, :, None]
    age = np.arange(len(prior.jumps)) - prior.onset
    since, life = np.maximum(age, 0), np.exp(np.clip(half, -1.0, 7.0))
    decay = since * (np.log(2.0) / life)
    surge = np.where(age >= 0, np.exp(pulse - decay), 0.0)
    mean = np.exp(usual) + surge
    share = surge / mean
    return np.log(mean), np.stack([1.0 - share, share, share * decay])


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
        prior, days, paced = self.prior, len(self.prior.jumps), self.paces[0].at(rows)
        z, ahead = self.z[rows], size * self.ahead[rows]
        before, slopes = _mean(prior, z)
        out = z + ahead
        bent = before + np.einsum("lnt,nl->nt", slopes, ahead[:, :3] * prior.spread[:3]) - _mean(prior, out)[0]
        out[:, LEVELS : LEVELS + days] += _forgotten(bent, paced) / paced.steps
        return out


def walk(prior: Prior, z: Array, paces: tuple[Pace, Pace]) -> Path:
    """The days that the unknowns `z` (draw, unknown) stand for, with the paces of arrivals and of leaving."""
    days = len(prior.jumps)
    odds, speed, hazard, start = _levels(prior, z)[3:, :, None]
    mean, slopes = _mean(prior, z)
    come, go = paces
    deviation = _remembered(come.steps * z[:, LEVELS : LEVELS + days], come)
    drift = _remembered(go.steps * z[:, LEVELS + days : LEVELS + 2 * days], go)
    arrivals = np.exp(np.clip(mean + deviation, *_LOG_FLOW))
    p = 1.0 / (1.0 + np.exp(-odds))
    # whoever leaves meets the same day: its weekday, weather, opening hours and rules
    log_speed, log_hazard = (np.clip(level + drift, -30.0, 4.0) for level in (speed, hazard))
    q, leave = (-np.expm1(-np.exp(log)) for log in (log_speed, log_hazard))
    there = np.exp(start)
    come_p, come_s = p * arrivals, (1.0 - p) * arrivals
    added = come_s * (1.0 - leave / 2)
    added[:, :1] += (1.0 - leave[:, :1]) * there
    passing = chain(1.0 - q, come_p * (1.0 - q / 2))
    settled = chain(1.0 - leave, added)
    before = np.hstack([np.zeros_like(there), passing[:, :-1]]), np.hstack([there, settled[:, :-1]])
    gone = q * (before[0] + come_p / 2) + leave * (before[1] + come_s / 2)
    return Path(arrivals, gone, passing, settled, there[:, 0], log_hazard, leave, slopes, p, log_speed, q, drift[:, -1])


@dataclass(frozen=True)
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
        flows = np.hstack([path.arrivals, path.departures, path.present])
        return cast(Array, np.maximum((self._weights @ flows.T).T, 1e-9))

    @cached_property
    def _weights(self) -> csr_array:
        """All weights side by side; most are nought."""
        return csr_array(np.hstack([self.arrivals, self.departures, self.present]))

    @cached_property
    def _mixed(self) -> csr_array:
        return csr_array(self.mix)

    def chosen(self, keep: NDArray[np.bool_]) -> Readings:
        """Those of the readings that `keep` marks."""
        sums = (self.mix[keep] != 0).any(axis=0)
        come, go, here = (part[sums] for part in (self.arrivals, self.departures, self.present))
        return Readings(come, go, here, self.mix[np.ix_(keep, sums)])

    def of(self, path: Path) -> Array:
        """The readings in logs, (draw, reading)."""
        return cast(Array, (self._mixed @ np.log(self.sums(path)).T).T)


def slopes(prior: Prior, readings: Readings, path: Path, paces: tuple[Pace, Pace]) -> NDArray[np.float32]:
    """Slope of each reading on each unknown, (draw, reading, unknown): one sweep back through the days for all.

    In single precision: slopes only say where to go, and what is found there is judged in double.
    """
    draws = len(path.arrivals)
    sums = readings.sums(path)
    readings, path, paces = _single(readings), _single(path), (_single(paces[0]), _single(paces[1]))
    coupled = np.asarray(readings.departures.any(axis=1) | readings.present.any(axis=1))
    out = np.empty((draws, len(coupled), prior.size), dtype=np.float32)
    for rows, alone in ((np.flatnonzero(~coupled), True), (np.flatnonzero(coupled), False)):
        if len(rows):
            come, go, here = (w[rows][:, None, :] for w in (readings.arrivals, readings.departures, readings.present))
            out[:, rows] = _back(prior, path, paces, come, None if alone else (go, here)).transpose(1, 0, 2)
    out /= sums.astype(np.float32)[:, :, None]
    plain = np.array_equal(readings.mix, np.eye(len(readings.arrivals)))
    return out if plain else np.asarray(np.matmul(readings.mix[None], out), dtype=np.float32)


def pulled(prior: Prior, readings: Readings, path: Path, paces: tuple[Pace, Pace], weights: Array) -> Array:
    """What weights on the readings (draw, reading) come to on the unknowns, (draw, unknown): the slopes' transpose."""
    on = (weights @ readings.mix) / readings.sums(path)
    come, go, here = ((on @ part)[None] for part in (readings.arrivals, readings.departures, readings.present))
    return cast(Array, _back(prior, path, paces, come, (go, here))[0])


def _single(held: Any) -> Any:
    """The same record with its arrays of numbers in single precision."""
    return type(held)(*(_singly(getattr(held, f.name)) for f in fields(held)))


def _singly(part: Any) -> Any:
    if isinstance(part, tuple):
        return tuple(_singly(p) for p in part)
    return part.astype(np.float32) if part.dtype == np.float64 else part


def _back(
    prior: Prior, path: Path, paces: tuple[Pace, Pace], come: Array, coupled: tuple[Array, Array] | None
) -> NDArray[Any]:
    """Slopes of weighted sums of days on the unknowns, (sum, draw, unknown), in the weights' precision.

    Weights are (sum, draw or 1, day): of arrivals, and, where not all are nought, of departures and people present.
    """
    days = path.arrivals.shape[1]
    out = np.zeros((len(come), *path.arrivals.shape[:1], prior.size), dtype=come.dtype)
    if coupled is None:
        on_log = come * path.arrivals
    else:
        back, on_onward, on_leave, out[..., 3], out[..., 6] = _sweep(path, *coupled)
        on_log = (come + back) * path.arrivals
        on_speed = on_onward * ((1.0 - path.onward) * np.exp(path.speed))
        on_hazard = on_leave * ((1.0 - path.leave) * np.exp(path.hazard))
        out[..., 4], out[..., 5] = on_speed.sum(axis=-1), on_hazard.sum(axis=-1)
        out[..., LEVELS + days : LEVELS + 2 * days] = _felt(on_speed + on_hazard, paces[1])
    out[..., :3] = np.einsum("mnt,lnt->mnl", on_log, path.slopes)
    out[..., LEVELS : LEVELS + days] = _felt(on_log, paces[0])
    out[..., :LEVELS] *= prior.spread
    return out


def _felt(slope: Array, pace: Pace) -> Array:
    """Slopes on daily changes, from slopes on the deviations that they add up to."""
    later = _later(slope[..., ::-1])[..., ::-1]
    later *= pace.kept
    if pace.lasts.any():
        after = np.cumsum(slope[..., ::-1], axis=-1)[..., ::-1] - slope
        later = np.where(pace.lasts, after, later)
    later += slope
    later *= pace.steps
    return later


def _sweep(path: Path, out: Array, here: Array) -> tuple[Array, Array, Array, Array, Array]:
    """Slopes of sums that hold departures or people present.

    They are on arrivals, on the shares of those in transit and of the settled who leave, on the log odds of being in
    transit, and on the log of people there at the start.
    """
    p, q = path.share, path.onward
    before_p = np.hstack([np.zeros_like(p), path.passing[:, :-1]])
    before_s = np.hstack([path.start[:, None], path.settled[:, :-1]])
    # what one person more at a day's end is worth for the sum: they are counted as present, then leave or stay
    worth_p, worth_s = (_worth(out, here, leave) for leave in (q, path.leave))
    gain_p, gain_s = out - worth_p, out - worth_s
    start = (worth_s[..., 0] + path.leave[:, 0] * gain_s[..., 0]) * path.start
    on_onward = gain_p * (before_p + p * path.arrivals / 2)
    worth_p += q / 2 * gain_p
    worth_s += path.leave / 2 * gain_s
    on_p = np.einsum("mnt,nt->mn", worth_p - worth_s, path.arrivals)
    on_leave = gain_s
    on_leave *= before_s + (1.0 - p) * path.arrivals / 2
    on_arrivals = p * worth_p + (1.0 - p) * worth_s
    return on_arrivals, on_onward, on_leave, on_p * (p * (1.0 - p))[:, 0], start


def _worth(out: Array, here: Array, leave: Array) -> Array:
    """What one person more at each day's end adds to sums, where a share `leave` of them leaves a day."""
    worth = np.array(np.broadcast_to(here, (len(out), *leave.shape)))
    worth[..., :-1] += leave[:, 1:] * out[..., 1:]
    stay = np.ones_like(leave)
    stay[:, :-1] = 1.0 - leave[:, 1:]
    return chain(stay, worth, back=True)
