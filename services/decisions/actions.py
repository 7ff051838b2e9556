"""Decisions: recorded, changed, and looked at again on their review date."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from domain.core.edits import latest_id, merge
from domain.core.errors import InvalidInput, NotFound
from domain.core.people import Permission, Request
from domain.dates.days import local_day
from domain.dates.periods import morning_of, read_day
from domain.decisions import (
    Decision,
    DecisionQuote,
    EditedDecision,
    TypedDecision,
    check_review,
    facts_of,
    read_decision,
    shown_decision,
    with_owner,
)
from domain.feedback.privacy import EVERYBODY
from services.decisions.permissions import may_read_quote, readable, require_change
from services.outbox.messages import read_person, respond, tell
from services.outbox.payloads import pack
from services.workspace.people import require, whom_to_ask, zone_of
from storage.database.engine import Database, Session
from storage.decisions import queries as storage
from storage.ideas import queries as ideas
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.workspace import people

_AT_ONCE = 100


def record(
    database: Database, request: Request, typed: TypedDecision, said: DecisionQuote | None = None
) -> Decision:
    """Record a decision; the same request records one only.

    Raises NotAllowed, and InvalidInput bound to a field.
    """
    facts = with_owner(read_decision(typed, _day_of(database, request)), request.user_id)
    with database.transaction() as session:
        require(session, request, Permission.RECORD)
        known = request.key and storage.by_request(session, request.workspace_id, request.key)
        if known:
            return known
        facts = {**facts, "ideas": _ideas_meant(session, request, facts["ideas"])}
        _know(session, request, facts)
        review_at = _review_at(session, request, facts)
        stored = storage.create(session, request, facts, review_at, said)
        assert stored is not None  # who records with the same key waits for this transaction
        changes.record(session, request, _subject(stored), "created", after=stored.title)
        _record_ideas(session, request, stored, [], facts["ideas"])
        return stored


def edit(
    database: Database,
    request: Request,
    number: int,
    typed: TypedDecision,
    seen: int,
    *,
    answer_url: str | None = None,
) -> EditedDecision:
    """Change a decision, from a form opened when ``seen`` was the newest change of it. The
    question that is answered, at ``answer_url``, is replaced.

    Earlier words stay in the change log. What somebody else changed meanwhile stays, unless both
    changed it: then nothing is stored and the clashes say so. Raises NotFound, NotAllowed and
    InvalidInput.
    """
    workspace_id = request.workspace_id
    day, review_on = _day_of(database, request), typed.review_on
    mine = read_decision(replace(typed, review_on=None), day)
    asked = read_day(review_on, "review_on")
    with database.transaction() as session:
        before = _locked(session, request, number)
        require_change(session, request, before)
        now = facts_of(before)
        if asked != before.review_on:  # one that was there may have passed
            check_review(asked, day)
        mine = with_owner({**mine, "review_on": review_on or None}, before.owner_id)
        if not may_read_quote(session, request, before):
            mine["quote"] = now["quote"]  # the form came without it
        log = changes.of_subject(session, workspace_id, "decision", before.id)
        merged = merge([one for one in log if one.id > seen], now, mine)
        if not merged.clashes:
            _rewrite(session, request, before, merged.values)
            _replace_question(session, request, before.number, "changed", answer_url)
        after = _found(session, request, number)
        return EditedDecision(readable(session, request, after), merged.clashes, latest_id(log))


def keep(
    database: Database, request: Request, number: int, *, answer_url: str | None = None
) -> Decision:
    """Say at its review that a decision still holds. Raises NotFound, NotAllowed."""
    with database.transaction() as session:
        before = _locked(session, request, number)
        require_change(session, request, before)
        storage.set_review(session, before, None, None)
        if before.review_on is not None:
            when = request.at.isoformat()
            changes.record(session, request, _subject(before), "reviewed", after=when)
        return _reviewed(session, request, before, "kept", answer_url)


def postpone(
    database: Database,
    request: Request,
    number: int,
    day_text: str | None,
    *,
    answer_url: str | None = None,
) -> Decision:
    """Have a decision come back on another day, an ISO date.

    Raises NotFound, NotAllowed, and InvalidInput bound to ``review_on``.
    """
    day = read_day(day_text, "review_on")
    if day is None:
        raise InvalidInput("Choose the day on which it comes back.", field="review_on")
    with database.transaction() as session:
        before = _locked(session, request, number)
        require_change(session, request, before)
        check_review(day, _today(session, request))
        facts = {**facts_of(before), "review_on": day.isoformat()}
        storage.set_review(session, before, day, _review_at(session, request, facts))
        return _reviewed(session, request, before, "later", answer_url)


def due(database: Database, at: datetime) -> list[tuple[int, int]]:
    """Workspace and row id of the decisions whose review has come."""
    with database.reading() as session:
        return storage.due(session, at, _AT_ONCE)


def ask(database: Database, one: tuple[int, int], at: datetime) -> bool:
    """Ask the owner of a decision whether it still holds, once; False when it is not due.

    When they have left, whoever recorded it is asked.
    """
    workspace_id, decision_id = one
    with database.transaction() as session:
        decision = storage.by_id(session, workspace_id, decision_id)
        if decision is None or decision.review_at is None or decision.review_at > at:
            return False
        if not storage.asked(session, decision):
            return False
        key = f"decision_review:{decision.id}:{decision.review_at.isoformat()}"
        data = {"decision": pack(shown_decision(decision, EVERYBODY))}
        person = whom_to_ask(session, workspace_id, decision.owner_id, decision.recorded_by)
        new_task = tell(person, "decision_review", data, key=key, at=at)
        outbox.enqueue(session, workspace_id, new_task, at)
        return True


def _day_of(database: Database, request: Request) -> date:
    with database.reading() as session:
        return _today(session, request)


def _rewrite(
    session: Session, request: Request, before: Decision, values: Mapping[str, Any]
) -> None:
    now = facts_of(before)
    values = {**values, "ideas": _ideas_meant(session, request, values["ideas"])}
    _know(session, request, values)
    review_at = before.review_at
    if (values["review_on"], values["owner"]) != (now["review_on"], now["owner"]):
        review_at = _review_at(session, request, values)
    storage.rewrite(session, before, values, review_at)
    for field, value in values.items():
        changes.record(session, request, _subject(before), field, before=now[field], after=value)
    _record_ideas(session, request, before, now["ideas"], values["ideas"])


def _reviewed(
    session: Session, request: Request, before: Decision, result: str, answer_url: str | None
) -> Decision:
    """Record a new review date, and replace the question that was answered."""
    after = _found(session, request, before.number)
    old, new = facts_of(before)["review_on"], facts_of(after)["review_on"]
    changes.record(session, request, _subject(after), "review_on", before=old, after=new)
    _replace_question(session, request, after.number, result, answer_url)
    return readable(session, request, after)


def _replace_question(
    session: Session, request: Request, number: int, result: str, answer_url: str | None
) -> None:
    if answer_url is None:
        return
    key = f"decision_reviewed:{request.key or request.at.isoformat()}"
    data = {
        "decision": pack(shown_decision(_found(session, request, number), EVERYBODY)),
        "result": result,
    }
    new_task = respond(
        answer_url, "decision_reviewed", data, key=key, at=request.at, is_posted=True
    )
    outbox.enqueue(session, request.workspace_id, new_task, request.at)


def _record_ideas(
    session: Session, request: Request, decision: Decision, before: list[int], after: list[int]
) -> None:
    """Tell in the history of each idea that a decision is about it now, or no longer."""
    changed = set(before) ^ set(after)
    for number, idea in ideas.by_numbers(session, request.workspace_id, changed).items():
        old, new = (decision.number if number in some else None for some in (before, after))
        changes.record(session, request, ("idea", idea.id), "decision", before=old, after=new)


def _review_at(session: Session, request: Request, facts: Mapping[str, Any]) -> datetime | None:
    if facts["review_on"] is None:
        return None
    day = date.fromisoformat(facts["review_on"])
    owner = people.get(session, request.workspace_id, facts["owner"])
    at = morning_of(day, zone_of(session, request.workspace_id, owner))
    return at if at > request.at else None


def _today(session: Session, request: Request) -> date:
    person = people.get(session, request.workspace_id, request.user_id)
    return local_day(request.at, zone_of(session, request.workspace_id, person))


def _ideas_meant(session: Session, request: Request, numbers: list[int]) -> list[int]:
    """The numbers of the ideas that some numbers stand for: of merged ones the other's."""
    known = ideas.by_numbers(session, request.workspace_id, numbers)
    unknown = [f"I-{number}" for number in numbers if number not in known]
    if unknown:
        raise InvalidInput(f"There is no {' and no '.join(unknown)}.", field="ideas")
    return sorted({idea.number for idea in known.values()})


def _know(session: Session, request: Request, facts: Mapping[str, Any]) -> None:
    """Ask about everybody named whom Slack has not told of yet."""
    named = {facts["owner"], *facts["decided_by"], *facts["disagreed"]}
    for user_id in sorted(named - people.among(session, request.workspace_id, named).keys()):
        new_task = read_person(user_id, at=request.at)
        outbox.enqueue(session, request.workspace_id, new_task, request.at)


def _found(session: Session, request: Request, number: int) -> Decision:
    return _known(storage.by_number(session, request.workspace_id, number), number)


def _locked(session: Session, request: Request, number: int) -> Decision:
    return _known(storage.lock(session, request.workspace_id, number), number)


def _known(decision: Decision | None, number: int) -> Decision:
    if decision is None:
        raise missing(number)
    return decision


def missing(number: int) -> NotFound:
    """The refusal for a number that no decision has."""
    return NotFound(f"There is no D-{number}. /linchpin decisions lists those there are.")


def _subject(decision: Decision) -> tuple[str, int]:
    return "decision", decision.id
