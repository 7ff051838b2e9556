"""Objectives: stored, found, listed, and joined with the ideas that serve them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, func, update
from sqlmodel import Session, col, select

from domain.core.people import Request
from domain.objectives.model import (
    Confidence,
    Measure,
    Objective,
    ObjectiveDraft,
    ObjectiveState,
    Rhythm,
)
from domain.text.folding import fold, like_pattern
from storage.database.reference_numbers import give_back, next_number
from storage.database.upsert import insert_into
from storage.ideas.counts import chunks
from storage.schema import ObjectiveIdeaRow, ObjectiveRow
from storage.workspace.switches import is_on

_OPEN = ObjectiveState.OPEN.value


def create(
    session: Session, request: Request, draft: ObjectiveDraft, next_ask_at: datetime | None
) -> Objective | None:
    """Store an objective under the next number; None when its request has made one already."""
    number = next_number(session, request.workspace_id, "O")
    values = {
        "workspace_id": request.workspace_id,
        "number": number,
        "current_value": draft.measure.current,
        "state": _OPEN,
        "next_ask_at": next_ask_at,
        "outcome": "",
        "created_by": request.user_id,
        "created_at": request.at,
        "request_key": request.key,
        **_columns(number, draft),
    }
    statement = insert_into(session, ObjectiveRow).values(values).on_conflict_do_nothing()
    stored = session.connection().execute(statement.returning(col(ObjectiveRow.id))).first()
    if stored is None:
        give_back(session, request.workspace_id, "O")
        return None
    return by_number(session, request.workspace_id, number)


def by_number(session: Session, workspace_id: int, number: int) -> Objective | None:
    """The objective with a number, or None."""
    return _first(session, _own(workspace_id).where(col(ObjectiveRow.number) == number))


def by_id(session: Session, workspace_id: int, objective_id: int) -> Objective | None:
    """The objective with a row id, or None."""
    return _first(session, _own(workspace_id).where(col(ObjectiveRow.id) == objective_id))


def of_ids(session: Session, workspace_id: int, ids: Collection[int]) -> list[Objective]:
    """Some objectives by row id, in no order."""
    return _all(session, _own(workspace_id).where(col(ObjectiveRow.id).in_(ids)))


def by_request(session: Session, workspace_id: int, key: str) -> Objective | None:
    """The objective that a request made, or None."""
    return _first(session, _own(workspace_id).where(col(ObjectiveRow.request_key) == key))


def lock(session: Session, workspace_id: int, number: int) -> Objective | None:
    """The objective with a number, which nobody else changes until the transaction ends."""
    query = _own(workspace_id).where(col(ObjectiveRow.number) == number)
    return _first(session, query.with_for_update())


def open_ones(session: Session, workspace_id: int) -> list[Objective]:
    """Every objective that is not closed: those that end first, first."""
    return _all(session, _ordered(_own(workspace_id).where(col(ObjectiveRow.state) == _OPEN)))


def find(
    session: Session, workspace_id: int, words: str, limit: int, offset: int = 0
) -> list[Objective]:
    """The objectives that hold every word, typed whole or begun; open ones first."""
    query = _own(workspace_id)
    text: Any = " " + col(ObjectiveRow.words)
    for word in list(dict.fromkeys(fold(words).split()))[:12]:
        query = query.where(text.like(like_pattern(word)))
    return _all(session, _ordered(query).limit(limit).offset(offset))


def awaiting(session: Session, workspace_id: int, user_id: str) -> list[Objective]:
    """The open objectives of a person who was asked how they go and has not answered."""
    row = ObjectiveRow
    query = (
        _own(workspace_id)
        .where(col(row.owner_id) == user_id, col(row.state) == _OPEN)
        .where(col(row.asked_at).is_not(None))
        .where(col(row.progress_at).is_(None) | (col(row.progress_at) < col(row.asked_at)))
    )
    return _all(session, _ordered(query))


def serving(
    session: Session, workspace_id: int, idea_ids: Collection[int], *, only_open: bool = True
) -> dict[int, list[Objective]]:
    """The objectives that some ideas serve, by the idea's row id; ideas without one are left out.

    Those that end first come first; closed ones only without ``only_open``.
    """
    found: dict[int, list[Objective]] = {}
    for chunk in chunks(idea_ids):
        query: Any = (
            select(ObjectiveIdeaRow.idea_id, ObjectiveRow)
            .join(ObjectiveRow, col(ObjectiveRow.id) == col(ObjectiveIdeaRow.objective_id))
            .where(col(ObjectiveIdeaRow.workspace_id) == workspace_id)
            .where(col(ObjectiveIdeaRow.idea_id).in_(chunk))
        )
        if only_open:
            query = query.where(col(ObjectiveRow.state) == _OPEN)
        for idea_id, row in session.exec(_ordered(query)):
            found.setdefault(idea_id, []).append(_objective(row))
    return found


def ideas_of(session: Session, workspace_id: int, objective_id: int) -> list[int]:
    """The row ids of the ideas that serve an objective, in the order they were joined."""
    query = (
        select(ObjectiveIdeaRow.idea_id)
        .where(ObjectiveIdeaRow.workspace_id == workspace_id)
        .where(ObjectiveIdeaRow.objective_id == objective_id)
        .order_by(col(ObjectiveIdeaRow.linked_at), col(ObjectiveIdeaRow.idea_id))
    )
    return list(session.exec(query))


def count_ideas(session: Session, workspace_id: int, ids: Collection[int]) -> dict[int, int]:
    """How many ideas serve some objectives, by the objective's row id; those with any."""
    query = (
        select(ObjectiveIdeaRow.objective_id, func.count())
        .where(col(ObjectiveIdeaRow.workspace_id) == workspace_id)
        .where(col(ObjectiveIdeaRow.objective_id).in_(ids))
        .group_by(col(ObjectiveIdeaRow.objective_id))
    )
    return dict(session.exec(query).all())


