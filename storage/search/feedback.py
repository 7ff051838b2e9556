"""Searching feedback: by its words, who said it, for whom, and what became of it."""

from typing import Any

from sqlalchemy import and_, case, func, literal, or_, select
from sqlmodel import Session, col

from domain.core.importance import Importance
from domain.feedback.model import FeedbackState
from domain.search.vocabulary import ANY, Field, Sort
from storage.customers.lists import worth
from storage.database import full_text
from storage.schema import CustomerRow, EvidenceRow, FeedbackRow, SearchEntryRow
from storage.search.filters import (
    Asking,
    Part,
    among,
    dated,
    in_area,
    indexed,
    of_customers,
    sought,
)
from storage.workspace import readers

_WEIGHTS = {one.value: -float(one.weight) for one in Importance}


def feedback(asking: Asking) -> Part:
    """The statement for feedback; what was taken back is never found."""
    row, wanted = FeedbackRow, asking.wanted
    conditions: list[Any] = [
        col(row.workspace_id) == asking.workspace_id,
        col(row.state) != FeedbackState.WITHDRAWN.value,
        *dated(asking, col(row.created_at)),
        *among(asking, _states(asking)),
        *_said(asking),
        *in_area(asking, col(row.area_id)),
        *of_customers(asking, col(row.customer_id)),
        *_strong(asking),
        *_for_ideas(asking),
    ]
    if wanted.query.number is not None:
        conditions.append(col(row.number) == wanted.query.number)
    if wanted.needs_words:
        conditions.append(readers.readable(asking.reader))
    joins: tuple[tuple[Any, Any], ...] = ()
    if wanted.query.terms:
        joins = ((SearchEntryRow, _entry(asking)),)
        conditions += indexed(col(SearchEntryRow.words), wanted.query.terms)
        words = sought(wanted.query.terms)
        if words:
            conditions.append(full_text.holds(asking.session, "search_entry", words))
    return Part(col(row.id), col(row.created_at), tuple(conditions), joins, _ranks(asking))


def has_speaker(session: Session, workspace_id: int, name: str) -> bool:
    """True when somebody outside Slack whose name begins so said something, not in private."""
    row = FeedbackRow
    query = select(col(row.id)).where(
        col(row.workspace_id) == workspace_id,
        func.lower(func.coalesce(col(row.said_by_name), "")).startswith(
            name.lower(), autoescape=True
        ),
        col(row.source_is_private).is_(False),
    )
    return session.execute(query.limit(1)).first() is not None


def _entry(asking: Asking) -> Any:
    entry = SearchEntryRow
    return and_(
        col(entry.subject_id) == col(FeedbackRow.id),
        col(entry.kind) == "feedback",
        col(entry.workspace_id) == asking.workspace_id,
    )


def _states(asking: Asking) -> dict[str, Any]:
    row = FeedbackRow
    state = col(row.state)
    return {
        "untriaged": state == FeedbackState.NEW.value,
        "linked": state == FeedbackState.LINKED.value,
        "dismissed": state == FeedbackState.DISMISSED.value,
        "private": col(row.source_is_private),
        "mine": or_(
            col(row.saved_by) == asking.wanted.me,
            func.coalesce(col(row.said_by), "") == asking.wanted.me,
        ),
    }


def _said(asking: Asking) -> list[Any]:
    """Who said it; where nobody is named, who saved it."""
    row, wanted = FeedbackRow, asking.wanted
    name = func.lower(func.coalesce(col(row.said_by_name), ""))
    who = func.coalesce(
        col(row.said_by), case((col(row.said_by_name).is_(None), col(row.saved_by)), else_="")
    )
    conditions: list[Any] = []
    if wanted.people is not None:
        begun = [name.startswith(one, autoescape=True) for one in wanted.speakers]
        conditions.append(or_(who.in_(wanted.people), *begun))
    if wanted.not_people:
        conditions.append(who.not_in(wanted.not_people))
    return conditions


def _strong(asking: Asking) -> list[Any]:
    column, query = col(FeedbackRow.importance), asking.wanted.query
    asked, denied = query.of(Field.IMPORTANCE), query.of(Field.IMPORTANCE, is_not=True)
    conditions: list[Any] = []
    if ANY in asked:
        conditions.append(column.is_not(None))
    elif asked:
        conditions.append(column.in_(asked))
    if ANY in denied:
        conditions.append(column.is_(None))
    elif denied:
        conditions.append(or_(column.is_(None), column.not_in(denied)))
    return conditions


def _for_ideas(asking: Asking) -> list[Any]:
    wanted = asking.wanted
    conditions = []
    for ids, is_not in ((wanted.ideas, False), (wanted.not_ideas or None, True)):
        if ids is None:
            continue
        linked = select(col(EvidenceRow.feedback_id)).where(
            col(EvidenceRow.workspace_id) == asking.workspace_id,
            col(EvidenceRow.idea_id).in_(ids),
        )
        column = col(FeedbackRow.id)
        conditions.append(column.not_in(linked) if is_not else column.in_(linked))
    return conditions


def _ranks(asking: Asking) -> dict[Sort, Any]:
    value = (
        select(worth(asking.rates))
        .where(col(CustomerRow.id) == col(FeedbackRow.customer_id))
        .correlate(FeedbackRow)
        .scalar_subquery()
    )
    return {
        Sort.BEST: literal(1.0),
        Sort.IMPORTANCE: case(_WEIGHTS, value=col(FeedbackRow.importance), else_=0.0),
        Sort.REVENUE: -func.coalesce(value, 0.0),
    }
