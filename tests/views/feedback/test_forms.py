"""The feedback forms: within Slack's limits, filled with what is known, readable when sent."""

from dataclasses import replace
from typing import Any

import pytest

from domain.core.errors import InvalidInput
from domain.core.importance import Importance
from domain.feedback.model import Details
from domain.text.labels import MAX_NAME_CHARS
from tests.views.feedback.test_messages import NASTY, RICH
from views.blockkit import ids
from views.blockkit.form_state import FormState
from views.blockkit.labels import area_select, label_options
from views.blockkit.limits import check_view
from views.feedback.forms import (
    MAX_TYPED_CHARS,
    Origin,
    details_modal,
    message_modal,
    new_feedback_modal,
    saved_modal,
    source_of,
    typed_details,
)

FULL = Origin(12, "C1", "1700000000.000100", "1700000000.000100", True, "https://x" * 60)


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["block_id"]: one["element"] for one in view["blocks"] if one["type"] == "input"}


def test_the_empty_form_asks_for_everything_and_needs_only_the_text() -> None:
    view = check_view(new_feedback_modal(Origin()), "modal")
    assert list(inputs(view)) == [
        "text",
        "said_by",
        "said_by_name",
        "customer",
        "area",
        "importance",
    ]
    needed = [one["block_id"] for one in view["blocks"] if not one.get("optional")]
    assert needed == ["text"]


@pytest.mark.parametrize("text", ["", *(one[:MAX_TYPED_CHARS] for one in NASTY)])
def test_a_message_of_any_kind_fits_its_form(text: str) -> None:
    known = Details(said_by="U1", said_by_name="Zen <desk>", importance=Importance.HELPFUL)
    view = check_view(message_modal(FULL, text, known, "https://x.slack.com/p1"), "modal")
    assert inputs(view)["text"].get("initial_value", "") == text
    assert inputs(view)["said_by"]["initial_user"] == "U1"
    assert "https://x.slack.com/p1" in str(view["blocks"])


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("is_just_saved", [True, False])
def test_the_details_form_takes_any_feedback(text: str, is_just_saved: bool) -> None:
    known = replace(RICH, text=text, customer="x" * MAX_NAME_CHARS)
    view = check_view(details_modal(known, FULL, is_just_saved=is_just_saved), "modal")
    assert ("text" in inputs(view)) == (len(text) <= MAX_TYPED_CHARS)
    assert inputs(view)["customer"]["initial_option"]["value"] == "x" * MAX_NAME_CHARS
    assert inputs(view)["importance"]["initial_option"]["value"] == "blocker"


@pytest.mark.parametrize("text", NASTY)
def test_the_confirmation_takes_any_feedback(text: str) -> None:
    view = saved_modal(replace(RICH, text=text), is_new=True, viewer="USAM")
    check_view(view, "modal")
    assert "submit" not in view


def test_an_origin_comes_back_as_it_went() -> None:
    assert Origin.unpacked(FULL.packed()) == FULL
    assert Origin.unpacked(Origin().packed()) == Origin()
    assert len(FULL.packed()) < 3000


@pytest.mark.parametrize("metadata", ["", "nonsense", "[]", '{"v": 2}', '{"v": 1, "other": 1}'])
def test_an_origin_of_another_version_is_refused_in_words(metadata: str) -> None:
    with pytest.raises(InvalidInput, match="older version"):
        Origin.unpacked(metadata)


def test_a_sent_form_is_read_and_cleared_fields_are_none() -> None:
    values = {
        "text": {ids.FEEDBACK_TEXT: {"value": "said"}},
        "said_by": {ids.FEEDBACK_SAID_BY: {"selected_user": None}},
        "said_by_name": {ids.FEEDBACK_SAID_BY_NAME: {"value": None}},
        "customer": {ids.CUSTOMER_SELECT: {"selected_option": {"value": "Acme"}}},
        "area": {ids.AREA_SELECT: {"selected_option": None}},
        "importance": {ids.FEEDBACK_IMPORTANCE: {"selected_option": {"value": "blocker"}}},
    }
    assert typed_details(FormState(values)) == Details(
        text="said", customer="Acme", importance=Importance.BLOCKER
    )
    assert typed_details(FormState({})) == Details()


def test_the_source_is_where_the_form_was_opened() -> None:
    assert source_of(Origin(), None) is None
    source = source_of(FULL, "https://x")
    assert source is not None
    assert (source.channel_id, source.permalink, source.is_private) == ("C1", "https://x", True)


@pytest.mark.parametrize(
    ("names", "words", "values"),
    [
        ((), "", []),
        (("Acme",), "", ["Acme"]),
        (("Acme",), "acm", ["Acme", "acm"]),
        (("Acme",), " ACME ", ["Acme"]),
        ((), "  New   Co ", ["New Co"]),
        ((), "x" * (MAX_NAME_CHARS + 1), []),
    ],
)
def test_a_select_offers_what_is_known_and_to_add_what_is_not(
    names: tuple[str, ...], words: str, values: list[str]
) -> None:
    assert [one["value"] for one in label_options(names, words)] == values


def test_a_full_list_of_long_names_fits_a_select() -> None:
    names = [f"{number:03}" + "é" * (MAX_NAME_CHARS - 3) for number in range(150)]
    options = label_options(names, "y" * MAX_NAME_CHARS)
    select = {**area_select(), "type": "static_select", "options": options}
    del select["min_query_length"]
    block = {"type": "section", "text": PLAIN_TEXT, "accessory": select}
    view = {"type": "modal", "title": PLAIN_TEXT, "blocks": [block]}
    check_view(view, "modal")
    assert len(options) == 100


PLAIN_TEXT = {"type": "plain_text", "text": "Areas"}
