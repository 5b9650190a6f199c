"""What is new in a folder: files that are whole, were not read before, and are meant to be read."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from panah.cli.seen import Seen

SETTLED = 2.0
"""Seconds for which a file must not have changed before it is taken to be whole."""
_UNFINISHED = (
    ".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".filepart", ".swp", ".swx", ".lock", ".bak", "~",
)  # fmt: skip
_OURS = ("situation.toml",)

Stamp = list[int]


class Folder:
    """A folder that is looked at again and again; `ours` are files in it that belong to panah itself."""

    def __init__(self, folder: Path, seen: Seen, ours: frozenset[Path] = frozenset()) -> None:
        self.folder, self._seen, self._ours = folder, seen, ours
        self._before: dict[str, Stamp] = {}

    def arrived(self) -> tuple[list[tuple[str, Path, Stamp]], int]:
        """The new or changed files that are whole, oldest first, and how many are still being written.

        A file is whole when it has not changed for SETTLED seconds, or since the last look at least as long ago.
        """
        ready, growing, now = [], 0, time.time()
        looked: dict[str, Stamp] = {}
        for name, path, found in self._files():
            stamp = [found.st_size, found.st_mtime_ns, found.st_ctime_ns]
            looked[name] = stamp
            if self._seen.files.get(name, ([], ""))[0] == stamp:
                continue
            at_rest = now - max(found.st_mtime, found.st_ctime) >= SETTLED
            if at_rest or self._before.get(name) == stamp:
                ready.append((name, path, stamp))
            else:
                growing += 1
        self._before = looked
        return sorted(ready, key=lambda one: (one[2][1], one[0])), growing

    def _files(self) -> Iterator[tuple[str, Path, os.stat_result]]:
        home = self.folder.resolve()
        for root, folders, names in os.walk(self.folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                path = Path(root) / name
                if _passed_over(name):
                    continue
                try:
                    found, real = path.stat(), path.resolve()
                except OSError:  # gone meanwhile, or a link that leads nowhere
                    continue
                if stat.S_ISREG(found.st_mode) and real.is_relative_to(home) and real not in self._ours:
                    yield path.relative_to(self.folder).as_posix(), path, found


def _passed_over(name: str) -> bool:
    return name[0] in ".~#" or name.lower().endswith(_UNFINISHED) or name in _OURS


def digest_of(path: Path) -> str:
    """Hash of a file's bytes; empty when it cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:32]
    except OSError:
        return ""
