"""Searching ideas, decisions, objectives, promises and customers."""

from dataclasses import replace
from typing import Any

from sqlalchemy import and_, case, func, literal, not_, or_, select
from sqlmodel import col

from domain.feedback.model import FeedbackState
from domain.ideas.model import Horizon, Status
from domain.objectives.model import ObjectiveState
from domain.roadmap.promises import PromiseState
from domain.search.query_language import Term
from domain.search.vocabulary import Sort
from domain.text.folding import fold
from domain.text.labels import fold_name
from storage.customers.lists import worth
from storage.database import full_text
from storage.schema import (
    CustomerRow,
    DecisionIdeaRow,
    DecisionRow,
    EvidenceRow,
    FeedbackRow,
    IdeaRow,
    ObjectiveIdeaRow,
    ObjectiveRow,
    PromiseRow,
)
from storage.search.filters import (
    Asking,
    Part,
    among,
    asks_of_customers,
    dated,
    folded,
    in_area,
    indexed,
    named,
    of_customers,
    owned_by,
    said_by,
    sought,
    tied,
)

_CLOSED = tuple(status.value for status in Status if status.is_closed)


def ideas(asking: Asking) -> Part:
    """The statement for ideas; a merged one is found as the idea that it is part of, and by
    is:merged."""
    row, wanted = IdeaRow, asking.wanted
    terms = wanted.query.terms
    status = col(row.status)
    states = {one.value: status == one.value for one in Status}
    states |= {one.value: col(row.horizon) == one.value for one in Horizon}
    states |= {"open": status.not_in(_CLOSED), "closed": status.in_(_CLOSED)}
    states |= {
        "unowned": col(row.owner_id).is_(None),
        "mine": or_(col(row.created_by) == wanted.me, _is(row.owner_id, wanted.me)),
    }
    conditions: list[Any] = [
        col(row.workspace_id) == asking.workspace_id,
        *dated(asking, col(row.created_at)),
        *among(asking, states),
        *said_by(asking, col(row.created_by)),
        *owned_by(asking, col(row.owner_id)),
        *in_area(asking, col(row.area_id)),
        *_asked_for(asking),
        *indexed(col(row.words), terms),
        *_numbered(asking, row.number),
    ]
    if "merged" not in asking.states() and wanted.query.number is None:
        conditions.append(status != Status.MERGED.value)
    if words := sought(terms):
        conditions.append(full_text.holds(asking.session, "idea", words))
    ranks = {
        Sort.BEST: case((named(col(row.title_key), terms), 0.0), else_=1.0),
        Sort.VOTES: -col(row.votes),
    }
    return Part(col(row.id), col(row.created_at), tuple(conditions), ranks=ranks)


def decisions(asking: Asking) -> Part:
    """The statement for decisions, by what was written of them, and not by the quotation."""
    row, wanted = DecisionRow, asking.wanted
    mine = or_(col(row.owner_id) == wanted.me, col(row.recorded_by) == wanted.me)
    conditions: list[Any] = [
        col(row.workspace_id) == asking.workspace_id,
        *dated(asking, col(row.recorded_at)),
        *among(asking, {"mine": mine}),
        *said_by(asking, col(row.recorded_by)),
        *owned_by(asking, col(row.owner_id)),
        *folded(col(row.words), wanted.query.terms),
        *_numbered(asking, row.number),
        *tied(asking, row.id, DecisionIdeaRow.decision_id, DecisionIdeaRow),
    ]
    ranks = {Sort.BEST: literal(1.0)}
    return Part(col(row.id), col(row.recorded_at), tuple(conditions), ranks=ranks)


def objectives(asking: Asking) -> Part:
    """The statement for objectives."""
    row, wanted = ObjectiveRow, asking.wanted
    is_open = col(row.state) == ObjectiveState.OPEN.value
    states = {
        "open": is_open,
        "closed": not_(is_open),
        "mine": or_(col(row.owner_id) == wanted.me, col(row.created_by) == wanted.me),
    }
    conditions: list[Any] = [
        col(row.workspace_id) == asking.workspace_id,
        *dated(asking, col(row.created_at)),
        *among(asking, states),
        *said_by(asking, col(row.created_by)),
        *owned_by(asking, col(row.owner_id)),
        *folded(col(row.words), wanted.query.terms),
        *_numbered(asking, row.number),
        *tied(asking, row.id, ObjectiveIdeaRow.objective_id, ObjectiveIdeaRow),
    ]
    ranks = {Sort.BEST: literal(1.0)}
    return Part(col(row.id), col(row.created_at), tuple(conditions), ranks=ranks)


