import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bot.manifest import bot_scopes, load
from bot.server.web import create_web
from bot.slack.oauth import COOKIE, STATE_LIFE_S, OAuth, State
from domain.core.errors import Unavailable
from services.workspace.installations import Installation
from tests.bot.scripted_slack import ScriptedSlack, serving
from tests.bot.small_bot import SmallBot

KEY = "k" * 32
GRANTED = {
    "ok": True,
    "access_token": "xoxb-17653672481-granted",
    "token_type": "bot",
    "scope": "commands,chat:write",
    "bot_user_id": "U0BOT",
    "app_id": "A1",
    "team": {"id": "T9", "name": "<b>Nine</b>"},
    "enterprise": {"name": "Corp", "id": "E1"},
    "authed_user": {"id": "U1"},
    "is_enterprise_install": False,
}


class Clock:
    def __init__(self) -> None:
        self.now_s = 1_000_000.0

    def __call__(self) -> float:
        return self.now_s


def oauth(
    bot: SmallBot,
    slack: ScriptedSlack,
    save: Callable[[Installation], None] | None = None,
    clock: Clock | None = None,
) -> OAuth:
    settings = replace(
        bot.settings,
        client_id="111.222",
        client_secret="client-secret",
        secret_key=KEY,
        slack_api_url=slack.api_url,
    )
    return OAuth(settings, ("commands", "chat:write"), save or bot.install, clock or Clock())


def begun(one: OAuth) -> tuple[str, str]:
    address, cookie = one.begin()
    return parse_qs(urlsplit(address).query)["state"][0], cookie


def test_the_way_to_slack_names_the_app_and_its_scopes(
    http_bot: SmallBot, slack: ScriptedSlack
) -> None:
    address, cookie = oauth(http_bot, slack).begin()
    query = parse_qs(urlsplit(address).query)
    assert address.startswith(f"{slack.url}/oauth/v2/authorize?")
    assert query["client_id"] == ["111.222"]
    assert query["scope"] == ["commands,chat:write"]
    assert cookie not in address
    assert "client-secret" not in address


def test_a_granted_installation_is_kept_and_named_without_its_markup(
    http_bot: SmallBot, slack: ScriptedSlack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "linchpin")
    slack.token_answer = GRANTED
    one = oauth(http_bot, slack)
    state, cookie = begun(one)
    page = one.finish("the-code", state, "", cookie)
    assert page.status == 200
    assert "&lt;b&gt;Nine&lt;/b&gt;" in page.html()
    assert http_bot.installed == [
        Installation(
            team_id="T9",
            name="<b>Nine</b>",
            bot_user_id="U0BOT",
            bot_id="",
            scopes=("commands", "chat:write"),
            bot_token="xoxb-17653672481-granted",
            enterprise_id="E1",
            installer_id="U1",
        )
    ]
    assert slack.calls[0][1]["code"] == "the-code"
    assert "xoxb" not in caplog.text + page.html()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda state, cookie: (state, ""),
        lambda state, cookie: (state, "another-browser"),
        lambda state, cookie: ("", cookie),
        lambda state, cookie: (f"9{state}", cookie),
        lambda state, cookie: (state.split(".")[0] + ".", cookie),
        lambda state, cookie: (state + "é", cookie),
        lambda state, cookie: (state[:-1], cookie),
    ],
)
def test_a_state_that_was_not_issued_to_this_browser_installs_nothing(
    http_bot: SmallBot, slack: ScriptedSlack, spoil: Any
) -> None:
    one = oauth(http_bot, slack)
    state, cookie = spoil(*begun(one))
    page = one.finish("code", state, "", cookie)
    assert page.status == 400
    assert "Start again" in page.text
    assert slack.calls == []


def test_a_state_ends_after_ten_minutes(http_bot: SmallBot, slack: ScriptedSlack) -> None:
    slack.token_answer = GRANTED
    clock = Clock()
    one = oauth(http_bot, slack, clock=clock)
    state, cookie = begun(one)
    clock.now_s += STATE_LIFE_S - 1
    assert one.finish("code", state, "", cookie).status == 200
    clock.now_s += 1
    assert one.finish("code", state, "", cookie).status == 400


def test_a_state_of_another_key_is_not_genuine() -> None:
    old, new = "a" * 32, "b" * 32
    cookie, state = State([old]).issue()
    assert State([old]).is_genuine(cookie, state)
    assert State([new, old]).is_genuine(cookie, state)
    assert not State([new]).is_genuine(cookie, state)


def test_a_state_from_a_clock_that_was_set_back_since_is_not_believed() -> None:
    clock = Clock()
    one = State([KEY], clock)
    cookie, state = one.issue()
    assert one.is_genuine(cookie, state)
    clock.now_s -= 3600
    assert not one.is_genuine(cookie, state)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({"ok": False, "error": "invalid_code"}, "took too long"),
        ({"ok": False, "error": "bad_redirect_uri"}, "/slack/oauth_redirect"),
        ({"ok": False, "error": "bad_client_secret"}, "SLACK_CLIENT_SECRET"),
        ({"ok": False, "error": "brand_new_error"}, "(brand_new_error)"),
        ({**GRANTED, "team": None, "is_enterprise_install": True}, "whole organisation"),
        ({**GRANTED, "refresh_token": "xoxe-1", "expires_in": 43200}, "token rotation"),
        ({**GRANTED, "access_token": ""}, "no bot token"),
    ],
)
def test_what_slack_refuses_is_said_in_a_sentence_and_keeps_nothing(
    http_bot: SmallBot, slack: ScriptedSlack, answer: dict[str, Any], says: str
) -> None:
    slack.token_answer = answer
    one = oauth(http_bot, slack)
    state, cookie = begun(one)
    page = one.finish("code", state, "", cookie)
    assert page.status >= 400
    assert says in page.text
    assert http_bot.installed == []


