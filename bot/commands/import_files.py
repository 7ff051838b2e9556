"""The file that ``linchpin import`` is given: opened as a table, whatever it is."""

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from domain.core.errors import InvalidInput
from domain.imports.reading.formats import Nature, checked_format
from domain.imports.sources import clean_source, source_named
from services.imports.workbooks.reader import chosen, sheets_of


def chosen_path(args: Namespace) -> Path:
    """The file that was named. Raises InvalidInput when there is none."""
    if not args.file:
        raise InvalidInput("Name the file to import, or add --list to see earlier imports.")
    return Path(args.file)


def chosen_source(path: Path, args: Namespace) -> str:
    """The source that was named, or the one that the file's name tells."""
    return clean_source(args.source) if args.source else source_named(path.name, args.sheet)


@contextmanager
def opened_table(path: Path, sheet: str | None) -> Iterator[BinaryIO]:
    """Open a file as a table of text; of a workbook the sheet with a name, or the only one.

    Raises InvalidInput that names a file without a table as what it is.
    """
    with path.open("rb") as file:
        if not file.seekable():
            raise InvalidInput(f"{path} can be read only once. Save it as a file and import that.")
        if checked_format(file, path.name).nature is Nature.TEXT:
            if sheet is not None:
                raise InvalidInput(f"{path.name} has no sheets. Leave out --sheet.")
            yield file
            return
        with sheets_of(file, path.name) as sheets:
            found = chosen(sheets, sheet, path.name)
            with found.path.open("rb") as table:
                yield table


def size_of(file: BinaryIO) -> int:
    """The length of an open file in bytes."""
    return os.fstat(file.fileno()).st_size
