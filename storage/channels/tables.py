"""How feedback comes in by channel: rules, own questions and answers, notes, files."""

from datetime import datetime

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class ChannelRuleRow(SQLModel, table=True):
    """What a channel does with feedback, and whom it is shared with by Slack Connect.

    ``set_by`` is empty while nobody has set anything: then only the connection is known.
    ``confirmed_up_to`` is the newest feedback of the intake that its people were told of.
    """

    __tablename__ = "channel_rule"
    __table_args__ = (
        UniqueConstraint("workspace_id", "channel_id", name="channel_rule_once"),
        Index("channel_rule_by_customer", "workspace_id", "customer_id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    channel_id: str
    doors: str = Field(default="emoji mention shortcut command", sa_type=Text)
    customer_id: int | None = Field(default=None, foreign_key="customer.id", sa_type=BigId)
    area_id: int | None = Field(default=None, foreign_key="area.id", sa_type=BigId)
    importance: str | None = None
    confirm: str = "private"
    intake_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    confirmed_up_to: int = Field(default=0, sa_type=BigId)
    link_base: str | None = Field(default=None, sa_type=Text)
    connected_team_id: str | None = None
    connected_name: str | None = Field(default=None, sa_type=Text)
    connected_problem: str | None = None
    set_by: str | None = None
    set_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ChannelQuestionRow(SQLModel, table=True):
    """A question of a channel's own form; without a ``position`` it is asked no longer."""

    __tablename__ = "channel_question"
    __table_args__ = (Index("channel_question_by_rule", "workspace_id", "rule_id"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    rule_id: int = Field(foreign_key="channel_rule.id", sa_type=BigId)
    position: int | None = None
    text: str = Field(sa_type=Text)
    choices: list[str] = Field(default_factory=list, sa_type=JSON)
    is_required: bool = False


class FeedbackAnswerRow(SQLModel, table=True):
    """What was answered to a channel's question, with the question as it was asked."""

    __tablename__ = "feedback_answer"
    __table_args__ = (
        UniqueConstraint("workspace_id", "feedback_id", "question_id", name="feedback_answer_once"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    feedback_id: int = Field(foreign_key="feedback.id", sa_type=BigId)
    question_id: int = Field(foreign_key="channel_question.id", sa_type=BigId)
    question: str = Field(sa_type=Text)
    answer: str = Field(sa_type=Text)


class FeedbackNoteRow(SQLModel, table=True):
    """A message of the thread that feedback stands in.

    Most are notes, said after the feedback was saved. A ``is_part`` one is a line of feedback that
    was saved as a whole thread. A note whose feedback is not there yet waits for its thread.
    """

    __tablename__ = "feedback_note"
    __table_args__ = (
        UniqueConstraint("workspace_id", "channel_id", "message_ts", name="feedback_note_once"),
        Index("feedback_note_by_feedback", "workspace_id", "feedback_id", "id"),
        Index("feedback_note_by_thread", "workspace_id", "channel_id", "thread_ts"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    feedback_id: int | None = Field(default=None, foreign_key="feedback.id", sa_type=BigId)
    channel_id: str
    message_ts: str
    thread_ts: str
    author_id: str | None = None
    author_name: str | None = Field(default=None, sa_type=Text)
    text: str = Field(sa_type=Text)
    is_part: bool = False
    edited_ts: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)


class FeedbackFileRow(SQLModel, table=True):
    """A file that hangs on a message of feedback. It stays at Slack; here is how to reach it.

    ``refused`` is Slack's word for why the bot may not look at it.
    """

    __tablename__ = "feedback_file"
    __table_args__ = (
        UniqueConstraint("workspace_id", "feedback_id", "slack_id", name="feedback_file_once"),
        Index("feedback_file_by_feedback", "workspace_id", "feedback_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    feedback_id: int = Field(foreign_key="feedback.id", sa_type=BigId)
    message_ts: str | None = None
    slack_id: str
    name: str = Field(sa_type=Text)
    mimetype: str | None = None
    size_bytes: int | None = Field(default=None, sa_type=BigId)
    permalink: str | None = Field(default=None, sa_type=Text)
    author_id: str | None = None
    refused: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
