"""What the surviving idea takes over where it has nothing of its own (parts of transactions)."""

from typing import Any

from domain.core.people import Request
from domain.dates.days import from_log
from domain.ideas.model import Idea
from domain.merging.plan import MergePlan, Taken
from domain.roadmap.plans import Plan
from services.ideas.actions import set_plan
from services.roadmap import promise_tracking
from storage.database.engine import Session
from storage.ideas import queries as ideas
from storage.ideas import writes as ideas_writes
from storage.outbox import change_log as changes
from storage.scoring import estimates as scoring


def take(session: Session, request: Request, plan: MergePlan) -> dict[str, Any]:
    """Give the survivor what it lacks and the other one has; what that was, to take it back."""
    idea, into = plan.idea, plan.into
    values = _facts(idea)
    taken = {one.value: values[one] for one in plan.takes}
    _set(session, request, into, {**_facts(into), **{Taken(k): v for k, v in taken.items()}})
    return taken


def give_back(session: Session, request: Request, into: Idea, taken: dict[str, Any]) -> None:
    """Take from the survivor again what it took over, where nobody changed it since."""
    values = _facts(into)
    gone = {Taken(name): None for name, value in taken.items() if values[Taken(name)] == value}
    _set(session, request, into, {**values, **gone})


def _facts(idea: Idea) -> dict[Taken, Any]:
    return {
        Taken.OWNER: idea.owner_id,
        Taken.AREA: idea.area,
        Taken.DATES: idea.dates.logged(),
        Taken.PUBLIC_TITLE: idea.public_title,
    }


def _set(session: Session, request: Request, before: Idea, values: dict[Taken, Any]) -> None:
    workspace_id, subject = request.workspace_id, ("idea", before.id)
    was = _facts(before)
    if values[Taken.OWNER] != was[Taken.OWNER]:
        ideas_writes.give(session, before, values[Taken.OWNER])
    if values[Taken.AREA] != was[Taken.AREA]:
        area = values[Taken.AREA]
        area_id = scoring.area_named(session, workspace_id, area) if area else None
        ideas_writes.describe(session, before, before.title, before.description, area_id)
    for fact, field in ((Taken.OWNER, "owner"), (Taken.AREA, "area")):
        changes.record(session, request, subject, field, before=was[fact], after=values[fact])
    after = ideas.by_id(session, workspace_id, before.id)
    plan = Plan(from_log(values[Taken.DATES]), values[Taken.PUBLIC_TITLE])
    if plan != Plan(before.dates, before.public_title):
        planned = set_plan(session, request, after, plan)
        promise_tracking.plan_changed(session, request, after, planned)
