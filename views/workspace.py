"""The settings modal."""

from collections.abc import Collection, Sequence
from typing import Any

from domain.core.people import Workspace
from domain.dates.day_order import order_of
from domain.dates.spans import DayOrder
from domain.workspace import Switch
from views.blockkit import ids
from views.blockkit.blocks import (
    actions,
    button,
    channel_select,
    context,
    input_block,
    modal,
    plain_object,
    section,
    text_input,
)
from views.blockkit.form_state import FormState
from views.blockkit.message import Block
from views.blockkit.text import escape

HOME_BUTTON = button("Settings", ids.SETTINGS_OPEN, "home")
"""The way there from Home."""

BY_ZONE = "zone"
"""The choice that leaves the order of day and month to the time zone."""


SMALL_TEAM, EVERYTHING = "small_team", "everything"
"""What the buttons beside the features choose."""

_FEATURES = "features"


def settings_modal(
    workspace: Workspace,
    switches: Sequence[Switch] = (),
    *,
    may_change: bool,
    off: Collection[str] | None = None,
    mark: str = "",
) -> dict[str, Any]:
    """Return the settings; a person who may not change them reads them instead of a form.

    ``switches`` are the features that can be switched off. ``off`` are those to show as off in
    place of what is stored; Slack takes that over when ``mark`` differs from before.
    """
    if not may_change:
        return modal("Settings", _reading(workspace, switches))
    blocks = _form(workspace)
    if switches:
        blocks += _features(switches, workspace.switched_off if off is None else off, mark)
    return modal("Settings", blocks, callback_id=ids.SETTINGS_SUBMIT, submit="Save", close="Cancel")


def saved_modal(workspace: Workspace, switches: Sequence[Switch] = ()) -> dict[str, Any]:
    """What the settings are now, in place of the form."""
    blocks = [section(":white_check_mark: *Saved.*"), *_facts(workspace, switches)]
    return modal("Settings", blocks, close="Done")


def chosen_features(form: FormState) -> tuple[str, ...] | None:
    """Return the features that the form leaves on; None when it does not ask for them."""
    for block in form:
        if ids.SETTINGS_FEATURES in form.values[block]:
            return form.options(block, ids.SETTINGS_FEATURES)
    return None


def _features(switches: Sequence[Switch], off: Collection[str], mark: str) -> list[Block]:
    options = [{"text": plain_object(one.title), "value": one.name} for one in switches]
    select: Block = {
        "type": "multi_static_select",
        "action_id": ids.SETTINGS_FEATURES,
        "placeholder": plain_object("No further features"),
        "options": options,
    }
    if on := [one for one in options if one["value"] not in off]:
        select["initial_options"] = on
    presets = (("Small team: capture, votes, digests", SMALL_TEAM), ("All features", EVERYTHING))
    return [
        {"type": "header", "text": plain_object("Features")},
        input_block(
            f"{_FEATURES}_{mark}" if mark else _FEATURES,
            "Features to use beside feedback, ideas and votes",
            select,
            hint="What you switch off is hidden from everybody and keeps its data. "
            "It all comes back when you switch it on again.",
            optional=True,
        ),
        actions([button(label, f"{ids.SETTINGS_PRESET}:{one}", one) for label, one in presets]),
    ]


def _form(workspace: Workspace) -> list[Block]:
    return [
        input_block(
            "ideas_channel",
            "Ideas channel",
            channel_select(
                ids.SETTINGS_CHANNEL, workspace.ideas_channel_id, "Where an idea is filed"
            ),
            hint="New idea cards are posted here.",
            optional=True,
        ),
        input_block(
            "capture_emoji",
            "Emoji that saves a message as feedback",
            _text(ids.SETTINGS_CAPTURE, f":{workspace.capture_emoji}:"),
            hint="React with it to any message in a channel that Linchpin is in.",
        ),
        input_block(
            "vote_emoji",
            "Emoji that votes for an idea",
            _text(ids.SETTINGS_VOTE, f":{workspace.vote_emoji}:"),
            hint="Changing it counts all votes anew from the reactions on the cards.",
        ),
        _zone(workspace),
        _day_order(workspace),
        input_block(
            "managers",
            "Who may move ideas and change settings",
            _managers_select(workspace),
            hint="Nobody chosen means workspace admins. Admins can always open these settings.",
            optional=True,
        ),
        channel_rules_button(),
        actions([button("API tokens", ids.TOKENS_OPEN, "all")]),
    ]


