"""Who may change a digest, and what is proposed to somebody who has none yet."""

from datetime import datetime, time

from domain.core.errors import InvalidInput, NotAllowed
from domain.core.people import Request, is_member, may_manage
from domain.dates.days import local_day
from domain.dates.schedule import Cadence, Schedule
from domain.digests.audience import Audience
from domain.digests.subscriptions import Subscription, SubscriptionForm
from services.workspace.people import askable
from storage.database.engine import Session
from storage.workspace import people, workspaces

_AT_NINE = time(9)
_MONDAY = 0


def may_change(session: Session, request: Request, subscription: Subscription) -> bool:
    """True for the digest's owner and for managers; what one person gets is theirs alone."""
    if subscription.owner_id == request.user_id or subscription.is_personal:
        return subscription.owner_id == request.user_id
    workspace = workspaces.get(session, request.workspace_id)
    return may_manage(workspace, people.get(session, request.workspace_id, request.user_id))


def require_change(session: Session, request: Request, subscription: Subscription) -> None:
    """Return when the person may change the digest; raise NotAllowed naming its owner."""
    if may_change(session, request, subscription):
        return
    owner = people.get(session, request.workspace_id, subscription.owner_id)
    if owner is not None and is_member(owner) and owner.name:
        whom = f"{owner.name}. Ask them or a manager to change it."
    else:
        whom = f"somebody else. Ask {askable(session, request.workspace_id)} to change it."
    raise NotAllowed(f"This channel's digest belongs to {whom}")


def require_owner(session: Session, request: Request, owner_id: str | None) -> None:
    """Return when a digest can be given to a person: a member of the workspace."""
    if owner_id is None:
        return
    person = people.get(session, request.workspace_id, owner_id)
    if person is not None and not is_member(person):
        raise InvalidInput(
            f"{person.name or 'That person'} cannot look after a digest. Choose somebody else.",
            field="owner",
        )


def first_wish(request: Request, channel_id: str, schedule: Schedule) -> SubscriptionForm:
    """What somebody begins with: for a channel the team's digest, for themselves their own."""
    if channel_id == request.user_id:
        return SubscriptionForm(schedule, Audience.ME, has_picture=False)
    return SubscriptionForm(schedule)


def proposal(zone: str, at: datetime) -> Schedule:
    """Every Monday at nine: what most teams choose."""
    return Schedule((_MONDAY,), _AT_NINE, zone, Cadence.WEEKLY, local_day(at, zone))
