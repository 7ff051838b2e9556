"""The roadmap board: what stands in which column, ready to be shown in any form."""

from dataclasses import dataclass

SHIPPED = "shipped"
"""The key of the column of what was shipped lately; the other keys are horizons."""


@dataclass(frozen=True, slots=True)
class BoardCard:
    """An idea on the board. ``votes`` and ``customers`` are counts of people and of customers."""

    number: str
    title: str
    area: str | None = None
    votes: int = 0
    customers: int = 0
    status: str = ""
    owner: str | None = None


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
    """A board with its columns from soonest to latest, and last what was shipped."""

    title: str
    subtitle: str
    columns: tuple[BoardColumn, ...]

    @property
    def is_empty(self) -> bool:
        """True when no column has an idea."""
        return not any(column.total for column in self.columns)
