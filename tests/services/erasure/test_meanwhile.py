"""Forgetting a person who does something meanwhile, or was forgotten before."""

from datetime import timedelta

import pytest
from sqlmodel import select

from domain.core.outbox import Kind, Task
from domain.core.people import Person
from domain.erasure import Subject, neutral_id, read_name
from domain.feedback.model import Draft
from services.customers import actions as customers
from services.erasure import actions as forgetting
from services.feedback import capture as feedback
from services.idea_page import page as idea_pages
from services.votes import actions as votes
from storage.database.engine import Database
from storage.schema import CustomerRow
from storage.workspace import people as people_storage
from tests.support.ideas import filed, posted, react, take
from tests.support.make import NOON, request, workspace

SAM = "USAM"
TS = "1795348802.000100"

pytestmark = pytest.mark.both_databases


@pytest.fixture
def place(database: Database) -> int:
    one = workspace(database)
    with database.transaction() as session:
        people_storage.save(session, one.id, [Person(SAM, "Sam Rivers")], NOON)
    posted(database, filed(database, one.id, "Dark mode"), TS)
    return one.id


def asked(database: Database, place: int, subject: Subject, key: str = "one") -> Task:
    forgetting.ask(database, request(place, "UADMIN", key=f"view:{key}"), subject, "forget")
    return take(database, Kind.FORGET)


def voted(database: Database, place: int) -> int:
    return idea_pages.get(database, request(place), 1).idea.votes


def healed(database: Database, place: int, *shown: tuple[str, str]) -> None:
    """Slack tells which reactions stand on the card."""
    votes.request_reconciliation(database, place, NOON)
    later = NOON + timedelta(hours=1)
    votes.healed(database, take(database, Kind.READ_REACTIONS), shown, later, later)


@pytest.mark.parametrize("stands", [True, False])
def test_a_vote_read_again_before_its_voter_is_gone_counts_as_it_stands_at_slack(
    database: Database, place: int, stands: bool
) -> None:
    react(database, place, SAM, TS, at="1795348803.0")
    task = asked(database, place, Subject(SAM))
    react(database, place, SAM, TS, at="1795348804.0")
    react(database, place, SAM, TS, at="1795348805.0", is_added=stands)
    assert forgetting.forget(database, task, NOON) is not None
    assert voted(database, place) == int(stands)
    healed(database, place, *([(SAM, "+1")] if stands else []))
    assert voted(database, place) == int(stands)


def test_who_is_forgotten_twice_stays_one_voter(database: Database, place: int) -> None:
    react(database, place, SAM, TS, at="1795348803.0")
    for key in ("one", "two"):
        task = asked(database, place, Subject(SAM), key)
        react(database, place, SAM, TS, at=f"17953488{len(key)}5.0")
        assert forgetting.forget(database, task, NOON) is not None
        assert voted(database, place) == 1
    react(database, place, SAM, TS, at="1795348999.0", is_added=False)
    assert voted(database, place) == 0


def test_customers_that_are_called_like_forgotten_people_stay_apart(
    database: Database, place: int
) -> None:
    for number, name in enumerate(("Jane Doe", "John Roe", "@Jane Doe"), start=1):
        draft = Draft(f"Walnut {number}", customer=name)
        feedback.capture(database, request(place, key=f"{number}"), draft)
    for name in ("Jane Doe", "John Roe"):
        task = asked(database, place, read_name(name), name)
        assert forgetting.forget(database, task, NOON) is not None
    with database.reading() as session:
        rows = session.exec(select(CustomerRow)).all()
    assert len({row.key for row in rows}) == len({row.name for row in rows}) == 3
    assert all(row.name.startswith("Somebody") for row in rows)
    for row in rows:
        assert customers.called(database, request(place), row.name).customer.id == row.id


def test_who_stands_for_somebody_forgotten_is_no_member_to_be_asked_about(
    database: Database, place: int
) -> None:
    task = asked(database, place, Subject(SAM))
    assert forgetting.forget(database, task, NOON) is not None
    react(database, place, SAM, TS, at="1795348805.0")
    assert voted(database, place) == 1
    assert not [one for one in take_all(database) if neutral_id(1) in str(one.payload)]


def take_all(database: Database) -> list[Task]:
    from services.outbox import delivery

    return delivery.take(database, "all", NOON + timedelta(days=1), lease_s=1.0, limit=100)
