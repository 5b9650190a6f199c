"""What a watch has read already, on disk: a line is added when a report is done, so that a restart goes on from there.

Each line is written and synced before the next report begins. A process that is killed leaves at most a torn last line,
which is passed over: that one report is read again.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from panah.errors import ConflictError, UnavailableError

try:
    import fcntl
except ImportError:  # Windows has no such lock: two watches of one place then share their memory unguarded
    fcntl = None  # type: ignore[assignment]


class Seen:
    """The files, reports and feeds that were read; one process at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: dict[str, tuple[list[int], str]] = {}
        """By name: the stamp (size and times) and the hash of what was read."""
        self.reports: set[str] = set()
        self.feed: dict[str, str] = {}
        """What the server said of the feed that was read last: `etag`, `modified`, `digest`."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a+b")
        except OSError as error:
            what = f"what was read cannot be remembered ({(error.strerror or str(error)).lower()})"
            raise UnavailableError(what, where=str(path), hint="Name another file with --state") from None
        self._lock()
        self._load()

    def _lock(self) -> None:
        try:
            if fcntl is not None:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            hint = "End the other one, or give this one a memory of its own with --state"
            raise ConflictError("another panah watches this already", where=str(self.path), hint=hint) from None

    def _load(self) -> None:
        self._file.seek(0)
        content = self._file.read()
        for line in content.split(b"\n"):
            try:
                row = json.loads(line)
                self._take(row)
            except (ValueError, TypeError, KeyError, AttributeError):  # torn by a kill, or somebody else's words
                continue
        if content and not content.endswith(b"\n"):
            self._file.write(b"\n")

    def _take(self, row: dict[str, Any]) -> None:
        if "report" in row:
            self.reports.add(str(row["report"]))
        elif "file" in row:
            self.files[str(row["file"])] = ([int(n) for n in row["stamp"]], str(row["digest"]))
        elif "feed" in row:
            self.feed = {str(key): str(value) for key, value in row["feed"].items()}

    def note(self, **row: Any) -> None:
        """Remember a row (`report=`, or `file=` with `stamp` and `digest`, or `feed=`), on the disk when it returns."""
        self._take(row)
        self._file.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let another process watch."""
        self._file.close()


def memory_for(source: str, target: str) -> Path:
    """Where the memory of a watch lies when none is named: beside the person's own database, a file for each watch."""
    from panah.web.database import own_file

    name = hashlib.sha256(f"{source}\n{target}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Path(own_file()).parent / "watch" / f"{name}.ndjson"
