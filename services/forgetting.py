"""Forgetting a person: shown first, confirmed, then done at once or not at all."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from domain.errors import InvalidInput
from domain.feedback import Feedback, Gone
from domain.forgetting import (
    CONFIRMATION,
    Done,
    Eraser,
    Preview,
    Subject,
    neutral_id,
)
from domain.outbox import Errand, Kind, Task
from domain.people import Request
from domain.redaction import Redaction, Spoken
from services import errands, notes, people, sources_said
from services.sources import at_source
from storage import (
    attached,
    changes,
    forgetting_sweep,
    outbox,
    retelling,
    search_entries,
    source_words,
)
from storage import feedback as feedback_storage
from storage import forgetting as storage
from storage import people as people_storage
from storage.engine import Database, Session

_DEED = "have somebody else forgotten"


def preview(database: Database, request: Request, subject: Subject) -> Preview:
    """What would be removed of a person. Raises NotAllowed."""
    with database.reading() as session:
        _check_may_ask(session, request, subject)
        known = _named(session, request, subject)
        return Preview(known, storage.counts(session, request.workspace_id, known))


def known_as(database: Database, workspace_id: int, name: str) -> Subject | None:
    """The one member whose name is typed so, such as ``@sam``; None when none or several are."""
    with database.reading() as session:
        found = people_storage.named(session, workspace_id, name.removeprefix("@").strip())
    return Subject(found[0].user_id) if len(found) == 1 else None


def ask(database: Database, request: Request, subject: Subject, typed: str) -> int:
    """Record the wish, and have it done in a moment: the number of the record, the same for a
    wish that comes twice. Raises InvalidInput for another word than the one asked for, and
    NotAllowed.
    """
    if typed.strip().strip("\"'").casefold() != CONFIRMATION:
        raise InvalidInput(f"Type {CONFIRMATION} to confirm.", field="confirmation")
    with database.transaction() as session:
        _check_may_ask(session, request, subject)
        known = _named(session, request, subject)
        before = storage.asked_before(session, request.workspace_id, request.key or "")
        if before is not None:
            return before
        number = storage.ask(session, request, known)
        payload = {
            "number": number,
            "user_id": known.user_id,
            "name": known.name,
            "customer": known.customer,
            "asked_by": request.user_id,
        }
        errand = Errand(Kind.FORGET, "forget", f"forget:{number}", payload, request.at)
        outbox.enqueue(session, request.workspace_id, errand, request.at)
        return number


class _OnItsWay(Exception):
    """A message that names the person is being sent; its outcome has to be known first."""


def forget(
    database: Database, task: Task, at: datetime, other_names: tuple[str, ...] = ()
) -> Done | None:
    """Remove a person in one transaction, and tell who asked what was removed.

    ``other_names`` are those that Slack has for them besides the one that is known here. None
    while a message that names them is on its way. Whoever had themselves forgotten is told by the
    caller, so that nothing of them is kept for it.
    """
    asked = task.payload
    subject = Subject(asked["user_id"], asked["name"], asked["customer"])
    number, workspace_id = int(asked["number"]), task.workspace_id
    eraser = Eraser(subject, neutral_id(number), other_names)
    request = at_source(workspace_id, neutral_id(number), at)
    try:
        with database.transaction() as session:
            is_only_one = storage.is_only_one(session, workspace_id, subject)
            counts, spoken = _remove_words(session, request, subject)
            if not is_only_one:
                eraser = Eraser(Subject(), eraser.neutral)
            counts["mentions"] = _remove_name(session, request, eraser, spoken, task.id)
            done = Done(number, counts)
            storage.finish(session, workspace_id, done, at)
            if asked["asked_by"] != subject.user_id:
                _tell(session, workspace_id, done, asked["asked_by"], at)
            outbox.replace_payload(session, task, {"number": number})
            outbox.finish(session, task, at)
            return done
    except _OnItsWay:
        return None


def _check_may_ask(session: Session, request: Request, subject: Subject) -> None:
    if subject.user_id is None or subject.user_id != request.user_id:
        people.require_manager(session, request, _DEED)


def _named(session: Session, request: Request, subject: Subject) -> Subject:
    """A member with their name, which stands in texts as well."""
    if subject.user_id is None:
        return subject
    person = people_storage.get(session, request.workspace_id, subject.user_id)
    if person is not None and person.is_bot:
        raise InvalidInput("That is a bot. Choose a person.", field="person")
    return replace(subject, name=person.name if person else "")


def _remove_words(
    session: Session, request: Request, subject: Subject
) -> tuple[dict[str, int], list[Spoken]]:
    workspace_id = request.workspace_id
    counts = storage.counts(session, workspace_id, subject)
    spoken: list[Spoken] = []
    for place in storage.notes_of(session, workspace_id, subject):
        spoken += _remove_note(session, request, place)
    said = storage.said_by(session, workspace_id, subject)
    for one in said:
        spoken += _remove_feedback(session, one)
    search_entries.drop(session, workspace_id, "feedback", [one.id for one in said])
    for row_id, number, quote in storage.decisions_quoting(session, workspace_id, subject):
        spoken += _remove_quote(session, workspace_id, (row_id, number), quote)
    if subject.user_id is not None:
        sayings = storage.clear_sayings(session, workspace_id, subject.user_id)
        spoken += [Spoken(0, words) for words in sayings]
        counts["sentences"] = len(sayings)
    return counts, spoken


def _remove_feedback(session: Session, one: Feedback) -> list[Spoken]:
    """Remove the words of feedback; of a whole thread, what others said in it stays."""
    subject = ("feedback", one.id)
    wordings = [one.text, *retelling.spoken(session, one.workspace_id, subject, "text")]
    others = [line for line in attached.parts(session, one.workspace_id, one.id) if line.text]
    if any(line.author_id for line in others):
        storage.clear_name(session, one)
        return []
    storage.clear_speaker(session, one)
    attached.drop_files(session, one.workspace_id, one.id)
    return _each(one.number, wordings)


def _remove_note(session: Session, request: Request, place: tuple[str, str]) -> list[Spoken]:
    row = attached.known_note(session, request.workspace_id, *place)
    if row is None or not row.text:
        return []
    feedback_id, words, is_part = row.feedback_id, row.text, row.is_part
    row.author_id = row.author_name = None
    notes.reworded(session, request, *place, "")
    if feedback_id is None:
        return []
    workspace_id, subject = request.workspace_id, ("feedback", feedback_id)
    one = feedback_storage.of_ids(session, workspace_id, [feedback_id])[0]
    earlier = retelling.spoken(session, workspace_id, subject, "text") if is_part else []
    source_words.redact_words(session, workspace_id, subject, words, Gone.FORGOTTEN.sentence)
    return _each(one.number, [words, *(text for text in earlier if words in text)])


def _remove_quote(
    session: Session, workspace_id: int, decision: tuple[int, int], quote: str
) -> list[Spoken]:
    row_id, number = decision
    subject = ("decision", row_id)
    wordings = [quote, *retelling.spoken(session, workspace_id, subject, "quote")]
    source_words.set_quote(session, workspace_id, row_id, "", gone=Gone.FORGOTTEN)
    storage.clear_decision_speaker(session, workspace_id, row_id)
    source_words.redact_log(session, workspace_id, subject, ("quote",), Gone.FORGOTTEN.sentence)
    return _each(number, [one for one in wordings if one])


def _remove_name(
    session: Session, request: Request, eraser: Eraser, spoken: Iterable[Spoken], own_id: int
) -> int:
    """Take the name and id out of everything, the outbox included; how many rows changed."""
    workspace_id, user_id = request.workspace_id, eraser.subject.user_id
    if user_id is not None:
        storage.remove_records(session, workspace_id, user_id)
        storage.drop_errands_for(session, workspace_id, user_id, request.at)
    redaction = Redaction.of(spoken, Gone.FORGOTTEN.sentence)
    states = retelling.ALL_BUT_IN_HAND

    def change(value: object) -> object:
        return eraser.of_value(redaction.of_value(value))

    if retelling.is_in_hand(session, workspace_id, change, own_id):
        raise _OnItsWay
    rewritten = list(retelling.rewrite(session, workspace_id, change, states, without_id=own_id))
    for one in rewritten:
        if one is not None:
            sources_said.wish_amended(session, workspace_id, one, request.at)
    naming = {
        one for name in eraser.names for one in forgetting_sweep.naming(session, workspace_id, name)
    }
    forgetting_sweep.sweep_errands(session, workspace_id, eraser)
    count = forgetting_sweep.sweep(session, workspace_id, eraser) + len(rewritten)
    for kind, row_id in sorted(naming):  # they are to be found by what they say now
        search_entries.drop(session, workspace_id, kind, [row_id])
        changes.record(session, request, (kind, row_id), "words", before="kept", after="forgotten")
    return count


def _tell(session: Session, workspace_id: int, done: Done, user_id: str, at: datetime) -> None:
    data = {"number": done.number, "counts": dict(done.counts)}
    errand = errands.tell(user_id, "forgotten", data, key=f"forgotten:{done.number}", at=at)
    outbox.enqueue(session, workspace_id, errand, at)


def _each(number: int, wordings: Iterable[str]) -> list[Spoken]:
    return [Spoken(number, words) for words in dict.fromkeys(wordings)]
