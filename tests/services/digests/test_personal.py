"""The digest that one person gets for themselves, on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.outbox import Kind, State, Task
from domain.core.people import Person, Workspace
from domain.digests.audience import Audience, Section
from domain.digests.model import Digest, Tie
from domain.digests.subscriptions import Subscription
from domain.feedback.model import Draft
from domain.ideas.model import Horizon, Idea, Status
from services.digests import pages as digests
from services.digests import runs as digest_runs
from services.digests import subscribe as digest_changes
from services.feedback import capture as feedback
from services.ideas import actions as ideas
from services.ideas import evidence as ideas_evidence
from services.ideas.actions import NewIdea
from services.outbox import delivery
from services.outbox.payloads import unpack
from services.votes import filing
from storage.database.engine import Database
from storage.digests.subscriptions import active_channels
from storage.outbox import change_log as changes
from storage.workspace import people
from tests.support import ideas as cards
from tests.support import make
from tests.support.home import home_of
from tests.support.make import NOON, request

FRIDAY = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
"""Three o'clock in London, where Sam lives."""

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture
def workspace(database: Database) -> Workspace:
    return make.workspace(database)


def switched_on(database: Database, workspace: Workspace, words: str = "fri 15:00") -> Subscription:
    asked = request(workspace.id)
    return digest_changes.subscribe_in_words(database, asked, "UMEMBER", words)


def filed(database: Database, workspace: Workspace, title: str, **new: Any) -> Idea:
    asked = request(workspace.id, "UADMIN", key=f"file:{title}", at=NOON - 30 * DAY)
    return filing.file(database, asked, NewIdea(title, **new), "C9")


def said(database: Database, workspace: Workspace, text: str, idea: Idea | None = None) -> None:
    asked = request(workspace.id, key=f"said:{text}", at=NOON - 20 * DAY)
    found = feedback.capture(database, asked, Draft(text)).feedback
    if idea is not None:
        linking = request(workspace.id, "UADMIN", at=NOON - 19 * DAY)
        ideas_evidence.link(database, linking, idea.number, found.number)


def moved(database: Database, workspace: Workspace, idea: Idea, to: Status | Horizon) -> None:
    ideas.move(database, request(workspace.id, "UADMIN", at=NOON + DAY), idea.number, to)


def letters(database: Database) -> list[Task]:
    """Every task of a digest that waits, each settled as posted."""
    found: list[Task] = []
    while taken := delivery.take(database, "t", NOON + 400 * DAY, lease_s=20, limit=50):
        for task in taken:
            delivery.done(database, task, NOON, ts=f"{task.id}.0")
        found += [one for one in taken if "digest" in str(one.payload.get("template"))]
    return found


def sent(database: Database, at: datetime = FRIDAY) -> Digest | None:
    digest_runs.run_due(database, at)
    found = letters(database)
    assert all(one.kind is Kind.TELL and one.payload["user"] == "UMEMBER" for one in found)
    return unpack(Digest, found[0].payload["data"]["digest"]) if found else None


def told(digest: Digest | None) -> dict[Section, list[int]]:
    assert digest is not None
    return {one.section: [line.number for line in one.lines] for one in digest.listings}


def test_it_tells_what_i_asked_for_voted_for_and_own_and_nothing_else(
    database: Database, workspace: Workspace
) -> None:
    voted = filed(database, workspace, "Dark mode")
    cards.posted(database, voted, "1.0", "C9")
    cards.react(database, workspace.id, "UMEMBER", "1.0", at="2.0", channel="C9")
    asked, other = (filed(database, workspace, one) for one in ("Export", "Other"))
    owned = filed(database, workspace, "Offline", owner_id="UMEMBER")
    said(database, workspace, "I cannot export", asked)
    switched_on(database, workspace)
    moved(database, workspace, asked, Status.SHIPPED)
    moved(database, workspace, voted, Horizon.NEXT)
    moved(database, workspace, owned, Horizon.LATER)
    moved(database, workspace, other, Status.SHIPPED)
    digest = sent(database)
    assert digest is not None
    assert told(digest) == {Section.SHIPPED: [2], Section.MOVED: [1, 4]}
    lines = [line for one in digest.listings for line in one.lines]
    assert [line.tie for line in lines] == [Tie.SAID, Tie.VOTED, Tie.OWNS]
    assert lines[0].said == (1,)
    assert sent(database, FRIDAY + WEEK) is None


def test_only_the_owner_hears_that_an_idea_rises(database: Database, workspace: Workspace) -> None:
    mine = filed(database, workspace, "Mine", owner_id="UMEMBER")
    theirs = filed(database, workspace, "Theirs")
    for idea, ts in ((mine, "1.0"), (theirs, "2.0")):
        cards.posted(database, idea, ts, "C9")
    switched_on(database, workspace)
    cards.react(database, workspace.id, "UMEMBER", "2.0", at="3.0", channel="C9")
    for user in ("UADMIN", "UMEMBER"):
        cards.react(database, workspace.id, user, "1.0", at="4.0", channel="C9")
    digest = sent(database)
    assert told(digest) == {Section.RISING: [mine.number]}


