"""Coverage: how planned work and objectives fit together, and where the effort goes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.ideas.model import Idea
from domain.objectives.model import Objective

NO_OBJECTIVE = "No objective"
NO_AREA = "No area"
DIGEST_SHARES = 4
DIGEST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned idea, its effort (None while nobody estimated it) and what it serves."""

    idea: Idea
    effort: float | None = None
    objectives: tuple[Objective, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """What one objective or area takes: ``share`` from 0 to 1 of the whole, the number of ideas
    (part of an idea when it serves several objectives), and their effort."""

    name: str
    share: float
    ideas: float
    effort: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """How planned work and open objectives fit together.

    Shares are of the effort when any idea has one, otherwise of the number of ideas; each list of
    them sums to 1. ``unit`` is that of the effort. ``estimated`` counts the ideas that have one.
    """

    planned: int
    estimated: int
    effort: float
    unit: str
    by_objective: tuple[Share, ...] = ()
    by_area: tuple[Share, ...] = ()
    unserving: tuple[Idea, ...] = ()
    unserving_count: int = 0
    idle: tuple[Objective, ...] = ()
    objectives: int = 0

    @property
    def is_by_effort(self) -> bool:
        """False when no idea has an effort, so that shares count ideas."""
        return self.effort > 0

    @property
    def serving(self) -> int:
        """How many planned ideas serve an objective."""
        return self.planned - self.unserving_count


def coverage(planned: Iterable[Planned], objectives: Sequence[Objective], unit: str) -> Coverage:
    """How ``planned`` work and the open ``objectives`` fit together.

    The effort of an idea that serves several objectives is divided evenly between them. An idea
    without effort has no part in shares of effort; it is counted in ``planned`` alone.
    """
    work = list(planned)
    effort = sum(one.effort or 0.0 for one in work)
    names = {one.id: f"{one.reference} {one.title}" for one in objectives}
    per_objective: dict[str, list[tuple[Planned, float]]] = {}
    per_area: dict[str, list[tuple[Planned, float]]] = {}
    for one in work:
        parts = [names[objective.id] for objective in one.objectives if objective.id in names]
        for name in parts or [NO_OBJECTIVE]:
            per_objective.setdefault(name, []).append((one, 1 / max(len(parts), 1)))
        per_area.setdefault(one.idea.area or NO_AREA, []).append((one, 1.0))
    served = {objective.id for one in work for objective in one.objectives}
    return Coverage(
        planned=len(work),
        estimated=sum(one.effort is not None for one in work),
        effort=effort,
        unit=unit,
        by_objective=_shares(per_objective, effort, len(work)),
        by_area=_shares(per_area, effort, len(work)),
        unserving=tuple(one.idea for one in work if not one.objectives),
        unserving_count=sum(not one.objectives for one in work),
        idle=tuple(one for one in objectives if one.id not in served),
        objectives=len(objectives),
    )


def for_digest(whole: Coverage) -> Coverage:
    """Coverage as a digest keeps it: with the first few of each list, and no long texts."""
    return replace(
        whole,
        by_objective=tuple(one for one in whole.by_objective if one.name != NO_OBJECTIVE)[
            :DIGEST_SHARES
        ],
        by_area=whole.by_area[:DIGEST_SHARES],
        unserving=tuple(replace(one, description="") for one in whole.unserving[:DIGEST_NAMES]),
        idle=whole.idle[:DIGEST_NAMES],
    )


def digest_line_count(kept: Coverage) -> int:
    """How many lines coverage takes in a digest: a sum, each objective, areas, what is left."""
    others = (kept.by_area, kept.unserving, kept.idle)
    return 1 + len(kept.by_objective) + sum(bool(one) for one in others)


def _shares(
    parts: Mapping[str, list[tuple[Planned, float]]], effort: float, count: int
) -> tuple[Share, ...]:
    """The shares, the largest first; what belongs nowhere comes last."""
    found = []
    for name, some in parts.items():
        spent = sum((one.effort or 0.0) * part for one, part in some)
        ideas = sum(part for _one, part in some)
        share = spent / effort if effort > 0 else ideas / count
        found.append(Share(name, share, ideas, spent))
    return tuple(
        sorted(found, key=lambda one: (one.name in (NO_OBJECTIVE, NO_AREA), -one.share, one.name))
    )
