"""The roadmap: what is planned for when, and what was shipped lately."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from domain.core.people import Request, Workspace
from domain.dates.days import local_day
from domain.ideas.model import Horizon, Idea, Status
from domain.objectives.model import Objective
from domain.roadmap.audiences import for_reader
from domain.roadmap.board import SHIPPED, Board, BoardCard, BoardColumn
from domain.roadmap.commands import Reader, RoadmapView, parse_view
from services.outbox.messages import respond, say, tell
from services.outbox.payloads import pack
from services.workspace.people import notice
from storage.database.engine import Database, Session
from storage.objectives import queries as objectives
from storage.outbox import queue as outbox
from storage.roadmap import board as roadmap
from storage.workspace import people, workspaces

SHIPPED_DAYS = 30
KEPT = 100
"""Cards kept of one column: more than any surface shows."""

_CAPTIONS = {
    Horizon.NOW: "Under way",
    Horizon.NEXT: "After that",
    Horizon.LATER: "Further out",
}


def board(
    database: Database, workspace_id: int, now: datetime, reader: Reader = Reader.INTERNAL
) -> Board:
    """The roadmap as it stands, as ``reader`` may see it."""
    with database.snapshot() as session:
        return seen_by(session, workspace_id, read(session, workspace_id, now), reader)


def has_ideas(database: Database, workspace_id: int) -> bool:
    """False in a workspace where nobody has filed an idea yet."""
    with database.reading() as session:
        return bool(roadmap.has_ideas(session, workspace_id))


def post(
    database: Database,
    request: Request,
    channel_id: str,
    *,
    asked_in: str,
    answer_url: str | None,
    view: RoadmapView | None = None,
) -> None:
    """Post a view of the roadmap as it stands now in a channel, once for each private answer.

    ``asked_in`` names the answer whose button was pressed; ``answer_url`` replaces it.
    """
    workspace_id, shape = request.workspace_id, view or RoadmapView()
    with database.transaction() as session:
        shown = _packed(session, request, shape)
        person = notice(session, request)
        key = f"roadmap:{channel_id}:{asked_in}" + (f":{view.words}" if view else "")
        message = say(
            channel_id,
            "roadmap",
            {**shown, "posted_by": person.name if person else ""},
            key=key,
            at=request.at,
            owner_id=request.user_id,
        )
        is_new = outbox.enqueue(session, workspace_id, message, request.at)
        if is_new and answer_url is not None:
            answer = respond(
                answer_url, "roadmap_posted", shown, key=f"answer:{key}", at=request.at
            )
            outbox.enqueue(session, workspace_id, answer, request.at)


def send_picture(
    database: Database,
    request: Request,
    view: RoadmapView,
    asked_in: str,
    answer_url: str | None,
) -> None:
    """Send a view with its picture to the person who asks, once for each asking.

    ``asked_in`` names the asking; ``answer_url`` replaces the private answer it came from.
    """
    view = replace(view, is_picture=False)
    key = f"roadmap-picture:{request.user_id}:{asked_in}:{view.words}"
    with database.transaction() as session:
        shown = _packed(session, request, view)
        data = {**shown, "posted_by": ""}
        new_task = tell(request.user_id, "roadmap", data, key=key, at=request.at)
        is_new = outbox.enqueue(session, request.workspace_id, new_task, request.at)
        if is_new and answer_url is not None:
            told = f"answer:{key}"
            answer = respond(answer_url, "roadmap_pictured", shown, key=told, at=request.at)
            outbox.enqueue(session, request.workspace_id, answer, request.at)


def turn(
    database: Database, request: Request, words: str, answer_url: str, place: dict[str, bool]
) -> None:
    """Show another view in the same private answer; ``place`` says what its channel allows.

    Raises InvalidInput for words that ask for no view.
    """
    view = parse_view(words)
    with database.transaction() as session:
        data = {**_packed(session, request, view, for_all=False), **place}
        key = f"roadmap-turn:{request.key}"
        new_task = respond(answer_url, "roadmap_turned", data, key=key, at=request.at)
        outbox.enqueue(session, request.workspace_id, new_task, request.at)


def seen_by(session: Session, workspace_id: int, found: Board, reader: Reader) -> Board:
    """A board as ``reader`` may see it (part of a transaction)."""
    is_public = reader is Reader.CUSTOMERS
    names = roadmap.internal_names(session, workspace_id) if is_public else ()
    return for_reader(found, reader, names)


def _packed(
    session: Session, request: Request, view: RoadmapView, *, for_all: bool = True
) -> dict[str, object]:
    """A view for the outbox; what is meant for everybody says nothing of what was left out."""
    found = read(session, request.workspace_id, request.at)
    shown = seen_by(session, request.workspace_id, found, view.reader)
    shown = replace(shown, withheld=()) if for_all else shown
    return {"board": pack(shown), "view": view.words}


def read(session: Session, workspace_id: int, now: datetime, zone: str | None = None) -> Board:
    """The roadmap as it stands (part of a transaction), dated in ``zone`` or the workspace's."""
    since = now - timedelta(days=SHIPPED_DAYS)
    found = {horizon: roadmap.column(session, workspace_id, horizon, KEPT) for horizon in Horizon}
    shipped = roadmap.shipped(session, workspace_id, since, KEPT)
    return arranged(session, workspace_id, found, shipped, now, zone)