def test_it_says_what_became_of_my_feedback(database: Database, workspace: Workspace) -> None:
    idea = filed(database, workspace, "Export")
    said(database, workspace, "I cannot export")
    said(database, workspace, "Of nobody else's concern")
    switched_on(database, workspace)
    ideas_evidence.link(database, request(workspace.id, "UADMIN", at=NOON + DAY), idea.number, 1)
    digest = sent(database)
    assert digest is not None and told(digest) == {Section.ANSWERED: [1]}
    [answer] = digest.listings[0].lines
    assert (answer.title, answer.place) == ("I cannot export", "I-1 Export")


def test_nothing_of_mine_moved_and_nothing_is_sent(
    database: Database, workspace: Workspace
) -> None:
    switched_on(database, workspace)
    moved(database, workspace, filed(database, workspace, "Theirs"), Status.SHIPPED)
    assert sent(database) is None
    [run] = digests.deliveries(database)
    assert run.result == "quiet"


def test_it_comes_at_ones_own_time_and_belongs_to_no_channel(
    database: Database, workspace: Workspace
) -> None:
    made = switched_on(database, workspace)
    assert made.is_personal and made.next_due_at == FRIDAY
    assert made.schedule.zone == "Europe/London"
    assert digests.subscriptions(database, workspace.id) == []
    with database.reading() as session:
        assert active_channels(session, workspace.id) == set()
    assert "*Your digest* comes" in str(home_of(database, request(workspace.id)))
    assert "*Your digest* comes" not in str(home_of(database, request(workspace.id, "UADMIN")))


@pytest.mark.both_databases
def test_off_and_on_again_bursts_nothing(database: Database, workspace: Workspace) -> None:
    mine = filed(database, workspace, "Mine", owner_id="UMEMBER")
    switched_on(database, workspace)
    moved(database, workspace, mine, Horizon.NEXT)
    digest_changes.stop(database, request(workspace.id), "UMEMBER")
    assert sent(database) is None
    later = request(workspace.id, at=NOON + 60 * DAY)
    digest_changes.subscribe_in_words(database, later, "UMEMBER", "fri 15:00")
    assert sent(database, NOON + 68 * DAY) is None


def test_refusals_name_the_command_that_was_meant(database: Database, workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="/digest me fri 15:00"):
        digest_changes.stop(database, request(workspace.id), "UMEMBER")
    with pytest.raises(InvalidInput, match="/digest me monday 09:00"):
        switched_on(database, workspace, "sometimes")


def test_nobody_else_reads_or_changes_it_not_even_managers(
    database: Database, workspace: Workspace
) -> None:
    mine = filed(database, workspace, "Mine", owner_id="UMEMBER")
    switched_on(database, workspace)
    with pytest.raises(NotAllowed):
        digest_changes.stop(database, request(workspace.id, "UADMIN"), "UMEMBER")
    moved(database, workspace, mine, Horizon.NEXT)
    digest = sent(database)
    assert digest is not None
    whole = digests.listing(database, request(workspace.id), digest.key, Section.MOVED)
    assert whole.total == 1
    with pytest.raises(NotFound):
        digests.listing(database, request(workspace.id, "UADMIN"), digest.key, Section.MOVED)


def test_the_preview_is_what_is_sent(database: Database, workspace: Workspace) -> None:
    mine = filed(database, workspace, "Mine", owner_id="UMEMBER")
    moved(database, workspace, mine, Horizon.NEXT)
    before = digests.preview(database, workspace.id, "UMEMBER", NOON + 2 * DAY)
    assert before.subscription is None and before.digest.brief.audience is Audience.ME
    switched_on(database, workspace)
    shown = digests.preview(database, workspace.id, "UMEMBER", NOON + 2 * DAY)
    digest = sent(database)
    assert digest is not None
    assert before.digest.listings == shown.digest.listings == digest.listings


def test_the_digest_of_somebody_who_left_ends_without_a_word(
    database: Database, workspace: Workspace
) -> None:
    mine = filed(database, workspace, "Mine", owner_id="UMEMBER")
    made = switched_on(database, workspace)
    moved(database, workspace, mine, Horizon.NEXT)
    with database.transaction() as session:
        people.save(session, workspace.id, [Person("UMEMBER", "Sam", is_deleted=True)], NOON)
    assert sent(database) is None
    assert digest_runs.next_digest_at(database) is None
    with database.reading() as session:
        log = changes.of_subject(session, workspace.id, "subscription", made.id)
    assert (log[-1].field, log[-1].actor) == ("ended", "linchpin")


def test_a_person_whom_slack_cannot_reach_any_more_gets_no_digest_again(
    database: Database, workspace: Workspace
) -> None:
    mine = filed(database, workspace, "Mine", owner_id="UMEMBER")
    switched_on(database, workspace)
    moved(database, workspace, mine, Horizon.NEXT)
    digest_runs.run_due(database, FRIDAY)
    found = delivery.take(database, "t", FRIDAY, lease_s=20, limit=50)
    [task] = [one for one in found if one.kind is Kind.TELL]
    delivery.give_up(database, task, FRIDAY, State.FAILED, "Gone.", code="user_disabled")
    assert digest_runs.next_digest_at(database) is None


def test_a_long_one_continues_in_its_thread(database: Database, workspace: Workspace) -> None:
    mine = [filed(database, workspace, f"Idea {n}", owner_id="UMEMBER") for n in range(25)]
    for idea in mine:
        moved(database, workspace, idea, Horizon.NEXT)
    switched_on(database, workspace)
    digest_runs.run_due(database, FRIDAY)
    first, rest = letters(database)
    assert rest.payload["thread_of"] == first.key
    assert rest.lane == first.lane
