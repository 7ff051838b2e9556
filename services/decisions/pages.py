"""Decisions as people read them: a page and a list."""

from domain.core.edits import latest_id
from domain.core.people import Request
from domain.dates.days import local_day
from domain.decisions import Decision, DecisionList, DecisionPage
from domain.ideas.model import Idea
from services.decisions.actions import missing
from services.decisions.permissions import may_change, may_read_quote, readable
from services.outbox.messages import respond
from services.outbox.payloads import pack
from services.workspace.people import zone_of
from storage.database.engine import Database, Session
from storage.decisions import queries as decisions
from storage.ideas import queries as ideas
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.workspace import people

PAGE_SIZE = 8

_SHOWN_CHANGES = 10


def page(database: Database, request: Request, number: int) -> DecisionPage:
    """A decision's page for the person who asks. Raises NotFound."""
    workspace_id = request.workspace_id
    with database.snapshot() as session:
        found = decisions.by_number(session, workspace_id, number)
        if found is None:
            raise missing(number)
        log = changes.of_subject(session, workspace_id, "decision", found.id)
        hidden = set() if may_read_quote(session, request, found) else {"quote"}
        told = [one for one in log if one.field not in hidden]
        known = ideas.by_numbers(session, workspace_id, found.idea_numbers)
        person = people.get(session, workspace_id, request.user_id)
        return DecisionPage(
            decision=readable(session, request, found),
            ideas=tuple(known[one] for one in found.idea_numbers if one in known),
            history=tuple(reversed(told[-_SHOWN_CHANGES:])),
            today=local_day(request.at, zone_of(session, workspace_id, person)),
            seen=latest_id(log),
            may_change=may_change(session, request, found),
        )


def listing(database: Database, request: Request, words: str, offset: int = 0) -> DecisionList:
    """The decisions that hold every word, newest first; a part of them from ``offset`` on."""
    with database.snapshot() as session:
        return _listing(session, request, words, offset)


def turn_page(
    database: Database, request: Request, words: str, offset: int, answer_url: str
) -> None:
    """Show another part of the list in place of the private answer at ``answer_url``."""
    with database.transaction() as session:
        shown = pack(_listing(session, request, words, offset))
        key = f"decisions:{request.key or request.at.isoformat()}"
        new_task = respond(answer_url, "decisions", shown, key=key, at=request.at)
        outbox.enqueue(session, request.workspace_id, new_task, request.at)


def ideas_named(database: Database, workspace_id: int, numbers: tuple[int, ...]) -> list[Idea]:
    """The ideas with some numbers, for a form that names them."""
    with database.reading() as session:
        known = ideas.by_numbers(session, workspace_id, numbers)
        return [known[number] for number in sorted(known)]


def _listing(session: Session, request: Request, words: str, offset: int) -> DecisionList:
    workspace_id = request.workspace_id
    found: list[Decision] = decisions.find(session, workspace_id, words, PAGE_SIZE + 1, offset)
    person = people.get(session, workspace_id, request.user_id)
    return DecisionList(
        decisions=tuple(readable(session, request, one) for one in found[:PAGE_SIZE]),
        words=words,
        offset=offset,
        has_more=len(found) > PAGE_SIZE,
        today=local_day(request.at, zone_of(session, workspace_id, person)),
    )
