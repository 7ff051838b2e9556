"""Promises: recorded, corrected, withdrawn, listed."""

from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.people import Permission, Request, may_know_customers
from domain.ideas.model import Idea
from domain.roadmap.promise_commands import checked, parse_promise
from domain.roadmap.promises import (
    Commitment,
    NewPromise,
    Promise,
    Promised,
    PromiseList,
    PromiseState,
    strain_on,
)
from domain.text.labels import LabelKind
from domain.text.words import check_text
from services.ideas import permissions as idea_rights
from services.outbox.messages import read_person
from services.roadmap import plans as idea_plans
from services.roadmap import promise_tracking as promise_keeping
from services.workspace import date_reading, permissions
from services.workspace.people import require
from storage.database import labels
from storage.database.engine import Database, Session
from storage.ideas import counts as idea_facts
from storage.ideas import queries as ideas
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.roadmap import promises as storage
from storage.workspace import people

_MOST_LISTED = 100
_MAX_REASON_CHARS = 1000
_DONE = (PromiseState.KEPT, PromiseState.LATE, PromiseState.WITHDRAWN)


def promise(database: Database, request: Request, number: int, new: NewPromise) -> Promise:
    """Record what a customer was told; the same request records one promise only.

    The customer is made when nobody named them before. Raises NotFound and InvalidInput.
    """
    clean = checked(new)
    with database.transaction() as session:
        return _promise(session, request, number, clean)


def promise_in_words(database: Database, request: Request, number: int, words: str) -> Promise:
    """As `promise`, for words such as ``Acme 2026-12-01 firm``, promised by who types them."""
    reading = date_reading.of_person(database, request)
    new = parse_promise(words, reading.today, request.user_id, reading.order)
    with database.transaction() as session:
        return _promise(session, request, number, new)


def rewrite(database: Database, request: Request, number: int, new: NewPromise) -> Promise:
    """Correct what a promise says. Who promised or recorded it may, and managers.

    Raises NotFound, NotAllowed and InvalidInput.
    """
    clean = checked(new)
    with database.transaction() as session:
        before, idea = _to_change(session, request, number)
        customer = _customer(session, request, clean)
        storage.rewrite(session, before, customer, clean)
        _know(session, request, clean.promised_by)
        after = promise_keeping.recorded(session, request, before)
        return promise_keeping.settle(session, request, after, idea)


def withdraw(database: Database, request: Request, number: int, because: str) -> Promise:
    """Take a promise back, with a reason. Raises NotFound, NotAllowed and InvalidInput."""
    reason = check_text(because, what="reason", field="because")
    if len(reason) > _MAX_REASON_CHARS:
        raise InvalidInput(
            f"A reason has at most {_MAX_REASON_CHARS:,} characters.", field="because"
        )
    with database.transaction() as session:
        before, _idea = _to_change(session, request, number)
        if before.state is PromiseState.WITHDRAWN:
            return before
        storage.settle(session, before, PromiseState.WITHDRAWN, reason)
        return promise_keeping.recorded(session, request, before)


def reinstate(database: Database, request: Request, number: int) -> Promise:
    """Undo a withdrawal. Raises NotFound and NotAllowed."""
    with database.transaction() as session:
        before, idea = _to_change(session, request, number)
        if before.state is not PromiseState.WITHDRAWN:
            return before
        storage.settle(session, before, PromiseState.OPEN)
        after = promise_keeping.recorded(session, request, before)
        return promise_keeping.settle(session, request, after, idea)


def get(database: Database, request: Request, number: int) -> Promised:
    """One promise as the person may see it. Raises NotFound."""
    with database.reading() as session:
        found = _existing(session, request, number)
        return _promised(session, request, [found])[0]


def listed(database: Database, request: Request, scope: str) -> PromiseList:
    """The open promises, with *mine* those of the person who asks, with *done* the others."""
    states = _DONE if scope == "done" else (PromiseState.OPEN,)
    mine = request.user_id if scope == "mine" else None
    with database.reading() as session:
        found = storage.listed(
            session, request.workspace_id, states, _MOST_LISTED + 1, promised_by=mine
        )
        shown = _promised(session, request, found[:_MOST_LISTED])
        return PromiseList(shown, scope, len(found) > _MOST_LISTED)


def at_risk(session: Session, request: Request, limit: int) -> tuple[Promised, ...]:
    """Open promises that are overdue or cannot be kept as the plan stands (part of a transaction).

    For managers all of them; for others those that they made or recorded, and on ideas they own.
    """
    of = None if permissions.manages(session, request) else request.user_id
    today = idea_plans.today(session, request)
    found = storage.at_risk(session, request.workspace_id, today, limit, of=of)
    return _promised(session, request, found)


def of_idea(session: Session, request: Request, idea: Idea) -> tuple[Promised, ...]:
    """The promises on an idea as the person may see them (part of a transaction)."""
    return _promised(session, request, storage.of_ideas(session, idea.workspace_id, [idea.id]))


def _promise(session: Session, request: Request, number: int, new: NewPromise) -> Promise:
    known = request.key and storage.by_request(session, request.workspace_id, request.key)
    if known:
        return known
    require(session, request, Permission.RECORD)
    idea = idea_rights.locked(session, request, number)
    known = request.key and storage.by_request(session, request.workspace_id, request.key)
    if known:  # the same request was recorded while this one waited for the idea
        return known
    made = storage.add(session, request, idea.id, _customer(session, request, new), new)
    _know(session, request, new.promised_by)
    changes.record(session, request, ("idea", idea.id), "promise", after=made.logged())
    return promise_keeping.settle(session, request, made, idea)


def _promised(session: Session, request: Request, found: list[Promise]) -> tuple[Promised, ...]:
    named = idea_facts.of_ids(session, request.workspace_id, {one.idea_id for one in found})
    today = idea_plans.today(session, request)
    manages = permissions.manages(session, request)
    person = people.get(session, request.workspace_id, request.user_id)
    knows = may_know_customers(person)
    shown = []
    for one in found:
        is_open = one.state is PromiseState.OPEN
        idea = named[one.idea_id]
        strain = strain_on(idea, one.due_on) if is_open else None
        commitment = Commitment(one, idea, strain, is_open and one.due_on < today)
        is_own = request.user_id in (one.promised_by, one.created_by)
        shown.append(Promised(commitment, knows or is_own, manages or is_own))
    return tuple(shown)


def _to_change(session: Session, request: Request, number: int) -> tuple[Promise, Idea]:
    found = _existing(session, request, number)
    idea = ideas.by_id(session, request.workspace_id, found.idea_id)
    idea = idea_rights.locked(session, request, idea.number)
    found = _existing(session, request, number)
    is_own = request.user_id in (found.promised_by, found.created_by)
    if not is_own and not permissions.manages(session, request):
        raise NotAllowed(
            f"{found.reference} can be changed by who promised or recorded it, and managers."
        )
    return found, idea


def _existing(session: Session, request: Request, number: int) -> Promise:
    found = storage.by_number(session, request.workspace_id, number)
    if found is None:
        raise NotFound(f"There is no P-{number}. /roadmap promises lists them.")
    return found


def _customer(session: Session, request: Request, new: NewPromise) -> int:
    return labels.find_or_create(
        session, request.workspace_id, LabelKind.CUSTOMER, new.customer, request.at
    )


def _know(session: Session, request: Request, user_id: str) -> None:
    """Ask about a person whom nobody told of."""
    if people.get(session, request.workspace_id, user_id) is None:
        new_task = read_person(user_id, at=request.at)
        outbox.enqueue(session, request.workspace_id, new_task, request.at)
