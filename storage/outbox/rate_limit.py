"""The pace of calls to Slack, one row per limit of a workspace."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from storage.database.upsert import insert_for, insert_into
from storage.schema import PaceRow


def locked(
    session: Session, workspace_id: int, names: Collection[str], at: datetime
) -> dict[str, datetime]:
    """The due instants of some limits by name, locked until the transaction ends.

    A limit seen for the first time begins at ``at``, as after a rest.
    """
    found = _read(session, workspace_id, names)
    missing = sorted(set(names) - set(found))
    if missing:
        rows = _rows(workspace_id, dict.fromkeys(missing, at))
        session.connection().execute(
            insert_into(session, PaceRow).values(rows).on_conflict_do_nothing()
        )
        found = _read(session, workspace_id, names)
    return found


def _read(session: Session, workspace_id: int, names: Collection[str]) -> dict[str, datetime]:
    given = {"workspace": workspace_id, "names": list(names)}
    found = session.connection().execute(_reading(), given)
    return {row.limit_name: row.due for row in found}


@lru_cache(maxsize=1)
def _reading() -> Any:
    # Built once, like the statement that saves: every call to Slack runs both.
    return (
        select(PaceRow.limit_name, PaceRow.due)
        .where(col(PaceRow.workspace_id) == bindparam("workspace"))
        .where(col(PaceRow.limit_name).in_(bindparam("names", expanding=True)))
        .order_by(col(PaceRow.limit_name))
        .with_for_update()
    )


def save(session: Session, workspace_id: int, dues: Mapping[str, datetime]) -> None:
    """Store new due instants by the name of their limit."""
    session.connection().execute(
        _saving(session.get_bind().dialect.name), _rows(workspace_id, dues)
    )


@lru_cache(maxsize=2)
def _saving(dialect: str) -> Any:
    row = insert_for(dialect, PaceRow)
    return row.on_conflict_do_update(
        index_elements=["workspace_id", "limit_name"], set_={"due": row.excluded.due}
    )


def _rows(workspace_id: int, dues: Mapping[str, datetime]) -> list[dict[str, Any]]:
    # By name, so that processes that need the same limits lock them in the same order.
    return [
        {"workspace_id": workspace_id, "limit_name": name, "due": dues[name]}
        for name in sorted(dues)
    ]
