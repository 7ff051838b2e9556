"""Who may use what, and who reads what: everything that is registered, by eight kinds of people.

What there is to use is read from the router; how it is used is found by a manager who opens
everything there is, so that a new button or form is tried here without a word about it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import features
from bot.app import utc_now
from domain.core.outbox import Kind
from domain.core.people import Person
from handlers.slack.context import AppContext
from services.workspace import people
from storage.database.engine import open_database
from tests.support.asking import (
    Answers,
    Ask,
    Gate,
    copy_of,
    counter,
    explore,
    posted,
    use,
    without,
)
from tests.support.databases import opened, sqlite_template
from tests.support.home import home_of
from tests.support.make import NOON, request
from tests.support.merging import due
from tests.support.populated import CUSTOMER, MANAGER, OTHERS, PEOPLE, UNKNOWN, WORDS, populate
from tests.support.used import beginnings
from views.blockkit import ids

ROUTER = features.router(AppContext(open_database("sqlite:///never-opened.db"), utc_now))
REGISTERED = sorted(ROUTER.permissions)
GUESTS = ("guest", "single-channel guest")
OUTSIDERS = ("outsider", "outside admin")

ANYBODY = {
    ("command", "/feedback"),
    ("shortcut", ids.NEW_FEEDBACK),
    ("shortcut", ids.SAVE_FEEDBACK),
    ("action", ids.BALLOT_OPEN),
    ("action", ids.FEEDBACK_DETAILS),
    ("action", ids.FEEDBACK_NOTES),
    ("action", ids.FEEDBACK_TEXT),
    ("action", ids.FEEDBACK_UNDO),
    ("action", ids.HOME_FEEDBACK),
    ("view", ids.BALLOT_FORM),
    ("view", ids.FEEDBACK_DETAILS_FORM),
    ("view", ids.FEEDBACK_FORM),
    ("options", ids.AREA_SELECT),
    ("options", ids.CUSTOMER_SELECT),
}
"""What outsiders may use: feedback and votes."""

ABOUT = ("customer", "digest", "triage", "rota", "rule", "token", "import", "announce", "merge")
MEMBERS_ONLY = (
    *ABOUT,
    *("promise_new", "promise_menu", "promise_form", "promise_withdraw", "decision_new"),
    *("decision_form", "record_decision", "settings_submit", "settings_zone", "/digest"),
    *(
        "welcome",
        "roadmap_share",
        "roadmap_revoke",
        "score_method_form",
        "score_model",
        "score_rubric",
    ),
)
GUESTS_TOO = {
    ("action", ids.DIGEST_MORE),
    ("action", ids.DIGEST_THREAD),
    ("options", ids.CUSTOMER_SELECT),
}


ONLY_AT_THE_EDGE = {
    ("action", ids.DIGEST_MONTH_DAY),
    ("action", ids.DIGEST_ZONE),
    ("action", ids.IMPORT_KIND),
    ("action", ids.IMPORT_SOURCE),
    ("action", ids.IMPORT_UNDO),
    ("action", ids.IMPORT_UPDATE),
    ("action", ids.IMPORT_ENCODING),
    ("action", ids.MERGE_SELECT),
    ("action", ids.ROTA_SWAP),
    ("action", ids.RULES_PAGE),
    ("action", ids.TRIAGE_AREA),
    ("action", ids.TRIAGE_IDEA),
    ("view", ids.IMPORT_FORM),
    ("view", ids.IMPORT_SOURCE_FORM),
    ("view", ids.PROMISE_WITHDRAW_FORM),
    ("view", ids.ROUND_WHY_FORM),
    ("view", ids.TRIAGE_DISMISS_FORM),
}
"""What only shows in states that the populated workspace is not in; all of it is for members, or
names no customers."""


def expected(kind: str, name: str, who: str) -> bool:
    """Whether somebody gets as far as the feature itself."""
    if who in ("bot", "deactivated"):
        return False
    if who in OUTSIDERS:
        return (kind, name) in ANYBODY
    if who in GUESTS:
        return (kind, name) in GUESTS_TOO or not name.startswith(MEMBERS_ONLY)
    return True


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A populated SQLite database to copy from."""
    path = sqlite_template(tmp_path_factory.mktemp("populated"))
    database = opened(f"sqlite:///{path}")
    populate(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture(scope="module")
def gate(archive: Path) -> Iterator[Gate]:
    database = opened(f"sqlite:///{archive}")
    made = counter(database, Gate)
    assert isinstance(made, Gate)
    yield made
    database.dispose()


def test_everything_that_is_registered_says_who_may_use_it(gate: Gate) -> None:
    assert sorted(gate.all()) == REGISTERED


@pytest.mark.parametrize("who", PEOPLE)
def test_who_gets_past_the_edge(gate: Gate, who: str) -> None:
    view = {"type": "modal", "callback_id": "x", "blocks": [], "id": "V1", "state": {"values": {}}}
    wrong = []
    for kind, name in REGISTERED:
        gate.passed.clear()
        ask = Ask(kind, name, {"text": "x"} if kind == "command" else {}, view)  # type: ignore[arg-type]
        answers = use(gate, ask, 1, PEOPLE[who])
        has_passed = gate.passed == [name]
        is_told = has_passed or kind == "options" or bool(answers.shown)
        if has_passed is not expected(kind, name, who) or not is_told:
            wrong.append((kind, name))
    assert wrong == []


@pytest.mark.parametrize("who", [*GUESTS, *OUTSIDERS])
def test_a_refusal_names_people_of_the_workspace_only(gate: Gate, who: str) -> None:
    answers = use(gate, Ask("command", "/digest", {"text": ""}), 1, PEOPLE[who])
    assert gate.passed == [] or gate.passed[-1] != "/digest"
    assert not [one.name for one in OTHERS.values() if one.name in answers.text]
    assert ("Priya" in answers.text) is (who in GUESTS)


@pytest.fixture(scope="module")
def explored(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Ask, Answers]]:
    """Everything that a manager can use, each with one or two values, and what it showed."""
    folder = tmp_path_factory.mktemp("explored")
    return explore(archive, folder, [*beginnings(), *posted(archive)], MANAGER, 2)


