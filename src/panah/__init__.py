"""panah: from what is reported at a border to a place for everyone who crosses it.

The verbs are rooms that can be called: `panah.read(report)`, `panah.reconcile(figures, as_of=day)` and
`panah.forecast(estimate)`; each is loaded when it is first used, so that importing panah costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from panah.errors import ConflictError, InputError, PanahError, UnavailableError
from panah.figure import (
    Event,
    Evidence,
    Figure,
    Form,
    Hedge,
    Measure,
    Period,
    Report,
    Source,
    SourceKind,
    Unit,
)
from panah.situation import Site, Situation

if TYPE_CHECKING:
    from panah.forecast import forecast as forecast
    from panah.read import read as read
    from panah.reconcile import reconcile as reconcile

__version__ = "0.1.0"

__all__ = [
    "ConflictError", "Event", "Evidence", "Figure", "Form", "Hedge", "InputError", "Measure", "PanahError", "Period",
    "Report", "Site", "Situation", "Source", "SourceKind", "UnavailableError", "Unit", "forecast", "read",
    "reconcile",
]


def __getattr__(name: str) -> Any:
    if name in ("forecast", "read", "reconcile"):
        return import_module(f"panah.{name}")
    raise AttributeError(f"module 'panah' has no attribute {name!r}")
