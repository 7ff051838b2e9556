"""What finding by words and by meaning needs besides the records themselves."""

from sqlalchemy import Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.database.types import BigId


class SearchEntryRow(SQLModel, table=True):
    """The meaning of one idea or one piece of feedback, as ``model`` saw it.

    Renewing an entry replaces the row, so that a reader who has seen every id up to some one finds
    the news behind it. ``words`` are the folded words of feedback; an idea's are in its own row.
    """

    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("workspace_id", "kind", "subject_id", name="search_entry_once"),
        Index("search_entry_by_id", "workspace_id", "kind", "id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    kind: str
    subject_id: int = Field(sa_type=BigId)
    words: str = Field(default="", sa_type=Text)
    model: str
    vector: bytes = Field(sa_type=LargeBinary)


class SearchMarkRow(SQLModel, table=True):
    """Up to which change of a workspace its entries are made, and by which model."""

    __tablename__ = "search_mark"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    change_id: int = Field(default=0, sa_type=BigId)
    model: str = ""
