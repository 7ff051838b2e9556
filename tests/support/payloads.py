"""Payloads as Slack documents them, one of each kind: those that features serve, and all others.

The keys are those of Slack's own SDKs (the fixtures of ``bolt-python`` and ``java-slack-sdk``);
people, channels and the workspace are the cast of the local Slack.
"""

from pathlib import Path
from typing import Any

Json = dict[str, Any]

TEAM, SAM, PRODUCT = "T0HARBORLIN", "U0SAM", "C0PRODUCT"
TS = "1764000000.000100"

_MESSAGE: Json = {
    "type": "message",
    "user": SAM,
    "text": "The export is slow",
    "ts": TS,
    "team": TEAM,
    "blocks": [
        {
            "type": "rich_text",
            "block_id": "b1",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [{"type": "text", "text": "The export is slow"}],
                }
            ],
        }
    ],
}
_USER: Json = {
    "id": "U0NEW",
    "team_id": TEAM,
    "name": "new",
    "real_name": "New Person",
    "tz": "Europe/Berlin",
    "deleted": False,
    "is_admin": False,
    "is_owner": False,
    "is_bot": False,
    "is_restricted": False,
    "is_ultra_restricted": False,
    "updated": 1764000000,
    "profile": {"display_name": "new", "real_name": "New Person", "email": "n@example.com"},
}
_IN_CHANNEL: Json = {"channel": "C0OTHER", "user": SAM, "event_ts": TS}
_RENAMED: Json = {"channel": {"id": "C0OTHER", "name": "renamed", "created": 1764000000}}
_SUBTEAM: Json = {"id": "S0GROUP", "team_id": TEAM, "handle": "leads", "users": [SAM]}
_FILE: Json = {"id": "F0FILE", "name": "a.csv", "title": "a.csv", "mimetype": "text/csv", "size": 7}

SERVED_EVENTS: dict[str, Json] = {
    "app_home_opened": {"user": SAM, "channel": "D0SAM", "tab": "home", "event_ts": TS},
    "app_mention": {
        **_MESSAGE,
        "text": "<@U0LINCHPIN> save this",
        "channel": PRODUCT,
        "thread_ts": TS,
        "event_ts": TS,
    },
    "channel_archive": _IN_CHANNEL,
    "channel_deleted": _IN_CHANNEL,
    "channel_id_changed": {"old_channel_id": "C0OLD", "new_channel_id": "C0NEW", "event_ts": TS},
    "channel_left": _IN_CHANNEL,
    "channel_rename": _RENAMED,
    "channel_shared": {"connected_team_id": "T0ELSE", "channel": "C0OTHER", "event_ts": TS},
    "channel_unarchive": _IN_CHANNEL,
    "channel_unshared": {
        "previously_connected_team_id": "T0ELSE",
        "channel": "C0OTHER",
        "is_ext_shared": False,
        "event_ts": TS,
    },
    "group_archive": _IN_CHANNEL,
    "group_deleted": _IN_CHANNEL,
    "group_left": _IN_CHANNEL,
    "group_rename": _RENAMED,
    "group_unarchive": _IN_CHANNEL,
    "member_joined_channel": {**_IN_CHANNEL, "channel_type": "C", "team": TEAM, "inviter": SAM},
    "member_left_channel": {**_IN_CHANNEL, "channel_type": "C", "team": TEAM},
    "message": {**_MESSAGE, "channel": PRODUCT, "channel_type": "channel", "event_ts": TS},
    "reaction_added": {
        "user": SAM,
        "reaction": "bulb",
        "item_user": SAM,
        "item": {"type": "message", "channel": PRODUCT, "ts": TS},
        "event_ts": TS,
    },
    "reaction_removed": {
        "user": SAM,
        "reaction": "bulb",
        "item_user": SAM,
        "item": {"type": "message", "channel": PRODUCT, "ts": TS},
        "event_ts": TS,
    },
    "subteam_created": {"subteam": _SUBTEAM, "event_ts": TS},
    "subteam_members_changed": {
        "subteam_id": "S0GROUP",
        "team_id": TEAM,
        "added_users": [SAM],
        "removed_users": [],
        "event_ts": TS,
    },
    "subteam_updated": {"subteam": _SUBTEAM, "event_ts": TS},
    "app_uninstalled": {},
    "tokens_revoked": {"tokens": {"oauth": [SAM]}},
    "team_join": {"user": _USER, "event_ts": TS},
    "user_change": {"user": _USER, "event_ts": TS},
}
"""Every event that features listen to, by type."""

