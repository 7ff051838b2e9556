"""Promises at risk on Home: overdue or strained, for who made them and for managers."""

from dataclasses import replace
from datetime import timedelta

from domain.core.people import Request
from domain.ideas.model import Horizon, Status
from domain.roadmap.promises import NewPromise, Promised, Strain
from services.ideas import actions as ideas
from services.roadmap import plans as idea_plans
from services.roadmap import promises
from storage.database.engine import Database
from tests.support.make import NOON, request
from tests.support.merging import pair
from views.blockkit.limits import check_view
from views.home.tab import home_view
from views.roadmap.promises import at_risk_blocks


def at_risk(database: Database, asked: Request) -> tuple[Promised, ...]:
    with database.reading() as session:
        return promises.at_risk(session, asked, 6)


def test_only_what_is_overdue_or_cannot_be_kept_is_shown_and_to_whom_it_matters(
    database: Database,
) -> None:
    two = pair(database)
    for number, idea, days in ((1, 1, 5), (2, 1, 90), (3, 2, 60)):
        told = NewPromise("Acme", NOON.date() + timedelta(days=days), "UMEMBER")
        promises.promise(database, replace(two.asked, key=f"p{number}"), idea, told)
    idea_plans.set_dates(database, two.asked, 1, "by 2027-01-31")  # after P-1, before P-2
    asked = request(two.workspace_id, at=NOON + timedelta(days=1))
    found = at_risk(database, asked)
    assert [(one.commitment.promise.number, one.commitment.strain) for one in found] == [
        (1, Strain.ENDS_AFTER)
    ]
    ideas.move(database, two.asked, 2, Horizon.LATER)
    found = at_risk(database, replace(asked, user_id="UADMIN"))
    assert [one.commitment.promise.number for one in found] == [1, 3]
    assert all(one.may_change for one in found)
    view = home_view([], [at_risk_blocks(found * 3)])
    check_view(view, "home")
    assert "There are more: `/roadmap promises`" in str(view) and "Open I-1" in str(view)
    assert at_risk(database, replace(asked, user_id="UOTHER")) == ()
    ideas.move(database, two.asked, 1, Status.SHIPPED)
    overdue = replace(asked, at=NOON + timedelta(days=61))
    found = at_risk(database, overdue)
    assert [(one.commitment.promise.number, one.commitment.is_overdue) for one in found] == [
        (3, True)
    ]
