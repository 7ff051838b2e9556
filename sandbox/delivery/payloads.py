"""The payloads Slack sends: events, commands, shortcuts, clicks, submissions."""

from sandbox.world.model import DM, Channel, Json, Message, Person, View
from sandbox.world.render import message_json, view_json
from sandbox.world.workspace import Workspace

VERIFICATION_TOKEN = "sandbox-verification-token"


def event_callback(team: Workspace, event: Json) -> Json:
    """The outer body of an event."""
    channel_id = _channel_of(event)
    channel = team.channels.get(channel_id)
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team.id,
        "api_app_id": team.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": team.new_id("Ev"),
        "event_time": team.now_s(),
        "event_context": f"4-{team.id}-{channel_id}",
        "context_team_id": team.id,
        "context_enterprise_id": None,
        "is_ext_shared_channel": bool(channel and channel.shared),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team.id,
                "user_id": team.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
    }


def _channel_of(event: Json) -> str:
    where = event.get("channel") or event.get("item", {}).get("channel", "")
    return str(where["id"] if isinstance(where, dict) else where)


def command(
    team: Workspace, channel: Channel, person: Person, name: str, text: str, response_url: str
) -> Json:
    """The form fields of a slash command."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.kind == DM else _shown_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": team.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": team.new_trigger(person.id),
    }


def _shown_name(channel: Channel) -> str:
    return "privategroup" if channel.kind == "private" else channel.name


def _base(team: Workspace, kind: str, person: Person, trigger_view: str | None = None) -> Json:
    return {
        "type": kind,
        "token": VERIFICATION_TOKEN,
        "team": {"id": team.id, "domain": team.domain},
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id,
        },
        "api_app_id": team.app_id,
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": team.new_trigger(person.id, trigger_view),
    }


def global_shortcut(team: Workspace, person: Person, callback_id: str) -> Json:
    """A global shortcut: no channel, no response_url."""
    body = _base(team, "shortcut", person)
    return body | {"callback_id": callback_id, "action_ts": team.event_ts()}


def message_shortcut(
    team: Workspace,
    channel: Channel,
    person: Person,
    message: Message,
    callback_id: str,
    response_url: str,
) -> Json:
    """A message shortcut with the whole message."""
    body = _base(team, "message_action", person)
    return body | {
        "callback_id": callback_id,
        "action_ts": team.event_ts(),
        "message_ts": message.ts,
        "response_url": response_url,
        "channel": _channel_brief(channel),
        "message": message_json(team, channel, message),
    }


def _channel_brief(channel: Channel) -> Json:
    name = "directmessage" if channel.kind == DM else _shown_name(channel)
    return {"id": channel.id, "name": name}


def message_click(
    team: Workspace,
    channel: Channel,
    person: Person,
    message: Message,
    action: Json,
    response_url: str,
) -> Json:
    """`block_actions` from a message, ephemeral or not."""
    body = _base(team, "block_actions", person)
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.only_for),
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    body |= {
        "container": container,
        "channel": _channel_brief(channel),
        "state": {"values": message.state.get(person.id, {})},
        "response_url": response_url,
        "actions": [action],
    }
    if not message.only_for:
        body["message"] = message_json(team, channel, message, metadata=True)
    return body


def view_click(team: Workspace, person: Person, view: View, action: Json) -> Json:
    """`block_actions` from a modal or the Home tab."""
    body = _base(team, "block_actions", person, view.id)
    return body | {
        "container": {"type": "view", "view_id": view.id},
        "view": view_json(team, view),
        "actions": [action],
    }


def suggestion(
    team: Workspace, person: Person, source: Json, ids: tuple[str, str], typed: str
) -> Json:
    """`block_suggestion`: what a person typed into an external select. `ids` are block and
    action."""
    body = _base(team, "block_suggestion", person)
    del body["trigger_id"]
    return body | {"block_id": ids[0], "action_id": ids[1], "value": typed, **source}


def view_submission(team: Workspace, person: Person, view: View) -> Json:
    """`view_submission` of a modal."""
    body = _base(team, "view_submission", person, view.id)
    return body | {"view": view_json(team, view), "response_urls": []}


def view_closed(team: Workspace, person: Person, view: View, is_cleared: bool) -> Json:
    """`view_closed`; carries no entered values."""
    body = _base(team, "view_closed", person)
    del body["trigger_id"]
    shown = view_json(team, view)
    shown["state"] = {"values": {}}
    return body | {"view": shown, "is_cleared": is_cleared}
