"""Which encoding a file is written in."""

import codecs
from collections.abc import Iterable
from typing import BinaryIO

SNIFFED_BYTES = 65_536
_CHUNK_BYTES = 262_144
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {
    "utf-8-sig": "UTF-8",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}


def encoding_of(file: BinaryIO) -> str:
    """Return the encoding of a file, which is read once from its start and left at its start.

    A byte order mark decides. Without one it is UTF-16 when every other byte of the beginning is
    mostly zero, as in Western text; else UTF-8 when the whole file is valid UTF-8; else
    Windows-1252, what older spreadsheets write in Western Europe.
    """
    file.seek(0)
    head = file.read(SNIFFED_BYTES)
    found = _marked(head) or _wide(head)
    if found is None:
        file.seek(0)
        found = "utf-8" if _is_utf8(iter(lambda: file.read(_CHUNK_BYTES), b"")) else "cp1252"
    file.seek(0)
    return found


def encoding_label(encoding: str) -> str:
    """Return an encoding as people know it."""
    return _NAMES.get(encoding, encoding)


def _marked(head: bytes) -> str | None:
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def _wide(head: bytes) -> str | None:
    even, odd = head[0::2], head[1::2]
    if odd and odd.count(0) > len(odd) * 0.6 and even.count(0) < len(even) * 0.1:
        return "utf-16-le"
    if even and even.count(0) > len(even) * 0.6 and odd.count(0) < len(odd) * 0.1:
        return "utf-16-be"
    return None


def _is_utf8(chunks: Iterable[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
