"""Notes: what is said in the thread of feedback after it was saved; edits of it follow."""

from collections.abc import Sequence

from domain.channels import ChannelRule
from domain.core.people import Request
from domain.feedback.attachments import File, Line
from domain.feedback.model import Feedback, FeedbackState
from domain.feedback.threads import transcript
from services.outbox import messages as outbox_messages
from storage.database.engine import Session
from storage.erasure import records as forgetting
from storage.feedback import attachments as attached
from storage.feedback import notes as attached_notes
from storage.feedback import queries as storage
from storage.feedback import source_words
from storage.feedback import writes as storage_writes
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox


def take(
    session: Session,
    request: Request,
    rule: ChannelRule,
    place: tuple[str, str],
    line: Line,
    files: Sequence[File],
) -> None:
    """Keep a reply as a note of the feedback at ``place`` (channel, ts), within a transaction.

    A reply may come in before its message does: it waits then, unless that message is older than
    the intake.
    """
    known = storage.by_message(session, request.workspace_id, *place)
    if known is not None:
        if known.state is not FeedbackState.WITHDRAWN:
            add(session, request, known, place, line, files)
        return
    since = rule.intake_since
    if since is not None and float(place[1]) >= since.timestamp() and line.text:
        attached_notes.add_note(session, request.workspace_id, place, line, request.at, None)


def add(
    session: Session,
    request: Request,
    feedback: Feedback,
    place: tuple[str, str],
    line: Line,
    files: Sequence[File] = (),
) -> bool:
    """Keep a message as a note of feedback (part of a transaction); False when it is known, or
    its author was forgotten."""
    author = line.author_id
    if author is not None and forgetting.is_forgotten(session, request.workspace_id, author):
        return False
    if files:
        attached.add_files(session, request.workspace_id, feedback.id, files, request.at)
        if any(one.refused == "unseen" for one in files):
            new_task = outbox_messages.read_files(
                feedback.number, key=f"files:{feedback.number}:{line.ts}", at=request.at
            )
            outbox.enqueue(session, request.workspace_id, new_task, request.at)
    if not line.text:
        return bool(files)
    note_id = attached_notes.add_note(
        session, request.workspace_id, place, line, request.at, feedback.id
    )
    if note_id is None:
        return False
    changes.record(session, request, ("feedback", feedback.id), "note", after=line.text)
    return True


def reworded(session: Session, request: Request, channel_id: str, ts: str, text: str) -> bool:
    """Give a note or part another text, or none (part of a transaction); False when it is none.

    A thread that was saved as one piece then reads as its messages do now. The log keeps what was
    said before.
    """
    row = attached_notes.known_note(session, request.workspace_id, channel_id, ts)
    if row is None:
        return False
    before, feedback_id, is_part = row.text, row.feedback_id, row.is_part
    attached_notes.reword(session, request.workspace_id, row.id or 0, text)
    if feedback_id is None or before == text:
        return True
    if not text:
        attached.drop_files(session, request.workspace_id, feedback_id, ts)
    subject = ("feedback", feedback_id)
    if is_part:
        return _recompose(session, request, feedback_id)
    changes.record(session, request, subject, "note", before=before, after=text or None)
    return True


def _recompose(session: Session, request: Request, feedback_id: int) -> bool:
    """Write the text of a thread anew from its messages; False when nothing of it is left."""
    lines = attached_notes.parts(session, request.workspace_id, feedback_id)
    text = transcript(lines)
    if not any(one.author_name and one.text for one in lines):
        return False
    known = storage.of_ids(session, request.workspace_id, [feedback_id])
    if source_words.is_in_other_words(session, request.workspace_id, feedback_id):
        return True  # a person wrote it anew; their words stay
    if known and known[0].text != text:
        storage_writes.set_text(session, request.workspace_id, feedback_id, text)
        changes.record(
            session, request, ("feedback", feedback_id), "text", before=known[0].text, after=text
        )
    return True
