"""The Home tab: who looks at it, and what waits for those who manage."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from domain.core.people import Person, Request, Workspace, may_manage
from domain.home.tab import Waiting
from storage.database.engine import Database, Session
from storage.ideas import queries as ideas
from storage.outbox import monitoring as outbox_monitoring
from storage.workspace import people, workspaces

_LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class HomeVisit:
    """A person who looks at a page that features share, and the transaction to read it in."""

    session: Session
    request: Request
    workspace: Workspace
    person: Person | None
    manages: bool


@contextmanager
def visit(database: Database, request: Request) -> Iterator[HomeVisit]:
    """Return the visit of the person who asks; everything read in it shows one state."""
    with database.reading() as session:
        workspace = workspaces.get(session, request.workspace_id)
        person = people.get(session, request.workspace_id, request.user_id)
        yield HomeVisit(session, request, workspace, person, may_manage(workspace, person))


def waiting(visit: HomeVisit) -> Waiting | None:
    """Return what waits for the person; None for those who do not manage."""
    if not visit.manages:
        return None
    workspace_id = visit.workspace.id
    return Waiting(
        without_owner=ideas.count_planned_without_owner(visit.session, workspace_id),
        failed_posts=outbox_monitoring.count_failures(
            visit.session, workspace_id, visit.request.at - _LATELY
        ),
    )
