"""Merged ideas: which became part of which, and what of them is moved there and back."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from domain.core.people import Request
from domain.feedback.model import FeedbackState
from domain.ideas.model import Status
from domain.merging.plan import Merge
from domain.rounds.model import State
from storage.database.upsert import insert_into
from storage.schema import (
    AnnouncementRow,
    ApartRow,
    CardRow,
    EstimateRow,
    EvidenceRow,
    FeedbackRow,
    IdeaRow,
    MergeRow,
    RoundIdeaRow,
    RoundRow,
    VoteRow,
)

_CLOSED = tuple(status.value for status in Status if status.is_closed)


def lock_ideas(session: Session, workspace_id: int, ids: Collection[int]) -> None:
    """Let nobody else change or count some ideas, or their cards, until the transaction ends.

    In one order, so that two who merge the same ideas wait for each other.
    """
    cards = select(CardRow.id).where(
        CardRow.workspace_id == workspace_id, col(CardRow.idea_id).in_(ids)
    )
    session.exec(cards.order_by(col(CardRow.id)).with_for_update()).all()
    ideas = select(IdeaRow.id).where(IdeaRow.workspace_id == workspace_id, col(IdeaRow.id).in_(ids))
    session.exec(ideas.order_by(col(IdeaRow.id)).with_for_update()).all()


def add(
    session: Session, request: Request, idea_id: int, into_id: int, kept: Mapping[str, Any]
) -> int:
    """Store that an idea was merged into another one; the row id of the merge."""
    row = MergeRow(
        workspace_id=request.workspace_id,
        idea_id=idea_id,
        into_id=into_id,
        merged_by=request.user_id,
        merged_at=request.at,
        kept=dict(kept),
        request_key=request.key,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def rekeep(session: Session, merge: Merge, kept: Mapping[str, Any]) -> None:
    """Set what a merge is taken back with."""
    _change(session, merge, kept=dict(kept))


def end(session: Session, request: Request, merge: Merge) -> None:
    """Note that a merge was taken back."""
    _change(session, merge, undone_by=request.user_id, undone_at=request.at)


def newest_of(session: Session, workspace_id: int, idea_id: int) -> Merge | None:
    """The last merge of an idea into another one, taken back or not."""
    query = _merges(workspace_id).where(col(MergeRow.idea_id) == idea_id)
    return _first(session, query.order_by(col(MergeRow.id).desc()))


def by_request(session: Session, workspace_id: int, key: str) -> Merge | None:
    """The merge that a request made before, or None."""
    return _first(session, _merges(workspace_id).where(col(MergeRow.request_key) == key))


def standing_into(session: Session, workspace_id: int, into_id: int) -> list[Merge]:
    """The merges into an idea that were not taken back, oldest first."""
    query = _merges(workspace_id).where(
        col(MergeRow.into_id) == into_id, col(MergeRow.undone_at).is_(None)
    )
    return [_merge(row) for row in session.exec(query.order_by(col(MergeRow.id)))]


def part_of(session: Session, workspace_id: int, idea_id: int) -> list[int]:
    """The row ids of the ideas that are part of an idea by merges."""
    query = select(IdeaRow.id).where(
        IdeaRow.workspace_id == workspace_id, IdeaRow.merged_into_id == idea_id
    )
    return sorted(row_id or 0 for row_id in session.exec(query))


def point(session: Session, workspace_id: int, ids: Collection[int], into_id: int | None) -> None:
    """Set which idea some ideas are part of, or None for no other one."""
    statement = update(IdeaRow).where(
        col(IdeaRow.workspace_id) == workspace_id, col(IdeaRow.id).in_(ids)
    )
    session.connection().execute(statement.values(merged_into_id=into_id))


def move_cards(
    session: Session, workspace_id: int, idea_id: int, into_id: int
) -> list[tuple[int, int | None]]:
    """Let an idea's cards show and count for another one; each with what it was posted for."""
    mine = (col(CardRow.workspace_id) == workspace_id, col(CardRow.idea_id) == idea_id)
    found = session.exec(select(CardRow.id, CardRow.posted_for_id).where(*mine)).all()
    posted_for = func.coalesce(col(CardRow.posted_for_id), idea_id)
    statement = update(CardRow).where(*mine).values(idea_id=into_id, posted_for_id=posted_for)
    session.connection().execute(statement)
    return sorted((card_id or 0, posted) for card_id, posted in found)


def return_cards(
    session: Session, workspace_id: int, idea_id: int, cards: Iterable[tuple[int, int | None]]
) -> None:
    """Give cards back to the idea they came from, each posted for what it was before."""
    for card_id, posted_for in cards:
        statement = update(CardRow).where(
            col(CardRow.workspace_id) == workspace_id, col(CardRow.id) == card_id
        )
        values = {"idea_id": idea_id, "posted_for_id": posted_for}
        session.connection().execute(statement.values(**values))


def count_cards(session: Session, workspace_id: int, idea_id: int) -> int:
    """How many cards of an idea stand at Slack or are on their way."""
    query = select(func.count()).where(
        CardRow.workspace_id == workspace_id,
        CardRow.idea_id == idea_id,
        col(CardRow.is_deleted).is_(False),
    )
    return session.exec(query).one()


