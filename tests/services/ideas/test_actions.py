"""Ideas: filed once, moved by managers, found by words, joined with evidence."""

import threading

import pytest
from sqlmodel import select

from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.outbox import Kind, State
from domain.feedback.model import Draft, Feedback, FeedbackState, Source
from domain.ideas.model import Horizon, Status
from services.feedback import capture as feedback
from services.feedback import pages as feedback_pages
from services.idea_page import page as idea_pages
from services.ideas import actions as ideas
from services.ideas import evidence as ideas_evidence
from services.ideas.actions import NewIdea
from services.outbox import delivery
from services.votes import cards, filing
from storage.database.engine import Database
from storage.ideas import queries as storage
from storage.ideas import search as idea_search
from storage.outbox import change_log as changes
from storage.schema import CardRow, OutboxRow
from tests.support.ideas import filed, posted, react, take, tally
from tests.support.make import NOON, request, workspace

TS = "1763899200.000100"


def log_of(database: Database, workspace_id: int, idea_id: int) -> list[tuple[object, ...]]:
    with database.reading() as session:
        found = changes.of_subject(session, workspace_id, "idea", idea_id)
    return [(one.field, one.before, one.after) for one in found]


def errands(database: Database, kind: Kind) -> list[OutboxRow]:
    with database.reading() as session:
        return list(session.exec(select(OutboxRow).where(OutboxRow.kind == kind.value)))


def said(database: Database, workspace_id: int, text: str, **facts: object) -> Feedback:
    draft = Draft(text, **facts)  # type: ignore[arg-type]
    asked = request(workspace_id, "USAYER", key=f"say:{text}")
    return feedback.capture(database, asked, draft).feedback


def test_the_same_request_files_one_idea_with_one_card(database: Database) -> None:
    one = workspace(database)
    first, again = filed(database, one.id), filed(database, one.id)
    assert first == again
    assert len(errands(database, Kind.POST_CARD)) == 1
    assert log_of(database, one.id, first.id) == [("created", None, "Export to CSV")]


def test_the_same_request_at_the_same_instant_files_one_idea(database: Database) -> None:
    one = workspace(database)
    gate = threading.Barrier(4)
    numbers: list[int] = []

    def run() -> None:
        gate.wait(10)
        numbers.append(filed(database, one.id).number)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert numbers == [1, 1, 1, 1]
    assert filed(database, one.id, "Another").number == 2


@pytest.mark.parametrize("title", ["", "   ", "\u200b", "x" * 151])
def test_a_title_that_cannot_be_used_is_refused_at_its_field(
    database: Database, title: str
) -> None:
    one = workspace(database)
    with pytest.raises(InvalidInput) as refused:
        filing.file(database, request(one.id), NewIdea(title), "C1")
    assert refused.value.field == "title"


def test_a_move_is_recorded_and_needs_a_manager(database: Database) -> None:
    one = workspace(database)
    idea = filed(database, one.id)
    with pytest.raises(NotAllowed, match="Please ask Priya"):
        ideas.move(database, request(one.id), 1, Status.PLANNED)
    manager = request(one.id, "UADMIN")
    assert ideas.move(database, manager, 1, Status.PLANNED).horizon is Horizon.NEXT
    assert ideas.move(database, manager, 1, Horizon.NOW).status is Status.PLANNED
    assert ideas.move(database, manager, 1, Status.SHIPPED).shipped_at == NOON
    assert log_of(database, one.id, idea.id)[1:] == [
        ("status", "open", "planned"),
        ("horizon", None, "next"),
        ("horizon", "next", "now"),
        ("status", "planned", "shipped"),
        ("horizon", "now", None),
    ]


def test_a_reason_stays_until_the_idea_is_taken_up_again(database: Database) -> None:
    one = workspace(database)
    filed(database, one.id)
    manager = request(one.id, "UADMIN")
    assert ideas.move(database, manager, 1, Status.DECLINED, " Too big ").decline_reason == (
        "Too big"
    )
    assert ideas.move(database, manager, 1, Status.DECLINED).decline_reason == "Too big"
    assert ideas.move(database, manager, 1, Status.OPEN, "ignored").decline_reason is None


def test_moving_to_where_it_stands_changes_nothing(database: Database) -> None:
    one = workspace(database)
    idea = filed(database, one.id)
    posted(database, idea, TS)
    ideas.move(database, request(one.id, "UADMIN"), 1, Status.OPEN)
    assert len(log_of(database, one.id, idea.id)) == 1
    assert errands(database, Kind.UPDATE_CARD) == []


