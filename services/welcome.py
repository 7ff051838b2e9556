"""The first message to the person who installed the app, and the four steps that it sets up."""

from collections.abc import Sequence
from datetime import datetime

from domain.core.changes import NewChange
from domain.core.errors import InvalidInput
from domain.core.outbox import Kind, NewTask, Task
from domain.core.people import Person, Request, Workspace, may_configure
from domain.dates.schedule import Schedule
from domain.dates.schedule_parsing import describe_schedule
from domain.welcome import Welcome, likeliest_for_ideas
from services.digests import subscribe as digests
from services.digests.permissions import proposal
from services.outbox.messages import respond, tell
from services.outbox.payloads import pack
from services.workspace import settings
from services.workspace.people import zone_of
from storage.channels import queries as channels
from storage.database.engine import Database, Session
from storage.digests import subscriptions
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.workspace import people, workspaces

_EMOJI, _MANAGERS = "emoji_settled", "managers_settled"
"""Fields of the change log that note a step as done when it kept what was set."""

_MOST_CHANNELS = 200


def on_changes(session: Session, changes: Sequence[NewChange]) -> None:
    """Welcome the person who installed the app over OAuth."""
    for one in changes:
        if one.subject_kind == "workspace" and one.field == "installed":
            _ask(session, one.subject_id, str(one.after), one.request.at)


def ask_everywhere(database: Database, at: datetime) -> None:
    """Welcome an admin of each workspace that is connected by a token, not by OAuth.

    Workspaces that were welcomed before, or are set up already, hear nothing.
    """
    with database.transaction() as session:
        for workspace in workspaces.every(session):
            _ask(session, workspace.id, None, at)


def greet(database: Database, task: Task, at: datetime) -> None:
    """Send the first message and settle the task; a workspace gets it once, to one person."""
    with database.transaction() as session:
        workspace = workspaces.get(session, task.workspace_id)
        reader = _reader(session, workspace, task.payload["user"])
        if reader is not None and workspace.ideas_channel_id is None:
            shown = _page(session, workspace, reader, at)
            told = tell(reader, "welcome", pack(shown), key="welcome", at=at)
            outbox.enqueue(session, workspace.id, told, at)
        outbox.finish(session, task, at)


def look_again(database: Database, request: Request, answer_url: str | None) -> None:
    """Show the message as things are now."""
    with database.transaction() as session:
        settings.require_configurer(session, request)
        _renew(session, request, answer_url)


def choose_channel(
    database: Database, request: Request, channel_id: str, answer_url: str | None
) -> None:
    """Make a channel the ideas channel; raises InvalidInput when the bot isn't in it."""
    with database.transaction() as session:
        settings.choose_ideas_channel(session, request, channel_id)
        _renew(session, request, answer_url)


def keep_emoji(database: Database, request: Request, answer_url: str | None) -> None:
    """Save messages with the emoji that is set."""
    with database.transaction() as session:
        workspace = settings.require_configurer(session, request)
        _settle(session, request, _EMOJI, workspace.capture_emoji)
        _renew(session, request, answer_url)


def start_digest(database: Database, request: Request, answer_url: str | None) -> None:
    """Give the ideas channel its first digest; one that it has stays as it is.

    Raises InvalidInput while there is no ideas channel.
    """
    with database.transaction() as session:
        workspace = settings.require_configurer(session, request)
        if workspace.ideas_channel_id is None:
            raise InvalidInput("Choose the ideas channel first: the digest is posted there.")
        schedule = _proposed(session, workspace, request.user_id, request.at)
        digests.begin(session, request, workspace.ideas_channel_id, schedule)
        _renew(session, request, answer_url)


def choose_managers(
    database: Database, request: Request, user_ids: tuple[str, ...], answer_url: str | None
) -> None:
    """Let these people manage; none means workspace admins."""
    with database.transaction() as session:
        settings.choose_managers(session, request, user_ids)
        _settle(session, request, _MANAGERS, list(user_ids) or "admins")
        _renew(session, request, answer_url)


def _ask(session: Session, workspace_id: int, installer_id: str | None, at: datetime) -> None:
    """Welcome somebody once the people of the workspace are read: in order after that task."""
    payload = {"user": installer_id}
    key = f"welcome:ask:{at.isoformat()}"
    new_task = NewTask(Kind.WELCOME, "people", key, payload, at, one_pending="welcome")
    outbox.enqueue(session, workspace_id, new_task, at)


def _reader(session: Session, workspace: Workspace, installer_id: str | None) -> str | None:
    """The installer when they can change settings or nobody knows yet, else the first admin."""
    if installer_id is not None:
        person = people.get(session, workspace.id, installer_id)
        if person is None or may_configure(workspace, person):
            return installer_id
    return next((one.user_id for one in people.admins(session, workspace.id, 1)), None)


def _settle(session: Session, request: Request, field: str, value: object) -> None:
    changes.record(session, request, ("workspace", request.workspace_id), field, after=value)


def _renew(session: Session, request: Request, answer_url: str | None) -> None:
    """Put the message as it is now in the place of the one whose button was pressed."""
    if answer_url is None:
        return
    workspace = workspaces.get(session, request.workspace_id)
    shown = _page(session, workspace, request.user_id, request.at)
    key = f"welcome:{request.key or request.at.isoformat()}"
    answer = respond(answer_url, "welcome", pack(shown), key=key, at=request.at, is_posted=True)
    outbox.enqueue(session, request.workspace_id, answer, request.at)


def _page(session: Session, workspace: Workspace, reader: str, at: datetime) -> Welcome:
    ideas = workspace.ideas_channel_id
    digest = subscriptions.of_channel(session, workspace.id, ideas) if ideas else None
    log = changes.of_subject(session, workspace.id, "workspace", workspace.id)
    settled = {one.field for one in log}
    joined = channels.joined(session, workspace.id, _MOST_CHANNELS)
    return Welcome(
        ideas_channel_id=ideas,
        proposed_channel_id=likeliest_for_ideas(joined),
        capture_emoji=workspace.capture_emoji,
        is_emoji_settled=bool(settled & {_EMOJI, "capture_emoji"}),
        digest=describe_schedule(digest.schedule) if digest else None,
        proposed_digest=describe_schedule(_proposed(session, workspace, reader, at)),
        managers=workspace.managers,
        are_managers_settled=bool(workspace.managers or _MANAGERS in settled),
    )


def _proposed(session: Session, workspace: Workspace, user_id: str, at: datetime) -> Schedule:
    person: Person | None = people.get(session, workspace.id, user_id)
    return proposal(zone_of(session, workspace.id, person), at)
