"""What the app's manifest grants and declares: scopes, commands, shortcuts, events."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as declared."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A global or message shortcut as declared."""

    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True, slots=True)
class AppManifest:
    """The parts of a Slack app manifest that change what Slack does."""

    name: str
    bot_name: str
    scopes: tuple[str, ...]
    bot_events: frozenset[str]
    commands: dict[str, Command]
    shortcuts: dict[str, Shortcut]
    home_tab: bool
    messages_tab: bool
    messages_tab_read_only: bool
    token_rotation: bool
    unfurl_domains: tuple[str, ...]


def read_manifest(raw: dict[str, Any]) -> AppManifest:
    """The app that a manifest mapping (schema version 1 or 2) describes."""
    features = raw.get("features", {})
    settings = raw.get("settings", {})
    home = features.get("app_home", {})
    name = raw["display_information"]["name"]
    return AppManifest(
        name=name,
        bot_name=features.get("bot_user", {}).get("display_name", name),
        scopes=tuple(raw.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
        bot_events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        commands={c["command"]: _command(c) for c in features.get("slash_commands", ())},
        shortcuts={s["callback_id"]: _shortcut(s) for s in features.get("shortcuts", ())},
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled")),
        messages_tab_read_only=bool(home.get("messages_tab_read_only_enabled")),
        token_rotation=bool(settings.get("token_rotation_enabled")),
        unfurl_domains=tuple(features.get("unfurl_domains", ())),
    )


def _command(raw: dict[str, Any]) -> Command:
    return Command(
        raw["command"],
        raw.get("description", ""),
        raw.get("usage_hint", "").strip(),
        bool(raw.get("should_escape")),
    )


def _shortcut(raw: dict[str, Any]) -> Shortcut:
    return Shortcut(raw["name"], raw["type"], raw["callback_id"], raw.get("description", ""))
