"""The app manifest: one source, two variants, checked against Slack's limits."""

import copy
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import yaml

from domain.core.errors import InvalidInput

Manifest = dict[str, Any]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is twenty times as fast

EVENTS_PATH = "/slack/events"
REDIRECT_PATH = "/slack/oauth_redirect"


def load() -> Manifest:
    """The manifest as this version of the program ships it."""
    packaged = files("bot") / "manifest.yml"
    source = packaged if packaged.is_file() else Path(__file__).parent.parent / "manifest.yml"
    manifest: Manifest = yaml.load(source.read_text(encoding="utf-8"), _LOADER)
    return manifest


def bot_scopes(manifest: Manifest) -> tuple[str, ...]:
    """The scopes that the bot token needs."""
    return tuple(manifest["oauth_config"]["scopes"]["bot"])


@cache
def wanted_scopes() -> tuple[str, ...]:
    """The scopes that the bot token of this version needs."""
    return bot_scopes(load())


def variant(
    manifest: Manifest, mode: Literal["socket", "http"], url: str | None = None
) -> Manifest:
    """The manifest for Socket Mode (no addresses) or for HTTP at ``url`` (the bot's public root).

    Raises InvalidInput when the address is missing or unusable, or a limit of Slack is broken.
    """
    made = copy.deepcopy(manifest)
    made["settings"]["socket_mode_enabled"] = mode == "socket"
    if mode == "http":
        _add_addresses(made, _public_root(url))
    problems = problems_of(made)
    if problems:
        raise InvalidInput("Slack would refuse this manifest: " + "; ".join(problems) + ".")
    return made


def to_yaml(manifest: Manifest) -> str:
    """The manifest as YAML in the order of its source."""
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=100)


def problems_of(manifest: Manifest) -> list[str]:
    """What breaks the limits of Slack's manifest schema 1.0.0; empty when all is well."""
    return [
        *_identity_problems(manifest),
        *_command_problems(manifest["features"].get("slash_commands", [])),
        *_shortcut_problems(manifest["features"].get("shortcuts", [])),
        *_subscription_problems(manifest),
    ]


def _public_root(url: str | None) -> str:
    if not url:
        raise InvalidInput("The HTTP manifest needs --url, the public address of the bot.")
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise InvalidInput("--url must be an https address such as https://linchpin.example.com.")
    return url.rstrip("/")


def _add_addresses(manifest: Manifest, root: str) -> None:
    request_url = root + EVENTS_PATH
    for command in manifest["features"].get("slash_commands", []):
        command["url"] = request_url
    settings = manifest["settings"]
    settings["event_subscriptions"] = {
        "request_url": request_url,
        **settings["event_subscriptions"],
    }
    settings["interactivity"]["request_url"] = request_url
    settings["interactivity"]["message_menu_options_url"] = request_url
    manifest["oauth_config"] = {
        "redirect_urls": [root + REDIRECT_PATH],
        **manifest["oauth_config"],
    }


def _length(text: str, least: int, most: int, what: str) -> list[str]:
    if least <= len(text) <= most:
        return []
    return [f"{what} must have {least} to {most} characters, not {len(text)}"]


def _identity_problems(manifest: Manifest) -> list[str]:
    shown = manifest["display_information"]
    found = _length(shown["name"], 1, 35, "the name")
    found += _length(shown.get("description", ""), 0, 140, "the description")
    if "long_description" in shown:
        found += _length(shown["long_description"], 175, 4000, "the long description")
    bot_name = manifest["features"].get("bot_user", {}).get("display_name", "")
    return found + _length(bot_name, 0, 80, "the bot's name")


def _command_problems(commands: list[dict[str, Any]]) -> list[str]:
    found = ["there are more than 50 commands"] if len(commands) > 50 else []
    names = [command["command"] for command in commands]
    found += [f"{name} is there twice" for name in sorted(set(names)) if names.count(name) > 1]
    for command in commands:
        name = command["command"]
        if not re.fullmatch(r"/\S{1,31}", name):
            found.append(f"{name!r} is no command of 2 to 32 characters with a leading slash")
        if not command.get("description"):
            found.append(f"{name} has no description")
        found += _length(command.get("usage_hint", ""), 0, 1000, f"the hint of {name}")
    return found


def _shortcut_problems(shortcuts: list[dict[str, Any]]) -> list[str]:
    found: list[str] = []
    for kind in ("message", "global"):
        if sum(shortcut["type"] == kind for shortcut in shortcuts) > 5:
            found.append(f"there are more than 5 {kind} shortcuts")
    for shortcut in shortcuts:
        name = f"the shortcut {shortcut['callback_id']}"
        if shortcut["type"] not in ("message", "global"):
            found.append(f"{name} has an unknown type")
        found += _length(shortcut["name"], 1, 24, f"the name of {name}")
        found += _length(shortcut["description"], 1, 150, f"the description of {name}")
        found += _length(shortcut["callback_id"], 1, 255, f"the id of {name}")
    return found


def _subscription_problems(manifest: Manifest) -> list[str]:
    events = manifest["settings"].get("event_subscriptions", {}).get("bot_events", [])
    found = ["there are more than 100 events"] if len(events) > 100 else []
    if len(bot_scopes(manifest)) > 255:
        found.append("there are more than 255 scopes")
    return found
