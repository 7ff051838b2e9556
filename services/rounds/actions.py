"""Blind scoring rounds: started, answered in private, explained after the reveal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.people import Request
from domain.rounds.model import (
    MAX_SENTENCE_CHARS,
    Kind,
    OwnerNote,
    Round,
    RoundForm,
    RoundPage,
    check_deadline,
    default_deadline,
    reminder_time,
)
from domain.rounds.results import Talk
from domain.text.words import check_text
from services.outbox.messages import say, tell
from services.outbox.payloads import pack
from services.rounds import pages as round_pages
from services.rounds.results import result
from services.rounds.start import (
    asking,
    begin,
    chosen_ideas,
    chosen_people,
    is_reachable,
    known,
    moment,
    no_round,
    open_round,
    place_of,
)
from services.scoring.recompute import methods
from services.workspace.people import zone_of
from storage.database.engine import Database, Session
from storage.ideas import counts as idea_facts
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.rounds import answers as round_answers
from storage.rounds import queries as rounds
from storage.rounds.queries import NewRound
from storage.scoring import estimates as scoring
from storage.scoring import ranking
from storage.workspace import people


@dataclass(frozen=True, slots=True)
class RoundRequest:
    """A blind round as somebody wants it: ideas by number, people by Slack id."""

    numbers: Sequence[int]
    user_ids: Sequence[str]
    channel_id: str | None
    deadline: datetime | None = None


def start(database: Database, request: Request, wish: RoundRequest) -> RoundPage:
    """Start a blind round and ask everybody by direct message; the same request starts one only.

    Raises InvalidInput bound to ``ideas``, ``people`` or ``deadline``, NotFound, and NotAllowed.
    """
    with database.transaction() as session:
        before = known(session, request)
        if before is not None:
            return round_pages.page(session, request, before)
        about = chosen_ideas(session, request, wish.numbers)
        asked = chosen_people(session, request, wish.user_ids)
        if not asked:
            raise InvalidInput("Choose who is to score.", field="people")
        deadline = check_deadline(wish.deadline or _default(session, request), request.at)
        new = NewRound(
            kind=Kind.SCORE,
            title="",
            words=" ".join(f"{one.reference} {one.title}" for one in about),
            channel_id=place_of(wish.channel_id),
            is_named=True,
            deadline=deadline,
            remind_at=reminder_time(request.at, deadline),
        )
        made = begin(session, request, new, about, asked)
        if made is None:  # the same request is being answered at this very instant
            made = known(session, request)
            assert made is not None
            return round_pages.page(session, request, made)
        data = pack(asking(session, made, about))
        for user_id in asked:
            key = f"round:{made.id}:ask:{user_id}"
            new_task = tell(user_id, "round_asked", data, key=key, at=request.at)
            outbox.enqueue(session, request.workspace_id, new_task, request.at)
        return round_pages.page(session, request, made)


def form(
    database: Database, request: Request, number: int, idea_number: int | None = None
) -> RoundForm:
    """The form of one idea, or without a number of the first that the person has not answered.

    Raises NotFound, NotAllowed, and InvalidInput when the round is over.
    """
    with database.reading() as session:
        found = _mine(session, request, rounds.by_number(session, request.workspace_id, number))
        if found is None:
            raise no_round(session, request, number)
        return _form(session, request, found, idea_number)


def answer(
    database: Database,
    request: Request,
    number: int,
    idea_number: int,
    typed: Mapping[str, str],
) -> RoundForm | RoundPage:
    """Keep a person's private estimates for one idea, by driver; the next form, or the page when
    no idea is left.

    Raises InvalidInput bound to the driver or when the round is over, NotAllowed and NotFound.
    """
    with database.transaction() as session:
        workspace_id = request.workspace_id
        found = _mine(session, request, open_round(session, request, number))
        assert found is not None
        shown = _form(session, request, found, idea_number)
        drivers = {driver.key: driver for driver in shown.method.drivers}
        if not typed.keys() <= drivers.keys():
            raise InvalidInput(
                "The scoring method was changed while this form was open. "
                "Close it and open it again: nothing was saved."
            )
        read = {key: drivers[key].read(text) for key, text in typed.items() if text.strip()}
        given = {key: value for key, value in read.items() if value is not None}
        round_answers.give(
            session, workspace_id, found.id, shown.idea.id, request.user_id, given, request.at
        )
        if not shown.has_answered:
            what = {"user": request.user_id, "idea": idea_number}  # never what was answered
            changes.record(session, request, ("round", found.id), "answered", after=what)
        page = round_pages.page(session, request, found)
        _tell_when_complete(session, request, found)
        return _next(session, request, page, idea_number)


def explain(database: Database, request: Request, number: int, sentence: str) -> Round:
    """Add the sentence of one of the two furthest apart to the round, for everybody to read.

    Raises InvalidInput at ``sentence``, NotFound, and NotAllowed for anybody else.
    """
    clean = check_text(sentence, what="sentence", field="sentence")
    if len(clean) > MAX_SENTENCE_CHARS:
        raise InvalidInput(
            f"A sentence has at most {MAX_SENTENCE_CHARS} characters; this one has {len(clean)}.",
            field="sentence",
        )
    with database.transaction() as session:
        workspace_id = request.workspace_id
        found = rounds.lock(session, workspace_id, number)
        if found is None:
            raise no_round(session, request, number)
        side, before = _side(session, request, found)
        round_answers.say(session, workspace_id, found.id, side, clean, request.at)
        subject = ("round", found.id)
        changes.record(session, request, subject, "sentence", before=before or None, after=clean)
        talk = result(session, found).talk
        assert talk is not None
        _pass_on(session, request, found, talk, side)
        return found


def to_explain(database: Database, request: Request, number: int) -> tuple[Round, Talk, str]:
    """What somebody is asked a sentence about, and which side they are on (``low``, ``high``)."""
    with database.reading() as session:
        found = rounds.by_number(session, request.workspace_id, number)
        if found is None:
            raise no_round(session, request, number)
        side, _before = _side(session, request, found)
        talk = result(session, found).talk
        assert talk is not None
        return found, talk, side


def _default(session: Session, request: Request) -> datetime:
    person = people.get(session, request.workspace_id, request.user_id)
    return default_deadline(request.at, zone_of(session, request.workspace_id, person))


def _mine(session: Session, request: Request, found: Round | None) -> Round | None:
    """A blind round that the person may answer; raises NotAllowed when they may not."""
    if found is None:
        return None
    if found.kind is not Kind.SCORE:
        raise InvalidInput(f"{found.reference} is a ballot: /score {found.reference} opens it.")
    if request.user_id not in rounds.named(session, request.workspace_id, found.id):
        raise NotAllowed(
            f"{found.reference} asks other people. Ask whoever started it to start another one "
            "with you, or score for yourself: /score and the number of an idea."
        )
    return found


def _form(session: Session, request: Request, found: Round, idea_number: int | None) -> RoundForm:
    workspace_id = request.workspace_id
    order = rounds.idea_ids(session, workspace_id, found.id)
    about = idea_facts.of_ids(session, workspace_id, order)
    given = round_answers.of_person(session, workspace_id, found.id, request.user_id)
    wanted = [one for one in order if about[one].number == idea_number]
    if idea_number is not None and not wanted:
        raise NotFound(f"I-{idea_number} is not part of {found.reference}.")
    left = [one for one in order if one not in given]
    idea_id = (wanted or left or order)[0]
    area_id = scoring.area_of(session, workspace_id, idea_id)
    return RoundForm(
        round=found,
        idea=about[idea_id],
        method=methods(session, workspace_id).for_area(area_id),
        mine=given.get(idea_id) or _own(session, request, idea_id),
        asked=ranking.asked(session, workspace_id, idea_id),
        place=order.index(idea_id) + 1,
        total=len(order),
        has_answered=idea_id in given,
    )


def _own(session: Session, request: Request, idea_id: int) -> dict[str, float]:
    """What the person said of an idea outside of rounds, to begin with."""
    given = scoring.latest(session, request.workspace_id, [idea_id]).get(idea_id, [])
    return {one.driver: one.value for one in given if one.user_id == request.user_id}


def _next(
    session: Session, request: Request, page: RoundPage, idea_number: int
) -> RoundForm | RoundPage:
    """The form of the next idea after this one that has no answer yet, or the page."""
    numbers = [one.number for one in page.ideas]
    here = numbers.index(idea_number)
    after = [one for one in numbers[here + 1 :] if one not in page.mine]
    return _form(session, request, page.round, after[0]) if after else page


def _tell_when_complete(session: Session, request: Request, found: Round) -> None:
    """Tell the owner once that nobody is left to answer."""
    people_in = round_pages.participants(session, found)
    present = [one for one in people_in if not one.has_left]
    if not all(one.is_done for one in present):
        return
    note = OwnerNote(found, "complete", len(present))
    key = f"round:{found.id}:complete"
    new_task = tell(found.owner_id, "round_note", pack(note), key=key, at=request.at)
    outbox.enqueue(session, request.workspace_id, new_task, request.at)


def _side(session: Session, request: Request, found: Round) -> tuple[str, str]:
    """Which of the two the person is, and their sentence so far; raises NotAllowed."""
    stored = round_answers.voices(session, request.workspace_id, found.id)
    for side, one in stored.items():
        if one.user_id == request.user_id:
            return side, one.sentence
    raise NotAllowed(f"{found.reference} asks two other people for a sentence.")


def _pass_on(session: Session, request: Request, found: Round, talk: Talk, side: str) -> None:
    """Show a sentence below the result, or tell the owner where there is no such place."""
    workspace_id = request.workspace_id
    data = {"round": pack(found), "talk": pack(talk), "side": side}
    key = f"round:{found.id}:sentence:{side}:{moment(request.at)}"
    if found.channel_id is not None and is_reachable(session, workspace_id, found.channel_id):
        new_task = say(
            found.channel_id,
            "round_sentence",
            data,
            key=key,
            at=request.at,
            thread_of=f"round:{found.id}:result",
        )
    else:
        new_task = tell(found.owner_id, "round_sentence", data, key=key, at=request.at)
    outbox.enqueue(session, workspace_id, new_task, request.at)
