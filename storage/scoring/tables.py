"""Scoring: what people estimate, by which method it counts, and the scores that follow."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class EstimateRow(SQLModel, table=True):
    """One person's word on one driver of one idea; a later row takes the place of an earlier one.

    All rows are kept. ``value`` is None where the person takes their estimate back. What a round
    found has the round's number, how many people gave it (``voices``), and their lowest and
    highest.
    """

    __tablename__ = "estimate"
    __table_args__ = (Index("estimate_by_idea", "workspace_id", "idea_id", "id"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    idea_id: int = Field(foreign_key="idea.id", sa_type=BigId)
    driver: str
    user_id: str
    value: float | None = None
    given_at: datetime = Field(sa_type=UtcDateTime)
    round_number: int | None = None
    voices: int | None = None
    low: float | None = None
    high: float | None = None


class ScoreRow(SQLModel, table=True):
    """The score of an idea by the method that holds for it, renewed with each estimate.

    ``value`` is None while a driver is missing or the formula has no result.
    """

    __tablename__ = "score"
    __table_args__ = (Index("score_by_value", "workspace_id", "method", "value"),)
    idea_id: int = Field(primary_key=True, foreign_key="idea.id", sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    method: str
    value: float | None = None
    scored_at: datetime = Field(sa_type=UtcDateTime)


class ScoringRow(SQLModel, table=True):
    """A workspace's method, and the team's own model as it was written."""

    __tablename__ = "scoring"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    method: str = "rice"
    model_lines: str = Field(default="", sa_type=Text)
    model_formula: str = Field(default="", sa_type=Text)


class AreaMethodRow(SQLModel, table=True):
    """The method of an area that has one of its own."""

    __tablename__ = "area_method"
    area_id: int = Field(primary_key=True, foreign_key="area.id", sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    method: str


class RubricRow(SQLModel, table=True):
    """A workspace's own words beside one choice of a driver; ``choice`` is its value as text."""

    __tablename__ = "rubric"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    driver: str = Field(primary_key=True)
    choice: str = Field(primary_key=True)
    words: str = Field(sa_type=Text)
