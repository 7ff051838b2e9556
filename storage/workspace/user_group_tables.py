"""User groups of Slack, and who is in them."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.database.types import BigId


class UserGroupRow(SQLModel, table=True):
    """A user group as Slack last told of it."""

    __tablename__ = "user_group"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    group_id: str = Field(primary_key=True)
    handle: str = ""
    name: str = ""


class UserGroupMemberRow(SQLModel, table=True):
    """A member of a user group."""

    __tablename__ = "user_group_member"
    __table_args__ = (Index("user_group_member_by_user", "workspace_id", "user_id"),)
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    group_id: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
