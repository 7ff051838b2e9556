from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

from bot.app import utc_now
from domain.core.people import Permission, Workspace
from handlers.slack.context import AppContext
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from storage.database.engine import Database
from tests.support.make import workspace

Ask = Callable[[dict[str, Any]], int]


@pytest.fixture
def rung() -> list[str]:
    """Who was called, in turn."""
    return []


@pytest.fixture
def ask(router: Router, place: Workspace) -> Ask:
    """Bolt's status for a body that comes from a member."""
    app = App(
        signing_secret="",
        request_verification_enabled=False,
        process_before_response=True,
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1"),
    )

    @app.middleware
    def known(context: Any, next: Callable[[], None]) -> None:
        context["workspace_id"] = place.id
        next()

    router.connect(app)
    member = {"team_id": "T1", "user": {"id": "UMEMBER"}, "user_id": "UMEMBER"}
    return lambda body: app.dispatch(BoltRequest(body=member | body, mode="s")).status


@pytest.fixture
def place(database: Database) -> Workspace:
    return workspace(database)


@pytest.fixture
def router(rung: list[str], database: Database) -> Router:
    """A router on which everything of one name is listened to."""

    def listener(name: str) -> Callable[[Interaction], None]:
        return lambda _: rung.append(name)

    made = Router(AppContext(database, utc_now))
    made.command("/known", listener("command"), permission=Permission.GIVE)
    made.shortcut("known", listener("shortcut"), permission=Permission.GIVE)
    made.action("known", listener("action"), permission=Permission.GIVE)
    made.action("known_too", listener("other action"), permission=Permission.GIVE)
    made.view("known", listener("view"), permission=Permission.GIVE)
    made.options("known", listener("options"), permission=Permission.GIVE)
    made.event("known", listener("event"))
    made.farewell("last", lambda body: rung.append(f"last of {body['team_id']}"))
    return made


def action(action_id: str) -> dict[str, Any]:
    return {"type": "block_actions", "actions": [{"type": "button", "action_id": action_id}]}


def event(name: str) -> dict[str, Any]:
    return {"type": "event_callback", "event": {"type": name}}


def form(kind: str, callback_id: str) -> dict[str, Any]:
    return {"type": kind, "view": {"type": "modal", "callback_id": callback_id, "blocks": []}}


def suggestion(action_id: str) -> dict[str, Any]:
    return {"type": "block_suggestion", "action_id": action_id, "value": "a"}


@pytest.mark.parametrize(
    ("body", "who"),
    [
        ({"command": "/known"}, "command"),
        ({"type": "shortcut", "callback_id": "known"}, "shortcut"),
        ({"type": "message_action", "callback_id": "known"}, "shortcut"),
        (action("known"), "action"),
        (action("known:2"), "action"),
        (action("known_too"), "other action"),
        (form("view_submission", "known"), "view"),
        (suggestion("known"), "options"),
        (suggestion("known:1"), "options"),
        (event("known"), "event"),
        (event("last"), "last of T1"),
    ],
)
def test_each_name_rings_at_its_own_listener(
    ask: Ask, rung: list[str], body: dict[str, Any], who: str
) -> None:
    assert ask(body) == 200
    assert rung == [who]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (event("unknown"), 200),
        (action("unknown"), 200),
        (form("view_closed", "known"), 200),
        ({"command": "/unknown"}, 404),
        ({"type": "shortcut", "callback_id": "unknown"}, 404),
        (form("view_submission", "unknown"), 404),
        (form("view_submission", "knows"), 404),
        (suggestion("unknown"), 404),
    ],
)
def test_what_nobody_listens_to_passes_when_a_refusal_would_do_harm(
    ask: Ask, rung: list[str], body: dict[str, Any], status: int
) -> None:
    assert ask(body) == status
    assert rung == []


def test_a_name_has_one_listener(router: Router) -> None:
    with pytest.raises(ValueError, match="action known"):
        router.action("known", lambda _: None, permission=Permission.GIVE)


def test_nothing_is_registered_without_saying_who_may_use_it(router: Router) -> None:
    with pytest.raises(TypeError, match="permission"):
        router.view("new", lambda _: None)  # type: ignore[call-arg]