MESSAGES: dict[str, Json] = {
    "in a thread": {"thread_ts": "1764000000.000050", "channel_type": "channel"},
    "to the bot": {"channel": "D0SAM", "channel_type": "im"},
    "with a file": {"subtype": "file_share", "channel_type": "im", "files": [_FILE]},
    "of another app": {
        "subtype": "bot_message",
        "bot_id": "B0OTHER",
        "username": "Alerts",
        "bot_profile": {"name": "Alerts"},
        "attachments": [{"title": "Down", "text": "The site", "fields": [{"title": "a"}]}],
    },
    "edited": {
        "subtype": "message_changed",
        "message": {**_MESSAGE, "edited": {"user": SAM, "ts": "1764000001.000000"}},
        "previous_message": _MESSAGE,
        "hidden": True,
    },
    "deleted": {
        "subtype": "message_deleted",
        "deleted_ts": TS,
        "previous_message": _MESSAGE,
        "hidden": True,
    },
    "tombstone": {
        "subtype": "message_changed",
        "message": {**_MESSAGE, "subtype": "tombstone"},
        "previous_message": _MESSAGE,
    },
    "joined": {"subtype": "channel_join", "channel_type": "channel"},
}
"""What ``message`` events tell of, as changes of the plain one."""

OTHER_EVENTS: dict[str, Json] = {
    "assistant_thread_started": {
        "assistant_thread": {
            "user_id": SAM,
            "channel_id": "D0SAM",
            "thread_ts": TS,
            "context": {"channel_id": PRODUCT, "team_id": TEAM},
        }
    },
    "assistant_thread_context_changed": {
        "assistant_thread": {"user_id": SAM, "channel_id": "D0SAM", "thread_ts": TS}
    },
    "function_executed": {
        "function": {"id": "Fn1", "callback_id": "step", "type": "app"},
        "inputs": {"words": "hello"},
        "function_execution_id": "Fx1",
        "bot_access_token": "xwfp-1",
    },
    "workflow_step_execute": {
        "callback_id": "step",
        "workflow_step": {"workflow_step_execute_id": "1", "inputs": {}},
    },
    "file_shared": {"file_id": "F0FILE", "user_id": SAM, "file": {"id": "F0FILE"}},
    "link_shared": {"channel": PRODUCT, "links": [{"url": "https://x", "domain": "x"}]},
    "pin_added": {"user": SAM, "channel_id": PRODUCT, "item": {"type": "message"}},
    "star_added": {"user": SAM, "item": {"type": "message", "channel": PRODUCT}},
    "message_metadata_posted": {"metadata": {"event_type": "x", "event_payload": {}}},
    "user_profile_changed": {"user": _USER},
    "user_huddle_changed": {"user": _USER},
    "emoji_changed": {"subtype": "add", "name": "x", "value": "https://x"},
    "grid_migration_finished": {"enterprise_id": "E0ORG"},
    "team_access_granted": {"team_ids": [TEAM]},
    "shared_channel_invite_accepted": {"invite": {"id": "I0"}, "channel": {"id": PRODUCT}},
    "app_context_changed": {"user": SAM, "channel": "D0SAM"},
    "agent_session_stopped": {"user": SAM, "channel": "D0SAM"},
    "entity_details_requested": {"user": SAM, "trigger_id": "1.2", "link": {"url": "https://x"}},
    "dnd_updated_user": {"user": SAM, "dnd_status": {"dnd_enabled": True}},
    "channel_history_changed": {"channel": PRODUCT, "latest": TS, "ts": TS},
    "im_open": {"user": SAM, "channel": "D0SAM"},
    "invite_requested": {"invite_request": {"id": "I0"}},
    "call_rejected": {"call_id": "R0", "user_id": SAM, "channel_id": "D0SAM"},
}
"""Documented events that nobody here listens to."""


def event(name: str, inner: Json) -> Json:
    """The outer body of an event."""
    return {
        "token": "t",
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A0LINCHPIN",
        "event": {"type": name, **inner},
        "event_id": "Ev0ODD",
        "event_time": 1764000000,
        "event_context": "4-x",
        "context_team_id": TEAM,
        "is_ext_shared_channel": False,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": "U0LINCHPIN",
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
    }


_BASE: Json = {
    "token": "t",
    "team": {"id": TEAM, "domain": "harborline"},
    "user": {"id": SAM, "username": "sam", "name": "sam", "team_id": TEAM},
    "api_app_id": "A0LINCHPIN",
    "enterprise": None,
    "is_enterprise_install": False,
    "trigger_id": "1.2.abc",
}
_HERE: Json = {
    "channel": {"id": PRODUCT, "name": "product"},
    "response_url": "http://127.0.0.1:9/x",
}


