"""People as Slack tells of them, and what follows for who may do what."""

from datetime import timedelta
from typing import Any

import pytest

from domain.core.errors import InvalidInput, NotAllowed, NotKnownYet
from domain.core.outbox import Kind
from domain.core.people import Permission, Person, PersonKind, Request, standing_of
from domain.decisions import TypedDecision
from domain.digests.audience import Section
from domain.digests.model import digest_key
from domain.feedback.model import Details, Draft
from domain.ideas.model import Status
from domain.roadmap.promises import NewPromise
from services.decisions import actions as decisions
from services.digests import pages as digests
from services.digests import runs as digest_runs
from services.digests import subscribe as digest_changes
from services.feedback import capture as feedback
from services.feedback import pages as feedback_pages
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.roadmap import promises
from services.votes import filing
from services.workspace import people, settings
from services.workspace.settings import SettingsForm
from storage.database.engine import Database
from storage.workspace import people as rows
from storage.workspace import workspaces
from tests.support.asking import HERE
from tests.support.ideas import take
from tests.support.make import NOON, request, workspace
from tests.support.merging import due
from tests.support.populated import CUSTOMER, OTHERS, UNKNOWN, populate


def told(**facts: Any) -> dict[str, Any]:
    """Slack's user object of somebody."""
    return {"id": "U1", "team_id": "T1", "name": "sam", "profile": {"display_name": "Sam"}} | facts


FROM_SLACK: tuple[tuple[dict[str, Any], PersonKind], ...] = (
    (told(), PersonKind.MEMBER),
    (told(team_id=None, profile={"team": "T1"}), PersonKind.MEMBER),
    (told(is_restricted=True), PersonKind.GUEST),
    (told(is_restricted=True, is_ultra_restricted=True), PersonKind.GUEST),
    (told(team_id="T9"), PersonKind.OUTSIDER),
    (told(team_id="T9", is_stranger=False, is_admin=True, is_owner=True), PersonKind.OUTSIDER),
    (told(team_id="T9", is_stranger=True), PersonKind.OUTSIDER),
    (told(team_id=None), PersonKind.UNKNOWN),
    (told(is_bot=True), PersonKind.BOT),
    (told(deleted=True), PersonKind.GONE),
    (
        told(team_id="T2", enterprise_user={"enterprise_id": "E1", "teams": ["T2"]}),
        PersonKind.MEMBER,
    ),
    (told(team_id="T9", enterprise_user={"enterprise_id": "E9"}), PersonKind.OUTSIDER),
    (told(team_id="E1"), PersonKind.MEMBER),
)


@pytest.mark.parametrize(("user", "standing"), FROM_SLACK)
def test_what_somebody_is_follows_from_their_team(
    database: Database, user: dict[str, Any], standing: PersonKind
) -> None:
    one = workspace(database, enterprise_id="E1")
    person = people.from_slack(user, one)
    people.learn(database, one.id, [person], NOON)
    stored = people.get(database, one.id, "U1")
    assert stored == person and standing_of(stored) is standing
    assert not person.is_admin


def with_others(database: Database) -> int:
    place = workspace(database).id
    with database.transaction() as session:
        rows.save(session, place, OTHERS.values(), NOON)
    filing.file(database, request(place, "UADMIN"), NewIdea("Export"), None)
    return place


def promise(database: Database, asked: Request) -> object:
    return promises.promise(database, asked, 1, NewPromise("Acme", NOON.date(), "UADMIN"))


def decide(database: Database, asked: Request) -> object:
    return decisions.record(database, asked, TypedDecision("We do it", decided_by=("UADMIN",)))


def subscribe(database: Database, asked: Request) -> object:
    return digest_changes.subscribe_in_words(database, asked, "C1", "mon 09:00")


@pytest.mark.parametrize("who", [*OTHERS, "unknown"])
@pytest.mark.parametrize("record", [promise, decide, subscribe])
def test_only_members_record_what_the_team_relies_on(
    database: Database, record: Any, who: str
) -> None:
    place = with_others(database)
    user = OTHERS[who].user_id if who in OTHERS else UNKNOWN
    with pytest.raises(NotAllowed):
        record(database, request(place, user, "k"))
    assert record(database, request(place, "UMEMBER", "k"))


def test_somebody_unknown_is_asked_about_once_an_hour_and_let_in_when_they_belong_here(
    database: Database,
) -> None:
    place = workspace(database).id
    for _ in range(2):
        with pytest.raises(NotKnownYet):
            people.admit(database, request(place, UNKNOWN), Permission.TAKE_PART)
    [task] = due(database, Kind.READ_PERSON)
    people.learned(database, task, [Person(UNKNOWN, "Nora", team_id="T1")], NOON)
    people.admit(database, request(place, UNKNOWN), Permission.RECORD)


