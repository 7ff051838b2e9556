"""What stood on the roadmap at another time, what changed since, and which dates held.

All of it is read from the change log.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from domain.core.changes import Change
from domain.core.errors import InvalidInput
from domain.core.people import Request
from domain.dates.days import local_day
from domain.dates.time_parsing import parse_since
from domain.ideas.model import Horizon, Idea, Status
from domain.objectives.history import objective_at
from domain.objectives.model import Objective
from domain.roadmap.board import Board
from domain.roadmap.time_travel.history import Facts, facts_at, heard_at, idea_at
from domain.roadmap.time_travel.slips import (
    Held,
    Outcome,
    SlipHistory,
    cutoff_of,
    how_held,
    outcome_of,
    slip_history,
)
from domain.roadmap.time_travel.travel import Since, by_kind, columns_of, plan_change
from services.ideas import permissions as idea_rights
from services.roadmap import board as roadmap
from services.roadmap import plans as idea_plans
from services.workspace import date_reading
from storage.database.engine import Database, Session
from storage.ideas import counts as idea_facts
from storage.ideas import queries as ideas
from storage.objectives import queries as objectives
from storage.roadmap import board as roadmap_storage
from storage.roadmap import history

DAYS_BEFORE = 30
LOOKS_BACK_DAYS = 365
_MOST_DAYS = 3650
_MOST_SHIPPED = 1_000
_PLANNED = (Status.PLANNED, Status.IN_PROGRESS)


def board_at(session: Session, workspace_id: int, at: datetime, zone: str | None = None) -> Board:
    """The board as it stood at an instant (part of a transaction), dated in ``zone``."""
    since = at - timedelta(days=roadmap.SHIPPED_DAYS)
    columns = columns_of(roadmap_at(session, workspace_id, at), since)
    found = {one: (columns[one][: roadmap.KEPT], len(columns[one])) for one in Horizon}
    shipped = (columns[None][: roadmap.KEPT], len(columns[None]))
    shown = [idea.id for some, _total in (*found.values(), shipped) for idea in some]
    serving = _serving_at(session, workspace_id, shown, at)
    return roadmap.arranged(session, workspace_id, found, shipped, at, zone, serving)


def roadmap_at(session: Session, workspace_id: int, at: datetime) -> list[Idea]:
    """The ideas that stood on the roadmap at an instant or were shipped lately then, as they were.

    It is a part of a transaction; the order is that of their numbers.
    """
    since = at - timedelta(days=roadmap.SHIPPED_DAYS)
    maybe = history.maybe_on_roadmap(session, workspace_id, at, since)
    facts = facts_at(history.places(session, workspace_id, maybe), at)
    standing = {one for one in maybe if one not in facts or _may_stand(facts[one], since)}
    found = ideas_at(session, workspace_id, standing, at).values()
    return sorted(
        (one for one in found if _is_on(one, since)),
        key=lambda one: one.number,
    )


def ideas_at(
    session: Session, workspace_id: int, ids: Collection[int], at: datetime
) -> dict[int, Idea]:
    """Some ideas by row id as they stood at an instant; those filed later are left out."""
    rows = idea_facts.of_ids(session, workspace_id, ids)
    told = facts_at(history.of_ideas(session, workspace_id, ids), at)
    there = {one: facts for one, facts in told.items() if one in rows and facts.is_there}
    votes = history.votes_at(session, workspace_id, there, at)
    linked = {number for facts in there.values() for number in facts.numbers("evidence")}
    known = history.feedback_by_number(session, workspace_id, linked)
    said = facts_at(
        history.of_subjects(session, workspace_id, "feedback", [one[0] for one in known.values()]),
        at,
    )
    heard = {
        number: heard_at(said.get(row_id), customer, state)
        for number, (row_id, customer, state) in known.items()
    }
    return {
        one: idea_at(rows[one], facts, votes.get(one, 0), heard) for one, facts in there.items()
    }


def changes_since(database: Database, request: Request, words: str) -> Since:
    """What changed on the roadmap since the instant that ``words`` name; raises InvalidInput.

    What was undone since then is no change.
    """
    reading = date_reading.of_person(database, request)
    zone, since = reading.zone, parse_since(words, request.at, reading.zone, reading.order)
    with database.snapshot() as session:
        log = history.plan_since(session, request.workspace_id, since)
        ids = {one.subject_id for one in log}
        now = idea_facts.of_ids(session, request.workspace_id, ids)
        # The instant itself belongs to what changed since, so the state before is one tick older.
        before = ideas_at(session, request.workspace_id, ids, since - timedelta(microseconds=1))
        found = (plan_change(before.get(one), idea) for one, idea in now.items())
        return Since(
            since=since,
            zone=zone,
            changes=by_kind(one for one in found if one is not None),
            filed=sum(one.field == "created" for one in log),
        )


def slips(database: Database, request: Request, number: int) -> SlipHistory:
    """How an idea's dates and columns moved. Raises NotFound."""
    with database.reading() as session:
        idea = ideas.by_number(session, request.workspace_id, number)
        if idea is None:
            raise idea_rights.missing(session, request.workspace_id, number)
        return slips_of(session, idea)


