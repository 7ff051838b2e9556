"""Rounds: a blind scoring of ideas, or a ballot on them, and what each person gave."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class RoundRow(SQLModel, table=True):
    """A round. ``remind_at`` and ``deadline`` are its schedule; ``reminded_at`` and ``closed_at``
    say what of it has happened.

    ``is_named`` is False for a ballot that everybody in its channel may take part in; ``members``
    is then how many people were there when Slack was last asked.
    """

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("workspace_id", "number", name="round_number_once"),
        UniqueConstraint("workspace_id", "request_key", name="round_request_once"),
        CheckConstraint("kind IN ('score','ballot')", name="round_kind"),
        CheckConstraint("state IN ('open','closed','cancelled')", name="round_state"),
        CheckConstraint("deadline > created_at", name="round_ends_after_start"),
        Index("round_due", "state", "deadline"),
        Index("round_by_owner", "workspace_id", "owner_id", "state"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    number: int
    kind: str
    title: str = Field(default="", sa_type=Text)
    words: str = Field(default="", sa_type=Text)
    owner_id: str
    channel_id: str | None = None
    is_named: bool = True
    budget: int | None = None
    objective_number: int | None = None
    members: int | None = None
    state: str = "open"
    created_at: datetime = Field(sa_type=UtcDateTime)
    deadline: datetime = Field(sa_type=UtcDateTime)
    remind_at: datetime = Field(sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    request_key: str | None = None


class RoundIdeaRow(SQLModel, table=True):
    """An idea that a round is about; ``place`` is its order there."""

    __tablename__ = "round_idea"
    round_id: int = Field(primary_key=True, foreign_key="round.id", sa_type=BigId)
    idea_id: int = Field(primary_key=True, foreign_key="idea.id", sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    place: int


class RoundPersonRow(SQLModel, table=True):
    """A person who is asked by name."""

    __tablename__ = "round_person"
    __table_args__ = (Index("round_of_person", "workspace_id", "user_id"),)
    round_id: int = Field(primary_key=True, foreign_key="round.id", sa_type=BigId)
    user_id: str = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)


class RoundAnswerRow(SQLModel, table=True):
    """One person's private estimate of one driver of one idea, the latest one."""

    __tablename__ = "round_answer"
    round_id: int = Field(primary_key=True, foreign_key="round.id", sa_type=BigId)
    idea_id: int = Field(primary_key=True, foreign_key="idea.id", sa_type=BigId)
    user_id: str = Field(primary_key=True)
    driver: str = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    value: float
    given_at: datetime = Field(sa_type=UtcDateTime)


class RoundVoiceRow(SQLModel, table=True):
    """One of the two who are furthest apart once a round is revealed, and their sentence."""

    __tablename__ = "round_voice"
    __table_args__ = (CheckConstraint("side IN ('low','high')", name="round_voice_side"),)
    round_id: int = Field(primary_key=True, foreign_key="round.id", sa_type=BigId)
    side: str = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    idea_id: int = Field(foreign_key="idea.id", sa_type=BigId)
    driver: str
    user_id: str
    value: float
    sentence: str | None = Field(default=None, sa_type=Text)
    said_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BallotPointsRow(SQLModel, table=True):
    """The points that one person gives one idea in a ballot, never none."""

    __tablename__ = "ballot_points"
    __table_args__ = (CheckConstraint("points > 0", name="ballot_points_some"),)
    round_id: int = Field(primary_key=True, foreign_key="round.id", sa_type=BigId)
    idea_id: int = Field(primary_key=True, foreign_key="idea.id", sa_type=BigId)
    user_id: str = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    points: int
    given_at: datetime = Field(sa_type=UtcDateTime)
