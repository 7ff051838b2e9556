"""Ranking: ideas in an order, where one stands, and who stands behind one."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, and_, func, or_
from sqlmodel import Session, col, select

from domain.core.money import Money, Rates
from domain.feedback.model import FeedbackState
from domain.ideas.model import Idea, Status
from domain.scoring.ranking import Asked, Order, RankingFilter, Scored
from domain.text.labels import fold_name
from storage.customers.lists import worth
from storage.ideas import counts as idea_facts
from storage.ideas.queries import of_evidence
from storage.schema import (
    AreaRow,
    CustomerRow,
    EvidenceRow,
    FeedbackRow,
    IdeaRow,
    PersonRow,
    ScoreRow,
)

_CLOSED = tuple(status.value for status in Status if status.is_closed)
_SHOWN_NUMBERS = 5


def by_score(
    session: Session,
    workspace_id: int,
    method: str,
    narrow: RankingFilter,
    limit: int,
    offset: int,
    rates: Rates | None = None,
) -> tuple[list[tuple[Idea, float]], int]:
    """Ideas by their score with one method, best first, then most votes; and how many there are."""
    scored: Any = select(ScoreRow.idea_id, ScoreRow.value).join(
        IdeaRow, col(IdeaRow.id) == col(ScoreRow.idea_id)
    )
    scored = scored.where(
        col(ScoreRow.workspace_id) == workspace_id,
        col(ScoreRow.method) == method,
        col(ScoreRow.value).is_not(None),
        *_only(workspace_id, narrow, rates),
    )
    query = scored.order_by(
        col(ScoreRow.value).desc(), col(IdeaRow.votes).desc(), col(IdeaRow.number)
    )
    rows = session.execute(query.limit(limit).offset(offset)).all()
    ideas = idea_facts.of_ids(session, workspace_id, [idea_id for idea_id, _ in rows])
    return [(ideas[idea_id], float(value)) for idea_id, value in rows], _count(session, scored)


def by_count(
    session: Session,
    workspace_id: int,
    order: Order,
    narrow: RankingFilter,
    limit: int,
    offset: int,
    rates: Rates | None = None,
) -> tuple[list[Idea], int]:
    """Ideas by votes, customers, revenue or pieces of feedback, most first; and how many there are.

    By revenue ``rates`` say what currencies are worth; ideas behind which none is known come last.
    """
    found: Any = select(IdeaRow.id).where(*_only(workspace_id, narrow, rates))
    if order is Order.REVENUE:
        return _by_revenue(session, workspace_id, found, rates or Rates(), limit, offset)
    counted: Any = {
        Order.VOTES: col(IdeaRow.votes),
        Order.CUSTOMERS: of_evidence(func.count(func.distinct(col(FeedbackRow.customer_id)))),
        Order.ASKED: of_evidence(func.count()),
    }[order]
    query = found.order_by(counted.desc(), col(IdeaRow.votes).desc(), col(IdeaRow.number))
    ids = list(session.scalars(query.limit(limit).offset(offset)))
    ideas = idea_facts.of_ids(session, workspace_id, ids)
    return [ideas[one] for one in ids], _count(session, found)


def _by_revenue(
    session: Session, workspace_id: int, found: Any, rates: Rates, limit: int, offset: int
) -> tuple[list[Idea], int]:
    worth = _worth_of_ideas(workspace_id, rates)
    query = found.outerjoin(worth, worth.c.idea_id == col(IdeaRow.id)).order_by(
        func.coalesce(worth.c.total, 0.0).desc(), col(IdeaRow.votes).desc(), col(IdeaRow.number)
    )
    ids = list(session.scalars(query.limit(limit).offset(offset)))
    ideas = idea_facts.of_ids(session, workspace_id, ids)
    return [ideas[one] for one in ids], _count(session, found)


def revenue_behind(
    session: Session, workspace_id: int, idea_ids: Collection[int]
) -> dict[int, list[Money]]:
    """The revenue of the customers behind some ideas, by idea: each customer's once."""
    pairs = _askers(workspace_id).where(col(EvidenceRow.idea_id).in_(idea_ids)).subquery()
    query: Any = (
        select(pairs.c.idea_id, CustomerRow.currency, func.sum(CustomerRow.revenue_hundredths))
        .join(CustomerRow, col(CustomerRow.id) == pairs.c.customer_id)
        .where(col(CustomerRow.currency).is_not(None))
        .group_by(pairs.c.idea_id, col(CustomerRow.currency))
    )
    found: dict[int, list[Money]] = {}
    for idea_id, currency, hundredths in session.execute(query):
        found.setdefault(idea_id, []).append(Money(int(hundredths or 0), currency))
    return found


