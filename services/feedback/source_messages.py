"""Messages that words were taken from: an edit follows, a deletion withdraws the words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.core.changes import NewChange
from domain.core.people import Request
from domain.feedback.model import Feedback, FeedbackState, Gone
from domain.feedback.threads import as_saved
from domain.text.redaction import Spoken
from domain.text.slack_message import edited_ts, readable_text
from services.feedback import mentions
from services.feedback import redaction as sources_said
from services.feedback import thread_capture as threads
from services.feedback import thread_notes as notes
from storage import similarity as search_entries
from storage.database.engine import Database, Session
from storage.erasure import outbox_texts as retelling
from storage.feedback import attachments as attached
from storage.feedback import notes as attached_notes
from storage.feedback import queries as storage
from storage.feedback import source_messages as sources
from storage.feedback import source_words
from storage.feedback.source_words import SOURCE_DOOR
from storage.outbox import change_log as changes

Message = Mapping[str, Any]

_AS_SAID = frozenset({"reaction", "mention", "intake"})
"""Doors at which a message is saved word by word; at others a person may have changed it."""

_GONE = Gone.DELETED


def edited(
    database: Database,
    request: Request,
    channel_id: str,
    message: Message,
    previous: Message | None = None,
) -> bool:
    """Let what was taken from a message say what the message says now; False when it is nothing.

    Edits are ordered by their own timestamp, so that an old one that comes late changes nothing.
    Words that a person wrote in Linchpin stay, with a note of what the message says now. The log
    keeps what was said before.
    """
    stamp = edited_ts(message)
    if stamp is None or not _is_known(database, request.workspace_id, channel_id, message):
        return False
    request = replace(request, door=SOURCE_DOOR)
    bot = threads.bot_of(database, request.workspace_id)
    message, previous = as_saved(message, bot), as_saved(previous, bot) if previous else None
    with database.transaction() as session:
        said = [message, previous or {}]
        names = mentions.names_in(session, request.workspace_id, said, request.at)
        words = readable_text(message, names)
        was = readable_text(previous, names) if previous else None
        place = (channel_id, str(message["ts"]))
        _edit_note(session, request, place, stamp, words)
        _edit_feedback(session, request, place, stamp, (was, words))
        _edit_decisions(session, request, place, stamp, (was, words))
        return True


def deleted(database: Database, request: Request, channel_id: str, ts: str) -> bool:
    """Withdraw everywhere what was taken from a message; False when it is nothing.

    The feedback stays and counts. Words in what waits to be said go at once, those in what was
    said before soon after.
    """
    if not _is_known(database, request.workspace_id, channel_id, {"ts": ts}):
        return False
    request = replace(request, door=SOURCE_DOOR)
    with database.transaction() as session:
        place = (channel_id, ts)
        is_part = _delete_note(session, request, place)
        one = source_words.of_message(session, request.workspace_id, *place)
        if one is not None and not is_part and one.gone is None:
            withdraw(session, request, one, _GONE, ts)
        for row_id, number, quote, _stamp in source_words.decisions_from(
            session, request.workspace_id, *place
        ):
            _withdraw_quote(session, request, (row_id, number), quote)
        return True


def withdraw(
    session: Session, request: Request, one: Feedback, gone: Gone, ts: str | None = None
) -> None:
    """Take the words of feedback away everywhere (part of a transaction). It still counts."""
    workspace_id, subject = request.workspace_id, ("feedback", one.id)
    spoken = retelling.spoken(session, workspace_id, subject, "text")
    wordings = [one.text, *([one.source_words] if one.source_words else []), *spoken]
    source_words.withdraw_words(session, one, gone)
    search_entries.drop(session, workspace_id, "feedback", [one.id])
    attached.drop_files(session, workspace_id, one.id, ts)
    # An equal text on both sides would not be written; what was said is exactly what must not be.
    changes.record(session, request, subject, "words", before="kept", after=gone.value)
    sources_said.take_out(
        session, workspace_id, _each(one.number, wordings), gone.sentence, request.at
    )
    _renew_cards(session, request, one)


def _edit_note(
    session: Session, request: Request, place: tuple[str, str], stamp: str, words: str
) -> None:
    row = attached_notes.known_note(session, request.workspace_id, *place)
    if row is None or not _is_newer(stamp, row.edited_ts):
        return
    row.edited_ts = stamp
    session.add(row)
    before, is_part, feedback_id = row.text, row.is_part, row.feedback_id
    notes.reworded(session, request, *place, words)
    if is_part and feedback_id is not None and before != words:
        _renew_cards_of(session, request, feedback_id)


def _edit_feedback(
    session: Session,
    request: Request,
    place: tuple[str, str],
    stamp: str,
    words: tuple[str | None, str],
) -> None:
    one = source_words.of_message(session, request.workspace_id, *place)
    if one is None or one.gone or one.state is FeedbackState.WITHDRAWN or one.source is None:
        return
    if not _is_newer(stamp, one.source.edited_ts):
        return
    if _is_of_parts(session, one):
        source_words.note_edit(session, one, stamp)
        return
    was, now = words
    if not now:
        withdraw(session, request, one, _GONE)
    elif not _follows(session, one, was):
        _note_other_words(session, request, one, stamp, now)
    else:
        source_words.note_edit(session, one, stamp, text=now)
        changes.record(session, request, ("feedback", one.id), "text", before=one.text, after=now)
        sources_said.put_in_place(
            session, request.workspace_id, [Spoken(one.number, one.text)], now
        )
        _renew_cards(session, request, one)


def _follows(session: Session, one: Feedback, was: str | None) -> bool:
    """Whether the words are the message's own and nobody's who wrote them anew."""
    if source_words.is_in_other_words(session, one.workspace_id, one.id):
        return False
    return one.door in _AS_SAID or one.text.split() == (was or "").split()


def _note_other_words(
    session: Session, request: Request, one: Feedback, stamp: str, now: str
) -> None:
    source_words.note_edit(session, one, stamp, source_words=now)
    subject = ("feedback", one.id)
    changes.record(session, request, subject, "source", before=one.source_words, after=now)


def _edit_decisions(
    session: Session,
    request: Request,
    place: tuple[str, str],
    stamp: str,
    words: tuple[str | None, str],
) -> None:
    was, now = words
    for row_id, number, quote, known in source_words.decisions_from(
        session, request.workspace_id, *place
    ):
        if not _is_newer(stamp, known):
            continue
        if not now:
            _withdraw_quote(session, request, (row_id, number), quote)
            continue
        is_own = was is not None and quote.split() == was.split()
        kept = now if is_own else quote
        source_words.set_quote(session, request.workspace_id, row_id, kept, edited_ts=stamp)
        subject = ("decision", row_id)
        changes.record(session, request, subject, "quote", before=quote, after=kept)


def _withdraw_quote(
    session: Session, request: Request, decision: tuple[int, int], quote: str
) -> None:
    row_id, number = decision
    workspace_id, subject = request.workspace_id, ("decision", row_id)
    wordings = [quote, *retelling.spoken(session, workspace_id, subject, "quote")]
    source_words.set_quote(session, workspace_id, row_id, "", gone=_GONE)
    source_words.redact_log(session, workspace_id, subject, ("quote",), _GONE.sentence)
    changes.record(session, request, subject, "quote", before=_GONE.sentence, after="")
    sources_said.take_out(
        session, workspace_id, _each(number, wordings), _GONE.sentence, request.at
    )


def _delete_note(session: Session, request: Request, place: tuple[str, str]) -> bool:
    """Take a note or part away with its message; True when it was a part of a whole thread."""
    row = attached_notes.known_note(session, request.workspace_id, *place)
    if row is None:
        return False
    feedback_id, is_part, words = row.feedback_id, row.is_part, row.text
    is_left = notes.reworded(session, request, *place, "")
    if feedback_id is None or not words:
        return is_part
    one = storage.of_ids(session, request.workspace_id, [feedback_id])[0]
    _forget_part(session, request, one, words, is_part=is_part)
    if is_part and not is_left and one.gone is None:
        withdraw(session, request, one, _GONE, place[1])
    return is_part


def _forget_part(
    session: Session, request: Request, one: Feedback, words: str, *, is_part: bool
) -> None:
    """Take a deleted message of a thread out of the log, and of what was or will be said."""
    workspace_id, subject = request.workspace_id, ("feedback", one.id)
    earlier = retelling.spoken(session, workspace_id, subject, "text") if is_part else []
    gone = [text for text in earlier if words in text]
    source_words.redact_words(session, workspace_id, subject, words, _GONE.sentence)
    spoken = _each(one.number, [words, *gone])
    sources_said.take_out(session, workspace_id, spoken, _GONE.sentence, request.at)
    _renew_cards(session, request, one)


def _is_of_parts(session: Session, one: Feedback) -> bool:
    return bool(attached_notes.parts(session, one.workspace_id, one.id))


def _is_known(database: Database, workspace_id: int, channel_id: str, message: Message) -> bool:
    """Whether anything was taken from a message; asked first, as most are nobody's business."""
    with database.reading() as session:
        return sources.is_known(session, workspace_id, channel_id, str(message["ts"]))


def _is_newer(stamp: str, known: str | None) -> bool:
    return known is None or _order(stamp) > _order(known)


def _order(ts: str) -> tuple[int, int]:
    whole, _, part = ts.partition(".")
    return int(whole), int(part or 0)


def _each(number: int, wordings: Iterable[str]) -> list[Spoken]:
    return [Spoken(number, words) for words in dict.fromkeys(wordings)]


def _renew_cards_of(session: Session, request: Request, feedback_id: int) -> None:
    for one in storage.of_ids(session, request.workspace_id, [feedback_id]):
        _renew_cards(session, request, one)


def _renew_cards(session: Session, request: Request, one: Feedback) -> None:
    changes.announce(session, NewChange(request, "feedback", one.id, "words"))


def at_source(workspace_id: int, editor: str, at: datetime, key: str | None = None) -> Request:
    """A request of whoever changed a message at its source."""
    return Request(workspace_id, editor, SOURCE_DOOR, at, key)
