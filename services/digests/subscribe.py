"""Setting up a channel's digest, changing it, pausing it, stopping it, and posting it now."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.people import Permission, Request
from domain.dates.days import start_of_day
from domain.dates.schedule import Schedule, next_due
from domain.dates.schedule_parsing import describe_schedule, parse_schedule
from domain.digests.audience import Filters
from domain.digests.model import Digest
from domain.digests.subscriptions import Subscription, SubscriptionForm, look_back
from services.digests import pauses as digest_pauses
from services.digests import runs as digest_runs
from services.digests.build import Occasion, cut_of
from services.digests.permissions import first_wish, require_change, require_owner
from services.outbox.payloads import pack
from services.workspace import date_reading
from services.workspace.date_reading import DateReading
from services.workspace.people import require
from storage.channels import queries as channels
from storage.database.engine import Database, Session
from storage.digests import subscriptions
from storage.outbox import change_log as changes

_NONE_OWN = "You have no digest of your own yet. Switch it on, for example: /digest me fri 15:00"
_NONE = "This channel has no digest yet. Set one up, for example: /digest mon 09:00 Europe/Berlin"


def subscribe(
    database: Database,
    request: Request,
    channel_id: str,
    wish: SubscriptionForm,
    *,
    resumes: bool = False,
) -> Subscription:
    """Give a channel its digest, or change the one it has; raises NotAllowed with its owner.

    The first digest reaches back one period of its cadence. ``resumes`` ends a pause.
    """
    _check_pause(wish.paused_until, request.at)
    with database.transaction() as session:
        require(session, request, Permission.RECORD)
        before = subscriptions.of_channel(session, request.workspace_id, channel_id, lock=True)
        if before is None:
            after = _start(session, request, channel_id, wish)
        else:
            require_change(session, request, before)
            require_owner(session, request, wish.owner_id)
            after = subscriptions.change(session, request.workspace_id, before.id, wish)
        after = _set_pause(session, request, after, wish, resumes=resumes)
        _record(session, request, before, after)
        return after


def begin(session: Session, request: Request, channel_id: str, schedule: Schedule) -> Subscription:
    """Give a channel its first digest; the one it has stays as it is (part of a transaction)."""
    require(session, request, Permission.RECORD)
    before = subscriptions.of_channel(session, request.workspace_id, channel_id, lock=True)
    if before is not None:
        return before
    wish = first_wish(request, channel_id, schedule)
    after = _start(session, request, channel_id, wish)
    after = _set_pause(session, request, after, wish, resumes=False)
    _record(session, request, None, after)
    return after


def subscribe_in_words(
    database: Database, request: Request, channel_id: str, words: str
) -> Subscription:
    """Set when a channel gets its digest, such as ``mon 09:00``; a paused one goes on.

    Without a zone in the words the person's own holds. All else stays as it is.
    """
    with database.reading() as session:
        reading = date_reading.within(session, request)
        found = subscriptions.of_channel(session, request.workspace_id, channel_id)
    wanted = _schedule_in(words, reading, request, channel_id)
    wish = first_wish(request, channel_id, wanted)
    if found is not None:
        wish = replace(found.as_wish(), schedule=wanted, paused_until=None)
    return subscribe(database, request, channel_id, wish, resumes=True)


def pause(
    database: Database, request: Request, channel_id: str, until: date | None
) -> Subscription:
    """Send nothing until resumed, or until a day begins in the digest's own zone."""
    with database.transaction() as session:
        before = _mine(session, request, channel_id)
        moment = start_of_day(until, before.schedule.zone) if until else None
        _check_pause(moment, request.at)
        after = digest_pauses.pause(session, before, request.at, moment)
        _record(session, request, before, after)
        return after


def resume(database: Database, request: Request, channel_id: str) -> Subscription:
    """Go on; of a pause that kept a digest back nothing is told, of the time before it all is."""
    with database.transaction() as session:
        before = _mine(session, request, channel_id)
        after = before
        if before.is_paused:
            after = digest_pauses.resume(session, before, request.at)
        _record(session, request, before, after)
        return after


