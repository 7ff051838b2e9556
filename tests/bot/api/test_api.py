"""The HTTP door: who is let in, what every refusal says, and what callers may rely on."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.api.routes import BODY_LIMIT_BYTES, Api
from bot.server.logs import redact
from bot.server.metrics import Metrics
from bot.server.web import create_web
from domain.api import Token, parse_wish
from services.api import tokens
from services.feedback import pages as feedback_pages
from storage.database.engine import Database, open_database
from storage.workspace import workspaces
from tests.bot.scripted_slack import serving
from tests.bot.small_bot import SmallBot
from tests.support import make
from tests.support.databases import Reused
from tests.support.make import NOON, request

NOWHERE = "sqlite:////nowhere/at/all.db"
EVERYTHING = "feedback:write feedback:read ideas:read"


@dataclass
class Caller:
    """A program with a token, in front of the door."""

    database: Database
    token: Token
    secret: str
    client: TestClient
    metrics: Metrics
    at: list[datetime] = field(default_factory=lambda: [NOON])

    def now(self) -> datetime:
        return self.at[-1]

    def wait(self, seconds: float) -> None:
        self.at.append(self.now() + timedelta(seconds=seconds))

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.secret}", **more.pop("headers", {})}
        answer: httpx.Response = self.client.request(method, path, headers=headers, **more)
        self.wait(0.2)
        return answer

    def send(self, body: Any, **headers: str) -> httpx.Response:
        return self.ask("POST", "/api/feedback", json=body, headers=headers)


@pytest.fixture
def caller(sqlite_database: Reused) -> Iterator[Caller]:
    with sqlite_database.emptied() as database:
        yield calling(database)


def calling(database: Database, words: str = EVERYTHING) -> Caller:
    workspace = make.workspace(database)
    asked = request(workspace.id, "UADMIN")
    made = tokens.make(database, asked, parse_wish(f"Desk {words}", NOON))
    api = Api(metrics := Metrics())
    client = TestClient(Starlette(routes=api.routes()))
    one = Caller(database, made.token, made.secret, client, metrics)
    api.serve(one)
    return one


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem details of a refusal, checked for their form."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert (told["type"], told["status"]) == ("about:blank", status)
    assert told["title"] and told["detail"].endswith(".")
    return told


def test_feedback_is_saved_and_can_be_followed(caller: Caller) -> None:
    made = caller.send({"text": "It hangs", "said_by_email": "ana@acme.example", "customer": ""})
    assert made.status_code == 201 and made.headers["location"] == "/api/feedback/1"
    assert made.json()["reference"] == "F-1"
    followed = caller.ask("GET", made.headers["location"])
    assert followed.json() == made.json()
    assert followed.headers["cache-control"] == "no-store"
    assert caller.ask("HEAD", "/api/feedback/1").content == b""


def test_a_repeated_key_replays_and_a_reused_one_is_refused(caller: Caller) -> None:
    first = caller.send({"text": "It hangs"}, **{"idempotency-key": '"8e03978e"'})
    again = caller.send({"text": "It hangs", "area": None}, **{"idempotency-key": "8e03978e"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert again.json() == first.json()
    problem(caller.send({"text": "Other"}, **{"idempotency-key": "8e03978e"}), 422)
    problem(caller.send({"text": "Other"}, **{"idempotency-key": '""'}), 400)
    problem(caller.send({"text": "Other"}, **{"idempotency-key": "k" * 256}), 400)
    assert feedback_pages.untriaged_count(caller.database, caller.token.workspace_id) == 1


def test_the_same_external_id_with_other_words_is_a_conflict(caller: Caller) -> None:
    caller.send({"text": "It hangs", "external_id": "desk-1"})
    assert caller.send({"text": "It hangs", "external_id": "desk-1"}).status_code == 200
    told = problem(caller.send({"text": "It flies", "external_id": "desk-1"}), 409)
    assert "F-1" in told["detail"]


def test_every_field_that_cannot_be_used_has_its_own_sentence(caller: Caller) -> None:
    body = {
        "text": 5,
        "customer": "x" * 61,
        "importance": "urgent",
        "said_by_email": "ana at acme",
        "source_url": "javascript:alert(1)",
        "external_id": "two words",
        "colour": "red",
    }
    told = problem(caller.send(body), 422)
    assert {one["field"]: one["detail"] for one in told["errors"]} == {
        "text": "Use a text.",
        "customer": "Use at most 60 characters.",
        "importance": "Use one of nice_to_have, helpful, important, blocker.",
        "said_by_email": "Use one e-mail address, such as ana@example.com.",
        "source_url": "Use an address that begins with https:// or http://.",
        "external_id": "Use letters, digits and signs without spaces.",
        "colour": "There is no such field. See /api/openapi.json.",
    }
    assert feedback_pages.untriaged_count(caller.database, caller.token.workspace_id) == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[" * 100_000, 400),
        (b'{"text": "\xff"}', 400),
        (b'{"text": "\\ud800"}', 400),
        (b"[]", 422),
        (b"null", 422),
        (b"{}", 422),
        (b'{"text": "   "}', 422),
        (b'{"text": "\\u200b"}', 422),
        (b'{"text": "a\\u0000b"}', 422),
        (b'{"text": "a", "customer": "\\u0000"}', 422),
        (b'{"text": NaN}', 422),
        (json.dumps({"text": "x" * 20_001}).encode(), 422),
        (json.dumps({f"f{n}": 1 for n in range(5_000)}).encode(), 422),
        (b" " * (BODY_LIMIT_BYTES + 1), 413),
    ],
)
def test_a_body_that_is_none_is_refused(caller: Caller, body: bytes, status: int) -> None:
    headers = {"content-type": "application/json"}
    answer = caller.ask("POST", "/api/feedback", content=body, headers=headers)
    problem(answer, status)
    assert len(answer.content) < 4_000


def test_the_longest_text_fits_however_it_is_encoded(caller: Caller) -> None:
    for letter in "xä語":
        assert caller.send({"text": letter * 20_000}).status_code == 201


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"content-type": "text/plain"}, "Content-Type: application/json"),
        ({"content-type": ""}, "Content-Type: application/json"),
        ({"content-type": "application/json", "content-encoding": "gzip"}, "without compressing"),
    ],
)
def test_only_plain_json_is_taken(caller: Caller, headers: dict[str, str], words: str) -> None:
    answer = caller.ask("POST", "/api/feedback", content=b"{}", headers=headers)
    assert words in problem(answer, 415)["detail"]


def test_without_a_good_token_nobody_comes_in_and_is_told_why(caller: Caller) -> None:
    def refused(secret: str) -> tuple[str, str]:
        answer = caller.ask("GET", "/api/feedback/1", headers={"authorization": secret})
        return problem(answer, 401)["detail"], answer.headers["www-authenticate"]

    assert "/linchpin token" in refused("")[0]
    assert "/linchpin token" in refused("Basic dXNlcjpwYXNz")[0]
    detail, challenge = refused("Bearer linchpin_" + "x" * 43)
    assert "not known" in detail
    assert challenge == 'Bearer realm="linchpin", error="invalid_token"'
    tokens.revoke(caller.database, request(caller.token.workspace_id, "UADMIN"), 1)
    assert "revoked" in refused(f"Bearer {caller.secret}")[0]


def test_a_token_that_has_ended_or_whose_workspace_left_is_refused(caller: Caller) -> None:
    asked = request(caller.token.workspace_id, "UADMIN")
    made = tokens.make(caller.database, asked, parse_wish("Short for 1 days", NOON))
    headers = {"authorization": f"Bearer {made.secret}"}
    caller.wait(2 * 86_400)
    answer = caller.ask("POST", "/api/feedback", json={"text": "x"}, headers=headers)
    assert "end" in problem(answer, 401)["detail"]
    with caller.database.transaction() as session:
        workspaces.stop(session, caller.token.workspace_id, "uninstalled", NOON)
    assert "no longer installed" in problem(caller.send({"text": "x"}), 403)["detail"]


def test_a_token_does_only_what_it_was_made_for(sqlite_database: Reused) -> None:
    with sqlite_database.emptied() as database:
        caller = calling(database, "feedback:read")
        answer = caller.send({"text": "It hangs"})
        assert "feedback:write" in problem(answer, 403)["detail"]
        assert 'scope="feedback:write"' in answer.headers["www-authenticate"]
        problem(caller.ask("GET", "/api/ideas"), 403)
        problem(caller.ask("GET", "/api/feedback/1"), 404)


def test_the_eleventh_request_of_a_second_is_told_to_wait(caller: Caller) -> None:
    def status() -> int:
        answer = caller.client.get(
            "/api/ideas", headers={"authorization": f"Bearer {caller.secret}"}
        )
        if answer.status_code == 429:
            assert answer.headers["retry-after"] == "1"
            problem(answer, 429)
        return answer.status_code

    assert [status() for _ in range(13)] == [200] * 10 + [429] * 3
    caller.wait(1)
    assert [status() for _ in range(11)] == [200] * 10 + [429]


def test_a_token_that_had_to_wait_is_served_after_the_clock_was_set_back(caller: Caller) -> None:
    headers = {"authorization": f"Bearer {caller.secret}"}
    statuses = [caller.client.get("/api/ideas", headers=headers).status_code for _ in range(12)]
    assert statuses[-1] == 429
    caller.wait(-3600)
    assert caller.client.get("/api/ideas", headers=headers).status_code == 200


def test_a_flood_is_refused_without_the_database(caller: Caller) -> None:
    headers = {"authorization": f"Bearer {caller.secret}"}
    for _ in range(11):
        caller.client.get("/api/ideas", headers=headers)
    caller.database = open_database(NOWHERE)
    assert caller.client.get("/api/ideas", headers=headers).status_code == 429


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/api/feedback", 405, "POST"),
        ("DELETE", "/api/feedback/1", 405, "GET, HEAD"),
        ("POST", "/api/openapi.json", 405, "GET, HEAD"),
        ("OPTIONS", "/api/feedback", 405, "POST"),
        ("GET", "/api/feedback/1/ideas", 404, None),
        ("GET", "/api/", 404, None),
        ("GET", "/api/feedback/", 404, None),
        ("GET", "/api/feedback/zero", 422, None),
        ("GET", "/api/feedback/0", 422, None),
        ("GET", "/api/feedback/12345678901", 422, None),
        ("GET", "/api/feedback/7", 404, None),
        ("GET", "/api/ideas?limit=101", 422, None),
        ("GET", "/api/ideas?limit=1_0", 422, None),
        ("GET", "/api/ideas?limit=1&limit=2", 422, None),
        ("GET", "/api/ideas?status=great", 422, None),
        ("GET", "/api/ideas?order=votes", 422, None),
        ("GET", "/api/ideas?after=" + "9" * 3_000, 422, None),
    ],
)
def test_what_is_not_there_is_refused_with_a_sentence(
    caller: Caller, method: str, path: str, status: int, allow: str | None
) -> None:
    answer = caller.ask(method, path)
    problem(answer, status)
    assert answer.headers.get("allow") == allow


def test_requests_are_counted_by_what_became_of_them(caller: Caller) -> None:
    caller.send({"text": "It hangs"})
    caller.send({"text": ""})
    caller.ask("GET", "/api/secret-path")
    told = caller.metrics.render().decode()
    assert 'linchpin_api_requests_total{operation="send_feedback",status="201"} 1.0' in told
    assert 'linchpin_api_requests_total{operation="send_feedback",status="422"} 1.0' in told
    assert 'linchpin_api_requests_total{operation="unknown",status="404"} 1.0' in told
    assert "secret-path" not in told


def test_a_surprise_is_told_by_its_reference_and_no_secret_is_logged(
    caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    with caller.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE api_token SET rights = 'fly'")
    told = problem(caller.send({"text": "Only between us"}), 500)
    reference = told["detail"].rstrip(".").rsplit(" ", 1)[1]
    assert reference in caplog.text
    assert caller.secret not in caplog.text and "Only between us" not in caplog.text
    assert caller.secret not in redact(f"GET /api?token={caller.secret}")


def test_while_the_database_is_away_callers_are_told_when_to_come_back(caller: Caller) -> None:
    caller.database = open_database(NOWHERE)
    answer = caller.send({"text": "It hangs"})
    assert "nothing was saved" in problem(answer, 503)["detail"]
    assert int(answer.headers["retry-after"]) > 0


def test_too_much_at_once_is_told_to_come_back(caller: Caller) -> None:
    full = Api(caller.metrics, at_once=0)
    full.serve(caller)
    caller.client = TestClient(Starlette(routes=full.routes()))
    answer = caller.send({"text": "It hangs"})
    problem(answer, 503)
    assert answer.headers["retry-after"]


@pytest.fixture
def raw(http_bot: SmallBot, caller: Caller) -> Iterator[Callable[[bytes], bytes]]:
    """Bytes to the real server, and everything that comes back."""
    http_bot.database, http_bot.now = caller.database, caller.now

    def talk(sent: bytes) -> bytes:
        with closing(socket.create_connection((host, int(port)), 10)) as line:
            line.sendall(sent)
            return line.recv(65_536)

    with serving(create_web(http_bot)) as url:
        host, port = url.removeprefix("http://").split(":")
        yield talk


def test_an_enormous_body_is_refused_before_it_is_read(
    raw: Callable[[bytes], bytes], caller: Caller
) -> None:
    head = "POST /api/feedback HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
    enormous = f"{head}content-length: 9000000000\r\n"
    stranger = raw(f"{enormous}\r\n".encode())
    assert stranger.startswith(b"HTTP/1.1 401 ")
    known = raw(f"{enormous}authorization: Bearer {caller.secret}\r\n\r\n".encode())
    assert known.startswith(b"HTTP/1.1 413 ")
    chunk = b"20000\r\n" + b" " * 0x20000 + b"\r\n"
    chunked = f"{head}transfer-encoding: chunked\r\nauthorization: Bearer {caller.secret}\r\n\r\n"
    assert raw(chunked.encode() + chunk * 2).startswith(b"HTTP/1.1 413 ")


def test_the_door_is_open_in_socket_mode_too(http_bot: SmallBot, caller: Caller) -> None:
    http_bot.database, http_bot.now = caller.database, caller.now
    http_bot.settings = replace(http_bot.settings, app_token="xapp-1", signing_secret=None)
    assert http_bot.settings.mode == "socket"
    client = TestClient(create_web(http_bot))
    headers = {"authorization": f"Bearer {caller.secret}"}
    assert client.post("/api/feedback", json={"text": "x"}, headers=headers).status_code == 201
    assert client.get("/api/openapi.json").json()["openapi"].startswith("3.1")
