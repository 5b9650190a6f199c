"""From figures to an estimate: the one verb of this room."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

from panah.errors import InputError
from panah.figure import Event, Figure, Form
from panah.reconcile.claims import FARTHEST, LONGEST, claims, concerns, seen
from panah.reconcile.contradictions import contradictions
from panah.reconcile.estimate import Corridor, Estimate, Series, Statement, Staying
from panah.reconcile.rows import Days, Row, base, first_day, problem, row
from panah.reconcile.solve import Draws, draw
from panah.reconcile.tellings import Count, counts


def reconcile(
    figures: Iterable[Figure], as_of: date, events: Iterable[Event] = (), *, seed: int = 0, draws: int = 400
) -> Estimate:
    """The daily flows and people present that the figures known on `as_of` support, with what was made of each one.

    The same figures in any order, with the same events, seed and number of draws, give the same arrays; a corridor's
    arrays do not depend on other corridors. Raises InputError when fewer than two draws are asked for.
    """
    if not isinstance(as_of, date):
        raise InputError(f"{as_of!r} is no day", hint="give a datetime.date")
    if draws < 2:
        raise InputError(f"{draws} draws give no range", hint="ask for a few hundred")
    happened = sorted({e for e in events if e.day <= as_of}, key=lambda e: (e.day, e.name, e.places))
    observed, left = claims(seen(figures, as_of), as_of, happened)
    found = counts(observed)
    by_corridor: dict[Corridor, list[Count]] = defaultdict(list)
    for count in found:
        if why := _too_far(count, as_of):
            left += [(figure, why) for figure in count.tellings]
        elif count.claim.start:
            by_corridor[count.claim.corridor].append(count)
    series: dict[tuple[Corridor, str], Series] = {}
    staying: dict[Corridor, Staying] = {}
    statements: list[Statement] = []
    for corridor in sorted(by_corridor):
        kept, span, refused = _followed(by_corridor[corridor], corridor, as_of, happened)
        left += refused
        if kept:
            rows = tuple(row(count) for count in kept)
            drawn = _drawn(rows, span, corridor, seed, draws)
            series |= _series(drawn, corridor, span)
            staying[corridor] = _staying(drawn)
            statements += _statements(rows, drawn)
    return Estimate(
        as_of=as_of,
        days=tuple(sorted({day for each in series.values() for day in each.days})),
        corridors=tuple(sorted({corridor for corridor, _ in series})),
        statements=tuple(statements),
        contradictions=tuple(contradictions(found)),
        left_out=_once(left),
        series=series,
        staying=staying,
    )


def _once(left: Sequence[tuple[Figure, str]]) -> tuple[tuple[Figure, str], ...]:
    """Each figure with each reason once, in order of the figures' ids."""
    named = {(figure.id, why): (figure, why) for figure, why in left}
    return tuple(named[key] for key in sorted(named))


def _too_far(count: Count, as_of: date) -> str:
    """Why a count's days cannot be followed; empty when they can."""
    claim = count.claim
    if claim.start is None:
        return ""
    length = (claim.end - claim.start).days + 1
    if length > LONGEST:
        return f"it begins before the days followed: it covers {length} days, more than {LONGEST}"
    if (as_of - claim.start).days > FARTHEST:
        return f"it begins before the days followed: {claim.start} is more than {FARTHEST} days before {as_of}"
    return ""


def _followed(
    found: Sequence[Count], corridor: Corridor, as_of: date, events: Sequence[Event]
) -> tuple[list[Count], Days, list[tuple[Figure, str]]]:
    """The counts of a corridor that can be used, the days it follows, and the ratios that compare with nothing."""
    first = first_day(found, corridor, as_of, events)
    near = sorted({e.day for e in events if concerns(e, corridor) and e.day >= first})
    days = Days(first, as_of, tuple(near))
    levels = {count.claim.role for count in found if count.claim.figure.form is not Form.RATIO}
    kept, left = [], []
    for count in found:
        why = ""
        if count.claim.figure.form is Form.RATIO:
            if count.claim.role not in levels:
                why = "it is a ratio, and there is no count here to which it could relate"
            elif base(count, days) is None or count.claim.role == "present":
                why = "it is a ratio that lacks a base: the days it compares with are not known"
        if why:
            left += [(figure, why) for figure in count.tellings]
        else:
            kept.append(count)
    return kept, days, left


@lru_cache(maxsize=64)
def _drawn(rows: tuple[Row, ...], days: Days, corridor: Corridor, seed: int, draws: int) -> Draws:
    """The corridor's draws. Remembered: when one figure changes, only its own corridor is computed anew."""
    name = f"{seed}\n{corridor.place}\n{corridor.population}".encode("utf-8", "surrogatepass")
    rng = np.random.default_rng(int.from_bytes(hashlib.sha256(name).digest()[:16], "big"))
    # Thousands of small matrices: threads of the linear algebra library only wait for each other on them.
    with threadpool_limits(limits=1):
        return draw(problem(rows, days, home=corridor.place == corridor.population), rng, draws)


def _series(drawn: Draws, corridor: Corridor, span: Days) -> dict[tuple[Corridor, str], Series]:
    days = tuple(span.first + timedelta(i) for i in range(span.count))
    path = drawn.path
    named = {"arrivals": path.arrivals, "departures": path.departures, "present": path.present}
    return {(corridor, name): Series(days, np.ascontiguousarray(values)) for name, values in named.items()}


def _staying(drawn: Draws) -> Staying:
    path = drawn.path
    ends = path.passing[:, -1], path.settled[:, -1], path.share[:, 0]
    return Staying(*ends, path.speed[:, -1] - path.drift, path.hazard[:, -1] - path.drift, path.drift)


def _statements(rows: Sequence[Row], drawn: Draws) -> list[Statement]:
    """What the draws say of each count; a return that is also an arrival elsewhere is judged where it starts from."""
    out = []
    for i, each in enumerate(rows):
        claim = each.count.claim
        if claim.role == "arrivals" and claim.figure.measure == "returns" and claim.figure.origin:
            continue
        low, middle, high = np.quantile(drawn.eta[:, i], [0.05, 0.5, 0.95])
        centre = (np.log(each.low) + np.log(each.high)) / 2
        noise = np.sqrt(np.log(each.high / each.low) ** 2 / 12 + each.noise**2)
        out.append(
            Statement(
                figure=claim.figure,
                tellings=each.count.tellings,
                fitted=(float(np.exp(low)), float(np.exp(middle)), float(np.exp(high))),
                wrong=float((drawn.wrong[:, i] | drawn.both[:, i]).mean()),
                pull=float((centre - middle) / noise),
                note=claim.note,
                both=float(drawn.both[:, i].mean()),
                leaning=float(drawn.leaning[:, i].mean()),
            )
        )
    return out
