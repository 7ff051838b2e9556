"""What the HTTP door can do: one table, which is served and written into the OpenAPI file."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel, ValidationError

from bot.api import models
from bot.api.problems import Problem, of_body, of_field, of_query
from domain.api import Right, Token
from domain.core.errors import InvalidInput, NotFound
from domain.feedback.model import Draft, Origin
from domain.ideas.model import Idea
from services.api import feedback as api_feedback
from services.api import ideas as api_ideas
from services.api.feedback import IdTaken, KeyReused, Sent, Told
from storage.database.engine import Database

FEEDBACK = "/api/feedback"
_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was let in: by which token, and everything that it said."""

    database: Database
    token: Token
    at: datetime
    headers: Mapping[str, str]
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """A good answer."""

    status: int
    content: BaseModel
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing to do; ``refusals`` are the statuses of its own beside those that all have."""

    name: str
    method: str
    path: str
    right: Right
    summary: str
    run: Callable[[Call], Reply]
    answer: type[BaseModel]
    good: Mapping[int, str]
    refusals: tuple[int, ...] = ()
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None


def _send(call: Call) -> Reply:
    try:
        given = models.NewFeedback.model_validate_json(call.body)
    except ValidationError as refused:
        raise of_body(refused) from None
    try:
        receipt = api_feedback.submit(call.database, call.token, _sent(call, given), call.at)
    except InvalidInput as refused:
        raise of_field(refused.field or "body", refused.message) from None
    except KeyReused as refused:
        raise Problem(422, refused.message) from None
    except IdTaken as refused:
        raise Problem(409, refused.message) from None
    content = _feedback(receipt.told)
    headers = {"location": f"{FEEDBACK}/{content.number}"}
    if receipt.is_new:
        return Reply(201, content, headers)
    return Reply(200, content, {**headers, "idempotent-replayed": "true"})


def _read(call: Call) -> Reply:
    if not _NUMBER.fullmatch(call.path["number"]):
        raise of_field("number", "Use a whole number from 1, such as 12.")
    try:
        told = api_feedback.read(call.database, call.token, int(call.path["number"]))
    except NotFound as refused:
        raise Problem(404, refused.message) from None
    return Reply(200, _feedback(told))


def _list(call: Call) -> Reply:
    try:
        asked = models.IdeaQuery.model_validate(call.query)
    except ValidationError as refused:
        raise of_query(refused) from None
    found = api_ideas.page(
        call.database, call.token, after=asked.after, limit=asked.limit, status=asked.status
    )
    shown = [_idea(one, found.merged_into.get(one.merged_into_id or 0)) for one in found.ideas]
    return Reply(200, models.IdeaPage(ideas=shown, next_after=found.next_after))


OPERATIONS = (
    Operation(
        name="send_feedback",
        method="POST",
        path=FEEDBACK,
        right=Right.FEEDBACK_WRITE,
        summary="Save what somebody said",
        run=_send,
        answer=models.FeedbackOut,
        good={201: "It is saved.", 200: "It was saved before; this is what became of it."},
        refusals=(400, 408, 409, 413, 415, 422),
        body=models.NewFeedback,
    ),
    Operation(
        name="read_feedback",
        method="GET",
        path=f"{FEEDBACK}/{{number}}",
        right=Right.FEEDBACK_READ,
        summary="See what became of feedback",
        run=_read,
        answer=models.FeedbackOut,
        good={200: "The feedback as it stands now."},
        refusals=(404, 422),
    ),
    Operation(
        name="list_ideas",
        method="GET",
        path="/api/ideas",
        right=Right.IDEAS_READ,
        summary="List ideas, a page at a time",
        run=_list,
        answer=models.IdeaPage,
        good={200: "Ideas in the order of their numbers."},
        refusals=(422,),
        query=models.IdeaQuery,
    ),
)


def _sent(call: Call, given: models.NewFeedback) -> Sent:
    draft = Draft(
        text=given.text,
        said_by_name=given.said_by_name or given.said_by_email,
        customer=given.customer,
        area=given.area,
        importance=given.importance or None,
    )
    origin = Origin(
        through=call.token.name,
        said_by_email=given.said_by_email,
        url=given.source_url,
        external_id=given.external_id,
    )
    whole = given.model_dump_json(exclude_none=True).encode()
    return Sent(draft, origin, hashlib.sha256(whole).hexdigest(), _key(call.headers))


def _key(headers: Mapping[str, str]) -> str | None:
    """The Idempotency-Key, with or without the quotes of a structured field."""
    typed = headers.get("idempotency-key")
    if typed is None:
        return None
    if not re.fullmatch(models.KEY_PATTERN, typed):
        raise Problem(
            400, "The Idempotency-Key has from 1 to 255 letters, digits and signs, such as a UUID."
        )
    return typed.strip('"')


def _feedback(told: Told) -> models.FeedbackOut:
    found = told.feedback
    origin = found.origin
    is_hidden = found.is_withheld or found.gone is not None
    return models.FeedbackOut(
        number=found.number,
        reference=found.reference,
        state=found.state,
        text=None if is_hidden else found.text,
        customer=found.customer,
        area=found.area,
        importance=found.importance,
        said_by_name=None if is_hidden else found.said_by_name,
        said_by_email=None if is_hidden or origin is None else origin.said_by_email,
        source_url=origin.url if origin else None,
        external_id=origin.external_id if origin else None,
        created_at=found.created_at,
        ideas=[
            models.LinkedIdea(
                number=one.number, reference=one.reference, title=one.title, status=one.status
            )
            for one in told.ideas
        ],
    )


def _idea(one: Idea, merged_into: int | None) -> models.IdeaOut:
    return models.IdeaOut(
        number=one.number,
        reference=one.reference,
        title=one.title,
        public_title=one.public_title,
        description=one.description,
        status=one.status,
        horizon=one.horizon,
        area=one.area,
        votes=one.votes,
        feedback=one.evidence,
        customers=one.customers,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        confidence=one.confidence,
        created_at=one.created_at,
        shipped_at=one.shipped_at,
        merged_into=merged_into,
    )
