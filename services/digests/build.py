"""Making a digest: one path for what is posted, previewed and asked for now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.core.changes import Change
from domain.digests.audience import Section, sections_of
from domain.digests.model import KEPT, Attention, Brief, Digest, Facts
from domain.digests.pauses import told
from domain.digests.selection import line_of, select
from domain.digests.subscriptions import Subscription
from domain.feedback.privacy import Reader, readers_in
from domain.objectives.coverage import Coverage, for_digest
from domain.objectives.digest import Goal, goals, reported
from domain.roadmap.board import Board
from services.digests.personal import mine
from services.objectives import coverage
from services.triage import inbox as triage_inbox
from services.workspace.switches import is_on
from storage.announcements import queries as announcements
from storage.channels import rules as channel_rules
from storage.database.engine import Database, Session
from storage.digests import facts as digest_facts
from storage.ideas import counts as idea_facts
from storage.objectives import queries as objectives
from storage.outbox import change_log as changes
from storage.workspace import readers

UNOWNED_VOTES = 5
"""From so many votes on, an open idea without an owner is mentioned."""

RESTING_DAYS = 60
"""After so many days without a move, a planned idea is mentioned."""

_POINTS = 3
_END_OF_LOG = 2**62


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a digest is made, up to which change, for which due time, and when the next comes.

    ``now`` is the clock's own time where ``at`` is another, as when an operator runs one ahead.
    """

    at: datetime
    cut: int
    due_at: datetime
    next_at: datetime | None
    is_catch_up: bool = False
    now: datetime | None = None

    @property
    def clock(self) -> datetime:
        """The clock's own time."""
        return self.now or self.at


@dataclass(frozen=True, slots=True)
class Letter:
    """A digest and the roadmap that its picture shows, None without a picture."""

    digest: Digest
    board: Board | None = None


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
        left_out=tuple((gap.paused_at, gap.resumed_at) for gap in subscription.left_out),
    )
    readers = _readers(session, subscription, occasion.at)
    return select(brief, replace(_facts(session, subscription, occasion), reader=readers))


def _facts(session: Session, subscription: Subscription, occasion: Occasion) -> Facts:
    workspace_id, filters = subscription.workspace_id, subscription.filters
    wanted = _sections(session, subscription)
    stretch = changes.news(session, workspace_id, subscription.watermark, occasion.cut)
    found = told(stretch, subscription.left_out)
    ideas = idea_facts.of_ids(session, workspace_id, _subjects(found, "idea"))
    has_coming = Section.COMING in wanted
    coming = digest_facts.coming(session, workspace_id, KEPT) if has_coming else []
    asked_for = [
        idea for idea in (*ideas.values(), *coming) if filters.customers or idea.status.is_closed
    ]
    return Facts(
        changes=tuple(found),
        ideas=ideas,
        heard=(
            tuple(digest_facts.said(session, workspace_id, _said_ids(found)))
            if Section.HEARD in wanted
            else ()
        ),
        askers=idea_facts.askers(session, workspace_id, [idea.id for idea in asked_for]),
        links=idea_facts.links(session, workspace_id, [*ideas, *(idea.id for idea in coming)]),
        notes=announcements.links(session, workspace_id, _announced(found)),
        mine=(
            mine(session, workspace_id, subscription.channel_id, found, ideas)
            if subscription.is_personal
            else None
        ),
        coming=tuple(coming),
        goals=_goals(session, workspace_id, found) if Section.OBJECTIVES in wanted else (),
        coverage=_coverage(session, subscription),
        attention=(
            _attention(session, workspace_id, occasion.at) if Section.ATTENTION in wanted else None
        ),
        later=tuple(changes.news(session, workspace_id, occasion.cut, _END_OF_LOG)),
        earlier=(
            tuple(_period_before(session, subscription, occasion))
            if Section.NUMBERS in wanted
            else ()
        ),
    )


def _sections(session: Session, subscription: Subscription) -> frozenset[Section]:
    """What the digest tells of, without what the workspace has switched off."""
    wanted = frozenset(sections_of(subscription.audience, subscription.filters))
    if is_on(session, subscription.workspace_id, "objectives"):
        return wanted
    return wanted - {Section.OBJECTIVES, Section.COVERAGE}


def _readers(session: Session, subscription: Subscription, at: datetime) -> Reader:
    """Who reads a digest: one person, or everybody in its channel, as members of other companies
    do where one is connected."""
    workspace_id, channel_id = subscription.workspace_id, subscription.channel_id
    if subscription.is_personal:
        return readers.reader(session, workspace_id, channel_id, at)
    rule = channel_rules.rule_of(session, workspace_id, channel_id)
    is_connected = rule is not None and bool(rule.connected_team_id or rule.connected_problem)
    return replace(readers_in(channel_id), knows_customers=not is_connected)


def _announced(found: Sequence[Change]) -> set[int]:
    return {one.subject_id for one in found if one.field == "announced" and one.after}


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


def _goals(session: Session, workspace_id: int, found: list[Change]) -> tuple[Goal, ...]:
    """The open objectives, and those that were closed in the stretch."""
    here = objectives.open_ones(session, workspace_id)
    closed = reported(found) - {one.id for one in here}
    ended = [objectives.by_id(session, workspace_id, one) for one in sorted(closed)]
    return goals([*here, *(one for one in ended if one)], found)


def _coverage(session: Session, subscription: Subscription) -> Coverage | None:
    """How planned work serves objectives; None when nobody asks, or nobody sets any."""
    filters = subscription.filters
    if Section.COVERAGE not in _sections(session, subscription):
        return None
    whole = coverage.read(session, subscription.workspace_id, filters)
    return for_digest(whole) if whole.objectives else None


def _attention(session: Session, workspace_id: int, at: datetime) -> Attention:
    unowned = digest_facts.unowned(session, workspace_id, UNOWNED_VOTES, _POINTS)
    since = at - timedelta(days=RESTING_DAYS)
    resting = digest_facts.resting(session, workspace_id, since, _POINTS)
    waiting = digest_facts.waiting(session, workspace_id)
    shown = [*unowned, *(idea for idea, _moved in resting)]
    links = idea_facts.links(session, workspace_id, [idea.id for idea in shown])
    sorts = is_on(session, workspace_id, "triage")
    late = triage_inbox.late(session, workspace_id, at) if sorts else None
    return Attention(
        unowned=tuple(line_of(idea, url=links.get(idea.id)) for idea in unowned),
        waiting=waiting.count,
        waiting_is_bound=waiting.count >= digest_facts.MOST_COUNTED,
        waiting_days=(at - waiting.oldest_at).days if waiting.oldest_at else 0,
        resting=tuple(
            line_of(idea, days=(at - moved).days, url=links.get(idea.id)) for idea, moved in resting
        ),
        limit=late[0].words if late else "",
        late=late[1] if late else 0,
        oldest_number=late[2] if late else None,
    )


def _period_before(
    session: Session, subscription: Subscription, occasion: Occasion
) -> list[Change]:
    length = occasion.at - subscription.covered_until
    start = changes.id_before(
        session, subscription.workspace_id, subscription.covered_until - length
    )
    return changes.news(session, subscription.workspace_id, start, subscription.watermark)
