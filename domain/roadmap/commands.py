"""What may be asked of the roadmap: its form, its lanes, and who is to read it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.core.errors import InvalidInput
from domain.text.words import check_length, nearest, straighten


class Shape(StrEnum):
    """How the roadmap is laid out."""

    BOARD = "board"
    QUARTERS = "quarters"
    MONTHS = "months"

    @property
    def label(self) -> str:
        """The layout as people read it."""
        return _SHAPES[self]

    @property
    def is_timeline(self) -> bool:
        """True for a layout along the calendar."""
        return self is not Shape.BOARD


_SHAPES = {
    Shape.BOARD: "Now, Next, Later",
    Shape.QUARTERS: "Timeline by quarter",
    Shape.MONTHS: "Timeline by month",
}


class Lanes(StrEnum):
    """What the roadmap's rows are grouped by."""

    NONE = "none"
    AREA = "area"
    OBJECTIVE = "objective"
    OWNER = "owner"

    @property
    def label(self) -> str:
        """The grouping as people read it."""
        return "No lanes" if self is Lanes.NONE else f"By {self.value}"


class Reader(StrEnum):
    """Who is to read the roadmap."""

    INTERNAL = "internal"
    STAKEHOLDERS = "stakeholders"
    CUSTOMERS = "customers"

    @property
    def label(self) -> str:
        """The readers as people read it."""
        return "For the team" if self is Reader.INTERNAL else f"For {self.value}"


@dataclass(frozen=True, slots=True)
class RoadmapView:
    """One way to look at the roadmap; raises InvalidInput for what its readers may not see.

    ``is_list`` asks for every idea in a line, ``is_picture`` for the picture.
    """

    shape: Shape = Shape.BOARD
    lanes: Lanes = Lanes.NONE
    reader: Reader = Reader.INTERNAL
    is_list: bool = False
    is_picture: bool = False

    def __post_init__(self) -> None:
        if self.reader is Reader.CUSTOMERS and self.lanes in (Lanes.OBJECTIVE, Lanes.OWNER):
            raise InvalidInput(
                f"Customers see no {self.lanes.value}s. Try /roadmap by area for customers."
            )

    @property
    def words(self) -> str:
        """The words after /roadmap that ask for this view."""
        parts = [] if self.shape is Shape.BOARD else [self.shape.value]
        parts += ["list"] if self.is_list else []
        parts += ["picture"] if self.is_picture else []
        parts += [] if self.lanes is Lanes.NONE else [f"by {self.lanes.value}"]
        parts += [] if self.reader is Reader.INTERNAL else [f"for {self.reader.value}"]
        return " ".join(parts) or "board"

    def of_reader(self, reader: Reader) -> "RoadmapView":
        """This view for other readers; lanes that they may not see are left out."""
        hides = reader is Reader.CUSTOMERS and self.lanes in (Lanes.OBJECTIVE, Lanes.OWNER)
        return replace(self, reader=reader, lanes=Lanes.NONE if hides else self.lanes)

    def of_lanes(self, lanes: Lanes) -> "RoadmapView | None":
        """This view with other lanes; None for lanes that its readers may not see."""
        if self.reader is Reader.CUSTOMERS and lanes in (Lanes.OBJECTIVE, Lanes.OWNER):
            return None
        return replace(self, lanes=lanes)


_MOST_CHARS = 200
_Change = tuple[str, object]

_WORDS: Mapping[str, _Change] = {
    "board": ("shape", Shape.BOARD),
    "timeline": ("shape", Shape.QUARTERS),
    **dict.fromkeys(("quarter", "quarters", "quarterly"), ("shape", Shape.QUARTERS)),
    **dict.fromkeys(("month", "months", "monthly"), ("shape", Shape.MONTHS)),
    "list": ("is_list", True),
    **dict.fromkeys(("picture", "image"), ("is_picture", True)),
    **dict.fromkeys(("area", "areas"), ("lanes", Lanes.AREA)),
    **dict.fromkeys(("objective", "objectives", "goal", "goals"), ("lanes", Lanes.OBJECTIVE)),
    **dict.fromkeys(("owner", "owners"), ("lanes", Lanes.OWNER)),
    **dict.fromkeys(("internal", "team", "us"), ("reader", Reader.INTERNAL)),
    **dict.fromkeys(("stakeholder", "stakeholders"), ("reader", Reader.STAKEHOLDERS)),
    **dict.fromkeys(("customer", "customers"), ("reader", Reader.CUSTOMERS)),
}
_FILLERS = frozenset(
    {"by", "for", "as", "a", "an", "the", "with", "in", "and", "lanes", "swimlanes", "swim-lanes"}
)


def parse_view(text: str) -> RoadmapView:
    """The view that words in any order ask for; no words are the board for the team.

    Raises InvalidInput for a word that means nothing here, naming the nearest that does.
    """
    check_length(text, _MOST_CHARS, "/roadmap timeline by area")
    chosen: dict[str, object] = {}
    for word in re.split(r"[\s,]+", straighten(text).strip().lower()):
        if not word or word in _FILLERS:
            continue
        if word not in _WORDS:
            raise _unknown(word)
        field, value = _WORDS[word]
        is_finer = value is Shape.MONTHS and chosen.get(field) is Shape.QUARTERS
        is_same = word == "timeline" and field in chosen
        if chosen.get(field, value) != value and not is_finer and not is_same:
            raise InvalidInput(f"Choose one of {chosen[field]} and {value}, not both.")
        if not is_same:
            chosen[field] = value
    return RoadmapView(**chosen)  # type: ignore[arg-type]


def _unknown(word: str) -> InvalidInput:
    known = nearest(word, _WORDS) or "timeline"
    change: object = _WORDS[known][1]
    said = f"by {known}" if isinstance(change, Lanes) else known
    said = f"for {known}" if isinstance(change, Reader) else said
    return InvalidInput(
        f"I do not know /roadmap {word[:40]}. Did you mean /roadmap {said}? For example: "
        "/roadmap timeline by objective for stakeholders."
    )
