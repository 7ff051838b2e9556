"""Sums of money as people and programs write them."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from domain.core.errors import InvalidInput

_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB"}


_CODE = re.compile(r"(?<![A-Za-z])([A-Za-z]{3})(?![A-Za-z])")


_FACTORS = {"k": 1_000, "tsd": 1_000, "m": 1_000_000, "mio": 1_000_000, "mn": 1_000_000}


_NUMBER = re.compile(
    r"(\d[\d.,'\u2019 \u00a0\u202f\u2009\u066b\u066c_]*)\s*(tsd|mio|mrd|mn|bn|k|m|b)?\.?", re.I
)


_MOST = Decimal(10) ** 13


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money; ``currency`` is an ISO 4217 code, None when the cell names none."""

    value: Decimal
    currency: str | None = None


def amount(cell: str) -> Amount:
    """Return the sum that a cell names, such as ``1.200,50 €``, ``$12k`` or ``EUR 5,000``.

    The last of two different separators is the decimal one; a single one is, unless exactly three
    digits follow it. Raises InvalidInput for what is no such sum.
    """
    cell = unicodedata.normalize("NFKC", cell)
    found = _NUMBER.search(cell)
    rest = f"{cell[: found.start()]} {cell[found.end() :]}" if found else cell
    currency = _currency(rest)
    for known in (*_SIGNS, currency or ""):
        rest = rest.replace(known, "").replace(known.lower(), "") if known else rest
    if found is None or rest.strip(" \t\u00a0\u202f."):
        raise InvalidInput(
            f"{cell.strip()[:40]!r} isn't an amount. Use a format such as 12000, 1.200,50 € or "
            "$12k."
        )
    value = _plain_number(found[1]) * _FACTORS.get((found[2] or "").lower(), 1)
    if value > _MOST:
        raise InvalidInput(f"{cell.strip()[:40]!r} is more than can be stored.")
    return Amount(value, currency)


def currency(cell: str) -> str:
    """Return the ISO code that a cell names by its code or sign. Raises InvalidInput."""
    found = _currency(cell)
    if found is None:
        raise InvalidInput(f"{cell.strip()[:20]!r} isn't a currency. Write EUR or €.")
    return found


def _currency(text: str) -> str | None:
    for sign, code in _SIGNS.items():
        if sign in text:
            return code
    found = _CODE.search(text)
    return found[1].upper() if found else None


def _plain_number(digits: str) -> Decimal:
    bare = re.sub(r"['\u2019 \u00a0\u202f\u2009\u066c_]", "", digits).replace("\u066b", ".")
    bare = bare.rstrip(".,")
    last = max(bare.rfind("."), bare.rfind(","))
    if last < 0:
        return Decimal(bare)
    sign, other = bare[last], "," if bare[last] == "." else "."
    is_decimal = other in bare or (bare.count(sign) == 1 and len(bare) - last != 4)
    whole, rest = (bare[:last], bare[last + 1 :]) if is_decimal else (bare, "")
    return Decimal(f"{re.sub('[.,]', '', whole) or '0'}.{rest or '0'}")
