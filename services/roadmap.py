"""The roadmap: what is planned for when, and what was shipped lately."""

from datetime import datetime, timedelta

from domain.board import SHIPPED, Board, BoardCard, BoardColumn
from domain.ideas import Horizon, Idea, Status
from domain.people import Request
from domain.subscriptions import local_day
from services.errands import respond, say
from services.packing import pack
from services.people import notice
from storage import outbox, people, roadmap, workspaces
from storage.engine import Database, Session

SHIPPED_DAYS = 30
KEPT = 100
"""Cards kept of one column: more than any surface shows."""

_CAPTIONS = {
    Horizon.NOW: "Under way",
    Horizon.NEXT: "After that",
    Horizon.LATER: "Further out",
}


def board(database: Database, workspace_id: int, now: datetime) -> Board:
    """The roadmap as it stands."""
    with database.snapshot() as session:
        return read(session, workspace_id, now)


def has_ideas(database: Database, workspace_id: int) -> bool:
    """False in a workspace where nobody has filed an idea yet."""
    with database.reading() as session:
        return bool(roadmap.count_ideas(session, workspace_id))


def post(
    database: Database, request: Request, channel_id: str, *, asked_in: str, answer_url: str | None
) -> None:
    """Post the roadmap as it stands now in a channel, once for each private answer.

    ``asked_in`` names the answer whose button was pressed; ``answer_url`` replaces it.
    """
    workspace_id = request.workspace_id
    with database.transaction() as session:
        shown = pack(read(session, workspace_id, request.at))
        person = notice(session, request)
        message = say(
            channel_id,
            "roadmap",
            {"board": shown, "posted_by": person.name if person else ""},
            key=f"roadmap:{channel_id}:{asked_in}",
            at=request.at,
            owner_id=request.user_id,
        )
        is_new = outbox.enqueue(session, workspace_id, message, request.at)
        if is_new and answer_url is not None:
            answer = respond(
                answer_url,
                "roadmap_posted",
                {"board": shown},
                key=f"roadmap:{asked_in}",
                at=request.at,
            )
            outbox.enqueue(session, workspace_id, answer, request.at)


def read(session: Session, workspace_id: int, now: datetime, zone: str | None = None) -> Board:
    """The roadmap as it stands (part of a transaction), dated in ``zone`` or the workspace's."""
    workspace = workspaces.get(session, workspace_id)
    since = now - timedelta(days=SHIPPED_DAYS)
    found = {horizon: roadmap.column(session, workspace_id, horizon, KEPT) for horizon in Horizon}
    shipped = roadmap.shipped(session, workspace_id, since, KEPT)
    names = _names(session, workspace_id, [*found.values(), shipped])
    columns = [
        _column(horizon.value, horizon.label, _CAPTIONS[horizon], found[horizon], names)
        for horizon in Horizon
    ]
    caption = f"Last {SHIPPED_DAYS} days"
    columns.append(_column(SHIPPED, "Recently shipped", caption, shipped, names))
    day = local_day(now, zone or workspace.zone or "UTC")
    title = f"{workspace.name} roadmap" if workspace.name else "Roadmap"
    return Board(title, f"As of {day.day} {day:%B %Y}", tuple(columns))


def _names(
    session: Session, workspace_id: int, found: list[tuple[list[Idea], int]]
) -> dict[str, str]:
    owners = {idea.owner_id for ideas, _total in found for idea in ideas if idea.owner_id}
    known = people.among(session, workspace_id, owners)
    return {user_id: person.name for user_id, person in known.items()}


def _column(
    key: str, title: str, caption: str, found: tuple[list[Idea], int], names: dict[str, str]
) -> BoardColumn:
    ideas, total = found
    cards = tuple(_card(idea, names) for idea in ideas)
    return BoardColumn(key, title, caption, cards, total)


def _card(idea: Idea, names: dict[str, str]) -> BoardCard:
    return BoardCard(
        number=idea.reference,
        title=idea.title,
        area=idea.area,
        votes=idea.votes,
        customers=idea.customers,
        status=idea.status.label if idea.status is Status.IN_PROGRESS else "",
        owner=names.get(idea.owner_id or ""),
    )