def test_who_filed_an_idea_edits_it_and_others_do_not(database: Database) -> None:
    one = workspace(database)
    idea = filed(database, one.id)
    with pytest.raises(NotAllowed):
        ideas.edit(database, request(one.id, "UOTHER"), 1, NewIdea("Mine"))
    after = ideas.edit(
        database, request(one.id), 1, NewIdea("Export", "As CSV", " Exports ", "UOTHER")
    )
    assert (after.title, after.description, after.area, after.owner_id) == (
        "Export",
        "As CSV",
        "Exports",
        "UOTHER",
    )
    assert {field for field, _, _ in log_of(database, one.id, idea.id)} == {
        "created",
        "title",
        "description",
        "area",
        "owner",
    }
    assert ideas.edit(database, request(one.id, "UOTHER"), 1, NewIdea("Export")).area is None


def test_evidence_counts_pieces_and_customers_and_its_feedback_is_linked(
    database: Database,
) -> None:
    one = workspace(database)
    filed(database, one.id)
    for number, customer in enumerate(("Acme", "ACME ", "Globex", None)):
        said(database, one.id, f"Export {number}", customer=customer)
        ideas_evidence.link(database, request(one.id), 1, number + 1)
        ideas_evidence.link(database, request(one.id), 1, number + 1)
    idea = idea_pages.get(database, request(one.id), 1).idea
    assert (idea.evidence, idea.customers) == (4, 2)
    assert feedback_pages.get(database, one.id, 1).state is FeedbackState.LINKED
    assert ideas_evidence.unlink(database, request(one.id), 1, 1).evidence == 3
    assert feedback_pages.get(database, one.id, 1).state is FeedbackState.NEW


def test_feedback_that_was_taken_back_cannot_be_evidence(database: Database) -> None:
    one = workspace(database)
    filed(database, one.id)
    said(database, one.id, "Export")
    feedback.undo(database, request(one.id, "USAYER"), 1)
    with pytest.raises(NotAllowed, match="was taken back"):
        ideas_evidence.link(database, request(one.id), 1, 1)


def test_filing_from_feedback_that_does_not_exist_files_nothing(database: Database) -> None:
    one = workspace(database)
    with pytest.raises(NotFound):
        filing.file(database, request(one.id), NewIdea("Export", feedback_number=9), "C1")
    assert idea_pages.suggest(database, one.id, "") == []


def test_private_words_are_withheld_from_those_who_could_not_read_them(
    database: Database,
) -> None:
    one = workspace(database)
    filed(database, one.id)
    source = Source("CSECRET", "1.2", "https://example.slack.com/x", is_private=True)
    said(database, one.id, "Acme will leave", customer="Acme", source=source)
    ideas_evidence.link(database, request(one.id), 1, 1)

    def words(user: str, channel: str | None) -> str:
        page = idea_pages.get(database, request(one.id, user), 1, channel)
        return repr(page.evidence)

    assert "Acme" not in words("UMEMBER", "C1")
    assert "example.slack.com" not in words("UMEMBER", "C1")
    assert "Acme will leave" in words("UMEMBER", "CSECRET")
    assert "Acme will leave" in words("USAYER", "C1")
    assert idea_pages.suggest_feedback(database, request(one.id), "leave") == []
    (hidden,) = idea_pages.suggest_feedback(database, request(one.id), "F-1")
    assert hidden.feedback.text == "said in a private conversation"
    (open_one,) = idea_pages.suggest_feedback(database, request(one.id, "USAYER"), "LEAVE")
    assert open_one.feedback.text == "Acme will leave"


def test_ideas_are_found_by_all_words_best_first(database: Database) -> None:
    one = workspace(database)
    titles = ["CSV import", "Export to CSV", "Überprüfung", "100%_safe exports", "导出报告"]
    for title in titles:
        filed(database, one.id, title)
    filing.file(
        database, request(one.id, key="d"), NewIdea("Reports", "Finance exports them as csv"), "C1"
    )
    posted(database, storage_idea(database, one.id, 1), TS)

    def found(words: str) -> list[int]:
        with database.reading() as session:
            return [idea.number for idea in idea_search.find(session, one.id, words, 10)]

    assert found("csv exp") == [2, 6]
    assert found("EXPORT") == [2, 4, 6]
    assert found("uberpruf") == [3]
    assert found("报告") == [5]
    assert found("100%") == [4]
    assert found("_") == found("")
    assert found("i-2") == [2]
    assert found("port") == []
    react(database, one.id, "U1", TS, at="10.1")
    assert found("csv")[0] == 1