def promises(asking: Asking) -> Part:
    """The statement for promises: by the customer, the idea and the note."""
    row, wanted = PromiseRow, asking.wanted
    states: dict[str, Any] = {one.value: col(row.state) == one.value for one in PromiseState}
    states["mine"] = or_(col(row.promised_by) == wanted.me, col(row.created_by) == wanted.me)
    conditions: list[Any] = [
        col(row.workspace_id) == asking.workspace_id,
        *dated(asking, col(row.created_at)),
        *among(asking, states),
        *said_by(asking, col(row.promised_by)),
        *of_customers(asking, col(row.customer_id)),
        *(_in_promise(term) for term in wanted.query.terms),
        *_numbered(asking, row.number),
    ]
    if wanted.ideas is not None:
        conditions.append(col(row.idea_id).in_(wanted.ideas))
    if wanted.not_ideas:
        conditions.append(col(row.idea_id).not_in(wanted.not_ideas))
    joins = (
        (CustomerRow, col(CustomerRow.id) == col(row.customer_id)),
        (IdeaRow, col(IdeaRow.id) == col(row.idea_id)),
    )
    ranks = {Sort.BEST: literal(1.0)}
    return Part(col(row.id), col(row.created_at), tuple(conditions), joins, ranks)


def customers(asking: Asking) -> Part:
    """The statement for customers, by name and tier; a double is found as what it became."""
    row, wanted = CustomerRow, asking.wanted
    states = {
        "mine": _is(row.owner_id, wanted.me),
        "unowned": col(row.owner_id).is_(None),
    }
    conditions: list[Any] = [
        col(row.workspace_id) == asking.workspace_id,
        col(row.merged_into_id).is_(None),
        *dated(asking, col(row.created_at)),
        *among(asking, states),
        *owned_by(asking, col(row.owner_id)),
        *of_customers(asking, col(row.id)),
        *(_in_customer(term) for term in wanted.query.terms),
    ]
    ranks = {Sort.REVENUE: -worth(asking.rates)}
    return Part(col(row.id), col(row.created_at), tuple(conditions), ranks=ranks)


def _asked_for(asking: Asking) -> list[Any]:
    """The conditions on ideas about the customers behind them."""
    wanted = asking.wanted
    asked = replace(wanted, not_customers=(), not_tiers=())
    conditions = []
    if asks_of_customers(asked):
        conditions.append(col(IdeaRow.id).in_(_behind(replace(asking, wanted=asked))))
    nothing = replace(asked, customers=None, tiers=None, least=None, is_of_any_customer=False)
    if wanted.not_customers:
        denied = replace(nothing, customers=wanted.not_customers)
        conditions.append(col(IdeaRow.id).not_in(_behind(replace(asking, wanted=denied))))
    if wanted.not_tiers:
        denied = replace(nothing, tiers=wanted.not_tiers)
        conditions.append(col(IdeaRow.id).not_in(_behind(replace(asking, wanted=denied))))
    return conditions


def _behind(asking: Asking) -> Any:
    """The row ids of the ideas that some customers asked for."""
    return (
        select(col(EvidenceRow.idea_id))
        .join(FeedbackRow, col(FeedbackRow.id) == col(EvidenceRow.feedback_id))
        .where(col(EvidenceRow.workspace_id) == asking.workspace_id)
        .where(col(FeedbackRow.state) != FeedbackState.WITHDRAWN.value)
        .where(*of_customers(asking, col(FeedbackRow.customer_id)))
    )


def _numbered(asking: Asking, column: Any) -> list[Any]:
    number = asking.wanted.query.number
    return [col(column) == number] if number is not None else []


def _in_promise(term: Term) -> Any:
    words: Any = " " + col(IdeaRow.words)
    note: Any = func.lower(func.coalesce(col(PromiseRow.note), ""))
    wanted = fold(term.text).split()
    held = or_(
        and_(*(words.like(f"% {word}%") for word in wanted)) if wanted else literal(False),
        col(CustomerRow.key).contains(fold_name(term.text), autoescape=True),
        note.contains(term.text.lower(), autoescape=True),
    )
    return not_(held) if term.is_not else held


def _in_customer(term: Term) -> Any:
    key = fold_name(term.text)
    held = or_(
        col(CustomerRow.key).contains(key, autoescape=True),
        func.coalesce(col(CustomerRow.tier_key), "") == key,
    )
    return not_(held) if term.is_not else held


def _is(column: Any, value: str) -> Any:
    """Equality that is false, and not unknown, for a column without a value."""
    return func.coalesce(col(column), "") == value
