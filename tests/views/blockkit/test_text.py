import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from views.blockkit.text import (
    channel_link,
    clip,
    escape,
    isolate,
    link,
    literal,
    mention,
    mrkdwn,
    plain,
    quote,
    slack_date,
)

HOSTILE = [
    "<!channel> <!here> <!everyone>",
    "<@U123> <!subteam^S1> <#C1|x>",
    "<https://evil.example|click>",
    "&lt;!channel&gt;",
    "&amp;lt;",
    ">>> everything below",
    "\u200b> sneaky",
    "a\u2028> b\r> c\x0b> d",
    "*bold* _it_ ~no~ `code` ```block```",
    "＊wide＊ ＿wide＿ ｀wide｀",
    "שלום <!channel> \u202eright",
]
TYPED = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=80),
    st.text(alphabet="<>&!@*_~`\n\r\u2028 ab|^:/שע\u202e\u2066👍🏽\u200d", max_size=80),
)


@given(TYPED, st.integers(8, 120))
def test_no_typed_text_can_make_a_token_that_pings_or_links(typed: str, limit: int) -> None:
    for shown in (escape(typed), literal(typed), mrkdwn(typed, limit), quote(typed, limit)):
        assert "<" not in shown
        assert all(
            re.match(r"&(?:amp|lt|gt);", shown[at.start() :]) for at in re.finditer("&", shown)
        )


@given(TYPED, st.integers(8, 120))
def test_the_shown_text_keeps_to_its_limit(typed: str, limit: int) -> None:
    assert len(mrkdwn(typed, limit)) <= limit
    assert len(quote(typed, limit)) <= limit
    assert len(plain(typed, limit)) <= limit
    assert len(clip(typed, limit)) <= limit


def reading(shown: str) -> str:
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@given(st.text(max_size=60))
def test_escaping_loses_nothing(typed: str) -> None:
    assert reading(escape(typed)) == typed


ADDRESS_OR_CODE = re.compile(r"https?://[^\s*`]+|(?<![\w`])`[^\s`](?:[^`\n]*[^\s`])?`(?![\w`])")
OPENS = r"(?<![^\W_])[{0}](?=[^\s{0}])"
CLOSES = r"(?<=[^\s{0}])[{0}](?![^\W_])"
FAMILIES = ("*＊", "_＿", "~", "`｀")


def formats(line: str) -> list[str]:
    """What Slack would format in a line: from what opens to what closes, outside of code."""
    bare = ADDRESS_OR_CODE.sub("x", line)
    found = [re.search(f"{OPENS}.*{CLOSES}".format(one), bare) for one in FAMILIES]
    return [one[0] for one in found if one] + re.findall("[`｀]{2,}", bare)


@given(TYPED)
@example("*a* _b_ ~c~ `d` a_b")
@example("`*a*`b *c* `")
@example("a `b` *c`d* `")
def test_nothing_typed_can_format(typed: str) -> None:
    shown = reading(literal(typed))
    bare = ADDRESS_OR_CODE.sub("x", shown)
    for one in FAMILIES:
        for place in (OPENS, CLOSES):
            assert not re.search(place.format(one), bare)
    assert not re.search(r"^\s*[>＞]", shown, re.MULTILINE)


@given(TYPED)
@example("*a* _b_ ~c~ `d` a_b")
@example("`a` *b* `c *d* `e`")
@example("**a** ***")
def test_nothing_quoted_can_format(typed: str) -> None:
    for line in quote(typed, 10_000).split("\n"):
        assert formats(reading(line).removeprefix("> ")) == []


CODE = [
    "SELECT * FROM orders WHERE total * 2 > 3",
    "def call(*args, **kwargs): return a * b * c",
    "cd ~/src && ls *.py",
    "int *p = &q; char **names;",
    "x = a*b*c ** 2",
    "the `*` and `**kw` of `_private` and `~/bin`",
    "run `rm -rf *` or `make -j *_test`, not both",
    "snake_case, max_wait_ms, _private",
    "it`s a typo",
    "5 * 3 = 15 and 2 * 2 = 4",
    "https://docs.example/a_b_c/~me?x=_1 *",
]


@pytest.mark.parametrize("typed", CODE)
def test_quoted_code_can_be_copied(typed: str) -> None:
    assert reading(quote(typed, 1000)) == f"> {typed}"


FORMATTED = [
    ("*bold*", "∗bold∗"),
    ("a *b* c", "a ∗b∗ c"),
    ("(*b*)", "(∗b∗)"),
    ("_it_ and snake_case", "ˍitˍ and snake_case"),
    ("~gone~ but ~/bin", "∼gone∼ but ~/bin"),
    ("```block```", "ˋˋˋblockˋˋˋ"),
    ("``", "ˋˋ"),
    ("＊wide＊", "∗wide∗"),
    ("`*bold*`", "`*bold*`"),
    ("*a `*` b*", "∗a `*` b∗"),
    ("` a ` *b*", "` a ` ∗b∗"),
]


@pytest.mark.parametrize(("typed", "shown"), FORMATTED)
def test_a_look_alike_stands_only_where_slack_would_format(typed: str, shown: str) -> None:
    assert quote(typed, 1000) == f"> {shown}"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2 * 3 and a*b", "2 * 3 and a*b"),
        ("*args", "∗args"),
        ("char*", "char∗"),
        ("use `*args`", "use `*args`"),
    ],
)
def test_beside_formatting_of_ours_no_lone_sign_is_left(typed: str, shown: str) -> None:
    assert mrkdwn(typed, 100) == shown


@given(TYPED, st.integers(8, 200))
def test_every_line_of_a_quotation_carries_its_mark(typed: str, limit: int) -> None:
    for line in re.split("[\n\r\v\f\x85\u2028\u2029]", quote(typed, limit)):
        assert line.startswith("> ")
        assert not line[2:].startswith(">")


