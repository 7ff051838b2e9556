"""Who manages (part of a transaction)."""

from domain.core.people import Request, may_manage
from storage.database.engine import Session
from storage.workspace import people, workspaces


def manages(session: Session, request: Request) -> bool:
    """True for managers."""
    workspace = workspaces.get(session, request.workspace_id)
    return may_manage(workspace, people.get(session, request.workspace_id, request.user_id))
