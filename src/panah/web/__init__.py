"""The web room: `setup` readies settings and database, `serve` opens the room until it is stopped."""

from __future__ import annotations

from panah.web.start import serve, setup

__all__ = ["serve", "setup"]
