"""The Home tab's content for one person."""

from datetime import timedelta

from domain.core.people import Request, may_manage
from domain.dates.days import local_day
from domain.decisions import Decision
from domain.feedback.model import Feedback
from domain.home.tab import HomePage, OwnFeedback, Waiting
from services.roadmap import promises
from services.rounds import pages as round_pages
from services.triage import inbox as triage_inbox
from services.workspace.people import zone_of
from storage.database.engine import Database, Session
from storage.decisions import queries as decisions
from storage.digests import subscriptions
from storage.feedback import queries as feedback
from storage.ideas import queries as ideas
from storage.objectives import queries as objectives
from storage.outbox import monitoring as outbox_monitoring
from storage.workspace import people, workspaces

_SAID = 8
_VOTED = 8
_TOP = 8
_ASKED = 5
_LATELY = timedelta(days=7)


def page(database: Database, request: Request) -> HomePage:
    """What the person said, voted for and may do, and what leads in the workspace."""
    workspace_id, user_id = request.workspace_id, request.user_id
    with database.reading() as session:
        workspace = workspaces.get(session, workspace_id)
        mine = feedback.of_person(session, workspace_id, user_id, _SAID)
        top = ideas.best(session, workspace_id, _TOP)
        manages = may_manage(workspace, people.get(session, workspace_id, user_id))
        return HomePage(
            said=_said(session, workspace_id, mine),
            said_count=feedback.count_of_person(session, workspace_id, user_id),
            voted=tuple(ideas.voted_by(session, workspace_id, user_id, _VOTED)),
            top=tuple(top),
            voted_ids=ideas.voted_ids(session, workspace_id, user_id, [one.id for one in top]),
            waiting=_waiting(session, request) if manages else None,
            vote_emoji=workspace.vote_emoji,
            capture_emoji=workspace.capture_emoji,
            digest=subscriptions.of_channel(session, workspace_id, user_id),
            inbox=triage_inbox.for_home(session, request),
            rounds=round_pages.for_home(session, request),
            objectives=tuple(objectives.awaiting(session, workspace_id, user_id)[:_ASKED]),
            reviews=tuple(_reviews(session, request)[:_ASKED]),
            at_risk=promises.at_risk(session, request, _ASKED + 1),
        )


def _said(session: Session, workspace_id: int, mine: list[Feedback]) -> tuple[OwnFeedback, ...]:
    numbers = {number for one in mine for number in one.idea_numbers}
    found = ideas.by_numbers(session, workspace_id, numbers)
    return tuple(
        OwnFeedback(one, tuple(found[number] for number in one.idea_numbers if number in found))
        for one in mine
    )


def _reviews(session: Session, request: Request) -> list[Decision]:
    person = people.get(session, request.workspace_id, request.user_id)
    today = local_day(request.at, zone_of(session, request.workspace_id, person))
    return decisions.awaiting(session, request.workspace_id, request.user_id, today)


def _waiting(session: Session, request: Request) -> Waiting:
    workspace_id = request.workspace_id
    since = request.at - _LATELY
    return Waiting(
        without_owner=ideas.count_planned_without_owner(session, workspace_id),
        failed_posts=outbox_monitoring.count_failures(session, workspace_id, since),
    )
