"""Who manages, and who may know customers (parts of transactions)."""

from domain.core.people import Person, Request, may_manage
from storage.database.engine import Session
from storage.workspace import people, workspaces


def manages(session: Session, request: Request) -> bool:
    """True for managers."""
    workspace = workspaces.get(session, request.workspace_id)
    return may_manage(workspace, people.get(session, request.workspace_id, request.user_id))


def may_know_customers(person: Person | None) -> bool:
    """True for members; guests and people of other companies never read a customer's name."""
    return person is not None and not (person.is_guest or person.is_stranger or person.is_deleted)
