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
_ON_EVERY_CARD = frozenset({"currency_rates", "switched_off"})
_BOTS = frozenset({"bots"})
_GIVEN_UP = frozenset({"given_up"})


def refresh_cards(session: Session, changes: Sequence[NewChange]) -> None:
    """Have every card show what was changed, once for each idea; a new idea has no card yet."""
    changed = _not_new(changes, "idea", _SHOWN_OF_IDEA)
    for request, feedback in _by_request(_not_new(changes, "feedback", _SHOWN_OF_FEEDBACK)):
        ideas = evidence.ideas_of_many(session, request.workspace_id, feedback)
        changed |= dict.fromkeys(ideas, request)
    for idea_id, request in sorted(changed.items()):
        card_queue.refresh(session, request.workspace_id, idea_id, request.at)
    _refresh_of_customers(session, _not_new(changes, "customer", _SHOWN_OF_CUSTOMER))
    for request in subjects(changes, "workspace", _ON_EVERY_CARD).values():
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


def _not_new(changes: Sequence[NewChange], kind: str, fields: frozenset[str]) -> dict[int, Request]:
    """What changed and was there before: nothing shows what was just created."""
    new = subjects(changes, kind, _CREATED)
    found = subjects(changes, kind, fields)
    return {row_id: request for row_id, request in found.items() if row_id not in new}


def _by_request(changed: dict[int, Request]) -> list[tuple[Request, list[int]]]:
    """The row ids that one request changed: a transaction is almost always one request's."""
    found: dict[Request, list[int]] = {}
    for row_id, request in changed.items():
        found.setdefault(request, []).append(row_id)
    return list(found.items())


def _refresh_of_customers(session: Session, changed: dict[int, Request]) -> None:
    for request, customers in _by_request(changed):
        ideas = customer_lists.ideas_of_many(session, request.workspace_id, customers)
        if ideas:
            merges.lock_ideas(session, request.workspace_id, ideas)
        for idea_id in sorted(ideas):
            card_queue.refresh(session, request.workspace_id, idea_id, request.at)
