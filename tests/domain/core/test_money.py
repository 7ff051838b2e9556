"""Money: read exactly, told shortly, and never added across currencies unasked."""

import pytest

from domain.core.errors import InvalidInput
from domain.core.money import Money, Rates, compared, format_sums, read_money, read_rates, sums


@pytest.mark.parametrize(
    ("typed", "words", "short"),
    [
        ("120k EUR", "120,000 EUR", "120k EUR"),
        ("€1.2M", "1,200,000 EUR", "1.2M EUR"),
        ("1.200,50 €", "1,200.50 EUR", "1.2k EUR"),
        ("99.5 usd", "99.50 USD", "99 USD"),
        ("0 EUR", "0 EUR", "0 EUR"),
        ("1999999 GBP", "1,999,999 GBP", "1.9M GBP"),
    ],
)
def test_sums_are_read_as_people_type_them(typed: str, words: str, short: str) -> None:
    money = read_money(typed)
    assert (money.words, money.short) == (words, short)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("120000", "In which currency"),
        ("much", "is no amount"),
        ("-5 EUR", "is no amount"),
        ("5 EUX", "Did you mean"),
        ("12.3456,789 EUR", "at most two decimals"),
        ("99999999999999 EUR", "is no amount"),
    ],
)
def test_what_is_no_sum_is_refused_with_the_way_to_write_it(typed: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_money(typed)
    assert refused.value.field == "revenue"
    assert sentence in refused.value.message


def test_different_currencies_stand_beside_each_other_until_rates_say_what_they_are_worth() -> None:
    found = sums([Money(100_00, "EUR"), Money(50_00, "USD"), Money(1_00, "EUR")])
    assert format_sums(found) == "101 EUR + 50 USD"
    bare = compared(found, Rates("EUR", {"EUR": 1_000_000}))
    assert (bare.total, bare.left_out) == (Money(101_00, "EUR"), (Money(50_00, "USD"),))
    rates = Rates("EUR", read_rates("eur", "usd 0,5\nGBP = 1.17"), is_set=True)
    assert compared(found, rates).total == Money(126_00, "EUR")


@pytest.mark.parametrize(
    ("own", "typed", "field"),
    [
        ("EURO", "", "own"),
        ("EUR", "EUR 1", "rates"),
        ("EUR", "USD", "rates"),
        ("EUR", "USD 0", "rates"),
        ("EUR", "USX 2", "rates"),
    ],
)
def test_rates_that_cannot_be_read_name_their_field(own: str, typed: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_rates(own, typed)
    assert refused.value.field == field
