"""Who may do what with an idea, and the refusals that say so (parts of transactions)."""

from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.people import Request, may_know_customers
from domain.ideas.model import Idea
from services.workspace.permissions import manages
from storage.database.engine import Session
from storage.ideas import queries as ideas

__all__ = [
    "locked",
    "manages",
    "may_edit",
    "may_know_customers",
    "may_plan",
    "missing",
    "require_itself",
    "to_plan",
]


def may_edit(session: Session, request: Request, idea: Idea) -> bool:
    """True for managers, for who filed the idea and for who owns it."""
    return request.user_id == idea.created_by or may_plan(session, request, idea)


def may_plan(session: Session, request: Request, idea: Idea) -> bool:
    """True for those who may set an idea's dates and needs: managers, and who owns it."""
    return request.user_id == idea.owner_id or manages(session, request)


def to_plan(session: Session, request: Request, number: int, deed: str) -> Idea:
    """The idea that somebody is about to plan, locked. Raises NotFound and NotAllowed."""
    idea = locked(session, request, number)
    if not may_plan(session, request, idea):
        raise NotAllowed(f"Only managers and the owner of {idea.reference} can {deed}.")
    return idea


def locked(session: Session, request: Request, number: int) -> Idea:
    """The idea with a number, which nobody else changes until the transaction ends."""
    idea = ideas.lock(session, request.workspace_id, number)
    if idea is None:
        raise missing(session, request.workspace_id, number)
    return idea


def require_itself(idea: Idea, number: int) -> None:
    """Return when an idea is the one with a number; raise InvalidInput when that one was merged
    into it: what a form says of the one must not replace what the other one has."""
    if idea.number != number:
        raise InvalidInput(
            f"I-{number} became part of {idea.reference} while this form was open, so nothing was "
            f"saved. Open {idea.reference} and say it there."
        )


def missing(session: Session, workspace_id: int, number: int) -> NotFound:
    """The refusal for a number that no idea has, naming the nearest one that has."""
    near = ideas.nearest_to(session, workspace_id, number)
    if near is None:
        return NotFound("There are no ideas yet. File the first one: /idea and a title.")
    return NotFound(
        f"There is no I-{number}. The nearest one is {near.reference}, “{near.title[:80]}”."
    )
