"""What setup asks Slack about each token, as soon as it is typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from http.client import HTTPException

from slack_sdk.errors import SlackApiError, SlackClientError

from bot import manifest
from bot.settings import Settings
from bot.slack import clients
from domain.core.errors import Unavailable
from domain.core.slack_errors import ErrorKind, code_of, fate_of, refusal
from scheduled.delivery.api_errors import UNREADABLE
from services.workspace.installations import Installation

_TIMEOUT_S = 10
_CALL_ERRORS = (SlackClientError, OSError, HTTPException, *UNREADABLE)

_SIGNING_SECRET = re.compile(r"[0-9a-f]{32}")
_APP_ID = re.compile(r"xapp-\d+-(A[A-Z0-9]+)-")

_KINDS = {
    "xoxb-": "the Bot User OAuth Token (Install App)",
    "xoxe.xoxb-": "a bot token that expires",
    "xoxp-": "a user token",
    "xapp-": "the app-level token (Basic Information, App-Level Tokens)",
    "xoxe-": "a refresh token",
}

REINSTALL = "Choose Install App, Reinstall to Workspace, and copy the token again."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: one sentence, and whether the value can be used."""

    is_good: bool
    sentence: str


def bot_token(settings: Settings, typed: str) -> Verdict:
    """Ask Slack whose bot token it is, and whether it has all permissions."""
    if wrong := _wrong_kind(typed, "xoxb-"):
        return wrong
    try:
        found = clients.identify(replace(settings, bot_token=typed), _TIMEOUT_S)
        return _permissions(settings, typed, found)
    except SlackApiError as error:
        return _refused(error, REINSTALL)
    except Unavailable as error:
        return Verdict(False, error.message)
    except _CALL_ERRORS as error:
        return _unreachable(error)


def app_token(settings: Settings, typed: str) -> Verdict:
    """Ask Slack to open a connection with an app-level token; none is opened."""
    if wrong := _wrong_kind(typed, "xapp-"):
        return wrong
    try:
        client = clients.client(settings, None, _TIMEOUT_S)
        is_good = bool(client.apps_connections_open(app_token=typed)["url"])
    except SlackApiError as error:
        return _refused(
            error,
            "Generate an app-level token with the scope connections:write, and check that Socket "
            "Mode is on.",
        )
    except _CALL_ERRORS as error:
        return _unreachable(error)
    if not is_good:
        return Verdict(False, "Slack did not open a connection. Try again.")
    return Verdict(True, "Slack accepts it, and Socket Mode is on.")


def signing_secret(_settings: Settings, typed: str) -> Verdict:
    """Check the shape of a signing secret; Slack can't be asked about it."""
    if _SIGNING_SECRET.fullmatch(typed):
        return Verdict(True, "It looks right. Slack's first request will prove it.")
    return Verdict(
        False,
        "A signing secret has 32 characters, 0 to 9 and a to f. Copy it from Basic Information, "
        "App Credentials, Signing Secret (choose Show), not the Client Secret.",
    )


def _permissions(settings: Settings, token: str, found: Installation) -> Verdict:
    missing = sorted(set(manifest.wanted_scopes()) - set(found.scopes))
    if missing:
        return Verdict(
            False,
            f"Slack accepts it, but it lacks {', '.join(missing)}. Paste the manifest at App "
            f"Manifest again, and save. {REINSTALL}",
        )
    if not _same_app(settings, token, found):
        return Verdict(
            False, "This token and the app-level token belong to different apps. Use one app."
        )
    return Verdict(True, f"Slack accepts it, for the workspace {found.name or found.team_id}.")


def _same_app(settings: Settings, token: str, found: Installation) -> bool:
    """Whether the bot belongs to the app of the app-level token, as far as Slack says."""
    app = _APP_ID.match(settings.app_token or "")
    if app is None or not found.bot_id:
        return True
    answer = clients.client(settings, token, _TIMEOUT_S).bots_info(bot=found.bot_id)
    told = (answer.get("bot") or {}).get("app_id")
    return told is None or told == app.group(1)


def _wrong_kind(typed: str, prefix: str) -> Verdict | None:
    if typed.startswith(prefix):
        return None
    known: Sequence[str] = [kind for start, kind in _KINDS.items() if typed.startswith(start)]
    got = f"This is {known[0]}. " if known else ""
    return Verdict(False, f"{got}This token must begin with {prefix}.")


def _refused(error: SlackApiError, cure: str) -> Verdict:
    code = code_of(error)
    if code is None:
        return Verdict(False, f"Slack did not answer ({refusal(error)}). Check the network.")
    if fate_of(code) in (ErrorKind.TOKEN_REFUSED, ErrorKind.PERMANENT):
        return Verdict(False, f"Slack refuses it ({code}). {cure}")
    return Verdict(False, f"Slack could not check it ({code}). Wait a minute, then try again.")


def _unreachable(error: BaseException) -> Verdict:
    return Verdict(
        False,
        f"Slack can't be reached ({type(error).__name__}). Check that this machine reaches "
        "slack.com, then try again.",
    )
