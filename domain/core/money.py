"""Sums of money: exact, each in its own currency, and never added across currencies unasked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from domain.core.amounts import Amount, amount
from domain.core.errors import InvalidInput
from domain.text.words import nearest, straighten

MOST_HUNDREDTHS = 10**15
"""Ten trillion: more than any customer pays, and a sum of thousands still fits into 64 bits."""

MILLION = 1_000_000
_MOST_RATE = 10**6
_LEAST_RATE = Decimal("0.000001")
_RATE = re.compile(r"(?P<code>[A-Za-z]{3})\s*[:= ]\s*(?P<rate>\d{1,9}(?:[.,]\d{1,9})?)")

_CODES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
    "GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS "
    "KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR "
    "MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP "
    "TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
)
CURRENCIES = frozenset(_CODES.split())
"""ISO 4217 codes in use."""


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in hundredths of a unit of ``currency``, whatever that currency's own coins are."""

    hundredths: int
    currency: str

    @property
    def words(self) -> str:
        """The whole sum, such as ``120,000 EUR`` or ``99.50 USD``."""
        whole, rest = divmod(self.hundredths, 100)
        return f"{whole:,}{f'.{rest:02}' if rest else ''} {self.currency}"

    @property
    def short(self) -> str:
        """The sum in few characters, such as ``1.2M EUR``; rounded down, so never too much."""
        whole = self.hundredths // 100
        for size, letter in ((10**9, "B"), (10**6, "M"), (10**3, "k")):
            if whole >= size:
                tenths = whole * 10 // size
                shown = f"{tenths // 10:,}" if tenths >= 1000 or not tenths % 10 else tenths / 10
                return f"{shown}{letter} {self.currency}"
        return f"{whole:,} {self.currency}"


@dataclass(frozen=True, slots=True)
class Rates:
    """What currencies are worth in the workspace's ``own`` one, in millionths of its unit.

    ``is_set`` is False where no manager has set any: then the own one is what most customers pay
    in, and the others cannot be compared with it.
    """

    own: str | None = None
    millionths: Mapping[str, int] = field(default_factory=dict)
    is_set: bool = False


@dataclass(frozen=True, slots=True)
class Comparable:
    """Sums of several currencies told in one: ``total``, and what has no rate and is not in it."""

    total: Money | None
    left_out: tuple[Money, ...] = ()
    is_converted: bool = False


NO_MONEY = Comparable(None)


def read_money(typed: str, currency: str | None = None, *, field: str = "revenue") -> Money:
    """The sum that a text such as ``120k EUR`` or ``€ 1.200,50`` names.

    ``currency`` is that of a text without one. Raises InvalidInput, bound to ``field``, for no
    such sum, for none or two currencies, for more than two decimals and for what is too much.
    """
    return in_currency(read_amount(typed, field=field), currency, typed, field=field)


def in_currency(
    found: Amount, currency: str | None, typed: str, *, field: str = "revenue"
) -> Money:
    """A sum as money; ``currency`` is that of one without its own. Raises as `read_money` does."""
    named = found.currency or currency
    if named is None:
        raise InvalidInput(
            f"In which currency are “{typed.strip()[:40]}”? Write it behind, such as 120000 EUR.",
            field=field,
        )
    return money_of(found.value, named, field=field)


def money_of(value: Decimal, currency: str, *, field: str = "revenue") -> Money:
    """A sum of whole units as money. Raises InvalidInput as `read_money` does."""
    exact = value * 100
    if exact != exact.to_integral_value():
        raise InvalidInput("A yearly revenue has at most two decimals.", field=field)
    if not 0 <= exact <= MOST_HUNDREDTHS:
        raise InvalidInput("That is more than a customer can pay in a year.", field=field)
    return Money(int(exact), read_currency(currency, field=field))


def read_currency(typed: str, *, field: str = "revenue") -> str:
    """The ISO 4217 code that was typed. Raises InvalidInput, bound to ``field``, for no code."""
    code = straighten(typed).strip().upper()
    if code not in CURRENCIES:
        near = nearest(code, sorted(CURRENCIES))
        hint = f" Did you mean {near}?" if near else ""
        raise InvalidInput(
            f"“{typed.strip()[:20]}” is no currency.{hint} Use its three letters, such as EUR.",
            field=field,
        )
    return code


def sums(found: Iterable[Money]) -> tuple[Money, ...]:
    """Money added up within each currency, the largest number first."""
    totals: dict[str, int] = {}
    for one in found:
        totals[one.currency] = totals.get(one.currency, 0) + one.hundredths
    ordered = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Money(hundredths, currency) for currency, hundredths in ordered)


def format_sums(found: Iterable[Money], *, short: bool = False) -> str:
    """Sums of several currencies beside each other: ``450k EUR + 120k USD``."""
    return " + ".join(one.short if short else one.words for one in found)


def compared(found: Iterable[Money], rates: Rates) -> Comparable:
    """Sums of several currencies in the workspace's own one, with what has no rate left out."""
    own = rates.own
    total, left, is_converted, is_any = 0, [], False, False
    for one in found:
        rate = rates.millionths.get(one.currency)
        if own is None or rate is None:
            left.append(one)
            continue
        is_any = True
        is_converted |= one.currency != own
        total += one.hundredths * rate // MILLION
    return Comparable(Money(total, own) if is_any and own else None, tuple(left), is_converted)


def read_rates(own: str, typed: str) -> dict[str, int]:
    """Rates typed one in a line or with commas, such as ``USD 0.92``: millionths by currency.

    The own currency is among them. Raises InvalidInput, bound to ``own`` or ``rates``, naming the
    line that cannot be read.
    """
    code = read_currency(own, field="own")
    found = {code: MILLION}
    for line in re.split(r"[\n;]|,(?!\d)", straighten(typed)):
        if not line.strip():
            continue
        match = _RATE.fullmatch(line.strip())
        if match is None:
            raise InvalidInput(
                f"“{line.strip()[:40]}” is no rate. Write one in each line, such as USD 0.92.",
                field="rates",
            )
        currency = read_currency(match["code"], field="rates")
        if currency == code:
            raise InvalidInput(
                f"{code} is your own currency: it needs no rate. Remove that line.", field="rates"
            )
        found[currency] = _millionths(match["rate"])
    return found


def format_rate(millionths: int) -> str:
    """A rate as people write it: ``0.92``."""
    return f"{Decimal(millionths) / MILLION:f}".rstrip("0").rstrip(".")


def _millionths(typed: str) -> int:
    rate = Decimal(typed.replace(",", "."))
    if not _LEAST_RATE <= rate <= _MOST_RATE:
        raise InvalidInput(
            f"A rate lies between 0.000001 and 1,000,000; “{typed}” does not.", field="rates"
        )
    return int(rate * MILLION)


def read_amount(typed: str, *, field: str = "revenue") -> Amount:
    """The sum that a text names, with its currency if it names one. Raises InvalidInput."""
    try:
        return amount(straighten(typed))
    except (InvalidInput, InvalidOperation) as error:
        raise InvalidInput(
            f"“{typed.strip()[:40]}” is no amount. Write it like 120000 EUR, 1.2M USD or €80k.",
            field=field,
        ) from error
