"""Short numbers, counted per workspace: F-128, I-12."""

from sqlalchemy import func, literal_column
from sqlmodel import Session

from storage.tables import CounterRow
from storage.upsert import insert_into


def next_number(session: Session, workspace_id: int, kind: str) -> int:
    """The next number of a kind, taken with the transaction: one that fails gives it back.

    One statement on both databases, so that two writers never get the same number.
    """
    statement = (
        insert_into(session, CounterRow)
        .values(workspace_id=workspace_id, kind=kind, last=1)
        .on_conflict_do_update(
            index_elements=["workspace_id", "kind"],
            set_={"last": func.coalesce(literal_column("counter.last"), 0) + 1},
        )
        .returning(literal_column("last"))
    )
    return int(session.connection().execute(statement).scalar_one())
