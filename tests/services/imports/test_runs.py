"""Imports: once however often a file comes, with votes that stay, and work that survives."""

import io
from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.core.changes import IMPORTING
from domain.core.errors import NotAllowed
from domain.core.money import Money
from domain.core.outbox import Kind, Task
from domain.core.people import Person, Request
from domain.ideas.model import Idea, Status
from domain.imports.rows import Item, Problem
from domain.imports.runs import Counts, Import, State
from services.feedback import pages as feedback_pages
from services.idea_page import page as idea_pages
from services.ideas.actions import NewIdea
from services.imports import offers as import_offers
from services.imports import runs as imports
from services.imports.files import guessed, rows_of
from services.imports.problems import refused_rows, remarked_rows
from services.imports.rows import Result, put
from services.merging import merge as merging
from services.outbox import delivery
from services.votes import actions as votes
from services.votes import filing
from storage import similarity as search_entries
from storage.customers import queries as customers
from storage.database.engine import Database
from storage.imports import runs as storage
from storage.outbox import change_log as changes
from storage.workspace import people
from tests.support.ideas import card_of, filed, posted, react, take, tally
from tests.support.make import NOON, request, workspace
from views.idea_page.page import idea_modal
from views.ideas.origin import IdeaOrigin


def asked(workspace_id: int) -> Request:
    return Request(workspace_id, "UADMIN", IMPORTING, NOON)


def bring(database: Database, workspace_id: int, table: str) -> Result:
    file = io.BytesIO(table.encode())
    plan = guessed(file)
    rows: Sequence[Item | Problem] = list(rows_of(file, plan, NOON))
    with database.transaction() as session:
        return put(session, asked(workspace_id), plan.kind, rows)


def idea(database: Database, workspace_id: int, number: int) -> Idea:
    return idea_pages.get(database, request(workspace_id), number).idea


FEEDBACK = "Id,Feedback,Customer,Date\n1,Slow export,Acme,2026-03-31\n2,Dark mode,acme,\n"


def test_a_table_that_comes_twice_adds_nothing(database: Database) -> None:
    found = workspace(database).id
    first = bring(database, found, FEEDBACK)
    assert (first.added, first.known) == (2, 0)
    again = bring(database, found, FEEDBACK)
    assert (again.added, again.known, again.problems) == (0, 2, ())
    saved = feedback_pages.get(database, found, 1)
    assert (saved.customer, saved.door, saved.saved_by) == ("Acme", "import", "UADMIN")
    assert saved.created_at.date().isoformat() == "2026-03-31"
    assert feedback_pages.get(database, found, 2).customer == "Acme"
    other = workspace(database, "T2").id
    assert bring(database, other, FEEDBACK).added == 2


def test_rows_that_repeat_within_a_table_are_one_and_numbers_have_no_gaps(
    database: Database,
) -> None:
    found = workspace(database).id
    done = bring(database, found, "Feedback,Customer\nSlow,Acme\nSlow,Acme\nSlow,Beta\n")
    assert (done.added, done.known) == (2, 1)
    bring(database, found, "Feedback,Customer\nSlow,Acme\nNew,Acme\n")
    assert feedback_pages.get(database, found, 3).text == "New"


@pytest.mark.both_databases
def test_an_id_that_came_with_other_words_is_refused_and_left_as_it_is(
    database: Database,
) -> None:
    found = workspace(database).id
    bring(database, found, FEEDBACK)
    done = bring(database, found, "Id,Feedback\n1,Something else\n3,Third\n")
    assert done.added == 1
    assert [(one.line, "Here it says “Slow export”" in one.reason) for one in done.problems] == [
        (2, True)
    ]
    assert feedback_pages.get(database, found, 1).text == "Slow export"


@pytest.mark.both_databases
def test_feedback_is_linked_to_the_idea_that_its_row_names(database: Database) -> None:
    found = workspace(database).id
    filed(database, found, "Export to CSV")
    done = bring(
        database,
        found,
        "Feedback,Idea\nSlow,I-1\nSlower,export TO csv\nNo such,I-99\nAlone,\n",
    )
    assert done.added == 3
    assert "no idea 'I-99'" in done.problems[0].reason and done.problems[0].line == 4
    assert idea(database, found, 1).evidence == 2
    assert feedback_pages.get(database, found, 1).idea_numbers == (1,)


@pytest.mark.both_databases
def test_feedback_is_linked_to_every_idea_that_its_cell_lists(database: Database) -> None:
    found = workspace(database).id
    filed(database, found, "Export, to CSV")
    filed(database, found, "Dark mode")
    table = (
        'Feedback,Features\nSlow,"Export, to CSV\nDark mode"\nNight,"Dark mode, I-1"\n'
        'One,"Export, to CSV"\nHalf,"Dark mode; No such"\n'
    )
    done = bring(database, found, table)
    assert (done.added, len(done.problems)) == (3, 1)
    assert "no idea 'Dark mode; No such'" in done.problems[0].reason
    assert feedback_pages.get(database, found, 1).idea_numbers == (1, 2)
    assert feedback_pages.get(database, found, 2).idea_numbers == (1, 2)
    assert feedback_pages.get(database, found, 3).idea_numbers == (1,)
    assert idea(database, found, 1).evidence == 3


