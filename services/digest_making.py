"""Making a digest: one path for what is posted, previewed and asked for now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.audience import Section, sections_of
from domain.changes import Change
from domain.digest import KEPT, Attention, Brief, Digest, Facts
from domain.digest_selection import line_of, select
from domain.ideas import Idea
from domain.subscriptions import Subscription
from storage import changes, digest_facts, idea_facts
from storage.engine import Database, Session

UNOWNED_VOTES = 5
"""From so many votes on, an open idea without an owner is mentioned."""

RESTING_DAYS = 60
"""After so many days without a move, a planned idea is mentioned."""

_POINTS = 3
_END_OF_LOG = 2**62


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a digest is made, up to which change, for which due time, and when the next comes."""

    at: datetime
    cut: int
    due_at: datetime
    next_at: datetime | None
    is_catch_up: bool = False


def cut_of(database: Database, workspace_id: int) -> int:
    """The change up to which a digest made now reaches."""
    with database.reading() as session:
        return changes.latest_id(session, workspace_id)


def make(session: Session, subscription: Subscription, occasion: Occasion) -> Digest:
    """The digest of everything since the subscription's watermark; it may have no items."""
    brief = Brief(
        subscription_id=subscription.id,
        channel_id=subscription.channel_id,
        audience=subscription.audience,
        filters=subscription.filters,
        due_at=occasion.due_at,
        period_from=subscription.covered_until,
        period_to=occasion.at,
        next_at=occasion.next_at,
        zone=subscription.schedule.zone,
        has_picture=subscription.has_picture,
        is_catch_up=occasion.is_catch_up,
    )
    return select(brief, _facts(session, subscription, occasion))


def _facts(session: Session, subscription: Subscription, occasion: Occasion) -> Facts:
    workspace_id, filters = subscription.workspace_id, subscription.filters
    wanted = sections_of(subscription.audience, filters)
    found = changes.between(session, workspace_id, subscription.watermark, occasion.cut)
    ideas = idea_facts.of_ids(session, workspace_id, _subjects(found, "idea"))
    coming: list[Idea] = []
    if Section.COMING in wanted:
        coming = digest_facts.coming(session, workspace_id, KEPT)
    asked_for = [
        idea for idea in (*ideas.values(), *coming) if filters.customers or idea.status.is_closed
    ]
    return Facts(
        changes=tuple(found),
        ideas=ideas,
        heard=tuple(
            digest_facts.said(session, workspace_id, _said_ids(found))
            if Section.HEARD in wanted
            else ()
        ),
        askers=idea_facts.askers(session, workspace_id, [idea.id for idea in asked_for]),
        links=idea_facts.links(session, workspace_id, [*ideas, *(idea.id for idea in coming)]),
        coming=tuple(coming),
        attention=(
            _attention(session, workspace_id, occasion.at) if Section.ATTENTION in wanted else None
        ),
        later=tuple(changes.between(session, workspace_id, occasion.cut, _END_OF_LOG)),
        earlier=(
            tuple(_period_before(session, subscription, occasion))
            if Section.NUMBERS in wanted
            else ()
        ),
    )


def _subjects(found: list[Change], kind: str) -> set[int]:
    return {change.subject_id for change in found if change.subject_kind == kind}


def _said_ids(found: list[Change]) -> set[int]:
    """What was saved, and what was taken back and saved again."""
    return {
        change.subject_id
        for change in found
        if change.subject_kind == "feedback"
        and (
            change.field == "created" or (change.field == "state" and change.before == "withdrawn")
        )
    }


def _attention(session: Session, workspace_id: int, at: datetime) -> Attention:
    unowned = digest_facts.unowned(session, workspace_id, UNOWNED_VOTES, _POINTS)
    since = at - timedelta(days=RESTING_DAYS)
    resting = digest_facts.resting(session, workspace_id, since, _POINTS)
    waiting = digest_facts.waiting(session, workspace_id)
    shown = [*unowned, *(idea for idea, _moved in resting)]
    links = idea_facts.links(session, workspace_id, [idea.id for idea in shown])
    return Attention(
        unowned=tuple(line_of(idea, url=links.get(idea.id)) for idea in unowned),
        waiting=waiting.count,
        waiting_is_bound=waiting.count >= digest_facts.MOST_COUNTED,
        waiting_days=(at - waiting.oldest_at).days if waiting.oldest_at else 0,
        resting=tuple(
            line_of(idea, days=(at - moved).days, url=links.get(idea.id)) for idea, moved in resting
        ),
    )


def _period_before(
    session: Session, subscription: Subscription, occasion: Occasion
) -> list[Change]:
    length = occasion.at - subscription.covered_until
    start = changes.id_before(
        session, subscription.workspace_id, subscription.covered_until - length
    )
    return changes.between(session, subscription.workspace_id, start, subscription.watermark)
