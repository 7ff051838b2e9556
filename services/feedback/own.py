"""A person's own feedback, for Home."""

from domain.core.people import Request
from domain.feedback.own import OwnFeedback
from storage.database.engine import Session
from storage.feedback import queries as feedback
from storage.ideas import queries as ideas

_MOST = 8


def of_person(session: Session, request: Request) -> tuple[tuple[OwnFeedback, ...], int]:
    """Return the newest feedback of the person who asks, and how much there is in all."""
    workspace_id, user_id = request.workspace_id, request.user_id
    mine = feedback.of_person(session, workspace_id, user_id, _MOST)
    numbers = {number for one in mine for number in one.idea_numbers}
    found = ideas.by_numbers(session, workspace_id, numbers)
    said = tuple(
        OwnFeedback(one, tuple(found[number] for number in one.idea_numbers if number in found))
        for one in mine
    )
    return said, feedback.count_of_person(session, workspace_id, user_id)
