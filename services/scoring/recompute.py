"""Scores kept right: renewed in the transaction that changes what they follow from."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from domain.core.changes import NewChange, subjects
from domain.core.people import Request
from domain.ideas.model import Idea
from domain.scoring.estimates import opinions, values
from domain.scoring.methods.base import Method, score
from domain.scoring.methods.catalog import BUILT_IN, DRIVERS, WEIGHTED, with_rubrics
from domain.scoring.methods.weighted import parse_model, weighted_method
from domain.scoring.ranking import Scored
from domain.workspace import is_back
from storage.database.engine import Session
from storage.ideas import queries as ideas
from storage.outbox import change_log as changes
from storage.scoring import estimates as scoring
from storage.scoring import ranking
from storage.scoring.estimates import Rules

_AREA = frozenset({"area"})
_CREATED = frozenset({"created"})


@dataclass(frozen=True, slots=True)
class Methods:
    """The methods that hold in a workspace."""

    rules: Rules

    def for_area(self, area_id: int | None) -> Method:
        """The method for ideas of an area, or of none."""
        key = self.rules.areas.get(area_id or 0, self.rules.method)
        return self.called(key) or BUILT_IN[scoring.DEFAULT_METHOD]

    def called(self, key: str) -> Method | None:
        """The method with a key, with the workspace's own rubrics; None without a model."""
        method = self.model() if key == WEIGHTED else BUILT_IN.get(key)
        return with_rubrics(method, self.rules.rubrics) if method else None

    def every(self) -> list[Method]:
        """All methods there are, with the workspace's own rubrics."""
        found = [self.called(key) for key in (*BUILT_IN, WEIGHTED)]
        return [method for method in found if method is not None]

    def model(self) -> Method | None:
        """The team's own model, or None while it has none."""
        if not self.rules.model_lines:
            return None
        model = parse_model(self.rules.model_lines, self.rules.model_formula, DRIVERS)
        return weighted_method(model)


def methods(session: Session, workspace_id: int) -> Methods:
    """The methods that hold in the workspace (part of a transaction)."""
    return Methods(scoring.read_rules(session, workspace_id))


def on_changes(session: Session, changes: Sequence[NewChange]) -> None:
    """Score ideas again whose area changed, as each area may have a method of its own; all of them
    when scoring is switched on again."""
    for one in changes:
        if is_back(one, "scoring"):
            scoring.lock_shared(session, one.request.workspace_id)
            renew_all(session, one.request)
    new = subjects(changes, "idea", _CREATED)
    for idea_id, request in sorted(subjects(changes, "idea", _AREA).items()):
        if idea_id not in new:
            renew(session, request, ideas.by_id(session, request.workspace_id, idea_id))


def renew(session: Session, request: Request, idea: Idea) -> int | None:
    """Score an idea anew and record what changed; where it stood before, None without a score.

    Part of a transaction, in which the idea is locked and the method shared.
    """
    workspace_id = request.workspace_id
    before = scoring.of_idea(session, workspace_id, idea.id)
    given = scoring.latest(session, workspace_id, [idea.id]).get(idea.id, [])
    if before is None and not given:
        return None
    was = _standing(session, workspace_id, before)
    area_id = scoring.area_of(session, workspace_id, idea.id)
    method = methods(session, workspace_id).for_area(area_id)
    value = score(method, values(opinions(given))).value
    after = Scored(idea.id, method.key, value, request.at)
    scoring.keep(session, workspace_id, [after])
    changes.record(
        session,
        request,
        ("idea", idea.id),
        "score",
        before=was,
        after=_standing(session, workspace_id, after),
    )
    return int(was["place"]) if was else None


def renew_all(session: Session, request: Request) -> None:
    """Score every idea anew that anybody ever estimated, after the method changed.

    Part of a transaction that holds the method. The change of the method is what is recorded:
    all else follows from it.
    """
    workspace_id = request.workspace_id
    found = scoring.estimated(session, workspace_id)
    holding = methods(session, workspace_id)
    of_area = {area_id: holding.for_area(area_id) for area_id in set(found.values())}
    drivers = {driver.key for method in of_area.values() for driver in method.drivers}
    given = scoring.given_values(session, workspace_id, drivers)
    scores = []
    for idea_id, area_id in found.items():
        counted = {key: median(some) for key, some in given.get(idea_id, {}).items()}
        method = of_area[area_id]
        value = score(method, counted).value
        scores.append(Scored(idea_id, method.key, value, request.at))
    scoring.keep(session, workspace_id, scores)


def _standing(session: Session, workspace_id: int, scored: Scored | None) -> dict[str, Any] | None:
    """A score and its place as the change log keeps them; None without a score."""
    if scored is None or scored.value is None:
        return None
    place = ranking.place_of(session, workspace_id, scored)
    return {"method": scored.method, "value": scored.value, "place": place}
