"""Filing an idea with its card."""

from domain.core.people import Request
from domain.ideas.model import Idea
from services.ideas.actions import NewIdea, checked, put
from services.votes import card_queue
from storage.database.engine import Database, Session
from storage.workspace import workspaces


def file(
    database: Database,
    request: Request,
    new: NewIdea,
    channel_id: str | None,
    *,
    answer_url: str | None = None,
) -> Idea:
    """File an idea and have its card posted; the same request files one idea only.

    Without a channel for the card the idea is kept all the same. With ``answer_url`` the person
    is shown where the card is, unless it comes where they typed. Raises InvalidInput, NotFound.
    """
    clean = checked(new)
    with database.transaction() as session:
        return put_with_card(session, request, clean, channel_id, answer_url=answer_url)


def put_with_card(
    session: Session,
    request: Request,
    clean: NewIdea,
    channel_id: str | None,
    *,
    answer_url: str | None = None,
) -> Idea:
    """The same as part of a transaction, for an idea that is made ready to store."""
    stored = put(session, request, clean)
    if stored.is_new:
        workspace = workspaces.get(session, request.workspace_id)
        place = card_queue.place(session, workspace, channel_id)
        if place.channel_id is not None and place.obstacle is None:
            told = answer_url if place.channel_id != channel_id else None
            card_queue.post(session, request, stored.idea, place.channel_id, answer_url=told)
    return stored.idea
