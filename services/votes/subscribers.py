"""What votes and cards do because something else changed: the subscribers of the change log.

Whatever a card shows is in the change log, so whichever way it is changed, the card follows.
"""

from collections.abc import Sequence

from domain.core.changes import NewChange, subjects
from domain.core.people import Request
from services.votes import actions, card_queue, cards, tally
from storage.customers import lists as customer_lists
from storage.database.engine import Session
from storage.ideas import evidence
from storage.merging import merges
from storage.votes import cards as card_rows

_SHOWN_OF_IDEA = frozenset(
    {"title", "description", "area", "owner", "status", "horizon", "decline_reason", "dates"}
    | {"public_title", "evidence", "vote", "merged", "absorbed"}
)
_SHOWN_OF_FEEDBACK = frozenset(
    {"state", "customer", "importance", "said_by", "said_by_name", "text", "words"}
)
_SHOWN_OF_CUSTOMER = frozenset({"name", "tier", "revenue", "merged", "absorbed"})
_CREATED = frozenset({"created"})
_VOTE_EMOJI = frozenset({"vote_emoji"})
_RATES = frozenset({"currency_rates"})
_BOTS = frozenset({"bots"})
_GIVEN_UP = frozenset({"given_up"})


def refresh_cards(session: Session, changes: Sequence[NewChange]) -> None:
    """Have every card show what was changed, once for each idea."""
    changed = subjects(changes, "idea", _SHOWN_OF_IDEA) | _behind(session, changes)
    for idea_id, request in sorted(changed.items()):
        card_queue.refresh(session, request.workspace_id, idea_id, request.at)
    _refresh_of_customers(session, subjects(changes, "customer", _SHOWN_OF_CUSTOMER))
    for request in subjects(changes, "workspace", _RATES).values():
        for card in card_rows.live(session, request.workspace_id):
            card_queue.refresh(session, request.workspace_id, card.idea_id, request.at)


def recount_votes(session: Session, changes: Sequence[NewChange]) -> None:
    """Count again after the vote emoji changed, and where somebody turned out to be a bot."""
    for request in subjects(changes, "workspace", _VOTE_EMOJI).values():
        actions.recount_all(session, request)
    for one in changes:
        if one.subject_kind == "workspace" and one.field in _BOTS:
            request = one.request
            tally.recount_people(session, request.workspace_id, one.after, request.at)


def cards_refused(session: Session, changes: Sequence[NewChange]) -> None:
    """Tell the person who asked for a card that it cannot be posted."""
    for one in changes:
        if one.subject_kind == "outbox" and one.field in _GIVEN_UP:
            cards.refused(session, one.after.task, one.after.reason, one.request.at)


def _behind(session: Session, changes: Sequence[NewChange]) -> dict[int, Request]:
    """The ideas whose evidence changed: what was just created is evidence of nothing yet."""
    new = subjects(changes, "feedback", _CREATED)
    found: dict[int, Request] = {}
    for feedback_id, request in subjects(changes, "feedback", _SHOWN_OF_FEEDBACK).items():
        if feedback_id not in new:
            ideas = evidence.ideas_of(session, request.workspace_id, feedback_id)
            found |= dict.fromkeys(ideas, request)
    return found


def _refresh_of_customers(session: Session, changed: dict[int, Request]) -> None:
    asked_for: dict[int, Request] = {}
    for customer_id, request in changed.items():
        ideas = customer_lists.ideas(session, request.workspace_id, customer_id)
        asked_for |= dict.fromkeys(ideas, request)
    for request in list(asked_for.values())[:1]:
        merges.lock_ideas(session, request.workspace_id, asked_for)
    for idea_id, request in sorted(asked_for.items()):
        card_queue.refresh(session, request.workspace_id, idea_id, request.at)
