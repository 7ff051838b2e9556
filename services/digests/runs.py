"""The clock's side of digests: what is due is said once or not at all, and its result is kept."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.core.errors import NotFound
from domain.core.outbox import NewTask
from domain.dates.schedule import latest_due, next_due
from domain.digests.audience import Audience
from domain.digests.layout import continues
from domain.digests.model import Digest, digest_key
from domain.digests.subscriptions import Subscription
from domain.roadmap.commands import Reader
from services.digests import departures
from services.digests import pauses as digest_pauses
from services.digests.build import Letter, Occasion, cut_of, make
from services.outbox.messages import say, tell
from services.outbox.payloads import pack
from services.roadmap import board as roadmap
from services.workspace.switches import is_on
from storage.database.engine import Database, Session
from storage.digests import deliveries, due_dates, subscriptions
from storage.digests.deliveries import Run
from storage.outbox import lookup as said
from storage.outbox import queue as outbox
from storage.workspace import people

_READERS = {
    Audience.STAKEHOLDERS: Reader.STAKEHOLDERS,
    Audience.CUSTOMERS: Reader.CUSTOMERS,
}
"""Whose board the picture of a digest is; the others are the team's own."""

ON_TIME = timedelta(hours=1)
"""A digest that is later than this says that it catches up."""


def run_due(database: Database, at: datetime, now: datetime | None = None) -> int:
    """Run every digest that is due by ``at``; returns how many there were.

    ``now`` is the clock's own time where ``at`` is another. Any number of processes may do this
    at once. A subscription that fails stops the others of this call, so the job takes them one by
    one with ``due`` and ``run``.
    """
    found = due(database, at)
    for subscription in found:
        run(database, subscription, at, now)
    return len(found)


def due(database: Database, at: datetime) -> list[Subscription]:
    """What is due by ``at``, after waking what was paused until then."""
    with database.reading() as session:
        sleepers = subscriptions.waking(session, at)
    for sleeper in sleepers:
        _wake(database, sleeper)
    with database.reading() as session:
        return subscriptions.due(session, at)


def run(
    database: Database, subscription: Subscription, at: datetime, now: datetime | None = None
) -> bool:
    """Run one due subscription; False when another process did.

    However many due times went by, there is one digest, for the last of them.
    """
    assert subscription.next_due_at is not None
    first = subscription.next_due_at
    last = latest_due(subscription.schedule, first - timedelta(seconds=1), at) or first
    occasion = Occasion(
        at=at,
        cut=cut_of(database, subscription.workspace_id),
        due_at=last,
        next_at=next_due(subscription.schedule, at),
        is_catch_up=at - first > ON_TIME,
        now=now,
    )
    with database.snapshot() as session:
        letter = write(session, subscription, occasion)
    if letter is None:
        return departures.end_if_gone(database, subscription, at)
    return settle(database, subscription, letter, occasion)


def write(session: Session, subscription: Subscription, occasion: Occasion) -> Letter | None:
    """The digest with what its message needs; None for a person who is not there any more."""
    if subscription.is_personal:
        person = people.get(session, subscription.workspace_id, subscription.owner_id)
        if person is not None and person.is_deleted:
            return None
    digest = make(session, subscription, occasion)
    has_roadmap = is_on(session, subscription.workspace_id, "roadmap")
    if not (digest.items and subscription.has_picture and has_roadmap):
        return Letter(digest)
    zone = subscription.schedule.zone
    board = roadmap.read(session, subscription.workspace_id, occasion.at, zone)
    reader = _READERS.get(subscription.audience, Reader.INTERNAL)
    shown = roadmap.seen_by(session, subscription.workspace_id, board, reader)
    return Letter(digest, replace(shown, withheld=()))


def settle(
    database: Database, subscription: Subscription, letter: Letter, occasion: Occasion
) -> bool:
    """Advance the subscription, keep the run and queue its message: all of it or nothing.

    False when the subscription moved on since it was read. Without items nothing is said."""
    errands = _errands(subscription, letter, occasion)
    with database.transaction() as session:
        has_moved = due_dates.advance(
            session,
            subscription,
            watermark=max(occasion.cut, subscription.watermark),
            covered_until=occasion.at,
            next_due_at=occasion.next_at,
        )
        if has_moved:
            for new_task in errands:
                outbox.enqueue(session, subscription.workspace_id, new_task, occasion.clock)
            _keep(session, subscription, letter.digest, occasion)
        return has_moved


def _errands(subscription: Subscription, letter: Letter, occasion: Occasion) -> list[NewTask]:
    """The message and its continuation, wanted at the due time and made up before any lock."""
    digest = letter.digest
    if not digest.items:
        return []
    # One that is run ahead of its time is said now.
    at = min(occasion.due_at, occasion.clock)
    packed = pack(digest)
    data = {"digest": packed}
    if letter.board is not None:
        data["board"] = pack(letter.board)
    rest = {"digest": packed}
    where, key, in_thread = subscription.channel_id, digest.key, thread_key(digest.key)
    if subscription.is_personal:
        first = tell(where, "digest", data, key=key, at=at)
        second = tell(where, "digest_thread", rest, key=in_thread, at=at, thread_of=key)
    else:
        owner_id = subscription.owner_id
        first = say(where, "digest", data, key=key, at=at, owner_id=owner_id)
        second = say(where, "digest_thread", rest, key=in_thread, at=at, thread_of=key)
    return [first, second] if continues(digest) else [first]


def _keep(session: Session, subscription: Subscription, digest: Digest, occasion: Occasion) -> None:
    kept = Run(
        due_at=occasion.due_at,
        period_from=digest.brief.period_from,
        period_to=digest.brief.period_to,
        items=digest.items,
        outbox_key=digest.key if digest.items else None,
        created_at=occasion.clock,
    )
    deliveries.add(session, subscription, kept)


def thread_key(key: str) -> str:
    """The outbox key of a digest's continuation in its thread."""
    return f"{key}:thread"


def retry(database: Database, delivery_id: int, at: datetime) -> None:
    """Queue a digest that was not posted, and its continuation, once more.

    Raises NotFound when that run's message was not given up.
    """
    with database.transaction() as session:
        kept = deliveries.get(session, delivery_id)
        outbox_id = kept.outbox_id if kept else None
        if (
            kept is None
            or outbox_id is None
            or not said.queue_again(session, kept.workspace_id, outbox_id, at)
        ):
            raise NotFound(
                f"There is no failed delivery {delivery_id}. "
                "`linchpin deliveries --failed` lists those that failed, each with its id."
            )
        key = thread_key(digest_key(kept.subscription_id, kept.due_at))
        rest = said.by_key(session, kept.workspace_id, key)
        if rest is not None:
            said.queue_again(session, kept.workspace_id, rest.id, at)


def next_digest_at(database: Database) -> datetime | None:
    """When the next digest of any workspace is due, or None."""
    with database.reading() as session:
        return due_dates.next_due_at(session)


def _wake(database: Database, sleeper: Subscription) -> None:
    """End a pause at its own end, however late this is noticed: nothing in it is told."""
    with database.transaction() as session:
        found = subscriptions.of_channel(
            session, sleeper.workspace_id, sleeper.channel_id, lock=True
        )
        if found is None or not found.is_paused or found.paused_until is None:
            return
        if found.paused_until == sleeper.paused_until:
            digest_pauses.wake(session, found, found.paused_until)
