import copy
from typing import Any

import pytest
import yaml

from bot import manifest
from domain.core.errors import InvalidInput

ROOT = "https://linchpin.example.com"


def test_the_shipped_manifest_is_within_slacks_limits() -> None:
    assert manifest.problems_of(manifest.load()) == []


def test_the_socket_variant_holds_no_address() -> None:
    made = manifest.variant(manifest.load(), "socket")
    assert made["settings"]["socket_mode_enabled"] is True
    assert "http" not in manifest.to_yaml(made)


def test_the_http_variant_sends_everything_to_one_address() -> None:
    made = manifest.variant(manifest.load(), "http", ROOT + "/")
    door = f"{ROOT}/slack/events"
    assert made["settings"]["socket_mode_enabled"] is False
    assert {command["url"] for command in made["features"]["slash_commands"]} == {door}
    assert made["settings"]["event_subscriptions"]["request_url"] == door
    assert made["settings"]["interactivity"]["request_url"] == door
    assert made["settings"]["interactivity"]["message_menu_options_url"] == door
    assert made["oauth_config"]["redirect_urls"] == [f"{ROOT}/slack/oauth_redirect"]


def test_the_variants_differ_in_transport_alone_and_leave_the_source_as_it_is() -> None:
    source = manifest.load()
    before = copy.deepcopy(source)
    socket, http = manifest.variant(source, "socket"), manifest.variant(source, "http", ROOT)
    assert source == before
    assert socket["oauth_config"]["scopes"] == http["oauth_config"]["scopes"]
    events = [one["settings"]["event_subscriptions"]["bot_events"] for one in (socket, http)]
    assert events[0] == events[1]


@pytest.mark.parametrize(
    "url", [None, "", "linchpin.example.com", "http://linchpin.example.com", f"{ROOT}?a=b"]
)
def test_an_unusable_address_is_refused(url: str | None) -> None:
    with pytest.raises(InvalidInput, match="--url"):
        manifest.variant(manifest.load(), "http", url)


def test_what_is_printed_reads_back_as_the_same_manifest() -> None:
    made = manifest.variant(manifest.load(), "http", ROOT)
    assert yaml.safe_load(manifest.to_yaml(made)) == made


def _too_many_commands(source: dict[str, Any]) -> None:
    source["features"]["slash_commands"] = [
        {"command": f"/c{n}", "description": "x"} for n in range(51)
    ]


def _shortcut(name: str) -> dict[str, str]:
    return {"name": name, "type": "global", "callback_id": name, "description": "x"}


@pytest.mark.parametrize(
    ("break_it", "says"),
    [
        (lambda m: m["display_information"].update(name="n" * 36), "the name must have"),
        (lambda m: m["display_information"].update(description="d" * 141), "the description"),
        (lambda m: m["display_information"].update(long_description="short"), "long description"),
        (_too_many_commands, "more than 50 commands"),
        (lambda m: m["features"]["slash_commands"][0].update(command="feedback"), "leading slash"),
        (lambda m: m["features"]["slash_commands"][0].update(command="/idea"), "there twice"),
        (lambda m: m["features"]["slash_commands"][0].update(description=""), "no description"),
        (lambda m: m["features"]["shortcuts"][0].update(name="n" * 25), "the name of the shortcut"),
        (
            lambda m: m["features"].update(shortcuts=[_shortcut(f"s{n}") for n in range(6)]),
            "more than 5 global",
        ),
        (
            lambda m: m["settings"]["event_subscriptions"].update(bot_events=["e"] * 101),
            "100 events",
        ),
    ],
)
def test_what_slack_would_refuse_is_named(break_it: Any, says: str) -> None:
    source = manifest.load()
    break_it(source)
    with pytest.raises(InvalidInput, match=says):
        manifest.variant(source, "socket")
