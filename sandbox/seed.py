"""The workspace every sandbox starts with: Harborline, maker of an invoicing product."""

from sandbox.world.model import PRIVATE, PUBLIC, Channel, Person, UserGroup
from sandbox.world.workspace import Workspace

OUTSIDE_TEAM = "T9ACME"

_PEOPLE = (
    ("priya", "Priya Nair", "Product manager", "Europe/Berlin", "7a4fb5"),
    ("sam", "Sam Okafor", "Support", "Europe/London", "2f7d5b"),
    ("sofia", "Sofia Lindqvist", "Sales", "America/New_York", "b5532f"),
    ("emil", "Emil Novak", "Engineer", "Europe/Prague", "2f5fb5"),
    ("erin", "Erin Walsh", "Chief executive", "America/Los_Angeles", "a33b6b"),
    ("guest", "Gil Guest", "Contractor", "Europe/Lisbon", "6b7280"),
    ("ada", "Ada Acme", "Buyer at Acme", "Europe/Madrid", "8a6d1f"),
)
_GROUPS = (
    ("pm", "Product", ("priya",)),
    ("eng", "Engineering", ("emil",)),
    ("support", "Support", ("sam",)),
    ("sales", "Sales", ("sofia",)),
    ("leads", "Leads", ("priya", "erin")),
)
_STAFF = ("priya", "sam", "sofia", "emil", "erin")
_CHANNELS = (
    ("general", PUBLIC, "Company news", _STAFF, True),
    ("support", PUBLIC, "What customers ask us", (*_STAFF, "guest"), True),
    ("sales", PUBLIC, "Deals and prospects", _STAFF, True),
    ("product-ideas", PUBLIC, "Ideas and votes", _STAFF, True),
    ("product", PUBLIC, "The product team", _STAFF, True),
    ("engineering", PUBLIC, "Building it", ("emil", "priya"), False),
    ("leadership", PRIVATE, "Plans and numbers", ("priya", "erin"), False),
    ("cust-acme", PUBLIC, "With our customer Acme", ("sofia", "sam", "ada"), False),
)


def seed(team: Workspace) -> None:
    """Fill an empty workspace with its people, bots and channels."""
    for name, real_name, title, tz, color in _PEOPLE:
        person = Person(person_id(team, name), team.id, name, real_name, title, tz, color)
        team.people[person.id] = person
    team.person("priya").is_admin = True
    team.person("guest").is_restricted = True
    ada = team.person("ada")
    ada.team_id, ada.is_admin = OUTSIDE_TEAM, True  # an admin at Acme, which is nothing here
    _seed_bots(team)
    for handle, name, members in _GROUPS:
        ids = tuple(team.person(one).id for one in members)
        team.user_groups[handle] = UserGroup(group_id(team, handle), handle, name, ids)
    for row in _CHANNELS:
        _seed_channel(team, *row)
    team.outside_teams[OUTSIDE_TEAM] = "Acme"
    team.channel("cust-acme").connected_team_ids = (OUTSIDE_TEAM,)


def person_id(team: Workspace, name: str) -> str:
    """The user id of a seeded person, readable in a failing test."""
    return f"U{team.index}{name.upper()}"


def group_id(team: Workspace, handle: str) -> str:
    """The id of a user group, readable in a failing test."""
    return f"S{team.index}{handle.upper().replace('-', '')}"


def _seed_bots(team: Workspace) -> None:
    bot_name = team.manifest.bot_name
    bot = Person(team.bot_user_id, team.id, bot_name.lower(), bot_name, is_bot=True, color="20304a")
    bot.bot_id, bot.app_id = team.bot_id, team.app_id
    other = Person(person_id(team, "otherbot"), team.id, "otherbot", "Standup Bot", is_bot=True)
    other.bot_id, other.app_id = f"B{team.index}OTHER", "A0OTHER"
    slackbot = Person("USLACKBOT", team.id, "slackbot", "Slackbot")
    for person in (bot, other, slackbot):
        team.people[person.id] = person


def _seed_channel(
    team: Workspace, name: str, kind: str, topic: str, members: tuple[str, ...], has_bot: bool
) -> None:
    channel_id = f"C{team.index}{name.upper().replace('-', '')}"
    channel = Channel(channel_id, name, kind, team.now_s(), team.person("priya").id, topic)
    channel.members = {team.person(m).id: None for m in members}
    if name in ("general", "product-ideas"):
        channel.members[person_id(team, "otherbot")] = None
    if has_bot:
        channel.members[team.bot_user_id] = None
    team.channels[channel.id] = channel