@pytest.mark.parametrize(("error", "says"), [("access_denied", "fine"), ("", "without a result")])
def test_a_person_who_declines_is_not_scolded(
    http_bot: SmallBot, slack: ScriptedSlack, error: str, says: str
) -> None:
    one = oauth(http_bot, slack)
    state, cookie = begun(one)
    page = one.finish("", state, error, cookie)
    assert says in page.text
    assert slack.calls == []


def test_an_unreachable_slack_is_a_bad_gateway(http_bot: SmallBot, slack: ScriptedSlack) -> None:
    slack.url = "http://127.0.0.1:9"
    one = oauth(http_bot, slack)
    state, cookie = begun(one)
    assert one.finish("code", state, "", cookie).status == 502


def test_an_installation_that_cannot_be_stored_says_why(
    http_bot: SmallBot, slack: ScriptedSlack
) -> None:
    def full(_installation: Installation) -> None:
        raise Unavailable("The database cannot be reached right now.")

    slack.token_answer = GRANTED
    one = oauth(http_bot, slack, full)
    state, cookie = begun(one)
    page = one.finish("code", state, "", cookie)
    assert (page.status, page.text) == (503, "The database cannot be reached right now.")


def test_the_whole_way_through_the_browser(http_bot: SmallBot, slack: ScriptedSlack) -> None:
    slack.token_answer = GRANTED
    http_bot.settings = replace(
        http_bot.settings,
        client_id="111.222",
        client_secret="s",
        secret_key=KEY,
        slack_api_url=slack.api_url,
    )
    with serving(create_web(http_bot)) as url, httpx.Client(base_url=url, verify=False) as browser:
        away = browser.get("/slack/install")
        set_cookie = away.headers["set-cookie"]
        query = parse_qs(urlsplit(away.headers["location"]).query)
        back = browser.get(
            "/slack/oauth_redirect",
            params={"code": "c", "state": query["state"][0]},
            headers={"cookie": set_cookie.split(";")[0]},
        )
    assert away.status_code == 302
    assert query["scope"] == [",".join(bot_scopes(load()))]
    assert set_cookie.startswith(f"{COOKIE}=")
    for guard in ("HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=600"):
        assert guard in set_cookie
    assert back.status_code == 200
    assert back.headers["cache-control"] == "no-store"
    assert "Max-Age=0" in back.headers["set-cookie"]
    assert [one.team_id for one in http_bot.installed] == ["T9"]


def test_without_a_client_id_there_are_no_installation_pages(http_bot: SmallBot) -> None:
    with serving(create_web(http_bot)) as url:
        assert httpx.get(f"{url}/slack/install", verify=False).status_code == 404
        assert httpx.get(f"{url}/slack/oauth_redirect", verify=False).status_code == 404


def invited(bot: SmallBot, slack: ScriptedSlack, installers: tuple[str, ...]) -> OAuth:
    slack.token_answer = GRANTED
    bot.settings = replace(bot.settings, installers=installers)
    return oauth(bot, slack)


def test_a_workspace_that_is_not_named_installs_nothing(
    http_bot: SmallBot, slack: ScriptedSlack
) -> None:
    one = invited(http_bot, slack, ("T1", "T2"))
    assert "team=" not in one.begin()[0]
    state, cookie = begun(one)
    page = one.finish("code", state, "", cookie)
    assert (page.status, http_bot.installed) == (403, [])
    assert "T9" in page.text
    assert "xoxb" not in page.text


def test_a_named_workspace_installs_as_ever_and_is_led_there_when_it_is_the_only_one(
    http_bot: SmallBot, slack: ScriptedSlack
) -> None:
    one = invited(http_bot, slack, ("T9",))
    assert parse_qs(urlsplit(one.begin()[0]).query)["team"] == ["T9"]
    state, cookie = begun(one)
    assert one.finish("code", state, "", cookie).status == 200
    assert [found.team_id for found in http_bot.installed] == ["T9"]


def test_a_closed_installation_asks_slack_nothing(http_bot: SmallBot, slack: ScriptedSlack) -> None:
    one = invited(http_bot, slack, ())
    state, cookie = begun(one)
    page = one.finish("code", state, "", cookie)
    assert (page.status, slack.calls, http_bot.installed) == (403, [], [])
    http_bot.settings = replace(
        http_bot.settings, client_id="1.2", client_secret="s", secret_key=KEY
    )
    with serving(create_web(http_bot)) as url:
        answer = httpx.get(f"{url}/slack/install", verify=False)
    assert (answer.status_code, "location" in answer.headers) == (403, False)
    assert "takes no new workspaces" in answer.text
    assert "set-cookie" not in answer.headers
