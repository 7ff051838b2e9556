"""Blind rounds on both databases: nobody sees anything before the reveal, and nothing is lost."""

import json
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.people import Channel, Person
from domain.ideas.model import Status
from domain.rounds.model import RoundForm, RoundPage, State
from domain.rounds.results import Result
from services.home import export
from services.idea_page import page as idea_pages
from services.ideas import actions as ideas
from services.rounds import actions as rounds
from services.rounds import lifecycle as round_life
from services.rounds import pages as round_pages
from services.scoring import estimates as scoring
from services.scoring import ranking
from services.scoring import rules as scoring_rules
from storage.channels import queries as channels
from storage.database.engine import Database
from storage.outbox import change_log as changes
from storage.workspace import people
from tests.support.make import NOON, request, workspace
from tests.support.rounds import ENDS, PEOPLE, answer, on_home, said, started
from tests.support.rounds import ideas as some_ideas


@pytest.fixture
def place(database: Database) -> int:
    found = workspace(database).id
    with database.transaction() as session:
        known = [
            Person("UERIN", "Erin"),
            Person("UEMIL", "Emil"),
            Person("UROBOT", "R", is_bot=True),
            Person("UADA", "Ada", is_outsider=True),
        ]
        people.save(session, found, known, NOON)
        at = [Channel("C1", "product", is_member=True), Channel("C2", "far", is_member=False)]
        channels.save(session, found, at, NOON)
    some_ideas(database, found)
    said(database)
    return found


def opened(database: Database, place: int, user: str = "UADMIN") -> RoundPage:
    page = round_pages.open_page(database, request(place, user), 1)
    assert isinstance(page, RoundPage)
    return page


def result(database: Database, place: int) -> Result:
    found = round_pages.open_page(database, request(place), 1)
    assert isinstance(found, Result)
    return found


def leave(database: Database, place: int, user: str) -> None:
    with database.transaction() as session:
        people.save(session, place, [Person(user, "Gone", is_deleted=True)], NOON)


def test_a_round_is_started_once_and_asks_each_person_by_direct_message(
    database: Database, place: int
) -> None:
    assert started(database, place).round.reference == "R-1"
    assert started(database, place).round.reference == "R-1"
    asked = [(template, to) for template, to, _data in said(database)]
    assert asked == [("round_asked", to) for to in PEOPLE]
    assert started(database, place, key="view:2").round.reference == "R-2"


def test_answers_are_private_to_each_person_until_the_reveal(
    database: Database, place: int, tmp_path: Path
) -> None:
    started(database, place)
    answer(database, place, "UEMIL", 1, effort="777")
    assert rounds.form(database, request(place, "UERIN"), 1, 1).mine == {}
    assert rounds.form(database, request(place, "UEMIL"), 1, 1).mine["effort"] == 777
    seen = [opened(database, place, user) for user in ("UADMIN", "UERIN", "UMEMBER")]
    seen += [on_home(database, request(place, user)) for user in ("UADMIN", "UERIN")]
    seen += [scoring.why(database, request(place), 1), idea_pages.get(database, request(place), 1)]
    with database.reading() as session:
        seen.append(changes.between(session, place, 0, 10_000))
    assert "777" not in str(seen)
    export.write(database, tmp_path / "all.json", NOON)
    kept = json.loads((tmp_path / "all.json").read_text())["round_answers"]
    assert len(kept) == 4 and {one["value"] for one in kept} == {None}
    round_life.reveal(database, request(place, "UADMIN"), 1)
    export.write(database, tmp_path / "all.json", NOON)
    kept = json.loads((tmp_path / "all.json").read_text())["round_answers"]
    assert 777 in {one["value"] for one in kept}


def test_the_owner_alone_sees_who_has_answered(database: Database, place: int) -> None:
    started(database, place)
    answer(database, place, "UEMIL", 1)
    shown = {one.user_id: one.answered for one in opened(database, place).people}
    assert shown == {"UEMIL": 1, "UERIN": 0, "UMEMBER": 0}
    others = opened(database, place, "UERIN")
    assert others.people == () and (others.answered, others.invited) == (1, 3)


def test_an_answer_may_change_until_the_reveal_and_not_after(
    database: Database, place: int
) -> None:
    started(database, place)
    after = answer(database, place, "UEMIL", 1, effort="2")
    assert isinstance(after, RoundForm) and after.idea.number == 2
    answer(database, place, "UEMIL", 1, effort="6", reach="")
    assert set(rounds.form(database, request(place, "UEMIL"), 1, 1).mine) == {
        "impact", "confidence", "effort",
    }  # fmt: skip
    round_life.reveal(database, request(place, "UADMIN"), 1)
    with pytest.raises(InvalidInput, match="has been revealed"):
        answer(database, place, "UEMIL", 1, effort="9")
    assert "Effort" in str(result(database, place)) and "median='6'" in str(result(database, place))