def place_of(session: Session, workspace_id: int, scored: Scored) -> int:
    """The place of a scored idea among the open ones with its method, from 1 on.

    An idea without a score stands behind all that have one; a closed one stands where it would.
    """
    ranked = _ranked(workspace_id, scored.method)
    me = select(IdeaRow.votes, IdeaRow.number).where(
        IdeaRow.workspace_id == workspace_id, IdeaRow.id == scored.idea_id
    )
    mine = session.exec(me).first()
    if scored.value is None or mine is None:
        return _count(session, ranked) + 1
    others = ranked.where(col(ScoreRow.idea_id) != scored.idea_id)
    return _count(session, others.where(_before(scored.value, *mine))) + 1


def count_ranked(session: Session, workspace_id: int, method: str) -> int:
    """How many open ideas have a score by a method."""
    return _count(session, _ranked(workspace_id, method))


def next_above(session: Session, workspace_id: int, scored: Scored) -> tuple[Idea, float] | None:
    """The open idea one place above a scored one, with its score; None for the first."""
    place = place_of(session, workspace_id, scored)
    found, _ = by_score(session, workspace_id, scored.method, RankingFilter(), 2, max(place - 2, 0))
    if place < 2 or not found:
        return None
    return found[0]


def count_unscored(
    session: Session, workspace_id: int, narrow: RankingFilter, rates: Rates | None = None
) -> int:
    """How many of the ideas that a filter leaves have no score by any method."""
    scored = select(ScoreRow.idea_id).where(
        col(ScoreRow.workspace_id) == workspace_id, col(ScoreRow.value).is_not(None)
    )
    found = select(IdeaRow.id).where(*_only(workspace_id, narrow, rates))
    return _count(session, found.where(col(IdeaRow.id).not_in(scored)))


def people_called(session: Session, workspace_id: int, name: str) -> list[str]:
    """The ids of at most two people with a name, or whose name begins with it as a word."""
    lowered = func.lower(col(PersonRow.name))
    wanted = name.strip().lower()
    query = (
        select(PersonRow.user_id)
        .where(PersonRow.workspace_id == workspace_id, col(PersonRow.is_bot).is_(False))
        .where(or_(lowered == wanted, lowered.startswith(f"{wanted} ", autoescape=True)))
        .order_by(lowered != wanted, col(PersonRow.user_id))
    )
    return list(session.exec(query.limit(2)))


def asked(session: Session, workspace_id: int, idea_id: int) -> Asked:
    """Who asked for an idea; what was taken back does not count."""
    behind: Any = (
        select(EvidenceRow.feedback_id)
        .join(FeedbackRow, col(FeedbackRow.id) == col(EvidenceRow.feedback_id))
        .where(col(EvidenceRow.workspace_id) == workspace_id, EvidenceRow.idea_id == idea_id)
        .where(col(FeedbackRow.state) != FeedbackState.WITHDRAWN.value)
    )
    speaker = func.coalesce(col(FeedbackRow.said_by), func.lower(col(FeedbackRow.said_by_name)), "")
    counts = behind.with_only_columns(
        func.count(),
        func.count(func.distinct(func.nullif(speaker, ""))),
        func.count(func.distinct(col(FeedbackRow.customer_id))),
    )
    pieces, people, customers = session.execute(counts).one()
    newest = behind.with_only_columns(col(FeedbackRow.number)).order_by(
        col(FeedbackRow.number).desc()
    )
    return Asked(pieces, people, customers, tuple(session.scalars(newest.limit(_SHOWN_NUMBERS))))


