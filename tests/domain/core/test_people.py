from dataclasses import replace

import pytest

from domain.core.people import (
    Home,
    Permission,
    Person,
    PersonKind,
    Workspace,
    may,
    may_configure,
    may_know_customers,
    may_manage,
    standing_of,
)

MEMBER = Person("U1", "Sam", team_id="T1")
ADMIN = replace(MEMBER, is_admin=True)
HERE = Workspace(1, "T1", "Harborline", "UBOT", None, "inbox_tray", "thumbsup", None)

PEOPLE: tuple[tuple[Person | None, PersonKind, int], ...] = (
    (MEMBER, PersonKind.MEMBER, 3),
    (ADMIN, PersonKind.MEMBER, 3),
    (replace(ADMIN, is_guest=True), PersonKind.GUEST, 2),
    (replace(ADMIN, is_outsider=True, team_id="T9"), PersonKind.OUTSIDER, 1),
    (replace(ADMIN, is_outsider=True, is_guest=True, team_id="T9"), PersonKind.OUTSIDER, 1),
    (replace(ADMIN, is_outsider=True, team_id=""), PersonKind.OUTSIDER, 1),
    (replace(ADMIN, is_outsider=True, team_id=None), PersonKind.UNKNOWN, 1),
    (None, PersonKind.UNKNOWN, 1),
    (replace(ADMIN, is_bot=True), PersonKind.BOT, 0),
    (replace(ADMIN, is_deleted=True), PersonKind.GONE, 0),
    (replace(ADMIN, is_deleted=True, is_bot=True, is_outsider=True), PersonKind.GONE, 0),
)


@pytest.mark.parametrize(("person", "standing", "deeds"), PEOPLE)
def test_what_each_kind_of_person_may_do(
    person: Person | None, standing: PersonKind, deeds: int
) -> None:
    assert standing_of(person) is standing
    assert [may(person, one) for one in Permission] == [True] * deeds + [False] * (3 - deeds)
    assert may_know_customers(person) is (deeds == 3)


@pytest.mark.parametrize(("person", "standing", "_deeds"), PEOPLE)
def test_only_members_manage_and_an_admin_elsewhere_is_none_here(
    person: Person | None, standing: PersonKind, _deeds: int
) -> None:
    is_admin = standing is PersonKind.MEMBER and person is not None and person.is_admin
    assert may_manage(HERE, person) is may_configure(HERE, person) is is_admin
    chosen = replace(HERE, managers=("U1",))
    assert may_manage(chosen, person) is (standing is PersonKind.MEMBER)


@pytest.mark.parametrize(
    ("home", "is_inside"),
    [
        (Home("T1"), True),
        (Home("T9"), False),
        (Home(None), False),
        (Home("T1", is_stranger=True), False),
        (Home("T2", "E1"), True),
        (Home("E1"), True),
        (Home("T2", "E9"), False),
        (Home("T9", "E9", ("T9", "T1")), True),
        (Home("T9", "E9", ("T9",)), False),
    ],
)
def test_who_belongs_to_a_workspace_of_an_organization(home: Home, is_inside: bool) -> None:
    assert home.is_in("T1", "E1") is is_inside


def test_without_an_organization_nobody_belongs_to_it() -> None:
    assert not Home("T9", None).is_in("T1", None)
    assert not Home("T9", "E1").is_in("T1", None)
    assert not Home(None, None).is_in("T1", None)
