"""People: learned from Slack, asked for what they may do."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.api import token_number
from domain.core.changes import SYSTEM, NewChange
from domain.core.errors import NotAllowed
from domain.core.outbox import Task
from domain.core.people import Person, Request, may_manage
from services.outbox.messages import read_person
from storage.database.engine import Database, Session
from storage.erasure import records as forgetting
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.workspace import people, workspaces


def from_slack(user: dict[str, Any]) -> Person:
    """A person from Slack's user object (``users.info``, ``users.list``, ``user_change``)."""
    profile = user.get("profile") or {}
    name = profile.get("display_name") or user.get("real_name") or profile.get("real_name") or ""
    return Person(
        user_id=str(user["id"]),
        name=str(name or user.get("name") or ""),
        zone=user.get("tz") or None,
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_deleted=bool(user.get("deleted")),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=bool(user.get("is_stranger")),
    )


def learn(database: Database, workspace_id: int, found: Iterable[Person], at: datetime) -> None:
    """Keep what Slack tells of people."""
    with database.transaction() as session:
        _keep(session, workspace_id, found, at)


def learned(database: Database, task: Task, found: Iterable[Person], at: datetime) -> None:
    """Keep what Slack told of people, and settle the errand that asked."""
    with database.transaction() as session:
        _keep(session, task.workspace_id, found, at)
        outbox.finish(session, task, at)


def get(database: Database, workspace_id: int, user_id: str) -> Person | None:
    """The person, or None while Slack has not told of them."""
    with database.reading() as session:
        return people.get(session, workspace_id, user_id)


def among(database: Database, workspace_id: int, user_ids: Collection[str]) -> dict[str, Person]:
    """Those of ``user_ids`` that are known, by id."""
    with database.reading() as session:
        return people.among(session, workspace_id, user_ids)


def notice(session: Session, request: Request) -> Person | None:
    """The person who asks; somebody unknown is asked about at Slack (part of a transaction).

    None while Slack has not told of them, and for a token of the API.
    """
    person = people.get(session, request.workspace_id, request.user_id)
    if person is None and token_number(request.user_id) is None:
        errand = read_person(request.user_id, at=request.at)
        outbox.enqueue(session, request.workspace_id, errand, request.at)
    return person


def require_manager(session: Session, request: Request, deed: str) -> None:
    """Return when the person manages; raise NotAllowed with who does otherwise.

    ``deed`` completes *Only managers can ...*, such as ``move ideas``.
    """
    workspace = workspaces.get(session, request.workspace_id)
    person = people.get(session, request.workspace_id, request.user_id)
    if may_manage(workspace, person):
        return
    chosen = people.among(session, request.workspace_id, workspace.managers[:3])
    askable = list(chosen.values()) or people.admins(session, request.workspace_id)
    whom = " or ".join(one.name for one in askable) or "a workspace admin"
    raise NotAllowed(f"Only managers can {deed}. Please ask {whom}.")


def whom_to_ask(session: Session, workspace_id: int, owner_id: str, instead: str) -> str:
    """The owner of something, or ``instead`` when the owner has left (part of a transaction)."""
    owner = people.get(session, workspace_id, owner_id)
    return instead if owner is not None and owner.is_deleted else owner_id


def _keep(session: Session, workspace_id: int, found: Iterable[Person], at: datetime) -> None:
    """Store people; whoever turns out to be a bot, or not to be one, is counted anew.

    The names of those who were forgotten are not kept.
    """
    before = people.bots(session, workspace_id)
    everybody = list(found)
    hidden = forgetting.aliases(session, workspace_id, {one.user_id for one in everybody})
    kept = [replace(one, name="") if one.user_id in hidden else one for one in everybody]
    people.save(session, workspace_id, kept, at)
    changed = before ^ people.bots(session, workspace_id)
    if changed:
        request = Request(workspace_id, SYSTEM, "people", at)
        bots = NewChange(request, "workspace", workspace_id, "bots", after=sorted(changed))
        changes.announce(session, bots)
