"""Ballots: started on chosen ideas, filled in by everybody, hidden until they are counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.core.errors import InvalidInput, NotAllowed
from domain.core.people import Request
from domain.rounds.ballots import MAX_TITLE_CHARS, BallotForm, check_ballot, check_budget
from domain.rounds.model import Kind, OwnerNote, Round, RoundPage, check_deadline, reminder_time
from domain.text.words import check_text
from services.outbox.messages import say, tell
from services.outbox.payloads import pack
from services.rounds import ballot_count
from services.rounds import pages as round_pages
from services.rounds.start import (
    asking,
    begin,
    chosen_ideas,
    chosen_people,
    ideas_of,
    is_reachable,
    known,
    no_round,
    open_round,
    place_of,
)
from services.workspace import people
from storage.database.engine import Database, Session
from storage.objectives import queries as objectives
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.rounds import ballots
from storage.rounds import queries as rounds
from storage.rounds.queries import NewRound


@dataclass(frozen=True, slots=True)
class BallotRequest:
    """A ballot as somebody wants it. Without ``user_ids`` everybody in the channel may vote;
    ``budget`` is as typed."""

    title: str
    numbers: Sequence[int]
    user_ids: Sequence[str]
    channel_id: str | None
    deadline: datetime
    budget: str
    objective_number: int | None = None


def start(database: Database, request: Request, wish: BallotRequest) -> RoundPage:
    """Start a ballot: in its channel, or by direct message to those who are named.

    The same request starts one only. Raises InvalidInput bound to ``title``, ``ideas``,
    ``budget``, ``people``, ``channel`` or ``deadline``, NotFound, and NotAllowed.
    """
    with database.transaction() as session:
        made = known(session, request)
        if made is not None:
            return round_pages.page(session, request, made)
        about = chosen_ideas(session, request, wish.numbers)
        asked = chosen_people(session, request, wish.user_ids)
        new = _checked(session, request, wish, is_named=bool(asked))
        words = " ".join(f"{one.reference} {one.title}" for one in about)
        made = begin(session, request, _with_words(new, words), about, asked)
        if made is None:  # the same request is being answered at this very instant
            made = known(session, request)
            assert made is not None
            return round_pages.page(session, request, made)
        data = pack(asking(session, made, about))
        key = f"round:{made.id}:ask"
        for user_id in asked:
            new_task = tell(user_id, "round_asked", data, key=f"{key}:{user_id}", at=request.at)
            outbox.enqueue(session, request.workspace_id, new_task, request.at)
        if not made.is_named and made.channel_id is not None:
            new_task = say(
                made.channel_id,
                "round_asked",
                data,
                key=key,
                at=request.at,
                owner_id=made.owner_id,
            )
            outbox.enqueue(session, request.workspace_id, new_task, request.at)
            ballot_count.ask_members(session, made, "start", request.at)
        return round_pages.page(session, request, made)


def form(database: Database, request: Request, number: int, channel_id: str | None) -> BallotForm:
    """The ballot with the person's own points; ``channel_id`` is where they opened it.

    Raises NotFound, NotAllowed, and InvalidInput when it is over.
    """
    with database.reading() as session:
        found = rounds.by_number(session, request.workspace_id, number)
        if found is None:
            raise no_round(session, request, number)
        _check_may_vote(session, request, found, channel_id)
        return _form(session, request, found)


def cast(
    database: Database,
    request: Request,
    number: int,
    typed: Mapping[int, str],
    channel_id: str | None,
) -> BallotForm:
    """Keep a person's points by idea number, in place of those they gave before.

    Raises InvalidInput bound to an idea's number, NotAllowed and NotFound.
    """
    with database.transaction() as session:
        workspace_id = request.workspace_id
        found = open_round(session, request, number)
        _check_may_vote(session, request, found, channel_id)
        person = people.notice(session, request)
        if person is not None and person.is_bot:
            raise NotAllowed("Bots do not vote.")
        before = _form(session, request, found)
        known_ideas = {one.number: one.id for one in before.ideas}
        points = check_ballot(
            {one: text for one, text in typed.items() if one in known_ideas}, found.budget or 0
        )
        by_id = {known_ideas[one]: given for one, given in points.items()}
        ballots.give(session, workspace_id, found.id, request.user_id, by_id, request.at)
        if bool(points) != bool(before.mine):
            what = {"user": request.user_id, "voted": bool(points)}  # never for what
            changes.record(session, request, ("round", found.id), "answered", after=what)
        _tell_when_complete(session, request, found)
        return _form(session, request, found)


def _check_may_vote(
    session: Session, request: Request, found: Round, channel_id: str | None
) -> None:
    if not found.is_ballot:
        raise InvalidInput(
            f"{found.reference} is a scoring round: /score {found.reference} opens it."
        )
    if found.is_named:
        if request.user_id not in rounds.named(session, request.workspace_id, found.id):
            raise NotAllowed(f"{found.reference} is for others. Whoever started it named them.")
        return
    has_voted = request.user_id in rounds.answered(session, request.workspace_id, found.id)
    if channel_id != found.channel_id and not has_voted:
        raise NotAllowed(
            f"{found.reference} is for the channel where it was started. Press its button there."
        )


def _form(session: Session, request: Request, found: Round) -> BallotForm:
    workspace_id = request.workspace_id
    about = ideas_of(session, found)
    mine = ballots.of_person(session, workspace_id, found.id, request.user_id)
    return BallotForm(
        round=found,
        ideas=tuple(about),
        mine={one.number: mine[one.id] for one in about if one.id in mine},
        objective=round_pages.objective(session, found),
    )


def _checked(
    session: Session, request: Request, wish: BallotRequest, *, is_named: bool
) -> NewRound:
    title = check_text(wish.title, what="question", field="title")
    if len(title) > MAX_TITLE_CHARS:
        raise InvalidInput(f"The question has at most {MAX_TITLE_CHARS} characters.", field="title")
    channel_id = place_of(wish.channel_id)
    if channel_id is None and not is_named:
        raise InvalidInput(
            "Choose the channel whose members vote, or name the people.", field="channel"
        )
    if channel_id and not is_reachable(session, request.workspace_id, channel_id):
        raise InvalidInput(
            "I am not in that channel. Type /invite @Linchpin there and send this again.",
            field="channel",
        )
    deadline = check_deadline(wish.deadline, request.at)
    number = wish.objective_number
    if number and objectives.by_number(session, request.workspace_id, number) is None:
        raise InvalidInput("That objective is not there any more.", field="objective")
    return NewRound(
        kind=Kind.BALLOT,
        title=title,
        words="",
        channel_id=channel_id,
        is_named=is_named,
        deadline=deadline,
        remind_at=reminder_time(request.at, deadline),
        budget=check_budget(wish.budget),
        objective_number=number,
    )


def _with_words(new: NewRound, words: str) -> NewRound:
    return replace(new, words=words)


def _tell_when_complete(session: Session, request: Request, found: Round) -> None:
    """Tell the owner once that everybody who was named has voted."""
    if not found.is_named:
        return
    present = [one for one in round_pages.participants(session, found) if not one.has_left]
    if not all(one.is_done for one in present):
        return
    note = OwnerNote(found, "complete", len(present))
    key = f"round:{found.id}:complete"
    new_task = tell(found.owner_id, "round_note", pack(note), key=key, at=request.at)
    outbox.enqueue(session, request.workspace_id, new_task, request.at)
