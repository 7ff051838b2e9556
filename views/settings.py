"""The settings modal."""

from typing import Any

from domain.people import Workspace
from views import ids
from views.text import escape

Block = dict[str, Any]


def settings_modal(workspace: Workspace, *, may_change: bool) -> dict[str, Any]:
    """The settings; a person who may not change them reads them instead of a form."""
    view: dict[str, Any] = {
        "type": "modal",
        "callback_id": ids.SETTINGS_SUBMIT,
        "title": _plain("Settings"),
        "close": _plain("Close"),
        "blocks": _form(workspace) if may_change else _reading(workspace),
    }
    if may_change:
        view["submit"] = _plain("Save")
    return view


def saved_modal(workspace: Workspace) -> dict[str, Any]:
    """What the settings are now, in place of the form."""
    return {
        "type": "modal",
        "title": _plain("Settings"),
        "close": _plain("Done"),
        "blocks": [_section(":white_check_mark: *Saved.*"), *_facts(workspace)],
    }


def _form(workspace: Workspace) -> list[Block]:
    channel: Block = {
        "type": "conversations_select",
        "action_id": ids.SETTINGS_CHANNEL,
        "placeholder": _plain("Where an idea is filed"),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if workspace.ideas_channel_id:
        channel["initial_conversation"] = workspace.ideas_channel_id
    zone: Block = {
        "type": "external_select",
        "action_id": ids.SETTINGS_ZONE,
        "min_query_length": 2,
        "placeholder": _plain("Type a city, such as Berlin"),
    }
    if workspace.zone:
        zone["initial_option"] = zone_option(workspace.zone)
    managers: Block = {
        "type": "multi_users_select",
        "action_id": ids.SETTINGS_MANAGERS,
        "placeholder": _plain("Workspace admins"),
    }
    if workspace.managers:
        managers["initial_users"] = list(workspace.managers)
    return [
        _input("ideas_channel", "Ideas channel", channel, "New idea cards are posted here."),
        _input(
            "capture_emoji",
            "Emoji that saves a message as feedback",
            _text(ids.SETTINGS_CAPTURE, f":{workspace.capture_emoji}:"),
            "React with it to any message in a channel that Linchpin is in.",
            optional=False,
        ),
        _input(
            "vote_emoji",
            "Emoji that votes for an idea",
            _text(ids.SETTINGS_VOTE, f":{workspace.vote_emoji}:"),
            "Changing it counts all votes anew from the reactions on the cards.",
            optional=False,
        ),
        _input("zone", "Time zone", zone, "For those whose own zone is not known."),
        _input(
            "managers",
            "Who may move ideas and change settings",
            managers,
            "Nobody chosen means workspace admins. Admins can always open these settings.",
        ),
    ]


def _reading(workspace: Workspace) -> list[Block]:
    return [
        *_facts(workspace),
        {
            "type": "context",
            "elements": [_mrkdwn("Managers and workspace admins can change these settings.")],
        },
    ]


def _facts(workspace: Workspace) -> list[Block]:
    channel = workspace.ideas_channel_id
    managers = " ".join(f"<@{user_id}>" for user_id in workspace.managers[:20])
    lines = [
        f"*Ideas channel*  {f'<#{channel}>' if channel else 'where each idea is filed'}",
        f"*Saves feedback*  :{workspace.capture_emoji}:",
        f"*Votes*  :{workspace.vote_emoji}:",
        f"*Time zone*  {escape(workspace.zone or 'UTC')}",
        f"*Managers*  {managers or 'workspace admins'}",
    ]
    return [_section("\n".join(lines))]


def zone_option(zone: str) -> dict[str, Any]:
    """A time zone as an option of a select."""
    return {"text": _plain(zone.replace("_", " ")), "value": zone}


def _input(block_id: str, label: str, element: Block, hint: str, *, optional: bool = True) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": _plain(label),
        "element": element,
        "hint": _plain(hint),
        "optional": optional,
    }


def _text(action_id: str, value: str) -> Block:
    return {
        "type": "plain_text_input",
        "action_id": action_id,
        "initial_value": value,
        "max_length": 100,
    }


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text)}


def _mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}
