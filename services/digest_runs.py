"""The clock's side of digests: what is due is said once or not at all, and its result is kept."""

from datetime import datetime, timedelta

from domain.digest import Digest, digest_key
from domain.digest_layout import continues
from domain.errors import NotFound
from domain.schedule import latest_due, next_due
from domain.subscriptions import Subscription
from services import roadmap
from services.digest_making import Occasion, cut_of, make
from services.errands import say
from services.packing import pack
from storage import changes, deliveries, outbox, said, subscriptions
from storage.deliveries import Run
from storage.engine import Database, Session

ON_TIME = timedelta(hours=1)
"""A digest that is later than this says that it catches up."""


def run_due(database: Database, at: datetime) -> int:
    """Run every digest that is due by ``at``; returns how many there were.

    Any number of processes may do this at once. A subscription that fails stops the others of
    this call, so the job takes them one by one with ``due`` and ``run``.
    """
    found = due(database, at)
    for subscription in found:
        run(database, subscription, at)
    return len(found)


def due(database: Database, at: datetime) -> list[Subscription]:
    """What is due by ``at``, after waking what was paused until then."""
    with database.reading() as session:
        sleepers = subscriptions.waking(session, at)
    for sleeper in sleepers:
        _wake(database, sleeper)
    with database.reading() as session:
        return subscriptions.due(session, at)


def run(database: Database, subscription: Subscription, at: datetime) -> bool:
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
    )
    with database.snapshot() as session:
        digest = make(session, subscription, occasion)
    return settle(database, subscription, digest, occasion)


def settle(
    database: Database,
    subscription: Subscription,
    digest: Digest,
    occasion: Occasion,
) -> bool:
    """Advance the subscription, keep the run and queue its message: all of it or nothing.

    False when the subscription moved on since it was read. Without items nothing is said."""
    with database.transaction() as session:
        has_moved = subscriptions.advance(
            session,
            subscription,
            watermark=max(occasion.cut, subscription.watermark),
            covered_until=occasion.at,
            next_due_at=occasion.next_at,
        )
        if has_moved:
            if digest.items:
                _queue(session, subscription, digest, occasion.at)
            _keep(session, subscription, digest, occasion)
        return has_moved


def _queue(session: Session, subscription: Subscription, digest: Digest, at: datetime) -> None:
    workspace_id, channel_id = subscription.workspace_id, subscription.channel_id
    data = {"digest": pack(digest)}
    if subscription.has_picture:
        board = roadmap.read(session, workspace_id, at, subscription.schedule.zone)
        data["board"] = pack(board)
    owner_id = subscription.owner_id
    message = say(channel_id, "digest", data, key=digest.key, at=at, owner_id=owner_id)
    outbox.enqueue(session, workspace_id, message, at)
    if continues(digest):
        rest = say(
            channel_id,
            "digest_thread",
            {"digest": data["digest"]},
            key=thread_key(digest.key),
            at=at,
            thread_of=digest.key,
        )
        outbox.enqueue(session, workspace_id, rest, at)


def _keep(session: Session, subscription: Subscription, digest: Digest, occasion: Occasion) -> None:
    kept = Run(
        due_at=occasion.due_at,
        period_from=digest.brief.period_from,
        period_to=digest.brief.period_to,
        items=digest.items,
        outbox_key=digest.key if digest.items else None,
        created_at=occasion.at,
    )
    deliveries.add(session, subscription, kept)


def thread_key(key: str) -> str:
    """The outbox key of a digest's continuation in its thread."""
    return f"{key}:thread"


def retry(database: Database, outbox_id: int, at: datetime) -> None:
    """Queue a digest that was not posted, and its continuation, once more.

    Raises NotFound when that message is no digest that was given up.
    """
    with database.transaction() as session:
        run_ = deliveries.by_outbox_id(session, outbox_id)
        if run_ is None or not said.queue_again(session, run_.workspace_id, outbox_id, at):
            raise NotFound(
                f"There is no failed digest {outbox_id}. "
                "`linchpin deliveries --failed` lists those that failed."
            )
        key = thread_key(digest_key(run_.subscription_id, run_.due_at))
        rest = said.by_key(session, run_.workspace_id, key)
        if rest is not None:
            said.queue_again(session, run_.workspace_id, rest.id, at)


def next_digest_at(database: Database) -> datetime | None:
    """When the next digest of any workspace is due, or None."""
    with database.reading() as session:
        return subscriptions.next_due_at(session)


def _wake(database: Database, sleeper: Subscription) -> None:
    """End a pause at its own end, however late this is noticed: nothing in it is told."""
    assert sleeper.paused_until is not None
    with database.transaction() as session:
        found = subscriptions.of_channel(
            session, sleeper.workspace_id, sleeper.channel_id, lock=True
        )
        if found is None or found.paused_until != sleeper.paused_until:
            return
        until = sleeper.paused_until
        subscriptions.resume(
            session,
            sleeper.workspace_id,
            sleeper.id,
            covered=(changes.id_before(session, sleeper.workspace_id, until), until),
            next_due_at=next_due(sleeper.schedule, until - timedelta(seconds=1)),
        )