def link(session: Session, request: Request, objective_id: int, idea_id: int) -> bool:
    """Let an idea serve an objective; False when it does already."""
    values = {
        "objective_id": objective_id,
        "idea_id": idea_id,
        "workspace_id": request.workspace_id,
        "linked_by": request.user_id,
        "linked_at": request.at,
    }
    statement = insert_into(session, ObjectiveIdeaRow).values(values).on_conflict_do_nothing()
    added = statement.returning(col(ObjectiveIdeaRow.idea_id))
    return session.connection().execute(added).first() is not None


def unlink(session: Session, workspace_id: int, objective_id: int, idea_id: int) -> bool:
    """Let an idea serve an objective no longer; False when it did not."""
    statement = delete(ObjectiveIdeaRow).where(
        col(ObjectiveIdeaRow.workspace_id) == workspace_id,
        col(ObjectiveIdeaRow.objective_id) == objective_id,
        col(ObjectiveIdeaRow.idea_id) == idea_id,
    )
    return session.connection().execute(statement).rowcount == 1


def rewrite(
    session: Session, objective: Objective, draft: ObjectiveDraft, next_ask_at: datetime | None
) -> None:
    """Renew what an objective says; its current value stays as it was reported."""
    _change(session, objective, next_ask_at=next_ask_at, **_columns(objective.number, draft))


def begin_at(session: Session, objective: Objective, value: float) -> None:
    """Set the current value of an objective that nobody has reported on yet."""
    _change(session, objective, current_value=value)


def settle(
    session: Session,
    objective: Objective,
    state: ObjectiveState,
    outcome: str,
    *,
    closed_at: datetime | None,
    next_ask_at: datetime | None,
) -> None:
    """Set whether an objective is open, or how it ended."""
    _change(
        session,
        objective,
        state=state.value,
        outcome=outcome,
        closed_at=closed_at,
        next_ask_at=next_ask_at,
    )


def due(session: Session, at: datetime, limit: int) -> list[tuple[int, int]]:
    """Workspace and row id of the objectives to be asked about by now; for the clock."""
    query = (
        select(ObjectiveRow.workspace_id, ObjectiveRow.id)
        .where(
            col(ObjectiveRow.next_ask_at) <= at, is_on("objectives", col(ObjectiveRow.workspace_id))
        )
        .order_by(col(ObjectiveRow.next_ask_at), col(ObjectiveRow.id))
        .limit(limit)
    )
    return [(workspace_id, row_id or 0) for workspace_id, row_id in session.exec(query)]


def asked(
    session: Session, objective: Objective, at: datetime, next_ask_at: datetime | None
) -> bool:
    """Note that the owner is being asked; False when somebody else did so in the meantime."""
    statement = (
        update(ObjectiveRow)
        .where(col(ObjectiveRow.workspace_id) == objective.workspace_id)
        .where(col(ObjectiveRow.id) == objective.id)
        .where(col(ObjectiveRow.next_ask_at) == objective.next_ask_at)
    )
    values = {"asked_at": at, "next_ask_at": next_ask_at}
    return session.connection().execute(statement.values(**values)).rowcount == 1


def _columns(number: int, draft: ObjectiveDraft) -> dict[str, Any]:
    measure = draft.measure
    return {
        "title": draft.title,
        "words": fold(f"O {number} o{number} {draft.title} {measure.name}"),
        "owner_id": draft.owner_id,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "measure_name": measure.name,
        "unit": measure.unit,
        "start_value": measure.start,
        "target_value": measure.target,
        "rhythm": draft.rhythm.value,
    }


def _own(workspace_id: int) -> Any:
    return select(ObjectiveRow).where(col(ObjectiveRow.workspace_id) == workspace_id)


def _ordered(query: Any) -> Any:
    is_closed = case((col(ObjectiveRow.state) == _OPEN, 0), else_=1)
    return query.order_by(is_closed, col(ObjectiveRow.ends_on), col(ObjectiveRow.number))


def _change(session: Session, objective: Objective, **columns: Any) -> None:
    statement = update(ObjectiveRow).where(
        col(ObjectiveRow.id) == objective.id,
        col(ObjectiveRow.workspace_id) == objective.workspace_id,
    )
    session.connection().execute(statement.values(**columns))


def _first(session: Session, query: Any) -> Objective | None:
    found = _all(session, query.limit(1))
    return found[0] if found else None


def _all(session: Session, query: Any) -> list[Objective]:
    # The session may hold the row from before an update of this transaction.
    rows = session.exec(query.execution_options(populate_existing=True))
    return [_objective(row) for row in rows]


def _objective(row: ObjectiveRow) -> Objective:
    return Objective(
        id=row.id or 0,
        workspace_id=row.workspace_id,
        number=row.number,
        title=row.title,
        owner_id=row.owner_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        measure=Measure(
            row.measure_name, row.unit, row.start_value, row.target_value, row.current_value
        ),
        state=ObjectiveState(row.state),
        rhythm=Rhythm(row.rhythm),
        created_by=row.created_by,
        created_at=row.created_at,
        confidence=Confidence(row.confidence) if row.confidence else None,
        updated_at=row.progress_at,
        asked_at=row.asked_at,
        next_ask_at=row.next_ask_at,
        outcome=row.outcome,
        closed_at=row.closed_at,
    )
