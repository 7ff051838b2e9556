"""What the doctor asks Slack: each token, its scopes, the connection, events, and history."""

import logging
import threading
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from datetime import datetime, timedelta
from http.client import HTTPException

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.settings import Settings
from bot.slack import clients as tokens
from domain.core.errors import NotConnected, Unavailable
from domain.core.people import Workspace
from domain.core.slack_errors import ErrorKind, code_of, fate_of, refusal
from domain.home.health import PERMISSIONS, Finding, State
from scheduled.delivery.api_errors import UNREADABLE
from services.workspace import installations
from storage.database.engine import Database

log = logging.getLogger("linchpin.doctor")

ANSWERS_WITHIN_S = 1.8
"""Below Slack's 3 s for the answer to a command, with time to look at the database."""

_CALL_TIMEOUT_S = 10
_NOTED_EVERY_S = 60.0
_QUIET_FOR = timedelta(days=2)
_LIMITED_PAGE = 15
"""The most messages that Slack gives at once to an app of the limited kind."""

_CALL_ERRORS = (SlackClientError, OSError, HTTPException)
_BOT, _APP, _EVENTS, _HISTORY = "Bot token", "App-level token", "Events", "Reading history"
_REACH = "Check that this machine reaches slack.com, and status.slack.com."
_REINSTALL = (
    "Install the app in the workspace again, and copy its Bot User OAuth Token to SLACK_BOT_TOKEN "
    "if you set that."
)


class LastEvents:
    """Notes in the database when Slack last delivered an event, once a minute at most."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._lock = threading.Lock()
        self._noted: dict[int, float] = {}

    def note(self, workspace_id: int) -> None:
        """Note an event. A database that is out of reach is nothing that an event waits for."""
        at = time.monotonic()
        with self._lock:
            if at - self._noted.get(workspace_id, -_NOTED_EVERY_S) < _NOTED_EVERY_S:
                return
            self._noted[workspace_id] = at
        try:
            installations.heard(self._database, workspace_id, self._now())
        except Unavailable as error:
            log.warning("The time of an event was not noted: %s", error.message)


class SlackChecks:
    """Asks Slack. Nothing is posted, and no connection is opened."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        token_of: Callable[[int], str],
        wanted_scopes: Collection[str],
        now: Callable[[], datetime],
    ) -> None:
        """``token_of`` gives a workspace's bot token or raises NotConnected."""
        self._settings = settings
        self._database = database
        self._token_of = token_of
        self._wanted = frozenset(wanted_scopes)
        self._now = now

    def of_workspace(self, workspace_id: int) -> list[Finding]:
        """How one workspace stands, within ANSWERS_WITHIN_S."""
        workspace = installations.get(self._database, workspace_id)
        asked = {
            _BOT: lambda: self.bot_token(workspace),
            _APP: self.app_token,
            _HISTORY: lambda: self.history(workspace),
        }
        found = _in_time(asked, ANSWERS_WITHIN_S)
        return [*found, *self.events(workspace)]

    def of_program(self) -> list[Finding]:
        """How this program and all its workspaces stand. It takes as long as Slack takes."""
        known = installations.with_stopped(self._database)
        found = self.app_token()
        if not known and self._settings.bot_token:
            found += self._token("", self._settings.bot_token)
        for workspace in known:
            found += self.bot_token(workspace)
            found += self.events(workspace)
            if found[-1].state is not State.WRONG:
                found += self.history(workspace)
        return found

    def bot_token(self, workspace: Workspace) -> list[Finding]:
        """Whether Slack accepts a workspace's token, and whether it has all the scopes."""
        try:
            token = self._token_of(workspace.id)
        except NotConnected as error:
            reason = workspace.stopped_reason or error.message
            return [_wrong(_named(_BOT, workspace.name), reason, _REINSTALL)]
        found = self._token(workspace.name, token)
        if workspace.stopped_reason and found[0].state is State.GOOD:
            about = _named(_BOT, workspace.name)
            next_step = "Restart Linchpin with this token, or install the app again."
            found.append(_wrong(about, f"messages wait ({workspace.stopped_reason})", next_step))
        return found

    def _token(self, name: str, token: str) -> list[Finding]:
        about = _named(_BOT, name)
        try:
            told = tokens.identify(self._settings, _CALL_TIMEOUT_S, token)
        except SlackApiError as error:
            return [_refused(about, error, _REINSTALL)]
        except _CALL_ERRORS as error:
            return [_unreachable(about, error)]
        except Unavailable as error:
            return [_wrong(about, error.message)]
        found = [Finding(about, State.GOOD, f"Slack accepts it, for {told.name or told.team_id}.")]
        missing = sorted(self._wanted - set(told.scopes))
        if missing:
            found.append(
                _wrong(
                    _named(PERMISSIONS, name),
                    f"the token lacks {', '.join(f'`{scope}`' for scope in missing)}.",
                    "Reinstall the app from the current manifest (`linchpin manifest`).",
                )
            )
        else:
            found.append(Finding(_named(PERMISSIONS, name), State.GOOD, "all are granted."))
        return found

    def app_token(self) -> list[Finding]:
        """Whether Slack accepts the app-level token and has Socket Mode on."""
        token = self._settings.app_token
        if not token:
            return []
        client = tokens.client(self._settings, None, _CALL_TIMEOUT_S)
        try:
            answer = client.apps_connections_open(app_token=token)
            is_good = str(answer["url"]).startswith(("wss://", "ws://"))
        except SlackApiError as error:
            return [_refused_app_token(error)]
        except _CALL_ERRORS as error:
            return [_unreachable(_APP, error)]
        except UNREADABLE as error:
            return [_unreachable(_APP, error)]
        if not is_good:
            return [_wrong(_APP, "Slack gave no address to connect to.", _REACH)]
        return [Finding(_APP, State.GOOD, "Slack accepts it, and Socket Mode is on.")]

    def events(self, workspace: Workspace) -> list[Finding]:
        """When Slack last delivered an event."""
        about = _named(_EVENTS, workspace.name)
        last = installations.last_event_at(self._database, workspace.id)
        if self._settings.app_token:
            where = "Check in the app's settings that Socket Mode and Event Subscriptions are on"
        else:
            where = (
                "Check in the app's settings that Event Subscriptions are on and that Slack "
                "verified the request URL, which ends in /slack/events"
            )
        if last is None:
            next_step = f"Open the bot's Home tab in Slack, then ask again. {where}."
            return [Finding(about, State.NOTE, "none has come yet.", next_step)]
        told = f"the last one came on {last:%Y-%m-%d at %H:%M} UTC."
        if self._now() - last > _QUIET_FOR:
            next_step = f"If people wrote in its channels since: {where}."
            return [Finding(about, State.NOTE, told, next_step)]
        return [Finding(about, State.GOOD, told)]

    def history(self, workspace: Workspace) -> list[Finding]:
        """Whether Slack limits how this app reads history.

        Apps that are distributed outside Slack's marketplace get 15 messages at once, once a minute
        (conversations.history and conversations.replies); those made for one's own workspace more.
        """
        joined = installations.some_joined(self._database, workspace.id, 1)
        about = _named(_HISTORY, workspace.name)
        if not joined:
            next_step = "Type /invite @Linchpin in a channel."
            return [Finding(about, State.NOTE, "not tried, as I am in no channel yet.", next_step)]
        try:
            client = tokens.client(self._settings, self._token_of(workspace.id), _CALL_TIMEOUT_S)
            page = client.conversations_history(channel=joined[0], limit=_LIMITED_PAGE + 1)
            count, has_more = len(page["messages"] or ()), bool(page.get("has_more"))
        except NotConnected:
            return []
        except SlackApiError as error:
            return [_history_refused(about, error)]
        except _CALL_ERRORS as error:
            return [_unreachable(about, error)]
        except UNREADABLE as error:
            return [_unreachable(about, error)]
        if has_more and count <= _LIMITED_PAGE:
            return [_limited(about)]
        return [Finding(about, State.GOOD, "Slack sets no tight limit.")]


