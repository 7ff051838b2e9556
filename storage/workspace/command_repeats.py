"""Slash commands that came without a trigger id, and when each first came."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage.database.upsert import insert_into
from storage.schema import CommandRepeatRow


def first_at(
    session: Session, workspace_id: int, digest: str, at: datetime, since: datetime
) -> datetime:
    """Return when a command first came, ``at`` for one that did not come since ``since``.

    Of two at the same instant the second waits here until the first is committed.
    """
    noting = insert_into(session, CommandRepeatRow).values(
        workspace_id=workspace_id, digest=digest, first_at=at
    )
    session.connection().execute(
        noting.on_conflict_do_update(
            index_elements=["workspace_id", "digest"],
            set_={"first_at": noting.excluded.first_at},
            where=col(CommandRepeatRow.first_at) < since,
        )
    )
    query = select(CommandRepeatRow.first_at).where(
        CommandRepeatRow.workspace_id == workspace_id, CommandRepeatRow.digest == digest
    )
    return session.exec(query).one()


def forget(session: Session, before: datetime) -> None:
    """Forget the commands of all workspaces that first came before a time."""
    old = delete(CommandRepeatRow).where(col(CommandRepeatRow.first_at) < before)
    session.connection().execute(old)
