"""What becomes of a round until it ends: reminded, extended, called off, revealed."""

from datetime import datetime

from domain.core.changes import SYSTEM
from domain.core.errors import InvalidInput, NotAllowed
from domain.core.people import Request
from domain.rounds.model import (
    REST,
    OwnerNote,
    Round,
    RoundPage,
    State,
    check_deadline,
    reminder_time,
)
from services.outbox.messages import say, tell
from services.outbox.payloads import pack
from services.rounds import ballot_count
from services.rounds import pages as round_pages
from services.rounds import results as round_results
from services.rounds.start import asking, ideas_of, moment, no_round, over
from storage.database.engine import Database, Session
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.rounds import queries as rounds

_AT_ONCE = 100


def remind(database: Database, request: Request, number: int) -> RoundPage:
    """Remind those who have not answered, at most twice a day.

    Raises NotFound, NotAllowed, and InvalidInput when it is too early or nobody is left.
    """
    with database.transaction() as session:
        found = _led(session, request, number)
        if found.reminded_at is not None and request.at - found.reminded_at < REST:
            hours = int(REST.total_seconds() // 3600)
            raise InvalidInput(
                f"They were reminded less than {hours} hours ago. Give them a little time, "
                "or extend the round."
            )
        if not _remind(session, request, found):
            raise InvalidInput("Everybody has answered: there is nobody to remind.")
        return _page(session, request, number)


def extend(database: Database, request: Request, number: int, deadline: datetime) -> RoundPage:
    """Let a round end at another time, and tell those who have not answered.

    Raises InvalidInput at ``deadline``, NotFound and NotAllowed.
    """
    with database.transaction() as session:
        found = _led(session, request, number)
        until = check_deadline(deadline, request.at)
        remind_at = reminder_time(request.at, until)
        rounds.move_deadline(session, request.workspace_id, found.id, until, remind_at)
        changes.record(
            session,
            request,
            ("round", found.id),
            "deadline",
            before=found.deadline.isoformat(),
            after=until.isoformat(),
        )
        page = _page(session, request, number)
        if until != found.deadline:
            _ask_again(session, request, page.round, "round_moved")
        return page


def cancel(database: Database, request: Request, number: int) -> RoundPage:
    """Call a round off: nothing that was answered counts or is ever shown.

    Raises NotFound and NotAllowed.
    """
    with database.transaction() as session:
        found = _led(session, request, number)
        _end(session, request, found, State.CANCELLED)
        data = pack(asking(session, found, ideas_of(session, found)))
        key = f"round:{found.id}:cancelled"
        others = set(rounds.named(session, request.workspace_id, found.id)) - {request.user_id}
        for user_id in sorted(others):
            new_task = tell(user_id, "round_cancelled", data, key=f"{key}:{user_id}", at=request.at)
            outbox.enqueue(session, request.workspace_id, new_task, request.at)
        if not found.is_named and found.channel_id:
            new_task = say(found.channel_id, "round_cancelled", data, key=key, at=request.at)
            outbox.enqueue(session, request.workspace_id, new_task, request.at)
        return _page(session, request, number)


def reveal(database: Database, request: Request, number: int) -> None:
    """Reveal a round before its deadline. Raises NotFound, NotAllowed, and InvalidInput while
    nobody has answered."""
    with database.transaction() as session:
        found = _led(session, request, number)
        if not rounds.answered(session, request.workspace_id, found.id):
            raise InvalidInput(
                "Nobody has answered yet, so there is nothing to reveal. "
                "Remind them, extend the round, or call it off."
            )
        _conclude(session, request, found)


def due(database: Database, at: datetime) -> list[tuple[int, int]]:
    """Workspace and number of every round with something to do by now."""
    with database.reading() as session:
        return rounds.due(session, at, _AT_ONCE)


def run(database: Database, which: tuple[int, int], at: datetime) -> bool:
    """Reveal a round whose deadline has come, or remind; False when somebody else did."""
    workspace_id, number = which
    with database.transaction() as session:
        found = rounds.lock(session, workspace_id, number)
        if found is None or not found.is_open:
            return False
        request = Request(workspace_id, SYSTEM, "clock", at)
        if found.deadline <= at:
            _conclude(session, request, found)
        elif found.reminded_at is None and found.remind_at <= at:
            _remind(session, request, found)
        else:
            return False
        return True


def _conclude(session: Session, request: Request, found: Round) -> None:
    """End a round, tell its result, and tell the owner alone who did not answer."""
    _end(session, request, found, State.CLOSED)
    ended = rounds.by_number(session, found.workspace_id, found.number)
    assert ended is not None
    tell_result = ballot_count.conclude if ended.is_ballot else round_results.conclude
    answered = tell_result(session, request, ended)
    missing = [one.user_id for one in round_pages.participants(session, ended) if one.is_missing]
    if not missing and answered:
        return
    note = OwnerNote(ended, "closed" if answered else "empty", answered, tuple(missing))
    key = f"round:{ended.id}:closed"
    new_task = tell(ended.owner_id, "round_note", pack(note), key=key, at=request.at)
    outbox.enqueue(session, ended.workspace_id, new_task, request.at)


def _end(session: Session, request: Request, found: Round, state: State) -> None:
    rounds.end(session, found.workspace_id, found.id, state, request.at)
    subject = ("round", found.id)
    changes.record(session, request, subject, "state", before=found.state.value, after=state.value)


def _remind(session: Session, request: Request, found: Round) -> bool:
    rounds.reminded(session, found.workspace_id, found.id, request.at)
    return _ask_again(session, request, found, "round_reminder")


def _ask_again(session: Session, request: Request, found: Round, template: str) -> bool:
    """Write to those who have not answered; in its channel where everybody may."""
    workspace_id = found.workspace_id
    data = pack(asking(session, found, ideas_of(session, found)))
    key = f"{template}:{found.id}:{moment(request.at)}"
    if not found.is_named and found.channel_id:
        new_task = say(found.channel_id, template, data, key=key, at=request.at)
        ballot_count.ask_members(session, found, moment(request.at), request.at)
        return outbox.enqueue(session, workspace_id, new_task, request.at)
    left = [
        one.user_id
        for one in round_pages.participants(session, found)
        if not (one.is_done or one.has_left)
    ]
    for user_id in left:
        new_task = tell(user_id, template, data, key=f"{key}:{user_id}", at=request.at)
        outbox.enqueue(session, workspace_id, new_task, request.at)
    return bool(left)


def _led(session: Session, request: Request, number: int) -> Round:
    """An open round, locked, for who started it or manages; raises NotFound and NotAllowed."""
    found = rounds.lock(session, request.workspace_id, number)
    if found is None:
        raise no_round(session, request, number)
    if not found.is_open:
        raise over(found)
    if not round_pages.page(session, request, found).may_lead:
        raise NotAllowed(f"{found.reference} belongs to whoever started it. Ask them or a manager.")
    return found


def _page(session: Session, request: Request, number: int) -> RoundPage:
    found = rounds.by_number(session, request.workspace_id, number)
    assert found is not None
    return round_pages.page(session, request, found)
