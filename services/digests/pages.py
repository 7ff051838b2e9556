"""Digests as everybody outside sees them: what there is, what would be said, what was said."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.core.errors import InvalidInput, NotFound
from domain.core.people import Permission, Person, Request
from domain.dates.schedule import next_due
from domain.digests.audience import Audience, Section
from domain.digests.model import Digest, Listing
from domain.digests.selection import as_told
from domain.digests.subscriptions import (
    Delivery,
    Subscription,
    SubscriptionForm,
    SubscriptionStatus,
    is_person,
    look_back,
)
from services.digests.build import Occasion, cut_of, make
from services.digests.permissions import first_wish, may_change, proposal
from services.digests.runs import next_digest_at, retry, run_due
from services.outbox.payloads import unpack
from services.workspace.people import notice, require, zone_of
from storage.channels import queries as channels
from storage.database.engine import Database, Session
from storage.digests import deliveries as runs
from storage.digests import subscriptions as stored
from storage.outbox import change_log as changes
from storage.outbox import lookup as said
from storage.workspace import people, readers, workspaces

__all__ = [
    "Page",
    "Preview",
    "deliveries",
    "listing",
    "next_digest_at",
    "page",
    "preview",
    "preview_for",
    "retry",
    "run_due",
    "subscribed_channel",
    "subscriptions",
]

_RUNS = 3
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Page:
    """A channel's digest for one person: as it stands, or as it would begin.

    ``standing`` is None for a channel without one; ``wish`` is then a proposal. ``own_zone`` is
    the person's time zone.
    """

    standing: SubscriptionStatus | None
    wish: SubscriptionForm
    may_change: bool
    owner: Person | None
    own_zone: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a channel would get, and its subscription when it has one."""

    digest: Digest
    subscription: Subscription | None


def page(database: Database, request: Request, channel_id: str) -> Page:
    """The channel's digest, or a proposal in the person's own time zone."""
    with database.transaction() as session:
        person = notice(session, request)
        found = stored.of_channel(session, request.workspace_id, channel_id)
        zone = zone_of(session, request.workspace_id, person)
        if found is None:
            wish = first_wish(request, channel_id, proposal(zone, request.at))
            return Page(None, wish, True, person, zone)
        return Page(
            standing=_standings(session, request.workspace_id, [found])[0],
            wish=found.as_wish(),
            may_change=may_change(session, request, found),
            owner=people.get(session, request.workspace_id, found.owner_id),
            own_zone=zone,
        )


def preview(
    database: Database,
    workspace_id: int,
    channel_id: str,
    at: datetime,
    wish: SubscriptionForm | None = None,
) -> Preview:
    """What the channel would get if its digest were due now; without one, a weekly one.

    ``wish`` changes whom it is for and what it tells, as a form that is not saved yet says it.
    With a person's id it is what they themselves would get.
    """
    cut = cut_of(database, workspace_id)
    with database.snapshot() as session:
        found = stored.of_channel(session, workspace_id, channel_id)
        shown = found or _imagined(session, workspace_id, channel_id, at)
        if wish is not None:
            shown = replace(
                shown,
                schedule=wish.schedule,
                audience=wish.audience,
                filters=wish.filters,
                has_picture=wish.has_picture,
            )
        next_at = None
        if found is not None and not found.is_paused:
            next_at = next_due(shown.schedule, at)
        occasion = Occasion(at, cut, shown.next_due_at or at, next_at)
        return Preview(make(session, shown, occasion), found)


def preview_for(
    database: Database, request: Request, channel_id: str, wish: SubscriptionForm | None = None
) -> Preview:
    """The same for a person who asks; raises NotAllowed for everybody but members."""
    with database.reading() as session:
        require(session, request, Permission.RECORD)
    return preview(database, request.workspace_id, channel_id, request.at, wish)


def subscribed_channel(database: Database, named: str) -> tuple[int, str]:
    """Workspace and id of the channel with a digest that is meant by an id or a name (#product).

    Raises InvalidInput when there is none, or one in several workspaces; for the operator.
    """
    wanted = named.removeprefix("#")
    with database.reading() as session:
        found = [
            (workspace.id, one.channel_id)
            for workspace in workspaces.every(session)
            for one in stored.every(session, workspace.id)
            if wanted in (one.channel_id, _name_of(session, one))
        ]
    if not found:
        raise InvalidInput(
            f"No digest is subscribed in {named}. Name the channel by its id or as #name; "
            "/digest list in Slack shows all digests."
        )
    if len(found) > 1:
        raise InvalidInput(
            f"More than one workspace has a digest in {named}. Name the channel by its id."
        )
    return found[0]


def listing(database: Database, request: Request, key: str, section: Section) -> Listing:
    """The whole list of a section of a digest that was said, as it was then.

    Raises NotFound when that digest is no longer kept, or is another person's own.
    """
    with database.reading() as session:
        message = said.by_key(session, request.workspace_id, key)
        reader = readers.reader(session, request.workspace_id, request.user_id, request.at)
    kept = unpack(Digest, message.payload["data"]["digest"]) if message else None
    found = kept.listing(section) if kept else None
    is_others = (
        kept is not None
        and kept.brief.audience is Audience.ME
        and kept.brief.channel_id != request.user_id
    )
    if found is None or is_others:
        raise NotFound("The full list of this digest is no longer kept.")
    return as_told(found, reader)


def subscriptions(database: Database, workspace_id: int) -> list[SubscriptionStatus]:
    """Every digest of the workspace with its last runs, oldest first."""
    with database.reading() as session:
        return _standings(session, workspace_id, stored.every(session, workspace_id))


def deliveries(
    database: Database, *, failed_only: bool = False, limit: int = _SHOWN
) -> list[Delivery]:
    """The last runs in every workspace, newest first; ``failed_only`` those that went wrong."""
    with database.reading() as session:
        return runs.newest(session, failed_only=failed_only, limit=limit)


def _name_of(session: Session, subscription: Subscription) -> str | None:
    known = channels.get(session, subscription.workspace_id, subscription.channel_id)
    return known.name if known else None


def _standings(
    session: Session, workspace_id: int, found: list[Subscription]
) -> list[SubscriptionStatus]:
    latest = runs.latest(session, workspace_id, [one.id for one in found], _RUNS)
    return [SubscriptionStatus(one, tuple(latest[one.id])) for one in found]


def _imagined(session: Session, workspace_id: int, channel_id: str, at: datetime) -> Subscription:
    is_own = is_person(channel_id)
    person = people.get(session, workspace_id, channel_id) if is_own else None
    schedule = proposal(zone_of(session, workspace_id, person), at)
    since = at - look_back(schedule.cadence)
    return Subscription(
        id=0,
        workspace_id=workspace_id,
        channel_id=channel_id,
        owner_id="",
        schedule=schedule,
        audience=Audience.ME if is_own else Audience.TEAM,
        filters=SubscriptionForm(schedule).filters,
        has_picture=not is_own,
        is_paused=False,
        paused_until=None,
        paused_reason=None,
        watermark=changes.id_before(session, workspace_id, since),
        covered_until=since,
        next_due_at=None,
        created_at=at,
    )
