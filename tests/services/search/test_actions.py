"""Searching everything: words and filters on both databases; private words for their readers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.announcements import Announcement
from domain.core.errors import InvalidInput, NotAllowed, NotFound, UserError
from domain.core.importance import Importance
from domain.core.money import Money
from domain.core.people import Person, Request
from domain.customers.model import Facts
from domain.feedback.model import Draft, Source
from domain.ideas.model import Status
from domain.roadmap.promises import NewPromise
from domain.search.vocabulary import Kind
from services.announcements import publish as announcing
from services.feedback import capture as feedback
from services.ideas import actions as ideas
from services.ideas import evidence as ideas_evidence
from services.ideas.actions import NewIdea
from services.roadmap import promises as promising
from services.search import actions as searching
from services.search import files as searching_files
from services.votes import filing
from storage.customers import queries as stored
from storage.database.engine import Database
from storage.workspace import people
from tests.support import rounds as round_support
from tests.support.make import NOON, request, workspace
from views.search.table import search_table

ADMIN, MEMBER, GUEST = "UADMIN", "UMEMBER", "UGUEST"
FINDS: tuple[tuple[str, list[str]], ...] = (
    ("export", ["I-1", "F-3", "F-2", "F-1", "P-1"]),
    ('"times out"', ["F-1"]),
    ('"out times"', []),
    ("export -pdf kind:feedback", ["F-3", "F-1"]),
    ("customer:acme kind:feedback", ["F-1"]),
    ('-customer:"Acme Corp" kind:feedback', ["F-3", "F-2"]),
    ("customer:any kind:feedback", ["F-2", "F-1"]),
    ("tier:gold", ["Acme Corp", "F-1", "I-1", "P-1"]),
    ("-tier:gold kind:feedback", ["F-3", "F-2"]),
    ("revenue:10k kind:feedback", ["F-1"]),
    ("revenue:60k", []),
    ("area:billing", ["F-1", "I-1"]),
    ("area:billing area:mobile kind:feedback", ["F-2", "F-1"]),
    ("importance:blocker", ["F-1"]),
    ("-importance:blocker kind:feedback", ["F-3", "F-2"]),
    ("is:untriaged", ["F-3", "F-2"]),
    ("is:linked", ["F-1"]),
    ("idea:I-1 kind:feedback", ["F-1"]),
    ("-idea:I-1 kind:feedback", ["F-3", "F-2"]),
    ("from:@sam kind:feedback", ["F-3", "F-2", "F-1"]),
    ("-from:sam kind:feedback", []),
    ("owner:sam", ["Acme Corp", "I-1"]),
    ("is:mine kind:promise", ["P-1"]),
    ("is:open kind:idea", ["I-1"]),
    ("customer:acme kind:idea", ["I-1"]),
    ("-customer:acme kind:idea", []),
    ("customer:acme kind:promise is:open", ["P-1"]),
    ("since:2026-11-23 kind:idea", ["I-1"]),
    ("until:2026-11-22", []),
    ("sort:oldest kind:feedback", ["F-1", "F-2", "F-3"]),
    ("sort:importance", ["F-1", "F-3", "F-2"]),
    ("sort:revenue kind:feedback", ["F-1", "F-3", "F-2"]),
    ("sort:votes", ["I-1"]),
    ("f-2", ["F-2"]),
    ("acme", ["Acme Corp", "P-1"]),
)
REFUSED = (
    ("customer:Akme", "Did you mean Acme Corp"),
    ("area:biling", "Did you mean Billing"),
    ("tier:silver", "There are Gold"),
    ("from:@nobody", "I know nobody called “nobody”"),
    ("idea:I-9", "There is no I-9"),
    ("revenue:5USD", "There is no rate for USD"),
    ("custmer:Acme", "Did you mean customer:"),
)


@pytest.fixture
def place(database: Database) -> Iterator[int]:
    """A workspace in which customers said things, and an idea came of them."""
    row_id = workspace(database).id
    with database.transaction() as session:
        people.save(session, row_id, [Person(GUEST, "Gus", is_guest=True)], NOON)
        gold = Facts("Acme Corp", "Gold", Money(50_000_00, "EUR"), owner_id=MEMBER)
        stored.put(session, by(row_id), gold)
    _say(database, row_id, "The export times out", "Acme Corp", "Billing", Importance.BLOCKER)
    _say(database, row_id, "Please export to PDF", "Birch", "Mobile")
    _say(database, row_id, "Time to export", None, None)
    filed = NewIdea("Faster export", area="Billing", owner_id=MEMBER)
    idea = filing.file(database, by(row_id, MEMBER), filed, "C1")
    ideas_evidence.link(database, by(row_id), idea.number, 1)
    new = NewPromise("Acme Corp", NOON.date() + timedelta(days=9), MEMBER)
    promising.promise(database, by(row_id), idea.number, new)
    yield row_id


def by(place: int, user_id: str = ADMIN) -> Request:
    return request(place, user_id)


def _say(
    database: Database,
    place: int,
    text: str,
    customer: str | None,
    area: str | None,
    importance: Importance | None = None,
) -> None:
    draft = Draft(text, said_by=MEMBER, customer=customer, area=area, importance=importance)
    feedback.capture(database, by(place), draft)


def found(database: Database, place: int, typed: str, user_id: str = ADMIN) -> list[str]:
    results = searching.search(database, by(place, user_id), typed)
    return [getattr(one.thing, "reference", getattr(one.thing, "name", "")) for one in results.hits]


@pytest.mark.both_databases
def test_a_search_finds_what_its_words_and_filters_say(database: Database, place: int) -> None:
    asked = {typed: found(database, place, typed) for typed, _expected in FINDS}
    assert asked == dict(FINDS)


@pytest.mark.both_databases
def test_rounds_and_announcements_are_found_by_their_words_and_their_ideas(
    database: Database, place: int
) -> None:
    filing.file(database, replace(by(place), key="second"), NewIdea("Offline maps"), "C1")
    round_support.ballot(database, place, title="What comes in spring?", numbers=(1, 2))
    ideas.move(database, by(place), 1, Status.SHIPPED)
    note = announcing.Note("Exports fly", "Ten times as fast.")
    later = NOON + timedelta(days=2)
    posted = replace(by(place), key="a1")
    announcing.announce(database, posted, 1, note, ("C1",), None)
    waiting = announcing.Note("Exports fly higher", "Not told yet.")
    announcing.announce(database, replace(by(place), key="a2"), 1, waiting, ("C1",), later)
    assert found(database, place, "spring") == ["R-1"]
    assert found(database, place, "R-1") == ["R-1"]
    assert found(database, place, "p-1") == ["P-1"]
    assert found(database, place, "kind:round idea:I-1 is:open owner:me") == ["R-1"]
    assert found(database, place, "spring -spring") == []
    assert told(database, place, "exports fly") == ["Exports fly higher", "Exports fly"]
    assert told(database, place, "exports fly", MEMBER) == ["Exports fly"]
    assert told(database, place, "kind:announcement faster") == [
        "Exports fly higher",
        "Exports fly",
    ]
    results = searching.search(database, by(place), "kind:round kind:announcement")
    table = search_table(results.hits, {})
    assert "Exports fly: Ten times as fast.,posted" in table
    assert "R-1,What comes in spring?,open" in table


def told(database: Database, place: int, typed: str, user_id: str = ADMIN) -> list[str]:
    results = searching.search(database, by(place, user_id), typed)
    notes = [one.thing for one in results.hits if isinstance(one.thing, Announcement)]
    return [one.note.headline for one in notes]


@pytest.mark.both_databases
def test_a_name_that_nobody_has_is_a_sentence_and_not_an_empty_list(
    database: Database, place: int
) -> None:
    for typed, sentence in REFUSED:
        with pytest.raises((InvalidInput, NotFound)) as refused:
            searching.search(database, by(place), typed)
        assert sentence in refused.value.message
        assert searching.attempt(database, by(place), typed).problem == refused.value.message


@pytest.mark.both_databases
def test_private_words_are_found_by_those_who_could_read_them_and_counted_by_all(
    database: Database, place: int
) -> None:
    source = Source("CSECRET", "1.1", is_private=True)
    draft = Draft("Merger talks", said_by="UBOSS", customer="Birch", source=source)
    feedback.capture(database, replace(by(place, MEMBER), door="shortcut"), draft)
    assert found(database, place, "merger", MEMBER) == ["F-4"]
    assert found(database, place, "merger") == []
    assert found(database, place, "from:<@UBOSS>") == []
    assert found(database, place, "-merger kind:feedback") == ["F-3", "F-2", "F-1"]
    results = searching.search(database, by(place), "customer:birch kind:feedback")
    assert [hit.thing.is_withheld for hit in results.hits] == [True, False]  # type: ignore[union-attr]
    hits, names = searching_files.everything(database, by(place), "customer:birch")
    table = search_table(hits, names)
    assert "Merger" not in table
    assert "said in a private conversation" in table
    assert "Please export to PDF" in table


def test_guests_find_no_customers_and_cannot_ask_by_them(database: Database, place: int) -> None:
    draft = Draft("The export times out", said_by=GUEST, customer="Acme Corp")
    feedback.capture(database, by(place), draft)
    assert found(database, place, "export", GUEST) == ["I-1", "F-4"]
    hits = searching.search(database, by(place, GUEST), "times").hits
    assert hits[0].thing.customer is None  # type: ignore[union-attr]
    for typed in ("customer:Acme", "kind:customer", "tier:gold"):
        with pytest.raises(NotAllowed):
            searching.search(database, by(place, GUEST), typed)


@pytest.mark.both_databases
def test_states_of_ideas_and_a_page_after_the_other(database: Database, place: int) -> None:
    for number in range(12):
        _say(database, place, f"Slow list {number}", None, None)
    ideas.move(database, by(place), 1, Status.SHIPPED)
    assert found(database, place, "is:shipped") == ["I-1"]
    assert found(database, place, "is:open kind:idea") == []
    first = searching.search(database, by(place), "slow")
    second = searching.search(database, by(place), "slow", searching.PAGE_SIZE)
    assert (len(first.hits), first.has_more, len(second.hits)) == (8, True, 4)
    assert first.counts == {Kind.FEEDBACK: 12}
    assert not second.has_more
    empty = searching.search(database, by(place), "  ")
    assert (empty.hits, empty.typed) == ((), "")


def test_a_workspace_finds_nothing_of_another(database: Database, place: int) -> None:
    other = workspace(database, "T2").id
    assert found(database, other, "export") == []
    with pytest.raises(UserError):
        found(database, other, "customer:Acme")
