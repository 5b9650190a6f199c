"""What changed between two vintages of a situation: it takes a while, so it is worked out beside the pages."""

from __future__ import annotations

from threading import Lock, Thread

from django.core.cache import caches

from panah.reconcile import Change, compare
from panah.web.pictures import View

_STARTING = Lock()
_COMPARING = Lock()  # one after the other: each keeps a processor busy
_RUNNING: dict[str, _Work] = {}


class _Work(Thread):
    """One comparison under way; what it finds is kept in this process, what went wrong is told to who asked."""

    def __init__(self, key: str, before: View, after: View) -> None:
        super().__init__(daemon=True)
        self.key, self.before, self.after = key, before, after
        self.error: Exception | None = None

    def run(self) -> None:
        until = self.after.moment.until
        earlier = min(self.before.moment.until, until)
        try:
            with _COMPARING:
                found = compare(
                    self.after.figures, earlier, until, self.after.followed.events, before=self.before.figures
                )
            caches["default"].set(self.key, found)
        except Exception as error:  # whatever it is, it belongs to the page that asked, not to this thread's log
            self.error = error
        finally:
            _RUNNING.pop(self.key, None)


def changes_of(before: View, after: View, *, wait: float) -> list[Change] | None:
    """How what was known at one moment has changed by another; None while that is still being worked out.

    Waits up to `wait` seconds. It is worked out once in this process, however many ask.
    """
    key = f"changes:{before.key}:{after.key}"
    with _STARTING:
        if (kept := _kept(key)) is not None:
            return kept
        work = _RUNNING.get(key)
        if work is None:
            work = _RUNNING[key] = _Work(key, before, after)
            work.start()
    work.join(wait)
    if work.error is not None:
        raise work.error
    return _kept(key)


def _kept(key: str) -> list[Change] | None:
    found: list[Change] | None = caches["default"].get(key)
    return found
