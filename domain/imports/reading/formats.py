"""What a file is, by how it begins: a table, a workbook, or something that holds no table."""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from domain.core.errors import InvalidInput

_HEAD_BYTES = 4_096
_OLE_BYTES = 64_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL = bytes([*range(1, 8), *range(14, 27), *range(28, 32)])


class Nature(StrEnum):
    """How the rows of a file are got at, if it has any."""

    TEXT = "text"
    WORKBOOK = "workbook"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Format:
    """What a file is; ``label`` is what people call it, such as ``a PDF document``."""

    nature: Nature
    label: str


TEXT = Format(Nature.TEXT, "a text file")
WORKBOOK = Format(Nature.WORKBOOK, "a workbook")
_LOCKED = Format(Nature.OTHER, "protected by a password")

_BEGINNINGS: Sequence[tuple[bytes, str]] = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF87a", "an image (GIF)"),
    (b"GIF89a", "an image (GIF)"),
    (b"II*\x00", "an image (TIFF)"),
    (b"MM\x00*", "an image (TIFF)"),
    (b"8BPS\x00", "an image (Photoshop)"),
    (b"\x00\x00\x01\x00", "an image (icon)"),
    (b"\x1f\x8b", "an archive (gzip)"),
    (b"BZh", "an archive (bzip2)"),
    (b"\xfd7zXZ\x00", "an archive (xz)"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)"),
    (b"Rar!\x1a\x07", "an archive (RAR)"),
    (b"\x28\xb5\x2f\xfd", "an archive (zstd)"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or video file"),
    (b"fLaC", "a sound file"),
    (b"\x1aE\xdf\xa3", "a video file"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"\x7fELF", "a program"),
)
_RIFF = {b"WEBP": "an image (WebP)", b"WAVE": "a sound file", b"AVI ": "a video file"}
_MEDIA = {b"heic": "an image (HEIC)", b"heix": "an image (HEIC)", b"mif1": "an image (HEIC)"}
_MEDIA |= {b"avif": "an image (AVIF)"}
_TEXTUAL: Sequence[tuple[re.Pattern[str], str]] = (
    (
        re.compile(r"(<!--.{0,500}?-->\s*)?<(!doctype html|html|head|body|table|meta|style)\b"),
        "HTML",
    ),
    (re.compile(r"(<\?xml.{0,500}?>\s*)?(<!doctype svg.{0,300}?>\s*)?<svg\b"), "SVG"),
    (re.compile(r"<\?xml\b"), "XML"),
    (re.compile(r"\{\s*[\"}]|\[\s*[\[{\"]"), "JSON"),
    (re.compile(r"from \S+@\S+ .{0,60}\d\d:\d\d|(received|delivered-to|mime-version): "), "mail"),
)
_TEXT_LABELS = {
    "HTML": "an HTML page",
    "SVG": "an image (SVG)",
    "XML": "an XML file",
    "JSON": "a JSON file",
    "mail": "an e-mail",
}
_WORD = "a Word document"
_IN_ARCHIVE: Sequence[tuple[str, Format]] = (
    ("xl/workbook.xml", WORKBOOK),
    ("xl/workbook.bin", WORKBOOK),
    ("word/document.xml", Format(Nature.OTHER, _WORD)),
    ("ppt/presentation.xml", Format(Nature.OTHER, "a PowerPoint presentation")),
    ("index/document.iwa", Format(Nature.OTHER, "a Numbers, Pages or Keynote document")),
    ("index.zip", Format(Nature.OTHER, "a Numbers, Pages or Keynote document")),
)
_BY_ENDING = {
    ending: label
    for endings, label in (
        ("pdf", "a PDF document"),
        ("html htm mhtml", "an HTML page"),
        ("json jsonl ndjson", "a JSON file"),
        ("xml", "an XML file"),
        ("zip", "an archive (ZIP)"),
        ("gz tgz bz2 xz 7z rar tar zst", "an archive"),
        ("doc docx odt rtf pages", "a text document"),
        ("ppt pptx odp key", "a presentation"),
        ("numbers", "a Numbers document"),
        ("png jpg jpeg gif webp heic bmp tif tiff svg", "an image"),
        ("parquet", "a Parquet file"),
        ("sqlite db", "a database"),
        ("eml msg", "an e-mail"),
    )
    for ending in endings.split()
}
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_IN_OLE: Sequence[tuple[str, Format]] = (
    ("EncryptedPackage", _LOCKED),
    ("WordDocument", Format(Nature.OTHER, _WORD)),
    ("PowerPoint Document", Format(Nature.OTHER, "a PowerPoint presentation")),
    ("Workbook", WORKBOOK),
    ("Book", WORKBOOK),
)


