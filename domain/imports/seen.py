"""What the columns of a file hold: first values, statuses and importances, how dates were read."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.core.errors import InvalidInput
from domain.imports.choices import importance_of, is_only_closed, status_of
from domain.imports.fields import Field, Kind
from domain.imports.mapping.profiles import profile_of
from domain.imports.plans import Plan
from domain.imports.reading.moments import moment
from domain.imports.reading.records import Record
from domain.imports.reading.values import is_empty
from domain.text.folding import fold

_VALUES = 3
_VALUE_CHARS = 40
_MOST_CHOICES = 60


@dataclass(frozen=True, slots=True)
class Mapping:
    """A status or importance as the file names it, what becomes of it, and in how many rows.

    ``is_known`` is False where it becomes what all unknown ones do.
    """

    word: str
    becomes: str
    rows: int
    is_known: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What the columns hold: by column its first different values, and how some were read.

    ``date`` is a date as written and as read. ``undecodable`` counts rows with characters that
    could not be decoded.
    """

    values: dict[int, tuple[str, ...]]
    statuses: tuple[Mapping, ...] = ()
    importances: tuple[Mapping, ...] = ()
    date: tuple[str, str] | None = None
    undecodable: int = 0

    @property
    def unknown(self) -> tuple[Mapping, ...]:
        """The statuses and importances that are not known."""
        return tuple(one for one in (*self.statuses, *self.importances) if not one.is_known)


NOTHING_SEEN = Seen({})


class Look:
    """Notes what passes by on the way to becoming rows."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._values: dict[int, dict[str, None]] = {place: {} for place in plan.used}
        self._statuses: Counter[str] = Counter()
        self._importances: Counter[str] = Counter()
        self._date: tuple[str, str] | None = None
        self._undecodable = 0

    def through(self, records: Iterable[Record]) -> Iterator[Record]:
        """The same records, each of them noted but for those above the first row."""
        for place, record in enumerate(records):
            if place >= self._plan.head_records and record.problem is None:
                self._note(record.cells)
                self._undecodable += record.undecodable > 0
            yield record

    def seen(self) -> Seen:
        """What has passed by."""
        return Seen(
            {place: tuple(values) for place, values in self._values.items()},
            tuple(self._status(*one) for one in self._statuses.most_common()),
            tuple(self._importance(*one) for one in self._importances.most_common()),
            self._date,
            self._undecodable,
        )

    def _note(self, cells: tuple[str, ...]) -> None:
        for place, values in self._values.items():
            if len(values) < _VALUES and place < len(cells) and not is_empty(cells[place]):
                values.setdefault(" ".join(cells[place][: 4 * _VALUE_CHARS].split())[:_VALUE_CHARS])
        columns = self._plan.columns
        if self._plan.kind is Kind.IDEAS:
            self._count(self._statuses, cells, columns.get(Field.STATUS))
        self._count(self._importances, cells, columns.get(Field.IMPORTANCE))
        said_on = columns.get(Field.SAID_ON)
        if self._date is None and said_on is not None and said_on < len(cells):
            self._date = self._read(cells[said_on])

    def _count(self, counter: Counter[str], cells: tuple[str, ...], place: int | None) -> None:
        if place is None or place >= len(cells) or is_empty(cells[place]):
            return
        word = " ".join(cells[place].split())[:_VALUE_CHARS]
        if word in counter or len(counter) < _MOST_CHOICES:
            counter[word] += 1

    def _read(self, cell: str) -> tuple[str, str] | None:
        if is_empty(cell):
            return None
        try:
            at = moment(cell, day_first=self._plan.day_first, numbers=self._plan.numbers)
        except InvalidInput:
            return None
        is_day = (at.hour, at.minute, at.second) == (0, 0, 0)
        return cell.strip()[:_VALUE_CHARS], f"{at:%-d %B %Y}" + (
            "" if is_day else f"{at:, %H:%M} UTC"
        )

    def _status(self, word: str, rows: int) -> Mapping:
        plan = self._plan
        meaning = profile_of(plan.origin).closed_means
        found = status_of(word, plan.statuses, closed_means=meaning)
        becomes = (found or plan.unknown_status).label
        by_others = {Field.RESOLUTION, Field.DONE_ON} & set(plan.columns)
        if is_only_closed(word) and by_others and fold(word) not in plan.statuses:
            becomes = "Shipped or Declined, by how it ended"
        return Mapping(word, becomes, rows, found is not None)

    def _importance(self, word: str, rows: int) -> Mapping:
        found = importance_of(word, self._plan.importances)
        becomes = found or self._plan.unknown_importance
        return Mapping(word, becomes.label if becomes else "empty", rows, found is not None)
