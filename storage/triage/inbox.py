"""What waits to be sorted: counted, found one after the other, and what triage knows of it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from domain.core.changes import IMPORTING
from domain.feedback.model import FeedbackState
from domain.text.labels import fold_name
from domain.triage.steps import InboxFilter, InboxSnapshot, InboxStatus
from storage.schema import (
    AreaRow,
    CustomerRow,
    FeedbackRow,
    TriageItemRow,
    TriageQuestionRow,
)


def standing(
    session: Session, workspace_id: int, cut: InboxSnapshot, late_before: datetime | None = None
) -> InboxStatus:
    """How much waits and since when; ``late`` is what came in before an instant."""
    ready = _ready(workspace_id, cut)
    oldest = session.exec(_in_order(select(FeedbackRow).where(*ready)).limit(1)).first()

    def count(*conditions: Any) -> int:
        return session.exec(select(func.count()).select_from(FeedbackRow).where(*conditions)).one()

    new = _new(workspace_id, cut)
    return InboxStatus(
        count=count(*ready),
        oldest_at=oldest.created_at if oldest else None,
        oldest_number=oldest.number if oldest else None,
        asked=count(*new, _is_asked(workspace_id)),
        later=count(*new, _is_later(cut.at), ~_is_asked(workspace_id)),
        late=count(*new, *_came_before(late_before)) if late_before is not None else 0,
    )


def oldest_unsorted(session: Session, workspace_id: int) -> tuple[int, datetime] | None:
    """The number and the instant of what came in and was sorted by nobody for the longest time."""
    query = select(FeedbackRow.number, FeedbackRow.created_at).where(
        FeedbackRow.workspace_id == workspace_id,
        FeedbackRow.state == FeedbackState.NEW.value,
        _is_no_import(),
    )
    found: tuple[int, datetime] | None = session.exec(_in_order(query).limit(1)).first()
    return found


def count_before(session: Session, workspace_id: int, at: datetime) -> int:
    """How much that came in before an instant nobody has sorted yet."""
    query = select(func.count()).where(
        FeedbackRow.workspace_id == workspace_id,
        FeedbackRow.state == FeedbackState.NEW.value,
        *_came_before(at),
    )
    return session.exec(query).one()


def next_id(
    session: Session,
    workspace_id: int,
    cut: InboxSnapshot,
    number: int | None,
    *,
    is_back: bool = False,
) -> int | None:
    """The row id of the first item after the feedback with a number, of all without one.

    ``is_back`` asks for the one before. The feedback itself may be sorted already.
    """
    query = select(FeedbackRow.id).where(*_ready(workspace_id, cut))
    at = _place(session, workspace_id, number)
    if at is not None:
        query = query.where(_before(at) if is_back else _after(at))
    found: int | None = session.exec(_in_order(query, is_back=is_back).limit(1)).first()
    return found


def count_ahead(session: Session, workspace_id: int, cut: InboxSnapshot, number: int) -> int:
    """How many items stand before the feedback with a number."""
    at = _place(session, workspace_id, number)
    if at is None:
        return 0
    conditions = (*_ready(workspace_id, cut), _before(at))
    return session.exec(select(func.count()).select_from(FeedbackRow).where(*conditions)).one()


def listed_ids(
    session: Session, workspace_id: int, cut: InboxSnapshot, offset: int, limit: int
) -> list[int]:
    """The row ids of some items, oldest first."""
    query = _in_order(select(FeedbackRow.id).where(*_ready(workspace_id, cut)))
    return [one or 0 for one in session.exec(query.offset(offset).limit(limit))]


def set_aside_ids(session: Session, workspace_id: int, cut: InboxSnapshot, limit: int) -> list[int]:
    """The row ids of what waits for an answer or was put off, oldest first."""
    aside = or_(_is_asked(workspace_id), _is_later(cut.at))
    query = _in_order(select(FeedbackRow.id).where(*_new(workspace_id, cut), aside))
    return [one or 0 for one in session.exec(query.limit(limit))]


def newer_ids(session: Session, workspace_id: int, after_id: int, limit: int) -> list[int]:
    """The row ids of unsorted feedback that was stored after another, in that order."""
    query = (
        select(FeedbackRow.id)
        .where(FeedbackRow.workspace_id == workspace_id, col(FeedbackRow.id) > after_id)
        .where(FeedbackRow.state == FeedbackState.NEW.value)
        .order_by(col(FeedbackRow.id))
        .limit(limit)
    )
    return [one or 0 for one in session.exec(query)]


def newest_id(session: Session, workspace_id: int) -> int:
    """The row id of the feedback stored last, 0 when there is none."""
    query = select(func.max(FeedbackRow.id)).where(FeedbackRow.workspace_id == workspace_id)
    return session.exec(query).one() or 0


def count_newer(session: Session, workspace_id: int, after_id: int) -> int:
    """How much unsorted feedback was stored after another."""
    query = select(func.count()).where(
        FeedbackRow.workspace_id == workspace_id,
        col(FeedbackRow.id) > after_id,
        FeedbackRow.state == FeedbackState.NEW.value,
    )
    return session.exec(query).one()


def waits(session: Session, workspace_id: int, since: datetime, limit: int) -> list[timedelta]:
    """How long the feedback that was sorted last, since an instant, had waited before."""
    query = (
        select(TriageItemRow.sorted_at, FeedbackRow.created_at)
        .join(FeedbackRow, col(FeedbackRow.id) == col(TriageItemRow.feedback_id))
        .where(TriageItemRow.workspace_id == workspace_id, col(TriageItemRow.sorted_at) >= since)
        .where(_is_no_import())
        .order_by(col(TriageItemRow.sorted_at).desc())
        .limit(limit)
    )
    return [sorted_at - heard for sorted_at, heard in session.exec(query) if sorted_at is not None]


def _is_no_import() -> Any:
    """What an import brought was heard elsewhere, long ago: its age says nothing about sorting."""
    return col(FeedbackRow.door) != IMPORTING


def _came_before(at: datetime) -> tuple[Any, ...]:
    return col(FeedbackRow.created_at) < at, _is_no_import()


def _ready(workspace_id: int, cut: InboxSnapshot) -> tuple[Any, ...]:
    return (*_new(workspace_id, cut), ~_is_asked(workspace_id), ~_is_later(cut.at))


def _new(workspace_id: int, cut: InboxSnapshot) -> tuple[Any, ...]:
    row = FeedbackRow
    return (
        col(row.workspace_id) == workspace_id,
        col(row.state) == FeedbackState.NEW.value,
        *_narrowed(workspace_id, cut.narrow, cut.user_id),
    )


def _narrowed(workspace_id: int, narrow: InboxFilter, user_id: str) -> list[Any]:
    row, conditions = FeedbackRow, list[Any]()
    if narrow.area is not None:
        conditions.append(col(row.area_id).in_(_named(AreaRow, workspace_id, narrow.area)))
    if narrow.customer is not None:
        named = _named(CustomerRow, workspace_id, narrow.customer)
        conditions.append(col(row.customer_id).in_(named))
    if narrow.is_mine:
        mine = (col(TriageItemRow.feedback_id) == col(row.id), TriageItemRow.assigned_to == user_id)
        conditions.append(select(TriageItemRow.feedback_id).where(*mine).exists())
    return conditions


def _named(table: type[AreaRow] | type[CustomerRow], workspace_id: int, name: str) -> Any:
    return select(table.id).where(table.workspace_id == workspace_id, table.key == fold_name(name))


def _is_asked(workspace_id: int) -> Any:
    question = TriageQuestionRow
    return (
        select(question.id)
        .where(question.workspace_id == workspace_id)
        .where(col(question.feedback_id) == col(FeedbackRow.id))
        .where(col(question.answered_at).is_(None), col(question.closed_at).is_(None))
        .exists()
    )


def _is_later(at: datetime) -> Any:
    return (
        select(TriageItemRow.feedback_id)
        .where(col(TriageItemRow.feedback_id) == col(FeedbackRow.id))
        .where(col(TriageItemRow.later_until) > at)
        .exists()
    )


def _in_order(query: Any, *, is_back: bool = False) -> Any:
    order = (col(FeedbackRow.created_at), col(FeedbackRow.id))
    return query.order_by(*(one.desc() for one in order) if is_back else order)


def _place(session: Session, workspace_id: int, number: int | None) -> tuple[datetime, int] | None:
    if number is None:
        return None
    query = select(FeedbackRow.created_at, FeedbackRow.id).where(
        FeedbackRow.workspace_id == workspace_id, FeedbackRow.number == number
    )
    found = session.exec(query).first()
    return (found[0], found[1] or 0) if found else None


def _after(place: tuple[datetime, int]) -> Any:
    at, row_id, row = *place, FeedbackRow
    same = and_(col(row.created_at) == at, col(row.id) > row_id)
    return or_(col(row.created_at) > at, same)


def _before(place: tuple[datetime, int]) -> Any:
    at, row_id, row = *place, FeedbackRow
    same = and_(col(row.created_at) == at, col(row.id) < row_id)
    return or_(col(row.created_at) < at, same)
