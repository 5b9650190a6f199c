"""Rows that are written once: the model-level half of the promise, and the triggers that keep it in the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn, TypeVar

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from panah.errors import ConflictError

SENTENCE = "the ledger only grows"
Row = TypeVar("Row", bound=models.Model)

TABLES = ("ledger_report", "ledger_figure", "ledger_review")
"""The tables of the first migration; a later one names its own."""


def _refuse(what: str) -> NoReturn:
    raise ConflictError(
        f"{SENTENCE}, so {what} cannot be changed or deleted",
        hint="Review the figure instead: a correction is a new figure that supersedes the old one",
    )


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """A query whose rows can be read and added to, never changed."""

    def update(self, **kwargs: Any) -> int:
        """Refused: raises ConflictError."""
        _refuse("its rows")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused: raises ConflictError."""
        _refuse("its rows")


class AppendOnlyManager(models.Manager[Row]):
    """The way to the rows of a model that only grows."""

    def get_queryset(self) -> AppendOnlyQuerySet[Row]:
        """All rows, in a query that cannot change them."""
        return AppendOnlyQuerySet(self.model, using=self._db)


class AppendOnly(models.Model):
    """A row that is inserted once; saving it again or deleting it raises ConflictError."""

    objects = AppendOnlyManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, **kwargs: Any) -> None:
        """Insert the row. Raises ConflictError when it is already kept."""
        if not self._state.adding:
            _refuse(f"this {self._meta.verbose_name}")
        kwargs["force_insert"] = True
        super().save(**kwargs)

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        """Refused: raises ConflictError."""
        _refuse(f"this {self._meta.verbose_name}")


def install_triggers(_apps: object, editor: BaseDatabaseSchemaEditor, tables: Sequence[str] = TABLES) -> None:
    """Make the database itself refuse UPDATE and DELETE (and TRUNCATE) on the tables that only grow."""
    for statement in _statements(editor.connection.vendor, tables, create=True):
        editor.execute(statement)


def remove_triggers(_apps: object, editor: BaseDatabaseSchemaEditor, tables: Sequence[str] = TABLES) -> None:
    """Take the triggers away again, for a migration that must rebuild a table."""
    for statement in _statements(editor.connection.vendor, tables, create=False):
        editor.execute(statement)


def _statements(vendor: str, tables: Sequence[str], *, create: bool) -> list[str]:
    if vendor == "sqlite":
        return [_sqlite(table, verb, create) for table in tables for verb in ("UPDATE", "DELETE")]
    if vendor == "postgresql":
        return _postgresql(tables, create)
    return []


def _sqlite(table: str, verb: str, create: bool) -> str:
    name = f"{table}_no_{verb.lower()}"
    if not create:
        return f"DROP TRIGGER IF EXISTS {name}"
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"


def _postgresql(tables: Sequence[str], create: bool) -> list[str]:
    if not create:
        drops = [f"DROP TRIGGER IF EXISTS {table}_{kind} ON {table}" for table in tables for kind in ("rows", "all")]
        return [*drops, "DROP FUNCTION IF EXISTS ledger_only_grows()"] if tables == TABLES else drops
    function = (
        "CREATE OR REPLACE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    rows = [
        f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION ledger_only_grows()"
        for table in tables
    ]
    everything = [
        f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows()"
        for table in tables
    ]
    return [function, *rows, *everything]
