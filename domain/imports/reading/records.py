"""The records of a CSV file one after the other, in bounded memory, whatever the file holds."""

import csv
import io
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from domain.imports.reading.encodings import Decoding, decoding_of, errors_handler, without_marks

DELIMITERS = (",", ";", "\t", "|")
MOST_RECORD_CHARS = 400_000
"""A longer record is refused and passed over; nothing that Linchpin stores is nearly as long."""

MOST_RECORD_LINES = 5_000
"""So many rows within one pair of quotation marks mean that the second one is missing."""

_CELL_CHARS = 120_000
_HEAD_CHARS = 65_536
_SAMPLE_LINES = 30

TOO_LONG = "The row is too long: more than 400,000 characters. Shorten it."
NEVER_CLOSED = (
    "A quotation mark is opened in this row and never closed. Close it, or write it twice."
)
CELL_TOO_LONG = "A cell of this row is too long: more than 120,000 characters. Shorten it."


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written: its encoding and what separates two cells.

    ``is_certain`` is False where the encoding is only the likeliest one.
    """

    encoding: str
    delimiter: str
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """One record and the line of the file that it begins in, from 1 on.

    ``problem`` says why it cannot be read; the cells are then empty or the beginning alone.
    ``undecodable`` counts the places that the encoding has no character for.
    """

    line: int
    cells: tuple[str, ...]
    problem: str | None = None
    undecodable: int = 0


def form_of(file: BinaryIO, encoding: str | None = None) -> Form:
    """Return how a file is written; the file is left at its start.

    A given ``encoding`` is not guessed.
    """
    decoding = decoding_of(file) if encoding is None else Decoding(encoding)
    text = _decoded(file, decoding.encoding)
    try:
        head = text.read(_HEAD_CHARS)
    finally:
        text.detach()
    file.seek(0)
    return Form(decoding.encoding, _delimiter(head), decoding.is_certain)


def records(file: BinaryIO, form: Form) -> Iterator[Record]:
    """Yield the records of a file from its start, those without any content left out.

    A record that cannot be read comes with its problem, and those after it are read all the same.
    The file stays open.
    """
    text = _decoded(file, form.encoding)
    try:
        for record in _Reader(text, form.delimiter).records():
            if record.problem or any(cell.strip() for cell in record.cells):
                yield _without_marks(record)
    finally:
        text.detach()


def _decoded(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    file.seek(0)
    return io.TextIOWrapper(file, encoding, errors=errors_handler(), newline="")


def _without_marks(record: Record) -> Record:
    if all(cell.isascii() for cell in record.cells):
        return record
    clean = [without_marks(cell) for cell in record.cells]
    undecodable = sum(count for _text, count in clean)
    if not undecodable:
        return record
    return replace(record, cells=tuple(text for text, _count in clean), undecodable=undecodable)


class _Reader:
    """Cuts a text into records; what has to be read again waits in ``_held``."""

    def __init__(self, text: io.TextIOBase, delimiter: str) -> None:
        self._text = text
        self._delimiter = delimiter
        self._nothing = f"{delimiter} \t\r\n"
        self._held: deque[str] = deque()
        self._line = 0

    def records(self) -> Iterator[Record]:
        if not self._is_named_delimiter(first := self._next()) and first:
            self._held.appendleft(first)
            self._line = 0
        while line := self._next():
            if not self._is_empty(line):
                yield self._record(line)

    def _is_empty(self, line: str) -> bool:
        """Tell the lines that hold nothing at once: a file may have a million of them."""
        return not line.strip(self._nothing) and len(line) <= MOST_RECORD_CHARS

    def _is_named_delimiter(self, line: str) -> bool:
        """Excel may write ``sep=;`` into the first line."""
        return line.strip().lower() == f"sep={self._delimiter}".strip()

    def _next(self) -> str:
        """The next line with its end, or the next part of one that is too long; empty at the end.

        Lines are counted as editors do: a part of a line counts nothing.
        """
        line = self._held.popleft() if self._held else self._text.readline(MOST_RECORD_CHARS + 1)
        if line.endswith(("\n", "\r")):
            self._line += 1
        elif line and not self._held:
            self._line += len(line) <= MOST_RECORD_CHARS
        return line

    def _record(self, line: str) -> Record:
        is_part = len(line) > MOST_RECORD_CHARS and not line.endswith(("\n", "\r"))
        start = self._line + is_part
        if len(line) > MOST_RECORD_CHARS:
            return self._pass_over(start, [line])
        if '"' not in line:
            return self._parsed(start, line)
        parts, chars = [line], len(line)
        is_open = _ends_open(line, self._delimiter, is_open=False)
        while is_open:
            if chars > MOST_RECORD_CHARS:
                return self._pass_over(start, parts)
            more = self._next()
            if not more or (len(parts) == MOST_RECORD_LINES and self._are_rows(parts)):
                return self._give_back(start, [*parts, more] if more else parts)
            parts.append(more)
            chars += len(more)
            is_open = _ends_open(more, self._delimiter, is_open=True)
        return self._parsed(start, "".join(parts))

    def _are_rows(self, parts: Sequence[str]) -> bool:
        """Whether lines look like rows of the table rather than like one long text."""
        return sum(self._delimiter in part for part in parts) * 2 > len(parts)

    def _give_back(self, start: int, parts: Sequence[str]) -> Record:
        """Refuse the first line alone: the lines after it are records of their own."""
        self._held.extendleft(reversed(parts[1:]))
        self._line = start
        return Record(start, self._split(parts[0]), NEVER_CLOSED)

    def _pass_over(self, start: int, parts: Sequence[str]) -> Record:
        """Read on to the end of a record that is too long, without keeping it."""
        beginning, is_open = parts[0][:1000], False
        for part in parts:
            is_open = _ends_open(part, self._delimiter, is_open=is_open)
        last = parts[-1]
        while is_open or not last.endswith(("\n", "\r")):
            last = self._next()
            if not last:
                break
            is_open = _ends_open(last, self._delimiter, is_open=is_open)
        problem = TOO_LONG
        if is_open:
            problem = f"{NEVER_CLOSED} All lines up to {self._line:,} were taken for one cell."
        return Record(start, self._split(beginning), problem)

    def _parsed(self, start: int, text: str) -> Record:
        try:
            cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter), [])
        except csv.Error:
            return Record(start, self._split(text[:1000]), CELL_TOO_LONG)
        if any(len(cell) > _CELL_CHARS for cell in cells):
            return Record(start, tuple(cell[:1000] for cell in cells), CELL_TOO_LONG)
        return Record(start, tuple(cells))

    def _split(self, text: str) -> tuple[str, ...]:
        """What can be made of the cells of a record that is refused."""
        return tuple(cell.strip('"\r\n') for cell in text.split(self._delimiter))


def _ends_open(line: str, delimiter: str, *, is_open: bool) -> bool:
    """Whether a quotation mark is still open at the end of a line.

    One opens a cell only at its very beginning; anywhere else it is a character like others.
    """
    place, at_start = 0, not is_open
    while True:
        if is_open:
            place = line.find('"', place)
            if place < 0:
                return True
            if line.startswith('""', place):
                place += 2
                continue
            is_open, at_start = False, False
            place += 1
        if not at_start:
            place = line.find(delimiter, place)
            if place < 0:
                return False
            place += 1
        at_start = False
        if line.startswith('"', place):
            is_open = True
            place += 1


def _delimiter(head: str) -> str:
    """The delimiter that cuts the most lines into the same number of cells, more than one."""
    named = head[:6].lower().lstrip("\ufeff")
    if named.startswith("sep=") and named[4:5] in DELIMITERS:
        return named[4]
    return max(DELIMITERS, key=lambda one: _evenness(head, one))


def _evenness(head: str, delimiter: str) -> tuple[float, int]:
    """How alike the records are in width, and the width."""
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    widths: list[int] = []
    try:
        for cells in reader:
            if cells:
                widths.append(len(cells))
            if len(widths) == _SAMPLE_LINES:
                break
    except csv.Error:
        pass  # what was read up to here is enough to judge by
    whole = widths[:-1] or widths  # the last one may be cut off
    if not whole:
        return 0.0, 0
    width, count = Counter(whole).most_common(1)[0]
    return (count / len(whole) if width > 1 else 0.0), width
