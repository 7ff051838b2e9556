"""The outbox: tasks stored with their cause, claimed with a lease, finished once."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, literal_column, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from domain.core.outbox import Kind, NewTask, State, Task
from domain.erasure import is_neutral
from storage.database.types import UtcDateTime
from storage.database.upsert import insert_for
from storage.schema import OutboxRow, WorkspaceRow

# Written out and not bound: SQLite uses a partial index only for a condition it can read.
PENDING: Any = literal_column("'pending'")
OPEN: Any = (PENDING, literal_column("'claimed'"))


def enqueue(session: Session, workspace_id: int, new_task: NewTask, created_at: datetime) -> bool:
    """Store a task; False when it is stored already or folds into one that waits, or when it
    is for somebody who was forgotten."""
    if is_neutral(str(new_task.payload.get("user"))):
        return False
    values = {
        "workspace_id": workspace_id,
        "kind": new_task.kind.value,
        "lane": new_task.lane,
        "key": new_task.key,
        "one_pending": new_task.one_pending,
        "payload": new_task.payload,
        "owner_id": new_task.owner_id,
        "state": State.PENDING.value,
        "due_at": new_task.not_before,
        "not_before": new_task.not_before,
        "attempts": 0,
        "is_uncertain": False,
        "created_at": created_at,
    }
    statement = _enqueuing(session.get_bind().dialect.name)
    stored = session.connection().execute(statement, values).first() is not None
    session.info["outbox"] = session.info.get("outbox", False) or stored
    return stored


@cache
def _enqueuing(dialect: str) -> Any:
    # Built once, as whatever happens in Slack makes the bot say something.
    return insert_for(dialect, OutboxRow).on_conflict_do_nothing().returning(col(OutboxRow.id))


def claim(session: Session, owner: str, now: datetime, *, lease_s: float, limit: int) -> list[Task]:
    """Lease the first open row of up to ``limit`` lanes that are due, oldest first.

    One conditional UPDATE, safe between dispatchers on several machines. A row whose lease ran out
    is taken over as uncertain: its holder may have reached Slack before it stopped. A whisper is
    uncertain only once it was begun, as nobody can look whether it was shown.
    """
    statement = _claiming(is_postgres=session.get_bind().dialect.name == "postgresql")
    given = {
        "at": now,
        "most": limit,
        "holder": owner,
        "until": now + timedelta(seconds=lease_s),
    }
    found = session.connection().execute(statement, given)
    return [_task(one) for one in sorted(found, key=lambda one: int(one.id))]


@lru_cache(maxsize=2)
def _claiming(*, is_postgres: bool) -> Any:
    # Built once: the dispatcher asks about once a second, and building costs more than running.
    row, at = OutboxRow, bindparam("at", type_=UtcDateTime())
    is_free = or_(
        and_(col(row.state) == PENDING, col(row.not_before) <= at),
        and_(col(row.state) == State.CLAIMED.value, col(row.lease_until) < at),
    )
    due = _in_fair_turns(is_free)
    if is_postgres:
        due = due.with_for_update(skip_locked=True, of=row)
    # PostgreSQL may run a subquery again for each row, and a skipped lock then lets more than
    # ``limit`` rows through; a common table expression runs once.
    chosen = due.cte("due")
    return (
        update(row)
        .where(col(row.id).in_(select(chosen.c.id)), is_free)
        .values(
            state=State.CLAIMED.value,
            is_uncertain=or_(
                col(row.is_uncertain),
                and_(col(row.state) == State.CLAIMED.value, col(row.kind) != Kind.WHISPER.value),
            ),
            lease_owner=bindparam("holder"),
            lease_until=bindparam("until", type_=UtcDateTime()),
            attempts=col(row.attempts) + 1,
        )
        .returning(*OutboxRow.__table__.c)  # type: ignore[attr-defined]
    )


def _in_fair_turns(is_free: Any) -> Any:
    """Each workspace's oldest due row first, then each one's second: a thousand messages of one
    workspace do not keep the only one of another waiting."""
    row = OutboxRow
    turn = func.row_number().over(partition_by=col(row.workspace_id), order_by=col(row.id))
    waiting = (
        select(row.id, turn.label("turn"))
        .join(WorkspaceRow, col(WorkspaceRow.id) == col(row.workspace_id))
        .where(col(row.state).in_(OPEN), is_free, _is_first())
        .where(col(WorkspaceRow.stopped_reason).is_(None))
        .cte("waiting")
    )
    return (
        select(row.id)
        .join(waiting, waiting.c.id == col(row.id))
        .order_by(waiting.c.turn, waiting.c.id)
        .limit(bindparam("most", type_=Integer()))
    )


def renew(
    session: Session, owner: str, ids: Collection[int], now: datetime, *, lease_s: float
) -> None:
    """Extend the leases of some tasks, as far as ``owner`` still holds them."""
    held = update(OutboxRow).where(
        col(OutboxRow.id).in_(ids),
        col(OutboxRow.state) == State.CLAIMED.value,
        col(OutboxRow.lease_owner) == owner,
    )
    session.connection().execute(held.values(lease_until=now + timedelta(seconds=lease_s)))


def hold(session: Session, task: Task, now: datetime, *, lease_s: float) -> bool:
    """Extend the lease of one task; False when another dispatcher took it over meanwhile."""
    return _change_held(session, task, {"lease_until": now + timedelta(seconds=lease_s)})


def finish(session: Session, task: Task, now: datetime, *, ts: str | None = None) -> bool:
    """Mark a held task as done; False when another dispatcher took it over meanwhile."""
    return _settle(session, task, {"state": State.DONE.value, "finished_at": now, "slack_ts": ts})


def give_up(session: Session, task: Task, now: datetime, state: State, error: str) -> bool:
    """Mark a held task as failed or of unknown outcome, with the reason a person reads."""
    return _settle(session, task, {"state": state.value, "finished_at": now, "error": error})


def retry(
    session: Session,
    task: Task,
    not_before: datetime,
    *,
    error: str | None,
    is_uncertain: bool,
    counts: bool = True,
) -> bool:
    """Put a held task back; one that a waiting task replaces already is cancelled instead.

    ``counts`` is False for a delay that is nobody's fault, such as pacing.
    """
    values: dict[str, Any] = {
        "state": State.PENDING.value,
        "not_before": not_before,
        "error": error,
        "is_uncertain": task.is_uncertain or is_uncertain,
    }
    if not counts:
        values["attempts"] = max(task.attempts - 1, 0)
    try:
        with session.begin_nested():
            return _settle(session, task, values)
    except IntegrityError:  # the wish that waits does it, also if it came this very moment
        return _settle(session, task, {**values, "state": State.CANCELLED.value})


def begin(session: Session, task: Task) -> bool:
    """Note that the effect of a held task may happen from now on; False when it is not held."""
    return _change_held(session, task, {"is_uncertain": True})


def remember_file(session: Session, task: Task, file_id: str) -> bool:
    """Note the file uploaded for a held task, so that a second attempt does not upload again."""
    return _change_held(session, task, {"file_id": file_id})


def replace_payload(session: Session, task: Task, payload: dict[str, Any]) -> bool:
    """Change what a held task asks for, from its next attempt on."""
    return _change_held(session, task, {"payload": payload})


def next_due(session: Session) -> datetime | None:
    """The earliest instant at which a waiting task may be worked on, or None.

    What waits behind another task of its lane, or for a workspace that is stopped, does not
    count: looking again for it would find nothing to do.
    """
    return session.connection().execute(_next_due()).scalar()


@cache
def _next_due() -> Any:
    # Built once, like the claim that it goes with.
    return (
        select(OutboxRow.not_before)
        .join(WorkspaceRow, col(WorkspaceRow.id) == col(OutboxRow.workspace_id))
        .where(OutboxRow.state == PENDING, _is_first())
        .where(col(WorkspaceRow.stopped_reason).is_(None))
        .order_by(col(OutboxRow.not_before))
        .limit(1)
    )


def _is_first() -> Any:
    """True for a row with no open row before it in its lane."""
    earlier = aliased(OutboxRow)
    return ~(
        select(earlier.id)
        .where(earlier.workspace_id == OutboxRow.workspace_id, earlier.lane == OutboxRow.lane)
        .where(col(earlier.id) < col(OutboxRow.id), col(earlier.state).in_(OPEN))
        .exists()
    )


def _settle(session: Session, task: Task, values: dict[str, Any]) -> bool:
    return _change_held(session, task, {"lease_owner": None, "lease_until": None, **values})


def _change_held(session: Session, task: Task, values: dict[str, Any]) -> bool:
    """Set columns of a task as long as its holder still has it; False when it has not."""
    given = {f"new_{name}": value for name, value in values.items()}
    held = {"task": task.id, "holder": task.lease_owner, "attempt": task.attempts}
    changed = session.connection().execute(_changing_held(tuple(values)), {**given, **held})
    return changed.rowcount == 1


@cache
def _changing_held(names: tuple[str, ...]) -> Any:
    # Built once for each set of columns: every call to Slack runs two or three of these.
    return (
        update(OutboxRow)
        .where(col(OutboxRow.id) == bindparam("task"))
        .where(col(OutboxRow.state) == State.CLAIMED.value)
        .where(col(OutboxRow.lease_owner) == bindparam("holder"))
        .where(col(OutboxRow.attempts) == bindparam("attempt"))
        .values({name: bindparam(f"new_{name}") for name in names})
    )


def _task(row: Any) -> Task:
    return Task(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=Kind(row.kind),
        lane=row.lane,
        key=row.key,
        payload=row.payload,
        attempts=row.attempts,
        is_uncertain=row.is_uncertain,
        lease_owner=row.lease_owner,
        lease_until=row.lease_until,
        created_at=row.created_at,
        due_at=row.due_at,
        owner_id=row.owner_id,
        file_id=row.file_id,
    )


def of_ids(session: Session, workspace_id: int, ids: Sequence[int]) -> dict[int, State]:
    """The states of some tasks of a workspace by id."""
    query = select(OutboxRow.id, OutboxRow.state).where(
        OutboxRow.workspace_id == workspace_id, col(OutboxRow.id).in_(ids)
    )
    return {row_id: State(state) for row_id, state in session.exec(query) if row_id is not None}
