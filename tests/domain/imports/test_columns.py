"""Columns by name and by what they look like; what is doubtful is left out or asked."""

import io

import pytest

from domain.ideas.model import Status
from domain.imports.fields import Field, Kind
from domain.imports.mapping.guess import guess, mapped
from domain.imports.plans import Doubt, Plan, Reading
from domain.imports.reading.records import form_of, records
from domain.imports.rows import TOTAL, FeedbackItem, IdeaItem, Item, Problem, items
from tests.support.make import NOON


def plan(text: str, **given: object) -> Plan:
    file = io.BytesIO(text.encode())
    form = form_of(file)
    return guess(list(records(file, form)), form, **given)  # type: ignore[arg-type]


def rows(text: str, reading: Plan | None = None) -> list[Item | Problem]:
    file = io.BytesIO(text.encode())
    return list(items(records(file, form_of(file)), reading or plan(text), now=NOON))


def columns(found: Plan) -> dict[str, list[str]]:
    return {one.value: [found.headers[at] for at in found.places(one)] for one in found.columns}


PEOPLE = "anna@acme.example", "ben@globex.example", "cy@initech.example"


@pytest.mark.parametrize(
    "role", ["Owner", "Assignee", "Creator", "Created by", "Account manager", "Updated by", "Agent"]
)
def test_the_address_of_somebody_who_works_on_an_idea_is_no_voter(role: str) -> None:
    table = f"Title,Votes,{role}\n" + "".join(f"Idea {one[0]},3,{one}\n" for one in PEOPLE)
    found = plan(table)
    assert found.kind is Kind.IDEAS and role in found.left_out
    assert all(isinstance(row, IdeaItem) and not row.voters for row in rows(table))


@pytest.mark.parametrize("role", ["Owner", "Assignee", "Agent"])
def test_nor_is_it_who_said_something(role: str) -> None:
    table = f"Feedback,{role}\n" + "".join(f"Too slow {one[0]},{one}\n" for one in PEOPLE)
    assert role in plan(table).left_out


def test_a_number_under_supporters_is_a_number_and_names_under_votes_are_names() -> None:
    assert columns(plan("Title,Supporters\nDark mode,17\nExport,3\n"))["votes"] == ["Supporters"]
    found = plan("Title,Votes\nDark mode,Anna; Ben\nExport,Cy Poe\n")
    assert columns(found)["voters"] == ["Votes"]


def test_a_link_is_no_text_while_there_is_a_column_of_words() -> None:
    links = "".join(
        f"https://acme.example/posts/{number}/with-a-very-long-name,Too slow {number}\n"
        for number in range(5)
    )
    assert columns(plan(f"Message,Foo\n{links}"))["text"] == ["Foo"]
    assert columns(plan(f"Foo,Bar\n{links}"))["text"] == ["Bar"]


def test_lines_above_a_table_and_a_total_below_it_are_noticed() -> None:
    table = (
        "Customer wishes of March,,\nprinted 31.03.2026,,\n\nCustomer,Feedback,Amount\n"
        "Acme,Too slow,3\nGlobex,Dark mode,4\nTotal,,7\n"
    )
    found = plan(table)
    assert (found.title_lines, found.headers) == (2, ("Customer", "Feedback", "Amount"))
    read = rows(table, found)
    assert [row.text for row in read if isinstance(row, FeedbackItem)] == ["Too slow", "Dark mode"]
    assert [row.reason for row in read if isinstance(row, Problem)] == [TOTAL]


def test_a_table_without_header_keeps_its_first_row() -> None:
    table = "Feature,anna@acme.example,The export takes minutes\nBug,b@x.example,It crashes\n"
    found = plan(table)
    assert not found.has_header and len(rows(table, found)) == 2


def test_answers_of_a_form_are_kept_below_their_questions() -> None:
    table = (
        "Name,What do you miss most?,Anything else?,Date\n"
        "Anna,Dark mode,-,2026-03-31\nBen,n/a,More colours,2026-04-01\n"
    )
    first, second = rows(table)
    assert isinstance(first, FeedbackItem) and isinstance(second, FeedbackItem)
    assert first.text == "What do you miss most?\nDark mode"
    assert second.text == "Anything else?\nMore colours"


def test_several_columns_can_be_mapped_to_what_was_said() -> None:
    table = "Good,Bad\nThe search,The export\n"
    found = mapped(plan(table, kind=Kind.FEEDBACK), [("Good", "text"), ("Bad", "text")])
    (row,) = rows(table, found)
    assert isinstance(row, FeedbackItem) and row.text == "Good\nThe search\n\nBad\nThe export"


