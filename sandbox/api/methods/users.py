"""users.*, bots.info, usergroups.list."""

from sandbox.api.call import Call, Method, takes
from sandbox.api.paging import page, with_cursor
from sandbox.world.model import Json, SlackError
from sandbox.world.render import person_json
from sandbox.world.user_groups import as_json


def info(call: Call) -> Json:
    """users.info."""
    person = call.team.people.get(call.text("user"))
    if person is None:
        raise SlackError("user_not_found")
    body = person_json(call.team, person)
    if call.flag("include_locale"):
        body["locale"] = "en-US"
    return {"user": body}


def listing(call: Call) -> Json:
    """users.list: members of the workspace, deactivated ones too."""
    members = [p for p in call.team.people.values() if not call.team.is_outsider(p)]
    rows = [person_json(call.team, p) for p in members]
    shown, cursor = page(rows, call.args, default=1000, most=1000)
    return with_cursor({"members": shown, "cache_ts": call.team.now_s()}, cursor)


def lookup_by_email(call: Call) -> Json:
    """users.lookupByEmail."""
    for person in call.team.people.values():
        if person.email == call.text("email") and not person.deleted and not person.is_bot:
            return {"user": person_json(call.team, person)}
    raise SlackError("users_not_found")


def bot_info(call: Call) -> Json:
    """bots.info."""
    wanted = call.text("bot")
    for person in call.team.people.values():
        if person.bot_id and person.bot_id == wanted:
            bot = {"id": person.bot_id, "deleted": person.deleted, "name": person.real_name}
            bot |= {"app_id": person.app_id, "user_id": person.id, "updated": person.updated}
            return {"bot": bot}
    raise SlackError("bot_not_found")


def group_listing(call: Call) -> Json:
    """usergroups.list: the members only for who asks for them."""
    has_users = call.flag("include_users")
    every = call.team.user_groups.values()
    return {"usergroups": [as_json(call.team, one, has_users=has_users) for one in every]}


_READ = ("users:read",)
METHODS = (
    Method("users.info", info, takes("user! include_locale:bool"), _READ, tier=4, form_only=True),
    Method("users.list", listing, takes("cursor limit:int"), _READ, tier=2, form_only=True),
    Method(
        "users.lookupByEmail",
        lookup_by_email,
        takes("email!"),
        ("users:read.email",),
        tier=3,
        form_only=True,
    ),
    Method("bots.info", bot_info, takes("bot!"), _READ, tier=3, form_only=True),
    Method(
        "usergroups.list",
        group_listing,
        takes("include_users:bool include_count:bool include_disabled:bool"),
        ("usergroups:read",),
        tier=2,
        form_only=True,
    ),
)
