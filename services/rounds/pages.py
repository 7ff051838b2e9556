"""Rounds as people read them: one page, a list, and what waits on Home."""

from collections.abc import Sequence

from domain.core.people import Request, may_manage
from domain.rounds.ballots import Count
from domain.rounds.commands import RoundInput
from domain.rounds.model import (
    Participant,
    Round,
    RoundDraft,
    RoundLine,
    RoundPage,
    State,
    default_deadline,
)
from domain.rounds.results import Result
from services.rounds import ballot_count
from services.rounds import results as round_results
from services.rounds.start import chosen_ideas, ideas_of, is_reachable, no_round, place_of
from services.scoring.recompute import methods
from services.workspace.people import zone_of
from storage.database.engine import Database, Session
from storage.objectives import queries as objectives
from storage.rounds import queries as rounds
from storage.workspace import people, workspaces

_LISTED = 15
_ON_HOME = 5
_OBJECTIVE_CHARS = 200


def open_page(database: Database, request: Request, number: int) -> RoundPage | Result | Count:
    """A round as the person may see it: its page while it is open or called off, its result once
    it is revealed. Raises NotFound."""
    with database.reading() as session:
        found = rounds.by_number(session, request.workspace_id, number)
        if found is None:
            raise no_round(session, request, number)
        if found.state is not State.CLOSED:
            return page(session, request, found)
        if found.is_ballot:
            return ballot_count.count(session, found)
        return round_results.result(session, found)


def listing(database: Database, request: Request, words: str) -> list[RoundLine]:
    """The newest rounds, or those whose title or ideas hold every word."""
    with database.reading() as session:
        found = rounds.find(session, request.workspace_id, words, _LISTED)
        return _lines(session, request, found)


def for_home(session: Session, request: Request) -> tuple[RoundLine, ...]:
    """Open rounds that wait for the person's answer, then those that are theirs (part of a
    transaction)."""
    workspace_id, user_id = request.workspace_id, request.user_id
    asked = rounds.waiting_for(session, workspace_id, user_id, 2 * _ON_HOME)
    own = rounds.led_by(session, workspace_id, user_id, _ON_HOME)
    waiting = [one for one in _lines(session, request, asked) if one.is_waiting][:_ON_HOME]
    shown = {one.round.id for one in waiting}
    led = [one for one in _lines(session, request, own) if one.round.id not in shown]
    return (*waiting, *led)


def page(session: Session, request: Request, found: Round) -> RoundPage:
    """A round for the person who asks (part of a transaction)."""
    workspace_id = request.workspace_id
    person = people.get(session, workspace_id, request.user_id)
    about = ideas_of(session, found)
    answered = rounds.answered(session, workspace_id, found.id)
    named = rounds.named(session, workspace_id, found.id)
    mine = answered.get(request.user_id, frozenset())
    is_owner = found.owner_id == request.user_id
    manages = may_manage(workspaces.get(session, workspace_id), person)
    return RoundPage(
        round=found,
        ideas=tuple(about),
        people=tuple(participants(session, found)) if is_owner else (),
        invited=len(named),
        answered=len(answered),
        mine=frozenset(one.number for one in about if one.id in mine),
        may_answer=found.is_open and (request.user_id in named or bool(mine)),
        may_lead=found.is_open and (is_owner or manages),
        zone=zone_of(session, workspace_id, person),
        objective=objective(session, found),
        is_posted=is_reachable(session, workspace_id, found.channel_id),
    )


def participants(session: Session, found: Round) -> list[Participant]:
    """Those who are asked by name, or who take part in a ballot for everybody; those who have
    answered first (part of a transaction)."""
    workspace_id = found.workspace_id
    answered = rounds.answered(session, workspace_id, found.id)
    named = rounds.named(session, workspace_id, found.id) or sorted(answered)
    total = 1 if found.is_ballot else len(rounds.idea_ids(session, workspace_id, found.id))
    gone = people.among(session, workspace_id, named)
    made = [
        Participant(
            user_id,
            min(len(answered.get(user_id, ())), total),
            total,
            has_left=user_id in gone and gone[user_id].is_deleted,
        )
        for user_id in named
    ]
    return sorted(made, key=lambda one: (-one.answered, one.user_id))


def objective(session: Session, found: Round) -> str:
    """The objective that a round serves, such as ``O-2 Fewer tickets``; empty without one."""
    if found.objective_number is None:
        return ""
    one = objectives.by_number(session, found.workspace_id, found.objective_number)
    return f"O-{found.objective_number} {one.title[:_OBJECTIVE_CHARS]}" if one else ""


def draft(
    database: Database, request: Request, wish: RoundInput, channel_id: str | None
) -> RoundDraft:
    """What stands in the form of a new round or ballot. Raises NotFound for an unknown idea."""
    workspace_id = request.workspace_id
    with database.snapshot() as session:
        about = chosen_ideas(session, request, wish.numbers) if wish.numbers else []
        zone = zone_of(session, workspace_id, people.get(session, workspace_id, request.user_id))
        ends = request.at + wish.lasts if wish.lasts else default_deadline(request.at, zone)
        return RoundDraft(
            ideas=tuple(about),
            user_ids=tuple(wish.user_ids),
            channel_id=place_of(channel_id),
            deadline=ends,
            zone=zone,
            method_name=methods(session, workspace_id).for_area(None).name,
            objectives=tuple(
                (one.number, one.title) for one in objectives.open_ones(session, workspace_id)
            ),
        )


def _lines(session: Session, request: Request, found: Sequence[Round]) -> list[RoundLine]:
    workspace_id = request.workspace_id
    lines = []
    for one in found:
        answered = rounds.answered(session, workspace_id, one.id)
        numbers = tuple(idea.number for idea in ideas_of(session, one))
        mine = answered.get(request.user_id, frozenset())
        named = rounds.named(session, workspace_id, one.id)
        is_asked = request.user_id in named
        is_done = bool(mine) if one.is_ballot else len(mine) >= len(numbers)
        lines.append(
            RoundLine(
                one,
                len(answered),
                len(named),
                numbers,
                is_waiting=one.is_open and is_asked and not is_done,
                is_owner=one.owner_id == request.user_id,
            )
        )
    return lines
