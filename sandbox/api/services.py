"""What Web API methods need beside the workspace: tokens, connections, limits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.world.model import SlackError
from sandbox.world.workspace import Workspace


@dataclass(slots=True)
class Grant:
    """A token and what it stands for. `dead` is the error it answers once it is revoked."""

    kind: str
    team_id: str
    dead: str = ""
    expires_at: datetime | None = None


@dataclass(slots=True)
class OAuthGrant:
    """What an authorisation code or refresh token can be exchanged for."""

    team_id: str
    user_id: str
    redirect_uri: str = ""


@dataclass(slots=True)
class Services:
    """State of the app's side of Slack: its credentials and settings."""

    teams: dict[str, Workspace]
    client_id: str
    client_secret: str
    signing_secret: str
    file_scan_s: float
    socket_url: Callable[[], str]
    tokens: dict[str, Grant] = field(default_factory=dict)
    codes: dict[str, OAuthGrant] = field(default_factory=dict)
    refresh_tokens: dict[str, OAuthGrant] = field(default_factory=dict)

    def caller(self, token: str, wanted: str) -> Workspace:
        """The workspace a token speaks for. SlackError not_authed, invalid_auth, token_revoked,
        account_inactive, token_expired, not_allowed_token_type."""
        if not token:
            raise SlackError("not_authed")
        grant = self.tokens.get(token)
        if grant is None:
            raise SlackError("invalid_auth")
        if grant.dead:
            raise SlackError(grant.dead)
        team = self.teams[grant.team_id]
        if grant.expires_at is not None and team.clock.now() >= grant.expires_at:
            raise SlackError("token_expired")
        if grant.kind != wanted:
            raise SlackError("not_allowed_token_type")
        return team

    def kill_tokens(self, team_id: str, error: str) -> None:
        """Make every bot token of a workspace answer `error` from now on."""
        for grant in self.tokens.values():
            if grant.team_id == team_id and grant.kind == "bot":
                grant.dead = error
