"""Which kinds of blocks a workspace refuses."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from storage.database.upsert import insert_into
from storage.schema import RefusedBlockRow


def remember(session: Session, workspace_id: int, types: Iterable[str], at: datetime) -> None:
    """Note that Slack refused these kinds of blocks."""
    for one in sorted(types):
        row = insert_into(session, RefusedBlockRow).values(
            workspace_id=workspace_id, block_type=one, refused_at=at
        )
        session.connection().execute(
            row.on_conflict_do_update(
                index_elements=["workspace_id", "block_type"], set_={"refused_at": at}
            )
        )


def since(session: Session, workspace_id: int, instant: datetime) -> frozenset[str]:
    """The kinds of blocks that Slack refused after an instant."""
    query = select(RefusedBlockRow.block_type).where(
        RefusedBlockRow.workspace_id == workspace_id, col(RefusedBlockRow.refused_at) > instant
    )
    return frozenset(session.exec(query))
