"""The pace of calls to Slack, one row per limit of a workspace."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import PaceRow
from storage.upsert import insert_into


def locked(
    session: Session, workspace_id: int, names: Collection[str], at: datetime
) -> dict[str, datetime]:
    """The due instants of some limits by name, locked until the transaction ends.

    A limit seen for the first time begins at ``at``, as after a rest.
    """
    for name in sorted(names):
        fresh = insert_into(session, PaceRow).values(
            workspace_id=workspace_id, limit_name=name, due=at
        )
        session.connection().execute(fresh.on_conflict_do_nothing())
    query = (
        select(PaceRow.limit_name, PaceRow.due)
        .where(PaceRow.workspace_id == workspace_id, col(PaceRow.limit_name).in_(names))
        .order_by(col(PaceRow.limit_name))
        .with_for_update()
    )
    return dict(session.exec(query).all())


def save(session: Session, workspace_id: int, dues: Mapping[str, datetime]) -> None:
    """Store new due instants by the name of their limit."""
    for name in sorted(dues):
        row = insert_into(session, PaceRow).values(
            workspace_id=workspace_id, limit_name=name, due=dues[name]
        )
        session.connection().execute(
            row.on_conflict_do_update(
                index_elements=["workspace_id", "limit_name"], set_={"due": dues[name]}
            )
        )
