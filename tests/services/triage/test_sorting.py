"""Sorting feedback: one step at a time or many at once, undone, never twice, told to whom it is."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import col, select

from domain.core.changes import IMPORTING
from domain.core.errors import InvalidInput, NotAllowed
from domain.core.people import Person
from domain.feedback.model import Draft, Feedback, FeedbackState, Source
from domain.text.slack_message import Arrived
from domain.triage.limits import Limit, Unit
from domain.triage.steps import InboxFilter, TriageAction, TriageInput, TriageResult
from services.feedback import capture as feedback
from services.feedback import pages as feedback_pages
from services.ideas.actions import NewIdea
from services.triage import (
    inbox as triage_inbox,
)
from services.triage import (
    notifications as triage_news,
)
from services.triage import (
    questions as triage_asking,
)
from services.triage import (
    rota,
)
from services.triage import (
    sorting as triage,
)
from services.triage.rota import Typed
from services.votes import filing
from storage.database.engine import Database
from storage.outbox import change_log as changes
from storage.outbox import lookup as said
from storage.schema import OutboxRow
from storage.workspace import people as people_storage
from tests.support.make import NOON, request, workspace

ALL = InboxFilter()
MANAGER = "UADMIN"
KNOWN = TriageInput(TriageAction.DISMISS, reason="We know this already")


@pytest.fixture
def place(database: Database) -> int:
    found = workspace(database).id
    with database.transaction() as session:
        cast = [Person("USOFIA", "Sofia"), Person("UGONE", "Gil", is_deleted=True)]
        people_storage.save(session, found, cast, NOON)
    return found


def hear(database: Database, place: int, *texts: str, **facts: Any) -> list[int]:
    """Feedback of a member, one a minute; their numbers."""
    numbers = []
    for minute, text in enumerate(texts):
        asked = request(place, key=f"say:{text}", at=NOON + timedelta(minutes=minute))
        numbers.append(feedback.capture(database, asked, Draft(text, **facts)).feedback.number)
    return numbers


def sort(
    database: Database,
    place: int,
    numbers: Sequence[int],
    wish: TriageInput,
    user: str = MANAGER,
    key: str | None = None,
) -> TriageResult:
    return triage.sort(database, request(place, user, key=key), list(numbers), wish)


def get(database: Database, place: int, number: int) -> Feedback:
    return feedback_pages.get(database, place, number)


def told(database: Database, place: int, template: str) -> list[OutboxRow]:
    """What waits to be said or was said by a template, oldest first."""
    with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.workspace_id == place)
        rows = session.exec(query.order_by(col(OutboxRow.id))).all()
        return [one for one in rows if one.payload.get("template") == template]


def opened(database: Database, place: int, user: str = MANAGER, **at: Any) -> list[Any]:
    """The number of the item that the inbox is open at, and how much waits."""
    narrow = at.pop("narrow", ALL)
    moment = at.pop("at", NOON + timedelta(hours=1))
    inbox = triage_inbox.open_at(database, request(place, user, at=moment), narrow, **at)
    return [inbox.item.feedback.number if inbox.item else None, inbox.standing.count]


def set_rota(
    database: Database, place: int, *people: str, at: datetime = NOON, **facts: Any
) -> Any:
    typed = Typed(tuple(people), 0, "09:00", "UTC", "", "days", None, 15)
    return rota.change(database, request(place, MANAGER, at=at), replace(typed, **facts))


@pytest.mark.both_databases
def test_the_inbox_goes_from_the_oldest_on_and_begins_again_behind_the_last(
    database: Database, place: int
) -> None:
    first, second, third = hear(database, place, "It hangs", "It is slow", "It is loud")
    assert opened(database, place) == [first, 3]
    assert opened(database, place, after=first) == [second, 3]
    assert opened(database, place, before=third) == [second, 3]
    assert opened(database, place, after=third) == [first, 3]
    sort(database, place, [first], KNOWN)
    assert opened(database, place) == [second, 2]
    sort(database, place, [second, third], KNOWN)
    assert opened(database, place) == [None, 0]


@pytest.mark.both_databases
def test_untriaged_means_the_same_everywhere(database: Database, place: int) -> None:
    numbers = hear(database, place, "It hangs", "It is slow", "It is loud", "It is old")
    sort(database, place, numbers[:1], TriageInput(TriageAction.LATER))
    sort(database, place, numbers[1:2], TriageInput(TriageAction.ASK, question="Where?"))
    sort(database, place, numbers[2:3], KNOWN)
    asked = request(place, MANAGER)
    standing = triage_inbox.open_at(database, asked, ALL).standing
    assert (standing.count, standing.asked, standing.later) == (1, 1, 1)
    assert standing.everything == feedback_pages.untriaged_count(database, place) == 3
    assert [one.feedback.number for one in triage_inbox.aside(database, asked, ALL)] == numbers[:2]
    assert opened(database, place, at=NOON + timedelta(days=1))[1] == 2


def test_many_are_linked_in_one_step_that_is_undone_as_one(database: Database, place: int) -> None:
    idea = filing.file(database, request(place, MANAGER, key="i"), NewIdea("Export"), None).number
    numbers = hear(database, place, "It hangs", "It is slow", "It is loud")
    sort(database, place, numbers[:1], KNOWN)
    done = sort(database, place, [*numbers, 99], TriageInput(TriageAction.LINK, idea_number=idea))
    assert done.numbers == tuple(numbers[1:])
    assert [number for number, _why in done.refused] == [numbers[0], 99]
    assert "put aside by you" in done.refused[0][1]
    assert [get(database, place, one).idea_numbers for one in numbers] == [(), (idea,), (idea,)]
    undone = triage.undo(database, request(place, MANAGER), done.step_id or 0)
    assert undone.numbers == done.numbers
    assert get(database, place, numbers[1]).state is FeedbackState.NEW
    assert get(database, place, numbers[0]).state is FeedbackState.DISMISSED
    with pytest.raises(NotAllowed):
        triage.undo(database, request(place, MANAGER), done.step_id or 0)


def test_undo_leaves_alone_what_was_changed_again_since(database: Database, place: int) -> None:
    numbers = hear(database, place, "It hangs", "It is slow")
    given = sort(database, place, numbers, TriageInput(TriageAction.ASSIGN, user_id="UMEMBER"))
    sort(database, place, numbers[:1], KNOWN)
    undone = triage.undo(database, request(place, MANAGER), given.step_id or 0)
    assert undone.numbers == (numbers[1],)
    assert [number for number, _why in undone.refused] == [numbers[0]]
    assert get(database, place, numbers[0]).state is FeedbackState.DISMISSED


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "wish",
    [
        KNOWN,
        TriageInput(TriageAction.AREA, area="Billing"),
        TriageInput(TriageAction.LATER),
        TriageInput(TriageAction.ASSIGN, user_id="UMEMBER"),
        TriageInput(TriageAction.ASK, question="Where?"),
        TriageInput(TriageAction.FILE, title="Do not hang"),
    ],
    ids=lambda wish: wish.deed.value,
)
def test_every_deed_can_be_undone(database: Database, place: int, wish: TriageInput) -> None:
    [number] = hear(database, place, "It hangs")
    done = sort(database, place, [number], wish, key="once")
    assert done.numbers == (number,)
    again = sort(database, place, [number], wish, key="once")
    assert (again.numbers, again.step_id) == (done.numbers, done.step_id)
    triage.undo(database, request(place, MANAGER), done.step_id or 0)
    found = get(database, place, number)
    assert (found.state, found.area, found.idea_numbers) == (FeedbackState.NEW, None, ())
    assert opened(database, place) == [number, 1]
    inbox = triage_inbox.open_at(database, request(place, MANAGER), ALL)
    assert inbox.item is not None
    assert (inbox.item.assigned_to, inbox.item.questions) == (None, ())


def test_of_two_who_sort_the_same_item_at_once_one_does_and_the_other_is_told(
    database: Database, place: int
) -> None:
    set_rota(database, place, "USOFIA")
    idea = filing.file(database, request(place, MANAGER, key="i"), NewIdea("Export"), None).number
    [number] = hear(database, place, "It hangs")
    both = Barrier(2)

    def press(user: str, wish: TriageInput) -> TriageResult:
        both.wait(10)
        return sort(database, place, [number], wish, user, key=f"press:{user}")

    with ThreadPoolExecutor(2) as pool:
        linked = pool.submit(press, MANAGER, TriageInput(TriageAction.LINK, idea_number=idea))
        filed = pool.submit(press, "USOFIA", TriageInput(TriageAction.FILE, title="Do not hang"))
        results = [linked.result(30), filed.result(30)]
    winners = [one for one in results if one.numbers]
    losers = [one for one in results if one.refused]
    assert len(winners) == len(losers) == 1
    assert losers[0].refused[0][1].startswith(f"F-{number} was sorted a moment ago: linked to I-")
    assert get(database, place, number).idea_numbers == (winners[0].idea_number,)


def test_only_managers_the_rota_and_who_was_given_something_sort(
    database: Database, place: int
) -> None:
    first, second = hear(database, place, "It hangs", "It is slow")
    with pytest.raises(NotAllowed, match="ask Priya to add you with /linchpin triage"):
        opened(database, place, "UMEMBER")
    with pytest.raises(NotAllowed):
        sort(database, place, [first], KNOWN, "UMEMBER")
    sort(database, place, [second], TriageInput(TriageAction.ASSIGN, user_id="UMEMBER"))
    assert opened(database, place, "UMEMBER") == [second, 1]
    refused = sort(database, place, [first], KNOWN, "UMEMBER")
    assert "was not given to you" in refused.refused[0][1]
    assert sort(database, place, [second], KNOWN, "UMEMBER").numbers == (second,)
    set_rota(database, place, "UMEMBER")
    assert opened(database, place, "UMEMBER") == [first, 1]


@pytest.mark.both_databases
def test_the_inbox_is_narrowed_by_area_customer_and_person(database: Database, place: int) -> None:
    [billing] = hear(database, place, "It hangs", area="Billing")
    [acme] = hear(database, place, "It is slow", customer="Acme")
    hear(database, place, "It is loud")
    sort(database, place, [acme], TriageInput(TriageAction.ASSIGN, user_id=MANAGER))
    assert opened(database, place, narrow=InboxFilter(area="billing")) == [billing, 1]
    assert opened(database, place, narrow=InboxFilter(customer="ACME")) == [acme, 1]
    assert opened(database, place, narrow=InboxFilter(is_mine=True)) == [acme, 1]
    assert opened(database, place, narrow=InboxFilter(area="Login")) == [None, 0]


def test_who_said_it_is_told_why_only_if_wished_and_not_once_it_is_undone(
    database: Database, place: int
) -> None:
    first, second = hear(database, place, "It hangs", "It is slow")
    sort(database, place, [first], KNOWN)
    assert told(database, place, "triage_dismissed") == []
    done = sort(database, place, [second], replace(KNOWN, is_told=True))
    [message] = told(database, place, "triage_dismissed")
    assert (message.payload["user"], message.payload["data"]["reason"]) == (
        "UMEMBER",
        "We know this already",
    )
    triage.undo(database, request(place, MANAGER), done.step_id or 0)
    assert [one.state for one in told(database, place, "triage_dismissed")] == ["cancelled"]


def test_why_something_was_dismissed_stands_in_the_log(database: Database, place: int) -> None:
    [number] = hear(database, place, "It hangs")
    sort(database, place, [number], KNOWN)
    with database.reading() as session:
        log = changes.of_subject(session, place, "feedback", get(database, place, number).id)
    assert [(one.field, one.after) for one in log if one.door == "command"][-2:] == [
        ("state", "dismissed"),
        ("dismissal", "We know this already"),
    ]


def test_private_words_are_withheld_from_who_sorts_and_from_the_triage_channel(
    database: Database, place: int
) -> None:
    set_rota(database, place, channel_id="CTRIAGE")
    source = Source("GSECRET", "1700000000.000100", None, is_private=True)
    hear(database, place, "Our merger is near", source=source)
    inbox = triage_inbox.open_at(database, request(place, MANAGER), ALL)
    assert inbox.item is not None
    assert inbox.item.feedback.is_withheld
    assert (inbox.item.alike, inbox.item.suggestion) == ((), None)
    assert triage_news.post(database, place, NOON + timedelta(hours=1))
    assert "merger" not in str(told(database, place, "triage_news")[0].payload)


def test_a_flood_is_one_post_in_the_triage_channel_and_the_next_waits_for_the_pause(
    database: Database, place: int
) -> None:
    hear(database, place, "Before the channel was set")
    set_rota(database, place, channel_id="CTRIAGE", pause_minutes=60)
    at = NOON + timedelta(hours=1)
    assert not triage_news.post(database, place, at)
    hear(database, place, *[f"Complaint {number}" for number in range(30)])
    assert triage_news.post(database, place, at)
    hear(database, place, "One more")
    assert not triage_news.post(database, place, at + timedelta(minutes=59))
    assert triage_news.post(database, place, at + timedelta(minutes=60))
    assert not triage_news.post(database, place, at + timedelta(minutes=180))
    first, second = told(database, place, "triage_news")
    assert (len(first.payload["data"]["lines"]), first.payload["data"]["more"]) == (8, 22)
    assert len(second.payload["data"]["lines"]) == 1


def answer(database: Database, place: int, text: str, ts: str, thread: str | None = None) -> None:
    message = {
        "text": text,
        "ts": ts,
        "user": "UMEMBER",
        **({"thread_ts": thread} if thread else {}),
    }
    triage_asking.replied(database, request(place), Arrived("DMEMBER", message, True))


def test_an_answer_is_kept_once_and_brings_its_item_back(database: Database, place: int) -> None:
    [number] = hear(database, place, "It hangs")
    sort(database, place, [number], TriageInput(TriageAction.ASK, question="Where?"))
    assert opened(database, place) == [None, 0]
    for _ in range(2):
        answer(database, place, "On the billing page", "1700000001.000100")
    inbox = triage_inbox.open_at(database, request(place, MANAGER), ALL)
    assert inbox.item is not None
    assert inbox.item.is_answered
    assert [one.text for one in inbox.item.feedback.attached.notes] == ["On the billing page"]
    assert len(told(database, place, "triage_answered")) == 1


@pytest.mark.both_databases
def test_a_message_that_may_answer_two_questions_asks_which(database: Database, place: int) -> None:
    numbers = hear(database, place, "It hangs", "It is slow")
    for number in numbers:
        sort(
            database,
            place,
            [number],
            TriageInput(TriageAction.ASK, question="Where?"),
            key=f"ask:{number}",
        )
    answer(database, place, "On the billing page", "1700000001.000100")
    assert len(told(database, place, "triage_which")) == 1
    with database.transaction() as session:
        row = said.by_key(session, place, f"question:F-{numbers[1]}:ask:{numbers[1]}")
        assert row is not None
        session.get_one(OutboxRow, row.id).slack_ts = "1700000000.000200"
    answer(database, place, "On the login page", "1700000002.000100", "1700000000.000200")
    [message] = told(database, place, "triage_answered")
    assert message.payload["data"]["number"] == numbers[1]


def test_nobody_is_asked_about_what_they_said_themselves(database: Database, place: int) -> None:
    asked = request(place, MANAGER, key="own")
    number = feedback.capture(database, asked, Draft("It hangs")).feedback.number
    done = sort(database, place, [number], TriageInput(TriageAction.ASK, question="Where?"))
    assert "nobody else to ask" in done.refused[0][1]
    assert done.step_id is None


def test_a_bot_or_somebody_gone_is_given_nothing(database: Database, place: int) -> None:
    numbers = hear(database, place, "It hangs")
    for user_id in ("UBOT", "UGONE"):
        with pytest.raises(InvalidInput) as refused:
            sort(database, place, numbers, TriageInput(TriageAction.ASSIGN, user_id=user_id))
        assert refused.value.field == "person"


def test_the_area_of_sorted_neighbours_is_suggested(database: Database, place: int) -> None:
    like = hear(
        database,
        place,
        "The invoice PDF shows the wrong tax",
        "Our invoices show a wrong tax rate",
        area="Billing",
    )
    hear(database, place, "Login with a fingerprint", area="Login")
    [number] = hear(database, place, "Tax on the invoice is wrong")
    found = get(database, place, number)
    suggestion = triage_inbox.area_for(database, request(place, MANAGER), found)
    assert suggestion is not None
    assert (suggestion.area, sorted(suggestion.like)) == ("Billing", like)
    [odd] = hear(database, place, "The sun is too bright today")
    assert (
        triage_inbox.area_for(database, request(place, MANAGER), get(database, place, odd)) is None
    )


@pytest.mark.both_databases
def test_what_an_import_brings_is_not_late_on_its_first_day(database: Database, place: int) -> None:
    set_rota(database, place, "UMEMBER", limit="2", unit="working days")
    long_ago = NOON - timedelta(days=300)
    asked = request(place, MANAGER, "row", at=long_ago, door=IMPORTING)
    imported = feedback.capture(database, asked, Draft("It was slow last year")).feedback
    at = NOON + timedelta(days=16)

    def late() -> tuple[int, int] | None:
        with database.reading() as session:
            found = triage_inbox.late(session, place, at)
        return None if found is None else found[1:]

    manager = request(place, MANAGER, at=at)
    inbox = triage_inbox.open_at(database, manager, ALL)
    assert (inbox.standing.count, inbox.standing.late, late()) == (1, 0, None)
    [heard] = hear(database, place, "It hangs")
    assert late() == (1, heard)
    triage.sort(database, manager, [imported.number], KNOWN)
    inbox = triage_inbox.open_at(database, manager, ALL)
    assert (inbox.standing.late, inbox.sorted_within_days) == (1, None)


@pytest.mark.both_databases
def test_handover_passes_over_who_left_and_tells_once_however_late(
    database: Database, place: int
) -> None:
    hear(database, place, "It hangs")
    set_rota(database, place, "UMEMBER", "USOFIA", MANAGER, limit="2", unit="working days")
    with database.transaction() as session:
        people_storage.save(session, place, [Person("USOFIA", "Sofia", is_deleted=True)], NOON)
    at = NOON + timedelta(days=16)
    assert rota.due(database, at) == [place]
    assert rota.hand_over(database, place, at)
    assert not rota.hand_over(database, place, at)
    [message] = told(database, place, "triage_turn")
    assert message.payload["user"] == MANAGER
    facts = message.payload["data"]
    assert (facts["waiting"], facts["late"], facts["limit"]) == (1, 1, "2 working days")
    page = rota.page(database, request(place, MANAGER, at=at))
    assert page.turns[:2] == (MANAGER, "UMEMBER")
    assert page.rota.limit == Limit(2, Unit.WORKING_DAYS)


def test_the_week_is_swapped_by_whose_turn_it_is_and_the_other_is_told(
    database: Database, place: int
) -> None:
    set_rota(database, place, "UMEMBER", "USOFIA", MANAGER)
    with pytest.raises(NotAllowed):
        rota.swap(database, request(place, "USOFIA"), "USOFIA")
    page = rota.swap(database, request(place, "UMEMBER"), "USOFIA")
    assert page.turns[:3] == ("USOFIA", "UMEMBER", MANAGER)
    assert [one.payload["user"] for one in told(database, place, "triage_turn")] == ["USOFIA"]


def test_only_managers_change_the_rota_and_bots_are_not_in_it(
    database: Database, place: int
) -> None:
    typed = Typed(("UMEMBER",), 0, "09:00", "UTC", "", "days", None, 15)
    with pytest.raises(NotAllowed):
        rota.change(database, request(place), typed)
    with pytest.raises(InvalidInput) as refused:
        set_rota(database, place, "UBOT")
    assert refused.value.field == "people"
