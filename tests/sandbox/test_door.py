"""Who may call: tokens, scopes, installing, uninstalling."""

import base64
from collections.abc import Callable

import pytest

from sandbox import Sandbox, SandboxClock
from tests.sandbox.conftest import SCOPES, manifest_with
from tests.sandbox.slack import Slack


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-nobody", "invalid_auth")],
)
def test_a_call_needs_a_known_token(box: Sandbox, token: str, error: str) -> None:
    with Slack(box.api_url, token) as stranger:
        assert stranger.post("auth.test")["error"] == error


def test_each_method_wants_its_own_kind_of_token(box: Sandbox, slack: Slack) -> None:
    assert slack.post("apps.connections.open")["error"] == "not_allowed_token_type"
    with Slack(box.api_url, box.app_token) as app:
        assert app.post("auth.test")["error"] == "not_allowed_token_type"
        assert app.post("apps.connections.open")["url"].startswith("ws://127.0.0.1:")


def test_auth_test_names_the_app(box: Sandbox, slack: Slack) -> None:
    answer = slack.post("auth.test")
    assert answer["team_id"] == box.team_id and answer["user_id"] == box.bot_user_id


def test_an_unknown_method_is_named(slack: Slack) -> None:
    answer = slack.post("chat.shout")
    assert (answer["error"], answer["req_method"]) == ("unknown_method", "chat.shout")


def test_a_missing_scope_is_named(open_box: Callable[..., Sandbox]) -> None:
    box = open_box(manifest=manifest_with(scopes=["chat:write"]))
    with Slack(box.api_url, box.bot_token) as slack:
        answer = slack.form("users.info", user="U0SAM")
        assert answer["error"] == "missing_scope"
        assert (answer["needed"], answer["provided"]) == ("users:read", "chat:write")
        reading = slack.form("conversations.history", channel="C0SUPPORT")
        assert reading["needed"] == "channels:history"


def test_an_uninstalled_app_is_told_twice_and_then_nothing_works(
    box: Sandbox, slack: Slack
) -> None:
    box.uninstall()
    assert slack.post("auth.test")["error"] == "account_inactive"
    assert box.bot_user_id not in box.channel("#support").members
    assert not box.person("sam").command("#support", "/probe").ok


def test_revoked_tokens_say_so(box: Sandbox, slack: Slack) -> None:
    box.revoke_tokens()
    assert slack.post("auth.test")["error"] == "token_revoked"


def test_a_code_installs_the_app_in_another_workspace(box: Sandbox) -> None:
    northwind = box.add_team("Northwind", installed=False)
    basic = base64.b64encode(f"{box.client_id}:{box.client_secret}".encode()).decode()
    with Slack(box.api_url, "") as stranger:
        headers = {"Authorization": f"Basic {basic}"}
        code = northwind.oauth_code("priya", redirect_uri="https://me.example/cb")
        body = {"code": code, "redirect_uri": "https://me.example/cb"}
        answer = stranger.http.post("oauth.v2.access", data=body, headers=headers).json()
        assert answer["team"]["id"] == northwind.team_id != box.team_id
        assert answer["scope"] == ",".join(SCOPES)
        assert answer["authed_user"]["id"] == "U1PRIYA"
        again = stranger.http.post("oauth.v2.access", data=body, headers=headers).json()
        assert again["error"] == "invalid_code"
        stranger.token = answer["access_token"]
        assert stranger.post("auth.test")["team"] == "Northwind"
        assert stranger.post("chat.postMessage", channel="C0SUPPORT", text="x")["error"] == (
            "channel_not_found"
        )


def test_oauth_checks_the_client_and_the_redirect(box: Sandbox) -> None:
    with Slack(box.api_url, "") as stranger:
        right = {"client_id": box.client_id, "client_secret": box.client_secret}
        code = box.oauth_code("priya", redirect_uri="https://me.example/cb")
        wrong_id = stranger.form("oauth.v2.access", **(right | {"client_id": "1.2"}), code=code)
        assert wrong_id["error"] == "invalid_client_id"
        wrong_secret = stranger.form("oauth.v2.access", **(right | {"client_secret": "no"}))
        assert wrong_secret["error"] == "bad_client_secret"
        elsewhere = stranger.form("oauth.v2.access", **right, code=code)
        assert elsewhere["error"] == "bad_redirect_uri"


def test_rotating_tokens_expire_and_two_stay_alive(
    open_box: Callable[..., Sandbox], clock: SandboxClock
) -> None:
    from datetime import timedelta

    box = open_box(manifest=manifest_with(rotation=True))
    with Slack(box.api_url, "") as app:
        client = {"client_id": box.client_id, "client_secret": box.client_secret}
        first = app.form("oauth.v2.access", **client, code=box.oauth_code())
        tokens = [first["access_token"]]
        refresh = first["refresh_token"]
        for _ in range(2):
            again = app.form(
                "oauth.v2.access", **client, grant_type="refresh_token", refresh_token=refresh
            )
            spent, refresh = refresh, again["refresh_token"]
            tokens.append(again["access_token"])
        reused = app.form(
            "oauth.v2.access", **client, grant_type="refresh_token", refresh_token=spent
        )
        assert reused["error"] == "invalid_refresh_token"

        def verdict(token: str) -> str:
            app.token = token
            return str(app.post("auth.test").get("error", "ok"))

        assert [verdict(t) for t in tokens] == ["token_revoked", "ok", "ok"]
        clock.advance(timedelta(hours=12))
        assert verdict(tokens[-1]) == "token_expired"


def test_revoking_one_token_leaves_the_others(box: Sandbox, slack: Slack) -> None:
    assert slack.form("auth.revoke", test="true") == {"ok": True, "revoked": False}
    assert slack.form("auth.revoke")["revoked"] is True
    assert slack.post("auth.test")["error"] == "token_revoked"
