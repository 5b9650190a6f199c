"""The one root error: what went wrong, where, and what to do now."""

from __future__ import annotations


class PanahError(Exception):
    """An error a person can act on: `what` happened, `where` (file, sheet, row, quote), and a `hint`."""

    exit_code = 3

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        self.what, self.where, self.hint = what, where, hint
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The error as one line of plain words."""
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}." + (f" {self.hint}." if self.hint else "")


class InputError(PanahError):
    """What was given cannot be read or understood."""

    exit_code = 3


class ConflictError(PanahError):
    """What was asked contradicts what is already kept."""

    exit_code = 4


class UnavailableError(PanahError):
    """Something that is needed (a database, a port, a system package) is not there."""

    exit_code = 5