def storage_idea(database: Database, workspace_id: int, number: int) -> storage.Idea:
    with database.reading() as session:
        idea = storage.by_number(session, workspace_id, number)
    assert idea is not None
    return idea


def test_a_select_offers_the_numbered_idea_first(database: Database) -> None:
    one = workspace(database)
    for title in ("Export", "Import 1 file", "Reports"):
        filed(database, one.id, title)
    assert idea_pages.suggest(database, one.id, "1")[0].number == 1
    assert [idea.number for idea in idea_pages.suggest(database, one.id, "I-3")] == [3]
    assert len(idea_pages.suggest(database, one.id, "")) == 3


def test_the_list_leaves_out_what_is_closed_and_words_find_it_last(database: Database) -> None:
    one = workspace(database)
    filed(database, one.id, "Export one")
    filed(database, one.id, "Export two")
    ideas.move(database, request(one.id, "UADMIN"), 1, Status.SHIPPED)
    open_ones = idea_pages.shortlist(database, request(one.id), "")
    assert [idea.number for idea in open_ones.ideas] == [2]
    found = idea_pages.shortlist(database, request(one.id), "export")
    assert [idea.number for idea in found.ideas] == [2, 1]


def test_a_missing_number_names_the_nearest(database: Database) -> None:
    one = workspace(database)
    with pytest.raises(NotFound, match="no ideas yet"):
        idea_pages.get(database, request(one.id), 5)
    filed(database, one.id)
    with pytest.raises(NotFound, match="The nearest one is I-1"):
        idea_pages.get(database, request(one.id), 5)


def test_the_same_title_in_another_spelling_is_pointed_out(database: Database) -> None:
    one = workspace(database)
    first = filed(database, one.id, "Export to CSV")
    second = filed(database, one.id, "export — to csv!")
    told = idea_pages.filed(database, request(one.id), second, "C1")
    assert told.twin == first
    third = filed(database, one.id, "Import")
    assert idea_pages.filed(database, request(one.id), third, "C1").twin is None


@pytest.mark.both_databases
def test_a_card_that_cannot_be_posted_is_given_up_and_told_once(database: Database) -> None:
    one = workspace(database)
    idea = filed(database, one.id)
    task = take(database, Kind.POST_CARD)
    delivery.give_up(database, task, NOON, State.FAILED, "The channel is archived.")
    delivery.give_up(database, task, NOON, State.FAILED, "The channel is archived.")
    (told,) = errands(database, Kind.TELL)
    assert told.payload["user"] == "UMEMBER"
    assert told.payload["data"]["reason"] == "The channel is archived."
    with database.reading() as session:
        assert [card.is_deleted for card in session.exec(select(CardRow))] == [True]
    posted(database, idea, TS)
    react(database, one.id, "U1", TS, at="10.1")
    assert tally(database, idea) == 1


def test_showing_a_card_needs_a_channel_the_bot_is_in(database: Database) -> None:
    one = workspace(database)
    filed(database, one.id)
    for channel in (None, "D1"):
        with pytest.raises(InvalidInput, match="needs a channel"):
            cards.show(database, request(one.id, key="s"), 1, channel)
    cards.show(database, request(one.id, key="s"), 1, "C2")
    cards.show(database, request(one.id, key="s"), 1, "C2")
    assert len(errands(database, Kind.POST_CARD)) == 2


def test_ideas_of_another_workspace_are_out_of_reach(database: Database) -> None:
    first, second = workspace(database, "T1"), workspace(database, "T2")
    filed(database, first.id)
    other = request(second.id, "UADMIN")
    for deed in (
        lambda: idea_pages.get(database, other, 1),
        lambda: ideas.move(database, other, 1, Status.PLANNED),
        lambda: ideas.edit(database, other, 1, NewIdea("x")),
        lambda: cards.show(database, other, 1, "C1"),
    ):
        with pytest.raises(NotFound):
            deed()
    assert idea_pages.suggest(database, second.id, "export") == []


def test_many_people_voting_at_once_are_all_counted(database: Database) -> None:
    one = workspace(database)
    idea = filed(database, one.id)
    posted(database, idea, TS)
    posted(database, idea, "1763899200.000200", "C2")
    gate = threading.Barrier(6)
    failures: list[BaseException] = []

    def vote(number: int) -> None:
        gate.wait(10)
        try:
            for step in range(8):
                user = f"U{number}-{step}"
                react(database, one.id, user, TS, at="10.1")
                react(database, one.id, user, "1763899200.000200", at="10.1", channel="C2")
                if step % 2:
                    react(database, one.id, user, TS, at="10.2", is_added=False)
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=vote, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert tally(database, idea) == 48
