"""Settings: the only place that reads the environment."""

import os
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from dotenv import dotenv_values

from domain.core.errors import InvalidInput

Mode = Literal["socket", "http"]
Value = TypeVar("Value")
Default = TypeVar("Default")

SECRET_KEY_LENGTH = 32
"""Fewest characters of a key in LINCHPIN_SECRET_KEY, which seals tokens and signs OAuth states."""

INSTALL_PATH = "/slack/install"

ENV_FILE = Path(".env")
"""Where settings are kept, in the folder that the program is started in."""

_SET_UP = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "PUBLIC_URL")
"""What ``linchpin setup`` asks for: a wrong value is its business."""

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

_POSTGRESQL = ("postgres://", "postgresql://", "postgresql+psycopg://")


class SettingsError(Exception):
    """A setting cannot be used; the message is one sentence that names the variable."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment decides. Secrets are left out of ``repr``."""

    bot_token: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = field(default="sqlite:///linchpin.db", repr=False)  # may hold a password
    host: str = "127.0.0.1"
    port: int = 3000
    ops_host: str | None = None
    ops_port: int | None = None
    installers: tuple[str, ...] | None = None
    """The workspaces that may install the app over OAuth: None for all, empty for none."""
    secret_key: str | None = field(default=None, repr=False)
    public_url: str | None = None
    log_level: str = "INFO"
    log_format: Literal["text", "json"] = "text"

    @property
    def mode(self) -> Mode | None:
        """How Slack reaches the bot: an app token means Socket Mode; None when nothing is set."""
        if self.app_token:
            return "socket"
        return "http" if self.signing_secret else None

    @property
    def multi_workspace(self) -> bool:
        """True when workspaces install the app by themselves, over OAuth."""
        return bool(self.client_id and self.client_secret)

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The keys that tokens may be sealed with, newest first; new tokens get the first one."""
        return _keys(self.secret_key) if self.secret_key else ()

    @property
    def address(self) -> str:
        """Where the web server listens, as an address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def ops_apart(self) -> tuple[str, int] | None:
        """Where else than the rest /metrics and /readyz are answered; None: nowhere else."""
        if self.ops_port is None or (self.ops_port and self._ops == (self.host, self.port)):
            return None
        return self._ops

    @property
    def ops_here(self) -> bool:
        """Whether /metrics and /readyz are answered where the rest is: by default only where no
        other machine can ask for them."""
        if self.ops_port is None:
            return _is_loopback(self.host)
        return self.ops_apart is None

    @property
    def _ops(self) -> tuple[str, int]:
        return self.ops_host or "127.0.0.1", self.ops_port or 0

    def may_install(self, team_id: str) -> bool:
        """Whether the workspace with a team id may install the app over OAuth."""
        return self.installers is None or team_id in self.installers

    def install_address(self, team_id: str) -> str | None:
        """Where people of a workspace install the app, when that is known and they may."""
        if not (self.multi_workspace and self.public_url and self.may_install(team_id)):
            return None
        return self.public_url + INSTALL_PATH

    @property
    def has_tokens(self) -> bool:
        """True when anything at all was set that belongs to a real Slack app."""
        return any((self.bot_token, self.app_token, self.signing_secret, self.client_id))

    def missing(self) -> tuple[str, ...]:
        """The variables, or alternatives of variables, without which the bot cannot run."""
        names: list[str] = []
        if self.mode is None:
            names.append("SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)")
        if not self.bot_token and not self.multi_workspace:
            names.append("SLACK_BOT_TOKEN")
        return tuple(names)


def from_environment() -> Settings:
    """The settings of this process: its environment first, then ``.env`` of the folder it is in."""
    return load_settings(os.environ, ENV_FILE)


