"""Progress of objectives: every report is kept, and the latest one stands on the objective."""

from sqlalchemy import update
from sqlmodel import Session, col, select

from domain.core.people import Request
from domain.objectives.model import Confidence, Progress
from storage.database.upsert import insert_into
from storage.schema import ObjectiveRow, ProgressRow


def report(
    session: Session,
    request: Request,
    objective_id: int,
    value: float,
    confidence: Confidence | None,
    words: str,
) -> bool:
    """Keep a report and make it the latest; False when the same request was kept already."""
    values = {
        "workspace_id": request.workspace_id,
        "objective_id": objective_id,
        "value": value,
        "confidence": confidence.value if confidence else None,
        "note": words,
        "given_by": request.user_id,
        "given_at": request.at,
        "request_key": request.key,
    }
    statement = insert_into(session, ProgressRow).values(values).on_conflict_do_nothing()
    if session.connection().execute(statement.returning(col(ProgressRow.id))).first() is None:
        return False
    renewed = update(ObjectiveRow).where(
        col(ObjectiveRow.id) == objective_id,
        col(ObjectiveRow.workspace_id) == request.workspace_id,
    )
    session.connection().execute(
        renewed.values(current_value=value, confidence=values["confidence"], progress_at=request.at)
    )
    return True


def history(session: Session, workspace_id: int, objective_id: int, limit: int) -> list[Progress]:
    """The latest reports of an objective, oldest first."""
    query = (
        select(ProgressRow)
        .where(ProgressRow.workspace_id == workspace_id, ProgressRow.objective_id == objective_id)
        .order_by(col(ProgressRow.id).desc())
        .limit(limit)
    )
    return [
        Progress(
            value=row.value,
            confidence=Confidence(row.confidence) if row.confidence else None,
            note=row.note,
            given_by=row.given_by,
            given_at=row.given_at,
        )
        for row in reversed(session.exec(query).all())
    ]
