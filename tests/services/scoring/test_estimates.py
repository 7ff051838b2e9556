"""Scoring on real databases: several people estimate, methods change, ranks follow."""

import threading
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from sqlmodel import select

from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.people import Person
from domain.dates.schedule import Cadence, Schedule
from domain.digests.audience import Section
from domain.digests.subscriptions import SubscriptionForm
from domain.feedback.model import Draft
from domain.ideas.model import Idea, Status
from domain.scoring.ranking import Order
from services.digests import pages as digests
from services.digests import subscribe as digest_changes
from services.feedback import capture as feedback
from services.ideas import actions as ideas
from services.ideas import evidence as ideas_evidence
from services.ideas.actions import NewIdea
from services.scoring import estimates as scoring
from services.scoring import ranking
from services.scoring import rules as scoring_rules
from services.votes import filing
from storage.database.engine import Database
from storage.outbox import change_log as changes
from storage.schema import EstimateRow
from storage.workspace import people
from tests.support.ideas import filed
from tests.support.make import NOON, request, workspace
from views.digests.lines import lines_of

FULL = (("reach", "800"), ("impact", "2"), ("confidence", "80%"), ("effort", "3"))


def give(
    database: Database, place: int, number: int, user: str = "UMEMBER", **typed: str
) -> float | None:
    given = tuple(typed.items()) or FULL
    page = scoring.give_in_words(database, request(place, user), number, given)
    return page.score.value


def log_of(database: Database, place: int, kind: str, row_id: int) -> list[tuple[Any, ...]]:
    with database.reading() as session:
        found = changes.of_subject(session, place, kind, row_id)
    return [(one.field, one.before, one.after) for one in found]


def numbers(database: Database, place: int, words: str = "") -> list[int]:
    return [row.idea.number for row in ranking.top(database, request(place), words).rows]


def in_area(database: Database, place: int, title: str, area: str) -> Idea:
    asked = request(place, key=f"file:{title}")
    return filing.file(database, asked, NewIdea(title, area=area), "C1")


def test_estimates_make_a_score_and_the_log_tells_both(database: Database) -> None:
    place = workspace(database).id
    idea = filed(database, place)
    assert give(database, place, 1, reach="800") is None
    assert give(database, place, 1, impact="2", confidence="80%", effort="4") == 320
    log = log_of(database, place, "idea", idea.id)[1:]
    assert [field for field, _before, _after in log] == ["estimates", "estimates", "score"]
    assert log[0] == ("estimates", {"reach": None}, {"reach": 800})
    assert log[2] == ("score", None, {"method": "rice", "value": 320, "place": 1})


def test_two_people_stand_beside_each_other_and_the_median_counts(database: Database) -> None:
    place = workspace(database).id
    filed(database, place)
    give(database, place, 1)
    assert give(database, place, 1, "UADMIN", effort="5") == pytest.approx(320)
    page = scoring.page(database, request(place, "UADMIN"), 1)
    assert page.mine == {"effort": 5}
    assert {one.user_id: one.value for one in page.opinions["effort"].given} == {
        "UMEMBER": 3,
        "UADMIN": 5,
    }


