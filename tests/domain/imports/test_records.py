"""Reading CSV files, good and bad ones, in bounded memory."""

import io
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from domain.imports.reading.records import (
    CELL_TOO_LONG,
    NEVER_CLOSED,
    TOO_LONG,
    Form,
    form_of,
    records,
)


def read(content: bytes) -> tuple[Form, list[tuple[int, tuple[str, ...], str | None]]]:
    file = io.BytesIO(content)
    form = form_of(file)
    return form, [(one.line, one.cells, one.problem) for one in records(file, form)]


TABLE = "Kunde;Text\r\nMüller;„Zu langsam“ – 5 €\r\n"
ROWS = [(1, ("Kunde", "Text"), None), (2, ("Müller", "„Zu langsam“ – 5 €"), None)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_every_usual_encoding_is_recognised(encoding: str) -> None:
    form, found = read(TABLE.encode(encoding))
    assert found == ROWS
    assert form.delimiter == ";"


def test_windows_1252_is_recognised_by_its_very_last_letter() -> None:
    content = b"Text\n" + b"plain words\n" * 20_000 + "größer\n".encode("cp1252")
    form, found = read(content)
    assert form.encoding == "cp1252" and found[-1][1] == ("größer",)


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n3,5;4\n", ";"),
        ("a\tb\n1, 2\t3\n", "\t"),
        ("sep=;\na;b\n", ";"),
        ("Text\nOne, two\nThree\n", ","),
        ('"a,b";"c"\n"d";"e"\n', ";"),
    ],
)
def test_the_delimiter_is_what_cuts_rows_evenly(content: str, delimiter: str) -> None:
    assert read(content.encode())[0].delimiter == delimiter


def test_cells_with_line_breaks_and_quotes_keep_the_count_of_lines() -> None:
    _form, found = read(b'a,b\n"one\ntwo","say ""hi"""\n5" pipe,x\n')
    assert found[1:] == [(2, ("one\ntwo", 'say "hi"'), None), (4, ('5" pipe', "x"), None)]


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_alone() -> None:
    rows = [f"{number},fine" for number in range(12_000)]
    rows[3] = '3,"never closed'
    _form, found = read("\n".join(rows).encode())
    assert len(found) == 12_000
    assert [(line, problem) for line, _cells, problem in found if problem] == [(4, NEVER_CLOSED)]
    assert found[4][1] == ("4", "fine") and found[-1][1] == ("11999", "fine")


@pytest.mark.parametrize("cell", [b"x" * 10_000_000, b'"' + b"words of a line \n" * 600_000 + b'"'])
def test_a_cell_of_ten_megabytes_costs_its_own_row_and_little_memory(cell: bytes) -> None:
    content = b"id,text\n1," + cell + b"\n2,good\n"
    file = io.BytesIO(content)
    form = form_of(file)
    tracemalloc.start()
    found = list(records(file, form))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000
    assert (found[1].line, found[1].problem) == (2, TOO_LONG)
    assert found[-1].cells == ("2", "good")


def test_a_long_text_with_an_open_quotation_mark_says_how_far_it_reached() -> None:
    _form, found = read(b'text\n"open\n' + b"words of one column\n" * 30_000)
    assert len(found) == 2
    assert "All lines up to 30,002 were taken for one cell" in str(found[1][2])


def test_a_cell_that_is_too_long_to_store_is_refused() -> None:
    _form, found = read(b"id,text\n1," + b"x" * 200_000 + b"\n2,good\n")
    assert found[1][2] == CELL_TOO_LONG and found[2][1] == ("2", "good")


class Endless(io.RawIOBase):
    """A file of many rows that is never whole in memory."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self.seek(0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        assert (offset, whence) == (0, 0)
        self._parts: Iterator[bytes] = (
            b"1,some words of a row\n" * 1000 for _ in range(self._rows)
        )
        self._rest = b""
        return 0

    def read(self, size: int = -1) -> bytes:
        if not self._rest:
            self._rest = next(self._parts, b"")
        head, self._rest = self._rest[:size], self._rest[size:]
        return head

    def read1(self, size: int = -1) -> bytes:
        return self.read(size)


def test_many_rows_need_no_more_memory_than_few() -> None:
    file = Endless(20)
    form = form_of(file)  # type: ignore[arg-type]
    tracemalloc.start()
    count = sum(1 for _ in records(file, form))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000 and peak < 500_000


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b",,\n;;\n", b"\x00" * 10])
def test_a_file_without_content_has_no_records(content: bytes) -> None:
    _form, found = read(content)
    assert [one for one in found if any(cell.strip("\0;") for cell in one[1])] == []


@pytest.mark.parametrize("line", [b"\n", b"\r\n", b",,\n", b" , \n"])
def test_a_megabyte_of_empty_lines_is_passed_over_at_once(line: bytes) -> None:
    file = io.BytesIO(b"title,text\n" + line * (1_000_000 // len(line)) + b"Dark mode,please\n")
    begun = time.thread_time()
    found = list(records(file, Form("utf-8", ",")))
    assert time.thread_time() - begun < 1.5
    assert [one.cells[0] for one in found] == ["title", "Dark mode"]
    assert found[-1].line == 2 + 1_000_000 // len(line)
