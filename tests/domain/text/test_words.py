import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.errors import InvalidInput
from domain.text.words import (
    Reference,
    asks_for_help,
    check_text,
    nearest,
    parse_reference,
    split_command,
    straighten,
)


@pytest.mark.parametrize(
    "typed", ["I-12", "i12", "I–12", "i‑12", " I - 12 ", "I−12", "I-012", "i 12"]
)
def test_a_reference_is_read_however_it_is_typed(typed: str) -> None:
    assert parse_reference(typed) == Reference("I", 12)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12",
        "#12",
        "X-12",
        "I-",
        "I-0",
        "I-1.5",
        "I-12 and more",
        "I--12",
        "I-1234567890",
        "I-²",
    ],
)
def test_what_is_no_reference_is_none(typed: str) -> None:
    assert parse_reference(typed) is None


@given(st.sampled_from("FIODTR"), st.integers(1, 999_999_999))
def test_a_reference_reads_back_as_it_is_shown(kind: str, number: int) -> None:
    shown = str(Reference(kind, number))  # type: ignore[arg-type]
    assert parse_reference(shown) == Reference(kind, number)  # type: ignore[arg-type]


def test_curly_quotes_and_no_break_spaces_become_plain_keys() -> None:
    assert straighten("“Dark mode” it’s\u00a0„now“") == '"Dark mode" it\'s "now"'


def test_the_nearest_choice_forgives_a_slip_but_not_another_word() -> None:
    verbs = ["list", "Merge", "status"]
    assert nearest("merg", verbs) == "Merge"
    assert nearest("LIST", verbs) == "list"
    assert nearest("stauts", verbs) == "status"
    assert nearest("banana", verbs) is None
    assert nearest("", []) is None


def test_text_keeps_what_is_between_its_ends() -> None:
    assert check_text("  “a”\n\n  b\u00a0c \n", what="title") == "“a”\n\n  b\u00a0c"


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u200b", "\u3164", "\u2060 \ufeff"])
def test_text_with_nothing_to_see_is_refused(blank: str) -> None:
    with pytest.raises(InvalidInput, match="The title is empty") as refusal:
        check_text(blank, what="title", field="title_field")
    assert refusal.value.field == "title_field"


@pytest.mark.parametrize("bad", ["a\0b", "a\ud800b", "\udfff"])
def test_text_that_no_database_stores_is_refused(bad: str) -> None:
    with pytest.raises(InvalidInput, match="cannot be stored"):
        check_text(bad, what="note")


@given(st.text(min_size=1))
def test_accepted_text_can_be_stored_as_it_is(text: str) -> None:
    try:
        kept = check_text(text, what="note")
    except InvalidInput:
        return
    assert kept and kept in text
    assert "\0" not in kept
    kept.encode()


@pytest.mark.parametrize(
    ("typed", "verb", "rest"),
    [
        ("", "", ""),
        ("  ", "", ""),
        ("Help", "help", ""),
        ("new  Dark “mode”\nplease ", "new", "Dark “mode”\nplease"),
        ("“new” thing", "new", "thing"),
        ("new\u00a0thing", "new", "thing"),
    ],
)
def test_a_command_is_a_verb_and_the_rest_as_typed(typed: str, verb: str, rest: str) -> None:
    assert split_command(typed) == (verb, rest)


@pytest.mark.parametrize("typed", ["help", " Help ", "?", "“help”", "'?'"])
def test_somebody_who_wants_to_know_how_is_understood(typed: str) -> None:
    assert asks_for_help(typed)


@pytest.mark.parametrize("typed", ["", "  ", "help desk", "helper", "no"])
def test_other_words_are_no_call_for_help(typed: str) -> None:
    assert not asks_for_help(typed)
