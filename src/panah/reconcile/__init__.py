"""Figures in, an estimate out: daily arrivals, departures and people present, with honest ranges."""

from panah.reconcile.estimate import Contradiction, Corridor, Estimate, Series, Statement
from panah.reconcile.reconciling import reconcile
from panah.reconcile.vintages import Change, Help, compare, helps
from panah.room import callable_room

__all__ = [
    "Change", "Contradiction", "Corridor", "Estimate", "Help", "Series", "Statement", "compare", "helps", "reconcile",
]  # fmt: skip

callable_room(__name__)
