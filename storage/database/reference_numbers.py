"""Short numbers, counted per workspace: F-128, I-12."""

from functools import cache
from typing import Any

from sqlalchemy import literal_column, update
from sqlmodel import Session, col

from storage.database.upsert import insert_for
from storage.schema import CounterRow


def next_number(session: Session, workspace_id: int, kind: str) -> int:
    """The next number of a kind, taken with the transaction: one that fails gives it back.

    One statement on both databases, so that two writers never get the same number.
    """
    statement = _counting(session.get_bind().dialect.name)
    values = {"workspace_id": workspace_id, "kind": kind, "last": 1}
    return int(session.connection().execute(statement, values).scalar_one())


@cache
def _counting(dialect: str) -> Any:
    """Built once for each database: building it takes longer than running it."""
    statement = insert_for(dialect, CounterRow).on_conflict_do_update(
        index_elements=["workspace_id", "kind"],
        set_={"last": literal_column("counter.last") + 1},
    )
    return statement.returning(literal_column("last"))


def take(session: Session, workspace_id: int, kind: str, count: int) -> int:
    """The first of ``count`` (at least 1) numbers that follow one another, taken together."""
    first = next_number(session, workspace_id, kind)
    if count > 1:
        give_back(session, workspace_id, kind, 1 - count)
    return first


def lock(session: Session, workspace_id: int, kind: str) -> None:
    """Let nobody else take a number of a kind until the transaction ends."""
    next_number(session, workspace_id, kind)
    give_back(session, workspace_id, kind)


def give_back(session: Session, workspace_id: int, kind: str, count: int = 1) -> None:
    """Return the last ``count`` numbers that this transaction took.

    Nobody else can have taken a later one: the counter's row is locked until the commit.
    """
    statement = update(CounterRow).where(
        col(CounterRow.workspace_id) == workspace_id, col(CounterRow.kind) == kind
    )
    session.connection().execute(statement.values(last=CounterRow.last - count))
