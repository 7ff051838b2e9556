"""chat.*: posting, editing and deleting messages."""

from dataclasses import dataclass, field

from sandbox.api.call import Call, Method, takes
from sandbox.api.content import checked_blocks, checked_metadata
from sandbox.world import posts
from sandbox.world.model import DM, Channel, Json, SlackError
from sandbox.world.render import message_json
from sandbox.world.text import posted

UPDATE_TEXT_MAX = 4_000
ATTACHMENTS_MAX = 100
MARKDOWN_MAX = 12_000
_CONTENT = (
    "text blocks:raw attachments:json markdown_text metadata:raw thread_ts link_names:bool parse"
)
_POST = f"channel! {_CONTENT} reply_broadcast:bool unfurl_links:bool unfurl_media:bool mrkdwn:bool"


@dataclass(slots=True)
class _Content:
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None


def _content(call: Call) -> _Content:
    _refuse_unmodelled(call)
    blocks = checked_blocks(call.team, call.args.get("blocks"))
    attachments = call.args.get("attachments") or []
    if not isinstance(attachments, list):
        raise SlackError("invalid_attachments")
    if len(attachments) > ATTACHMENTS_MAX:
        raise SlackError("too_many_attachments")
    text = call.text("text")
    markdown = call.text("markdown_text")
    if markdown:
        if text or blocks:
            raise SlackError("markdown_text_conflict")
        if len(markdown) > MARKDOWN_MAX:
            raise SlackError("msg_too_long")
        blocks = [{"type": "markdown", "text": markdown, "block_id": call.team.new_id("b")}]
    if not (text.strip() or blocks or attachments):
        raise SlackError("no_text")
    metadata = checked_metadata(call.args.get("metadata"))
    return _Content(posted(text), blocks, attachments, metadata)


def _refuse_unmodelled(call: Call) -> None:
    asked = []
    if call.args.get("parse", "none") != "none":
        asked.append("parse")
    if call.flag("link_names"):
        asked.append("link_names")
    if not call.flag("mrkdwn", True):
        asked.append("mrkdwn")
    if asked:
        messages = [f"[ERROR] the sandbox does not model this value of: {name}" for name in asked]
        raise SlackError("invalid_arguments", response_metadata={"messages": messages})


def _target(call: Call) -> Channel:
    """Where a post goes: a channel id or name, or a person's id for their DM with the app."""
    team, wanted = call.team, call.text("channel")
    if wanted in team.people:
        person = team.people[wanted]
        if person.deleted or person.id == team.bot_user_id:
            raise SlackError("channel_not_found")
        return team.dm(team.bot_user_id, person.id)
    channel = team.channel(wanted)
    if not team.can_see(channel, team.bot_user_id):
        raise SlackError("channel_not_found")
    return channel


def _may_post(call: Call, channel: Channel) -> None:
    if channel.archived:
        raise SlackError("is_archived")
    if call.team.bot_user_id not in channel.members:
        if channel.kind == "public" and "chat:write.public" in call.team.scopes:
            return
        raise SlackError("not_in_channel")
    if channel.kind == DM and not call.team.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")


def post_message(call: Call) -> Json:
    """chat.postMessage."""
    channel = _target(call)
    _may_post(call, channel)
    content = _content(call)
    draft = posts.Draft(
        content.text,
        content.blocks,
        content.attachments,
        call.args.get("thread_ts") or None,
        call.flag("reply_broadcast"),
        content.metadata,
    )
    message = posts.post(call.team, channel, call.team.bot_user_id, draft)
    body = message_json(call.team, channel, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": body}


def update(call: Call) -> Json:
    """chat.update: blocks, attachments and metadata that are not given stay as they are; an empty
    list or object removes them."""
    channel = call.visible_channel()
    message = call.team.message(channel, call.text("ts"))
    if message.user != call.team.bot_user_id or message.subtype == "tombstone":
        raise SlackError("cant_update_message")
    if channel.archived:
        raise SlackError("is_inactive")
    if len(call.text("text")) > UPDATE_TEXT_MAX:
        raise SlackError("msg_too_long")
    changes = _changes(call)
    posts.edit(call.team, channel, message, call.team.bot_user_id, **changes)
    body = message_json(call.team, channel, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": body}


def _changes(call: Call) -> Json:
    forgets = call.args.get("metadata") in ({}, "{}")
    if forgets:
        del call.args["metadata"]
    content = _content(call)
    changes: Json = {"metadata": None} if forgets else {}
    if content.metadata is not None:
        changes["metadata"] = content.metadata
    if "text" in call.args:
        changes["text"] = content.text
    if "blocks" in call.args or content.blocks:
        changes["blocks"] = content.blocks
    if "attachments" in call.args:
        changes["attachments"] = content.attachments
    return changes


def delete(call: Call) -> Json:
    """chat.delete: a bot may delete only its own messages."""
    channel = call.visible_channel()
    message = call.team.message(channel, call.text("ts"))
    if message.user != call.team.bot_user_id:
        raise SlackError("cant_delete_message")
    posts.delete(call.team, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral: to a member of the channel, nowhere else."""
    channel = _target(call)
    if channel.archived:
        raise SlackError("is_archived")
    if call.team.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    if call.text("user") not in channel.members:
        raise SlackError("user_not_in_channel")
    content = _content(call)
    draft = posts.Draft(content.text, content.blocks, thread_ts=call.args.get("thread_ts") or None)
    message = posts.post_ephemeral(call.team, channel, call.text("user"), draft)
    return {"message_ts": message.ts}


def get_permalink(call: Call) -> Json:
    """chat.getPermalink."""
    channel = call.visible_channel()
    message = call.team.message(channel, call.text("message_ts"))
    link = (
        f"https://{call.team.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    )
    if message.thread_ts and message.thread_ts != message.ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


_WRITE = ("chat:write",)
METHODS = (
    Method("chat.postMessage", post_message, takes(_POST), _WRITE),
    Method(
        "chat.update",
        update,
        takes(
            "channel! ts! text blocks:raw attachments:json markdown_text metadata:raw "
            "link_names:bool parse"
        ),
        _WRITE,
        tier=3,
    ),
    Method("chat.delete", delete, takes("channel! ts!"), _WRITE, tier=3),
    Method(
        "chat.postEphemeral",
        post_ephemeral,
        takes(
            "channel! user! text blocks:raw attachments:json markdown_text thread_ts "
            "link_names:bool parse"
        ),
        _WRITE,
        tier=4,
    ),
    Method("chat.getPermalink", get_permalink, takes("channel! message_ts!"), form_only=True),
)
