"""Who reads a digest decides what it says."""

import pytest

from domain.digests.audience import (
    Audience,
    Filters,
    Section,
    admits_feedback,
    admits_idea,
    sections_of,
)
from domain.ideas.model import Horizon, Status
from tests.support.digests import feedback, idea

NONE = Filters()


def test_the_team_reads_everything_and_a_custom_digest_without_a_choice_is_the_teams() -> None:
    assert Section.ATTENTION in sections_of(Audience.TEAM, NONE)
    assert sections_of(Audience.CUSTOM, NONE) == sections_of(Audience.TEAM, NONE)


@pytest.mark.parametrize("audience", list(Audience))
def test_every_audience_has_sections_a_name_and_words_that_fit_a_select(
    audience: Audience,
) -> None:
    assert sections_of(audience, NONE)
    assert 1 <= len(audience.label) <= 75 and 1 <= len(audience.explanation) <= 75


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (NONE, True),
        (Filters(areas=("REPORTS",)), True),
        (Filters(areas=("Billing",)), False),
        (Filters(horizons=("now", "next")), True),
        (Filters(horizons=("later",)), False),
        (Filters(customers=("acme",)), True),
        (Filters(customers=("Bolt",)), False),
        (Filters(minimum_votes=5), True),
        (Filters(minimum_votes=6), False),
        (Filters(areas=("Reports",), minimum_votes=6), False),
    ],
)
def test_an_idea_passes_only_when_it_passes_every_filter(filters: Filters, passes: bool) -> None:
    one = idea(1, Status.PLANNED, horizon=Horizon.NEXT, area="Reports", votes=5)
    assert admits_idea(filters, one, ("Acme", "Core")) is passes


def test_what_left_the_columns_is_not_narrowed_by_them() -> None:
    assert admits_idea(Filters(horizons=("now",)), idea(1, Status.SHIPPED), ())
    assert not admits_idea(Filters(horizons=("now",)), idea(1), ())


def test_a_voice_passes_by_area_and_customer() -> None:
    one = feedback(1, area="Reports", customer="Acme")
    assert admits_feedback(Filters(areas=("reports",), customers=("ACME",)), one)
    assert not admits_feedback(Filters(customers=("Bolt",)), one)
    assert not admits_feedback(Filters(areas=("Reports",)), feedback(2))