def slips_of(session: Session, idea: Idea) -> SlipHistory:
    """How an idea's dates and columns moved (part of a transaction)."""
    return slip_history(idea, history.of_ideas(session, idea.workspace_id, [idea.id]))


def dates_held(database: Database, request: Request, days: int = DAYS_BEFORE) -> Held:
    """How often dates held among the ideas shipped in the last 365 days.

    Each counts by the last day it was first given, and by the one it had ``days`` before it was
    shipped. Raises InvalidInput for a number of days that makes no sense.
    """
    if not 1 <= days <= _MOST_DAYS:
        raise InvalidInput(f"Say a number of days from 1 to {_MOST_DAYS:,}: /roadmap dates 30")
    with database.snapshot() as session:
        workspace_id, zone = request.workspace_id, idea_plans.zone_of(session, request)
        since = request.at - timedelta(days=LOOKS_BACK_DAYS)
        shipped, _total = roadmap_storage.shipped(session, workspace_id, since, _MOST_SHIPPED)
        dated: dict[int, list[Change]] = {one.id: [] for one in shipped}
        for change in history.of_ideas(session, workspace_id, dated):
            if change.field == "dates":
                dated[change.subject_id].append(change)
        found = [_outcome(one, dated[one.id], days, zone) for one in shipped]
        counted = [one for one in found if one is not None]
        today = local_day(request.at, zone)
        return how_held(
            counted,
            since=local_day(since, zone),
            days=days,
            undated=len(found) - len(counted),
            overdue=history.overdue(session, workspace_id, today, _MOST_SHIPPED),
        )


def _serving_at(
    session: Session, workspace_id: int, ids: Collection[int], at: datetime
) -> dict[int, list[Objective]]:
    """The objectives that some ideas served at an instant and that were open then."""
    told = facts_at(history.of_ideas(session, workspace_id, ids), at)
    numbers = {one for facts in told.values() for one in facts.numbers("objective")}
    known = [objectives.by_number(session, workspace_id, number) for number in sorted(numbers)]
    rows = {one.id: one for one in known if one is not None}
    log = facts_at(history.of_subjects(session, workspace_id, "objective", rows), at)
    then = [objective_at(row, log.get(row_id)) for row_id, row in rows.items()]
    still = sorted(
        (one for one in then if not one.state.is_closed), key=lambda one: (one.ends_on, one.number)
    )
    return {
        idea_id: [one for one in still if one.number in facts.numbers("objective")]
        for idea_id, facts in told.items()
    }


def _outcome(idea: Idea, dated: Iterable[Change], days: int, zone: str) -> Outcome | None:
    shipped_at = idea.shipped_at
    assert shipped_at is not None
    until = [one for one in dated if one.at <= shipped_at]
    return outcome_of(idea, until, local_day(shipped_at, zone), cutoff_of(shipped_at, days))


def _may_stand(facts: Facts, since: datetime) -> bool:
    status = facts.get("status", Status.OPEN)
    is_shipped = status == Status.SHIPPED and facts.since.get("status", since) >= since
    return is_shipped or status in _PLANNED


def _is_on(idea: Idea, since: datetime) -> bool:
    if idea.status in _PLANNED:
        return idea.horizon is not None
    return idea.shipped_at is not None and idea.shipped_at >= since
