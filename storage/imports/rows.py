"""Storing what a file holds, many rows with one statement.

Each function is told once what is there already, so that a file that comes twice adds nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, text
from sqlmodel import Session, col, select

from domain.core.people import Request
from domain.feedback.model import FeedbackState
from domain.ideas.model import Position
from domain.imports.rows import FeedbackItem, IdeaItem
from domain.text.labels import LabelKind, fold_name
from storage.database import labels
from storage.database import reference_numbers as numbers
from storage.ideas import queries as ideas
from storage.imports.traces import Trace
from storage.schema import EvidenceRow, FeedbackRow, IdeaRow, VoteRow

_AT_ONCE = 400
"""How many values one IN list holds; SQLite allows 32,766 in a statement."""


@dataclass(frozen=True, slots=True)
class NewFeedback:
    """Feedback that is not there yet; ``idea_ids`` are the row ids of the ideas it supports."""

    item: FeedbackItem
    idea_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NewIdea:
    """An idea that is not there yet, where it stands, and who votes for it."""

    item: IdeaItem
    position: Position
    voters: tuple[str, ...] = ()


def learn_sizes(session: Session) -> None:
    """Tell PostgreSQL's planner that tables have grown, without which it looks up a key of a table
    that was empty a moment ago by going through the whole workspace."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("ANALYZE feedback, idea, customer, imported_vote"))


def known_feedback(session: Session, workspace_id: int, keys: Collection[str]) -> dict[str, str]:
    """What the feedback says that was imported under some keys before."""
    query = select(FeedbackRow.request_key, FeedbackRow.text).where(
        FeedbackRow.workspace_id == workspace_id, col(FeedbackRow.request_key).in_(keys)
    )
    return {str(key): text for key, text in session.exec(query)}


def known_ideas(
    session: Session, workspace_id: int, keys: Collection[str]
) -> dict[str, tuple[int, str]]:
    """Row id and title of the ideas that were imported under some keys before."""
    query = select(IdeaRow.request_key, IdeaRow.id, IdeaRow.title).where(
        IdeaRow.workspace_id == workspace_id, col(IdeaRow.request_key).in_(keys)
    )
    return {str(key): (row_id or 0, title) for key, row_id, title in session.exec(query)}


def ideas_by_title(
    session: Session, workspace_id: int, titles: Collection[str]
) -> dict[str, set[int]]:
    """The row ids of the ideas with a title, in any spelling, by the title as given.

    A merged idea stands for the one that it is part of now.
    """
    keys = {title: ideas.title_key(title) for title in titles}
    stands_for = func.coalesce(IdeaRow.merged_into_id, IdeaRow.id)
    query = select(IdeaRow.title_key, stands_for).where(
        IdeaRow.workspace_id == workspace_id, col(IdeaRow.title_key).in_(set(keys.values()))
    )
    found: dict[str, set[int]] = {}
    for key, row_id in session.exec(query):
        found.setdefault(key, set()).add(row_id)
    return {title: found[key] for title, key in keys.items() if key in found}


def add_feedback(
    session: Session, request: Request, new: Sequence[NewFeedback], trace: Trace
) -> list[tuple[int, int]]:
    """Store feedback under the next numbers; row id and number of each, in order."""
    workspace_id = request.workspace_id
    customers = _labels(
        session, request, LabelKind.CUSTOMER, [one.item.customer for one in new], trace
    )
    areas = _labels(session, request, LabelKind.AREA, [one.item.area for one in new], trace)
    first = numbers.take(session, workspace_id, "F", len(new))
    rows = [
        {
            "workspace_id": workspace_id,
            "number": first + place,
            "text": one.item.text,
            "said_by_name": one.item.said_by_name,
            "saved_by": request.user_id,
            "customer_id": customers.get(fold_name(one.item.customer or "")),
            "area_id": areas.get(fold_name(one.item.area or "")),
            "importance": one.item.importance.value if one.item.importance else None,
            "state": (FeedbackState.LINKED if one.idea_ids else FeedbackState.NEW).value,
            "door": request.door,
            "request_key": one.item.key,
            "created_at": one.item.said_at or request.at,
        }
        for place, one in enumerate(new)
    ]
    session.connection().execute(insert(FeedbackRow), rows)
    ids = _ids(session, FeedbackRow, workspace_id, first, len(new))
    links = [(idea, row_id) for one, row_id in zip(new, ids, strict=True) for idea in one.idea_ids]
    _link(session, request, links, trace)
    return [(row_id, first + place) for place, row_id in enumerate(ids)]


