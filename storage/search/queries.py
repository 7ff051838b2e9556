"""Searching everything: one statement for each kind, with the same filters."""

from collections.abc import Callable, Mapping

from sqlalchemy import func, select
from sqlmodel import Session

from domain.core.money import Rates
from domain.feedback.privacy import Reader
from domain.search.results import MOST_COUNTED, Found, Wanted
from domain.search.vocabulary import Kind, Sort
from storage.search import (
    feedback as searching_feedback,
)
from storage.search import (
    records as searching_others,
)
from storage.search import (
    rounds as searching_rounds,
)
from storage.search.filters import Asking, Part

_PARTS: Mapping[Kind, Callable[[Asking], Part]] = {
    Kind.FEEDBACK: searching_feedback.feedback,
    Kind.IDEA: searching_others.ideas,
    Kind.DECISION: searching_others.decisions,
    Kind.OBJECTIVE: searching_others.objectives,
    Kind.PROMISE: searching_others.promises,
    Kind.CUSTOMER: searching_others.customers,
    Kind.ROUND: searching_rounds.rounds,
    Kind.ANNOUNCEMENT: searching_rounds.announcements,
}


def find(
    session: Session,
    workspace_id: int,
    wanted: Wanted,
    reader: Reader,
    rates: Rates,
    limit: int,
    offset: int = 0,
) -> list[Found]:
    """What a search finds, in its order: each kind's best are read and put into one order.

    What was said in private is found by its words and its speaker only by who could read it there.
    """
    asking = Asking(session, workspace_id, wanted, reader, rates)
    found: list[Found] = []
    for kind in Kind:
        if kind in wanted.query.kinds:
            found += _of(asking, kind, limit + offset)
    return sorted(found, key=_place(wanted.query.sort))[offset : offset + limit]


def counts(
    session: Session, workspace_id: int, wanted: Wanted, reader: Reader, rates: Rates
) -> dict[Kind, int]:
    """How many of each kind a search finds, at most one more than are counted."""
    asking = Asking(session, workspace_id, wanted, reader, rates)
    counted: dict[Kind, int] = {}
    for kind in Kind:
        if kind not in wanted.query.kinds:
            continue
        part = _PARTS[kind](asking)
        some = part.narrowed(select(part.row_id)).limit(MOST_COUNTED + 1).subquery()
        number = session.execute(select(func.count()).select_from(some)).scalar_one()
        if number:
            counted[kind] = int(number)
    return counted


def _of(asking: Asking, kind: Kind, limit: int) -> list[Found]:
    part = _PARTS[kind](asking)
    sort = asking.wanted.query.sort
    rank = part.rank(sort)
    at = part.at.asc() if sort is Sort.OLDEST else part.at.desc()
    by_id = part.row_id.asc() if sort is Sort.OLDEST else part.row_id.desc()
    query = part.narrowed(select(part.row_id, part.at, rank)).order_by(rank, at, by_id)
    rows = asking.session.execute(query.limit(limit)).all()
    return [Found(kind, row_id, when, float(place)) for row_id, when, place in rows]


def _place(sort: Sort) -> Callable[[Found], tuple[float, float, str, int]]:
    direction = 1 if sort is Sort.OLDEST else -1
    return lambda one: (one.rank, direction * one.at.timestamp(), one.kind, direction * one.id)