def command(name: str, text: str) -> Json:
    """A slash command."""
    return {
        "token": "t",
        "team_id": TEAM,
        "team_domain": "harborline",
        "channel_id": PRODUCT,
        "channel_name": "product",
        "user_id": SAM,
        "user_name": "sam",
        "command": name,
        "text": text,
        "api_app_id": "A0LINCHPIN",
        "is_enterprise_install": "false",
        "response_url": "http://127.0.0.1:9/x",
        "trigger_id": "1.2.abc",
    }


def pressed(element: Json, **more: Any) -> Json:
    """``block_actions`` of an element in a message."""
    container = {"type": "message", "message_ts": TS, "channel_id": PRODUCT, "is_ephemeral": True}
    action = {"type": "button", "block_id": "b", "action_ts": TS, **element}
    state = {"values": {}}
    return {
        **_BASE,
        **_HERE,
        "type": "block_actions",
        "container": container,
        "message": _MESSAGE,
        "state": state,
        "actions": [action],
        **more,
    }


def form(callback_id: str, values: Json | None = None, metadata: str = "") -> Json:
    """A modal as Slack sends it."""
    return {
        "id": "V0ODD",
        "team_id": TEAM,
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": metadata,
        "hash": "1.abc",
        "title": {"type": "plain_text", "text": "Form"},
        "blocks": [{"type": "input", "block_id": "text", "element": {"type": "plain_text_input"}}],
        "state": {"values": values or {}},
        "clear_on_close": False,
        "notify_on_close": False,
        "previous_view_id": None,
        "root_view_id": "V0ODD",
        "app_id": "A0LINCHPIN",
        "external_id": "",
        "app_installed_team_id": TEAM,
        "bot_id": "B0LINCHPIN",
    }


def submission(view: Json) -> Json:
    """``view_submission`` of a modal."""
    return {**_BASE, "type": "view_submission", "view": view, "response_urls": []}


def suggestion(action_id: str) -> Json:
    """``block_suggestion``."""
    container = {"type": "view", "view_id": "V0ODD"}
    return {
        **_BASE,
        "type": "block_suggestion",
        "block_id": "b",
        "action_id": action_id,
        "value": "a",
        "container": container,
        "view": form("any"),
    }


def shortcut(callback_id: str) -> Json:
    """A global shortcut."""
    return {**_BASE, "type": "shortcut", "callback_id": callback_id, "action_ts": TS}


def message_shortcut(callback_id: str) -> Json:
    """A message shortcut."""
    return {
        **_BASE,
        **_HERE,
        "type": "message_action",
        "callback_id": callback_id,
        "action_ts": TS,
        "message_ts": TS,
        "message": _MESSAGE,
    }


_OLD_ACTION: Json = {"name": "choice", "type": "button", "value": "yes"}

OTHER_KINDS: dict[str, Json] = {
    "dialog_submission": {
        "callback_id": "old",
        "submission": {"words": "hello"},
        "state": "s",
        "action_ts": TS,
    },
    "dialog_cancellation": {"callback_id": "old", "state": "s", "action_ts": TS},
    "dialog_suggestion": {"callback_id": "old", "name": "who", "value": "a", "action_ts": TS},
    "interactive_message": {
        "callback_id": "old",
        "actions": [_OLD_ACTION],
        "attachment_id": "1",
        "message_ts": TS,
        "original_message": _MESSAGE,
        "is_app_unfurl": False,
    },
    "workflow_step_edit": {
        "callback_id": "step",
        "workflow_step": {"workflow_id": "1", "step_id": "2", "inputs": {}, "outputs": []},
        "action_ts": TS,
    },
    "view_closed": {"view": form("gone"), "is_cleared": False},
    "shortcut": {"callback_id": "gone", "action_ts": TS},
    "message_action": {"callback_id": "gone", "message": _MESSAGE, "message_ts": TS},
    "view_submission": {"view": {**form("gone"), "type": "workflow_step"}},
    "block_suggestion": {"action_id": "gone", "block_id": "b", "value": "a"},
    "something_new": {"callback_id": "gone"},
}
"""Kinds and ids that nobody here serves, by their ``type``."""


def other(kind: str) -> Json:
    """A payload that nobody here serves."""
    return {**_BASE, **_HERE, "type": kind, **OTHER_KINDS[kind]}


def documented_events() -> list[Json]:
    """Return the type, and for messages also the subtype, of every event in Slack's reference."""
    lines = Path(__file__).with_name("documented_events.txt").read_text().splitlines()
    parts = [line.partition(" ") for line in lines]
    return [{"type": kind} | ({"subtype": sub} if sub else {}) for kind, _, sub in parts]
