"""Feedback as people see it, and who may see it."""

from domain.core.errors import NotAllowed, NotFound
from domain.core.people import Permission, Request, may
from domain.feedback.model import Feedback, FeedbackState
from domain.feedback.privacy import shown
from domain.text.labels import LabelKind
from storage.database import labels
from storage.database.engine import Database, Session
from storage.feedback import queries as storage
from storage.workspace import people as people_storage
from storage.workspace import readers

_MOST_SUGGESTIONS = 50


def get(database: Database, workspace_id: int, number: int) -> Feedback:
    """The feedback with a number; raises NotFound."""
    with database.reading() as session:
        return require_found(storage.get(session, workspace_id, number), number)


def look_up(database: Database, request: Request, number: int) -> Feedback:
    """The feedback with a number as somebody who asks may see it; raises NotFound.

    The words of a private conversation show only to those who could have read them there.
    """
    with database.reading() as session:
        feedback = require_found(storage.get(session, request.workspace_id, number), number)
        return shown_to(session, request, feedback)


def to_change(database: Database, request: Request, number: int) -> Feedback:
    """The feedback with a number for somebody about to change it; raises NotFound, NotAllowed."""
    with database.reading() as session:
        feedback = require_found(storage.get(session, request.workspace_id, number), number)
        return check_may_see(session, request, feedback)


def of_message(
    database: Database, request: Request, channel_id: str, message_ts: str
) -> Feedback | None:
    """What a message was saved as, unless it was taken back, for somebody who reads it there."""
    with database.reading() as session:
        known = storage.by_message(session, request.workspace_id, channel_id, message_ts)
        if known is None or known.state is FeedbackState.WITHDRAWN:
            return None
        return shown_to(session, request, known, channel_id)


def mine(database: Database, workspace_id: int, user_id: str, limit: int) -> list[Feedback]:
    """What a person saved, newest first, without what was taken back."""
    with database.reading() as session:
        return storage.of_person(session, workspace_id, user_id, limit)


def untriaged_count(database: Database, workspace_id: int) -> int:
    """How much feedback waits to be linked or dismissed."""
    with database.reading() as session:
        return storage.untriaged_count(session, workspace_id)


def suggest_labels(database: Database, request: Request, kind: LabelKind, words: str) -> list[str]:
    """Names of customers or areas for what the person has typed so far.

    Only members are offered customers, and outsiders nothing at all.
    """
    deed = Permission.RECORD if kind is LabelKind.CUSTOMER else Permission.TAKE_PART
    with database.reading() as session:
        if not may(people_storage.get(session, request.workspace_id, request.user_id), deed):
            return []
        return labels.suggest(session, request.workspace_id, kind, words, _MOST_SUGGESTIONS)


def ideas_of(session: Session, workspace_id: int, number: int) -> tuple[int, ...]:
    """The numbers of the ideas that feedback is evidence for (part of a transaction).

    Raises NotFound.
    """
    return require_found(storage.get(session, workspace_id, number), number).idea_numbers


def shown_to(
    session: Session, request: Request, feedback: Feedback, seen_in: str | None = None
) -> Feedback:
    """Return feedback as the person who asks may see it in a channel."""
    reader = readers.reader(session, request.workspace_id, request.user_id, request.at, seen_in)
    return shown(feedback, reader)


def check_may_see(session: Session, request: Request, feedback: Feedback) -> Feedback:
    """Return feedback that the person who asks may open; raises NotAllowed."""
    found = shown_to(session, request, feedback)
    if not found.is_withheld:
        return found
    if feedback.source is not None and feedback.source.is_private:
        raise NotAllowed(
            f"{feedback.reference} was said in a private conversation, so only those who could "
            "read it there can open or change it."
        )
    raise NotAllowed(f"Only members of this workspace can open or change {feedback.reference}.")


def require_found(feedback: Feedback | None, number: int) -> Feedback:
    """Return feedback that was found; raises NotFound for none."""
    if feedback is None:
        raise NotFound(f"There is no F-{number} in this workspace.")
    return feedback
