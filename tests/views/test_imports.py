"""An import as people see it, at the extremes of what a table can hold."""

from dataclasses import replace

import pytest

from domain.core.errors import InvalidInput
from domain.ideas.model import Status
from domain.imports.fields import FIELDS, Field, Kind, Origin
from domain.imports.plans import Doubt, Plan, Reading
from domain.imports.reading.records import Record
from domain.imports.runs import Counts, Import, Offer, Preview, State
from domain.imports.seen import Mapping, Seen
from views.blockkit import ids
from views.blockkit.form_state import FormState
from views.blockkit.limits import check_message, check_view
from views.imports.form import columns_modal, form_import, typed_reading
from views.imports.messages import offer_message, problems_words

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
    also = {Field.TEXT: tuple(range(20, 60)), Field.TAGS: tuple(range(60, 90))}
    plan = replace(plan, also=also, doubts=tuple(Doubt), title_lines=3, status_hint=399)
    known, unknown = Mapping(NASTY, "Shipped", 10**6, True), Mapping(NASTY, "Open", 10**6, False)
    seen = Seen(
        dict.fromkeys(range(400), (NASTY * 9,) * 3),
        (known,) * 30 + (unknown,) * 30,
        (known,) * 30 + (unknown,) * 30,
        (NASTY, NASTY),
        10**6,
    )
    lines = ((10**7, NASTY * 60),) * 3
    preview = Preview(10**7, 10**6, (NASTY * 20,) * 3, lines, 10**6, lines, seen)
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
    assert typed_reading(FormState(values)) == Reading(Kind.FEEDBACK, {Field.TEXT: 1})
    values["text:feedback"] = {ids.IMPORT_COLUMN: chosen(None)}
    with pytest.raises(InvalidInput) as refused:
        typed_reading(FormState(values))
    assert refused.value.field == "text:feedback"


def test_what_was_understood_is_shown_with_values_and_what_is_open_is_said() -> None:
    seen = Seen(
        {0: ("Dark mode", "Export")},
        (Mapping("done", "Shipped", 4, True), Mapping("Baking", "Open", 1, False)),
        date=("03/04/2026", "3 April 2026"),
    )
    plan = replace(
        PLAN,
        kind=Kind.IDEAS,
        headers=("Idea", "Status"),
        columns={Field.TITLE: 0, Field.STATUS: 1},
        encoding="cp1251",
        doubts=tuple(Doubt),
        title_lines=1,
    )
    preview = replace(PREVIEW, seen=seen, remarked=1, remarks=((4, "-3 votes became 0."),))
    shown = text_of(Offer(RUN, plan, preview))
    assert "Idea → Title: _Dark mode · Export_" in shown
    assert "Statuses: done (4) → Shipped" in shown and "Not known: Baking (1) → Open" in shown
    assert "03/04/2026 is read as *3 April 2026*" in shown
    assert "I read it as Windows-1251 (Cyrillic)" in shown and "I read 03/04 as 3 April" in shown
    assert "1 line above the table skipped" in shown and "comma-separated" in shown
    assert "1 row will be imported with something changed" in shown
    assert "Line 4: -3 votes became 0." in shown


def test_an_unknown_word_of_the_file_has_a_choice_of_its_own() -> None:
    plan = replace(
        PLAN,
        kind=Kind.IDEAS,
        headers=("Idea", "Status"),
        columns={Field.TITLE: 0, Field.STATUS: 1},
    )
    sample = [Record(1, plan.headers), Record(2, ("a", "ideas")), Record(3, ("b", "Baking"))]
    view = check_view(columns_modal(RUN, plan, sample, mark="cp1251"), "modal")
    labels = [block["label"]["text"] for block in view["blocks"] if "label" in block]
    assert "“Baking” becomes" in labels and "Any other unknown status becomes" in labels
    values = {
        "kind": {ids.IMPORT_KIND: chosen("ideas")},
        "encoding": {ids.IMPORT_ENCODING: chosen("cp1251")},
        "title:ideas@cp1251": {ids.IMPORT_COLUMN: chosen("0")},
        "day_order": {ids.IMPORT_DAY_ORDER: chosen("month")},
        "word:Baking": {ids.IMPORT_STATUS: chosen("in_progress")},
        "any_word": {ids.IMPORT_STATUS: chosen("declined")},
    }
    assert typed_reading(FormState(values)) == Reading(
        Kind.IDEAS,
        {Field.TITLE: 0},
        encoding="cp1251",
        day_first=False,
        statuses={"baking": Status.IN_PROGRESS},
        unknown_status=Status.DECLINED,
    )
