"""The question after a quick save: is it one of these?"""

from dataclasses import dataclass
from datetime import datetime

from domain.core.people import Request
from domain.feedback.model import FeedbackState
from domain.similarity.closeness import Degree
from domain.similarity.suggestions import Alike, Question
from services.outbox import messages as outbox_messages
from services.outbox.payloads import pack
from services.similarity import suggestions as likeness
from storage.database.engine import Database
from storage.feedback import queries as feedback
from storage.outbox import queue as outbox


@dataclass(frozen=True, slots=True)
class Saved:
    """What was just saved, by whom, and where its private answer can be followed up, if at all."""

    workspace_id: int
    user_id: str
    number: int
    answer_url: str = ""


def ask(
    database: Database,
    saved: Saved,
    at: datetime,
    *,
    channel_id: str | None = None,
    thread_ts: str | None = None,
) -> bool:
    """Have the person asked which of the ideas alike it is; False when there is nothing to ask.

    It follows the private answer, or with ``channel_id`` is whispered in that channel, with
    ``thread_ts`` in a thread of it.

    Raises Unavailable.
    """
    request = Request(saved.workspace_id, saved.user_id, "command", at, None)
    with database.reading() as session:
        known = feedback.get(session, saved.workspace_id, saved.number)
    if known is None or known.state is not FeedbackState.NEW:
        return False
    found = about(database, request, known.text, known.reference)
    if not found:
        return False
    data = pack(Question(known, found))
    key = f"alike:F-{saved.number}"
    if channel_id is None:
        new_task = outbox_messages.respond(saved.answer_url, "alike_question", data, key=key, at=at)
    else:
        new_task = outbox_messages.whisper(
            channel_id,
            saved.user_id,
            "alike_question",
            data,
            key=key,
            at=at,
            thread_ts=thread_ts,
        )
    with database.transaction() as session:
        return outbox.enqueue(session, saved.workspace_id, new_task, at)


def about(database: Database, request: Request, text: str, reference: str) -> tuple[Alike, ...]:
    """What to ask about feedback that was just saved: ideas alike, and its own repetition.

    Nobody is asked unasked about what is only loosely related, without a word in common.
    """
    found = likeness.alike(database, request, text, without=reference)
    ideas = (one for one in found if one.idea is not None)
    near = [one for one in ideas if one.shared or one.degree is not Degree.RELATED]
    return tuple(one for one in found if one in near or one.is_repeat)
