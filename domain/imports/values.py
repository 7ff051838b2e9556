"""Cells of tables as values: amounts, days, names of things, in the ways that people write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar

from domain.core.errors import InvalidInput
from domain.core.importance import Importance
from domain.ideas.model import Status
from domain.text.folding import fold

_Kind = TypeVar("_Kind", Importance, Status)

_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB"}
_CODE = re.compile(r"(?<![A-Za-z])([A-Za-z]{3})(?![A-Za-z])")
_FACTORS = {"k": 1_000, "tsd": 1_000, "m": 1_000_000, "mio": 1_000_000, "mn": 1_000_000}
_FACTORS |= {"mrd": 1_000_000_000, "bn": 1_000_000_000, "b": 1_000_000_000}
_NUMBER = re.compile(r"(\d[\d.,' \u00a0\u202f\u2009]*)\s*(tsd|mio|mrd|mn|bn|k|m|b)?\.?", re.I)
_MOST = Decimal(10) ** 13

_MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    "|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
)
_MONTH_OF = {name: place % 12 + 1 for place, name in enumerate(_MONTHS.split("|"))}
_NUMERIC = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:[ T,]+(\d{1,2}):(\d{2}).*)?")
_WORDY = re.compile(r"(?:(\d{1,2})\.?\s+)?([^\W\d]{3,})\.?\s+(?:(\d{1,2}),?\s+)?(\d{4})(?:\D.*)?")

_IMPORTANCES: Mapping[Importance, str] = {
    Importance.NICE_TO_HAVE: "nice to have|low|minor|p4|niedrig|gering|faible|baja|bassa|baixa|"
    "laag",
    Importance.HELPFUL: "helpful|medium|normal|moderate|p3|mittel|moyenne|media|média|gemiddeld",
    Importance.IMPORTANT: "important|high|major|p2|hoch|wichtig|haute|importante|alta|hoog",
    Importance.BLOCKER: "blocker|critical|urgent|dealbreaker|highest|p1|p0|kritisch|dringend|"
    "critique|crítica|critica|kritiek",
}
_STATUSES: Mapping[Status, str] = {
    Status.OPEN: "open|new|new idea|submitted|backlog|inbox|no status|offen|neu|ouvert|abierto|"
    "candidate|to do|todo",
    Status.CONSIDERING: "considering|under review|under consideration|reviewing|discovery|"
    "exploring|in prüfung|gathering feedback|evaluating",
    Status.PLANNED: "planned|planning|accepted|approved|next|geplant|planifié|planeado",
    Status.IN_PROGRESS: "in progress|started|in development|doing|building|beta|delivery|"
    "in arbeit|en cours|en progreso",
    Status.SHIPPED: "shipped|complete|completed|done|released|launched|delivered|live|"
    "fertig|erledigt|veröffentlicht|terminé|completado",
    Status.DECLINED: "declined|closed|rejected|wont do|won t do|not planned|archived|duplicate|"
    "deleted|abgelehnt|refusé|rechazado",
}
_SEPARATED = re.compile(r"[;|\n]+")


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
    found = _NUMBER.search(cell)
    rest = f"{cell[: found.start()]} {cell[found.end() :]}" if found else cell
    currency = _currency(rest)
    for known in (*_SIGNS, currency or ""):
        rest = rest.replace(known, "").replace(known.lower(), "") if known else rest
    if found is None or rest.strip(" \t\u00a0\u202f."):
        raise InvalidInput(f"{cell.strip()[:40]!r} is no amount such as 12000, 1.200,50 € or $12k.")
    value = _plain_number(found[1]) * _FACTORS.get((found[2] or "").lower(), 1)
    if value > _MOST:
        raise InvalidInput(f"{cell.strip()[:40]!r} is more than can be stored.")
    return Amount(value, currency)


def currency(cell: str) -> str:
    """Return the ISO code that a cell names by its code or sign. Raises InvalidInput."""
    found = _currency(cell)
    if found is None:
        raise InvalidInput(f"{cell.strip()[:20]!r} is no currency such as EUR or $.")
    return found


def moment(cell: str, *, day_first: bool) -> datetime:
    """Return the instant that a cell names, in UTC where it names no zone; a day begins at 0:00.

    ``day_first`` says what ``03/04/2026`` means. Raises InvalidInput for what is no date.
    """
    typed = cell.strip().removesuffix(" UTC")
    try:
        found = datetime.fromisoformat(typed)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        pass
    try:
        known = _numeric(typed, day_first=day_first) or _wordy(typed)
    except ValueError:
        known = None
    if known is None:
        raise InvalidInput(f"{typed[:40]!r} is no date such as 2026-03-31 or 31.03.2026.")
    return known


def looks_like_day(cell: str) -> bool:
    """Whether a cell is a date in one of the ways that are read."""
    try:
        moment(cell, day_first=True)
    except InvalidInput:
        try:
            moment(cell, day_first=False)
        except InvalidInput:
            return False
    return True


def is_day_first(cell: str) -> bool | None:
    """What a date such as ``31/03/2026`` tells about the order of day and month, if anything."""
    match = _NUMERIC.fullmatch(cell.strip())
    if match is None or match[2] != "/" or len(match[1]) == 4:
        return None
    one, two = int(match[1]), int(match[3])
    return None if max(one, two) <= 12 else one > 12


def importance(cell: str) -> Importance:
    """Return the importance that a cell names. Raises InvalidInput with those that there are."""
    return _named(cell, _IMPORTANCES, "importance")


def status(cell: str) -> Status:
    """Return the status that a cell names. Raises InvalidInput with those that there are."""
    return _named(cell, _STATUSES, "status")


def count(cell: str) -> int:
    """Return the whole number of a cell. Raises InvalidInput."""
    typed = cell.strip()
    bare = typed.removesuffix(".0").replace(",", "").replace("\u00a0", "")
    if not (bare.isascii() and bare.isdigit()) or len(bare) > 9:
        raise InvalidInput(f"{typed[:40]!r} is no number of votes.")
    return int(bare)


def names(cell: str) -> tuple[str, ...]:
    """Return the people that a cell lists, each once.

    Semicolons, bars and line breaks part them; commas too, but for ``Meyer, Anna``: two single
    words are one name.
    """
    found: list[str] = []
    for part in _SEPARATED.split(cell):
        pieces = [" ".join(one.split()) for one in part.split(",")]
        is_one = len(pieces) == 2 and not any(" " in one or "@" in one for one in pieces)
        found += [" ".join(part.split())] if is_one else pieces
    return tuple(dict.fromkeys(one for one in found if one))


def _named(cell: str, words: Mapping[_Kind, str], what: str) -> _Kind:
    folded = fold(cell)
    for kind, known in words.items():
        if folded == fold(kind.value) or folded in (fold(one) for one in known.split("|")):
            return kind
    choices = ", ".join(kind.label for kind in words)
    raise InvalidInput(f"{cell.strip()[:40]!r} is no {what}. There are: {choices}.")


def _currency(text: str) -> str | None:
    for sign, code in _SIGNS.items():
        if sign in text:
            return code
    found = _CODE.search(text)
    return found[1].upper() if found else None


def _plain_number(digits: str) -> Decimal:
    bare = re.sub(r"[' \u00a0\u202f\u2009]", "", digits).rstrip(".,")
    last = max(bare.rfind("."), bare.rfind(","))
    if last < 0:
        return Decimal(bare)
    sign, other = bare[last], "," if bare[last] == "." else "."
    is_decimal = other in bare or (bare.count(sign) == 1 and len(bare) - last != 4)
    whole, rest = (bare[:last], bare[last + 1 :]) if is_decimal else (bare, "")
    return Decimal(f"{re.sub('[.,]', '', whole) or '0'}.{rest or '0'}")


def _numeric(typed: str, *, day_first: bool) -> datetime | None:
    match = _NUMERIC.fullmatch(typed)
    if match is None:
        return None
    one, month, three = int(match[1]), int(match[3]), int(match[4])
    if len(match[1]) == 4:
        year, day = one, three
    else:
        year, day = three if three > 99 else 2000 + three, one
        if match[2] == "/" and (month > 12 or (one <= 12 and not day_first)):
            day, month = month, one
    clock = (int(match[5]), int(match[6])) if match[5] else (0, 0)
    return datetime(year, month, day, *clock, tzinfo=UTC)


def _wordy(typed: str) -> datetime | None:
    match = _WORDY.fullmatch(typed)
    if match is None or not (match[1] or match[3]):
        return None
    word = match[2].lower()
    month = _MONTH_OF.get(word) or _MONTH_OF.get(word[:3])
    if month is None:
        return None
    day = date(int(match[4]), month, int(match[1] or match[3]))
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
