"""The state of a form, read by block and element."""

from datetime import UTC, datetime

import pytest

from domain.core.errors import InvalidInput
from views.blockkit.form_state import FormState


def state(**element: object) -> FormState:
    return FormState({"block": {"action": element}})


@pytest.mark.parametrize(
    "form", [FormState({}), FormState({"block": {}}), state(), state(value="")]
)
def test_a_field_that_is_absent_or_empty_reads_as_empty(form: FormState) -> None:
    where = ("block", "action")
    assert form.text(*where) == form.answer(*where) == form.text_of("action") == ""
    for nothing in (form.option, form.number, form.user, form.channel, form.date, form.time):
        assert nothing(*where) is None
    assert form.moment(*where) is form.option_of("action") is None
    for many in (form.options, form.numbers, form.users, form.channels):
        assert many(*where) == ()
    assert not form.is_ticked(*where)


def test_nulls_read_as_empty() -> None:
    form = state(value=None, selected_option=None, selected_options=None, selected_users=None)
    assert form.answer("block", "action") == ""
    assert form.options("block", "action") == form.users("block", "action") == ()


def test_each_kind_of_element_is_read_in_its_type() -> None:
    where = ("block", "action")
    assert state(value="typed").text(*where) == state(value="typed").text_of("action") == "typed"
    chosen = state(selected_option={"value": "12"}, value="typed")
    assert (chosen.option(*where), chosen.number(*where)) == ("12", 12)
    assert chosen.answer(*where) == chosen.option_of("action") == "12"
    ticked = state(selected_options=[{"value": "2"}, {"value": "1"}])
    assert (ticked.options(*where), ticked.numbers(*where)) == (("2", "1"), (2, 1))
    assert ticked.is_ticked(*where)
    assert state(selected_user="U1").user(*where) == "U1"
    assert state(selected_users=["U1", "U2"]).users(*where) == ("U1", "U2")
    assert state(selected_conversation="C1").channel(*where) == "C1"
    assert state(selected_conversations=["C1"]).channels(*where) == ("C1",)
    assert state(selected_date="2026-03-01").date(*where) == "2026-03-01"
    assert state(selected_time="09:30").time(*where) == "09:30"
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert state(selected_date_time=int(noon.timestamp())).moment(*where) == noon


def test_a_view_without_state_is_an_empty_form() -> None:
    for view in (None, {}, {"state": {}}, {"state": {"values": {}}}):
        assert list(FormState.of(view)) == []
    assert list(FormState.of({"state": {"values": {"one": {}, "two": {}}}})) == ["one", "two"]


def test_a_form_that_lacks_a_field_to_be_overwritten_is_refused() -> None:
    form = state()
    assert form.require("block") is form
    with pytest.raises(InvalidInput, match="open it again"):
        form.require("block", "added_by_a_release")
