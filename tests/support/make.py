"""Small makers of rows that tests begin with."""

from datetime import UTC, datetime
from typing import Any

from domain.core.outbox import Kind, NewTask
from domain.core.people import Person, Request, Workspace
from storage.database.engine import Database
from storage.outbox import queue as outbox
from storage.workspace import people, workspaces
from storage.workspace.workspaces import Installed

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
"""A Monday."""

MATES = ("UBOSS", "UMATE", "USAM")
"""Members of every workspace that tests make."""


def workspace(database: Database, team_id: str = "T1", **settings: Any) -> Workspace:
    """An installed workspace with an admin UADMIN, a member UMEMBER and MATES, members too."""
    installed = Installed(team_id, "Harborline", "UBOT", "BBOT", None, ("chat:write",))
    with database.transaction() as session:
        one = workspaces.install(session, installed, NOON)
        if settings:
            workspaces.change(session, one.id, **settings)
        cast = [
            Person("UADMIN", "Priya", "Europe/Berlin", is_admin=True),
            Person("UMEMBER", "Sam", "Europe/London"),
            Person("UBOT", "Linchpin", is_bot=True),
            *(Person(one, f"Mate {one[1:].capitalize()}") for one in MATES),
        ]
        people.save(session, one.id, cast, NOON)
        return workspaces.get(session, one.id)


def request(
    workspace_id: int, user_id: str = "UMEMBER", key: str | None = None, **facts: Any
) -> Request:
    """A request by a member, at noon unless told otherwise."""
    return Request(workspace_id, user_id, facts.get("door", "command"), facts.get("at", NOON), key)


def new_task(key: str, lane: str = "C1", **facts: Any) -> NewTask:
    """A task that is due at noon."""
    return NewTask(
        facts.pop("kind", Kind.SAY), lane, key, {"channel": lane}, facts.pop("at", NOON), **facts
    )


def enqueue(database: Database, workspace_id: int, one: NewTask) -> bool:
    """Store a task in a transaction of its own."""
    with database.transaction() as session:
        return outbox.enqueue(session, workspace_id, one, NOON)
