"""Link ideas to objectives, and unlink them."""

from collections.abc import Sequence

from domain.core.errors import InvalidInput, NotAllowed
from domain.core.people import Request
from domain.ideas.model import Idea
from domain.objectives.forms import (
    MOST_IDEAS,
)
from domain.objectives.model import Objective
from services.ideas.permissions import may_edit, missing, require_itself
from services.objectives.actions import locked
from storage.database.engine import Database, Session
from storage.ideas import queries as ideas
from storage.objectives import queries as storage
from storage.outbox import change_log as changes


def serve(
    database: Database, request: Request, idea_number: int, objective_numbers: Sequence[int]
) -> Idea:
    """Let an idea serve some objectives; doing it twice is doing it once.

    Managers may, the objective's owner, and who may edit the idea. Raises NotFound, NotAllowed.
    """
    with database.transaction() as session:
        idea = _idea(session, request, idea_number)
        for number in sorted(objective_numbers):
            objective = locked(session, request, number)
            _require_link(session, request, idea, objective)
            _link(session, request, objective, idea)
        return idea


def stop_serving(
    database: Database, request: Request, idea_number: int, objective_numbers: Sequence[int]
) -> Idea:
    """Let an idea serve some objectives no longer. Raises NotFound, NotAllowed."""
    with database.transaction() as session:
        idea = _idea(session, request, idea_number)
        for number in sorted(objective_numbers):
            objective = locked(session, request, number)
            _require_link(session, request, idea, objective)
            _unlink(session, request, objective, idea)
        return idea


def set_serving(
    database: Database, request: Request, idea_number: int, objective_numbers: Sequence[int]
) -> Idea:
    """Let an idea serve exactly these open objectives; closed ones stay as they are.

    Raises NotFound, NotAllowed.
    """
    workspace_id = request.workspace_id
    with database.transaction() as session:
        idea = _idea(session, request, idea_number)
        require_itself(idea, idea_number)
        serving = storage.serving(session, workspace_id, [idea.id]).get(idea.id, [])
        held = {one.number for one in serving}
        for number in sorted(set(objective_numbers) ^ held):
            objective = locked(session, request, number)
            _require_link(session, request, idea, objective)
            if number in held:
                _unlink(session, request, objective, idea)
            else:
                _link(session, request, objective, idea)
        return idea


def add_ideas(
    database: Database, request: Request, objective_number: int, idea_numbers: Sequence[int]
) -> Objective:
    """Let some ideas serve an objective, beside those that do already.

    Raises NotFound, NotAllowed and InvalidInput.
    """
    with database.transaction() as session:
        objective = locked(session, request, objective_number)
        for number in idea_numbers:
            idea = _idea(session, request, number)
            _require_link(session, request, idea, objective)
            _link(session, request, objective, idea)
        return objective


def _idea(session: Session, request: Request, number: int) -> Idea:
    idea = ideas.by_number(session, request.workspace_id, number)
    if idea is None:
        raise missing(session, request.workspace_id, number)
    return idea


def _require_link(session: Session, request: Request, idea: Idea, objective: Objective) -> None:
    if request.user_id == objective.owner_id or may_edit(session, request, idea):
        return
    raise NotAllowed(
        f"What {idea.reference} serves is said by who filed or owns it, by who owns "
        f"{objective.reference}, and by managers."
    )


def _link(session: Session, request: Request, objective: Objective, idea: Idea) -> None:
    if objective.state.is_closed:
        raise NotAllowed(
            f"{objective.reference} is closed ({objective.state.label.lower()}), so nothing new "
            "can serve it. Open it again first."
        )
    serving = len(storage.ideas_of(session, request.workspace_id, objective.id))
    if serving >= MOST_IDEAS:
        raise InvalidInput(f"{objective.reference} has {MOST_IDEAS} ideas already.", field="ideas")
    if storage.link(session, request, objective.id, idea.id):
        subject = ("idea", idea.id)
        changes.record(session, request, subject, "objective", after=objective.number)


def _unlink(session: Session, request: Request, objective: Objective, idea: Idea) -> None:
    if storage.unlink(session, request.workspace_id, objective.id, idea.id):
        subject = ("idea", idea.id)
        changes.record(session, request, subject, "objective", before=objective.number)
