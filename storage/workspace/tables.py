"""Workspaces, their people, and the counters behind short numbers."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class WorkspaceRow(SQLModel, table=True):
    """A workspace, how to reach it, and its settings."""

    __tablename__ = "workspace"
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    team_id: str = Field(unique=True)
    enterprise_id: str | None = None
    name: str = ""
    bot_user_id: str = ""
    bot_id: str = ""
    sealed_token: str | None = Field(default=None, sa_type=Text)
    scopes: str = Field(default="", sa_type=Text)
    ideas_channel_id: str | None = None
    capture_emoji: str = "inbox_tray"
    vote_emoji: str = "+1"
    zone: str | None = None
    day_order: str | None = None
    channels_read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    stopped_reason: str | None = Field(default=None, sa_type=Text)
    last_event_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    switched_off: str = Field(default="", sa_type=Text)
    installed_at: datetime = Field(sa_type=UtcDateTime)


class ManagerRow(SQLModel, table=True):
    """A person who may move ideas and change settings."""

    __tablename__ = "manager"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    user_id: str = Field(primary_key=True)


class PersonRow(SQLModel, table=True):
    """A person as Slack last told of them; ``team_id`` is the team that they belong to."""

    __tablename__ = "person"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    user_id: str = Field(primary_key=True)
    name: str = ""
    zone: str | None = None
    is_admin: bool = False
    is_bot: bool = False
    is_deleted: bool = False
    is_guest: bool = False
    is_outsider: bool = False
    team_id: str | None = None
    updated_at: datetime = Field(sa_type=UtcDateTime)


class ChannelRow(SQLModel, table=True):
    """A channel that the bot was told of, and whether it is a member there."""

    __tablename__ = "channel"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    channel_id: str = Field(primary_key=True)
    name: str = ""
    is_member: bool = False
    is_private: bool = False
    is_archived: bool = False
    updated_at: datetime = Field(sa_type=UtcDateTime)


class CounterRow(SQLModel, table=True):
    """The last short number given per workspace and kind (``F``, ``I``, ...)."""

    __tablename__ = "counter"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    kind: str = Field(primary_key=True)
    last: int = 0


class CommandRepeatRow(SQLModel, table=True):
    """A slash command that came without a trigger id, as a digest, and when it first came."""

    __tablename__ = "command_repeat"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    digest: str = Field(primary_key=True)
    first_at: datetime = Field(sa_type=UtcDateTime)
