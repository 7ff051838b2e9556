"""Which names of customers are proposed as one."""

import pytest

from domain.customers.duplicates import Name, core_of, likely_duplicates


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme", "ACME, Inc."),
        ("Müller GmbH & Co. KG", "Muller"),
        ("A.C.M.E. Ltd", "ACME"),
        ("Northwind", "Nothwind S.A."),
        ("Bright Water", "Brightwater"),
    ],
)
def test_forms_of_company_signs_and_slips_do_not_hide_a_double(one: str, other: str) -> None:
    pairs = likely_duplicates([Name(1, one, 1), Name(2, other, 5)], ())
    assert [(pair.id, pair.into_id) for pair in pairs] == [(1, 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Plant 7", "Plant 8"), ("Acme", "Acne"), ("Birch", "Cedar"), ("Acme East", "Acme West")],
)
def test_names_that_only_resemble_each_other_are_left_alone(one: str, other: str) -> None:
    assert likely_duplicates([Name(1, one), Name(2, other)], ()) == []


def test_a_name_of_nothing_but_a_form_keeps_it_and_pairs_told_apart_are_left_out() -> None:
    assert core_of("The Company") == "the company"
    assert likely_duplicates([Name(1, "Acme"), Name(2, "Acme Inc")], {(1, 2)}) == []
