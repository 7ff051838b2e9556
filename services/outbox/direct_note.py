"""A sentence for one person, when the place where they asked can no longer show it."""

from domain.core.people import Request
from services.outbox import messages as outbox_messages
from storage.database.engine import Database
from storage.outbox import queue as outbox


def tell(database: Database, request: Request, sentence: str) -> None:
    """Send the person a direct message that says it, once for each request."""
    key = f"aside:{request.key or request.at.isoformat()}"
    told = outbox_messages.tell(
        request.user_id, "aside", {"sentence": sentence}, key=key, at=request.at
    )
    with database.transaction() as session:
        outbox.enqueue(session, request.workspace_id, told, request.at)
