"""Names that texts still lack."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class UnknownNameRow(SQLModel, table=True):
    """A person, channel or user group that a saved text mentions by id, as nobody told its name."""

    __tablename__ = "unknown_name"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    slack_id: str = Field(primary_key=True)
    wanted_at: datetime = Field(sa_type=UtcDateTime)
