"""Decisions: stored, found, listed, and joined with the ideas that they are about."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, select

from domain.core.people import Request
from domain.decisions import Decision, DecisionQuote
from domain.feedback.model import Source
from domain.text.folding import fold, like_pattern
from storage.database.reference_numbers import give_back, next_number
from storage.database.upsert import insert_into
from storage.ideas import survivors
from storage.schema import DecisionIdeaRow, DecisionRow, IdeaRow
from storage.workspace.switches import is_on

_TEXTS = ("title", "context", "options", "outcome", "quote")


def create(
    session: Session,
    request: Request,
    facts: Mapping[str, Any],
    review_at: datetime | None,
    said: DecisionQuote | None,
) -> Decision | None:
    """Store a decision under the next number; None when its request has recorded one already."""
    workspace_id = request.workspace_id
    number = next_number(session, workspace_id, "D")
    values = {
        "workspace_id": workspace_id,
        "number": number,
        "recorded_by": request.user_id,
        "recorded_at": request.at,
        "request_key": request.key,
        "review_at": review_at,
        "source_is_private": False,
        **_columns(number, facts),
        **(_source(said) if said else {}),
    }
    statement = insert_into(session, DecisionRow).values(values).on_conflict_do_nothing()
    stored = session.connection().execute(statement.returning(col(DecisionRow.id))).first()
    if stored is None:
        give_back(session, workspace_id, "D")
        return None
    _set_ideas(session, workspace_id, stored[0], facts["ideas"])
    return by_number(session, workspace_id, number)


def rewrite(
    session: Session, decision: Decision, facts: Mapping[str, Any], review_at: datetime | None
) -> None:
    """Renew what a decision says and the ideas that it is about."""
    columns = _columns(decision.number, facts)
    _change(session, decision, **columns, review_at=review_at)
    _set_ideas(session, decision.workspace_id, decision.id, facts["ideas"])


def set_review(
    session: Session, decision: Decision, review_on: date | None, review_at: datetime | None
) -> None:
    """Set when a decision is looked at again, or with None that it is not."""
    _change(session, decision, review_on=review_on, review_at=review_at)


def by_number(session: Session, workspace_id: int, number: int) -> Decision | None:
    """The decision with a number, or None."""
    return _first(session, _own(workspace_id).where(col(DecisionRow.number) == number))


def by_id(session: Session, workspace_id: int, decision_id: int) -> Decision | None:
    """The decision with a row id, or None."""
    return _first(session, _own(workspace_id).where(col(DecisionRow.id) == decision_id))


def of_ids(session: Session, workspace_id: int, ids: Collection[int]) -> list[Decision]:
    """Some decisions by row id, in no order."""
    return _all(session, _own(workspace_id).where(col(DecisionRow.id).in_(ids)))


def by_request(session: Session, workspace_id: int, key: str) -> Decision | None:
    """The decision that a request recorded, or None."""
    return _first(session, _own(workspace_id).where(col(DecisionRow.request_key) == key))


def lock(session: Session, workspace_id: int, number: int) -> Decision | None:
    """The decision with a number, which nobody else changes until the transaction ends."""
    query = _own(workspace_id).where(col(DecisionRow.number) == number)
    return _first(session, query.with_for_update())


def find(
    session: Session, workspace_id: int, words: str, limit: int, offset: int = 0
) -> list[Decision]:
    """The decisions that hold every word, typed whole or begun; newest first.

    What was said in a private channel is not searched.
    """
    query = _own(workspace_id)
    text: Any = " " + col(DecisionRow.words)
    for word in list(dict.fromkeys(fold(words).split()))[:12]:
        query = query.where(text.like(like_pattern(word)))
    newest = query.order_by(col(DecisionRow.number).desc())
    return _all(session, newest.limit(limit).offset(offset))


def of_idea(session: Session, workspace_id: int, idea_id: int, limit: int) -> list[Decision]:
    """The decisions about an idea, newest first."""
    query = (
        _own(workspace_id)
        .join(DecisionIdeaRow, col(DecisionIdeaRow.decision_id) == col(DecisionRow.id))
        .where(col(DecisionIdeaRow.idea_id) == idea_id)
        .order_by(col(DecisionRow.number).desc())
    )
    return _all(session, query.limit(limit))


def awaiting(session: Session, workspace_id: int, user_id: str, day: date) -> list[Decision]:
    """The decisions of a person whose review date has come, the longest waiting first."""
    query = (
        _own(workspace_id)
        .where(col(DecisionRow.owner_id) == user_id, col(DecisionRow.review_on) <= day)
        .order_by(col(DecisionRow.review_on), col(DecisionRow.number))
    )
    return _all(session, query)


def due(session: Session, at: datetime, limit: int) -> list[tuple[int, int]]:
    """Workspace and row id of the decisions to be looked at by now; for the clock."""
    query = (
        select(DecisionRow.workspace_id, DecisionRow.id)
        .where(col(DecisionRow.review_at) <= at, is_on("decisions", col(DecisionRow.workspace_id)))
        .order_by(col(DecisionRow.review_at), col(DecisionRow.id))
        .limit(limit)
    )
    return [(workspace_id, row_id or 0) for workspace_id, row_id in session.exec(query)]


def asked(session: Session, decision: Decision) -> bool:
    """Note that its owner is being asked; False when somebody else did so in the meantime."""
    statement = (
        update(DecisionRow)
        .where(col(DecisionRow.workspace_id) == decision.workspace_id)
        .where(col(DecisionRow.id) == decision.id)
        .where(col(DecisionRow.review_at) == decision.review_at)
    )
    return session.connection().execute(statement.values(review_at=None)).rowcount == 1


def _columns(number: int, facts: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: facts[name] for name in _TEXTS}
    searched = " ".join(texts[name] for name in _TEXTS if name != "quote")
    review_on = facts["review_on"]
    return {
        **texts,
        "words": fold(f"D {number} d{number} {searched}"),
        "decided_by": facts["decided_by"],
        "disagreed": facts["disagreed"],
        "owner_id": facts["owner"],
        "review_on": date.fromisoformat(review_on) if review_on else None,
    }


def _source(said: DecisionQuote) -> dict[str, Any]:
    return {
        "said_by": said.said_by,
        "said_by_name": said.said_by_name,
        "source_channel_id": said.source.channel_id,
        "source_ts": said.source.message_ts,
        "source_permalink": said.source.permalink,
        "source_is_private": said.source.is_private,
    }


def _set_ideas(
    session: Session, workspace_id: int, decision_id: int, numbers: Collection[int]
) -> None:
    session.connection().execute(
        delete(DecisionIdeaRow).where(
            col(DecisionIdeaRow.workspace_id) == workspace_id,
            col(DecisionIdeaRow.decision_id) == decision_id,
        )
    )
    meant = survivors.of_numbers(session, workspace_id, numbers)
    rows = [
        {"decision_id": decision_id, "idea_id": idea_id, "workspace_id": workspace_id}
        for idea_id in sorted(set(meant.values()))
    ]
    if rows:
        session.connection().execute(insert(DecisionIdeaRow), rows)


def _own(workspace_id: int) -> Any:
    return select(DecisionRow).where(col(DecisionRow.workspace_id) == workspace_id)


def _change(session: Session, decision: Decision, **columns: Any) -> None:
    statement = update(DecisionRow).where(
        col(DecisionRow.id) == decision.id,
        col(DecisionRow.workspace_id) == decision.workspace_id,
    )
    session.connection().execute(statement.values(**columns))


def _first(session: Session, query: Any) -> Decision | None:
    found = _all(session, query.limit(1))
    return found[0] if found else None


def _all(session: Session, query: Any) -> list[Decision]:
    # The session may hold the row from before an update of this transaction.
    rows = session.exec(query.execution_options(populate_existing=True)).all()
    ideas = _ideas(session, rows)
    return [_decision(row, ideas.get(row.id, ())) for row in rows]


def _ideas(session: Session, rows: Collection[DecisionRow]) -> dict[int, tuple[int, ...]]:
    query = (
        select(DecisionIdeaRow.decision_id, IdeaRow.number)
        .join(IdeaRow, col(IdeaRow.id) == col(DecisionIdeaRow.idea_id))
        .where(col(DecisionIdeaRow.decision_id).in_([row.id for row in rows]))
        .order_by(col(IdeaRow.number))
    )
    found: dict[int, tuple[int, ...]] = {}
    for decision_id, number in session.exec(query):
        found[decision_id] = (*found.get(decision_id, ()), number)
    return found


def _decision(row: DecisionRow, idea_numbers: tuple[int, ...]) -> Decision:
    return Decision(
        id=row.id or 0,
        workspace_id=row.workspace_id,
        number=row.number,
        title=row.title,
        context=row.context,
        options=row.options,
        outcome=row.outcome,
        decided_by=tuple(row.decided_by),
        disagreed=tuple(row.disagreed),
        owner_id=row.owner_id,
        review_on=row.review_on,
        review_at=row.review_at,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        quote=row.quote,
        said=_said(row),
        idea_numbers=idea_numbers,
    )


def _said(row: DecisionRow) -> DecisionQuote | None:
    if row.source_channel_id is None:
        return None
    source = Source(
        row.source_channel_id, row.source_ts, row.source_permalink, row.source_is_private
    )
    return DecisionQuote(source, row.said_by, row.said_by_name)