def _ranked(workspace_id: int, method: str) -> Select[Any]:
    query: Any = select(ScoreRow.idea_id).join(IdeaRow, col(IdeaRow.id) == col(ScoreRow.idea_id))
    ranked: Select[Any] = query.where(
        col(ScoreRow.workspace_id) == workspace_id,
        col(ScoreRow.method) == method,
        col(ScoreRow.value).is_not(None),
        col(IdeaRow.status).not_in(_CLOSED),
    )
    return ranked


def _before(value: float, votes: int, number: int) -> Any:
    same, tied = col(ScoreRow.value) == value, col(IdeaRow.votes) == votes
    return or_(
        col(ScoreRow.value) > value,
        and_(same, col(IdeaRow.votes) > votes),
        and_(same, tied, col(IdeaRow.number) < number),
    )


def _askers(workspace_id: int) -> Any:
    """Which customers asked for which idea, each pair once."""
    query: Any = select(EvidenceRow.idea_id, FeedbackRow.customer_id)
    return (
        query.join(FeedbackRow, col(FeedbackRow.id) == col(EvidenceRow.feedback_id))
        .where(EvidenceRow.workspace_id == workspace_id)
        .where(FeedbackRow.state != FeedbackState.WITHDRAWN.value)
        .where(col(FeedbackRow.customer_id).is_not(None))
        .distinct()
    )


def _worth_of_ideas(workspace_id: int, rates: Rates) -> Any:
    pairs = _askers(workspace_id).subquery()
    query: Any = select(pairs.c.idea_id, func.sum(worth(rates)).label("total"))
    return (
        query.join(CustomerRow, col(CustomerRow.id) == pairs.c.customer_id)
        .group_by(pairs.c.idea_id)
        .subquery()
    )


def _asked_by(workspace_id: int, narrow: RankingFilter, rates: Rates | None) -> list[Any]:
    """The conditions about the customers behind ideas."""
    conditions: list[Any] = []
    of: Any = select(CustomerRow.id).where(CustomerRow.workspace_id == workspace_id)
    standing = func.coalesce(col(CustomerRow.merged_into_id), col(CustomerRow.id))
    wanted = []
    if narrow.customer is not None:
        wanted.append(
            of.with_only_columns(standing).where(CustomerRow.key == fold_name(narrow.customer))
        )
    if narrow.tier is not None:
        wanted.append(of.where(CustomerRow.tier_key == fold_name(narrow.tier)))
    for customers in wanted:
        asking = _askers(workspace_id).where(col(FeedbackRow.customer_id).in_(customers))
        pairs = asking.subquery()
        conditions.append(col(IdeaRow.id).in_(select(pairs.c.idea_id)))
    if narrow.min_revenue is not None:
        sums = _worth_of_ideas(workspace_id, rates or Rates())
        least = float(narrow.min_revenue.hundredths)
        conditions.append(col(IdeaRow.id).in_(select(sums.c.idea_id).where(sums.c.total >= least)))
    return conditions


def _only(workspace_id: int, narrow: RankingFilter, rates: Rates | None = None) -> list[Any]:
    conditions: list[Any] = [col(IdeaRow.workspace_id) == workspace_id]
    if narrow.status is not None:
        conditions.append(col(IdeaRow.status) == narrow.status.value)
    else:
        conditions.append(col(IdeaRow.status).not_in(_CLOSED))
    if narrow.horizon is not None:
        conditions.append(col(IdeaRow.horizon) == narrow.horizon.value)
    if narrow.owner_id is not None:
        conditions.append(col(IdeaRow.owner_id) == narrow.owner_id)
    if narrow.area is not None:
        areas = select(AreaRow.id).where(
            AreaRow.workspace_id == workspace_id, AreaRow.key == fold_name(narrow.area)
        )
        conditions.append(col(IdeaRow.area_id).in_(areas))
    return [*conditions, *_asked_by(workspace_id, narrow, rates)]


def _count(session: Session, query: Any) -> int:
    counting: Any = select(func.count()).select_from(query.order_by(None).subquery())
    return int(session.execute(counting).scalar_one())
