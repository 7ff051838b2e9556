"""Pictures of value against effort, of any number of ideas."""

import math

from domain.scoring.score_map import Point, ScoreMap

_AREAS = ("Reporting", "Integrations", "Mobile", "Billing", None)


def score_map(ideas: int, title: str = "Export to CSV") -> ScoreMap:
    """A picture whose ideas crowd in one corner, with marks that follow from their numbers."""
    points = tuple(
        Point(
            number=f"I-{n}",
            title=f"{title} {n}",
            worth=40 * (1.17 ** (n % 37)) + 11 * n,
            cost=0.5 + (n * 7 % 23) * abs(math.sin(n)) / 2,
            votes=n * 5 % 41,
            area=_AREAS[n % len(_AREAS)],
        )
        for n in range(1, ideas + 1)
    )
    return map_of(*points)


def map_of(*points: Point, total: int | None = None) -> ScoreMap:
    """A picture of these ideas."""
    return ScoreMap(
        title="Value and effort",
        subtitle="RICE · 23 November 2026",
        worth_name="Reach × impact × confidence",
        cost_name="Effort (person-months)",
        points=points,
        total=len(points) if total is None else total,
    )
