"""Reactions: aliases, skin tones, limits, cut lists."""

import pytest

from sandbox import ActionError, Sandbox
from sandbox.emoji import canonical, standard, to_names
from tests.sandbox.slack import Slack


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("thumbsup", "+1"),
        (":thumbsup:", "+1"),
        ("thumbsup::skin-tone-3", "+1::skin-tone-3"),
        ("flag-us", "us"),
        ("waxing_gibbous_moon", "moon"),
        ("hourglass::skin-tone-2", None),
        ("wave::skin-tone-7", None),
        ("no_such_emoji", None),
        ("ship_it", "ship_it"),
        ("shipit", "ship_it"),
    ],
)
def test_names_become_slacks_own(raw: str, stored: str | None) -> None:
    custom = {"ship_it": "https://emoji.example/ship.png", "shipit": "alias:ship_it"}
    assert canonical(raw, custom) == stored


def test_the_table_has_every_alias_slack_knows() -> None:
    emoji = {e.name: e for e in standard().values()}
    assert sum(bool(e.aliases) for e in emoji.values()) == 58
    assert len(emoji) > 1800


def test_emoji_characters_become_names() -> None:
    assert to_names("a 🎉 b ❤️ c 🇩🇪 1 #") == "a :tada: b :heart: c :de: 1 #"


def test_two_tones_of_one_person_are_two_reactions(box: Sandbox) -> None:
    sam = box.person("sam")
    ts = sam.say("#support", "vote")
    for name in ("thumbsup", "+1::skin-tone-3"):
        sam.react("#support", ts, name)
    assert box.reactions("#support", ts) == {"+1": [sam.id], "+1::skin-tone-3": [sam.id]}
    with pytest.raises(ActionError, match="already_reacted"):
        sam.react("#support", ts, "+1")
    sam.unreact("#support", ts, "thumbsup")
    assert box.reactions("#support", ts) == {"+1::skin-tone-3": [sam.id]}
    with pytest.raises(ActionError, match="no_reaction"):
        sam.unreact("#support", ts, "+1")


def test_the_app_seeds_and_takes_back_its_own_only(box: Sandbox, slack: Slack) -> None:
    ts = box.person("sam").say("#support", "vote")
    item = {"channel": "C0SUPPORT", "timestamp": ts}
    assert slack.post("reactions.add", name="thumbsup", **item)["ok"]
    assert slack.post("reactions.add", name="+1", **item)["error"] == "already_reacted"
    assert slack.post("reactions.add", name="nope", **item)["error"] == "invalid_name"
    box.person("sam").react("#support", ts, "tada")
    assert slack.post("reactions.remove", name="tada", **item)["error"] == "no_reaction"
    assert slack.post("reactions.remove", name="+1", **item)["ok"]
    assert slack.post("reactions.add", name="+1")["error"] == "no_item_specified"
    late = {"channel": "C0SUPPORT", "timestamp": "1.5"}
    assert slack.post("reactions.add", name="+1", **late)["error"] == "message_not_found"
    box.archive("#support")
    assert slack.post("reactions.add", name="+1", **item)["error"] == "is_archived"


def test_a_message_takes_fifty_kinds_and_a_person_twenty_three(box: Sandbox) -> None:
    people = [box.person(n) for n in ("sam", "priya", "emil")]
    ts = people[0].say("#support", "vote")
    names = list(dict.fromkeys(e.name for e in standard().values()))[:60]
    for name in names[:23]:
        people[0].react("#support", ts, name)
    with pytest.raises(ActionError, match="too_many_reactions"):
        people[0].react("#support", ts, names[23])
    for name in names[23:46]:
        people[1].react("#support", ts, name)
    for name in names[46:50]:
        people[2].react("#support", ts, name)
    with pytest.raises(ActionError, match="too_many_emoji"):
        people[2].react("#support", ts, names[50])


def test_the_list_of_people_is_cut_unless_it_is_asked_for_in_full(
    box: Sandbox, slack: Slack
) -> None:
    ts = box.person("sam").say("#support", "vote")
    for n in range(60):
        box.add_person(f"p{n}", in_channels=["#support"]).react("#support", ts, "+1")
    item = {"channel": "C0SUPPORT", "timestamp": ts}
    cut = slack.form("reactions.get", **item)["message"]["reactions"][0]
    assert (cut["count"], len(cut["users"])) == (60, 50)
    full = slack.form("reactions.get", full="true", **item)["message"]["reactions"][0]
    assert (full["count"], len(full["users"])) == (60, 60)


def test_what_one_person_reacted_to_is_listed(box: Sandbox, slack: Slack) -> None:
    sam = box.person("sam")
    ts = sam.say("#support", "vote")
    sam.say("#support", "no vote")
    sam.react("#support", ts, "+1")
    items = slack.form("reactions.list", user=sam.id)["items"]
    assert [i["message"]["ts"] for i in items] == [ts]
