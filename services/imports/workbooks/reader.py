"""The sheets of a workbook as tables: XLSX, XLSB, XLS and ODS, read in a process of their own."""

import json
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from domain.core.errors import InvalidInput
from domain.text.words import nearest

MOST_BYTES = 400_000_000
"""So much text is taken out of one sheet."""

_MOST_MEMORY = 2_000_000_000
_MOST_UNPACKED = 2_000_000_000
_TIMEOUT_S = 300.0
_CHUNK_BYTES = 1_000_000
_WORKER = Path(__file__).resolve().parent / "worker.py"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with rows, and the CSV file that holds them for as long as its folder is there."""

    name: str
    rows: int
    path: Path


@contextmanager
def sheets_of(
    file: BinaryIO, name: str, *, most_bytes: int = MOST_BYTES, timeout_s: float = _TIMEOUT_S
) -> Iterator[list[Sheet]]:
    """Yield the sheets of a workbook that hold rows, hidden ones only where there are no others.

    Raises InvalidInput for a workbook that is damaged, locked, empty or too large.
    """
    _check_size(file, name)
    with tempfile.TemporaryDirectory(prefix="linchpin-") as folder:
        found = _read(file, name, Path(folder), most_bytes, timeout_s)
        if not found:
            raise InvalidInput(f"{name} has no rows in any sheet.")
        yield found


def chosen(sheets: Sequence[Sheet], wanted: str | None, name: str) -> Sheet:
    """Return the only sheet, or the one with a name. Raises InvalidInput with the sheets' names."""
    if wanted is None and len(sheets) == 1:
        return sheets[0]
    listed = ", ".join(f"“{one.name}” ({one.rows:,} rows)" for one in sheets[:20])
    if wanted is None:
        raise InvalidInput(f"{name} has {len(sheets)} sheets: {listed}. Choose one with --sheet.")
    for one in sheets:
        if one.name.strip().casefold() == wanted.strip().casefold():
            return one
    close = nearest(wanted, [one.name for one in sheets])
    hint = f"Did you mean “{close}”?" if close else f"Available: {listed}."
    raise InvalidInput(f"{name} has no sheet “{wanted[:60]}”. {hint}")


def _check_size(file: BinaryIO, name: str) -> None:
    """Refuse what unpacks to more than is read, whatever its directory says."""
    file.seek(0)
    if not zipfile.is_zipfile(file):
        return
    left = _MOST_UNPACKED
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                if not entry.filename.lower().endswith((".xml", ".bin", ".rels")):
                    continue
                with archive.open(entry) as part:
                    while chunk := part.read(_CHUNK_BYTES):
                        left -= len(chunk)
                        if left < 0:
                            raise InvalidInput(_too_large(name))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise InvalidInput(_damaged(name)) from error
    except RuntimeError as error:  # an entry that is encrypted
        raise InvalidInput(_locked(name)) from error


def _read(
    file: BinaryIO, name: str, folder: Path, most_bytes: int, timeout_s: float
) -> list[Sheet]:
    book = folder / "book"
    file.seek(0)
    with book.open("wb") as copy:
        while chunk := file.read(_CHUNK_BYTES):
            copy.write(chunk)
    worker = [sys.executable, "-P", str(_WORKER), str(folder), str(most_bytes), str(_MOST_MEMORY)]
    try:
        with book.open("rb") as given:
            done = subprocess.run(
                worker, stdin=given, capture_output=True, timeout=timeout_s, check=False
            )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise InvalidInput(_too_large(name)) from error
    said = done.stdout.decode(errors="replace")
    if done.returncode != 0:
        reasons = {"password": _locked(name), "damaged": _damaged(name)}
        raise InvalidInput(reasons.get(said, _too_large(name)))
    found = [
        (Sheet(one["name"], one["rows"], folder / f"{place}.csv"), one["is_hidden"])
        for place, one in enumerate(json.loads(said))
        if one["rows"]
    ]
    shown = [sheet for sheet, is_hidden in found if not is_hidden]
    return shown or [sheet for sheet, _is_hidden in found]


def _too_large(name: str) -> str:
    return f"{name} is too large to read as a workbook. Save the sheet as CSV and import that."


def _damaged(name: str) -> str:
    return f"{name} is damaged, so I can't read it as a workbook. Save it again or save it as CSV."


def _locked(name: str) -> str:
    return f"{name} is protected by a password. Save it without one and try again."
