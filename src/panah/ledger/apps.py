"""The ledger as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Names the app; its tables start with `ledger_`."""

    name = "panah.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
