"""What holds for the whole program, read from its source and from the manifest."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from bot import features, manifest
from bot.app import utc_now
from handlers.slack.context import AppContext
from handlers.slack.router import Kind
from storage.database.engine import open_database
from views.blockkit import ids

ROOT = Path(__file__).parents[1]
PACKAGES = (
    "bot",
    "handlers",
    "scheduled",
    "services",
    "views",
    "storage",
    "domain",
    "sandbox",
)
METHOD = re.compile(
    r"(apps|auth|chat|conversations|files|oauth|pins|reactions|team|usergroups|users|views)"
    r"(\.[a-zA-Z0-9]+)+"
)

MOST_FUNCTION_LINES = 40
MOST_FILE_LINES = 400

ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.putenv"}
MAY_READ_ENVIRONMENT = {"bot/settings.py"}
MAY_CATCH_ALL = {"handlers/slack/errors.py", "scheduled/clock/scheduler.py"}

# docs.slack.dev: what each scope is for. A scope stands here with the methods (calls by the code)
# or the events (of manifest.yml) that need it; `commands` belongs to the manifest's own features.
SCOPES: dict[str, set[str]] = {
    "app_mentions:read": {"app_mention"},
    "commands": {"slash_commands"},
    "chat:write": {"chat.postMessage", "chat.update", "chat.postEphemeral"},
    "chat:write.public": {"chat.postMessage"},
    "reactions:read": {"reactions.get", "reaction_added", "reaction_removed"},
    "reactions:write": {"reactions.add", "reactions.remove"},
    "channels:read": {
        "users.conversations",
        "conversations.info",
        "channel_archive",
        "channel_unarchive",
        "channel_deleted",
        "channel_rename",
        "channel_left",
        "channel_id_changed",
        "channel_shared",
        "channel_unshared",
        "member_joined_channel",
    },
    "channels:history": {"conversations.history", "conversations.replies", "message.channels"},
    "groups:read": {
        "users.conversations",
        "conversations.info",
        "group_archive",
        "group_unarchive",
        "group_deleted",
        "group_left",
        "group_rename",
        "member_joined_channel",
        "member_left_channel",
        "conversations.members",
    },
    "groups:history": {"conversations.history", "conversations.replies", "message.groups"},
    # A file that a block shows must be one that the app has access to.
    "files:read": {"slack_file", "files.info"},
    "files:write": {"files.getUploadURLExternal", "files.completeUploadExternal"},
    "im:history": {"message.im"},
    "im:write": {"conversations.open"},
    "team:read": {"team.info"},
    "usergroups:read": {
        "usergroups.list",
        "subteam_created",
        "subteam_members_changed",
        "subteam_updated",
    },
    "users:read": {"users.list", "users.info", "team_join", "user_change"},
}
WITHOUT_SCOPE = {
    "auth.test",
    "apps.connections.open",
    "oauth.v2.access",
    "chat.getPermalink",
    "views.open",
    "views.push",
    "views.update",
    "views.publish",
    "app_home_opened",
    "app_uninstalled",
    "tokens_revoked",
}


VIEW_CALLS = frozenset({"views_open", "views_push", "views_update", "views_publish"})


@dataclass(frozen=True)
class Source:
    """A file of ours: its path below the root, its text, its statements and all its nodes."""

    path: str
    text: str
    body: list[ast.stmt]
    nodes: list[ast.AST]


@cache
def package(name: str) -> list[Source]:
    """The files of a package, read once for all rules."""
    found = []
    for path in sorted((ROOT / name).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        found.append(
            Source(path.relative_to(ROOT).as_posix(), text, tree.body, list(ast.walk(tree)))
        )
    return found


def sources(*packages: str) -> Iterator[Source]:
    """Each file of some of our packages, or of all."""
    for name in packages or PACKAGES:
        yield from package(name)


def dotted(node: ast.AST) -> str:
    """The name that an expression like ``os.environ`` spells, or an empty text."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def reads_environment(source: Source) -> bool:
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and dotted(node) in ENVIRONMENT:
            return True
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            imported = {f"os.{one.name}" for one in node.names}
            if imported & ENVIRONMENT:
                return True
    return False


def test_the_environment_is_read_in_one_place() -> None:
    readers = {one.path for one in sources() if reads_environment(one)}
    assert readers == MAY_READ_ENVIRONMENT