def _in_time(asked: dict[str, Callable[[], list[Finding]]], within_s: float) -> Sequence[Finding]:
    """The findings of all questions, asked side by side; one without an answer in time is wrong."""
    pool = ThreadPoolExecutor(len(asked), thread_name_prefix="doctor")
    under_way: dict[str, Future[list[Finding]]] = {
        about: pool.submit(ask) for about, ask in asked.items()
    }
    pool.shutdown(wait=False)
    wait_for(under_way.values(), within_s)
    found: list[Finding] = []
    for about, future in under_way.items():
        late = _wrong(about, f"Slack did not answer within {within_s:g} s.", _REACH)
        found += future.result() if future.done() else [late]
    return found


def _named(about: str, name: str) -> str:
    return f"{about} ({name})" if name else about


def _wrong(about: str, found: str, next_step: str = "") -> Finding:
    return Finding(about, State.WRONG, found, next_step)


def _unreachable(about: str, error: BaseException) -> Finding:
    return _wrong(about, f"Slack could not be reached ({type(error).__name__}).", _REACH)


def _refused(about: str, error: SlackApiError, next_step: str) -> Finding:
    code = code_of(error)
    if code is None:
        return _wrong(about, f"Slack did not answer ({refusal(error)}).", _REACH)
    fate = fate_of(code)
    if fate in (ErrorKind.TOKEN_REFUSED, ErrorKind.PERMANENT):
        return _wrong(about, f"Slack refuses it ({code}).", next_step)
    if fate is ErrorKind.RATE_LIMITED:
        return Finding(about, State.NOTE, "asked too often.", "Ask again in a minute.")
    return _wrong(about, f"Slack could not check it ({code}).", "Ask again in a few minutes.")


def _refused_app_token(error: SlackApiError) -> Finding:
    return _refused(
        _APP,
        error,
        "Turn Socket Mode on in the app's settings at Slack, make an app-level token with the "
        "scope connections:write there, and set it as SLACK_APP_TOKEN.",
    )


def _history_refused(about: str, error: SlackApiError) -> Finding:
    code = code_of(error)
    if fate_of(code) is ErrorKind.RATE_LIMITED:
        return _limited(about)
    if fate_of(code) is ErrorKind.TOKEN_REFUSED:
        return _wrong(about, f"Slack refuses the token ({code}).", _REINSTALL)
    if code == "missing_scope":
        return _wrong(about, "a permission is missing (missing_scope).", "Reinstall the app.")
    if code is None:
        return _wrong(about, f"Slack did not answer ({refusal(error)}).", _REACH)
    return Finding(about, State.NOTE, f"not tried ({code}).")


def _limited(about: str) -> Finding:
    return Finding(
        about,
        State.NOTE,
        "Slack limits this app to 15 messages a minute, so missed messages are found late.",
        "Make the app from the manifest in your own workspace: such apps are not limited.",
    )
