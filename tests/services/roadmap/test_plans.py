"""Promises and dependencies, on both databases."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from domain.core.errors import InvalidInput, NotAllowed, NotFound, UserError
from domain.core.people import Person, Request
from domain.ideas.model import Horizon, Status
from domain.roadmap.promises import NewPromise, PromiseState, Strain
from domain.roadmap.time_travel.travel import Kind
from services.idea_page import page as idea_pages
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.roadmap import dependencies, promises, time_travel
from services.roadmap import plans as idea_plans
from services.votes import filing
from storage.database.engine import Database
from storage.outbox import change_log as changes
from storage.schema import OutboxRow
from storage.workspace import people
from tests.support.make import NOON, request, workspace

DUE = date(2026, 12, 1)
TOLD = NewPromise("Acme", DUE, "USAM")


def filed(database: Database, workspace_id: int, *titles: str) -> None:
    for title in titles or ("Export",):
        filing.file(database, request(workspace_id), NewIdea(title), None)


def told(database: Database, user_id: str) -> list[dict[str, Any]]:
    with database.reading() as session:
        rows = session.exec(select(OutboxRow).where(OutboxRow.kind == "tell")).all()
        return [row.payload for row in rows if row.payload["user"] == user_id]


def state_of(database: Database, workspace_id: int, number: int = 1) -> PromiseState:
    found = promises.get(database, request(workspace_id), number)
    return found.commitment.promise.state


def test_the_same_request_promises_once_and_makes_the_customer(database: Database) -> None:
    one = workspace(database).id
    filed(database, one)
    asked = request(one, key="view:1")
    first = promises.promise(database, asked, 1, TOLD)
    assert promises.promise(database, asked, 1, TOLD) == first
    assert (first.reference, first.customer, first.state) == ("P-1", "Acme", PromiseState.OPEN)
    with pytest.raises(NotFound, match="The nearest one is I-1"):
        promises.promise(database, request(one), 9, TOLD)


@pytest.mark.parametrize(
    ("deed", "strain"),
    [
        (Horizon.LATER, Strain.LATER),
        (Status.DECLINED, Strain.DECLINED),
        (Status.OPEN, Strain.OFF),
        ("by 2026-12-02", Strain.ENDS_AFTER),
        ("from 2027-01", Strain.ENDS_AFTER),
        ("no date", Strain.UNDATED),
        (Horizon.NOW, None),
        ("by 2026-12-01", None),
        (Status.SHIPPED, None),
    ],
)
def test_who_promised_is_told_once_of_each_change_that_breaks_it(
    database: Database, deed: Status | Horizon | str, strain: Strain | None
) -> None:
    one = workspace(database).id
    filed(database, one)
    manager = request(one, "UADMIN", key="trigger:1")
    ideas.move(database, manager, 1, Horizon.NEXT)
    idea_plans.set_dates(database, manager, 1, "2026-11-30")
    promises.promise(database, request(one), 1, TOLD)
    if not isinstance(deed, Status | Horizon):
        words = "from 2027-01 to 2027-02" if deed == "from 2027-01" else deed
        idea_plans.set_dates(database, manager, 1, words)
        idea_plans.set_dates(database, manager, 1, words)
    else:
        warned = idea_plans.would_break(database, manager, 1, deed)
        assert [one.strain for one in warned.breaches] == ([strain] if strain else [])
        ideas.move(database, manager, 1, deed)
        ideas.move(database, manager, 1, deed)
    notes = told(database, "USAM")
    assert [note["data"]["breach"]["strain"] for note in notes] == ([strain] if strain else [])


def test_who_breaks_their_own_promise_is_not_told_what_they_read(database: Database) -> None:
    one = workspace(database).id
    filed(database, one)
    manager = request(one, "UADMIN")
    ideas.move(database, manager, 1, Horizon.NEXT)
    promises.promise(database, manager, 1, NewPromise("Acme", DUE, "UADMIN"))
    ideas.move(database, manager, 1, Horizon.LATER)
    assert told(database, "UADMIN") == []
    assert idea_plans.caution(database, manager, 1).breaches[0].strain is Strain.LATER


@pytest.mark.both_databases
def test_shipping_settles_a_promise_and_taking_that_back_opens_it(database: Database) -> None:
    one = workspace(database, zone="Pacific/Auckland").id
    filed(database, one)
    promises.promise(database, request(one), 1, TOLD)
    promises.promise(database, request(one), 1, NewPromise("Borealis", date(2026, 11, 23), "USAM"))
    ideas.move(database, request(one, "UADMIN"), 1, Status.SHIPPED)
    assert state_of(database, one, 1) is PromiseState.KEPT
    assert state_of(database, one, 2) is PromiseState.LATE  # it is the 24th in Auckland
    ideas.move(database, request(one, "UADMIN"), 1, Status.OPEN)
    assert state_of(database, one, 2) is PromiseState.OPEN
    done = promises.listed(database, request(one), "done")
    assert not done.promised and len(promises.listed(database, request(one), "open").promised) == 2


def test_a_promise_is_withdrawn_with_a_reason_by_those_who_may(database: Database) -> None:
    one = workspace(database).id
    filed(database, one)
    promises.promise(database, request(one, "USAM"), 1, TOLD)
    with pytest.raises(NotAllowed, match="who promised or recorded it, and managers"):
        promises.withdraw(database, request(one, "UMEMBER"), 1, "No")
    with pytest.raises(InvalidInput, match="reason is empty"):
        promises.withdraw(database, request(one, "USAM"), 1, " ")
    promises.withdraw(database, request(one, "USAM"), 1, "They left")
    assert state_of(database, one) is PromiseState.WITHDRAWN
    ideas.move(database, request(one, "UADMIN"), 1, Status.SHIPPED)
    assert state_of(database, one) is PromiseState.WITHDRAWN
    promises.reinstate(database, request(one, "USAM"), 1)
    assert state_of(database, one) is PromiseState.KEPT
    with database.reading() as session:
        log = changes.of_subject(session, one, "idea", 1)
    states = [change.after["state"] for change in log if change.field == "promise"]
    assert states == ["open", "withdrawn", "open", "kept"]


def test_guests_and_other_companies_never_read_a_customers_name(database: Database) -> None:
    one = workspace(database).id
    guest = Person("UGUEST", "Gil", is_guest=True)
    with database.transaction() as session:
        people.save(session, one, [guest], NOON)
    filed(database, one)
    promises.promise(database, request(one), 1, TOLD)
    for reader, knows in (("UGUEST", False), ("UNOBODY", False), ("UADMIN", True)):
        page = idea_pages.get(database, request(one, reader), 1)
        assert page.plan.promised[0].knows_customers is knows


def test_a_circle_of_needs_is_refused_and_spelled_out(database: Database) -> None:
    one = workspace(database).id
    filed(database, one, "A", "B", "C", "D")
    manager = request(one, "UADMIN")
    dependencies.need(database, manager, 1, [2, 4])
    dependencies.need(database, manager, 2, [3])
    with pytest.raises(InvalidInput, match="I-3 cannot need I-1: I-1 needs I-2, and I-2 needs I-3"):
        dependencies.need(database, manager, 3, [1])
    with pytest.raises(InvalidInput, match="I-1 cannot need itself"):
        dependencies.need(database, manager, 1, [1])
    with pytest.raises(InvalidInput, match="I-1 does not need I-3"):
        dependencies.no_longer_need(database, manager, 1, [3])
    with pytest.raises(NotAllowed, match="Only managers and the owner of I-1"):
        dependencies.need(database, request(one), 1, [3])
    dependencies.set_needs(database, manager, 1, [3])
    page = idea_pages.get(database, manager, 1)
    assert [needed.number for needed in page.plan.needs] == [3]
    assert [by.number for by in idea_pages.get(database, manager, 3).plan.needed_by] == [1, 2]


def test_two_needs_at_the_same_instant_make_no_circle(database: Database) -> None:
    one = workspace(database).id
    filed(database, one, "A", "B")
    gate = threading.Barrier(2)
    refused: list[str] = []

    def need(number: int, needed: int) -> None:
        gate.wait(10)
        try:
            dependencies.need(database, request(one, "UADMIN"), number, [needed])
        except UserError as error:
            refused.append(error.message)

    threads = [threading.Thread(target=need, args=pair) for pair in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(refused) == 1


@pytest.mark.both_databases
def test_an_idea_that_stands_earlier_than_what_it_needs_is_warned_of(database: Database) -> None:
    one = workspace(database).id
    filed(database, one, "A", "B")
    manager = request(one, "UADMIN")
    dependencies.need(database, manager, 1, [2])

    def warned() -> list[str]:
        return [found.early.value for found in dependencies.listed(database, one)]

    assert warned() == []
    ideas.move(database, manager, 1, Horizon.NOW)
    assert warned() == ["not_planned"]
    ideas.move(database, manager, 2, Horizon.NEXT)
    assert warned() == ["horizon"]
    ideas.move(database, manager, 2, Horizon.NOW)
    assert warned() == []
    idea_plans.set_dates(database, manager, 1, "Q1 2027")
    idea_plans.set_dates(database, manager, 2, "Q1 2027")
    assert warned() == []
    idea_plans.set_dates(database, manager, 2, "by 2027-04-01")
    assert warned() == ["dates"]
    ideas.move(database, manager, 2, Status.DECLINED)
    assert warned() == ["declined"]
    assert idea_plans.caution(database, manager, 2).early[0].idea.number == 1
    ideas.move(database, manager, 2, Status.SHIPPED)
    assert warned() == []


def test_what_changed_since_leaves_out_what_was_changed_back(database: Database) -> None:
    one = workspace(database).id

    def at(days: int) -> Request:
        return request(one, "UADMIN", at=NOON + timedelta(days=days))

    filed(database, one, "Moved", "Back", "Shipped", "Dated", "Untouched")
    for number in (1, 2, 3, 4, 5):
        ideas.move(database, at(0), number, Horizon.NEXT)
    idea_plans.set_dates(database, at(0), 4, "by 2027-01-31")
    ideas.move(database, at(3), 1, Horizon.NOW)
    ideas.move(database, at(3), 2, Horizon.NOW)
    ideas.move(database, at(4), 2, Horizon.NEXT)
    ideas.move(database, at(4), 3, Status.SHIPPED)
    idea_plans.set_dates(database, at(5), 4, "by 2027-02-10")
    since = time_travel.changes_since(database, at(6), "2026-11-25")
    assert [(found.idea.number, found.kind) for found in since.changes] == [
        (3, Kind.SHIPPED),
        (1, Kind.MOVED),
        (4, Kind.DATED),
    ]
    assert since.changes[2].days == 10 and since.filed == 0


@pytest.mark.both_databases
def test_how_often_dates_held_is_counted_at_first_and_some_days_before(database: Database) -> None:
    one = workspace(database).id

    def run(days: int, number: int, deed: str | Status) -> None:
        asked = request(one, "UADMIN", at=NOON + timedelta(days=days))
        if isinstance(deed, Status):
            ideas.move(database, asked, number, deed)
        else:
            idea_plans.set_dates(database, asked, number, deed)

    filed(database, one, "In time", "Slipped", "Undated", "Overdue", "Dated late")
    run(0, 1, "by 2027-01-31 firm")
    run(0, 2, "by 2026-12-31 likely")
    run(20, 2, "by 2027-02-28")
    run(0, 4, "by 2026-12-31")
    for number in (1, 2, 3, 5):
        if number == 5:
            run(68, 5, "by 2027-03-01")
        run(69, number, Status.SHIPPED)  # 31 January 2027
    held = time_travel.dates_held(database, request(one, "UADMIN", at=NOON + timedelta(days=70)))
    assert (held.at_first.held, held.at_first.counted, held.at_first.percent) == (2, 3, 67)
    assert (held.before.held, held.before.counted) == (2, 2)
    assert held.undated == 1 and [one.number for one in held.overdue] == [4]
    shares = {sure: (share.held, share.counted) for sure, share in held.by_confidence}
    assert shares == {"firm": (1, 1), "likely": (0, 1), None: (1, 1)}
    slips = time_travel.slips(database, request(one), 2)
    assert (slips.moved, slips.slipped, slips.first_end) == (1, 59, date(2026, 12, 31))
