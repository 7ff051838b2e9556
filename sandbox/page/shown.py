"""The workspace as the page shows it to one person."""

from __future__ import annotations

from sandbox import emoji
from sandbox.page.host import PageHost
from sandbox.tour import STEPS
from sandbox.world import posts, views
from sandbox.world.model import DM, PUBLIC, Channel, Json, Message, Person, StoredFile
from sandbox.world.render import mimetype
from sandbox.world.workspace import Workspace

PAGE_SIZE = 60
HIDDEN_SUBTYPES = ("channel_join",)


def state(box: PageHost, team: Workspace, me: Person) -> Json:
    """Everything but messages: people, channels, the app, the clock, what is open."""
    with team.lock:
        return {
            "team": {"id": team.id, "name": team.name},
            "me": me.id,
            "people": [person(team, p) for p in team.people.values()],
            "channels": [channel(team, c, me) for c in _listed(team, me)],
            "clock": clock(box),
            "commands": _commands(team),
            "shortcuts": _shortcuts(team),
            "emoji": _emoji(team),
            "app": _app(box, team),
            "modal": views.modal_json(team, me.id),
            "home": views.home_json(team, me.id),
            "tour": list(STEPS) if box.offers_tour else [],
        }


def _commands(team: Workspace) -> list[Json]:
    return [
        {"command": c.command, "description": c.description, "usage_hint": c.usage_hint}
        for c in team.manifest.commands.values()
    ]


def _shortcuts(team: Workspace) -> list[Json]:
    return [
        {
            "name": s.name,
            "type": s.type,
            "callback_id": s.callback_id,
            "description": s.description,
        }
        for s in team.manifest.shortcuts.values()
    ]


def _emoji(team: Workspace) -> list[Json]:
    standard = {e.name: e for e in emoji.standard().values()}
    rows = [{"name": e.name, "char": e.char, "aliases": list(e.aliases)} for e in standard.values()]
    return [*rows, *({"name": n, "char": "", "aliases": []} for n in team.custom_emoji)]


def _app(box: PageHost, team: Workspace) -> Json:
    return {
        "user_id": team.bot_user_id,
        "name": team.manifest.bot_name,
        "connected": bool(box.connected) and team.installed,
    }


def clock(box: PageHost) -> Json:
    """The sandbox's clock."""
    now = box.clock.now().isoformat()
    return {"now_iso": now, "offset_s": box.clock.offset_s, "frozen": box.clock.frozen}


def person(team: Workspace, someone: Person) -> Json:
    """A person, for avatars and mentions."""
    return {
        "id": someone.id,
        "name": someone.name,
        "real_name": someone.real_name,
        "title": someone.title,
        "initials": someone.initials,
        "color": f"#{someone.color}",
        "is_bot": someone.is_bot,
        "is_app": someone.id == team.bot_user_id,
        "tz": someone.tz,
        "deleted": someone.deleted,
    }


def _listed(team: Workspace, me: Person) -> list[Channel]:
    return [c for c in team.channels.values() if not c.deleted and team.can_see(c, me.id)]


def channel(team: Workspace, where: Channel, me: Person) -> Json:
    """A channel or DM in the sidebar."""
    body: Json = {
        "id": where.id,
        "name": where.name,
        "kind": "connect" if where.shared else where.kind,
        "topic": where.topic,
        "members": list(where.members),
        "archived": where.archived,
        "is_member": me.id in where.members,
        "unread": unread(where, me),
    }
    if where.kind == DM:
        other = next((m for m in where.members if m != me.id), me.id)
        body |= {"dm_user": other, "name": team.people[other].real_name}
    return body


def unread(where: Channel, me: Person) -> int:
    """How many messages of others this member has not read."""
    if me.id not in where.members:
        return 0
    read = where.read_up_to.get(me.id, "")
    newer = (m for m in posts.timeline(where) if m.ts > read and m.user != me.id)
    return sum(m.subtype not in HIDDEN_SUBTYPES for m in newer)


def message(team: Workspace, where: Channel, one: Message) -> Json:
    """One message, raw text and raw blocks."""
    replies = where.threads.get(one.ts, [])
    body: Json = {
        "ts": one.ts,
        "user": one.user,
        "text": one.text,
        "blocks": one.blocks,
        "thread_ts": one.thread_ts,
        "reply_count": len(replies),
        "reply_users": list(dict.fromkeys(where.messages[r].user for r in replies))[:5],
        "edited": one.edited,
        "reactions": [_reaction(name, users) for name, users in one.reactions.items()],
        "files": [file(team, team.files[f]) for f in one.files if not team.files[f].deleted],
        "ephemeral": bool(one.only_for),
        "is_app": one.user == team.bot_user_id,
    }
    if one.subtype:
        body["subtype"] = one.subtype
    if one.metadata:
        body["metadata"] = one.metadata
    return body


def _reaction(name: str, users: list[str]) -> Json:
    base, _, tone = name.partition("::")
    known = emoji.standard().get(base)
    char = known.char if known else ""
    if known and tone:
        char += chr(0x1F3FB + int(tone.rpartition("-")[2]) - 2)
    return {"name": name, "char": char, "count": len(users), "users": list(users)}


def file(team: Workspace, stored: StoredFile) -> Json:
    """A file, with a URL the page may load."""
    return {
        "id": stored.id,
        "name": stored.name,
        "url": f"{team.base_url}/files/{stored.id}/{stored.name}",
        "mimetype": mimetype(stored.name),
        "title": stored.title,
    }


def messages(team: Workspace, where: Channel, me: Person, before: str) -> Json:
    """The newest messages of a channel before a timestamp, oldest first, with the person's own
    ephemeral ones among them."""
    with team.lock:
        shown = [m for m in posts.timeline(where) if m.subtype not in HIDDEN_SUBTYPES]
        mine = [m for m in where.ephemerals.values() if m.only_for == me.id and not m.thread_ts]
        rows = sorted([*shown, *mine], key=lambda m: m.ts)
        rows = [m for m in rows if not before or m.ts < before]
        page = [message(team, where, m) for m in rows[-PAGE_SIZE:]]
        return {"messages": page, "has_more": len(rows) > PAGE_SIZE}


def thread(team: Workspace, where: Channel, me: Person, ts: str) -> Json:
    """A whole thread, with the person's own ephemeral replies."""
    with team.lock:
        mine = [m for m in where.ephemerals.values() if m.only_for == me.id and m.thread_ts == ts]
        rows = sorted([*posts.thread(where, ts), *mine], key=lambda m: m.ts)
        return {"messages": [message(team, where, m) for m in rows], "has_more": False}


def may_read(team: Workspace, where: Channel, me: Person) -> bool:
    """Whether the person sees what is said there."""
    return (where.kind == PUBLIC and team.can_see(where, me.id)) or me.id in where.members