def channel_rules_button() -> Block:
    """The way to what each channel does with feedback."""
    return actions(
        [
            button("Channel rules", ids.RULES_OPEN, "0"),
            button("Forget a person…", ids.FORGET_OPEN, "0"),
        ]
    )


def _zone_select(workspace: Workspace) -> Block:
    select: Block = {
        "type": "external_select",
        "action_id": ids.SETTINGS_ZONE,
        "min_query_length": 2,
        "placeholder": plain_object("Type a city, such as Berlin"),
    }
    if workspace.zone:
        select["initial_option"] = zone_option(workspace.zone)
    return select


def _zone(workspace: Workspace) -> Block:
    return input_block(
        "zone",
        "Time zone",
        _zone_select(workspace),
        hint="For those whose own zone is not known.",
        optional=True,
    )


def _day_order(workspace: Workspace) -> Block:
    return input_block(
        "day_order",
        "Dates such as 03/04/2026",
        _day_order_select(workspace),
        hint="By the time zone means month first in the United States, else day first.",
    )


def _day_order_select(workspace: Workspace) -> Block:
    options = [{"text": plain_object("By the time zone"), "value": BY_ZONE}]
    options += [{"text": plain_object(one.label), "value": one.value} for one in DayOrder]
    chosen = workspace.day_order.value if workspace.day_order else BY_ZONE
    return {
        "type": "static_select",
        "action_id": ids.SETTINGS_DAY_ORDER,
        "options": options,
        "initial_option": next(one for one in options if one["value"] == chosen),
    }


def _managers_select(workspace: Workspace) -> Block:
    select: Block = {
        "type": "multi_users_select",
        "action_id": ids.SETTINGS_MANAGERS,
        "placeholder": plain_object("Workspace admins"),
    }
    if workspace.managers:
        select["initial_users"] = list(workspace.managers)
    return select


def _reading(workspace: Workspace, switches: Sequence[Switch]) -> list[Block]:
    return [
        *_facts(workspace, switches),
        channel_rules_button(),
        context("Managers and workspace admins can change these settings."),
    ]


def _facts(workspace: Workspace, switches: Sequence[Switch]) -> list[Block]:
    channel = workspace.ideas_channel_id
    managers = " ".join(f"<@{user_id}>" for user_id in workspace.managers[:20])
    lines = [
        f"*Ideas channel*  {f'<#{channel}>' if channel else 'where each idea is filed'}",
        f"*Saves feedback*  :{workspace.capture_emoji}:",
        f"*Votes*  :{workspace.vote_emoji}:",
        f"*Time zone*  {escape(workspace.zone or 'UTC')}",
        f"*Dates*  {order_of(workspace.day_order, workspace.zone or 'UTC').label}"
        f"{'' if workspace.day_order else ', by the time zone'}",
        f"*Managers*  {managers or 'workspace admins'}",
    ]
    off = [one.title for one in switches if one.name in workspace.switched_off]
    if off:
        lines.append(f"*Switched off*  {', '.join(off)}")
    return [section("\n".join(lines))]


def zone_option(zone: str) -> dict[str, Any]:
    """A time zone as an option of a select."""
    return {"text": plain_object(zone.replace("_", " ")), "value": zone}


def _text(action_id: str, value: str) -> Block:
    return text_input(action_id, initial=value, max_length=100)
