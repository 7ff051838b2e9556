"""A small app's manifest, a running sandbox, and a bare Slack client for it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox import Sandbox, SandboxClock, Settings
from tests.sandbox.slack import Slack

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
EVENTS = [
    "app_home_opened",
    "app_uninstalled",
    "tokens_revoked",
    "reaction_added",
    "reaction_removed",
    "message.channels",
    "message.groups",
    "channel_archive",
    "channel_rename",
    "channel_left",
    "channel_id_changed",
    "member_joined_channel",
    "team_join",
    "user_change",
]
SCOPES = [
    "commands",
    "chat:write",
    "chat:write.public",
    "reactions:read",
    "reactions:write",
    "channels:read",
    "channels:history",
    "groups:read",
    "groups:history",
    "files:read",
    "files:write",
    "im:write",
    "users:read",
]


def manifest_with(**changes: Any) -> dict[str, Any]:
    """A whole manifest; `scopes`, `events`, `rotation` replace its defaults."""
    return {
        "display_information": {"name": "Probe"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "Probe"},
            "shortcuts": [
                {"name": "Save", "type": "message", "callback_id": "save", "description": "d"},
                {"name": "New", "type": "global", "callback_id": "new", "description": "d"},
            ],
            "slash_commands": [
                {"command": "/probe", "description": "d", "should_escape": False},
                {"command": "/escaped", "description": "d", "should_escape": True},
            ],
        },
        "oauth_config": {"scopes": {"bot": changes.get("scopes", SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": changes.get("events", EVENTS)},
            "token_rotation_enabled": changes.get("rotation", False),
        },
    }


@pytest.fixture
def clock() -> SandboxClock:
    """A clock that stands still on a Monday noon."""
    return SandboxClock(MONDAY)


@pytest.fixture
def open_box(clock: SandboxClock) -> Iterator[Callable[..., Sandbox]]:
    """Opens sandboxes that are closed after the test."""
    opened: list[Sandbox] = []

    def open_one(**options: Any) -> Sandbox:
        strict = {"ack_deadline_s": 0.5, "file_scan_s": 0.0} | options.pop("settings", {})
        given = {"manifest": manifest_with(), "clock": clock, "settings": Settings(**strict)}
        box = Sandbox(**(given | options))
        opened.append(box)
        box.start()
        return box

    yield open_one
    for box in opened:
        box.stop()


@pytest.fixture
def box(open_box: Callable[..., Sandbox]) -> Sandbox:
    """A running sandbox with no app connected."""
    return open_box()


@pytest.fixture
def slack(box: Sandbox) -> Iterator[Slack]:
    """A client with the app's bot token."""
    with Slack(box.api_url, box.bot_token) as client:
        yield client
