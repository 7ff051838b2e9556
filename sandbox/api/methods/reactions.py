"""reactions.*."""

from sandbox import emoji
from sandbox.api.call import Call, Method, is_stamp, takes
from sandbox.api.paging import page, with_cursor
from sandbox.world import reactions
from sandbox.world.model import Channel, Json, Message, SlackError
from sandbox.world.render import message_json, reactions_json


def _item(call: Call) -> tuple[Channel, Message]:
    if not (call.text("channel") and call.text("timestamp")):
        raise SlackError("no_item_specified")
    channel = call.visible_channel()
    stamp = call.text("timestamp")
    if not is_stamp(stamp):
        raise SlackError("bad_timestamp")
    return channel, call.team.message(channel, stamp)


def _own_item(call: Call) -> tuple[Channel, Message]:
    channel, message = _item(call)
    if call.team.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel, message


def add(call: Call) -> Json:
    """reactions.add."""
    if emoji.canonical(call.text("name"), call.team.custom_emoji) is None:
        raise SlackError("invalid_name")
    channel, message = _own_item(call)
    reactions.add(call.team, channel, message, call.team.bot_user_id, call.text("name"))
    return {}


def remove(call: Call) -> Json:
    """reactions.remove: only the app's own."""
    channel, message = _own_item(call)
    reactions.remove(call.team, channel, message, call.team.bot_user_id, call.text("name"))
    return {}


def get(call: Call) -> Json:
    """reactions.get: `users` lists are cut without `full`."""
    channel, message = _item(call)
    body = message_json(call.team, channel, message)
    if message.reactions:
        body["reactions"] = reactions_json(message, full=call.flag("full"))
    return {"type": "message", "channel": channel.id, "message": body}


def listing(call: Call) -> Json:
    """reactions.list: what one person reacted to."""
    user_id = call.text("user") or call.team.bot_user_id
    if user_id not in call.team.people:
        raise SlackError("user_not_found")
    items = [
        {
            "type": "message",
            "channel": channel.id,
            "message": message_json(call.team, channel, message)
            | {"reactions": reactions_json(message, full=call.flag("full"))},
        }
        for channel in call.team.channels.values()
        if call.team.can_see(channel, call.team.bot_user_id)
        for message in channel.messages.values()
        if any(user_id in users for users in message.reactions.values())
    ]
    rows, cursor = page(items, call.args, default=100, most=1000)
    return with_cursor({"items": rows}, cursor)


_ITEM = "channel timestamp"
METHODS = (
    Method("reactions.add", add, takes(f"name! {_ITEM}"), ("reactions:write",), tier=3),
    Method("reactions.remove", remove, takes(f"name! {_ITEM}"), ("reactions:write",), tier=2),
    Method(
        "reactions.get",
        get,
        takes(f"{_ITEM} full:bool"),
        ("reactions:read",),
        tier=3,
        form_only=True,
    ),
    Method(
        "reactions.list",
        listing,
        takes("user full:bool cursor limit:int"),
        ("reactions:read",),
        tier=2,
        form_only=True,
    ),
)