def arranged(
    session: Session,
    workspace_id: int,
    found: Mapping[Horizon, tuple[list[Idea], int]],
    shipped: tuple[list[Idea], int],
    at: datetime,
    zone: str | None = None,
    serving: Mapping[int, Sequence[Objective]] | None = None,
) -> Board:
    """The board of some ideas in each column, with how many there are, at any instant.

    ``serving`` are the objectives that they serve by row id, those of now when it is not given.
    """
    workspace = workspaces.get(session, workspace_id)
    zone = zone or workspace.zone or "UTC"
    ideas = [idea for column, _total in (*found.values(), shipped) for idea in column]
    if serving is None:
        serving = objectives.serving(session, workspace_id, [idea.id for idea in ideas])
    facts = _Facts(session, workspace, ideas, serving, zone)
    columns = [
        _column(horizon.value, horizon.label, _CAPTIONS[horizon], found[horizon], facts)
        for horizon in Horizon
    ]
    caption = f"Last {SHIPPED_DAYS} days"
    columns.append(_column(SHIPPED, "Recently shipped", caption, shipped, facts))
    day = local_day(at, zone)
    title = f"{workspace.name} roadmap" if workspace.name else "Roadmap"
    return Board(title, f"As of {day.day} {day:%B %Y}", tuple(columns), day=day)


class _Facts:
    """What cards tell beside the ideas themselves: names of owners and of objectives."""

    def __init__(
        self,
        session: Session,
        workspace: Workspace,
        ideas: list[Idea],
        serving: Mapping[int, Sequence[Objective]],
        zone: str,
    ) -> None:
        owners = {idea.owner_id for idea in ideas if idea.owner_id}
        known = people.among(session, workspace.id, owners)
        self._names = {user_id: person.name for user_id, person in known.items()}
        self._serving = serving
        self._team_id = workspace.team_id
        self._zone = zone

    def card(self, idea: Idea) -> BoardCard:
        """The card of an idea."""
        serving = self._serving.get(idea.id, ())
        name = f"{self._team_id}:{idea.number}"
        shipped = idea.shipped_at if idea.status is Status.SHIPPED else None
        return BoardCard(
            number=idea.reference,
            title=idea.title,
            area=idea.area,
            votes=idea.votes,
            customers=idea.customers,
            status=idea.status.label if idea.status is Status.IN_PROGRESS else "",
            owner=self._names.get(idea.owner_id or ""),
            starts_on=idea.starts_on,
            ends_on=idea.ends_on,
            confidence=idea.confidence,
            objectives=tuple(one.title for one in serving),
            public_title=idea.public_title,
            shipped_on=local_day(shipped, self._zone) if shipped else None,
            key=sha256(name.encode()).hexdigest()[:20],
        )


def _column(
    key: str, title: str, caption: str, found: tuple[list[Idea], int], facts: _Facts
) -> BoardColumn:
    ideas, total = found
    return BoardColumn(key, title, caption, tuple(facts.card(idea) for idea in ideas), total)
