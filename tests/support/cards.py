"""Whether what Slack shows on cards is what they would show if they were drawn now."""

from dataclasses import replace

from domain.core.outbox import Kind, Task
from scheduled.votes import digest_of
from services.votes import cards
from storage.database.engine import Database
from storage.votes import cards as card_storage
from storage.workspace import workspaces
from tests.support.make import NOON
from views.blockkit.limits import check_message
from views.votes import card_message


def stale_cards(database: Database) -> list[str]:
    """The cards at Slack that show something else than what is true: idea and channel."""
    with database.reading() as session:
        live = [
            card
            for workspace in workspaces.every(session)
            for card in card_storage.live(session, workspace.id)
        ]
    found: list[str] = []
    for card in live:
        task = replace(_ANY, workspace_id=card.workspace_id, payload={"card": card.id})
        showing = cards.to_show(database, task)
        if showing is not None:
            drawn = digest_of(check_message(card_message(showing.face)))
            if drawn != card.shown:
                found.append(f"{showing.face.idea.reference} in {card.channel_id}")
    return found


_ANY = Task(
    id=0,
    workspace_id=0,
    kind=Kind.UPDATE_CARD,
    lane="",
    key="",
    payload={},
    attempts=1,
    is_uncertain=False,
    lease_owner="",
    lease_until=NOON,
    created_at=NOON,
    due_at=NOON,
)
