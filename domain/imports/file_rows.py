"""The rows of a file, its cells as plain text and its ids as those of its source."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from domain.imports.plans import Plan
from domain.imports.reading.markup import plain_text
from domain.imports.reading.records import Record
from domain.imports.rows import Item, Problem, items
from domain.imports.sources import keyed


def rows_read(
    records: Iterator[Record], plan: Plan, *, now: datetime, source: str = ""
) -> Iterator[Item | Problem]:
    """Yield what each record becomes: HTML and Markdown read as text, ids as those of ``source``.

    The cells that come with a row are as they are in the file.
    """
    raw: deque[Record] = deque()

    def plain() -> Iterator[Record]:
        for record in records:
            raw.append(record)
            yield replace(record, cells=tuple(map(plain_text, record.cells)))

    for row in keyed(items(plain(), plan, now=now), plan, source):
        record = raw.popleft()
        while record.line != row.line:
            record = raw.popleft()
        yield replace(row, cells=record.cells)
