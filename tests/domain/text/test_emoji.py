import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.core.errors import InvalidInput
from domain.text.emoji import canonical_emoji, parse_emoji_setting, skin_tone


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("thumbsup", "+1"),
        (":thumbsup:", "+1"),
        ("+1::skin-tone-3", "+1"),
        (":+1::skin-tone-6:", "+1"),
        (":ThumbsUp::skin-tone-2:", "+1"),
        ("thumbsdown", "-1"),
        ("raised_hand::skin-tone-4", "hand"),
        ("handshake::skin-tone-2-5", "handshake"),
        ("flag-us", "us"),
        ("uk", "gb"),
        ("flag-gb", "gb"),
        ("waxing_gibbous_moon", "moon"),
        ("envelope", "email"),
        ("our_own_parrot", "our_own_parrot"),
        ("skin-tone-3", "skin-tone-3"),
    ],
)
def test_all_spellings_of_an_emoji_have_one_name(name: str, canonical: str) -> None:
    assert canonical_emoji(name) == canonical


@example("\r:")
@example("::skin-tone-2 :skin-tone-3:")
@given(st.text(max_size=40) | st.text(": \n2x").map(lambda text: f"{text}:skin-tone-2{text}"))
def test_a_canonical_name_stays_as_it_is(name: str) -> None:
    once = canonical_emoji(f"x{name}")
    assert canonical_emoji(once) == once


@pytest.mark.parametrize(
    ("name", "tone"),
    [("+1", None), ("+1::skin-tone-2", 2), (":wave::skin-tone-6:", 6), ("a::skin-tone-7", None)],
)
def test_the_skin_tone_is_read_from_the_raw_name(name: str, tone: int | None) -> None:
    assert skin_tone(name) == tone


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (":inbox_tray:", "inbox_tray"),
        (" inbox_tray ", "inbox_tray"),
        ("📥", "inbox_tray"),
        ("👍", "+1"),
        ("👍🏽", "+1"),
        ("✉️", "email"),
        (":thumbsup:", "+1"),
        (":-1:", "-1"),
        (":chat-noir:", "chat-noir"),
        (":猫:", "猫"),
    ],
)
def test_an_emoji_setting_is_a_name_or_a_picture(typed: str, name: str) -> None:
    assert parse_emoji_setting(typed) == name


@pytest.mark.parametrize(
    "typed", ["", ":", "::", "two words", ":a: :b:", "👍👎", "<!channel>", "🧿"]
)
def test_anything_else_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(InvalidInput, match=":inbox_tray:"):
        parse_emoji_setting(typed)
