"""Imports: files that were handed in, how they are read, how far each has come, what was refused.

Also the votes that came with them, which no reaction on a card stands for.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, Text, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class ImportRow(SQLModel, table=True):
    """A file to import. ``plan`` is how it is read, ``counts`` what became of its rows.

    ``done_rows`` is how many rows are behind it, so that work that was cut off goes on from there.
    ``source`` is whose ids the file's are, ``sheet`` the sheet of a workbook that was chosen,
    ``is_update`` that rows imported before are changed, ``undone`` what an undo took back.
    """

    __tablename__ = "import_run"
    __table_args__ = (
        UniqueConstraint("workspace_id", "request_key", name="import_run_once"),
        Index("import_run_by_state", "workspace_id", "state"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    name: str = Field(sa_type=Text)
    asked_by: str
    asked_at: datetime = Field(sa_type=UtcDateTime)
    state: str
    plan: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    total_rows: int = 0
    done_rows: int = 0
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    message_key: str | None = None
    request_key: str | None = None
    source: str | None = Field(default=None, sa_type=Text)
    sheet: str | None = Field(default=None, sa_type=Text)
    undone: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    is_update: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class ImportFileRow(SQLModel, table=True):
    """The packed content of a file, kept while its import waits or runs."""

    __tablename__ = "import_file"
    import_id: int = Field(primary_key=True, foreign_key="import_run.id", sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    content: bytes = Field(sa_type=LargeBinary)


class ImportProblemRow(SQLModel, table=True):
    """A row that could not be imported, with its cells as they were, so that it can be corrected.

    With ``was_imported`` it was imported, and ``reason`` says what became different on the way.
    """

    __tablename__ = "import_problem"
    __table_args__ = (UniqueConstraint("import_id", "line", name="import_problem_once"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    import_id: int = Field(foreign_key="import_run.id", sa_type=BigId)
    line: int
    reason: str = Field(sa_type=Text)
    cells: list[str] = Field(default_factory=list, sa_type=JSON)
    was_imported: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class OutsideVoterRow(SQLModel, table=True):
    """Somebody who is not in Slack and whose vote came with an import; ``voter_id`` is no user."""

    __tablename__ = "outside_voter"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    voter_id: str = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    email: str | None = Field(default=None, sa_type=Text)
    created_at: datetime = Field(sa_type=UtcDateTime)


class ImportedVoteRow(SQLModel, table=True):
    """A vote that an import brought. It counts for ``idea_id``, which a merge may change.

    ``user_id`` is a person in Slack, or an outside voter.
    """

    __tablename__ = "imported_vote"
    __table_args__ = (Index("imported_vote_by_idea", "workspace_id", "idea_id"),)
    given_for_id: int = Field(primary_key=True, foreign_key="idea.id", sa_type=BigId)
    user_id: str = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    idea_id: int = Field(foreign_key="idea.id", sa_type=BigId)
    voted_at: datetime = Field(sa_type=UtcDateTime)