def add_ideas(
    session: Session, request: Request, new: Sequence[NewIdea], trace: Trace
) -> list[int]:
    """Store ideas with their votes under the next numbers and return their row ids, in order."""
    workspace_id = request.workspace_id
    areas = _labels(session, request, LabelKind.AREA, [one.item.area for one in new], trace)
    first = numbers.take(session, workspace_id, "I", len(new))
    rows = [
        {
            "workspace_id": workspace_id,
            "number": first + place,
            "title": one.item.title,
            "title_key": ideas.title_key(one.item.title),
            "description": one.item.description,
            "words": ideas.search_words(first + place, one.item.title, one.item.description),
            "area_id": areas.get(fold_name(one.item.area or "")),
            "status": one.position.status.value,
            "horizon": one.position.horizon.value if one.position.horizon else None,
            "shipped_at": one.position.shipped_at,
            "votes": len(one.voters),
            "created_by": request.user_id,
            "created_at": one.item.said_at or request.at,
            "request_key": one.item.key,
        }
        for place, one in enumerate(new)
    ]
    session.connection().execute(insert(IdeaRow), rows)
    ids = _ids(session, IdeaRow, workspace_id, first, len(new))
    votes = [
        {"idea_id": row_id, "user_id": voter, "workspace_id": workspace_id, "voted_at": request.at}
        for one, row_id in zip(new, ids, strict=True)
        for voter in one.voters
    ]
    if votes:
        session.connection().execute(insert(VoteRow), votes)
    return ids


def _ids(
    session: Session,
    table: type[FeedbackRow] | type[IdeaRow],
    workspace_id: int,
    first: int,
    count: int,
) -> list[int]:
    query = (
        select(table.id)
        .where(table.workspace_id == workspace_id)
        .where(col(table.number) >= first, col(table.number) < first + count)
        .order_by(col(table.number))
    )
    return [row_id or 0 for row_id in session.exec(query)]


def _link(
    session: Session, request: Request, pairs: Sequence[tuple[int, int]], trace: Trace
) -> None:
    rows = [
        {
            "idea_id": idea_id,
            "feedback_id": feedback_id,
            "workspace_id": request.workspace_id,
            "linked_by": request.user_id,
            "linked_at": request.at,
        }
        for idea_id, feedback_id in pairs
    ]
    for idea_id, feedback_id in pairs:
        if idea_id is not None:
            trace.made("evidence", feedback_id, name=str(idea_id))
    if rows:
        session.connection().execute(insert(EvidenceRow), rows)


def _labels(
    session: Session,
    request: Request,
    kind: LabelKind,
    names: Collection[str | None],
    trace: Trace,
) -> dict[str, int]:
    """Row ids of customers or areas by folded name; those that nobody named before are made."""
    workspace_id = request.workspace_id
    wanted = {fold_name(name): name for name in reversed(list(names)) if name}
    found = _known_labels(session, workspace_id, kind, list(wanted))
    new = {key: name for key, name in wanted.items() if key not in found}
    if new:
        labels.create_all(session, workspace_id, kind, new, request.at)
        made = _known_labels(session, workspace_id, kind, list(new))
        for row_id in made.values():
            trace.made(kind.value, row_id)
        found |= made
    return found


def _known_labels(
    session: Session, workspace_id: int, kind: LabelKind, keys: list[str]
) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(keys), _AT_ONCE):
        found |= labels.known(session, workspace_id, kind, keys[start : start + _AT_ONCE])
    return found
