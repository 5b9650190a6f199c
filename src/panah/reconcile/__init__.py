"""Figures in, an estimate out: daily arrivals, departures and people present, with honest ranges."""

from panah.reconcile.estimate import Contradiction, Corridor, Estimate, Series, Statement
from panah.reconcile.reconciling import reconcile
from panah.room import callable_room

__all__ = ["Contradiction", "Corridor", "Estimate", "Series", "Statement", "reconcile"]

callable_room(__name__)
