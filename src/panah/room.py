"""Rooms that can be called: `panah.read` is the package with its parts and the verb in one name."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class CallableRoom(ModuleType):
    """A package whose verb is the function of the package's own name."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        verb = self.__name__.rpartition(".")[2]
        return vars(self)[verb](*args, **kwargs)


def callable_room(name: str) -> None:
    """Make the package `name` callable: calling it calls its verb."""
    sys.modules[name].__class__ = CallableRoom
