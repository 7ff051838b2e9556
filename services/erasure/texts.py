"""What a person said is looked up first and then taken away, some at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from domain.core.people import Request
from domain.erasure import Subject
from domain.feedback.model import Gone
from domain.text.redaction import Spoken
from services.feedback import thread_notes as notes
from storage import similarity as search_entries
from storage.database.engine import Session
from storage.erasure import outbox_texts as retelling
from storage.erasure import texts as storage
from storage.feedback import notes as attached_notes
from storage.feedback import queries as feedback_storage
from storage.feedback import source_words

_SENTENCE = Gone.FORGOTTEN.sentence


def spoken_by(session: Session, request: Request, subject: Subject) -> list[Spoken]:
    """Every wording of a person that is known, to be looked for in what was said to others."""
    found = [
        *_of_feedback(session, request, subject),
        *_of_notes(session, request, subject),
        *_of_decisions(session, request, subject),
    ]
    if subject.user_id is not None:
        found += [
            Spoken(0, words)
            for words in storage.sayings(session, request.workspace_id, subject.user_id)
        ]
    return [one for one in dict.fromkeys(found) if one.words and one.words != _SENTENCE]


def remove_feedback(
    session: Session, request: Request, subject: Subject, ids: Sequence[int]
) -> None:
    """Remove the words of some feedback; of a whole thread, what others said in it stays (part of
    a transaction)."""
    workspace_id = request.workspace_id
    shared = storage.spoken_with_others(session, workspace_id, subject, ids)
    storage.clear_names(session, workspace_id, [one for one in ids if one in shared])
    storage.clear_speakers(session, workspace_id, [one for one in ids if one not in shared])
    search_entries.drop(session, workspace_id, "feedback", ids)


def remove_note(session: Session, request: Request, place: tuple[str, str]) -> None:
    """Remove a message of a thread (part of a transaction)."""
    row = attached_notes.known_note(session, request.workspace_id, *place)
    if row is None or not row.text:
        return
    feedback_id, words = row.feedback_id, row.text
    row.author_id = row.author_name = None
    notes.reworded(session, request, *place, "")
    if feedback_id is not None:
        subject = ("feedback", feedback_id)
        source_words.redact_words(session, request.workspace_id, subject, words, _SENTENCE)


def remove_quote(session: Session, request: Request, row_id: int) -> None:
    """Remove what a decision quotes (part of a transaction)."""
    workspace_id, subject = request.workspace_id, ("decision", row_id)
    source_words.set_quote(session, workspace_id, row_id, "", gone=Gone.FORGOTTEN)
    storage.clear_decision_speaker(session, workspace_id, row_id)
    source_words.redact_log(session, workspace_id, subject, ("quote",), _SENTENCE)


def _of_feedback(session: Session, request: Request, subject: Subject) -> list[Spoken]:
    workspace_id = request.workspace_id
    said = storage.said_by(session, workspace_id, subject)
    ids = [one.id for one in said]
    shared = storage.spoken_with_others(session, workspace_id, subject, ids)
    logged = storage.logged(session, workspace_id, "feedback", "text", ids)
    return [
        spoken
        for one in said
        if one.id not in shared
        for spoken in _each(one.number, [one.text, one.source_words or "", *logged.get(one.id, ())])
    ]


def _of_notes(session: Session, request: Request, subject: Subject) -> list[Spoken]:
    workspace_id, found = request.workspace_id, list[Spoken]()
    of_feedback: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for place in storage.notes_of(session, workspace_id, subject):
        row = attached_notes.known_note(session, workspace_id, *place)
        if row is not None and row.text and row.feedback_id is not None:
            of_feedback[row.feedback_id].append((row.text, row.is_part))
    logged = storage.logged(session, workspace_id, "feedback", "text", list(of_feedback))
    for one in feedback_storage.of_ids(session, workspace_id, list(of_feedback)):
        for words, is_part in of_feedback[one.id]:
            earlier = logged.get(one.id, ()) if is_part else ()
            found += _each(one.number, [words, *(text for text in earlier if words in text)])
    return found


def _of_decisions(session: Session, request: Request, subject: Subject) -> list[Spoken]:
    workspace_id, found = request.workspace_id, list[Spoken]()
    for row_id, number, quote in storage.decisions_quoting(session, workspace_id, subject):
        wordings = retelling.spoken(session, workspace_id, ("decision", row_id), "quote")
        found += _each(number, [quote, *wordings])
    return found


def _each(number: int, wordings: Iterable[str]) -> list[Spoken]:
    return [Spoken(number, words) for words in dict.fromkeys(wordings)]
