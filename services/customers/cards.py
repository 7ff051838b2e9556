"""Cards of ideas that show the news of a customer (part of a transaction)."""

from domain.core.people import Request
from services.votes import card_queue
from storage.customers import lists as customer_lists
from storage.database.engine import Session
from storage.merging import merges as merging


def refresh(session: Session, request: Request, customer_ids: list[int]) -> None:
    """Have the cards of every idea that some customers asked for show the news."""
    ids = {
        idea_id
        for customer_id in customer_ids
        for idea_id in customer_lists.ideas(session, request.workspace_id, customer_id)
    }
    if not ids:
        return
    merging.lock_ideas(session, request.workspace_id, ids)
    for idea_id in sorted(ids):
        card_queue.refresh(session, request.workspace_id, idea_id, request.at)
