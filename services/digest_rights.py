"""Who may change a digest, and what is proposed to somebody who has none yet."""

from datetime import datetime, time

from domain.errors import NotAllowed
from domain.people import Person, Request, may_manage
from domain.schedule import Cadence, Schedule
from domain.subscriptions import Subscription, local_day
from storage import people, workspaces
from storage.engine import Session

_AT_NINE = time(9)
_MONDAY = 0


def may_change(session: Session, request: Request, subscription: Subscription) -> bool:
    """True for the digest's owner and for managers."""
    if subscription.owner_id == request.user_id:
        return True
    workspace = workspaces.get(session, request.workspace_id)
    return may_manage(workspace, people.get(session, request.workspace_id, request.user_id))


def require_change(session: Session, request: Request, subscription: Subscription) -> None:
    """Return when the person may change the digest; raise NotAllowed naming its owner."""
    if may_change(session, request, subscription):
        return
    owner = people.get(session, request.workspace_id, subscription.owner_id)
    name = owner.name if owner and owner.name else "somebody else"
    raise NotAllowed(
        f"This channel's digest belongs to {name}. Ask them or a manager to change it."
    )


def zone_of(session: Session, workspace_id: int, person: Person | None) -> str:
    """The person's own time zone, else the workspace's, else UTC."""
    if person is not None and person.zone:
        return person.zone
    return workspaces.get(session, workspace_id).zone or "UTC"


def proposal(zone: str, at: datetime) -> Schedule:
    """Every Monday at nine: what most teams choose."""
    return Schedule((_MONDAY,), _AT_NINE, zone, Cadence.WEEKLY, local_day(at, zone))
