"""conversations.* and users.conversations."""

from sandbox.api.call import Call, Method, is_stamp, takes
from sandbox.api.paging import page, with_cursor
from sandbox.world import channels, posts
from sandbox.world.model import DM, PRIVATE, PUBLIC, Channel, Json, Message, SlackError
from sandbox.world.render import channel_json, message_json

_READ = {PUBLIC: "channels:read", PRIVATE: "groups:read", DM: "im:read"}
_HISTORY = {PUBLIC: "channels:history", PRIVATE: "groups:history", DM: "im:history"}
_TYPES = {"public_channel": PUBLIC, "private_channel": PRIVATE, "im": DM, "mpim": "mpim"}


def info(call: Call) -> Json:
    """conversations.info."""
    channel = call.visible_channel()
    call.needs(_READ[channel.kind])
    body = channel_json(call.team, channel, call.team.bot_user_id)
    if call.flag("include_num_members"):
        body["num_members"] = len(channel.members)
    return {"channel": body}


def _wanted_kinds(call: Call) -> set[str]:
    kinds = set()
    for name in call.args.get("types") or ["public_channel"]:
        if name not in _TYPES:
            raise SlackError("invalid_types")
        kinds.add(_TYPES[name])
        call.needs(_READ.get(_TYPES[name], "mpim:read"))
    return kinds


def _listing(call: Call, member: str | None) -> Json:
    kinds, bot = _wanted_kinds(call), call.team.bot_user_id
    rows = [
        channel_json(call.team, channel, bot)
        for channel in call.team.channels.values()
        if channel.kind in kinds
        and not channel.deleted
        and call.team.can_see(channel, bot)
        and (member is None or member in channel.members)
        and not (channel.archived and call.flag("exclude_archived"))
    ]
    shown, cursor = page(rows, call.args, default=100, most=1000)
    return with_cursor({"channels": shown}, cursor)


def listing(call: Call) -> Json:
    """conversations.list: every channel the app may know of."""
    return _listing(call, None)


def of_user(call: Call) -> Json:
    """users.conversations: the channels a person (or the app) is in."""
    user_id = call.text("user") or call.team.bot_user_id
    if user_id not in call.team.people:
        raise SlackError("user_not_found")
    return _listing(call, user_id)


def members(call: Call) -> Json:
    """conversations.members."""
    channel = call.visible_channel()
    call.needs(_READ[channel.kind])
    rows, cursor = page(list(channel.members), call.args, default=100, most=1000)
    return with_cursor({"members": rows}, cursor)


def join(call: Call) -> Json:
    """conversations.join: public channels only."""
    channel = call.visible_channel()
    if channel.kind != PUBLIC:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    channels.add_member(call.team, channel, call.team.bot_user_id)
    return {"channel": channel_json(call.team, channel, call.team.bot_user_id)}


def open_dm(call: Call) -> Json:
    """conversations.open: the app's DM with one person."""
    users = call.args.get("users") or []
    if call.text("channel"):
        channel = call.visible_channel()
        if channel.kind != DM:
            raise SlackError("method_not_supported_for_channel_type")
        return _opened(call, channel, was_open=True)
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        call.needs("mpim:write")
    person = call.team.people.get(str(users[0]))
    if person is None:
        raise SlackError("user_not_found")
    if person.deleted:
        raise SlackError("user_disabled")
    if call.team.is_outsider(person):
        raise SlackError("user_not_visible")
    pair = {call.team.bot_user_id, person.id}
    was_open = any(set(c.members) == pair for c in call.team.channels.values() if c.kind == DM)
    return _opened(call, call.team.dm(call.team.bot_user_id, person.id), was_open)


def _opened(call: Call, channel: Channel, was_open: bool) -> Json:
    brief: Json = {"id": channel.id}
    if call.flag("return_im"):
        brief = channel_json(call.team, channel, call.team.bot_user_id)
    body: Json = {"channel": brief}
    if was_open:
        body |= {"no_op": True, "already_open": True}
    return body


def _readable(call: Call) -> Channel:
    channel = call.visible_channel()
    call.needs(_HISTORY[channel.kind])
    if call.team.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _within(call: Call, rows: list[Message]) -> list[Message]:
    oldest, latest = call.text("oldest"), call.text("latest")
    for value, error in ((oldest, "invalid_ts_oldest"), (latest, "invalid_ts_latest")):
        if value and not is_stamp(value):
            raise SlackError(error)
    inclusive = call.flag("inclusive")
    low, high = float(oldest or 0), float(latest or "inf")

    def fits(message: Message) -> bool:
        at = float(message.ts)
        return low < at < high or (inclusive and at in (low, high))

    return [message for message in rows if fits(message)]


def _messages(call: Call, channel: Channel, rows: list[Message]) -> Json:
    shown, cursor = page(rows, call.args, default=100, most=1000)
    metadata = call.flag("include_all_metadata")
    body = [message_json(call.team, channel, m, metadata=metadata) for m in shown]
    return with_cursor({"messages": body, "has_more": bool(cursor)}, cursor)


def history(call: Call) -> Json:
    """conversations.history, newest first; replies are not in it."""
    channel = _readable(call)
    rows = _within(call, posts.timeline(channel))
    return _messages(call, channel, rows[::-1]) | {"pin_count": len(channel.pins)}


def replies(call: Call) -> Json:
    """conversations.replies: the parent, then its replies, oldest first."""
    channel = _readable(call)
    message = channel.messages.get(call.text("ts"))
    if message is None:
        raise SlackError("thread_not_found")
    rows = posts.thread(channel, message.thread_ts or message.ts)
    return _messages(call, channel, [rows[0], *_within(call, rows[1:])])


_RANGE = "cursor limit:int inclusive:bool latest oldest include_all_metadata:bool"
_LIST = "cursor limit:int types:list exclude_archived:bool"
METHODS = (
    Method(
        "conversations.info",
        info,
        takes("channel! include_num_members:bool"),
        tier=3,
        form_only=True,
    ),
    Method("conversations.list", listing, takes(_LIST), tier=2, form_only=True),
    Method("users.conversations", of_user, takes(f"user {_LIST}"), tier=3, form_only=True),
    Method(
        "conversations.members",
        members,
        takes("channel! cursor limit:int"),
        tier=4,
        form_only=True,
    ),
    Method("conversations.join", join, takes("channel!"), ("channels:join",), tier=3),
    Method(
        "conversations.open",
        open_dm,
        takes("channel users:list return_im:bool"),
        ("im:write",),
        tier=3,
    ),
    Method("conversations.history", history, takes(f"channel! {_RANGE}"), tier=3),
    Method(
        "conversations.replies", replies, takes(f"channel! ts! {_RANGE}"), tier=3, form_only=True
    ),
)