@pytest.mark.both_databases
def test_rows_that_were_changed_on_the_way_are_counted_and_listed(database: Database) -> None:
    run, admin = offered(database, "Idea,Votes,Status\nDark mode,-3,Baking\nExport,4,done\n")
    import_offers.begin(database, admin, run.id)
    (task,) = slices(database)
    imports.run_slice(database, task, NOON)
    ended = imports.get(database, run.workspace_id, run.id)
    assert ended is not None and ended[0].counts == Counts(added=2, votes=4, remarks=1)
    assert refused_rows(database, run) == []
    (remark,) = remarked_rows(database, run)
    assert remark.cells == ("Dark mode", "-3", "Baking")
    assert remark.reason == ("-3 votes became 0. Status “Baking” isn't known, so it became Open.")


IDEAS = "Id,Idea,Votes,Voters,Status\n1,Dark mode,5,Sam; anna@acme.example,planned\n2,API,0,,open\n"


def test_ideas_come_with_one_vote_row_for_each_vote(database: Database) -> None:
    found = workspace(database).id
    done = bring(database, found, IDEAS)
    assert (done.added, done.votes) == (2, 5)
    dark = idea(database, found, 1)
    assert (dark.status, tally(database, dark)) == (Status.PLANNED, 5)
    assert len(idea_pages.shortlist(database, request(found), "dark").ideas) == 1
    page = idea_pages.get(database, request(found), 1)
    assert page.outside == (4, ("anna@acme.example",))
    assert "4 of the votes are from outside Slack" in str(idea_modal(page, IdeaOrigin()))
    again = bring(database, found, IDEAS)
    assert (again.added, again.known, again.votes) == (0, 2, 0)
    assert tally(database, idea(database, found, 1)) == 5


def test_a_table_of_single_votes_makes_one_idea_with_all_its_voters(database: Database) -> None:
    found = workspace(database).id
    table = "Idea,Voter\nDark mode,Anna\nDark mode,Ben\nAPI,Anna\nDark Mode,Anna\n"
    done = bring(database, found, table)
    assert (done.added, done.votes) == (2, 3)
    more = bring(database, found, "Idea,Voter\nDark mode,Cy\n")
    assert (more.added, more.known, more.votes) == (0, 1, 1)
    assert tally(database, idea(database, found, 1)) == 3


def test_imported_votes_stay_when_reactions_are_read_anew(database: Database) -> None:
    found = workspace(database).id
    bring(database, found, IDEAS)
    dark = idea(database, found, 1)
    posted(database, dark, "1.0")
    react(database, found, "U1", "1.0", at="2.0")
    assert tally(database, dark) == 6
    votes.request_reconciliation(database, found, NOON)
    task = take(database, Kind.READ_REACTIONS)
    assert task.payload["card"] == card_of(database, dark, "1.0")
    votes.healed(database, task, [("U1", "+1")], NOON, NOON)
    assert tally(database, dark) == 6
    with database.transaction() as session:
        votes.recount_all(session, request(found, "UADMIN"))
    assert tally(database, dark) == 6


def test_who_votes_by_import_and_by_emoji_is_one_vote_and_can_take_it_back(
    database: Database,
) -> None:
    found = workspace(database).id
    bring(database, found, IDEAS)
    dark = idea(database, found, 1)
    posted(database, dark, "1.0")
    react(database, found, "UMEMBER", "1.0", at="2.0")
    assert tally(database, dark) == 5
    react(database, found, "UMEMBER", "1.0", at="3.0", is_added=False)
    assert tally(database, dark) == 4
    bring(database, found, IDEAS)
    assert tally(database, dark) == 4


def test_a_name_that_two_people_share_is_nobody_in_slack(database: Database) -> None:
    found = workspace(database).id
    with database.transaction() as session:
        people.save(session, found, [Person("USAM2", "Sam")], NOON)
    bring(database, found, IDEAS)
    with database.reading() as session:
        voters = changes.of_subject(session, found, "idea", idea(database, found, 1).id)
    named = [one.after["user"] for one in voters if one.field == "vote"]
    assert len(named) == 5 and all(user.startswith("outside:") for user in named)


@pytest.mark.both_databases
def test_merging_carries_imported_votes_over_and_back(database: Database) -> None:
    found = workspace(database).id
    bring(database, found, "Idea,Voter\nDark mode,Anna\nDark mode,Ben\nNight,Anna\nNight,Cy\n")
    admin = request(found, "UADMIN", key="merge")
    merging.merge(database, admin, 2, 1)
    assert tally(database, idea(database, found, 1)) == 3
    bring(database, found, "Idea,Voter\nNight,Dora\n")
    assert tally(database, idea(database, found, 1)) == 4
    merging.undo(database, replace(admin, key="undo"), 2)
    assert tally(database, idea(database, found, 1)) == 2
    with database.reading() as session:
        assert changes.latest_id(session, found) > 0


