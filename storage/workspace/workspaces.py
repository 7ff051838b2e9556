"""Workspaces, their settings and managers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, delete, update
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from domain.core.people import Workspace
from domain.dates.spans import DayOrder
from storage.schema import ManagerRow, WorkspaceRow
from storage.workspace import switches

_FACTS = (
    "id",
    "team_id",
    "name",
    "bot_user_id",
    "ideas_channel_id",
    "capture_emoji",
    "vote_emoji",
    "zone",
    "day_order",
    "stopped_reason",
    "enterprise_id",
)
_EVERY: Any = (
    sa_select(
        *(getattr(WorkspaceRow, fact) for fact in (*_FACTS, "scopes", "switched_off")),
        col(ManagerRow.user_id).label("manager"),
    )
    .outerjoin(ManagerRow, col(ManagerRow.workspace_id) == col(WorkspaceRow.id))
    .order_by(col(WorkspaceRow.id))
)
_ONE = _EVERY.where(col(WorkspaceRow.id) == bindparam("workspace"))
_OF_TEAM = _EVERY.where(col(WorkspaceRow.team_id) == bindparam("team"))
_GOING_ON = _EVERY.where(col(WorkspaceRow.stopped_reason).is_(None))
_STANDING: Any = sa_select(
    *(
        getattr(WorkspaceRow, fact)
        for fact in ("id", "bot_user_id", "sealed_token", "stopped_reason")
    )
).where(col(WorkspaceRow.team_id) == bindparam("team"))
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


@dataclass(frozen=True, slots=True)
class SealedToken:
    """A workspace's token as it is stored; ``stopped_reason`` is None while it is in use."""

    workspace_id: int
    name: str
    token: str
    stopped_reason: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether and with what token a workspace may be served at this moment."""

    id: int
    bot_user_id: str
    sealed_token: str | None
    stopped_reason: str | None


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
    row.installed_at = at
    session.add(row)
    session.flush()
    return get(session, row.id or 0)


def by_team(session: Session, team_id: str) -> Workspace | None:
    """The workspace with a Slack team id."""
    return next(iter(_read(session, _OF_TEAM, team=team_id)), None)


def standing(session: Session, team_id: str) -> Standing | None:
    """How the workspace with a Slack team id stands; None when it was never installed."""
    row = session.connection().execute(_STANDING, {"team": team_id}).first()
    return Standing(*row) if row is not None else None


def get(session: Session, workspace_id: int) -> Workspace:
    """The workspace with a row id; raises KeyError when there is none."""
    for found in _read(session, _ONE, workspace=workspace_id):
        return found
    raise KeyError(workspace_id)


def bot_of(session: Session, workspace_id: int) -> str | None:
    """The bot's own user id in a workspace."""
    return session.connection().execute(_BOT, {"workspace": workspace_id}).scalar()


def every(session: Session) -> list[Workspace]:
    """All workspaces that are not stopped, oldest first."""
    return _read(session, _GOING_ON)


def with_stopped(session: Session) -> list[Workspace]:
    """All workspaces, also those that are stopped, oldest first."""
    return _read(session, _EVERY)


def of_enterprise(session: Session, enterprise_id: str) -> list[str]:
    """The names of the installed workspaces of a Slack organisation, oldest first."""
    query = (
        select(WorkspaceRow.name)
        .where(WorkspaceRow.enterprise_id == enterprise_id)
        .order_by(col(WorkspaceRow.id))
    )
    return list(session.exec(query))


def heard(session: Session, workspace_id: int, at: datetime) -> None:
    """Note that Slack delivered an event."""
    change(session, workspace_id, last_event_at=at)


def last_event_at(session: Session, workspace_id: int) -> datetime | None:
    """When Slack last delivered an event, to the minute; None before the first."""
    query = select(WorkspaceRow.last_event_at).where(col(WorkspaceRow.id) == workspace_id)
    return session.exec(query).first()


def sealed_token(session: Session, workspace_id: int) -> str | None:
    """The sealed bot token of a workspace, or None when it has none of its own."""
    return session.connection().execute(_TOKEN, {"workspace": workspace_id}).scalar()


def sealed_tokens(session: Session) -> list[SealedToken]:
    """Every stored token, oldest workspace first, locked until the transaction ends."""
    row = WorkspaceRow
    query = (
        select(row.id, row.name, row.sealed_token, row.stopped_reason)
        .where(col(row.sealed_token).is_not(None))
        .order_by(col(row.id))
        .with_for_update()
    )
    return [SealedToken(*found) for found in session.connection().execute(query)]


def stop(session: Session, workspace_id: int, reason: str, at: datetime) -> bool:
    """Stop calling Slack for a workspace; its rows stay and go on after a new installation.

    False when it was installed anew after ``at``, the moment that the reason is true of.
    """
    statement = (
        update(WorkspaceRow)
        .where(col(WorkspaceRow.id) == workspace_id, col(WorkspaceRow.installed_at) <= at)
        .values(stopped_reason=reason)
    )
    return session.connection().execute(statement).rowcount > 0


def change(session: Session, workspace_id: int, **settings: Any) -> None:
    """Set columns of the workspace's settings by name."""
    if settings:
        statement = update(WorkspaceRow).where(col(WorkspaceRow.id) == workspace_id)
        session.connection().execute(statement.values(**settings))


def set_managers(session: Session, workspace_id: int, user_ids: tuple[str, ...]) -> None:
    """Replace the chosen managers; none means that workspace admins manage."""
    session.connection().execute(
        delete(ManagerRow).where(col(ManagerRow.workspace_id) == workspace_id)
    )
    for user_id in user_ids:
        session.add(ManagerRow(workspace_id=workspace_id, user_id=user_id))
    session.flush()


def _read(session: Session, query: Any, **given: Any) -> list[Workspace]:
    rows = session.connection().execute(query, given)
    return [_workspace(list(same)) for _, same in groupby(rows, key=lambda row: row.id)]


def _workspace(rows: Sequence[Any]) -> Workspace:
    """A workspace from its rows, one for each manager, or a single one without any."""
    first = rows[0]
    return Workspace(
        **{fact: getattr(first, fact) for fact in _FACTS if fact != "day_order"},
        day_order=DayOrder(first.day_order) if first.day_order else None,
        managers=tuple(sorted(row.manager for row in rows if row.manager is not None)),
        scopes=tuple(scope for scope in first.scopes.split(",") if scope),
        switched_off=switches.read(first.switched_off),
    )
