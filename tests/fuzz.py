"""Bytes nobody thought of: `make fuzz` gives open_document and the reader of every language ten minutes of them each.

    python tests/fuzz.py documents|texts [SECONDS] [FOLDER]

atheris changes what it starts from so that new lines of code are reached. What breaks is kept in FOLDER (fuzz/ when not
given) and printed; with a file instead of SECONDS that one is tried once more. Findings become tests.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

try:
    import atheris
except ImportError:
    sys.exit("fuzz: atheris is not here; it is made for Linux only, see make fuzz")

with atheris.instrument_imports(include=["panah"]):
    from panah.errors import PanahError
    from panah.figure import Report
    from panah.read import read
    from panah.read.document import open_document
    from panah.read.text.language import codes

HERE = Path(__file__).parent
DAY = date(2022, 9, 27)


def documents(given: bytes) -> None:
    """A file of any kind is read or refused in a sentence."""
    try:
        report = open_document(given, name="fuzz", published=DAY, publisher=None, language=None, today=DAY)
    except PanahError:
        return
    read(report)


def texts(given: bytes) -> None:
    """Any text of any language is read, and what is quoted stands there."""
    if not given:
        return
    language = (*codes(), None)[given[0] % (len(codes()) + 1)]
    text = given[1:].decode("utf-8", "surrogateescape")
    for figure in read(Report(text, published=DAY, language=language)):
        at = figure.evidence
        assert text[at.start : at.end] == at.quote


def seeds(folder: Path, target: str) -> None:
    """Write what the changes start from: the labelled reports, and the documents of the tests and examples."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted((HERE / "read" / "labelled").glob("*.jsonl")):
        code = bytes([codes().index(path.stem)])
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            text = json.loads(line)["text"].encode()
            (folder / f"{path.stem}-{number}").write_bytes(code + text if target == "texts" else text)
    if target == "documents":
        for path in sorted([*(HERE.parent / "examples").rglob("*.*"), *(HERE / "read").rglob("*.*")]):
            if path.is_file() and path.suffix not in (".py", ".pyc") and path.stat().st_size < 60_000:
                (folder / f"{path.stem}{path.suffix}").write_bytes(path.read_bytes())


def main(target: str = "texts", seconds: str = "600", folder: str = "fuzz") -> None:
    """Run one target."""
    act = {"documents": documents, "texts": texts}[target]
    if Path(seconds).is_file():
        act(Path(seconds).read_bytes())
        return
    found = Path(folder) / target
    seeds(found / "seeds", target)
    (found / "reached").mkdir(exist_ok=True)
    limits = ["-max_len=6000", "-timeout=20", "-rss_limit_mb=3000", f"-max_total_time={seconds}"]
    kept = [f"-artifact_prefix={found}/", str(found / "reached"), str(found / "seeds")]
    atheris.Setup([sys.argv[0], *limits, *kept], act)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