@pytest.mark.parametrize(
    ("dates", "day_first", "is_open"),
    [
        (("03/04/2026", "05/06/2026"), False, True),
        (("03/04/2026", "25/06/2026"), True, False),
        (("03/04/2026", "06/25/2026"), False, False),
        (("3/4/2026 9:15 AM", "3/4/2026 10:00 PM"), False, True),
        (("2026-04-03", "2026-06-05"), False, False),
        (("03.04.2026", "05.06.2026"), False, False),
        (("04/04/2026", "05/05/2026"), False, False),
    ],
)
def test_an_order_of_day_and_month_that_is_open_is_asked_about(
    dates: tuple[str, str], day_first: bool, is_open: bool
) -> None:
    found = plan("Feedback,Date\n" + "".join(f"Slow,{one}\n" for one in dates))
    assert (found.day_first, Doubt.DAY_ORDER in found.doubts) == (day_first, is_open)


def test_a_column_of_numbers_called_date_is_read_as_what_they_count() -> None:
    first, second = rows("Feedback,Date\nSlow,46112.5\nDark,46113\n")
    assert isinstance(first, FeedbackItem) and isinstance(second, FeedbackItem)
    assert first.said_at is not None and first.said_at.isoformat() == "2026-03-31T12:00:00+00:00"
    (unix,) = rows("Feedback,Created at\nSlow,1774958400\n")
    assert isinstance(unix, FeedbackItem) and unix.said_at == first.said_at


def test_what_is_done_stays_done_when_its_column_is_left_out() -> None:
    table = "Title,Status\nDark mode,done\nExport,planned\nFax,declined\n"
    found = plan(table)
    without = mapped(found, [("Status", "-")])
    statuses = [row.status for row in rows(table, without) if isinstance(row, IdeaItem)]
    assert statuses == [Status.SHIPPED, Status.OPEN, Status.DECLINED]
    reading = Reading(Kind.IDEAS, {Field.TITLE: 0}).of(found)
    assert [row.status for row in rows(table, reading) if isinstance(row, IdeaItem)] == statuses


def test_unknown_statuses_become_what_was_chosen() -> None:
    table = "Title,Status\nDark mode,Baking\nExport,Brooding\nFax,done\n"
    wishes = Reading(
        Kind.IDEAS,
        {Field.TITLE: 0, Field.STATUS: 1},
        statuses={"baking": Status.IN_PROGRESS},
        unknown_status=Status.CONSIDERING,
    )
    found = [row for row in rows(table, wishes.of(plan(table))) if isinstance(row, IdeaItem)]
    assert [row.status for row in found] == [
        Status.IN_PROGRESS,
        Status.CONSIDERING,
        Status.SHIPPED,
    ]
    assert [len(row.remarks) for row in found] == [0, 1, 0]


@pytest.mark.parametrize(
    ("cell", "votes", "is_remarked"),
    [("-3", 0, True), ("\u22123", 0, True), ("n/a", 0, False), ("-", 0, False), ("?", 0, False)]
    + [(typed, 1204, False) for typed in ("1,204", "1.204", "1 204", "1\u202f204", "1\u2019204")]
    + [("12.0", 12, False), ("\uff11\uff12", 12, False), ("1,00,000", 100_000, False)],
)
def test_votes_have_any_separator_and_are_never_below_zero(
    cell: str, votes: int, is_remarked: bool
) -> None:
    table = f'Title,Votes\nOther,5\nOther too,6\nThird,7\nFourth,8\nDark mode,"{cell}"\n'
    row = rows(table)[-1]
    if votes > 10_000:
        assert isinstance(row, Problem) and f"{votes} votes" in row.reason
        return
    assert isinstance(row, IdeaItem) and row.votes == votes
    assert bool(row.remarks) is is_remarked


def test_every_tag_is_kept() -> None:
    (row,) = rows('Title,Status,Tags\nDark mode,open,"ui; night, Design (green)"\n')
    assert isinstance(row, IdeaItem)
    assert (row.area, row.description) == ("ui", "Tags: ui, night, Design")


def test_what_is_too_long_for_an_idea_is_cut_and_listed_but_never_lost_silently() -> None:
    title, text = "word " * 60, "long " * 900
    (row,) = rows(f"Title,Status,Description\n{title},open,{text}\n")
    assert isinstance(row, IdeaItem) and len(row.remarks) == 2
    assert row.description.startswith(title.strip()) and len(row.description) <= 3_000
