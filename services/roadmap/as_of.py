"""The roadmap as it stood: shown in any view, posted, and sent as a picture."""

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.core.people import Request
from domain.roadmap.commands import RoadmapView
from domain.roadmap.time_travel.as_of_commands import parse_past
from domain.roadmap.time_travel.travel import Past
from services.outbox.messages import respond, say, tell
from services.outbox.payloads import pack
from services.roadmap import board as roadmap
from services.roadmap import plans as idea_plans
from services.roadmap import time_travel
from services.workspace import date_reading
from services.workspace.people import notice
from storage.database.engine import Database, Session
from storage.outbox import queue as outbox
from storage.roadmap import history


def asked(database: Database, request: Request, words: str) -> Past:
    """The view as it stood at the instant that ``words`` name; raises InvalidInput."""
    reading = date_reading.of_person(database, request)
    view, at = parse_past(words, request.at, reading.zone, reading.order)
    with database.snapshot() as session:
        return _past(session, request, at, view, reading.zone)


def at_instant(database: Database, request: Request, at: datetime, view: RoadmapView) -> Past:
    """A view as it stood at an instant."""
    with database.snapshot() as session:
        return _past(session, request, at, view, idea_plans.zone_of(session, request))


def turn(
    database: Database,
    request: Request,
    at: datetime,
    view: RoadmapView,
    answer_url: str,
    *,
    may_post: bool,
) -> None:
    """Show another view of the same instant in the same private answer."""
    with database.transaction() as session:
        past = _past(session, request, at, view, idea_plans.zone_of(session, request))
        data = {"past": pack(past), "may_post": may_post}
        key = f"past-turn:{request.key}"
        new_task = respond(answer_url, "past_turned", data, key=key, at=request.at)
        outbox.enqueue(session, request.workspace_id, new_task, request.at)


def post(
    database: Database,
    request: Request,
    channel_id: str,
    at: datetime,
    view: RoadmapView,
    *,
    asked_in: str,
) -> None:
    """Post a view as it stood at an instant in a channel, once for each private answer.

    ``asked_in`` names the answer whose button was pressed.
    """
    with database.transaction() as session:
        person = notice(session, request)
        message = say(
            channel_id,
            "roadmap",
            {**_packed(session, request, at, view), "posted_by": person.name if person else ""},
            key=f"roadmap:{channel_id}:{asked_in}:{at.isoformat()}:{view.words}",
            at=request.at,
            owner_id=request.user_id,
        )
        outbox.enqueue(session, request.workspace_id, message, request.at)


def send_picture(
    database: Database, request: Request, at: datetime, view: RoadmapView, *, asked_in: str
) -> None:
    """Send a view as it stood with its picture to the person who asks, once for each asking."""
    key = f"roadmap-picture:{request.user_id}:{asked_in}:{at.isoformat()}:{view.words}"
    with database.transaction() as session:
        data = {**_packed(session, request, at, view), "posted_by": ""}
        new_task = tell(request.user_id, "roadmap", data, key=key, at=request.at)
        outbox.enqueue(session, request.workspace_id, new_task, request.at)


def _packed(
    session: Session, request: Request, at: datetime, view: RoadmapView
) -> dict[str, object]:
    zone = idea_plans.zone_of(session, request)
    shown = _past(session, request, at, view, zone)
    local = at.astimezone(ZoneInfo(zone))
    return {
        "board": pack(shown.board),
        "view": view.words,
        "as_of": f"{local:%Y-%m-%d %H:%M}",
        "moment": at.isoformat(),
    }


def _past(session: Session, request: Request, at: datetime, view: RoadmapView, zone: str) -> Past:
    workspace_id = request.workspace_id
    board = time_travel.board_at(session, workspace_id, at, zone)
    shown = roadmap.seen_by(session, workspace_id, board, view.reader)
    return Past(shown, at, zone, history.first_instant(session, workspace_id), view)
