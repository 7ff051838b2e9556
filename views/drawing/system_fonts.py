"""The machine's own fonts, for scripts that the shipped one lacks: which file has which letter.

Drawing with all of them would look through hundreds of files for each picture, and take the first
that has a letter, be it a serif. Here each letter is looked for once, upright sans in bold first.
"""

import os
import struct
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from views.drawing.glyphs import shipped_font

SCRIPTS = {
    "Chinese": "漢",
    "Japanese": "あ",
    "Korean": "한",
    "Thai": "ไ",
    "Hindi": "ह",
    "Bengali": "ব",
    "Tamil": "த",
    "Georgian": "ქ",
    "Armenian": "Ք",
}
"""A letter of each script that the shipped font lacks and that many people write."""

_FOLDERS = {
    "darwin": ("/Library/Fonts", "/System/Library/Fonts", "~/Library/Fonts"),
    "win32": (r"C:\Windows\Fonts", r"~\AppData\Local\Microsoft\Windows\Fonts"),
}
_UNIX = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
_ENDINGS = frozenset({".ttf", ".otf", ".ttc", ".otc"})
_UNUSUAL = ("italic", "oblique", "serif", "mono", "thin", "light", "black", "extra", "condensed")
_STRONG = ("bold", "medium")
"""Most of what people wrote is drawn as titles, in semi-bold."""
_UNICODE = frozenset({(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)})
"""Platform and encoding of the tables of letters that count in Unicode (OpenType, cmap)."""

_MOST_REMEMBERED = 30_000


class MachineFonts:
    """The fonts in these folders; what was found out about a letter is remembered."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._found: dict[str, Path | None] = {}

    def covering(self, letters: frozenset[str]) -> tuple[Path, ...]:
        """As few files as have these letters; none for a letter that is in no font here."""
        if len(self._found) > _MOST_REMEMBERED:
            self._found = {}
        unknown = letters - self._found.keys()
        if unknown:
            self._look_for(set(unknown))
        files = (self._found.get(letter) for letter in letters)
        return tuple(sorted({file for file in files if file is not None}))

    def _look_for(self, unknown: set[str]) -> None:
        chosen = sorted({file for file in self._found.values() if file is not None})
        for file in (*chosen, *(one for one in self._files() if one not in chosen)):
            here = letters_in(file, unknown)
            self._found.update(dict.fromkeys(here, file))
            unknown -= here
            if not unknown:
                return
        self._found.update(dict.fromkeys(unknown))

    def _files(self) -> list[Path]:
        found = (
            Path(folder, name)
            for root in self._folders
            for folder, _folders, names in os.walk(root)
            for name in names
            if Path(name).suffix.lower() in _ENDINGS
        )
        return sorted(found, key=_oddity)


@lru_cache(maxsize=1)
def machine_fonts() -> MachineFonts:
    """The fonts of this machine; installed later, they are seen after a restart."""
    folders = _FOLDERS.get(sys.platform, _UNIX)
    return MachineFonts([Path(folder).expanduser() for folder in folders])


def fonts_for(text: str) -> tuple[Path, ...]:
    """The machine's font files for what the shipped font lacks in a text; often none."""
    shipped = shipped_font()
    lacking = {char for char in set(text) if char not in shipped.semi_bold and char > " "}
    return machine_fonts().covering(frozenset(lacking)) if lacking else ()


def scripts_without_font() -> tuple[str, ...]:
    """The scripts that pictures show as empty boxes, as no font on this machine has them."""
    fonts = machine_fonts()
    return tuple(name for name, letter in SCRIPTS.items() if not fonts.covering(frozenset(letter)))


def letters_in(file: Path, letters: set[str]) -> set[str]:
    """Those of the letters that a font file has; none when it cannot be read as a font."""
    try:
        with file.open("rb") as stream:
            readers = [_reader(table) for table in _letter_tables(stream)]
        return {letter for letter in letters if any(has(ord(letter)) for has in readers)}
    except (OSError, struct.error):
        return set()


def _oddity(file: Path) -> tuple[int, bool, bool, str]:
    name = file.name.lower()
    is_strong = any(word in name for word in _STRONG)
    return sum(word in name for word in _UNUSUAL), "sans" not in name, not is_strong, str(file)


def _letter_tables(stream: BinaryIO) -> Iterator[bytes]:
    """The tables from letters to glyphs (OpenType, cmap) of a file's first font."""
    start = 0
    if stream.read(4) == b"ttcf":
        stream.seek(12)
        (start,) = struct.unpack(">I", stream.read(4))
    offset, length = _table_places(stream, start)[b"cmap"]
    stream.seek(offset)
    table = stream.read(length)
    (count,) = struct.unpack_from(">H", table, 2)
    for n in range(count):
        platform, encoding, at = struct.unpack_from(">HHI", table, 4 + 8 * n)
        if (platform, encoding) in _UNICODE:
            yield table[at:]


def _table_places(stream: BinaryIO, start: int) -> Mapping[bytes, tuple[int, int]]:
    stream.seek(start)
    (count,) = struct.unpack_from(">4xH", stream.read(12))
    entries = struct.iter_unpack(">4s4xII", stream.read(16 * count))
    return {b"cmap": (0, 0)} | {name: (offset, length) for name, offset, length in entries}


def _reader(table: bytes) -> Callable[[int], bool]:
    """Whether a table has a glyph for a letter; the table's facts are unpacked once."""
    (kind,) = struct.unpack_from(">H", table)
    if kind == 12:
        return _group_reader(table)
    return _segment_reader(table) if kind == 4 else lambda _letter: False


def _group_reader(table: bytes) -> Callable[[int], bool]:
    """Format 12: groups of first letter, last letter and first glyph, in the letters' order."""
    (count,) = struct.unpack_from(">I", table, 12)
    groups = struct.unpack_from(f">{3 * count}I", table, 16)
    firsts = groups[::3]

    def has(letter: int) -> bool:
        place = 3 * (bisect_right(firsts, letter) - 1)
        if place < 0:
            return False
        first, last, glyph = groups[place : place + 3]
        return bool(letter <= last and glyph + letter - first)

    return has


def _segment_reader(table: bytes) -> Callable[[int], bool]:
    """Format 4: segments by their last letters, in order; their other facts stand apart."""
    (twice,) = struct.unpack_from(">H", table, 6)
    ends = struct.unpack_from(f">{twice // 2}H", table, 14)

    def has(letter: int) -> bool:
        segment = bisect_left(ends, letter)
        if segment == len(ends):
            return False
        at = 16 + twice + 2 * segment
        first, delta, offset = (
            struct.unpack_from(">H", table, at + n * twice)[0] for n in range(3)
        )
        if letter < first:
            return False
        if not offset:
            return bool((letter + delta) & 0xFFFF)
        (glyph,) = struct.unpack_from(">H", table, at + 2 * twice + offset + 2 * (letter - first))
        return bool(glyph)

    return has
