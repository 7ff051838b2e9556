"""Ideas: stored, found, listed."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, case, func
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from domain.feedback.model import FeedbackState
from domain.ideas.model import Idea, Status
from domain.text.folding import index_words
from storage.ideas import counts as idea_facts
from storage.ideas import survivors
from storage.schema import AreaRow, EvidenceRow, FeedbackRow, IdeaRow, VoteRow

_CLOSED = tuple(status.value for status in Status if status.is_closed)
_KEY_CHARS = 200
"""Folding may lengthen a title; an index takes about 2,700 bytes at PostgreSQL."""


_TIES = 400
"""How many more ideas than a list shows are ordered by their evidence."""


def lock(session: Session, workspace_id: int, number: int) -> Idea | None:
    """The idea that a number stands for, which nobody else changes until the transaction ends."""
    row_id = survivors.lock(session, workspace_id, number)
    return by_id(session, workspace_id, row_id) if row_id is not None else None


def by_number(session: Session, workspace_id: int, number: int) -> Idea | None:
    """The idea that a number stands for, or None; that of a merged idea for the other one."""
    return by_numbers(session, workspace_id, [number]).get(number)


def by_numbers(session: Session, workspace_id: int, numbers: Collection[int]) -> dict[int, Idea]:
    """What those of ``numbers`` that are ideas stand for; two may stand for the same one."""
    meant = survivors.of_numbers(session, workspace_id, numbers)
    found = {one.id: one for one in in_order(session, workspace_id, sorted(set(meant.values())))}
    return {number: found[row_id] for number, row_id in meant.items()}


def exactly(session: Session, workspace_id: int, number: int) -> Idea | None:
    """The idea that was filed under a number, merged or not, or None."""
    return _first(session, _ideas(workspace_id).where(col(IdeaRow.number) == number))


def by_id(session: Session, workspace_id: int, idea_id: int) -> Idea:
    """The idea with a row id; raises KeyError when the workspace has none."""
    found = in_order(session, workspace_id, [idea_id])
    if not found:
        raise KeyError(idea_id)
    return found[0]


def by_request(session: Session, workspace_id: int, key: str) -> Idea | None:
    """The idea that a request filed, or None."""
    return _first(session, _ideas(workspace_id).where(col(IdeaRow.request_key) == key))


def same_title(session: Session, idea: Idea) -> Idea | None:
    """Another idea with the same title in any spelling, an open one first; of a merged one the
    idea that it is part of now."""
    query = (
        _ideas(idea.workspace_id)
        .where(col(IdeaRow.title_key) == title_key(idea.title))
        .where(col(IdeaRow.id) != idea.id, col(IdeaRow.title_key) != "")
        .where(func.coalesce(col(IdeaRow.merged_into_id), 0) != idea.id)
        .order_by(_is_closed(), col(IdeaRow.number))
    )
    found = _first(session, query)
    if found is None or found.merged_into_id is None:
        return found
    return by_id(session, idea.workspace_id, found.merged_into_id)


def nearest_to(session: Session, workspace_id: int, number: int) -> Idea | None:
    """The idea whose number is closest, or None when there are no ideas."""
    distance = func.abs(IdeaRow.number - number)
    there = _ideas(workspace_id).where(col(IdeaRow.merged_into_id).is_(None))
    return _first(session, there.order_by(distance, col(IdeaRow.number)))


def best(session: Session, workspace_id: int, limit: int, offset: int = 0) -> list[Idea]:
    """The ideas that are not closed, most votes first, then most evidence.

    Evidence orders those with equal votes as far as a list is read, so that a long list of ideas
    without votes costs no more than a short one.
    """
    favoured = (
        select(IdeaRow.id)
        .where(col(IdeaRow.workspace_id) == workspace_id, col(IdeaRow.status).not_in(_CLOSED))
        .order_by(col(IdeaRow.votes).desc(), col(IdeaRow.number))
        .limit(offset + limit + _TIES)
    )
    query = (
        _ideas(workspace_id)
        .where(col(IdeaRow.id).in_(favoured))
        .order_by(col(IdeaRow.votes).desc(), _evidence().desc(), col(IdeaRow.number))
    )
    return _all(session, query.limit(limit).offset(offset))


def in_order(session: Session, workspace_id: int, ids: Sequence[int]) -> list[Idea]:
    """The ideas with these row ids, in their order; those of another workspace are left out."""
    by_id = {idea.id: idea for idea in _all(session, _these(), workspace=workspace_id, ids=ids)}
    return [by_id[one] for one in ids if one in by_id]


@cache
def _these() -> Select[Any]:
    # Built once, as most of what people do begins with an idea. The sum keeps the databases from
    # walking through the whole workspace by one of its indexes.
    query = _ideas(bindparam("workspace"), is_narrow=True)
    return query.where(col(IdeaRow.id).in_(bindparam("ids", expanding=True)))


def standing(session: Session, workspace_id: int, ids: Sequence[int]) -> list[Idea]:
    """What some row ids stand for, in their order and each once: for merged ideas the others."""
    found = in_order(session, workspace_id, ids)
    merged = {one.id: one.merged_into_id for one in found if one.merged_into_id is not None}
    if not merged:
        return found
    wanted = dict.fromkeys(merged.get(one.id, one.id) for one in found)
    return in_order(session, workspace_id, list(wanted))


def voted_by(session: Session, workspace_id: int, user_id: str, limit: int) -> list[Idea]:
    """The ideas that a person votes for, the latest vote first."""
    query = (
        _ideas(workspace_id)
        .join(VoteRow, col(VoteRow.idea_id) == col(IdeaRow.id))
        .where(col(VoteRow.user_id) == user_id)
        .order_by(col(VoteRow.voted_at).desc(), col(IdeaRow.number).desc())
    )
    return _all(session, query.limit(limit))


def voted_ids(
    session: Session, workspace_id: int, user_id: str, idea_ids: Collection[int]
) -> frozenset[int]:
    """Those of ``idea_ids`` that a person votes for."""
    query = select(VoteRow.idea_id).where(
        VoteRow.workspace_id == workspace_id,
        VoteRow.user_id == user_id,
        col(VoteRow.idea_id).in_(idea_ids),
    )
    return frozenset(session.exec(query))


def count_planned_without_owner(session: Session, workspace_id: int) -> int:
    """How many ideas on the roadmap nobody owns."""
    query = select(func.count()).where(
        IdeaRow.workspace_id == workspace_id,
        col(IdeaRow.horizon).is_not(None),
        col(IdeaRow.owner_id).is_(None),
    )
    return session.exec(query).one()


def _ideas(workspace_id: Any, *, is_narrow: bool = False) -> Select[Any]:
    query: Any = sa_select(
        *IdeaRow.__table__.c,  # type: ignore[attr-defined]
        col(AreaRow.name).label("area"),
        _evidence().label("evidence"),
        _customers().label("customers"),
    )
    query = query.outerjoin(AreaRow, col(AreaRow.id) == col(IdeaRow.area_id))
    own = col(IdeaRow.workspace_id) + 0 if is_narrow else col(IdeaRow.workspace_id)
    found: Select[Any] = query.where(own == workspace_id)
    return found


def _evidence() -> Any:
    return of_evidence(func.count())


def _customers() -> Any:
    return of_evidence(func.count(func.distinct(FeedbackRow.customer_id)))


def of_evidence(counted: Any) -> Any:
    """Something counted over the feedback that speaks for an idea of the query around it."""
    return (
        select(counted)
        .select_from(EvidenceRow)
        .join(FeedbackRow, col(FeedbackRow.id) == col(EvidenceRow.feedback_id))
        .where(col(EvidenceRow.idea_id) == col(IdeaRow.id))
        .where(col(FeedbackRow.state) != FeedbackState.WITHDRAWN.value)
        .correlate(IdeaRow)
        .scalar_subquery()
    )


def _is_closed() -> Any:
    return case((col(IdeaRow.status).in_(_CLOSED), 1), else_=0)


def title_key(title: str) -> str:
    """The folded title by which the same title is found in any spelling."""
    return index_words(title)[:_KEY_CHARS]


def search_words(number: int, title: str, description: str) -> str:
    """The folded words of an idea that search reads."""
    return index_words(f"I {number} i{number} {title} {description}")


def _first(session: Session, query: Select[Any]) -> Idea | None:
    found = _all(session, query.limit(1))
    return found[0] if found else None


def _all(session: Session, query: Select[Any], **given: Any) -> list[Idea]:
    # As plain columns: the session may hold a row from before an update of this transaction.
    session.flush()
    rows: Iterable[Any] = session.connection().execute(query, given)
    return [idea_facts.from_row(row, row.area, row.evidence, row.customers) for row in rows]
