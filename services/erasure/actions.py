"""Forgetting a person: shown first, confirmed, then done until nothing is left."""

from dataclasses import replace
from datetime import datetime

from domain.core.errors import InvalidInput
from domain.core.outbox import Kind, NewTask, Task
from domain.core.people import Request
from domain.erasure import CONFIRMATION, Erased, Preview, Subject
from services.erasure.steps import Forgetting, OnItsWay
from services.workspace import people
from storage.database.engine import Database, Session
from storage.erasure import records as storage
from storage.outbox import queue as outbox
from storage.workspace import people as people_storage

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
        new_task = NewTask(Kind.FORGET, "forget", f"forget:{number}", payload, request.at)
        outbox.enqueue(session, request.workspace_id, new_task, request.at)
        return number


def forget(
    database: Database, task: Task, at: datetime, other_names: tuple[str, ...] = ()
) -> Erased | None:
    """Remove a person, some rows at a time so that nobody waits, and tell who asked when all is
    gone.

    ``other_names`` are those that Slack has for them besides the one that is known here. None
    while a message that names them is on its way, and then, as after a crash, the next attempt
    goes on. Whoever had themselves forgotten is told by the caller, so that nothing of them is
    kept for it.
    """
    asked = task.payload
    subject = Subject(asked["user_id"], asked["name"], asked["customer"])
    work = Forgetting(database, task, subject, at, other_names)
    try:
        work.begin()
        work.remove_words()
        work.remove_name()
        return work.finish(asked["asked_by"])
    except OnItsWay:
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