def voted(session: Session, workspace_id: int, idea_id: int) -> dict[str, datetime]:
    """Since when each person votes for an idea."""
    query = select(VoteRow.user_id, VoteRow.voted_at).where(
        VoteRow.workspace_id == workspace_id, VoteRow.idea_id == idea_id
    )
    return dict(session.exec(query).all())


def date_votes(
    session: Session, workspace_id: int, idea_id: int, voters: Mapping[str, datetime]
) -> None:
    """Set since when some people vote for an idea; who does not vote for it is left out."""
    if not voters:
        return
    statement = update(VoteRow).where(
        col(VoteRow.workspace_id) == workspace_id,
        col(VoteRow.idea_id) == idea_id,
        col(VoteRow.user_id) == bindparam("voter"),
    )
    rows = [{"voter": user, "since": voted_at} for user, voted_at in voters.items()]
    session.connection().execute(statement.values(voted_at=bindparam("since")), rows)


def count_common_evidence(session: Session, workspace_id: int, idea_id: int, into_id: int) -> int:
    """How much feedback that was not taken back speaks for both of two ideas."""
    other = aliased(EvidenceRow)
    query = (
        select(func.count())
        .select_from(EvidenceRow)
        .join(other, col(other.feedback_id) == col(EvidenceRow.feedback_id))
        .join(FeedbackRow, col(FeedbackRow.id) == col(EvidenceRow.feedback_id))
        .where(EvidenceRow.workspace_id == workspace_id, EvidenceRow.idea_id == idea_id)
        .where(col(other.idea_id) == into_id)
        .where(col(FeedbackRow.state) != FeedbackState.WITHDRAWN.value)
    )
    return session.exec(query).one()


def count_open(session: Session, workspace_id: int) -> int:
    """How many ideas are not closed."""
    query = select(func.count()).where(
        IdeaRow.workspace_id == workspace_id, col(IdeaRow.status).not_in(_CLOSED)
    )
    return session.exec(query).one()


def running_rounds(session: Session, workspace_id: int, idea_id: int) -> list[int]:
    """The numbers of the rounds and ballots about an idea that people may answer now."""
    query = (
        select(RoundRow.number)
        .join(RoundIdeaRow, col(RoundIdeaRow.round_id) == col(RoundRow.id))
        .where(RoundRow.workspace_id == workspace_id, RoundRow.state == State.OPEN.value)
        .where(RoundIdeaRow.idea_id == idea_id)
        .order_by(col(RoundRow.number))
    )
    return list(session.exec(query))


def count_announcements(session: Session, workspace_id: int, idea_id: int) -> tuple[int, int]:
    """How many announcements an idea has, and how many of them wait for their time."""
    row = AnnouncementRow
    query = select(func.count()).where(row.workspace_id == workspace_id, row.idea_id == idea_id)
    waits = query.where(col(row.queued_at).is_(None), col(row.cancelled_at).is_(None))
    return session.exec(query).one(), session.exec(waits).one()


def count_estimators(session: Session, workspace_id: int, idea_id: int) -> int:
    """How many people estimated an idea."""
    query = select(func.count(func.distinct(EstimateRow.user_id))).where(
        EstimateRow.workspace_id == workspace_id, EstimateRow.idea_id == idea_id
    )
    return session.exec(query).one()


def set_apart(session: Session, request: Request, one_id: int, other_id: int) -> bool:
    """Remember that two ideas are not the same; False when that was said before."""
    low, high = sorted((one_id, other_id))
    statement = insert_into(session, ApartRow).values(
        one_id=low,
        other_id=high,
        workspace_id=request.workspace_id,
        said_by=request.user_id,
        said_at=request.at,
    )
    stored = statement.on_conflict_do_nothing().returning(col(ApartRow.one_id))
    return session.connection().execute(stored).first() is not None


def apart(session: Session, workspace_id: int) -> set[tuple[int, int]]:
    """Every pair of row ids that was said to differ, the lower one first."""
    query = select(ApartRow.one_id, ApartRow.other_id).where(ApartRow.workspace_id == workspace_id)
    return {(one, other) for one, other in session.exec(query)}


def _merges(workspace_id: int) -> Any:
    query = select(MergeRow).where(col(MergeRow.workspace_id) == workspace_id)
    return query.execution_options(populate_existing=True)


def _first(session: Session, query: Any) -> Merge | None:
    row = session.exec(query.limit(1)).first()
    return _merge(row) if row else None


def _change(session: Session, merge: Merge, **values: Any) -> None:
    statement = update(MergeRow).where(
        col(MergeRow.id) == merge.id, col(MergeRow.workspace_id) == merge.workspace_id
    )
    session.connection().execute(statement.values(**values))


def _merge(row: MergeRow) -> Merge:
    return Merge(
        id=row.id or 0,
        workspace_id=row.workspace_id,
        idea_id=row.idea_id,
        into_id=row.into_id,
        merged_by=row.merged_by,
        merged_at=row.merged_at,
        undone_by=row.undone_by,
        undone_at=row.undone_at,
        kept=dict(row.kept),
    )
