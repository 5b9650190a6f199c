"""Bytes -> text in one kind of line ending, by a stated rule, with a note on every guess.

A byte order mark decides; then UTF-16 by its pattern; then valid UTF-8; then a mixture; then one old code page.
"""

from __future__ import annotations

import re

from panah.errors import InputError

CONTROL_SHARE = 0.05
"""Share of control bytes above which a file is no text: random bytes have 0.11, text has next to none."""

_HINT = "Save it as text or HTML and open that"
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r\f\x1b")
_HIGH_BYTES = bytes(range(128, 256))
_HIGH = re.compile(rb"[\x80-\xff]")
_MULTI = (
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]"
)
_UTF8_CHARACTER = re.compile(_MULTI + rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}")
_UTF8_PIECE = re.compile(rb"((?:" + _UTF8_CHARACTER.pattern + rb")+)")
_HIGH_RUN = re.compile(rb"[\xa8\xaa\xaf\xb2\xb3\xb4\xb8\xba\xbf-\xff]{2,}")
_KNOWN_PAGES = re.compile(
    r"(?:windows-?|cp)125\d|(?:cp|ibm)866|koi8-[ru]|iso-?8859-?\d{1,2}|gb(?:k|2312|18030)|big5|euc-(?:jp|kr)|shift_jis"
)
_PART = 65536
_CODE_PAGES = {"ar": "cp1256", "fa": "cp1256"}
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.I)


def decode(data: bytes, where: str, language: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text in these bytes, and notes on what was guessed or dropped. Raises InputError when they are no text."""
    notes: list[str] = []
    skip, encoding = _marked(data)
    if not encoding and len(data) - len(data.translate(None, _CONTROLS)) > CONTROL_SHARE * len(data):
        raise InputError("it is a binary file of an unknown kind, not text", where=where, hint=_HINT)
    try:
        text = data[skip:].decode(encoding, "replace") if encoding else data.decode("utf-8")
    except UnicodeDecodeError:
        text, note = _decode_bytes(data, language)
        notes.append(note)
    if encoding and "\ufffd" in text:
        notes.append("some characters were broken in the file and stand as \ufffd")
    if "\x00" in text:
        notes.append(f"{text.count(chr(0))} NUL characters were dropped")
        text = text.replace("\x00", "")
    return one_line_end(text), tuple(notes)


def _marked(data: bytes) -> tuple[int, str | None]:
    """How many bytes a mark takes, and the Unicode encoding that it, or the pattern of UTF-16, gives away."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return len(bom), encoding
    return 0, _wide_order(data[:4096])


def _wide_order(sample: bytes) -> str | None:
    """UTF-16 without a mark: one byte of each pair is almost always the block of one script."""
    if len(sample) < 8:
        return None
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high, low = sample[offset::2], sample[1 - offset :: 2]
        blocks = sum(high.count(b) for b in b"\x00\x01\x04\x06\x20")
        if blocks > 0.9 * len(high) and high.count(0) and low.count(0) < 0.02 * len(low):
            return encoding
    return None


def _decode_bytes(data: bytes, language: str | None) -> tuple[str, str]:
    """Text that is not all UTF-8. Where whole UTF-8 characters are at least a quarter as many as broken bytes, the
    file is a mixture, and each line is read by what most of it is; else all of it is read by one code page."""
    sample = _sample(data)
    page = _declared(data) or _code_page(sample, language)
    whole, broken = _counts(sample)
    if 4 * whole < broken:
        return data.decode(page, "replace"), f"the encoding is not stated; it was read as {page}"
    lines, odd = data.split(b"\n"), 0
    out: list[str] = []
    for line in lines:
        try:
            out.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            odd += 1
            out.append(_decode_mixed_line(line, page))
    return "\n".join(out), f"the encodings are mixed: {odd} of {len(lines)} lines are not UTF-8 and were read as {page}"


def _sample(data: bytes) -> bytes:
    """The first part that holds bytes above ASCII: enough to tell the encoding, whatever the file's size."""
    first = _HIGH.search(data)
    start = max(0, first.start() - 1000) if first else 0
    return data[start : start + 1_000_000]


def _counts(line: bytes) -> tuple[int, int]:
    """How many bytes above ASCII make whole UTF-8 characters, in pairs, and how many are part of none."""
    rest = _UTF8_PIECE.sub(b"", line)
    broken = len(rest) - len(rest.translate(None, _HIGH_BYTES))
    return (len(line) - len(rest)) // 2, broken


def _decode_mixed_line(line: bytes, page: str) -> str:
    parts, start = [], 0
    while start < len(line):  # in parts, so that there is never one list of a whole huge line's pieces
        end = line.rfind(b" ", start, start + _PART) + 1 if len(line) - start > _PART else len(line)
        end = end or start + _PART
        parts.append(_decode_mixed_part(line[start:end], page))
        start = end
    return "".join(parts)


def _decode_mixed_part(part: bytes, page: str) -> str:
    whole, broken = _counts(part)
    if whole < broken:
        return part.decode(page, "replace")
    pieces = _UTF8_PIECE.split(part)
    return "".join(piece.decode("utf-8" if i % 2 else page, "replace") for i, piece in enumerate(pieces))


def _declared(data: bytes) -> str | None:
    """The one-byte or East Asian encoding that a page's own head names, if the whole page obeys it."""
    match = _CHARSET.search(data[:4096])
    name = match.group(1).decode("ascii").casefold() if match else ""
    if not _KNOWN_PAGES.fullmatch(name):
        return None
    try:
        data.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None
    return name


def _code_page(sample: bytes, language: str | None) -> str:
    """Cyrillic where most bytes above ASCII that are letters stand side by side (whole words of them), else Western;
    Latin-1 where a byte has no meaning in Windows' Western page. Arabic and Persian must be said by `language`."""
    if language in _CODE_PAGES:
        return _CODE_PAGES[language]
    high = len(sample) - len(sample.translate(None, _HIGH_BYTES))
    if 2 * sum(run.end() - run.start() for run in _HIGH_RUN.finditer(sample)) > high:
        return "cp1251"
    return "latin-1" if re.search(rb"[\x81\x8d\x8f\x90\x9d]", sample) else "cp1252"


def one_line_end(text: str) -> str:
    """The text with every line ending as one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
