"""Installing the app in a workspace, and finding the way back to it."""

from dataclasses import dataclass
from datetime import datetime

from domain.core.changes import NewChange
from domain.core.errors import InvalidInput, TokenSealed, Unavailable
from domain.core.people import Request, Workspace
from services.outbox.messages import read_channels, read_groups, read_people
from storage.channels import queries as channels
from storage.database.engine import Database
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.workspace import workspaces
from storage.workspace.seal import Seal
from storage.workspace.workspaces import Installed, Standing


@dataclass(frozen=True, slots=True)
class Installation:
    """What Slack tells when the app is installed; ``bot_token`` None means that of the settings."""

    team_id: str
    name: str
    bot_user_id: str
    bot_id: str
    scopes: tuple[str, ...]
    bot_token: str | None = None
    enterprise_id: str | None = None
    installer_id: str | None = None
    """Who installed the app over OAuth."""


def install(
    database: Database, seal: Seal | None, installation: Installation, at: datetime
) -> Workspace:
    """Store or renew an installation and ask Slack who is there; everything else stays."""
    token = installation.bot_token
    if token is not None and seal is None:
        raise Unavailable("LINCHPIN_SECRET_KEY is not set, so no token can be kept.")
    sealed = seal.close(token) if token is not None and seal is not None else None
    with database.transaction() as session:
        workspace = workspaces.install(
            session,
            Installed(
                team_id=installation.team_id,
                name=installation.name,
                bot_user_id=installation.bot_user_id,
                bot_id=installation.bot_id,
                sealed_token=sealed,
                scopes=installation.scopes,
                enterprise_id=installation.enterprise_id,
            ),
            at,
        )
        for new_task in (
            read_people(key=f"people:{at.isoformat()}", at=at),
            read_channels(key=f"channels:{at.isoformat()}", at=at),
            read_groups(key=f"groups:{at.isoformat()}", at=at),
        ):
            outbox.enqueue(session, workspace.id, new_task, at)
        if installation.installer_id is not None:
            installed = Request(workspace.id, installation.installer_id, "oauth", at)
            subject, after = ("workspace", workspace.id), installation.installer_id
            changes.announce(session, NewChange(installed, *subject, "installed", after=after))
        return workspace


def by_team(database: Database, team_id: str) -> Workspace | None:
    """The workspace with a Slack team id."""
    with database.reading() as session:
        return workspaces.by_team(session, team_id)


def standing(database: Database, team_id: str) -> Standing | None:
    """How a workspace stands now, for each request anew; None when it was never installed."""
    with database.reading() as session:
        return workspaces.standing(session, team_id)


def get(database: Database, workspace_id: int) -> Workspace:
    """The workspace with a row id."""
    with database.reading() as session:
        return workspaces.get(session, workspace_id)


def every(database: Database) -> list[Workspace]:
    """All workspaces that can be reached."""
    with database.reading() as session:
        return workspaces.every(session)


def with_stopped(database: Database) -> list[Workspace]:
    """All workspaces, also those that the bot cannot reach now."""
    with database.reading() as session:
        return workspaces.with_stopped(session)


def of_enterprise(database: Database, enterprise_id: str) -> list[str]:
    """The names of the workspaces of a Slack organisation where the app is installed."""
    with database.reading() as session:
        return workspaces.of_enterprise(session, enterprise_id)


def heard(database: Database, workspace_id: int, at: datetime) -> None:
    """Note that Slack delivered an event to a workspace's bot."""
    with database.transaction() as session:
        workspaces.heard(session, workspace_id, at)


def last_event_at(database: Database, workspace_id: int) -> datetime | None:
    """When Slack last delivered an event of a workspace, to the minute."""
    with database.reading() as session:
        return workspaces.last_event_at(session, workspace_id)


def some_joined(database: Database, workspace_id: int, most: int) -> list[str]:
    """The ids of a few channels that the bot is in."""
    with database.reading() as session:
        return channels.some_joined(session, workspace_id, most)


def chosen(database: Database, team_id: str | None) -> Workspace:
    """The workspace with a team id, or the only one. Raises InvalidInput with those there are."""
    found = every(database)
    if team_id is None and len(found) == 1:
        return found[0]
    named = next((one for one in found if one.team_id == team_id), None)
    if named is not None:
        return named
    if not found:
        raise InvalidInput("No workspace is installed. Run `linchpin run` once first.")
    known = ", ".join(f"{one.team_id} ({one.name})" for one in found)
    raise InvalidInput(f"Which workspace? Add --workspace with one of {known}.")


def token(database: Database, seal: Seal | None, workspace_id: int) -> str | None:
    """The workspace's own bot token, or None when it uses that of the settings."""
    with database.reading() as session:
        sealed = workspaces.sealed_token(session, workspace_id)
    if sealed is None:
        return None
    if seal is None:
        raise TokenSealed("LINCHPIN_SECRET_KEY is not set, so stored tokens cannot be read.")
    return seal.open(sealed)


def uninstall(database: Database, team_id: str, at: datetime) -> None:
    """Stop calling Slack for a workspace that removed the app at ``at``; all that was entered
    stays. Nothing changes when the app was installed anew since then."""
    with database.transaction() as session:
        workspace = workspaces.by_team(session, team_id)
        if workspace is not None:
            workspaces.stop(session, workspace.id, "The app was removed from the workspace.", at)
