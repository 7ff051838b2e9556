"""What people read about merging: within Slack's limits at its extremes, and pinging nobody."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.core.changes import MERGING, Change
from domain.dates.days import DateConfidence
from domain.idea_page.page import IdeaPage
from domain.ideas.model import Horizon, Status
from domain.merging.plan import (
    Duplicate,
    DuplicateList,
    LeftOut,
    Merged,
    MergedIdea,
    MergePlan,
    Taken,
)
from domain.roadmap.promises import Breach, Promise, PromiseState, Strain
from domain.votes.cards import CardFace
from tests.support.digests import idea
from tests.support.make import NOON
from views.blockkit.limits import check_message, check_view
from views.idea_page.page import idea_modal
from views.ideas.origin import IdeaOrigin
from views.merging.duplicates import duplicates_message
from views.merging.forms import merge_modal, merged_message, unmerged_message
from views.votes import card_message

NASTY = "<!channel> *bold* " + "مرحبا 🎉 " * 400
GONE = idea(
    12,
    Status.PLANNED,
    title=NASTY,
    horizon=Horizon.NOW,
    area=NASTY,
    owner_id="U1",
    votes=12_345,
    evidence=999,
    ends_on=date(2026, 12, 15),
    confidence=DateConfidence.FIRM,
)
STAYS = idea(7, title=NASTY, votes=5, evidence=3)
PROMISE = Promise(
    1, 1, 3, 12, NASTY, "U1", date(2026, 12, 1), None, None, PromiseState.OPEN, None, "U1", NOON
)
PLAN = MergePlan(
    GONE,
    STAYS,
    common_votes=2,
    common_evidence=1,
    cards=200,
    objectives=tuple(range(200)),
    decisions=tuple(range(200)),
    needs=tuple(range(200)),
    needed_by=tuple(range(200)),
    left_out=(LeftOut(GONE, is_needed=True),) * 200,
    promises=(PROMISE,) * 200,
    broken=(Breach(PROMISE, STAYS, Strain.OFF),) * 200,
    announcements=3,
    waiting_announcements=1,
    takes=tuple(Taken),
    estimated_by=3,
    earlier=tuple(range(200)),
)
PAGE = IdeaPage(
    STAYS,
    (),
    (),
    tuple(
        Change(0, NOON, "U1", MERGING, "idea", 7, field, before, after)
        for field, before, after in (
            ("absorbed", None, 12),
            ("absorbed", 12, None),
            ("merged", None, 7),
            ("merged", 7, None),
            ("apart", None, 3),
            ("promise", {"number": 3}, None),
            ("status", "merged", "open"),
        )
    ),
    "+1",
    may_move=True,
    asked=12,
    merged=(MergedIdea(12, NASTY, 5, 3, "U1", NOON, may_undo=True),) * 200,
    double=Duplicate(GONE, STAYS, (NASTY,) * 3),
)


def formatted(part: Any) -> str:
    """Every text in which Slack would read a ping."""
    if isinstance(part, dict) and part.get("type") == "mrkdwn":
        return str(part["text"])
    inner = part.values() if isinstance(part, dict) else part
    return "" if isinstance(inner, str | int | None) else " ".join(map(formatted, inner))


@pytest.mark.parametrize(
    "plan",
    [
        None,
        PLAN,
        MergePlan(idea(1), idea(2)),
        replace(PLAN, rounds=(1, 2)),
        MergePlan(idea(1, Status.SHIPPED), idea(2)),
    ],
)
def test_the_form_holds_at_its_extremes(plan: MergePlan | None) -> None:
    view = merge_modal(plan.idea if plan else GONE, plan, IdeaOrigin("C1"))
    check_view(view, "modal")
    assert "<!channel>" not in formatted(view)


@pytest.mark.parametrize(
    "message",
    [
        merged_message(Merged(GONE, STAYS, "U1")),
        unmerged_message(Merged(GONE, STAYS, "U1")),
        duplicates_message(DuplicateList((PAGE.double,) * 8, True, 2_000, 100_000, may_merge=True)),  # type: ignore[arg-type]
        duplicates_message(DuplicateList((PAGE.double,) * 8, False, 9, 9, may_merge=False)),  # type: ignore[arg-type]
        duplicates_message(DuplicateList((), False, 0, 0, may_merge=True)),
        card_message(CardFace(STAYS, "+1", None, GONE)),
    ],
)
def test_every_message_holds_at_its_extremes(message: Any) -> None:
    check_message(message)
    assert "<!channel>" not in formatted(message.blocks)


def test_the_page_names_what_is_part_of_it_and_what_looks_like_it() -> None:
    view = idea_modal(PAGE, IdeaOrigin("C1"))
    check_view(view, "modal")
    told = json.dumps(view, ensure_ascii=False)
    assert "is part of *I-7* now, so this is its page" in told
    assert "and 195 more" in told and "*Looks like* *I-12*" in told
    assert "I-12 is apart again, *I-12* merged into it" in told


def test_both_numbers_of_votes_are_told_when_people_voted_for_both() -> None:
    plan = MergePlan(idea(2, votes=5), idea(1, votes=4), common_votes=2)
    shown = json.dumps(merge_modal(plan.idea, plan, IdeaOrigin()))
    assert "*7 votes*: 4 and 5, of which 2 people voted for both and count once" in shown
