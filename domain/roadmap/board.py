"""The roadmap board: what stands in which column, ready to be shown in any form."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.dates.days import DateConfidence, Dates

SHIPPED = "shipped"
"""The key of the column of what was shipped lately; the other keys are horizons."""


@dataclass(frozen=True, slots=True)
class BoardCard:
    """An idea on the board. ``votes`` and ``customers`` are counts of people and of customers.

    ``key`` names the idea for ever and tells nothing of it; ``number`` is empty where its readers
    do not know the numbers. ``shipped_on`` is the day on which it was shipped.
    """

    number: str
    title: str
    area: str | None = None
    votes: int = 0
    customers: int = 0
    status: str = ""
    owner: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    confidence: DateConfidence | None = None
    objectives: tuple[str, ...] = ()
    public_title: str | None = None
    shipped_on: date | None = None
    key: str = ""

    @property
    def dates(self) -> Dates:
        """Its first and last day and how sure they are."""
        return Dates(self.starts_on, self.ends_on, self.confidence)


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column. ``total`` counts all its ideas, of which ``cards`` may be the first few."""

    key: str
    title: str
    caption: str
    cards: tuple[BoardCard, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Board:
    """A board with its columns from soonest to latest, and last what was shipped.

    ``day`` is the day that it shows. ``has_votes`` is False where votes and customers are not
    told, ``withheld`` counts ideas that its readers may not see at all.
    """

    title: str
    subtitle: str
    columns: tuple[BoardColumn, ...]
    day: date | None = None
    has_votes: bool = True
    withheld: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when no column has an idea."""
        return not any(column.total for column in self.columns)

    @property
    def planned(self) -> tuple[BoardColumn, ...]:
        """The columns but the one of what was shipped."""
        return tuple(column for column in self.columns if column.key != SHIPPED)

    @property
    def shipped(self) -> BoardColumn | None:
        """The column of what was shipped lately, if any."""
        return next((column for column in self.columns if column.key == SHIPPED), None)

    def cards(self) -> Iterable[tuple[BoardColumn, BoardCard]]:
        """Every card with its column."""
        return ((column, card) for column in self.columns for card in column.cards)