def format_of(file: BinaryIO) -> Format:
    """Return what a file is, which is left at its start."""
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    found = _packed(file, head) or _binary(head) or _textual(head) or TEXT
    file.seek(0)
    return found


def checked_format(file: BinaryIO, name: str) -> Format:
    """Return what a file with rows is. Raises InvalidInput that names one without as what it is."""
    found = format_of(file)
    if found is _LOCKED:
        raise InvalidInput(f"{name} is protected by a password. Save it without one and try again.")
    if found.nature is Nature.OTHER:
        raise InvalidInput(not_a_table(name, found.label))
    return found


def not_a_table(name: str, label: str) -> str:
    """Return the sentence about a file that holds no table."""
    return f"{name} is {label}, not a table. Save the table as CSV, XLSX or ODS and import that."


def label_by_name(name: str, mimetype: str) -> str | None:
    """Return what a file without a table is called, by its name and type; None for any other."""
    ending = name.rpartition(".")[2].lower()
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    major = mimetype.partition("/")[0]
    return {"image": "an image", "audio": "a sound file", "video": "a video file"}.get(major)


def _packed(file: BinaryIO, head: bytes) -> Format | None:
    """What is in a file that is an archive by its build, as office documents are."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(file)
    if head.startswith(_OLE):
        file.seek(0)
        content = file.read(_OLE_BYTES)
        for stream, found in _IN_OLE:
            if stream.encode("utf-16-le") in content:
                return found
        return Format(Nature.OTHER, "an old office document")
    return None


def _zipped(file: BinaryIO) -> Format:
    try:
        with zipfile.ZipFile(file) as archive:
            names = {name.lower() for name in archive.namelist()}
            kind = archive.read("mimetype")[:100].decode("latin-1") if "mimetype" in names else ""
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, ValueError):
        return Format(Nature.OTHER, "a damaged workbook or archive")
    if kind.startswith(_OPEN_DOCUMENT):
        if "spreadsheet" in kind:
            return WORKBOOK
        return Format(Nature.OTHER, f"an OpenDocument {kind[len(_OPEN_DOCUMENT) :].split('-')[0]}")
    inside = (found for name, found in _IN_ARCHIVE if name in names)
    return next(inside, Format(Nature.OTHER, "an archive (ZIP)"))


def _binary(head: bytes) -> Format | None:
    label = next((label for start, label in _BEGINNINGS if head.startswith(start)), None)
    if head.startswith(b"RIFF"):
        label = _RIFF.get(head[8:12])
    elif head[4:8] == b"ftyp":
        label = _MEDIA.get(head[8:12], "a video file")
    elif head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        label = "an image (BMP)"
    elif head[257:262] == b"ustar":
        label = "an archive (tar)"
    elif label is None and _is_noise(head):
        label = "a binary file"
    return Format(Nature.OTHER, label) if label else None


def _is_noise(head: bytes) -> bool:
    """True for control characters that no text has, in any encoding that tables come in."""
    odd = len(head) - len(head.translate(None, _CONTROL))
    return odd > 8 and odd * 12 > len(head) and head.count(0) * 4 < len(head)


def _textual(head: bytes) -> Format | None:
    encoding = "utf-8-sig"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    start = head.decode(encoding, errors="ignore").lstrip().lower()[:1_000]
    for pattern, what in _TEXTUAL:
        if pattern.match(start):
            return Format(Nature.OTHER, _TEXT_LABELS[what])
    return None
