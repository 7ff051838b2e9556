"""The 2×2 picture: value against effort, ready to be drawn."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """One idea in the picture. ``worth`` and ``cost`` are in the method's own measure."""

    number: str
    title: str
    worth: float
    cost: float
    votes: int = 0
    area: str | None = None


@dataclass(frozen=True, slots=True)
class ScoreMap:
    """All ideas of the picture; ``total`` counts those that could stand in it."""

    title: str
    subtitle: str
    worth_name: str
    cost_name: str
    points: tuple[Point, ...]
    total: int

    @property
    def is_empty(self) -> bool:
        """True when no idea has both a value and an effort."""
        return not self.points
