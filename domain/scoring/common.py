"""Drivers that several methods ask for: an estimate given under one counts under the other."""

from domain.scoring.drivers import Choice, Direction, Driver

MOST_PEOPLE = 1e9

EFFORT = Driver(
    key="effort",
    word="effort",
    name="Effort",
    question="How much work is it, for everybody together?",
    unit="person-months",
    low=0,
    high=1000,
    direction=Direction.LESS,
    is_above_low=True,
)


def stepped(
    key: str,
    name: str,
    question: str,
    steps: tuple[tuple[float, str, str], ...],
    *,
    word: str = "",
    span: tuple[float, float] = (0, 10),
    direction: Direction = Direction.MORE,
    is_named: bool = False,
) -> Driver:
    """A driver from ``span[0]`` to ``span[1]`` with steps of (value, label, rubric)."""
    return Driver(
        key=key,
        word=word or key,
        name=name,
        question=question,
        unit="a number",
        low=span[0],
        high=span[1],
        direction=direction,
        choices=tuple(Choice(value, label, rubric) for value, label, rubric in steps),
        is_named=is_named,
    )
