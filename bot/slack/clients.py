"""Slack clients per workspace, and who an incoming request belongs to."""

import threading
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context import BoltContext
from slack_sdk import WebClient

from bot.settings import Settings
from bot.slack import grid
from domain.core.clocks import is_within
from domain.core.errors import NotConnected, Unavailable
from domain.text.storable import make_storable
from scheduled.delivery.api_errors import UNREADABLE
from services.workspace import installations
from storage.database.engine import Database
from storage.workspace.seal import Seal

LISTENER_TIMEOUT_S = 2
"""Below Slack's 3 s for an answer, so that a slow views.open leaves time to say so."""

ERRAND_TIMEOUT_S = 15

_LOOPBACK = ("127.0.0.1", "localhost", "::1")

_KEPT_FOR = timedelta(seconds=60)


def client(settings: Settings, token: str | None, timeout_s: int) -> WebClient:
    """A Web API client that never repeats a call by itself: the default one posts twice when a
    connection drops."""
    made = WebClient(
        token=token, base_url=settings.slack_api_url, timeout=timeout_s, retry_handlers=[]
    )
    if urlsplit(settings.slack_api_url).hostname in _LOOPBACK:
        made.proxy = None  # the client reads HTTPS_PROXY, but not what NO_PROXY excludes
    return made


class Tokens:
    """Tokens and identities, kept in memory for a minute at most."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._lock = threading.Lock()
        self._results: dict[str, tuple[datetime, int, AuthorizeResult]] = {}
        self.seal = Seal(settings.secret_keys) if settings.secret_keys else None

    def client_of(self, workspace_id: int) -> WebClient:
        """The dispatcher's client of a workspace; raises NotConnected without a usable token."""
        return client(self._settings, self.token_of(workspace_id), ERRAND_TIMEOUT_S)

    def authorize(
        self,
        context: BoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        now: datetime,
    ) -> AuthorizeResult | None:
        """Whose request this is, without a call to Slack; None for a workspace never installed."""
        try:
            known = self._lookup(team_id or "", now)
            sentence = None if known else self._sentence(context, enterprise_id, team_id)
        except NotConnected as error:
            known, sentence = None, f"{error.message} Nothing was done."
        if sentence is not None:
            context[grid.REFUSAL] = sentence
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
        if known is None:
            context["response_url"] = None  # so that Bolt answers here and calls nobody
            return None
        context["workspace_id"] = known[0]
        return known[1]

    def _sentence(
        self, context: BoltContext, enterprise_id: str | None, team_id: str | None
    ) -> str | None:
        siblings = (
            installations.of_enterprise(self._database, enterprise_id) if enterprise_id else []
        )
        public = self._settings.public_url if self._settings.multi_workspace else None
        return grid.sentence_for(
            team_id,
            siblings,
            is_for_organisation=bool(context.is_enterprise_install),
            install_address=f"{public}/slack/install" if public else None,
        )

    def forget(self, team_id: str) -> None:
        """Look a workspace up anew at its next request."""
        with self._lock:
            self._results.pop(team_id, None)

    def _lookup(self, team_id: str, now: datetime) -> tuple[int, AuthorizeResult] | None:
        with self._lock:
            kept = self._results.get(team_id)
        if kept is not None and is_within(kept[0], _KEPT_FOR, now):
            return kept[1], kept[2]
        workspace = installations.by_team(self._database, team_id)
        if workspace is None:
            return None
        result = AuthorizeResult(
            enterprise_id=None,
            team_id=team_id,
            bot_user_id=workspace.bot_user_id,
            bot_token=self.token_of(workspace.id),
        )
        with self._lock:
            self._results[team_id] = (now, workspace.id, result)
        return workspace.id, result

    def token_of(self, workspace_id: int) -> str:
        """The bot token of a workspace; raises NotConnected when it has none that is usable."""
        token = installations.token(self._database, self.seal, workspace_id)
        token = token or self._settings.bot_token
        if token is None:
            raise NotConnected("The workspace has no bot token. Install the app there again.")
        return token


def identify(
    settings: Settings, timeout_s: int = ERRAND_TIMEOUT_S, token: str | None = None
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
