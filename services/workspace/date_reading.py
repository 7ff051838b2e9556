"""How a person's words for days are read: their day and zone, and the workspace's order."""

from dataclasses import dataclass
from datetime import date

from domain.core.people import Request
from domain.dates.day_order import ambiguous_days, order_of, reading_note
from domain.dates.days import local_day
from domain.dates.spans import DayOrder
from services.workspace.people import zone_of
from storage.database.engine import Database, Session
from storage.workspace import people, workspaces


@dataclass(frozen=True, slots=True)
class DateReading:
    """The person's IANA zone, the day it is there, and what ``03/04/2026`` means."""

    zone: str
    today: date
    order: DayOrder


def of_person(database: Database, request: Request) -> DateReading:
    """Return how the words of the person who asks are read.

    It is looked up before a transaction begins, so that nothing is parsed in one.
    """
    with database.reading() as session:
        return within(session, request)


def note(database: Database, request: Request, words: str) -> str:
    """Return how ambiguous dates in words were read, empty without any."""
    if not ambiguous_days(words, DayOrder.DAY_FIRST):
        return ""
    return reading_note(words, of_person(database, request).order)


def within(session: Session, request: Request) -> DateReading:
    """As `of_person`, as a part of a transaction."""
    workspace = workspaces.get(session, request.workspace_id)
    person = people.get(session, request.workspace_id, request.user_id)
    zone = zone_of(session, request.workspace_id, person)
    order = order_of(workspace.day_order, workspace.zone or zone)
    return DateReading(zone, local_day(request.at, zone), order)
