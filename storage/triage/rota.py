"""The rota, the time limit and the triage channel of a workspace."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from domain.core.clocks import is_within
from domain.core.people import Request
from domain.triage.limits import Limit, Unit
from domain.triage.rota import Rota
from storage.database.upsert import insert_into
from storage.schema import TriagePersonRow, TriageRow, WorkspaceRow
from storage.workspace.switches import is_on


@dataclass(frozen=True, slots=True)
class Told:
    """Up to which feedback (row id) the triage channel was told, and when."""

    up_to: int
    at: datetime | None
    set_by: str | None


def get(session: Session, workspace_id: int, *, lock: bool = False) -> Rota | None:
    """How a workspace sorts, or None while nobody has set anything."""
    query = select(TriageRow).where(TriageRow.workspace_id == workspace_id)
    row = session.exec(query.with_for_update() if lock else query).first()
    return _rota(row, _people(session, workspace_id)) if row is not None else None


def has(session: Session, workspace_id: int, user_id: str) -> bool:
    """True when a person is in the rota."""
    query = select(TriagePersonRow.position).where(
        TriagePersonRow.workspace_id == workspace_id, TriagePersonRow.user_id == user_id
    )
    return session.exec(query).first() is not None


def put(session: Session, request: Request, rota: Rota, posted_up_to: int) -> None:
    """Set how a workspace sorts; ``posted_up_to`` counts for a channel that is new."""
    workspace_id = request.workspace_id
    before = get(session, workspace_id, lock=True)
    values = {
        "weekday": rota.weekday,
        "at_time": f"{rota.at:%H:%M}",
        "zone": rota.zone,
        "turn_of": rota.turn_of,
        "next_due_at": rota.next_due_at,
        "limit_amount": rota.limit.amount if rota.limit else None,
        "limit_unit": rota.limit.unit.value if rota.limit else None,
        "channel_id": rota.channel_id,
        "pause_minutes": rota.pause_minutes,
        "set_by": request.user_id,
    }
    if before is None or before.channel_id != rota.channel_id:
        values["posted_up_to"] = posted_up_to
    statement = insert_into(session, TriageRow).values(
        **{"posted_up_to": posted_up_to, **values}, workspace_id=workspace_id
    )
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=["workspace_id"], set_=values)
    )
    set_people(session, workspace_id, rota.people)


def set_people(session: Session, workspace_id: int, people: tuple[str, ...]) -> None:
    """Set who is in the rota, in order."""
    row = TriagePersonRow
    session.connection().execute(delete(row).where(col(row.workspace_id) == workspace_id))
    session.expire_all()
    session.add_all(
        row(workspace_id=workspace_id, user_id=one, position=place)
        for place, one in enumerate(people)
    )
    session.flush()


def set_turn(
    session: Session, workspace_id: int, turn_of: str | None, next_due_at: datetime | None
) -> None:
    """Set whose turn it is, and when it passes on."""
    statement = update(TriageRow).where(col(TriageRow.workspace_id) == workspace_id)
    session.connection().execute(statement.values(turn_of=turn_of, next_due_at=next_due_at))
    session.expire_all()


def due(session: Session, at: datetime) -> list[int]:
    """The workspaces whose turn passes on by ``at``, of those that can be reached."""
    query = (
        select(TriageRow.workspace_id)
        .join(WorkspaceRow, col(WorkspaceRow.id) == col(TriageRow.workspace_id))
        .where(col(TriageRow.next_due_at) <= at, col(WorkspaceRow.stopped_reason).is_(None))
        .where(is_on("triage", col(TriageRow.workspace_id)))
        .order_by(col(TriageRow.next_due_at))
    )
    return list(session.exec(query))


def with_channel(session: Session) -> list[int]:
    """The workspaces that have a triage channel, of those that can be reached."""
    query = (
        select(TriageRow.workspace_id)
        .join(WorkspaceRow, col(WorkspaceRow.id) == col(TriageRow.workspace_id))
        .where(col(TriageRow.channel_id).is_not(None), col(WorkspaceRow.stopped_reason).is_(None))
        .where(is_on("triage", col(TriageRow.workspace_id)))
        .order_by(col(TriageRow.workspace_id))
    )
    return list(session.exec(query))


def told(session: Session, workspace_id: int, at: datetime) -> Told | None:
    """What the triage channel was told; None before its pause is over, or without a channel.

    Other writers of it wait for this transaction.
    """
    query = select(TriageRow).where(
        TriageRow.workspace_id == workspace_id, col(TriageRow.channel_id).is_not(None)
    )
    row = session.exec(query.with_for_update()).first()
    if row is None:
        return None
    pause = timedelta(minutes=row.pause_minutes)
    is_early = row.posted_at is not None and is_within(row.posted_at, pause, at)
    return None if is_early else Told(row.posted_up_to, row.posted_at, row.set_by)


def set_told(session: Session, workspace_id: int, after_id: int, at: datetime) -> None:
    """Note that the triage channel was told of everything up to a row id."""
    statement = update(TriageRow).where(col(TriageRow.workspace_id) == workspace_id)
    session.connection().execute(statement.values(posted_up_to=after_id, posted_at=at))
    session.expire_all()


def _people(session: Session, workspace_id: int) -> tuple[str, ...]:
    query = (
        select(TriagePersonRow.user_id)
        .where(TriagePersonRow.workspace_id == workspace_id)
        .order_by(col(TriagePersonRow.position), col(TriagePersonRow.user_id))
    )
    return tuple(session.exec(query))


def _rota(row: TriageRow, people: tuple[str, ...]) -> Rota:
    amount, unit = row.limit_amount, row.limit_unit
    return Rota(
        people=people,
        weekday=row.weekday,
        at=time.fromisoformat(row.at_time),
        zone=row.zone,
        turn_of=row.turn_of,
        next_due_at=row.next_due_at,
        limit=Limit(amount, Unit(unit)) if amount and unit else None,
        channel_id=row.channel_id,
        pause_minutes=row.pause_minutes,
    )
