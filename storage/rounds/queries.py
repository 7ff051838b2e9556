"""Rounds: what they are about, who is asked, and when something of them is due."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, insert, or_, update
from sqlmodel import Session, col, select

from domain.core.people import Request
from domain.rounds.model import Kind, Round, State
from domain.text.folding import fold, like_pattern
from storage.database.reference_numbers import give_back, next_number
from storage.database.upsert import insert_into
from storage.schema import (
    BallotPointsRow,
    RoundAnswerRow,
    RoundIdeaRow,
    RoundPersonRow,
    RoundRow,
)
from storage.workspace.switches import is_on

_OPEN = State.OPEN.value


@dataclass(frozen=True, slots=True)
class NewRound:
    """What a round begins with; ``words`` are those it is found by."""

    kind: Kind
    title: str
    words: str
    channel_id: str | None
    is_named: bool
    deadline: datetime
    remind_at: datetime
    budget: int | None = None
    objective_number: int | None = None


def add(session: Session, request: Request, new: NewRound) -> Round | None:
    """Store a round under the next number; None when its request has started one already."""
    workspace_id = request.workspace_id
    number = next_number(session, workspace_id, "R")
    values = {
        "workspace_id": workspace_id,
        "number": number,
        "kind": new.kind.value,
        "title": new.title,
        "words": f" {fold(f'R-{number} {new.title} {new.words}')} ",
        "owner_id": request.user_id,
        "channel_id": new.channel_id,
        "is_named": new.is_named,
        "budget": new.budget,
        "objective_number": new.objective_number,
        "state": _OPEN,
        "created_at": request.at,
        "deadline": new.deadline,
        "remind_at": new.remind_at,
        "request_key": request.key,
    }
    statement = insert_into(session, RoundRow).values(values).on_conflict_do_nothing()
    stored = session.connection().execute(statement.returning(col(RoundRow.id))).first()
    if stored is None:
        give_back(session, workspace_id, "R")
        return None
    return by_number(session, workspace_id, number)


def fill(
    session: Session,
    workspace_id: int,
    round_id: int,
    idea_ids: Sequence[int],
    user_ids: Sequence[str],
) -> None:
    """Store what a round is about, in its order, and who is asked by name."""
    of_round = {"round_id": round_id, "workspace_id": workspace_id}
    ideas = [{**of_round, "idea_id": one, "place": n} for n, one in enumerate(idea_ids)]
    people = [{**of_round, "user_id": one} for one in user_ids]
    if ideas:
        session.connection().execute(insert(RoundIdeaRow), ideas)
    if people:
        session.connection().execute(insert(RoundPersonRow), people)


def by_number(session: Session, workspace_id: int, number: int) -> Round | None:
    """The round with a number, or None."""
    return _first(session, _rounds(workspace_id).where(col(RoundRow.number) == number))


def of_ids(session: Session, workspace_id: int, ids: Collection[int]) -> list[Round]:
    """Some rounds by row id, in no order."""
    return _all(session, _rounds(workspace_id).where(col(RoundRow.id).in_(ids)))


def lock(session: Session, workspace_id: int, number: int) -> Round | None:
    """The round with a number, which nobody else changes until the transaction ends."""
    query = _rounds(workspace_id).where(col(RoundRow.number) == number)
    return _first(session, query.with_for_update().execution_options(populate_existing=True))


def by_request(session: Session, workspace_id: int, key: str) -> Round | None:
    """The round that a request started, or None."""
    return _first(session, _rounds(workspace_id).where(col(RoundRow.request_key) == key))


def last_number(session: Session, workspace_id: int) -> int | None:
    """The number of the newest round, or None."""
    query = select(func.max(RoundRow.number)).where(RoundRow.workspace_id == workspace_id)
    return session.exec(query).one()


def idea_ids(session: Session, workspace_id: int, round_id: int) -> list[int]:
    """The row ids of a round's ideas, in its order."""
    query = (
        select(RoundIdeaRow.idea_id)
        .where(RoundIdeaRow.workspace_id == workspace_id, RoundIdeaRow.round_id == round_id)
        .order_by(col(RoundIdeaRow.place))
    )
    return list(session.exec(query))


def named(session: Session, workspace_id: int, round_id: int) -> list[str]:
    """The Slack ids of those who are asked by name, in a fixed order."""
    query = (
        select(RoundPersonRow.user_id)
        .where(RoundPersonRow.workspace_id == workspace_id, RoundPersonRow.round_id == round_id)
        .order_by(col(RoundPersonRow.user_id))
    )
    return list(session.exec(query))


