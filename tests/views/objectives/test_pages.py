"""Objectives, coverage and decisions: within Slack's limits, and nobody's text runs or pings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from domain.core.changes import Change
from domain.core.edits import Clash
from domain.decisions import Decision, DecisionList, DecisionPage, DecisionQuote, typed_of
from domain.feedback.model import Source
from domain.idea_page.page import IdeaPage, IdeaTies
from domain.ideas.model import Horizon, Idea, Status
from domain.objectives.coverage import Planned, coverage
from domain.objectives.forms import TypedObjective
from domain.objectives.forms import typed_of as typed_objective_of
from domain.objectives.model import Confidence, Measure, Objective, ObjectiveState, Progress, Rhythm
from domain.objectives.pages import Ask, Course, ObjectiveList, ObjectivePage, ObjectiveRow
from views.blockkit.limits import check_message, check_view
from views.blockkit.message import Message
from views.blockkit.metadata import FormOrigin, form_origin
from views.decisions.forms import decision_form
from views.decisions.home import review_blocks
from views.decisions.pages import (
    decision_modal,
    decisions_message,
    decisions_modal,
    later_form,
    recorded_modal,
    review_message,
    reviewed_message,
)
from views.idea_page.ties import serving_message, tie_blocks
from views.ideas.origin import IdeaOrigin
from views.objectives.coverage import coverage_message, coverage_modal
from views.objectives.forms import add_ideas_form, objective_form, objectives_of_idea_form
from views.objectives.home import asked_blocks
from views.objectives.pages import objective_modal, objectives_message, objectives_modal
from views.objectives.progress import ask_message, closed_message, course_message, kept_message
from views.objectives.progress_chart import course_alt_text, course_svg, lay_out_course
from views.objectives.report_forms import close_form, report_form

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
NASTY = "<!channel> *bold* <@U123> <https://evil.example|ok> & > ~no~ \u202eabc "
LONG = NASTY * 100
REFERENCE = Path(__file__).parent / "reference" / "course.svg"
GOAL = Objective(
    1,
    1,
    2,
    "New teams get going in a day",
    "UPRIYA",
    date(2026, 10, 1),
    date(2026, 12, 31),
    Measure("Teams that invite a colleague", "%", 25, 40, 33),
    ObjectiveState.OPEN,
    Rhythm.WEEKLY,
    "UPRIYA",
    NOON,
    Confidence.AT_RISK,
    NOON,
)
REPORTS = tuple(
    Progress(value, confidence, "", "UPRIYA", datetime(2026, 10, day, 9, tzinfo=UTC))
    for value, confidence, day in (
        (25, Confidence.ON_TRACK, 5),
        (27.5, Confidence.ON_TRACK, 12),
        (28, Confidence.AT_RISK, 19),
        (33, Confidence.OFF_TRACK, 26),
    )
)
WORST = replace(
    GOAL,
    number=999_999_999,
    title=LONG[:150],
    measure=Measure(LONG[:80], LONG[:20], -1e12, 1e12, 1 / 3),
    outcome=LONG[:2000],
)
IDEA = Idea(
    1, 1, 12, LONG[:150], "", Status.PLANNED, Horizon.NEXT, LONG[:60], None, "U1", NOON, None
)
PEOPLE = tuple(f"U{n:09}" for n in range(30))
DECISION = Decision(
    id=1,
    workspace_id=1,
    number=3,
    title=LONG[:150],
    context=LONG[:3000],
    options=LONG[:3000],
    outcome=LONG[:3000],
    decided_by=PEOPLE,
    disagreed=PEOPLE,
    owner_id="UPRIYA",
    review_on=TODAY,
    review_at=None,
    recorded_by="UPRIYA",
    recorded_at=NOON,
    quote=LONG[:3000],
    said=DecisionQuote(Source("C1", "1.0", "https://x.example/p1"), None, LONG[:150]),
    idea_numbers=tuple(range(1, 21)),
)


def changed(field: str, before: Any, after: Any) -> Change:
    return Change(1, NOON, "UPRIYA", "modal", "decision", 1, field, before, after)


def worst_page(count: int, state: ObjectiveState) -> ObjectivePage:
    facts = {"name": LONG[:80], "unit": LONG[:20], "start": 1, "target": 2}
    history = (
        changed("created", None, LONG),
        changed("title", LONG, LONG),
        changed("owner", "U1", "U2"),
        changed("measure", facts, facts),
        changed("period", {"from": "2026-01-01", "to": "2026-02-01"}, {}),
        changed("state", "open", "missed"),
        changed("rhythm", "weekly", "never"),
        changed("outcome", "", LONG),
    )
    report = Progress(1 / 3, Confidence.AT_RISK, LONG[:1000], "UPRIYA", NOON)
    return ObjectivePage(
        replace(WORST, state=state),
        (IDEA,) * count,
        (report,) * min(count, 12),
        history,
        TODAY,
        7,
        may_change=True,
    )


DECISION_PAGE = DecisionPage(
    DECISION,
    (IDEA,) * 20,
    tuple(
        changed(field, value, value)
        for field, value in (
            ("created", LONG),
            ("title", LONG),
            ("context", ""),
            ("options", LONG),
            ("decided_by", list(PEOPLE)),
            ("disagreed", []),
            ("ideas", [1, 2]),
            ("owner", "U1"),
            ("review_on", None),
            ("reviewed", "2026-11-23"),
        )
    ),
    TODAY,
    7,
    may_change=True,
)


def modals() -> Iterator[dict[str, Any]]:
    clashes = [Clash("title", LONG, "U1", NOON), Clash("owner", "U2", "U1", NOON)]
    origin = FormOrigin(
        number=999_999_999,
        seen=2**60,
        channel_id="C" + "1" * 20,
        answer_url="https://hooks.slack.com/" + "x" * 200,
        message_ts="1700000000.000100",
        thread_ts="1700000000.000100",
        is_private=True,
        said_by_name=LONG[:150],
    )
    for count, state in ((0, ObjectiveState.OPEN), (200, ObjectiveState.MISSED)):
        yield objective_modal(worst_page(count, state), "C1", note="Saved.")
    rows = (ObjectiveRow(WORST, 0), ObjectiveRow(replace(WORST, state=ObjectiveState.DROPPED), 9))
    yield objectives_modal(ObjectiveList(rows * 4, LONG[:200], 8, True, TODAY, may_create=True))
    yield objectives_modal(ObjectiveList((), "", 0, False, TODAY))
    yield objective_form(TypedObjective(), FormOrigin(), TODAY)
    yield objective_form(typed_objective_of(WORST), origin, TODAY, clashes)
    yield report_form(WORST, None, origin)
    yield close_form(replace(GOAL, measure=replace(GOAL.measure, current=40)), origin)
    yield add_ideas_form(WORST, origin)
    yield objectives_of_idea_form(IDEA, (WORST,) * 50, IdeaOrigin("C1", 12))
    yield decision_form(
        typed_of(DECISION),
        origin,
        (IDEA,) * 20,
        address="https://x.example/p1",
        is_clipped=True,
        has_quote=True,
        clashes=clashes,
    )
    yield decision_modal(DECISION_PAGE, "C1", note="Saved.")
    yield decision_modal(
        replace(DECISION_PAGE, decision=replace(DECISION, quote="", said=None, is_withheld=True)),
        None,
    )
    yield recorded_modal(DECISION)
    yield later_form(DECISION, origin, TODAY)
    listed = DecisionList((DECISION,) * 8, LONG[:200], 8, True, TODAY)
    yield decisions_modal(listed)
    yield coverage_modal(covered(200))
    blocks = tie_blocks(
        IdeaPage(IDEA, (), (), (), "+1", ties=IdeaTies((WORST,) * 9, (DECISION,) * 9))
    )
    yield {**recorded_modal(DECISION), "blocks": blocks}
    yield {
        **recorded_modal(DECISION),
        "blocks": asked_blocks((WORST,) * 5) + review_blocks((DECISION,) * 5),
    }


def covered(count: int) -> Any:
    goals = [replace(WORST, id=n, number=n) for n in range(count)]
    work = [
        Planned(
            replace(IDEA, id=n, number=n, area=f"{n} {LONG}"[:60]), n / 3, (goals[n],) * (n % 2)
        )
        for n in range(count)
    ]
    return coverage(work, goals, "person-months")


def messages() -> Iterator[Message]:
    rows = (ObjectiveRow(WORST, 3),) * 8
    yield objectives_message(ObjectiveList(rows, LONG[:200], 8, True, TODAY, may_create=True))
    yield objectives_message(ObjectiveList((), LONG[:200], 0, False, TODAY))
    yield decisions_message(DecisionList((DECISION,) * 8, LONG[:200], 8, True, TODAY))
    yield decisions_message(DecisionList((), "", 0, False, TODAY))
    for count in (0, 1, 200):
        yield coverage_message(covered(count))
    for is_over in (True, False):
        yield ask_message(Ask(WORST, is_over))
    yield kept_message(WORST)
    yield closed_message(replace(WORST, state=ObjectiveState.PARTLY))
    yield course_message(Course(WORST, REPORTS, NOON), LONG)
    yield review_message(DECISION)
    for result in ("kept", "changed", "later"):
        yield reviewed_message(DECISION, result)
    yield serving_message(IDEA, (2, 3), is_over=True)


def formatted(node: Any) -> Iterator[str]:
    """Every text that Slack formats; plain text and values are shown or kept as they are."""
    if isinstance(node, list):
        for one in node:
            yield from formatted(one)
    elif isinstance(node, dict):
        if node.get("type") == "mrkdwn":
            yield node["text"]
        yield from formatted(list(node.values()))


def check_is_harmless(shown: str) -> None:
    assert "<!channel>" not in shown
    assert "<@U123>" not in shown
    assert "<https://evil" not in shown


def test_every_modal_is_within_limits_and_harmless() -> None:
    for view in modals():
        checked = check_view(view, "modal")
        check_is_harmless("\n".join(formatted(checked["blocks"])))


def test_every_message_is_within_limits_and_harmless() -> None:
    for message in messages():
        checked = check_message(message)
        check_is_harmless("\n".join([checked.text, *formatted(list(checked.blocks))]))


def test_the_picture_is_the_reference_picture() -> None:
    svg = course_svg(Course(GOAL, REPORTS, NOON, "Priya"))
    if not REFERENCE.exists():
        REFERENCE.write_text(svg)
    assert svg == REFERENCE.read_text()
    alt = course_alt_text(Course(GOAL, REPORTS, NOON, "Priya"))
    assert alt.startswith("O-2 New teams get going in a day: 53% of the way.")
    assert alt.endswith("26 Oct 2026 33%.")


@pytest.mark.parametrize("count", [0, 1, 200])
@pytest.mark.parametrize(("start", "target"), [(-1e12, 1e12), (0, 1e-9), (99.9, 99.99), (50, 10)])
def test_whatever_is_measured_stays_inside_the_picture(
    count: int, start: float, target: float
) -> None:
    measure = Measure(LONG[:80], "%", start, target, target)
    reports = tuple(
        Progress(
            start + (target - start) * n / 100, None, "", "U1", NOON.replace(year=2020 + n % 9)
        )
        for n in range(count)
    )
    course = Course(replace(WORST, measure=measure), reports, NOON, LONG)
    layout = lay_out_course(course)
    for dot in layout.dots:
        assert layout.plot.left <= dot.x <= layout.plot.right
        assert layout.plot.top <= dot.y <= layout.plot.bottom
    assert len(layout.upwards) <= 9
    assert [dot.x for dot in layout.dots] == sorted(dot.x for dot in layout.dots)
    assert ElementTree.fromstring(course_svg(course)).tag.endswith("svg")
    assert len(course_alt_text(course)) <= 1000


def test_a_form_of_another_version_remembers_nothing_wrong() -> None:
    kept = FormOrigin(7, 9, "C1", said_by="U1", is_private=True)
    assert form_origin(kept.packed()) == kept
    for odd in (None, "", "{", "[]", '{"v": 2, "form": {}}', '{"v": 1, "idea": 3}'):
        assert form_origin(odd) == FormOrigin()
