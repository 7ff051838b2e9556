"""What goes over when an idea is merged into another one, and comes back when that is undone.

Parts of transactions that hold both ideas; ``request`` comes through the door of merging. What is
carried is noted as JSON, so that the merged idea can be given back as it was.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from domain.core.people import Request
from domain.feedback.model import FeedbackState
from domain.ideas.model import Idea
from domain.merging.plan import Merge, Needs
from domain.roadmap.dependencies import path_to
from services.roadmap import promise_tracking as promise_keeping
from services.votes import tally
from storage.database.engine import Session
from storage.decisions import queries as decisions
from storage.feedback import queries as feedback
from storage.feedback import writes as feedback_writes
from storage.merging import links as merging_ties
from storage.merging import merges as merging
from storage.merging.links import TIES, Held
from storage.outbox import change_log as changes
from storage.roadmap import dependencies, promises
from storage.votes import imported as imported_votes

Kept = dict[str, Any]

_FIELDS = {"evidence": "evidence", "objectives": "objective", "decisions": "decision"}


def carry_votes(session: Session, request: Request, idea: Idea, into: Idea) -> Kept:
    """Let the cards of an idea count for the other one; a person who votes for both is one vote."""
    workspace_id = idea.workspace_id
    mine = merging.voted(session, workspace_id, idea.id)
    theirs = merging.voted(session, workspace_id, into.id)
    cards = merging.move_cards(session, workspace_id, idea.id, into.id)
    imported = imported_votes.move(session, workspace_id, idea.id, into.id)
    _recount(session, request, idea, into)
    came = {user: since for user, since in mine.items() if user not in theirs}
    merging.date_votes(session, workspace_id, into.id, came)
    return {
        "cards": [list(card) for card in cards],
        "imported": imported,
        "votes": {user: since.isoformat() for user, since in mine.items()},
    }


def return_votes(session: Session, request: Request, idea: Idea, into: Idea, kept: Kept) -> None:
    """Let every card count for its own idea again: a vote stays on the card it was cast on."""
    cards = [(card_id, posted_for) for card_id, posted_for in kept["cards"]]
    merging.return_cards(session, idea.workspace_id, idea.id, cards)
    imported_votes.move_back(session, idea.workspace_id, idea.id, into.id, kept.get("imported", ()))
    _recount(session, request, idea, into)
    since = {user: datetime.fromisoformat(at) for user, at in kept["votes"].items()}
    merging.date_votes(session, idea.workspace_id, idea.id, since)


def carry_ties(session: Session, request: Request, idea: Idea, into: Idea, needs: Needs) -> Kept:
    """Join the survivor with all that the merged idea is joined with."""
    workspace_id = idea.workspace_id
    goes_over = {"needs": needs.needs, "needed_by": needs.needed_by}
    held = {name: merging_ties.tied(session, workspace_id, name, idea.id) for name in TIES}
    decided = _decided(session, idea, [one[0] for one in held["decisions"]])
    kept: Kept = {}
    for name, mine in held.items():
        wanted = goes_over.get(name, [one[0] for one in mine])
        merging_ties.part(session, workspace_id, name, idea.id, mine)
        theirs = [one for one in mine if one[0] in wanted]
        new = merging_ties.join(session, workspace_id, name, into.id, theirs)
        _record(session, request, name, idea, [one[0] for one in mine], is_over=True)
        _record(session, request, name, into, new, is_over=False)
        kept[name] = [_noted(one, is_new=one[0] in new) for one in mine]
    _record_decisions(session, request, decided)
    return kept


def return_ties(session: Session, request: Request, merge: Merge, idea: Idea, into: Idea) -> None:
    """Give the merged idea back what it was joined with; the survivor keeps what is its own.

    What another merge brought as well passes over to that one's account.
    """
    workspace_id = idea.workspace_id
    others = [
        one
        for one in merging.standing_into(session, workspace_id, into.id)
        if one.idea_id != idea.id
    ]
    decided = _decided(session, idea, [one[0] for one in merge.kept["ties"]["decisions"]])
    for name, noted in merge.kept["ties"].items():
        there = merging_ties.numbers(session, workspace_id, name, [one[0] for one in noted])
        mine = [_held(one) for one in noted if one[0] in there]
        new = {one[0] for one in noted if one[3]}
        stays = {one for one in new if _passes_over(session, others, name, one)}
        leaves = [one for one in mine if one[0] in new - stays]
        gone = merging_ties.part(session, workspace_id, name, into.id, leaves)
        _record(session, request, name, into, gone, is_over=True)
        back = merging_ties.join(
            session, workspace_id, name, idea.id, _without_circles(session, name, idea, mine)
        )
        _record(session, request, name, idea, back, is_over=False)
        if name == "evidence":
            _link_again(session, request, back)
    _record_decisions(session, request, decided)


def carry_owned(session: Session, request: Request, idea: Idea, into: Idea) -> Kept:
    """Give the promises and announcements of an idea to the other one."""
    kept: Kept = {
        "announcements": merging_ties.move_owned(
            session, idea.workspace_id, "announcements", idea.id, into.id
        )
    }
    kept["promises"] = _move_promises(session, request, idea, into, None)
    return kept


def return_owned(session: Session, request: Request, idea: Idea, into: Idea, kept: Kept) -> None:
    """Give promises and announcements back, as they are now."""
    merging_ties.move_owned(
        session, idea.workspace_id, "announcements", into.id, idea.id, kept["announcements"]
    )
    _move_promises(session, request, into, idea, kept["promises"])


def _move_promises(
    session: Session, request: Request, idea: Idea, into: Idea, only: list[int] | None
) -> list[int]:
    workspace_id = idea.workspace_id
    moved = merging_ties.move_owned(session, workspace_id, "promises", idea.id, into.id, only)
    found = [one for one in promises.of_ideas(session, workspace_id, [into.id]) if one.id in moved]
    for one in found:
        told = one.logged()
        changes.record(session, request, ("idea", idea.id), "promise", before=told)
        changes.record(session, request, ("idea", into.id), "promise", after=told)
    promise_keeping.judge(session, request, found, idea, into)
    return moved


def _recount(session: Session, request: Request, idea: Idea, into: Idea) -> None:
    tally.recount(session, request, idea.id)
    tally.recount(session, request, into.id)


def _passes_over(session: Session, others: list[Merge], name: str, other_id: int) -> bool:
    """True when another merge into the survivor brought the same; it counts as new from now on."""
    for one in others:
        noted = one.kept["ties"][name]
        for held in noted:
            if held[0] == other_id and not held[3]:
                held[3] = True
                merging.rekeep(session, one, one.kept)
                return True
    return False


def _without_circles(session: Session, name: str, idea: Idea, held: list[Held]) -> list[Held]:
    """Needs without those that what was said meanwhile would turn into a circle."""
    if name not in ("needs", "needed_by"):
        return held

    def goes_round(other_id: int) -> bool:
        pair = (idea.id, other_id) if name == "needs" else (other_id, idea.id)
        return bool(
            path_to(
                pair[1],
                pair[0],
                lambda ids: dependencies.needs_of(session, idea.workspace_id, ids),
            )
        )

    return [one for one in held if not goes_round(one[0])]


def _record(
    session: Session,
    request: Request,
    name: str,
    idea: Idea,
    other_ids: Iterable[int],
    *,
    is_over: bool,
) -> None:
    """Tell in the log that an idea was joined with things, or is no longer."""
    numbers = merging_ties.numbers(session, idea.workspace_id, name, list(other_ids))
    told = [(("idea", idea.id), number) for _other_id, number in sorted(numbers.items())]
    if name == "needed_by":
        told = [(("idea", other_id), idea.number) for other_id in sorted(numbers)]
    entries = [
        (subject, number, None) if is_over else (subject, None, number) for subject, number in told
    ]
    changes.record_all(session, request, _FIELDS.get(name, "needs"), entries)


def _decided(session: Session, idea: Idea, decision_ids: Iterable[int]) -> dict[int, list[int]]:
    """The numbers of the ideas that some decisions are about, by the decision's row id."""
    found = [decisions.by_id(session, idea.workspace_id, one) for one in decision_ids]
    return {one.id: sorted(one.idea_numbers) for one in found if one is not None}


def _record_decisions(session: Session, request: Request, before: dict[int, list[int]]) -> None:
    """Tell in the history of each decision that it is about another idea now."""
    for decision_id, numbers in before.items():
        decision = decisions.by_id(session, request.workspace_id, decision_id)
        after = sorted(decision.idea_numbers) if decision is not None else []
        subject = ("decision", decision_id)
        changes.record(session, request, subject, "ideas", before=numbers, after=after)


def _link_again(session: Session, request: Request, feedback_ids: Iterable[int]) -> None:
    """What was taken from the survivor meanwhile is evidence again."""
    for one in feedback.of_ids(session, request.workspace_id, list(feedback_ids)):
        if one.state is FeedbackState.NEW:
            state = FeedbackState.LINKED
            feedback_writes.set_state(session, request.workspace_id, one.id, state)
            subject = ("feedback", one.id)
            changes.record(session, request, subject, "state", before=one.state, after=state)


def _noted(held: Held, *, is_new: bool) -> list[Any]:
    other_id, by, at = held
    return [other_id, by, at.isoformat() if at else None, is_new]


def _held(noted: list[Any]) -> Held:
    other_id, by, at, _is_new = noted
    return other_id, by, datetime.fromisoformat(at) if at else None
