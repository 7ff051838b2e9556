"""Slack's stored text, read by people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text.slack_text import mentioned, readable, unescape

NAMES = {"U1": "Sam Okafor", "C9": "sales", "S9": "leads"}


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("the export times out", "the export times out"),
        ("R&amp;D &lt;3 &gt; sales", "R&D <3 > sales"),
        ("&amp;lt;", "&lt;"),
        ("<@U1> asked", "@Sam Okafor asked"),
        ("<@U1|sam> asked", "@Sam Okafor asked"),
        ("<@U2> asked", "@U2 asked"),
        ("<@W2|erin> asked", "@erin asked"),
        ("in <#C1|support>", "in #support"),
        ("in <#C1>", "in #C1"),
        ("in <#C1|>", "in #C1"),
        ("in <#C9|> and <#C9>, once <#C9|named otherwise>", "in #sales and #sales, once #sales"),
        ("<!subteam^S9> and <!subteam^S9|@old>", "@leads and @leads"),
        ("<!channel> <!here|here> <!everyone|@everyone>", "@channel @here @everyone"),
        ("<!subteam^S1|@sales> and <!subteam^S2>", "@sales and @S2"),
        ("on <!date^1392734382^{date}|18 Feb 2014>", "on 18 Feb 2014"),
        ("<https://x.example/a?b=1&amp;c=2>", "https://x.example/a?b=1&c=2"),
        ("<https://x.example|the docs>", "the docs (https://x.example)"),
        ("<http://x.example|x.example>", "http://x.example"),
        ("<mailto:a@x.example|a@x.example>", "a@x.example"),
        ("<https://x.example|R&amp;D>", "R&D (https://x.example)"),
        ("a < b and <> stay", "a < b and <> stay"),
    ],
)
def test_a_stored_text_reads_as_its_readers_saw_it(stored: str, read: str) -> None:
    assert readable(stored, NAMES) == read


@given(st.text())
def test_what_was_escaped_comes_back_exactly(typed: str) -> None:
    escaped = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert unescape(escaped) == typed
    assert readable(escaped, {}) == typed


def test_the_people_channels_and_groups_that_a_text_mentions_are_found() -> None:
    text = "<@U1> and <@W2|erin> in <#C1|> of <!subteam^S1|@leads>, not &lt;@U3&gt; or <!here>"
    assert mentioned(text) == {"U1", "W2", "C1", "S1"}
