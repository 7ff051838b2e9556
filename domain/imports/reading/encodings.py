"""Which encoding a file is written in, and what in it cannot be decoded."""

import codecs
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from domain.core.errors import InvalidInput
from domain.imports.reading.legacy import proposed
from domain.text.folding import fold

SNIFFED_BYTES = 65_536
_CHUNK_BYTES = 262_144
_MOST_FAULTS = 2_000
_VALID_PER_FAULT = 4
"""UTF-8 with so many valid sequences to one invalid is UTF-8: no other encoding looks like that."""

_MARK = "\udcff"
_HANDLER = "linchpin-mark"
REPLACEMENT = "\ufffd"

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ENCODINGS: dict[str, str] = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16 (big-endian)",
    "cp1252": "Windows-1252 (Western Europe)",
    "cp1250": "Windows-1250 (Central Europe)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "iso8859_2": "ISO-8859-2 (Central Europe)",
    "iso8859_15": "ISO-8859-15 (Western Europe)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "cp932": "Shift JIS (Japanese)",
    "euc_jp": "EUC-JP (Japanese)",
    "gb18030": "GB18030 (Chinese, simplified)",
    "big5": "Big5 (Chinese, traditional)",
    "cp949": "EUC-KR (Korean)",
    "mac_roman": "Mac Roman (Western Europe)",
    "mac_latin2": "Mac Central Europe",
    "mac_cyrillic": "Mac Cyrillic",
    "cp850": "DOS 850 (Western Europe)",
    "cp866": "DOS 866 (Cyrillic)",
}
"""The encodings that can be chosen, with what people read of them."""


@dataclass(frozen=True, slots=True)
class Decoding:
    """The encoding of a file; ``is_certain`` is False where its bytes allow several."""

    encoding: str
    is_certain: bool = True


def decoding_of(file: BinaryIO) -> Decoding:
    """Return the encoding of a file, which is left at its start.

    A byte order mark decides. Else it is UTF-16 when its beginning reads well as that, and UTF-8
    when the whole file is UTF-8, but for a few bytes or a cut at its end. For anything else the
    likeliest encoding is proposed, and is not certain.
    """
    file.seek(0)
    head = file.read(SNIFFED_BYTES)
    found = _marked(head) or _wide(head)
    if found is None:
        found = _narrow(file)
    file.seek(0)
    return found


def encoding_named(word: str) -> str:
    """Return the encoding that somebody types. Raises InvalidInput with those that are known."""
    folded = fold(word)
    for name, label in ENCODINGS.items():
        if folded in (fold(name), fold(label), fold(label.partition(" (")[0])):
            return name
    try:
        found = codecs.lookup(word.strip())
        is_text = found._is_text_encoding
    except LookupError:
        is_text = False
    if not is_text:
        known = ", ".join(ENCODINGS)
        raise InvalidInput(f"Unknown encoding “{word[:40]}”. Use one of: {known}.")
    return found.name


def encoding_label(encoding: str) -> str:
    """Return an encoding as people know it, such as ``Windows-1251 (Cyrillic)``."""
    plain = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-32": "UTF-32"}
    return plain.get(encoding) or ENCODINGS.get(encoding, encoding)


def errors_handler() -> str:
    """Return the name of the handler that decodes each undecodable place as one mark."""
    codecs.register_error(_HANDLER, _marked_fault)
    return _HANDLER


def without_marks(text: str) -> tuple[str, int]:
    """Return decoded text with a replacement character for each mark, and how many there were."""
    count = text.count(_MARK)
    return (text.replace(_MARK, REPLACEMENT), count) if count else (text, 0)


def _marked_fault(fault: UnicodeError) -> tuple[str, int]:
    assert isinstance(fault, UnicodeDecodeError)
    return _MARK, fault.end


def _marked(head: bytes) -> Decoding | None:
    return next((Decoding(name) for mark, name in _BYTE_ORDER_MARKS if head.startswith(mark)), None)


def _wide(head: bytes) -> Decoding | None:
    """UTF-16 without a mark: every line end has a zero byte, which other text does not hold."""
    even = head[: len(head) // 2 * 2]
    if len(even) < 4 or b"\0" not in even:
        return None
    ways = [(_readable(even, name), name) for name in ("utf-16-le", "utf-16-be")]
    share, name = max(ways)
    return Decoding(name) if share > 0.9 else None


def _readable(content: bytes, encoding: str) -> float:
    """The share of characters that text is made of, from 0 to 1."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(content)
    except UnicodeDecodeError:
        return 0.0
    ends = text.count("\n") + text.count("\r")
    raw_ends = content.count(b"\n") + content.count(b"\r")
    if ends * 5 < raw_ends or not any(mark in text for mark in "\r\n,;\t|"):
        return 0.0  # letters of one byte each, read in pairs
    odd = sum(_is_odd(char) for char in text)
    return 1 - odd / len(text)


def _is_odd(char: str) -> bool:
    """True for what no table holds: control, private and unassigned characters."""
    return char not in "\t\r\n" and unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs")


def _narrow(file: BinaryIO) -> Decoding:
    """UTF-8, or what else the bytes above 127 may be."""
    valid = faults = 0
    samples: list[bytes] = []
    sampled = 0
    decoder = codecs.getincrementaldecoder("utf-8")(errors_handler())
    for chunk, is_last in _chunks(file):
        text = decoder.decode(chunk, final=is_last)
        if text.isascii():
            continue
        marks = text.count(_MARK)
        faults += marks
        valid += sum(char > "\x7f" for char in text) - marks
        if sampled < SNIFFED_BYTES:
            samples.append(_telling(chunk, SNIFFED_BYTES - sampled))
            sampled += len(samples[-1])
        if faults > _MOST_FAULTS and valid < _VALID_PER_FAULT * faults:
            break
    is_cut = bool(faults) and text.endswith(_MARK) and is_last
    if faults - is_cut == 0 and (valid or not is_cut):
        return Decoding("utf-8")
    if valid >= _VALID_PER_FAULT * faults:
        return Decoding("utf-8")
    return Decoding(proposed(b"".join(samples)), is_certain=False)


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """The file piece by piece, each with whether it is the last one."""
    file.seek(0)
    chunk = file.read(_CHUNK_BYTES)
    while chunk:
        after = file.read(_CHUNK_BYTES)
        yield chunk, not after
        chunk = after
    yield b"", True


def _telling(chunk: bytes, most: int) -> bytes:
    """The lines that are not plain ASCII, which alone tell encodings apart."""
    found: list[bytes] = []
    size = 0
    for line in chunk.splitlines(keepends=True):
        if not line.isascii():
            found.append(line)
            size += len(line)
            if size >= most:
                break
    return b"".join(found)
