"""Leaving at any time: one file with everything that was ever entered."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from services.home.whole_file import whole_file
from storage import home as export
from storage.database.engine import Database

FORMAT_VERSION = 1


def write(database: Database, path: Path, at: datetime) -> dict[str, int]:
    """Write one JSON object with a list per kind and return how many rows each list has.

    All lists show the same instant. The file appears whole or not at all, and memory does not
    grow with its size. Raises OSError with the path when it cannot be written, and
    DatabaseUnavailable when the database cannot be read to its end.
    """
    counts: dict[str, int] = {}
    with whole_file(path) as file:
        for text in _pieces(database, at, counts):
            file.write(text.encode())
    return counts


def _pieces(database: Database, at: datetime, counts: dict[str, int]) -> Iterator[str]:
    head = {"format": "linchpin", "version": FORMAT_VERSION, "exported_at": at.isoformat()}
    yield json.dumps(head)[:-1]
    with database.snapshot() as session:
        for kind in export.KINDS:
            yield f",\n{json.dumps(kind)}: ["
            counts[kind] = 0
            for row in export.rows(session, kind):
                yield ("\n" if counts[kind] == 0 else ",\n") + _dumped(row)
                counts[kind] += 1
            yield "]"
    yield "}\n"


def _dumped(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)
