"""/linchpin token: made by form and by words, shown once, used over HTTP, and revoked."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.api.routes import Api
from bot.server.metrics import Metrics
from sandbox import Actor
from services.feedback import pages as feedback_pages
from tests.support.world import World
from views.blockkit import ids

SECRET = re.compile(r"linchpin_[A-Za-z0-9_-]{43}")


@pytest.fixture
def http(one_world: World) -> Iterator[TestClient]:
    """What other programs see of the bot."""
    api = Api(Metrics())
    api.serve(one_world.bot)
    yield TestClient(Starlette(routes=api.routes()))


def send(http: TestClient, secret: str, text: str = "The export times out") -> int:
    headers = {"authorization": f"Bearer {secret}"}
    return http.post("/api/feedback", json={"text": text}, headers=headers).status_code


def secret_in(shown: Any) -> str:
    (found,) = set(SECRET.findall(str(shown)))
    return str(found)


def shown(who: Actor) -> dict[str, Any]:
    view = who.modal()
    assert view is not None
    return view


def test_a_manager_makes_a_token_by_form_and_feedback_comes_in(
    one_world: World, http: TestClient
) -> None:
    priya = one_world.person("priya")
    priya.command("#product", "/linchpin", "token")
    assert "No program has a token now" in str(shown(priya))
    priya.click(None, shown(priya), ids.TOKEN_NEW)
    refused = priya.submit({"name": " ", "rights": ["feedback:write"]})
    assert refused.errors == {"name": "The name is empty. Write something and try again."}
    reply = priya.submit({"name": "Help desk", "rights": ["feedback:write", "feedback:read"]})
    assert reply.ok, reply
    secret = secret_in(priya.modal())
    priya.close_modal()
    assert "Help desk" in str(shown(priya))
    assert send(http, secret) == 201
    kept = feedback_pages.get(one_world.bot.database, one_world.workspace_id, 1)
    assert (kept.saved_by, kept.door) == ("token-1", "api")
    saved = priya.command("#product", "/feedback", "F-1")
    assert "sent by Help desk" in str(saved)
    priya.close_modal(clear=True)
    priya.command("#product", "/linchpin", "tokens")
    listed = str(shown(priya))
    assert "Help desk" in listed and "last used" in listed and not SECRET.search(listed)


def test_words_make_list_and_revoke_and_revoking_is_at_once(
    one_world: World, http: TestClient
) -> None:
    priya = one_world.person("priya")
    made = priya.command("#product", "/linchpin", "token new Form & Co feedback:write for 30 days")
    secret = secret_in(made)
    assert "Form &amp; Co" in str(made)
    assert send(http, secret) == 201
    ended = priya.command("#product", "/linchpin", "token revoke 1")
    assert "Form" in str(ended) and "revoked" in str(ended)
    assert send(http, secret) == 401
    assert "no token 9" in str(priya.command("#product", "/linchpin", "token revoke 9"))
    assert "number" in str(priya.command("#product", "/linchpin", "token revoke form"))
    assert "/linchpin token new" in str(priya.command("#product", "/linchpin", "token please"))


def test_the_settings_lead_to_the_tokens_and_a_button_revokes(
    one_world: World, http: TestClient
) -> None:
    priya = one_world.person("priya")
    secret = secret_in(priya.command("#product", "/linchpin", "token new Desk"))
    priya.command("#product", "/linchpin", "settings")
    priya.click(None, shown(priya), ids.TOKENS_OPEN)
    assert "Desk" in str(shown(priya))
    priya.click(None, shown(priya), ids.TOKEN_REVOKE)
    relisted = str(shown(priya))
    assert "Token 1 (Desk) is revoked" in relisted and "No program has a token" in relisted
    assert send(http, secret) == 401


def test_a_member_is_told_whom_to_ask(one_world: World) -> None:
    sam = one_world.person("sam")
    for words in ("token", "token new", "token new Mine", "token revoke 1"):
        reply = str(sam.command("#product", "/linchpin", words))
        assert "Only managers can" in reply and not SECRET.search(reply)
