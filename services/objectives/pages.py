"""Objectives as people read them: a page, a list, what a select offers."""

from domain.core.edits import latest_id
from domain.core.people import Request, may_manage
from domain.dates.days import local_day
from domain.idea_page.page import IdeaTies
from domain.ideas.model import Idea
from domain.objectives.model import Objective
from domain.objectives.pages import ObjectiveList, ObjectivePage, ObjectiveRow
from domain.text.words import parse_reference
from services.objectives.actions import found, may_change
from services.outbox.messages import respond
from services.outbox.payloads import pack
from services.workspace.people import zone_of
from storage.database.engine import Database, Session
from storage.decisions import queries as decisions
from storage.ideas import counts as idea_facts
from storage.objectives import progress
from storage.objectives import queries as objectives
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.workspace import people, workspaces

PAGE_SIZE = 8
"""Objectives of a list that fit on a phone's two screens."""

_SHOWN_REPORTS = 12
_SHOWN_CHANGES = 8
_MOST_OFFERED = 50
_MOST_DECISIONS = 10


def page(database: Database, request: Request, number: int) -> ObjectivePage:
    """An objective's page for the person who asks. Raises NotFound."""
    workspace_id = request.workspace_id
    with database.snapshot() as session:
        objective = found(session, request, number)
        log = changes.of_subject(session, workspace_id, "objective", objective.id)
        told = [one for one in log if one.field != "progress"]
        serving = objectives.ideas_of(session, workspace_id, objective.id)
        known = idea_facts.of_ids(session, workspace_id, serving)
        reports = progress.history(session, workspace_id, objective.id, _SHOWN_REPORTS)
        person = people.get(session, workspace_id, request.user_id)
        return ObjectivePage(
            objective=objective,
            ideas=tuple(known[one] for one in serving if one in known),
            reports=tuple(reports),
            history=tuple(reversed(told[-_SHOWN_CHANGES:])),
            today=local_day(request.at, zone_of(session, workspace_id, person)),
            seen=latest_id(log),
            may_change=may_change(session, request, objective),
        )


def listing(database: Database, request: Request, words: str, offset: int = 0) -> ObjectiveList:
    """The objectives that hold every word, open ones first; a part from ``offset`` on."""
    with database.snapshot() as session:
        return _listing(session, request, words, offset)


def turn_page(
    database: Database, request: Request, words: str, offset: int, answer_url: str
) -> None:
    """Show another part of the list in place of the private answer at ``answer_url``."""
    with database.transaction() as session:
        shown = pack(_listing(session, request, words, offset))
        key = f"objectives:{request.key or request.at.isoformat()}"
        new_task = respond(answer_url, "objectives", shown, key=key, at=request.at)
        outbox.enqueue(session, request.workspace_id, new_task, request.at)


def suggest(database: Database, workspace_id: int, words: str) -> list[Objective]:
    """What a select of open objectives offers for the words typed so far."""
    with database.reading() as session:
        reference = parse_reference(words)
        if reference is not None and reference.kind == "O":
            one = objectives.by_number(session, workspace_id, reference.number)
            return [one] if one and not one.state.is_closed else []
        offered = objectives.find(session, workspace_id, words, _MOST_OFFERED)
        return [one for one in offered if not one.state.is_closed]


def open_ones(database: Database, workspace_id: int) -> list[Objective]:
    """Every open objective, those that end first, first."""
    with database.reading() as session:
        return objectives.open_ones(session, workspace_id)


def ties_of(session: Session, workspace_id: int, idea: Idea) -> IdeaTies:
    """The objectives that an idea serves and the decisions about it (part of a transaction)."""
    serving = objectives.serving(session, workspace_id, [idea.id], only_open=False)
    return IdeaTies(
        objectives=tuple(serving.get(idea.id, ())),
        decisions=tuple(decisions.of_idea(session, workspace_id, idea.id, _MOST_DECISIONS)),
    )


def _listing(session: Session, request: Request, words: str, offset: int) -> ObjectiveList:
    workspace_id = request.workspace_id
    workspace = workspaces.get(session, workspace_id)
    person = people.get(session, workspace_id, request.user_id)
    some = objectives.find(session, workspace_id, words, PAGE_SIZE + 1, offset)
    counts = objectives.count_ideas(session, workspace_id, [one.id for one in some])
    return ObjectiveList(
        rows=tuple(ObjectiveRow(one, counts.get(one.id, 0)) for one in some[:PAGE_SIZE]),
        words=words,
        offset=offset,
        has_more=len(some) > PAGE_SIZE,
        today=local_day(request.at, zone_of(session, workspace_id, person)),
        may_create=may_manage(workspace, person),
    )
