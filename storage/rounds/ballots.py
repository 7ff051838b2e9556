"""Ballots: the points that people give, hidden until the count."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from domain.rounds.ballots import Given
from storage.schema import BallotPointsRow


def give(
    session: Session,
    workspace_id: int,
    round_id: int,
    user_id: str,
    points: Mapping[int, int],
    at: datetime,
) -> None:
    """Put a person's points, by idea (row id), in place of those they gave before."""
    mine = delete(BallotPointsRow).where(
        col(BallotPointsRow.workspace_id) == workspace_id,
        col(BallotPointsRow.round_id) == round_id,
        col(BallotPointsRow.user_id) == user_id,
    )
    session.connection().execute(mine)
    rows = [
        {
            "round_id": round_id,
            "idea_id": idea_id,
            "user_id": user_id,
            "workspace_id": workspace_id,
            "points": given,
            "given_at": at,
        }
        for idea_id, given in points.items()
    ]
    if rows:
        session.connection().execute(insert(BallotPointsRow), rows)


def of_person(session: Session, workspace_id: int, round_id: int, user_id: str) -> dict[int, int]:
    """One person's own points, by idea (row id)."""
    query = select(BallotPointsRow.idea_id, BallotPointsRow.points).where(
        BallotPointsRow.workspace_id == workspace_id,
        BallotPointsRow.round_id == round_id,
        BallotPointsRow.user_id == user_id,
    )
    return dict(session.exec(query).all())


def everybody(session: Session, workspace_id: int, round_id: int) -> list[Given]:
    """All points of a ballot: for the count alone."""
    query = (
        select(BallotPointsRow)
        .where(BallotPointsRow.workspace_id == workspace_id)
        .where(BallotPointsRow.round_id == round_id)
        .order_by(col(BallotPointsRow.idea_id), col(BallotPointsRow.user_id))
    )
    return [Given(row.idea_id, row.user_id, row.points) for row in session.exec(query)]
