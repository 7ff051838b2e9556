"""How a file is read: what its rows are, what its columns hold, what its values mean."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.core.importance import Importance
from domain.ideas.model import Status
from domain.imports.fields import NEEDED, PROBLEM_COLUMN, Field, Kind, Origin
from domain.imports.reading.moments import NumberStyle
from domain.imports.reading.records import Form


class Doubt(StrEnum):
    """What a file does not say for certain, so that somebody should look at the guess."""

    ENCODING = "encoding"
    DAY_ORDER = "day_order"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file is read: what its rows are, and which column (from 0 on) holds which field.

    ``also`` are further columns of a field. The first ``title_lines`` records are above the table;
    without a header the next one is a row. ``day_first`` is what ``03/04/2026`` means and
    ``numbers`` what a plain number is as a date. ``statuses`` and ``importances`` say by folded
    words what becomes of a file's own ones, ``unknown_status`` and ``unknown_importance`` what
    becomes of those that nobody knows. ``status_hint`` is a column of statuses that was left out:
    what is done there stays done.
    """

    kind: Kind
    origin: Origin
    encoding: str
    delimiter: str
    headers: tuple[str, ...]
    has_header: bool
    columns: dict[Field, int] = field(default_factory=dict)
    day_first: bool = True
    also: dict[Field, tuple[int, ...]] = field(default_factory=dict)
    title_lines: int = 0
    numbers: NumberStyle = NumberStyle.NONE
    statuses: dict[str, Status] = field(default_factory=dict)
    importances: dict[str, Importance] = field(default_factory=dict)
    unknown_status: Status = Status.OPEN
    unknown_importance: Importance | None = None
    status_hint: int | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def form(self) -> Form:
        """How the file is written."""
        return Form(self.encoding, self.delimiter)

    @property
    def head_records(self) -> int:
        """How many records are above the first row."""
        return self.title_lines + self.has_header

    def without_header(self) -> "Plan":
        """The same plan for records of which the header is passed already."""
        return replace(self, has_header=False, title_lines=0)

    @property
    def is_complete(self) -> bool:
        """True when there is a column for what every row needs."""
        return NEEDED[self.kind] in self.columns

    def places(self, wanted: Field) -> tuple[int, ...]:
        """All columns that hold a field, in the order of the file."""
        first = self.columns.get(wanted)
        return () if first is None else tuple(sorted({first, *self.also.get(wanted, ())}))

    @property
    def used(self) -> set[int]:
        """The columns that are imported."""
        return {place for one in self.columns for place in self.places(one)}

    @property
    def left_out(self) -> tuple[str, ...]:
        """The columns that are not imported."""
        used = self.used
        return tuple(
            name
            for place, name in enumerate(self.headers)
            if place not in used and name != PROBLEM_COLUMN
        )

    def settled(self, *settled: Doubt) -> "Plan":
        """The same plan after somebody decided what was in doubt."""
        return replace(self, doubts=tuple(one for one in self.doubts if one not in settled))


@dataclass(frozen=True, slots=True)
class Reading:
    """How somebody wants a file to be read; ``texts`` are further columns of what was said."""

    kind: Kind
    columns: dict[Field, int]
    texts: tuple[int, ...] = ()
    encoding: str | None = None
    day_first: bool | None = None
    statuses: dict[str, Status] = field(default_factory=dict)
    unknown_status: Status | None = None
    unknown_importance: Importance | None = None

    def of(self, plan: Plan) -> Plan:
        """Return a plan with these wishes in place of what was guessed."""
        taken = set(self.columns.values())
        also: dict[Field, tuple[int, ...]] = {
            one: tuple(set(places) - taken)
            for one, places in plan.also.items()
            if one != Field.TEXT and plan.columns.get(one) == self.columns.get(one)
        }
        texts = tuple(place for place in self.texts if place not in taken)
        if texts and Field.TEXT in self.columns:
            also[Field.TEXT] = texts
        changed = replace(
            plan,
            columns=self.columns,
            also={one: tuple(sorted(places)) for one, places in also.items() if places},
            day_first=plan.day_first if self.day_first is None else self.day_first,
            statuses={**plan.statuses, **self.statuses},
            unknown_status=self.unknown_status or plan.unknown_status,
            unknown_importance=self.unknown_importance,
        )
        return changed.settled(Doubt.ENCODING, Doubt.DAY_ORDER)