def stop(database: Database, request: Request, channel_id: str) -> Subscription:
    """End a channel's digest; its runs stay, and what was told is not told again."""
    with database.transaction() as session:
        before = _mine(session, request, channel_id)
        subscriptions.stop(session, request.workspace_id, before.id, request.at)
        subject = ("subscription", before.id)
        words = describe_schedule(before.schedule)
        changes.record(session, request, subject, "ended", before=words)
        return before


def post_now(database: Database, request: Request, channel_id: str) -> tuple[Subscription, Digest]:
    """Post what is new since the last digest; one without items posts nothing."""
    with database.reading() as session:
        found = _of(session, request, channel_id)
        require_change(session, request, found)
        if channels.is_outside(session, request.workspace_id, channel_id):
            raise NotAllowed(
                "I am not in this channel, so I cannot post here. "
                "Type /invite @Linchpin, and then /digest now again."
            )
    at = request.at
    next_at = None if found.is_paused else next_due(found.schedule, at)
    # A scheduled run is due at a whole second, so that the two never share a name.
    due_at = at.replace(microsecond=at.microsecond or 1)
    occasion = Occasion(at, cut_of(database, request.workspace_id), due_at, next_at)
    with database.snapshot() as session:
        letter = digest_runs.write(session, found, occasion)
    assert letter is not None  # only a person's own digest can find nobody
    if letter.digest.items and not digest_runs.settle(database, found, letter, occasion):
        raise InvalidInput("This channel is getting its digest at this very moment.")
    return found, letter.digest


def _schedule_in(words: str, reading: DateReading, request: Request, channel_id: str) -> Schedule:
    """What the words say; a refusal gives an example of the command that was meant."""
    try:
        return parse_schedule(words, reading.zone, reading.today, reading.order)
    except InvalidInput as refused:
        if channel_id != request.user_id:
            raise
        raise InvalidInput(refused.message.replace("/digest ", "/digest me ")) from refused


def _of(session: Session, request: Request, channel_id: str, *, lock: bool = False) -> Subscription:
    found = subscriptions.of_channel(session, request.workspace_id, channel_id, lock=lock)
    if found is None:
        raise NotFound(_NONE_OWN if channel_id == request.user_id else _NONE)
    return found


def _mine(session: Session, request: Request, channel_id: str) -> Subscription:
    found = _of(session, request, channel_id, lock=True)
    require_change(session, request, found)
    return found


def _start(
    session: Session, request: Request, channel_id: str, wish: SubscriptionForm
) -> Subscription:
    since = request.at - look_back(wish.schedule.cadence)
    covered = (changes.id_before(session, request.workspace_id, since), since)
    return subscriptions.start(session, request, channel_id, wish, covered)


def _set_pause(
    session: Session,
    request: Request,
    found: Subscription,
    wish: SubscriptionForm,
    *,
    resumes: bool,
) -> Subscription:
    """Pause until the wished moment; end a pause that has no end any more; or keep the pause."""
    if wish.paused_until is not None:
        return digest_pauses.pause(session, found, request.at, wish.paused_until)
    if found.is_paused and (resumes or found.paused_until is not None):
        return digest_pauses.resume(session, found, request.at)
    next_at = None if found.is_paused else next_due(found.schedule, request.at)
    return subscriptions.schedule_next(session, found.workspace_id, found.id, next_at)


def _check_pause(until: datetime | None, at: datetime) -> None:
    if until is not None and until <= at:
        raise InvalidInput(
            "A pause ends on a day that is still to come. Choose a later one.",
            field="paused_until",
        )


def _record(
    session: Session, request: Request, before: Subscription | None, after: Subscription
) -> None:
    """Write what changed to the log, after the row is locked: always in this order."""
    subject = ("subscription", after.id)
    old = _facts(before) if before else {}
    for field, value in _facts(after).items():
        changes.record(session, request, subject, field, before=old.get(field), after=value)


def _facts(subscription: Subscription) -> dict[str, Any]:
    until = subscription.paused_until
    return {
        "schedule": describe_schedule(subscription.schedule),
        "channel": subscription.channel_id,
        "audience": subscription.audience.value,
        "filters": pack(filters) if (filters := subscription.filters) != Filters() else None,
        "picture": subscription.has_picture,
        "owner": subscription.owner_id,
        "paused": subscription.is_paused,
        "paused_until": until.isoformat() if until else None,
    }
