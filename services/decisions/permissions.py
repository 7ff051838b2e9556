"""Who may change a decision and who may read its quote."""

from domain.core.errors import NotAllowed
from domain.core.people import Request, may_manage
from domain.decisions import (
    Decision,
    shown_decision,
)
from storage.database.engine import Session
from storage.workspace import people, readers, workspaces


def may_change(session: Session, request: Request, decision: Decision) -> bool:
    """True for who recorded or owns it, who decided it, and managers (part of a transaction)."""
    if request.user_id in (decision.recorded_by, decision.owner_id, *decision.decided_by):
        return True
    workspace = workspaces.get(session, request.workspace_id)
    return may_manage(workspace, people.get(session, request.workspace_id, request.user_id))


def require_change(session: Session, request: Request, decision: Decision) -> None:
    """Return when the person may change a decision; raise NotAllowed otherwise."""
    if not may_change(session, request, decision):
        raise NotAllowed(
            f"{decision.reference} can be changed by who recorded, owns or decided it, and by "
            "managers."
        )


def readable(session: Session, request: Request, decision: Decision) -> Decision:
    """A decision as somebody may read it: without the quote of a private conversation, unless
    they could have read it there (part of a transaction)."""
    reader = readers.reader(session, request.workspace_id, request.user_id, request.at)
    return shown_decision(decision, reader)


def may_read_quote(session: Session, request: Request, decision: Decision) -> bool:
    """False for words from a private conversation that the person could not have read."""
    return not readable(session, request, decision).is_withheld
