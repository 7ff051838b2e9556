"""Slack clients per workspace, and who an incoming request belongs to."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.settings import Settings
from bot.slack import grid
from domain.core.errors import NotConnected, Unavailable
from domain.text.storable import make_storable
from scheduled.delivery.api_errors import UNREADABLE
from services.workspace import installations
from storage.database.engine import Database
from storage.workspace.seal import Seal

LISTENER_TIMEOUT_S = 2
"""Below Slack's 3 s for an answer, so that a slow views.open leaves time to say so."""

TASK_TIMEOUT_S = 15

_NO_TOKEN = "The workspace has no bot token. Install the app there again."

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def client(settings: Settings, token: str | None, timeout_s: int) -> WebClient:
    """A Web API client that never repeats a call by itself: the default one posts twice when a
    connection drops."""
    made = WebClient(
        token=token, base_url=settings.slack_api_url, timeout=timeout_s, retry_handlers=[]
    )
    if is_local(settings.slack_api_url):
        made.proxy = None  # the client reads HTTPS_PROXY, but not what NO_PROXY excludes
    return made


def is_local(address: str) -> bool:
    """Whether an address is on this machine, where no proxy is in between."""
    return urlsplit(address).hostname in _LOOPBACK


class NotInstalled(NotConnected):
    """The app is not installed in a workspace, or not any longer."""


@dataclass(frozen=True, slots=True)
class Known:
    """The workspace that a request comes from, and with what to answer it."""

    workspace_id: int
    result: AuthorizeResult


class Tokens:
    """Tokens and identities. They are read for each request and call, so that a removal and a new
    installation count at once, whichever process heard of them."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._latest: dict[str, Known] = {}
        """What was read last of each team: used only while the database does not answer, so that
        each request is refused in its own place."""
        self._opened: dict[int, tuple[str, str]] = {}
        """The sealed and the plain token of each workspace: opening one takes 60 µs."""
        self.seal = Seal(settings.secret_keys) if settings.secret_keys else None

    def client_of(self, workspace_id: int) -> WebClient:
        """The dispatcher's client of a workspace; raises NotConnected without a usable token."""
        return client(self._settings, self.token_of(workspace_id), TASK_TIMEOUT_S)

    def sentence_of_organisation(
        self, team_id: str, enterprise_id: str | None, *, is_for_organisation: bool
    ) -> str | None:
        """Return what people of a Slack organisation read where Linchpin is not installed.

        None for a request that comes from no organisation with an installed workspace.
        """
        siblings = (
            installations.of_enterprise(self._database, enterprise_id) if enterprise_id else []
        )
        return grid.sentence_for(
            team_id,
            siblings,
            is_for_organisation=is_for_organisation,
            install_address=self._settings.install_address(team_id),
        )

    def find(self, team_id: str) -> Known:
        """Whose request this is, without a call to Slack.

        Raises NotInstalled with a sentence that says where to install the app, NotConnected when
        the token cannot be read, Unavailable when the database does not answer.
        """
        try:
            found = installations.standing(self._database, team_id)
        except Unavailable:
            if team_id in self._latest:
                return self._latest[team_id]
            raise
        if found is None or found.stopped_reason is not None:
            self._latest.pop(team_id, None)
            reason = None if found is None else found.stopped_reason
            raise NotInstalled(self._not_installed(team_id, reason))
        token = self._plain(found.id, found.sealed_token)
        known = Known(found.id, _result(team_id, found.bot_user_id, token))
        self._latest[team_id] = known
        return known

    def _not_installed(self, team_id: str, reason: str | None) -> str:
        address = self._settings.install_address(team_id)
        cure = f"Install it at {address}" if address else "Ask whoever runs Linchpin to install it."
        if reason is None:
            return f"Linchpin is not installed in this workspace, so nothing was done. {cure}"
        again = cure.replace("nstall it", "nstall it again")
        return f"Linchpin no longer works in this workspace: {reason} Nothing was done. {again}"

    def token_of(self, workspace_id: int) -> str:
        """The bot token of a workspace; raises NotConnected when it has none that is usable."""
        token = installations.token(self._database, self.seal, workspace_id)
        token = token or self._settings.bot_token
        if token is None:
            raise NotConnected(_NO_TOKEN)
        return token

    def _plain(self, workspace_id: int, sealed: str | None) -> str:
        if sealed is None:
            if self._settings.bot_token is None:
                raise NotConnected(_NO_TOKEN)
            return self._settings.bot_token
        kept = self._opened.get(workspace_id)
        if kept is None or kept[0] != sealed:
            if self.seal is None:
                raise NotConnected(
                    "LINCHPIN_SECRET_KEY is not set, so stored tokens cannot be read."
                )
            kept = self._opened[workspace_id] = (sealed, self.seal.open(sealed))
        return kept[1]


def _result(team_id: str, bot_user_id: str, token: str) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id=team_id, bot_user_id=bot_user_id, bot_token=token
    )


def identify(
    settings: Settings, timeout_s: int = TASK_TIMEOUT_S, token: str | None = None
) -> installations.Installation:
    """The workspace of a bot token, by default the settings' own, asked of Slack (``auth.test``).

    Raises what a call raises: SlackApiError when Slack refuses, OSError when it is out of reach or
    something else answers. Raises Unavailable for the token of a whole organisation.
    """
    try:
        answer = client(settings, token or settings.bot_token, timeout_s).auth_test()
        facts: Any = make_storable(answer.data)
        team_id, user_id = str(facts["team_id"]), str(facts["user_id"])
    except UNREADABLE as error:
        raise ConnectionError("what answered was not Slack") from error
    if facts.get("is_enterprise_install"):
        raise Unavailable(grid.ORGANISATION)
    scopes = next((v for k, v in answer.headers.items() if k.lower() == "x-oauth-scopes"), "")
    return installations.Installation(
        team_id=team_id,
        name=str(facts.get("team") or ""),
        bot_user_id=user_id,
        bot_id=str(facts.get("bot_id") or ""),
        scopes=tuple(part.strip() for part in str(scopes).split(",") if part.strip()),
        enterprise_id=facts.get("enterprise_id"),
    )
