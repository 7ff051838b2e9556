"""Two people in the form of one idea at once: what each changed is kept, and a clash is shown."""

from dataclasses import replace
from datetime import date

import pytest

from domain.core.errors import InvalidInput
from domain.dates.days import DateConfidence, Dates
from domain.idea_page.page import IdeaPage
from domain.roadmap.plans import Plan
from services.idea_page import edits as idea_edits
from services.idea_page import page as idea_pages
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.merging import merge as merging
from services.roadmap import plans as idea_plans
from storage.database.engine import Database
from tests.support.merging import Pair, pair


def opened(database: Database, two: Pair) -> tuple[IdeaPage, int]:
    """The page that a form is made of, and the newest change that it shows."""
    page = idea_pages.get(database, two.asked, 1)
    return page, page.history[0].id


def typed(page: IdeaPage) -> NewIdea:
    idea = page.idea
    return NewIdea(idea.title, idea.description, idea.area, idea.owner_id)


def test_each_part_of_the_dates_is_a_field_of_its_own(database: Database) -> None:
    two = pair(database)
    idea_plans.set_dates(database, two.asked, 1, "from 2026-10-01 to 2026-12-15")
    page, seen = opened(database, two)
    idea_plans.set_dates(database, two.asked, 1, "from 2026-11-01 to 2026-12-15")
    ideas.edit(database, two.asked, 1, NewIdea("Export to CSV", "By the other one"))
    mine = Plan(Dates(page.idea.starts_on, date(2026, 12, 24), DateConfidence.FIRM))
    edited = idea_edits.edit(database, two.asked, 1, typed(page), mine, seen)
    assert edited.clashes == ()
    assert edited.idea.dates == Dates(date(2026, 11, 1), date(2026, 12, 24), DateConfidence.FIRM)
    assert edited.idea.description == "By the other one"


def test_where_both_wrote_nothing_is_stored_and_saving_again_decides(database: Database) -> None:
    two = pair(database)
    page, seen = opened(database, two)
    ideas.edit(database, two.asked, 1, NewIdea("Theirs"))
    idea_plans.set_dates(database, two.asked, 1, "by 2026-12-15")
    mine = replace(typed(page), title="Mine")
    plan = Plan(Dates(None, date(2027, 1, 31)))
    edited = idea_edits.edit(database, two.asked, 1, mine, plan, seen)
    assert {one.field: one.theirs for one in edited.clashes} == {
        "title": "Theirs",
        "ends_on": "2026-12-15",
    }
    assert idea_pages.get(database, two.asked, 1).idea.title == "Theirs"
    again = idea_edits.edit(database, two.asked, 1, mine, plan, edited.seen)
    assert (again.clashes, again.idea.title) == ((), "Mine")
    assert again.idea.ends_on == date(2027, 1, 31)


def test_the_form_of_an_idea_that_was_merged_meanwhile_changes_nothing(database: Database) -> None:
    two = pair(database)
    new = NewIdea("Export to Excel", "What it is about")
    merging.merge(database, two.asked, 2, 1)
    with pytest.raises(InvalidInput, match="I-2 became part of I-1 while this form was open"):
        idea_edits.edit(database, two.asked, 2, new, None, 0)
    assert idea_pages.get(database, two.asked, 1).idea.title == "Export to CSV"
