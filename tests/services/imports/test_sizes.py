"""Files of any size are read in bounded memory, and get an answer."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest
from sqlalchemy import event

from domain.core.changes import IMPORTING
from domain.core.errors import InvalidInput
from domain.core.people import Request
from domain.imports.runs import Preview
from services.imports import runs as imports
from services.imports.files import guessed, previewed, rows_of
from storage.database.engine import Database
from tests.support.make import NOON, workspace

_MOST_BYTES = 12_000_000


class Lines(io.RawIOBase):
    """A file that is made while it is read: a beginning, and a piece so and so often."""

    def __init__(self, head: bytes, piece: bytes, times: int) -> None:
        self._head, self._piece, self._times = head, piece, times
        self._pieces: Iterator[bytes] = iter(())
        self._rest = memoryview(b"")
        self.seek(0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        assert offset == 0 and whence == 0
        self._rest = memoryview(self._head)
        self._pieces = (self._piece for _turn in range(self._times))
        return 0

    def readinto(self, buffer: object) -> int:
        if not self._rest:
            self._rest = memoryview(next(self._pieces, b""))
        view = memoryview(buffer)  # type: ignore[arg-type]
        size = min(len(view), len(self._rest))
        view[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def read(head: bytes, piece: bytes, times: int) -> tuple[Preview, int]:
    """What a file would bring, and how many bytes reading it took at most."""
    file = io.BufferedReader(Lines(head, piece, times))
    tracemalloc.start()
    try:
        plan = guessed(file)
        found = previewed(file, plan, NOON)
        return found, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("head", "piece", "times", "rows", "refused"),
    [
        (b"Feedback\n", b"A wish\n" * 100, 200, 20_000, 0),
        (b"Feedback,Customer\n", b'"' + b"x y " * 500_000 + b'",Acme\nShort,Acme\n', 3, 6, 3),
        (b"Feedback,Customer\n", b"x" * 2_000_000 + b",Acme\nShort,Acme\n", 3, 6, 3),
        (b'Feedback,Customer\n"Never closed,Acme\n', b"Wish,Acme\n" * 100, 150, 15_001, 1),
        (b'Feedback\n"Never closed\n', b"Wish\n" * 1_000, 400, 1, 1),
        (b"Feedback\nOne\n", b"\n" * 10_000, 200, 1, 0),
        (b"Feedback,Customer\n", b'"a"b,"c""d,e"\n', 8_000, 8_000, 0),
    ],
)
def test_memory_is_bounded_whatever_the_file_holds(
    head: bytes, piece: bytes, times: int, rows: int, refused: int
) -> None:
    found, peak = read(head, piece, times)
    assert (found.rows, found.refused) == (rows, refused)
    assert peak < _MOST_BYTES


def test_a_file_that_is_one_endless_line_gets_the_reason() -> None:
    with pytest.raises(InvalidInput, match=r"No row can be read\. Line 1: The row is too long"):
        read(b"", b"x," * 500_000, 4)


@pytest.mark.parametrize(
    "table",
    [
        "Company,Plan,ARR\n" + "".join(f"Company {n},Gold,{n} EUR\n" for n in range(500)),
        "Feedback,Customer,Area\n"
        + "".join(f"Text {n},Company {n},Area {n}\n" for n in range(500)),
        "Id,Idea,Area,Votes\n" + "".join(f"{n},Idea {n},Area {n},2\n" for n in range(250)),
    ],
)
def test_a_batch_costs_few_statements_however_many_names_it_brings(
    database: Database, table: str
) -> None:
    found, file = workspace(database).id, io.BytesIO(table.encode())
    plan, asked = guessed(file), Request(found, "UADMIN", IMPORTING, NOON)
    run = imports.begin(database, asked, "a.csv", plan, source="a")
    rows = list(rows_of(file, plan, NOON, source="a"))
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    imports.store(database, asked, run, plan, rows)
    event.remove(database.engine, "before_cursor_execute", note)
    assert len(statements) < 60
