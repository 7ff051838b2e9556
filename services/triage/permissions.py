"""Who may sort feedback: managers, the people of the rota, and everybody what they were given."""

from enum import StrEnum

from domain.core.errors import NotAllowed
from domain.core.people import Request
from services.workspace.people import askable
from services.workspace.permissions import manages
from storage.database.engine import Session
from storage.triage import item_facts as triage_item_facts
from storage.triage import rota


class Right(StrEnum):
    """How much a person may sort."""

    ALL = "all"
    ASSIGNED = "assigned"


def right_of(session: Session, request: Request) -> Right | None:
    """What a person may sort; None for nothing."""
    if manages(session, request) or rota.has(session, request.workspace_id, request.user_id):
        return Right.ALL
    if triage_item_facts.is_assigned_any(session, request.workspace_id, request.user_id):
        return Right.ASSIGNED
    return None


def require(session: Session, request: Request) -> Right:
    """What a person may sort. Raises NotAllowed for nothing, saying who may."""
    right = right_of(session, request)
    if right is None:
        whom = askable(session, request.workspace_id)
        raise NotAllowed(
            "Feedback is sorted by managers and the people of the triage rota. "
            f"To take part, ask {whom} to add you with /linchpin triage."
        )
    return right
