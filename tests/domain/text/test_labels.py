"""Names of customers and areas."""

import pytest

from domain.core.errors import InvalidInput
from domain.text.labels import LabelKind, clean_name, fold_name


@pytest.mark.parametrize(
    ("one", "other"),
    [("ACME  corp", "Acme Corp"), (" Straße", "STRASSE"), ("ＡＣＭＥ", "acme"), ("İ", "i̇")],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


def test_different_names_keep_different_keys() -> None:
    assert fold_name("Acme") != fold_name("Acmé")


def test_a_name_becomes_one_line() -> None:
    assert clean_name("  Acme \n Corp ", LabelKind.CUSTOMER) == "Acme Corp"


@pytest.mark.parametrize("name", [" ", "a\0b", "x" * 61])
def test_a_name_that_cannot_be_kept_is_refused_beside_its_field(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        clean_name(name, LabelKind.AREA)
    assert refused.value.field == "area"
