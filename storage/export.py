"""Everything that was ever entered, row by row, for leaving or for looking at elsewhere."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, SQLModel, select

from storage import tables

KINDS: dict[str, type[SQLModel]] = {
    "workspaces": tables.WorkspaceRow,
    "managers": tables.ManagerRow,
    "people": tables.PersonRow,
    "channels": tables.ChannelRow,
    "customers": tables.CustomerRow,
    "areas": tables.AreaRow,
    "feedback": tables.FeedbackRow,
    "ideas": tables.IdeaRow,
    "evidence": tables.EvidenceRow,
    "cards": tables.CardRow,
    "reactions": tables.ReactionRow,
    "votes": tables.VoteRow,
    "estimates": tables.EstimateRow,
    "scores": tables.ScoreRow,
    "scoring": tables.ScoringRow,
    "area_methods": tables.AreaMethodRow,
    "rubrics": tables.RubricRow,
    "announcements": tables.AnnouncementRow,
    "announcement_places": tables.AnnouncementPlaceRow,
    "subscriptions": tables.SubscriptionRow,
    "deliveries": tables.DeliveryRow,
    "changes": tables.ChangeRow,
}
"""What an export holds, by the name of its list."""

NOT_ENTERED = frozenset({"outbox", "job_run", "counter", "pace", "refused_block"})
"""Tables that hold only what the program itself needs to go on."""

_SECRET = frozenset({"sealed_token"})
_BATCH = 500


def rows(session: Session, kind: str) -> Iterator[dict[str, Any]]:
    """Every row of a kind in the order of its key, as JSON values and without secrets."""
    table = KINDS[kind]
    columns = [column for column in table.__table__.columns if column.name not in _SECRET]  # type: ignore[attr-defined]
    query = select(*columns).order_by(*table.__table__.primary_key.columns)  # type: ignore[attr-defined]
    found = session.connection().execution_options(yield_per=_BATCH).execute(query)
    for row in found.mappings():
        yield {name: _json(value) for name, value in row.items()}


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value
