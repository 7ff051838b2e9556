"""What is proposed before saving, found by words and by meaning, for those who may read it."""

from datetime import timedelta

import pytest

from domain.feedback.model import Draft, Feedback, Source
from domain.idea_page.page import Evidence
from domain.similarity.closeness import Degree
from domain.similarity.matrix import packed
from services.feedback import capture as feedback
from services.idea_page import page as idea_pages
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.similarity import (
    decisions as choices,
)
from services.similarity import (
    follow_up as questions,
)
from services.similarity import (
    index as embedding_index,
)
from services.similarity import (
    suggestions as likeness,
)
from services.similarity.embedding import embed
from services.similarity.follow_up import Saved
from services.votes import filing
from storage import similarity as search_entries
from storage.database import full_text
from storage.database.engine import Database, Session
from storage.ideas import search as idea_search
from tests.support.make import NOON, request, workspace


def file(database: Database, workspace_id: int, title: str, **facts: object) -> int:
    asked = request(workspace_id, key=f"file:{title}")
    return filing.file(database, asked, NewIdea(title, **facts), "C1").number  # type: ignore[arg-type]


def say(database: Database, workspace_id: int, text: str, **facts: object) -> Feedback:
    asked = request(workspace_id, key=f"say:{text}:{facts}")
    return feedback.capture(database, asked, Draft(text, **facts)).feedback  # type: ignore[arg-type]


def references(database: Database, workspace_id: int, text: str, user: str = "USAM") -> list[str]:
    found = likeness.alike(database, request(workspace_id, user), text)
    return [one.reference for one in found]


def test_ideas_and_feedback_alike_are_proposed_best_first_with_their_why(
    database: Database,
) -> None:
    one = workspace(database).id
    file(database, one, "Export to CSV")
    file(database, one, "Dark mode", description="A night theme for the editor")
    say(database, one, "Customers want to download the numbers into Excel")
    found = likeness.alike(database, request(one), "download everything as a spreadsheet")
    assert [one.reference for one in found] == ["I-1", "F-1"]
    assert found[0].shared == ("download ≈ export", "spreadsheet ≈ csv")
    assert references(database, one, "Exprot to CSV")[0] == "I-1"
    assert references(database, one, "a night theme, please") == ["I-2"]
    assert references(database, one, "parking space for bicycles") == []


def test_a_single_idea_is_found_by_its_title_and_by_its_description(database: Database) -> None:
    one = workspace(database).id
    file(database, one, "Evening look", description="A night theme that is easy on the eyes")
    assert references(database, one, "dark mode") == ["I-1"]
    assert references(database, one, "look in the evening") == ["I-1"]


def test_a_code_is_found_where_meaning_sees_nothing(database: Database) -> None:
    one = workspace(database).id
    for number in range(1040, 1046):
        file(database, one, f"Error E-{number} when a form is saved")
    assert references(database, one, "Yesterday E-1042 came up again while saving")[0] == "I-3"


def test_what_was_said_in_private_is_proposed_only_to_who_said_or_saved_it(
    database: Database,
) -> None:
    one = workspace(database).id
    text = "The invoice has no tax number"
    said = say(database, one, text, source=Source("G1", "1.1", is_private=True), said_by="USAM")
    assert references(database, one, text, "USTRANGER") == []
    assert references(database, one, text, "USAM") == [said.reference]
    assert references(database, one, text, "UMEMBER") == [said.reference]


def test_the_same_again_by_the_same_person_within_minutes_is_a_repetition(
    database: Database,
) -> None:
    one = workspace(database).id
    say(database, one, "Reports load slowly")

    def repeats(user: str, minutes: int) -> list[bool]:
        asked = request(one, user, at=NOON + timedelta(minutes=minutes))
        return [found.is_repeat for found in likeness.alike(database, asked, "reports load slowly")]

    assert repeats("UMEMBER", 5) == [True]
    assert repeats("UMEMBER", 20) == [False]
    assert repeats("UADMIN", 5) == [False]


def test_an_edited_idea_is_alike_by_what_it_says_now_and_taken_back_feedback_by_nothing(
    database: Database,
) -> None:
    one = workspace(database).id
    number = file(database, one, "Export to CSV")
    said = say(database, one, "Refund a part of an order")
    assert references(database, one, "download a spreadsheet") == ["I-1"]
    ideas.edit(database, request(one, "UADMIN"), number, NewIdea("Dark mode"))
    feedback.undo(database, request(one), said.number)
    assert references(database, one, "download a spreadsheet") == []
    assert references(database, one, "night theme") == ["I-1"]
    assert references(database, one, "Refund a part of an order") == []


@pytest.mark.both_databases
def test_another_model_makes_every_entry_anew(database: Database) -> None:
    one = workspace(database).id
    file(database, one, "Export to CSV")
    assert embedding_index.catch_up(database, one) == 1
    assert embedding_index.catch_up(database, one) == 0
    with database.transaction() as session:
        mark = search_entries.lock_mark(session, one)
        search_entries.set_mark(session, one, search_entries.Mark(mark.change_id, "older"))
    assert embedding_index.catch_up(database, one) == 1
    with database.reading() as session:
        assert search_entries.count(session, one, "idea") == 1