def is_told(answers: Answers) -> bool:
    """Whether a customer is named, or something quoted that was said where not everybody is."""
    return CUSTOMER in answers.text or WORDS in answers.text


def test_everything_that_is_registered_is_used_and_goes_well(
    explored: list[tuple[Ask, Answers]],
) -> None:
    assert [ask.label for ask, answers in explored if answers.has_failed] == []
    tried = {(ask.door, ask.name) for ask, _answers in explored}
    assert set(REGISTERED) - tried == ONLY_AT_THE_EDGE
    telling = {(ask.door, ask.name) for ask, answers in explored if is_told(answers)}
    assert len(telling) > 50
    assert {("command", "/digest"), ("options", ids.CUSTOMER_SELECT)} <= telling
    assert {("options", ids.FEEDBACK_SELECT), ("options", ids.DIGEST_CUSTOMERS)} <= telling


@pytest.mark.parametrize("who", [one for one in PEOPLE if one not in ("manager", "member")])
def test_who_is_no_member_reads_no_customer_and_no_words_from_elsewhere(
    archive: Path, tmp_path: Path, explored: list[tuple[Ask, Answers]], who: str
) -> None:
    leaks = []
    for ask, _answers in explored:
        if not expected(ask.door, ask.name, who):
            continue  # the edge refuses it, which is tested above
        with copy_of(archive, tmp_path) as database:
            answers = use(counter(database), without(ask, CUSTOMER, WORDS), 1, PEOPLE[who])
        if is_told(answers) or answers.has_failed:
            leaks.append(ask.label)
    assert leaks == []


@pytest.mark.parametrize("who", PEOPLE)
def test_home_names_customers_to_members_only(archive: Path, tmp_path: Path, who: str) -> None:
    with copy_of(archive, tmp_path) as database:
        shown = home_of(database, request(1, PEOPLE[who]))
    assert not (CUSTOMER in str(shown) or WORDS in str(shown)) or who in ("manager", "member")


def test_somebody_new_is_looked_up_at_once_and_keeps_what_they_typed(
    archive: Path, tmp_path: Path
) -> None:
    with copy_of(archive, tmp_path) as database:
        board = counter(database)
        ask = Ask("command", "/idea", {"text": "Export &amp; import"})
        answers = use(board, ask, 1, UNKNOWN)
        assert "looking you up" in answers.text
        assert "You typed: /idea Export &amp; import" in answers.text
        [task] = due(database, Kind.READ_PERSON)
        assert task.payload == {"user": UNKNOWN}
        people.learned(database, task, [Person(UNKNOWN, "Nora", team_id="T1")], NOON)
        assert "looking you up" not in use(board, ask, 1, UNKNOWN).text


def test_somebody_new_gives_feedback_without_waiting(archive: Path, tmp_path: Path) -> None:
    with copy_of(archive, tmp_path) as database:
        ask = Ask("command", "/feedback", {"text": "It hangs"})
        assert "It hangs" in use(counter(database), ask, 1, UNKNOWN).text
