"""Tokens of the HTTP door: what they may do, how they are typed, and when they work."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from domain.core.errors import InvalidInput
from domain.core.rate_limit import Limit
from domain.dates.calendar_words import leading_day
from domain.dates.spans import Calendar, DayOrder, Leaning
from domain.text.labels import MAX_NAME_CHARS
from domain.text.words import check_length, check_text, straighten

PREFIX = "linchpin_"
"""What every secret begins with, so that scanners of code and chats can tell what they found."""

MOST_OPEN = 40
"""Tokens that work at the same time in one workspace; a list of them fits into one message."""

REQUESTS_PER_S = 10
ENDS_SOON = timedelta(days=14)
UNUSED_FOR = timedelta(days=7)
_LONGEST_DAYS = 3650
_SAVER = "token-"
_UNTIL = re.compile(r"\buntil\s+(?=\S)", re.IGNORECASE)
_MOST_CHARS = 300
_QUOTES = str.maketrans(dict.fromkeys('"“”„', " "))
_FOR_DAYS = re.compile(r"\bfor\s+([0-9]{1,5})\s*(?:days?|d)\b", re.IGNORECASE)


class Right(StrEnum):
    """What a token may do."""

    FEEDBACK_WRITE = "feedback:write"
    FEEDBACK_READ = "feedback:read"
    IDEAS_READ = "ideas:read"

    @property
    def label(self) -> str:
        """The right as people choose it."""
        return _LABELS[self]


_LABELS = {
    Right.FEEDBACK_WRITE: "Send feedback",
    Right.FEEDBACK_READ: "Read feedback, without what was said in private",
    Right.IDEAS_READ: "Read all ideas",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A token as stored; its secret is not. ``expires_at`` is None for one without an end."""

    id: int
    workspace_id: int
    number: int
    name: str
    rights: tuple[Right, ...]
    created_by: str
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def reference(self) -> str:
        """The number that people read, such as ``Token 3``."""
        return f"Token {self.number}"

    @property
    def saver(self) -> str:
        """What stands for the token where a person's Slack id would: who saved, who changed."""
        return f"{_SAVER}{self.number}"

    @property
    def limit(self) -> Limit:
        """How many requests it may make: 10 a second, and as many at once after a rest."""
        return Limit(f"api:{self.number}", 1 / REQUESTS_PER_S, float(REQUESTS_PER_S))

    def is_open(self, now: datetime) -> bool:
        """True while it works."""
        return self.revoked_at is None and not self.has_ended(now)

    def has_ended(self, now: datetime) -> bool:
        """True after its end date."""
        return self.expires_at is not None and now >= self.expires_at

    def ends_soon(self, now: datetime) -> bool:
        """True when it works, but not in two weeks any more."""
        return (
            self.is_open(now) and self.expires_at is not None and self.expires_at - now <= ENDS_SOON
        )

    def is_idle(self, now: datetime) -> bool:
        """True when it works and nobody has used it in its first week or since."""
        return (
            self.is_open(now) and self.last_used_at is None and now - self.created_at >= UNUSED_FOR
        )


@dataclass(frozen=True, slots=True)
class TokenInput:
    """A token to be made: checked, with the instant at which it ends."""

    name: str
    rights: tuple[Right, ...]
    expires_at: datetime | None = None


def token_wish(
    name: str, rights: tuple[Right, ...], last_day: date | None, now: datetime
) -> TokenInput:
    """A wish for a token that works up to and including ``last_day`` (UTC).

    Raises InvalidInput, bound to ``name``, ``rights`` or ``last_day``.
    """
    clean = " ".join(check_text(name, what="name", field="name").split())
    if len(clean) > MAX_NAME_CHARS:
        raise InvalidInput(f"A name has at most {MAX_NAME_CHARS} characters.", field="name")
    if not rights:
        raise InvalidInput("Choose what the token may do.", field="rights")
    ordered = tuple(one for one in Right if one in rights)
    if last_day is None:
        return TokenInput(clean, ordered)
    today = now.astimezone(UTC).date()
    if not today <= last_day <= today + timedelta(days=_LONGEST_DAYS):
        raise InvalidInput(
            "The last day is between today and ten years from now.", field="last_day"
        )
    ends = datetime.combine(last_day + timedelta(days=1), time(), UTC)
    return TokenInput(clean, ordered, ends)


def parse_wish(text: str, now: datetime, order: DayOrder = DayOrder.DAY_FIRST) -> TokenInput:
    """What follows ``new``: a name, rights such as ``feedback:read``, ``until 2027-03-01`` or
    ``for 90 days``. Without rights it may send feedback. Raises InvalidInput."""
    check_length(text, _MOST_CHARS, "/linchpin token new Help desk until 2027-03-01")
    last_day: date | None = None
    until = _UNTIL.search(straighten(text))
    reading = Calendar(now.astimezone(UTC).date(), Leaning.FUTURE, order)
    if until and (named := _last_day(text[until.end() :], reading)):
        last_day = named[0]
        text = f"{text[: until.start()]} {named[1]}"
    elif found := _FOR_DAYS.search(straighten(text)):
        days = min(int(found[1]), _LONGEST_DAYS + 1)
        last_day = now.astimezone(UTC).date() + timedelta(days=days)
        text = f"{text[: found.start()]} {text[found.end() :]}"
    words = text.translate(_QUOTES).split()
    plain = [straighten(word).lower() for word in words]
    rights = tuple(Right(word) for word in plain if word in set(Right))
    for word in plain:
        if re.fullmatch(r"[a-z]+:[a-z]+", word, re.IGNORECASE) and word not in set(Right):
            known = ", ".join(Right)
            raise InvalidInput(f"A token cannot get {word[:40]}. It may have {known}.")
    name = " ".join(word for word, read in zip(words, plain, strict=True) if read not in set(Right))
    return token_wish(name, rights or (Right.FEEDBACK_WRITE,), last_day, now)


def _last_day(words: str, reading: Calendar) -> tuple[date, str] | None:
    try:
        return leading_day(words, reading)
    except InvalidInput as refused:
        raise InvalidInput(refused.message, field="last_day") from refused


def token_number(user_id: str) -> int | None:
    """The number of the token that stands where a person's id would, or None for a person."""
    digits = user_id.removeprefix(_SAVER)
    return int(digits) if digits != user_id and digits.isascii() and digits.isdigit() else None
