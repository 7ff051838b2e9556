"""What hangs on feedback: kept with it, followed up, and shown with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.core.outbox import Task
from domain.core.people import Request
from domain.feedback.attachments import Answer, File, Note
from domain.feedback.model import Draft, Feedback
from services.outbox import messages as outbox_messages
from storage.database.engine import Database, Session
from storage.feedback import attachments as attached
from storage.feedback import notes as attached_notes
from storage.feedback import queries as storage
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox

NOTES_PAGE = 20


@dataclass(frozen=True, slots=True)
class NotesPage:
    """Some of the notes of feedback, newest first, and how many come before them."""

    feedback: Feedback
    notes: tuple[Note, ...]
    offset: int


def attach(session: Session, request: Request, feedback: Feedback, draft: Draft) -> Feedback:
    """Keep what a draft brings besides its words (part of a transaction); the feedback with it.

    Replies that came in before their message did are its notes from now on.
    """
    workspace_id, source = request.workspace_id, feedback.source
    place = (source.channel_id, source.message_ts) if source and source.message_ts else None
    if draft.answers:
        answer(session, request, feedback, draft.answers)
    if draft.files:
        attached.add_files(session, workspace_id, feedback.id, draft.files, request.at)
        _ask_about_files(session, request, feedback, draft.files)
    if draft.parts and place is not None:
        attached_notes.add_parts(session, workspace_id, place, draft.parts, request.at, feedback.id)
    has_waiting = False
    if request.door == "intake" and place is not None:
        has_waiting = bool(attached_notes.adopt(session, workspace_id, place, feedback.id))
    if not (draft.answers or draft.files or has_waiting):
        return feedback
    return replace(feedback, attached=attached.of(session, workspace_id, feedback.id))


def answer(
    session: Session, request: Request, feedback: Feedback, answers: Sequence[Answer]
) -> None:
    """Keep answers to a channel's own questions (part of a transaction)."""
    before = {one.question: one.answer for one in feedback.attached.answers}
    after = before | {one.question: one.answer for one in answers}
    after = {question: text for question, text in after.items() if text}
    attached.put_answers(session, request.workspace_id, feedback.id, answers)
    subject = ("feedback", feedback.id)
    changes.record(session, request, subject, "answers", before=before or None, after=after or None)


def notes(database: Database, request: Request, feedback: Feedback, offset: int) -> NotesPage:
    """The notes of feedback that the person may see, a page of them, newest first; none of what
    is withheld from them."""
    if feedback.is_withheld:
        return NotesPage(feedback, (), 0)
    with database.reading() as session:
        found = attached_notes.notes(session, request.workspace_id, feedback.id, NOTES_PAGE, offset)
    return NotesPage(feedback, tuple(found), offset)


def to_look_at(database: Database, task: Task) -> list[File]:
    """The files of feedback that Slack has to be asked about."""
    with database.reading() as session:
        found = storage.get(session, task.workspace_id, int(task.payload["number"]))
        return attached.unseen_files(session, task.workspace_id, found.id) if found else []


def looked_at(database: Database, task: Task, files: Sequence[File], at: datetime) -> None:
    """Keep what Slack told of files, and settle the task that asked."""
    with database.transaction() as session:
        found = storage.get(session, task.workspace_id, int(task.payload["number"]))
        if outbox.finish(session, task, at) and found is not None:
            attached.add_files(session, task.workspace_id, found.id, files, at)


def _ask_about_files(
    session: Session, request: Request, feedback: Feedback, files: Sequence[File]
) -> None:
    if not any(one.refused == "unseen" for one in files):
        return
    key = f"files:{feedback.number}:{request.key or request.at.isoformat()}"
    new_task = outbox_messages.read_files(feedback.number, key=key, at=request.at)
    outbox.enqueue(session, request.workspace_id, new_task, request.at)
