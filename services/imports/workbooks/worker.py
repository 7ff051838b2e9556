"""Writes the sheets of a workbook as CSV files; run as a program, in a process of its own.

    python worker.py FOLDER MOST_BYTES MOST_MEMORY  < WORKBOOK

A workbook of a few kilobytes can name a cell a million rows below the others, or unpack to
gigabytes: reading it may end this process, and no other. It prints a list with the sheets' names,
their numbers of rows and whether they are hidden; sheet 0 is written to ``0.csv``. It exits with 2
and a word for the reason when there is nothing to read.
"""

import csv
import json
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

import python_calamine as calamine

LINE_BREAK = "\u2028"
"""Stands for a line break within a cell, so that the line of the file is the row of the sheet."""


def main(folder: Path, most_bytes: int, most_memory: int) -> int:
    """Write the sheets of the workbook at standard input."""
    _limit_memory(most_memory)
    try:
        with calamine.load_workbook(sys.stdin.buffer) as workbook:
            sheets = _written(workbook, folder, most_bytes)
    except calamine.PasswordError:
        return _failed("password")
    except (calamine.CalamineError, OSError, ValueError):
        return _failed("damaged")
    except (MemoryError, _TooLarge):
        return _failed("large")
    sys.stdout.write(json.dumps(sheets))
    return 0


class _TooLarge(Exception):
    """The sheets hold more than is taken."""


def _limit_memory(most_memory: int) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most_memory, most_memory))


def _written(workbook: Any, folder: Path, most_bytes: int) -> list[dict[str, Any]]:
    sheets: list[dict[str, Any]] = []
    for place, about in enumerate(workbook.sheets_metadata):
        if about.typ is not calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_index(place)
        with (folder / f"{len(sheets)}.csv").open("w", encoding="utf-8", newline="") as file:
            rows = _write(sheet, file, most_bytes)
        is_hidden = about.visible is not calamine.SheetVisibleEnum.Visible
        sheets.append({"name": about.name, "rows": rows, "is_hidden": is_hidden})
    return sheets


def _write(sheet: Any, file: TextIO, most_bytes: int) -> int:
    """Write a sheet row by row and return how many of them hold something."""
    writer = csv.writer(file, lineterminator="\n")
    width, filled = max(sheet.width, 2), 0
    for row in sheet.iter_rows():
        cells = [as_text(cell) for cell in row]
        filled += any(cells)
        writer.writerow(cells + [""] * (width - len(cells)))
        if file.tell() > most_bytes:
            raise _TooLarge
    return filled


def as_text(cell: Any) -> str:
    """Return a cell as text: a day as 2026-03-31, a number with all of its digits."""
    if isinstance(cell, str):
        text = cell.replace("\r\n", LINE_BREAK).replace("\n", LINE_BREAK).replace("\r", LINE_BREAK)
        return text.replace("_x000D_", "")
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        near = cell + timedelta(microseconds=500_000)
        is_day = near.time().replace(microsecond=0) == time()
        return near.date().isoformat() if is_day else near.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _number(value: float) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return format(Decimal(repr(value)), "f") if value == value else ""


def _failed(reason: str) -> int:
    sys.stdout.write(reason)
    return 2


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
