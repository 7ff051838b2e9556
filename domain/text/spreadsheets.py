"""Cells of tables that people open in spreadsheets, where some beginnings would be run."""

import re

_RUNS = re.compile(r"\s*[=+\-@\t\r]|[\t\r\n]")
_GUARDED = re.compile(r"'(?:\s*[=+\-@\t\r]|[\t\r\n])")


def inert(cell: str) -> str:
    """Return a cell as it is written to a CSV file, so that no spreadsheet runs it.

    What begins with ``= + - @``, a tab or a line break gets an apostrophe in front, which
    spreadsheets take as "this is text" (OWASP, CSV injection).
    """
    return f"'{cell}" if _RUNS.match(cell) else cell


def as_typed(cell: str) -> str:
    """Return a cell as somebody meant it: without the apostrophe that ``inert`` puts in front."""
    return cell[1:] if _GUARDED.match(cell) else cell
