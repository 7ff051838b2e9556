"""Link feedback to ideas as evidence, and unlink it."""

from domain.core.errors import NotAllowed, NotFound
from domain.core.people import Request
from domain.feedback.model import Feedback, FeedbackState
from domain.ideas.model import Idea
from services.ideas.permissions import locked
from services.workspace import people
from storage.database.engine import Database, Session
from storage.feedback import queries as feedback
from storage.feedback import writes as feedback_writes
from storage.ideas import evidence
from storage.ideas import queries as ideas
from storage.outbox import change_log as changes


def link(database: Database, request: Request, idea_number: int, feedback_number: int) -> Idea:
    """Make a piece of feedback evidence for an idea; doing it twice is doing it once.

    Raises NotFound, and NotAllowed for feedback that was taken back.
    """
    with database.transaction() as session:
        people.notice(session, request)
        return join(session, request, idea_number, feedback_number)


def join(session: Session, request: Request, idea_number: int, feedback_number: int) -> Idea:
    """The same as part of a transaction."""
    idea = locked(session, request, idea_number)
    add_evidence(session, request, idea, feedback_number)
    return ideas.by_id(session, request.workspace_id, idea.id)


def unlink(database: Database, request: Request, idea_number: int, feedback_number: int) -> Idea:
    """Take a piece of feedback from an idea's evidence. Raises NotFound."""
    with database.transaction() as session:
        return part(session, request, idea_number, feedback_number)


def part(session: Session, request: Request, idea_number: int, feedback_number: int) -> Idea:
    """The same as part of a transaction."""
    idea = locked(session, request, idea_number)
    found = _feedback(session, request, feedback_number)
    if evidence.unlink(session, request.workspace_id, idea.id, found.id):
        changes.record(session, request, _subject(idea), "evidence", before=found.number)
        others = evidence.ideas_of(session, request.workspace_id, found.id)
        state = FeedbackState.LINKED if others else FeedbackState.NEW
        _set_state(session, request, found, state)
    return ideas.by_id(session, request.workspace_id, idea.id)


def add_evidence(session: Session, request: Request, idea: Idea, feedback_number: int) -> None:
    """Link feedback to an idea and record it (part of a transaction)."""
    workspace_id = request.workspace_id
    found = _feedback(session, request, feedback_number)
    if found.state is FeedbackState.WITHDRAWN:
        raise NotAllowed(f"{found.reference} was taken back, so it cannot be evidence.")
    is_new = evidence.link(session, workspace_id, idea.id, found.id, request.user_id, request.at)
    if is_new:
        changes.record(session, request, _subject(idea), "evidence", after=found.number)
        _set_state(session, request, found, FeedbackState.LINKED)


def _feedback(session: Session, request: Request, number: int) -> Feedback:
    found = feedback.get(session, request.workspace_id, number, lock=True)
    if found is None:
        raise NotFound(f"There is no F-{number}.", field="feedback")
    return found


def _set_state(session: Session, request: Request, found: Feedback, state: FeedbackState) -> None:
    feedback_writes.set_state(session, request.workspace_id, found.id, state)
    changes.record(
        session, request, ("feedback", found.id), "state", before=found.state, after=state
    )


def _subject(idea: Idea) -> tuple[str, int]:
    return "idea", idea.id
