"""auth.*, api.test, apps.*, team.info, emoji.list, pins.add, bookmarks.add, blocks.validate."""

from sandbox.api.call import APP, NONE, Call, Method, takes
from sandbox.blockkit.check import validate
from sandbox.world import channels
from sandbox.world.model import Json, SlackError
from sandbox.world.render import person_json


def api_test(call: Call) -> Json:
    """api.test: says back what it got."""
    if call.text("error"):
        raise SlackError(call.text("error"), args=call.args)
    return {"args": call.args}


def auth_test(call: Call) -> Json:
    """auth.test: whose token this is."""
    team = call.team
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": person_json(team, team.people[team.bot_user_id])["name"],
        "team_id": team.id,
        "user_id": team.bot_user_id,
        "bot_id": team.bot_id,
        "app_id": team.app_id,
        "is_enterprise_install": False,
    }


def auth_revoke(call: Call) -> Json:
    """auth.revoke: the token dies; the app stays unless this was its last token."""
    if not call.flag("test"):
        call.services.tokens[call.token].dead = "token_revoked"
    return {"revoked": not call.flag("test")}


def uninstall(call: Call) -> Json:
    """apps.uninstall."""
    given = (call.text("client_id"), call.text("client_secret"))
    if given != (call.services.client_id, call.services.client_secret):
        raise SlackError("bad_client_secret")
    channels.uninstall(call.team)
    call.services.kill_tokens(call.team.id, "account_inactive")
    return {}


def open_connection(call: Call) -> Json:
    """apps.connections.open: a one-time WebSocket URL."""
    return {"url": call.services.socket_url()}


def team_info(call: Call) -> Json:
    """team.info: this workspace, or one that shares a channel with it."""
    team, wanted = call.team, call.text("team")
    if wanted and wanted != team.id:
        name = team.outside_teams.get(wanted)
        if name is None:
            raise SlackError("team_not_found")
        return {"team": {"id": wanted, "name": name, "domain": name.lower(), "icon": {}}}
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "icon": {}}}


def emoji_list(call: Call) -> Json:
    """emoji.list: the workspace's own emoji."""
    return {"emoji": dict(call.team.custom_emoji), "cache_ts": call.team.event_ts()}


def pin(call: Call) -> Json:
    """pins.add."""
    channel = call.visible_channel()
    if call.team.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    message = call.team.message(channel, call.text("timestamp"))
    if message.ts in channel.pins:
        raise SlackError("already_pinned")
    channel.pins.add(message.ts)
    return {}


def bookmark(call: Call) -> Json:
    """bookmarks.add: links only."""
    channel = call.visible_channel("channel_id")
    if call.text("type") != "link":
        raise SlackError("invalid_bookmark_type")
    if not call.text("link").startswith(("http://", "https://")):
        raise SlackError("invalid_link")
    shown = {k: call.text(k) for k in ("channel_id", "title", "link", "emoji", "type")}
    return {"bookmark": {"id": call.team.new_id("Bk"), "channel_id": channel.id, **shown}}


def blocks_validate(call: Call) -> Json:
    """blocks.validate: exactly one of blocks, view, message."""
    validate(call.args)
    return {}


METHODS = (
    Method("api.test", api_test, takes("error foo"), token=NONE),
    Method("auth.test", auth_test, takes("")),
    Method("auth.revoke", auth_revoke, takes("test:bool"), tier=3, form_only=True),
    Method("apps.uninstall", uninstall, takes("client_id! client_secret!"), tier=1, form_only=True),
    Method("apps.connections.open", open_connection, takes(""), tier=3, token=APP),
    Method("team.info", team_info, takes("team"), ("team:read",), tier=3),
    Method("emoji.list", emoji_list, takes(""), ("emoji:read",), tier=2, form_only=True),
    Method("pins.add", pin, takes("channel! timestamp!"), ("pins:write",), tier=2),
    Method(
        "bookmarks.add",
        bookmark,
        takes("channel_id! title! type! link emoji"),
        ("bookmarks:write",),
        tier=2,
    ),
    Method(
        "blocks.validate", blocks_validate, takes("blocks:raw view:raw message:raw"), token=NONE
    ),
)