def answered(session: Session, workspace_id: int, round_id: int) -> dict[str, frozenset[int]]:
    """For which ideas (row ids) each person has answered; never what."""
    found: dict[str, set[int]] = {}
    for table in (RoundAnswerRow, BallotPointsRow):
        query = (
            select(table.user_id, table.idea_id)
            .where(table.workspace_id == workspace_id, table.round_id == round_id)
            .distinct()
        )
        for user_id, idea_id in session.exec(query):
            found.setdefault(user_id, set()).add(idea_id)
    return {user_id: frozenset(some) for user_id, some in found.items()}


def move_deadline(
    session: Session, workspace_id: int, round_id: int, deadline: datetime, remind_at: datetime
) -> None:
    """Let a round end at another time."""
    _set(session, workspace_id, round_id, deadline=deadline, remind_at=remind_at)


def reminded(session: Session, workspace_id: int, round_id: int, at: datetime) -> None:
    """Note that those who had not answered were reminded."""
    _set(session, workspace_id, round_id, reminded_at=at)


def end(session: Session, workspace_id: int, round_id: int, state: State, at: datetime) -> None:
    """Close or cancel a round."""
    _set(session, workspace_id, round_id, state=state.value, closed_at=at)


def has_members(session: Session, workspace_id: int, number: int, members: int) -> None:
    """Note how many people are in the channel of a ballot for everybody."""
    found = by_number(session, workspace_id, number)
    if found is not None:
        _set(session, workspace_id, found.id, members=members)


def due(session: Session, at: datetime, limit: int) -> list[tuple[int, int]]:
    """Workspace and number of open rounds with something to do by now, in all workspaces."""
    is_due = or_(
        col(RoundRow.deadline) <= at,
        and_(col(RoundRow.remind_at) <= at, col(RoundRow.reminded_at).is_(None)),
    )
    query = (
        select(RoundRow.workspace_id, RoundRow.number)
        .where(RoundRow.state == _OPEN, is_due, is_on("rounds", col(RoundRow.workspace_id)))
        .order_by(col(RoundRow.deadline), col(RoundRow.id))
        .limit(limit)
    )
    return list(session.exec(query))


def waiting_for(session: Session, workspace_id: int, user_id: str, limit: int) -> list[Round]:
    """Open rounds that ask a person by name, those that end first first."""
    mine = select(RoundPersonRow.round_id).where(
        RoundPersonRow.workspace_id == workspace_id, RoundPersonRow.user_id == user_id
    )
    query = _rounds(workspace_id).where(col(RoundRow.state) == _OPEN, col(RoundRow.id).in_(mine))
    ordered = query.order_by(col(RoundRow.deadline), col(RoundRow.id)).limit(limit)
    return _all(session, ordered)


def led_by(session: Session, workspace_id: int, user_id: str, limit: int) -> list[Round]:
    """Open rounds of a person, those that end first first."""
    query = _rounds(workspace_id).where(
        col(RoundRow.state) == _OPEN, col(RoundRow.owner_id) == user_id
    )
    return _all(session, query.order_by(col(RoundRow.deadline), col(RoundRow.id)).limit(limit))


def find(session: Session, workspace_id: int, words: str, limit: int) -> list[Round]:
    """Rounds whose title or ideas hold every word, newest first; without words all of them."""
    query = _rounds(workspace_id)
    for word in fold(words).split():
        query = query.where(col(RoundRow.words).like(like_pattern(word)))
    return _all(session, query.order_by(col(RoundRow.number).desc()).limit(limit))


def _set(session: Session, workspace_id: int, round_id: int, **values: Any) -> None:
    statement = update(RoundRow).where(
        col(RoundRow.workspace_id) == workspace_id, col(RoundRow.id) == round_id
    )
    session.connection().execute(statement.values(**values))
    session.expire_all()


def _rounds(workspace_id: int) -> Any:
    return select(RoundRow).where(RoundRow.workspace_id == workspace_id)


def _first(session: Session, query: Any) -> Round | None:
    row = session.exec(query).first()
    return _round(row) if row else None


def _all(session: Session, query: Any) -> list[Round]:
    rows: Iterable[RoundRow] = session.exec(query)
    return [_round(row) for row in rows]


def _round(row: RoundRow) -> Round:
    return Round(
        id=row.id or 0,
        workspace_id=row.workspace_id,
        number=row.number,
        kind=Kind(row.kind),
        title=row.title,
        owner_id=row.owner_id,
        channel_id=row.channel_id,
        is_named=row.is_named,
        budget=row.budget,
        objective_number=row.objective_number,
        state=State(row.state),
        created_at=row.created_at,
        deadline=row.deadline,
        remind_at=row.remind_at,
        reminded_at=row.reminded_at,
        closed_at=row.closed_at,
        members=row.members,
    )