def test_an_import_is_no_news_for_digests_but_is_found_by_search(database: Database) -> None:
    found = workspace(database).id
    bring(database, found, FEEDBACK)
    bring(database, found, IDEAS)
    filing.file(database, request(found, key="one"), NewIdea("Said in Slack"), None)
    with database.reading() as session:
        news = changes.news(session, found, 0, 2**62)
        waiting = search_entries.changed(session, found, 0, 100)
    assert [one.after for one in news if one.field == "created"] == ["Said in Slack"]
    assert len(waiting) == 5


CUSTOMERS = (
    "Company;Plan;ARR;Account manager\n"
    "Acme;Gold;1.200,50 €;Sam\n"
    "Beta;Silver;$12k;\n"
    "Gamma;;5000;\n"
    "Delta;;;Nobody Known\n"
    "Epsilon;;12 apples;\n"
)


def test_customers_come_with_tier_revenue_and_owner_or_with_the_reason_why_not(
    database: Database,
) -> None:
    found = workspace(database).id
    done = bring(database, found, CUSTOMERS)
    assert (done.added, [one.line for one in done.problems]) == (2, [4, 5, 6])
    assert "no currency" in done.problems[0].reason
    with database.reading() as session:
        acme = customers.named(session, found, "ACME")
        beta = customers.named(session, found, "beta")
    assert acme is not None and acme.revenue == Money(120_050, "EUR")
    assert (acme.tier, acme.owner_id) == ("Gold", "UMEMBER")
    assert beta is not None and beta.revenue == Money(1_200_000, "USD")
    again = bring(database, found, CUSTOMERS.replace("Silver", "Gold"))
    assert (again.added, again.known) == (1, 1)


def offered(database: Database, table: str) -> tuple[Import, Request]:
    found = workspace(database).id
    admin = request(found, "UADMIN", key="drop")
    import_offers.dropped(database, admin, [{"id": "F1", "name": "a.csv"}])
    task = take(database, Kind.READ_TABLE)
    import_offers.offer(database, task, "a.csv", table.encode(), NOON)
    with database.reading() as session:
        run_id = storage.by_request(session, found, task.payload["key"])
    assert run_id is not None
    run = imports.get(database, found, run_id)
    assert run is not None
    return run[0], admin


def slices(database: Database) -> list[Task]:
    found = delivery.take(database, "test", NOON, lease_s=20, limit=50)
    for task in found:
        if task.kind is not Kind.IMPORT:
            delivery.done(database, task, NOON)
    return [task for task in found if task.kind is Kind.IMPORT]


def test_work_that_is_cut_off_goes_on_where_it_was(database: Database) -> None:
    table = "Feedback\n" + "".join(f"Wish {number}\n" for number in range(4_600)) + '""\n'
    run, admin = offered(database, table)
    import_offers.begin(database, admin, run.id)
    import_offers.begin(database, admin, run.id)
    (task,) = slices(database)
    imports.run_slice(database, task, NOON)
    middle = imports.get(database, run.workspace_id, run.id)
    assert middle is not None and middle[0].done_rows == 4_000
    (again,) = slices(database)
    assert again.key != task.key
    imports.run_slice(database, task, NOON)  # the first one once more, after its lease was lost
    imports.run_slice(database, again, NOON)
    ended = imports.get(database, run.workspace_id, run.id)
    assert ended is not None and ended[0].state is State.DONE
    assert ended[0].counts.added == 4_600
    assert feedback_pages.untriaged_count(database, run.workspace_id) == 4_600
    with database.reading() as session:
        assert storage.file(session, run.workspace_id, run.id) is None


@pytest.mark.both_databases
def test_a_cancelled_import_stores_nothing_more(database: Database) -> None:
    run, admin = offered(database, "Feedback\nSlow\n")
    import_offers.begin(database, admin, run.id)
    import_offers.cancel(database, admin, run.id)
    for task in slices(database):
        imports.run_slice(database, task, NOON)
    assert feedback_pages.untriaged_count(database, run.workspace_id) == 0
    with pytest.raises(NotAllowed, match="was cancelled"):
        import_offers.form(database, admin, run.id)


@pytest.mark.both_databases
def test_only_managers_begin_an_import(database: Database) -> None:
    run, admin = offered(database, "Feedback,Date\nSlow,so so\n")
    with pytest.raises(NotAllowed, match="Only managers can import files"):
        import_offers.begin(database, replace(admin, user_id="UMEMBER"), run.id)
    import_offers.begin(database, admin, run.id)
    (task,) = slices(database)
    imports.run_slice(database, task, NOON)
    (problem,) = refused_rows(database, run)
    assert problem.cells == ("Slow", "so so")


def test_an_offer_that_nobody_takes_up_is_forgotten_after_a_week(database: Database) -> None:
    run, _admin = offered(database, "Feedback\nSlow\n")
    import_offers.forget_offers(database, NOON.replace(day=29))
    kept = imports.get(database, run.workspace_id, run.id)
    import_offers.forget_offers(database, NOON.replace(month=12, day=1))
    gone = imports.get(database, run.workspace_id, run.id)
    assert kept is not None and gone is not None
    assert (kept[0].state, gone[0].state) == (State.OFFERED, State.CANCELLED)
