"""Workspaces, their settings and managers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete
from sqlmodel import Session, col, select

from domain.people import Workspace
from storage.tables import ManagerRow, WorkspaceRow

_MANAGERS = select(ManagerRow.user_id).where(col(ManagerRow.workspace_id) == bindparam("workspace"))
_TOKEN = select(WorkspaceRow.sealed_token).where(col(WorkspaceRow.id) == bindparam("workspace"))
_BOT = select(WorkspaceRow.bot_user_id).where(col(WorkspaceRow.id) == bindparam("workspace"))
"""Built once: they are asked for with every request, call to Slack and message."""


@dataclass(frozen=True, slots=True)
class Installed:
    """What Slack tells of the app's place in a workspace; ``sealed_token`` may be None."""

    team_id: str
    name: str
    bot_user_id: str
    bot_id: str
    sealed_token: str | None
    scopes: tuple[str, ...]
    enterprise_id: str | None = None


def install(session: Session, installed: Installed, at: datetime) -> Workspace:
    """Store or renew a workspace's installation; settings and everything else stay."""
    query = select(WorkspaceRow).where(WorkspaceRow.team_id == installed.team_id)
    row = session.exec(query).first() or WorkspaceRow(team_id=installed.team_id, installed_at=at)
    row.name = installed.name
    row.enterprise_id = installed.enterprise_id
    row.bot_user_id = installed.bot_user_id
    row.bot_id = installed.bot_id
    row.sealed_token = installed.sealed_token
    row.scopes = ",".join(installed.scopes)
    row.stopped_reason = None
    session.add(row)
    session.flush()
    return _workspace(session, row)


def by_team(session: Session, team_id: str) -> Workspace | None:
    """The workspace with a Slack team id."""
    row = session.exec(select(WorkspaceRow).where(WorkspaceRow.team_id == team_id)).first()
    return _workspace(session, row) if row else None


def get(session: Session, workspace_id: int) -> Workspace:
    """The workspace with a row id; raises KeyError when there is none."""
    row = session.get(WorkspaceRow, workspace_id)
    if row is None:
        raise KeyError(workspace_id)
    return _workspace(session, row)


def bot_of(session: Session, workspace_id: int) -> str | None:
    """The bot's own user id in a workspace."""
    return session.connection().execute(_BOT, {"workspace": workspace_id}).scalar()


def every(session: Session) -> list[Workspace]:
    """All workspaces that are not stopped, oldest first."""
    query = select(WorkspaceRow).where(col(WorkspaceRow.stopped_reason).is_(None))
    return [_workspace(session, row) for row in session.exec(query.order_by(col(WorkspaceRow.id)))]


def sealed_token(session: Session, workspace_id: int) -> str | None:
    """The sealed bot token of a workspace, or None when it has none of its own."""
    return session.connection().execute(_TOKEN, {"workspace": workspace_id}).scalar()


def stop(session: Session, workspace_id: int, reason: str) -> None:
    """Stop calling Slack for a workspace; its rows stay and go on after a new installation."""
    row = session.get(WorkspaceRow, workspace_id)
    if row is not None:
        row.stopped_reason = reason
        session.add(row)


def change(session: Session, workspace_id: int, **settings: Any) -> None:
    """Set columns of the workspace's settings by name."""
    row = session.get_one(WorkspaceRow, workspace_id)
    for name, value in settings.items():
        setattr(row, name, value)
    session.add(row)


def set_managers(session: Session, workspace_id: int, user_ids: tuple[str, ...]) -> None:
    """Replace the chosen managers; none means that workspace admins manage."""
    session.connection().execute(
        delete(ManagerRow).where(col(ManagerRow.workspace_id) == workspace_id)
    )
    for user_id in user_ids:
        session.add(ManagerRow(workspace_id=workspace_id, user_id=user_id))
    session.flush()


def _workspace(session: Session, row: WorkspaceRow) -> Workspace:
    assert row.id is not None
    managers = session.connection().execute(_MANAGERS, {"workspace": row.id}).scalars()
    return Workspace(
        id=row.id,
        team_id=row.team_id,
        name=row.name,
        bot_user_id=row.bot_user_id,
        ideas_channel_id=row.ideas_channel_id,
        capture_emoji=row.capture_emoji,
        vote_emoji=row.vote_emoji,
        zone=row.zone,
        managers=tuple(sorted(managers)),
        scopes=tuple(scope for scope in row.scopes.split(",") if scope),
        stopped_reason=row.stopped_reason,
    )