def test_the_medians_become_estimates_of_the_round_and_replace_what_was_before(
    database: Database, place: int
) -> None:
    scoring.give_in_words(database, request(place), 1, (("effort", "40"), ("reach", "10")))
    started(database, place)
    for user, effort in zip(PEOPLE, ("2", "3", "8"), strict=True):
        answer(database, place, user, 1, effort=effort)
    round_life.reveal(database, request(place, "UADMIN"), 1)
    page = scoring.page(database, request(place), 1)
    effort = page.opinions["effort"]
    assert (effort.value, effort.low, effort.high, effort.voices) == (3, 2, 8, 3)
    assert effort.given[0].outcome and effort.given[0].outcome.round_number == 1
    assert len(effort.replaced) == 1
    assert page.score.value == pytest.approx(800 * 2 * 0.8 / 3)
    with database.reading() as session:
        log = [one.field for one in changes.of_subject(session, place, "idea", page.idea.id)]
    assert log[-2:] == ["round", "score"]
    scoring.give_in_words(database, request(place), 1, (("effort", "5"),))
    assert scoring.page(database, request(place), 1).opinions["effort"].value == 3
    scoring_rules.choose(database, request(place, "UADMIN"), "ice", None)
    scoring_rules.choose(database, request(place, "UADMIN"), "rice", None)
    [row] = ranking.top(database, request(place), "").rows
    assert row.score == pytest.approx(800 * 2 * 0.8 / 3)


def test_the_two_furthest_apart_are_asked_and_their_sentence_stays_with_the_round(
    database: Database, place: int
) -> None:
    started(database, place)
    for user, effort in zip(PEOPLE, ("2", "3", "8"), strict=True):
        answer(database, place, user, 2, effort=effort)
    said(database)
    round_life.reveal(database, request(place, "UADMIN"), 1)
    told = said(database)
    assert [(template, to) for template, to, _data in told] == [
        ("round_result", "C1"),
        ("round_why", "UMEMBER"),
        ("round_why", "UEMIL"),
    ]
    rounds.explain(database, request(place, "UEMIL"), 1, "The importer has to go first.")
    assert [one[:2] for one in said(database)] == [("round_sentence", "C1")]
    talk = result(database, place).talk
    assert talk and talk.number == 2 and talk.high.sentence == "The importer has to go first."
    with pytest.raises(NotAllowed):
        rounds.explain(database, request(place, "UERIN"), 1, "Me too")
    with pytest.raises(InvalidInput, match="empty") as refused:
        rounds.explain(database, request(place, "UEMIL"), 1, " ")
    assert refused.value.field == "sentence"


def test_where_the_bot_is_not_the_result_is_told_in_private(database: Database, place: int) -> None:
    started(database, place, channel="C2")
    answer(database, place, "UEMIL", 1)
    said(database)
    round_life.reveal(database, request(place, "UADMIN"), 1)
    told = [to for template, to, _data in said(database) if template == "round_result"]
    assert sorted(told) == sorted([*PEOPLE, "UADMIN"])


def test_the_clock_reminds_once_and_reveals_at_the_deadline_once(
    database: Database, place: int
) -> None:
    started(database, place)
    answer(database, place, "UEMIL", 1)
    answer(database, place, "UEMIL", 2)
    said(database)
    eve = ENDS - timedelta(days=1)
    assert round_life.due(database, eve - timedelta(minutes=1)) == []
    for at in (eve, eve + timedelta(minutes=1)):
        for which in round_life.due(database, at):
            round_life.run(database, which, at)
    assert not round_life.run(database, (place, 1), eve + timedelta(minutes=2))
    reminded = [(template, to) for template, to, _data in said(database, ENDS)]
    assert reminded == [("round_reminder", "UERIN"), ("round_reminder", "UMEMBER")]
    [which] = round_life.due(database, ENDS)
    assert round_life.run(database, which, ENDS)
    assert not round_life.run(database, which, ENDS)
    told = said(database, ENDS)
    assert [one[:2] for one in told] == [("round_result", "C1"), ("round_note", "UADMIN")]
    assert told[1][2]["missing"] == ["UERIN", "UMEMBER"]
    assert "UERIN" not in str(told[0][2]) and "UMEMBER" not in str(told[0][2])


def test_a_round_that_nobody_answered_posts_nothing_and_tells_its_owner(
    database: Database, place: int
) -> None:
    started(database, place)
    said(database)
    round_life.run(database, (place, 1), ENDS)
    [(template, to, data)] = said(database, ENDS)
    assert (template, to, data["occasion"]) == ("round_note", "UADMIN", "empty")
    assert scoring.page(database, request(place), 1).opinions == {}


def test_a_participant_who_left_is_neither_waited_for_nor_named_missing(
    database: Database, place: int
) -> None:
    started(database, place, numbers=(1,), people=("UEMIL", "UERIN"))
    leave(database, place, "UERIN")
    said(database)
    answer(database, place, "UEMIL", 1)
    [(template, _to, data)] = said(database)
    assert (template, data["occasion"]) == ("round_note", "complete")
    with pytest.raises(InvalidInput, match="nobody to remind"):
        round_life.remind(database, request(place, "UADMIN"), 1)
    round_life.reveal(database, request(place, "UADMIN"), 1)
    assert "round_note" not in {one[0] for one in said(database)}
    with pytest.raises(InvalidInput, match="Gone has left") as refused:
        started(database, place, key="view:2", people=("UERIN",))
    assert refused.value.field == "people"


