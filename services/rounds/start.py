"""How a round begins, whatever people do in it: its ideas, its people, and its place."""

from collections.abc import Sequence
from datetime import datetime

from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.people import Request
from domain.ideas.model import Idea
from domain.rounds.model import Asking, Round, check_ideas, check_people
from services.ideas.permissions import missing
from services.outbox.messages import read_person
from services.workspace import people
from storage.channels import queries as channels
from storage.database.engine import Session
from storage.ideas import counts as idea_facts
from storage.ideas import queries as ideas
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.rounds import queries as rounds
from storage.rounds.queries import NewRound
from storage.workspace import people as people_storage


def begin(
    session: Session,
    request: Request,
    new: NewRound,
    about: Sequence[Idea],
    user_ids: Sequence[str],
) -> Round | None:
    """Store a round with its ideas and people; None when the same request began it before.

    Part of a transaction. Raises NotAllowed for who is no member of the workspace.
    """
    person = people.notice(session, request)
    if person is not None and (person.is_bot or person.is_outsider):
        raise NotAllowed("Only members of this workspace can start a round.")
    made = rounds.add(session, request, new)
    if made is None:
        return None
    rounds.fill(session, request.workspace_id, made.id, [one.id for one in about], user_ids)
    told = {
        "number": made.number,
        "kind": made.kind.value,
        "ideas": [one.number for one in about],
        "people": list(user_ids),
        "deadline": made.deadline.isoformat(),
    }
    changes.record(session, request, ("round", made.id), "created", after=told)
    return made


def known(session: Session, request: Request) -> Round | None:
    """The round that the very same request started before, or None."""
    return (request.key and rounds.by_request(session, request.workspace_id, request.key)) or None


def chosen_ideas(session: Session, request: Request, numbers: Sequence[int]) -> list[Idea]:
    """The open ideas with these numbers; raises InvalidInput or NotFound at ``ideas``."""
    wanted = check_ideas(numbers)
    found = ideas.by_numbers(session, request.workspace_id, wanted)
    for number in wanted:
        if number not in found:
            refused = missing(session, request.workspace_id, number)
            raise NotFound(refused.message, field="ideas")
        if found[number].status.is_closed:
            status = found[number].status.label.lower()
            raise InvalidInput(
                f"{found[number].reference} is {status} already. Take it out.", field="ideas"
            )
    return list({found[number].id: found[number] for number in wanted}.values())


def chosen_people(session: Session, request: Request, user_ids: Sequence[str]) -> tuple[str, ...]:
    """The people who can be asked; raises InvalidInput at ``people`` for who has left and bots."""
    wanted = check_people(user_ids)
    found = people_storage.among(session, request.workspace_id, wanted)
    for user_id in wanted:
        person = found.get(user_id)
        if person is None:
            new_task = read_person(user_id, at=request.at)
            outbox.enqueue(session, request.workspace_id, new_task, request.at)
        elif person.is_deleted:
            raise InvalidInput(
                f"{person.name or 'Somebody you chose'} has left the workspace. Take them out.",
                field="people",
            )
        elif person.is_outsider:
            raise InvalidInput(
                f"{person.name or 'One of them'} is from another company, so I cannot write to "
                "them. Take them out.",
                field="people",
            )
        elif person.is_bot:
            raise InvalidInput(
                f"{person.name or 'One of them'} is a bot, and bots have no opinion. Take it out.",
                field="people",
            )
    return wanted


def ideas_of(session: Session, found: Round) -> list[Idea]:
    """The ideas of a round, in its order."""
    order = rounds.idea_ids(session, found.workspace_id, found.id)
    about = idea_facts.of_ids(session, found.workspace_id, order)
    return [about[one] for one in order if one in about]


def place_of(channel_id: str | None) -> str | None:
    """The channel where a result can be posted; None for direct messages."""
    return channel_id if channel_id and not channel_id.startswith("D") else None


def is_reachable(session: Session, workspace_id: int, channel_id: str | None) -> bool:
    """True when the bot may be able to post there."""
    return channel_id is not None and not channels.is_outside(session, workspace_id, channel_id)


def asking(session: Session, made: Round, about: Sequence[Idea]) -> Asking:
    """What those who are asked read."""
    return Asking(
        made,
        tuple((one.number, one.title) for one in about),
        name_of(session, made.workspace_id, made.owner_id),
    )


def name_of(session: Session, workspace_id: int, user_id: str) -> str:
    """Somebody's name, or *somebody* while Slack has not told of them."""
    person = people_storage.get(session, workspace_id, user_id)
    return person.name if person and person.name else "somebody"


def open_round(session: Session, request: Request, number: int) -> Round:
    """The round with a number, locked, while people may answer.

    Raises NotFound, and InvalidInput when it is over.
    """
    found = rounds.lock(session, request.workspace_id, number)
    if found is None:
        raise no_round(session, request, number)
    if not found.is_open:
        raise over(found)
    if found.deadline <= request.at:
        raise InvalidInput(
            f"The time of {found.reference} is up; it is being revealed right now. "
            "Whoever started it can start another one."
        )
    return found


def over(found: Round) -> InvalidInput:
    """That a round is over, as a sentence."""
    how = "was called off" if found.state.value == "cancelled" else "has been revealed"
    return InvalidInput(
        f"{found.reference} {how}, so nothing in it can be changed any more. "
        f"See it with /score {found.reference}"
    )


def no_round(session: Session, request: Request, number: int) -> NotFound:
    """That there is no such round, with the nearest one there is."""
    last = rounds.last_number(session, request.workspace_id)
    if last is None:
        return NotFound(
            f"There is no R-{number}: nobody has started a round yet. "
            "Start one with /score round or /linchpin round"
        )
    return NotFound(
        f"There is no R-{number}. The newest one is R-{last}: /score rounds lists them."
    )


def moment(at: datetime) -> str:
    """An instant as part of a key."""
    return at.isoformat()