def catches_all(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return bool({dotted(one) for one in caught} & {"Exception", "BaseException"})


def test_surprises_are_caught_in_two_places_only() -> None:
    catchers = {
        one.path
        for one in sources()
        for node in one.nodes
        if isinstance(node, ast.ExceptHandler) and catches_all(node)
    }
    assert catchers == MAY_CATCH_ALL


def test_views_are_asked_of_slack_in_one_place_only() -> None:
    """There it is known what to do when the person or the trigger is gone."""
    askers = {
        one.path
        for one in sources("handlers", "services", "scheduled", "bot")
        for node in one.nodes
        if isinstance(node, ast.Attribute)
        and node.attr in ("views_open", "views_push", "views_update")
    }
    assert askers == {"handlers/slack/modals.py"}


def test_no_file_and_no_function_is_long() -> None:
    long: list[str] = []
    for one in sources():
        if "/migrations/" in one.path:
            continue
        if one.text.count("\n") > MOST_FILE_LINES:
            long.append(one.path)
        for node in one.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MOST_FUNCTION_LINES:
                    long.append(f"{one.path}:{node.lineno} {node.name} ({lines} lines)")
    assert long == []


def test_importing_opens_nothing() -> None:
    """A module's own statements call nothing but what makes constants."""
    allowed = {"open", "connect", "create_engine", "listen", "start", "run"}
    found = [
        f"{one.path}:{node.lineno}"
        for one in sources()
        for node in one.body
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and dotted(call.func).rpartition(".")[2] in allowed
    ]
    assert found == []


@pytest.fixture(scope="module")
def heard() -> dict[str, set[str]]:
    """What the handlers listen to: event, command, shortcut, action, view, options."""
    board = features.router(AppContext(open_database("sqlite:///never-opened.db"), utc_now))
    return {kind: set(board.names(kind)) for kind in get_args(Kind)}


def declared() -> dict[str, Any]:
    return dict(manifest.load())


def test_every_command_shortcut_and_event_of_the_manifest_is_listened_to_and_no_other(
    heard: dict[str, set[str]],
) -> None:
    features = declared()["features"]
    events = declared()["settings"]["event_subscriptions"]["bot_events"]
    assert heard["command"] == {one["command"] for one in features["slash_commands"]}
    assert heard["shortcut"] == {one["callback_id"] for one in features["shortcuts"]}
    # Slack has a subscription for each kind of conversation, and one event for all of them.
    assert heard["event"] == {
        "message" if event.startswith("message.") else event for event in events
    }


def constants() -> dict[str, str]:
    return {name: value for name, value in vars(ids).items() if name.isupper()}


def test_every_id_is_listened_to_or_read_from_a_form(heard: dict[str, set[str]]) -> None:
    """What only a form holds is named twice: where it is drawn and where it is read."""
    registered = {name for names in heard.values() for name in names}
    texts = (one.text for one in sources("views", "handlers"))
    used = Counter(name for text in texts for name in re.findall(r"\bids\.([A-Z0-9_]+)\b", text))
    deaf = {
        name for name, value in constants().items() if value not in registered and used[name] < 2
    }
    assert deaf == set()


def test_every_id_that_is_listened_to_is_a_constant_that_views_show(
    heard: dict[str, set[str]],
) -> None:
    registered = heard["action"] | heard["view"] | heard["options"]
    assert registered <= set(constants().values())
    shown = "".join(one.text for one in sources("views"))
    unseen = {
        name
        for name, value in constants().items()
        if value in registered and f"ids.{name}" not in shown
    }
    assert unseen == set()


def test_ids_are_unique_and_spelled_in_one_place() -> None:
    values = list(constants().values())
    assert len(set(values)) == len(values)
    spelled = [
        f"{one.path}:{value.lineno}"
        for one in sources("views", "handlers")
        for node in one.nodes
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant)
        and key.value in ("action_id", "callback_id")
        and isinstance(value, ast.Constant)
    ]
    assert spelled == []


def called_methods() -> set[str]:
    """The Web API methods that the code names, as text or as a method of WebClient."""
    known = {name for names in SCOPES.values() for name in names} | WITHOUT_SCOPE
    as_attribute = {name.replace(".", "_"): name for name in known}
    found: set[str] = set()
    for one in sources("bot", "handlers", "scheduled"):
        for node in one.nodes:
            is_pace = (
                one.path == "scheduled/delivery/backoff.py"
            )  # names methods without calling them
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and not is_pace:
                if METHOD.fullmatch(node.value):
                    found.add(node.value)
            elif isinstance(node, ast.Attribute) and node.attr in as_attribute:
                found.add(as_attribute[node.attr])
    return found


def test_every_scope_is_used_and_every_call_has_its_scope() -> None:
    events = declared()["settings"]["event_subscriptions"]["bot_events"]
    scopes = manifest.bot_scopes(declared())
    assert set(scopes) == set(SCOPES)
    used = called_methods() | set(events) | {"slash_commands", "slack_file"}
    assert {scope for scope in scopes if not SCOPES[scope] & used} == set()
    covered = {name for scope in scopes for name in SCOPES[scope]} | WITHOUT_SCOPE
    assert used - covered == set()
