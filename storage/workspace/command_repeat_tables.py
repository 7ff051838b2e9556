"""Commands that came without an identity of their own."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class CommandRepeatRow(SQLModel, table=True):
    """A slash command that came without a trigger id, as a digest, and when it first came."""

    __tablename__ = "command_repeat"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    digest: str = Field(primary_key=True)
    first_at: datetime = Field(sa_type=UtcDateTime)
