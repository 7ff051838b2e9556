"""The rota: set by managers, passed on by the clock, told by direct message."""

from dataclasses import dataclass, replace
from datetime import datetime, time

from domain.core.changes import SYSTEM
from domain.core.errors import InvalidInput, NotAllowed
from domain.core.people import Request, is_member
from domain.dates.schedule import next_due
from domain.triage.limits import read_limit
from domain.triage.rota import (
    MOST_PEOPLE,
    PAUSES_MINUTES,
    Rota,
    next_after,
    on_duty,
    swapped,
    turns,
)
from domain.triage.steps import InboxFilter, InboxSnapshot, InboxStatus
from services.outbox.messages import tell
from services.triage import inbox as triage_inbox
from services.triage.permissions import require
from services.workspace.people import require_manager, zone_of
from services.workspace.permissions import manages
from storage.channels import queries as channels
from storage.database.engine import Database, Session
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.triage import inbox as triage
from storage.triage import rota as storage
from storage.workspace import people, workspaces

_WEEKS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was filled in; ``at`` is a wall-clock time such as ``09:00``."""

    people: tuple[str, ...]
    weekday: int
    at: str
    zone: str | None
    limit: str
    unit: str
    channel_id: str | None
    pause_minutes: int


@dataclass(frozen=True, slots=True)
class RotaPage:
    """The rota as a person sees it: whose turn it is, who comes next, and how much waits."""

    rota: Rota
    turns: tuple[str, ...]
    standing: InboxStatus
    may_change: bool
    may_swap: bool


def page(database: Database, request: Request) -> RotaPage:
    """The rota and what waits. Raises NotAllowed for those who may not sort."""
    with database.reading() as session:
        require(session, request)
        return _page(session, request)


def change(database: Database, request: Request, typed: Typed) -> RotaPage:
    """Set the rota, the limit and the triage channel. Raises NotAllowed and InvalidInput."""
    limit = read_limit(typed.limit, typed.unit)
    with database.transaction() as session:
        require_manager(session, request, "change the triage rota")
        before = storage.get(session, request.workspace_id, lock=True) or _first(session, request)
        wish = replace(_read(session, request, before, typed), limit=limit)
        after = _with_turn(session, request, before, wish)
        newest = triage.newest_id(session, request.workspace_id)
        storage.put(session, request, after, newest)
        _record(session, request, before, after)
        return _page(session, request)


def swap(database: Database, request: Request, with_id: str) -> RotaPage:
    """Let somebody else sort this week: both change places in the order.

    Whose turn it is may do it, and managers. Raises NotAllowed and InvalidInput.
    """
    with database.transaction() as session:
        known = storage.get(session, request.workspace_id, lock=True)
        active = _active(session, request.workspace_id, known) if known else frozenset()
        if known is None or on_duty(known, active) is None:
            raise InvalidInput("There is nobody in the rota yet.", field="swap")
        if not _may_swap(session, request, known, active):
            raise NotAllowed("Only whose turn it is and managers can swap this week.")
        if with_id == on_duty(known, active):
            return _page(session, request)
        after = swapped(known, with_id, active)
        storage.set_people(session, request.workspace_id, after.people)
        storage.set_turn(session, request.workspace_id, after.turn_of, after.next_due_at)
        _record(session, request, known, after)
        key = f"turn:{request.workspace_id}:{request.key or request.at.isoformat()}"
        if with_id != request.user_id:
            _tell_turn(session, request, with_id, key)
        return _page(session, request)


def due(database: Database, at: datetime) -> list[int]:
    """The workspaces whose turn passes on by ``at``."""
    with database.reading() as session:
        return storage.due(session, at)


def hand_over(database: Database, workspace_id: int, at: datetime) -> bool:
    """Pass the turn on and tell who has it now; False when another process did.

    However many handovers went by, the turn passes on once. Who is not there is passed over.
    """
    with database.transaction() as session:
        known = storage.get(session, workspace_id, lock=True)
        if known is None or known.next_due_at is None or known.next_due_at > at:
            return False
        due_at, now = known.next_due_at, _active(session, workspace_id, known)
        after = replace(
            known, turn_of=next_after(known, now), next_due_at=next_due(known.schedule, at)
        )
        storage.set_turn(session, workspace_id, after.turn_of, after.next_due_at)
        by_itself = Request(workspace_id, SYSTEM, "clock", at)
        _record(session, by_itself, known, after)
        if after.turn_of is not None:
            key = f"turn:{workspace_id}:{due_at.isoformat()}"
            _tell_turn(session, by_itself, after.turn_of, key)
        return True


def _tell_turn(session: Session, request: Request, user_id: str, key: str) -> None:
    cut = InboxSnapshot(InboxFilter(), user_id, request.at)
    waiting = triage_inbox.standing(session, request, cut)
    data = {
        "waiting": waiting.count,
        "late": waiting.late,
        "limit": waiting.limit.words if waiting.limit else None,
        "oldest": waiting.oldest_number,
        "oldest_days": (request.at - waiting.oldest_at).days if waiting.oldest_at else 0,
        "by": None if request.user_id == SYSTEM else request.user_id,
    }
    new_task = tell(user_id, "triage_turn", data, key=key, at=request.at)
    outbox.enqueue(session, request.workspace_id, new_task, request.at)


def _page(session: Session, request: Request) -> RotaPage:
    workspace_id = request.workspace_id
    known = storage.get(session, workspace_id) or _first(session, request)
    active = _active(session, workspace_id, known)
    cut = InboxSnapshot(InboxFilter(), request.user_id, request.at)
    return RotaPage(
        rota=known,
        turns=tuple(turns(known, active, _WEEKS_SHOWN)),
        standing=triage_inbox.standing(session, request, cut),
        may_change=manages(session, request),
        may_swap=_may_swap(session, request, known, active) and len(active) > 1,
    )


def _first(session: Session, request: Request) -> Rota:
    own = people.get(session, request.workspace_id, request.user_id)
    zone = workspaces.get(session, request.workspace_id).zone
    return Rota(zone=zone or zone_of(session, request.workspace_id, own))


def _active(session: Session, workspace_id: int, known: Rota) -> frozenset[str]:
    """Who of the rota is here; somebody whom Slack has not told of yet is believed to be."""
    cast = people.among(session, workspace_id, known.people)
    gone = {one.user_id for one in cast.values() if one.is_deleted or one.is_bot}
    return frozenset(known.people) - gone


def _may_swap(session: Session, request: Request, known: Rota, active: frozenset[str]) -> bool:
    return on_duty(known, active) == request.user_id or manages(session, request)


def _read(session: Session, request: Request, before: Rota, typed: Typed) -> Rota:
    cast = people.among(session, request.workspace_id, typed.people)
    strange = [one for one in cast.values() if not is_member(one)]
    if strange:
        name = strange[0].name or "One of them"
        raise InvalidInput(f"{name} cannot sort feedback. Choose people.", field="people")
    if len(typed.people) > MOST_PEOPLE:
        raise InvalidInput(f"Choose at most {MOST_PEOPLE} people.", field="people")
    is_new_channel = typed.channel_id is not None and typed.channel_id != before.channel_id
    if is_new_channel and channels.is_outside(
        session, request.workspace_id, typed.channel_id or ""
    ):
        raise InvalidInput(
            "I am not in that channel. Type /invite @Linchpin there and save again.",
            field="channel",
        )
    return Rota(
        people=tuple(dict.fromkeys(typed.people)),
        weekday=typed.weekday if typed.weekday in range(7) else 0,
        at=time.fromisoformat(typed.at),
        zone=typed.zone or before.zone,
        limit=before.limit,
        channel_id=typed.channel_id,
        pause_minutes=typed.pause_minutes if typed.pause_minutes in PAUSES_MINUTES else 15,
    )


def _with_turn(session: Session, request: Request, before: Rota, wish: Rota) -> Rota:
    """The turn stays with who has it, as long as they are in the rota."""
    turn_of = before.turn_of if before.turn_of in wish.people else None
    active = _active(session, request.workspace_id, wish)
    kept = replace(wish, turn_of=turn_of)
    return replace(
        kept,
        turn_of=on_duty(kept, active),
        next_due_at=next_due(wish.schedule, request.at) if wish.people else None,
    )


def _record(session: Session, request: Request, before: Rota, after: Rota) -> None:
    subject = ("workspace", request.workspace_id)
    for field, old, new in (
        ("triage_people", list(before.people), list(after.people)),
        ("triage_turn", before.turn_of, after.turn_of),
        ("triage_handover", _handover(before), _handover(after)),
        ("triage_limit", _limit(before), _limit(after)),
        ("triage_channel", before.channel_id, after.channel_id),
    ):
        changes.record(session, request, subject, field, before=old, after=new)


def _handover(rota: Rota) -> str:
    return f"{rota.weekday} {rota.at:%H:%M} {rota.zone}"


def _limit(rota: Rota) -> str | None:
    return rota.limit.words if rota.limit else None
