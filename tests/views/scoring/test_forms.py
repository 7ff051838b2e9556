"""Scores as people read them: within Slack's limits at the extremes, and harmless."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.ideas.model import Idea, Status
from domain.scoring.estimates import Estimate, opinions, values
from domain.scoring.methods.base import Method, score
from domain.scoring.methods.catalog import BUILT_IN, DRIVERS
from domain.scoring.methods.weighted import parse_model, weighted_method
from domain.scoring.pages import RulesPage, ScorePage, Why
from domain.scoring.ranking import Asked, Order, Ranked, Ranking, RankingFilter
from domain.scoring.score_map import Point
from domain.scoring.steps import Step
from tests.support.make import NOON
from tests.views.scoring.maps import map_of
from views.blockkit.limits import check_message, check_view
from views.ideas.origin import IdeaOrigin
from views.scoring.explanation import why_message, why_modal
from views.scoring.forms import score_modal, scored_message, scored_modal, usage_message
from views.scoring.ranking import map_on_its_way, ranking_message, score_map_message
from views.scoring.rules import (
    chosen_message,
    chosen_modal,
    method_modal,
    model_modal,
    rubric_modal,
    rubrics_modal,
)

NASTY = "<!channel> <@U123> & *bold* <https://evil.example|click>"
LONG = (NASTY + " 🚀 تصدير 导出 ") * 80
ORIGIN = IdeaOrigin("C1", 12)


def idea(title: str = "Export to CSV", **facts: Any) -> Idea:
    known: dict[str, Any] = {"status": Status.OPEN, "votes": 14, "customers": 4, "evidence": 6}
    return Idea(
        id=1, workspace_id=1, number=12, title=title, description="", horizon=None, area=None,
        owner_id=None, created_by="U1", created_at=NOON, shipped_at=None, **{**known, **facts},
    )  # fmt: skip


def worst_model() -> Method:
    lines = "\n".join(
        f"d{n}: {NASTY.replace(',', '')[:55]}, weight {n}, 0-10" for n in range(1, 21)
    )
    return weighted_method(parse_model(lines, "", DRIVERS))


def page(method: Method, people: int = 2, title: str = "Export to CSV", **facts: Any) -> ScorePage:
    given = [
        Estimate(
            driver.key,
            f"U{n}",
            driver.choices[n % len(driver.choices)].value if driver.choices else n + 1.0,
            NOON - timedelta(days=100 * n),
        )
        for driver in method.drivers
        for n in range(people)
    ]
    found = opinions(given)
    result = score(method, values(found))
    known: dict[str, Any] = {
        "mine": {one.driver: one.value for one in given if one.user_id == "U0"},
        "asked": Asked(7, 3, 4, (9, 8, 7, 6, 5)),
        "place": 2 if result.value is not None else None,
        "total": 12,
    }
    return ScorePage(
        idea=idea(title), method=method, score=result, opinions=found, at=NOON, **{**known, **facts}
    )


def shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def harmless(blocks: Any) -> None:
    texts: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if value.get("type") == "mrkdwn":
                texts.append(value["text"])
            value = list(value.values())
        if isinstance(value, list | tuple):
            for one in value:
                walk(one)

    walk(blocks)
    found = " ".join(texts)
    assert not any(token in found for token in ("<!channel>", "<@U123>", "<https://evil"))


METHODS = [*BUILT_IN.values(), worst_model()]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
@pytest.mark.parametrize("people", [0, 1, 200])
@pytest.mark.parametrize("title", ["Export", LONG[:150]])
def test_every_form_and_answer_fits(method: Method, people: int, title: str) -> None:
    one = page(method, people, title)
    for view in (score_modal(one, ORIGIN), scored_modal(one, ORIGIN)):
        harmless(check_view(view, "modal")["blocks"])
    other = idea(LONG[:150])
    step = Step(method.drivers[0], 1, 2, 3.0)
    why = Why(one, (other, 9.0), step, (1.0, 9.0), (1, 4), {9: "https://x.example/p1"})
    for each in (why, Why(one), replace(why, step=None)):
        harmless(check_message(why_message(each)).blocks)
        check_view(why_modal(each, ORIGIN), "modal")
    harmless(check_message(scored_message(one)).blocks)


def test_a_form_holds_ones_own_estimates_and_tells_those_of_others() -> None:
    view = score_modal(page(BUILT_IN["rice"], 2), ORIGIN)
    reach = next(block for block in view["blocks"] if block.get("block_id") == "reach")
    assert reach["element"]["initial_value"] == "1"
    text = shown(view)
    assert "<@U1> *2* 14 weeks ago" in text or "<@U1> *2* 3 months ago" in text
    assert "→ median *1.5*" in text
    assert "Your estimates stand beside everybody else's" in text


def test_reach_is_prefilled_from_facts_with_their_source_while_nobody_gave_it() -> None:
    view = score_modal(page(BUILT_IN["rice"], 0), ORIGIN)
    reach = next(block for block in view["blocks"] if block.get("block_id") == "reach")
    assert reach["element"]["initial_value"] == "4"
    assert "4 is prefilled from facts: 4 customers and 3 people asked" in reach["hint"]["text"]
    assert "F-9, F-8, F-7, F-6, F-5 and 2 more" in shown(view)


def test_an_estimate_between_the_choices_stays_selectable() -> None:
    one = page(BUILT_IN["wsjf"], 1, mine={"job_size": 4.5})
    size = next(
        block for block in score_modal(one, ORIGIN)["blocks"] if block.get("block_id") == "job_size"
    )
    assert size["element"]["initial_option"]["value"] == "4.5"
    assert size["element"]["options"][-1]["value"] == "none"


def test_an_old_estimate_carries_its_age() -> None:
    old = opinions([Estimate("effort", "U1", 3, NOON - timedelta(days=213))])
    one = page(BUILT_IN["rice"], 1)
    one = replace(one, opinions={**one.opinions, **old})
    assert "_Effort estimated 7 months ago_" in shown(score_modal(one, ORIGIN))
    told = shown(why_message(Why(one)).blocks)
    assert "<@U1> *3* · _Effort estimated 7 months ago_" in told
    assert told.count("7 months ago") == 1


def test_why_says_the_terms_the_step_and_how_sure_it_is() -> None:
    one = page(BUILT_IN["rice"], 2, place=2)
    step = Step(BUILT_IN["rice"].driver("effort"), 3, 2, 640.0)
    other = replace(idea("Single sign-on"), number=7)
    why = Why(one, (other, 600.0), step, (10.0, 640.0), (1, 4))
    text = shown(why_message(why).blocks)
    assert "With Effort *2* instead of 3 it passes *I-7* Single sign-on (600)" in text
    assert "place *2* of 12" in text
    assert "the score is 10 to 640, which is place 1 to 4." in text
    first = shown(why_message(Why(replace(one, place=1))).blocks)
    assert "It stands first already." in first
    none = shown(why_message(Why(page(BUILT_IN["rice"], 0))).blocks)
    assert "No score yet: Reach, Impact, Confidence and Effort are missing." in none


def rules(areas: int = 0) -> RulesPage:
    many = tuple((f"{NASTY}"[:60], BUILT_IN["ice"]) for _ in range(areas))
    model = worst_model()
    return RulesPage(model, many, model, "d1: D, weight 1\n" * 100, "d1 * 2", may_change=True)


@pytest.mark.parametrize("areas", [0, 200])
def test_the_rules_fit(areas: int) -> None:
    one = rules(areas)
    for view in (method_modal(one), chosen_modal(one), model_modal(one), rubrics_modal(one)):
        harmless(check_view(view, "modal")["blocks"])
    for message in (usage_message(one), chosen_message(one)):
        harmless(check_message(message).blocks)
    for driver in DRIVERS.values():
        if driver.choices:
            check_view(rubric_modal(driver), "modal")


def ranking(rows: int, title: str = "Export", **facts: Any) -> Ranking:
    ranked = tuple(Ranked(n + 1, idea(title), 426.7 - n) for n in range(rows))
    known: dict[str, Any] = {
        "order": Order.SCORE, "narrow": RankingFilter(), "method_name": "RICE", "total": 200,
        "unscored": 3, "offset": 0, "vote_emoji": "+1", "words": "",
    }  # fmt: skip
    return Ranking(rows=ranked, **{**known, **facts})


@pytest.mark.parametrize("rows", [0, 1, 10])
@pytest.mark.parametrize("order", list(Order))
def test_every_ranking_fits(rows: int, order: Order) -> None:
    narrow = RankingFilter(area=NASTY[:60], status=Status.OPEN, owner_id="U1")
    others = tuple((NASTY[:60], "ICE") for _ in range(50))
    one = ranking(rows, LONG[:150], order=order, narrow=narrow, others=others, words=LONG[:400])
    harmless(check_message(ranking_message(one)).blocks)
    check_message(ranking_message(replace(one, offset=10, is_posted=True)))


def test_a_ranking_says_place_score_and_what_is_not_in_it() -> None:
    text = shown(ranking_message(ranking(2, others=(("Mobile", "ICE"),))).blocks)
    assert "1.  *I-12*  Export\\n*426.7* · Open" in text
    assert "3 ideas without a score" in text
    assert "Mobile (ICE)" in text
    assert "Show more" in text
    empty = shown(ranking_message(ranking(0, total=0)).blocks)
    assert "None of these 3 ideas has a score yet" in empty


@pytest.mark.parametrize("points", [1, 60])
def test_the_message_of_the_picture_fits(points: int) -> None:
    shown_map = map_of(*(Point(f"I-{n}", LONG[:150], n, n) for n in range(points)), total=400)
    harmless(check_message(score_map_message(shown_map, NASTY)).blocks)
    check_message(map_on_its_way())
