"""Coverage: from what people estimated, on demand and in the digest for executives."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.dates.schedule import Cadence, Schedule
from domain.digests.audience import Audience, Section
from domain.digests.layout import first_lines, line_counts
from domain.digests.subscriptions import SubscriptionForm
from domain.ideas.model import Horizon
from domain.objectives.forms import TypedObjective
from domain.objectives.model import Confidence, ObjectiveState
from services.digests import pages as digests
from services.digests import subscribe as digest_changes
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.objectives import actions as objectives
from services.objectives import coverage, progress
from services.objectives import links as objectives_links
from services.scoring import estimates as scoring
from services.scoring import rules as scoring_rules
from services.votes import filing
from storage.database.engine import Database
from tests.support.make import NOON, request, workspace
from views.blockkit.limits import check_message
from views.digests.lines import lines_of
from views.digests.messages import digest_message

FORM = TypedObjective("Grow", "UMEMBER", "2026-10-01")
EXECUTIVES = SubscriptionForm(
    Schedule((0,), time(9), "UTC", Cadence.WEEKLY, date(2026, 11, 23)),
    audience=Audience.EXECUTIVES,
    has_picture=False,
)


def planned(database: Database, workspace_id: int, title: str, area: str, effort: str = "") -> int:
    asked = request(workspace_id, "UADMIN")
    idea = filing.file(database, asked, NewIdea(title, area=area), None)
    ideas.move(database, asked, idea.number, Horizon.NEXT)
    if effort:
        scoring.give_in_words(database, asked, idea.number, (("effort", effort),))
    return idea.number


def fill(database: Database) -> int:
    one = workspace(database).id
    asked = request(one, "UADMIN")
    planned(database, one, "Export", "Reporting", "3")
    planned(database, one, "Dark mode", "Mobile", "1")
    planned(database, one, "Webhooks", "Mobile")
    for title in ("Grow", "Keep"):
        objectives.create(database, asked, replace(FORM, title=title))
    objectives_links.serve(database, asked, 1, [1])
    return one


def test_effort_is_the_median_of_everybodys_estimates(database: Database) -> None:
    one = fill(database)
    scoring.give_in_words(database, request(one), 1, (("effort", "5"),))
    found = coverage.look(database, request(one))
    assert (found.effort, found.unit, found.planned, found.estimated) == (5, "person-months", 3, 2)
    assert [(share.name, share.share) for share in found.by_objective] == [
        ("O-1 Grow", 0.8),
        ("No objective", 0.2),
    ]
    assert [one.reference for one in found.unserving] == ["I-2", "I-3"]
    assert [one.reference for one in found.idle] == ["O-2"]


def test_shipped_work_and_closed_objectives_do_not_count(database: Database) -> None:
    one = fill(database)
    asked = request(one, "UADMIN")
    ideas.move(database, asked, 2, ideas.Status.SHIPPED)
    objectives.close(database, asked, 1, ObjectiveState.REACHED, "")
    found = coverage.look(database, asked)
    assert [one.reference for one in found.unserving] == ["I-1", "I-3"]
    assert [one.reference for one in found.idle] == ["O-2"]


def test_a_method_with_another_effort_counts_that_one(database: Database) -> None:
    one = fill(database)
    scoring_rules.choose(database, request(one, "UADMIN"), "wsjf", None)
    assert not coverage.look(database, request(one)).is_by_effort
    scoring.give_in_words(database, request(one), 3, (("size", "8"),))
    found = coverage.look(database, request(one))
    assert (found.effort, found.estimated) == (8, 1)


@pytest.mark.both_databases
def test_executives_read_it_and_it_alone_makes_no_digest(database: Database) -> None:
    one = fill(database)
    later = NOON + timedelta(days=30)
    digest_changes.subscribe(database, request(one, "UADMIN", at=later), "C1", EXECUTIVES)
    digest = digests.preview(database, one, "C1", later).digest
    assert digest.coverage is not None
    lines = lines_of(digest, Section.COVERAGE)
    assert line_counts(digest)[Section.COVERAGE] == len(lines)
    assert lines[0].startswith("1 of 3 planned ideas serves an objective")
    assert "By area: Reporting 75%, Mobile 25%" in lines
    assert lines[-2:] == ["Serves no objective: I-2, I-3", "Without planned work: O-2"]
    assert Section.NUMBERS in first_lines(digest)
    assert digest.items == 0
    assert lines_of(digest, Section.OBJECTIVES)[0].endswith("*0%*")
    assert "Work and objectives" in str(check_message(digest_message(digest)).blocks)


def test_a_workspace_without_objectives_reads_no_such_section(database: Database) -> None:
    one = workspace(database).id
    planned(database, one, "Export", "Reporting", "3")
    digest_changes.subscribe(database, request(one, "UADMIN"), "C1", EXECUTIVES)
    digest = digests.preview(database, one, "C1", NOON).digest
    assert digest.coverage is None


def test_executives_read_what_was_reported_and_how_an_objective_ended(database: Database) -> None:
    one = fill(database)
    owner = request(one, "UADMIN", at=datetime(2026, 11, 1, tzinfo=UTC))
    digest_changes.subscribe(database, owner, "C1", EXECUTIVES)
    goal = progress.to_report(database, owner, 1)
    half = (goal.measure.start + goal.measure.target) / 2
    progress.report(database, owner, 1, progress.Typed(f"{half:g}", Confidence.AT_RISK))
    objectives.close(database, owner, 2, ObjectiveState.REACHED, "")
    digest = digests.preview(database, one, "C1", NOON).digest
    told = lines_of(digest, Section.OBJECTIVES)
    assert "*50%* (+50 points)" in told[0] and "At risk" in told[0]
    assert told[1].startswith("*O-2*") and told[1].endswith("*reached*")
    assert line_counts(digest)[Section.OBJECTIVES] == len(told) and digest.items == 2