def for_setup() -> Settings:
    """The settings of this process without those that ``linchpin setup`` asks for."""
    values = {**_dotenv(ENV_FILE), **{name: text for name, text in os.environ.items() if text}}
    left_out = (*_SET_UP, "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
    return load_settings({k: v for k, v in values.items() if k not in left_out}, None)


def kept_in_file() -> dict[str, str]:
    """What ``.env`` holds of what ``linchpin setup`` asks for."""
    return {name: text for name, text in _dotenv(ENV_FILE).items() if name in _SET_UP}


def set_outside(names: Collection[str]) -> list[str]:
    """Those of ``names`` that the environment sets, which wins over ``.env``."""
    return [name for name in names if os.environ.get(name)]


def load_settings(environ: Mapping[str, str], dotenv_path: Path | None) -> Settings:
    """The settings of ``environ``, completed from a ``.env`` file; an empty value counts as unset.

    Raises SettingsError with one sentence that names the variable.
    """
    values = {**_dotenv(dotenv_path), **{name: text for name, text in environ.items() if text}}
    settings = Settings(
        bot_token=_prefixed(values, "SLACK_BOT_TOKEN", "xoxb-", "xoxe.xoxb-"),
        app_token=_prefixed(values, "SLACK_APP_TOKEN", "xapp-"),
        signing_secret=_stripped(values, "SLACK_SIGNING_SECRET"),
        client_id=_stripped(values, "SLACK_CLIENT_ID"),
        client_secret=_stripped(values, "SLACK_CLIENT_SECRET"),
        slack_api_url=_read(values, "SLACK_API_URL", _api_url, "https://slack.com/api/"),
        database_url=_read(values, "DATABASE_URL", _database_url, "sqlite:///linchpin.db"),
        host=_stripped(values, "HOST") or "127.0.0.1",
        port=_read(values, "PORT", partial(_port, "PORT"), 3000),
        ops_host=_stripped(values, "OPS_HOST"),
        ops_port=_read(values, "OPS_PORT", partial(_port, "OPS_PORT"), None),
        installers=_read(values, "SLACK_INSTALL", _installers, None),
        secret_key=_read(values, "LINCHPIN_SECRET_KEY", _secret_key, None),
        public_url=_read(values, "PUBLIC_URL", _public_url, None),
        log_level=_read(values, "LOG_LEVEL", _log_level, "INFO"),
        log_format=_read(values, "LOG_FORMAT", _log_format, "text"),
    )
    _check_together(settings)
    return settings


def _dotenv(path: Path | None) -> dict[str, str]:
    if path is None or not path.is_file():
        return {}
    try:
        return {name: text for name, text in dotenv_values(path, interpolate=False).items() if text}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The file {path} cannot be read ({type(error).__name__}).") from error


def _stripped(values: Mapping[str, str], name: str) -> str | None:
    return values.get(name, "").strip() or None


def _read(
    values: Mapping[str, str], name: str, parse: Callable[[str], Value], default: Default
) -> Value | Default:
    text = _stripped(values, name)
    return default if text is None else parse(text)


def _prefixed(values: Mapping[str, str], name: str, *prefixes: str) -> str | None:
    token = _stripped(values, name)
    if token is not None and not token.startswith(prefixes):
        raise SettingsError(
            f"{name} must begin with {prefixes[0]}; look it up in the app's settings at Slack."
        )
    return token


def _api_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise SettingsError(
            "SLACK_API_URL must be an address that begins with https:// or http://."
        )
    return text.rstrip("/") + "/"


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise SettingsError(
            "PUBLIC_URL must be the address at which others reach the bot, such as "
            "https://linchpin.example.com."
        )
    return text.rstrip("/")


def _database_url(text: str) -> str:
    if text.startswith("sqlite:///"):
        return _checked_url(text) if "?" in text else text
    for prefix in _POSTGRESQL:
        if text.startswith(prefix) and len(text) > len(prefix):
            return _checked_url("postgresql+psycopg://" + text.removeprefix(prefix))
    raise SettingsError(
        "DATABASE_URL must begin with sqlite:/// (a file) or postgresql:// (a server)."
    )


def _checked_url(url: str) -> str:
    # Loaded here: most commands on a SQLite file need no look at the options of a connection.
    from storage.database import url as database_url

    try:
        database_url.read(url)
    except InvalidInput as refused:
        raise SettingsError(refused.message) from refused
    return url


def _port(name: str, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > 65535:
        raise SettingsError(f"{name} must be a whole number from 0 to 65535.")
    return int(text)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _installers(text: str) -> tuple[str, ...] | None:
    if text.lower() in ("open", "closed"):
        return None if text.lower() == "open" else ()
    teams = tuple(team.strip().upper() for team in text.split(",") if team.strip())
    if not teams or not all(re.fullmatch(r"T[A-Z0-9]{1,30}", team, re.ASCII) for team in teams):
        raise SettingsError(
            "SLACK_INSTALL must be open, closed, or the team ids of the workspaces that may "
            "install the app, such as T0123ABCD,T0456EFGH."
        )
    return teams


def _secret_key(text: str) -> str:
    if any(len(key) < SECRET_KEY_LENGTH for key in _keys(text)):
        raise SettingsError(
            f"LINCHPIN_SECRET_KEY must have at least {SECRET_KEY_LENGTH} characters, and so must "
            "each of several keys with commas between them; `openssl rand -hex 32` makes a good "
            "one."
        )
    return text


def _keys(text: str) -> tuple[str, ...]:
    return tuple(key.strip() for key in text.split(","))


def _log_level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise SettingsError(f"LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}.")
    return text.upper()


def _log_format(text: str) -> Literal["text", "json"]:
    if text.lower() == "json":
        return "json"
    if text.lower() != "text":
        raise SettingsError("LOG_FORMAT must be text or json.")
    return "text"


def _check_together(settings: Settings) -> None:
    if settings.ops_host and settings.ops_port is None:
        raise SettingsError(
            "OPS_PORT is missing: with OPS_HOST it says where /metrics and /readyz are answered."
        )
    if bool(settings.client_id) != bool(settings.client_secret):
        absent = "SLACK_CLIENT_SECRET" if settings.client_id else "SLACK_CLIENT_ID"
        raise SettingsError(
            f"{absent} is missing: installing in many workspaces needs both "
            "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET."
        )
    if settings.multi_workspace and settings.secret_key is None:
        raise SettingsError(
            "LINCHPIN_SECRET_KEY is missing: with SLACK_CLIENT_ID set it seals the tokens "
            "of the workspaces."
        )