def test_a_quotation_reads_as_it_was_said() -> None:
    assert quote("  We need *dark mode*\r\n\n> now & <!here>  ", 200) == (
        "> We need ∗dark mode∗\n> \n> › now &amp; &lt;!here&gt;"
    )


def test_names_in_code_and_addresses_can_still_be_copied() -> None:
    typed = "set max_wait_ms, see https://docs.example/a_b_c/~me?x=_1 :white_check_mark:"
    assert mrkdwn(typed, 500) == typed


def test_a_zero_width_space_is_never_put_beside_formatting() -> None:
    assert "\u200b" not in literal("*a* _b_ ~c~ `d`")


@pytest.mark.parametrize(
    ("typed", "limit", "shown"),
    [
        ("short", 5, "short"),
        ("longer text", 7, "longer…"),
        ("longer text", 8, "longer…"),
        ("abcdef", 1, "…"),
        ("", 1, ""),
        ("ab👍🏽cd", 4, "ab…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        ("our 👩\u200d👩\u200d👧", 7, "our…"),
        ("👩\u200d👩\u200d👧", 4, "👩\u200d👩…"),
    ],
)
def test_clipping_cuts_between_whole_characters(typed: str, limit: int, shown: str) -> None:
    assert clip(typed, limit) == shown


def test_a_limit_of_nothing_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="at least one character"):
        clip("a", 0)
    with pytest.raises(ValueError, match="at least one character"):
        quote("a", 2)


def test_clipping_counts_what_escaping_adds() -> None:
    assert mrkdwn("<" * 3000, 10) == "&lt;&lt;…"
    assert mrkdwn("<" * 750, 3000) == "&lt;" * 750


def test_text_of_any_size_is_clipped_in_reasonable_time() -> None:
    for typed in ("\n" * 40_000, ">" * 40_000, "http://" * 6_000, "_" * 40_000, "\u0301" * 40_000):
        assert len(mrkdwn(typed, 3000)) <= 3000
        assert len(quote(typed, 3000)) <= 3000


def test_plain_text_is_one_line_and_not_escaped() -> None:
    assert plain(" Dark\r\n mode\u2028 <now> & *here* ", 50) == "Dark mode <now> & *here*"


def test_right_to_left_text_stays_in_its_place() -> None:
    assert isolate("שלום") == "\u2068שלום\u2069"
    assert isolate("hello") == "hello"
    assert mrkdwn("עוד (3)", 50) == "\u2068עוד (3)\u2069"
    assert len(mrkdwn("ש" * 100, 20)) == 20


def test_direction_controls_that_were_pasted_are_dropped() -> None:
    assert isolate("abc\u202edef\u2067") == "abcdef"
    assert mrkdwn("\u202eש", 20) == "\u2068ש\u2069"


def test_a_date_is_shown_in_the_readers_own_zone() -> None:
    moment = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    assert slack_date(moment, "{date_short} {time}", "22 Nov") == (
        "<!date^1795339800^{date_short} {time}|22 Nov>"
    )
    assert slack_date(moment).endswith("|2026-11-22 09:30 UTC>")


@given(TYPED)
def test_a_date_fallback_cannot_end_the_token(fallback: str) -> None:
    token = slack_date(datetime(2026, 11, 22, tzinfo=UTC), "{date}", fallback)
    assert re.fullmatch(r"<!date\^\d+\^\{date\}\|[^<>|^&]*>", token, re.DOTALL)


def test_a_date_without_zone_or_with_a_broken_pattern_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="time zone"):
        slack_date(datetime(2026, 1, 1))  # noqa: DTZ001
    for pattern in ("", "{date}|x", "<{date}>", "a^b"):
        with pytest.raises(ValueError, match="pattern"):
            slack_date(datetime(2026, 1, 1, tzinfo=UTC), pattern)


def test_only_ids_become_mentions_and_channel_links() -> None:
    assert mention("U0123ABC") == "<@U0123ABC>"
    assert mention("W9") == "<@W9>"
    assert channel_link("C0123") == "<#C0123>"
    for bad in ("", "channel", "!channel", "U1|x", "U1> <!here", "u1", "U1\n", "C1", "Ｕ1"):
        with pytest.raises(ValueError, match="user id"):
            mention(bad)
    with pytest.raises(ValueError, match="channel id"):
        channel_link("U1")


@pytest.mark.parametrize(
    ("url", "label", "shown"),
    [
        ("https://a.example/?x=1&y=2", "see", "<https://a.example/?x=1&amp;y=2|see>"),
        ("http://a.example/<b>|c d", "*see* | <!here>", None),
        ("javascript:alert(1)", "see <it>", "see &lt;it&gt;"),
        ("https://", "see", "see"),
        ("https://[broken", "see", "see"),
        ("https://a.example/\nx", "see", "see"),
        ("https://a.example/" + "x" * 3000, "see", "see"),
        ("https://a.example", "", ""),
        ("mailto:a@b.example", "mail", "mail"),
    ],
)
def test_a_link_leads_to_the_web_or_is_only_its_label(
    url: str, label: str, shown: str | None
) -> None:
    wanted = shown or "<http://a.example/%3Cb%3E%7Cc%20d|∗see∗ ∣ &lt;!here&gt;>"
    assert link(url, label) == (wanted if label else "")


@given(TYPED, TYPED)
def test_a_link_has_one_opening_and_one_separator(path: str, label: str) -> None:
    shown = link(f"https://a.example/{path}", label)
    if shown.startswith("<"):
        assert re.fullmatch(r"<[^<>|\s]+\|[^<>|]+>", shown)
    else:
        assert "<" not in shown
