"""What an import leaves to go by later: its sheets, what it made, and rows that read otherwise."""

from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.database.types import BigId


class ImportSheetRow(SQLModel, table=True):
    """A sheet of a workbook that was handed in, kept while it can be chosen."""

    __tablename__ = "import_sheet"
    import_id: int = Field(primary_key=True, foreign_key="import_run.id", sa_type=BigId)
    place: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    name: str = Field(sa_type=Text)
    content: bytes = Field(sa_type=LargeBinary)


class ImportMadeRow(SQLModel, table=True):
    """One thing that an import made or changed, so that it can be undone.

    ``kind`` is feedback, idea, customer, area, voter or vote, or ``changed`` and one of the first
    three. ``subject_id`` is the row id, for a vote that of its idea; ``name`` is the id of a voter.
    ``print`` is a digest of what the row of the file said. ``before`` and ``after`` are the facts
    that a change replaced.
    """

    __tablename__ = "import_made"
    __table_args__ = (
        Index("import_made_by_import", "workspace_id", "import_id", "id"),
        Index("import_made_by_subject", "workspace_id", "kind", "subject_id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    import_id: int = Field(foreign_key="import_run.id", sa_type=BigId)
    kind: str
    subject_id: int = Field(default=0, sa_type=BigId)
    name: str | None = Field(default=None, sa_type=Text)
    print: str | None = None
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class ImportChangedRow(SQLModel, table=True):
    """A row that was imported before and says something else now, kept until it is updated."""

    __tablename__ = "import_changed"
    __table_args__ = (UniqueConstraint("import_id", "line", name="import_changed_once"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    import_id: int = Field(foreign_key="import_run.id", sa_type=BigId)
    line: int
    cells: list[str] = Field(default_factory=list, sa_type=JSON)
