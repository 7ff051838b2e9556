"""What goes in and out of the HTTP door.

These models check every request and write ``/api/openapi.json``, so that the two cannot differ.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from domain.core.errors import InvalidInput
from domain.core.importance import Importance
from domain.dates.days import DateConfidence
from domain.feedback.model import FeedbackState
from domain.ideas.model import Horizon, Status
from domain.text.labels import MAX_NAME_CHARS
from domain.text.words import check_text, is_blank

MOST_TEXT_CHARS = 20_000
MOST_PERSON_CHARS = 150
LARGEST_NUMBER = 999_999_999
MOST_IDEAS = 100
KEY_PATTERN = r'^("[!#-~]{1,253}"|[!#-~]{1,255})$'
"""An Idempotency-Key: a structured field's string, or the same without its quotes."""


def _storable(value: str) -> str:
    """The text, when a database can store it and it is not invisible."""
    try:
        return check_text(value, what="text")
    except InvalidInput as refused:
        raise ValueError(refused.message) from refused


def _optional(value: str | None) -> str | None:
    """None for what is empty: forms and help desks send empty texts for what nobody filled in."""
    return None if value is None or (is_blank(value) and "\0" not in value) else _storable(value)


def _chosen(value: Importance | Literal[""] | None) -> Importance | None:
    """None for what nobody chose."""
    return value or None


def _named(longest: int, about: str, *examples: str, pattern: str | None = None) -> Any:
    shown: dict[str, Any] = {"examples": list(examples)}
    return Field(
        default=None,
        max_length=longest,
        pattern=pattern,
        description=f"{about} An empty text counts as left out.",
        json_schema_extra=shown,
    )


def _digits(value: object) -> object:
    """What was typed, when it is digits alone: ``1_0`` and ``1.0`` would pass otherwise."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit() and len(value) < 12):
        raise ValueError("Use a whole number.")
    return value


_Digits = Annotated[int, BeforeValidator(_digits)]
_Optional = Annotated[str | None, AfterValidator(_optional)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Out(BaseModel):
    model_config = ConfigDict(json_schema_serialization_defaults_required=False)


class NewFeedback(_In):
    """What somebody said, and what is known of it. Only the text is needed."""

    text: Annotated[str, AfterValidator(_storable)] = Field(
        min_length=1,
        max_length=MOST_TEXT_CHARS,
        pattern=r"\S",
        description="What was said, in the customer's own words. At least one visible character.",
        json_schema_extra={"examples": ["The export times out after 10,000 rows."]},
    )
    customer: _Optional = _named(
        MAX_NAME_CHARS, "The customer's name; a new one is created, in any spelling once.", "Acme"
    )
    area: _Optional = _named(
        MAX_NAME_CHARS, "The product area's name; a new one is created.", "Reporting"
    )
    importance: Annotated[Importance | Literal[""] | None, AfterValidator(_chosen)] = Field(
        default=None,
        description="How strongly they need it. An empty text counts as left out.",
    )
    said_by_name: _Optional = _named(
        MOST_PERSON_CHARS, "Who said it, as the team reads it.", "Ana Ruiz"
    )
    said_by_email: _Optional = _named(
        254,
        "The e-mail address of who said it.",
        "ana@acme.example",
        pattern=r"^([^@\x00-\x20\x7f]+@[^@\x00-\x20\x7f]+)?$",
    )
    source_url: _Optional = _named(
        2_000,
        "Where it can be read over there, such as the ticket.",
        "https://help.acme.example/tickets/4711",
        pattern=r"^(https?://[^\x00-\x20\x7f<>|\x22]+)?$",
    )
    external_id: _Optional = _named(
        200,
        "Its id in the system it comes from, with that system's name before it. What was saved "
        "under an id is never saved twice.",
        "zendesk-4711",
        pattern=r"^([!-~]+)?$",
    )


class LinkedIdea(_Out):
    """An idea that the feedback is evidence for."""

    number: int
    reference: str = Field(description="As people write it, such as `I-12`.")
    title: str
    status: Status


class FeedbackOut(_Out):
    """Feedback as it stands now, and what became of it."""

    number: int
    reference: str = Field(description="As people write it, such as `F-128`.")
    state: FeedbackState = Field(
        description="`new` waits to be looked at, `linked` is evidence for an idea, `dismissed` "
        "was put aside, `withdrawn` was taken back."
    )
    text: str | None = Field(
        description="Null when it was said in a private conversation, taken back or removed."
    )
    customer: str | None
    area: str | None
    importance: Importance | None
    said_by_name: str | None
    said_by_email: str | None
    source_url: str | None
    external_id: str | None
    created_at: datetime
    ideas: list[LinkedIdea]


class IdeaOut(_Out):
    """An idea with its internal title; `public_title` is the one that customers may read."""

    number: int
    reference: str = Field(description="As people write it, such as `I-12`.")
    title: str
    public_title: str | None
    description: str
    status: Status
    horizon: Horizon | None = Field(description="The roadmap's column while it is planned.")
    area: str | None
    votes: int
    feedback: int = Field(description="How many pieces of feedback speak for it.")
    customers: int = Field(description="How many customers asked for it.")
    starts_on: date | None
    ends_on: date | None
    confidence: DateConfidence | None
    created_at: datetime
    shipped_at: datetime | None
    merged_into: int | None = Field(description="The number of the idea that it is part of now.")


class IdeaPage(_Out):
    """Some ideas in the order of their numbers."""

    ideas: list[IdeaOut]
    next_after: int | None = Field(
        description="Pass it as `after` for the next page; null at the end."
    )


class IdeaQuery(_In):
    """Which ideas to list."""

    model_config = ConfigDict(extra="forbid", strict=False)
    after: _Digits = Field(
        default=0, ge=0, le=LARGEST_NUMBER, description="List the ideas with higher numbers."
    )
    limit: _Digits = Field(default=20, ge=1, le=MOST_IDEAS, description="How many at most.")
    status: Status | None = Field(default=None, description="Only those that stand here.")


class FieldProblem(_Out):
    """What is wrong with one field."""

    field: str
    detail: str


class ProblemOut(_Out):
    """A refusal (RFC 9457): what happened and what to do, in a plain sentence."""

    type: Literal["about:blank"] = "about:blank"
    title: str = Field(description="The name of the status.")
    status: int
    detail: str
    errors: list[FieldProblem] | None = Field(
        default=None, description="With 422: the fields that cannot be used."
    )
