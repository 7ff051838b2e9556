"""Asking back: a question to who said or saved feedback, and the answer back to the item."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from domain.core.errors import NotAllowed
from domain.core.people import Request
from domain.feedback.attachments import files_of, line_of
from domain.feedback.model import Feedback, FeedbackState, Source
from domain.feedback.privacy import may_read_feedback
from domain.text.slack_message import Arrived
from domain.triage.steps import Question, TriageInput
from services.feedback import mentions
from services.feedback import thread_notes as notes
from services.outbox import messages as outbox_messages
from services.outbox.payloads import pack
from services.triage.notifications import person_behind
from storage.channels import queries as channels
from storage.database.engine import Database, Session
from storage.erasure import records as forgetting
from storage.feedback import queries as feedback
from storage.outbox import lookup as said
from storage.outbox import queue as outbox
from storage.triage import steps as triage_steps
from storage.workspace import readers, workspaces

ANSWER_MARK = "white_check_mark"
_LOOKED_AT = 20


def check(session: Session, request: Request, found: Feedback, wish: TriageInput) -> None:
    """Return when the question can be asked. Raises NotAllowed saying what to do otherwise."""
    whom = person_behind(session, found)
    if whom is None:
        raise NotAllowed(
            f"Nobody in Slack said or saved {found.reference}, so there is nobody here to ask."
        )
    if whom == request.user_id and not wish.in_thread:
        raise NotAllowed(f"{found.reference} is your own, so there is nobody else to ask.")
    if wish.in_thread and not may_ask_in_thread(session, request, found):
        raise NotAllowed(
            f"I cannot write under the message of {found.reference}. Ask by direct message, or "
            "invite me to its channel with /invite @Linchpin."
        )


def may_ask_in_thread(session: Session, request: Request, found: Feedback) -> bool:
    """True when feedback comes from a message of a channel that both the bot and the person who
    asks can read."""
    source = found.source
    if source is None or source.message_ts is None or source.channel_id.startswith("D"):
        return False
    reader = readers.reader(session, request.workspace_id, request.user_id, request.at)
    is_outside = channels.is_outside(session, request.workspace_id, source.channel_id)
    return may_read_feedback(reader, found) and not is_outside


def ask(session: Session, request: Request, found: Feedback, wish: TriageInput) -> str:
    """Ask who said or saved feedback (part of a transaction); the key of the message."""
    whom = person_behind(session, found)
    assert whom is not None
    key = f"question:F-{found.number}:{request.key or request.at.isoformat()}"
    reader = readers.reader(session, request.workspace_id, whom, request.at)
    is_theirs = may_read_feedback(reader, found)
    data = {
        "feedback": pack(found) if is_theirs or wish.in_thread else None,
        "number": found.number,
        "question": wish.question,
        "by": request.user_id,
        "of": whom,
        "in_thread": wish.in_thread,
    }
    place: tuple[str | None, str | None] = (None, None)
    if wish.in_thread and found.source is not None:
        place = (found.source.channel_id, _thread_of(found.source))
        new_task = outbox_messages.say(
            place[0] or "", "triage_question", data, key=key, at=request.at, thread_ts=place[1]
        )
    else:
        new_task = outbox_messages.tell(whom, "triage_question", data, key=key, at=request.at)
    outbox.enqueue(
        session, request.workspace_id, replace(new_task, owner_id=request.user_id), request.at
    )
    triage_steps.ask(session, request, found.id, (whom, wish.question, key), place)
    return key


def replied(database: Database, request: Request, reply: Arrived) -> None:
    """Bring an answer back to its item as a note, and tell who asked; other messages pass.

    In a thread everybody but who asked may answer. In the direct conversation a reply belongs to
    the question in whose thread it stands, and any other message to the only open one.
    """
    with database.reading() as session:
        if _question_of(session, request, reply) is None and not _is_unclear(
            session, request, reply
        ):
            return
    with database.transaction() as session:
        if forgetting.is_forgotten(session, request.workspace_id, request.user_id):
            return
        question = _question_of(session, request, reply)
        if question is None:
            _ask_which(session, request, reply)
            return
        _keep(session, request, question, reply)


def _keep(session: Session, request: Request, question: Question, reply: Arrived) -> None:
    found = next(iter(feedback.of_ids(session, request.workspace_id, [question.feedback_id])), None)
    names = mentions.names_in(
        session, request.workspace_id, [reply.message], request.at, also=[request.user_id]
    )
    line = line_of(reply.message, names)
    files = files_of(reply.message)
    if found is None or found.state is FeedbackState.WITHDRAWN or not (line.text or files):
        return
    place = (reply.channel_id, reply.thread_ts or reply.ts)
    notes.add(session, request, found, place, line, files)
    is_first = triage_steps.set_answered(session, request.workspace_id, question.id, request.at)
    if not is_first:
        return
    data = {
        "number": found.number,
        "question": question.text,
        "answer": line.text,
        "of": request.user_id,
        "is_open": found.state is FeedbackState.NEW,
    }
    key = f"answered:{question.id}"
    told = outbox_messages.tell(question.asked_by, "triage_answered", data, key=key, at=request.at)
    outbox.enqueue(session, request.workspace_id, told, request.at)
    mark = outbox_messages.mark(
        reply.channel_id, reply.ts, ANSWER_MARK, at=request.at, occasion=f"answer:{question.id}"
    )
    outbox.enqueue(session, request.workspace_id, mark, request.at)


def _question_of(session: Session, request: Request, reply: Arrived) -> Question | None:
    """The question that a message answers, or None."""
    if not reply.is_direct:
        return _of_thread(session, request, reply)
    asked = triage_steps.asked_of(session, request.workspace_id, request.user_id, _LOOKED_AT)
    if reply.thread_ts is not None:
        for question, key in asked:
            sent = said.by_key(session, request.workspace_id, key)
            if sent is not None and sent.ts == reply.thread_ts:
                return question
        return None
    still_open = [question for question, _key in asked if question.is_open]
    return still_open[0] if len(still_open) == 1 else None


def _of_thread(session: Session, request: Request, reply: Arrived) -> Question | None:
    if reply.thread_ts is None:
        return None
    bot = workspaces.get(session, request.workspace_id).bot_user_id
    if request.user_id == bot:
        return None
    asked = triage_steps.asked_in(session, request.workspace_id, reply.channel_id, reply.thread_ts)
    others = [one for one in asked if one.asked_by != request.user_id]
    return next((one for one in others if one.is_open), others[0] if others else None)


def _is_unclear(session: Session, request: Request, reply: Arrived) -> bool:
    """True for a direct message that may answer one of several questions."""
    if not reply.is_direct or reply.thread_ts is not None or not reply.message.get("text"):
        return False
    asked = triage_steps.asked_of(session, request.workspace_id, request.user_id, _LOOKED_AT)
    return sum(question.is_open for question, _key in asked) > 1


def _ask_which(session: Session, request: Request, reply: Arrived) -> None:
    if not _is_unclear(session, request, reply):
        return
    key = f"which:{reply.channel_id}:{reply.ts}"
    new_task = outbox_messages.tell(request.user_id, "triage_which", {}, key=key, at=request.at)
    outbox.enqueue(session, request.workspace_id, new_task, request.at)


def _thread_of(source: Source) -> str | None:
    """The thread that a message stands in; Slack's link to a reply names it."""
    query = parse_qs(urlsplit(source.permalink or "").query)
    return next(iter(query.get("thread_ts", ())), source.message_ts)
