"""The JSON that Slack gives for people, channels, messages, files and views."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sandbox.world.model import (
    DM,
    PRIVATE,
    PUBLIC,
    Channel,
    Json,
    Message,
    Person,
    StoredFile,
    View,
)
from sandbox.world.workspace import Workspace

USERS_SHOWN = 50


def person_json(team: Workspace, person: Person) -> Json:
    """A `user` object as `users.info` answers it (without an e-mail: that needs its own scope)."""
    offset = datetime.fromtimestamp(team.now_s(), UTC).astimezone(ZoneInfo(person.tz)).utcoffset()
    body: Json = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "real_name": person.real_name,
        "color": person.color,
        "profile": _profile_json(team, person),
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated,
    }
    if not person.deleted:
        body |= {
            "tz": person.tz,
            "tz_label": person.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": person.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": person.is_restricted,
            "is_ultra_restricted": False,
        }
    if team.is_outsider(person):
        # True only without a common channel, as the user object's own description says.
        body["is_stranger"] = not team.shares_a_channel(person)
    return body


def _profile_json(team: Workspace, person: Person) -> Json:
    profile: Json = {
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.real_name.split()[0],
        "display_name_normalized": person.real_name.split()[0],
        "title": person.title,
        "team": person.team_id,
        "avatar_hash": f"g{person.color}",
    }
    if "users:read.email" in team.scopes:
        profile["email"] = person.email
    if person.is_bot:
        profile |= {"bot_id": person.bot_id, "api_app_id": person.app_id}
    return profile


def channel_json(team: Workspace, channel: Channel, viewer: str) -> Json:
    """A `channel` object as `conversations.info` answers it to `viewer`."""
    if channel.kind == DM:
        other = next((m for m in channel.members if m != viewer), viewer)
        return {
            "id": channel.id,
            "created": channel.created,
            "is_im": True,
            "is_org_shared": False,
            "is_archived": False,
            "user": other,
            "is_user_deleted": team.people[other].deleted,
            "context_team_id": team.id,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == PUBLIC,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == PRIVATE,
        "is_member": viewer in channel.members,
        "is_archived": channel.archived,
        "is_general": channel.name == "general",
        "is_shared": channel.shared,
        "is_ext_shared": channel.shared,
        "is_org_shared": False,
        "created": channel.created,
        "creator": channel.creator,
        "context_team_id": team.id,
        "shared_team_ids": [team.id, *channel.connected_team_ids],
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }


def message_json(
    team: Workspace, channel: Channel, message: Message, *, metadata: bool = False
) -> Json:
    """A `message` object as history, payloads and answers carry it."""
    body: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    author = team.people.get(message.user)
    body["team"] = author.team_id if author else team.id
    if message.subtype:
        body["subtype"] = message.subtype
    if message.bot_id:
        body |= {"bot_id": message.bot_id, "app_id": message.app_id}
        body["bot_profile"] = {
            "id": message.bot_id,
            "app_id": message.app_id,
            "user_id": message.user,
            "name": author.real_name if author else "",
            "team_id": team.id,
        }
    if message.blocks:
        body["blocks"] = message.blocks
    if message.attachments:
        body["attachments"] = message.attachments
    if message.edited:
        body["edited"] = message.edited
    if message.files:
        body["files"] = [_attached(team, team.files[f]) for f in message.files if f in team.files]
    if message.reactions:
        body["reactions"] = reactions_json(message)
    if message.metadata and metadata:
        body["metadata"] = message.metadata
    body.update(_thread_json(channel, message))
    return body


def _thread_json(channel: Channel, message: Message) -> Json:
    replies = channel.threads.get(message.ts)
    if replies:
        users = list(dict.fromkeys(channel.messages[ts].user for ts in replies))
        return {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": users[:5],
            "reply_users_count": len(users),
            "latest_reply": replies[-1],
        }
    if message.thread_ts:
        parent = channel.messages.get(message.thread_ts)
        body: Json = {"thread_ts": message.thread_ts}
        if parent is not None and parent.ts != message.ts:
            body["parent_user_id"] = parent.user
        return body
    return {}


def reactions_json(message: Message, *, full: bool = False) -> list[Json]:
    """The `reactions` of a message; `users` is cut unless `full`, `count` never is."""
    shown = None if full else USERS_SHOWN
    return [
        {"name": name, "users": users[:shown], "count": len(users)}
        for name, users in message.reactions.items()
    ]


def _attached(team: Workspace, file: StoredFile) -> Json:
    if file.withheld:
        return {"id": file.id, "created": file.created, "file_access": "check_file_info"}
    return file_json(team, file)


def file_json(team: Workspace, file: StoredFile) -> Json:
    """A `file` object as `files.info` answers it; its URLs point at the sandbox."""
    url = f"{team.base_url}/files/{file.id}/{file.name}"
    kind = file.name.rpartition(".")[2].lower()
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": mimetype(file.name),
        "filetype": kind,
        "pretty_type": kind.upper(),
        "user": file.user,
        "user_team": team.id,
        "size": file.length,
        "mode": "hosted",
        "is_external": False,
        "is_public": any(team.channels[c].kind == PUBLIC for c in file.channels),
        "url_private": url,
        "url_private_download": url,
        "permalink": url,
        "alt_txt": file.alt_txt,
        "channels": [c for c in file.channels if team.channels[c].kind == PUBLIC],
        "groups": [c for c in file.channels if team.channels[c].kind == PRIVATE],
        "ims": [c for c in file.channels if team.channels[c].kind == DM],
        "shares": _shares_json(team, file),
    }


def _shares_json(team: Workspace, file: StoredFile) -> Json:
    shares: Json = {}
    for channel_id, stamps in file.shares.items():
        side = "public" if team.channels[channel_id].kind == PUBLIC else "private"
        rows = [{"ts": ts, "channel_name": team.channels[channel_id].name} for ts in stamps]
        shares.setdefault(side, {})[channel_id] = rows
    return shares


def mimetype(name: str) -> str:
    """The media type that Slack would show for a file name."""
    known = {
        "png": "image/png",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "gif": "image/gif",
        "svg": "image/svg+xml",
        "csv": "text/csv",
        "md": "text/markdown",
        "ics": "text/calendar",
        "txt": "text/plain",
        "json": "application/json",
        "pdf": "application/pdf",
    }
    return known.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def view_json(team: Workspace, view: View) -> Json:
    """A `view` object as views.* answers and interaction payloads carry it."""
    content = view.content
    return {
        "id": view.id,
        "team_id": team.id,
        "type": content["type"],
        "blocks": content["blocks"],
        "private_metadata": content.get("private_metadata", ""),
        "callback_id": content.get("callback_id", ""),
        "state": {"values": view.state},
        "hash": view.hash,
        "title": content.get("title"),
        "clear_on_close": bool(content.get("clear_on_close")),
        "notify_on_close": bool(content.get("notify_on_close")),
        "close": content.get("close"),
        "submit": content.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": team.app_id,
        "external_id": content.get("external_id", ""),
        "app_installed_team_id": team.id,
        "bot_id": team.bot_id,
    }
