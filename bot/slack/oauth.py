"""Installing the app in many workspaces: the way to Slack's consent page and back."""

import base64
import hashlib
import hmac
import http.client
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin

from jinja2 import Environment
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.settings import Settings
from bot.slack.grid import ORGANISATION
from domain.core.errors import UserError
from domain.core.slack_errors import code_of, refusal
from domain.text.storable import make_storable
from scheduled.delivery.api_errors import UNREADABLE
from services.workspace.installations import Installation

log = logging.getLogger("linchpin.oauth")

COOKIE = "__Host-linchpin_install"
"""The prefix makes browsers insist on https, this host alone, and the whole path."""

STATE_LIFE_S = 600
EXCHANGE_TIMEOUT_S = 10

AGAIN = "Open the installation page once more and try again."

_CLOSED = (
    "This Linchpin takes no new workspaces at the moment. Ask whoever runs it to open the "
    "installation."
)

_REASONS = {
    "invalid_code": f"The installation took too long, or was finished already. {AGAIN}",
    "bad_redirect_uri": "The redirect address in the app's settings at Slack is another one. "
    "Add this bot's /slack/oauth_redirect there.",
    "bad_client_secret": "SLACK_CLIENT_SECRET is not that of the app. Correct it and start anew.",
    "invalid_client_id": "SLACK_CLIENT_ID is not that of an app. Correct it and start anew.",
    "no_scopes": "The app asks for no permission. Update its manifest at Slack.",
    "cannot_install_an_org_installed_app": "The app is installed for the whole organisation "
    "already. Ask an organisation admin to add this workspace.",
    "user_email_unverified": f"Slack wants you to confirm your e-mail address first. {AGAIN}",
}

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer"><title>{{ title }}</title>
<style>body{font:1.1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.5rem;
color:#1d2733;background:#f7f8fa}h1{font-size:1.5rem;line-height:1.3}
@media (prefers-color-scheme:dark){body{color:#e6eaf0;background:#161c24}a{color:#8ab4f8}}</style>
</head><body><main><h1>{{ title }}</h1><p>{{ text }}</p>
{% if again %}<p><a href="/slack/install">Install Linchpin</a></p>{% endif %}
</main></body></html>
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A result that a person reads in the browser."""

    status: int
    title: str
    text: str
    again: bool = False

    def html(self) -> str:
        """The page, with every value escaped."""
        template = Environment(autoescape=True).from_string(_PAGE)
        return template.render(title=self.title, text=self.text, again=self.again)


class State:
    """Signed states that end after 10 minutes and belong to one browser; nothing is stored.

    The browser keeps a random cookie; the state holds when it ends and an HMAC-SHA256 over both.
    The newest key signs, and each of the keys is believed.
    """

    def __init__(self, secret_keys: Sequence[str], now_s: Callable[[], float] = time.time) -> None:
        self._keys = [
            hashlib.sha256(b"linchpin oauth state\0" + key.encode()).digest() for key in secret_keys
        ]
        self._now_s = now_s

    def issue(self) -> tuple[str, str]:
        """A new (cookie, state)."""
        cookie = secrets.token_urlsafe(24)
        ends = str(int(self._now_s()) + STATE_LIFE_S)
        return cookie, f"{ends}.{_signed(self._keys[0], cookie, ends)}"

    def is_genuine(self, cookie: str, state: str) -> bool:
        """True when the state was issued to this cookie and has not ended."""
        ends, _, signature = state.partition(".")
        if not cookie or not (ends.isascii() and ends.isdigit() and signature.isascii()):
            return False
        genuine = (_signed(key, cookie, ends) for key in self._keys)
        if not any(hmac.compare_digest(signature, one) for one in genuine):
            return False
        # One that ends later than any that is issued now comes from a clock that was ahead.
        return 0 < int(ends) - self._now_s() <= STATE_LIFE_S


def _signed(key: bytes, cookie: str, ends: str) -> str:
    digest = hmac.new(key, f"{ends}\0{cookie}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


class OAuth:
    """One installation after another. ``save`` keeps an installation and may raise UserError."""

    def __init__(
        self,
        settings: Settings,
        scopes: Sequence[str],
        save: Callable[[Installation], None],
        now_s: Callable[[], float] = time.time,
    ) -> None:
        assert settings.secret_keys  # load_settings insists on one
        self._settings = settings
        self._scopes = tuple(scopes)
        self._save = save
        self._state = State(settings.secret_keys, now_s)

    def closed(self) -> Page | None:
        """What to show when nobody may install the app; None when somebody may."""
        if self._settings.installers == ():
            return Page(403, "Nothing was installed", _CLOSED)
        return None

    def begin(self) -> tuple[str, str]:
        """Slack's consent page for this app, and the cookie to set before going there."""
        cookie, state = self._state.issue()
        installers = self._settings.installers or ()
        query = {
            "client_id": self._settings.client_id,
            "scope": ",".join(self._scopes),
            "state": state,
            **({"team": installers[0]} if len(installers) == 1 else {}),
        }
        page = urljoin(self._settings.slack_api_url, "../oauth/v2/authorize")
        return f"{page}?{urlencode(query)}", cookie

    def finish(self, code: str, state: str, error: str, cookie: str) -> Page:
        """Store the installation that Slack's redirect announces; the page to show."""
        if not self._state.is_genuine(cookie, state):
            text = "This link is too old, or belongs to another browser. Start again."
            return Page(400, "Nothing was installed", text, again=True)
        if error or not code:
            return _declined(error)
        if closed := self.closed():
            return closed
        try:
            answer = self._exchange(code)
            installation = _installation(answer)
            if not self._settings.may_install(installation.team_id):
                return _not_invited(installation)
            self._save(installation)
        except SlackApiError as refused:
            return _refused(refused)
        except UserError as refused:
            return Page(503, "Nothing was installed", refused.message, again=True)
        except (OSError, http.client.HTTPException) as unreachable:
            log.warning("Slack could not be reached: %s", type(unreachable).__name__)
            text = f"Slack could not be reached. {AGAIN}"
            return Page(502, "Nothing was installed", text, again=True)
        log.info("Installed in workspace %s", installation.team_id)
        return _installed(installation)

    def _exchange(self, code: str) -> dict[str, Any]:
        client = WebClient(
            base_url=self._settings.slack_api_url, timeout=EXCHANGE_TIMEOUT_S, retry_handlers=[]
        )
        try:
            answer = client.oauth_v2_access(
                client_id=self._settings.client_id or "",
                client_secret=self._settings.client_secret or "",
                code=code,
            ).data
        except UNREADABLE as error:
            raise ConnectionError("what answered was not Slack") from error
        return make_storable(answer) if isinstance(answer, dict) else {}


def _installation(answer: dict[str, Any]) -> Installation:
    team = answer.get("team") or {}
    if answer.get("is_enterprise_install") or not team.get("id"):
        raise UserError(ORGANISATION)
    if answer.get("refresh_token") or not answer.get("access_token"):
        raise UserError(
            "The app's tokens expire. Turn token rotation off in a new app made from the manifest: "
            "Slack cannot turn it off afterwards."
            if answer.get("refresh_token")
            else "Slack gave no bot token. Make the app anew from the manifest."
        )
    return Installation(
        team_id=team["id"],
        name=team.get("name", ""),
        bot_user_id=answer.get("bot_user_id", ""),
        bot_id="",
        scopes=tuple(scope for scope in answer.get("scope", "").split(",") if scope),
        bot_token=answer["access_token"],
        enterprise_id=(answer.get("enterprise") or {}).get("id"),
        installer_id=(answer.get("authed_user") or {}).get("id"),
    )


def _installed(installation: Installation) -> Page:
    place = installation.name or "your workspace"
    text = "You can close this page. In Slack, open Linchpin under Apps, or type /linchpin help."
    return Page(200, f"Linchpin is installed in {place}", text)


def _not_invited(installation: Installation) -> Page:
    log.warning("Workspace %s may not install the app (SLACK_INSTALL)", installation.team_id)
    text = (
        f"This Linchpin is not open to {installation.name or 'your workspace'}, and nothing of it "
        f"was kept. Ask whoever runs it to let the workspace {installation.team_id} in, or remove "
        "the app in Slack under Apps."
    )
    return Page(403, "Nothing was installed", text)


def _declined(error: str) -> Page:
    if error == "access_denied":
        text = "You did not allow it, and that is fine. Nothing was kept."
    else:
        text = f"Slack ended the installation without a result. {AGAIN}"
    return Page(400, "Nothing was installed", text, again=True)


def _refused(refused: SlackApiError) -> Page:
    code = code_of(refused)
    log.warning("Slack refused an installation: %s", refusal(refused))
    if code is None:
        text = (
            "Something between this bot and Slack answered in Slack's place. Let the bot reach "
            f"slack.com. {AGAIN}"
        )
        return Page(502, "Nothing was installed", text, again=True)
    text = _REASONS.get(code, f"Slack refused it ({code}). {AGAIN}")
    return Page(400, "Nothing was installed", text, again=True)