def test_only_the_newest_are_compared_by_meaning(database: Database) -> None:
    one = workspace(database).id
    for title in ("Export to CSV", "Dark mode", "Refunds"):
        file(database, one, title)
    with database.reading() as session:
        first, second, _third = sorted(search_entries.texts(session, one, "idea", range(1, 99)))
        assert search_entries.behind_newest(session, one, "idea", 1) == second[0]
        assert search_entries.behind_newest(session, one, "idea", 2) == first[0]
        assert search_entries.behind_newest(session, one, "idea", 3) == 0
    asked = embed(["dark theme"])[0]
    made, none = embedding_index.cosines(asked, [packed(embed(["Dark mode"]))[0], None])
    assert made > 0.6 and none == 0


def test_when_many_wait_the_clock_makes_their_entries_and_nobody_else(database: Database) -> None:
    one = workspace(database).id
    file(database, one, "Export to CSV")
    embedding_index.catch_up_all(database, NOON)
    with database.reading() as session:
        assert search_entries.count(session, one, "idea") == 0
    for number in range(101):
        say(database, one, f"Something about {number}")
    assert embedding_index.catch_up(database, one) == 0
    assert references(database, one, "something about 7") == []
    embedding_index.catch_up_all(database, NOON)
    with database.reading() as session:
        assert search_entries.count(session, one, "feedback") == 101
    assert references(database, one, "something about 7")[0] == "F-8"


def test_a_select_finds_ideas_by_number_words_and_meaning_best_first(database: Database) -> None:
    one = workspace(database).id
    for title in ("Dark mode", "Export to CSV", "CSV import", "Öffentliche Roadmap", "导出数据"):
        file(database, one, title)

    def titles(words: str) -> list[str]:
        return [idea.title for idea in idea_pages.suggest(database, one, words)]

    assert titles("I-2")[0] == titles("2")[0] == "Export to CSV"
    assert titles("csv")[:2] == ["Export to CSV", "CSV import"]
    assert titles("offentl") == ["Öffentliche Roadmap"]
    assert titles("数据") == ["导出数据"]
    assert titles("night theme") == ["Dark mode"]
    assert titles('"; DROP TABLE idea --') == []
    with database.reading() as session:
        assert idea_search.find(session, one, 'csv" OR "dark', 10) == []


def test_full_text_follows_an_edit_and_stays_in_its_workspace(database: Database) -> None:
    one, two = workspace(database, "T1").id, workspace(database, "T2").id
    number = file(database, one, "Export to CSV")
    file(database, two, "Export to CSV")

    def found(session: Session, word: str) -> list[int]:
        return full_text.ideas(session, one, [word], 10)

    with database.reading() as session:
        assert len(found(session, "exp")) == 1
    ideas.edit(database, request(one, "UADMIN"), number, NewIdea("Dark mode"))
    with database.reading() as session:
        assert found(session, "exp") == []
        assert len(found(session, "dark")) == 1


def test_what_a_person_chose_and_what_they_typed_are_saved_together(database: Database) -> None:
    one = workspace(database).id
    file(database, one, "Export to CSV")
    first = choices.capture_into(database, request(one, key="a"), Draft("csv please"), "I-1")
    assert first.feedback.idea_numbers == (1,)
    again = choices.capture_into(database, request(one, key="a"), Draft("csv please"), "I-1")
    assert again.feedback.number == first.feedback.number
    joined = choices.capture_into(database, request(one, key="b"), Draft("me too"), "F-1")
    assert joined.feedback.idea_numbers == (1,)
    alone = choices.capture_into(database, request(one, key="c"), Draft("other"), None)
    assert alone.feedback.idea_numbers == ()


def test_after_a_quick_save_only_what_is_worth_it_is_asked(database: Database) -> None:
    one = workspace(database).id
    file(database, one, "Export to CSV")
    dull, near = say(database, one, "parking for bicycles"), say(database, one, "download as csv")
    url = "https://hooks.slack.com/x"
    assert not questions.ask(database, Saved(one, "UMEMBER", dull.number, url), NOON)
    assert questions.ask(database, Saved(one, "UMEMBER", near.number, url), NOON)
    assert not questions.ask(database, Saved(one, "UMEMBER", near.number, url), NOON)


def test_what_is_loosely_related_is_proposed_in_a_form_but_nobody_is_asked_unasked(
    database: Database,
) -> None:
    one = workspace(database).id
    file(database, one, "Dark mode")
    said = say(database, one, "Brighter colours please")
    found = likeness.ideas_for(database, request(one), Evidence(said, "UMEMBER", NOON))
    assert [near.reference for near in found] == ["I-1"]
    assert questions.about(database, request(one), said.text, said.reference) == ()
    withheld = Evidence(said, "UMEMBER", NOON, is_withheld=True)
    assert likeness.ideas_for(database, request(one), withheld) == []


def test_almost_the_same_open_idea_is_shown_first_but_no_closed_one(database: Database) -> None:
    from domain.ideas.model import Status

    one = workspace(database).id
    number = file(database, one, "Export to CSV")
    found = likeness.same_idea(database, request(one), "export to csv!")
    assert found is not None and found.degree is Degree.SAME
    assert likeness.same_idea(database, request(one), "Export the drawing to CAD") is None
    ideas.move(database, request(one, "UADMIN"), number, Status.DECLINED)
    assert likeness.same_idea(database, request(one), "export to csv!") is None
