"""People as Slack last told of them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, bindparam, func, update
from sqlmodel import Session, col, select

from domain.core.people import Person
from storage.database.upsert import insert_for
from storage.schema import PersonRow

_FACTS = (
    "name",
    "zone",
    "is_admin",
    "is_bot",
    "is_deleted",
    "is_guest",
    "is_outsider",
    "team_id",
)

_ONE = (
    select(col(PersonRow.user_id), *(getattr(PersonRow, fact) for fact in _FACTS))
    .where(col(PersonRow.workspace_id) == bindparam("workspace"))
    .where(col(PersonRow.user_id) == bindparam("user"))
)
_AMONG = (
    select(col(PersonRow.user_id), *(getattr(PersonRow, fact) for fact in _FACTS))
    .where(col(PersonRow.workspace_id) == bindparam("workspace"))
    .where(col(PersonRow.user_id).in_(bindparam("users", expanding=True)))
)
"""Built once and read as plain columns: they are asked for with every request."""


def save(session: Session, workspace_id: int, people: Iterable[Person], at: datetime) -> None:
    """Store or renew people; the newest word of Slack wins."""
    values = [
        {
            "workspace_id": workspace_id,
            "user_id": person.user_id,
            "updated_at": at,
            **{fact: getattr(person, fact) for fact in _FACTS},
        }
        for person in people
    ]
    if not values:
        return
    session.connection().execute(_saving(session.get_bind().dialect.name), values)


@cache
def _saving(dialect: str) -> Any:
    # Built once and run for many rows: Slack tells of everybody at once.
    statement = insert_for(dialect, PersonRow)
    renewed = {name: getattr(statement.excluded, name) for name in (*_FACTS, "updated_at")}
    return statement.on_conflict_do_update(index_elements=["workspace_id", "user_id"], set_=renewed)


def get(session: Session, workspace_id: int, user_id: str) -> Person | None:
    """The person, or None while Slack has not told of them."""
    found = session.connection().execute(_ONE, {"workspace": workspace_id, "user": user_id})
    row = found.first()
    return _person(row) if row else None


def among(session: Session, workspace_id: int, user_ids: Collection[str]) -> dict[str, Person]:
    """Those of ``user_ids`` that are known, by id."""
    if not user_ids:
        return {}
    given = {"workspace": workspace_id, "users": list(user_ids)}
    return {row.user_id: _person(row) for row in session.connection().execute(_AMONG, given)}


def named(session: Session, workspace_id: int, name: str) -> list[Person]:
    """The members whose name is written so, in any case, first those who are still here."""
    query = (
        select(PersonRow)
        .where(PersonRow.workspace_id == workspace_id, func.lower(PersonRow.name) == name.lower())
        .order_by(col(PersonRow.is_deleted), col(PersonRow.user_id))
        .limit(3)
    )
    return [_person(row) for row in session.exec(query)]


def bots(session: Session, workspace_id: int) -> frozenset[str]:
    """The ids of everything that is known to be a bot."""
    query = select(PersonRow.user_id).where(
        PersonRow.workspace_id == workspace_id, col(PersonRow.is_bot).is_(True)
    )
    return frozenset(session.exec(query))


def has_unplaced(session: Session, workspace_id: int) -> bool:
    """True when somebody is stored of whom it is not known which team they belong to."""
    query = select(PersonRow.user_id).where(*_unplaced(workspace_id))
    return session.exec(query.limit(1)).first() is not None


def place_elsewhere(session: Session, workspace_id: int) -> None:
    """Count everybody whose team is not known as an outsider for good, until Slack tells more."""
    statement = update(PersonRow).where(*_unplaced(workspace_id)).values(team_id="")
    session.connection().execute(statement)


def _unplaced(workspace_id: int) -> tuple[Any, ...]:
    return (
        col(PersonRow.workspace_id) == workspace_id,
        col(PersonRow.is_outsider).is_(True),
        col(PersonRow.team_id).is_(None),
    )


def admins(session: Session, workspace_id: int, limit: int = 3) -> list[Person]:
    """A few workspace admins, to name in a refusal: people of the workspace who are still here."""
    query = (
        select(PersonRow)
        .where(PersonRow.workspace_id == workspace_id)
        .where(
            col(PersonRow.is_admin).is_(True),
            col(PersonRow.is_deleted).is_(False),
            col(PersonRow.is_bot).is_(False),
            col(PersonRow.is_guest).is_(False),
            col(PersonRow.is_outsider).is_(False),
        )
        .order_by(col(PersonRow.user_id))
        .limit(limit)
    )
    return [_person(row) for row in session.exec(query)]


def _person(row: PersonRow | Row[Any]) -> Person:
    return Person(row.user_id, **{fact: getattr(row, fact) for fact in _FACTS})
