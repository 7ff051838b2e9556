"""response_url: up to five messages within half an hour of a command, shortcut or click."""

import json
from datetime import timedelta

from sandbox.api.content import checked_blocks
from sandbox.world import posts
from sandbox.world.model import Channel, Json, Message, ResponseUrl, SlackError
from sandbox.world.text import posted
from sandbox.world.workspace import Workspace

LIFE = timedelta(minutes=30)
USES = 5
_MODELLED = {
    "text",
    "blocks",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "unfurl_links",
    "unfurl_media",
    "attachments",
    "metadata",
}


def respond(team: Workspace, token: str, body: bytes) -> None:
    """Carry out one use of a response_url. SlackError expired_url, used_url, no_text,
    invalid_blocks, invalid_arguments."""
    with team.lock:
        grant = team.response_urls.get(token)
        if grant is None or team.clock.now() - grant.issued_at > LIFE:
            raise SlackError("expired_url")
        if grant.uses >= USES:
            raise SlackError("used_url")
        grant.uses += 1
        payload = _payload(body)
        _carry_out(team, team.channel(grant.channel_id), grant, payload)


def _payload(body: bytes) -> Json:
    try:
        payload = json.loads(body)
    except ValueError as error:
        raise SlackError("invalid_payload") from error
    if not isinstance(payload, dict):
        raise SlackError("invalid_payload")
    strange = sorted(set(payload) - _MODELLED)
    if strange:
        lines = [f"[ERROR] the sandbox does not model the argument: {s}" for s in strange]
        raise SlackError("invalid_arguments", response_metadata={"messages": lines})
    return payload


def _carry_out(team: Workspace, channel: Channel, grant: ResponseUrl, payload: Json) -> None:
    original = _original(channel, grant)
    if payload.get("delete_original"):
        if original is not None:
            _delete(team, channel, original)
        return
    draft = _draft(team, payload)
    if payload.get("replace_original") and original is not None:
        _replace(team, channel, original, draft)
    elif payload.get("response_type") == "in_channel":
        posts.post(team, channel, team.bot_user_id, draft)
    else:
        posts.post_ephemeral(team, channel, grant.user_id, draft)


def _draft(team: Workspace, payload: Json) -> posts.Draft:
    blocks = checked_blocks(team, payload.get("blocks"))
    text = str(payload.get("text") or "")
    if not (text.strip() or blocks or payload.get("attachments")):
        raise SlackError("no_text")
    return posts.Draft(posted(text), blocks, thread_ts=payload.get("thread_ts"))


def _original(channel: Channel, grant: ResponseUrl) -> Message | None:
    if grant.message_ts is None:
        return None
    shelf = channel.ephemerals if grant.is_ephemeral else channel.messages
    return shelf.get(grant.message_ts)


def _delete(team: Workspace, channel: Channel, message: Message) -> None:
    if message.only_for:
        posts.delete_ephemeral(team, channel, message)
    else:
        posts.delete(team, channel, message)


def _replace(team: Workspace, channel: Channel, message: Message, draft: posts.Draft) -> None:
    posts.edit(team, channel, message, team.bot_user_id, text=draft.text, blocks=draft.blocks)


def answer_command(team: Workspace, channel: Channel, grant: ResponseUrl, payload: Json) -> None:
    """Show the message an app put into its acknowledgement of a command."""
    with team.lock:
        draft = _draft(team, payload)
        if payload.get("response_type") == "in_channel":
            posts.post(team, channel, team.bot_user_id, draft)
        else:
            posts.post_ephemeral(team, channel, grant.user_id, draft)
