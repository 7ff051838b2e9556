"""The content of files to import: kept packed, read from the start as often as it is needed."""

import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from domain.core.errors import InvalidInput
from domain.imports.fields import Kind, Origin
from domain.imports.file_rows import rows_read
from domain.imports.mapping.guess import SAMPLE_ROWS, guess
from domain.imports.plans import Plan
from domain.imports.reading.records import Record, form_of, records
from domain.imports.rows import Item, Problem
from domain.imports.runs import Preview, preview
from domain.imports.seen import Look

_HEAD = SAMPLE_ROWS + 11


def pack_file(content: bytes) -> bytes:
    """Content as it is stored; tables shrink to about a tenth."""
    return zlib.compress(content, 6)


def unpack_file(packed: bytes) -> BinaryIO:
    """Stored content as a file."""
    return io.BytesIO(zlib.decompress(packed))


def sample_of(file: BinaryIO, plan: Plan) -> list[Record]:
    """The first records of a file that is read by a plan."""
    return list(islice(records(file, plan.form), _HEAD))


def guessed(
    file: BinaryIO,
    kind: Kind | None = None,
    origin: Origin | None = None,
    encoding: str | None = None,
) -> Plan:
    """How a file seems to be meant; what is given is not guessed. Raises InvalidInput for one
    without rows."""
    form = form_of(file, encoding)
    sample = list(islice(records(file, form), _HEAD))
    if sample and all(one.problem for one in sample):
        raise InvalidInput(f"No row can be read. Line {sample[0].line}: {sample[0].problem}")
    return guess(sample, form, kind=kind, origin=origin)


def rows_of(
    file: BinaryIO, plan: Plan, now: datetime, *, behind: int = 0, source: str = ""
) -> Iterator[Item | Problem]:
    """The rows of a file, without the first ``behind`` ones; its ids are those of ``source``."""
    found = records(file, plan.form)
    if behind:
        found = islice(found, behind + plan.head_records, None)
        plan = plan.without_header()
    return rows_read(found, plan, now=now, source=source)


def previewed(file: BinaryIO, plan: Plan, now: datetime) -> Preview:
    """What a file would bring, read to its end."""
    look = Look(plan)
    found = preview(rows_read(look.through(records(file, plan.form)), plan, now=now))
    return replace(found, seen=look.seen())