def test_somebody_whom_slack_hides_is_an_outsider_from_then_on(database: Database) -> None:
    place = workspace(database).id
    with pytest.raises(NotKnownYet):
        people.admit(database, request(place, UNKNOWN), Permission.TAKE_PART)
    people.hidden(database, take(database, Kind.READ_PERSON), NOON)
    with pytest.raises(NotAllowed, match="members of this workspace"):
        people.admit(database, request(place, UNKNOWN), Permission.TAKE_PART)
    people.admit(database, request(place, UNKNOWN), Permission.GIVE)


def test_slack_is_asked_for_everybody_where_teams_are_not_known(database: Database) -> None:
    place = workspace(database).id
    people.place_all(database, NOON)
    assert due(database, Kind.READ_PEOPLE) == []
    lost = [Person(one, one, is_admin=True, is_outsider=True) for one in ("UADMIN", "UADA")]
    people.learn(database, place, lost, NOON)
    with pytest.raises(NotKnownYet):
        people.admit(database, request(place, "UADMIN"), Permission.TAKE_PART)
    people.place_all(database, NOON)
    people.place_all(database, NOON)
    [task] = due(database, Kind.READ_PEOPLE)
    people.learned(database, task, [Person("UADMIN", "Priya", team_id="T1")], NOON)
    people.admit(database, request(place, "UADMIN"), Permission.RECORD)
    with pytest.raises(NotAllowed, match="Only members"):
        people.admit(database, request(place, "UADA"), Permission.TAKE_PART)


def wish(*managers: str) -> SettingsForm:
    return SettingsForm(None, "inbox_tray", "thumbsup", None, managers)


@pytest.mark.parametrize("who", [*OTHERS, "unknown"])
def test_managers_are_members(database: Database, who: str) -> None:
    place = with_others(database)
    user = OTHERS[who].user_id if who in OTHERS else UNKNOWN
    with pytest.raises(InvalidInput) as refused:
        settings.change(database, request(place, "UADMIN"), wish("UMEMBER", user))
    assert refused.value.field == "managers"
    assert settings.change(database, request(place, "UADMIN"), wish("UMEMBER")).managers


def test_who_became_no_member_stays_chosen_but_neither_manages_nor_is_named(
    database: Database,
) -> None:
    place = with_others(database)
    with database.transaction() as session:
        workspaces.set_managers(session, place, ("UADA", "UROBOT", "UGONE", "UGUEST"))
    for user in ("UADA", "UROBOT", "UGONE", "UGUEST", "UMEMBER"):
        with pytest.raises(NotAllowed, match=r"Please ask Priya\.$"):
            ideas.move(database, request(place, user), 1, Status.PLANNED)
    assert settings.change(
        database, request(place, "UADMIN"), wish("UADA", "UMEMBER")
    ).managers == ("UADA", "UMEMBER")


def test_the_whole_list_of_a_posted_digest_names_customers_to_members_only(
    database: Database,
) -> None:
    place = populate(database)
    later = NOON + timedelta(days=7)
    assert digest_runs.run_due(database, later) == 2
    [mine] = [
        one for one in digests.subscriptions(database, place) if one.subscription.channel_id == HERE
    ]
    key = digest_key(mine.subscription.id, later)
    for who, names in (("UMEMBER", True), ("UGUEST", False), ("UADA", False), (UNKNOWN, False)):
        asked = request(place, who)
        found = digests.listing(database, asked, key, Section.SHIPPED)
        assert (CUSTOMER in str(found)) is names, who


def test_customers_of_members_stay_when_a_guest_corrects_what_they_said(database: Database) -> None:
    place = with_others(database)
    guest = request(place, "UGUEST")
    number = feedback.capture(database, guest, Draft("It hangs")).feedback.number
    by_member = Details("It hangs", customer="Acme")
    feedback.add_details(database, request(place, "UMEMBER"), number, by_member)
    shown = feedback.add_details(database, guest, number, Details("It hangs often"))
    assert (shown.text, shown.customer) == ("It hangs often", None)
    assert feedback_pages.to_change(database, guest, number).customer is None
    assert feedback_pages.get(database, place, number).customer == "Acme"
    named = feedback.add_details(database, guest, number, Details("It hangs", customer="Birch"))
    assert named.customer == feedback_pages.get(database, place, number).customer == "Birch"


def test_a_member_list_with_odd_entries_gives_the_others(database: Database) -> None:
    odd = [None, "U1", {}, {"id": ""}, {"id": "U2", "profile": [], "tz": "Mars/Base"}]
    sam = {"id": "U3", "profile": {"display_name": "Sam"}}
    found = people.all_from_slack([*odd, sam], workspace(database))
    assert [(one.user_id, one.name, one.zone) for one in found] == [
        ("U2", "", None),
        ("U3", "Sam", None),
    ]
