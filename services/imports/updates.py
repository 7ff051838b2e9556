"""Changing what was imported before to what a file says now, in a way that can be undone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.core.people import Request
from domain.feedback.model import FeedbackState
from domain.ideas.model import Position, moved
from domain.imports.rows import FeedbackItem, IdeaItem
from domain.imports.sources import print_of
from domain.text.labels import LabelKind, fold_name
from services.roadmap import promise_tracking as promise_keeping
from services.votes import card_queue
from storage.customers import queries as customers
from storage.database import labels
from storage.database.engine import Session
from storage.ideas import evidence
from storage.ideas import queries as ideas
from storage.imports import columns as import_columns
from storage.imports.traces import Trace
from storage.outbox import change_log as changes

_MOMENT = "moment"


def updated_feedback(
    session: Session, request: Request, feedback_id: int, row: FeedbackItem, trace: Trace
) -> int:
    """Make feedback say what its row says; 1 when that changed it (part of a transaction).

    An empty cell takes nothing away, and what was taken back stays so.
    """
    wanted: dict[str, Any] = {"text": row.text}
    if row.said_by_name:
        wanted["said_by_name"] = row.said_by_name
    if row.importance:
        wanted["importance"] = row.importance.value
    for kind, name in ((LabelKind.CUSTOMER, row.customer), (LabelKind.AREA, row.area)):
        if name:
            wanted[f"{kind.value}_id"] = _label(session, request, kind, name, trace)
    before = import_columns.values(session, request.workspace_id, "feedback", feedback_id)
    if before["state"] == FeedbackState.WITHDRAWN.value or before["words_gone"] is not None:
        return 0
    return _stored(
        session, request, ("feedback", feedback_id), before, wanted, trace, print_of(row)
    )


def updated_idea(
    session: Session, request: Request, idea_id: int, row: IdeaItem, trace: Trace
) -> int:
    """Make an idea say what its row says; 1 when that changed it (part of a transaction)."""
    idea = ideas.by_id(session, request.workspace_id, idea_id)
    if idea.merged_into_id is not None:
        return 0
    wanted: dict[str, Any] = {
        "title": row.title,
        "title_key": ideas.title_key(row.title),
        "description": row.description or idea.description,
    }
    wanted["words"] = ideas.search_words(idea.number, row.title, wanted["description"])
    if row.area:
        wanted["area_id"] = _label(session, request, LabelKind.AREA, row.area, trace)
    if row.status is not idea.status:
        now = Position(idea.status, idea.horizon, idea.shipped_at)
        position = moved(now, row.status, request.at)
        wanted |= {
            "status": position.status.value,
            "horizon": position.horizon.value if position.horizon else None,
            "shipped_at": position.shipped_at,
            "decline_reason": None,
        }
    before = import_columns.values(session, request.workspace_id, "idea", idea_id)
    subject = ("idea", idea_id)
    done = _stored(session, request, subject, before, wanted, trace, print_of(row))
    after = ideas.by_id(session, request.workspace_id, idea_id)
    promise_keeping.plan_changed(session, request, idea, after)
    return done


def restore(
    session: Session, request: Request, kind: str, row_id: int, before: dict[str, Any]
) -> None:
    """Give a thing the facts back that an update replaced (part of a transaction)."""
    if kind == "customer":
        customers.give_back(session, request, row_id, before)
        return
    now = import_columns.values(session, request.workspace_id, kind, row_id)
    _change(session, request, (kind, row_id), now, loaded(before))


def dumped(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns as JSON values."""
    return {
        name: {_MOMENT: value.isoformat()} if isinstance(value, datetime) else value
        for name, value in columns.items()
    }


def loaded(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns as ``dumped`` was given them."""
    return {
        name: datetime.fromisoformat(value[_MOMENT]) if isinstance(value, dict) else value
        for name, value in columns.items()
    }


def _stored(
    session: Session,
    request: Request,
    subject: tuple[str, int],
    now: dict[str, Any],
    wanted: dict[str, Any],
    trace: Trace,
    digest: str,
) -> int:
    """Store facts, and note what they replaced."""
    after = {name: value for name, value in wanted.items() if now[name] != value}
    before = {name: now[name] for name in after}
    trace.made(
        f"changed {subject[0]}",
        subject[1],
        print=digest,
        before=dumped(before),
        after=dumped(after),
    )
    _change(session, request, subject, now, after)
    return 1 if after else 0


def _change(
    session: Session,
    request: Request,
    subject: tuple[str, int],
    now: dict[str, Any],
    after: dict[str, Any],
) -> None:
    if not after:
        return
    workspace_id, (kind, row_id) = request.workspace_id, subject
    import_columns.store(session, workspace_id, kind, row_id, after)
    for name in after.keys() - import_columns.UNLOGGED:
        was, reads = now[name], after[name]
        if name.endswith("_id"):
            label = LabelKind(name.removesuffix("_id"))
            names = labels.names(session, workspace_id, label, [was, reads])
            was, reads = names.get(was or 0), names.get(reads or 0)
        field = name.removesuffix("_id")
        changes.record(session, request, subject, field, before=was, after=reads)
    touched = [row_id] if kind == "idea" else evidence.ideas_of(session, workspace_id, row_id)
    for idea_id in touched:
        card_queue.refresh(session, workspace_id, idea_id, request.at)


def _label(session: Session, request: Request, kind: LabelKind, name: str, trace: Trace) -> int:
    workspace_id = request.workspace_id
    known = labels.known(session, workspace_id, kind, [fold_name(name)])
    if known:
        return next(iter(known.values()))
    row_id = labels.find_or_create(session, workspace_id, kind, name, request.at)
    trace.made(kind.value, row_id)
    return row_id
