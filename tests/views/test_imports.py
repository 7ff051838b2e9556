"""An import as people see it, at the extremes of what a table can hold."""

from dataclasses import replace

import pytest

from domain.core.errors import InvalidInput
from domain.imports.fields import FIELDS, Field, Kind, Origin
from domain.imports.guess import Plan
from domain.imports.records import Record
from domain.imports.runs import Counts, Import, Offer, Preview, State
from views.blockkit import ids
from views.blockkit.limits import check_message, check_view
from views.imports import (
    columns_modal,
    form_import,
    offer_message,
    problems_words,
    typed_columns,
)

RUN = Import(7, 1, "a.csv", "U1", State.OFFERED, Counts(), 100, 0)
PLAN = Plan(Kind.FEEDBACK, Origin.PLAIN, "utf-8", ",", ("Text", "Who"), True, {Field.TEXT: 0})
PREVIEW = Preview(100, 2, ("Slow · Acme",), ((3, "The text is empty."),))
NASTY = "<!channel> *bold* `code` & <@U1>"


def text_of(offer: Offer) -> str:
    return str(check_message(offer_message(offer)))


def test_an_offer_shows_columns_rows_and_problems_with_a_button_that_says_how_many() -> None:
    shown = text_of(Offer(RUN, PLAN, PREVIEW))
    assert "100 rows" in shown and "Text → What was said" in shown
    assert "Not imported: Who" in shown and "Line 3: The text is empty." in shown
    assert "Import 98 pieces of feedback" in shown and ids.IMPORT_BEGIN in shown


def test_without_the_column_that_every_row_needs_nothing_can_be_imported_yet() -> None:
    shown = text_of(Offer(RUN, replace(PLAN, columns={}), PREVIEW))
    assert "No column seems to be *What was said*" in shown
    assert ids.IMPORT_BEGIN not in shown and ids.IMPORT_COLUMNS in shown


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("kind", list(Kind))
def test_every_state_fits_into_a_message_and_nothing_in_it_pings(state: State, kind: Kind) -> None:
    headers = tuple(f"{NASTY} {number}" * 3 for number in range(400))
    columns = dict(zip(FIELDS[kind], range(400), strict=False))
    plan = replace(PLAN, kind=kind, headers=headers, columns=columns, has_header=False)
    run = replace(
        RUN, name=NASTY * 40, state=state, counts=Counts(10**7, 3, 10**7, 10**6), done_rows=50
    )
    preview = Preview(10**7, 10**6, (NASTY * 20,) * 3, ((10**7, NASTY * 60),) * 3)
    shown = text_of(Offer(run, plan, preview))
    assert "<!channel>" not in shown and "<@U1>" not in shown


def test_what_an_import_brought_is_told_in_numbers() -> None:
    counts = Counts(added=1, known=1_204, votes=0, problems=0)
    shown = text_of(Offer(replace(RUN, state=State.DONE, counts=counts), PLAN, PREVIEW))
    assert "1 piece of feedback new, 1,204 there already." in shown
    running = replace(RUN, state=State.RUNNING, done_rows=50)
    assert "50 of 100 rows" in text_of(Offer(running, PLAN, PREVIEW))
    cancelled = replace(RUN, state=State.CANCELLED)
    assert "Nothing was imported" in text_of(Offer(cancelled, PLAN, PREVIEW))
    assert "2 rows could not be imported" in problems_words(
        replace(RUN, counts=Counts(problems=2)), 2
    )


@pytest.mark.parametrize("kind", list(Kind))
def test_the_form_has_a_select_for_each_field_and_fits_a_wide_table(kind: Kind) -> None:
    headers = tuple(f"{NASTY} {number}" for number in range(400))
    plan = replace(PLAN, kind=kind, headers=headers, columns={FIELDS[kind][0]: 3})
    sample = [Record(1, headers), Record(2, ("word " * 100,) * 400)]
    view = check_view(columns_modal(RUN, plan, sample), "modal")
    selects = [block for block in view["blocks"] if block.get("block_id", "").endswith(kind.value)]
    assert len(selects) == len(FIELDS[kind])
    assert selects[0]["element"]["initial_option"]["value"] == "3"
    assert form_import(view["private_metadata"]) == 7


def chosen(value: str | None) -> dict[str, object]:
    return {"selected_option": {"value": value} if value else None}


def test_what_is_chosen_in_the_form_is_read_and_a_missing_column_is_asked_for() -> None:
    values = {
        "kind": {ids.IMPORT_KIND: chosen("feedback")},
        "text:feedback": {ids.IMPORT_COLUMN: chosen("1")},
        "area:feedback": {ids.IMPORT_COLUMN: chosen("-")},
        "customer:feedback": {ids.IMPORT_COLUMN: chosen(None)},
    }
    assert typed_columns(values) == (Kind.FEEDBACK, {Field.TEXT: 1})
    values["text:feedback"] = {ids.IMPORT_COLUMN: chosen(None)}
    with pytest.raises(InvalidInput) as refused:
        typed_columns(values)
    assert refused.value.field == "text:feedback"
