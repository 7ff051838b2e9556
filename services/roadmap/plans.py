"""Plans of ideas: their dates, the title for customers, and what a change of them would break."""

from dataclasses import replace
from datetime import date

from domain.core.errors import InvalidInput
from domain.core.people import Request, may_know_customers
from domain.dates.date_parsing import checked, read_dates
from domain.dates.days import Dates, local_day
from domain.ideas.model import Horizon, Idea, Position, Status, moved
from domain.roadmap.plans import Caution, Plan
from services.ideas import permissions as idea_rights
from services.ideas.actions import set_plan
from services.roadmap import dependencies
from services.roadmap import promise_tracking as promise_keeping
from services.workspace import date_reading
from services.workspace import people as time_zone_people
from services.workspace.switches import is_on
from storage.database.engine import Database, Session
from storage.ideas import queries as ideas
from storage.roadmap import promises
from storage.workspace import people


def set_dates(
    database: Database, request: Request, number: int, words: str
) -> tuple[Idea, Caution]:
    """Set an idea's dates as typed, such as ``from 2026-10 to 2026-12 firm`` or ``no date``.

    The idea comes with what speaks against its plan now and what this change broke. Managers may,
    and who owns it. Raises NotFound, NotAllowed and InvalidInput.
    """
    reading = date_reading.of_person(database, request)
    wish = read_dates(words, reading.today, reading.order)
    with database.transaction() as session:
        before = idea_rights.to_plan(session, request, number, "set its dates")
        dates = wish.applied(before.dates)
        if not dates.are_set and not wish.clears:
            raise InvalidInput(
                f"{before.reference} has no dates yet that could be {wish.confidence}. "
                f"Say them too: /idea {before.reference} by 2026-12-15 {wish.confidence}"
            )
        after = set_plan(session, request, before, Plan(dates, before.public_title))
        made = promises.of_ideas(session, after.workspace_id, [after.id])
        broken = promise_keeping.breaches_between(made, before, after)
        return after, _standing(session, request, after).after(Caution(broken))


def would_break(
    database: Database,
    request: Request,
    number: int,
    target: Status | Horizon | None,
    dates: Dates | None = None,
) -> Caution:
    """The promises that moving an idea, or giving it other dates, would break.

    Raises NotFound, and InvalidInput for dates that are none.
    """
    with database.reading() as session:
        before = ideas.by_number(session, request.workspace_id, number)
        if before is None:
            raise idea_rights.missing(session, request.workspace_id, number)
        if not is_on(session, request.workspace_id, "roadmap"):
            return Caution()
        after = _dated(before, checked(dates)) if dates is not None else before
        if target is not None:
            position = Position(before.status, before.horizon, before.shipped_at)
            there = moved(position, target, request.at)
            after = replace(
                after, status=there.status, horizon=there.horizon, shipped_at=there.shipped_at
            )
        made = promises.of_ideas(session, before.workspace_id, [before.id])
        breaches = promise_keeping.breaches_between(made, before, after)
        return Caution(breaches, (), _knows(session, request))


def caution(database: Database, request: Request, number: int) -> Caution:
    """What speaks against an idea's plan as it stands. Raises NotFound."""
    with database.reading() as session:
        idea = ideas.by_number(session, request.workspace_id, number)
        if idea is None:
            raise idea_rights.missing(session, request.workspace_id, number)
        if not is_on(session, request.workspace_id, "roadmap"):
            return Caution()
        return _standing(session, request, idea)


def today(session: Session, request: Request) -> date:
    """The day on which the person asks, in their zone or the workspace's."""
    return local_day(request.at, zone_of(session, request))


def zone_of(session: Session, request: Request) -> str:
    """The IANA zone of the person who asks, else the workspace's, else UTC."""
    person = people.get(session, request.workspace_id, request.user_id)
    return time_zone_people.zone_of(session, request.workspace_id, person)


def _standing(session: Session, request: Request, idea: Idea) -> Caution:
    return Caution(
        promise_keeping.standing_breaches(session, idea),
        dependencies.warnings_about(session, idea),
        _knows(session, request),
    )


def _knows(session: Session, request: Request) -> bool:
    person = people.get(session, request.workspace_id, request.user_id)
    return may_know_customers(person)


def _dated(idea: Idea, dates: Dates) -> Idea:
    return replace(
        idea,
        starts_on=dates.starts_on,
        ends_on=dates.ends_on,
        confidence=dates.confidence,
    )
