"""A clock that was an hour ahead and is set back keeps nothing waiting for that hour."""

from datetime import timedelta

import pytest

from domain.core.rate_limit import Limit
from domain.feedback.model import Source
from domain.feedback.privacy import ROSTER_LASTS
from services.feedback.intake import channel_readers as sources_readers
from services.ideas.actions import NewIdea
from services.outbox import delivery
from services.outbox import rate_limit as pacing
from services.votes import card_queue, filing
from storage.database.engine import Database
from storage.feedback import source_messages as sources
from storage.outbox import monitoring as outbox_monitoring
from storage.outbox import queue as outbox
from storage.schema import TriageRow
from storage.triage import rota
from storage.votes import cards
from storage.workspace import readers
from tests.support.make import NOON, enqueue, new_task, request, workspace

AHEAD = NOON + timedelta(hours=1)
LEASE_S = 20.0

pytestmark = pytest.mark.both_databases


def test_calls_go_on(database: Database) -> None:
    here = workspace(database).id
    limits = [Limit("chat.postMessage", 0.3, 50), Limit("channel:C1", 1.0)]
    assert pacing.take(database, here, limits, AHEAD) == 0.0
    assert pacing.take(database, here, limits, AHEAD) > 0.0
    assert pacing.take(database, here, limits, NOON) == 0.0
    assert pacing.take(database, here, limits, NOON) > 0.0


def test_the_line_of_those_that_wait_for_a_limit_begins_from_the_front(database: Database) -> None:
    here = workspace(database).id
    limit = Limit("chat.postMessage", 0.3, 2)
    for at in (AHEAD, NOON):
        waits = [pacing.take(database, here, [limit], at) for _ in range(6)]
        assert waits[:2] == [0.0, 0.0]
        assert max(waits) < 3


def test_what_waits_and_what_is_held_by_a_dispatcher_that_is_gone_is_done(
    database: Database,
) -> None:
    here = workspace(database).id
    for key in ("held", "put off", "soon"):
        at = {"put off": AHEAD + timedelta(seconds=30)}.get(key, NOON)
        enqueue(database, here, new_task(key, lane=key, at=at))
    [held, soon] = delivery.take(database, "gone", AHEAD, lease_s=LEASE_S, limit=8)
    delivery.postpone(database, soon, NOON + timedelta(minutes=4))
    assert held.key == "held"
    assert delivery.take(database, "new", NOON, lease_s=LEASE_S, limit=8) == []
    assert delivery.bound(database, NOON, lease_s=LEASE_S) == 2
    [put_off] = delivery.take(database, "new", NOON, lease_s=LEASE_S, limit=8)
    assert put_off.key == "put off"
    later = NOON + timedelta(seconds=LEASE_S + 1)
    [taken] = delivery.take(database, "newer", later, lease_s=LEASE_S, limit=1)
    assert (taken.key, taken.is_uncertain) == ("held", True)
    with database.reading() as session:
        assert outbox.next_due(session) == NOON + timedelta(minutes=4)


def test_a_dispatcher_that_lives_loses_nothing_by_it(database: Database) -> None:
    enqueue(database, workspace(database).id, new_task("held"))
    [held] = delivery.take(database, "one", AHEAD, lease_s=LEASE_S, limit=8)
    delivery.bound(database, NOON, lease_s=LEASE_S)
    delivery.renew(database, "one", [held.id], NOON, lease_s=LEASE_S)
    later = NOON + timedelta(seconds=LEASE_S - 1)
    assert delivery.take(database, "two", later, lease_s=LEASE_S, limit=8) == []
    assert delivery.done(database, held, later)


def test_nothing_that_may_wait_is_touched(database: Database) -> None:
    here = workspace(database).id
    enqueue(database, here, new_task("waits", at=NOON + timedelta(minutes=5)))
    enqueue(database, here, new_task("held", lane="C2"))
    assert delivery.take(database, "one", NOON, lease_s=LEASE_S, limit=8)
    assert delivery.bound(database, NOON, lease_s=LEASE_S) == 0


def test_a_card_is_renewed(database: Database) -> None:
    here = workspace(database).id
    idea = filing.file(database, request(here, at=AHEAD), NewIdea("Export"), "C1")
    with database.transaction() as session:
        [card] = cards.of_idea(session, here, idea.id)
        cards.posted(session, card, "1.0", "shown", AHEAD)
        card_queue.refresh(session, here, idea.id, NOON)
        due = outbox.next_due(session)
    assert due is not None
    assert due <= NOON + timedelta(seconds=5)


def test_the_triage_channel_hears_of_what_is_new(database: Database) -> None:
    here = workspace(database).id
    with database.transaction() as session:
        session.add(
            TriageRow(workspace_id=here, channel_id="C1", posted_at=AHEAD, pause_minutes=15)
        )
    with database.transaction() as session:
        assert rota.told(session, here, NOON) is not None
        assert rota.told(session, here, AHEAD + timedelta(minutes=14)) is None
        assert rota.told(session, here, AHEAD - timedelta(seconds=1)) is None


def test_who_reads_a_private_channel_is_asked_again_and_not_believed_for_longer(
    database: Database,
) -> None:
    here = workspace(database).id
    far = NOON + ROSTER_LASTS + timedelta(hours=1)
    with database.transaction() as session:
        sources.keep_roster(session, here, "G1", ["UMEMBER"], far)
        source = Source("G1", "1.0", None, is_private=True)
        sources_readers.want_readers(session, here, source, NOON)
        assert outbox_monitoring.count_due(session, NOON) == 1
        assert readers.reader(session, here, "UMEMBER", NOON).channels == frozenset()
        sources.keep_roster(session, here, "G1", ["UMEMBER"], NOON)
        assert readers.reader(session, here, "UMEMBER", NOON).channels == {"G1"}