@pytest.mark.both_databases
def test_the_owner_reminds_extends_and_calls_off_and_others_do_not(
    database: Database, place: int
) -> None:
    started(database, place)
    said(database)
    for deed in (round_life.remind, round_life.cancel, round_life.reveal):
        with pytest.raises(NotAllowed, match="belongs to whoever started it"):
            deed(database, request(place, "UERIN"), 1)
    owner = request(place, "UADMIN")
    round_life.remind(database, owner, 1)
    with pytest.raises(InvalidInput, match="less than 12 hours ago"):
        round_life.remind(database, owner, 1)
    later = ENDS + timedelta(days=2)
    assert round_life.extend(database, owner, 1, later).round.deadline == later
    with pytest.raises(InvalidInput, match="is past"):
        round_life.extend(database, owner, 1, NOON - timedelta(days=1))
    assert round_life.due(database, ENDS) == []
    with pytest.raises(InvalidInput, match="Nobody has answered yet"):
        round_life.reveal(database, owner, 1)
    answer(database, place, "UEMIL", 1)
    assert round_life.cancel(database, owner, 1).round.state is State.CANCELLED
    assert round_life.due(database, later) == []
    told = {template for template, _to, _data in said(database)}
    assert told == {"round_reminder", "round_moved", "round_cancelled"}
    assert scoring.page(database, request(place), 1).opinions == {}
    with pytest.raises(InvalidInput, match="was called off"):
        answer(database, place, "UEMIL", 1)


@pytest.mark.both_databases
def test_bad_rounds_get_a_sentence_at_their_field(database: Database, place: int) -> None:
    ideas.move(database, request(place, "UADMIN"), 2, Status.SHIPPED)
    cases = [
        ({"numbers": range(1, 201)}, "ideas", "these are 200"),
        ({"numbers": ()}, "ideas", "at least one idea"),
        ({"numbers": (1, 99)}, "ideas", "no I-99"),
        ({"numbers": (1, 2)}, "ideas", "I-2 is shipped already"),
        ({"numbers": (1,), "people": ()}, "people", "who is to score"),
        ({"numbers": (1,), "people": ("UROBOT",)}, "people", "is a bot"),
        ({"numbers": (1,), "people": ("UADA",)}, "people", "from another company"),
        ({"numbers": (1,), "deadline": NOON - timedelta(hours=1)}, "deadline", "is past"),
    ]
    for facts, field, sentence in cases:
        with pytest.raises((InvalidInput, NotFound), match=sentence) as refused:
            started(database, place, **facts)
        assert refused.value.field == field
    assert round_pages.listing(database, request(place), "") == []


def test_an_answer_that_does_not_fit_stores_nothing(database: Database, place: int) -> None:
    started(database, place)
    for wrong in ({"effort": "0"}, {"reach": "-1"}, {"confidence": "120"}, {"effort": "nan"}):
        with pytest.raises(InvalidInput) as refused:
            answer(database, place, "UEMIL", 1, **wrong)
        assert refused.value.field in wrong
    assert opened(database, place).answered == 0
    with pytest.raises(NotAllowed, match="asks other people"):
        answer(database, place, "UADMIN", 1)


def test_everybody_answering_while_it_is_revealed_loses_nothing(
    database: Database, place: int
) -> None:
    crowd = tuple(f"U{n}X" for n in range(6))
    started(database, place, numbers=(1,), people=crowd)
    answer(database, place, crowd[0], 1, effort="1")
    gate, kept = threading.Barrier(len(crowd)), [crowd[0]]

    def give(user: str) -> None:
        gate.wait(10)
        try:
            answer(database, place, user, 1, effort="1")
            kept.append(user)
        except InvalidInput as late:
            assert "revealed" in late.message

    def end() -> None:
        gate.wait(10)
        round_life.reveal(database, request(place, "UADMIN"), 1)

    threads = [threading.Thread(target=give, args=(user,)) for user in crowd[1:]]
    threads.append(threading.Thread(target=end))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert result(database, place).answered == len(kept)
    effort = scoring.page(database, request(place), 1).opinions["effort"]
    assert effort.voices == len(kept)


@pytest.mark.both_databases
def test_home_and_the_list_lead_to_what_waits(database: Database, place: int) -> None:
    started(database, place)
    [waiting] = on_home(database, request(place, "UEMIL"))
    assert waiting.is_waiting and not waiting.is_owner
    [own] = on_home(database, request(place, "UADMIN"))
    assert own.is_owner and not own.is_waiting
    answer(database, place, "UEMIL", 1)
    answer(database, place, "UEMIL", 2)
    assert on_home(database, request(place, "UEMIL")) == ()
    found = round_pages.listing(database, request(place), "idea 2")
    assert [one.round.reference for one in found] == ["R-1"]
    assert round_pages.listing(database, request(place), "nothing like it") == []
    with pytest.raises(NotFound, match="newest one is R-1"):
        round_pages.open_page(database, request(place), 7)
