"""From an estimate to an outlook: the one verb of this room."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from panah.errors import InputError
from panah.figure import Event, Form, Measure
from panah.forecast.level import Past, futures
from panah.forecast.outlook import Outlook
from panah.forecast.prior import learned
from panah.forecast.scenario import Scenario
from panah.forecast.staying import run_on
from panah.reconcile.estimate import Array, Corridor, Estimate, Series
from panah.reconcile.rows import LEAD_IN

HONEST = 28
"""Days ahead up to which ranges were measured against what came; see docs/explanation/forecasting.md."""
FARTHEST = 366
"""Days ahead at most."""
ROWS, PATHS = 500, 1000
"""Possible pasts that are filtered at most, over all corridors, and futures of each corridor."""
_SHORT = 5
"""Days of a flow below which its outlook says that it rests on what past influxes did."""
FRESH = 3
"""Days for which an event is fresh: what it does is not known yet."""
SHAKEN = 0.7
"""How far, in logs, a fresh event may move arrivals either way (one standard deviation); supposed, not measured."""
_WITHIN_WEEK = 0.2
"""How far days of one week differ, in logs, where counts are known by week alone."""


def forecast(
    estimate: Estimate,
    days: int = HONEST,
    *,
    scenario: Scenario | None = None,
    events: Sequence[Event] = (),
    seed: int = 0,
) -> Outlook:
    """The coming `days` of every corridor of the estimate: daily arrivals, departures and people present, with ranges.

    Each path goes on from one draw of the estimate, so what is not known of the past widens the future. Arrivals follow
    the level model (see `level`), with what past influxes taught (prior.toml); departures and people present the
    estimate's own process. One of `events` that began in the last FRESH days moves no number, but widens its ranges.
    The same estimate, scenario and seed give the same outlook, and a corridor's paths do not depend on other corridors'
    figures. Raises InputError for days that are not between 1 and FARTHEST.
    """
    if not 1 <= days <= FARTHEST:
        raise InputError(f"{days} days cannot be forecast", hint=f"Ask for 1 to {FARTHEST}, best up to {HONEST}")
    coming = tuple(estimate.as_of + timedelta(i + 1) for i in range(days))
    series: dict[tuple[Corridor, str], Series] = {}
    notes, before, origins = {}, {}, {}
    rows = max(20, min(100, ROWS // max(len(estimate.corridors), 1)))
    for corridor in estimate.corridors:
        known = estimate.series[corridor, "arrivals"].draws[:, LEAD_IN:]
        rng = _own(corridor, seed)
        chosen = np.unique(np.linspace(0, len(known) - 1, rows).round().astype(int))
        each = -(-PATHS // len(chosen))
        step = _rhythm(estimate, corridor, known.shape[1])
        arrivals = (_weekly if step == 7 else _daily)(known[chosen], days, each, rng).reshape(-1, days)
        fresh = [event for event in events if _is_fresh(event, estimate.as_of, corridor)]
        arrivals, leaving = _changed(arrivals, corridor, coming, scenario, len(fresh), rng)
        origins[corridor] = np.repeat(chosen, each)
        gone, here = run_on(estimate.staying[corridor], origins[corridor], arrivals, leaving, rng)
        for measure, values in (("arrivals", arrivals), ("departures", gone), ("present", here)):
            series[corridor, measure] = Series(coming, values)
        notes[corridor] = (*_notes(known.shape[1], days, step), *map(_shaken, fresh))
        before[corridor] = float(np.median(known[:, -7:].mean(axis=1)))
    return Outlook(estimate.as_of, coming, estimate.corridors, series, scenario, notes, before, origins)


def _own(corridor: Corridor, seed: int) -> np.random.Generator:
    """A corridor's own chance, whatever other corridors there are."""
    name = f"{seed}\n{corridor.place}\n{corridor.population}".encode("utf-8", "surrogatepass")
    return np.random.default_rng(int.from_bytes(hashlib.sha256(name).digest()[:16], "big"))


def _is_fresh(event: Event, as_of: date, corridor: Corridor) -> bool:
    concerns = not event.places or corridor.place in event.places or corridor.population in event.places
    return concerns and 0 <= (as_of - event.day).days < FRESH


def _changed(
    arrivals: Array,
    corridor: Corridor,
    coming: tuple[date, ...],
    scenario: Scenario | None,
    fresh: int,
    rng: np.random.Generator,
) -> tuple[Array, Array]:
    """Arrivals as the scenario and fresh events change them, and the factors of the hazards of leaving."""
    leaving = np.ones_like(arrivals)
    for change in scenario.changes if scenario else ():
        if change.concerns(corridor):
            more, faster = change.factors(coming, len(arrivals), rng)
            arrivals, leaving = arrivals * more, leaving * faster
    if fresh:
        arrivals = arrivals * np.exp(SHAKEN * np.sqrt(fresh) * rng.standard_normal((len(arrivals), 1)))
    return arrivals, leaving


def _shaken(event: Event) -> str:
    return f"{event.name} ({event.day}) is fresh: what it does is not known yet, so the ranges are wider"


def _daily(known: Array, days: int, paths: int, rng: np.random.Generator) -> Array:
    """Futures (row, path, day) of daily arrivals (row, day)."""
    return futures(Past.of(known, days), learned(1), paths, rng)


def _weekly(known: Array, days: int, paths: int, rng: np.random.Generator) -> Array:
    """The same where only weeks are known: weeks are forecast, and spread over their days."""
    whole = known.shape[1] // 7 * 7
    sums = known[:, -whole:].reshape(len(known), -1, 7).sum(axis=2)
    weeks = futures(Past.of(sums, -(-days // 7), 7), learned(7), paths, rng)
    shares = np.exp(_WITHIN_WEEK * rng.standard_normal((*weeks.shape, 7)))
    shares /= shares.sum(axis=3, keepdims=True)
    return np.asarray((weeks[..., None] * shares).reshape(*weeks.shape[:2], -1)[:, :, :days])


def _rhythm(estimate: Estimate, corridor: Corridor, known: int) -> int:
    """Days between a corridor's counts of arrivals: 7 where most of them cover a week or more, else 1."""
    told = [s.figure for s in estimate.statements
            if s.figure.measure is Measure.ARRIVALS and s.figure.destination == corridor.place]  # fmt: skip
    spans = [figure.period.days or 0 for figure in told if figure.form is Form.TOTAL and figure.period.start]
    weekly = [days for days in spans if 6 <= days <= 8]
    return 7 if len(weekly) >= 8 and 2 * len(weekly) > len(told) and known >= 56 else 1


def _notes(known: int, days: int, step: int) -> tuple[str, ...]:
    out = []
    if known < _SHORT:
        few = "1 day is" if known == 1 else f"{known} days are"
        out.append(f"Only {few} known: the ranges rest on what past influxes did")
    if step == 7:
        out.append("Counts are known by week: how a week spreads over its days is supposed")
    if days > HONEST:
        out.append(f"Ranges were measured up to {HONEST} days ahead; beyond that they are a guess")
    return tuple(out)
