"""Ideas as they are stored and changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from domain.dates.days import Dates
from domain.ideas.model import Idea, Position, Status
from storage.database.reference_numbers import give_back, next_number
from storage.database.upsert import insert_into
from storage.ideas.queries import by_id, search_words, title_key
from storage.schema import IdeaRow


@dataclass(frozen=True, slots=True)
class NewRow:
    """The columns of an idea that is filed; ``area_id`` is a row of the areas."""

    title: str
    description: str
    area_id: int | None
    owner_id: str | None
    created_by: str
    created_at: datetime
    request_key: str | None


def create(session: Session, workspace_id: int, new: NewRow) -> Idea | None:
    """Store an idea under the next number; None when its request has filed one already."""
    number = next_number(session, workspace_id, "I")
    values = {
        "workspace_id": workspace_id,
        "number": number,
        "title": new.title,
        "title_key": title_key(new.title),
        "description": new.description,
        "words": search_words(number, new.title, new.description),
        "area_id": new.area_id,
        "owner_id": new.owner_id,
        "status": Status.OPEN.value,
        "votes": 0,
        "created_by": new.created_by,
        "created_at": new.created_at,
        "request_key": new.request_key,
    }
    statement = insert_into(session, IdeaRow).values(values).on_conflict_do_nothing()
    stored = session.connection().execute(statement.returning(col(IdeaRow.id))).first()
    if stored is None:
        give_back(session, workspace_id, "I")
        return None
    return by_id(session, workspace_id, stored[0])


def describe(
    session: Session, idea: Idea, title: str, description: str, area_id: int | None
) -> None:
    """Renew what an idea says and the area that it belongs to."""
    _change(
        session,
        idea,
        title=title,
        description=description,
        area_id=area_id,
        title_key=title_key(title),
        words=search_words(idea.number, title, description),
    )


def give(session: Session, idea: Idea, owner_id: str | None) -> None:
    """Set the owner of an idea, or none."""
    _change(session, idea, owner_id=owner_id)


def schedule(session: Session, idea: Idea, dates: Dates, public_title: str | None) -> None:
    """Set an idea's dates and the title that customers may see."""
    _change(
        session,
        idea,
        starts_on=dates.starts_on,
        ends_on=dates.ends_on,
        date_confidence=dates.confidence.value if dates.confidence else None,
        public_title=public_title,
    )


def place(session: Session, idea: Idea, position: Position, decline_reason: str | None) -> None:
    """Set where an idea stands."""
    _change(
        session,
        idea,
        status=position.status.value,
        horizon=position.horizon.value if position.horizon else None,
        shipped_at=position.shipped_at,
        decline_reason=decline_reason,
    )


def _change(session: Session, idea: Idea, **columns: Any) -> None:
    statement = update(IdeaRow).where(
        col(IdeaRow.id) == idea.id, col(IdeaRow.workspace_id) == idea.workspace_id
    )
    session.connection().execute(statement.values(**columns))
