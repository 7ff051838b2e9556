"""However a fact is changed that a card shows, the card is refreshed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest
from sqlmodel import select

from domain.core.importance import Importance
from domain.core.money import Money
from domain.core.outbox import Kind
from domain.core.people import Person, Request
from domain.customers.model import Facts
from domain.dates.days import Dates
from domain.feedback.model import Details, Draft
from domain.ideas.model import Horizon, Status
from domain.roadmap.plans import Plan
from services.customers import actions as customers
from services.customers import duplicates, rates
from services.customers.actions import TypedCustomer
from services.feedback import capture
from services.ideas import actions as ideas
from services.ideas import evidence as ideas_evidence
from services.ideas.actions import NewIdea
from services.merging import merge as merging
from services.workspace import people, settings
from services.workspace.settings import SettingsForm
from storage.customers import queries as stored_customers
from storage.database.engine import Database
from storage.schema import OutboxRow
from tests.support.ideas import filed, posted, react
from tests.support.make import NOON, request, workspace

TS = "1763899200.000100"


@dataclass
class Place:
    """An idea with a card at Slack, feedback of a customer behind it, and another idea."""

    database: Database
    workspace_id: int
    idea: int = 1
    other: int = 2
    feedback: int = 1
    acme: int = 0
    globex: int = 0
    _keys: int = 0

    def by(self, user_id: str = "UADMIN") -> Request:
        self._keys += 1
        return request(self.workspace_id, user_id, key=f"by:{self._keys}")


@pytest.fixture
def place(database: Database) -> Place:
    one = workspace(database)
    made = Place(database, one.id)
    idea = filed(database, one.id, "Export to CSV")
    filed(database, one.id, "Dark mode")
    for customer, text in (("Acme", "We need exports"), ("Globex", "Export, please")):
        draft = Draft(text, said_by_name="Ann", customer=customer, importance=Importance.HELPFUL)
        saved = capture.capture(database, made.by(), draft).feedback
        ideas_evidence.link(database, made.by(), idea.number, saved.number)
    with database.transaction() as session:
        for name in ("Acme", "Globex"):
            facts = Facts(name, revenue=Money(100_000, "EUR"))
            put = stored_customers.put(session, made.by(), facts).customer.id
            setattr(made, name.lower(), put)
    posted(database, idea, TS)
    return made


def edited(place: Place, **facts: str | None) -> None:
    new = replace(NewIdea("Export to CSV"), **facts)
    ideas.edit(place.database, place.by(), place.idea, new)


def planned(place: Place, plan: Plan) -> None:
    ideas.edit(place.database, place.by(), place.idea, NewIdea("Export to CSV"), plan)


def detailed(place: Place, **facts: object) -> None:
    given = replace(
        Details(said_by_name="Ann", customer="Acme", importance=Importance.HELPFUL), **facts
    )
    capture.add_details(place.database, place.by(), place.feedback, given)


def bot_found(place: Place) -> None:
    react(place.database, place.workspace_id, "UBOT2", TS, at="1.0")
    people.learn(place.database, place.workspace_id, [Person("UBOT2", "Robo", is_bot=True)], NOON)


def customer_typed(place: Place, **facts: str) -> None:
    typed = replace(TypedCustomer("Acme", revenue="1000 EUR"), **facts)
    customers.edit(place.database, place.by(), place.acme, typed)


def merged_back(place: Place) -> None:
    merging.merge(place.database, place.by(), place.other, place.idea)
    merging.undo(place.database, place.by(), place.other)


def emoji_changed(place: Place) -> None:
    wish = SettingsForm(None, "inbox_tray", "tada", "Europe/Berlin", ())
    settings.change(place.database, place.by(), wish)


WAYS: dict[str, Callable[[Place], object]] = {
    "title": lambda it: edited(it, title="Export to a spreadsheet"),
    "description": lambda it: edited(it, description="As CSV and XLSX."),
    "area": lambda it: edited(it, area="Reports"),
    "owner": lambda it: edited(it, owner_id="UMEMBER"),
    "status": lambda it: ideas.move(it.database, it.by(), it.idea, Status.SHIPPED),
    "horizon": lambda it: ideas.move(it.database, it.by(), it.idea, Horizon.NEXT),
    "declined": lambda it: ideas.move(it.database, it.by(), it.idea, Status.DECLINED, "No."),
    "dates": lambda it: planned(it, Plan(Dates(None, date(2027, 1, 1)), None)),
    "evidence taken": lambda it: ideas_evidence.unlink(it.database, it.by(), it.idea, 1),
    "customer of feedback": lambda it: detailed(it, customer="Initech"),
    "importance of feedback": lambda it: detailed(it, importance=Importance.BLOCKER),
    "who said it": lambda it: detailed(it, said_by_name="Bob"),
    "revenue": lambda it: customer_typed(it, revenue="5000 EUR"),
    "name of a customer": lambda it: customer_typed(it, name="Acme Corporation"),
    "customers merged": lambda it: duplicates.merge(it.database, it.by(), it.globex, it.acme),
    "rates": lambda it: rates.set_rates(it.database, it.by(), "USD", "EUR 1.1"),
    "vote": lambda it: react(it.database, it.workspace_id, "UMEMBER", TS, at="1.0"),
    "voter is a bot": bot_found,
    "merged": lambda it: merging.merge(it.database, it.by(), it.other, it.idea),
    "merged and apart again": merged_back,
    "vote emoji": emoji_changed,
}


def _updates(database: Database) -> int:
    with database.reading() as session:
        waiting = session.exec(
            select(OutboxRow).where(
                OutboxRow.kind == Kind.UPDATE_CARD, OutboxRow.state == "pending"
            )
        )
        return len(list(waiting))


@pytest.mark.parametrize("way", WAYS)
def test_a_card_is_refreshed_whichever_way_what_it_shows_was_changed(
    place: Place, way: str
) -> None:
    WAYS[way](place)
    assert _updates(place.database) == 1


def test_a_change_that_no_card_shows_refreshes_none(place: Place) -> None:
    detailed(place)
    capture.capture(place.database, place.by(), Draft("Something else", customer="Acme"))
    assert _updates(place.database) == 0