def test_two_people_scoring_at_once_lose_nothing(database: Database) -> None:
    place = workspace(database).id
    filed(database, place)
    gate = threading.Barrier(4)

    def run(n: int) -> None:
        gate.wait(10)
        give(database, place, 1, f"U{n}", reach="800", impact="2", confidence="80%", effort=str(n))

    threads = [threading.Thread(target=run, args=(n,)) for n in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    [row] = ranking.top(database, request(place), "").rows
    assert row.score == pytest.approx(1280 / 2.5)


@pytest.mark.both_databases
def test_an_estimate_is_taken_back_and_everything_stays_stored(database: Database) -> None:
    place = workspace(database).id
    filed(database, place)
    give(database, place, 1)
    assert give(database, place, 1, effort="none") is None
    assert numbers(database, place) == []
    with database.reading() as session:
        stored = session.exec(select(EstimateRow).where(EstimateRow.driver == "effort")).all()
    assert [row.value for row in stored] == [3, None]


def test_a_form_keeps_the_age_of_what_was_left_as_it_was(database: Database) -> None:
    place = workspace(database).id
    filed(database, place)
    old = request(place, at=NOON - timedelta(days=210))
    scoring.give_in_words(database, old, 1, FULL)
    typed = {"reach": "900", "impact": "2", "confidence": "80", "effort": "3"}
    page = scoring.give_in_form(database, request(place), 1, typed)
    assert page.score.value == pytest.approx(480)
    assert page.opinions["effort"].has_faded(NOON)
    assert not page.opinions["reach"].has_faded(NOON)
    emptied = scoring.give_in_form(database, request(place), 1, {**typed, "effort": " "})
    assert [driver.key for driver in emptied.score.missing] == ["effort"]


@pytest.mark.parametrize("typed", [{"effort": "0"}, {"reach": "-1"}, {"confidence": "120%"}])
def test_bad_input_stores_nothing(database: Database, typed: dict[str, str]) -> None:
    place = workspace(database).id
    idea = filed(database, place)
    with pytest.raises(InvalidInput) as refused:
        give(database, place, 1, **{"impact": "2", **typed})
    assert refused.value.field in typed
    assert scoring.page(database, request(place), 1).opinions == {}
    assert [entry[0] for entry in log_of(database, place, "idea", idea.id)] == ["created"]


def test_bots_do_not_score_and_unknown_ideas_name_the_nearest(database: Database) -> None:
    place = workspace(database).id
    filed(database, place)
    with database.transaction() as session:
        people.save(session, place, [Person("UROBOT", "Robot", is_bot=True)], NOON)
    with pytest.raises(NotAllowed):
        give(database, place, 1, "UROBOT")
    with pytest.raises(NotFound, match="nearest one is I-1"):
        give(database, place, 9)


def test_changing_the_method_keeps_every_estimate_and_counts_anew(database: Database) -> None:
    place = workspace(database).id
    filed(database, place)
    give(database, place, 1)
    admin = request(place, "UADMIN")
    scoring_rules.choose(database, admin, "value effort", None)
    assert numbers(database, place) == []
    assert give(database, place, 1, value="6") == 2
    scoring_rules.choose(database, admin, "RICE", None)
    [row] = ranking.top(database, request(place), "").rows
    assert row.score == pytest.approx(1280 / 3)
    log = log_of(database, place, "workspace", place)
    assert log == [
        ("score_method", "rice", "value_effort"),
        ("score_method", "value_effort", "rice"),
    ]


def test_only_managers_choose_the_method(database: Database) -> None:
    place = workspace(database).id
    with pytest.raises(NotAllowed, match="Please ask Priya"):
        scoring_rules.choose(database, request(place), "ice", None)
    with pytest.raises(InvalidInput, match="no model of your own yet"):
        scoring_rules.choose(database, request(place, "UADMIN"), "weighted", None)


@pytest.mark.both_databases
def test_an_area_has_a_method_of_its_own_and_ideas_move_between_them(database: Database) -> None:
    place = workspace(database).id
    in_area(database, place, "Offline", "Mobile")
    filed(database, place, "Export")
    admin = request(place, "UADMIN")
    scoring_rules.choose(database, admin, "value effort", "MOBILE")
    give(database, place, 1, value="8", effort="2")
    give(database, place, 2)
    top = ranking.top(database, request(place), "")
    assert [row.idea.number for row in top.rows] == [2]
    assert top.others == (("Mobile", "Value ÷ effort"),)
    assert numbers(database, place, "area:mobile") == [1]
    ideas.edit(database, admin, 2, NewIdea("Export", area="Mobile"))
    assert numbers(database, place) == []
    give(database, place, 2, value="9")
    assert numbers(database, place, "area:Mobile") == [1, 2]
    scoring_rules.choose(database, admin, "default", "Mobile")
    assert numbers(database, place) == [2]
    with pytest.raises(NotFound, match="There are Mobile"):
        scoring_rules.choose(database, admin, "ice", "Desktop")


def test_a_team_writes_its_own_model_and_words_its_rubrics(database: Database) -> None:
    place = workspace(database).id
    filed(database, place)
    admin = request(place, "UADMIN")
    with pytest.raises(InvalidInput, match="Column 8") as refused:
        scoring_rules.write_model(database, admin, "pain: Pain", "pain * *")
    assert refused.value.field == "formula"
    scoring_rules.write_model(database, admin, "pain: Pain, 0-10", "pain * 10 / effort")
    scoring_rules.choose(database, admin, "weighted", None)
    assert give(database, place, 1, pain="6", effort="3") == 20
    scoring_rules.write_model(database, admin, "pain: Pain, 0-10", "pain * 20 / effort")
    assert ranking.top(database, request(place), "").rows[0].score == 40
    scoring_rules.choose(database, admin, "rice", None)
    driver = scoring_rules.word(database, admin, "impact", {"3": "Doubles trials", "2": " "})
    assert [one.rubric for one in driver.choices[:1]] == ["Doubles trials"]
    page = scoring.page(database, request(place), 1)
    assert page.method.driver("impact").choices[0].rubric == "Doubles trials"
    with pytest.raises(InvalidInput, match="at most 75"):
        scoring_rules.word(database, admin, "impact", {"3": "x" * 76})


@pytest.mark.both_databases
def test_a_rank_counts_open_ideas_and_its_change_is_in_the_log(database: Database) -> None:
    place = workspace(database).id
    for title in ("One", "Two", "Three"):
        filed(database, place, title)
    for number, effort in ((1, "4"), (2, "2"), (3, "3")):
        give(database, place, number, reach="100", impact="1", confidence="100%", effort=effort)
    assert numbers(database, place) == [2, 3, 1]
    page = scoring.give_in_words(database, request(place), 1, (("effort", "1"),))
    assert (page.place, page.place_before, page.total) == (1, 3, 3)
    after = log_of(database, place, "idea", page.idea.id)[-1]
    assert (after[0], after[1]["place"], after[2]["place"]) == ("score", 3, 1)
    ideas.move(database, request(place, "UADMIN"), 2, Status.SHIPPED)
    assert numbers(database, place) == [1, 3]
    assert numbers(database, place, "status:shipped") == [2]


def test_why_names_the_smallest_step_the_range_and_the_evidence(database: Database) -> None:
    place = workspace(database).id
    filed(database, place, "One")
    filed(database, place, "Two")
    draft = Draft("We need it", customer="Acme")
    feedback.capture(database, request(place, "USAYER", key="f"), draft)
    ideas_evidence.link(database, request(place), 1, 1)
    give(database, place, 1)
    give(database, place, 2, reach="900", impact="2", confidence="80%", effort="3")
    give(database, place, 1, "UADMIN", effort="2")
    why = scoring.why(database, request(place), 1)
    assert why.page.place == 1 and why.above is None
    why = scoring.why(database, request(place), 2)
    assert why.above is not None and why.above[0].number == 1
    assert why.step is not None
    assert give(database, place, 2, **{why.step.driver.key: str(why.step.after)}) == pytest.approx(
        why.step.score
    )
    assert scoring.why(database, request(place), 2).page.place == 1
    disputed = scoring.why(database, request(place), 1)
    assert disputed.between == pytest.approx((426.67, 640), abs=0.01)
    assert disputed.places == (1, 2)
    assert disputed.page.asked.numbers == (1,)
    assert disputed.page.asked.customers == 1


@pytest.mark.both_databases
def test_ideas_are_ranked_by_counts_with_filters(database: Database) -> None:
    place = workspace(database).id
    in_area(database, place, "Offline", "Mobile")
    filed(database, place, "Export")
    for number, customer in enumerate(("Acme", "Birch"), start=1):
        draft = Draft(f"Said {number}", customer=customer)
        feedback.capture(database, request(place, "USAYER", key=f"f{number}"), draft)
        ideas_evidence.link(database, request(place), 2, number)
    assert numbers(database, place, "by customers") == [2, 1]
    assert numbers(database, place, "by asked area:Mobile") == [1]
    assert ranking.top(database, request(place), "votes").order is Order.VOTES
    ideas.edit(database, request(place), 1, NewIdea("Offline", owner_id="UMEMBER"))
    assert numbers(database, place, "by votes owner:me") == [1]
    assert numbers(database, place, "by votes owner:@sam") == [1]
    for words, sentence in (
        ("by sparkle", "cannot be ranked by"),
        ("ares:Mobile", "Did you mean area:"),
        ("owner:nobody", "I know nobody called"),
        ("area:Desktop", "no area called"),
    ):
        with pytest.raises(InvalidInput, match=sentence):
            ranking.top(database, request(place), words)


@pytest.mark.both_databases
def test_a_digest_tells_the_place_that_a_new_estimate_brought(database: Database) -> None:
    place = workspace(database).id
    for title in ("Export", "Dark mode"):
        filing.file(database, request(place, key=title), NewIdea(title), "C1")
    give(database, place, 1, **dict(FULL))
    give(database, place, 2, **(dict(FULL) | {"reach": "100"}))
    later = NOON + timedelta(days=30)
    wish = SubscriptionForm(
        Schedule((0,), time(9), "UTC", Cadence.WEEKLY, later.date()), has_picture=False
    )
    asked = request(place, "UADMIN", at=later)
    digest_changes.subscribe(database, asked, "C1", wish)
    scoring.give_in_words(database, replace(asked, user_id="UMEMBER"), 2, (("reach", "9000"),))
    digest = digests.preview(database, place, "C1", later).digest
    (line,) = lines_of(digest, Section.RANKED)
    assert line == "*I-2* Dark mode · place 2 → *place 1*"
