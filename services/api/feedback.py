"""Feedback that comes in over HTTP: saved once, and told what became of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from domain.api import Token
from domain.core.errors import NotFound, UserError
from domain.core.people import Request
from domain.feedback.model import Draft, Feedback, FeedbackState, Origin
from domain.feedback.privacy import EVERYBODY, shown
from domain.ideas.model import Idea
from services.feedback import capture as capturing
from storage.database.engine import Database, Session
from storage.feedback import external_ids as api_requests
from storage.feedback import queries as feedback
from storage.ideas import queries as ideas

KEYS_LAST = timedelta(hours=24)
"""How long a key is kept at least; the nightly job forgets those that are older."""

_ATTEMPTS = 3


class KeyReused(UserError):
    """An Idempotency-Key came again with something else to save."""


class IdTaken(UserError):
    """Something else was saved under an id of another system."""


class _Overtaken(Exception):
    """Another request stored the same external id at this very instant."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a request wants saved. ``fingerprint`` is a digest of all of it, ``key`` the caller's
    Idempotency-Key."""

    draft: Draft
    origin: Origin
    fingerprint: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Feedback as a token may read it, and the ideas that it is evidence for."""

    feedback: Feedback
    ideas: tuple[Idea, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a request led to; ``is_new`` is False when an earlier one had saved it."""

    told: Told
    is_new: bool


def submit(database: Database, token: Token, sent: Sent, at: datetime) -> Receipt:
    """Save what was sent, once for each key of the caller and for each id of another system.

    Raises InvalidInput bound to a field, KeyReused and IdTaken.
    """
    draft = capturing.cleaned(sent.draft)
    for _ in range(_ATTEMPTS):
        try:
            with database.transaction() as session:
                return _saved(session, token, replace(sent, draft=draft), at)
        except _Overtaken:
            continue
    raise IdTaken(f"{sent.origin.external_id} is being saved by another request. Try again.")


def read(database: Database, token: Token, number: int) -> Told:
    """The feedback with a number, without words that were said in private or taken back.

    Raises NotFound.
    """
    with database.reading() as session:
        return _told(session, token.workspace_id, number)


def forget_keys(database: Database, at: datetime) -> None:
    """Forget the keys of requests that are older than a day."""
    with database.transaction() as session:
        api_requests.forget(session, at - KEYS_LAST)


def _saved(session: Session, token: Token, sent: Sent, at: datetime) -> Receipt:
    known = _saved_before(session, token, sent, at)
    if known is None:
        request = Request(token.workspace_id, token.saver, "api", at)
        stored = capturing.save(session, request, sent.draft).feedback
        if not api_requests.come_from(
            session, token.workspace_id, stored.id, token.id, sent.origin, sent.fingerprint
        ):
            raise _Overtaken
        receipt = Receipt(Told(replace(stored, origin=sent.origin)), is_new=True)
    else:
        receipt = Receipt(_told(session, token.workspace_id, known), is_new=False)
    if sent.key is not None:
        number = receipt.told.feedback.number
        api_requests.answer(session, token.workspace_id, token.id, _hash(sent.key), number)
    return receipt


def _saved_before(session: Session, token: Token, sent: Sent, at: datetime) -> int | None:
    """The number under which the same was saved before."""
    if sent.key is not None:
        first = api_requests.claim(
            session, token.workspace_id, token.id, _hash(sent.key), sent.fingerprint, at
        )
        if first is not None and first.body_hash != sent.fingerprint:
            raise KeyReused(
                f"This Idempotency-Key came with another body before, which is F-"
                f"{first.feedback_number}. Use a new key for something new."
            )
        if first is not None:
            return first.feedback_number
    external_id = sent.origin.external_id
    if external_id is None:
        return None
    same = api_requests.by_external_id(session, token.workspace_id, external_id)
    if same is None:
        return None
    if same.body_hash != sent.fingerprint:
        raise IdTaken(
            f"F-{same.feedback_number} was saved under this external_id and says something else. "
            "Send what is new under an id of its own, or edit the feedback in Slack."
        )
    return same.feedback_number


def _told(session: Session, workspace_id: int, number: int) -> Told:
    found = feedback.get(session, workspace_id, number)
    if found is None:
        raise NotFound(f"There is no F-{number} in this workspace.")
    linked = ideas.by_numbers(session, workspace_id, found.idea_numbers)
    readable = shown(found, EVERYBODY)
    if readable.is_withheld or readable.state is FeedbackState.WITHDRAWN:
        readable = replace(readable, customer=None, is_withheld=True)
    return Told(readable, tuple(linked[one] for one in found.idea_numbers if one in linked))


def _hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()
