"""The time zone that a person reads times in."""

from domain.core.people import Person
from storage.database.engine import Session
from storage.workspace import workspaces


def zone_of(session: Session, workspace_id: int, person: Person | None) -> str:
    """The person's own time zone, else the workspace's, else UTC."""
    if person is not None and person.zone:
        return person.zone
    return workspaces.get(session, workspace_id).zone or "UTC"
