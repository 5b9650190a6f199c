"""What past influxes teach about the next one: the few numbers of the level model, kept in prior.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Prior:
    """How flows move, on the scale of cube roots of people a step; one set for daily counts, one for weekly ones."""

    noise: float
    """Usual standard deviation of a count about its level."""
    noise_weight: float
    """How many counts that knowledge is worth."""
    pace: float
    """Usual change of the level in a step, as a share of the noise."""
    pace_spread: float
    """How far flows differ in it, in logs."""
    turn: float
    """Change of the slope in a step, as a share of the level's."""
    damping: float
    """Share of a slope that is left a step later."""
    pull: float
    """Share of the way back to the usual level that a long flow goes in a step."""
    pull_spread: float
    """How far flows differ in it, in logs: from a level that stays to one that is gone in days."""
    pull_surge: float
    """By how many times the pull is stronger in a surge above a known flow."""
    pull_fresh: float
    """The same in an influx before which nothing was counted."""
    rise: float
    """Steps after the onset in which the pull sets in."""
    rest: float
    """Level that an influx without a past falls to, as a share of its highest (cube roots)."""
    growth: float
    """Factor on the pace in the future: the next weeks may be less or more quiet than the last."""
    wild: float
    """How far, in logs, that factor differs between futures."""
    memory: float
    """Weight of a step's evidence one step later."""
    season: float
    """Weight of the same weeks of last year in the usual level, where they are known."""
    weekday: float
    """How doubtful a weekday's effect must be to be set aside: counts of it that noise alone is worth."""


@cache
def learned(step: int) -> Prior:
    """The prior for daily (1) or weekly (7) counts, as `make prior` learned it."""
    text = resources.files("panah.forecast").joinpath("prior.toml").read_text(encoding="utf-8")
    return Prior(**tomllib.loads(text)["daily" if step == 1 else "weekly"])
