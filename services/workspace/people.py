"""People: learned from Slack, asked for what they may do."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.api import token_number
from domain.core.changes import SYSTEM, NewChange
from domain.core.errors import InvalidInput, NotAllowed, NotKnownYet
from domain.core.outbox import Kind, Task
from domain.core.people import (
    Home,
    Permission,
    Person,
    PersonKind,
    Request,
    Workspace,
    is_member,
    may,
    may_manage,
    standing_of,
)
from domain.dates.schedule import known_zone
from services.outbox.messages import read_people, read_person
from storage.database.engine import Database, Session
from storage.erasure import records as forgetting
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.workspace import people, workspaces

_LOOKING_UP = (
    "We haven't met yet, so I'm looking you up in Slack. Please try again in a few seconds."
)
_ASKABLE = (PersonKind.MEMBER, PersonKind.GUEST, PersonKind.UNKNOWN)
_REFUSED = {
    PersonKind.OUTSIDER: (
        "Only members of this workspace can do this. "
        "You can still vote here with an emoji and share feedback."
    ),
    PersonKind.BOT: "Bots can't do this, so nothing was saved.",
    PersonKind.GONE: "Your account is deactivated, so nothing was saved.",
}


def from_slack(user: dict[str, Any], workspace: Workspace) -> Person:
    """Return a person of Slack's user object (``users.info``, ``users.list``, ``user_change``).

    Whether they belong to the workspace follows from their team, not from ``is_stranger``, which
    Slack leaves out for people of other companies who share a channel with the app.
    """
    profile = user.get("profile")
    profile = profile if isinstance(profile, dict) else {}
    name = profile.get("display_name") or user.get("real_name") or profile.get("real_name") or ""
    home = _home(user)
    is_inside = home.is_in(workspace.team_id, workspace.enterprise_id)
    return Person(
        user_id=str(user["id"]),
        name=str(name or user.get("name") or ""),
        zone=known_zone(str(user.get("tz") or "")),
        is_admin=is_inside and bool(user.get("is_admin") or user.get("is_owner")),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_deleted=bool(user.get("deleted")),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_outsider=not is_inside,
        team_id=home.team_id,
    )


def _home(user: dict[str, Any]) -> Home:
    profile = user.get("profile")
    profile = profile if isinstance(profile, dict) else {}
    organization = user.get("enterprise_user") or {}
    team = user.get("team_id") or profile.get("team")
    return Home(
        team_id=str(team) if team else None,
        organization_id=organization.get("enterprise_id") or user.get("enterprise_id"),
        team_ids=tuple(organization.get("teams") or ()),
        is_stranger=bool(user.get("is_stranger")),
    )


def all_from_slack(users: Iterable[Any], workspace: Workspace) -> list[Person]:
    """Return the people of a member list; one without an id is left out."""
    known = (user for user in users if isinstance(user, dict) and user.get("id"))
    return [from_slack(user, workspace) for user in known]


def learn(database: Database, workspace_id: int, found: Iterable[Person], at: datetime) -> None:
    """Keep what Slack tells of people."""
    with database.transaction() as session:
        _keep(session, workspace_id, found, at)


def learned(database: Database, task: Task, found: Iterable[Person], at: datetime) -> None:
    """Keep what Slack told of people, and settle the task that asked.

    Once everybody of the workspace was named, whoever was not belongs elsewhere.
    """
    with database.transaction() as session:
        _keep(session, task.workspace_id, found, at)
        if task.kind is Kind.READ_PEOPLE:
            people.place_elsewhere(session, task.workspace_id)
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
        _ask_about(session, request)
    return person


def hidden(database: Database, task: Task, at: datetime) -> None:
    """Keep somebody whom Slack hides as an outsider, and settle the task that asked."""
    with database.transaction() as session:
        user_id = str(task.payload["user"])
        if people.get(session, task.workspace_id, user_id) is None:
            person = Person(user_id, "", is_outsider=True, team_id="")
            people.save(session, task.workspace_id, [person], at)
        outbox.finish(session, task, at)


def place_all(database: Database, at: datetime) -> None:
    """Ask Slack for everybody wherever it is not known which team somebody belongs to."""
    with database.reading() as session:
        every = [one.id for one in workspaces.every(session)]
        wanting = [one for one in every if people.has_unplaced(session, one)]
    for workspace_id in wanting:
        with database.transaction() as session:
            new_task = read_people(key=f"people:{at:%Y-%m-%dT%H}:unplaced", at=at)
            outbox.enqueue(session, workspace_id, new_task, at)


def admit(database: Database, request: Request, deed: Permission) -> None:
    """Return when the person may make a request that asks for ``deed``.

    Raises NotAllowed, and NotKnownYet for somebody about whom Slack is being asked.
    """
    with database.reading() as session:
        person = people.get(session, request.workspace_id, request.user_id)
        if may(person, deed):
            return
        refused = _refusal(session, request, person)
    if isinstance(refused, NotKnownYet):
        with database.transaction() as session:
            _ask_about(session, request)
    raise refused


def require(session: Session, request: Request, deed: Permission) -> None:
    """The same within a transaction; what a token of the API may do was decided before."""
    if token_number(request.user_id) is not None:
        return
    person = people.get(session, request.workspace_id, request.user_id)
    if not may(person, deed):
        raise _refusal(session, request, person)


def require_manager(session: Session, request: Request, deed: str) -> None:
    """Return when the person manages; raise NotAllowed with who does otherwise.

    ``deed`` completes *Only managers can ...*, such as ``move ideas``.
    """
    workspace = workspaces.get(session, request.workspace_id)
    person = people.get(session, request.workspace_id, request.user_id)
    if may_manage(workspace, person):
        return
    whom = askable(session, request.workspace_id)
    raise NotAllowed(f"Only managers can {deed}. Please ask {whom}.")


def askable(session: Session, workspace_id: int) -> str:
    """Name up to three managers to ask, else workspace admins (part of a transaction).

    Bots, people who left and people of other companies are not named.
    """
    workspace = workspaces.get(session, workspace_id)
    chosen = people.among(session, workspace_id, workspace.managers).values()
    able = [one for one in chosen if may_manage(workspace, one)] or people.admins(
        session, workspace_id
    )
    return " or ".join(one.name for one in able[:3] if one.name) or "a workspace admin"


def require_managers(session: Session, workspace_id: int, user_ids: Collection[str]) -> None:
    """Return when people can be chosen as managers; raise InvalidInput bound to that field."""
    known = people.among(session, workspace_id, user_ids)
    wrong = [known[one] for one in user_ids if one in known and not is_member(known[one])]
    if wrong:
        names = ", ".join(one.name or "one of them" for one in wrong)
        raise InvalidInput(
            f"Managers are members of this workspace. Please take out {names}: guests, bots and "
            "people who left or belong to another company can't manage.",
            field="managers",
        )
    missing = [one for one in user_ids if one not in known]
    if missing:
        raise InvalidInput(
            "I don't know all of these people yet, so I'm asking Slack about them. "
            "Please save again in a moment.",
            field="managers",
        )


def whom_to_ask(session: Session, workspace_id: int, owner_id: str, instead: str) -> str:
    """The owner of something, or ``instead`` when the owner can't be asked, as they have left, are
    a bot or belong to another company (part of a transaction)."""
    owner = people.get(session, workspace_id, owner_id)
    return owner_id if standing_of(owner) in _ASKABLE else instead


def _refusal(session: Session, request: Request, person: Person | None) -> NotAllowed:
    standing = standing_of(person)
    if standing is PersonKind.UNKNOWN:
        return NotKnownYet(_LOOKING_UP)
    if standing is PersonKind.GUEST:
        whom = askable(session, request.workspace_id)
        return NotAllowed(f"Only members of this workspace can do this, not guests. Ask {whom}.")
    return NotAllowed(_REFUSED[standing])


def _ask_about(session: Session, request: Request) -> None:
    new_task = read_person(request.user_id, at=request.at)
    outbox.enqueue(session, request.workspace_id, new_task, request.at)


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


def zone_of(session: Session, workspace_id: int, person: Person | None) -> str:
    """The person's own time zone, else the workspace's, else UTC."""
    if person is not None and person.zone:
        return person.zone
    return workspaces.get(session, workspace_id).zone or "UTC"
